"""The shape of federal/settlement.toml: how often a shortfall was pursued, what a sound release contains, and how to
go about a settlement."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from .parts import FederalFact, FederalSubject, Id, Part, Text

# What may hold in a case. One that nobody can tell yet counts as holding: to say too much harms less.
Condition = Literal[
    "insured",  # private mortgage insurance
    "government",  # a federal agency may come for it
    "sued",
    "judged",
    "court",  # either of the two
    "several",  # more than one loan on the home
    "payments",  # money is left at the end of a month, so that payments are thought of
    "ahead",  # the home is not lost yet
    "late",  # the lender's time may be over
    "stayed",  # a bankruptcy case is open
]


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
    """One thing that a written release should say, where all of `when` may hold."""

    id: Id
    says: Text
    when: tuple[Condition, ...] = ()


class Advice(FederalFact):
    """One step of a settlement, one thing to say or never to say, or one sign to stop and see a lawyer."""

    group: Literal["step", "say", "never", "stop"]
    id: Id
    says: Text
    why: str = ""
    when: tuple[Condition, ...] = ()


class SettlementLaw(FederalSubject):
    """Settling what is left."""

    FILE = "settlement"

    bottom_line: Statement
    data: tuple[Datum, ...]
    range: tuple[Range, ...]
    offer_factors: Points
    release: Statement
    release_element: tuple[Element, ...]
    advice: tuple[Advice, ...]
    keep: Points
