"""The federal income tax that more income of one year costs.

The tax of a household is worked out twice from the brackets, with and without the cancelled debt and the gain on the
home; the difference is the extra tax. It is the exact tax of the brackets: the tables that the IRS prints for incomes
under $100,000 take the middle of each $50 and differ by a few dollars.

Not modelled, and said: somebody else's dependents, itemized deductions, credits, the tax on Social Security benefits,
the alternative minimum tax, and state income tax.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import product
from typing import get_args

from ..facts import Facts
from ..groups import FilingStatus, Household
from ..law.federal import federal
from ..law.income_tax import IncomeTaxLaw, Year
from ..money import NOTHING, UNKNOWN, ZERO, Span, cents
from ..working import Line, Text

STATUSES: tuple[FilingStatus, ...] = get_args(FilingStatus)
INCOME_NOT_KNOWN = Line(
    Text("Your other income"),
    UNKNOWN,
    Text("The same debt costs little on a low income and much on a high one."),
    needs="household.other_income",
)
EXAMPLES = (Decimal(30_000), Decimal(60_000), Decimal(100_000))  # of other income, where it is not known


@dataclass(frozen=True, slots=True)
class Filer:
    """Who files: in which way, and how many of those on the return are 65 or over, or blind."""

    status: FilingStatus
    seniors: int = 0
    blind: int = 0


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of taxable income and the rate that it pays."""

    rate: Decimal
    amount: Decimal
    gain: bool = False


@dataclass(frozen=True, slots=True)
class Return:
    """One year's tax of a household, in dollars."""

    adjusted_gross_income: Decimal
    standard_deduction: Decimal
    additional_deduction: Decimal  # for age and blindness
    senior_deduction: Decimal
    taxable_income: Decimal
    slices: tuple[Slice, ...]
    income_tax: Decimal
    investment_tax: Decimal

    @property
    def tax(self) -> Decimal:
        """Income tax and net investment income tax."""
        return self.income_tax + self.investment_tax


@dataclass(frozen=True)
class ExtraTax:
    """What more income of a year costs in federal tax, and how that comes about."""

    amount: Span
    working: tuple[Line, ...] = ()
    needs: tuple[str, ...] = ()
    notes: tuple[Text, ...] = ()


@lru_cache(maxsize=4096)
def federal_tax(
    filer: Filer, year: int, ordinary: Decimal, capital_gain: Decimal = ZERO, recapture: Decimal = ZERO
) -> Return:
    """The federal tax of a year on `ordinary` income, long-term `capital_gain` beyond what depreciation made,
    and `recapture` (unrecaptured section 1250 gain): dollars, none below zero. A year that has not been read takes the
    brackets of the nearest one that has.

    Source: 26 U.S.C. 1(h), 1(j), 63(c) and (f), 151(d)(5)(C), 1411.
    """
    law = federal(IncomeTaxLaw)
    figures = law.nearest(year)
    gross = ordinary + capital_gain + recapture
    standard = figures.standard_deduction.of(filer.status)
    additional = figures.additional_deduction.of(filer.status) * (filer.seniors + filer.blind)
    senior = _senior_deduction(law, filer, year, gross)
    taxable = max(ZERO, gross - standard - additional - senior)
    slices = _slices(law, figures, filer.status, taxable, capital_gain, recapture)
    above = max(ZERO, gross - law.investment_tax.threshold.of(filer.status))
    return Return(
        gross,
        standard,
        additional,
        senior,
        taxable,
        slices,
        _due(slices),
        cents(law.investment_tax.rate * min(capital_gain + recapture, above)),
    )


def _senior_deduction(law: IncomeTaxLaw, filer: Filer, year: int, gross: Decimal) -> Decimal:
    rule = law.senior_deduction
    if year not in rule.years or filer.status in rule.not_for:
        return ZERO
    cut = rule.rate * max(ZERO, gross - rule.threshold.of(filer.status))
    return cents(filer.seniors * max(ZERO, rule.dollars - cut))


