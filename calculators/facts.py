"""What is known of one homeowner's situation. Anything but the state may be unknown.

These are the names of the JSON contract. Absent or null is unknown, with the four exceptions that
hold for most people: the borrower signed the note, no bankruptcy, no release after a foreclosure,
and the person lives and works in the home's state.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from .working import Text

Stage = Literal["behind", "sale_set", "sold", "sued", "judgment"]
Kind = Literal[
    "judicial_foreclosure",
    "nonjudicial_foreclosure",
    "strict_foreclosure",
    "short_sale",
    "deed_in_lieu",
]
FORECLOSURES = ("judicial_foreclosure", "nonjudicial_foreclosure", "strict_foreclosure")
VOLUNTARY = ("short_sale", "deed_in_lieu")
Lien = Literal["first", "junior"]
Purpose = Literal["purchase", "rate_refinance", "cash_out_refinance", "home_equity", "construction", "other"]
Program = Literal["conventional", "fha", "va", "usda", "usda_guaranteed", "usda_direct", "hecm"]
Occupancy = Literal["principal_residence", "second_home", "rental"]
Obligor = Literal["signed_note", "cosigner", "guarantor", "assumed", "mortgage_only", "heir", "former_spouse"]
Release = Literal["none", "lien_only", "debt", "new_note"]
FilingStatus = Literal["single", "married_jointly", "married_separately", "head_of_household", "surviving_spouse"]
Bankruptcy = Literal["none", "chapter_7", "chapter_11", "chapter_12", "chapter_13", "discharged", "dismissed"]
PublicAid = Literal["now", "within_2_months", "within_6_months", "within_1_year", "none"]
MOST = Decimal(10) ** 10  # ten billion dollars: anything above is a slip of the keyboard


def _no_float_dust(value: object) -> object:
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


Money = Annotated[Decimal, BeforeValidator(_no_float_dust), Field(ge=0, le=MOST, decimal_places=2)]
Measure = Annotated[Decimal, BeforeValidator(_no_float_dust), Field(ge=0, le=1_000_000)]
Percent = Annotated[Decimal, BeforeValidator(_no_float_dust), Field(ge=0, le=60)]
Day = Annotated[date, BeforeValidator(_only_dates), AfterValidator(_sane_date)]
Count = Annotated[int, Field(ge=0, le=10_000)]
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
Answer = bool | Day | None
Answers = Annotated[dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,80}$")], Answer], Field(max_length=200)]
StateCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2}$"), AfterValidator(str.upper)]


def _without_nulls(data: Any, *keys: str) -> Any:
    if not isinstance(data, Mapping):
        return data
    return {key: value for key, value in data.items() if value is not None or key not in keys}


class Known(BaseModel):
    """A group of facts: unknown names are faults, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True, ignored_types=(cached_property,))


class Property(Known):
    """The home."""

    occupancy: Occupancy | None = None
    units: Annotated[int, Field(ge=1, le=10_000)] | None = None
    acres: Measure | None = None
    agricultural: bool | None = None
    fair_market_value: Money | None = None
    adjusted_basis: Money | None = None
    months_lived_last_five_years: Annotated[int, Field(ge=0, le=60)] | None = None
    occupied: bool | None = None
    sale_scheduled_on: Day | None = None


class Loan(Known):
    """One loan on the home. Loans stand in order of priority."""

    id: Name = ""
    lien: Lien | None = None
    purpose: Purpose | None = None
    program: Program | None = None
    owner: Literal["fannie", "freddie", "private", "unknown"] | None = None
    obligor: Obligor | None = None
    originated_on: Day | None = None
    seller_financed: bool | None = None
    mortgage_insurance: bool | None = None
    recourse: bool | None = None
    acquisition_part: Money | None = None
    payoff: Money | None = None  # all that is owed, where a payoff letter says it in one figure
    principal: Money | None = None
    accrued_interest: Money | None = None
    late_fees: Money | None = None
    advances: Money | None = None
    costs: Money | None = None
    credits: Money | None = None
    interest_rate: Percent | None = None
    paid_through: Day | None = None
    first_delinquent_on: Day | None = None
    last_payment_on: Day | None = None
    accelerated_on: Day | None = None
    maturity_on: Day | None = None
    paid_from_sale: Money | None = None
    release: Release | None = None
    waiver_in_writing: bool | None = None
    amount_forgiven: Money | None = None
    forgiven_on: Day | None = None
    claim_filed_on: Day | None = None
    served_on: Day | None = None
    summons_days: Annotated[int, Field(ge=1, le=365)] | None = None
    judgment_on: Day | None = None
    judgment_amount: Money | None = None
    judgment_rate: Percent | None = None  # percent a year, as the judgment says
    consumer_debt: bool | None = None  # for personal, family or household use
    sold_to_debt_buyer: bool | None = None
    discharged_on: Day | None = None
    reaffirmed: bool | None = None
    answers: Answers = {}


