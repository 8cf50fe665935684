"""One limit on what may be taken of a paycheck: whether it applies, and how much it lets through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ..facts import Facts, Loan
from ..law.collecting import Amount, Dependents, Limit, LimitWhen, PayPeriod, Step, WageGarnishment
from ..law.dated import in_words
from ..law.parts import period_parts
from ..money import NOTHING, ZERO, Span, cents
from ..working import Text
from .pay import A_YEAR, BASES, WEEKS, Inputs, base, hourly, poverty_line, protected

World = Mapping[str, object]  # for each condition that limits name, one answer to it
BOTH = (True, False)
AID_MONTHS = {"now": 0, "within_2_months": 2, "within_6_months": 6, "within_1_year": 12}
# The fact that answers each condition.
CONDITION_PATHS = {
    "debt": "loans.{loan}.consumer_debt",
    "head_of_family": "household.head_of_family",
    "laborer": "household.laborer",
    "written_waiver": "household.wage_protection_waived",
    "assigned_debt": "loans.{loan}.sold_to_debt_buyer",
    "paycheck_at_most": "household.gross_pay",
    "contract_from": "loans.{loan}.originated_on",
    "public_aid_within": "household.public_aid",
}


@dataclass(frozen=True)
class Payday:
    """What one state's formulas count with: its law, one paycheck, the day and the claims that the worker makes."""

    law: WageGarnishment
    known: Inputs
    period: PayPeriod
    day: date
    claims: frozenset[str] = frozenset()


def conditions(limits: tuple[Limit, ...]) -> dict[str, tuple[str, object]]:
    """The conditions that these limits name, by a name for each: its kind, and what it compares with."""
    found: dict[str, tuple[str, object]] = {}
    for limit in limits:
        for kind, wanted in limit.when.model_dump(exclude_none=True).items():
            if kind != "claimed":
                found[variable(kind, wanted)] = (kind, wanted)
    return found


def variable(kind: str, wanted: object) -> str:
    """A name for what a condition asks: one that the facts answer with yes, no or a kind of debt."""
    if kind in ("contract_from", "contract_before"):
        return f"contract_from {wanted}"
    return f"{kind} {wanted}" if kind in ("paycheck_at_most", "public_aid_within") else kind


def answers(
    kind: str, wanted: object, law: WageGarnishment, facts: Facts, loan: Loan, resident: bool, pay: Inputs
) -> tuple[object, ...]:
    """The answers to a condition that the facts leave possible."""
    home = facts.household
    match kind:
        case "debt":
            return _debt(household_use(facts, loan), law.household_debt_is_consumer)
        case "resident":
            return (resident,)
        case "irregular_pay":
            return (False,)  # whoever names a pay period is paid by it
        case "paycheck_at_most" if isinstance(wanted, Decimal):
            high, low = pay.gross.high, pay.disposable.low
            if high is not None and high <= wanted:
                return (True,)
            return (False,) if low is not None and low > wanted else BOTH
        case "contract_from" | "contract_before" if isinstance(wanted, date):
            return BOTH if loan.originated_on is None else (loan.originated_on >= wanted,)
        case "public_aid_within":
            return _aid(home.public_aid, str(wanted))
    fact = {
        "head_of_family": home.head_of_family,
        "laborer": home.laborer,
        "written_waiver": home.wage_protection_waived,
        "assigned_debt": loan.sold_to_debt_buyer,
    }[kind]
    return BOTH if fact is None else (fact,)


def household_use(facts: Facts, loan: Loan) -> bool | None:
    """Whether the loan was for personal, family or household use: as told, or as a loan to buy a home to live in is."""
    if loan.consumer_debt is not None or loan.purpose not in ("purchase", "rate_refinance"):
        return loan.consumer_debt
    occupancy = facts.property.occupancy
    return None if occupancy is None else occupancy != "rental"


def _debt(household: bool | None, always: bool) -> tuple[object, ...]:
    if household is False:
        return ("other",)
    return ("consumer",) if household and always else ("consumer", "other")


