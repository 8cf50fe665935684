"""What passes between a homeowner and an agency: the homeowner's word that their case may be copied, and the agency's
link by which a client gets a copy back. Two copies, apart: neither is changed or erased by the other's owner."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.utils import timezone

from cases.models import Case

from .agencies import Agency, Membership
from .clients import Client, seen_by

CODE_LIVES = timedelta(days=2)
LINK_LIVES = timedelta(days=7)


def code_ends() -> datetime:
    return timezone.now() + CODE_LIVES


def link_ends() -> datetime:
    return timezone.now() + LINK_LIVES


class ConsentQuerySet(models.QuerySet["Consent"]):
    def open(self) -> Self:
        """Codes that can still be used."""
        return self.filter(taken_at=None, expires_at__gt=timezone.now(), case__isnull=False)


class Consent(models.Model):
    """A homeowner agrees that one agency copies their case: given with a code that works once, for the agency that is
    named or, where none is, for the first that uses it; or told to the counselor with the PDF they brought. After the
    copy was taken it stays, so that both can see what became of it."""

    class Way(models.TextChoices):
        CODE = "code"
        PDF = "pdf"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    way = models.CharField(max_length=4, choices=Way.choices)
    case = models.ForeignKey(Case, on_delete=models.SET_NULL, null=True, blank=True, related_name="consents")
    code_mark = models.CharField(max_length=64, unique=True, null=True, blank=True)
    given_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=code_ends)
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, null=True, blank=True, related_name="consents")
    client = models.ForeignKey(Client, on_delete=models.SET_NULL, null=True, blank=True, related_name="consents")
    taken_at = models.DateTimeField(null=True, blank=True)
    left_out_at = models.DateTimeField(null=True, blank=True)  # looked at, and not brought into the file
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    case_deleted_at = models.DateTimeField(null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at"]

    def __str__(self) -> str:
        return "a consent"


class ReturnLinkQuerySet(models.QuerySet["ReturnLink"]):
    def for_member(self, member: Membership) -> Self:
        return self.filter(seen_by(member, "client__"))

    def open(self) -> Self:
        """Those that still open something."""
        return self.filter(used_at=None, revoked_at=None, expires_at__gt=timezone.now())


class ReturnLink(models.Model):
    """A link by which a client gets their own copy of the case: it works once, for a week, and can be taken back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="return_links")
    token_mark = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Membership, on_delete=models.RESTRICT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=link_ends)
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ReturnLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return "a link for a client"

    @property
    def live(self) -> bool:
        return self.used_at is None and self.revoked_at is None and self.expires_at > timezone.now()
