"""When a new mortgage is possible: what each program counts, from which day, and how long.

Several events may count (a foreclosure, a loan written off, a bankruptcy): the one whose wait ends last decides. An
event without a day leaves the end unknown, unless it cannot matter.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from ..facts import FORECLOSURES, Facts, Loan
from ..groups import Chapter
from ..law.clocks import add_period, before_the_sale
from ..law.credit import CountFrom, CreditLaw, Event, Program, Wait
from ..law.federal import federal
from ..working import Text

PROGRAMS: tuple[Program, ...] = get_args(Program)
CHAPTERS: tuple[Chapter, ...] = get_args(Chapter)
NAMES: dict[Program, Text] = {
    "fannie": Text("Fannie Mae (conventional loan)"),
    "freddie": Text("Freddie Mac (conventional loan)"),
    "fha": Text("FHA loan"),
    "va": Text("VA loan"),
    "usda": Text("USDA loan"),
}
LOSSES: dict[Event, Text] = {
    "foreclosure": Text("the foreclosure"),
    "short_sale": Text("the short sale"),
    "deed_in_lieu": Text("the deed in lieu"),
}
ANY_LOSS, CHARGE_OFF = Text("the loss of the home"), Text("the lender wrote the loan off")
BANKRUPTCY, PLAN = Text("the end of the bankruptcy case"), Text("the first payment under the plan")
UNSIGNED = ("mortgage_only", "heir")  # who never owed the loan has none of it on a report


@dataclass(frozen=True)
class Happening:
    """Something that programs count from."""

    name: Text
    events: tuple[Event, ...]  # a program has a rule for at most one of them
    days: dict[CountFrom, date | None]
    needs: tuple[str, ...] = ()  # the facts that would tell its day


@dataclass(frozen=True)
class Waiting:
    """How long one program waits in this case."""

    program: Program
    rule: Wait | None  # the rule whose wait ends last; None where the program has none for these events
    counted_on: date | None
    until: date | None
    not_before: date | None  # the end of the longest wait that has one, where another has none yet
    extenuating_until: date | None
    with_papers_until: date | None  # where papers show that a bankruptcy discharged the mortgage
    over: bool
    says: Text
    notes: tuple[Text, ...]
    needs: tuple[str, ...]

    @property
    def name(self) -> Text:
        return NAMES[self.program]

    def as_json(self) -> dict[str, Any]:
        """The wait as the contract has it."""
        rule = self.rule
        days = {
            "until": self.until,
            "not_before": self.not_before,
            "extenuating_until": self.extenuating_until,
            "with_papers_until": self.with_papers_until,
            "counted_on": self.counted_on,
        }
        return {
            "program": self.program,
            **{name: day.isoformat() if day else None for name, day in days.items()},
            "event": rule.event if rule else None,
            "months": rule.months if rule else None,
            "counted_from": rule.counted_from if rule else None,
            "over": self.over,
            "says": str(self.says),
            "notes": [str(note) for note in self.notes],
            "needs": list(self.needs),
            "citations": list(rule.cite) if rule else [],
            "checked": rule.checked if rule else None,
            "text_as_of": rule.text_as_of.isoformat() if rule and rule.text_as_of else None,
        }


def length(months: int) -> Text:
    """7 years, 18 months."""
    years, rest = divmod(months, 12)
    if rest:
        return Text("1 month") if months == 1 else Text("{n} months", {"n": months})
    return Text("1 year") if years == 1 else Text("{n} years", {"n": years})


def lost_event(facts: Facts) -> Event | None:
    """How losing the home counts; None while the way is not known."""
    kind = facts.disposition.kind
    if kind in FORECLOSURES:
        return "foreclosure"
    if kind == "short_sale" or kind == "deed_in_lieu":
        return kind
    return None


def completed_on(facts: Facts) -> date | None:
    """The day on which the loss of the home was complete: the latest that is known of the sale, what had to confirm
    it, the deed and the end of the time to redeem."""
    away = facts.disposition
    days = (away.date, away.confirmed_on, away.deed_delivered_on, away.redemption_ended_on)
    return max((day for day in days if day is not None), default=None)


def titled_on(facts: Facts) -> date | None:
    """The day on which the title passed, as the records show it."""
    known = [day for day in (completed_on(facts), facts.disposition.deed_recorded_on) if day is not None]
    return max(known, default=None)


def happenings(facts: Facts) -> list[list[Happening]]:
    """What counts in this case: each event as a list of what it may have been."""
    lost = lost_event(facts)
    days: dict[CountFrom, date | None] = {"completion": completed_on(facts), "title": titled_on(facts)}
    needs = () if before_the_sale(facts) else ("disposition.date",)
    if lost is not None:
        found = [[Happening(LOSSES[lost], (lost,), days, needs)]]
    else:
        found = [[Happening(ANY_LOSS, (way,), days, ("disposition.kind", *needs)) for way in LOSSES]]
    for loan in facts.loans:
        if loan.charged_off_on is not None:
            off: dict[CountFrom, date | None] = {"charge_off": loan.charged_off_on}
            found.append([Happening(CHARGE_OFF, ("mortgage_charge_off",), off)])
    return [*found, *_bankruptcies(facts)]


def _bankruptcies(facts: Facts) -> Iterator[list[Happening]]:
    people = facts.household
    discharged = max((loan.discharged_on for loan in facts.loans if loan.discharged_on), default=None)
    status = "discharged" if people.bankruptcy == "none" and discharged else people.bankruptcy
    if status == "none":
        return
    if status in CHAPTERS:
        yield [_bankruptcy(status, "open", None)]
        return
    ended = people.bankruptcy_ended_on or (discharged if status == "discharged" else None)
    chapters = (people.bankruptcy_chapter,) if people.bankruptcy_chapter else CHAPTERS
    yield [_bankruptcy(chapter, status, ended) for chapter in chapters]


def _bankruptcy(chapter: str, status: str, ended: date | None) -> Happening:
    events: tuple[Event, ...]
    match chapter, status:
        case "chapter_7", "dismissed":
            events = ("bankruptcy_7_or_11",)
        case "chapter_7", _:
            events = ("bankruptcy_7", "bankruptcy_7_or_11")
        case "chapter_13", "dismissed":
            events = ("bankruptcy_13_dismissed",)
        case "chapter_13", "open":
            events = ("bankruptcy_13_in_plan", "bankruptcy_13_discharged", "bankruptcy_13")
        case "chapter_13", _:
            events = ("bankruptcy_13_discharged", "bankruptcy_13")
        case "chapter_11", _:
            events = ("bankruptcy_7_or_11",)
        case _:
            events = ()  # of chapter 12 nobody has published a wait
    needs = () if status == "open" else ("household.bankruptcy_chapter", "household.bankruptcy_ended_on")
    return Happening(BANKRUPTCY, events, {"bankruptcy_end": ended, "plan_start": None}, needs)


@dataclass(frozen=True)
class _Counted:
    """One event under one program's rule."""

    name: Text
    rule: Wait
    start: date | None
    needs: tuple[str, ...]

    @property
    def until(self) -> date | None:
        return _after(self.start, self.rule.months)

    @property
    def extenuating(self) -> date | None:
        """The end of the shorter wait; of a rule that has none, the end of its own; None where no number is fixed."""
        if self.rule.extenuating == "case_by_case":
            return None
        return _after(self.start, self.rule.extenuating_months or self.rule.months)


