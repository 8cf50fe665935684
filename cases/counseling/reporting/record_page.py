"""The record of services of one client: what funders and reviewers ask for, apart from the case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ..access import with_client
from ..editing import carrying, changes, status
from ..history import opened
from ..models import Client, Membership
from .checklist import findings
from .forms import EducationForm, EntryForm, FileForm, HouseholdForm, ImpactForm, SessionForm
from .forms_of_hud import hud_9902
from .record import Record, add, record_of, recording, remove

ENTRIES: dict[str, tuple[str, type[EntryForm]]] = {
    "session": ("sessions", SessionForm),
    "education": ("education", EducationForm),
    "impact": ("impacts", ImpactForm),
}


@require_http_methods(["GET", "POST"])
@with_client
def page(request: HttpRequest, member: Membership, client: Client) -> HttpResponseBase:
    """See and change the record. Each part is a form of its own and says in `wish` which it is."""
    record = record_of(client)
    parts = _forms(record, request.POST if request.method == "POST" else None, request.POST.get("wish", ""))
    if request.method == "POST" and _done(member, client, request.POST.get("wish", ""), parts, request.POST):
        messages.success(request, _("The record is saved."))
        return redirect(f"{request.path}#{request.POST['wish']}" if request.POST["wish"] in parts else request.path)
    opened(member, client)
    named = {
        "sessions": hud_9902().one("counseling"),
        "education": hud_9902().one("education"),
        "impacts": hud_9902().one("impact"),
    }
    lists = {name: [(entry, part.label(entry.row)) for entry in getattr(record, name)] for name, part in named.items()}
    wrong = next((form for form in parts.values() if form.errors), None)
    context: dict[str, object] = {"member": member, "client": client, "record": record, "lists": lists, "wrong": wrong}
    context |= {**parts, "findings": findings(client, record)}
    return render(request, "desk/record.html", context, status=status(wrong) if wrong else 200)


def _forms(record: Record, data: Any, wish: str) -> dict[str, forms.Form]:
    """The forms of the page, that which was sent with what was typed."""

    def given(name: str) -> Any:
        return data if wish == name else None

    return {
        "household": carrying(HouseholdForm(given("household"), initial=dict(record.household))),
        "file": carrying(FileForm(given("file"), initial=_days(record.file))),
        **{name: form(given(name)) for name, (_list, form) in ENTRIES.items()},
    }


def _days(file: Mapping[str, str]) -> dict[str, Any]:
    """Days as days."""
    return {name: date.fromisoformat(said) if name.endswith("_on") else said for name, said in file.items()}


def _done(member: Membership, client: Client, wish: str, parts: dict[str, forms.Form], data: Any) -> bool:
    """Whether what was sent could be written, all of it."""
    if wish == "remove":
        with recording(member, client, wish) as kept:
            remove(kept, data.get("entry", ""))
        return True
    form = parts.get(wish)
    if form is None or not form.is_valid():
        return False
    with recording(member, client, wish) as kept:
        if wish in ENTRIES:
            add(kept, ENTRIES[wish][0], {name: said for name, said in form.cleaned_data.items() if said != ""})
        else:
            form.initial = _days(kept.get(wish, {}))  # as it stands now, under lock
            kept[wish] = _merged(kept.get(wish, {}), changes(form))
    return not form.errors


def _merged(kept: dict[str, str], changed: Mapping[str, Any]) -> dict[str, str]:
    """What is kept with what this person changed."""
    plain = {name: said.isoformat() if isinstance(said, date) else str(said or "") for name, said in changed.items()}
    return {name: said for name, said in {**kept, **plain}.items() if said}
