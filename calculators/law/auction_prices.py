"""The shape of federal/auction_prices.toml: what research says that a foreclosed home sells for, beside its value."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import Field, model_validator

from .parts import FederalFact, FederalSubject, Id, Text

# How far below the home's value a price lies, in percent of that value.
Below = Annotated[Decimal, Field(ge=0, lt=100)]


class Discount(FederalFact):
    """The range in which most published figures lie."""

    low: Below
    high: Below
    says: Text

    @model_validator(mode="after")
    def _low_comes_first(self) -> Discount:
        if self.low > self.high:
            raise ValueError("has a low end above its high one")
        return self

    @property
    def middle(self) -> Decimal:
        return (self.low + self.high) / 2


class Study(FederalFact):
    """One publication: its figure if it has one, where and when it looked, and what it does not tell."""

    id: Id
    year: Annotated[int, Field(ge=1980, le=2100)]
    place: Text
    period: Text
    low: Below | None = None
    high: Below | None = None
    says: Text
    limits: Text


class Caution(FederalFact):
    """What to keep in mind before using any of the figures."""

    id: Id
    says: Text


class AuctionPrices(FederalSubject):
    """What a foreclosed home sells for, beside what it is worth. Research, not law."""

    FILE = "auction_prices"

    likely: Discount
    caution: Annotated[tuple[Caution, ...], Field(min_length=1)]
    study: Annotated[tuple[Study, ...], Field(min_length=1)]
