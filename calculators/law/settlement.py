"""The shape of federal/settlement.toml: how often a shortfall was pursued, and what a sound release contains."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from .parts import FederalFact, FederalSubject, Id, Part, Text


class Statement(FederalFact):
    """A sentence with its source."""

    says: Text


class Datum(FederalFact):
    """One published figure."""

    id: Id
    value: Text
    figures: dict[str, Decimal] = {}
    period: str = ""
    printed: bool
    says: Text


class Range(FederalFact):
    """What somebody said that debts settled for: kept for whoever checks the file, never printed."""

    id: Id
    kind: Text
    low: Decimal | None = None
    high: Decimal | None = None
    printed: Literal[False]
    says: Text


class Points(Statement):
    """A list with its heading."""

    items: tuple[Text, ...]


class Element(Part):
    """One thing that a written release should say."""

    id: Id
    says: Text


class SettlementLaw(FederalSubject):
    """Settling what is left."""

    FILE = "settlement"

    bottom_line: Statement
    data: tuple[Datum, ...]
    range: tuple[Range, ...]
    offer_factors: Points
    release: Statement
    release_element: tuple[Element, ...]
    keep: Points
