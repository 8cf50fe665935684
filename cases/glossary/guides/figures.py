"""What a guide says in figures and lists of states, worked out from the law files whenever the guide is drawn.

A guide names a figure as `{{ name }}`. Each is a function of this file that returns Markdown. Where a list of states
comes from rules and not from a plain field, the rules are run on the stated case of the common law file: a loan that
bought a one-unit main home, lost in the state's usual foreclosure, no waiver, the sale just held.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext

from calculators.assessment import assess
from calculators.classes import state_class
from calculators.consequences.deadlines import EVENTS
from calculators.consequences.liability import Verdict, liability
from calculators.consequences.wages import wages
from calculators.facts import Facts, read_facts, with_fact
from calculators.law import clocks
from calculators.law.collection import Collection
from calculators.law.compiled import compiled
from calculators.law.federal import federal
from calculators.law.loader import all_laws, common_law
from calculators.law.parts import period_parts
from calculators.law.schema import Deadline, StateLaw
from calculators.law.taxing import CancelledDebtLaw
from calculators.states.slugs import slug
from calculators.words import say
from calculators.working import Text

GOES_TO_COURT = ("deficiency_claim", "confirmation")  # the lender's own time after a sale
SOLD_ON = date(2026, 3, 2)
# Of $1,000 a week, taxes and Social Security took $200; nobody to support, no other order on the pay.
WORKER: dict[str, Any] = {
    "gross_pay": 1000,
    "disposable_pay": 800,
    "pay_period": "weekly",
    "people": [{"age": 40}],
    "head_of_family": False,
    "supported_dependents": 0,
    "existing_withholding": 0,
}


def states() -> str:
    """How many places have a law file, DC among them."""
    return str(len(list(all_laws())))


def barred_states() -> str:
    """Where the rules bar the rest after the usual foreclosure of the stated case."""
    return _named(law for law in all_laws() if state_class(law.code) == "no_deficiency")


def allowed_states() -> str:
    """Where they allow all of it."""
    return _named(law for law in all_laws() if state_class(law.code) == "permissive")


def between_states() -> str:
    """In how many it is limited, or depends on more facts."""
    return str(sum(state_class(law.code) == "restricted" for law in all_laws()))


def value_states() -> str:
    """In how many the home's value counts, in some sale at least."""
    return str(sum(bool(law.fair_value) for law in all_laws()))


def value_on_request_states() -> str:
    """In how many it counts only if the borrower asks, in some sale at least."""
    return str(sum(any(each.who_asks == "borrower" for each in law.fair_value) for law in all_laws()))


def claim_states() -> str:
    """In how many the lender has a set time after a foreclosure to go to court for the rest."""
    return str(len({law.code for law, _window in _windows()}))


def claim_windows() -> str:
    """Those times as a table, the shortest first."""
    by_time: dict[str, list[StateLaw]] = defaultdict(list)
    for law, window in sorted(_windows(), key=lambda each: _days(each[1].within)):
        row = by_time[_span(window.within)]
        if law not in row:
            row.append(law)
    head = [gettext("Time for the lender"), gettext("States")]
    return _table(head, ([time, _named(laws)] for time, laws in by_time.items()))


def claim_events() -> str:
    """From which days those times are counted, as a table."""
    by_event: dict[str, list[StateLaw]] = defaultdict(list)
    for law, window in _windows():
        local = next((each.name for each in law.event if each.event == window.counted_from), "")
        row = by_event[capfirst(say(Text(local) if local else EVENTS[window.counted_from]))]
        if law not in row:
            row.append(law)
    head = [gettext("Counted from"), gettext("States")]
    order = sorted(by_event.items(), key=lambda each: -len(each[1]))
    return _table(head, ([event, _named(laws)] for event, laws in order))


def claim_example() -> str:
    """One lender's window on the calendar: its last day, and the day after which we take it as over."""
    from_sale = [each for each in _windows() if each[1].counted_from == "sale"]
    law, window = min(from_sale, key=lambda each: (_days(each[1].within), each[0].name))
    last = clocks.add_period(SOLD_ON, window.within)
    says = gettext(
        "For example, in {state} the lender has {time}. After a sale on {sold}, the last day is {last}. "
        "We treat the time as over only after {safe}: courts add days for weekends and holidays, and mail takes time."
    )
    return says.format(
        state=place(law),
        time=_span(window.within),
        sold=say(SOLD_ON),
        last=say(last),
        safe=say(clocks.safe_after(last)),
    )


def redeem_states() -> str:
    """In how many there is a time after some foreclosure sale in which the owner can buy the home back."""
    after = {"sale", "sale_confirmation", "deed_delivery"}
    return str(
        sum(
            any(each.counted_from in after and each.within and _days(each.within) for each in law.redemption)
            for law in all_laws()
        )
    )


