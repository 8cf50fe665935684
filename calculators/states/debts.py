"""What a judgment may reach besides wages, how long it lives and what it earns, in sentences with the law's figures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from ..consequences.bank import for_whom
from ..law.collecting import JudgmentInterest, Rate, RateWhen
from ..law.collection import Collection
from ..law.dated import on_day
from ..law.exempt import BankAccount, Homestead, Protection
from ..law.federal import federal
from ..law.schema import Limitations
from ..working import Text
from .phrases import every, figure, paragraph, percent, together
from .wages import DEBTS, current

INDEXES: dict[str, Text] = {
    "prime": Text("the prime rate"),
    "federal_reserve_discount": Text("the Federal Reserve discount rate"),
    "federal_reserve_secondary": Text("the Federal Reserve secondary credit rate"),
    "federal_judgment_rate": Text("the federal judgment rate"),
    "federal_short_term": Text("the federal short-term rate"),
    "irs_underpayment": Text("the IRS rate for late taxes"),
    "treasury_26_week": Text("the yield of 26-week Treasury bills"),
    "treasury_1_year": Text("the yield of 1-year Treasury notes"),
    "treasury_5_year": Text("the yield of 5-year Treasury notes"),
    "treasury": Text("a Treasury yield"),
    "state_formula": Text("a rate that a state office publishes"),
}
CONTRACT: dict[str, Text] = {
    "governs": Text("If your note sets a rate, that rate counts instead."),
    "if_lower": Text("If your note's rate is lower, it counts instead."),
    "if_higher": Text("If your note's rate is higher, it counts instead."),
    "ignored": Text("The note's own rate does not count after the judgment."),
}
ANNOUNCED: dict[str, Text] = {
    "yearly": Text("A new rate comes out each year."),
    "half_yearly": Text("A new rate comes out twice a year."),
    "quarterly": Text("A new rate comes out each quarter."),
}
COMPOUNDING: dict[str, Text] = {
    "simple": Text("There is no interest on interest."),
    "yearly": Text("Interest is added to the debt each year and then earns interest too."),
}


# Interest on the judgment


def interest(law: JudgmentInterest, today: date) -> tuple[Text, ...]:
    """A paragraph for each rate. The first whose conditions hold counts."""
    told = []
    for place, each in enumerate(law.rates):
        whom = list(_judgments(each.when))
        head = [Text("For {which}:", {"which": together(whom)})] if whom else []
        if not whom and place:
            head = [Text("For every other judgment:")]
        told.append(paragraph([*head, *_rate(each, today)]))
    return tuple(told)


def _judgments(when: RateWhen) -> Iterator[Text]:
    if when.debt:
        yield DEBTS[when.debt]
    if when.judgment_from:
        yield Text("a judgment from {day} on", {"day": when.judgment_from})
    if when.judgment_over is not None:
        yield Text("a judgment over {amount}", {"amount": when.judgment_over})
    if when.judgment_at_most is not None:
        yield Text("a judgment of {amount} or less", {"amount": when.judgment_at_most})
    if when.unpaid_principal_under is not None:
        yield Text("less than {amount} of principal unpaid", {"amount": when.unpaid_principal_under})


def _rate(rate: Rate, today: date) -> Iterator[Text]:
    yield _rule(rate)
    if rate.index_detail:
        yield Text("Which one counts: {which}.", {"which": Text(rate.index_detail)})
    yield from _stands(rate, today)
    if rate.floor is not None:
        yield Text("It is never under {share}.", {"share": percent(rate.floor)})
    if rate.ceiling is not None:
        yield Text("It is never over {share}.", {"share": percent(rate.ceiling)})
    for each in current(rate.known, today):
        values = {"share": percent(each.amount), "from": each.from_, "until": each.until}
        yield (
            Text("From {from} to {until} it comes to {share}.", values)
            if each.until
            else Text("Since {from} it comes to {share}.", values)
        )
    if rate.announced:
        yield ANNOUNCED[rate.announced]
    if rate.fixed_at_judgment is not None:
        yield (
            Text("The rate of the day of the judgment stays.")
            if rate.fixed_at_judgment
            else Text("The rate moves for as long as you owe.")
        )
    if rate.contract and rate.rule != "contract_rate":
        yield CONTRACT[rate.contract]
    if rate.contract_ceiling is not None:
        yield Text("The note's rate counts only up to {share}.", {"share": percent(rate.contract_ceiling)})
    if rate.contract_must_say_so:
        yield Text("It counts only if the note says that it lasts past a judgment.")
    if rate.court_may_lower:
        yield Text("A court may set a lower rate.")
    if rate.compounding:
        yield COMPOUNDING[rate.compounding]


def _rule(rate: Rate) -> Text:
    if rate.rule == "contract_rate":
        return Text("The judgment earns the rate that your note sets.")
    if rate.rule == "court":
        return Text("The judge decides whether interest is added, and how much.")
    if rate.rule == "fixed":
        return Text("The judgment earns {share} a year.", {"share": percent(rate.percent or Decimal(0))})
    index = INDEXES[rate.index or "state_formula"]
    if rate.index_percent != 100:
        index = Text("{share} of {index}", {"share": percent(rate.index_percent), "index": index})
    points = rate.points or Decimal(0)
    values = {"index": index, "points": figure(abs(points))}
    if points > 0:
        rule = Text("The judgment earns {index} plus {points} percentage points.", values)
    elif points < 0:
        rule = Text("The judgment earns {index} minus {points} percentage points.", values)
    else:
        rule = Text("The judgment earns {index}.", values)
    if rate.rounded_to is None:
        return rule
    return paragraph([rule, Text("The index is rounded to {step}.", {"step": percent(rate.rounded_to)})])


def _stands(rate: Rate, today: date) -> Iterator[Text]:
    """The index as far as anybody has read it."""
    for index in federal(Collection).index:
        if index.index == rate.index and not rate.known:
            for each in current(index.values, today):
                values = {"share": percent(each.amount), "from": each.from_, "until": each.until}
                template = "It was {share} from {from} to {until}." if each.until else "It is {share} since {from}."
                yield Text(template, values)


# Years


def years(law: Limitations) -> tuple[Text, ...]:
    """How long there is to sue, and how long a judgment lives."""
    named = (
        (law.promissory_note_years, "{count} years on a promissory note"),
        (law.mortgage_debt_years, "{count} years on a debt secured by a mortgage"),
        (law.written_contract_years, "{count} years on a written contract"),
        (law.sealed_years, "{count} years on a note under seal"),
    )
    clocks = [Text(template, {"count": count}) for count, template in named if count is not None]
    told = [Text("To sue, a lender has {clocks}.", {"clocks": every(clocks)})]
    if law.sealed_note:
        told.append(Text(law.sealed_note))
    lives = {
        None: "A judgment lives {count} years.",
        True: "A judgment lives {count} years and can be renewed.",
        False: "A judgment lives {count} years and cannot be renewed.",
    }
    told.append(Text(lives[law.judgment_renewable], {"count": law.judgment_years}))
    if law.judgment_renewals:
        told.append(Text("How it is kept alive: {how}", {"how": Text(law.judgment_renewals)}))
    return tuple(told)


# Bank account and home


def bank(law: BankAccount, day: date) -> tuple[Text, ...]:
    """What a bank account keeps from a levy."""
    if law.whole_account:
        told = [Text("The whole account is out of reach. The bank must leave it without being asked.")]
    elif law.none_found:
        told = [Text("The state keeps no set amount in a bank account safe.")]
    else:
        told = [_kept(each, day) for each in law.protects]
    return (*told, Text(law.notes)) if law.notes else tuple(told)


def _kept(each: Protection, day: date) -> Text:
    """One protection: how much, for whom, and whether it must be claimed."""
    given = on_day(each.amounts, day)
    amount = Text("{amount}", {"amount": given.amount}) if given else Text("")
    if each.hours is not None:
        amount = Text("{hours} times the minimum wage", {"hours": figure(each.hours)})
    if each.up_to:
        amount = Text("up to {amount}", {"amount": amount})
    if each.at_least:
        amount = Text("at least {amount}", {"amount": amount})
    values = {"amount": amount, "whom": for_whom(each)}
    if each.automatic:
        return Text("The bank must leave {amount} in an account without being asked. {whom}", values)
    return Text("You can keep {amount} in an account if you claim it. {whom}", values)


def homestead(law: Homestead, day: date) -> tuple[Text, ...]:
    """How much of another home's value creditors cannot reach."""
    told = [_value(law, day)]
    raised = on_day(law.most, day)
    if raised:
        told.append(Text("In some cases it is up to {amount}.", {"amount": raised.amount}))
    if not law.for_this_debt:
        told.append(Text("But most often it does not hold against a mortgage lender's judgment."))
    if law.acres_urban:
        told.append(Text("In town it covers up to {acres} acres.", {"acres": figure(law.acres_urban)}))
    if law.acres_rural:
        told.append(Text("In the country it covers up to {acres} acres.", {"acres": figure(law.acres_rural)}))
    given = on_day(law.one_owner, day)
    if given and law.at_least:
        told.append(Text("These are the figures of {day}. They have gone up since.", {"day": given.since}))
    elif given:
        told.append(Text("These are the figures of {day}.", {"day": given.since}))
    return (paragraph(told), Text(law.notes)) if law.notes else (paragraph(told),)


def _value(law: Homestead, day: date) -> Text:
    one, together = on_day(law.one_owner, day), on_day(law.owners_together, day)
    if one is None:
        return Text("The law sets no limit in dollars on how much of a home's value is safe from other creditors.")
    if not one.amount:
        return Text("No part of a home's value is kept safe from other creditors.")
    if together is not None and together.amount != one.amount:
        values = {"amount": one.amount, "joint": together.amount}
        return Text("{amount} of a home's value is safe from other creditors, {joint} for a couple.", values)
    return Text("{amount} of a home's value is safe from other creditors.", {"amount": one.amount})
