"""What an ordinary judgment creditor may take of wages, in sentences made from the law's own figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ..law.collecting import (
    Amount,
    Claim,
    Dependents,
    Limit,
    LimitWhen,
    Order,
    PaidWages,
    Step,
    WageGarnishment,
    YearlyCap,
)
from ..law.collection import Collection
from ..law.federal import federal
from ..law.parts import Dated
from ..working import Text
from .phrases import either, every, figure, length, paragraph, percent, together

BASES: dict[str, Text] = {
    "gross_pay": Text("pay before deductions"),
    "disposable_pay": Text("disposable pay"),
    "disposable_pay_and_exempt_income": Text("disposable pay and exempt income together"),
    "household_income": Text("the household's income"),
    "liquid_assets": Text("the month's cash and other liquid assets"),
}
PER: dict[str, str] = {
    "weekly": "{amount} a week",
    "biweekly": "{amount} for two weeks",
    "semimonthly": "{amount} for half a month",
    "monthly": "{amount} a month",
}
WAGES: dict[str, Text] = {"federal": Text("federal"), "state": Text("state"), "local": Text("local")}
FIRST: dict[str, Text] = {
    "medical_insurance": Text("health insurance premiums"),
    "retirement": Text("retirement contributions"),
}
FLAGS: dict[str, tuple[Text, Text]] = {
    "head_of_family": (Text("a head of family"), Text("a person who is not head of a family")),
    "resident": (Text("a person who lives in the state"), Text("a person who lives elsewhere")),
    "laborer": (Text("a laborer or mechanic"), Text("other workers")),
    "irregular_pay": (
        Text("a person not paid by the week, half month or month"),
        Text("a person paid by the week, half month or month"),
    ),
    "assigned_debt": (Text("a debt that the creditor bought or was given"), Text("a debt never passed on")),
    "written_waiver": (
        Text("a person who gave the protection up in a separate paper"),
        Text("a person who signed no separate paper that gives the protection up"),
    ),
}
DEBTS: dict[str, Text] = {"consumer": Text("consumer debt"), "other": Text("other debt")}


@dataclass(frozen=True)
class Limits:
    """The limits for one group of people or debts; `whom` is None where they are for everyone."""

    whom: Text | None
    says: tuple[Text, ...]


@dataclass(frozen=True)
class Wages:
    """The whole of it: a first sentence, the limits, and what else a worker should know."""

    says: Text
    limits: tuple[Limits, ...]
    more: tuple[Text, ...]

    @property
    def all(self) -> tuple[Text, ...]:
        """Every sentence in order."""
        told = [self.says]
        for group in self.limits:
            head = [Text("For {whom}:", {"whom": group.whom})] if group.whom else []
            told += [*head, *group.says]
        return (*told, *self.more)


def wages(law: WageGarnishment, today: date) -> Wages:
    """What the law says of wages on a day."""
    if not law.allowed:
        return Wages(Text("An ordinary creditor cannot take your wages."), (), tuple(_more(law, today)))
    groups: dict[LimitWhen, list[Text]] = {}
    for limit in law.limits:
        if limit.until is None or limit.until >= today:
            groups.setdefault(limit.when, []).append(_limit(limit, law, today))
    limits = tuple(Limits(_whom(when), tuple(says)) for when, says in groups.items())
    says = Text(
        "A creditor with a judgment may take part of your pay. All of the limits hold: what leaves you most decides."
    )
    if sum(len(group.says) for group in limits) == 1:
        says = Text("A creditor with a judgment may take part of your pay, up to this limit.")
    return Wages(says, limits, tuple(_more(law, today)))


def _whom(when: LimitWhen) -> Text | None:
    parts = list(_conditions(when))
    return together(parts) if parts else None


def _conditions(when: LimitWhen) -> Iterator[Text]:
    if when.debt:
        yield DEBTS[when.debt]
    for name, (so, not_so) in FLAGS.items():
        value = getattr(when, name)
        if value is not None:
            yield so if value else not_so
    if when.paycheck_at_most is not None:
        yield Text("a paycheck of {amount} or less", {"amount": when.paycheck_at_most})
    if when.contract_from:
        yield Text("a loan signed on or after {day}", {"day": when.contract_from})
    if when.contract_before:
        yield Text("a loan signed before {day}", {"day": when.contract_before})
    if when.public_aid_within:
        yield _aid(when.public_aid_within)
    if when.claimed:
        yield Text("a person who asks for it (see below)")


def _aid(within: str) -> Text:
    span = length(within)
    if span.template == "0 days":
        return Text("a person who gets public aid based on need")
    return Text("a person who gets public aid based on need, or got it in the last {span}", {"span": span})


def _limit(limit: Limit, law: WageGarnishment, today: date) -> Text:
    told = [_ceiling(limit, law, today)]
    if limit.from_ and limit.until:
        told.append(Text("This is for pay due from {start} to {end}.", {"start": limit.from_, "end": limit.until}))
    elif limit.from_:
        told.append(Text("This is for pay due from {start} on.", {"start": limit.from_}))
    if limit.court_may_lift_over_poverty_percent is not None:
        share = percent(limit.court_may_lift_over_poverty_percent)
        told.append(
            Text("A court may go past it if the household has over {share} of the poverty line.", {"share": share})
        )
    if limit.disputed:
        told.append(Text("Whether this limit counts is not settled."))
    return paragraph(told)


def _ceiling(limit: Limit, law: WageGarnishment, today: date) -> Text:
    base = BASES[limit.of]
    if limit.steps:
        return _steps(limit, law, today)
    share = limit.percent if limit.percent is not None else Decimal(0)
    if not share:
        return Text("Nothing may be taken.")
    if limit.above is None:
        return Text("No more than {share} of {base}.", {"share": percent(share), "base": base})
    above = amount(limit.above, law, today)
    if share == 100:
        return Text("Only what {base} has above {above}.", {"base": base, "above": above})
    return Text(
        "Only {share} of what {base} has above {above}.", {"share": percent(share), "base": base, "above": above}
    )


def _steps(limit: Limit, law: WageGarnishment, today: date) -> Text:
    """A schedule: each step's share, and up to where it goes."""
    measured = BASES[limit.measured_on or limit.of]
    parts = [_step(step, law, today) for step in limit.steps]
    template = (
        "Each step of {measured} gives its own share: {steps}."
        if limit.steps_take == "slice"
        else "A share of all {base}, by how large {measured} is: {steps}."
    )
    return Text(template, {"base": BASES[limit.of], "measured": measured, "steps": every(parts)})


