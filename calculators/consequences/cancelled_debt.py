"""What losing the home does to the federal tax return: cancelled debt, what of it is taxed, and the gain on the home.

Where the law does not settle whether a loan that the state keeps the lender from collecting is recourse or
nonrecourse, both results are worked out, and the answer lies between them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Literal

from ..facts import Facts
from ..law.federal import federal
from ..law.taxing import CancelledDebtLaw
from ..money import NOTHING, UNKNOWN, ZERO, Span
from ..working import Line, Text
from .cancellation import LoanTax
from .exclusions import WHOLLY, Excluded, Exclusion, Item, exclude, loan_items
from .form_982 import Filing, Form982, filings, form_982
from .home_sale import HomeSale
from .income_tax import ExtraTax, extra_federal_tax
from .insolvency import Insolvency
from .outcome import LoanOutcome
from .tax_return import (
    Alternative,
    Reading,
    alternatives_of,
    by_the_bid,
    exclusion_lines,
    read_return,
    rule_text,
    worksheet_of,
)


@dataclass(frozen=True)
class Choice:
    """One way to use the exclusions, where there is a choice."""

    kind: Literal["qpri_first", "insolvency_instead"]
    says: Text
    excluded: Span
    taxable: Span
    better: bool


@dataclass(frozen=True)
class Later:
    """What would follow if the lender gave up what is still owed."""

    amount: Span
    excluded: Span
    taxable: Span
    says: Text


@dataclass(frozen=True)
class Tax:
    """The federal tax return of the year in which the home's debt is cancelled."""

    facts: Facts
    outcomes: tuple[LoanOutcome, ...]
    readings: tuple[Reading, ...]  # of the law: that the loans are recourse, and where that is open, that they are not
    excluding: Excluded
    sale: HomeSale
    alternatives: tuple[Alternative, ...]
    decided_by: Text | None  # what decides between the readings of the law

    @property
    def year(self) -> int | None:
        return self.readings[0].year

    @property
    def cancelled_debt(self) -> Span:
        return self.excluding.cancelled

    @property
    def excluded(self) -> Span:
        return self.excluding.excluded

    @property
    def taxable(self) -> Span:
        return self.excluding.taxable

    @property
    def exclusions(self) -> tuple[Exclusion, ...]:
        return self.excluding.exclusions

    @property
    def loans(self) -> tuple[LoanTax, ...]:
        """What became of each loan, where it counts as recourse."""
        return tuple(self.readings[0].loans)

    @property
    def items(self) -> tuple[Item, ...]:
        """What was cancelled at which moment, where the loans count so."""
        return tuple(self.readings[0].items)

    @property
    def worksheet(self) -> Insolvency:
        return self.readings[0].worksheet

    @cached_property
    def form_1099c(self) -> bool | None:
        """Whether a lender will report cancelled debt."""
        told = self.facts.disposition.kind is not None
        sellers = frozenset(loan.id for loan in self.facts.loans if loan.seller_financed)
        return _form_expected(sellers, *(each.items for each in self.readings)) if told else None

    @cached_property
    def extra(self) -> ExtraTax:
        """What the cancelled debt and a gain add to the tax of the year."""
        return _extra(self.facts, self.year, self.excluding, self.sale) if self.taxable.known else ExtraTax(UNKNOWN)

    @cached_property
    def choices(self) -> tuple[Choice, ...]:
        return _choices(self.readings[0])

    @cached_property
    def later(self) -> Later | None:
        return _later(self.facts, self.readings[0])

    @cached_property
    def form_982(self) -> Form982 | None:
        return form_982(self.facts, self.excluding, self.readings[0].items)

    @cached_property
    def reporting(self) -> tuple[Filing, ...]:
        return filings(self.facts, self.excluding, self.sale, self.year)

    @cached_property
    def working(self) -> tuple[Line, ...]:
        if not self.cancelled_debt.known:
            lines: tuple[Line, ...] = ()
        elif len(self.readings) == 1:
            lines = self.readings[0].working
        else:
            lines = tuple(_either_lines(self.alternatives, self.excluding, self.sale))
        return (*lines, *_apart(self.extra.working))

    @cached_property
    def needs(self) -> tuple[str, ...]:
        return _needs(self.facts, self.outcomes, self.readings, self.excluding, self.sale, self.extra)

    @cached_property
    def notes(self) -> tuple[Text, ...]:
        return tuple(_notes(self.facts, self.readings, self.extra))

    @property
    def amount_realized(self) -> Span:
        """The price of the home, as the tax law counts it."""
        return self.sale.amount_realized

    @property
    def gain_or_loss(self) -> Span:
        """The price less what the home cost: a loss is below zero."""
        return self.sale.gain


