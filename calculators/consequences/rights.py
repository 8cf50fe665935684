"""The rights that this case gives, in groups: chosen by the conditions of federal/rights.toml, in its order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from ..facts import Facts
from ..law.clocks import before_the_sale, claim_filed_on, judgment_on
from ..law.collection import Collection, Right
from ..law.federal import federal
from ..law.rights import Group, RightsLaw, RightStatement, Tell
from ..money import NOTHING
from .claimants import Claim
from .deadlines import Clock
from .liability import OPEN_CASES
from .outcome import LoanOutcome

TIMES = ("deficiency_claim", "confirmation", "limitation")  # of the lender, after which a suit is late


@dataclass(frozen=True)
class Told:
    """One right, with the day by which to use it where there is one."""

    group: Group
    right: Right | RightStatement
    by: date | None

    def as_json(self) -> dict[str, Any]:
        """The right as the contract has it."""
        return {
            "id": self.right.id,
            "group": self.group.id,
            "says": self.right.says,
            "by": self.by.isoformat() if self.by else None,
            "citations": list(self.right.cite),
            "checked": self.right.checked,
        }


def rights(
    facts: Facts, loans: tuple[LoanOutcome, ...], clocks: tuple[Clock, ...], claims: tuple[Claim, ...]
) -> tuple[Told, ...]:
    """The rights to tell of, each once."""
    law = federal(RightsLaw)
    held = conditions(facts, loans, clocks, claims)
    groups = {group.id: group for group in law.group}
    found: dict[tuple[str, str], Told] = {}
    for tell in law.tell:
        if _holds(tell, held):
            by = _answer_by(clocks) if tell.statement == "answer-in-time" else None
            found.setdefault((tell.group, tell.statement), Told(groups[tell.group], statement(tell.statement), by))
    return tuple(found.values())


def statement(name: str) -> Right | RightStatement:
    """A statement of the rights file, or of the one on collecting. Raises KeyError where neither has it."""
    own: dict[str, RightStatement] = {each.id: each for each in federal(RightsLaw).statement}
    if name in own:
        return own[name]
    law: Collection = federal(Collection)
    return law.named(name)


def conditions(
    facts: Facts, loans: tuple[LoanOutcome, ...], clocks: tuple[Clock, ...], claims: tuple[Claim, ...]
) -> dict[str, bool | None]:
    """What holds in this case; None where nobody can tell yet."""
    owing = [
        each
        for each in loans
        if each.liability.possible != ("barred",)
        and not each.deficiency.stays_on_home
        and each.deficiency.collectible != NOTHING
    ]
    judged = facts.stage == "judgment" or any(judgment_on(facts, loan) for loan in facts.loans)
    served = any(loan.served_on or claim_filed_on(facts, loan) for loan in facts.loans)
    people = facts.household
    over = {clock.state for clock in clocks if clock.what in TIMES}
    return {
        "sued": facts.stage == "sued" or served,
        "judged": judged,
        "owing": bool(owing),
        "lost": not before_the_sale(facts),
        "collector": True if any(loan.sold_to_debt_buyer for loan in facts.loans) else None,
        "government": any(claim.who == "government_agency" or claim.practices for claim in _federal(claims)),
        "bankruptcy_open": people.bankruptcy in OPEN_CASES,
        "discharged": people.bankruptcy == "discharged" or any(loan.discharged_on for loan in facts.loans),
        "time_over": True if "passed" in over else None if "unknown" in over else False,
    }


def _federal(claims: tuple[Claim, ...]) -> list[Claim]:
    """The claims in which a federal agency may stand."""
    return [claim for claim in claims if claim.who in ("government_agency", "nobody")]


def _holds(tell: Tell, held: dict[str, bool | None]) -> bool:
    for condition in tell.when:
        negated = condition.startswith("not ")
        known = held[condition.removeprefix("not ")]
        if known is not None and known == negated:
            return False
    return True


def _answer_by(clocks: tuple[Clock, ...]) -> date | None:
    """The earliest day by which a suit must be answered."""
    days = [clock.date for clock in clocks if clock.what == "answer" and clock.state == "open" and clock.date]
    return min(days, default=None)
