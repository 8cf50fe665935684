"""One loan and one home, as the tests on taxes take them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from calculators.assessment import assess
from calculators.consequences.cancelled_debt import Tax
from calculators.facts import read_facts
from calculators.money import Span

TODAY = date(2026, 11, 22)
RELEASED = {"release": "debt"}


def exactly(amount: float | str) -> Span:
    return Span.of(Decimal(str(amount)))


def tax_of(
    debt: float,
    value: float | None,
    *,
    state: str = "TX",
    kind: str = "nonjudicial_foreclosure",
    on: str = "2014-06-01",
    loan: dict[str, Any] | None = None,
    home: dict[str, Any] | None = None,
    away: dict[str, Any] | None = None,
    household: dict[str, Any] | None = None,
    more_loans: tuple[dict[str, Any], ...] = (),
) -> Tax:
    """The tax on one loan of `debt` dollars and a home of `value`, lost in Texas, where a lender may collect."""
    price = {} if kind == "deed_in_lieu" else {"sale_price": value}
    facts = {
        "state": state,
        "stage": "sold",
        "property": {"occupancy": "principal_residence", "fair_market_value": value, **(home or {})},
        "loans": [{"payoff": debt, "purpose": "purchase", "obligor": "signed_note", **(loan or {})}, *more_loans],
        "disposition": {
            "kind": kind,
            "date": on,
            "selling_costs": 0,
            "foreclosing_lien": "first",
            **price,
            **(away or {}),
        },
        "household": {"filing_status": "single", "other_income": 50000, **(household or {})},
    }
    return assess(read_facts(facts, min(TODAY, date(int(on[:4]), 12, 31)))).tax
