"""Two papers on taxes: the IRS insolvency worksheet, filled in, and one page for whoever makes the tax return."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from calculators.consequences.cancellation import LoanTax
from calculators.consequences.form_982 import BOXES, Filing
from calculators.consequences.insolvency import Insolvency, Row
from calculators.law.federal import federal
from calculators.law.taxing import CancelledDebtLaw
from calculators.money import NOTHING, Span
from calculators.naming import LOSSES
from calculators.working import Text

from ..results.taxes import TaxReading

TOTALS = ("total", "insolvency")
NOT_GIVEN = Text("not given")
FORM_982, SALES = "Form 982", ("Form 8949 and Schedule D", "Form 4797")


@dataclass(frozen=True)
class WorksheetLine:
    """A line of the worksheet as it is printed: a blank says that it was not given, and is never a zero."""

    row: Row

    @property
    def amount(self) -> object:
        return self.row.amount if self.row.amount.known else NOT_GIVEN

    @property
    def total(self) -> bool:
        return self.row.key in TOTALS


@dataclass(frozen=True)
class Worksheet:
    """The three parts of the worksheet."""

    found: Insolvency

    @property
    def owed(self) -> list[WorksheetLine]:
        return [WorksheetLine(row) for row in self.found.liabilities]

    @property
    def owned(self) -> list[WorksheetLine]:
        return [WorksheetLine(row) for row in self.found.assets]

    @property
    def result(self) -> WorksheetLine:
        return WorksheetLine(self.found.result)

    @property
    def settled(self) -> bool:
        return self.found.amount.exact

    @property
    def notes(self) -> tuple[Text, ...]:
        return self.found.notes

    @property
    def citations(self) -> tuple[str, ...]:
        cites: tuple[str, ...] = federal(CancelledDebtLaw).insolvency_worksheet.cite
        return cites


def cancelled_on(tax: TaxReading) -> date | None:
    """The day just before which insolvency is measured, where it is known."""
    days = [item.on for item in tax.tax.items if item.on is not None]
    return min(days, default=None)


@dataclass(frozen=True)
class Event:
    """Something that happened, on a day, about an amount."""

    what: Text
    on: date | None
    amount: Span | None


@dataclass(frozen=True)
class Entry:
    """What goes in one place of the return."""

    form: str
    place: Text
    amount: Span | None


@dataclass(frozen=True)
class Preparer:
    """One page for whoever makes the return."""

    tax: TaxReading

    @cached_property
    def events(self) -> list[Event]:
        """What happened, in the order of the loans."""
        return list(self._events())

    def _events(self) -> Iterator[Event]:
        facts = self.tax.assessment.facts
        away = facts.disposition
        if away.kind:
            yield Event(Text("Home lost: {way}", {"way": LOSSES[away.kind]}), away.date, None)
        open_law = bool(self.tax.alternatives)
        for loan in self.tax.tax.loans:
            values = {"loan": loan.name, "kind": _recourse(loan, open_law)}
            yield Event(Text("Owed before: {loan} ({kind})", values), None, loan.owed)
        codes = {loan.name.english(): loan for loan in self.tax.tax.loans}
        for item in self.tax.tax.items:
            code = _code(codes.get(item.name.english()))
            values = {"loan": item.name, "code": code}
            either = Text("Cancelled, if recourse: {loan}{code}", values)
            what = either if open_law else Text("Cancelled: {loan}{code}", values)
            yield Event(what, item.on, self.tax.shown(item.amount))
        if facts.property.fair_market_value is not None:
            yield Event(Text("Worth of the home, as told"), None, Span.of(facts.property.fair_market_value))

    @cached_property
    def entries(self) -> list[Entry]:
        """What goes where, form by form."""
        return [entry for filing in self.tax.reporting for entry in self._entries(filing)]

    def _entries(self, filing: Filing) -> Iterator[Entry]:
        form = self.tax.tax.form_982
        if filing.form == FORM_982 and form is not None:
            by_box = {BOXES.get(each.kind): each.amount for each in self.tax.tax.exclusions}
            for box in form.boxes:
                values = {"line": box.line, "label": box.label}
                sure = Text("box {line}, checked: {label}", values)
                place = sure if box.checked else Text("box {line}, perhaps: {label}", values)
                yield Entry(filing.form, place, self.tax.shown(by_box[box.line]))
            for line in form.lines:
                place = Text("line {line}: {label}", {"line": line.line, "label": line.label})
                yield Entry(filing.form, place, self.tax.shown(line.amount))
        elif filing.form in SALES:
            sale = self.tax.sale
            yield Entry(filing.form, Text("proceeds (amount realized)"), filing.amount)
            if sale.selling_costs != NOTHING:
                yield Entry(filing.form, Text("selling costs"), sale.selling_costs)
            yield Entry(filing.form, Text("cost or other basis"), sale.basis)
            yield Entry(filing.form, Text("outcome: {gain}", {"gain": self.tax.gain}), None)
            if sale.excluded != NOTHING and sale.excluded.exact:
                yield Entry(filing.form, Text("excluded gain (section 121; on Form 8949 code H)"), sale.excluded)
            if self.tax.gain_taxed.exact and self.tax.gain_taxed != NOTHING:
                yield Entry(filing.form, Text("taxable gain"), self.tax.gain_taxed)
            if sale.deductible_loss != NOTHING:
                yield Entry(filing.form, Text("deductible loss"), sale.deductible_loss)
        else:
            yield Entry(
                filing.form, Text("line {line}: {says}", {"line": filing.line, "says": filing.says}), filing.amount
            )

    @cached_property
    def bring(self) -> list[Text]:
        """The papers that settle what this page leaves open."""
        return list(self._bring())

    def _bring(self) -> Iterator[Text]:
        facts, kinds = self.tax.assessment.facts, {each.kind for each in self.tax.tax.exclusions}
        yield Text("Every Form 1099-C, 1099-A and 1099-S that came, with its envelope.")
        if facts.disposition.kind == "short_sale":
            yield Text("The closing statement and the lender's approval letter.")
        else:
            yield Text("The deed or court papers of the sale, and an appraisal or sales nearby for the home's value.")
        yield Text("What the home cost: the closing statement of the purchase, and bills for improvements.")
        if facts.property.occupancy == "rental":
            yield Text("The depreciation schedule, and the value when it was first rented out.")
        if "insolvency" in kinds:
            yield Text("Statements of every account and debt on the day before, and the insolvency worksheet.")
        if "bankruptcy" in kinds:
            yield Text("The discharge order of the bankruptcy court.")
        if "qpri" in kinds or "household.qpri_written_before_2026" in self.tax.tax.needs:
            yield Text("Any agreement with the lender that was in writing before 2026.")
        yield Text("Last year's tax return.")


def _recourse(loan: LoanTax, open_law: bool) -> Text:
    if "barred" in loan.fates and open_law:
        return Text("recourse or nonrecourse: both readings below")
    return Text("nonrecourse") if "nonrecourse" in loan.fates else Text("recourse")


def _code(loan: LoanTax | None) -> Text:
    """The letter for box 6 of Form 1099-C, as far as the law of the case tells it."""
    if loan is None or not loan.code:
        return Text("")
    names = {each.code: each.name for each in federal(CancelledDebtLaw).event_code}
    name = Text(names[loan.code], context=f"cancelled_debt.event_code.{loan.code}")
    return Text(" (1099-C box 6: code {code}, {name})", {"code": loan.code, "name": name})
