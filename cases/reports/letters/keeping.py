"""What a person gave for letters: names and addresses, and the texts that were changed.

It is kept sealed with the case, under a key of its own, and goes when the case goes. It is in no other paper: a copy
for a counselor carries the facts alone. Its size is bounded: so many letters may be changed, each text and each answer
is so long at most, and only known gaps of known loans are kept.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from calculators.assessment import Assessment, LoanAssessment
from calculators.negotiating import Budget, read_budget

from ...models import KeptFacts
from ...settling.keeping import BUDGET
from .kinds import Gap, Kind, gaps, kinds
from .situation import Given, Situation
from .writing import Letter, fits

KEY = "letters"
LONGEST_TEXT = 8_000  # characters of a letter: three pages
LONGEST = {"line": 120, "lines": 300, "list": 1_500, "date": 10, "money": 20}  # characters of an answer, by its kind
MOST_LINES = {"lines": 5, "list": 20}
MOST_TEXTS = 12  # letters that may be changed in one case
HARMLESS = {"\n", "\t"}
# Marks that turn the direction of a line: with them a letter could read otherwise than it is written.
TURNING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True)
class Kept:
    """What is kept for the letters of a case."""

    details: dict[str, str]
    texts: dict[str, dict[str, str]]  # "text" as it was changed, "origin": our text then
    budget: Budget = field(default_factory=Budget)  # what the person could pay, which the plan to settle keeps

    @classmethod
    def of(cls, everything: Mapping[str, Any]) -> Kept:
        """From `Case.kept`."""
        kept: dict[str, Any] = everything.get(KEY, {})
        budget = read_budget(everything.get(BUDGET, {}))
        return cls(dict(kept.get("details", {})), dict(kept.get("texts", {})), budget)

    def put(self, case: KeptFacts) -> None:
        """Back into the case, which the caller saves."""
        case.kept[KEY] = {"details": self.details, "texts": self.texts}

    def given(self, kind: Kind, loan: str) -> Given:
        """What was given for a letter, by the names of its gaps."""
        found = {name: self.details.get(address(gap, kind, loan), "") for name, gap in gaps().items()}
        return {name: value for name, value in found.items() if value}


def address(gap: Gap, kind: Kind, loan: str) -> str:
    """Under what a gap's answer is kept: shared by all letters, by those about a loan, or of one letter alone."""
    if gap.scope == "letter":
        return f"{kind.slug}/{loan}/{gap.name}"
    return f"{loan}/{gap.name}" if gap.scope == "loan" else gap.name


def place(kind: Kind, loan: str) -> str:
    """Under what the text of a letter is kept."""
    return f"{kind.slug}/{loan}"


def letter(kept: Kept, assessment: Assessment, kind: Kind, loan: str) -> Letter:
    """One letter of a case. Raises KeyError for a loan that the case does not have."""
    each = _loan(assessment, loan)
    text = kept.texts.get(place(kind, loan), {})
    situation = Situation(assessment, each, kept.given(kind, loan), kind.way, kept.budget)
    return Letter(kind, situation, text.get("text"), text.get("origin"))


def letters(kept: Kept, assessment: Assessment) -> Mapping[Kind, list[Letter]]:
    """Every letter of a case: of each kind one for each loan."""
    ids = [each.loan.id for each in assessment.loans]
    return {kind: [letter(kept, assessment, kind, loan) for loan in ids] for kind in kinds().values()}


def requests(kept: Kept, assessment: Assessment) -> list[Letter]:
    """The letters to send before the home goes, so that the rest of the debt goes too: those of the first way still
    ahead that they fit, one for each loan."""
    ahead = [found for kind, found in letters(kept, assessment).items() if kind.way]
    fitting = ([each for each in found if fits(each.kind, each.situation)] for found in ahead)
    return next((found for found in fitting if found), [])


def _loan(assessment: Assessment, loan: str) -> LoanAssessment:
    for each in assessment.loans:
        if each.loan.id == loan:
            return each
    raise KeyError(loan)


def clean(typed: str) -> str:
    """What was typed, fit for paper: no control characters, nothing that turns the direction of a line, no space at
    the end of a line, and never two spaces together."""
    text = typed.replace("\r\n", "\n").replace("\r", "\n")
    kept = (char for char in text if char in HARMLESS or not _refused(char))
    lines = [" ".join(line.split()) for line in "".join(kept).split("\n")]
    return "\n".join(lines).strip()


def _refused(char: str) -> bool:
    """Whether a character may not stand in a letter: XML takes no control characters, no halves of a pair, and none of
    the two that are no characters."""
    return unicodedata.category(char) in ("Cc", "Cs") or char in TURNING or ord(char) & 0xFFFE == 0xFFFE
