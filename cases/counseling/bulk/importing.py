"""Bringing clients in from a file: all of its rows, or none.

The rows are checked when the columns are named, and once more by the worker. It makes everything ready first (reading,
sealing and assessing ten thousand clients takes minutes on a slow machine), while others write; what it then writes is
one transaction of plain inserts and updates, in which nothing is worked out. A worker that is killed before has written
nothing, and the next one begins anew.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from calculators import parsing
from calculators.words import say
from cases import jobs
from cases.reports import store

from ..files import MADE, new_file
from ..history import remember, remember_each
from ..index import BATCH, Looked, batched, first_index, look, put_locked, write_first
from ..models import Batch, BatchItem, Client, Deadline, Membership, Note, SearchMark, ToldAnswer
from ..models.clients import ClientQuerySet
from ..search import Marks, fresh_marks, words, write_marks
from .columns import COUNSELOR, FIRST_NAME, LAST_NAME, NAME, NOTE, SEVERAL, remember_columns, targets
from .reading import Fault, Reader, Row, merged

KIND = Batch.Kind.IMPORT
SKIP, UPDATE, NEW = "skip", "update", "new"
TWINS = (SKIP, UPDATE, NEW)
MOST_FAULTS = 5_000  # that are listed
PREVIEW = 5  # rows
UNDONE_FOR = timedelta(days=1)


class Changed(Exception):
    """A client was changed by somebody while the import was made ready; it is made ready anew."""


@dataclass
class Checked:
    """What an import would do. Nothing is imported while there are faults."""

    new: int = 0
    changed: int = 0
    skipped: int = 0
    faults: list[Fault] = field(default_factory=list)
    more_faults: int = 0
    preview: list[Row] = field(default_factory=list)
    rows: list[tuple[Row, Client | None]] = field(default_factory=list)  # with the client whom it changes

    @property
    def total(self) -> int:
        return self.new + self.changed + self.skipped

    def add(self, faults: Iterable[Fault]) -> None:
        for fault in faults:
            if len(self.faults) < MOST_FAULTS:
                self.faults.append(fault)
            else:
                self.more_faults += 1

    def as_json(self) -> dict[str, Any]:
        """What a page shows of it."""
        return {
            "new": self.new,
            "changed": self.changed,
            "skipped": self.skipped,
            "faults": [list(asdict(fault).values()) for fault in self.faults],
            "more_faults": self.more_faults,
            "preview": [row_words(row) for row in self.preview],
        }


class Importing:
    """A batch of rows, what their columns mean, and what is done with a client who is there already."""

    def __init__(self, batch: Batch, today: date | None = None):
        self.batch, self.member = batch, batch.member
        self.headings, *self.rows = batch.rows
        self.meanings: list[str] = batch.wish["columns"]
        self.twins: str = batch.wish.get("twins", SKIP)
        self.today = today or timezone.localdate()

    def column_faults(self) -> list[str]:
        """What is wrong with the columns as they are named."""
        meant = [key for key in self.meanings if key]
        twice = {key for key in meant if meant.count(key) > 1 and key not in SEVERAL}
        faults = [
            _("Two columns cannot both be “{what}”.").format(what=str(targets()[key].label)) for key in sorted(twice)
        ]
        if not {NAME, FIRST_NAME, LAST_NAME} & set(meant):
            faults.append(_("Say which column is the client's name."))
        return faults

    @cached_property
    def counselors(self) -> dict[str, Membership]:
        """Who may be given a client, by email address."""
        staff = Membership.objects.for_member(self.member).active().select_related("user", "agency")
        staff = staff if self.member.supervises else staff.filter(pk=self.member.pk)
        return {each.user.email: each for each in staff}

    @cached_property
    def there(self) -> dict[tuple[str, ...], Client]:
        """The clients whom this member sees, by their agency's number and by name and address."""
        found: dict[tuple[str, ...], Client] = {}
        clients = Client.objects.for_member(self.member).select_related("agency", "counselor")
        for client in clients.iterator(chunk_size=500):
            for key in twin_keys(client.person):
                found.setdefault(key, client)
        return found

    def check(self) -> Checked:
        """Read every row."""
        checked = Checked()
        reader = Reader(self.meanings, self.today)
        seen: dict[tuple[str, ...], int] = {}
        for number, cells in enumerate(self.rows, start=2):
            if not any(cells):
                continue
            row = reader.row(number, cells)
            twin = next((self.there[key] for key in twin_keys(row.person) if key in self.there), None)
            if twin is not None and self.twins == UPDATE:
                row = reader.row(number, cells, before=twin.facts)
            self._check_row(row, reader, seen)
            checked.add(row.faults)
            if len(checked.preview) < PREVIEW:
                checked.preview.append(row)
            if twin is None or self.twins == NEW:
                checked.new += 1
                checked.rows.append((row, None))
            elif self.twins == UPDATE:
                checked.changed += 1
                checked.rows.append((row, twin))
            else:
                checked.skipped += 1
        return checked

    def _check_row(self, row: Row, reader: Reader, seen: dict[tuple[str, ...], int]) -> None:
        if row.counselor and row.counselor not in self.counselors:
            if self.member.supervises:
                message = _("Nobody of your staff has this email address.")
            else:
                message = _("Only a supervisor can give clients to a colleague.")
            row.faults.append(Fault(row.number, reader.place[COUNSELOR], message))
        for key in twin_keys(row.person):
            if key in seen:
                message = _("The same client stands in row {row} too.").format(row=seen[key])
                row.faults.append(Fault(row.number, reader.place.get("person.reference", -1), message))
                break
        for key in twin_keys(row.person):
            seen.setdefault(key, row.number)

    def new_client(self, row: Row) -> Client:
        counselor = self.counselors.get(row.counselor, self.member)
        return new_file(counselor, row.person, merged(None, row.facts), row.asked)


