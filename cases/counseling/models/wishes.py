"""How one member of the staff works: what is sent to them, and the lists they come back to."""

from __future__ import annotations

import hashlib
import uuid
from functools import cached_property
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.crypto import seal_json, unseal_json

from .agencies import Membership


class Digest(models.TextChoices):
    """How often a mail tells what is coming."""

    NEVER = "never", _("Not at all")
    WEEKLY = "weekly", _("Once a week, on Monday morning")
    DAILY = "daily", _("Every working day in the morning")


class Preferences(models.Model):
    """What a member chose for themselves. Nothing is sent, and no link opens anything, until they say so."""

    member = models.OneToOneField(Membership, on_delete=models.CASCADE, primary_key=True, related_name="preferences")
    digest = models.CharField(max_length=10, choices=Digest.choices, default=Digest.NEVER)
    digested_on = models.DateField(null=True, blank=True)  # the day whose mail was sent, or is being sent
    keys = models.BooleanField(default=True)  # single keys move about in lists (WCAG 2.1.4: they can be turned off)
    feed_mark = models.CharField(max_length=64, blank=True)  # of the calendar's private link; empty: there is none
    feed_made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["feed_mark"], condition=~Q(feed_mark=""), name="one_calendar_a_link"),
        ]
        verbose_name_plural = "preferences"

    def __str__(self) -> str:
        return "someone's preferences"

    @classmethod
    def of(cls, member: Membership) -> Preferences:
        """This member's; what holds for everyone where they chose nothing yet."""
        return cls.objects.filter(member=member).first() or cls(member=member)


def feed_mark(token: str) -> str:
    """What is kept of the secret part of a calendar's link."""
    return hashlib.sha256(f"shortfall calendar {token}".encode()).hexdigest()


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def for_member(self, member: Membership) -> Self:
        """The member's own, and what colleagues of the same agency share."""
        return self.filter(Q(member=member) | Q(member__agency=member.agency_id, shared=True))


class SavedView(models.Model):
    """Filters and an order of the caseload under a name. Its name is sealed: people put clients' names into names."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="views")
    shared = models.BooleanField(default=False)
    sealed = models.BinaryField()
    made_at = models.DateTimeField(default=timezone.now)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["made_at"]

    def __str__(self) -> str:
        return "a saved view"

    @cached_property
    def about(self) -> dict[str, str]:
        """`name`, and the `query` of the caseload's address without its "?"."""
        found: dict[str, str] = unseal_json(bytes(self.sealed))
        return found

    def put(self, name: str, query: str) -> None:
        """Seal a name and a query. The caller saves."""
        self.sealed = seal_json({"name": name, "query": query})
