"""The ways out, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

from ..assessment import Assessment, assess
from ..facts import Facts
from ..law.clocks import before_the_sale
from ..working import Text
from .ahead import ahead
from .bankruptcy import bankruptcies
from .differences import ORDER, Case, Difference, in_order
from .drawn import way_json
from .keeping import keeping, selling
from .losing import debts, is_lost, losing, waiting
from .lost import lost
from .settling import Settlement, settling
from .way import Way


@dataclass(frozen=True)
class Comparison:
    """Every way out for one homeowner, those that are closed too."""

    facts: Facts
    ways: tuple[Way, ...]

    @cached_property
    def shown(self) -> tuple[Way, ...]:
        """The ways that a page shows."""
        return tuple(way for way in self.ways if way.shown)

    @cached_property
    def by_key(self) -> dict[str, Way]:
        """The ways by their keys."""
        return {way.key: way for way in self.ways}

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """What makes them different for this person, most important first."""
        case = Case(self.facts, self.by_key)
        return in_order(chain(ahead(case), lost(case)))

    @property
    def order(self) -> Text:
        """Why the differences stand in their order."""
        return ORDER

    def as_json(self) -> dict[str, Any]:
        """The comparison as the contract has it: the ways of losing the home, the others, and the differences."""
        return {
            "state": self.facts.state,
            "as_of": self.facts.as_of.isoformat(),
            "ways_out": [way_json(way) for way in self.ways if way.family == "lose"],
            "other_ways": [way_json(way) for way in self.ways if way.family != "lose"],
            "differences": [each.as_json() for each in self.differences],
            "order": str(self.order),
        }


def compare(facts: Facts, *offers: Settlement) -> Comparison:
    """The ways out for a homeowner, side by side; `offers` are settlements that somebody has in mind, one at once and
    one in payments at most. Raises BadFacts as `assess` does."""
    return compared(assess(facts), *offers)


def compared(found: Assessment, *offers: Settlement) -> Comparison:
    """The same for a case that is assessed already."""
    facts = found.facts
    gone = True if is_lost(facts) else False if before_the_sale(facts) else None
    waits = tuple(waiting(found))
    base = found if waits else None
    owed = debts(facts)
    ways = (
        *losing(facts),
        *waits,
        *settling(facts, base, gone, offers),
        *bankruptcies(facts, base, owed, gone is False),
        *keeping(facts, owed, gone),
        *selling(facts, gone),
    )
    return Comparison(facts, ways)


def ways_json(facts: Facts) -> dict[str, Any]:
    """The ways out as the command line and the API have them. Raises BadFacts as `assess` does."""
    return compare(facts).as_json()
