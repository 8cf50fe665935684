"""The tax as the JSON contract has it, in English."""

from __future__ import annotations

from typing import Any

from ..working import amount_json, line_json
from .cancelled_debt import Tax
from .form_982 import Entry, Form982
from .insolvency import Insolvency, Row


def tax_json(tax: Tax) -> dict[str, Any]:
    """What the home's loss does to the tax return; amounts are numbers, ranges, or null where nothing can be said."""
    return {
        "year": tax.year,
        "form_1099c": tax.form_1099c,
        "cancelled_debt": amount_json(tax.cancelled_debt),
        "excluded": amount_json(tax.excluded),
        "taxable": amount_json(tax.taxable),
        "amount_realized": amount_json(tax.amount_realized),
        "gain_or_loss": amount_json(tax.gain_or_loss),
        "taxable_gain": amount_json(tax.sale.capital_gain + tax.sale.recapture),
        "extra_federal_tax": amount_json(tax.extra.amount),
        "exclusions": [
            {"kind": each.kind, "amount": amount_json(each.amount), "citations": list(each.citations)}
            for each in tax.exclusions
        ],
        "alternatives": [
            {
                "kind": each.kind,
                "if": str(each.says),
                "likelier": each.likelier,
                "cancelled_debt": amount_json(each.cancelled_debt),
                "excluded": amount_json(each.excluded),
                "taxable": amount_json(each.taxable),
                "amount_realized": amount_json(each.amount_realized),
                "gain_or_loss": amount_json(each.gain_or_loss),
                "citations": list(each.citations),
                "working": [line_json(line) for line in each.working],
            }
            for each in tax.alternatives
        ],
        "decided_by": str(tax.decided_by) if tax.decided_by else None,
        "choices": [
            {
                "kind": each.kind,
                "says": str(each.says),
                "excluded": amount_json(each.excluded),
                "taxable": amount_json(each.taxable),
                "better": each.better,
            }
            for each in tax.choices
        ],
        "later": {
            "cancelled_debt": amount_json(tax.later.amount),
            "excluded": amount_json(tax.later.excluded),
            "taxable": amount_json(tax.later.taxable),
            "says": str(tax.later.says),
        }
        if tax.later
        else None,
        "form_982": _form_json(tax.form_982) if tax.form_982 else None,
        "worksheet": _worksheet_json(tax.worksheet),
        "reporting": [
            {
                "form": each.form,
                "line": each.line,
                "year": each.year,
                "amount": amount_json(each.amount),
                "says": str(each.says),
                "citations": list(each.citations),
            }
            for each in tax.reporting
        ],
        "working": [line_json(line) for line in tax.working],
        "needs": list(tax.needs),
        "notes": [str(note) for note in tax.notes],
    }


def _form_json(form: Form982) -> dict[str, Any]:
    return {
        "boxes": [_entry_json(entry) for entry in form.boxes],
        "lines": [_entry_json(entry) for entry in form.lines],
        "attributes": [str(text) for text in form.attributes],
        "notes": [str(note) for note in form.notes],
    }


def _entry_json(entry: Entry) -> dict[str, Any]:
    told = {"line": entry.line, "label": str(entry.label), "amount": amount_json(entry.amount)}
    return {**told, "checked": entry.checked} if entry.line.startswith("1") and entry.line[1:].isalpha() else told


def _worksheet_json(sheet: Insolvency) -> dict[str, Any]:
    return {
        "liabilities": [_row_json(row) for row in sheet.liabilities],
        "assets": [_row_json(row) for row in sheet.assets],
        "insolvency": amount_json(sheet.amount),
    }


def _row_json(row: Row) -> dict[str, Any]:
    return {"line": row.line, "key": row.key, "label": str(row.label), "amount": amount_json(row.amount)}
