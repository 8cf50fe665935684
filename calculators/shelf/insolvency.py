"""The worksheet on which the IRS shows how to measure insolvency, filled in by anyone."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import lazy as later
from django.utils.translation import gettext_lazy as _

from ..inputs import ReadField
from ..law.federal import federal
from ..law.taxing import AssetRow, CancelledDebtLaw, DebtRow, InsolvencyWorksheet
from ..money import ZERO, Span
from ..words import say
from ..working import Line, Text
from .calculator import Calculator, Given, Link, Result
from .forms import CalculatorForm, Section

COMMON_DEBTS = ("mortgages", "mortgage_interest", "real_estate_taxes", "credit_cards", "vehicle_loans", "medical_bills")
COMMON_ASSETS = ("real_property", "cash", "vehicles", "household_goods", "retirement_accounts")
HINTS = {
    "mortgages": _("All loans on the home that was lost too, the part that is being cancelled included."),
    "real_property": _("The home that was lost too, at its value just before."),
    "retirement_accounts": _("They count, although creditors cannot reach them."),
}


def worksheet() -> InsolvencyWorksheet:
    """The lines of the worksheet."""
    law: CancelledDebtLaw = federal(CancelledDebtLaw)
    return law.insolvency_worksheet


def rows_of(rows: tuple[DebtRow, ...] | tuple[AssetRow, ...]) -> list[DebtRow | AssetRow]:
    """The lines to fill in: all but the total."""
    return [row for row in rows if row.key != "total"]


def label(row: DebtRow | AssetRow) -> Text:
    """The words of a line, as the engine draws them."""
    return Text(row.label, context=f"insolvency.{row.key}")


def short(row: DebtRow | AssetRow) -> str:
    """The words of a line up to the examples behind a colon."""
    return say(label(row)).partition(": ")[0]


short_later = later(short, str)


def line_fields() -> Iterator[tuple[str, forms.Field]]:
    """A field for each line of the worksheet."""
    for prefix, rows in (("owed", worksheet().liabilities), ("owned", worksheet().assets)):
        for row in rows_of(rows):
            yield (
                f"{prefix}_{row.key}",
                ReadField("money", label=short_later(row), help_text=HINTS.get(row.key, ""), required=False),
            )


def names(prefix: str, keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{prefix}_{key}" for key in keys)


def rest(prefix: str, rows: tuple[DebtRow, ...] | tuple[AssetRow, ...], common: tuple[str, ...]) -> tuple[str, ...]:
    """The lines that few people have."""
    return names(prefix, tuple(row.key for row in rows_of(rows) if row.key not in common))


class InsolvencyForm(CalculatorForm):
    """Every line may stay empty, which means none; one has to be filled in."""

    cancelled = ReadField(
        "money",
        label=_("Debt that was cancelled"),
        help_text=_("Box 2 of Form 1099-C. Leave it empty if you do not know it yet."),
        required=False,
    )
    sections = (
        Section(("cancelled",)),
        Section(
            names("owed", COMMON_DEBTS),
            _("What you owed just before"),
            hint=_("Count each debt once. A line that stays empty counts as none."),
        ),
        Section(rest("owed", worksheet().liabilities, COMMON_DEBTS), _("Other debts"), folded=True),
        Section(
            names("owned", COMMON_ASSETS),
            _("What you owned just before"),
            hint=_("At what it would have sold for, not what it cost."),
        ),
        Section(rest("owned", worksheet().assets, COMMON_ASSETS), _("Other things you owned"), folded=True),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        filled = any(given.get(name) is not None for name, _field in line_fields())
        if not filled and not self.errors:
            self.add_error("owed_mortgages", _("Fill in what you owed and what you owned."))
        return given


InsolvencyForm.base_fields |= dict(line_fields())  # the law names them


def compute(given: Given) -> Result:
    """How far debts were above property, and how much cancelled debt that keeps out of income."""
    law = worksheet()
    source = "; ".join(law.cite)
    debts = list(_lines("owed", law.liabilities, given))
    assets = list(_lines("owned", law.assets, given))
    owed, owned = _total(debts), _total(assets)
    insolvency = max(ZERO, owed - owned)
    difference = Text(
        "Line {owed} less line {owned}, never below zero.",
        {"line": law.result.line, "owed": _last(law.liabilities), "owned": _last(law.assets)},
    )
    lines = [
        *debts,
        _sum(law.liabilities, "liabilities", owed, source),
        *assets,
        _sum(law.assets, "assets", owned, source),
        Line(Text("Insolvency"), Span.of(insolvency), difference, source, "sum"),
    ]
    cancelled = given["cancelled"]
    if cancelled is not None:
        lines += _excluded(cancelled, insolvency)
    return Result(_says(cancelled, insolvency, owed, owned), SURE, tuple(lines))


SURE = Text(
    "What counts is the moment just before the debt was cancelled. This takes every line that is empty as none. Keep "
    "the worksheet with your papers; it is not sent to the IRS."
)


def _lines(prefix: str, rows: tuple[DebtRow, ...] | tuple[AssetRow, ...], given: Given) -> Iterator[Line]:
    for row in rows_of(rows):
        amount = given[f"{prefix}_{row.key}"]
        if amount:
            how = Text("Line {line} of the worksheet: {words}.", {"line": row.line, "words": label(row)})
            yield Line(Text("{words}", {"words": short(row)}), Span.of(amount), how)


def _last(rows: tuple[DebtRow, ...] | tuple[AssetRow, ...]) -> str:
    return next(row.line for row in rows if row.key == "total")


def _sum(rows: tuple[DebtRow, ...] | tuple[AssetRow, ...], half: str, total: Decimal, source: str) -> Line:
    row = next(row for row in rows if row.key == "total")
    how = Text("Line {line} of the worksheet: the lines above it, added up.", {"line": row.line})
    return Line(Text(row.label, context=f"insolvency.{half}"), Span.of(total), how, source, "sum")


def _total(lines: list[Line]) -> Decimal:
    return sum((line.amount.low or ZERO for line in lines), ZERO)


def _excluded(cancelled: Decimal, insolvency: Decimal) -> Iterator[Line]:
    law: CancelledDebtLaw = federal(CancelledDebtLaw)
    excluded = min(cancelled, insolvency)
    source = law.cite("excl-insolvency")
    yield Line(Text("Debt that was cancelled"), Span.of(cancelled), Text("As you entered it."), kind="start")
    how = Text("The smaller of the cancelled debt and the insolvency. Form 982, box 1b and line 2.")
    yield Line(Text("Not taxed, because you were insolvent"), Span.of(excluded), how, source, "less")
    how = Text("The rest, unless another exclusion covers it.")
    yield Line(Text("Left to be taxed"), Span.of(cancelled - excluded), how, law.cite("cod-is-income"), "sum")


def _says(cancelled: Decimal | None, insolvency: Decimal, owed: Decimal, owned: Decimal) -> Text:
    values = {"insolvency": insolvency, "cancelled": cancelled, "excluded": min(cancelled or ZERO, insolvency)}
    if not insolvency:
        return Text("By these numbers you were not insolvent: you owned as much as you owed, or more.")
    if cancelled is None:
        return Text("By these numbers you were insolvent by {insolvency}.", values)
    if cancelled <= insolvency:
        return Text("You were insolvent by {insolvency}. None of the {cancelled} has to be taxed.", values)
    return Text("You were insolvent by {insolvency}. That much of the {cancelled} is not taxed.", values)


CALCULATOR = Calculator(
    "insolvency",
    _("Were you insolvent when the debt was cancelled?"),
    InsolvencyForm,
    compute,
    lead=_(
        "If you owed more than you owned just before, cancelled debt is not taxed, up to the difference. These are the "
        "lines of the IRS worksheet."
    ),
    description=_(
        "The IRS insolvency worksheet, line by line: how far your debts were above what you owned, and how much of a "
        "cancelled debt that keeps from being taxed."
    ),
    example={
        "cancelled": "72,280",
        "owed_mortgages": "252,280",
        "owed_credit_cards": "21,000",
        "owed_vehicle_loans": "18,500",
        "owed_medical_bills": "12,500",
        "owned_real_property": "210,000",
        "owned_cash": "2,400",
        "owned_vehicles": "14,000",
        "owned_household_goods": "3,600",
        "owned_retirement_accounts": "11,000",
    },
    related=(Link(_("Read my Form 1099-C"), "calculators:calculator", "form-1099-c"),),
)
