"""How django-allauth behaves here: no open sign-up, secrets under seal, an address that is asked of our own proxy."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import quote

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from cases.context import address
from cases.crypto import seal, unseal
from cases.services import client_address

from .models import User


def shown_name(user: User) -> str:
    """What a person is called on pages and in mail."""
    return str(user)


class AccountAdapter(DefaultAccountAdapter):
    """Accounts of staff."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: whoever is invited gets a link of their own."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Who asks, for the limits; only our own proxy is believed about it."""
        return client_address(request)

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """The sign-in page, which says that one is out."""
        return f"{reverse('account_login')}?ended=you"

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whether to ask for proof again: a quarter of an hour after signing in, or after the last proof."""
        records = get_authentication_records(context.request, context.request.user)
        oldest = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        return not any(record["at"] > oldest for record in records)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link in the mail: the site's own address, whatever host the request named."""
        return address(self.request, f"/desk/account/password/new/{quote(key)}/")


class SecondFactorAdapter(DefaultMFAAdapter):
    """Authenticator codes, passkeys and recovery codes. Their secrets lie sealed like everything else."""

    def generate_authenticator_name(self, user: AbstractBaseUser, kind: Authenticator.Type) -> str:
        """What a new passkey is called until its owner says otherwise."""
        number = Authenticator.objects.filter(user=user.pk, type=kind).count() + 1
        return gettext("Passkey {number}").format(number=number)

    def encrypt(self, text: str) -> str:
        return seal(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text.encode()).decode()
