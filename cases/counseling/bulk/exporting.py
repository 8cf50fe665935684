"""Clients as a list to take along: who they are, what the index says, and every fact that one of them has. What is
exported can be imported again. And everything that an agency keeps, since it is theirs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from calculators.words import say
from cases.questionnaire import paths

from ..history import VERBS
from ..models import Activity, Agency, Client, Document, Membership, Note, Task
from .columns import COUNSELOR, Target, choice_word, targets, titled
from .lists import Cell, as_csv
from .zipping import apart, file_name, plain

FILE = "file.json"  # what is kept of a client, in the client's folder
PERSON = ("name", "phone", "email", "address", "reference")
# The plain columns of a client, as they are called in the list.
INDEX = ("outcome", "exposure_low", "exposure_high", "next_deadline", "created_at", "touched_at", "closed_at")


def headings() -> dict[str, str]:
    return {
        "outcome": _("What the lender may collect"),
        "exposure_low": _("May owe at least, to the thousand"),
        "exposure_high": _("May owe at most, to the thousand"),
        "next_deadline": _("Next deadline"),
        "created_at": _("File started"),
        "touched_at": _("Last changed"),
        "closed_at": _("File closed"),
    }


def table(clients: Iterable[Client]) -> Iterator[Sequence[Cell]]:
    """The headings, then a row a client."""
    found = list(clients)
    known = {path for client in found for path in paths.known(client.facts)}
    facts = [target for target in targets().values() if target.question is not None and target.key in known]
    people = [targets()[f"person.{name}"] for name in PERSON]
    heads = [titled(each) for each in (*people, targets()[COUNSELOR], *facts)]
    yield [*heads, *(headings()[name] for name in INDEX)]
    for client in found:
        person = [client.person.get(name, "") for name in PERSON]
        yield [
            *person,
            client.counselor.user.email,
            *(value(target, paths.get(client.facts, target.key)) for target in facts),
            *(indexed(client, name) for name in INDEX),
        ]


def indexed(client: Client, name: str) -> Cell:
    """One of the plain columns. An amount that nobody can say is told to be so: an empty cell reads as nothing owed."""
    given = getattr(client, name)
    return _("not known") if given is None and name.startswith("exposure") else local(given)


def value(target: Target, given: Any) -> Cell:
    """A fact as a cell that the import reads back as the same fact."""
    question = target.question
    if given is None or question is None:
        return None
    if question.choices:
        return next((choice_word(each) for each in question.choices if each.value == given), str(given))
    if question.kind == "date":
        return date.fromisoformat(given)
    return given if isinstance(given, int) else Decimal(str(given))


def local(given: Any) -> Cell:
    return timezone.localtime(given) if isinstance(given, datetime) else given


# Everything of one agency


def everything(agency: Agency) -> Iterator[tuple[str, bytes]]:
    """The files of an agency's whole record: lists of clients, notes, tasks, history and staff; of each client all that
    is kept as JSON, and the documents."""
    clients = list(Client.objects.filter(agency=agency).select_related("counselor__user").order_by("created_at", "pk"))
    folders = dict(zip((each.pk for each in clients), apart(map(file_name, clients)), strict=True))
    yield "clients.csv", as_csv(table(clients))
    yield "notes.csv", as_csv(notes(agency, folders))
    yield "tasks.csv", as_csv(tasks(agency, folders))
    yield "history.csv", as_csv(history(agency, folders))
    yield "staff.csv", as_csv(staff(agency))
    for client in clients:
        kept = {"person": client.person, **client.kept}
        yield f"clients/{folders[client.pk]}/{FILE}", json.dumps(kept, indent=1, ensure_ascii=False).encode()
        for place, document in enumerate(client.documents.order_by("added_at", "pk"), start=1):
            yield f"clients/{folders[client.pk]}/{place:02}-{document_name(document)}", document.content()


def document_name(document: Document) -> str:
    stem, _dot, suffix = document.about["name"].rpartition(".")
    return f"{plain(stem or suffix) or 'document'}.{plain(suffix)[:8] if stem else 'bin'}"


def notes(agency: Agency, folders: dict[Any, str]) -> Iterator[Sequence[Cell]]:
    yield [_("Client"), _("Written"), _("By"), _("Note")]
    for each in Note.objects.filter(client__agency=agency).select_related("author__user").order_by("written_at"):
        yield [folders.get(each.client_id), local(each.written_at), each.author.user.email, each.text]


def tasks(agency: Agency, folders: dict[Any, str]) -> Iterator[Sequence[Cell]]:
    yield [_("Client"), _("Task"), _("Due"), _("Whose"), _("Done")]
    for each in Task.objects.filter(client__agency=agency).select_related("assigned_to__user").order_by("created_at"):
        whose = each.assigned_to.user.email
        yield [folders.get(each.client_id), each.what, each.due, whose, local(each.done_at)]


def history(agency: Agency, folders: dict[Any, str]) -> Iterator[Sequence[Cell]]:
    yield [_("When"), _("Who"), _("Client"), _("What"), _("Details")]
    for each in (
        Activity.objects.filter(agency=agency).select_related("member__user").order_by("at", "id").iterator(2000)
    ):
        words = say(VERBS[each.verb]) if each.verb in VERBS and "{" not in VERBS[each.verb].template else each.verb
        who = each.member.user.email if each.member else ""
        yield [local(each.at), who, folders.get(each.client_id), words, json.dumps(each.detail) if each.detail else ""]


def staff(agency: Agency) -> Iterator[Sequence[Cell]]:
    yield [_("Name"), _("Email address"), _("Role"), _("Since"), _("Until")]
    for each in Membership.objects.filter(agency=agency).select_related("user"):
        role = each.get_role_display()
        yield [each.user.name, each.user.email, role, local(each.since), local(each.until)]
