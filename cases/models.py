"""What is kept of a case: sealed answers, the day of their deletion, and the mark of the code that opens them."""

from __future__ import annotations

import uuid
from abc import abstractmethod
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, ClassVar, Protocol, Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from .crypto import seal, seal_json, unseal, unseal_json


def expiry() -> datetime:
    """When a case that is opened now will be deleted, if nobody opens it again."""
    return timezone.now() + timedelta(days=settings.SHORTFALL_CASE_DAYS)


class CaseQuerySet(models.QuerySet["Case"]):
    def alive(self) -> Self:
        """Cases whose time is not over. One that is past its time is gone, whether or not `purge` has been by."""
        return self.filter(expires_at__gt=timezone.now())

    def expired(self) -> Self:
        return self.filter(expires_at__lte=timezone.now())


class KeptPaper(Protocol):
    """A paper as it was made, whosever it is."""

    @property
    def pk(self) -> Any: ...
    @property
    def kind(self) -> str: ...
    @property
    def law_version(self) -> str: ...
    @property
    def made_at(self) -> datetime: ...
    def content(self) -> bytes: ...


class KeptFacts(models.Model):
    """What the questionnaire fills and the engine reads, under seal: a homeowner's case, and an agency's record. The
    pages of a case and its papers run on either."""

    PAPERS_JOB: ClassVar[str]  # the kind of job (cases.jobs) that makes several of its papers together

    sealed = models.BinaryField()

    class Meta:
        abstract = True

    def write(self) -> None:
        """Seal `kept` and write it."""
        self.seal()
        self.save()

    @property
    def paper_head(self) -> str:
        """HTML that stands at the head of its papers: who gives them out; empty for a person's own."""
        return ""

    @property
    def on_behalf(self) -> dict[str, str]:
        """Who asks for a job on it, for the job's payload; nobody, of a person's own."""
        return {}

    @abstractmethod
    def own_jobs(self) -> models.QuerySet[Job]:
        """The jobs that a worker does or did for it, and that go with it."""

    @abstractmethod
    def adopt(self, job: Job) -> None:
        """Make a job its own."""

    @abstractmethod
    def kept_papers(self) -> Iterable[KeptPaper]:
        """The papers that were made before, the newest first."""

    @abstractmethod
    def kept_paper(self, **which: Any) -> KeptPaper | None:
        """The paper of this digest or key."""

    @abstractmethod
    def keep_paper(self, kind: str, digest: str, law_version: str, content: bytes) -> KeptPaper:
        """Keep a paper as it was made; one of the same digest is there once."""

    @cached_property
    def kept(self) -> dict[str, Any]:
        """What is sealed: the facts as the contract has them, the questions asked so far in their order, and what was
        typed but could not be read yet."""
        empty: dict[str, Any] = {"facts": {}, "asked": [], "drafts": {}}
        return empty | (unseal_json(bytes(self.sealed)) if self.sealed else {})

    @property
    def facts(self) -> dict[str, Any]:
        """The facts that were given, as JSON."""
        return self.kept["facts"]  # type: ignore[no-any-return]

    @property
    def asked(self) -> list[str]:
        """The paths of the questions that were answered, be it with "I don't know", in the order of the answers."""
        return self.kept["asked"]  # type: ignore[no-any-return]

    @property
    def drafts(self) -> dict[str, dict[str, str]]:
        """By path, what was typed and is not an answer yet."""
        return self.kept["drafts"]  # type: ignore[no-any-return]

    def seal(self) -> None:
        """Put `kept` back under seal. The caller saves."""
        self.sealed = seal_json(self.kept)


class Case(KeptFacts):
    """One person's answers. It has no name, no address and no number that could be guessed."""

    PAPERS_JOB = "papers"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code_mark = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 (no code yet is not an empty one)
    # Counts the codes. A browser that was let in by an earlier one is out.
    access = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    touched_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=expiry, db_index=True)

    objects = CaseQuerySet.as_manager()

    def __str__(self) -> str:
        return "a case"

    def seal(self) -> None:
        """Put `kept` back under seal, and the case's time off. The caller saves."""
        super().seal()
        self.touch()

    def touch(self) -> None:
        self.touched_at, self.expires_at = timezone.now(), expiry()

    def own_jobs(self) -> models.QuerySet[Job]:
        return self.jobs.all()

    def adopt(self, job: Job) -> None:
        self.jobs.add(job)

    def kept_papers(self) -> Iterable[Report]:
        return self.reports.defer("sealed")

    def kept_paper(self, **which: Any) -> Report | None:
        return self.reports.filter(**which).first()

    def keep_paper(self, kind: str, digest: str, law_version: str, content: bytes) -> Report:
        made = {"kind": kind, "law_version": law_version, "sealed": seal(content)}
        return Report.objects.get_or_create(case=self, digest=digest, defaults=made)[0]


class TokenBucket(models.Model):
    """How often something may be tried: a bucket that refills steadily, from which every try takes a part.

    The key is a keyed hash (of an address and a purpose), so the table does not tell who came.
    """

    key = models.CharField(max_length=64, primary_key=True)
    level = models.FloatField(default=1.0)  # 1 is full
    updated_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return "a token bucket"

    @classmethod
    def take(cls, key: str, tries: int, period: timedelta) -> bool:
        """Whether one more try is allowed, where a full bucket allows `tries` and takes `period` to refill."""
        now = timezone.now()
        with transaction.atomic():
            bucket, _ = cls.objects.select_for_update().get_or_create(key=key, defaults={"updated_at": now})
            refilled = bucket.level + (now - bucket.updated_at) / period
            level = min(1.0, refilled) - 1 / tries
            if level < -1e-9:
                return False
            bucket.level, bucket.updated_at = level, now
            bucket.save()
        return True


class Report(models.Model):
    """A PDF as it was made for a case, with the version of the law it was made from. It goes when the case goes.

    The digest is a keyed hash of all that decides what the PDF says, so the same report is never made twice, and the
    table does not tell what it says.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reports")
    kind = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    law_version = models.CharField(max_length=20)
    made_at = models.DateTimeField(default=timezone.now)
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "digest"], name="one_report_of_a_content")]
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"a {self.kind} report"

    def content(self) -> bytes:
        """The file, as it was made."""
        return unseal(bytes(self.sealed))


class Job(models.Model):
    """Work that takes longer than a request, in the hands of whichever worker takes it: see `cases.jobs`.

    What it is about is sealed and wiped when it ends. One content is one job: the digest is a keyed hash of it.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        PAUSED = "paused"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # The case whose job it is, and with which it goes. A job of an agency is named by a table of the agency's instead.
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="jobs", null=True)
    kind = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    sealed = models.BinaryField(default=bytes)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)  # of `total` steps; work that is taken up again goes on from here
    total = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)  # how often a worker took it; only the last one's word counts
    faults = models.PositiveSmallIntegerField(default=0)  # ends without a step forward, in a row
    lease_until = models.DateTimeField(null=True)
    made_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "digest"], name="one_job_of_a_content")]
        indexes = [models.Index(fields=["state", "made_at"], name="jobs_to_take")]

    def __str__(self) -> str:
        return f"a {self.kind} job, {self.state}"

    @property
    def active(self) -> bool:
        """Whether a worker has it or will have it."""
        return self.state in (self.State.WAITING, self.State.RUNNING)
