"""The pages on which a homeowner's case is brought into a file that is there: the code or the PDF, then the choice."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases import services

from . import bringing, passing
from .access import with_client
from .bringing import BROUGHT, Merged, MoreToChoose, NothingWaits
from .files import Outdated
from .history import opened
from .models import Client, Membership
from .passing_pages import HOUR, TAKEN_AN_HOUR, CarryForm, carried, share_link

KEEP = "keep:"  # before the name of a difference: the field that says whose word stands


@require_http_methods(["GET", "POST"])
@with_client
def bring(request: HttpRequest, member: Membership, client: Client) -> HttpResponseBase:
    """The code or the PDF. A copy that waits is compared first."""
    if BROUGHT in client.kept:
        return redirect("desk:brought", client.pk)
    form = CarryForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        if not services.allowed(request, "take", TAKEN_AN_HOUR, HOUR):
            return services.too_often(request)
        if _laid_by(member, client, form):
            return redirect("desk:brought", client.pk)
    context = {"member": member, "client": client, "form": form, "share_link": share_link(request, member)}
    return render(request, "desk/bring.html", context, status=422 if form.errors else 200)


def _laid_by(member: Membership, client: Client, form: CarryForm) -> bool:
    def by_code(code: str) -> bool:
        passing.bring_by_code(member, client, code)
        return True

    def by_copy(facts: dict[str, object]) -> bool:
        passing.bring_by_copy(member, client, facts)
        return True

    return carried(form, by_code, by_copy) or False


@require_http_methods(["GET", "POST"])
@with_client
def brought(request: HttpRequest, member: Membership, client: Client) -> HttpResponseBase:
    """The copy beside the file; a post brings it in as was chosen, or leaves it out."""
    try:
        if request.method == "POST":
            return _settled(request, member, client)
        opened(member, client)
        return _drawn(request, member, client, bringing.compare(client))
    except NothingWaits:
        return redirect("desk:client", client.pk)


def _settled(request: HttpRequest, member: Membership, client: Client) -> HttpResponseBase:
    if request.POST.get("wish") == "leave":
        bringing.leave_out(member, client)
        messages.success(request, _("The homeowner's copy is left out. The file is as it was."))
        return redirect("desk:client", client.pk)
    given = {
        name.removeprefix(KEEP): value == "theirs" for name, value in request.POST.items() if name.startswith(KEEP)
    }
    seen = request.POST.get("version", "")
    try:
        merged = bringing.settle(member, client, int(seen) if seen.isdigit() else 0, given)
    except MoreToChoose as more:
        messages.info(request, _("With these choices more answers differ. Nothing is written yet: choose those too."))
        return _drawn(request, member, client, more.merged, status=409)
    except Outdated:
        messages.info(request, _("The file was changed meanwhile. Nothing is written yet: please look once more."))
        client.refresh_from_db()
        chosen = {name for name, theirs in given.items() if theirs}
        return _drawn(request, member, client, bringing.compare(client, chosen), status=409)
    messages.success(request, _("The homeowner's answers are in the file."))
    return redirect("desk:intake" if merged.unread else "desk:client", client.pk)


def _drawn(request: HttpRequest, member: Membership, client: Client, merged: Merged, status: int = 200) -> HttpResponse:
    context = {"member": member, "client": client, "merged": merged, "keep": KEEP}
    return render(request, "desk/brought.html", context, status=status)
