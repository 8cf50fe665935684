"""The pages that tell where to find help. No database."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import conditional_page, require_safe

from ..law.loader import all_laws
from ..states.slugs import by_slug, code_of, slug
from .reading import StateHelpReading


def _states() -> list[tuple[str, str]]:
    """Each state's address and name, by name."""
    return sorted(((slug(law), law.name) for law in all_laws()), key=lambda pair: pair[1])


@require_safe
@conditional_page
def index(request: HttpRequest) -> HttpResponseBase:
    """Help in the whole country; `state` leads to the page of one."""
    named = request.GET.get("state", "")
    if code := code_of(named):
        return redirect("help:state", StateHelpReading(code).slug)
    return _page(request, StateHelpReading(), missing=bool(named))


@require_safe
@conditional_page
def state(request: HttpRequest, named: str) -> HttpResponseBase:
    """Help in one state."""
    code = code_of(named)
    if code is None:
        raise Http404
    if named not in by_slug():
        return redirect("help:state", StateHelpReading(code).slug, permanent=True)
    return _page(request, StateHelpReading(code))


def _page(request: HttpRequest, reading: StateHelpReading, *, missing: bool = False) -> HttpResponse:
    return render(request, "help/help.html", {"reading": reading, "states": _states(), "missing": missing})
