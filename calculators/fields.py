"""What a single fact may be: money, a day, a count, a name; and the strict base of every group of facts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

MOST = Decimal(10) ** 10  # ten billion dollars: anything above is a slip of the keyboard


def no_float_dust(value: object) -> object:
    """A JSON float means the decimal that was written, not its binary neighbour."""
    return repr(value) if isinstance(value, float) else value


def _only_dates(value: object) -> object:
    if isinstance(value, datetime | int | float):
        raise ValueError("is not a date; write it as 2026-03-02")
    return value


def _sane_date(value: date) -> date:
    if not 1900 <= value.year <= 2200:
        raise ValueError("is not between 1900 and 2200")
    return value


Money = Annotated[Decimal, Field(ge=0, le=MOST, decimal_places=2), BeforeValidator(no_float_dust)]
Measure = Annotated[Decimal, Field(ge=0, le=1_000_000), BeforeValidator(no_float_dust)]
Percent = Annotated[Decimal, Field(ge=0, le=60), BeforeValidator(no_float_dust)]
Day = Annotated[date, BeforeValidator(_only_dates), AfterValidator(_sane_date)]
Count = Annotated[int, Field(ge=0, le=10_000)]
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
Answer = bool | Day | None
Answers = Annotated[dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,80}$")], Answer], Field(max_length=200)]
StateCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2}$"), AfterValidator(str.upper)]


def without_nulls(data: Any, *keys: str) -> Any:
    if not isinstance(data, Mapping):
        return data
    return {key: value for key, value in data.items() if value is not None or key not in keys}


class Known(BaseModel):
    """A group of facts: unknown names are faults, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True, ignored_types=(cached_property,))
