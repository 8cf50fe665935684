"""The shape of a law file.

A law file is read by a lawyer and by the engine, so every key has one meaning and a key that is
not listed here is a fault. Keys under `when` are conditions on the facts of a case; what each one
compares with is in `conditions.py`. Nothing here knows a state by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from ..facts import Kind, Lien, Obligor, Occupancy, Purpose, Release
from .collecting import JudgmentInterest, WageGarnishment
from .exempt import BankAccount, Homestead
from .parts import Checked, Fact, Id, Key, Part, Period, Text, period_parts

__all__ = ["Checked", "Fact", "Part", "period_parts"]

Outcome = Literal["barred", "limited", "allowed"]
Foreclosure = Literal["judicial_foreclosure", "nonjudicial_foreclosure", "strict_foreclosure"]
Event = Literal[
    "sale",
    "sale_confirmation",
    "deed_delivery",
    "deed_recording",
    "redemption_end",
    "foreclosure_judgment",  # the decree that orders the sale or the law day
    "judgment",  # the judgment for money
    "default",
    "maturity",
    "acceleration",
    "last_payment",
    "auditor_report",
    "lien_release_recording",
]


class When(BaseModel):
    """Conditions, all of which must hold. A list means any of. Further keys are conditions of the
    state's own: yes or no, by the name that a `[[condition]]` of the file gives them."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, bool]

    disposition: tuple[Kind, ...] = ()
    purpose: tuple[Purpose, ...] = ()
    lien: tuple[Lien, ...] = ()
    occupancy: tuple[Occupancy, ...] = ()
    obligor: tuple[Obligor, ...] = ()
    # How the loan stands to the lien that foreclosed; the common rules read it.
    standing: tuple[Literal["forecloses", "above", "below", "association", "tax"], ...] = ()
    release: tuple[Release, ...] = ()
    units_at_most: int | None = None
    acres_at_most: Decimal | None = None
    acres_over: Decimal | None = None
    agricultural: bool | None = None
    seller_financed: bool | None = None
    originated_from: date | None = None
    originated_before: date | None = None
    sold_from: date | None = None
    sold_before: date | None = None
    lender_bought_at_sale: bool | None = None
    waiver_in_writing: bool | None = None
    this_loan_foreclosed: bool | None = None
    discharged: bool | None = None
    bankruptcy_open: bool | None = None

    def own(self) -> dict[str, bool]:
        """The conditions that the file itself defines, by key."""
        return dict(self.__pydantic_extra__ or {})


class Unless(Part):
    """One `unless`: a rare circumstance, asked about after the answer. Yes makes `then` the
    outcome; unanswered it leaves the outcome and softens the sentence."""

    key: Key
    question: Text
    says: Text  # completes "…, unless …", as a clause: "you damaged the home on purpose"
    then: Outcome
    askable: bool = True
    cite: tuple[str, ...] = ()
    scope: Literal["case", "loan"] = "case"


class Rule(Fact):
    """Who may still be pursued. The first rule whose every condition holds decides."""

    id: Id
    outcome: Outcome
    when: When
    says: Text
    exceptions: str = ""
    unless: tuple[Unless, ...] = ()
    # What a "limited" outcome limits, so that the amount is neither invented nor left open:
    # value (a fair-value rule says how much), time (a deadline ends it), part (only some of the
    # loan), court (a judge fixes the amount), steps (the lender must first do something).
    limits: tuple[Literal["value", "time", "part", "court", "steps"], ...] = ()
    instead_of: str = ""  # the common rule in whose place this one decides, where it holds

    @model_validator(mode="after")
    def _limited_says_how(self) -> Rule:
        if self.limits and self.outcome != "limited":
            raise ValueError("`limits` belongs to a rule whose outcome is limited")
        if not self.when.disposition and not self.instead_of and self.cite == ():
            raise ValueError("needs a citation")
        return self


