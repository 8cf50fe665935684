"""A letter as PDF: on US Letter paper, tagged, with no word of where it was made and nothing of the case inside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language

from calculators.assessment import Assessment

from .keeping import Kept, letters
from .writing import Letter, fits

SHEET = "letter.css"


def html(letter: Letter, tight: bool = False) -> str:
    """The letter as HTML for paper; set tighter, so that no second sheet carries the signature alone."""
    context = {"letter": letter, "tight": tight, "language": get_language() or "en"}
    return render_to_string("reports/letter.html", context)


def chosen(assessment: Assessment, kept: Mapping[str, Any]) -> list[Letter]:
    """The letters that belong into a case's set of papers: those that fit it, and those that the person changed."""
    found = letters(Kept.of(kept), assessment)
    return [each for kind, all_ in found.items() for each in all_ if each.changed or fits(kind, each.situation)]


def together(assessment: Assessment, kept: Mapping[str, Any]) -> str:
    """These letters as one HTML document for paper, each on a sheet of its own."""
    context = {"letters": chosen(assessment, kept), "language": get_language() or "en"}
    return render_to_string("reports/letters.html", context)


def pdf(letter: Letter) -> bytes:
    """The letter as a tagged PDF."""
    from .. import rendering  # WeasyPrint takes a second to import

    with rendering.ONE_AT_A_TIME:
        for tight in (False, True):
            page = html(letter, tight)
            document = rendering.lay_out(page, SHEET)
            if len(document.pages) == 1:
                break
        identifier = salted_hmac("cases.reports.letters", page, algorithm="sha256").digest()[:16]
        return rendering.write(document, identifier)
