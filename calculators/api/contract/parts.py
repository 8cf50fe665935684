"""What every answer is made of."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

FederallyChecked = Literal["primary", "secondary", "weak"]


class Shape(BaseModel):
    """A part of an answer."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


class Range(Shape):
    """An amount that the facts leave between two ends, in dollars. An end that nobody can name is null."""

    low: float | None
    high: float | None


Amount = float | Range | None  # dollars, exact to the cent; a range; or null where nothing can be said


class Line(Shape):
    """A line of a calculation: what it is, how much, how it came about and where that stands."""

    label: str
    amount: Amount
    how: str
    """How the amount came about."""
    source: str
    """The law behind it; empty where the amount was given."""
    kind: str
    """The part that it plays: part of a debt, start, less (taken off), sum, either (one of several that may hold)."""
    needs: str | None
    """The path of the fact that is missing where the amount is not known."""


class Fault(Shape):
    """One thing wrong with what was sent."""

    field: str
    """The dotted path of the field, such as loans.first.principal; `case` is the whole of what was sent."""
    message: str


class Faults(Shape):
    """Why there is no answer: every fault at once, in the same words as on screen and on the command line."""

    faults: list[Fault] = Field(min_length=1)
