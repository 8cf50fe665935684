"""A client's file: the agency's own record, apart from whatever copy the homeowner keeps."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol, Self

from django.db import models
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from calculators.working import Text
from cases.crypto import seal_json, unseal_json
from cases.models import Job, KeptFacts

from ..wording import at_the_desk
from .agencies import Agency, Membership

if TYPE_CHECKING:
    from .records import Document


class Opened(Protocol):
    """Whoever has a file open on the pages of a case, and what follows when they change something."""

    @property
    def on_behalf(self) -> dict[str, str]: ...
    def write(self, client: Client) -> None: ...
    def keep_paper(self, client: Client, kind: str, digest: str, law_version: str, content: bytes) -> Document: ...


def seen_by(member: Membership, path: str = "") -> Q:
    """The clients that this member of the staff may see: a counselor's own, unless the agency shares its caseload; all
    of the agency for a supervisor or a manager. `path` leads to the client from what belongs to one ("client__").

    The one place that says so. Everything that a desk page reads of a client goes through here, by `for_member`."""
    ours = Q(**{f"{path}agency": member.agency_id})
    if member.supervises or member.agency.shared_caseload:
        return ours
    return ours & Q(**{f"{path}counselor": member})


def addressed(person: dict[str, str]) -> bool:
    """Whether it is told who the client is and where they live."""
    return bool(person.get("name") and person.get("address"))


class ClientQuerySet(models.QuerySet["Client"]):
    def for_member(self, member: Membership) -> Self:
        """Those that this member of the staff may see."""
        return self.filter(seen_by(member))

    def working(self) -> Self:
        """Those that are not closed."""
        return self.filter(closed_at=None)

    def past_retention(self) -> Self:
        """Closed files whose time is over and that nobody holds."""
        return self.filter(hold=False, retention_until__lte=timezone.now())


class LawMark(models.TextChoices):
    """What a change of the law files did to a client's answer, until somebody has looked at it."""

    CHANGED = "changed", _("The answer changed")
    SOURCES = "sources", _("The rule or its sources changed, the outcome, amounts and days did not")
    SAME = "same", _("The law file changed, the answer did not")


