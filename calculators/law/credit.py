"""The shape of federal/credit.toml: how long what happened may be reported, and how long each program waits."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, model_validator

from .parts import FederalFact, FederalSubject, Id, Part, Text

Program = Literal["fannie", "freddie", "fha", "va", "usda"]
Event = Literal[
    "foreclosure",
    "foreclosure_on_mortgage_discharged_in_bankruptcy",
    "deed_in_lieu",
    "short_sale",
    "mortgage_charge_off",
    "bankruptcy_7",
    "bankruptcy_7_or_11",
    "bankruptcy_13",
    "bankruptcy_13_in_plan",
    "bankruptcy_13_discharged",
    "bankruptcy_13_dismissed",
    "multiple_bankruptcies",
]
# What a wait counts from. `title`: the day the deed passed; `nothing`: no published wait was found.
CountFrom = Literal["completion", "title", "charge_off", "bankruptcy_end", "plan_start", "nothing"]
Shape = Literal["nothing_owed", "balance_owed", "foreclosure", "bankruptcy", "late_30", "late_90"]
Months = Annotated[int, Field(ge=1, le=240)]


class CreditFact(FederalFact):
    """One statement about reports, disputes or new mortgages, with its figures."""

    id: Id
    topic: Literal["time_limit", "dispute", "new_mortgage"]
    value: Text
    says: Text
    years: int | None = None
    days: int | None = None
    extra_days: int | None = None
    since: date | None = None
    credit_threshold: int | None = None
    insurance_threshold: int | None = None
    salary_threshold: int | None = None


class Code(Part):
    """A code of the format in which lenders report."""

    code: str
    meaning: Text
    checked: Literal["primary", "secondary", "weak"]


class Metro2(FederalFact):
    """The format in which lenders report."""

    says: Text
    status_codes: tuple[Code, ...]
    special_comments: tuple[Code, ...]


class Reporting(FederalFact):
    """How one event shows on a report, with nothing more owed and with a balance."""

    event: Literal["foreclosure", "deed_in_lieu", "short_sale", "charge_off", "deficiency"]
    status_code: str
    special_comment: str = ""
    balance_released: Text
    balance_owed: Text
    says: Text


class Sample(Part):
    """What one event did to the scores of the sample people, in the order of `starting_scores`."""

    event: Shape
    label: Text
    score_after: tuple[tuple[int, int], ...]
    recovery: tuple[Text, ...]


class Study(FederalFact):
    """A published study of scores."""

    title: Text
    published_on: date
    says: Text
    starting_scores: tuple[int, ...]
    rows: tuple[Sample, ...]

    @model_validator(mode="after")
    def _one_column_a_person(self) -> Study:
        for row in self.rows:
            if not len(row.score_after) == len(row.recovery) == len(self.starting_scores):
                raise ValueError(f"{row.event} does not have one figure for each sample person")
        return self


class OlderStudy(FederalFact):
    """Figures on a scale that is no longer used: kept for whoever checks the file, never printed."""

    says: Text
    printed: Literal[False]


class Wait(FederalFact):
    """How long one program waits after one event."""

    id: Id
    program: Program
    event: Event
    months: Months | None = None
    extenuating: Literal["none", "months", "case_by_case"]
    extenuating_months: Months | None = None
    extenuating_note: str = ""
    count_from: CountFrom
    counted_from: Text
    ltv_limit: str = ""
    conditions: str = ""

    @model_validator(mode="after")
    def _whole(self) -> Wait:
        if (self.extenuating == "months") != (self.extenuating_months is not None):
            raise ValueError("has extenuating_months without extenuating = months, or the other way round")
        if (self.months is None) != (self.count_from == "nothing"):
            raise ValueError("has no months, so it counts from nothing; or the other way round")
        if self.extenuating_months and self.months and self.extenuating_months >= self.months:
            raise ValueError("is not shorter with extenuating circumstances")
        return self


class CreditLaw(FederalSubject):
    """What a credit report may show, and when a new mortgage is possible."""

    FILE = "credit"
    model_config = ConfigDict(ignored_types=(cached_property,))

    warning: Text
    fact: tuple[CreditFact, ...]
    metro2: Metro2
    reporting: tuple[Reporting, ...]
    study: Study
    older_study: OlderStudy
    wait: tuple[Wait, ...]

    @model_validator(mode="after")
    def _once(self) -> CreditLaw:
        for names in ([each.id for each in self.fact], [each.id for each in self.wait]):
            twice = sorted({name for name in names if names.count(name) > 1})
            if twice:
                raise ValueError(f"{', '.join(twice)}: stands twice")
        return self

    @cached_property
    def facts(self) -> dict[str, CreditFact]:
        """The statements by their ids."""
        return {each.id: each for each in self.fact}

    @cached_property
    def waits(self) -> dict[tuple[Program, Event], Wait]:
        """The waits by program and event."""
        return {(each.program, each.event): each for each in self.wait}

    @cached_property
    def reported(self) -> dict[str, Reporting]:
        """How each event shows, by event."""
        return {each.event: each for each in self.reporting}
