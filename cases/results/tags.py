"""An outcome in a word, a shape and a tone. None of the three stands alone."""

from __future__ import annotations

from dataclasses import dataclass

from calculators.assessment import LoanAssessment
from calculators.consequences.liability import Liability, Verdict
from calculators.money import NOTHING
from calculators.working import Text


@dataclass(frozen=True)
class Tag:
    """How an outcome is marked."""

    word: Text
    shape: str  # tick, half, bang, fork, house
    tone: str  # safe, care, risk


FLAT: dict[Verdict, Tag] = {
    "barred": Tag(Text("Barred by law"), "tick", "safe"),
    "limited": Tag(Text("Allowed, within limits"), "half", "care"),
    "allowed": Tag(Text("Allowed by law"), "bang", "risk"),
}
# A rule that nobody read in the statute, or with an exception left open, never gets the flat word.
SOFTENED: dict[Verdict, Tag] = {
    "barred": Tag(Text("Barred, as far as we found"), "tick", "safe"),
    "limited": Tag(Text("Allowed within limits, as far as we found"), "half", "care"),
    "allowed": Tag(Text("Allowed, as far as we found"), "bang", "risk"),
    "depends": Tag(Text("It depends"), "fork", "care"),
}
DEPENDS_ON_ONE = Tag(Text("It depends on one thing"), "fork", "care")
STAYS = Tag(Text("Not part of this sale"), "house", "care")
PAID = Tag(Text("Paid in full"), "tick", "safe")


def tag_of(each: LoanAssessment) -> Tag:
    """The mark of one loan's answer."""
    if each.deficiency.stays_on_home:
        return STAYS
    if each.deficiency.gross == NOTHING:
        return PAID
    return verdict_tag(each.liability)


def verdict_tag(owed: Liability) -> Tag:
    """The mark of what the law says, whatever the amount."""
    if owed.outcome == "depends":
        return DEPENDS_ON_ONE if len(owed.depends_on) == 1 else SOFTENED["depends"]
    return (FLAT if owed.flat else SOFTENED)[owed.outcome]
