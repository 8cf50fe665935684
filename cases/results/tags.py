"""How the answer on a loan is marked."""

from __future__ import annotations

from calculators.assessment import LoanAssessment
from calculators.consequences.liability import Liability
from calculators.money import NOTHING
from calculators.naming import FLAT, SOFTENED, Tag
from calculators.working import Text

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