def _aid(given: str | None, within: str) -> tuple[object, ...]:
    if given is None:
        return BOTH
    if given == "none":
        return (False,)
    years, months, _ = period_parts(within)
    reach, ago = 12 * years + months, AID_MONTHS[given]
    if ago <= reach:
        return (True,)
    # "Within six months" leaves open whether it was within two.
    shorter = max((m for m in AID_MONTHS.values() if m < ago), default=0)
    return BOTH if reach > shorter else (False,)


def holds(when: LimitWhen, world: World, claims: frozenset[str]) -> bool:
    """Whether a limit is for this worker, in a world that answers every condition."""
    for kind, wanted in when.model_dump(exclude_none=True).items():
        match kind:
            case "claimed":
                met = wanted in claims
            case "contract_before":
                met = world[variable(kind, wanted)] is False
            case "contract_from" | "paycheck_at_most" | "public_aid_within":
                met = world[variable(kind, wanted)] is True
            case _:
                met = world[kind] == wanted
        if not met:
            return False
    return True


def in_force(limit: Limit, day: date) -> bool:
    """Whether a limit is for wages payable on that day."""
    return (limit.from_ or day) <= day <= (limit.until or day)


def lets_through(limit: Limit, at: Payday) -> Span:
    """The most that a limit lets be taken of one paycheck, in dollars, dependents taken off."""
    if limit.percent == 0:
        return NOTHING
    whole = base(at.law, at.known, limit.of)
    if limit.percent is not None:
        floor = protected(at.law, limit.above, at.period, at.known, at.day) if limit.above else NOTHING
        found = (whole - floor).floored().times(limit.percent / 100)
    elif limit.steps_take == "slice":
        found = _slices(limit, at)
    else:
        low, high = reached(limit, at)
        found = Span(whole.times(low / 100).low, whole.times(high / 100).high if high else ZERO)
    lowered = at.law.dependents
    if lowered and (lowered.lowers == "every_limit" or limit.above) and (lowered.claim or "") in (*at.claims, ""):
        found = (found - for_dependents(lowered, at)).floored()
    return found


def reached(limit: Limit, at: Payday) -> tuple[Decimal, Decimal]:
    """The least and the greatest percent among the steps in which the pay may lie."""
    pay = base(at.law, at.known, limit.measured_on or limit.of)
    found = []
    start = Span(None, None)
    for step in limit.steps:
        end = protected(at.law, step.up_to, at.period, at.known, at.day) if step.up_to else Span(None, None)
        past = end.high is not None and pay.low is not None and pay.low > end.high
        short = start.low is not None and pay.high is not None and pay.high <= start.low
        if not past and not short:
            found.append(step.percent)
        start = end
    return min(found), max(found)


def _slices(limit: Limit, at: Payday) -> Span:
    pay = base(at.law, at.known, limit.measured_on or limit.of)
    ends = [protected(at.law, s.up_to, at.period, at.known, at.day).low if s.up_to else None for s in limit.steps]
    return Span(_sliced(pay.low, limit.steps, ends), _sliced(pay.high, limit.steps, ends))


def _sliced(pay: Decimal | None, steps: tuple[Step, ...], ends: list[Decimal | None]) -> Decimal | None:
    if pay is None:
        return None
    total = start = ZERO
    for step, end in zip(steps, ends, strict=True):
        top = pay if end is None else min(pay, end)
        total += max(ZERO, top - start) * step.percent / 100
        start = pay if end is None else end
    return cents(total)


def for_dependents(rule: Dependents, at: Payday) -> Span:
    """How much less may be taken of one paycheck for the people whom the worker supports."""
    fewest, most = at.known.dependents.low, at.known.dependents.high
    return Span(_weekly(rule, fewest), _weekly(rule, most) if most is not None else None).times(WEEKS[at.period])


def _weekly(rule: Dependents, number: Decimal | None) -> Decimal:
    count = int(number or 0)
    if rule.each is not None:
        return rule.each * count
    return rule.by_number[min(count, len(rule.by_number)) - 1] if count else ZERO