def _step(step: Step, law: WageGarnishment, today: date) -> Text:
    share = percent(step.percent) if step.percent else Text("nothing")
    if step.up_to is None:
        return Text("{share} above that", {"share": share})
    return Text("{share} up to {top}", {"share": share, "top": amount(step.up_to, law, today)})


def amount(given: Amount, law: WageGarnishment, today: date) -> Text:
    """A protected amount in words, with what the law prints for longer pay periods."""
    longer = [(name, value) for name in ("biweekly", "semimonthly", "monthly") if (value := getattr(given, name))]
    if given.dollars is not None:
        first = Text(PER[given.per], {"amount": given.dollars})
        more = [Text(PER[name], {"amount": value}) for name, value in longer]
    elif given.multiple is not None:
        first = _hours(given.multiple, given, law, today)
        more = [Text(PER[name], {"amount": Text("{count} times", {"count": figure(value)})}) for name, value in longer]
    else:
        return _poverty(given.poverty_line_percent or Decimal(100))
    return Text("{first} ({more})", {"first": first, "more": every(more)}) if more else first


def _poverty(share: Decimal) -> Text:
    if share == 100:
        return Text("the federal poverty line for the household")
    return Text("{share} of the federal poverty line for the household", {"share": percent(share)})


def _hours(multiple: Decimal, given: Amount, law: WageGarnishment, today: date) -> Text:
    """So many hours at a minimum wage, and what that comes to in each part of the state."""
    names = [WAGES[name] for name in given.minimum_wage]
    wage = Text("hourly {which} minimum wage", {"which": names[0]})
    if len(names) > 1:
        wage = Text("highest hourly minimum wage ({which})", {"which": either(names)})
    hours = Text("{count} times the {wage}", {"count": figure(multiple), "wage": wage})
    hourly = _hourly(given, law, today)
    if not hourly:
        return Text("{hours} for a week", {"hours": hours})
    elsewhere = Text("the rest of the state") if len(hourly) > 1 else Text("")
    totals = [
        _total(Text(area) if area else elsewhere, multiple * amount, "local" in given.minimum_wage)
        for area, amount in hourly.items()
    ]
    return Text("{hours}: {total}", {"hours": hours, "total": every(totals)})


def _total(area: Text, total: Decimal, at_least: bool) -> Text:
    values: dict[str, object] = {"total": total, "area": area}
    if at_least:
        return Text("at least {total} a week", values)
    return Text("{total} a week in {area}", values) if area.template else Text("{total} a week", values)


def _hourly(given: Amount, law: WageGarnishment, today: date) -> dict[str, Decimal]:
    """The highest known of the minimum wages that count, for each part of the state; empty where one is not known."""
    federal_one = [each.amount for each in current(federal(Collection).minimum_wage.amounts, today)]
    known = federal_one if "federal" in given.minimum_wage else []
    if "state" not in given.minimum_wage:
        return {"": known[0]}
    return {each.area: max([*known, each.amount]) for each in current(law.state_minimum_wage, today)}


def current(known: Sequence[Dated], today: date) -> list[Dated]:
    """The figures that hold on a day, one for each area; where none does, the latest before it."""
    found: dict[str, Dated] = {}
    for each in sorted(known, key=lambda dated: dated.from_):
        if each.from_ <= today or each.area not in found:
            found[each.area] = each
    return list(found.values())


