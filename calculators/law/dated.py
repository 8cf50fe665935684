"""Figures that have dates: which one holds on a day, and whether anybody has read it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ..working import Text
from .parts import Dated, period_parts


@dataclass(frozen=True)
class Figure:
    """The figure for a day. Not `read`: it is that of the nearest day that anybody has read."""

    amount: Decimal
    since: date
    read: bool


def on_day(values: Iterable[Dated], day: date, area: str = "") -> Figure | None:
    """The figure that holds on a day in one area; None where the list has none for it at all."""
    ours = sorted((value for value in values if value.area == area), key=lambda value: value.from_)
    if not ours:
        return None
    begun = [value for value in ours if value.from_ <= day]
    if not begun:
        return Figure(ours[0].amount, ours[0].from_, read=False)
    last = begun[-1]
    return Figure(last.amount, last.from_, last.until is None or day <= last.until)


def in_words(period: str) -> Text:
    """A period such as P60D in words: 60 days."""
    years, months, days = period_parts(period)
    for count, one, many in ((years, "1 year", "{n} years"), (months, "1 month", "{n} months")):
        if count:
            return Text(one) if count == 1 else Text(many, {"n": count})
    return Text("1 day") if days == 1 else Text("{n} days", {"n": days})
