"""The checklist on paper, at most three pages, with a box for each paper: ticked where the person has it."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.translation import get_language

from calculators.working import Text

from ..reports.shape import Material, Paper
from .reading import ChecklistReading
from .ticks import KEY, ticks

STEPS = ("tight", "tight smaller")  # classes of the page, each tighter than the one before


def _html(told: Material, step: int) -> str:
    context = {
        "reading": told.reading,
        "number": told.number,
        "language": get_language() or "en",
        "list": ChecklistReading(told.reading, ticks(told.kept)),
        "look": STEPS[step],
        "brief": step == len(STEPS) - 1,
    }
    return render_to_string("reports/checklist.html", context)


CHECKLIST = Paper(
    "checklist",
    Text("Checklist"),
    Text("Papers to gather with boxes to tick, questions to ask, mistakes to avoid, and help near you."),
    "checklist",
    _html,
    pages=3,
    steps=len(STEPS),
    parts=(KEY,),
)
