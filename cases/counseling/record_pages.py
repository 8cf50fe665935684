"""What is written down on a file: notes, tasks, documents."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.apart import Refused

from . import documents
from .access import no_desk, with_client
from .editing import carrying, changes, meanwhile, status
from .history import remember
from .models import Client, Document, Membership, Note, Task

LONGEST_NOTE, LONGEST_TASK = 10_000, 200
WHAT_TO_WRITE = _("Write something first.")


class NoteForm(forms.Form):
    text = forms.CharField(
        label=_("New note"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": WHAT_TO_WRITE},
    )


class TaskForm(forms.Form):
    """A task of one file, for somebody who may see the file."""

    what = forms.CharField(label=_("New task"), max_length=LONGEST_TASK, error_messages={"required": WHAT_TO_WRITE})
    due = forms.DateField(
        label=_("Due"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Choose a day.")},
    )

    def __init__(self, member: Membership, client: Client, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        staff = Membership.objects.for_member(member).active().select_related("user")
        if not client.agency.shared_caseload:
            staff = staff.filter(Q(pk=client.counselor_id) | Q(role__in=["supervisor", "manager"]))
        self.fields["assigned_to"] = forms.ModelChoiceField(
            staff, label=_("For"), initial=client.counselor_id, empty_label=None
        )


class NameForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the document"),
        max_length=documents.LONGEST_NAME,
        error_messages={"required": _("Type a name first.")},
    )


def file_of(client: Client, part: str = "") -> str:
    return reverse("desk:client", args=[client.pk]) + (f"#{part}" if part else "")


def _again(request: HttpRequest, member: Membership, client: Client, **faulty: object) -> HttpResponse:
    """A form that needs another look, on a page of its own with what was typed."""
    context = {"member": member, "client": client, **faulty}
    return render(request, "desk/written.html", context, status=422)


def _edited(request: HttpRequest, member: Membership, client: Client, form: forms.Form, title: str) -> HttpResponse:
    """A form for what is there, to begin with or to look at again."""
    context = {"member": member, "client": client, "form": form, "title": title, "button": gettext("Save")}
    return render(request, "desk/written.html", context, status=status(form))


@require_POST
@with_client
def add_note(request: HttpRequest, member: Membership, client: Client) -> HttpResponseBase:
    """Write a note."""
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _again(request, member, client, form=form, title=_("New note"))
    note = Note(client=client, author=member)
    note.text = form.cleaned_data["text"]
    with transaction.atomic():
        note.save()
        remember("note_written", member, client=client)
    return redirect(file_of(client, "notes"))


@require_http_methods(["GET", "POST"])
@with_client
def change_note(request: HttpRequest, member: Membership, client: Client, note: uuid.UUID) -> HttpResponseBase:
    """For a day its author may change a note; then it stands."""
    with transaction.atomic():
        notes = Note.objects.for_member(member).filter(pk=note, client=client, author=member)
        found = notes.select_for_update(of=("self",)).first()
        if found is None or (request.method == "GET" and not found.editable_by(member)):
            return no_desk(request)
        form = carrying(NoteForm(request.POST or None, initial={"text": found.text}))
        form.fields["text"].label = _("Note")
        if request.method == "POST" and form.is_valid():
            if not found.editable_by(member):
                meanwhile(form, gettext("A day has gone by, and the note stands. Add what you typed as a new note."))
            elif text := changes(form).get("text"):
                found.text, found.changed_at = text, timezone.now()
                found.save(update_fields=["sealed", "changed_at"])
                remember("note_changed", member, client=client)
            if not form.errors:
                return redirect(file_of(client, "notes"))
    return _edited(request, member, client, form, gettext("Change a note"))


@require_POST
@with_client
def add_task(request: HttpRequest, member: Membership, client: Client) -> HttpResponseBase:
    """Add a task."""
    form = TaskForm(member, client, request.POST)
    if not form.is_valid():
        return _again(request, member, client, form=form, title=_("New task"))
    given = form.cleaned_data
    task = Task(client=client, assigned_to=given["assigned_to"], due=given["due"], added_by=member)
    task.what = given["what"]
    with transaction.atomic():
        task.save()
        remember("task_added", member, client=client)
    return redirect(file_of(client, "tasks"))


@require_http_methods(["GET", "POST"])
@with_client
def change_task(request: HttpRequest, member: Membership, client: Client, task: uuid.UUID) -> HttpResponseBase:
    """Say otherwise what is to be done, by when and by whom, while it is open."""
    with transaction.atomic():
        tasks = Task.objects.for_member(member).filter(pk=task, client=client).select_related("done_by__user")
        found = tasks.select_for_update(of=("self",)).first()
        if found is None or not found.changed_by(member) or (request.method == "GET" and found.done_at):
            return no_desk(request)
        before = {"what": found.what, "due": found.due, "assigned_to": found.assigned_to_id}
        form = carrying(TaskForm(member, client, request.POST or None, initial=before))
        form.fields["what"].label = _("Task")
        if request.method == "POST" and form.is_valid():
            if found.done_at:
                done = gettext(
                    "Meanwhile {name} marked this task as done. To change it, put it back in the file first."
                )
                meanwhile(form, done.format(name=found.done_by))
            elif given := changes(form):
                for name, value in given.items():
                    setattr(found, name, value)
                found.save(update_fields=["sealed", "due", "assigned_to"])
                remember("task_changed", member, client=client)
            if not form.errors:
                return redirect(file_of(client, "tasks"))
    return _edited(request, member, client, form, gettext("Change a task"))


@require_POST
@with_client
def settle_task(request: HttpRequest, member: Membership, client: Client, task: uuid.UUID) -> HttpResponseBase:
    """Say that a task is done, or that it is not."""
    with transaction.atomic():
        mine = Task.objects.for_member(member).filter(pk=task, client=client)
        found = mine.select_for_update(of=("self",)).first()
        if found is None:
            return no_desk(request)
        done = request.POST.get("wish") == "done"
        if done != (found.done_at is not None):
            found.done_at, found.done_by = (timezone.now(), member) if done else (None, None)
            found.save(update_fields=["done_at", "done_by"])
            remember("task_done" if done else "task_reopened", member, client=client)
    return redirect(file_of(client, "tasks"))


@require_POST
@with_client
def add_document(request: HttpRequest, member: Membership, client: Client) -> HttpResponseBase:
    """Keep a file that the client brought. One that is too large never gets here: the upload drops it."""
    chosen, fault = request.FILES.get("document"), ""
    try:
        if chosen is None:
            large = int(request.META.get("CONTENT_LENGTH") or 0) > documents.LARGEST
            words = _("This file is larger than 10 MB. Scan it in grey, or split it.")
            raise Refused(words if large else _("Choose a file first."))
        documents.add(member, client, chosen.name or "", chosen.read())
    except Refused as refused:
        fault = str(refused.message)
    if fault:
        return _again(request, member, client, fault=fault, title=_("Add a document"))
    return redirect(file_of(client, "documents"))


@require_GET
@with_client
def document(request: HttpRequest, member: Membership, client: Client, document: uuid.UUID) -> HttpResponseBase:
    """A document or paper, to save: a browser never opens it as a page of ours."""
    found = Document.objects.for_member(member).select_related("client").filter(pk=document, client=client).first()
    if found is None:
        return no_desk(request)
    remember("document_opened", member, client=client)
    about = found.about
    disposition = content_disposition_header(as_attachment=True, filename=about["name"]) or "attachment"
    headers = {
        "Content-Disposition": disposition,
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(found.content(), content_type=about["type"], headers=headers)


@require_http_methods(["GET", "POST"])
@with_client
def rename(request: HttpRequest, member: Membership, client: Client, document: uuid.UUID) -> HttpResponseBase:
    """Another name for a document that was brought; a paper is called what it is."""
    with transaction.atomic():
        brought = Document.objects.for_member(member).filter(pk=document, client=client, paper="")
        found = brought.select_related("client__agency").select_for_update(of=("self",)).first()
        if found is None:
            return no_desk(request)
        form = carrying(NameForm(request.POST or None, initial={"name": documents.stem(found)}))
        if request.method == "POST" and form.is_valid():
            if name := changes(form).get("name"):
                documents.rename(member, found, name)
            if not form.errors:
                return redirect(file_of(client, "documents"))
    return _edited(request, member, client, form, gettext("Rename a document"))


@require_http_methods(["GET", "POST"])
@with_client
def delete_document(request: HttpRequest, member: Membership, client: Client, document: uuid.UUID) -> HttpResponseBase:
    """Erase a document, after one question."""
    found = Document.objects.for_member(member).select_related("client").filter(pk=document, client=client).first()
    if found is None:
        return no_desk(request)
    if request.method == "POST":
        documents.delete(member, found)
        return redirect(file_of(client, "documents"))
    context = {"member": member, "client": client, "document": found, "title": _("Delete this document?")}
    return render(request, "desk/written.html", context)
