"""What follows on something that happened elsewhere."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_used
from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_in
from django.db import transaction
from django.db.models.signals import post_delete, pre_delete
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from cases.models import Case

from .access import PROVED
from .history import remember
from .middleware import begin
from .models import Document, User

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@receiver(post_delete, sender=Document)
def content_goes_with_its_row(sender: type[Document], instance: Document, **kwargs: Any) -> None:
    """After the transaction: what is rolled back keeps its file."""
    storage, name = instance.file.storage, instance.file.name
    if name:
        transaction.on_commit(lambda: storage.delete(name))


@receiver(pre_delete, sender=Case)
def agency_learns_of_a_deletion(sender: type[Case], instance: Case, **kwargs: Any) -> None:
    """A homeowner's case goes at once with its codes. Whoever copied it with their consent sees when."""
    instance.consents.filter(taken_at=None).delete()
    for consent in instance.consents.select_related("client"):
        if consent.client:
            remember("homeowner_deleted", None, client=consent.client)
    instance.consents.update(case_deleted_at=timezone.now())


@receiver(user_logged_in)
def session_begins(request: HttpRequest, **kwargs: Any) -> None:
    begin(request)


@receiver(authenticator_added)
def other_sessions_end(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """A session that was opened before, with the password alone, is not let in by a factor that was added here."""
    for session in UserSession.objects.filter(user=user.pk).exclude(session_key=request.session.session_key):
        session.end()


@receiver((authenticator_added, authenticator_used))
def second_factor_was_proved(request: HttpRequest | None = None, user: User | None = None, **kwargs: Any) -> None:
    """Remembered in this very session: another one of the same person has proved nothing by it."""
    if request is not None and user is not None:
        request.session[PROVED] = str(user.pk)


@receiver(authenticator_removed)
def last_factor_was_removed(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Without one, the desk asks for a new one first."""
    if not Authenticator.objects.filter(user=user.pk, type__in=FACTORS).exists():
        request.session.pop(PROVED, None)
