"""The ways of losing a home, side by side: the same facts, each way that the state has, with and
without a written waiver."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .assessment import Assessment, assess, check
from .facts import VOLUNTARY, Facts, Kind, Release, with_fact
from .law.compiled import compiled
from .working import span_json


@dataclass(frozen=True)
class WayOut:
    """One way of losing the home, and what it would leave."""

    kind: Kind
    waiver_in_writing: bool
    assessment: Assessment

    def as_json(self) -> dict[str, Any]:
        """The way out as the contract has it."""
        return {
            "kind": self.kind,
            "waiver_in_writing": self.waiver_in_writing,
            "outcome": self.assessment.outcome,
            "collectible": span_json(self.assessment.collectible),
            "assessment": self.assessment.as_json(),
        }


def ways_out(facts: Facts) -> list[WayOut]:
    """Each way of losing the home that the state has, without a waiver and with one. What is known
    of another way (its price, its date) is not carried over to it."""
    found = []
    for kind in compiled(facts.state).kinds:
        for waived in (False, True):
            found.append(WayOut(kind, waived, assess(_if_lost(facts, kind, waived))))
    return found


def ways_json(facts: Facts) -> dict[str, Any]:
    """The ways out as the command line and the API have them. Raises BadFacts as `assess` does."""
    check(facts)
    return {"state": facts.state, "ways_out": [way.as_json() for way in ways_out(facts)]}


def _if_lost(facts: Facts, kind: Kind, waived: bool) -> Facts:
    release: Release = "debt" if waived else "none"
    loans = tuple(loan.model_copy(update={"release": release}) for loan in facts.loans)
    facts = facts.model_copy(update={"loans": loans})
    if facts.disposition.kind != kind:
        facts = with_fact(facts, "disposition", facts.disposition.model_copy(update=_other(facts, kind)))
    return with_fact(facts, "disposition.waiver_in_writing", waived)


def _other(facts: Facts, kind: Kind) -> dict[str, Any]:
    """Another way has no dates yet. A price of the same kind of sale (auction or market) stays."""
    same = (facts.disposition.kind in VOLUNTARY) == (kind in VOLUNTARY)
    dates = [name for name in type(facts.disposition).model_fields if name.endswith("_on") or name == "date"]
    gone: dict[str, Any] = dict.fromkeys(dates)
    if not same or facts.disposition.kind is None:
        gone |= {"sale_price": None, "selling_costs": None}
    return {**gone, "kind": kind}
