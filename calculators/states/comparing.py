"""Two states side by side, with what differs marked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..working import Text
from .reading import StateReading, Way


@dataclass(frozen=True)
class Pair:
    """One line of the comparison."""

    title: Text
    one: tuple[Text, ...]
    other: tuple[Text, ...]

    @property
    def differs(self) -> bool:
        return [each.english() for each in self.one] != [each.english() for each in self.other]


@dataclass(frozen=True)
class Part:
    """Lines that belong together."""

    title: Text
    pairs: tuple[Pair, ...]
    words: bool = False  # single words, not sentences


NOT_THERE = (Text("This way is not used there"),)
NOTHING = (Text("The law we found sets none"),)
UNTOLD = (NOT_THERE, NOTHING)


def compare(one: StateReading, other: StateReading) -> tuple[Part, ...]:
    """Every part of the two laws that can be laid side by side."""
    collected = (Pair(a.title, a.says, b.says) for a, b in zip(one.collection, other.collection, strict=True))
    return (
        Part(Text("In short"), tuple(_short(one, other)), words=True),
        *_outcomes(one, other),
        Part(Text("Clocks and the home's value"), tuple(_windows(one, other))),
        Part(
            Text("What can be collected"), (*collected, Pair(Text("Second loans"), one.junior.says, other.junior.says))
        ),
    )


def _short(one: StateReading, other: StateReading) -> Iterator[Pair]:
    yield Pair(Text("Class"), (one.class_name,), (other.class_name,))
    yield Pair(Text("Most foreclosures"), (one.usual,), (other.usual,))


def _outcomes(one: StateReading, other: StateReading) -> Iterator[Part]:
    """Each way of losing a home that either state has, with each kind of loan."""
    cells = [{cell.kind: cell.title for cell in each.glance[0].cells} for each in (one, other)]
    for kind, title in (cells[0] | cells[1]).items():
        heading = Text("May the lender collect the rest? {way}", {"way": title})
        if all(kind in each for each in cells):
            pairs = tuple(
                Pair(a.loan, (a.word(kind),), (b.word(kind),)) for a, b in zip(one.glance, other.glance, strict=True)
            )
        else:
            used = (Text("This way is used here"),)
            left, right = (used if kind in each else NOT_THERE for each in cells)
            pairs = (Pair(Text("Every loan"), left, right),)
        yield Part(heading, pairs, words=True)


def _windows(one: StateReading, other: StateReading) -> Iterator[Pair]:
    ways = [{way.kind: way for way in each.ways} for each in (one, other)]
    for kind in dict.fromkeys([*ways[0], *ways[1]]):
        title = next(way[kind].title for way in ways if kind in way)
        for heading, attribute in (
            (Text("{way}: deadlines"), "windows"),
            (Text("{way}: time to redeem"), "redemptions"),
            (Text("{way}: the home's value"), "values"),
        ):
            left, right = (_told(way.get(kind), attribute) for way in ways)
            if left in UNTOLD and right in UNTOLD:
                continue
            yield Pair(Text(heading.template, {"way": title}), left, right)


def _told(way: Way | None, attribute: str) -> tuple[Text, ...]:
    if way is None:
        return NOT_THERE
    return tuple(each.says for each in getattr(way, attribute)) or NOTHING
