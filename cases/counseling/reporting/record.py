"""What an agency records of its work with one client, for funders and reviewers: sessions, education, what came of
it, and what the household chose to say of itself. None of it decides anything about the case."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ..history import remember
from ..models import Client, Membership, ServiceRecord
from .checklist import RULES, lacks

MOST = 300  # entries of one kind in a file
MOST_WORDS = 500  # letters of the need

FUNDING = {
    "hud": _("HUD housing counseling grant, in part or in full"),
    "government": _("Another grant of a government"),
    "private": _("A foundation, bank or company"),
    "fee": _("The client's fee"),
    "own": _("The agency's own money"),
}
WAYS = {
    "in_person": _("In person"),
    "telephone": _("By telephone"),
    "video": _("By video"),
    "other": _("Another way"),
}
GIVEN = {"paper": _("On paper"), "email": _("By email"), "spoken": _("Read out by telephone or video")}
REASONS = {
    "goal": _("The goal was met"),
    "done": _("All that could be done was done"),
    "client": _("The client ended it"),
    "silent": _("The client did not answer any more"),
    "plan": _("The client did not follow the action plan"),
    "referred": _("Handed on to another agency or a lawyer"),
    "other": _("Another reason, told in a note"),
}
LISTS = ("sessions", "education", "impacts")


@dataclass(frozen=True)
class Entry:
    """One session, one workshop, or one thing that came of the counseling."""

    id: str
    on: date
    row: str  # of the section of the form: a purpose, a workshop, an impact
    funding: str = ""
    minutes: int = 0
    how: str = ""
    follow_up: bool = False

    @property
    def funded_by(self) -> object:
        return FUNDING.get(self.funding, "")

    @property
    def way(self) -> object:
        return WAYS.get(self.how, "")


@dataclass(frozen=True)
class Record:
    """The record of one client, as it is read. Absent is not entered yet."""

    household: Mapping[str, str] = field(default_factory=dict)  # by section of the form: a row of it
    file: Mapping[str, str] = field(default_factory=dict)
    sessions: tuple[Entry, ...] = ()
    education: tuple[Entry, ...] = ()
    impacts: tuple[Entry, ...] = ()


def read_record(kept: Mapping[str, Any]) -> Record:
    """The record in what is kept sealed, entries newest first."""
    given = {name: entries for name in LISTS if (entries := kept.get(name))}
    lists = {name: tuple(sorted(map(_entry, each), key=_newest, reverse=True)) for name, each in given.items()}
    return Record(kept.get("household", {}), kept.get("file", {}), **lists)


def _entry(kept: Mapping[str, Any]) -> Entry:
    return Entry(**{**kept, "on": date.fromisoformat(kept["on"])})


def _newest(entry: Entry) -> tuple[date, str]:
    return entry.on, entry.id


def index(row: ServiceRecord) -> None:
    """Set the plain columns from what is sealed: which items are missing, from when to when there are services. The
    caller saves."""
    record = read_record(row.kept)
    days = sorted(entry.on for name in LISTS for entry in getattr(record, name))
    row.missing = codes(lacks(record))
    row.first_on, row.last_on = (days[0], days[-1]) if days else (None, None)
    row.indexed_by, row.indexed_at = RULES, row.changed_at


def codes(items: Iterable[str]) -> str:
    """Ids as the column has them: each stands between commas, so that each is found."""
    return "".join(f",{item}" for item in items) + ","


def record_of(client: Client) -> Record:
    """What is recorded of this client; an empty record before anything was."""
    row = ServiceRecord.objects.filter(client=client).first()
    return read_record(row.kept) if row else Record()


@contextmanager
def recording(member: Membership, client: Client, part: str) -> Iterator[dict[str, Any]]:
    """What is kept, under lock, to change a part of it; written and remembered when the block ends. Two people who
    change different parts or add entries lose nothing. Raises Client.DoesNotExist for a file of others."""
    with transaction.atomic():
        Client.objects.for_member(member).select_for_update(of=("self",)).get(pk=client.pk)
        row, _made = ServiceRecord.objects.get_or_create(client=client)
        yield row.kept
        row.seal()
        index(row)
        row.save()
        remember("services_changed", member, client=client, part=part)


def add(kept: dict[str, Any], name: str, entry: Mapping[str, Any]) -> None:
    """One more entry; the oldest go where there are too many."""
    entries = [*kept.get(name, ()), {**entry, "id": secrets.token_hex(4), "on": entry["on"].isoformat()}]
    kept[name] = entries[-MOST:]


def remove(kept: dict[str, Any], key: str) -> None:
    """Take an entry away, of whichever list it is."""
    for name in LISTS:
        kept[name] = [entry for entry in kept.get(name, ()) if entry["id"] != key]
