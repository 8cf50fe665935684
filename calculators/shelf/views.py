"""The list of calculators, and the one view of them all."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from . import registry


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every calculator with what it tells."""
    return render(request, "calculators/index.html", {"calculators": registry.CALCULATORS})


@require_safe
def calculator(request: HttpRequest, slug: str) -> HttpResponse:
    """A calculator, and its result where the address carries numbers that can be read."""
    try:
        found = registry.calculator(slug)
    except KeyError:
        raise Http404 from None
    form = found.form(request.GET)
    result = found.compute(form.cleaned_data) if form.is_valid() else None
    context = {"calculator": found, "form": form, "result": result, "numbers": request.GET.urlencode()}
    return render(request, "calculators/calculator.html", context)
