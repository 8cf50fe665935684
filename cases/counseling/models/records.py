"""What is written down about a client: notes, tasks, documents, and the history of all that was seen and changed."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any, NoReturn, Self

from django.core.files.base import ContentFile
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cases.crypto import seal, seal_json, unseal, unseal_json

from .agencies import Agency, Membership
from .clients import Client, seen_by

EDITABLE_FOR = timedelta(days=1)


class NoteQuerySet(models.QuerySet["Note"]):
    def for_member(self, member: Membership) -> Self:
        return self.filter(seen_by(member, "client__"))


class Note(models.Model):
    """What one member of the staff wrote about a client. Its author may change it for a day; then it stands."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(Membership, on_delete=models.RESTRICT, related_name="notes")
    sealed = models.BinaryField()
    written_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(null=True, blank=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at"]

    def __str__(self) -> str:
        return "a note"

    @property
    def text(self) -> str:
        return unseal(bytes(self.sealed)).decode()

    @text.setter
    def text(self, text: str) -> None:
        self.sealed = seal(text.encode())

    def editable_by(self, member: Membership) -> bool:
        return self.author_id == member.pk and timezone.now() - self.written_at < EDITABLE_FOR


class TaskQuerySet(models.QuerySet["Task"]):
    def for_member(self, member: Membership) -> Self:
        return self.filter(seen_by(member, "client__"))

    def open(self) -> Self:
        return self.filter(done_at=None)


class Task(models.Model):
    """Something to be done for a client, by a day or without one. While it is open, whoever added it may change it,
    and whoever supervises; of one that was kept before that was written down, whose task it is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="tasks")
    sealed = models.BinaryField()
    due = models.DateField(null=True, blank=True, db_index=True)
    assigned_to = models.ForeignKey(Membership, on_delete=models.RESTRICT, related_name="tasks")
    added_by = models.ForeignKey(Membership, on_delete=models.RESTRICT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Membership, on_delete=models.RESTRICT, null=True, blank=True, related_name="+")

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["done_at", "due", "created_at"]

    def __str__(self) -> str:
        return "a task"

    @property
    def what(self) -> str:
        return unseal(bytes(self.sealed)).decode()

    @what.setter
    def what(self, what: str) -> None:
        self.sealed = seal(what.encode())

    def changed_by(self, member: Membership) -> bool:
        """Whether this is who may change it, as long as it is open."""
        return member.supervises or member.pk == (self.added_by_id or self.assigned_to_id)

    def editable_by(self, member: Membership) -> bool:
        return self.done_at is None and self.changed_by(member)


def document_path(document: Document, name: str) -> str:
    """Where a document's sealed content lies: a name that tells nothing, spread over folders."""
    return f"documents/{document.id.hex[:2]}/{document.id.hex}"


class DocumentQuerySet(models.QuerySet["Document"]):
    def for_member(self, member: Membership) -> Self:
        return self.filter(seen_by(member, "client__"))


class Document(models.Model):
    """A file of a client's: brought and uploaded, or a paper that was made here and is kept as it was made.

    Its name and type are sealed in the row. Its content is sealed too and lies in the file storage, so that a thousand
    pictures of letters do not swell the database; it goes when the row goes (`signals`)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="documents")
    added_by = models.ForeignKey(Membership, on_delete=models.RESTRICT, related_name="documents")
    added_at = models.DateTimeField(default=timezone.now)
    sealed = models.BinaryField()
    file = models.FileField(upload_to=document_path, max_length=120)
    size = models.PositiveIntegerField(default=0)  # bytes, before sealing
    paper = models.CharField(max_length=20, blank=True)  # the kind of paper; empty for what was uploaded
    digest = models.CharField(max_length=64, blank=True)  # of a paper, as in cases.reports.store
    law_version = models.CharField(max_length=20, blank=True)  # of a paper

    objects = DocumentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "digest"], condition=~Q(digest=""), name="one_paper_of_a_content_a_client"
            ),
        ]
        ordering = ["-added_at"]

    def __str__(self) -> str:
        return "a document"

    @property
    def about(self) -> dict[str, str]:
        """`name` and `type` of the file, as it was brought or made."""
        found: dict[str, str] = unseal_json(bytes(self.sealed))
        return found

    @property
    def kind(self) -> str:
        """Of a paper, as the pages of a case ask for it."""
        return self.paper

    @property
    def made_at(self) -> datetime:
        return self.added_at

    def put(self, name: str, media_type: str, content: bytes) -> None:
        """Seal the content and write it, and the row."""
        self.sealed = seal_json({"name": name, "type": media_type})
        self.size = len(content)
        self.file.save(self.id.hex, ContentFile(seal(content)), save=False)
        self.save(force_insert=True)

    def rename(self, name: str) -> None:
        """Give it another name. The caller saves."""
        self.sealed = seal_json({**self.about, "name": name})

    def content(self) -> bytes:
        """What `put` was given."""
        with self.file.open("rb") as sealed:
            return unseal(sealed.read())


class ActivityQuerySet(models.QuerySet["Activity"]):
    def for_member(self, member: Membership) -> Self:
        """What happened at the agency, but for clients that this member may not see."""
        return self.filter(Q(client=None, agency=member.agency_id) | seen_by(member, "client__"))

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("history is not changed")

    def delete(self) -> NoReturn:
        raise TypeError("history goes with its client or agency, and not before")


class Activity(models.Model):
    """One line of the history: who did what, when. It is written once. It holds no fact of a client, only which ones
    were touched, and it goes when the client's file goes; that a file was deleted stays, without a client."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="activity")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, null=True, blank=True, related_name="activity")
    member = models.ForeignKey(Membership, on_delete=models.RESTRICT, null=True, blank=True, related_name="activity")
    verb = models.CharField(max_length=30)  # of `history.VERBS`
    detail = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField(default=timezone.now)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["client", "-at"], name="activity_of_client"),
            models.Index(fields=["agency", "-at"], name="activity_of_agency"),
        ]
        ordering = ["-at", "-id"]
        verbose_name_plural = "activity"

    def __str__(self) -> str:
        return f"{self.verb} at {self.at:%Y-%m-%d %H:%M}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("history is not changed")
        super().save(*args, **kwargs)
