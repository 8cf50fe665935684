"""One paycheck, as far as it is known, and the amounts by which formulas count.

Every amount is a span: what is not known lies between the least and the most that the other facts leave.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ..facts import Facts, Household
from ..law.collecting import Amount, Base, PayPeriod, WageGarnishment
from ..law.collection import Collection
from ..law.dated import on_day
from ..law.federal import federal
from ..money import UNKNOWN, ZERO, Span, cents
from ..working import Line, Text

# 29 CFR § 870.10(c): a month is 4 1/3 weeks, half a month 2 1/6.
WEEKS: dict[PayPeriod, Decimal] = {
    "weekly": Decimal(1),
    "biweekly": Decimal(2),
    "semimonthly": Decimal(13) / 6,
    "monthly": Decimal(13) / 3,
}
A_YEAR: dict[PayPeriod, int] = {"weekly": 52, "biweekly": 26, "semimonthly": 24, "monthly": 12}
AT_LEAST_NOTHING = Span(ZERO, None)
BASES: dict[Base, Text] = {
    "gross_pay": Text("pay before deductions"),
    "disposable_pay": Text("disposable pay"),
    "disposable_pay_and_exempt_income": Text("disposable pay together with protected income"),
    "household_income": Text("household income"),
    "liquid_assets": Text("cash and other liquid assets"),
}
# The fact that tells each input, most useful first.
PATHS = {
    "disposable": "household.disposable_pay",
    "gross": "household.gross_pay",
    "dependents": "household.supported_dependents",
    "medical": "household.medical_insurance",
    "retirement": "household.retirement_contribution",
    "wage": "household.minimum_wage",
    "household": "household.household_income",
    "people": "household.household_size",
    "exempt": "household.exempt_income",
}


@dataclass(frozen=True)
class Inputs:
    """What the formulas count with, for one pay period; `wage` is an hour's, the last two are numbers of people."""

    gross: Span
    disposable: Span
    medical: Span
    retirement: Span
    exempt: Span
    household: Span
    wage: Span
    people: Span
    dependents: Span

    def open(self, used: Iterable[str]) -> list[str]:
        """The names of those among `used` that are not known exactly, most useful first."""
        return [name for name in PATHS if name in used and not getattr(self, name).exact]


def inputs(facts: Facts) -> Inputs:
    """What the facts tell of one paycheck."""
    home = facts.household
    disposable = _disposable(home)
    gross = Span.of(home.gross_pay)
    if home.gross_pay is None:
        withheld = home.required_withholding
        gross = Span(disposable.low, None)
        if withheld is not None and home.disposable_pay is not None:
            gross = Span.of(home.disposable_pay + withheld)
    household = Span(disposable.low, None)
    if home.household_income is not None and home.pay_period is not None:
        household = Span.of(home.household_income * 12 / A_YEAR[home.pay_period])
    return Inputs(
        gross=gross,
        disposable=disposable,
        medical=_or_more(home.medical_insurance),
        retirement=_or_more(home.retirement_contribution),
        exempt=_or_more(home.exempt_income),
        household=household,
        wage=_or_more(home.minimum_wage),
        people=_count(home.household_size, 1),
        dependents=_count(home.supported_dependents, 0),
    )


def _disposable(home: Household) -> Span:
    if home.disposable_pay is not None:
        return Span.of(home.disposable_pay)
    if home.gross_pay is None:
        return AT_LEAST_NOTHING
    if home.required_withholding is None:
        return Span(ZERO, cents(home.gross_pay))
    return Span.of(home.gross_pay - home.required_withholding)


def _or_more(amount: Decimal | None) -> Span:
    return AT_LEAST_NOTHING if amount is None else Span.of(amount)


def _count(number: int | None, least: int) -> Span:
    return Span(Decimal(least), None) if number is None else Span.of(Decimal(number))


