"""The addresses of the states: their names in small letters."""

from __future__ import annotations

from functools import cache

from ..law.loader import all_laws
from ..law.schema import StateLaw


def slug(law: StateLaw) -> str:
    """new-york, district-of-columbia."""
    return law.name.lower().replace(" ", "-")


@cache
def by_slug() -> dict[str, str]:
    """The code of each state by its address."""
    return {slug(law): law.code for law in all_laws()}


def code_of(named: str) -> str | None:
    """The code of a state that is named by its address or by its code; None for no state."""
    codes = by_slug()
    named = named.strip().lower().replace(" ", "-")
    return codes.get(named) or (named.upper() if named.upper() in codes.values() else None)
