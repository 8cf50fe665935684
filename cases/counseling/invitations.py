"""How people become staff: by a link that is sent to an email address and works once."""

from __future__ import annotations

import secrets

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.crypto import seal

from .history import remember
from .models import Agency, Invitation, Membership, Role, User
from .models.agencies import token_mark
from .models.users import plain_email


class CannotJoin(Exception):
    """The invitation was used meanwhile, or the person works for another agency."""


def invite(agency: Agency, email: str, role: Role, by: Membership | None = None) -> str:
    """Offer a place on the staff. Returns the path of the link, whose secret part is kept nowhere. An earlier open
    invitation to the same address ends."""
    email = plain_email(email)
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        for earlier in Invitation.objects.open().filter(agency=agency):
            if earlier.email == email:
                earlier.delete()
        Invitation.objects.create(
            agency=agency,
            role=role,
            sealed_email=seal(email.encode()),
            token_mark=token_mark(token),
            invited_by=by,
        )
        remember("staff_invited", by, agency=agency, role=str(role))
    return reverse("desk:join", args=[token])


def send(agency: Agency, email: str, link: str) -> bool:
    """Send the link; False where this site sends no mail, so that whoever invites can hand it over otherwise."""
    if not settings.SENDS_MAIL:
        return False
    told = {"agency": agency, "link": link}
    subject = _("{agency} invites you to its desk").format(agency=agency.name)
    send_mail(" ".join(subject.split()), render_to_string("desk/email/invitation.txt", told), None, [email])
    return True


def accept_anew(invitation: Invitation, name: str, password: str) -> User:
    """Make an account for the address that was invited, and join. That the link arrived there proves the address."""
    with transaction.atomic():
        used = _use(invitation)
        user = User.objects.create_user(used.email, password, name=name)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        _join(used, user)
    return user


def accept(invitation: Invitation, user: User) -> Membership:
    """Join with an account that is there already. Raises CannotJoin where it is not the one that was invited, or works
    for another agency."""
    with transaction.atomic():
        used = _use(invitation)
        if used.email != user.email or user.memberships.filter(active=True).exclude(agency=used.agency).exists():
            raise CannotJoin
        return _join(used, user)


def _use(invitation: Invitation) -> Invitation:
    """The invitation under lock, used up; of two who press the button at once, one gets in."""
    used = Invitation.objects.open().select_for_update().filter(pk=invitation.pk).first()
    if used is None:
        raise CannotJoin
    used.used_at = timezone.now()
    used.save(update_fields=["used_at"])
    return used


def _join(invitation: Invitation, user: User) -> Membership:
    """The place on the staff; one that was closed opens again, in the new role."""
    place = {"role": invitation.role, "active": True, "until": None}
    member, _made = Membership.objects.update_or_create(user=user, agency=invitation.agency, defaults=place)
    remember("staff_joined", member)
    return member