def base(law: WageGarnishment, known: Inputs, of: Base) -> Span:
    """What a limit takes its share of, dollars of one paycheck, as this law means it."""
    left = known.disposable
    if "medical_insurance" in law.deducted_first:
        left = (left - known.medical).floored()
    if "retirement" in law.deducted_first:
        left = (left - known.retirement).floored()
    match of:
        case "gross_pay":
            return known.gross
        case "disposable_pay":
            return left
        case "disposable_pay_and_exempt_income":
            return left + known.exempt
        case "household_income":
            return known.household
        case "liquid_assets":
            return Span(left.low, None)


def uses(of: Base, law: WageGarnishment) -> set[str]:
    """The names of the inputs that a base is made of."""
    if of in ("gross_pay", "household_income"):
        return {"gross"} if of == "gross_pay" else {"household"}
    found = {"disposable"} | ({"exempt"} if of == "disposable_pay_and_exempt_income" else set())
    found |= {"medical"} if "medical_insurance" in law.deducted_first else set()
    return found | ({"retirement"} if "retirement" in law.deducted_first else set())


def hourly(law: WageGarnishment, amount: Amount, known: Inputs, day: date) -> Span:
    """The greatest of the minimum wages that an amount counts by, dollars an hour."""
    lowest = on_day(federal(Collection).minimum_wage.amounts, day)
    wage = Span.of(lowest.amount if lowest else ZERO)
    if "state" in amount.minimum_wage:
        wage = wage.at_least(state_wage(law, known, day))
    return wage.at_least(known.wage) if "local" in amount.minimum_wage else wage


def state_wage(law: WageGarnishment, known: Inputs, day: date) -> Span:
    """The state's minimum wage; where areas have their own, that of the place of work, or the span of them all."""
    areas = {value.area for value in law.state_minimum_wage}
    found = sorted(figure.amount for area in areas if (figure := on_day(law.state_minimum_wage, day, area)))
    if not found:
        return AT_LEAST_NOTHING  # a wage that is not set yet
    reached = [amount for amount in found if known.wage.low is not None and amount <= known.wage.low]
    low = reached[-1] if reached else found[0]
    high = low if known.wage.exact else found[-1]
    return Span(low, high)


def protected(law: WageGarnishment, amount: Amount, period: PayPeriod, known: Inputs, day: date) -> Span:
    """A protected amount in dollars of one paycheck."""
    printed: Decimal | None = getattr(amount, period) if period != "weekly" else None
    if amount.poverty_line_percent is not None:
        return poverty_line(known.people, day).times(amount.poverty_line_percent / 100 / A_YEAR[period])
    measure = amount.dollars if amount.dollars is not None else amount.multiple or ZERO
    if printed is None:
        printed = measure if amount.per == period else measure * WEEKS[period] / WEEKS[amount.per]
    return Span.of(printed) if amount.multiple is None else hourly(law, amount, known, day).times(printed)


def poverty_line(people: Span, day: date) -> Span:
    """The federal poverty line for a household, dollars a year."""
    line = federal(Collection).poverty_line
    first, more = on_day(line.one_person, day), on_day(line.each_more, day)
    if first is None or more is None or people.low is None:
        return UNKNOWN
    low = first.amount + more.amount * (people.low - 1)
    return Span(low, None if people.high is None else first.amount + more.amount * (people.high - 1))


def pay_lines(facts: Facts, known: Inputs) -> list[Line]:
    """From pay before deductions to disposable pay."""
    home = facts.household
    lines = []
    if home.gross_pay is not None:
        lines.append(Line(Text("Pay before deductions"), known.gross, Text("One paycheck, as you told us.")))
    if home.disposable_pay is None and home.gross_pay is not None:
        taken = Span.of(home.required_withholding) if home.required_withholding is not None else AT_LEAST_NOTHING
        needs = "" if home.required_withholding is not None else "household.required_withholding"
        how = Text("Income tax, Social Security and Medicare: what the law takes out, and nothing else.")
        lines.append(Line(Text("Required deductions"), taken, how, kind="less", needs=needs))
    source = "; ".join(federal(Collection).named("disposable-earnings").cite)
    how = Text("What is left of one paycheck after the deductions that the law requires.")
    needs = "" if known.disposable.exact else "household.disposable_pay"
    lines.append(Line(Text("Disposable pay"), known.disposable, how, source, "sum", needs))
    return lines
