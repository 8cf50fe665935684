"""What is known of one homeowner's situation. Anything but the state may be unknown.

These are the names of the JSON contract. Absent or null is unknown, with the four exceptions that
hold for most people: the borrower signed the note, no bankruptcy, no release after a foreclosure,
and the person lives and works in the home's state.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field, ValidationError, model_validator

from .fields import Answers, Day, Known, StateCode, without_nulls
from .groups import (
    FORECLOSURES,
    PRICED,
    VOLUNTARY,
    AssetLine,
    Bankruptcy,
    Cancellation,
    CancelledKind,
    DebtLine,
    Disposition,
    FilingStatus,
    Household,
    Kind,
    Lien,
    Loan,
    MoveReason,
    Obligor,
    Occupancy,
    Person,
    Program,
    Property,
    PublicAid,
    Purpose,
    Release,
    Stage,
)
from .working import Text

__all__ = [
    "FORECLOSURES",
    "PRICED",
    "VOLUNTARY",
    "AssetLine",
    "BadFacts",
    "Bankruptcy",
    "Cancellation",
    "CancelledKind",
    "DebtLine",
    "Disposition",
    "Facts",
    "Fault",
    "FilingStatus",
    "Household",
    "Kind",
    "Lien",
    "Loan",
    "MoveReason",
    "Obligor",
    "Occupancy",
    "Person",
    "Program",
    "Property",
    "PublicAid",
    "Purpose",
    "Release",
    "Stage",
    "contradictions",
    "lookup",
    "read_facts",
    "read_json",
    "with_fact",
]


class Facts(Known):
    """One homeowner's situation, as of a date."""

    as_of: Day
    state: StateCode
    stage: Stage | None = None
    property: Property = Property()
    loans: Annotated[tuple[Loan, ...], Field(max_length=8)] = ()
    disposition: Disposition = Disposition()
    # From a factory: pydantic copies a default that holds a dict, field by field, for every case that is read.
    household: Household = Field(default_factory=Household)
    answers: Answers = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _complete(cls, data: Any) -> Any:
        """Null groups are empty ones; a loan without a name or rank takes them from its place."""
        data = without_nulls(data, "property", "loans", "disposition", "household", "answers")
        if not isinstance(data, Mapping):
            return data
        loans = data.get("loans") or [{}]
        if isinstance(loans, list | tuple):
            loans = [_named(loan, place) for place, loan in enumerate(loans)]
        return {**data, "loans": loans}

    def loan(self, name: str) -> Loan:
        """The loan of that id; KeyError if there is none."""
        for loan in self.loans:
            if loan.id == name:
                return loan
        raise KeyError(name)


def _place_name(place: int) -> str:
    names = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
    return names[place] if place < len(names) else str(place + 1)


def _named(loan: Any, place: int) -> Any:
    if isinstance(loan, Loan):
        loan = loan.model_dump(exclude_unset=True)
    if not isinstance(loan, Mapping):
        return loan
    loan = without_nulls(loan, "answers", "id", "lien")
    return {"id": _place_name(place), "lien": "junior" if place else "first", **loan}


@dataclass(frozen=True)
class Fault:
    """Something wrong with what was given: the field by its dotted name, and why."""

    field: str
    message: Text

    def __str__(self) -> str:
        return f"{self.field}: {self.message}"


class BadFacts(ValueError):
    """Facts that cannot be used; `faults` names each field and its fault."""

    def __init__(self, faults: list[Fault]):
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))


def read_facts(data: Mapping[str, Any] | str | bytes, today: date | None = None) -> Facts:
    """The facts in a JSON text or mapping of the contract's shape, as of `today` unless they name
    a date themselves.

    Raises BadFacts with one fault for each field that is not of its kind, and for dates and
    amounts that contradict one another.
    """
    if isinstance(data, str | bytes):
        data = read_json(data)
    if today is not None and data.get("as_of") is None:
        data = {**data, "as_of": today}
    try:
        facts = Facts.model_validate(data)
    except ValidationError as error:
        raise BadFacts([_fault(item, data) for item in error.errors()]) from error
    faults = list(contradictions(facts))
    if faults:
        raise BadFacts(faults)
    return facts


