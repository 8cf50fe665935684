"""Every clock of the case: what the lender must do by when, and what the borrower may.

A date stands where the event it counts from is dated; otherwise the clock says from what it runs.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from ..facts import Facts, Loan
from ..law import clocks
from ..law.compiled import Compiled, compiled
from ..law.conditions import standings
from ..law.schema import Deadline, Redemption, period_parts
from ..working import Text

State = Literal["open", "passed", "not_started", "unknown"]

EVENTS = {
    "sale": Text("the sale"),
    "sale_confirmation": Text("the day the court confirms the sale"),
    "deed_delivery": Text("the day the deed is handed over"),
    "deed_recording": Text("the day the deed is recorded"),
    "redemption_end": Text("the end of the time to redeem"),
    "foreclosure_judgment": Text("the judgment of foreclosure"),
    "judgment": Text("the judgment for the rest of the debt"),
    "default": Text("the first missed payment"),
    "maturity": Text("the day the loan falls due"),
    "acceleration": Text("the day the whole loan was called due"),
    "last_payment": Text("the last payment"),
    "auditor_report": Text("the court's final approval of the auditor's report"),
    "lien_release_recording": Text("the day the lender's release is recorded"),
    "service": Text("the day the papers were served"),
}


@dataclass(frozen=True)
class Clock:
    """One clock, as of the date of the case."""

    what: str
    loan: str
    date: datetime.date | None
    safe_after: datetime.date | None  # a lender's window counts as passed only after this day
    counted_from: str
    state: State
    says: Text
    period: Text
    citations: tuple[str, ...]
    checked: str
    applies: bool | None  # None: a fact that is not known decides whether it applies
    yours: bool  # the borrower's own time
    rule: str = ""


def deadlines(facts: Facts, loan: Loan) -> list[Clock]:
    """The clocks that bear on one loan, earliest first, those without a date last."""
    law = compiled(facts.state)
    found = [*_windows(law, facts, loan), *_redemptions(law, facts, loan)]
    found += [*_limitation(law, facts, loan), *_judgment(law, facts, loan), *_answer(facts, loan)]
    return sorted(found, key=lambda clock: clock.date or datetime.date.max)


def _windows(law: Compiled, facts: Facts, loan: Loan) -> list[Clock]:
    kind = facts.disposition.kind
    found = []
    for window in law.law.deadline if kind else ():
        applies = law.applies(window.when, str(kind), facts, loan)
        if applies is False:
            continue
        reading = clocks.read_clock(window, facts, loan)
        yours = window.what == "fair_value_request"
        found.append(
            Clock(
                what=window.what,
                loan=loan.id,
                date=reading.last,
                safe_after=None if yours else reading.safe,
                counted_from=window.counted_from,
                state=_state(facts, reading.last, reading.last if yours else reading.safe),
                says=Text(window.says, context=f"{law.law.code}.{window.id}"),
                period=period_words(law, window),
                citations=window.cite,
                checked=window.checked,
                applies=applies,
                yours=yours,
                rule=window.id,
            )
        )
    return found


def _foreclosed(facts: Facts) -> Loan:
    """The loan whose foreclosure a right to redeem is about."""
    return next((loan for loan in facts.loans if standings(facts, loan) == {"forecloses"}), facts.loans[0])


def _redemptions(law: Compiled, facts: Facts, loan: Loan) -> list[Clock]:
    kind = facts.disposition.kind
    found = []
    for redemption in law.law.redemption if kind and loan is _foreclosed(facts) else ():
        applies = law.applies(redemption.when, str(kind), facts, loan)
        if applies is False:
            continue
        start = clocks.event_date(facts, loan, redemption.counted_from)
        period = redemption.within
        last = clocks.add_period(start, period) if start and period else None
        if redemption.counted_from == "foreclosure_judgment":  # it runs before the sale, and ends with it
            last = min(filter(None, (last, facts.disposition.date)), default=None)
        found.append(
            Clock(
                what="redemption",
                loan=loan.id,
                date=last,
                safe_after=None,
                counted_from=redemption.counted_from,
                state=_state(facts, last, last),
                says=Text(redemption.conditions, context=f"{law.law.code}.{redemption.id}"),
                period=period_words(law, redemption),
                citations=redemption.cite,
                checked=redemption.checked,
                applies=applies,
                yours=True,
                rule=redemption.id,
            )
        )
    return found


def _limitation(law: Compiled, facts: Facts, loan: Loan) -> list[Clock]:
    limits = law.law.limitations
    fewest, most = clocks.limitation_years(limits)
    reading = clocks.limitation(limits, facts, loan)
    years = {"fewest": fewest, "most": most}
    says = (
        "A lender has {fewest} years to sue on the note, counted in most cases from the day the "
        "whole loan was called due or fell due. After that you must tell the court that the time "
        "is over. A payment, or a new promise in writing, can start the clock again; time in "
        "bankruptcy, in military service or out of the state may not count."
    )
    if fewest != most:
        says = says.replace("{fewest} years", "{fewest} to {most} years, by the kind of paper,")
    return [
        Clock(
            what="limitation",
            loan=loan.id,
            date=reading.last,
            safe_after=reading.safe,
            counted_from="acceleration" if loan.accelerated_on else "maturity" if loan.maturity_on else "acceleration",
            state=_state(facts, reading.last, reading.safe),
            says=Text(says, years),
            period=Text("{fewest} years", years),
            citations=limits.cite,
            checked=limits.checked,
            applies=True,
            yours=False,
            rule="limitations",
        )
    ]


def _judgment(law: Compiled, facts: Facts, loan: Loan) -> list[Clock]:
    """How long a judgment lives."""
    given = clocks.judgment_on(facts, loan)
    if given is None:
        return []
    limits = law.law.limitations
    last = clocks.add_period(given, f"P{limits.judgment_years}Y")
    says = Text("A judgment lives {years} years.", {"years": limits.judgment_years})
    if limits.judgment_renewable:
        says = Text(
            "A judgment lives {years} years and can be renewed: {how}",
            {"years": limits.judgment_years, "how": Text(limits.judgment_renewals or "ask the court.")},
        )
    return [
        Clock(
            "judgment_life",
            loan.id,
            last,
            clocks.safe_after(last),
            "judgment",
            _state(facts, last, clocks.safe_after(last)),
            says,
            Text("{years} years", {"years": limits.judgment_years}),
            limits.cite,
            limits.checked,
            True,
            False,
            "limitations",
        )
    ]


def _answer(facts: Facts, loan: Loan) -> list[Clock]:
    """The day by which a lawsuit must be answered, counted as the summons says."""
    if loan.served_on is None:
        return []
    days = loan.summons_days
    last = None if days is None else loan.served_on + timedelta(days=days)
    says = Text(
        "Answer the lawsuit in writing by then, even if you think you owe nothing. If nobody "
        "answers, the court can rule against you without a hearing. The summons decides how days "
        "are counted: go by the earliest date it can mean."
    )
    period = Text("{days} days", {"days": days}) if days else Text("the days that the summons gives")
    return [
        Clock(
            "answer",
            loan.id,
            last,
            None,
            "service",
            _state(facts, last, last),
            says,
            period,
            ("the summons",),
            "statute",
            True,
            True,
        )
    ]


def _state(facts: Facts, last: datetime.date | None, closes: datetime.date | None) -> State:
    if last is None or closes is None:
        return "not_started" if clocks.before_the_sale(facts) else "unknown"
    return "passed" if facts.as_of > closes else "open"


def period_words(law: Compiled, window: Deadline | Redemption) -> Text:
    """The window in words: 90 days after the sale."""
    local = (each.name for each in law.law.event if each.event == window.counted_from)
    event = Text(named) if (named := next(local, "")) else EVENTS[window.counted_from]
    if window.within is None:
        return Text("set by the court")
    years, months, days = period_parts(window.within)
    before = isinstance(window, Deadline) and window.direction == "before"
    if not (years or months or days):
        return Text("until {event}", {"event": event})
    parts = []
    for count, one, many in (
        (years, "{n} year", "{n} years"),
        (months, "{n} month", "{n} months"),
        (days, "{n} day", "{n} days"),
    ):
        if count:
            parts.append(Text(one if count == 1 else many, {"n": count}))
    template = "{span} before {event}" if before else "{span} after {event}"
    return Text(template, {"span": parts[0], "event": event})
