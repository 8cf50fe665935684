"""The answer on screen, and the buttons that settle what it depends on."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_POST

from calculators.answers import answers
from calculators.assessment import loan_name
from calculators.facts import BadFacts

from .. import services
from ..models import KeptFacts
from ..questionnaire.flow import Flow, record
from ..questionnaire.pages import CHAPTERS, page_of
from ..reports.letters.keeping import Kept, requests
from ..reports.letters.writing import fits
from ..services import private, with_case
from .calendar import calendar as days_file
from .reading import Reading, reading_of
from .ways import WaysReading


@require_GET
@with_case
def answer(request: HttpRequest, case: KeptFacts) -> HttpResponseBase:
    """The whole answer as it stands; where there is nothing to answer yet, the next question."""
    flow = Flow.of(case)
    reading = Reading(flow.answer.facts, flow.answer)
    context = {
        "reading": reading,
        "more": {chapter: len(flow.chapter(chapter)) for chapter in CHAPTERS},
        "reports": case.kept_papers(),
        "requests": [
            (each, fits(each.kind, each.situation), loan_name(reading.facts, each.situation.each.loan))
            for each in requests(Kept.of(case.kept), flow.answer)
        ],
        "law_state": reading.assessment.state_name,
        "law_checked_on": reading.assessment.law_checked_on,
    }
    return render(request, "results/answer.html", context)


@require_GET
@with_case
def ways(request: HttpRequest, case: KeptFacts) -> HttpResponseBase:
    """The ways out side by side; two or three that were ticked, closely."""
    reading = reading_of(case)
    context = {
        "reading": reading,
        "ways": WaysReading(reading.ways.comparison, request.GET.getlist("way")),
        "law_state": reading.assessment.state_name,
        "law_checked_on": reading.assessment.law_checked_on,
    }
    return render(request, "ways/ways.html", context)


@require_GET
@with_case
def calendar(request: HttpRequest, case: KeptFacts) -> HttpResponseBase:
    """The days that are still to come, as a file for any calendar."""
    reading = reading_of(case)
    name = f"shortfall-{slugify(reading.assessment.state_name)}-days.ics"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    file = days_file(reading.time.days, reading.facts.as_of, str(case.pk))
    return HttpResponse(file, content_type="text/calendar; charset=utf-8", headers=headers)


@require_POST
@private
def settle(request: HttpRequest) -> HttpResponseBase:
    """Writes down the branch that a person says is theirs, as if the question had been answered."""
    with transaction.atomic():
        case = services.current_case(request, lock=True)
        return services.no_case(request) if case is None else _settled(request, case)


def _settled(request: HttpRequest, case: KeptFacts) -> HttpResponse:
    path, chosen = request.POST.get("path", ""), request.POST.get("answer", "")
    flow = Flow.of(case)
    try:
        page = flow.page(page_of(path))
        settles = next(each.settles for each in answers(flow.typed, path) if each.key == chosen) if flow.typed else None
    except (BadFacts, KeyError, StopIteration):
        settles = None
    if settles is None:
        return HttpResponseBadRequest()
    fact, value = settles
    record(case, page, {fact: value})
    services.save(case)
    return redirect("results:answer")
