"""What if: a case with its price, value, costs, waiver or way of losing the home moved, and what a settlement would do.

Pure: facts and moves in, assessments out. What is moved is a plain change of facts, so the answer is the one that a
case with those facts would get, to the cent.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from .assessment import Assessment, LoanAssessment, assess
from .consequences.cancellation import forgiven_on
from .facts import FORECLOSURES, PRICED, BadFacts, Facts, Kind, Loan, contradictions, with_fact
from .money import NOTHING, UNKNOWN, ZERO, Span
from .ways_out.losing import another_way
from .working import Text

PATHS = {
    "price": "disposition.sale_price",
    "value": "property.fair_market_value",
    "costs": "disposition.selling_costs",
}


@dataclass(frozen=True)
class Moves:
    """What can be moved, as it stands or as somebody wants to see it. None is unknown, and for `percent` no settlement:
    else the share of what may be collected that is paid, 0 to 100, the rest being given up in writing."""

    kind: Kind | None = None
    price: Decimal | None = None
    value: Decimal | None = None
    costs: Decimal | None = None
    waiver: bool | None = None
    percent: Decimal | None = None

    def differing(self, other: Moves) -> dict[str, Any]:
        """What of it is not as in `other`, by name. Another way without a sale has no price and no costs."""
        priced = self.kind is None or self.kind in PRICED or self.kind == other.kind
        names = [each.name for each in fields(self) if priced or each.name not in ("price", "costs")]
        return {name: getattr(self, name) for name in names if getattr(self, name) != getattr(other, name)}


def moves_of(facts: Facts) -> Moves:
    """The case as it stands."""
    away = facts.disposition
    waived = {_waived(facts, loan) for loan in facts.loans}
    waiver = waived.pop() if len(waived) == 1 else None
    return Moves(away.kind, away.sale_price, facts.property.fair_market_value, away.selling_costs, waiver)


def _waived(facts: Facts, loan: Loan) -> bool | None:
    """Whether the lender gave up this debt in writing. After a foreclosure, absent means that it did not."""
    if loan.release is not None:
        return loan.release == "debt"
    waived = facts.disposition.waiver_in_writing if loan.waiver_in_writing is None else loan.waiver_in_writing
    return False if waived is None and facts.disposition.kind in FORECLOSURES else waived


def changes(facts: Facts, moves: Moves) -> dict[str, Any]:
    """The facts that make the moves, by path (None: unknown), in the order in which they are set. A settlement is none:
    nobody has agreed to it. Nothing stands here that is so already."""
    found: dict[str, Any] = {}
    if moves.kind != facts.disposition.kind:
        other = another_way(facts, moves.kind)
        found = {
            f"disposition.{name}": value for name, value in other.items() if getattr(facts.disposition, name) != value
        }
        facts = _with(facts, found)
    now = moves_of(facts)
    priced = moves.kind is None or moves.kind in PRICED or not found
    for name, path in PATHS.items():
        wanted = getattr(moves, name) if priced or name == "value" else None
        if wanted != getattr(now, name):
            found[path] = wanted
    if moves.waiver != now.waiver:
        found |= _waiver(facts, moves.waiver)
    return found


def _waiver(facts: Facts, waived: bool | None) -> dict[str, Any]:
    """A waiver of every loan, or none. Where only the lien went or a new note was signed, there was none already."""
    found: dict[str, Any] = {}
    if facts.disposition.waiver_in_writing is not None:
        found["disposition.waiver_in_writing"] = None
    for loan in facts.loans:
        kept = loan.release if loan.release != "debt" else None
        release = "debt" if waived else None if waived is None else kept or "none"
        found[f"loans.{loan.id}.release"] = release
        if loan.waiver_in_writing is not None:
            found[f"loans.{loan.id}.waiver_in_writing"] = None
    return found


def _with(facts: Facts, found: dict[str, Any]) -> Facts:
    for path, value in found.items():
        facts = with_fact(facts, path, value)
    return facts


def moved(facts: Facts, moves: Moves) -> Facts:
    """The facts with the moves made. Raises BadFacts where they contradict what else is known."""
    there = _with(facts, changes(facts, moves))
    if by_the_first(facts, there):
        there = with_fact(there, "disposition.foreclosing_lien", "first")
    if faults := list(contradictions(there)):
        raise BadFacts(faults)
    return there


def by_the_first(facts: Facts, there: Facts) -> bool:
    """Whether the move to a foreclosure takes it, as the comparison of the ways does, that the first mortgage's lender
    is the one that forecloses: nobody has said otherwise. It is no answer of the person's."""
    away = there.disposition
    new = away.kind in FORECLOSURES and away.kind != facts.disposition.kind
    return new and facts.disposition.foreclosing_lien is None and there.loans[0].lien == "first"


