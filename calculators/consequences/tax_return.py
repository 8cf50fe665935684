"""The home's part of a tax return under one reading of the law: which loans were cancelled, what is excluded, the sale.

Where two readings are open, both are worked out, and what decides between them is named.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from typing import Literal

from ..facts import FORECLOSURES, Facts, with_fact
from ..law.clocks import before_the_sale
from ..law.federal import federal
from ..law.taxing import CancelledDebtLaw
from ..money import NOTHING, UNKNOWN, Span
from ..working import Line, Text
from .cancellation import LoanTax, Treatment, barred_from_the_start, either_fate, ended_loans
from .exclusions import RULES, Excluded, Item, either_items, exclude, loan_items, other_items
from .home_sale import HomeSale, home_sale, no_sale
from .insolvency import Insolvency, insolvency
from .outcome import LoanOutcome

EXCLUSION_NAMES = {
    "gift": Text("A gift"),
    "deductible_interest": Text("Interest that you could have deducted"),
    "price_reduction": Text("The seller cut the price"),
    "bankruptcy": Text("Discharged in bankruptcy"),
    "qpri": Text("A mortgage on your main home"),
    "insolvency": Text("You were insolvent"),
}


@dataclass(frozen=True)
class Alternative:
    """One reading of the law, or of what the home was worth, and all that follows from it."""

    kind: Literal["recourse", "nonrecourse", "bid_is_value"]
    says: Text
    cancelled_debt: Span
    excluded: Span
    taxable: Span
    amount_realized: Span
    gain_or_loss: Span
    likelier: bool
    citations: tuple[str, ...]
    working: tuple[Line, ...]


@dataclass(frozen=True)
class Reading:
    """The home's part of a tax return under one reading of the law."""

    loans: list[LoanTax]
    items: list[Item]
    excluded: Excluded
    instead: Excluded  # with insolvency chosen instead of the main home's exclusion
    sale: HomeSale
    worksheet: Insolvency
    year: int | None  # None too where it depends on what became of a loan

    @property
    def working(self) -> tuple[Line, ...]:
        return tuple(_cancelled_lines(self.items, self.excluded)) + self.sale.lines


def read_return(
    facts: Facts,
    outcomes: tuple[LoanOutcome, ...],
    treatment: Treatment,
    surplus: Span,
    names: dict[str, Text],
    worksheet: Insolvency,
) -> Reading:
    """The return if loans that the state keeps the lender from collecting count as `treatment` says. Where a loan may
    have ended in more than one way, the return is read once for each, and the answer holds them all."""
    told = facts.disposition.kind is not None
    ended = ended_loans(facts, outcomes, treatment, names) if told else []
    owed = {each.loan.id: each.deficiency.debt for each in outcomes}
    others = other_items(facts, owed, names)
    sales: dict[object, HomeSale] = {}
    ways = []
    for loans in product(*ended):
        price = tuple((each.realized, each.notes) for each in loans)
        if price not in sales:
            sales[price] = home_sale(facts, list(loans), surplus) if told else no_sale()
        ways.append(_one_way(facts, list(loans), others, sales[price], worksheet))
    first, *rest = ways
    if not rest:
        return first
    excluded, instead, sale = first.excluded, first.instead, first.sale
    for each in rest:
        excluded, instead = excluded.or_(each.excluded), instead.or_(each.instead)
        sale = sale if sale == each.sale else sale.or_(each.sale)
    years = {each.year for each in ways}
    year = first.year if len(years) == 1 else None
    each_loan = [either_fate(each) for each in ended]
    return Reading(each_loan, either_items([each.items for each in ways]), excluded, instead, sale, worksheet, year)


def _one_way(facts: Facts, loans: list[LoanTax], others: list[Item], sale: HomeSale, worksheet: Insolvency) -> Reading:
    """The return, each loan having ended in one way."""
    told = facts.disposition.kind is not None
    every = [*loan_items(facts, loans), *others]
    year = _year(facts, every)
    items = [item for item in every if item.on is None or year is None or item.on.year == year]
    excluded = exclude(items, worksheet.amount)
    instead = exclude(items, worksheet.amount, choose_insolvency=True) if _may_choose(items) else excluded
    if not told and not items:  # whether anything is cancelled depends on the way the home is lost
        excluded = replace(excluded, cancelled=UNKNOWN, excluded=UNKNOWN, taxable=UNKNOWN)
    open_question = any(item.qualifies is None for item in items)
    if open_question and excluded.taxable.exact and excluded.taxable == instead.taxable:
        excluded = instead  # what may be chosen in any case, and keeps out as much
    return Reading(loans, items, excluded, instead, sale, worksheet, year)