def note_years() -> str:
    """The fewest and the most years to sue on a note; a state may have one number for each kind of paper."""
    return _range({law.name: clocks.limitation_years(law.limitations) for law in all_laws()})


def judgment_years() -> str:
    """The fewest and the most years that a judgment lives."""
    return _range({law.name: (law.limitations.judgment_years,) * 2 for law in all_laws()})


def renewable_states() -> str:
    """In how many a judgment can be renewed."""
    return str(sum(law.limitations.judgment_renewable is True for law in all_laws()))


def no_wages_states() -> str:
    """Where an ordinary creditor can take nothing from pay."""
    return _named(law for law in all_laws() if not law.wage_garnishment.allowed)


def federal_wage_cap() -> str:
    """The most that federal law lets an ordinary creditor take of a week's pay."""
    law = federal(Collection)
    share, floor = law.garnishment.limits
    if share.percent is None or floor.above is None or floor.above.multiple is None:
        raise ValueError("the federal cap is no longer a share of pay and a floor of hours")
    wage = law.minimum_wage.amounts[-1].amount
    says = gettext("{share}% of disposable pay, or what is above {floor} a week, whichever is less")
    return says.format(share=share.percent, floor=say(floor.above.multiple * wage))


def pay_example() -> str:
    """The most that may be taken of one week's pay in each state, as a table: the calculator's own figures."""
    by_amount: dict[Decimal, list[StateLaw]] = defaultdict(list)
    for law in all_laws():
        here = {"residence_state": law.code, "work_state": law.code}
        most = wages(_lost(law, household={**WORKER, **here})).per_pay_period.high
        if most is not None:
            by_amount[most].append(law)
    head = [gettext("The most of $800"), gettext("States")]
    rows = ([say(most) if most else gettext("Nothing"), _few(laws)] for most, laws in sorted(by_amount.items()))
    return _table(head, rows)


def benefit_months() -> str:
    """For how many months back a bank must leave federal benefits alone by itself."""
    return str(federal(Collection).bank_lookback.months)


def dispute_days() -> str:
    """How long a debt collector's notice may be disputed so that it must stop."""
    return str(federal(Collection).named("validation-notice").figures["days_dispute"])


def form_1099c_least() -> str:
    """The least cancelled debt for which a lender must send the form."""
    return say(federal(CancelledDebtLaw).form_1099c.threshold_dollars)


def home_debt_year() -> str:
    """The first year whose cancelled debt on a main home is income, unless an older paper arranged it."""
    return str(federal(CancelledDebtLaw).qpri_limit[-1].discharged_before.year)


def community_states() -> str:
    """Where most of what a couple earns belongs to both."""
    return _named(law for law in all_laws() if law.community_property)


def short_sale_states() -> str:
    """How the states treat a short sale whose papers say nothing of the rest."""
    return _sorted_by_outcome("short_sale")


def deed_in_lieu_states() -> str:
    """How they treat a deed in lieu whose papers say nothing of the rest."""
    return _sorted_by_outcome("deed_in_lieu")


def second_loan_states() -> str:
    """How they treat a home equity loan that the first lender's usual foreclosure wiped out."""
    return _sorted_by_outcome(None, purpose="home_equity")


def second_purchase_states() -> str:
    """How they treat a second loan that bought the home, wiped out in the same way."""
    return _sorted_by_outcome(None, purpose="purchase")


def gap_example() -> str:
    """A shortfall worked out line by line, as every answer shows it, where the whole gap may be collected."""
    law = next(law for law in all_laws() if state_class(law.code) == "permissive")
    owed = {"principal": 205_000, "accrued_interest": 9_500, "late_fees": 500, "advances": 0, "costs": 5_000}
    loan = {**_first(), **owed, "credits": 0}
    facts = _lost(law, loans=[loan], disposition={"sale_price": 150_000, "selling_costs": 0})
    head = [gettext("Line"), gettext("Amount")]
    lines = assess(facts).main.deficiency.working
    return _table(head, ([say(line.label), say(line.amount)] for line in lines), numbers=True)


FIGURES: dict[str, Callable[[], str]] = {
    figure.__name__: figure
    for figure in (
        states,
        barred_states,
        allowed_states,
        between_states,
        value_states,
        value_on_request_states,
        claim_states,
        claim_windows,
        claim_events,
        claim_example,
        redeem_states,
        note_years,
        judgment_years,
        renewable_states,
        no_wages_states,
        federal_wage_cap,
        pay_example,
        benefit_months,
        dispute_days,
        form_1099c_least,
        home_debt_year,
        community_states,
        short_sale_states,
        deed_in_lieu_states,
        second_loan_states,
        second_purchase_states,
        gap_example,
    )
}


