"""Negotiating: what could be offered, beside what the lender could take, and how to go about it."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from calculators.assessment import Assessment

from .. import services
from ..models import KeptFacts
from ..questionnaire.flow import Flow
from ..services import private
from .forms import BudgetForm
from .keeping import BUDGET
from .reading import read, remark


@require_http_methods(["GET", "POST"])
@private
def settle(request: HttpRequest) -> HttpResponseBase:
    """The plan to settle one loan; a post writes down what the person could pay."""
    with transaction.atomic():
        case = services.current_case(request, lock=request.method == "POST")
        if case is None:
            return services.no_case(request)
        found = Flow.of(case).answer
        return _written(request, case, found) if request.method == "POST" else _drawn(request, case, found)


def _written(request: HttpRequest, case: KeptFacts, found: Assessment) -> HttpResponseBase:
    form = BudgetForm(found, request.POST, {})
    if not form.is_valid():
        return _drawn(request, case, found, form)
    case.kept[BUDGET] = form.written
    services.save(case)
    return redirect(reverse("settling:plan") + "#offers")


def _drawn(request: HttpRequest, case: KeptFacts, found: Assessment, form: BudgetForm | None = None) -> HttpResponse:
    kept = case.kept.get(BUDGET, {})
    reading = read(found, kept)
    context = {
        "reading": reading,
        "plan": reading.plan,
        "offers": [(offer, remark(reading, offer)) for offer in reading.plan.offers],
        "form": form or BudgetForm(found, None, kept),
        "told": bool(kept) and form is None,
        "law_state": found.state_name,
        "law_checked_on": found.law_checked_on,
    }
    return render(request, "settling/plan.html", context, status=422 if form else 200)
