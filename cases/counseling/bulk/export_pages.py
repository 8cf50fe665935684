"""The pages of an export: for whom, in which form, and everything that the agency keeps."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ..access import for_managers, for_sure, no_desk, with_member
from ..history import remember, remember_each
from ..models import Batch, Client, Membership
from . import lists, whole
from .choosing import NoClients, choices, chosen, gather
from .exporting import table

KIND = Batch.Kind.EXPORT
FORMS = {"csv": (lists.CSV, lists.as_csv), "xlsx": (lists.XLSX, lists.as_xlsx)}


@require_http_methods(["GET", "POST"])
@with_member
def exports(request: HttpRequest, member: Membership) -> HttpResponseBase:
    """For whom; a post says it."""
    refused = False
    if request.method == "POST":
        try:
            return redirect("desk:export_one", exported=gather(member, KIND, chosen(member, request.POST)).pk)
        except NoClients:
            refused = True
    context = {"member": member, "refused": refused, **choices(member)}
    return render(request, "desk/exports.html", context, status=422 if refused else 200)


@require_http_methods(["GET", "POST"])
@with_member
@for_sure
def one(request: HttpRequest, member: Membership, exported: uuid.UUID) -> HttpResponseBase:
    """In which form; a post gives the list, of those clients that this member may see now."""
    batch = Batch.objects.for_member(member).of(KIND).filter(pk=exported).first()
    if batch is None:
        return no_desk(request)
    clients = Client.objects.for_member(member).filter(batch_items__batch=batch)
    if request.method != "POST":
        return render(request, "desk/export.html", {"member": member, "batch": batch, "many": clients.count()})
    form = request.POST.get("form", "")
    media, write = FORMS.get(form, FORMS["csv"])
    listed = list(clients.select_related("counselor__user").order_by("batch_items__place"))
    with transaction.atomic():
        batch.begun_at = batch.ended_at = timezone.now()
        batch.save(update_fields=["begun_at", "ended_at"])
        remember("clients_exported", member, count=len(listed))
        remember_each("client_exported", member, listed)
    day = timezone.localdate().isoformat()
    return lists.sent(f"clients-{day}.{form if form in FORMS else 'csv'}", media, write(table(listed)))


@require_http_methods(["GET", "POST"])
@for_managers
@for_sure
def agency(request: HttpRequest, member: Membership) -> HttpResponseBase:
    """Everything that the agency keeps, in one ZIP: asked for, made by a worker, fetched, and deleted after a day."""
    batch = whole.latest(member)
    state = whole.state_of(batch) if batch else "none"
    if request.method != "POST":
        return render(request, "desk/export_agency.html", of_agency(request, member, batch, state))
    match request.POST.get("wish"):
        case "fetch" if batch and state == "ready":
            remember("agency_exported", member)
            return fetched(batch)
        case "cancel" if batch and state == "running":
            whole.cancel(batch)
        case "delete" if batch and state == "ready":
            whole.forget(batch)
        case "begin":
            whole.begin(member)
    return redirect("desk:export_agency")


def of_agency(request: HttpRequest, member: Membership, batch: Batch | None, state: str) -> dict[str, Any]:
    return {
        "member": member,
        "batch": batch,
        "state": state,
        "job": whole.job_of(batch) if batch else None,
        "until": whole.until(batch) if batch else None,
        "refresh": state == "running" and "still" not in request.GET,
    }


def fetched(batch: Batch) -> StreamingHttpResponse:
    """What was made, unsealed while it is sent."""
    name = f"agency-{timezone.localdate(batch.ended_at).isoformat()}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(whole.content(batch), content_type="application/zip", headers=headers)
