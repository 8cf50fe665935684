"""What the first page of a file tells of the case: the answer in a sentence, the days to come, what is missing."""

from __future__ import annotations

from functools import cached_property

from django.db.models import F
from django.utils import timezone

from calculators.law.loader import codes, state_law
from calculators.naming import LOSSES
from calculators.working import Text
from cases.questionnaire.flow import Flow
from cases.results.reading import Reading

from .index import assessment
from .models import Activity, Client, Consent, Deadline, Document, Membership, Note, ReturnLink, Task
from .record_pages import NoteForm, TaskForm
from .standing_pages import words

DAYS = 5  # to come, on the first page
DONE = 5  # tasks and lines of history there


class FileReading:
    """A client's file as a member of the staff reads it."""

    def __init__(self, member: Membership, client: Client):
        self.member, self.client = member, client
        self.today = timezone.localdate()

    @cached_property
    def reading(self) -> Reading | None:
        """The answer; None where no state is known or the answers contradict one another."""
        found = assessment(self.client, self.today)
        return Reading(found.facts, found) if found else None

    @property
    def contradicts(self) -> bool:
        return self.reading is None and bool(self.client.facts.get("state"))

    @cached_property
    def left(self) -> int:
        """How many questions can still come."""
        return Flow.of(self.client).most_left if not self.contradicts else 0

    @cached_property
    def days(self) -> list[Deadline]:
        return list(self.client.deadlines.filter(on__gte=self.today)[:DAYS])

    @cached_property
    def missing(self) -> list[Text]:
        """What the answer depends on, most useful first."""
        reading = self.reading
        if reading is None:
            return []
        return [*reading.main.depends_on, *(each.about for each in reading.main.needs)][:6]

    @property
    def state(self) -> str:
        """The state's name; empty while it is not known."""
        code = str(self.client.facts.get("state", ""))
        return state_law(code).name if code in codes() else ""

    @property
    def way(self) -> Text | None:
        """How the home is lost, as far as it was told."""
        return next((name for kind, name in LOSSES.items() if kind == self.client.way), None)

    @cached_property
    def consents(self) -> list[Consent]:
        """With what the homeowner agreed to that this file was begun."""
        return list(self.client.consents.all())

    @cached_property
    def links(self) -> list[ReturnLink]:
        return list(self.client.return_links.select_related("made_by__user")[:5])

    @cached_property
    def tasks(self) -> list[tuple[Task, bool]]:
        """Open ones first, by their day; of those that are done, the newest. Each with whether the reader may change
        it."""
        tasks = self.client.tasks.select_related("assigned_to__user", "done_by__user")
        done = tasks.filter(done_at__isnull=False).order_by("-done_at")[:DONE]
        found = [*tasks.open().order_by(F("due").asc(nulls_last=True), "created_at"), *done]
        return [(task, task.editable_by(self.member)) for task in found]

    @cached_property
    def notes(self) -> list[tuple[Note, bool]]:
        """Each with whether the reader may still change it."""
        notes = self.client.notes.select_related("author__user")
        return [(note, note.editable_by(self.member)) for note in notes]

    @cached_property
    def documents(self) -> list[Document]:
        """What was brought."""
        return list(self.client.documents.filter(paper="").select_related("added_by__user"))

    @cached_property
    def papers(self) -> list[Document]:
        return list(self.client.documents.exclude(paper=""))

    @property
    def task_form(self) -> TaskForm:
        return TaskForm(self.member, self.client)

    @property
    def note_form(self) -> NoteForm:
        return NoteForm()

    @cached_property
    def history(self) -> list[tuple[Activity, Text]]:
        lines = self.client.activity.select_related("member__user")[:DONE]
        return [(line, words(line)) for line in lines]