Formula = Literal[
    "debt_minus_greater_of_price_or_value",
    "lesser_of_two_gaps",
    "debt_minus_value",
    "court_may_credit_value",  # a judge may credit the value, and need not
    "appraisal_procedure",  # appraisers set the value; every dollar above the price is credited
    "half_of_gap",  # half of what the appraisal is above the price is credited
    "good_faith_bid",  # the bid counts for at least a good-faith estimate of the net value
    "no_claim_below_value",  # no claim at all unless the home brought its value
    "price_counts",  # the law looks at value, but the amount is counted from the price
]


class FairValue(Fact):
    """Where the law limits the amount by what the home was worth."""

    when: When
    formula: Formula
    who_asks: Literal["borrower", "lender", "court"]
    says: Text


class Deadline(Fact):
    """A clock. If it is one that the lender must keep, it names what it ends."""

    id: Id
    what: Literal["deficiency_claim", "confirmation", "notice_of_intent", "fair_value_request", "enforcement"]
    when: When
    within: Period
    direction: Literal["after", "before"] = "after"
    counted_from: Event
    # claim: if the lender did not act in time the debt cannot be collected. nothing: it only
    # tells a date (a rule, or the borrower's own step, depends on it).
    ends: Literal["claim", "nothing"]
    # The fact that tells whether the lender acted: claim_filed_on, or a condition of this file
    # that is true where it acted.
    acted: Key = "claim_filed_on"
    says: Text
    if_missed: str
    exceptions: str = ""
    # An exception that applies means that the window did not end the claim: the rule beneath decides.
    unless: tuple[Unless, ...] = ()


class Redemption(Fact):
    """How long the borrower may pay and keep, or buy back, the home."""

    id: Id
    when: When
    within: Period | None = None
    counted_from: Event
    conditions: Text


class Limitations(Fact):
    """Statutes of limitation that bear on the debt, in years."""

    written_contract_years: int
    promissory_note_years: int | None = None
    mortgage_debt_years: int | None = None
    sealed_years: int | None = None  # a note or deed under seal
    sealed_note: str = ""
    judgment_years: int
    judgment_renewable: bool | None = None
    judgment_renewals: str = ""


class Foreclosures(Part):
    """The ways of foreclosing that a state has, and the one that most lenders take."""

    usual: Foreclosure
    available: tuple[Foreclosure, ...]
    typical_days: tuple[int, int] | None = None
    cite: tuple[str, ...]
    checked: Checked | None = None
    sources: tuple[int, ...] = ()
    note: str = ""

    @model_validator(mode="after")
    def _usual_exists(self) -> Foreclosures:
        if self.usual not in self.available:
            raise ValueError("`usual` is not among `available`")
        return self


class Statement(Fact):
    """What the law of the state says on one subject, in words."""

    rule: Text


class Condition(Part):
    """A fact that this state's rules need and that not every case has."""

    key: Key
    kind: Literal["yes_no", "date"] = "yes_no"
    question: Text
    about: Text  # completes "It depends on …": "whether you lived there when the suit was filed"
    why: str = ""  # why we ask; the rules that use it are named beside it anyway
    hint: str = ""  # where the answer stands in the papers
    scope: Literal["case", "loan"] = "case"
    unit: str = ""
    later: bool = False  # only what happens at the loss of the home, or after it, settles it


class LocalEvent(Part):
    """What an event from which clocks count is called in this state, and how to ask for its day."""

    event: Event
    name: Text  # completes "1 year after …": "the day the clerk issues the certificate of title"
    question: Text
    hint: str = ""


class Change(Fact):
    """A change of the law, for whoever knew it as it was."""

    on: date  # the day from which the new law holds
    says: Text  # what holds since then; the day stands before it


class Source(Part):
    """Where a fact was read."""

    n: int
    title: Text
    url: Annotated[str, Field(pattern=r"^https?://\S+$")]
    kind: Literal["statute", "court", "agency", "secondary"]


