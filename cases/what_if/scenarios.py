"""Scenarios that a person keeps on the case: a name, and what was moved. The rest follows the case's own answers.

They stand in `Case.kept["scenarios"]`, at most MOST of them with names of at most LONGEST letters, so that a case stays
small; they go when the case goes.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from calculators.what_if import Moves

if TYPE_CHECKING:
    from ..models import KeptFacts

KEY = "scenarios"
MOST, LONGEST = 12, 60
AMOUNTS = ("price", "value", "costs", "percent")


@dataclass(frozen=True)
class Scenario:
    """One that is kept. `moved` has what differs from the case, by name, as JSON has it."""

    id: str
    name: str
    moved: dict[str, Any]

    def moves(self, now: Moves) -> Moves:
        """The scenario on top of the case as it stands."""
        return replace(now, **{name: _read(name, value) for name, value in self.moved.items()})


def _read(name: str, value: Any) -> Any:
    return Decimal(value) if name in AMOUNTS and value is not None else value


def kept(case: KeptFacts) -> list[Scenario]:
    """The scenarios of a case, in the order in which they were kept."""
    return read(case.kept)


def read(parts: Mapping[str, Any]) -> list[Scenario]:
    """The same, from all that is kept of a case."""
    return [Scenario(**each) for each in parts.get(KEY, [])]


def _write(case: KeptFacts, scenarios: list[Scenario]) -> None:
    case.kept[KEY] = [{"id": each.id, "name": each.name, "moved": each.moved} for each in scenarios]


def keep(case: KeptFacts, name: str, moved: dict[str, Any]) -> None:
    """Keep what was moved under a name. Raises ValueError where there are as many as can be kept."""
    found = kept(case)
    if len(found) >= MOST:
        raise ValueError(f"at most {MOST} scenarios are kept")
    plain = {key: str(value) if isinstance(value, Decimal) else value for key, value in moved.items()}
    _write(case, [*found, Scenario(secrets.token_hex(4), _tidy(name), plain)])


def rename(case: KeptFacts, which: str, name: str) -> None:
    """Give a kept scenario another name; an empty one leaves it as it is."""
    _write(case, [replace(e, name=_tidy(name) or e.name) if e.id == which else e for e in kept(case)])


def delete(case: KeptFacts, which: str) -> None:
    """Forget one."""
    _write(case, [each for each in kept(case) if each.id != which])


def _tidy(name: str) -> str:
    return " ".join(name.split())[:LONGEST]
