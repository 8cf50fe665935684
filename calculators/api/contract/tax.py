"""The tax part of an assessment."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from ...consequences.mismatches import Weight
from .parts import Amount, Line, Shape


class Exclusion(Shape):
    """A rule that keeps cancelled debt out of income."""

    kind: str
    amount: Amount
    citations: list[str]


class TaxAlternative(Shape):
    """What the tax comes to if an open question of fact is answered one way."""

    kind: str
    if_: str = Field(alias="if")
    likelier: bool
    cancelled_debt: Amount
    excluded: Amount
    taxable: Amount
    amount_realized: Amount
    gain_or_loss: Amount
    citations: list[str]
    working: list[Line]


class TaxChoice(Shape):
    """One way of claiming the exclusions, where there is a choice."""

    kind: str
    says: str
    excluded: Amount
    taxable: Amount
    better: bool | None


class LaterTax(Shape):
    """Debt that is cancelled in a later year, if it is."""

    cancelled_debt: Amount
    excluded: Amount
    taxable: Amount
    says: str


class FormEntry(Shape):
    """A line or box of Form 982."""

    line: str
    label: str
    amount: Amount
    checked: bool | None = None
    """Whether a box is ticked; null: not known."""


class Form982(Shape):
    """Form 982, as far as the facts fill it in."""

    boxes: list[FormEntry]
    lines: list[FormEntry]
    attributes: list[str]
    notes: list[str]


class WorksheetRow(Shape):
    """A line of the IRS insolvency worksheet."""

    line: str
    key: str
    label: str
    amount: Amount


class Worksheet(Shape):
    """The IRS insolvency worksheet, just before the cancellation."""

    liabilities: list[WorksheetRow]
    assets: list[WorksheetRow]
    insolvency: Amount


class TaxReport(Shape):
    """Where an amount goes on the tax return."""

    form: str
    line: str
    year: int | None
    amount: Amount
    says: str
    citations: list[str]


class Tax(Shape):
    """What losing the home does to the federal tax return."""

    year: int | None
    form_1099c: bool | None
    """Whether the lender has to send a Form 1099-C; null: not known."""
    cancelled_debt: Amount
    excluded: Amount
    taxable: Amount
    amount_realized: Amount
    gain_or_loss: Amount
    taxable_gain: Amount
    extra_federal_tax: Amount
    exclusions: list[Exclusion]
    alternatives: list[TaxAlternative]
    decided_by: str | None
    choices: list[TaxChoice]
    later: LaterTax | None
    form_982: Form982 | None
    worksheet: Worksheet
    reporting: list[TaxReport]
    working: list[Line]
    needs: list[str]
    """Paths of the missing facts that would make it exact, most useful first."""
    notes: list[str]


class FormBox(Shape):
    """A box of a form."""

    box: str
    name: str
    holds: str
    says: str


class FormFinding(Shape):
    """Something on a form to look at."""

    key: str
    weight: Weight
    """wrong: it contradicts what is known. check: it may be wrong. note: worth knowing."""
    says: str
    means: str
    steps: list[str]
    citations: list[str]


class FormStep(Shape):
    """Something to do about a form."""

    key: str
    says: str
    citations: list[str]


class FormReading(Shape):
    """A Form 1099-C or 1099-A in plain words, with what does not fit."""

    form: Literal["1099-C", "1099-A"]
    says: str
    boxes: list[FormBox]
    findings: list[FormFinding]
    steps: list[FormStep]
