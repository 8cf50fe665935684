"""Counting time as the law does: from an event, by a period, to a day.

A window of the lender's counts as passed only on the day after `safe_after`: the last day, moved
off a weekend or holiday as courts do, and a margin for holidays of the state and papers under
way. A borrower's own time is never stretched.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from ..facts import Facts, Loan
from .loader import common_law
from .schema import Deadline, Holiday, Limitations, period_parts

State = Literal["open", "passed", "not_started"]

# Where the date of each event stands among the facts; `answers.` are conditions of a law file.
EVENT_PATHS = {
    "sale": "disposition.date",
    "sale_confirmation": "disposition.confirmed_on",
    "deed_delivery": "disposition.deed_delivered_on",
    "deed_recording": "disposition.deed_recorded_on",
    "redemption_end": "disposition.redemption_ended_on",
    "foreclosure_judgment": "answers.foreclosure_judgment_on",
    "judgment": "loans.{loan}.judgment_on",
    "default": "loans.{loan}.first_delinquent_on",
    "maturity": "loans.{loan}.maturity_on",
    "acceleration": "loans.{loan}.accelerated_on",
    "last_payment": "loans.{loan}.last_payment_on",
    "auditor_report": "answers.auditor_report_ratified_on",
    "lien_release_recording": "answers.lien_release_recorded_on",
}
# Events that cannot come before the home changes hands, so that its date bounds theirs.
AFTER_THE_SALE = {
    "sale_confirmation",
    "deed_delivery",
    "deed_recording",
    "auditor_report",
    "lien_release_recording",
}


@lru_cache(maxsize=10_000)
def add_period(start: date, period: str, sign: int = 1) -> date:
    """The day a period after `start` (before it, with sign -1). A month that is too short ends on
    its last day, as courts count months."""
    years, months, days = period_parts(period)
    month = start.month - 1 + sign * (12 * years + months)
    year, month = start.year + month // 12, month % 12 + 1
    if not 1 <= year <= 9998:
        return date.max if sign > 0 else date.min
    last = calendar.monthrange(year, month)[1]
    return date(year, month, min(start.day, last)) + timedelta(days=sign * days)


def _falls_on(holiday: Holiday, year: int) -> date:
    if holiday.day is not None:
        return date(year, holiday.month, holiday.day)
    weeks = calendar.monthcalendar(year, holiday.month)
    days = [week[holiday.weekday or 0] for week in weeks if week[holiday.weekday or 0]]
    nth = holiday.nth or 1
    return date(year, holiday.month, days[nth - 1 if nth > 0 else nth])


@lru_cache(maxsize=400)
def holidays(year: int) -> frozenset[date]:
    """The legal holidays of a year, with the weekday on which one that falls on a weekend is
    kept."""
    days = set()
    for holiday in common_law().safe_after.holidays:
        day = _falls_on(holiday, year)
        days.add(day)
        if day.weekday() == calendar.SATURDAY:
            days.add(day - timedelta(days=1))
        if day.weekday() == calendar.SUNDAY:
            days.add(day + timedelta(days=1))
    return frozenset(days)


def next_court_day(day: date) -> date:
    """`day`, or the first day after it that is neither a weekend day nor a legal holiday."""
    while day < date.max and (day.weekday() >= calendar.SATURDAY or day in holidays(day.year)):
        day += timedelta(days=1)
    return day


def court_day_before(day: date) -> date:
    """`day`, or the last day before it that is neither a weekend day nor a legal holiday: what must arrive by then."""
    while day > date.min and (day.weekday() >= calendar.SATURDAY or day in holidays(day.year)):
        day -= timedelta(days=1)
    return day


@lru_cache(maxsize=10_000)
def safe_after(last: date) -> date:
    """The day up to which a lender's window that ends on `last` must be thought open."""
    margin = timedelta(days=common_law().safe_after.margin_days)
    if last.year > 9000:
        return last
    return next_court_day(next_court_day(last) + margin)


def claim_filed_on(facts: Facts, loan: Loan) -> date | None:
    """The day on which this loan's lender went to court; the loan's own date wins."""
    return loan.claim_filed_on or facts.disposition.claim_filed_on


def judgment_on(facts: Facts, loan: Loan) -> date | None:
    """The day of the judgment on this loan; the loan's own date wins."""
    return loan.judgment_on or facts.disposition.judgment_on


def answer(facts: Facts, loan: Loan, key: str) -> object:
    """What was answered to a condition of a law file; the loan's own answer wins."""
    given = loan.answers.get(key)
    return facts.answers.get(key) if given is None else given


def event_date(facts: Facts, loan: Loan, event: str) -> date | None:
    """The date of an event, None where unknown or not yet come."""
    path = EVENT_PATHS[event]
    away = facts.disposition
    if event == "judgment":
        return judgment_on(facts, loan)
    if event == "deed_delivery" and away.kind == "deed_in_lieu":
        return away.deed_delivered_on or away.date
    if event == "redemption_end" and away.kind == "strict_foreclosure":  # the home is lost on the law day
        return away.redemption_ended_on or away.date
    if path.startswith("answers."):
        given = answer(facts, loan, path.removeprefix("answers."))
        return given if isinstance(given, date) else None
    day: date | None = getattr(away if path.startswith("disposition.") else loan, path.rpartition(".")[2])
    return day