def _after(start: date | None, months: int | None) -> date | None:
    return None if start is None or months is None else add_period(start, f"P{months}M")


def waits(facts: Facts) -> tuple[Waiting, ...]:
    """When each program makes a new mortgage possible, the soonest first; nothing for somebody who owed no loan."""
    if all(loan.obligor in UNSIGNED for loan in facts.loans):
        return ()
    counted = happenings(facts)
    found = [_waiting(facts, program, counted) for program in PROGRAMS]
    return tuple(sorted(found, key=lambda wait: (wait.until or date.max, PROGRAMS.index(wait.program))))


def _waiting(facts: Facts, program: Program, counted: list[list[Happening]]) -> Waiting:
    dated, open_ = _counted(program, counted)
    last = max(dated, key=lambda each: each.until or date.min, default=None)
    open_ = [group for group in open_ if not _dominated(group, last)]
    until = last.until if last and not open_ else None
    unsure = any(len(group) > 1 for group in open_)
    decisive = None if unsure else open_[0][0] if open_ else last
    shorter = [each.extenuating for each in dated] if until else []
    sooner = None if None in shorter else max((day for day in shorter if day), default=None)
    papers, charged = _with_papers(facts, program, until), _may_be_charged_off(facts, program)
    needs = [path for group in open_ for path in _missing(group)]
    return Waiting(
        program=program,
        rule=decisive.rule if decisive else None,
        counted_on=decisive.start if decisive else None,
        until=until,
        not_before=last.until if last and open_ else None,
        extenuating_until=sooner if sooner != until else None,
        with_papers_until=papers,
        over=until is not None and until <= facts.as_of,
        says=_says(facts, decisive, last, unsure),
        notes=tuple(_notes(facts, program, decisive.rule if decisive else None, papers, charged)),
        needs=tuple(dict.fromkeys((*needs, *(f"loans.{loan.id}.charged_off_on" for loan in charged)))),
    )