def may_be_lifted(limit: Limit, at: Payday) -> bool:
    """Whether a court may let more than this be taken, since the earnings are, or may be, high enough."""
    percent = limit.court_may_lift_over_poverty_percent
    if percent is None:
        return False
    line = poverty_line(at.known.people, at.day).times(percent / 100).low
    earned = at.known.gross.high
    return line is None or earned is None or earned * A_YEAR[at.period] > line


def label(limit: Limit, at: Payday) -> Text:
    """A limit in a few words."""
    if limit.percent == 0:
        return condition(limit.when)
    if limit.steps:
        low, high = reached(limit, at)
        if limit.steps_take == "slice" or low != high:
            return Text("A share of {base} that grows by steps", {"base": BASES[limit.of]})
        return Text("{percent}% of {base}", {"percent": plain(low), "base": BASES[limit.of]})
    values: dict[str, object] = {"percent": plain(limit.percent or ZERO), "base": BASES[limit.of]}
    if limit.above is None:
        return Text("{percent}% of {base}", values)
    floor = protected(at.law, limit.above, at.period, at.known, at.day)
    values["floor"] = floor if floor.exact else Text("the protected amount")
    if limit.percent == 100:
        return Text("What {base} is above {floor}", values)
    return Text("{percent}% of what {base} is above {floor}", values)


def how(limit: Limit, at: Payday) -> Text:
    """How a limit's amount comes about."""
    if limit.percent == 0:
        return Text("Nothing may be taken then.")
    if limit.steps:
        measured = BASES[limit.measured_on or limit.of]
        steps = tuple(f"{plain(step.percent)}%" for step in limit.steps)
        return Text("The law's steps by {base}: {steps}.", {"base": measured, "steps": ", ".join(steps)})
    if limit.above is None:
        return Text("Of one paycheck.")
    return _floor(limit.above, at)


def _floor(amount: Amount, at: Payday) -> Text:
    values: dict[str, object] = {"floor": protected(at.law, amount, at.period, at.known, at.day)}
    if amount.poverty_line_percent is not None:
        return Text("{floor} is the federal poverty line for your household, for one pay period.", values)
    if amount.multiple is None:
        return Text("The law protects {floor} of one paycheck.", values)
    values |= {"hours": plain(amount.multiple), "wage": hourly(at.law, amount, at.known, at.day)}
    return Text("Protected: {hours} hours a week at a minimum wage of {wage}, {floor} of one paycheck.", values)


def condition(when: LimitWhen) -> Text:
    """For whom a limit is, as a phrase."""
    words = {
        ("debt", "consumer"): Text("For a consumer debt"),
        ("debt", "other"): Text("For a debt that is no consumer debt"),
        ("head_of_family", True): Text("For the head of a family"),
        ("laborer", True): Text("For laborers and mechanics"),
        ("assigned_debt", True): Text("Where the debt was sold or assigned to whoever collects it"),
        ("written_waiver", True): Text("Where you gave the protection up in a separate writing"),
    }
    for kind, wanted in when.model_dump(exclude_none=True).items():
        if kind == "public_aid_within":
            if not any(period_parts(str(wanted))):
                return Text("For whoever gets need-based public aid")
            time = in_words(str(wanted))
            return Text("For whoever gets need-based public aid, or did in the last {time}", {"time": time})
        if kind == "contract_from":
            return Text("For a loan signed on {day} or later", {"day": wanted})
        if kind == "contract_before":
            return Text("For a loan signed before {day}", {"day": wanted})
        if kind == "paycheck_at_most":
            return Text("For a paycheck of {amount} or less", {"amount": wanted})
    for key, value in when.model_dump(exclude_none=True).items():
        if (key, value) in words:
            return words[key, value]
    return Text("")


def plain(number: Decimal) -> str:
    """A number without dollars: 25, 17.5."""
    return f"{number.normalize():f}"
