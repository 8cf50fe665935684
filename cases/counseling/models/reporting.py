"""What an agency keeps beside a client's case: what it tells its funders of, and what it last told the client."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any, Self

from django.db import models
from django.utils import timezone

from cases.crypto import seal_json, unseal_json

from .agencies import Membership
from .clients import Client, seen_by


class SealedBeside(models.Model):
    """One sealed piece of JSON beside a client's file, in a row of its own: nobody reads it who does not ask for it."""

    client = models.OneToOneField(Client, on_delete=models.CASCADE, primary_key=True)
    sealed = models.BinaryField(default=bytes)

    class Meta:
        abstract = True

    @cached_property
    def kept(self) -> dict[str, Any]:
        """What is sealed; empty before anything was written."""
        found: dict[str, Any] = unseal_json(bytes(self.sealed)) if self.sealed else {}
        return found

    def seal(self) -> None:
        """Put `kept` back under seal. The caller saves."""
        self.sealed = seal_json(self.kept)

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        super().refresh_from_db(*args, **kwargs)
        self.__dict__.pop("kept", None)


class ServiceRecordQuerySet(models.QuerySet["ServiceRecord"]):
    def for_member(self, member: Membership) -> Self:
        return self.filter(seen_by(member, "client__"))


class ServiceRecord(SealedBeside):
    """What the agency did for a client, and what the client chose to say of the household, for reports to funders.

    It lies apart from the case: no paper, no question and no calculation reads it. See `reporting.record`. The plain
    columns are an index for lists and periods, set by `reporting.record.index`: what is missing, not what is there."""

    changed_at = models.DateTimeField(default=timezone.now)
    missing = models.CharField(max_length=200, db_default="")  # ids of the reviewers' list, each between commas
    first_on = models.DateField(null=True, blank=True)  # of all sessions, workshops and impacts
    last_on = models.DateField(null=True, blank=True)
    # By which rules, and `changed_at`, while the columns tell of what is sealed now: a version that does not know them
    # leaves it behind.
    indexed_by = models.PositiveSmallIntegerField(db_default=0)
    indexed_at = models.DateTimeField(null=True, blank=True)

    objects = ServiceRecordQuerySet.as_manager()

    def __str__(self) -> str:
        return "a record of services"

    def seal(self) -> None:
        super().seal()
        self.changed_at = timezone.now()


class ToldAnswer(SealedBeside):
    """The answer as the agency last had it under one version of the law, in a few points: what a later version is
    compared with. See `law_changes`."""

    law_version = models.CharField(max_length=20)
    on = models.DateField()  # the day as of which it was worked out

    def __str__(self) -> str:
        return f"an answer of {self.on}"

    @property
    def seen(self) -> tuple[str, date]:
        """By which one that was replaced meanwhile is told."""
        return self.law_version, self.on