@dataclass(frozen=True)
class Supposed:
    """What the moves come to."""

    assessment: Assessment  # before any settlement
    percent: Decimal | None = None

    @property
    def collectible(self) -> Span:
        """What may be collected on all loans together, if nothing is settled."""
        return self.assessment.collectible

    @cached_property
    def pays(self) -> Span:
        """What the settlement asks for; without one, all that may be collected."""
        total = NOTHING
        for each in _sharing(self.assessment):
            total = total + self._paid(each)
        return total

    def _paid(self, each: LoanAssessment) -> Span:
        amount = each.deficiency.collectible
        return amount if self.percent is None else amount.times(self.percent / 100)

    @cached_property
    def tax(self) -> Span:
        """The federal tax that it all adds, what the settlement cancels included."""
        if self.percent is None:
            return self.assessment.tax.extra.amount
        if self.collectible.low is None or self.collectible.high is None:
            return UNKNOWN
        least, most = (assess(self._settled(end)).tax.extra.amount for end in ("low", "high"))
        return least.or_(most)

    def _settled(self, end: str) -> Facts:
        """The facts once each lender has taken its share of the least, or the most, and given up the rest."""
        facts = self.assessment.facts
        day = max(facts.as_of, facts.disposition.date or date.min)
        for each in _sharing(self.assessment):
            rest = getattr(each.deficiency.collectible, end) - getattr(self._paid(each), end)
            before = each.loan.amount_forgiven or facts.disposition.amount_forgiven or ZERO
            if rest:
                path = f"loans.{each.loan.id}."
                on = forgiven_on(facts, each.loan) or day
                facts = with_fact(facts, path + "amount_forgiven", before + rest)
                facts = with_fact(facts, path + "forgiven_on", on)
        return facts


def _sharing(found: Assessment) -> list[LoanAssessment]:
    """The loans that the loss of the home leaves something of."""
    return [each for each in found.loans if not each.deficiency.stays_on_home]


def what_if(facts: Facts, moves: Moves) -> Supposed:
    """What the moves come to. Raises BadFacts as `moved` and `assess` do."""
    return Supposed(assess(moved(facts, moves)), moves.percent)


def difference(now: Span, then: Span) -> Text:
    """What changes between two amounts, in words."""
    if now == then:
        return Text("the same as now")
    if now.exact and then.exact and now.low is not None and then.low is not None:
        change = then.low - now.low
        return Text("{amount} less than now" if change < 0 else "{amount} more than now", {"amount": abs(change)})
    if now.high is None or then.high is None:
        if now.high is then.high:
            return Text("no upper end is known, now or then")
        return Text("no upper end is known any more" if then.high is None else "now there is an upper end")
    if now.high != then.high:
        text = "at the most, {amount} less than now" if then.high < now.high else "at the most, {amount} more than now"
        return Text(text, {"amount": abs(then.high - now.high)})
    if then.exact:
        return Text("exact, where now it could be {now}", {"now": now})
    if now.low is None or then.low is None:
        return Text("the most is the same as now")
    text = "at the least, {amount} less than now" if then.low < now.low else "at the least, {amount} more than now"
    return Text(text, {"amount": abs(then.low - now.low)})
