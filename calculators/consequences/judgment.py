"""A judgment over the years: what interest adds, and what payments take off.

Payments pay the interest that has come due first and then the debt itself, the general rule of Story v. Livingston,
38 U.S. 359 (1839). Simple interest bears no interest; where the law compounds, a year's unpaid interest joins the debt
at its end. Amounts are dollars, rates percent a year.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import reduce
from itertools import islice

from ..facts import Facts, Loan
from ..law.clocks import add_period, judgment_on
from ..law.loader import state_law
from ..money import ZERO, Span, cents
from ..working import Line, Text
from .judgment_rate import JudgmentRate, judgment_rate
from .limits import plain

MOST_YEARS = 20  # of the table: the longest that a judgment lives without being renewed
A_LIFETIME = 12 * 60  # months after which "how long until it is paid" counts as never


@dataclass(frozen=True)
class Year:
    """A judgment at one of its anniversaries."""

    number: int
    on: date
    balance: Span
    with_payments: Span | None  # None where nobody told us of payments


@dataclass(frozen=True)
class Judgment:
    """A judgment, given or feared, over its life."""

    amount: Span
    entered: bool
    starts_on: date
    percent: Span  # the rate, over every state and loan that may count
    rates: tuple[JudgmentRate, ...]
    years: tuple[Year, ...]
    monthly_payment: Decimal | None
    paid_after: Span | None  # months until the payments pay it; an end of None is never
    working: tuple[Line, ...]
    notes: tuple[Text, ...]
    caveats: tuple[Text, ...]
    needs: tuple[str, ...]


def judgment(facts: Facts, loans: tuple[Loan, ...], amount: Span) -> Judgment:
    """The judgment for `amount` dollars on these loans together, from the day it was entered or else from today."""
    entered = next((day for loan in loans if (day := judgment_on(facts, loan))), None)
    residence = facts.household.residence_state or facts.state
    codes = dict.fromkeys((facts.state, residence))
    rates = tuple(judgment_rate(code, facts, loan, amount) for code in codes for loan in loans)
    percent = reduce(Span.or_, (rate.percent for rate in rates))
    compounding = "yearly" if all(rate.compounding == "yearly" for rate in rates) else "simple"
    highest = "yearly" if any(rate.compounding == "yearly" for rate in rates) else "simple"
    starts = entered or facts.as_of
    years = min(MOST_YEARS, max(state_law(code).limitations.judgment_years for code in codes))
    paid = facts.household.monthly_payment
    free = balances(amount, percent, years, ZERO, (compounding, highest))
    with_payments = balances(amount, percent, years, paid, (compounding, highest)) if paid else None
    table = tuple(
        Year(n, add_period(starts, f"P{n}Y"), free[n - 1], with_payments[n - 1] if with_payments else None)
        for n in range(1, years + 1)
    )
    return Judgment(
        amount=amount,
        entered=entered is not None,
        starts_on=starts,
        percent=percent,
        rates=rates,
        years=table,
        monthly_payment=paid,
        paid_after=months_to_pay(amount, percent, Span.of(paid), (compounding, highest)) if paid else None,
        working=tuple(_working(amount, percent, rates)),
        notes=tuple(_notes(codes)),
        caveats=tuple({str(text): text for rate in rates for text in rate.caveats}.values()),
        needs=tuple(dict.fromkeys(path for rate in rates for path in rate.needs)),
    )


def _working(amount: Span, percent: Span, rates: tuple[JudgmentRate, ...]) -> Iterator[Line]:
    yield Line(Text("The judgment"), amount, Text("What may be collected, or what the judgment says."))
    seen: set[tuple[str, str]] = set()
    for rate in rates:
        if (rate.code, str(rate.how)) not in seen:
            seen.add((rate.code, str(rate.how)))
            label = Text("Interest in the first year in {state}", {"state": rate.name})
            yield Line(label, interest(amount, rate.percent), rate.how, "; ".join(rate.citations), "part")
    if len(seen) > 1:
        text = Text("The court that gives the judgment applies its own state's rule.")
        yield Line(Text("Interest in the first year"), interest(amount, percent), text, kind="sum")


def interest(amount: Span, percent: Span) -> Span:
    """A year's interest in dollars."""
    return Span(_product(amount.low, percent.low), _product(amount.high, percent.high))


def _product(amount: Decimal | None, percent: Decimal | None) -> Decimal | None:
    if amount == 0 or percent == 0:
        return ZERO
    return None if amount is None or percent is None else cents(amount * percent / 100)