def place(law: StateLaw) -> str:
    """A state's name in a guide, as a link to its page."""
    return f"[{law.name}]({reverse('states:state', args=[slug(law)])})"


def _first() -> dict[str, Any]:
    """The loan of the stated case."""
    loans: Any = common_law().stated_case["loans"]
    return dict(loans[0])


def _lost(law: StateLaw, kind: str | None = None, **changed: Any) -> Facts:
    """The stated case in one state, with some of its facts changed."""
    case: dict[str, Any] = {**common_law().stated_case, "state": law.code}
    for key, value in changed.items():
        case[key] = {**case.get(key, {}), **value} if isinstance(value, dict) else value
    return with_fact(read_facts(case), "disposition.kind", kind or law.foreclosure.usual)


def _windows() -> Iterator[tuple[StateLaw, Deadline]]:
    """The lender's windows after a foreclosure that may bear on the stated case, by the law of each state."""
    for law in all_laws():
        for kind in law.foreclosure.available:
            facts = _lost(law, kind)
            for window in law.deadline:
                ends = window.what in GOES_TO_COURT and window.ends == "claim" and _days(window.within) > 0
                if ends and compiled(law.code).applies(window.when, kind, facts, facts.loans[0]) is not False:
                    yield law, window


def _sorted_by_outcome(kind: str | None, purpose: str = "") -> str:
    """What the rules say of the last loan in every state: how many allow the rest, and which do not."""
    by_outcome: dict[Verdict, list[StateLaw]] = defaultdict(list)
    for law in all_laws():
        second = {**_first(), "id": "second", "lien": "junior", "purpose": purpose}
        facts = _lost(law, kind, loans=[_first(), second] if purpose else [_first()])
        by_outcome[liability(facts, facts.loans[-1]).outcome].append(law)
    parts = []
    if allowed := len(by_outcome["allowed"]):
        template = ngettext(
            "In {n} state the rules we found let the lender collect.",
            "In {n} states the rules we found let the lender collect.",
            allowed,
        )
        parts.append(template.format(n=allowed))
    others: tuple[tuple[Verdict, str], ...] = (
        ("limited", gettext("They allow it within limits in {places}.")),
        ("depends", gettext("It depends on more facts in {places}.")),
        ("barred", gettext("They bar it in {places}.")),
    )
    for outcome, template in others:
        if laws := by_outcome[outcome]:
            parts.append(template.format(places=_named(laws)))
    return " ".join(parts)


def _range(years: dict[str, tuple[int, int]]) -> str:
    """From 3 years (8 states) to 20 (New Hampshire): the fewest and the most; more than three of a kind are counted."""

    def who(number: int) -> str:
        return _few([law for law in all_laws() if number in years[law.name]], 3)

    low, high = min(few for few, _most in years.values()), max(most for _few, most in years.values())
    template = gettext("from {low} years ({who_low}) to {high} ({who_high})")
    return template.format(low=low, who_low=who(low), high=high, who_high=who(high))


def _named(laws: Iterable[StateLaw]) -> str:
    """States by name: A, B and C; "no state" for none."""
    places = [place(law) for law in sorted(laws, key=lambda law: law.name)]
    if len(places) < 2:
        return places[0] if places else gettext("no state")
    return gettext("{first} and {last}").format(first=", ".join(places[:-1]), last=places[-1])


def _few(laws: list[StateLaw], most: int = 12) -> str:
    """States by name, or how many where they are more."""
    return _named(laws) if len(laws) <= most else gettext("{n} states").format(n=len(laws))


def _days(period: str) -> int:
    """About how many days a period has: good enough to put periods in order."""
    years, months, days = period_parts(period)
    return 365 * years + 30 * months + days


def _span(period: str) -> str:
    """90 days, 3 months, 1 year."""
    years, months, days = period_parts(period)
    if not years and months % 12 == 0 and months:
        years, months = months // 12, 0
    parts = (
        (years, ngettext("{n} year", "{n} years", years)),
        (months, ngettext("{n} month", "{n} months", months)),
        (days, ngettext("{n} day", "{n} days", days)),
    )
    return " ".join(template.format(n=number) for number, template in parts if number)


def _table(head: list[str], rows: Iterable[list[str]], numbers: bool = False) -> str:
    """A Markdown table; the last column may hold numbers."""
    rule = ["---"] * (len(head) - 1) + ["--:" if numbers else "---"]
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, rule, *rows))
