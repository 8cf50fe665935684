"""Offers made of a person's own numbers, each with what it forgives, the tax on that, and what it costs in all.

None of them is typical: nobody has published what debts like these settle for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, ROUND_UP, Decimal
from functools import reduce
from typing import Literal

from ..assessment import Assessment, LoanAssessment, loan_name
from ..consequences.cancellation import LoanTax
from ..consequences.exclusions import Excluded, Item, exclude, loan_items
from ..consequences.home_sale import HomeSale
from ..consequences.income_tax import ExtraTax, dearest_rise, extra_federal_tax
from ..consequences.judgment import rate_in_words
from ..consequences.tax_return import exclusion_lines
from ..facts import Facts, with_fact
from ..law.clocks import add_period
from ..law.federal import federal
from ..law.income_tax import IncomeTaxLaw
from ..money import NOTHING, UNKNOWN, ZERO, Span, cents
from ..working import Line, Text
from .budget import Budget
from .otherwise import Otherwise, claim_of

Means = Literal["lump", "half", "payments"]
HALF = Decimal("0.5")
PERCENT, TENTH = Decimal(100), Decimal("0.1")


@dataclass(frozen=True)
class Offer:
    """One offer: dollars paid, at once or over months, and what follows."""

    means: Means
    paid: Decimal
    months: int  # 0: at once
    a_month: Decimal | None
    claim: Span
    forgiven: Span
    taxable: Span  # of what is forgiven
    tax: Span  # federal, that it adds
    beyond: bool  # more than the lender could take otherwise
    working: tuple[Line, ...]
    needs: tuple[str, ...]

    @property
    def share(self) -> Span:
        """What is paid, in percent of the claim."""
        return Span(_share(self.paid, self.claim.high), _share(self.paid, self.claim.low))

    @property
    def share_in_words(self) -> Text:
        """That share: 25%."""
        return rate_in_words(self.share)

    @property
    def in_all(self) -> Span:
        """What it costs: the payment and the tax."""
        return Span.of(self.paid) + self.tax

    @property
    def label(self) -> Text:
        """The offer in words."""
        if self.months == 0 and self.paid == self.claim.high:
            return Text("All of their claim, at once")
        if self.means == "payments":
            values = {"a_month": self.a_month, "months": self.months}
            return Text("{a_month} a month for {months} months", values)
        if self.means == "half":
            return Text("Half of what you could pay at once")
        return Text("All that you could pay at once")


def _share(paid: Decimal, claim: Decimal | None) -> Decimal | None:
    return (paid / claim * PERCENT).quantize(TENTH, ROUND_HALF_UP) if claim else None


def settlement(
    assessment: Assessment,
    each: LoanAssessment,
    paid: Decimal,
    months: int = 0,
    *,
    means: Means | None = None,
    a_month: Decimal | None = None,
    other: Otherwise | None = None,
) -> Offer:
    """What it comes to if the lender of this loan takes `paid` dollars for all of its claim, at once or over `months`.
    Of an amount above the claim only the claim is paid."""
    claim = claim_of(assessment, each)
    if claim.high is not None:
        paid = min(paid, claim.high)
    paid = cents(paid)
    forgiven = (claim - Span.of(paid)).floored()
    day = add_period(assessment.facts.as_of, f"P{months}M")
    kept_out, taxable, extra = _tax(assessment, each, forgiven, day)
    reach = other.reach if other else UNKNOWN
    return Offer(
        means=means or ("payments" if months else "lump"),
        paid=paid,
        months=months,
        a_month=a_month if a_month is not None else cents(paid / months) if months else None,
        claim=claim,
        forgiven=forgiven,
        taxable=taxable,
        tax=extra.amount,
        beyond=reach.high is not None and paid > reach.high,
        working=tuple(_lines(paid, claim, forgiven, kept_out, taxable, extra)),
        needs=tuple(dict.fromkeys((*assessment.tax.worksheet.needs, *extra.needs))) if not extra.amount.exact else (),
    )


def _lines(
    paid: Decimal, claim: Span, forgiven: Span, kept_out: Excluded, taxable: Span, extra: ExtraTax
) -> Iterator[Line]:
    yield Line(Text("Their claim"), claim, Text("What is owed today, or what of it may be collected."), kind="start")
    yield Line(Text("You pay"), Span.of(paid), Text("All of the offer."), kind="less")
    how = Text("The claim less what you pay. It counts as income, unless a rule keeps it out.")
    yield Line(Text("They forgive"), forgiven, how, "26 U.S.C. 61(a)(11)", "sum")
    yield from exclusion_lines(kept_out)
    yield Line(Text("Of it taxed"), taxable, Text("What no rule keeps out, of this settlement alone."), kind="sum")
    yield from (line for line in extra.working if line.kind != "sum" or line is extra.working[-1])
    how = Text("What you pay, and the federal tax on what they forgive. State tax is not counted.")
    yield Line(Text("It costs you in all"), Span.of(paid) + extra.amount, how, kind="sum")


def _tax(assessment: Assessment, each: LoanAssessment, forgiven: Span, day: date) -> tuple[Excluded, Span, ExtraTax]:
    """What exclusions keep out, what is taxed, and the federal tax that the settlement adds in the year of `day`: on
    top of what the loss of the home itself brings, where that falls in the same year.

    Source: 26 U.S.C. 61(a)(11), 108(a), (d). The exclusion for a main home needs an agreement from before 2026, which
    one that is made now cannot be.
    """
    base, facts = assessment.tax, assessment.facts
    insolvent = base.worksheet.amount
    earlier = list(base.items) if base.year == day.year else []
    together = exclude([*earlier, *_items(facts, each, forgiven, day)], insolvent)
    alone = exclude(earlier, insolvent)
    if not earlier and base.sale.year != day.year:
        return together, together.taxable, extra_federal_tax(facts, day.year, together.taxable)
    found = [_added(facts, day.year, alone.taxable, together.taxable, gain) for gain in _gains(base.sale, day.year)]
    taxable = (together.taxable - alone.taxable).floored().at_most(forgiven)
    amount = reduce(Span.or_, (each.amount for each in found))
    amount = Span(amount.low, amount.at_most(dearest_rise(taxable)).high)
    how = Text("The tax with the settlement, less the tax on what the loss of the home itself brings in that year.")
    line = Line(Text("Extra federal income tax"), amount, how, federal(IncomeTaxLaw).nearest(day.year).source, "sum")
    needs = () if amount.exact else (*base.sale.needs, *found[-1].needs)
    return together, taxable, ExtraTax(amount, (line,), needs, found[-1].notes)


def _gains(sale: HomeSale, year: int) -> list[tuple[Span, Span]]:
    """The least and the most taxable gain on the home that may stand on the same return, with the part of it that
    depreciation made. What the home cost is never below nothing, so no gain is above its price."""
    if sale.year != year:
        return [(NOTHING, NOTHING)]
    price = max(sale.amount_realized.high or ZERO, ZERO)
    most = [price if span.high is None else span.high for span in (sale.capital_gain, sale.recapture)]
    least = [span.low or ZERO for span in (sale.capital_gain, sale.recapture)]
    ends = [least] if least == most else [least, most]
    return [(Span.of(gain), Span.of(recapture)) for gain, recapture in ends]


def _added(facts: Facts, year: int, before: Span, after: Span, gain: tuple[Span, Span]) -> ExtraTax:
    """The tax that more cancelled debt adds to a return that has some of it, or a gain, already."""
    more = extra_federal_tax(facts, year, after, *gain)
    if before == NOTHING and gain == (NOTHING, NOTHING):
        return more
    less = extra_federal_tax(facts, year, before, *gain)
    return ExtraTax((more.amount - less.amount).floored(), (), more.needs, more.notes)


def _items(facts: Facts, each: LoanAssessment, forgiven: Span, day: date) -> list[Item]:
    told = with_fact(facts, "household.qpri_written_before_2026", False)
    loan = each.loan.model_copy(update={"forgiven_interest": None, "forgiven_as_gift": None})
    owed = each.deficiency.debt
    given_up = LoanTax(
        loan, loan_name(facts, loan), ("released",), owed, owed, NOTHING, NOTHING, forgiven, day, "F", (), ()
    )
    return loan_items(told, [given_up]) if forgiven != NOTHING else []


def offers(assessment: Assessment, each: LoanAssessment, budget: Budget, other: Otherwise) -> tuple[Offer, ...]:
    """Three or four offers from the person's own numbers, none above the claim, each amount once."""
    found: dict[tuple[Decimal, bool], Offer] = {}
    for means, paid, months in _tried(budget, other.claim):
        a_month = budget.monthly if months else None
        made = settlement(assessment, each, paid, months, means=means, a_month=a_month, other=other)
        if made.paid:
            found.setdefault((made.paid, bool(months)), made)
    return tuple(found.values())


def _tried(budget: Budget, claim: Span) -> Iterator[tuple[Means, Decimal, int]]:
    if budget.lump is not None:
        yield "lump", budget.lump, 0
        if claim.high is None or budget.lump * HALF < claim.high:
            yield "half", budget.lump * HALF, 0
    for months in budget.lengths:
        if budget.monthly:
            yield "payments", *over_months(budget.monthly, months, claim)


def over_months(monthly: Decimal, months: int, claim: Span) -> tuple[Decimal, int]:
    """What so many payments come to, and how many it takes to reach the claim, where that is sooner."""
    if claim.high is None or monthly * months <= claim.high:
        return monthly * months, months
    return claim.high, int((claim.high / monthly).to_integral_value(ROUND_UP))
