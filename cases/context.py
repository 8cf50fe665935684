"""What every page's head and foot need."""

from datetime import date
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from calculators.law.loader import all_laws

from . import menu


def site(request: HttpRequest) -> dict[str, Any]:
    """Whether a case is open in this browser, its menu, since when the law stands unchecked, the page's one address."""
    session = getattr(request, "session", {})  # an error may come before there is one
    return {
        "has_case": SimpleLazyObject(lambda: "case" in session),
        "case_menu": SimpleLazyObject(lambda: menu.links(request)),
        "law_checked_on": SimpleLazyObject(oldest_check),
        "canonical": SimpleLazyObject(lambda: address(request, request.path)),
        "contact": settings.SHORTFALL_CONTACT,
    }


def address(request: HttpRequest, path: str) -> str:
    """A page's whole address: the site's own, where the settings name it, and never what stands behind a "?"."""
    own: str = settings.SHORTFALL_ADDRESS
    return f"{own}{path}" if own else request.build_absolute_uri(path)


@cache
def oldest_check() -> date:
    """The day since which no state's law has gone unchecked."""
    return min(law.checked_on for law in all_laws())