def tax(facts: Facts, outcomes: tuple[LoanOutcome, ...], surplus: Span, names: dict[str, Text]) -> Tax:
    """The tax of one household after the home is lost; `names` are its loans in words, `surplus` what the sale left
    over for the owner.

    Source: 26 U.S.C. 61(a)(11), 108, 121, 1001, 1017; 26 C.F.R. 1.1001-2, 1.6050P-1; IRS Publications 523 and 4681.
    """
    worksheet = worksheet_of(facts, outcomes)
    recourse = read_return(facts, outcomes, "recourse", surplus, names, worksheet)
    open_to_it = {each.loan.id for each in recourse.loans if "barred" in each.fates}
    unsettled = [each for each in outcomes if each.loan.id in open_to_it]
    nonrecourse = read_return(facts, outcomes, "nonrecourse", surplus, names, worksheet) if unsettled else recourse
    readings: tuple[Reading, ...] = (recourse,)
    excluded, sale = recourse.excluded, recourse.sale
    if not all(each.loan.recourse for each in unsettled):
        readings = (recourse, nonrecourse)
        excluded, sale = excluded.or_(nonrecourse.excluded), sale.or_(nonrecourse.sale)
    alternatives = alternatives_of(facts, unsettled, recourse, nonrecourse)
    alternatives += by_the_bid(facts, outcomes, surplus, names)
    decided_by = rule_text("recourse-from-the-start") if unsettled and alternatives else None
    return Tax(facts, outcomes, readings, excluded, sale, tuple(alternatives), decided_by)


def _either_lines(alternatives: tuple[Alternative, ...], excluded: Excluded, sale: HomeSale) -> list[Line]:
    """The lines where two readings of the law are open: what each gives, then what lies between them."""
    lines = []
    for each in alternatives:
        lines.append(
            Line(
                Text("Cancelled debt, if: {says}", {"says": each.says}),
                each.cancelled_debt,
                each.says,
                "; ".join(each.citations),
                "either",
            )
        )
    how = Text("The one or the other.")
    lines.append(Line(Text("Cancelled debt"), excluded.cancelled, how, kind="start"))
    lines += exclusion_lines(excluded)
    lines.append(Line(Text("Amount realized"), sale.amount_realized, how, kind="start"))
    return [*lines, *(line for line in sale.lines if line.kind != "start" and line.amount != sale.amount_realized)]


def _extra(facts: Facts, year: int | None, excluded: Excluded, sale: HomeSale) -> ExtraTax:
    """The tax that it costs in that year; a gain of another year is not part of it."""
    when = year or facts.household.tax_year or sale.year or facts.as_of.year
    together = year is None or sale.year is None or sale.year == when
    gain, recapture = (sale.capital_gain, sale.recapture) if together else (NOTHING, NOTHING)
    return extra_federal_tax(facts, when, excluded.taxable, gain, recapture)


