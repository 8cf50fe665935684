"""The timeline as people read it: every day with its words, and the picture of it."""

from __future__ import annotations

from dataclasses import dataclass

from calculators.assessment import Assessment, loan_name
from calculators.consequences.timeline import Entry
from calculators.timeline_chart import TimelineChart, timeline_chart
from calculators.working import Text

STATES = {
    "open": Text("still running"),
    "passed": Text("passed"),
    "not_started": Text("has not started"),
    "unknown": Text("day not known"),
}
WHOSE = {
    "yours": Text("Your time"),
    "theirs": Text("The lender's time"),
    "tax": Text("Taxes"),
    "report": Text("Credit report"),
    "mortgage": Text("A new mortgage"),
    "event": Text("What happened"),
}

AFTERWARDS = frozenset({"report", "mortgage"})


@dataclass(frozen=True)
class Day:
    """An entry of the timeline with its words."""

    entry: Entry
    loan: Text | None  # named where there are several

    @property
    def state(self) -> Text | None:
        """Where a clock stands; of any other day the date says it."""
        return STATES[self.entry.state] if self.entry.clock else None

    @property
    def whose(self) -> Text:
        return WHOSE[self.entry.kind]

    @property
    def period(self) -> Text | None:
        return self.entry.clock.period if self.entry.clock else None

    @property
    def told(self) -> bool:
        """Whether there is more to it than its name."""
        return self.entry.kind != "event"

    @property
    def margin(self) -> Text | None:
        """Why a lender's day is not the day on which we call it over."""
        if self.entry.safe_after is None or self.entry.safe_after == self.entry.date:
            return None
        return Text(
            "Count it as over only after {day}: courts add time for weekends and holidays, and mail takes days.",
            {"day": self.entry.safe_after},
        )

    @property
    def doubt(self) -> Text | None:
        if self.entry.applies is not None:
            return None
        return Text("It may not apply to you: that depends on facts that are not known yet.")


@dataclass(frozen=True)
class Timeline:
    """The days of a case."""

    assessment: Assessment

    @property
    def days(self) -> list[Day]:
        facts = self.assessment.facts
        many = len(facts.loans) > 1
        return [
            Day(
                entry,
                loan_name(facts, facts.loan(entry.loans[0])) if many and len(entry.loans) == 1 else None,
            )
            for entry in self.assessment.timeline
        ]

    @property
    def dated(self) -> list[Day]:
        """The days of the case itself that have a date, the earliest first."""
        return [day for day in self.days if day.entry.date and day.entry.kind not in AFTERWARDS]

    @property
    def afterwards(self) -> list[Day]:
        """The days on which reports forget it, and on which a new mortgage is possible."""
        return [day for day in self.days if day.entry.date and day.entry.kind in AFTERWARDS]

    @property
    def coming(self) -> bool:
        """Whether there is a day left to put into a calendar."""
        today = self.assessment.facts.as_of
        return any((day.entry.date or today) > today for day in self.days)

    @property
    def clocks(self) -> list[Day]:
        """The clocks that run, or that have a day: what a summary has room for."""
        return [day for day in self.days if day.entry.clock and (day.entry.applies is not None or day.entry.date)]

    @property
    def undated(self) -> list[Day]:
        """The clocks that have none yet, but run."""
        return [day for day in self.days if not day.entry.date and day.entry.applies]

    @property
    def doubtful(self) -> list[Day]:
        """Those without a day of which nobody can say yet whether they run."""
        return [day for day in self.days if not day.entry.date and not day.entry.applies]

    @property
    def chart(self) -> TimelineChart | None:
        return timeline_chart(self.assessment)
