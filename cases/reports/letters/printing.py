"""A letter as PDF: on US Letter paper, tagged, with no word of where it was made and nothing of the case inside."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language

from .writing import Letter

SHEET = "letter.css"


def html(letter: Letter) -> str:
    """The letter as HTML for paper."""
    return render_to_string("reports/letter.html", {"letter": letter, "language": get_language() or "en"})


def pdf(letter: Letter) -> bytes:
    """The letter as a tagged PDF."""
    from .. import rendering  # WeasyPrint takes a second to import

    page = html(letter)
    identifier = salted_hmac("cases.reports.letters", page, algorithm="sha256").digest()[:16]
    with rendering.ONE_AT_A_TIME:
        return rendering.write(rendering.lay_out(page, SHEET), identifier)