class CommonReading(Part):
    """What was read in this state of a rule that stands in the common file."""

    rule: Id
    disposition: tuple[Kind, ...]
    checked: Checked
    cite: tuple[str, ...] = ()
    sources: tuple[int, ...] = ()


class CommonLaw(Part):
    """The rules that hold in every state unless its file says otherwise."""

    checked_on: date
    deficiency: tuple[Rule, ...]
    exception: tuple[EveryUnless, ...]
    overlay: tuple[Rule, ...]
    safe_after: SafeAfter
    accrual: Accrual
    stated_case: dict[str, object]
    condition: tuple[Condition, ...] = ()
    source: tuple[Source, ...]


class EveryUnless(Unless):
    """An exception to every rule with one of the outcomes named; a fact of the case settles it."""

    id: Id
    outcomes: tuple[Outcome, ...]
    fact: str  # the loan's field that settles it
    yes: tuple[str, ...]  # its values that mean yes; any other known value means no
    checked: Checked
    sources: tuple[int, ...] = ()


class SafeAfter(Fact):
    """How much later than its date a lender's window counts as passed."""

    margin_days: int
    says: Text
    holidays: tuple[Holiday, ...]


class Holiday(Part):
    """A legal holiday: a day of a month, or the nth weekday (Monday 0) of it; -1 is the last."""

    name: Text
    month: int
    day: int | None = None
    weekday: int | None = None
    nth: int | None = None


class Accrual(Fact):
    """The convention by which interest is worked out when only rate and date paid are known."""

    days_in_year: int
    says: Text


class StateLaw(Part):
    """The law of one jurisdiction, as far as anyone has read it."""

    code: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    name: Text
    checked_on: date
    community_property: bool = False
    foreclosure: Foreclosures
    deficiency: tuple[Rule, ...]
    common: tuple[CommonReading, ...] = ()
    fair_value: tuple[FairValue, ...] = ()
    deadline: tuple[Deadline, ...] = ()
    redemption: tuple[Redemption, ...] = ()
    limitations: Limitations
    judgment_interest: JudgmentInterest
    wage_garnishment: WageGarnishment
    bank_account: BankAccount
    homestead: Homestead
    heard: Statement | None = None  # how an owner is heard before a sale without a lawsuit, where the law gives a way
    before_sale: Statement | None = None  # what the state's own law lets an owner do before a sale, and by when
    short_sale: Statement
    deed_in_lieu: Statement
    junior_lien: Statement
    condition: tuple[Condition, ...] = ()
    event: tuple[LocalEvent, ...] = ()
    change: tuple[Change, ...] = ()
    source: tuple[Source, ...]


CommonLaw.model_rebuild()


class Choice(Part):
    """One way to answer a question."""

    value: str | bool
    label: Annotated[str, Field(min_length=1)]
    hint: str = ""
    rare: bool = False  # a phone folds it away, under the question's `rare`


Chapter = Literal["", "tax", "collection", "credit"]


class Ahead(Part):
    """The words of a question while the home is not lost yet; what is left empty reads as afterwards."""

    text: Text
    about: Text
    hint: str = ""


class CoreQuestion(Part):
    """A question about a fact that every case may have."""

    path: Text
    part: Chapter = ""  # the chapter after the answer that asks it, if one does
    kind: Literal["choice", "yes_no", "money", "date", "number", "count", "percent"]
    text: Text
    about: Text
    hint: str = ""
    of_way: Mapping[Kind, str] = Field(default_factory=dict)  # the hint for a way of losing the home that is told
    example: str = ""
    why: str = ""
    ahead: Ahead | None = None
    choices: tuple[Choice, ...] = ()
    rare: str = ""  # the line under which the rare choices lie

    @model_validator(mode="after")
    def _names_the_rare(self) -> Self:
        if bool(self.rare) != any(choice.rare for choice in self.choices):
            raise ValueError("rare choices need a line that names them, and only they")
        return self


class CoreQuestions(Part):
    """The questions that do not belong to one state."""

    question: tuple[CoreQuestion, ...]
