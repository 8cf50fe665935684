"""The timeline as a picture: time runs down a line, true to scale; labels that would touch move apart and point back.

A filled mark has passed, a ring is to come, a dashed ring may move or may not apply, and a diamond is the person's own
last day: shapes, so that it reads in grey and on paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from .assessment import Assessment, loan_name
from .consequences.timeline import Entry
from .working import Text

WIDTH = 320
AXIS, LABEL = 50.0, 82.0  # where the line stands, and where the words begin
YEAR_X, TICK_X = AXIS - 15, AXIS - 11  # where a year ends, and its tick
TOP, GAP, LOAN_LINE = 26.0, 44.0, 15.0
YEAR = 30.0  # at least so much of the picture for a year, up to LONGEST
LONGEST = 620.0
MOST = 16  # entries that a picture can hold

Mark = Literal["past", "ahead", "unsure", "yours"]


@dataclass(frozen=True)
class Point:
    """One day: its mark on the line, and its words beside it."""

    mark: Mark
    y: float
    label_y: float
    day: date
    label: Text
    loan: Text | None

    @property
    def date_y(self) -> float:
        return round(self.label_y - 3, 1)

    @property
    def words_y(self) -> float:
        return round(self.label_y + 13, 1)

    @property
    def loan_y(self) -> float:
        return round(self.label_y + 28, 1)

    @property
    def size(self) -> float:
        """How large the words can be written in their space."""
        return 13 if len(str(self.label)) < 38 else 11.5

    @property
    def diamond(self) -> str:
        x, y = AXIS, self.y
        return f"{x},{y - 8} {x + 8},{y} {x},{y + 8} {x - 8},{y}"


@dataclass(frozen=True)
class Year:
    """A year's beginning on the line."""

    year: str
    y: float
    x: float = YEAR_X
    tick: float = TICK_X

    @property
    def text_y(self) -> float:
        return round(self.y + 4, 1)


@dataclass(frozen=True)
class TimelineChart:
    """The days of a case down a line."""

    title: Text
    points: tuple[Point, ...]
    years: tuple[Year, ...]
    today_y: float
    height: float
    top: float
    bottom: float
    width: int = WIDTH
    axis: float = AXIS
    label: float = LABEL
    year_x: float = YEAR_X
    tick_x: float = TICK_X
    from_x: float = AXIS + 9  # of the lines that lead from a mark to its words
    to_x: float = LABEL - 6

    @property
    def today_text_y(self) -> float:
        return round(self.today_y + 4, 1)


def timeline_chart(assessment: Assessment) -> TimelineChart | None:
    """The picture; None where fewer than three days are known."""
    entries = _chosen(assessment)
    days = [entry.date for entry in entries if entry.date]
    if len(days) < 3:
        return None
    today = assessment.facts.as_of
    first, last = min(*days, today), max(*days, today)
    needed = sum(_room(assessment, entry) for entry in entries)
    height = max(needed, min(LONGEST, YEAR * (last - first).days / 365))
    scale = _Scale(first, last, height)
    places = _apart([scale.y(day) for day in days], [_room(assessment, entry) for entry in entries])
    points = tuple(_point(assessment, entry, scale, place) for entry, place in zip(entries, places, strict=True))
    title = Text(
        "Timeline from {first} to {last} with {count} days. The list beside it names each of them.",
        {"first": first, "last": last, "count": len(entries)},
    )
    return TimelineChart(
        title=title,
        points=points,
        years=tuple(_years(scale, [scale.y(today)])),
        today_y=scale.y(today),
        height=round(max(TOP + height, places[-1] + _room(assessment, entries[-1])) + 8, 1),
        top=TOP,
        bottom=round(TOP + height, 1),
    )


def _chosen(assessment: Assessment) -> list[Entry]:
    """The dated entries, the least telling left out where there are too many."""
    dated = [entry for entry in assessment.timeline if entry.date]
    for what in ("sale_confirmed", "acceleration", "served", "suit", "limitation", "redemption", "judgment_life"):
        if len(dated) <= MOST:
            break
        dated = [entry for entry in dated if entry.what != what or entry.kind == "yours"]
    return dated[:MOST]


def _room(assessment: Assessment, entry: Entry) -> float:
    return GAP + (LOAN_LINE if _loan(assessment, entry) else 0)


def _loan(assessment: Assessment, entry: Entry) -> Text | None:
    facts = assessment.facts
    if len(facts.loans) < 2 or len(entry.loans) != 1:
        return None
    return loan_name(facts, facts.loan(entry.loans[0]))


def _point(assessment: Assessment, entry: Entry, scale: _Scale, place: float) -> Point:
    day = entry.date or scale.first
    mark: Mark = "past" if entry.state == "passed" or day < assessment.facts.as_of else "ahead"
    if mark == "ahead":
        mark = "unsure" if not entry.applies else "yours" if entry.kind == "yours" else mark
    return Point(mark, scale.y(day), round(place, 1), day, entry.label, _loan(assessment, entry))


class _Scale:
    """Days to heights."""

    def __init__(self, first: date, last: date, height: float):
        self.first, self.height = first, height
        self.days = max(1, (last - first).days)
        self.last = last

    def y(self, day: date) -> float:
        return round(TOP + self.height * (day - self.first).days / self.days, 1)


def _years(scale: _Scale, taken: list[float]) -> list[Year]:
    """The years that have room beside the line: not where today stands."""
    found: list[Year] = []
    for year in range(scale.first.year, scale.last.year + 2):
        day = date(year, 1, 1)
        if not scale.first <= day <= scale.last:
            continue
        y = scale.y(day)
        if all(abs(y - other) >= 17 for other in (*taken, *(each.y for each in found))):
            found.append(Year(str(year), y))
    return found


def _apart(wanted: list[float], room: list[float]) -> list[float]:
    """Where the words stand: as near to their marks as they can without touching. Those that would touch become a
    group, which stands around the middle of its marks (isotonic regression by pooling neighbors)."""
    above = [sum(room[:place]) for place in range(len(room))]
    groups: list[tuple[float, int]] = []  # where each begins, were nothing above it, and how many are in it
    for y, taken in zip(wanted, above, strict=True):
        middle, count = y - taken, 1
        while groups and groups[-1][0] > middle:
            other, many = groups.pop()
            middle, count = (middle * count + other * many) / (count + many), count + many
        groups.append((middle, count))
    middles = [max(middle, TOP) for middle, count in groups for _ in range(count)]
    return [middle + taken for middle, taken in zip(middles, above, strict=True)]
