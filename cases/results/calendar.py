"""The days that are still to come, as a file for any calendar: each says what to do, and nothing else of the case.

An entry keeps its name when the file is made anew, so a calendar that takes it in twice changes it instead of adding
another one. No clock goes into the file but the date of the case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.crypto import salted_hmac
from django.utils.translation import get_language, gettext

from calculators.consequences.timeline import Entry
from calculators.words import say
from calculators.working import Text

from .time import Day

if TYPE_CHECKING:
    from icalendar.cal import Component

WARNINGS = (timedelta(days=7), timedelta(days=1))  # before the person's own last days
NOT_ADVICE = Text("Worked out on {day} from your answers. It is information, not legal or tax advice: check it.")
DAY_MARGIN = Text("The last day itself is {day}; courts add time for weekends and holidays, and mail takes days.")


def calendar(days: Iterable[Day], as_of: date, case: str) -> bytes:
    """An iCalendar file of the days from `as_of` on. `case` names the case; it goes in only as a keyed hash."""
    from icalendar import Calendar  # slow to import, and few ask for it

    file = Calendar()
    file.add("prodid", "-//Shortfall//Days//EN")
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    file.add("x-wr-calname", gettext("Shortfall: the days that count"))
    for day in days:
        on = _on(day.entry)
        if on is not None and on >= as_of and day.entry.kind != "event":
            file.add_component(_event(day, on, as_of, lambda name: _uid(case, name)))
    content: bytes = file.to_ical()
    return content


def _on(entry: Entry) -> date | None:
    """The day in the calendar: of a lender's time, the day after which it may be thought over."""
    return entry.safe_after if entry.kind == "theirs" and entry.safe_after else entry.date


def _uid(case: str, name: str) -> str:
    return str(UUID(bytes=salted_hmac("cases.calendar", f"{case}/{name}", algorithm="sha256").digest()[:16], version=5))


def _event(day: Day, on: date, as_of: date, uid: Callable[[str], str]) -> Component:
    from icalendar import Alarm, Event

    entry, summary = day.entry, _summary(day)
    event = Event()
    event.add("uid", uid(entry.key))
    event.add("dtstamp", datetime.combine(as_of, time(), UTC))
    event.add("dtstart", on)
    event.add("dtend", on + timedelta(days=1))
    event.add("summary", summary, parameters={"language": get_language() or "en"})
    event.add("description", _description(day, on, as_of))
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    for before in WARNINGS if entry.kind == "yours" or entry.what == "tax_return" else ():
        if on - before >= as_of:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", summary)
            alarm.add("trigger", -before)
            event.add_component(alarm)
    return event


def _summary(day: Day) -> str:
    words = say(day.entry.label)
    if day.loan:
        words = gettext("{what} ({loan})").format(what=words, loan=say(day.loan))
    if day.entry.kind == "theirs" and day.entry.safe_after:
        words = gettext("{what}: over after today").format(what=words)
    return words if day.entry.applies else gettext("{what} (may not apply)").format(what=words)


def _description(day: Day, on: date, as_of: date) -> str:
    entry = day.entry
    told: list[Text | None] = [entry.do, entry.says, *entry.more, day.doubt]
    if entry.date is not None and on != entry.date:
        told.append(Text(DAY_MARGIN.template, {"day": entry.date}))
    told.append(Text(NOT_ADVICE.template, {"day": as_of}))
    return "\n\n".join(say(text) for text in told if text is not None)
