"""What the tables of a law file are made of: a strict base, a cited fact, kinds of text."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

Checked = Literal["statute", "secondary", "weak"]
Text = Annotated[str, Field(min_length=3)]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]

_PERIOD = re.compile(r"^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?$")


def _is_period(value: str) -> str:
    if not _PERIOD.match(value) or value == "P":
        raise ValueError("is not a period such as P90D, P3M or P1Y")
    return value


@cache
def period_parts(period: str) -> tuple[int, int, int]:
    """Years, months and days of an ISO 8601 period such as P90D, P3M or P1Y."""
    match = _PERIOD.match(period)
    if match is None:
        raise ValueError(f"{period!r} is not a period")
    years, months, days = (int(part or 0) for part in match.groups())
    return years, months, days


Period = Annotated[str, AfterValidator(_is_period)]


class Part(BaseModel):
    """A table of a law file: unknown keys are faults, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Fact(Part):
    """Anything that a law file states: where it stands, and how we know."""

    cite: tuple[str, ...] = ()
    checked: Checked
    sources: tuple[int, ...] = ()
    note: str = ""  # for whoever checks the file next: what was read and what was not


class Dated(Part):
    """A figure and the days on which it holds, both ends included. Without `until` it holds until
    a later one of the same list begins. Where none covers a day, the nearest is the best known, and
    an answer says that nobody has read the right one."""

    from_: date = Field(alias="from")
    until: date | None = None
    amount: Decimal
    area: str = ""  # the part of the state where it holds; "" is the rest, or all of it

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Dated:
        if self.until is not None and self.until < self.from_:
            raise ValueError("ends before it begins")
        return self


class FederalFact(Part):
    """Anything that a federal file states. `primary`: the statute, regulation, form or handbook itself was read."""

    cite: Annotated[tuple[str, ...], Field(min_length=1)]
    checked: Literal["primary", "secondary", "weak"]
    checked_detail: str = ""  # which of its sentences rest on weaker ground
    source_url: str = ""  # where the text was read
    url_status: Literal["", "page", "site", "not-read"] = ""
    second_source_url: str = ""
    official_url: str = ""  # the page to show to a homeowner
    text_as_of: date | None = None  # the day of the copy that was read, where it is an old one
    note: str = ""


class FederalSubject(Part):
    """One file of law that is no single state's."""

    FOLDER: ClassVar[str] = "federal"
    FILE: ClassVar[str]  # its name, without ".toml"

    title: Text
    checked_on: date