def _may_choose(items: list[Item]) -> bool:
    """Whether the main home's exclusion may apply, so that insolvency could be chosen instead."""
    return any(item.qualifies is not False for item in items)


def worksheet_of(facts: Facts, outcomes: tuple[LoanOutcome, ...]) -> Insolvency:
    """The insolvency worksheet, with the home and its loans on it."""
    total = NOTHING
    for each in outcomes:
        total = total + each.deficiency.debt
    return insolvency(facts, Span.of(facts.property.fair_market_value), total)


def _year(facts: Facts, items: list[Item]) -> int | None:
    """The tax year: that of the home's cancelled debt, or as told, or of the sale."""
    years = [item.on.year for item in items if item.of_home and item.on is not None]
    told = facts.household.tax_year
    if told in years or not years:
        sold = facts.disposition.date or (facts.as_of if before_the_sale(facts) else None)
        return told if told is not None else (sold.year if sold is not None else None)
    return max(years)


def _cancelled_lines(items: list[Item], excluded: Excluded) -> list[Line]:
    law = federal(CancelledDebtLaw)
    lines = [line for item in items for line in item.lines]
    source = law.cite("cod-is-income")
    how = Text("Debt that nobody can collect from you any more counts as income, unless a rule keeps it out.")
    lines.append(Line(Text("Cancelled debt"), excluded.cancelled, how, source, kind="sum"))
    return [*lines, *exclusion_lines(excluded)]


def exclusion_lines(excluded: Excluded) -> list[Line]:
    law = federal(CancelledDebtLaw)
    lines = []
    for each in excluded.exclusions:
        name = RULES[each.kind]
        lines.append(Line(EXCLUSION_NAMES[each.kind], each.amount, rule_text(name), law.cite(name), "less"))
    how = Text("Cancelled debt less what is excluded.")
    lines.append(Line(Text("Taxable cancelled debt"), excluded.taxable, how, law.cite("cod-is-income"), "sum"))
    return lines


def alternatives_of(
    facts: Facts, unsettled: list[LoanOutcome], recourse: Reading, nonrecourse: Reading
) -> list[Alternative]:
    """Both readings of a loan that the state keeps the lender from collecting, where they differ."""
    if not unsettled or (recourse.excluded, recourse.sale.amount_realized) == (
        nonrecourse.excluded,
        nonrecourse.sale.amount_realized,
    ):
        return []
    law = federal(CancelledDebtLaw)
    start = all(barred_from_the_start(facts, each) for each in unsettled)
    return [
        _alternative(
            "recourse",
            Text("the loan was recourse until the lender chose this way, and the rest is cancelled debt"),
            recourse,
            not start,
            (*law.rule("recourse-amount-realized").cite, *law.rule("recourse-from-the-start").cite),
        ),
        _alternative(
            "nonrecourse",
            Text("the law made the loan nonrecourse, and the whole debt is the price of the home"),
            nonrecourse,
            start,
            (*law.rule("nonrecourse-amount-realized").cite, *law.rule("recourse-from-the-start").cite),
        ),
    ]


def _alternative(
    kind: Literal["recourse", "nonrecourse", "bid_is_value"],
    says: Text,
    reading: Reading,
    likelier: bool,
    citations: tuple[str, ...],
) -> Alternative:
    result, sale = reading.excluded, reading.sale
    return Alternative(
        kind,
        says,
        result.cancelled,
        result.excluded,
        result.taxable,
        sale.amount_realized,
        sale.gain,
        likelier,
        tuple(dict.fromkeys(citations)),
        reading.working,
    )


def by_the_bid(
    facts: Facts, outcomes: tuple[LoanOutcome, ...], surplus: Span, names: dict[str, Text]
) -> list[Alternative]:
    """What follows if the winning bid counts as the home's value, where that is not known."""
    price = facts.disposition.sale_price
    if facts.property.fair_market_value is not None or price is None or facts.disposition.kind not in FORECLOSURES:
        return []
    guess = with_fact(facts, "property.fair_market_value", price)
    says = Text(
        "the winning bid of {price} is what the home was worth: lenders' forms usually say so", {"price": price}
    )
    cite = federal(CancelledDebtLaw).rule("fmv-not-bid").cite
    return [
        _alternative(
            "bid_is_value",
            says,
            read_return(guess, outcomes, "recourse", surplus, names, worksheet_of(guess, outcomes)),
            True,
            cite,
        )
    ]


def rule_text(name: str) -> Text:
    return Text(federal(CancelledDebtLaw).rule(name).says, context=f"cancelled_debt.{name}")