def _slices(
    law: IncomeTaxLaw, figures: Year, status: FilingStatus, taxable: Decimal, capital_gain: Decimal, recapture: Decimal
) -> tuple[Slice, ...]:
    """Taxable income by the rate that each part of it pays: with the rates for gain, or all of it at the ordinary
    rates where that costs less."""
    rates, tops = law.rates.ordinary, figures.brackets.of(status)
    plain = _ordinary_slices(taxable, tops, rates)
    if not capital_gain + recapture:
        return plain
    # The steps of the Schedule D Tax Worksheet. What the deductions leave over from ordinary income lowers the gain.
    favored = min(capital_gain, taxable)
    rest = taxable - favored  # ordinary income, and the recapture on top of it
    below = max(top for top, rate in zip(tops, rates, strict=False) if rate < law.rates.recapture)
    at_ordinary_rates = max(taxable - min(capital_gain + recapture, taxable), min(rest, below))
    zero, fifteen, twenty = law.rates.capital_gain
    free = max(ZERO, min(taxable, figures.top_of_zero.of(status)) - rest)
    room = max(ZERO, min(taxable, figures.top_of_fifteen.of(status)) - at_ordinary_rates - free)
    middle = min(favored - free, room)
    mixed = (
        *_ordinary_slices(at_ordinary_rates, tops, rates),
        Slice(law.rates.recapture, rest - at_ordinary_rates, True),
        Slice(zero, free, True),
        Slice(fifteen, middle, True),
        Slice(twenty, favored - free - middle, True),
    )
    return min(tuple(each for each in mixed if each.amount), plain, key=_due)


def _ordinary_slices(amount: Decimal, tops: tuple[Decimal, ...], rates: tuple[Decimal, ...]) -> tuple[Slice, ...]:
    found, below = [], ZERO
    for rate, top in zip(rates, (*tops, amount), strict=True):
        if amount <= below:
            break
        found.append(Slice(rate, min(amount, top) - below))
        below = top
    return tuple(found)


def _due(slices: Iterable[Slice]) -> Decimal:
    return cents(sum((each.rate * each.amount for each in slices), ZERO))


def extra_federal_tax(
    facts: Facts, year: int, ordinary: Span, capital_gain: Span = NOTHING, recapture: Span = NOTHING
) -> ExtraTax:
    """What the added income of a case costs; `extra_tax` says how."""
    return extra_tax(facts.household, facts.as_of, year, ordinary, capital_gain, recapture)


def extra_tax(
    household: Household,
    as_of: date,
    year: int,
    ordinary: Span,
    capital_gain: Span = NOTHING,
    recapture: Span = NOTHING,
) -> ExtraTax:
    """What `ordinary` income (cancelled debt that no exclusion covers), taxable long-term `capital_gain` on the home
    and `recapture` of its depreciation add to the federal tax of `year`, with the standard deduction. Facts that are
    not known leave a range: every way to file, every age. Where other income is not known, the range holds every
    income. `as_of` tells the year of the ages, where the household names no tax year.
    """
    added = (ordinary, capital_gain, recapture)
    if all(each == NOTHING for each in added):
        return ExtraTax(NOTHING)
    figures = federal(IncomeTaxLaw).nearest(year)
    filers = tuple(possible_filers(household, as_of, year))
    other = household.other_income or ZERO
    without = [federal_tax(filer, year, other) for filer in filers]
    least = without
    if any(each.low for each in added):
        least = _returns(filers, year, other, [each.low or ZERO for each in added])
    known = [each.high for each in added if each.high is not None]
    exact = all(each.exact for each in added)
    most = least if exact else _returns(filers, year, other, known) if len(known) == len(added) else []
    low = min(more.tax - less.tax for more, less in zip(least, without, strict=True))
    if household.other_income is None:
        amount = Span(low, _dearest(*known) if most else None)
        lines = [INCOME_NOT_KNOWN, *(_examples(household, as_of, year, added) if most else ())]
    else:
        rises = [more.tax - less.tax for more, less in zip(most, without, strict=False)]
        amount = Span(low, max(rises, default=None))
        lines = [*_incomes(other, added), *(_taxes(figures, without, [*least, *most]) if most else ())]
    how = Text("The tax with the added income, less the tax without it, by the figures of {year}.", _of(figures))
    return ExtraTax(
        amount,
        (*lines, Line(Text("Extra federal income tax"), amount, how, figures.source, "sum")),
        () if amount.exact else tuple(_needs(household)),
        tuple(_notes(household, year, figures, [*least, *most])),
    )


def _returns(filers: Iterable[Filer], year: int, other: Decimal, added: list[Decimal]) -> list[Return]:
    ordinary, capital_gain, recapture = added
    return [federal_tax(filer, year, other + ordinary, capital_gain, recapture) for filer in filers]


