"""Who must pay: what stands before any state's rules, and how sure an answer may sound."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from calculators.assessment import LoanAssessment, assess
from calculators.facts import BadFacts
from tests.engine import case, owed, sold

ARIZONA: dict[str, Any] = {
    "property": {"occupancy": "principal_residence", "units": 1, "acres": 0.2},
    "disposition": sold("nonjudicial_foreclosure", 250_000),
}


def first(state: str, loan: dict[str, Any], **given: Any) -> LoanAssessment:
    away = given.pop("disposition", sold("nonjudicial_foreclosure", 250_000))
    return assess(case(state, loans=[{**owed(), **loan}], disposition=away, **given)).loans[0]


@pytest.mark.parametrize("obligor", ["mortgage_only", "heir"])
def test_whoever_did_not_sign_the_note_does_not_owe_it(obligor: str) -> None:
    owing = first("WV", {"obligor": obligor}).liability
    assert owing.outcome == "barred"
    assert "UCC § 3-401" in owing.deciders[0].citations[0]


def test_a_former_spouse_owes_only_what_they_signed() -> None:
    assert first("WV", {"obligor": "former_spouse"}).liability.depends_on == ("loans.first.answers.signed_the_note",)
    signed = {"obligor": "former_spouse", "answers": {"signed_the_note": True}}
    assert first("WV", signed).liability.outcome == "allowed"
    unsigned = {"obligor": "former_spouse", "answers": {"signed_the_note": False}}
    assert first("WV", unsigned).liability.outcome == "barred"


def test_a_community_property_question_ends_in_a_referral() -> None:
    found = assess(case("TX", loans=[{**owed(), "obligor": "mortgage_only"}]))
    assert any("community property" in text.english() for text in found.referrals)
    assert not found.loans[0].liability.flat


def test_a_discharged_debt_is_not_owed_unless_it_was_reaffirmed() -> None:
    gone = {"discharged_on": "2026-05-01"}
    owing = first("WV", gone, household={"bankruptcy": "discharged"}).liability
    assert (owing.outcome, owing.flat) == ("barred", False)
    assert first("WV", {**gone, "reaffirmed": False}).liability.flat
    assert first("WV", {**gone, "reaffirmed": True}).liability.outcome == "allowed"


def test_an_open_bankruptcy_case_stays_whatever_the_state_allows() -> None:
    stayed = first("WV", {}, household={"bankruptcy": "chapter_7"})
    assert stayed.liability.outcome == "limited"
    assert stayed.liability.stay is not None
    assert stayed.deficiency.collectible.low == 0
    barred = first("AZ", {"purpose": "purchase"}, **ARIZONA, household={"bankruptcy": "chapter_7"})
    assert barred.liability.outcome == "barred"


@pytest.mark.parametrize("fact", [{"recourse": False}, {"program": "hecm"}])
def test_a_loan_that_looks_only_to_the_home_leaves_nothing_to_collect(fact: dict[str, Any]) -> None:
    assert first("WV", fact).liability.outcome == "barred"


def test_the_clock_bars_only_a_lender_known_to_be_late() -> None:
    """Texas gives two years from the sale (Tex. Prop. Code § 51.003(a))."""
    away = sold("nonjudicial_foreclosure", 250_000, date="2023-01-09")
    home = {"property": {"occupancy": "rental"}}
    plain = {"purpose": "purchase"}
    unknown = first("TX", plain, disposition=away, **home).liability
    assert unknown.depends_on == ("loans.first.claim_filed_on",)
    late = first("TX", {**plain, "claim_filed_on": "2025-03-03"}, disposition=away, **home).liability
    assert late.outcome == "barred"
    assert late.decider is not None
    assert late.decider.clock
    early = first("TX", {**plain, "claim_filed_on": "2024-12-01"}, disposition=away, **home).liability
    assert "barred" not in early.possible
    running = sold("nonjudicial_foreclosure", 250_000, date="2026-01-09")
    assert "barred" not in first("TX", plain, disposition=running, **home).liability.possible


def test_the_answer_that_the_lender_never_sued_counts_once_the_window_is_over() -> None:
    told = {"purpose": "purchase", "answers": {"lender_missed_deadline": True}}
    over = sold("nonjudicial_foreclosure", 250_000, date="2023-01-09")
    running = sold("nonjudicial_foreclosure", 250_000, date="2026-01-09")
    home = {"property": {"occupancy": "rental"}}
    assert first("TX", told, disposition=over, **home).liability.outcome == "barred"
    assert first("TX", told, disposition=running, **home).liability.outcome != "barred"


def test_a_wiped_out_second_is_not_ended_by_the_first_lenders_window() -> None:
    """Ariz. Rev. Stat. § 33-814(A) limits the lender that held the sale, not a sold-out second."""
    second = {**owed(40_000), "id": "second", "lien": "junior", "purpose": "home_equity"}
    away = sold("nonjudicial_foreclosure", 250_000, date="2024-01-09")
    given = {**ARIZONA, "disposition": away}
    found = assess(case("AZ", loans=[owed(purpose="purchase"), second], **given))
    assert found.loans[1].liability.outcome == "allowed"
    assert not [clock for clock in found.loans[1].deadlines if clock.what == "deficiency_claim"]


def test_the_time_to_sue_on_the_note_runs_out_only_where_no_reading_leaves_it_open() -> None:
    old = {"accelerated_on": "2001-02-01", "originated_on": "1999-01-01"}
    owing = first("WV", old).liability
    assert owing.outcome == "allowed"
    assert any(e.key == "time_to_sue_is_over" and e.softens and e.settled is None for e in owing.exceptions)
    over = {**old, "answers": {"time_to_sue_is_over": True}}
    assert first("WV", over).liability.outcome == "barred"
    paid = {**over, "last_payment_on": "2025-06-01"}
    assert first("WV", paid).liability.outcome == "allowed"


def test_only_a_rule_read_in_the_statute_without_open_exceptions_is_said_flatly() -> None:
    open_ = first("AZ", {"purpose": "purchase"}, **ARIZONA)
    assert "the law we found would" in open_.headline.english()
    no = dict.fromkeys(("owner_builds_homes_for_sale", "home_never_finished", "home_never_lived_in"), False)
    flat = first("AZ", {"purpose": "purchase", "answers": no}, **ARIZONA)
    assert flat.headline.english().endswith("the lender cannot collect the remaining $50,000 from you.")
    stale = assess(
        case(
            "AZ",
            loans=[{**owed(), "purpose": "purchase", "answers": no}],
            property=ARIZONA["property"],
            disposition=ARIZONA["disposition"],
        ).model_copy(update={"as_of": date(2028, 1, 3)})
    )
    assert "the law we found would" in stale.headline.english()


def test_an_exception_answered_yes_changes_the_outcome() -> None:
    answers = {"home_never_finished": True}
    assert first("AZ", {"purpose": "purchase", "answers": answers}, **ARIZONA).liability.outcome == "limited"


def test_a_way_of_losing_the_home_that_the_state_lacks_is_refused_by_field() -> None:
    with pytest.raises(BadFacts, match=r"disposition\.kind: does not exist in Arizona"):
        assess(case("AZ", disposition={"kind": "strict_foreclosure"}))
    with pytest.raises(BadFacts, match="state: is not one of the 50 states or DC"):
        assess(case("ZZ"))


def test_an_associations_sale_does_not_pay_the_mortgage() -> None:
    away = sold("nonjudicial_foreclosure", 12_000, foreclosing_lien="hoa")
    each = first("WV", {}, disposition=away)
    assert each.deficiency.stays_on_home
    assert "stays on the home, and you still owe it" in each.headline.english()


def test_an_exception_to_a_window_leaves_the_rule_beneath_to_decide() -> None:
    """Nevada: the six months run from the last sale where several properties secure the loan (NRS 40.455(2))."""
    away = sold("nonjudicial_foreclosure", 240_000, date="2024-01-09")
    given: dict[str, Any] = {"property": {"occupancy": "rental", "units": 1, "fair_market_value": 250_000}}
    loan = {"purpose": "cash_out_refinance", "originated_on": "2019-05-01", "claim_filed_on": "2026-02-02"}
    late = first("NV", loan, disposition=away, **given).liability
    assert late.outcome == "barred"
    assert late.decider is not None
    assert late.decider.clock
    answers = {"another_property_for_the_debt_sold_later": True}
    kept = first("NV", loan, disposition=away, answers=answers, **given)
    assert kept.liability.outcome == "limited"
    assert kept.deficiency.collectible.low == 50_000


def test_a_loans_own_waiver_wins_over_the_one_for_the_whole_case() -> None:
    away = sold("short_sale", 250_000, waiver_in_writing=False)
    assert first("WV", {"waiver_in_writing": True}, disposition=away).liability.outcome == "barred"
    away["waiver_in_writing"] = True
    assert first("WV", {"waiver_in_writing": False}, disposition=away).liability.outcome == "allowed"
