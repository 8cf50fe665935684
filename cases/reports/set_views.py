"""The papers of a case on one page, chosen and made together; and the page that shows how far the making is."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from .. import jobs, services
from ..models import KeptFacts
from ..services import private, with_case
from . import sets
from .registry import offered
from .shape import Material

MADE_AN_HOUR, HOUR = 30, timedelta(hours=1)


@require_http_methods(["GET", "POST"])
@private
def choose(request: HttpRequest) -> HttpResponseBase:
    """All papers that this case is offered; a post writes down which are wanted, and has them made."""
    with transaction.atomic():
        case = services.current_case(request, lock=request.method == "POST")
        if case is None:
            return services.no_case(request)
        material = Material.today(case)
        return _chosen(request, case, material) if request.method == "POST" else _drawn(request, case, material)


def _chosen(request: HttpRequest, case: KeptFacts, material: Material) -> HttpResponseBase:
    papers = sets.choosable(material)
    written = {
        "chosen": [each.key for each in papers if each.key in request.POST.getlist("papers")],
        "form": request.POST.get("form") if request.POST.get("form") in sets.FORMS else sets.ONE.key,
    }
    choice = sets.choice_of({sets.CHOICE: written}, papers)
    if not choice.papers:
        return _drawn(request, case, material, choice, status=422)
    if case.kept.get(sets.CHOICE) != written:
        case.kept[sets.CHOICE] = written
        services.save(case)
    if not services.allowed(request, "papers", MADE_AN_HOUR, HOUR):
        return services.too_often(request)
    return redirect("reports:progress", sets.order(case, choice).pk)


def _drawn(
    request: HttpRequest, case: KeptFacts, material: Material, choice: sets.Choice | None = None, status: int = 200
) -> HttpResponse:
    papers = sets.choosable(material)
    context = {
        "papers": papers,
        "alone": [each for each in offered(material) if each.alone],
        "choice": choice or sets.choice_of(case.kept, papers),
        "forms": sets.FORMS.values(),
        "nothing_chosen": status == 422,
        "making": [job for job in case.own_jobs().defer("sealed").order_by("made_at") if job.active],
        "reports": case.kept_papers(),
        "has_days": bool(material.reading.time.days),
        "law_state": material.state,
        "law_checked_on": material.reading.assessment.law_checked_on,
    }
    return render(request, "reports/papers.html", context, status=status)


@require_GET
@with_case
def progress(request: HttpRequest, case: KeptFacts, job: UUID) -> HttpResponseBase:
    """How far the making of a set is; when it is done, the set."""
    found = get_object_or_404(case.own_jobs().defer("sealed"), pk=job)
    report = case.kept_paper(digest=found.digest)
    since = timezone.now() - found.made_at
    context = {
        "job": found,
        "report": report,
        "making": found.active,
        "refresh": found.active and "still" not in request.GET,
        "long": since > timedelta(minutes=1) and not found.done,
    }
    return render(request, "reports/progress.html", context)


@require_POST
@with_case
def cancel(request: HttpRequest, case: KeptFacts, job: UUID) -> HttpResponseBase:
    """Stop the making of a set."""
    jobs.cancel(get_object_or_404(case.own_jobs(), pk=job))
    return redirect("reports:progress", job)
