"""The rights that a case gives, as people read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from calculators.consequences.rights import Told
from calculators.statements import Statement, statement
from calculators.working import Text


@dataclass(frozen=True)
class RightsGroup:
    """Rights that belong together."""

    title: Text
    statements: list[Statement]
    by: date | None  # the day by which the first of them must be used


def groups(rights: tuple[Told, ...]) -> list[RightsGroup]:
    """The rights of a case, by group."""
    found = []
    for group, members in groupby(rights, key=lambda told: told.group):
        told = list(members)
        found.append(
            RightsGroup(
                Text(group.title, context=f"rights.{group.id}"),
                [statement(each.right, each.right.says, f"federal.{each.right.id}") for each in told],
                next((each.by for each in told if each.by), None),
            )
        )
    return found
