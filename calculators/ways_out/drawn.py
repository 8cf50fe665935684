"""A way out as the JSON contract has it."""

from __future__ import annotations

from typing import Any

from ..working import amount_json, line_json, span_json
from .way import Until, Way, WayCredit, WayTax


def way_json(way: Way) -> dict[str, Any]:
    """A way out, in English."""
    return {
        "key": way.key,
        "family": way.family,
        "label": str(way.label),
        "says": str(way.says),
        "available": way.available,
        "why": str(way.why) if way.why else None,
        "kind": way.kind,
        "waiver_in_writing": way.waiver_in_writing,
        "outcome": way.outcome,
        "collectible": span_json(way.collectible) if way.collectible else None,
        "keeps": amount_json(way.keeps) if way.keeps else None,
        "proceeds": amount_json(way.proceeds) if way.proceeds else None,
        "assumes": [str(text) for text in way.assumes],
        "working": [line_json(line) for line in way.working],
        "until": [_until_json(each) for each in way.until],
        "tax": _tax_json(way.tax) if way.tax else None,
        "credit": _credit_json(way.credit),
        "does": [each.as_json() for each in way.does],
        "time": [each.as_json() for each in way.time],
        "needs": [each.as_json() for each in way.needs],
        "risks": [each.as_json() for each in way.risks],
        "claimants": [claim.as_json() for claim in way.claims],
        "depends_on": list(way.depends_on),
        "assessment": way.assessment.as_json() if way.assessment and way.family != "sell" else None,
    }


def _until_json(each: Until) -> dict[str, Any]:
    return {
        "loan": each.loan,
        "what": each.what,
        "date": each.date.isoformat() if each.date else None,
        "safe_after": each.safe_after.isoformat() if each.safe_after else None,
        "period": str(each.period),
        "says": str(each.says),
        "citations": list(each.citations),
        "applies": each.applies,
    }


def _tax_json(tax: WayTax) -> dict[str, Any]:
    return {
        "form_1099c": tax.form_1099c,
        "cancelled": amount_json(tax.cancelled),
        "taxable": amount_json(tax.taxable),
        "extra_federal_tax": amount_json(tax.extra),
        "working": [line_json(line) for line in tax.working],
        "needs": list(tax.needs),
    }


def _credit_json(credit: WayCredit) -> dict[str, Any]:
    return {
        "falls_off_report_on": credit.off_report_on.isoformat() if credit.off_report_on else None,
        "mortgage_waiting_periods": [wait.as_json() for wait in credit.waits],
        "statements": [each.as_json() for each in credit.says],
        "needs": list(credit.needs),
    }
