"""The shape of the federal law on collecting a debt: what caps and protects in every state, and the dated figures by
which state rules count (minimum wage, poverty line, indexes of interest)."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from .collecting import Index, Limit
from .parts import Dated, FederalFact, FederalSubject, Id, Part, Text

Topic = Literal["garnishment", "protected_income", "collectors", "military", "federal_debt", "bankruptcy"]
Dates = Annotated[tuple[Dated, ...], Field(min_length=1)]


class Cap(FederalFact):
    """What may be taken of one pay period: the least of the `limits`."""

    limits: Annotated[tuple[Limit, ...], Field(min_length=1)]
    says: Text


class Wage(FederalFact):
    """The minimum wage, in dollars an hour."""

    amounts: Dates


class PovertyLine(FederalFact):
    """The poverty guideline of the 48 contiguous states and DC, in dollars a year."""

    one_person: Dates
    each_more: Dates

    def yearly(self, first: Decimal, more: Decimal, people: int) -> Decimal:
        """The line for a household of so many people, from the two figures of its year."""
        return first + more * (people - 1)


class Lookback(FederalFact):
    """Federal benefits that a bank must leave alone by itself: those paid in electronically within so many months."""

    months: int
    covered: tuple[Text, ...]
    exceptions: tuple[Text, ...]
    says: Text


class IndexValues(FederalFact):
    """An index by which interest on judgments is set, in percent a year."""

    index: Index
    name: Text  # completes "…, 6.75% on December 11, 2025"
    values: Dates


class Right(FederalFact):
    """A rule in words, with its figures by name."""

    id: Id
    topic: Topic
    value: Text  # the rule in a few words
    says: Text
    figures: dict[str, Decimal] = {}


class Mirrors(Part):
    """Where this file's texts were read."""

    usc: Text


class Collection(FederalSubject):
    """The federal law on collecting what is left of a debt."""

    FILE: ClassVar[str] = "collection"

    mirrors: Mirrors
    garnishment: Cap  # an ordinary creditor with a judgment
    administrative_garnishment: Cap  # a federal agency, without a court
    minimum_wage: Wage
    poverty_line: PovertyLine
    bank_lookback: Lookback
    index: tuple[IndexValues, ...]
    right: tuple[Right, ...]

    def named(self, name: str) -> Right:
        """The rule of that id. Raises KeyError where there is none."""
        for each in self.right:
            if each.id == name:
                return each
        raise KeyError(name)

    def about(self, topic: Topic) -> tuple[Right, ...]:
        """The rules on one topic, in the order of the file."""
        return tuple(each for each in self.right if each.topic == topic)
