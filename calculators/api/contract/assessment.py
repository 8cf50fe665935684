"""An assessment."""

from __future__ import annotations

import datetime

from ...consequences.deadlines import State
from ...consequences.liability import Verdict
from ...facts import Kind, Lien
from ...law.parts import Checked
from ...law.programs import Claimant
from ...law.schema import Outcome
from .collection import Collection
from .credit import Credit
from .parts import Amount, Line, Range, Shape
from .tax import FormReading, Tax


class Exemption(Shape):
    """A rare circumstance that would change a loan's outcome."""

    key: str
    """The path of the fact that settles it."""
    says: str
    question: str
    settled: bool | None
    """Whether it applies; null: nobody has said. Unanswered, it softens the sentence and leaves the outcome."""
    then: Outcome
    """The outcome if it applies."""


class Branch(Shape):
    """A rule that decides, or may."""

    rule: str
    kind: Kind | None
    outcome: Outcome
    says: str
    citations: list[str]
    confidence: Checked


class Liability(Shape):
    """Whether the lender of a loan may still collect what is left."""

    outcome: Verdict
    possible: list[Outcome]
    """Every outcome that the facts leave possible."""
    rule: str | None
    """The rule that decides, where only one can."""
    says: str
    citations: list[str]
    exceptions: list[Exemption]
    depends_on: list[str]
    """Paths of the facts that would settle it."""
    confidence: Checked
    """How the weakest of the rules was checked: read in the statute, in other sources that agree, or weakly."""
    flat: bool
    """Whether it may be said without reserve: one outcome, read in the statute within a year, no exception open."""
    claimants: list[Claimant]
    stay: str | None
    """What an open bankruptcy case holds up."""
    branches: list[Branch]


class Deficiency(Shape):
    """How much is left of a loan after the sale, and how much of it may be collected."""

    debt: Amount
    credit: Amount
    """What the sale, or the home's value, takes off."""
    gross: Amount
    """The deficiency balance."""
    collectible: Range | None
    working: list[Line]


class LoanAnswer(Shape):
    """What is known of one loan."""

    id: str
    lien: Lien
    liability: Liability
    deficiency: Deficiency


class Clock(Shape):
    """A clock: a lender's, a court's, or the borrower's own."""

    what: str
    loan: str | None
    date: datetime.date | None
    safe_after: datetime.date | None = None
    """A lender's window counts as passed only after this day: weekends, holidays and a margin."""
    counted_from: str | None = None
    period: str | None = None
    state: State | str
    applies: bool | None = None
    """null: a fact that is not known decides whether it applies."""
    says: str
    citations: list[str]
    kind: str | None = None
    """Whose it is."""
    loans: list[str] | None = None
    programs: list[str] | None = None
    label: str | None = None
    do: str | None = None
    """What to do about it."""


class Assessment(Shape):
    """The whole answer for one homeowner, as of a date."""

    state: str
    as_of: datetime.date
    law_checked_on: datetime.date
    """Since when no rule of this state has gone unchecked."""
    law_version: str
    """A fingerprint of the law files that this was worked out from."""
    outcome: Verdict
    """barred: they cannot collect. allowed, limited: they can. depends: it depends on `unknown`."""
    headline: str
    """The answer in one sentence."""
    loans: list[LoanAnswer]
    surplus: Amount
    surplus_note: str | None
    deadlines: list[Clock]
    tax: Tax
    collection: Collection
    credit: Credit
    forms_1099: list[FormReading]
    referrals: list[str]
    """Questions that are not answered here, with whom to ask."""
    unknown: list[str]
    """Paths of the facts that could still change the answer."""
