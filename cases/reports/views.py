"""Reports to download, and a counselor's copy to open."""

from datetime import timedelta
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from calculators.law.loader import state_law

from .. import services
from ..apart import Refused
from ..models import KeptFacts, KeptPaper
from ..questionnaire.flow import Flow
from ..services import private, with_case
from . import opening, sets, store
from .registry import BY_KEY

MADE_AN_HOUR, OPENED_AN_HOUR = 60, 30
HOUR = timedelta(hours=1)


@require_GET
@with_case
def download(request: HttpRequest, case: KeptFacts, kind: str) -> HttpResponseBase:
    """The report of a kind for what is known now: as it was made, or made now."""
    if kind not in BY_KEY:
        raise Http404
    facts = Flow.of(case).answer.facts
    report = store.kept(case, kind, facts)
    if report is None and not services.allowed(request, "report", MADE_AN_HOUR, HOUR):
        return services.too_often(request)
    return sent(case, report or store.make(case, kind, facts))


@require_GET
@with_case
def kept(request: HttpRequest, case: KeptFacts, report: UUID) -> HttpResponseBase:
    """A report made earlier, as it was."""
    found = case.kept_paper(pk=report)
    if found is None:
        raise Http404
    return sent(case, found)


def sent(case: KeptFacts, report: KeptPaper) -> HttpResponse:
    """A file to save under a name that says what it is and not whose."""
    form = sets.FORMS.get(report.kind)
    what = BY_KEY[report.kind].file if report.kind in BY_KEY else "papers"
    state = slugify(state_law(case.facts["state"]).name)
    name = f"shortfall-{state}-{what}-{timezone.localdate(report.made_at)}.{form.suffix if form else 'pdf'}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    media = form.media if form else "application/pdf"
    return HttpResponse(report.content(), content_type=media, headers=headers)


@require_http_methods(["GET", "POST"])
@private
def open_copy(request: HttpRequest) -> HttpResponseBase:
    """A counselor chooses the PDF that a homeowner brought, and sees that case."""
    if request.method == "GET":
        return render(request, "reports/open.html")
    if not services.allowed(request, "open", OPENED_AN_HOUR, HOUR):
        return services.too_often(request)
    try:
        facts = opening.facts_in(_uploaded(request))
    except Refused as refused:
        return render(request, "reports/open.html", {"error": refused.message}, status=422)
    services.enter(request, services.start_case(facts), shared_computer=True)
    return redirect("results:answer")


def _uploaded(request: HttpRequest) -> bytes:
    """The chosen file. One that is too large never gets here: the upload drops it."""
    chosen = request.FILES.get("copy")
    if chosen is None:
        size = int(request.META.get("CONTENT_LENGTH") or 0)
        if size > opening.LARGEST:
            raise Refused(_("This file is larger than 5 MB. A “copy for my counselor” is much smaller."))
        raise Refused(_("Choose the PDF first."))
    content: bytes = chosen.read()
    return content