def dearest_rise(ordinary: Span) -> Span:
    """The most that so much more ordinary income can add to a tax, at whatever other income and gain beside it. Every
    dollar is taxed at its own rate, and moves at most one dollar of a gain into the next rate for gains. The two top
    rates meet only in the step from the last rate for gains but one: below it, what a gain adds is less than what the
    lower brackets spare.

    Source: 26 U.S.C. 1(h), (j), 1411.
    """
    rates = federal(IncomeTaxLaw).rates
    step = rates.capital_gain[-1] - rates.capital_gain[-2]
    return Span(ZERO, None if ordinary.high is None else cents(ordinary.high * (rates.ordinary[-1] + step)))


def _dearest(ordinary: Decimal, capital_gain: Decimal, recapture: Decimal) -> Decimal:
    """What income of these kinds can cost at the most, at whatever other income: every dollar at the top rate of its
    kind. (Within the phase-out of the senior deduction a dollar costs more than its bracket, but never that much.)"""
    law = federal(IncomeTaxLaw)
    on_investment = law.investment_tax.rate
    return cents(
        ordinary * law.rates.ordinary[-1]
        + capital_gain * (law.rates.capital_gain[-1] + on_investment)
        + recapture * (law.rates.recapture + on_investment)
    )


def possible_filers(household: Household, as_of: date, year: int) -> Iterator[Filer]:
    """Every way to file that the facts leave open, with ages as of the end of `year`."""
    older = year - (household.tax_year or as_of.year)
    senior_age = federal(IncomeTaxLaw).senior_age
    seen = set()
    for status in STATUSES if household.filing_status is None else (household.filing_status,):
        people = household.people[: people_on(status)]
        ages = [(False, True) if each.age is None else (each.age + older >= senior_age,) for each in people]
        sights = [(False, True) if each.blind is None else (each.blind,) for each in people]
        for aged, blind in product(product(*ages), product(*sights)):
            seen.add(Filer(status, sum(aged), sum(blind)))
    yield from sorted(seen, key=lambda each: (STATUSES.index(each.status), each.seniors, each.blind))


def people_on(status: FilingStatus) -> int:
    """How many people file on one return. (A spouse who has no income and files none can count on a separate return
    too; that is not modelled.)"""
    return 2 if status == "married_jointly" else 1


def _needs(household: Household) -> Iterator[str]:
    """The missing facts that would settle the tax, most useful first."""
    if household.other_income is None:
        yield "household.other_income"
    if household.filing_status is None:
        yield "household.filing_status"
    for place in range(people_on(household.filing_status or "married_jointly")):
        person = household.people[place]
        if person.age is None:
            yield f"household.people.{place}.age"
        if person.blind is None:
            yield f"household.people.{place}.blind"


def _span(amounts: Iterable[Decimal]) -> Span:
    each = list(amounts)
    return Span(cents(min(each)), cents(max(each)))


def _examples(household: Household, as_of: date, year: int, added: tuple[Span, Span, Span]) -> Iterator[Line]:
    """What it would cost at a few incomes, for somebody who has not told theirs."""
    for income in EXAMPLES:
        extra = extra_tax(household.model_copy(update={"other_income": income}), as_of, year, *added)
        label = Text("If your other income was {income}", {"income": income})
        yield Line(label, extra.amount, Text("Worked out in full for that income."), kind="either")


def _incomes(other: Decimal, added: tuple[Span, Span, Span]) -> Iterator[Line]:
    """What the tax is on."""
    ordinary, gain = added[0], added[1] + added[2]
    how = Text("All of it is taken as income that the ordinary rates tax.")
    yield Line(Text("Your other income"), Span.of(other), how)
    if ordinary != NOTHING:
        how = Text("What no exclusion covers.")
        yield Line(Text("Cancelled debt that is taxed"), ordinary, how, "26 U.S.C. 61(a)(11)")
    if gain != NOTHING:
        yield Line(Text("Taxable gain on the home"), gain, Text("What the exclusion does not cover."), "26 U.S.C. 1(h)")
    together = Span.of(other) + ordinary + gain
    yield Line(Text("Adjusted gross income with them"), together, Text("The lines above, added up."), kind="sum")


