"""What makes the ways out different for this person, in words with figures: the most money first.

Only what the numbers show is said. Each difference names the ways that it compares, carries its working, and says why
it stands where it does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ..money import NOTHING, ZERO, Span
from ..statements import Statement
from ..working import Line, Text, line_json, span_json
from .way import Way

ORDER = Text("The largest amount at stake comes first. What has no amount follows.")
WAIVED: dict[str, tuple[str, Text]] = {
    "short_sale": ("short_sale_waived", Text("in a short sale")),
    "deed_in_lieu": ("deed_in_lieu_waived", Text("with a deed in lieu")),
}


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

    @property
    def at_stake(self) -> Decimal:
        """The most that it may be worth, as far as anybody can say."""
        if self.amount is None:
            return ZERO
        return max(end for end in (self.amount.high, self.amount.low, ZERO) if end is not None)

    def as_json(self) -> dict[str, Any]:
        """The difference as the contract has it."""
        return {
            "key": self.key,
            "says": str(self.says),
            "ways": list(self.ways),
            "amount": span_json(self.amount) if self.amount else None,
            "working": [line_json(line) for line in self.working],
            "because": [str(text) for text in self.because],
            "statements": [each.as_json() for each in self.statements],
            "needs": list(self.needs),
        }


def differences(ways: Mapping[str, Way]) -> tuple[Difference, ...]:
    """The differences that matter, the most money first; those with the same amount in the order of this file."""
    return tuple(sorted(_waivers(ways), key=lambda each: -each.at_stake))


def _waivers(ways: Mapping[str, Way]) -> Iterator[Difference]:
    """What a written waiver is worth, in each way that asks for one."""
    for key, (waived, where) in WAIVED.items():
        without, with_ = ways.get(key), ways.get(waived)
        if without is None or with_ is None or not without.shown:
            continue
        before, after = without.collectible or NOTHING, with_.collectible or NOTHING
        if before == NOTHING:
            continue
        worth = (before - after).floored()
        lines = (
            Line(Text("They may collect without a waiver"), before, without.label),
            Line(Text("They may collect with one"), after, with_.label, kind="less"),
            Line(Text("What the waiver is worth"), worth, Text("The one less the other."), kind="sum"),
        )
        yield Difference(
            f"waiver_{key}",
            Text("A written waiver is worth {amount} to you {where}.", {"amount": worth, "where": where}),
            (key, waived),
            worth,
            lines,
            needs=without.depends_on,
        )