def row_words(row: Row) -> dict[str, str]:
    """What was read, by what it is, in words."""
    person = {f"person.{name}": text for name, text in row.person.items()}
    facts = {key: value_words(key, value) for key, value in row.facts.items()}
    unsure = {key: _("I don't know") for key in row.unsure}
    more = {COUNSELOR: row.counselor, NOTE: row.note}
    return {**person, **facts, **unsure, **{key: text for key, text in more.items() if text}}


def value_words(key: str, value: Any) -> str:
    """A fact as a person would say it."""
    question = targets()[key].question
    if question is None or question.choices:
        choices = question.choices if question else ()
        return next((say(each.label) for each in choices if each.value == value), str(value))
    return parsing.unread(question.kind, value)


def twin_keys(person: dict[str, str]) -> list[tuple[str, ...]]:
    """By what a client is told to be the same: the agency's number; name and address."""
    found: list[tuple[str, ...]] = []
    if reference := words(person.get("reference", "")):
        found.append(("reference", *reference))
    name, address = words(person.get("name", "")), words(person.get("address", ""))
    if name and address:
        found.append(("person", *name, "at", *address))
    return found


def begin(batch: Batch) -> None:
    """Have it imported."""
    with transaction.atomic():
        batch.begun_at = timezone.now()
        batch.keep_wish(language=get_language() or "en")
        batch.save()
        told = {"batch": str(batch.pk)}
        total = len(batch.rows)
        batch.jobs.add(jobs.put("import", store.keyed({**told, "begun": batch.begun_at.isoformat()}), told, total))


# The worker's side


@dataclass
class Ready:
    """All that is to be written."""

    clients: list[Client] = field(default_factory=list)
    marks: Marks = field(default_factory=list)
    days: list[Deadline] = field(default_factory=list)
    told: list[ToldAnswer] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    changes: list[Looked] = field(default_factory=list)  # clients who were there, batch by batch
    given: set[uuid.UUID] = field(default_factory=set)  # those of them whom the file gives to a counselor
    fresh_marks: Marks = field(default_factory=list)  # of those

    @property
    def changed(self) -> list[Client]:
        return [client for looked in self.changes for client in looked.clients]


def run(run: jobs.Run) -> None:
    """Import the rows of a batch."""
    batch = Batch.objects.select_related("member__agency", "member__user").filter(pk=run.payload["batch"]).first()
    if batch is None:
        raise jobs.NotOurs
    if batch.ended_at is not None:
        return  # it was written; only the word that it is done was missing
    with override(batch.wish["language"]):
        importing = Importing(batch)
        checked = importing.check()
        run.step(0)
        if checked.faults:
            refuse(batch, checked)
            return
        ready = prepare(importing, checked, run)
    write(importing, checked, ready, run)


def refuse(batch: Batch, checked: Checked) -> None:
    """Something came in between: a row does not fit any more. Nothing is imported, and the page tells why."""
    batch.keep_wish(checked=checked.as_json())
    batch.begun_at = None
    batch.save(update_fields=["sealed", "begun_at"])


