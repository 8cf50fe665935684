"""The page "What if", and the scenarios that are kept on the case."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from calculators.assessment import Assessment
from calculators.facts import BadFacts
from calculators.ways_out.losing import is_lost
from calculators.what_if import Supposed, changes, what_if
from calculators.words import say

from .. import services
from ..models import KeptFacts
from ..questionnaire import paths
from ..questionnaire.flow import Flow
from ..questionnaire.pages import page_of
from ..services import private, with_case
from . import scenarios
from .forms import GIVEN, WhatIfForm, query, typed
from .reading import Unknowns, WhatIfReading, answers_changed, kept_readings


@require_GET
@with_case
def page(request: HttpRequest, case: KeptFacts) -> HttpResponseBase:
    """The case as it stands beside the case with the numbers of the address."""
    return _drawn(request, case, Flow.of(case).answer)


def _drawn(request: HttpRequest, case: KeptFacts, found: Assessment, problem: str = "") -> HttpResponse:
    form = WhatIfForm(request.POST if request.method == "POST" else request.GET, found)
    now = Supposed(found)
    reading = _reading(form, now)
    context: dict[str, Any] = {
        "form": form,
        "reading": reading,
        "problem": problem,
        "numbers": {GIVEN: "1", **typed(form.moves)},
        "lost": is_lost(found.facts),
        "law_state": found.state_name,
        "law_checked_on": found.law_checked_on,
    }
    if request.headers.get("Sec-Fetch-Dest") != "empty":  # the script asks only for what follows the numbers
        context |= {
            "now": now,
            "kept": kept_readings(now, scenarios.kept(case)),
            "unknowns": Unknowns(found.facts),
        }
    return render(request, "what_if/page.html", context, status=422 if problem else 200)


def _reading(form: WhatIfForm, now: Supposed) -> WhatIfReading | None:
    """Both sides; None where the numbers cannot be read, or do not go with the other answers: the form then says so."""
    if form.is_bound and not form.is_valid():
        return None
    try:
        then = now if form.moves == form.now else what_if(now.assessment.facts, form.moves)
        return WhatIfReading(now, then, form.moves)
    except BadFacts as error:
        fault = say(error.faults[0].message)
        form.add_error(None, _("These numbers do not go with your other answers: {fault}.").format(fault=fault))
        return None


@require_POST
@private
def keep(request: HttpRequest) -> HttpResponseBase:
    """Keep the numbers as a scenario under a name."""
    with transaction.atomic():
        case = services.current_case(request, lock=True)
        return services.no_case(request) if case is None else _kept(request, case)


def _kept(request: HttpRequest, case: KeptFacts) -> HttpResponseBase:
    found = Flow.of(case).answer
    form = WhatIfForm(request.POST, found)
    moved = form.moves.differing(form.now)
    name = request.POST.get("name", "").strip()
    if not moved or _reading(form, Supposed(found)) is None:
        return _drawn(request, case, found, _("Move something first. Then you can keep it."))
    if not name:
        return _drawn(request, case, found, _("Give the scenario a name. Then you can keep it."))
    try:
        scenarios.keep(case, name, moved)
    except ValueError:
        return _drawn(request, case, found, _("You have kept as many as we can keep. Delete one first."))
    services.save(case)
    return redirect(f"{reverse('what_if:page')}?{query(form.moves)}#kept")


@require_POST
@private
def change(request: HttpRequest, scenario: str) -> HttpResponseBase:
    """Rename a kept scenario, or delete it."""
    with transaction.atomic():
        case = services.current_case(request, lock=True)
        if case is None:
            return services.no_case(request)
        match request.POST.get("do"):
            case "rename":
                scenarios.rename(case, scenario, request.POST.get("name", ""))
            case "delete":
                scenarios.delete(case, scenario)
            case _:
                return HttpResponseBadRequest()
        services.save(case)
    return redirect(reverse("what_if:page") + "#kept")


@require_POST
@private
def adopt(request: HttpRequest) -> HttpResponseBase:
    """Make the numbers the answers of the case: shown first, then written down. A settlement is not: nobody agreed."""
    with transaction.atomic():
        case = services.current_case(request, lock=True)
        return services.no_case(request) if case is None else _adopted(request, case)


def _adopted(request: HttpRequest, case: KeptFacts) -> HttpResponseBase:
    found = Flow.of(case).answer
    form = WhatIfForm(request.POST, found)
    facts = replace(form.moves, percent=None)
    written = changes(found.facts, facts)
    if not written or _reading(form, Supposed(found)) is None:
        return _drawn(request, case, found, _("Move something first. A settlement alone changes none of your answers."))
    if "sure" not in request.POST:
        context = {
            "changes": answers_changed(found.facts, facts),
            "numbers": {GIVEN: "1", **typed(form.moves)},
            "back": query(form.moves),
        }
        return render(request, "what_if/adopt.html", context)
    known, asked = case.facts, dict.fromkeys(case.asked)
    for path, value in written.items():
        known = paths.put(known, path, _plain(value))
        asked.pop(page_of(path), None)  # what is not known any more is asked anew
        if value is not None:
            asked[page_of(path)] = None
    services.save_facts(case, known, asked)
    return redirect("results:answer")


def _plain(value: Any) -> Any:
    """A fact as the contract's JSON has it."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else value
