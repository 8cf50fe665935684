"""Counting for form HUD-9902, and the activity of an agency by month. Pure: files in, figures out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from .forms_of_hud import Row, Section, hud_9902
from .periods import Period
from .record import Entry, Record

HUD = "hud"
Said = tuple[str, ...]  # what a household said of itself, a row of each section that asks; "": not asked yet
BOTH = "both"  # the row of section 10 that follows from the others


@dataclass(frozen=True)
class File:
    """What a report reads of one client: its days, where they are of the period, the outcome of the case, and the
    record of services."""

    key: str
    opened: date | None
    closed: date | None
    outcome: str
    record: Record


@dataclass
class Count:
    """Households of one row: all of them, and those with a service billed to the HUD grant in part or in full."""

    all: int = 0
    hud: int = 0

    def add(self, hud: bool, times: int = 1) -> None:
        self.all += times
        self.hud += times * hud


@dataclass(frozen=True)
class Line:
    """One row of the form, counted."""

    row: Row
    count: Count


@dataclass
class Counted:
    """One section of the form, counted. `missing` counts the services of households that were not asked yet."""

    section: Section
    rows: dict[str, Count]
    missing: Count = field(default_factory=Count)

    @property
    def lines(self) -> list[Line]:
        """The rows that are usual here and those that something was counted in; all of what a household is asked."""
        whole = self.section.kind == "household"
        return [Line(row, self.rows[row.id]) for row in self.section.row if whole or row.usual or self.rows[row.id].all]

    @property
    def left_out(self) -> int:
        """How many rows of the form are not shown, since nothing was counted in them."""
        return len(self.section.row) - len(self.lines)

    @property
    def total(self) -> Count:
        return Count(sum(each.all for each in self.rows.values()), sum(each.hud for each in self.rows.values()))

    @property
    def summed(self) -> bool:
        """Whether the form has a total of the section; the rows of section 10 overlap."""
        return self.section.kind != "impact"


@dataclass
class Month:
    """What happened in one month."""

    first: date
    opened: int = 0
    sessions: int = 0
    minutes: int = 0
    workshops: int = 0
    closed: int = 0
    impacts: int = 0

    @property
    def hours(self) -> float:
        """Of sessions, to the tenth."""
        return round(self.minutes / 60, 1)


@dataclass
class Report:
    """The figures of one period."""

    period: Period
    sections: list[Counted]
    months: list[Month]
    outcomes: Counter[str]  # of the cases whose household was counted or whose file was opened
    lacking: dict[str, list[str]]  # by file that got a service: the sections whose answer it lacks
    households: int  # counted at least once

    @property
    def services(self) -> Count:
        """The total of sections 8 and 9, which each of sections 3 to 7 has to come to."""
        parts = [each.total for each in self.sections if each.section.kind in ("education", "counseling")]
        return Count(sum(each.all for each in parts), sum(each.hud for each in parts))

    @property
    def disagreeing(self) -> list[Counted]:
        """The sections whose total does not come to that of sections 8 and 9."""
        return [each for each in self.sections if each.section.kind == "household" and each.missing.all]

    @property
    def whole(self) -> Month:
        """The sums of all months."""
        names = ("opened", "sessions", "minutes", "workshops", "closed", "impacts")
        return Month(self.period.first, *(sum(getattr(month, name) for month in self.months) for name in names))


def report(files: Iterable[File], period: Period) -> Report:
    """Count these files for a period."""
    sections = [Counted(each, {row.id: Count() for row in each.row}) for each in hud_9902().section]
    counted = Report(period, sections, [Month(first) for first in period.months], Counter(), {}, 0)
    months = {(each.first.year, each.first.month): each for each in counted.months}
    asked = [each for each in sections if each.section.kind == "household"]
    alike: Counter[tuple[Said, bool]] = Counter()
    for file in files:
        said = tuple(file.record.household.get(each.section.id, "") for each in asked)
        distinct = _count(file, counted)
        alike.update((said, hud) for hud in distinct)
        lacks = [each.section.id for each, row in zip(asked, said, strict=True) if row not in each.rows]
        if distinct and lacks:
            counted.lacking[file.key] = lacks
        _month(file, months)
    for (said, hud), services in alike.items():
        for each, row in zip(asked, said, strict=True):
            (each.rows.get(row) or each.missing).add(hud, services)
    return counted


def services(entries: Iterable[Entry], period: Period) -> dict[str, bool]:
    """The distinct services of the period, by row of the form, and whether the HUD grant paid any part of one."""
    found: dict[str, bool] = {}
    for entry in entries:
        if period.covers(entry.on):
            found[entry.row] = found.get(entry.row, False) or entry.funding == HUD
    return found


def _count(file: File, counted: Report) -> list[bool]:
    """Count what one household got, and what came of it. Returns of each service whether the HUD grant paid for it."""
    record, period = file.record, counted.period
    got = {
        "counseling": services((each for each in record.sessions if not each.follow_up), period),
        "education": services(record.education, period),
    }
    # What came of counseling counts when it comes, be it after the period of the sessions, and for whoever paid them.
    by_grant = any(each.funding == HUD and each.on <= period.last for each in record.sessions)
    impacts = services(record.impacts, period)
    got["impact"] = dict.fromkeys(impacts, by_grant) | ({BOTH: by_grant} if all(got.values()) else {})
    distinct = [hud for kind in ("education", "counseling") for hud in got[kind].values()]
    if distinct:
        counted.households += 1
    if distinct or period.covers(file.opened):
        counted.outcomes[file.outcome] += 1
    for each in counted.sections:
        for row, hud in got.get(each.section.kind, {}).items():
            if row in each.rows:
                each.rows[row].add(hud)
    return distinct


def _month(file: File, months: Mapping[tuple[int, int], Month]) -> None:
    def of(day: date | None) -> Month | None:
        return months.get((day.year, day.month)) if day else None

    if month := of(file.opened):
        month.opened += 1
    if month := of(file.closed):
        month.closed += 1
    for entry in file.record.sessions:
        if month := of(entry.on):
            month.sessions += 1
            month.minutes += entry.minutes
    for entry in file.record.education:
        if month := of(entry.on):
            month.workshops += 1
    for entry in file.record.impacts:
        if month := of(entry.on):
            month.impacts += 1