def _apart(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Lines that begin a sum of their own."""
    return (replace(lines[0], kind="start"), *lines[1:]) if lines and lines[0].kind == "part" else lines


def _form_expected(sellers: frozenset[str], *readings: list[Item]) -> bool | None:
    """Whether a lender will send Form 1099-C for the home's loans: for $600 or more. Only those whose business it is to
    lend must; whether a seller who lent the price is one, nobody can say (26 U.S.C. 6050P(c)(2))."""
    threshold = federal(CancelledDebtLaw).form_1099c.threshold_dollars
    found = set()
    for items in readings:
        total, lent = NOTHING, NOTHING
        for item in items:
            amount = item.amount if item.of_home else NOTHING
            total, lent = total + amount, lent + (NOTHING if item.key in sellers else amount)
        sure = lent.low is not None and lent.low >= threshold
        never = total.high is not None and total.high < threshold
        found.add(True if sure else False if never else None)
    return found.pop() if len(found) == 1 else None


def _choices(reading: Reading) -> tuple[Choice, ...]:
    """Both ways to use the exclusions, where the main home's and insolvency could each be used."""
    first, instead = reading.excluded, reading.instead
    if first.by_kind["qpri"] == NOTHING or reading.worksheet.amount == NOTHING:
        return ()
    gain = first.taxable.high is not None and instead.taxable.high is not None
    same = first.taxable == instead.taxable
    kept = any(item.kept for item in reading.items)
    why = Text("It keeps more out of your income.")
    if same and kept:
        why = Text("Both keep the same out. This one lowers what your home counts as having cost.")
    elif same:
        why = Text("Both keep the same out. This one uses up nothing else that could lower your taxes.")
    return (
        Choice(
            "qpri_first",
            Text("The main home's exclusion first (box 1e), insolvency for the rest. {why}", {"why": why}),
            first.excluded,
            first.taxable,
            gain,
        ),
        Choice("insolvency_instead", Text("Insolvency alone (box 1b)."), instead.excluded, instead.taxable, False),
    )


def _later(facts: Facts, reading: Reading) -> Later | None:
    """What would follow if every lender gave up today what is still owed to it."""
    owed = [each for each in reading.loans if "owed" in each.fates and each.still != NOTHING and each.later == NOTHING]
    if not owed:
        return None
    total = NOTHING
    for each in owed:
        total = total + each.still
    day = max(facts.as_of, facts.disposition.date or date.min)
    names = loan_items(facts, [_given_up(each, day) for each in owed])
    result = exclude(names, reading.worksheet.amount)
    return Later(total, result.excluded, result.taxable, rule_text("still-owed-means-no-cod-yet"))


def _given_up(loan: LoanTax, day: date) -> LoanTax:
    return LoanTax(
        loan.loan, loan.name, loan.fates, loan.owed, loan.still, NOTHING, NOTHING, loan.still, day, "G", (), ()
    )


def _needs(
    facts: Facts,
    outcomes: tuple[LoanOutcome, ...],
    readings: tuple[Reading, ...],
    excluded: Excluded,
    sale: HomeSale,
    extra: ExtraTax,
) -> tuple[str, ...]:
    """The facts that would settle an amount that is still open, most useful first."""
    if facts.disposition.kind is None and not excluded.cancelled.known:
        return ("disposition.kind",)
    paths: list[str] = [] if facts.disposition.kind is not None else ["disposition.kind"]
    open_debt = any(not reading.excluded.cancelled.exact for reading in readings)
    if open_debt or not sale.amount_realized.exact:
        paths += _value_needs(facts)
    if open_debt:
        for outcome in outcomes:
            paths += [*outcome.liability.depends_on, *outcome.deficiency.needs]
    if not excluded.taxable.exact:
        for item in readings[0].items:  # one answer may settle all of it, before the long lists
            paths += _qpri_needs(facts, item)
        paths += readings[0].worksheet.needs
    if not (sale.capital_gain.exact and sale.recapture.exact and sale.deductible_loss.exact):
        paths += sale.needs
    return tuple(dict.fromkeys((*paths, *extra.needs)))


def _value_needs(facts: Facts) -> list[str]:
    if facts.disposition.kind == "short_sale":
        return [] if facts.disposition.sale_price is not None else ["disposition.sale_price"]
    return [] if facts.property.fair_market_value is not None else ["property.fair_market_value"]


def _qpri_needs(facts: Facts, item: Item) -> list[str]:
    """What would tell whether the main home's exclusion covers this debt."""
    if item.qualifies is False:
        return []
    paths = [] if facts.property.occupancy is not None else ["property.occupancy"]
    if item.qualifies is None and facts.household.qpri_written_before_2026 is None:
        paths.append("household.qpri_written_before_2026")
    if item.unqualified.exact:
        return paths
    if facts.household.filing_status is None:
        paths.append("household.filing_status")
    for loan in facts.loans:
        if loan.purpose is None:
            paths.append(f"loans.{loan.id}.purpose")
        elif loan.acquisition_part is None and loan.purpose not in WHOLLY:
            paths.append(f"loans.{loan.id}.acquisition_part")
    return paths


def _notes(facts: Facts, readings: tuple[Reading, ...], extra: ExtraTax) -> list[Text]:
    """What to know beside the amounts."""
    first = readings[0]
    found = [rule_text(name) for each in first.loans for name in each.notes]
    found += [*first.sale.notes, *first.worksheet.notes]
    if any(_may_be_qpri(item) for item in first.items) or _missed_qpri(facts, first):
        found.append(Text(federal(CancelledDebtLaw).qpri_status.answer, context="cancelled_debt.qpri_status"))
    interest = any(loan.accrued_interest or loan.forgiven_interest for loan in facts.loans)
    if interest and first.excluded.taxable != NOTHING and not first.excluded.by_kind["deductible_interest"].high:
        found.append(rule_text("deductible-debt"))
    if first.excluded.by_kind["insolvency"] != NOTHING:
        found.append(rule_text("insolvency-what-counts"))
    if facts.property.occupancy == "rental" and first.excluded.taxable != NOTHING:
        found.append(rule_text("rental-business-debt"))
    if any(loan.obligor == "cosigner" for loan in facts.loans):
        found.append(rule_text("joint-borrowers"))
    if any(item.seller for item in first.items):
        found.append(rule_text("price-reduction"))
    if first.excluded.cancelled.known and first.excluded.cancelled != NOTHING and not extra.notes:  # they say so too
        found.append(
            Text(
                "State income tax may differ: some states tax what the federal law excludes. It is not worked out here."
            )
        )
    return list({str(note): note for note in (*found, *extra.notes)}.values())


def _may_be_qpri(item: Item) -> bool:
    return item.qualifies is not False and not item.in_bankruptcy


def _missed_qpri(facts: Facts, reading: Reading) -> bool:
    """Whether the main home's exclusion would have helped, had it not ended."""
    home = facts.property.occupancy == "principal_residence"
    return (
        home
        and any(item.of_home and item.amount != NOTHING and not item.in_bankruptcy for item in reading.items)
        and reading.excluded.taxable.high != ZERO
    )
