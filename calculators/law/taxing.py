"""What the file on cancelled debt may say: exclusions and their limits, the sale of the home, forms and their lines."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Annotated, ClassVar, Literal, get_args

from pydantic import ConfigDict, Field, model_validator

from ..fields import Money
from ..groups import AssetLine, DebtLine, MoveReason
from .parts import FederalFact, FederalSubject, Id, Key, Part, Text


class Named(FederalFact):
    """A rule in a plain sentence or two, by its name."""

    id: Id
    says: Text


class TaxRule(Named):
    """A rule with its number in the law, or its gist in a few words."""

    topic: Key
    value: str
    formula: str = ""
    form_982_line: str = ""


class NoIncome(Named):
    """Cancelled debt that is no income at all, without Form 982."""


class QpriLimit(FederalFact):
    """How much debt can be qualified principal residence indebtedness, by the day of the discharge."""

    discharged_from: date
    discharged_before: date
    cap_dollars: Money
    cap_dollars_married_separate: Money
    also_applies_after_2025_if: str = ""


class QpriStatus(FederalFact):
    """Whether Congress has extended the exclusion, as far as anybody here knows."""

    as_of: date
    extended: bool
    answer: Text
    evidence: tuple[Text, ...]
    limits_of_this_answer: Text


class QpriAct(FederalFact):
    """An act that extended the exclusion."""

    covers_discharges_before: date
    law: Text


class Section121(FederalFact):
    """The exclusion of gain on a main home."""

    dollars: Money
    dollars_joint: Money
    months: int
    of_months: int
    years_between: int
    nonqualified_use_from: date
    depreciation_from: date
    reasons: tuple[MoveReason, ...]


class Report(Named):
    """What goes on which form of the tax return."""

    form: Text
    line: str


class FormLine(Part):
    """A numbered line or box of a form."""

    line: str
    label: Text


class Box(Part):
    """A box of a form that the lender sends."""

    box: str
    label: Text


class SaleLine(FormLine):
    """A line of the worksheet for foreclosures; part 1 is for recourse debt only."""

    part: Literal[1, 2]


class SaleWorksheet(FederalFact):
    """The IRS worksheet for foreclosures and repossessions."""

    name: Text
    part_1_only_if: Text
    lines: tuple[SaleLine, ...]


class AssetRow(FormLine):
    """A line of the insolvency worksheet for something owned."""

    key: AssetLine


class DebtRow(FormLine):
    """A line of the insolvency worksheet for something owed."""

    key: DebtLine


class InsolvencyWorksheet(FederalFact):
    """The IRS worksheet on which insolvency is measured."""

    name: Text
    measured: Text
    liabilities: tuple[DebtRow, ...]
    assets: tuple[AssetRow, ...]
    result: FormLine
    do_not_double_count: bool

    @model_validator(mode="after")
    def _has_every_line_once(self) -> InsolvencyWorksheet:
        for rows, kinds in ((self.liabilities, DebtLine), (self.assets, AssetLine)):
            if sorted(row.key for row in rows) != sorted(get_args(kinds)):
                raise ValueError("does not have every line of the facts once")
        return self


class Form982(FederalFact):
    """The form on which excluded debt is reported."""

    revision: Text
    lines: tuple[FormLine, ...]


class Attribute(Part):
    """What can lower later taxes, and is used up by excluded debt: a credit by a third of each dollar."""

    n: int
    attribute: Text
    by_a_third: bool = False


class AttributeReduction(FederalFact):
    """In which order excluded debt uses up what could lower later taxes."""

    applies_to: tuple[str, ...]
    does_not_apply_to: Text
    when: Text
    order: tuple[Attribute, ...]
    basis_floor: Text
    exempt_property: Text


class Form1099C(FederalFact):
    """The form on which a lender reports cancelled debt."""

    who_files: Text
    threshold_dollars: Money
    threshold_note: Text
    boxes: tuple[Box, ...]
    boxes_checked: Literal["primary", "secondary", "weak"]
    boxes_source_url: str


class EventCode(FederalFact):
    """A letter of box 6 of Form 1099-C: why the lender says that the debt was cancelled."""

    code: Annotated[str, Field(pattern=r"^[A-H]$")]
    name: Text
    means: Text


class EventCodes(FederalFact):
    """How the letters were checked."""

    warning: Text


class Form1099A(FederalFact):
    """The form on which a lender reports that it took the home."""

    when: Text
    boxes: tuple[Box, ...]


class CancelledDebtLaw(FederalSubject):
    """The file on cancelled debt, and on the gain or loss on a home that was lost."""

    model_config = ConfigDict(ignored_types=(cached_property,))
    FILE: ClassVar[str] = "cancelled_debt"

    mirrors: dict[str, Text]
    fact: tuple[TaxRule, ...]
    exception: tuple[NoIncome, ...]
    qpri_limit: Annotated[tuple[QpriLimit, ...], Field(min_length=1)]
    qpri_status: QpriStatus
    qpri_history: tuple[QpriAct, ...]
    section_121: Section121
    report: tuple[Report, ...]
    foreclosure_worksheet: SaleWorksheet
    insolvency_worksheet: InsolvencyWorksheet
    form_982: Form982
    attribute_reduction: AttributeReduction
    form_1099c: Form1099C
    event_code: tuple[EventCode, ...]
    event_codes: EventCodes
    form_1099a: Form1099A

    @cached_property
    def _rules(self) -> dict[str, Named]:
        return {each.id: each for each in (*self.fact, *self.exception, *self.report)}

    def rule(self, name: str) -> Named:
        """A rule, an exception or a line of the return by its id. Raises KeyError where there is none."""
        return self._rules[name]

    def cite(self, name: str) -> str:
        """The citations of a rule in one line."""
        return "; ".join(self.rule(name).cite)

    def cap(self, day: date) -> QpriLimit:
        """The limit for a discharge on that day; after the last one ended, the last one, which still holds for an
        arrangement written down in time."""
        for limit in self.qpri_limit:
            if day < limit.discharged_before:
                return limit
        return self.qpri_limit[-1]

    @model_validator(mode="after")
    def _names_each_rule_once(self) -> CancelledDebtLaw:
        names = [each.id for each in (*self.fact, *self.exception, *self.report)]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"has {name} twice")
        return self