def prepare(importing: Importing, checked: Checked, run: jobs.Run) -> Ready:
    """Seal and assess every client. Writes nothing but how far it is."""
    ready = Ready()
    for place, rows in enumerate(batched(checked.rows, BATCH)):
        run.step(min(place * BATCH, run.job.total - 1))
        changed: dict[uuid.UUID, Client] = {}
        for row, twin in rows:
            client = twin or importing.new_client(row)
            if twin is None:
                make_ready(importing, client, ready)
            else:
                change(importing, client, row)
                changed[client.pk] = client
                ready.given |= {client.pk} if row.counselor else set()
            if row.note:
                note = Note(client=client, author=importing.member)
                note.text = row.note
                ready.notes.append(note)
        if changed:
            ready.changes.append(look(list(changed.values()), importing.today))
    # A name has some thirty marks: working them out takes far longer than writing them, and blocks nobody here.
    ready.marks, ready.fresh_marks = fresh_marks(ready.clients), fresh_marks(ready.changed)
    return ready


def make_ready(importing: Importing, client: Client, ready: Ready) -> None:
    """Assess a new client."""
    days, answer = first_index(client, importing.today)
    ready.days += days
    ready.told += [answer] if answer else []
    ready.clients.append(client)


def change(importing: Importing, client: Client, row: Row) -> None:
    """What a row says of a client who is there; what it leaves empty stays."""
    client.person.update(row.person)
    client.kept["facts"] = merged(client.facts, row.facts)
    client.kept["asked"] = list(dict.fromkeys([*client.asked, *row.asked]))
    client.seal()
    if row.counselor:
        client.counselor = importing.counselors[row.counselor]


def write(importing: Importing, checked: Checked, ready: Ready, run: jobs.Run) -> None:
    """Everything in one go. Raises Changed where somebody wrote to a client meanwhile, and what `run.step` raises."""
    batch, member = importing.batch, importing.member
    with transaction.atomic():
        if Batch.objects.select_for_update().get(pk=batch.pk).ended_at is not None:
            return  # another worker was quicker
        Client.objects.bulk_create(ready.clients, batch_size=BATCH)
        write_marks(ready.marks)
        write_first(ready.days, ready.told)
        write_changes(ready)
        Note.objects.bulk_create(ready.notes, batch_size=BATCH)
        remember_each(MADE, member, ready.clients, imported=True)
        remember_each("facts_changed", member, ready.changed, imported=True)
        BatchItem.objects.bulk_create(
            (
                BatchItem(batch=batch, client=client, place=place, state=BatchItem.State.MADE)
                for place, client in enumerate(ready.clients)
            ),
            batch_size=BATCH,
        )
        counts: dict[str, Any] = {"made": checked.new, "changed": checked.changed, "skipped": checked.skipped}
        batch.counts, batch.ended_at, batch.rows = counts, timezone.now(), []
        batch.keep_wish(checked={})
        batch.save()
        remember("clients_imported", member, **counts)
        remember_columns(batch.agency, importing.headings, importing.meanings)
        run.step(run.job.total)  # not ours any more: nothing of it is written


WRITTEN = ("sealed", "sealed_person", "counselor", "version", "touched_at", "addressed", "indexed_at")


def write_changes(ready: Ready) -> None:
    """The clients who were there and are changed. Raises Changed where somebody else was quicker."""
    for looked in ready.changes:
        keys = [each.pk for each in looked.clients]
        now = Client.objects.select_for_update().only("version", "counselor").in_bulk(keys)
        told = {each.client_id: each.seen for each in ToldAnswer.objects.filter(client__in=keys)}
        if told != {key: each.seen for key, each in looked.told.items()}:
            raise Changed
        for client in looked.clients:
            if client.pk not in now or now[client.pk].version != client.version:
                raise Changed
            if client.pk not in ready.given:
                client.counselor_id = now[client.pk].counselor_id  # handed over meanwhile, perhaps
            client.version += 1
        SearchMark.objects.filter(client__in=keys).delete()
        put_locked(looked, WRITTEN)
    write_marks(ready.fresh_marks)


# Taking it back


def undoable(batch: Batch) -> int:
    """How many clients would go if the import were taken back: those whom nobody wrote to since. 0 after a day."""
    if batch.ended_at is None or timezone.now() - batch.ended_at > UNDONE_FOR:
        return 0
    return untouched(batch).count()


def untouched(batch: Batch) -> ClientQuerySet:
    clients = Client.objects.filter(batch_items__batch=batch, version=1, tasks=None, documents=None, closed_at=None)
    return clients.filter(agency=batch.agency_id).exclude(notes__written_at__gt=batch.ended_at)


def undo(batch: Batch, member: Membership) -> int:
    """Delete the clients that the import made and nobody wrote to since. Returns how many there were."""
    with transaction.atomic():
        keys = list(untouched(batch).values_list("pk", flat=True))
        for start in range(0, len(keys), BATCH):
            Client.objects.filter(pk__in=keys[start : start + BATCH]).delete()
        batch.counts = {**batch.counts, "undone": len(keys)}
        batch.save(update_fields=["counts"])
        remember("import_undone", member, count=len(keys))
    return len(keys)
