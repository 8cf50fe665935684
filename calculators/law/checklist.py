"""The shape of federal/checklist.toml: which papers to gather, what to ask whom, and which mistakes to avoid, in which
case."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from .parts import FederalFact, FederalSubject, Id, Part, Text

Condition = Literal[
    "needed",
    "ahead",
    "lost",
    "sale_set",
    "foreclosure",
    "through_court",
    "short_sale",
    "deed_in_lieu",
    "no_way_yet",
    "confirmed_by_court",
    "papers",
    "judged",
    "owing",
    "over",
    "collector",
    "government",
    "time_over",
    "time_unknown",
    "redeemable",
    "value_request",
    "value_limits",
    "surplus",
    "waived",
    "lien_only",
    "settled",
    "second_loan",
    "refinanced",
    "insurance_unknown",
    "fha",
    "va",
    "main_home",
    "rental",
    "timetable",
    "association",
    "not_the_borrower",
    "former_spouse",
    "heir",
    "bankruptcy_open",
    "discharged",
    "pay_taken",
    "retirement_money",
    "cancelled",
    "form_1099c",
    "gain",
]
Not = Literal[
    "not papers",
    "not judged",
    "not waived",
    "not discharged",
    "not bankruptcy_open",
    "not sale_set",
]
Fact = Annotated[str, Field(pattern=r"^(property|disposition|household|loans\.\*)\.[a-z0-9_.]+$")]
Basis = Annotated[str, Field(pattern=r"^[a-z_]+\.[a-z0-9][a-z0-9-]*$")]  # a file and the id of a fact in it


class Chosen(Part):
    """What is told in some cases: all of `when` hold, and one of `any` where there are some. What nobody can tell yet
    does not hold; "needed" holds where one of the facts in `settles` is missing and would make the answer more exact.
    """

    id: Id
    when: tuple[Condition | Not, ...] = ()
    any: tuple[Condition | Not, ...] = ()
    settles: tuple[Fact, ...] = ()  # the facts of which it tells
    basis: tuple[Basis, ...] = ()  # the law behind it, by file and id


class Group(Part):
    """Papers that are used together. It comes before the others where one of `first` holds."""

    id: Id
    title: Text
    first: tuple[Condition, ...] = ()


class Document(Chosen):
    """A paper to gather."""

    group: Id
    name: Text
    why: Text
    where: Text
    bring: tuple[Literal["counselor", "lawyer", "tax"], ...] = ()  # who wants to see it


class Asked(Chosen):
    """A question to ask somebody."""

    whom: Literal["lender", "counselor", "lawyer", "tax"]
    asks: Text


class Mistake(Chosen):
    """What people often do wrong in such a case, and what to do instead."""

    title: Text
    says: Text
    instead: Text
    clock: Literal["", "redemption", "fair_value_request", "answer"] = ""  # the clock of the case that names the day

    @model_validator(mode="after")
    def _cited(self) -> Mistake:
        if not self.basis:
            raise ValueError("has no basis")
        return self


class Ground(FederalFact):
    """A fact that no other file states."""

    id: Id
    says: Text


class ChecklistLaw(FederalSubject):
    """Papers, questions and mistakes."""

    FILE = "checklist"

    group: tuple[Group, ...]
    document: tuple[Document, ...]
    question: tuple[Asked, ...]
    mistake: tuple[Mistake, ...]
    fact: tuple[Ground, ...]

    @model_validator(mode="after")
    def _stands(self) -> ChecklistLaw:
        groups = {group.id for group in self.group}
        for document in self.document:
            if document.group not in groups:
                raise ValueError(f"{document.id}: there is no group {document.group}")
        rows: tuple[Chosen, ...] = (*self.document, *self.question, *self.mistake)
        names = [each.id for each in rows]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"{', '.join(twice)}: stands twice")
        for each in rows:
            if "needed" in (*each.when, *each.any) and not each.settles:
                raise ValueError(f"{each.id}: is shown where it is needed, and settles nothing")
        return self
