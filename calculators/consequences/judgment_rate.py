"""The rate of interest on a judgment, by the rule of the state whose court gives it.

Rates are percent a year. A rate is a span where facts leave a range; it holds percents, not dollars.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import reduce

from ..facts import Facts, Loan
from ..law.collecting import Rate, RateWhen
from ..law.collection import Collection, IndexValues
from ..law.dated import Figure, on_day
from ..law.federal import federal
from ..law.loader import state_law
from ..law.schema import Checked
from ..money import UNKNOWN, ZERO, Span
from ..working import Text
from .limits import household_use, plain

ANY_RATE = Span(ZERO, None)


@dataclass(frozen=True)
class JudgmentRate:
    """What one state's rule comes to for one loan."""

    code: str
    name: str
    percent: Span
    how: Text
    compounding: str  # simple or yearly
    needs: tuple[str, ...]
    caveats: tuple[Text, ...]
    citations: tuple[str, ...]
    checked: Checked


def judgment_rate(code: str, facts: Facts, loan: Loan, amount: Span) -> JudgmentRate:
    """The rate on a judgment for `amount` dollars on this loan in one state. Raises KeyError for an unknown state."""
    law = state_law(code)
    interest = law.judgment_interest
    possible = list(_possible(interest.rates, facts, loan, amount))
    readings = [_read(rate, facts, loan) for rate in possible]
    percent = reduce(Span.or_, (each.percent for each in readings))
    how, caveats = readings[0].how, [caveat for each in readings for caveat in each.caveats]
    needs = [path for each in readings for path in each.needs]
    if len(readings) > 1:
        how = Text("By the kind and size of the debt: {one} Or: {other}", {"one": how, "other": readings[1].how})
        needs.append(f"loans.{loan.id}.consumer_debt" if _by_debt(possible) else f"loans.{loan.id}.judgment_amount")
    if loan.judgment_rate is not None:
        rate = {"percent": plain(loan.judgment_rate)}
        percent, needs, caveats = Span(loan.judgment_rate, loan.judgment_rate), [], []
        how = Text("{percent}% a year, as the judgment says.", rate)
    kinds = {rate.compounding for rate in possible}
    if None in kinds:
        caveats.append(Text("We count simple interest, as is usual. The law's own words on that were not read."))
    if percent.exact:
        needs = []
    return JudgmentRate(
        code=code,
        name=law.name,
        percent=percent,
        how=how,
        compounding="yearly" if kinds == {"yearly"} else "simple",
        needs=tuple(dict.fromkeys(needs)),
        caveats=tuple({str(text): text for text in caveats}.values()),
        citations=interest.cite,
        checked=interest.checked,
    )


def _by_debt(rates: list[Rate]) -> bool:
    return any(rate.when.debt is not None for rate in rates)


def _possible(rates: tuple[Rate, ...], facts: Facts, loan: Loan, amount: Span) -> Iterator[Rate]:
    """The rates that may be the first whose every condition holds."""
    for rate in rates:
        met = _holds(rate.when, facts, loan, amount)
        if met is not False:
            yield rate
        if met:
            return


def _holds(when: RateWhen, facts: Facts, loan: Loan, amount: Span) -> bool | None:
    entered = loan.judgment_on or facts.as_of
    tests = [
        _debt(when.debt, household_use(facts, loan)),
        None if when.judgment_from is None else entered >= when.judgment_from,
        _over(amount, when.judgment_over),
        _not(_over(amount, when.judgment_at_most)),
        _under(amount, when.unpaid_principal_under),
    ]
    asked = [
        when.debt,
        when.judgment_from,
        when.judgment_over,
        when.judgment_at_most,
        when.unpaid_principal_under,
    ]
    results = [test for test, condition in zip(tests, asked, strict=True) if condition is not None]
    if False in results:
        return False
    return None if None in results else True


def _debt(wanted: str | None, household: bool | None) -> bool | None:
    return None if household is None else household == (wanted == "consumer")


def _over(amount: Span, most: Decimal | None) -> bool | None:
    if most is None:
        return None
    if amount.low is not None and amount.low > most:
        return True
    return False if amount.high is not None and amount.high <= most else None


def _under(amount: Span, limit: Decimal | None) -> bool | None:
    if limit is None:
        return None
    if amount.high is not None and amount.high < limit:
        return True
    return False if amount.low is not None and amount.low >= limit else None


def _not(value: bool | None) -> bool | None:
    return None if value is None else not value


@dataclass(frozen=True)
class _Reading:
    percent: Span
    how: Text
    needs: tuple[str, ...] = ()
    caveats: tuple[Text, ...] = ()


