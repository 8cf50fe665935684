"""Exact money: dollars as Decimal to the cent, and a span where the facts leave a range."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
ZERO = Decimal("0.00")


def cents(amount: Decimal) -> Decimal:
    """`amount` in dollars, rounded half up to the cent."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Span:
    """An amount that lies between `low` and `high` dollars. `None` is an end that nobody can name
    yet: Span(None, None) says nothing at all, Span(5, None) says at least 5."""

    low: Decimal | None
    high: Decimal | None

    @classmethod
    def of(cls, amount: Decimal | None) -> Span:
        """The span of one amount; of None, the span that says nothing."""
        exact = None if amount is None else cents(amount)
        return cls(exact, exact)

    @property
    def exact(self) -> bool:
        """Whether it is one known amount."""
        return self.low is not None and self.low == self.high

    @property
    def known(self) -> bool:
        """Whether anything at all can be said."""
        return self.low is not None or self.high is not None

    def __add__(self, other: Span) -> Span:
        return Span(_plus(self.low, other.low), _plus(self.high, other.high))

    def __sub__(self, other: Span) -> Span:
        return Span(_minus(self.low, other.high), _minus(self.high, other.low))

    def floored(self) -> Span:
        """The same, with nothing below zero: a debt that is more than paid is not owed."""
        low = ZERO if self.low is None else max(ZERO, self.low)
        return Span(low, None if self.high is None else max(ZERO, self.high))

    def at_most(self, other: Span) -> Span:
        """The lesser of two amounts."""
        low = None if self.low is None or other.low is None else min(self.low, other.low)
        highs = [high for high in (self.high, other.high) if high is not None]
        return Span(low, min(highs) if highs else None)

    def at_least(self, other: Span) -> Span:
        """The greater of two amounts."""
        lows = [low for low in (self.low, other.low) if low is not None]
        high = None if self.high is None or other.high is None else max(self.high, other.high)
        return Span(max(lows) if lows else None, high)

    def times(self, factor: Decimal) -> Span:
        """The same share of both ends, to the cent; `factor` is not negative."""
        low = None if self.low is None else cents(self.low * factor)
        return Span(low, None if self.high is None else cents(self.high * factor))

    def or_(self, other: Span) -> Span:
        """The span that holds both: for facts that could make it the one or the other."""
        low = None if self.low is None or other.low is None else min(self.low, other.low)
        high = None if self.high is None or other.high is None else max(self.high, other.high)
        return Span(low, high)


NOTHING = Span(ZERO, ZERO)
UNKNOWN = Span(None, None)


def _plus(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one + other


def _minus(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one - other
