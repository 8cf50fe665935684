"""The shape of federal/programs.toml: what each loan program does about a shortfall, and what binds a servicer."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field, model_validator

from .parts import FederalFact, FederalSubject, Id, Part, Text

Claimant = Literal["lender", "debt_buyer", "mortgage_insurer", "government_agency"]
Program = Literal["conventional", "fha", "va", "usda_guaranteed", "usda_direct", "hecm"]
Answer = Literal["released", "released_to_agency", "released_if_approved", "usually_not", "possible", "information"]


class Practice(FederalFact):
    """What a program, owner or insurer does, for the loans and losses that the row names. What it does not name does
    not matter to it."""

    id: Id
    claimant: Claimant
    programs: tuple[Program, ...] = ()
    owners: tuple[Literal["fannie", "freddie"], ...] = ()
    events: tuple[Literal["foreclosure", "short_sale", "deed_in_lieu"], ...] = ()
    liens: tuple[Literal["first", "junior"], ...] = ()
    insured: bool | None = None  # with private mortgage insurance
    lender_bought: bool | None = None  # at the foreclosure sale
    originated_from: date | None = None
    originated_before: date | None = None
    ahead: bool = False  # worth saying only while the home is not lost yet
    answer: Answer
    says: Text
    amounts: dict[str, Decimal] = {}  # dollars that the program has paid toward a move, never printed
    amounts_checked: Literal["", "primary", "secondary", "weak"] = ""


class Step(Part):
    """One rule of a servicer's timetable."""

    id: Id
    rule: Text
    says: Text
    days: int | None = None
    business_days: int | None = None
    decision_days: int | None = None
    days_if_90_before_sale: int | None = None
    days_if_37_to_90: int | None = None


class Servicing(FederalFact):
    """The timetable of Regulation X."""

    says: Text
    step: tuple[Step, ...]


class ServicingFact(FederalFact):
    """A rule in words, with its figures by name."""

    id: Id
    topic: Literal["servicing", "tenants"]
    value: Text
    figures: dict[str, int] = Field(default={})
    says: Text


class ProgramLaw(FederalSubject):
    """What programs do about a shortfall."""

    FILE = "programs"

    warning: Text
    practice: tuple[Practice, ...]
    servicing: Servicing
    fact: tuple[ServicingFact, ...]

    @model_validator(mode="after")
    def _once(self) -> ProgramLaw:
        names = [practice.id for practice in self.practice]
        names += [fact.id for fact in self.fact] + [step.id for step in self.servicing.step]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"{', '.join(twice)}: stands twice")
        return self