class Client(KeptFacts):
    """One client of an agency. `kept` holds the facts as a homeowner's `Case` does, so the same questions, answer and
    papers run on it; `person` says who it is. Plain columns are an index for lists, written by `index.refresh_index`
    alone, and where they tell of `person` by `seal`; amounts stand there to the thousand."""

    PAPERS_JOB = "client-papers"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="clients")
    counselor = models.ForeignKey(Membership, on_delete=models.RESTRICT, related_name="clients")
    sealed_person = models.BinaryField(default=bytes)

    state = models.CharField(max_length=2, blank=True)
    stage = models.CharField(max_length=10, blank=True)
    way = models.CharField(max_length=30, blank=True)
    outcome = models.CharField(max_length=10, blank=True)
    exposure_low = models.PositiveIntegerField(null=True, blank=True)  # dollars, rounded down to the thousand
    exposure_high = models.PositiveIntegerField(null=True, blank=True)  # rounded up; null: nobody can say
    next_deadline = models.DateField(null=True, blank=True)
    law_version = models.CharField(max_length=20, blank=True)
    law_mark = models.CharField(max_length=10, choices=LawMark.choices, blank=True)  # empty: nothing to look at
    addressed = models.BooleanField(db_default=False)  # whether name and address are known
    # `touched_at`, while `addressed` tells of what is sealed now: a version that does not know it leaves it behind.
    indexed_at = models.DateTimeField(null=True, blank=True)

    version = models.PositiveIntegerField(default=1)  # counts what was written, so that an edit of an older one is seen
    created_at = models.DateTimeField(default=timezone.now)
    touched_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    retention_until = models.DateTimeField(null=True, blank=True)  # set when the file is closed
    hold = models.BooleanField(default=False)  # a dispute, an audit, a grant not paid yet: the clock waits
    jobs = models.ManyToManyField(Job, related_name="clients")  # they are forgotten a day after they ended

    objects = ClientQuerySet.as_manager()

    class Meta:
        indexes = [
            # All that a list is filtered and sorted by: whichever list is asked for, it is counted and cut here, and no
            # row with its sealed contents is read but those that are shown.
            models.Index(
                fields=[
                    "agency",
                    "closed_at",
                    "counselor",
                    "next_deadline",
                    "state",
                    "stage",
                    "way",
                    "outcome",
                    "exposure_high",
                    "touched_at",
                    "law_mark",
                    "id",
                ],
                name="client_list",
            ),
            models.Index(
                fields=["agency", "counselor", "closed_at", "touched_at", "addressed", "indexed_at", "id"],
                name="client_gaps",
            ),
            models.Index(fields=["retention_until"], name="client_retention", condition=Q(hold=False)),
        ]

    def __str__(self) -> str:
        return "a client"

    @cached_property
    def person(self) -> dict[str, str]:
        """Who the client is: name, phone, email, address, reference (the agency's own number); absent is not known."""
        found: dict[str, str] = unseal_json(bytes(self.sealed_person)) if self.sealed_person else {}
        return found

    @property
    def name(self) -> str:
        return self.person.get("name", "")

    # What the pages of a case ask of a record: see `opened_by` in `work`.

    @cached_property
    def opened_by(self) -> Opened | None:
        """Who has the file open on the pages of a case; nobody, but there."""
        return None

    def write(self) -> None:
        """Written with its columns and a line of history. Raises TypeError where nobody has it open."""
        if self.opened_by is None:
            raise TypeError("a file is written by whoever has it open, or in `files.changing`")
        self.opened_by.write(self)

    @property
    def paper_head(self) -> str:
        from ..letterhead import letterhead

        return render_to_string("reports/_letterhead.html", {"letterhead": letterhead(self.agency)})

    @property
    def on_behalf(self) -> dict[str, str]:
        return self.opened_by.on_behalf if self.opened_by else {}

    def own_jobs(self) -> models.QuerySet[Job]:
        return self.jobs.all()

    def adopt(self, job: Job) -> None:
        self.jobs.add(job)

    def kept_papers(self) -> Iterable[Document]:
        return self.documents.exclude(paper="")

    def kept_paper(self, **which: Any) -> Document | None:
        return self.documents.exclude(paper="").filter(**which).first()

    def keep_paper(self, kind: str, digest: str, law_version: str, content: bytes) -> Document:
        if self.opened_by is None:
            raise TypeError("a paper is kept by whoever has the file open")
        return self.opened_by.keep_paper(self, kind, digest, law_version, content)

    def seal(self) -> None:
        super().seal()
        self.sealed_person = seal_json(self.person)
        self.touched_at = self.indexed_at = timezone.now()
        self.addressed = addressed(self.person)

    def reread(self) -> None:
        """Forget what was unsealed, after the row was read anew."""
        self.__dict__.pop("kept", None)
        self.__dict__.pop("person", None)

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        super().refresh_from_db(*args, **kwargs)
        self.reread()


class SearchMark(models.Model):
    """A keyed hash of the beginning of a word in a client's name or number: what makes names findable while they stay
    sealed. It opens nothing without the keys; with them it tells who shares the beginning of a name."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="marks")
    mark = models.CharField(max_length=22)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mark", "client"], name="one_mark_a_client")]

    def __str__(self) -> str:
        return "a search mark"


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    def for_member(self, member: Membership) -> Self:
        return self.filter(seen_by(member, "client__"))

    def coming(self, today: date) -> Self:
        """Those that are still to come: today is."""
        return self.filter(on__gte=today)


class Deadline(models.Model):
    """A day of a client's timeline that is to come or passed within two weeks, as the last assessment saw it; written
    by `index.refresh_index` alone, but for who saw to it."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="deadlines")
    on = models.DateField()
    what = models.CharField(max_length=40)
    kind = models.CharField(max_length=10)  # of calculators.consequences.timeline: yours, theirs, tax, event …
    label = models.JSONField()  # the template of its name and the values in it
    sure = models.BooleanField(default=True)  # False: a fact that is not known decides whether it applies
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["on", "client"], name="deadline_on")]
        ordering = ["on"]

    def __str__(self) -> str:
        return f"{self.what} on {self.on}"

    @property
    def text(self) -> Text:
        """Its name as the desk says it, to be drawn in any language."""
        return at_the_desk(self.label.get("template", ""), self.label.get("values", {}))
