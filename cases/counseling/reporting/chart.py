"""The activity of an agency by month as plain shapes: three bars a month, told apart by black, hatching and outline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .counting import Month

WIDTH, HEIGHT = 720, 260
LEFT, TOP, BASE = 34.0, 20.0, 214.0
WIDEST = 22.0  # a bar
KINDS = ("opened", "sessions", "closed")
STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 2500, 5000, 10000)


@dataclass(frozen=True)
class Bar:
    kind: str
    x: float
    y: float
    width: float
    height: float
    count: int

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)

    @property
    def above(self) -> float:
        return round(self.y - 4, 1)


@dataclass(frozen=True)
class Group:
    """The bars of one month."""

    month: date
    middle: float
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Mark:
    """A line across, with its count."""

    y: float
    count: int


@dataclass(frozen=True)
class ActivityChart:
    groups: tuple[Group, ...]
    marks: tuple[Mark, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: float = LEFT
    base: float = BASE
    label_y: float = BASE + 20


def activity_chart(months: Sequence[Month]) -> ActivityChart | None:
    """The picture; None where there is nothing to draw, or there are more months than can be told apart."""
    most = max((getattr(month, kind) for month in months for kind in KINDS), default=0)
    if not most or len(months) > 12:
        return None
    step = next((step for step in STEPS if step * 4 >= most), most)
    top = step * -(-most // step)
    across = (WIDTH - LEFT) / len(months)
    wide = min(WIDEST, across / 4)

    def group(number: int, month: Month) -> Group:
        middle = LEFT + across * (number + 0.5)
        bars = []
        for place, kind in enumerate(KINDS):
            count = getattr(month, kind)
            height = round((BASE - TOP) * count / top, 1)
            x = round(middle + (place - 1.5) * wide, 1)
            bars.append(Bar(kind, x, round(BASE - height, 1), round(wide - 3, 1), height, count))
        return Group(month.first, round(middle, 1), tuple(bars))

    marks = tuple(Mark(round(BASE - (BASE - TOP) * count / top, 1), count) for count in range(0, top + 1, step))
    return ActivityChart(tuple(group(number, month) for number, month in enumerate(months)), marks)