def _more(law: WageGarnishment, today: date) -> Iterator[Text]:
    yield from _meanings(law)
    yield from _minimum_wage(law, today)
    if law.dependents:
        yield _dependents(law.dependents)
    for claim in law.claims:
        yield from _claim(claim, law, today)
    yield from (Text(pause.says) for pause in law.pauses)
    yield from _order(law.order) if law.order else ()
    yield from _yearly(law.yearly_cap)
    yield from _paid(law.paid_wages) if law.paid_wages else ()
    if law.support_counts:
        yield Text("A support order uses up the limit first, so it can leave nothing for others.")
    yield from (Text(words) for words in law.other)
    if law.figures_change_on and law.figures_change_on > today:
        yield Text("Some figures change on {day}.", {"day": law.figures_change_on})
    elif law.figures_change_on:
        yield Text("Some figures were due to change on {day}. We have no new ones.", {"day": law.figures_change_on})


def _meanings(law: WageGarnishment) -> Iterator[Text]:
    if law.disposable_pay_means:
        yield Text("Disposable pay is {what}.", {"what": Text(law.disposable_pay_means)})
    elif any("disposable_pay" in limit.of for limit in law.limits):
        yield Text("Disposable pay is pay less the deductions that the law requires, such as taxes.")
    if law.deducted_first:
        yield Text("Also taken off first: {what}.", {"what": every([FIRST[name] for name in law.deducted_first])})
    if law.consumer_debt_means:
        yield Text("A consumer debt is {what}.", {"what": Text(law.consumer_debt_means)})
    if law.head_of_family_means:
        yield Text("Head of a family means that {what}.", {"what": Text(law.head_of_family_means)})


def _minimum_wage(law: WageGarnishment, today: date) -> Iterator[Text]:
    for each in current(law.state_minimum_wage, today):
        values: dict[str, object] = {"amount": each.amount, "day": each.from_, "area": Text(each.area)}
        if each.area:
            yield Text("The state minimum wage in {area} is {amount} an hour since {day}.", values)
        else:
            yield Text("The state minimum wage is {amount} an hour since {day}.", values)


def _dependents(rule: Dependents) -> Text:
    who = Text(rule.who)
    if rule.each is not None:
        told = Text("For each {who}, {each} less a week may be taken.", {"who": who, "each": rule.each})
    else:
        named = [Text("{amount} for {count}", {"amount": a, "count": n}) for n, a in enumerate(rule.by_number, 1)]
        told = Text("For each {who}, less a week may be taken: {list} or more.", {"who": who, "list": every(named)})
    if rule.lowers == "protected_amount_limits":
        told = paragraph([told, Text("This helps only with the limits that keep a set amount safe.")])
    if rule.household_gross_monthly_at_most is None:
        return told
    top = Text(
        "It is for households with up to {top} a month before taxes.", {"top": rule.household_gross_monthly_at_most}
    )
    return paragraph([told, top])


def _claim(claim: Claim, law: WageGarnishment, today: date) -> Iterator[Text]:
    yield Text("You must ask: {what}", {"what": Text(claim.says)})
    if claim.within:
        yield Text("Ask within {span} of the day you get the papers.", {"span": length(claim.within)})
    if claim.court_must_leave_percent is not None:
        share = percent(claim.court_must_leave_percent)
        yield Text("The court must leave the creditor {share} of disposable pay.", {"share": share})
    if claim.family_income_at_most is not None:
        top = amount(claim.family_income_at_most, law, today)
        yield Text("Only family income up to {top} counts for this.", {"top": top})


def _order(order: Order) -> Iterator[Text]:
    if order.continuing is not None:
        yield (
            Text("One order reaches later paychecks too.")
            if order.continuing
            else Text("An order reaches only pay already earned; for later pay there must be a new one.")
        )
    if order.lasts:
        yield Text("An order lasts {span}.", {"span": length(order.lasts)})
    if order.until_paid:
        yield Text("An order runs until the judgment is paid.")
    if order.one_at_a_time:
        yield Text("Only one order runs at a time; the next creditor waits.")
    if order.again_after:
        yield Text("The same creditor may garnish only once in {span}.", {"span": length(order.again_after)})
    if order.after_missed_payments:
        yield Text("It comes only after you miss payments that a court ordered.")


def _yearly(caps: Sequence[YearlyCap]) -> Iterator[Text]:
    if caps:
        yield Text("In a calendar year one creditor may take no more than this:")
    for cap in caps:
        most = cap.dollars if cap.dollars is not None else percent(cap.percent or Decimal(0))
        values: dict[str, object] = {"most": most, "under": cap.under}
        if cap.dollars is None:
            values["most"] = Text("{share} of your yearly earnings", {"share": most})
        if cap.under is None:
            yield Text("{most} if you expect to earn more than that in the year.", values)
        else:
            yield Text("{most} if you expect to earn less than {under} in the year.", values)


def _paid(rule: PaidWages) -> Iterator[Text]:
    if not rule.protected:
        yield Text("Pay that is already in your bank account may no longer be safe.")
        return
    if rule.lasts:
        yield Text("Pay stays safe for {span} after you get it, in a bank account too.", {"span": length(rule.lasts)})
    else:
        yield Text("Pay stays safe after you get it, in a bank account too.")
    if rule.head_of_family_only:
        yield Text("That is only for a head of family.")
    if rule.family_needs_it:
        yield Text("Your family must need the money.")
    if rule.must_trace:
        yield Text("You must be able to show that the money is pay.")
