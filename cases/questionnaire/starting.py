"""A case that begins with the numbers of a public calculator."""

from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from calculators.assessment import check
from calculators.facts import BadFacts, read_facts
from calculators.shelf.registry import calculator

from .. import services
from ..services import private
from .views import HOUR, STARTS_AN_HOUR

MOST = 4_000  # characters of numbers; no calculator has more


@require_POST
@private
def start_with(request: HttpRequest, slug: str) -> HttpResponseBase:
    """A new case with a calculator's numbers. One that is open is never replaced unasked."""
    try:
        found = calculator(slug)
    except KeyError:
        raise Http404 from None
    numbers = request.POST.get("numbers", "")[:MOST]
    form = found.form(QueryDict(numbers))
    again = redirect(f"{reverse('calculators:calculator', args=[slug])}?{QueryDict(numbers).urlencode()}")
    if found.facts is None or not form.is_valid():
        return again
    facts = found.facts(form.cleaned_data)
    try:
        check(read_facts(facts, timezone.localdate()))
    except BadFacts:
        return again
    case = services.own_case(request)
    if case is not None and "anew" not in request.POST:
        return render(
            request, "questionnaire/already.html", {"slug": slug, "numbers": numbers, "until": case.expires_at}
        )
    if not services.allowed(request, "start", STARTS_AN_HOUR, HOUR):
        return services.too_often(request)
    services.enter(request, services.start_case(facts), shared_computer="shared" in request.POST)
    return redirect("questionnaire:next")
