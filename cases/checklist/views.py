"""The checklist of a case, and the buttons that tick papers off."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from .. import services
from ..models import KeptFacts
from ..results.reading import reading_of
from ..services import private, with_case
from .reading import ChecklistReading
from .ticks import tick, ticks


@require_GET
@with_case
def show(request: HttpRequest, case: KeptFacts) -> HttpResponseBase:
    """What to gather, to ask and to avoid."""
    reading = reading_of(case)
    context = {
        "list": ChecklistReading(reading, ticks(case.kept)),
        "reading": reading,
        "law_state": reading.assessment.state_name,
        "law_checked_on": reading.assessment.law_checked_on,
    }
    return render(request, "checklist/checklist.html", context)


@require_POST
@private
def mark(request: HttpRequest) -> HttpResponseBase:
    """Ticks a paper off, says that it is not needed, or takes that back."""
    with transaction.atomic():
        case = services.current_case(request, lock=True)
        return services.no_case(request) if case is None else _marked(request, case)


def _marked(request: HttpRequest, case: KeptFacts) -> HttpResponse:
    paper, _, word = request.POST.get("tick", "").partition(":")
    try:
        tick(case, paper, word)
    except KeyError:
        return HttpResponseBadRequest()
    services.save(case)
    return redirect(f"{reverse('checklist:show')}#{paper}")
