"""The groups of facts: the home, a loan on it, how it was lost, and the people.

These are the names of the JSON contract. Absent or null is unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from .fields import Answers, Count, Day, Known, Measure, Money, Name, Percent, StateCode, no_float_dust, without_nulls

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
PRICED: tuple[Kind, ...] = ("judicial_foreclosure", "nonjudicial_foreclosure", "short_sale")  # the others have no sale
Lien = Literal["first", "junior"]
Purpose = Literal["purchase", "rate_refinance", "cash_out_refinance", "home_equity", "construction", "other"]
Program = Literal["conventional", "fha", "va", "usda", "usda_guaranteed", "usda_direct", "hecm"]
Occupancy = Literal["principal_residence", "second_home", "rental"]
Obligor = Literal["signed_note", "cosigner", "guarantor", "assumed", "mortgage_only", "heir", "former_spouse"]
Release = Literal["none", "lien_only", "debt", "new_note"]
FilingStatus = Literal["single", "married_jointly", "married_separately", "head_of_household", "surviving_spouse"]
Chapter = Literal["chapter_7", "chapter_11", "chapter_12", "chapter_13"]
Bankruptcy = Literal["none", "chapter_7", "chapter_11", "chapter_12", "chapter_13", "discharged", "dismissed"]
EventLetter = Literal["A", "B", "C", "D", "E", "F", "G", "H"]  # of box 6 of Form 1099-C
MoveReason = Literal["work", "health", "unforeseen", "other"]
CancelledKind = Literal[
    "credit_card",
    "vehicle_loan",
    "medical_bill",
    "student_loan",
    "personal_loan",
    "mortgage",
    "business_debt",
    "other",
]
# The lines of the worksheet on which the IRS shows how to measure insolvency (Publication 4681), or the total of them.
AssetLine = Literal[
    "total",
    "cash",
    "real_property",
    "vehicles",
    "computers",
    "household_goods",
    "tools",
    "jewelry",
    "clothing",
    "books",
    "stocks_and_bonds",
    "collectibles",
    "hobby_equipment",
    "retirement_accounts",
    "pension",
    "education_accounts",
    "life_insurance",
    "security_deposits",
    "partnerships",
    "business",
    "other_investments",
    "other",
]
DebtLine = Literal[
    "total",
    "credit_cards",
    "mortgages",
    "vehicle_loans",
    "medical_bills",
    "student_loans",
    "mortgage_interest",
    "real_estate_taxes",
    "utilities",
    "child_care",
    "income_taxes",
    "judgments",
    "business_debts",
    "investment_debts",
    "other",
]
PublicAid = Literal["now", "within_2_months", "within_6_months", "within_1_year", "none"]


FiveYears = Annotated[int, Field(ge=0, le=60)]  # months of the five years before the sale


class Property(Known):
    """The home."""

    occupancy: Occupancy | None = None
    units: Annotated[int, Field(ge=1, le=10_000)] | None = None
    acres: Measure | None = None
    agricultural: bool | None = None
    fair_market_value: Money | None = None
    adjusted_basis: Money | None = None  # or the four that it is made of
    purchase_price: Money | None = None  # with the costs of buying
    improvements: Money | None = None
    depreciation: Money | None = None  # allowed or allowable, for renting it out or an office in it
    rolled_gain: Money | None = None  # gain of an earlier home that was put off into this one, before May 7, 1997
    purchased_on: Day | None = None
    owned_months_last_five_years: FiveYears | None = None
    months_lived_last_five_years: FiveYears | None = None  # as the main home, up to the sale
    spouse_months_lived_last_five_years: FiveYears | None = None
    exclusion_used_last_two_years: bool | None = None  # for the gain on another home
    exclusion_used_on: Day | None = None
    move_reason: MoveReason | None = None
    nonqualified_months: Count | None = None  # owned after 2008 but not the main home, before it last was
    value_when_rented_out: Money | None = None
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
    forgiven_interest: Money | None = None  # of the amount forgiven: interest, as box 3 of Form 1099-C says
    forgiven_as_gift: bool | None = None
    time_bar_upheld_on: Day | None = None  # when a court held the debt too old, and the time to appeal was over
    claim_filed_on: Day | None = None
    served_on: Day | None = None
    summons_days: Annotated[int, Field(ge=1, le=365)] | None = None
    judgment_on: Day | None = None
    judgment_amount: Money | None = None
    judgment_rate: Percent | None = None  # percent a year, as the judgment says
    consumer_debt: bool | None = None  # for personal, family or household use
    sold_to_debt_buyer: bool | None = None
    discharged_on: Day | None = None
    charged_off_on: Day | None = None  # when the lender wrote it off as a loss
    reaffirmed: bool | None = None
    answers: Answers = Field(default_factory=dict)


class Disposition(Known):
    """How the home was lost, or may be."""

    kind: Kind | None = None
    date: Day | None = None
    sale_price: Money | None = None
    selling_costs: Money | None = None
    cash_to_owner: Money | None = None  # what the owner was paid out of the sale
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


def _told(lines: Any) -> Any:
    """A line that is null is unknown, as if it were not there."""
    return without_nulls(lines, *lines) if isinstance(lines, Mapping) else lines


class Cancellation(Known):
    """Another debt that was cancelled, beside what the loss of the home leaves: a credit card, or a part of a mortgage
    on a home that was kept."""

    kind: CancelledKind | None = None
    amount: Money | None = None
    on: Day | None = None
    loan: Name | None = None  # the id of the loan, where it is one on this home
    in_bankruptcy: bool | None = None
    interest: Money | None = None  # of the amount: interest


class Form1099C(Known):
    """Form 1099-C, Cancellation of Debt, by its boxes. Names and numbers of people and accounts are not asked for."""

    loan: Name | None = None  # the id of the loan, where it is one on this home
    calendar_year: Annotated[int, Field(ge=2000, le=2100)] | None = None
    event_on: Day | None = None  # box 1
    discharged: Money | None = None  # box 2
    interest: Money | None = None  # box 3
    personally_liable: bool | None = None  # box 5
    code: EventLetter | None = None  # box 6
    fair_market_value: Money | None = None  # box 7
    still_collected: bool | None = None  # whether anybody still asks for this debt


class Form1099A(Known):
    """Form 1099-A, Acquisition or Abandonment of Secured Property, by its boxes."""

    loan: Name | None = None
    calendar_year: Annotated[int, Field(ge=2000, le=2100)] | None = None
    acquired_on: Day | None = None  # box 1
    principal: Money | None = None  # box 2
    fair_market_value: Money | None = None  # box 4
    personally_liable: bool | None = None  # box 5


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
    bank_share: Annotated[Decimal, Field(ge=0, le=100), BeforeValidator(no_float_dust)] | None = None  # percent
    owns_home: bool | None = None  # another home, where the person lives now
    home_equity: Money | None = None  # its value less what is owed on it
    home_owned_jointly: bool | None = None
    monthly_payment: Money | None = None  # toward what is left of the debt
    would_itemize: bool | None = None  # deductions, instead of the standard one, in the year of the cancellation
    # Just before the cancellation, the home and every mortgage included.
    assets: Annotated[dict[AssetLine, Money], BeforeValidator(_told)] = Field(default_factory=dict)
    debts: Annotated[dict[DebtLine, Money], BeforeValidator(_told)] = Field(default_factory=dict)
    bankruptcy: Bankruptcy = "none"
    bankruptcy_chapter: Chapter | None = None  # of a case that is over
    bankruptcy_filed_on: Day | None = None
    bankruptcy_ended_on: Day | None = None  # by the discharge or the dismissal
    qpri_written_before_2026: bool | None = None
    cancellations: Annotated[tuple[Cancellation, ...], Field(max_length=20)] = ()
    forms_1099c: Annotated[tuple[Form1099C, ...], Field(max_length=20)] = ()
    forms_1099a: Annotated[tuple[Form1099A, ...], Field(max_length=20)] = ()

    @model_validator(mode="before")
    @classmethod
    def _null_is_the_default(cls, data: Any) -> Any:
        return without_nulls(
            data, "bankruptcy", "people", "assets", "debts", "cancellations", "forms_1099c", "forms_1099a"
        )
