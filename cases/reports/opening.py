"""A counselor's copy, opened again: the answers in a PDF, checked as any others are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from calculators.assessment import check
from calculators.facts import BadFacts, read_facts

from ..apart import Reader, Refused
from . import extract

LARGEST = 5_000_000
DAMAGED = _("The answers in this PDF cannot be used. Ask for a fresh “copy for my counselor”.")
UNREADABLE = _("We could not read this PDF. Ask for a fresh “copy for my counselor”.")
REFUSALS = {
    extract.LOCKED: _("This PDF is locked with a password. Our copies are not: ask for a fresh one."),
    extract.FOREIGN: _(
        "This PDF carries no Shortfall answers. Only the “copy for my counselor” does; "
        "the summary and the full report do not."
    ),
    extract.ACTIVE: _("This PDF contains commands that our copies never have, so we did not open it."),
    extract.LARGE: DAMAGED,
}
READER = Reader(Path(extract.__file__), 10, REFUSALS, UNREADABLE)


def facts_in(pdf: bytes) -> dict[str, Any]:
    """The answers that a counselor's copy carries, as a case keeps them. Raises Refused."""
    if len(pdf) > LARGEST:
        raise Refused(_("This file is larger than 5 MB. A “copy for my counselor” is much smaller."))
    if not pdf.startswith(b"%PDF-"):
        raise Refused(_("This file is not a PDF."))
    text = attachment(pdf)
    try:
        check(read_facts(text))
        facts: dict[str, Any] = json.loads(text)
    except (BadFacts, RecursionError):
        raise Refused(DAMAGED) from None
    facts.pop("as_of")  # a case that lives on is read as of today
    return facts


def attachment(pdf: bytes) -> bytes:
    """The attached JSON, taken out by a process with limits. Raises Refused."""
    return READER.read(pdf)
