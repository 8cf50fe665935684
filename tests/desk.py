"""Agencies, their staff and clients: what the tests of the desk share."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.test import Client as Browser

from cases.counseling.access import PROVED
from cases.counseling.files import start_file
from cases.counseling.middleware import DESK_COOKIE
from cases.counseling.models import Agency, Client, Membership, Role, User

PASSWORD = "three blue herons wade"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # of an authenticator app, base32


def agency(name: str = "Riverbend Housing") -> Agency:
    return Agency.objects.create(name=name, address="12 Mill Street\nDubuque, IA 52001")


def staff(of: Agency, role: Role | str = Role.COUNSELOR, name: str = "", *, second_factor: bool = True) -> Membership:
    """A member of the staff, with an authenticator app unless told otherwise."""
    name = name or f"{of.name} {role}".title()
    user = User.objects.create_user(f"{name.lower().replace(' ', '.')}@example.org", PASSWORD, name=name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if second_factor:
        TOTP.activate(user, SECRET)
        RecoveryCodes.activate(user)
    return Membership.objects.create(user=user, agency=of, role=role)


def client_of(member: Membership, name: str = "Maria Muñoz", facts: dict[str, Any] | None = None) -> Client:
    """A client's file with this counselor."""
    return start_file(member, {"name": name, "phone": "(563) 555-0142"}, facts)


def browser_of(member: Membership | None, *, proved: bool = True) -> Browser:
    """A browser in which this member is signed in, both factors proved; nobody is, for None."""
    browser = Browser()
    if member is not None:
        browser.force_login(member.user, settings.AUTHENTICATION_BACKENDS[0])
        if proved:
            session = browser.session
            session[PROVED] = str(member.user.pk)
            session.save()
        browser.cookies[DESK_COOKIE] = browser.cookies.pop(settings.SESSION_COOKIE_NAME).value
    return browser
