"""The pages of an import: the file, what its columns mean, what is wrong, how far it is, and taking it back."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from calculators.words import say
from cases.apart import Refused
from cases.models import Job

from ..access import for_sure, no_desk, with_member
from ..models import Batch, Membership
from . import importing
from .columns import Target, explained, guessed, targets, titled
from .importing import KIND, SKIP, TWINS, Importing
from .lists import CSV, as_csv, sent
from .tables import rows_of

SAMPLES, SHOWN = 3, 50  # cells of a column; faults on the page


@require_http_methods(["GET", "POST"])
@with_member
def imports(request: HttpRequest, member: Membership) -> HttpResponseBase:
    """The way in, and the imports of the last weeks; a post brings a file."""
    refused = ""
    if request.method == "POST":
        try:
            return redirect("desk:import_one", imported=brought(request, member).pk)
        except Refused as error:
            refused = str(error.message)
    batches = Batch.objects.for_member(member).of(KIND).select_related("member__user")[:20]
    context = {"member": member, "batches": batches, "refused": refused}
    return render(request, "desk/imports.html", context, status=422 if refused else 200)


def brought(request: HttpRequest, member: Membership) -> Batch:
    """A draft of the file that was sent. Raises Refused."""
    file = request.FILES.get("file")
    if file is None or not file.size:
        raise Refused(_("Choose a file of at most 5 MB."))
    rows = rows_of(file.read())
    batch = Batch(agency=member.agency, member=member, kind=KIND)
    batch.rows = rows
    batch.keep_wish(columns=guessed(rows[0], member.agency), twins=SKIP, file=str(file.name)[:100])
    read(Importing(batch))
    batch.save()
    return batch


def read(found: Importing) -> None:
    """Check the file as its columns are named, and keep what came of it. The caller saves."""
    wrong = found.column_faults()
    checked = {} if wrong else found.check().as_json()
    found.batch.keep_wish(checked=checked, wrong=wrong)


@require_http_methods(["GET", "POST"])
@with_member
def one(request: HttpRequest, member: Membership, imported: uuid.UUID) -> HttpResponseBase:
    """One import: what the columns mean and what would come of it; then how far it is; then what came of it."""
    batch = found(member, imported)
    if batch is None:
        return no_desk(request)
    if request.method != "POST":
        return drawn(request, member, batch)
    wish, state = request.POST.get("wish", ""), state_of(batch)
    if wish == "discard" and state in ("draft", "failed"):
        batch.delete()
        messages.success(request, _("The file is thrown away."))
        return redirect("desk:import")
    if state in ("draft", "failed"):
        changed = renamed(batch, request)
        if changed or wish == "read":
            read(Importing(batch))
            batch.begun_at = None
            batch.save()
        if wish == "import" and not changed and ready(batch):
            importing.begin(batch)
    return redirect("desk:import_one", imported=batch.pk)


def found(member: Membership, key: uuid.UUID) -> Batch | None:
    batches = Batch.objects.for_member(member).of(KIND).select_related("member__user", "member__agency", "agency")
    return batches.filter(pk=key).first()


def ready(batch: Batch) -> bool:
    checked = batch.wish.get("checked") or {}
    return bool(checked) and not checked["faults"] and checked["new"] + checked["changed"] > 0


def renamed(batch: Batch, request: HttpRequest) -> bool:
    """Take over what the form says of the columns; whether anything in it is new."""
    before = (batch.wish["columns"], batch.wish["twins"])
    given = [request.POST.get(f"column-{place}", key) for place, key in enumerate(batch.wish["columns"])]
    columns = [key if key in targets() else "" for key in given]
    twins = request.POST.get("twins", "")
    batch.keep_wish(columns=columns, twins=twins if twins in TWINS else batch.wish["twins"])
    return before != (batch.wish["columns"], batch.wish["twins"])


def state_of(batch: Batch) -> str:
    """draft, running, failed or ended."""
    if batch.ended_at is not None:
        return "ended"
    if batch.begun_at is None:
        return "draft"
    job = batch.jobs.order_by("-made_at").first()
    return "running" if job is not None and job.active else "failed"


def drawn(request: HttpRequest, member: Membership, batch: Batch) -> HttpResponse:
    state = state_of(batch)
    job: Job | None = batch.jobs.order_by("-made_at").first()
    context: dict[str, Any] = {
        "member": member,
        "batch": batch,
        "state": state,
        "job": job,
        "refresh": state == "running" and "still" not in request.GET,
        "undoable": importing.undoable(batch),
    }
    if state in ("draft", "failed"):
        context |= of_draft(batch)
    return render(request, "desk/import.html", context)


def of_draft(batch: Batch) -> dict[str, Any]:
    """What stands on the page before the import is begun."""
    headings, *rows = batch.rows
    columns = [
        (place, heading or column_letters(place), samples(rows, place), batch.wish["columns"][place])
        for place, heading in enumerate(headings)
    ]
    checked = batch.wish.get("checked") or {}
    faults = [(row, heading_of(headings, column), why) for row, column, why in checked.get("faults", ())[:SHOWN]]
    used = list(dict.fromkeys(key for row in checked.get("preview", ()) for key in row))
    return {
        "columns": columns,
        "groups": grouped(),
        "wrong": batch.wish.get("wrong", ()),
        "checked": checked,
        "faults": faults,
        "many_faults": len(checked.get("faults", ())) + checked.get("more_faults", 0),
        "used": [titled(targets()[key]) for key in used],
        "preview": [[row.get(key, "") for key in used] for row in checked.get("preview", ())],
        "ready": ready(batch),
        "to_import": checked.get("new", 0) + checked.get("changed", 0),
        "rows": len(rows),
    }


def samples(rows: list[list[str]], place: int) -> str:
    return " · ".join([row[place][:40] for row in rows if row[place]][:SAMPLES])


def heading_of(headings: list[str], column: int) -> str:
    """A column as a spreadsheet names it, and by its heading; empty for a row as a whole."""
    return "" if column < 0 else f"{column_letters(column)} {headings[column]}".strip()


def column_letters(place: int) -> str:
    """A, B … Z, AA …"""
    letters = ""
    place += 1
    while place:
        place, left = divmod(place - 1, 26)
        letters = chr(65 + left) + letters
    return letters


def grouped() -> list[tuple[str, list[tuple[str, str]]]]:
    """What a column can mean, by group."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for target in targets().values():
        groups.setdefault(capfirst(say(target.group)), []).append((target.key, titled(target)))
    return list(groups.items())


