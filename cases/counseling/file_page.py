"""A client's file: its first page, beginning one, and who the client is."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.questionnaire.pages import STATE

from .access import with_client, with_member
from .file_reading import FileReading
from .files import changing, start_file
from .history import opened
from .intake import merge
from .models import Client, Membership
from .person_form import PERSON, NewClientForm, PersonForm


@require_http_methods(["GET", "POST"])
@with_member
def new(request: HttpRequest, member: Membership) -> HttpResponseBase:
    """Begin a file: a name is enough."""
    form = NewClientForm(member, request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = {STATE: form.cleaned_data[STATE]} if form.cleaned_data[STATE] else {}
        client = start_file(member, form.person, facts, facts, form.cleaned_data.get("counselor"))
        return redirect("desk:intake", client.pk)
    return render(request, "desk/new.html", {"member": member, "form": form})


@require_GET
@with_client
def show(request: HttpRequest, member: Membership, client: Client) -> HttpResponseBase:
    """The file: who it is, the answer, the days, what is missing, and all that was written down."""
    opened(member, client)
    return render(request, "desk/file.html", {"member": member, "client": client, "file": FileReading(member, client)})


@require_http_methods(["GET", "POST"])
@with_client
def contact(request: HttpRequest, member: Membership, client: Client) -> HttpResponseBase:
    """Name and contact. Where somebody else changed the same thing meanwhile, both are shown."""
    if request.method == "GET":
        opened(member, client)
        form = PersonForm(initial=client.person)
        return _contact(request, member, client, form, client.person)
    form = PersonForm(request.POST)
    was = {name: request.POST.get(f"was-{name}", "").strip() for name in PERSON}
    if not form.is_valid():
        return _contact(request, member, client, form, was)
    theirs: dict[str, str] = {}
    with changing(member, client, "person_changed") as file:
        now = {name: file.person.get(name, "") for name in PERSON}
        merged, clashing = merge(was, form.person, now)
        file.person.clear()
        file.person.update(merged)
        theirs = {name: now[name] for name in clashing}
    if theirs:
        for name, value in theirs.items():
            said = value or _("nothing")
            form.add_error(name, _("Somebody else changed this meanwhile, to: {value}. Keep which?").format(value=said))
        return _contact(request, member, client, form, merged, status=409)
    messages.success(request, _("Name and contact are saved."))
    return redirect("desk:client", client.pk)


def _contact(
    request: HttpRequest, member: Membership, client: Client, form: PersonForm, was: dict[str, str], status: int = 200
) -> HttpResponse:
    context = {
        "member": member,
        "client": client,
        "form": form,
        "was": [(f"was-{name}", was.get(name, "")) for name in PERSON],
    }
    return render(request, "desk/contact.html", context, status=status)