def _taxes(figures: Year, without: list[Return], returns: list[Return]) -> Iterator[Line]:
    """The tax with the added income and without it. Each amount spans every return that the facts leave open."""
    law = federal(IncomeTaxLaw)
    cited = "; ".join(figures.cite)
    standard = _span(each.standard_deduction for each in returns)
    how = Text("What everyone may take off in {year} who does not itemize.", _of(figures))
    needs = "" if standard.exact else "household.filing_status"
    yield Line(Text("Standard deduction"), standard, how, cited, "less", needs)
    additional = _span(each.additional_deduction for each in returns)
    if additional != NOTHING:
        how = Text("For each person on the return who is 65 or older, and for each who is blind.")
        yield Line(Text("More for age or blindness"), additional, how, "26 U.S.C. 63(f)", "less")
    before = _span(each.senior_deduction for each in without)
    if before != NOTHING:
        how = Text(
            "For people of 65 or older who have a Social Security number. It shrinks as income grows. Without the "
            "added income it is {before}.",
            {"before": before},
        )
        senior = _span(each.senior_deduction for each in returns)
        yield Line(Text("Senior deduction"), senior, how, "; ".join(law.senior_deduction.cite), "less")
    taxable = _span(each.taxable_income for each in returns)
    yield Line(Text("Taxable income with them"), taxable, Text("Never less than nothing."), kind="sum")
    tax = _span(each.income_tax for each in returns)
    yield Line(Text("Income tax with them"), tax, _by_brackets(figures, returns), cited)
    invested = _span(each.investment_tax for each in returns)
    if invested != NOTHING:
        values = {"rate": _percent(law.investment_tax.rate)}
        how = Text("{rate}% of the gain, or of the income above a threshold where that is less.", values)
        yield Line(Text("Net investment income tax"), invested, how, "; ".join(law.investment_tax.cite))
    tax = _span(each.tax for each in without)
    yield Line(Text("Income tax without them"), tax, _by_brackets(figures, without), cited, "less")


def _of(figures: Year) -> dict[str, object]:
    return {"year": figures.year}


def _by_brackets(figures: Year, returns: list[Return]) -> Text:
    """How the tax comes about: each rate and what it taxes, where there is but one return."""
    if len(set(returns)) > 1:
        return Text("From the brackets of {year}, for every answer that is still open.", {"year": figures.year})
    told: Text | None = None
    for each in returns[0].slices:
        template = "{rate}% of {amount} of gain" if each.gain else "{rate}% of {amount}"
        part = Text(template, {"rate": _percent(each.rate), "amount": each.amount})
        told = part if told is None else Text("{one}, {more}", {"one": told, "more": part})
    if told is None:
        return Text("No taxable income is left, so there is no tax.")
    values = {"year": figures.year, "slices": told}
    return Text("By the brackets of {year}: {slices}. The printed tax table may differ by a few dollars.", values)


def _percent(rate: Decimal) -> str:
    return f"{(rate * 100).normalize():f}"


def _notes(household: Household, year: int, figures: Year, returns: list[Return]) -> Iterator[Text]:
    """What the amount leaves out, in plain words."""
    law = federal(IncomeTaxLaw)
    if year != figures.year:
        years = {"year": year, "other": figures.year}
        yield Text("We do not have the tax figures of {year}. This uses those of {other}, so it is only close.", years)
    if household.would_itemize:
        yield Text("This takes the standard deduction. As you itemize more than that, it usually costs less.")
    else:
        yield Text("This takes the standard deduction. If you itemize more than that, it usually costs less.")
    if household.filing_status in (None, "married_separately"):
        yield Text(
            "If you file separately and your spouse itemizes, you have no standard deduction, and it costs more."
        )
    yield Text("This counts on nobody else claiming you as a dependent.")
    yield Text(
        "More income can also shrink or end credits. We name them and do not work them out: the earned income credit, "
        "the child tax credit, education credits, the saver's credit, and the premium tax credit for health insurance "
        "from the Marketplace, part of which may have to be paid back."
    )
    yield Text("If you get Social Security, more of it can become taxable. That is not counted.")
    threshold = law.investment_tax.threshold.of(household.filing_status or "married_separately")
    if any(each.adjusted_gross_income > threshold for each in returns):
        values = {"rate": _percent(law.investment_tax.rate)}
        yield Text(
            "At this income, {rate}% more can be due on interest, dividends and rent. That is not counted.", values
        )
    yield Text("State income tax may differ: some states tax what the federal law excludes. It is not worked out here.")