@require_GET
@with_member
def faults(request: HttpRequest, member: Membership, imported: uuid.UUID) -> HttpResponseBase:
    """All faults as a list, to mend the file by."""
    batch = found(member, imported)
    if batch is None:
        return no_desk(request)
    headings = batch.rows[0] if batch.content else []
    listed = (batch.wish.get("checked") or {}).get("faults", ())
    rows = [[row, heading_of(headings, column), why] for row, column, why in listed]
    return sent("faults.csv", CSV, as_csv([[_("Row"), _("Column"), _("What is wrong")], *rows]))


@require_POST
@with_member
@for_sure
def undo(request: HttpRequest, member: Membership, imported: uuid.UUID) -> HttpResponseBase:
    """Take an import back."""
    batch = found(member, imported)
    if batch is None:
        return no_desk(request)
    if importing.undoable(batch):
        count = importing.undo(batch, member)
        told = ngettext("{count} client is deleted.", "{count} clients are deleted.", count)
        messages.success(request, told.format(count=count))
    return redirect("desk:import_one", imported=batch.pk)


@require_GET
@with_member
def template(request: HttpRequest, member: Membership) -> HttpResponseBase:
    """An empty list with a heading for everything that can be imported, and a row that explains each."""
    columns: list[Target] = list(targets().values())
    heads = [titled(each) for each in columns]
    told = [explained(each) for each in columns]
    return sent("shortfall-clients.csv", CSV, as_csv([heads, told]))
