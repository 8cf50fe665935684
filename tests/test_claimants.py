"""Who may come for what is left, by program, owner and way of losing the home."""

from __future__ import annotations

from typing import Any

import pytest

from calculators.assessment import assess
from calculators.consequences.claimants import Claim, pursued
from calculators.law.federal import federal
from calculators.law.programs import ProgramLaw
from tests.engine import case, owed, sold

AUCTION = "nonjudicial_foreclosure"


def come(kind: str | None = AUCTION, **loan: Any) -> tuple[Claim, ...]:
    away = sold(kind, 200_000) if kind else {}
    return assess(case("WV", loans=[owed(**loan)], disposition=away)).claims  # West Virginia bars nothing


def who(*args: Any, **given: Any) -> list[str]:
    return [claim.who for claim in come(*args, **given)]


@pytest.mark.parametrize(
    ("kind", "loan", "expected"),
    [
        (AUCTION, {"program": "conventional"}, ["lender"]),
        (AUCTION, {"program": "conventional", "mortgage_insurance": True}, ["lender", "mortgage_insurer"]),
        (AUCTION, {"sold_to_debt_buyer": True}, ["debt_buyer"]),
        # HUD may ask for a judgment after a foreclosure (24 CFR 203.369), not after a sale that it approved.
        (AUCTION, {"program": "fha", "mortgage_insurance": True}, ["lender", "government_agency"]),
        ("short_sale", {"program": "fha"}, ["lender"]),
        # 38 U.S.C. 3703(e): nothing is owed to VA on a loan closed after 1989.
        (AUCTION, {"program": "va", "originated_on": "2019-05-01"}, ["lender"]),
        (AUCTION, {"program": "va", "originated_on": "1989-12-31"}, ["lender", "government_agency"]),
        (AUCTION, {"program": "va"}, ["lender", "government_agency"]),
        (AUCTION, {"program": "usda_guaranteed"}, ["lender", "government_agency"]),
        ("short_sale", {"program": "usda"}, ["lender", "government_agency"]),
        (AUCTION, {"program": "hecm"}, ["nobody"]),
        ("short_sale", {"release": "debt"}, ["nobody"]),
    ],
)
def test_who_may_come(kind: str, loan: dict[str, Any], expected: list[str]) -> None:
    assert who(kind, **loan) == expected


def test_a_debt_to_the_government_is_told_of_even_where_the_lender_is_barred() -> None:
    (nobody,) = come("short_sale", program="usda_guaranteed", release="debt")
    assert (nobody.who, [practice.id for practice in nobody.practices]) == ("nobody", ["usda-guaranteed"])


def test_practice_is_told_for_the_owner_and_the_way() -> None:
    (lender,) = come("short_sale", program="conventional", owner="fannie")
    assert [practice.id for practice in lender.practices] == ["gse-short-sale"]
    (unknown,) = come("deed_in_lieu", program="conventional")
    assert [practice.id for practice in unknown.practices] == ["fannie-mortgage-release", "freddie-deed-in-lieu"]
    (private,) = come("short_sale", program="conventional", owner="private")
    assert private.practices == ()


def test_ways_to_keep_the_home_are_told_only_before_it_is_lost() -> None:
    late = come(program="fha")[1]
    assert "fha-2026-options" not in {practice.id for practice in late.practices}
    early = assess(case("WV", stage="behind", loans=[owed(program="fha")])).claims[1]
    assert "fha-2026-options" in {practice.id for practice in early.practices}


def test_the_contract_names_them() -> None:
    found = assess(case("WV", loans=[owed(program="fha")], disposition=sold(AUCTION, 200_000))).as_json()
    assert found["loans"][0]["liability"]["claimants"] == ["lender", "government_agency"]
    agency = found["collection"]["claimants"][1]
    assert agency["practice"][0]["citations"][0] == "24 CFR 203.369"


def test_published_figures_are_told_only_for_the_owners_that_they_are_about() -> None:
    def ids(**loan: Any) -> list[str]:
        return [each.id for each in pursued(case("WV", loans=[owed(**loan)]).loans[0])]

    assert ids(owner="freddie") == ["freddie-not-referred", "who-is-pursued"]
    assert ids(owner="private") == ids(program="fha") == []
    assert len(ids()) == 3


def test_no_row_is_a_likelihood_and_each_has_its_source() -> None:
    for practice in federal(ProgramLaw).practice:
        assert practice.cite
        assert "%" not in practice.says or "15% of pay" in practice.says
