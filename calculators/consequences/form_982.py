"""Form 982, on which excluded debt is reported, and what goes elsewhere on the tax return."""

from __future__ import annotations

from dataclasses import dataclass

from ..facts import Facts
from ..law.federal import federal
from ..law.taxing import CancelledDebtLaw
from ..law.taxing import Report as Place
from ..money import NOTHING, ZERO, Span
from ..working import Text
from .exclusions import Excluded, Item, Kind
from .home_sale import HomeSale

BOXES: dict[Kind, str] = {"bankruptcy": "1a", "insolvency": "1b", "qpri": "1e"}


@dataclass(frozen=True)
class Entry:
    """A box or line of the form: checked or filled in, where that can be told."""

    line: str
    label: Text
    amount: Span
    checked: bool | None = None  # None: a line, or a box of which nobody can say


@dataclass(frozen=True)
class Form982:
    """The boxes of Part I that apply, and the lines that follow from them."""

    boxes: tuple[Entry, ...]
    lines: tuple[Entry, ...]
    attributes: tuple[Text, ...]  # used up in this order, where the person has any
    notes: tuple[Text, ...]


@dataclass(frozen=True)
class Filing:
    """What to report where on the tax return of a year."""

    form: str
    line: str
    year: int | None
    amount: Span
    says: Text
    citations: tuple[str, ...]


def form_982(facts: Facts, excluded: Excluded, items: list[Item]) -> Form982 | None:
    """The form for these exclusions; None where nothing goes on it.

    Source: Form 982 (Rev. March 2018) and its instructions; 26 U.S.C. 108(b), 108(h)(1), 1017.
    """
    law = federal(CancelledDebtLaw)
    labels = {line.line: Text(line.label, context=f"form_982.{line.line}") for line in law.form_982.lines}
    boxes = tuple(
        Entry(box, labels[box], excluded.by_kind[kind], True if excluded.by_kind[kind].low else None)
        for kind, box in BOXES.items()
        if excluded.by_kind[kind] != NOTHING
    )
    if not boxes:
        return None
    lines = [Entry("2", labels["2"], excluded.on_form_982)]
    general = [entry.line for entry in boxes if entry.line in law.attribute_reduction.applies_to]
    notes = []
    if general:
        most = sum((entry.amount.high for entry in boxes if entry.line in general and entry.amount.high), ZERO)
        lines.append(Entry("10a", labels["10a"], Span(ZERO, most or None)))
        notes += [Text(law.attribute_reduction.when), Text(law.attribute_reduction.basis_floor)]
    if "1a" in general:
        notes.append(Text(law.attribute_reduction.exempt_property))
    if excluded.by_kind["qpri"] != NOTHING:
        if any(item.kept and item.qualifies is not False for item in items):
            lines.append(Entry("10b", labels["10b"], _basis_cut(facts, excluded.by_kind["qpri"])))
        notes.append(Text(law.rule("qpri-basis-reduction").says, context="cancelled_debt.qpri-basis-reduction"))
    order = tuple(Text(each.attribute) for each in law.attribute_reduction.order) if general else ()
    return Form982(boxes, tuple(lines), order, tuple(notes))


def _basis_cut(facts: Facts, excluded: Span) -> Span:
    """A kept home's basis goes down by what was excluded, never below zero."""
    basis = facts.property.adjusted_basis
    return excluded if basis is None else excluded.at_most(Span.of(basis))


def filings(facts: Facts, excluded: Excluded, sale: HomeSale, year: int | None) -> tuple[Filing, ...]:
    """What goes on the return, form by form; nothing that is known to be zero."""
    rented = facts.property.occupancy == "rental"
    found = []
    if excluded.taxable.known and excluded.taxable != NOTHING:
        found.append(_filing("taxable-rental" if rented else "taxable", year, excluded.taxable))
    if excluded.on_form_982 != NOTHING:
        found.append(_filing("form-982", year, excluded.on_form_982))
    if sale.amount_realized.known and sale.amount_realized != NOTHING:
        found.append(_filing("sale-rental" if rented else "sale", sale.year, sale.amount_realized))
    return tuple(found)


def _filing(name: str, year: int | None, amount: Span) -> Filing:
    place = federal(CancelledDebtLaw).rule(name)
    if not isinstance(place, Place):
        raise KeyError(name)
    return Filing(place.form, place.line, year, amount, Text(place.says, context=f"cancelled_debt.{name}"), place.cite)