class Disposition(Known):
    """How the home was lost, or may be."""

    kind: Kind | None = None
    date: Day | None = None
    sale_price: Money | None = None
    selling_costs: Money | None = None
    foreclosing_lien: Name | None = None
    lender_bought_at_sale: bool | None = None
    waiver_in_writing: bool | None = None
    claim_filed_on: Day | None = None
    judgment_on: Day | None = None
    amount_forgiven: Money | None = None
    forgiven_on: Day | None = None
    confirmed_on: Day | None = None
    deed_delivered_on: Day | None = None
    deed_recorded_on: Day | None = None
    redemption_ended_on: Day | None = None
    fair_value_requested_on: Day | None = None


class Person(Known):
    """A person on the tax return: whoever files it, then the spouse on a joint one."""

    age: Annotated[int, Field(ge=0, le=130)] | None = None  # at the end of `tax_year`, or of the year of `as_of`
    blind: bool | None = None


NOBODY_KNOWN = (Person(), Person())


def _two(people: Any) -> Any:
    """Always two, so that whoever is not told of is simply unknown."""
    if isinstance(people, list | tuple):
        people = [{} if person is None else person for person in people]
        return [*people, *NOBODY_KNOWN[len(people) :]]
    return people


class Household(Known):
    """The people: used by what they can take, by taxes and by credit."""

    filing_status: FilingStatus | None = None
    tax_year: Annotated[int, Field(ge=2000, le=2100)] | None = None
    other_income: Money | None = None
    people: Annotated[tuple[Person, Person], BeforeValidator(_two)] = NOBODY_KNOWN
    residence_state: StateCode | None = None
    work_state: StateCode | None = None
    gross_pay: Money | None = None
    disposable_pay: Money | None = None
    pay_period: Literal["weekly", "biweekly", "semimonthly", "monthly"] | None = None
    head_of_family: bool | None = None
    supported_dependents: Count | None = None
    existing_withholding: Money | None = None
    # Of a pay period, in dollars: what the law takes out, and two deductions that some states take off first.
    required_withholding: Money | None = None
    medical_insurance: Money | None = None
    retirement_contribution: Money | None = None
    exempt_income: Money | None = None  # benefits that creditors cannot take, a pay period
    minimum_wage: Money | None = None  # an hour, where the person works
    household_size: Annotated[int, Field(ge=1, le=50)] | None = None
    household_income: Money | None = None  # a month, of all who live together, after what the law takes out
    public_aid: PublicAid | None = None
    laborer: bool | None = None  # a laborer or mechanic
    wage_protection_waived: bool | None = None  # in a separate writing
    bank_balance: Money | None = None
    bank_federal_benefits: Money | None = None  # paid in electronically in the last two months
    bank_wages: Money | None = None  # of the balance: pay of the last weeks
    bank_joint: bool | None = None
    bank_share: Annotated[Decimal, BeforeValidator(_no_float_dust), Field(ge=0, le=100)] | None = None  # percent
    owns_home: bool | None = None  # another home, where the person lives now
    home_equity: Money | None = None  # its value less what is owed on it
    home_owned_jointly: bool | None = None
    monthly_payment: Money | None = None  # toward what is left of the debt
    assets: dict[str, Money] = {}
    debts: dict[str, Money] = {}
    bankruptcy: Bankruptcy = "none"
    qpri_written_before_2026: bool | None = None
    cancellations: tuple[dict[str, Any], ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _null_is_the_default(cls, data: Any) -> Any:
        return _without_nulls(data, "bankruptcy", "people", "assets", "debts", "cancellations")


class Facts(Known):
    """One homeowner's situation, as of a date."""

    as_of: Day
    state: StateCode
    stage: Stage | None = None
    property: Property = Property()
    loans: Annotated[tuple[Loan, ...], Field(max_length=8)] = ()
    disposition: Disposition = Disposition()
    household: Household = Household()
    answers: Answers = {}

    @model_validator(mode="before")
    @classmethod
    def _complete(cls, data: Any) -> Any:
        """Null groups are empty ones; a loan without a name or rank takes them from its place."""
        data = _without_nulls(data, "property", "loans", "disposition", "household", "answers")
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
    loan = _without_nulls(loan, "answers", "id", "lien")
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
        try:
            data = json.loads(data, parse_float=Decimal, parse_constant=_no_constant)
        except (ValueError, RecursionError) as error:
            raise BadFacts([Fault("case", Text("is not valid JSON"))]) from error
    if not isinstance(data, Mapping):
        raise BadFacts([Fault("case", Text("is not a JSON object"))])
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
        if loan.release == "debt" and loan.waiver_in_writing is False:
            yield Fault(f"{where}.release", Text("says the debt is released; the waiver says no"))


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