def _counted(program: Program, happened: list[list[Happening]]) -> tuple[list[_Counted], list[list[_Counted]]]:
    """The events whose wait has an end, and those of which nobody can say yet when it ends."""
    dated, open_ = [], []
    for choices in happened:
        group = [counted for each in choices if (counted := _under(program, each)) is not None]
        if not group:
            continue
        ends = {each.until for each in group}
        if len(ends) == 1 and None not in ends and len(group) == len(choices):
            dated.append(group[0])
        else:
            open_.append(group)
    return dated, open_


def _under(program: Program, happening: Happening) -> _Counted | None:
    law = federal(CreditLaw)
    for event in happening.events:
        rule = law.waits.get((program, event))
        if rule is not None and rule.months is not None:
            name = PLAN if rule.count_from == "plan_start" else happening.name
            return _Counted(name, rule, happening.days.get(rule.count_from), happening.needs)
    return None


def _dominated(group: list[_Counted], last: _Counted | None) -> bool:
    """Whether another event's wait ends no sooner, whatever this one turns out to be."""
    end = last.until if last else None
    return end is not None and all(each.until is not None and each.until <= end for each in group)


def _missing(group: list[_Counted]) -> Iterator[str]:
    """What would tell which event it was, and its day."""
    for path in group[0].needs:
        if path.endswith("_on") or path.endswith(".date"):
            if group[0].start is None:
                yield path
        elif len(group) > 1:
            yield path


def _says(facts: Facts, decisive: _Counted | None, last: _Counted | None, unsure: bool) -> Text:
    if unsure and last is not None:
        return Text("Not before {until}. The rest depends on facts that are not known yet.", {"until": last.until})
    if unsure:
        return Text("How long depends on facts that are not known yet.")
    if decisive is None:
        return Text("We found no published wait for this.")
    values: dict[str, object] = {"span": length(decisive.rule.months or 0), "event": decisive.name}
    if decisive.until is None or decisive.start is None:
        if last is None:
            return Text("{span} after {event}.", values)
        return Text("{span} after {event}, and not before {until}.", {**values, "until": last.until})
    values |= {"day": decisive.start, "until": decisive.until}
    if decisive.until <= facts.as_of:
        return Text("{span} after {event} of {day}: over since {until}.", values)
    if decisive.start > facts.as_of:
        return Text("{span} after {event}, if that is on {day}.", values)
    return Text("{span} after {event}, counted from {day}.", values)


def _notes(
    facts: Facts, program: Program, rule: Wait | None, papers: date | None, charged: list[Loan]
) -> Iterator[Text]:
    if rule:
        limit = rule.ltv_limit if rule.extenuating_months else ""
        for key, words in (("sooner", rule.extenuating_note), ("conditions", rule.conditions), ("limit", limit)):
            if words:
                yield Text(words, context=f"credit.{rule.id}.{key}")
    if papers:
        yield Text(
            "If you have papers that show that the bankruptcy discharged this mortgage, the wait counts from the "
            "bankruptcy: {day}.",
            {"day": papers},
        )
    if charged:
        yield Text(
            "A second loan that its lender writes off counts by itself: {span} from that day.",
            {"span": length(charge_off_months(program))},
        )
    if facts.disposition.foreclosing_lien in ("hoa", "tax") and lost_event(facts) == "foreclosure":
        yield Text("No mortgage was foreclosed here. Ask the new lender whether this counts as a foreclosure.")


def charge_off_months(program: Program) -> int:
    """How long a program waits after a mortgage was written off; 0 where it has no rule."""
    rule = federal(CreditLaw).waits.get((program, "mortgage_charge_off"))
    return (rule.months or 0) if rule else 0


def _with_papers(facts: Facts, program: Program, until: date | None) -> date | None:
    rule = federal(CreditLaw).waits.get((program, "foreclosure_on_mortgage_discharged_in_bankruptcy"))
    chapter = facts.household.bankruptcy_chapter
    discharged = max((loan.discharged_on for loan in facts.loans if loan.discharged_on), default=None)
    if rule is None or until is None or chapter != "chapter_7" or lost_event(facts) != "foreclosure":
        return None
    day = _after(discharged, rule.months)
    return day if day and day < until else None


def _may_be_charged_off(facts: Facts, program: Program) -> list[Loan]:
    """The loans below the one that was sold for, which their lenders may write off on a day that we do not know."""
    if not charge_off_months(program) or before_the_sale(facts) or lost_event(facts) is None:
        return []
    junior = [loan for loan in facts.loans if loan.lien == "junior" and loan.charged_off_on is None]
    return [loan for loan in junior if loan.release in (None, "none", "lien_only") and loan.obligor not in UNSIGNED]
