"""What makes the ways out different for this person, in words with figures.

Only what the numbers show is said. Each difference names the ways that it compares, carries its working and its
reasons; how they are ordered is said in one sentence that stands beside them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from ..facts import Facts
from ..money import NOTHING, ZERO, Span
from ..statements import Statement
from ..working import Line, Text, line_json, span_json
from .way import Way

A_SUM = Text("a sum that is not known yet")
ORDER = Text(
    "A day that you must not miss comes first. Then comes what is worth most for sure, then what may be worth "
    "something, then what has no amount. Bankruptcy reaches beyond this debt, so it stands last."
)


@dataclass(frozen=True)
class Difference:
    """One difference between ways out."""

    key: str
    says: Text
    ways: tuple[str, ...]  # the ways that it compares
    amount: Span | None  # what it is worth to this person
    working: tuple[Line, ...] = ()
    because: tuple[Text, ...] = ()
    statements: tuple[Statement, ...] = ()
    needs: tuple[str, ...] = ()  # facts that would make it more exact
    by: date | None = None  # the day that must not be missed
    urgent: bool = False
    last: bool = False  # reaches beyond this debt

    @property
    def at_stake(self) -> Decimal:
        """The most that it may be worth, as far as anybody can say."""
        ends = (self.amount.high, self.amount.low) if self.amount else ()
        return max((end for end in ends if end is not None), default=ZERO)

    def as_json(self) -> dict[str, Any]:
        """The difference as the contract has it."""
        return {
            "key": self.key,
            "says": str(self.says),
            "ways": list(self.ways),
            "amount": span_json(self.amount) if self.amount else None,
            "by": self.by.isoformat() if self.by else None,
            "working": [line_json(line) for line in self.working],
            "because": [str(text) for text in self.because],
            "statements": [each.as_json() for each in self.statements],
            "needs": list(self.needs),
        }


@dataclass(frozen=True)
class Case:
    """What the differences are told from."""

    facts: Facts
    ways: Mapping[str, Way]

    @property
    def losing(self) -> list[Way]:
        """The ways of losing the home that are open, without a waiver."""
        return [way for way in self.ways.values() if way.family == "lose" and way.shown and not way.waiver_in_writing]

    def open(self, key: str) -> Way | None:
        """A way that is still there."""
        way = self.ways.get(key)
        return way if way is not None and way.shown else None


def in_order(found: Iterator[Difference]) -> tuple[Difference, ...]:
    """Differences as `ORDER` says; those with the same amount as they were found."""
    return tuple(sorted(found, key=_place))


def _place(each: Difference) -> tuple[Any, ...]:
    if each.urgent or each.by is not None:
        return 0, each.by or date.max
    amount = each.amount or NOTHING
    tier = 3 if each.last else 2 if amount == NOTHING else 1
    return tier, -(amount.low or ZERO), -(amount.high or amount.low or ZERO)


def amount_of(span: Span) -> Span | Text:
    """An amount in a sentence; one of which nothing is known says so."""
    return A_SUM if unknown(span) else span


def unknown(span: Span) -> bool:
    """Whether nothing is known of an amount."""
    return span.high is None and not span.low


def worth(span: Span) -> Span | None:
    """What a difference is worth, where anything is known of it and it is not nothing."""
    return None if unknown(span) or span == NOTHING else span


def less(before: Text, owed: Span, after: Text, left: Span, what: Text) -> tuple[Line, ...]:
    """The lines of one amount less another."""
    return (
        Line(Text("They may collect: {way}", {"way": before}), owed, before),
        Line(Text("They may collect: {way}", {"way": after}), left, after, kind="less"),
        Line(what, (owed - left).floored(), Text("The one less the other."), kind="sum"),
    )


def listed(texts: list[Text]) -> Text:
    """Several texts as one: a, b or c."""
    if len(texts) == 1:
        return texts[0]
    names = [f"t{place}" for place in range(len(texts))]
    parts = ", ".join(f"{{{name}}}" for name in names[:-1])
    return Text(f"{parts} or {{{names[-1]}}}", dict(zip(names, texts, strict=True)))
