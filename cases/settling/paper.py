"""The plan to settle on paper, at most two pages: for the person and a counselor, and never for the lender."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import get_language

from ..results.reading import Reading
from .reading import read, remark

KEY, PAGES = "settling", 2
STEPS = ("", "tight", "tight smaller")  # classes of the page, each tighter than the one before


def html(reading: Reading, number: str, kept: Mapping[str, Any], step: int) -> str:
    """The paper for what a case keeps under BUDGET, at a step of tightness."""
    found = read(reading.assessment, kept)
    offers = () if found.out_of_reach else found.plan.offers
    context = {
        "reading": reading,
        "number": number,
        "language": get_language() or "en",
        "settling": found,
        "plan": found.plan,
        "offers": [(offer, remark(found, offer)) for offer in offers],
        "look": STEPS[step],
        "reasons": step == 0,
    }
    return render_to_string("reports/settling.html", context)