def _notes(codes: dict[str, None]) -> Iterator[Text]:
    for code in codes:
        law = state_law(code)
        values = {"state": law.name, "years": law.limitations.judgment_years}
        yield Text("In {state} a judgment lives {years} years.", values)
        if law.limitations.judgment_renewals:
            how = Text(law.limitations.judgment_renewals.rstrip("."), context=f"{code}.limitations")
            yield Text("Renewal in {state}: {how}.", {"state": law.name, "how": how})


def balances(
    amount: Span, percent: Span, years: int, monthly: Decimal, compounding: tuple[str, str] = ("simple", "simple")
) -> list[Span]:
    """What is owed at the end of each of so many years, with a payment at the end of every month; the two kinds of
    compounding are for the low end and the high end."""
    lows = _at_anniversaries(amount.low, percent.low, years, monthly, compounding[0])
    highs = _at_anniversaries(amount.high, percent.high, years, monthly, compounding[1])
    return [Span(low, high) for low, high in zip(lows, highs, strict=True)]


def _at_anniversaries(
    amount: Decimal | None, percent: Decimal | None, years: int, monthly: Decimal, compounding: str
) -> list[Decimal | None]:
    if amount == 0:
        return [ZERO] * years
    if amount is None or percent is None:
        return [None] * years
    if not monthly:
        return [_grown(amount, percent, year, compounding) for year in range(1, years + 1)]
    months = list(islice(_months(amount, percent, monthly, compounding), 12 * years))
    return [cents(owed) for owed in months[11::12]]


def _grown(amount: Decimal, percent: Decimal, years: int, compounding: str) -> Decimal:
    """What is owed after so many years without a payment."""
    if compounding == "yearly":
        return cents(amount * (1 + percent / 100) ** years)
    return cents(amount * (1 + percent / 100 * years))


def _months(amount: Decimal, percent: Decimal, monthly: Decimal, compounding: str) -> Iterator[Decimal]:
    """What is owed after each month and its payment, without end."""
    principal, accrued, month = amount, ZERO, 0
    while True:
        month += 1
        accrued += principal * percent / 1200
        to_interest = min(monthly, accrued)
        accrued -= to_interest
        principal = max(ZERO, principal - (monthly - to_interest))
        if compounding == "yearly" and month % 12 == 0:
            principal, accrued = principal + accrued, ZERO
        yield principal + accrued


def months_to_pay(
    amount: Span, percent: Span, monthly: Span, compounding: tuple[str, str] = ("simple", "simple")
) -> Span:
    """How many months of such payments pay it: the fewest and the most; None is never, or nobody can say."""
    return Span(
        _months_until_paid(amount.low, percent.low, monthly.high, compounding[0]),
        _months_until_paid(amount.high, percent.high, monthly.low, compounding[1]),
    )


def _months_until_paid(
    amount: Decimal | None, percent: Decimal | None, monthly: Decimal | None, compounding: str
) -> Decimal | None:
    if amount == 0:
        return ZERO
    if amount is None or percent is None or not monthly:
        return None
    if monthly * 12 <= amount * percent / 100:
        return None  # no more than the interest
    for month, owed in enumerate(islice(_months(amount, percent, monthly, compounding), A_LIFETIME), 1):
        if cents(owed) <= 0:
            return Decimal(month)
    return None


def paid_within(
    amount: Span, percent: Span, monthly: Span, months: Span, compounding: tuple[str, str] = ("simple", "simple")
) -> Span:
    """What so many months of such payments bring, interest and debt together, dollars: never more than is owed."""
    return Span(
        _paid(amount.low, percent.low, monthly.low, months.low, compounding[0]),
        _paid(amount.high, percent.high, monthly.high, months.high, compounding[1]),
    )


def _paid(
    amount: Decimal | None, percent: Decimal | None, monthly: Decimal | None, months: Decimal | None, compounding: str
) -> Decimal | None:
    if ZERO in (amount, monthly, months):
        return ZERO
    if amount is None or percent is None or monthly is None or months is None:
        return None
    paid, before = ZERO, amount
    for owed in islice(_months(amount, percent, monthly, compounding), int(months)):
        if owed <= 0:
            return cents(paid + min(monthly, before * (1 + percent / 1200)))
        paid, before = paid + monthly, owed
    return cents(paid)


def rate_in_words(percent: Span) -> Text:
    """A rate: 8%, 2% to 9%."""
    low, high = percent.low, percent.high
    if low is not None and low == high:
        return Text("{rate}%", {"rate": plain(low)})
    if low is not None and high is not None:
        return Text("{low}% to {high}%", {"low": plain(low), "high": plain(high)})
    if low:
        return Text("at least {low}%", {"low": plain(low)})
    return Text("not known yet")
