"""The intake at the desk: all questions of a client's case on one form."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from .access import with_client
from .files import changing
from .history import opened
from .intake import Garbled, Intake, Outcome, Sent, sent, write
from .models import Activity, Client, Membership


class NothingWritten(Exception):
    """Raised to leave the file as it is."""


@require_http_methods(["GET", "POST"])
@with_client
def intake(request: HttpRequest, member: Membership, client: Client) -> HttpResponseBase:
    """All questions on one form; what is sent is written, and the law's next questions come with the next page."""
    if request.method == "POST":
        try:
            blocks = sent(request.POST)
        except Garbled:
            return HttpResponseBadRequest()
        return _written(request, member, client, blocks)
    opened(member, client)
    context = {"member": member, "client": client, "intake": Intake(client)}
    return render(request, "desk/intake.html", context)


def _written(request: HttpRequest, member: Membership, client: Client, blocks: dict[str, Sent]) -> HttpResponse:
    if not any(block.touched for block in blocks.values()):
        messages.info(request, _("Nothing was changed."))
        return redirect("desk:intake", client.pk)
    outcome = Outcome()
    before = len(client.facts)
    try:
        with changing(member, client, "facts_changed", pages=outcome.wrote) as file:
            found = write(file, blocks)
            outcome.wrote.extend(found.wrote)
            outcome.unread, outcome.clashing = found.unread, found.clashing
            if not found.changed:
                raise NothingWritten
    except NothingWritten:
        pass
    if outcome.clashing:
        return render(request, "desk/clash.html", _clash_context(member, client, outcome), status=409)
    _tell(request, client, outcome)
    if not before and outcome.wrote and not outcome.unread:
        return redirect("desk:intake", client.pk)
    return redirect("desk:client" if request.POST.get("then") == "file" else "desk:intake", client.pk)


def _clash_context(member: Membership, client: Client, outcome: Outcome) -> dict[str, object]:
    theirs = client.activity.filter(verb="facts_changed").exclude(member=member).select_related("member__user")
    other: Activity | None = theirs.first()
    return {"member": member, "client": client, "clashing": outcome.clashing, "other": other, "outcome": outcome}


def _tell(request: HttpRequest, client: Client, outcome: Outcome) -> None:
    if outcome.wrote:
        count = len(outcome.wrote)
        messages.success(
            request, ngettext("One answer is saved.", "{count} answers are saved.", count).format(count=count)
        )
        if request.POST.get("version", "").isdigit() and int(request.POST["version"]) != client.version:
            messages.info(request, _("Somebody else saved answers while you had this page open. Both are kept."))
