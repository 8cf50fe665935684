"""A counselor's copy, opened again: the answers in a PDF, checked as any others are."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from calculators.assessment import check
from calculators.facts import BadFacts, read_facts

from . import extract

LARGEST = 5_000_000
PATIENCE = 10  # seconds by the clock; the process itself may use fewer of the processor's
READER = Path(extract.__file__)
DAMAGED = _("The answers in this PDF cannot be used. Ask for a fresh “copy for my counselor”.")
UNREADABLE = _("We could not read this PDF. Ask for a fresh “copy for my counselor”.")
REFUSALS: dict[int, Promise] = {
    extract.LOCKED: _("This PDF is locked with a password. Our copies are not: ask for a fresh one."),
    extract.FOREIGN: _(
        "This PDF carries no Shortfall answers. Only the “copy for my counselor” does; "
        "the summary and the full report do not."
    ),
    extract.ACTIVE: _("This PDF contains commands that our copies never have, so we did not open it."),
    extract.LARGE: DAMAGED,
}


class Refused(Exception):
    """A file that is not opened; the message says why, in one sentence for the person who chose it."""

    def __init__(self, message: str | Promise):
        self.message = message
        super().__init__(message)


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
    """The attached JSON, taken out by a process with limits."""
    try:
        done = subprocess.run(  # noqa: S603 (our own script, by our own Python, with no argument of theirs)
            [sys.executable, "-I", str(READER)],
            input=pdf,
            capture_output=True,
            timeout=PATIENCE,
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Refused(UNREADABLE) from None
    if done.returncode != 0:
        raise Refused(REFUSALS.get(done.returncode, UNREADABLE))
    return done.stdout
