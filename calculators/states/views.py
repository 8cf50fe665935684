"""The pages of the states: the map, one state, two side by side, and how far the law files go. No database."""

from datetime import date
from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.http import conditional_page, require_safe

from ..classes import NAMES
from ..law.loader import law_version
from . import coverage
from .comparing import compare
from .reading import StateReading
from .slugs import code_of
from .tiles import groups, tiles


@require_safe
@conditional_page
def index(request: HttpRequest) -> HttpResponse:
    """The map, and under it the list; `class` shows one class in the list."""
    chosen = request.GET.get("class", "")
    every = tiles()
    context: dict[str, Any] = {
        "tiles": sorted(every, key=lambda tile: (tile.row, tile.column)),
        "groups": groups(),
        "chosen": chosen if chosen in NAMES else "",
        "listed": [tile for tile in every if chosen not in NAMES or tile.kind == chosen],
    }
    return render(request, "states/index.html", context)


@require_safe
def state(request: HttpRequest, named: str) -> HttpResponseBase:
    """One state's law."""
    code = code_of(named)
    if code is None:
        raise Http404
    reading = StateReading(code, timezone.localdate())
    if named != reading.slug:
        return redirect("states:state", reading.slug, permanent=True)
    context = {
        "reading": reading,
        "body": body(code, law_version(code), get_language(), reading.today),
        "law_state": reading.name,
        "law_checked_on": reading.law.checked_on,
    }
    return render(request, "states/state.html", context)


@lru_cache(maxsize=120)
def body(code: str, version: str, language: str | None, today: date) -> SafeString:
    """The rules of a state, drawn once for each version of its law, language and day."""
    return render_to_string("states/_body.html", {"reading": StateReading(code, today)})


@require_safe
@conditional_page
def side_by_side(request: HttpRequest) -> HttpResponse:
    """Two states, chosen by `a` and `b`: a name, as in an address, or a code."""
    named = [request.GET.get(key, "") for key in ("a", "b")]
    codes = [code_of(each) for each in named]
    context: dict[str, Any] = {
        "tiles": tiles(),
        "chosen": codes,
        "missing": any(each and code is None for each, code in zip(named, codes, strict=True)),
    }
    if codes[0] and codes[1]:
        today = timezone.localdate()
        one, other = StateReading(codes[0], today), StateReading(codes[1], today)
        context |= {"one": one, "other": other, "parts": compare(one, other)}
    return render(request, "states/compare.html", context)


@require_safe
@conditional_page
def how_far(request: HttpRequest) -> HttpResponse:
    """How each fact of the law was checked."""
    files, federal = (*coverage.states(), coverage.common()), coverage.federal_files()
    context = {
        "files": files,
        "federal": federal,
        "total": coverage.total((*files, *federal)),
        "oldest": min(each.checked_on for each in (*files, *federal)),
    }
    return render(request, "states/coverage.html", context)
