"""The shape of federal/rights.toml: which rights to tell of in which case."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from .parts import FederalFact, FederalSubject, Id, Part, Text

Condition = Literal[
    "sued",
    "judged",
    "owing",
    "lost",
    "collector",
    "government",
    "bankruptcy_open",
    "discharged",
    "time_over",
    "not sued",
    "not judged",
    "not owing",
    "not lost",
    "not bankruptcy_open",
    "not discharged",
]


class Group(Part):
    """Rights that are told together."""

    id: Id
    title: Text


class RightStatement(FederalFact):
    """A right that no other federal file states."""

    id: Id
    says: Text


class Tell(Part):
    """A statement, and when to tell it."""

    group: Id
    statement: Id
    when: tuple[Condition, ...] = ()


class RightsLaw(FederalSubject):
    """Rights of somebody who is asked for a shortfall."""

    FILE = "rights"

    group: tuple[Group, ...]
    statement: tuple[RightStatement, ...]
    tell: tuple[Tell, ...]

    @model_validator(mode="after")
    def _grouped(self) -> RightsLaw:
        groups = {group.id for group in self.group}
        for tell in self.tell:
            if tell.group not in groups:
                raise ValueError(f"{tell.statement}: there is no group {tell.group}")
        return self
