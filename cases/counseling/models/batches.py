"""What is done with many clients at once: an import, an export, packets. Each client of it has an entry of its own, so
that whatever stops the work, it goes on with those that are left."""

from __future__ import annotations

import json
import uuid
import zlib
from datetime import timedelta
from functools import cached_property
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.crypto import seal, seal_json, unseal, unseal_json
from cases.models import Job

from .agencies import Agency, Membership
from .clients import Client
from .records import Document

DRAFTS_STAY, BATCHES_STAY = timedelta(days=1), timedelta(days=30)


class BatchQuerySet(models.QuerySet["Batch"]):
    def for_member(self, member: Membership) -> Self:
        """A member's own, and for whoever supervises all of the agency."""
        ours = self.filter(agency=member.agency_id)
        return ours if member.supervises else ours.filter(member=member)

    def of(self, kind: str) -> Self:
        return self.filter(kind=kind)

    def past(self) -> Self:
        """Those whose time is over. What they made is kept elsewhere, with each client."""
        now = timezone.now()
        return self.filter(
            Q(begun_at=None, made_at__lt=now - DRAFTS_STAY) | Q(begun_at__isnull=False, made_at__lt=now - BATCHES_STAY)
        )


class Batch(models.Model):
    """Work on many clients that one member of the staff asked for. `wish` says what; `rows` are the cells of a file
    that was brought, until they are imported. Both are sealed."""

    class Kind(models.TextChoices):
        IMPORT = "import", _("Import")
        EXPORT = "export", _("Export")
        PACKETS = "packets", _("Packets")
        AGENCY = "agency", _("Everything the agency keeps")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="batches")
    member = models.ForeignKey(Membership, on_delete=models.RESTRICT, related_name="batches")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    sealed = models.BinaryField(default=bytes)
    content = models.BinaryField(default=bytes)
    counts = models.JSONField(default=dict)
    jobs = models.ManyToManyField(Job, related_name="batches")  # they are forgotten a day after they ended
    made_at = models.DateTimeField(default=timezone.now)
    begun_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["agency", "kind", "-made_at"], name="batch_of_agency")]
        ordering = ["-made_at"]
        verbose_name_plural = "batches"

    def __str__(self) -> str:
        return f"{self.kind} of {self.made_at:%Y-%m-%d %H:%M}"

    @cached_property
    def wish(self) -> dict[str, Any]:
        found: dict[str, Any] = unseal_json(bytes(self.sealed)) if self.sealed else {}
        return found

    def keep_wish(self, **more: Any) -> None:
        """Add to what is wished, and seal it. The caller saves."""
        self.wish.update(more)
        self.sealed = seal_json(self.wish)

    @property
    def rows(self) -> list[list[str]]:
        found: list[list[str]] = json.loads(zlib.decompress(unseal(bytes(self.content)))) if self.content else []
        return found

    @rows.setter
    def rows(self, rows: list[list[str]]) -> None:
        self.content = seal(zlib.compress(json.dumps(rows).encode())) if rows else b""


class BatchItem(models.Model):
    """One client's part in a batch: waiting, made, or failed for a reason; written in the same moment as what was made
    of it, so that nothing is made twice."""

    class State(models.TextChoices):
        WAITING = "waiting"
        MADE = "made"
        FAILED = "failed"

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="items")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="batch_items")
    place = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    reason = models.CharField(max_length=20, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)  # begun and not heard of again
    document = models.ForeignKey(Document, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "client"], name="one_place_in_a_batch")]
        ordering = ["place"]

    def __str__(self) -> str:
        return f"{self.place}, {self.state}"
