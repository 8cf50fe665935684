"""Settling what is left after the home is lost: for a sum at once, or in payments.

Nobody has published what such debts settle for. A settlement that somebody has in mind is given as `Settlement`, and
`affordable` makes them of what a person could pay; without one, the way shows what lies between nothing and the whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..assessment import Assessment, LoanAssessment, loan_name
from ..facts import Facts, with_fact
from ..money import NOTHING, ZERO, Span
from ..negotiating import Budget, plan
from ..working import Line, Text
from .way import Way

NOT_YET = Text(
    "A settlement comes when it is known what is left. Before the home is lost, ask for the written waiver instead."
)
NOTHING_LEFT = Text("As far as we found, nothing is left that anybody may collect. Ask a lawyer before you pay.")
DEPENDS_ON_STAGE = Text("This is for what is left once the home is lost. Nobody has said yet whether it is.")


@dataclass(frozen=True)
class Settlement:
    """A settlement that somebody has in mind: dollars in all, or a percent of what may be collected."""

    amount: Decimal | None = None
    percent: Decimal | None = None
    months: int | None = None  # over which it is paid; None: at once
    loan: str = ""  # which loan it settles; without one, that which leaves most
    affordable: bool = False  # worked out from what the person could pay

    def of(self, collectible: Span) -> Span:
        """What would be paid. Never more than may be collected."""
        if self.amount is not None:
            return Span.of(self.amount).at_most(collectible) if collectible.known else Span.of(self.amount)
        if self.percent is not None:
            return collectible.times(self.percent / 100)
        return Span(ZERO, collectible.high)


def affordable(found: Assessment, budget: Budget, loan: str = "") -> tuple[Settlement, ...]:
    """What a person could pay for all of that loan, at once and in payments, as far as it makes sense to offer it: see
    `negotiating.Plan.best`."""
    planned = plan(found, budget, loan)
    made = (planned.best, planned.best_monthly)
    return tuple(
        Settlement(offer.paid, months=offer.months or None, loan=planned.each.loan.id, affordable=True)
        for offer in made
        if offer is not None
    )


def settling(facts: Facts, base: Assessment | None, lost: bool | None, offers: Sequence[Settlement]) -> Iterator[Way]:
    """Settling with the lender of the loan that leaves most, or that an offer names, at once and in payments. `base` is
    the case as it stands."""
    at_once = next((each for each in offers if each.months is None), Settlement())
    over_time = next((each for each in offers if each.months is not None), Settlement(loan=at_once.loan))
    for key, offer in (("settle_lump", at_once), ("settle_payments", over_time)):
        if lost is False or base is None:
            yield Way(key, False, NOT_YET, facts, counted=False)
        elif base.collectible == NOTHING:
            yield Way(key, False, NOTHING_LEFT, facts, counted=False)
        else:
            yield _settled(facts, base, key, offer, lost)


def _settled(facts: Facts, base: Assessment, key: str, offer: Settlement, lost: bool | None) -> Way:
    main = next((each for each in base.loans if each.loan.id == offer.loan), base.main)
    planned = plan(base, Budget(), main.loan.id)
    too_early = planned.says if planned.not_now else None
    owed = main.deficiency.collectible
    paid = offer.of(owed)
    rest = _others(base, main)
    there, assumes = _released(facts, main, paid)
    lines = [
        Line(Text("They may collect: {loan}", {"loan": loan_name(facts, main.loan)}), owed, base.headline),
        Line(Text("What the settlement would take"), paid, _how(offer), kind="sum"),
    ]
    if rest != NOTHING:
        how = Text("A settlement with one lender binds no other.")
        lines.append(Line(Text("They may collect: other loans"), rest, how))
        lines.append(Line(Text("In all"), paid + rest, Text("Both added up."), kind="sum"))
    return Way(
        key=key,
        available=True if lost and too_early is None else None,
        why=(too_early if lost else DEPENDS_ON_STAGE),
        facts=there,
        amount=paid + rest,
        lines=tuple(lines),
        assumes=assumes,
        at_most=not paid.exact,
        lacks=("stage",) if not lost else main.liability.depends_on if too_early else (),
    )


def _released(facts: Facts, main: LoanAssessment, paid: Span) -> tuple[Facts, tuple[Text, ...]]:
    """The facts once the settlement is paid, as of today: what was not paid is given up. A home of which no value is
    known counts as worth what it was sold for, so that the tax is that of the settlement alone."""
    path = f"loans.{main.loan.id}"
    facts = with_fact(facts, f"{path}.release", "debt")
    facts = with_fact(facts, f"{path}.waiver_in_writing", None)
    facts = with_fact(facts, f"{path}.forgiven_on", facts.as_of)
    gap = main.deficiency.gross
    if paid.exact and gap.exact and paid.low is not None and gap.low is not None:
        facts = with_fact(facts, f"{path}.amount_forgiven", max(ZERO, gap.low - paid.low))
    price = facts.disposition.sale_price
    if facts.property.fair_market_value is not None or price is None:
        return facts, ()
    text = Text("The home was worth what it was sold for, {price}.", {"price": Span.of(price)})
    return with_fact(facts, "property.fair_market_value", price), (text,)


def _others(base: Assessment, main: LoanAssessment) -> Span:
    total = NOTHING
    for each in base.loans:
        if each is not main and not each.deficiency.stays_on_home:
            total = total + each.deficiency.collectible
    return total


def _how(offer: Settlement) -> Text:
    if offer.affordable and offer.months:
        return Text("What you could pay in {months} months, by what you told us.", {"months": offer.months})
    if offer.affordable:
        return Text("What you could pay at once, by what you told us.")
    if offer.amount is not None:
        return Text("The amount that you have in mind.")
    if offer.percent is not None:
        return Text("{percent}% of what they may collect.", {"percent": f"{offer.percent.normalize():f}"})
    return Text("Whatever is agreed. Nobody has published what such debts settle for.")
