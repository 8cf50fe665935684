"""Settling what is left after the home is lost: for a sum at once, or in payments.

How much to offer is not said here: nobody has published what such debts settle for. A settlement that somebody has in
mind is given as `Settlement`; without one, the way shows what lies between nothing and the whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from ..assessment import Assessment, LoanAssessment, loan_name
from ..facts import Facts, with_fact
from ..money import NOTHING, ZERO, Span
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

    def of(self, collectible: Span) -> Span:
        """What would be paid. Never more than may be collected."""
        if self.amount is not None:
            return Span.of(self.amount).at_most(collectible) if collectible.known else Span.of(self.amount)
        if self.percent is not None:
            return collectible.times(self.percent / 100)
        return Span(ZERO, collectible.high)


def settling(facts: Facts, base: Assessment | None, lost: bool | None, offer: Settlement | None) -> Iterator[Way]:
    """Settling with the lender of the loan that leaves most, at once and in payments. `base` is the case as it
    stands."""
    for key, paid in (("settle_lump", offer if offer and offer.months is None else None), ("settle_payments", offer)):
        if lost is False or base is None:
            yield Way(key, False, NOT_YET, facts, counted=False)
        elif base.collectible == NOTHING:
            yield Way(key, False, NOTHING_LEFT, facts, counted=False)
        else:
            yield _settled(facts, base, key, paid or Settlement(), lost)


def _settled(facts: Facts, base: Assessment, key: str, offer: Settlement, lost: bool | None) -> Way:
    main = base.main
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
        available=True if lost else None,
        why=None if lost else DEPENDS_ON_STAGE,
        facts=there,
        amount=paid + rest,
        lines=tuple(lines),
        assumes=assumes,
        at_most=not paid.exact,
        lacks=() if lost else ("stage",),
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
    if offer.amount is not None:
        return Text("The amount that you have in mind.")
    if offer.percent is not None:
        return Text("{percent}% of what they may collect.", {"percent": f"{offer.percent.normalize():f}"})
    return Text("Whatever is agreed. Nobody has published what such debts settle for.")
