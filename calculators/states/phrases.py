"""Small parts of sentences that several subjects of a state page share: figures, periods, lists of things."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from ..law.schema import period_parts
from ..working import Text


def figure(number: Decimal) -> str:
    """A number as people write it: 10, 2.5, not 10.0."""
    return f"{number.normalize():f}"


def percent(number: Decimal) -> Text:
    return Text("{number}%", {"number": figure(number)})


def length(period: str) -> Text:
    """A period in words: 90 days, 1 year. A period of nothing is the day itself."""
    years, months, days = period_parts(period)
    named = (
        (years, Text("{n} year", {"n": years}), Text("{n} years", {"n": years})),
        (months, Text("{n} month", {"n": months}), Text("{n} months", {"n": months})),
        (days, Text("{n} day", {"n": days}), Text("{n} days", {"n": days})),
    )
    parts = [one if count == 1 else many for count, one, many in named if count]
    return joined(parts, "{one} and {other}") if parts else Text("0 days")


def either(parts: Sequence[Text]) -> Text:
    """One of several: a, b or c."""
    return joined(parts, "{one} or {other}")


def every(parts: Sequence[Text]) -> Text:
    """All of several: a, b and c."""
    return joined(parts, "{one} and {other}")


def together(conditions: Sequence[Text]) -> Text:
    """Conditions that must all hold: a; b; c."""
    told, *more = conditions
    for each in more:
        told = Text("{one}; {other}", {"one": told, "other": each})
    return told


def joined(parts: Sequence[Text], last: str) -> Text:
    """The parts of a list in one phrase, commas between them and `last` before the last."""
    *before, end = parts
    if not before:
        return end
    start = before[0]
    for part in before[1:]:
        start = Text("{one}, {other}", {"one": start, "other": part})
    return Text(last, {"one": start, "other": end})


def paragraph(sentences: Iterable[Text]) -> Text:
    """Sentences one after the other."""
    told, *more = sentences
    for each in more:
        told = Text("{one} {other}", {"one": told, "other": each})
    return told