def read_json(text: str | bytes) -> Mapping[str, Any]:
    """The JSON object in a text, its numbers exact. Raises BadFacts where there is none."""
    try:
        data = json.loads(text, parse_float=Decimal, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise BadFacts([Fault("case", Text("is not valid JSON"))]) from error
    if not isinstance(data, Mapping):
        raise BadFacts([Fault("case", Text("is not a JSON object"))])
    return data


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number")


MESSAGES = {
    "extra_forbidden": "is not a field that we know",
    "missing": "is missing",
    "greater_than_equal": "is less than the least possible, {ge}",
    "less_than_equal": "is more than the most possible, {le}",
    "decimal_parsing": "is not an amount",
    "decimal_type": "is not an amount",
    "decimal_max_places": "has more than two digits after the point",
    "finite_number": "is not an amount",
    "int_parsing": "is not a whole number",
    "int_from_float": "is not a whole number",
    "int_type": "is not a whole number",
    "bool_parsing": "is neither true nor false",
    "bool_type": "is neither true nor false",
    "date_from_datetime_parsing": "is not a date; write it as 2026-03-02",
    "date_parsing": "is not a date; write it as 2026-03-02",
    "date_type": "is not a date; write it as 2026-03-02",
    "literal_error": "is not one of {expected}",
    "too_long": "is too long",
    "string_pattern_mismatch": "is not written as it should be",
    "string_type": "is not a text",
    "string_unicode": "is not a text",
    "model_type": "is not a group of facts",
    "dict_type": "is not a group of facts",
    "tuple_type": "is not a list",
}


def _fault(item: Any, data: Mapping[str, Any]) -> Fault:
    steps: list[str] = []
    for step in item["loc"]:
        if steps == ["loans"] and isinstance(step, int):
            loan = data["loans"][step] if step < len(data.get("loans") or ()) else None
            step = (loan.get("id") if isinstance(loan, Mapping) else None) or _place_name(step)
        if step in ("bool", "[key]") or str(step).startswith("function-"):
            continue
        steps.append(str(step))
    template = MESSAGES.get(item["type"], item["msg"].removeprefix("Value error, "))
    values = {key: str(value) for key, value in item.get("ctx", {}).items() if key != "error"}
    return Fault(".".join(steps) or "case", Text(template, values if "{" in template else {}))


def contradictions(facts: Facts) -> Iterator[Fault]:
    """What cannot be true together: dates in the wrong order, twice the same loan, an impossible
    split of the sale's money."""
    sale = facts.disposition.date
    ids = [loan.id for loan in facts.loans]
    for name in sorted({name for name in ids if ids.count(name) > 1}):
        yield Fault("loans", Text("has two loans with the id {id}", {"id": name}))
    if facts.stage == "sold" and sale is not None and sale > facts.as_of:
        yield Fault("disposition.date", Text("is in the future, but the home is said to be sold"))
    named = facts.disposition.foreclosing_lien
    if named is not None and named not in ("first", "junior", "hoa", "tax", *ids):
        yield Fault("disposition.foreclosing_lien", Text("is not first, junior, hoa, tax or the id of a loan"))
    gross = facts.household.gross_pay
    for name in ("disposable_pay", "required_withholding"):
        part = getattr(facts.household, name)
        if gross is not None and part is not None and part > gross:
            yield Fault(f"household.{name}", Text("is more than the pay before deductions"))
    for name in ("confirmed_on", "deed_delivered_on", "deed_recorded_on"):
        then = getattr(facts.disposition, name)
        if sale is not None and then is not None and then < sale:
            yield Fault(f"disposition.{name}", Text("is before the sale"))
    yield from _worksheet_faults(facts)
    yield from _bankruptcy_faults(facts.household)
    for loan in facts.loans:
        start = loan.originated_on
        where = f"loans.{loan.id}"
        if start is not None and start > facts.as_of:
            yield Fault(f"{where}.originated_on", Text("is in the future"))
        for name in (
            "first_delinquent_on",
            "last_payment_on",
            "accelerated_on",
            "maturity_on",
            "claim_filed_on",
            "judgment_on",
        ):
            then = getattr(loan, name)
            if start is not None and then is not None and then < start:
                yield Fault(f"{where}.{name}", Text("is before the loan was made"))
        if loan.claim_filed_on and loan.judgment_on and loan.judgment_on < loan.claim_filed_on:
            yield Fault(f"{where}.judgment_on", Text("is before the lawsuit was filed"))
        interest, forgiven = loan.forgiven_interest, loan.amount_forgiven
        if interest is not None and forgiven is not None and interest > forgiven:
            yield Fault(f"{where}.forgiven_interest", Text("is more than the amount forgiven"))
        if loan.release == "debt" and loan.waiver_in_writing is False:
            yield Fault(f"{where}.release", Text("says the debt is released; the waiver says no"))


def _worksheet_faults(facts: Facts) -> Iterator[Fault]:
    """What cannot be in the lists of property and debts, and of other debts that were cancelled."""
    for name, lines in (("assets", facts.household.assets), ("debts", facts.household.debts)):
        total = dict(lines).pop("total", None)
        parts = sum((amount for key, amount in lines.items() if key != "total"), Decimal(0))
        if total is not None and total < parts:
            yield Fault(f"household.{name}.total", Text("is less than its lines add up to"))
    ids = [loan.id for loan in facts.loans]
    for place, each in enumerate(facts.household.cancellations):
        where = f"household.cancellations.{place}"
        if each.loan is not None and each.loan not in ids:
            yield Fault(f"{where}.loan", Text("is not the id of a loan"))
        if each.amount is not None and each.interest is not None and each.interest > each.amount:
            yield Fault(f"{where}.interest", Text("is more than the amount cancelled"))


def _bankruptcy_faults(people: Household) -> Iterator[Fault]:
    filed, ended, chapter = people.bankruptcy_filed_on, people.bankruptcy_ended_on, people.bankruptcy_chapter
    if chapter is not None and people.bankruptcy.startswith("chapter_") and chapter != people.bankruptcy:
        yield Fault("household.bankruptcy_chapter", Text("is not the chapter of the open case"))
    if filed is not None and ended is not None and ended < filed:
        yield Fault("household.bankruptcy_ended_on", Text("is before the case was filed"))


def states_of(facts: Facts) -> tuple[str, ...]:
    """The states whose law bears on the case: the home's, then those where the person lives and works now."""
    home = facts.household
    named = (facts.state, home.residence_state, home.work_state)
    return tuple(dict.fromkeys(code for code in named if code is not None))


def lookup(facts: Facts, path: str) -> Any:
    """The value at a dotted path such as "loans.first.purpose"; None where unknown."""
    here: Any = facts
    for step in path.split("."):
        if isinstance(here, tuple):
            here = _member(here, step)
        elif isinstance(here, Mapping):
            here = here.get(step)
        else:
            here = getattr(here, step, None)
        if here is None:
            return None
    return here


def _member(members: tuple[Any, ...], step: str) -> Any:
    """One of a list: a loan by its id, anything else by its place."""
    if step.isdigit() and not isinstance(members[0] if members else None, Loan):
        return members[int(step)] if int(step) < len(members) else None
    return next((each for each in members if each.id == step), None)


def with_fact(facts: Facts, path: str, value: Any) -> Facts:
    """The same facts with the one at `path` set to `value` (None: unknown). Does not check it
    against the others; `read_facts` does."""
    first, _, rest = path.partition(".")
    if not rest:
        return facts.model_copy(update={first: value})
    if first == "loans":
        which, _, name = rest.partition(".")
        loans = tuple(_with(loan, name, value) if loan.id == which else loan for loan in facts.loans)
        return facts.model_copy(update={"loans": loans})
    return facts.model_copy(update={first: _with(getattr(facts, first), rest, value)})


def _with(here: Any, path: str, value: Any) -> Any:
    first, _, rest = path.partition(".")
    if isinstance(here, tuple):
        return tuple(_with(each, rest, value) if str(place) == first else each for place, each in enumerate(here))
    if isinstance(here, Mapping):
        kept = {key: item for key, item in here.items() if key != first}
        return kept if value is None else {**kept, first: value}
    if rest:
        value = _with(getattr(here, first), rest, value)
    return here.model_copy(update={first: value})
