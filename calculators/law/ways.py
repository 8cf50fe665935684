"""The shape of federal/ways.toml: the ways out of a loan that cannot be paid, and what to know of each."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property
from typing import Literal

from pydantic import ConfigDict, model_validator

from .clocks import court_day_before
from .parts import FederalFact, FederalSubject, Id, Key, Part, Text
from .programs import Program

Family = Literal["lose", "wait", "settle", "bankruptcy", "keep", "sell"]
Column = Literal["does", "time", "needs", "risks", "tax", "credit"]
# A condition of the case. One that nobody can tell yet counts as holding: leaving a risk out harms more.
Condition = Literal[
    "junior",
    "insured",
    "principal_residence",
    "judged",
    "not judged",
    "not sale_set",
    "ahead",
    "not ahead",
    "discharged",
    "not reverse",
]


class WayKind(Part):
    """One way out."""

    id: Key
    family: Family
    label: Text
    says: Text  # what it is, in one sentence
    aside: bool = False  # no way of its own that anybody offers; the API alone lists it


class WayFact(FederalFact):
    """One thing to know of one way or several, in one column of the comparison."""

    id: Id
    ways: tuple[Key, ...]
    column: Column
    says: Text
    programs: tuple[Program, ...] = ()  # of the loan that leads; without any, of every loan
    when: tuple[Condition, ...] = ()
    figures: dict[str, int] = {}


class WayTell(Part):
    """A statement of another federal file, told of a way in one column."""

    statement: Id
    ways: tuple[Key, ...]
    column: Column
    programs: tuple[Program, ...] = ()
    when: tuple[Condition, ...] = ()


class WaysLaw(FederalSubject):
    """The ways out, and what to know of each."""

    FILE = "ways"
    model_config = ConfigDict(ignored_types=(cached_property,))

    way: tuple[WayKind, ...]
    fact: tuple[WayFact, ...]
    tell: tuple[WayTell, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> WaysLaw:
        for names in ([each.id for each in self.way], [each.id for each in self.fact]):
            twice = sorted({name for name in names if names.count(name) > 1})
            if twice:
                raise ValueError(f"{', '.join(twice)}: stands twice")
        known = {each.id for each in self.way}
        for ways in (*(fact.ways for fact in self.fact), *(tell.ways for tell in self.tell)):
            if lost := sorted(set(ways) - known):
                raise ValueError(f"there is no way {', '.join(lost)}")
        return self

    @cached_property
    def kinds(self) -> dict[str, WayKind]:
        """The ways by their keys."""
        return {each.id: each for each in self.way}

    @cached_property
    def told(self) -> dict[tuple[str, Column], tuple[WayFact | WayTell, ...]]:
        """What to know, by way and column, in the order of the file."""
        found: dict[tuple[str, Column], list[WayFact | WayTell]] = {}
        every: tuple[WayFact | WayTell, ...] = (*self.fact, *self.tell)
        for each in every:
            for way in each.ways:
                found.setdefault((way, each.column), []).append(each)
        return {key: tuple(facts) for key, facts in found.items()}

    def last_application(self, sale: date, today: date) -> date:
        """The last day on which a complete application still holds up a sale that is set for `sale`: more than so many
        days before it, and on a day on which somebody books it in, where such a day is left.

        Source: 12 CFR 1024.41(g).
        """
        last = sale - timedelta(days=self.named("application-holds").figures["days"] + 1)
        booked = court_day_before(last)
        return last if booked < today <= last else booked

    def named(self, name: str) -> WayFact:
        """The fact of that id. Raises KeyError where there is none."""
        for fact in self.fact:
            if fact.id == name:
                return fact
        raise KeyError(name)
