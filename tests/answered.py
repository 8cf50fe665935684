"""Cases that are answered: what the tests of the answer on screen and of the reports share."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client

from calculators.facts import Facts, read_facts
from cases.models import Case
from cases.results.reading import Reading, read
from cases.services import start_case

AS_OF = date(2026, 11, 22)
Json = dict[str, Any]


def owed(principal: int, **more: Any) -> Json:
    """A loan of which every amount is known."""
    zero = dict.fromkeys(("accrued_interest", "late_fees", "advances", "costs", "credits"), 0)
    return {"id": "first", "lien": "first", "purpose": "purchase", "principal": principal, **zero, **more}


def sold(kind: str, price: int | None, day: str = "2026-03-02", **more: Any) -> Json:
    given = {"kind": kind, "date": day, "sale_price": price, "selling_costs": 0, "foreclosing_lien": "first", **more}
    return {name: value for name, value in given.items() if value is not None}


HOME = {"occupancy": "principal_residence", "units": 1, "acres": 0.2, "agricultural": False}
OPEN_EXCEPTIONS = ("owner_builds_homes_for_sale", "home_never_finished", "home_never_lived_in")
NO_EXCEPTION = dict.fromkeys(OPEN_EXCEPTIONS, False)
SECOND = owed(60_000, id="second", lien="junior", purpose="home_equity", paid_from_sale=0)
TRUSTEE = "nonjudicial_foreclosure"


def arizona(*loans: Json, **more: Any) -> Json:
    facts = {"as_of": "2026-11-22", "state": "AZ", "stage": "sold", "property": HOME, "loans": list(loans)}
    return {**facts, "disposition": sold(TRUSTEE, 250_000), **more}


CASES: dict[str, Json] = {
    "barred": arizona(owed(300_000, answers=NO_EXCEPTION)),
    "barred-unless": arizona(owed(300_000)),
    "limited": arizona(
        owed(300_000, claim_filed_on="2026-10-20"),
        property={**HOME, "acres": 5, "fair_market_value": 250_000},
        disposition=sold(TRUSTEE, 220_000, "2026-09-15", fair_value_requested_on="2026-10-01"),
    ),
    "two-loans": arizona(owed(300_000, answers=NO_EXCEPTION), SECOND),
    "depends-on-a-size": arizona(
        owed(300_000),
        property={"occupancy": "principal_residence", "units": 1},
        disposition=sold(TRUSTEE, 220_000, "2026-11-02"),
    ),
    "depends-on-a-day": {
        "as_of": "2026-11-22",
        "state": "CT",
        "stage": "sold",
        "property": {**HOME, "fair_market_value": 270_000},
        "loans": [owed(320_000)],
        "disposition": sold("strict_foreclosure", None, "2026-06-01", redemption_ended_on="2026-06-01"),
    },
    "depends-on-yes": {
        "as_of": "2026-11-22",
        "state": "WI",
        "stage": "sold",
        "property": HOME,
        "loans": [owed(200_000)],
        "disposition": sold("judicial_foreclosure", 150_000, confirmed_on="2026-04-01"),
    },
    "surplus": arizona(owed(200_000)),
    "paid": arizona(owed(250_000)),
    "stays": arizona(
        owed(200_000),
        {name: value for name, value in SECOND.items() if name != "paid_from_sale"},
        disposition=sold(TRUSTEE, 40_000, foreclosing_lien="second"),
    ),
    "ahead": {
        "as_of": "2026-11-22",
        "state": "FL",
        "stage": "sale_set",
        "property": {"sale_scheduled_on": "2026-12-10"},
        "loans": [{"payoff": "200000"}],
    },
    "sued": {
        "as_of": "2026-11-22",
        "state": "AL",
        "stage": "sued",
        "property": HOME,
        "loans": [owed(190_000, served_on="2026-11-10", summons_days=30)],
        "disposition": sold(TRUSTEE, 150_000),
    },
    "judgment": {
        "as_of": "2026-11-22",
        "state": "AL",
        "stage": "judgment",
        "property": HOME,
        "loans": [owed(190_000, judgment_on="2026-09-01")],
        "disposition": sold(TRUSTEE, 150_000),
        "household": {
            "residence_state": "AL",
            "work_state": "AL",
            "pay_period": "biweekly",
            "disposable_pay": 1500,
            "bank_balance": 4000,
            "bank_federal_benefits": 0,
            "owns_home": False,
            "monthly_payment": 300,
        },
    },
    "bankrupt": arizona(owed(300_000), SECOND, household={"bankruptcy": "chapter_13"}),
    "released": arizona(owed(300_000), disposition=sold("short_sale", 250_000, waiver_in_writing=True)),
    "taxed": {
        "as_of": "2026-11-22",
        "state": "TX",
        "stage": "sold",
        "property": {**HOME, "fair_market_value": 210_000, "adjusted_basis": 265_000},
        "loans": [owed(280_000, release="debt")],
        "disposition": {"kind": "deed_in_lieu", "date": "2026-03-02"},
        "household": {
            "filing_status": "married_jointly",
            "other_income": 60_000,
            "people": [{"age": 45, "blind": False}, {"age": 43, "blind": False}],
            "assets": {"real_property": 210_000, "retirement_accounts": 11_000, "vehicles": 14_000, "total": 236_000},
            "debts": {"mortgages": 280_000, "credit_cards": 9_000, "total": 289_000},
            "qpri_written_before_2026": False,
        },
    },
    "bare": {"as_of": "2026-11-22", "state": "TX"},
}


def facts(name: str) -> Facts:
    return read_facts(CASES[name])


def reading(name: str) -> Reading:
    return read(facts(name))


def begin(client: Client, given: Json | str) -> Case:
    """A case that this client has open."""
    case = start_case(CASES[given] if isinstance(given, str) else given)
    session = client.session
    session["case"], session["access"] = str(case.pk), case.access
    session.save()
    return case


def scenarios() -> Iterator[tuple[str, str, Json]]:
    """Every worked case of every state: state, name, facts as JSON has them."""
    for path in sorted(Path(settings.BASE_DIR, "tests", "scenarios").glob("*.toml")):
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            given = {"as_of": AS_OF, **case["facts"], "state": path.stem}
            yield path.stem, case["name"], json.loads(json.dumps(given, default=str))
