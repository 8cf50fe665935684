"""Who may come, and what they may take."""

from __future__ import annotations

from datetime import date
from typing import Literal

from ...law.parts import Checked
from ...law.programs import Answer, Claimant
from .parts import Amount, FederallyChecked, Line, Range, Shape


class Practice(Shape):
    """What a program, owner or insurer is known to do. It is not law."""

    id: str
    answer: Answer
    says: str
    citations: list[str]
    checked: FederallyChecked
    text_as_of: date | None


class MayCome(Shape):
    """One who may come for what is left of a loan; or nobody, where the law bars it."""

    loan: str
    claimant: Claimant | Literal["nobody"]
    practice: list[Practice]


class WageClaim(Shape):
    """A protection of pay that the worker must ask for."""

    id: str
    says: str
    to: str | None
    """Who must get it: the court or the employer, where that was read."""
    within: str | None
    court_decides: bool
    per_pay_period: Amount
    """What may still be taken once it is granted."""


class StateOnWages(Shape):
    """What one state lets a creditor take of a paycheck."""

    state: str
    allowed: bool
    per_pay_period: Amount
    claims: list[WageClaim]
    notes: list[str]
    caveats: list[str]
    citations: list[str]
    confidence: Checked


class Garnishment(Shape):
    """What may be taken of wages, for all loans together: the least that the states and federal law leave open."""

    per_pay_period: Amount
    pay_period: str | None
    left_for_this_debt: Amount
    per_month: Amount
    per_year: Amount
    months_until_paid: Range | None
    states: list[StateOnWages]
    assumed_state: bool
    """Whether the home's state was taken because nobody said where the person lives and works."""
    working: list[Line]
    confidence: Checked
    needs: list[str]


class AdministrativeGarnishment(Shape):
    """What a federal agency may take of wages without a court, and by offset."""

    per_pay_period: Amount
    working: list[Line]
    offsets: list[str]
    citations: list[str]
    needs: list[str]


class Levy(Shape):
    """What a levy may take of a bank account."""

    may_take: Amount
    if_claimed: Amount
    """The same, once every exemption is claimed."""
    working: list[Line]
    notes: list[str]
    caveats: list[str]
    citations: list[str]
    confidence: Checked
    needs: list[str]


class OtherHome(Shape):
    """What a judgment lien may reach of the home that the person lives in now."""

    protected: Amount
    reachable: Amount
    working: list[Line]
    notes: list[str]
    caveats: list[str]
    citations: list[str]
    confidence: Checked
    needs: list[str]


class PropertyRight(Shape):
    """What the law says of taking other property."""

    says: str
    citations: list[str]
    confidence: FederallyChecked


class JudgmentYear(Shape):
    """What a judgment comes to after so many years."""

    year: int
    on: date
    balance: Amount
    with_payments: Amount


class Judgment(Shape):
    """How a judgment for what is left grows, and when payments would end it."""

    amount: Amount
    entered: bool
    """Whether there is one; otherwise it is one that might come."""
    starts_on: date
    monthly_payment: float | None
    months_until_paid: Range | None
    working: list[Line]
    notes: list[str]
    caveats: list[str]
    citations: list[str]
    needs: list[str]


class Right(Shape):
    """A right that the case gives."""

    id: str
    group: str
    says: str
    by: date | None
    """The day by which to use it, where there is one."""
    citations: list[str]
    checked: FederallyChecked


class Collection(Shape):
    """Who may come for what is left, and what they may take of wages, bank account and another home."""

    claimants: list[MayCome]
    when: str
    """Before any of it: what has to happen first."""
    garnishment: Garnishment
    administrative_garnishment: AdministrativeGarnishment | None
    bank: Levy
    other_home: OtherHome | None
    other_property: list[PropertyRight]
    judgment_interest_rate: float | Range | None
    """Percent a year."""
    judgment_balance_by_year: list[JudgmentYear]
    judgment: Judgment | None
    rights: list[Right]
    needs: list[str]
