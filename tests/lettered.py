"""Letters as the tests write them: of cases that need one, full of gaps or filled."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from calculators.assessment import assess
from calculators.facts import read_facts
from cases.reports.letters import kinds
from cases.reports.letters.keeping import Kept, letters
from cases.reports.letters.writing import Letter, fits
from tests.answered import AS_OF, CASES, HOME, Json, arizona, owed

KINDS = tuple(kinds.kinds_of("en"))
DETAILS = {
    "your_name": "Maria Lopez-Garcia",
    "your_address": "1200 Main Street, Apt. 4\nPhoenix, AZ 85004",
    "property_address": "77 Old Mill Road\nMesa, AZ 85201",
    "first/loan_number": "0012-345 678",
    "first/servicer_name": "Northern Mortgage Servicing",
    "first/servicer_address": "P.O. Box 1234\nColumbus, OH 43216",
    "first/collector_name": "Quick & Sons Recovery",
    "first/collector_address": "9 Harbor Way\nTampa, FL 33602",
    "first/collector_number": "Q-77",
    "first/creditor_name": "First <National> Bank",
    "first/creditor_address": "1 Bank Plaza\nDallas, TX 75201",
    "first/form_account": "44-1",
}
OWN = {
    "day": "2026-11-23",
    "office_name": "Clerk of the Superior Court",
    "office_address": "201 W. Jefferson\nPhoenix, AZ 85003",
    "court_name": "Superior Court, Maricopa County",
    "case_number": "CV2026-001",
    "what_was_taken": "the money in my checking account, on November 4",
    "what_is_protected": "$1,420 of Social Security, paid in on November 1\n$300 of wages",
    "contract_price": "180000",
    "offer_amount": "4500.50",
    "offer_days": "30",
    "offer_until": "2026-12-31",
    "what_is_wrong": "My payment of $1,210 of May 3 is missing.\nA late fee of $60 was charged.",
    "what_to_do": "Credit the payment as of May 3.",
    "form_year": "2025",
    "form_amount": "41300",
    "form_points": "Box 2 is more than what was left.",
    "hardship": "I lost my job in May. I work full time again since August.",
    "notice_day": "2026-11-10",
    "received_on": "2026-11-23",
}
FILLED = {**DETAILS, **{f"{kind}/first/{name}": value for kind in KINDS for name, value in OWN.items()}}


def ahead(state: str, **more: Any) -> Json:
    return {"as_of": AS_OF.isoformat(), "state": state, "stage": "behind", "property": HOME, "loans": [owed(1)], **more}


FORM = {"calendar_year": 2025, "event_on": "2025-06-01", "discharged": 60_000, "loan": "first", "still_collected": True}
MORE: dict[str, Json] = {
    "short-sale-ahead": ahead("AZ", disposition={"kind": "short_sale", "sale_price": 180_000}),
    "short-sale-california": ahead("CA", disposition={"kind": "short_sale"}),
    "rental-ahead": ahead("TX", property={**HOME, "occupancy": "rental"}),
    "collector": {**CASES["limited"], "loans": [owed(300_000, claim_filed_on="2026-10-20", sold_to_debt_buyer=True)]},
    "collector-barred": arizona(owed(300_000, sold_to_debt_buyer=True)),
    "form-wrong": {**CASES["taxed"], "household": {"forms_1099c": [FORM]}},
    "benefits": {**CASES["judgment"], "household": {**CASES["judgment"]["household"], "bank_federal_benefits": 900}},
}
ALL = {**CASES, **MORE}


@cache
def written(name: str, filled: bool = False) -> Mapping[str, Letter]:
    """Every letter of a case about its first loan, by kind."""
    found = letters(Kept(FILLED if filled else {}, {}), assess(read_facts(ALL[name])))
    return {kind.slug: each[0] for kind, each in found.items()}


def fitting(name: str) -> set[str]:
    return {slug for slug, each in written(name).items() if fits(each.kind, each.situation)}


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def words_of_letter(each: Letter) -> str:
    return squeezed(re.sub(r"^- ", "", each.whole, flags=re.M))