def before_the_sale(facts: Facts) -> bool:
    """Whether the home is known not to have changed hands yet."""
    day = facts.disposition.date
    if day is not None:
        return day > facts.as_of
    return facts.stage in ("behind", "sale_set")


@dataclass(frozen=True, slots=True)
class Reading:
    """A lender's clock as the facts set it."""

    last: date | None  # the last day; None where the event's date is unknown
    safe: date | None
    missed: bool | None  # True: known not to have acted in time. None: cannot be told
    over: bool | None  # whether the window is over; None while its event has no date
    settled_by: tuple[str, ...]  # the facts that would tell, where `missed` is None


def read_clock(clock: Deadline, facts: Facts, loan: Loan) -> Reading:
    """Whether the lender let this window pass.

    Known dates decide. `answers.lender_missed_deadline` (of the loan or the case) tells it where
    the dates do not; it never closes a window that is still open.
    """
    start = event_date(facts, loan, clock.counted_from)
    sign = -1 if clock.direction == "before" else 1
    last = None if start is None else add_period(start, clock.within, sign)
    safe = None if last is None else safe_after(last)
    if _still_open(clock, facts, last, safe):
        return Reading(last, safe, False, False, ())
    missed = _acted_late(clock, facts, loan, last, safe)
    if missed is None and clock.acted == "claim_filed_on":
        told = answer(facts, loan, "lender_missed_deadline")
        missed = told if isinstance(told, bool) else None
    over = True if last is not None or clock.direction == "before" else None
    settled_by = () if missed is not None else _settled_by(clock, facts, loan, start)
    return Reading(last, safe, missed, over, settled_by)


def lifted(clock: Deadline, facts: Facts, loan: Loan) -> bool:
    """Whether an exception is known to apply, so that this window does not end the claim."""
    return any(answer(facts, loan, each.key) is True for each in clock.unless)


def _still_open(clock: Deadline, facts: Facts, last: date | None, safe: date | None) -> bool:
    if clock.direction == "before":
        return facts.as_of <= last if last is not None else before_the_sale(facts)
    if safe is not None:
        return facts.as_of <= safe
    if clock.counted_from not in AFTER_THE_SALE and clock.counted_from != "sale":
        return False
    if before_the_sale(facts):
        return True
    sale = facts.disposition.date
    return sale is not None and facts.as_of <= safe_after(add_period(sale, clock.within))


def _acted_late(clock: Deadline, facts: Facts, loan: Loan, last: date | None, safe: date | None) -> bool | None:
    if clock.acted != "claim_filed_on":
        acted = answer(facts, loan, clock.acted)
        if acted is False and last is None and clock.direction == "after":
            return None  # the lender has not acted, but the window may be open still
        return not acted if isinstance(acted, bool) else None
    filed = claim_filed_on(facts, loan)
    if filed is None:
        given = judgment_on(facts, loan)  # there is no judgment without a claim before it
        return False if given is not None and safe is not None and given <= safe else None
    if safe is not None:
        return filed > safe
    sale = facts.disposition.date
    if sale is None or clock.counted_from not in AFTER_THE_SALE:
        return None
    return False if filed <= safe_after(add_period(sale, clock.within)) else None


def _settled_by(clock: Deadline, facts: Facts, loan: Loan, start: date | None) -> tuple[str, ...]:
    paths = [EVENT_PATHS[clock.counted_from].format(loan=loan.id)] if start is None else []
    if clock.acted != "claim_filed_on":
        return tuple(paths)
    if claim_filed_on(facts, loan) is None:
        paths.append(f"loans.{loan.id}.claim_filed_on")
    return tuple(paths)


def limitation_years(limits: Limitations) -> tuple[int, int]:
    """The fewest and the most years that the state gives for a suit on a home loan."""
    years = [
        limits.written_contract_years,
        limits.promissory_note_years,
        limits.mortgage_debt_years,
        limits.sealed_years,
    ]
    known = [year for year in years if year is not None]
    return min(known), max(known)


def limitation(limits: Limitations, facts: Facts, loan: Loan) -> Reading:
    """The statute of limitations on the note, from the day the whole loan fell due.

    Counted from the later of that day and the last payment, which restarts it in many states, and
    by the longest period that may apply: only what is over by every reading counts as over.
    """
    due = loan.accelerated_on or loan.maturity_on
    if due is None or due > facts.as_of:
        return Reading(None, None, None if due is None else False, None if due is None else False, ())
    start = max(due, loan.last_payment_on or due)
    fewest, most = limitation_years(limits)
    last = add_period(start, f"P{fewest}Y")
    safe = safe_after(add_period(start, f"P{most}Y"))
    if facts.as_of <= safe:
        return Reading(last, safe, False, False, ())
    filed = claim_filed_on(facts, loan) or judgment_on(facts, loan)
    missed = None if filed is None else filed > safe
    if missed is None:
        told = answer(facts, loan, "time_to_sue_is_over")
        missed = told if isinstance(told, bool) else None
    return Reading(last, safe, missed, True, (f"loans.{loan.id}.claim_filed_on",))
