"""An agency's settings: what stands on its papers, and how long its files are kept."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from .access import for_managers, no_desk, with_member
from .editing import carrying, changes, status
from .files import after_months
from .forms import AgencyForm
from .history import remember
from .models import Agency, Membership


@require_http_methods(["GET", "POST"])
@for_managers
def agency(request: HttpRequest, member: Membership) -> HttpResponseBase:
    """See and change the settings."""
    with transaction.atomic():
        ours = Agency.objects.select_for_update().get(pk=member.agency_id)
        form = carrying(AgencyForm(request.POST or None, request.FILES or None, instance=ours))
        if request.method == "POST" and form.is_valid():
            written = form.put(changes(form))
            if "retention_months" in written:
                recount(ours)
            if written:
                remember("agency_changed", member, fields=written)
            if not form.errors:
                messages.success(request, _("The settings are saved."))
                return redirect("desk:agency")
    context = {"member": member, "agency": ours, "form": form}
    return render(request, "desk/agency.html", context, status=status(form))


def recount(agency: Agency) -> None:
    """A new retention period counts for the files that are closed already."""
    for client in agency.clients.filter(closed_at__isnull=False).only("closed_at"):
        if client.closed_at:
            client.retention_until = after_months(client.closed_at, agency.retention_months)
            client.save(update_fields=["retention_until"])


@require_GET
@with_member
def logo(request: HttpRequest, member: Membership) -> HttpResponseBase:
    """The agency's logo, to its own staff."""
    png = member.agency.logo_png
    return HttpResponse(png, content_type="image/png") if png else no_desk(request)
