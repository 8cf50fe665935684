"""What every page's head and foot need."""

from datetime import date
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from calculators.law.loader import all_laws


def site(request: HttpRequest) -> dict[str, Any]:
    """Whether a case is open in this browser, and since when the law stands unchecked."""
    session = getattr(request, "session", {})  # an error may come before there is one
    return {
        "has_case": SimpleLazyObject(lambda: "case" in session),
        "law_checked_on": SimpleLazyObject(oldest_check),
    }


@cache
def oldest_check() -> date:
    """The day since which no state's law has gone unchecked."""
    return min(law.checked_on for law in all_laws())
