"""A client's file: its first page, beginning one, and who the client is."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.questionnaire.pages import STATE

from .access import with_client, with_member
from .editing import carrying, changes, status
from .file_reading import FileReading
from .files import changing, start_file
from .history import opened
from .models import Client, Membership
from .person_form import NewClientForm, PersonForm


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
    """Name and contact."""
    if request.method == "POST":
        with transaction.atomic():
            locked = Client.objects.select_for_update(of=("self",)).get(pk=client.pk)
            form = carrying(PersonForm(request.POST, initial=locked.person))
            if form.is_valid() and (given := changes(form)):
                with changing(member, locked, "person_changed") as file:
                    file.person.update(given)
                    for name in [name for name, text in file.person.items() if not text]:
                        del file.person[name]
        if not form.errors:
            messages.success(request, _("Name and contact are saved."))
            return redirect("desk:client", client.pk)
    else:
        opened(member, client)
        form = carrying(PersonForm(initial=client.person))
    context = {"member": member, "client": client, "form": form}
    return render(request, "desk/contact.html", context, status=status(form))
