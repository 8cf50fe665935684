"""What a manager does with the staff: roles, closing and opening access, handing clients over."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from .files import hand_over
from .history import remember
from .models import Agency, Client, Membership, Role, Task


class LastManager(Exception):
    """Somebody has to be able to invite, change roles and close access."""


class StillHasClients(Exception):
    """Clients and tasks are handed over before access is closed, so that nobody is forgotten."""


def _another_manager_stays(member: Membership) -> None:
    """Raises LastManager. Locks the agency, so that two managers cannot leave at the same moment."""
    Agency.objects.select_for_update().get(pk=member.agency_id)
    others = Membership.objects.active().filter(agency=member.agency_id, role=Role.MANAGER).exclude(pk=member.pk)
    if member.manages and not others.exists():
        raise LastManager


def change_role(by: Membership, member: Membership, role: Role) -> None:
    """Give a member another role. Raises LastManager."""
    with transaction.atomic():
        if role != Role.MANAGER:
            _another_manager_stays(member)
        member.role = role
        member.save(update_fields=["role"])
        remember("role_changed", by, name=str(member), role=str(role))


def close_access(by: Membership, member: Membership, successor: Membership | None) -> None:
    """Close a member's access at once, on every device, and hand their clients and open tasks to `successor`. Raises
    LastManager, and StillHasClients where there are some and no successor is named."""
    with transaction.atomic():
        _another_manager_stays(member)
        clients, tasks = Client.objects.filter(counselor=member), Task.objects.open().filter(assigned_to=member)
        if successor is not None:
            hand_over(by, clients, successor)
            tasks.update(assigned_to=successor)
        elif clients.exists() or tasks.exists():
            raise StillHasClients
        member.active, member.until = False, timezone.now()
        member.save(update_fields=["active", "until"])
        end_sessions(member)
        remember("staff_deactivated", by, name=str(member))


def forget_factors(by: Membership, member: Membership) -> None:
    """Let a colleague who lost telephone and recovery codes set up a new second factor: the old ones open nothing any
    more, every session ends, and the desk asks for a new factor after the password. The colleague is told by mail."""
    with transaction.atomic():
        Authenticator.objects.filter(user=member.user_id).delete()
        end_sessions(member)
        remember("factors_forgotten", by, name=str(member))
    if settings.SENDS_MAIL:
        told = render_to_string("desk/email/factors.txt", {"by": by})
        send_mail(_("Your second factor was taken away"), told, None, [member.user.email])


def end_sessions(member: Membership) -> None:
    """Sign a member out everywhere."""
    for session in UserSession.objects.filter(user=member.user_id):
        session.end()


def open_access(by: Membership, member: Membership) -> bool:
    """Let a former member in again, in the role they had; False where they work for another agency now."""
    if Membership.objects.active().filter(user=member.user_id).exists():
        return False
    member.active, member.until = True, None
    member.save(update_fields=["active", "until"])
    remember("staff_reactivated", by, name=str(member))
    return True