def _read(rate: Rate, facts: Facts, loan: Loan) -> _Reading:
    """What one rate comes to, the note's own rate included."""
    by_rule = _by_rule(rate, facts, loan)
    note = loan.interest_rate
    own = ANY_RATE if note is None else Span(note, note)
    if rate.contract_ceiling is not None:
        own = own.at_most(Span(rate.contract_ceiling, rate.contract_ceiling))
    values: dict[str, object] = {"rule": by_rule.how}
    match rate.contract:
        case "ignored":
            return by_rule
        case "governs":
            percent = own
            how = Text("The rate that the note itself sets goes on after the judgment.")
        case "if_lower":
            percent = own.at_most(by_rule.percent)
            how = Text("The note's own rate or the law's, whichever is lower. {rule}", values)
        case "if_higher":
            percent = own.at_least(by_rule.percent)
            percent = percent.or_(by_rule.percent) if rate.contract_must_say_so else percent
            how = Text("The note's own rate or the law's, whichever is higher. {rule}", values)
        case None:
            percent = own.or_(by_rule.percent)
            how = Text("{rule} Whether the note's own rate goes first was not read.", values)
    if note is not None:
        how = Text("{how} The note's rate is {note}%.", {"how": how, "note": plain(note)})
    needs = (f"loans.{loan.id}.interest_rate",) if note is None else ()
    counts = rate.contract != "governs"
    return _Reading(percent, how, (*needs, *by_rule.needs), by_rule.caveats if counts else ())


def _by_rule(rate: Rate, facts: Facts, loan: Loan) -> _Reading:
    """What the law's own rate comes to."""
    match rate.rule:
        case "fixed" if rate.percent is not None:
            how = Text("{percent}% a year, fixed by law.", {"percent": plain(rate.percent)})
            return _Reading(Span(rate.percent, rate.percent), how)
        case "court":
            most = rate.ceiling
            how = Text("The judge sets the rate, up to {most}% a year.", {"most": plain(most or ZERO)})
            return _Reading(Span(ZERO, most), how, (f"loans.{loan.id}.judgment_rate",))
        case "contract_rate":
            return _Reading(UNKNOWN, Text("The note's rate."))
    entered = loan.judgment_on or facts.as_of
    day = facts.as_of if rate.fixed_at_judgment is False else entered
    published = on_day(rate.known, day)
    if published and published.read:
        return _Reading(
            Span(published.amount, published.amount),
            Text("{percent}% a year, as published for that time.", {"percent": plain(published.amount)}),
            caveats=_changes(rate),
        )
    return _by_index(rate, day, published)


def _by_index(rate: Rate, day: date, published: Figure | None) -> _Reading:
    index = next((each for each in federal(Collection).index if each.index == rate.index), None)
    figure = on_day(index.values, _index_day(rate, day)) if index else None
    if index is None or figure is None:
        if published is None:
            return _Reading(ANY_RATE, Text("By an index whose value we have not read."), caveats=_changes(rate))
        values: dict[str, object] = {"percent": plain(published.amount), "day": published.since}
        last = Text("The last rate that we read is the {percent}% of {day}. A newer one may differ.", values)
        how = Text("{percent}% a year, the last rate that we read.", values)
        return _Reading(Span(published.amount, published.amount), how, caveats=(last, *_changes(rate)))
    percent = _worked_out(rate, figure.amount)
    caveats = _changes(rate)
    if not figure.read:
        caveats = (_last_read(index, figure), *caveats)
    values = {
        "percent": plain(percent),
        "index": Text(index.name),
        "value": plain(figure.amount),
        "share": plain(rate.index_percent),
        "points": plain(abs(rate.points or ZERO)),
    }
    how = Text("{percent}% a year: {index}, {value}%, plus {points} points.", values)
    if not rate.points:
        how = Text("{percent}% a year: {index}, {value}%.", values)
    elif rate.points < 0:
        how = Text("{percent}% a year: {index}, {value}%, less {points} points.", values)
    if rate.index_percent != 100:
        how = Text("{percent}% a year: {share}% of {index}, {value}%, as rounded.", values)
    return _Reading(Span(percent, percent), how, caveats=caveats)


def _last_read(index: IndexValues, figure: Figure) -> Text:
    values: dict[str, object] = {"index": Text(index.name), "value": plain(figure.amount), "day": figure.since}
    return Text("The last value of {index} that we read is the {value}% of {day}. A newer one may differ.", values)


def _index_day(rate: Rate, day: date) -> date:
    """The day whose index counts."""
    if rate.index_on is None:
        return day
    month, of_month = (int(part) for part in rate.index_on.split("-"))
    this_year = date(day.year, month, of_month)
    return this_year if this_year <= day else date(day.year - 1, month, of_month)


def _worked_out(rate: Rate, index: Decimal) -> Decimal:
    """An index value by the rule: share, rounding, points, floor and ceiling."""
    found = index * rate.index_percent / 100
    if rate.rounded_to:
        found = (found / rate.rounded_to).quantize(Decimal(1), rounding=ROUND_HALF_UP) * rate.rounded_to
    found += rate.points or ZERO
    if rate.floor is not None:
        found = max(found, rate.floor)
    return found if rate.ceiling is None else min(found, rate.ceiling)


def _changes(rate: Rate) -> tuple[Text, ...]:
    found = []
    if rate.fixed_at_judgment is False:
        found.append(Text("The rate changes with its index for as long as the judgment is owed."))
    if rate.court_may_lower:
        found.append(Text("The court may set a lower rate."))
    return tuple(found)
