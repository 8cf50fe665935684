"""How much is left, and how much of it may be collected."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators.assessment import Assessment, assess
from calculators.law.check import JURISDICTIONS
from calculators.law.compiled import compiled
from calculators.money import NOTHING, Span
from tests.engine import case, owed, sold

DOLLARS = st.decimals(min_value=0, max_value=2_000_000, places=2)


def amounts(found: Assessment, loan: str = "first") -> tuple[Span, Span]:
    left = next(each for each in found.loans if each.loan.id == loan).deficiency
    return left.gross, left.collectible


def of(dollars: Any) -> Span:
    return Span.of(Decimal(str(dollars)))


# Published examples. The first and second are the worked figures of the articles that the product
# grew out of (a deficiency after costs; a short sale); the third is how a state with a fair-value
# law counts: the debt less the greater of price and value.


def test_published_owed_220_000_with_costs_and_sold_for_150_000_leaves_70_000() -> None:
    loan = owed(200_000, accrued_interest=9_000, late_fees=1_000, advances=4_000, costs=6_000)
    found = assess(case("WV", loans=[loan], disposition=sold("nonjudicial_foreclosure", 150_000)))
    assert amounts(found) == (of(70_000), of(70_000))


def test_published_owed_250_000_and_a_short_sale_for_200_000_leaves_50_000() -> None:
    found = assess(case("WV", loans=[owed(250_000)], disposition=sold("short_sale", 200_000)))
    assert amounts(found) == (of(50_000), of(50_000))


def test_published_owed_450_000_sold_for_400_000_worth_425_000_leaves_25_000_where_value_counts() -> None:
    found = assess(
        case(
            "ID",
            loans=[owed(450_000)],
            property={"fair_market_value": 425_000},
            disposition=sold("nonjudicial_foreclosure", 400_000),
        )
    )
    assert amounts(found) == (of(50_000), of(25_000))


def test_where_the_borrower_must_ask_for_the_value_and_has_not_there_is_a_range() -> None:
    facts = {"loans": [owed(450_000, purpose="purchase")], "property": {"fair_market_value": 425_000}}
    away = sold("nonjudicial_foreclosure", 400_000)
    assert amounts(assess(case("TX", **facts, disposition=away)))[1] == Span(Decimal("25000.00"), Decimal("50000.00"))
    asked = {**away, "fair_value_requested_on": "2026-11-10"}
    assert amounts(assess(case("TX", **facts, disposition=asked)))[1] == of(25_000)


def test_half_of_the_gap_is_credited_where_the_law_says_half() -> None:
    found = assess(
        case(
            "CT",
            loans=[owed(300_000)],
            property={"fair_market_value": 280_000},
            disposition=sold("judicial_foreclosure", 240_000),
        )
    )
    assert amounts(found) == (of(60_000), of(40_000))


# Whose money it is.

SECOND = {**owed(40_000), "id": "second", "lien": "junior", "purpose": "home_equity"}


def test_a_sale_above_the_first_loan_pays_the_second_and_then_the_owner() -> None:
    away = sold("nonjudicial_foreclosure", 350_000)
    found = assess(case("WV", loans=[owed(300_000), SECOND], disposition=away))
    assert amounts(found)[0] == NOTHING
    assert amounts(found, "second")[0] == NOTHING
    assert found.surplus == of(10_000)
    assert found.surplus_note is not None
    assert "belongs to the owner" in found.surplus_note.english()


def test_a_sold_out_second_keeps_its_whole_claim_when_the_first_takes_all() -> None:
    found = assess(case("WV", loans=[owed(300_000), SECOND], disposition=sold("nonjudicial_foreclosure", 250_000)))
    assert amounts(found) == (of(50_000), of(50_000))
    assert amounts(found, "second") == (of(40_000), of(40_000))


def test_a_loan_above_the_one_that_forecloses_stays_on_the_home_unchanged() -> None:
    away = sold("nonjudicial_foreclosure", 30_000, foreclosing_lien="junior")
    found = assess(case("WV", loans=[owed(300_000), SECOND], disposition=away))
    first = found.loans[0]
    assert first.deficiency.stays_on_home
    assert first.deficiency.debt == first.deficiency.gross == of(300_000)
    assert first.liability.decider is not None
    assert first.liability.decider.id == "lien-above-stays"
    assert amounts(found, "second")[0] == of(10_000)


def test_a_short_sale_pays_its_costs_then_what_was_agreed() -> None:
    away = sold("short_sale", 300_000, selling_costs=18_000)
    second = {**SECOND, "paid_from_sale": 6_000}
    first = {**owed(310_000), "paid_from_sale": 276_000}
    found = assess(case("WV", loans=[first, second], disposition=away))
    assert amounts(found)[0] == of(34_000)
    assert amounts(found, "second")[0] == of(34_000)


def test_a_short_sale_without_agreed_parts_pays_by_rank() -> None:
    away = sold("short_sale", 330_000, selling_costs=10_000)
    found = assess(case("WV", loans=[owed(300_000), SECOND], disposition=away))
    assert amounts(found)[0] == NOTHING
    assert amounts(found, "second")[0] == of(20_000)


# What is not known.


def test_an_unknown_part_of_the_debt_is_named_and_never_zero() -> None:
    loan = {**owed(300_000), "late_fees": None}
    found = assess(case("WV", loans=[loan], disposition=sold("nonjudicial_foreclosure", 250_000)))
    gross, collectible = amounts(found)
    assert gross == collectible == Span(Decimal("50000.00"), None)
    assert found.unknown == ("loans.first.late_fees",)


def test_an_unknown_price_leaves_everything_from_nothing_to_the_debt() -> None:
    found = assess(case("WV", loans=[owed(300_000)], disposition=sold("nonjudicial_foreclosure")))
    assert amounts(found)[0] == Span(Decimal(0), Decimal("300000.00"))
    assert "disposition.sale_price" in found.unknown


def test_interest_runs_from_the_day_paid_through_to_the_sale_and_says_how() -> None:
    # 240,000 at 6.5% for 365 days, 1 March 2025 to 1 March 2026: 15,600, by actual days over 365.
    loan = {**owed(240_000), "accrued_interest": None, "interest_rate": 6.5, "paid_through": "2025-03-01"}
    away = sold("nonjudicial_foreclosure", 240_000, date="2026-03-01")
    found = assess(case("WV", loans=[loan], disposition=away))
    assert amounts(found)[0] == of(15_600)
    line = next(line for line in found.loans[0].deficiency.working if str(line.label) == "Accrued interest")
    assert "365 days" in line.how.english()
    assert "actual days over 365" in line.source


def test_a_payoff_letter_stands_for_all_the_parts() -> None:
    loan = {"id": "first", "lien": "first", "payoff": "252280.55"}
    found = assess(case("WV", loans=[loan], disposition=sold("nonjudicial_foreclosure", 180_000)))
    assert amounts(found)[0] == of("72280.55")


# Properties over every state.

KINDS = [(state, kind) for state in JURISDICTIONS for kind in compiled(state).kinds]


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(KINDS),
    DOLLARS,
    DOLLARS,
    DOLLARS,
    st.decimals(min_value=Decimal("0.01"), max_value=50_000, places=2),
)
def test_more_debt_or_a_lower_price_never_lowers_what_is_left(
    where: tuple[str, str], debt: Decimal, price: Decimal, value: Decimal, more: Decimal
) -> None:
    state, kind = where

    def gross(principal: Decimal, paid: Decimal) -> Decimal:
        facts = case(
            state,
            loans=[owed(principal)],
            property={"fair_market_value": value},
            disposition=sold(kind, paid),
        )
        left = assess(facts).loans[0].deficiency
        assert left.gross.exact
        assert left.gross.low is not None
        assert left.gross.low == left.gross.low.quantize(Decimal("0.01"))
        assert left.collectible.low is not None
        assert left.collectible.high is None or left.collectible.low <= left.collectible.high <= left.gross.low
        return left.gross.low

    base = gross(debt, price)
    assert gross(debt + more, price) >= base
    assert gross(debt, max(Decimal(0), price - more)) >= base
    if kind != "strict_foreclosure":
        assert base == max(Decimal(0), debt - price)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(KINDS), DOLLARS, DOLLARS, DOLLARS)
def test_the_lines_of_a_working_add_up(where: tuple[str, str], debt: Decimal, fees: Decimal, price: Decimal) -> None:
    state, kind = where
    loan = owed(debt, late_fees=fees, credits=25)
    left = assess(case(state, loans=[loan], disposition=sold(kind, price))).loans[0].deficiency
    lines = {str(line.label): line.amount.low for line in left.working}
    parts = sum(line.amount.low or 0 for line in left.working if line.kind == "part")
    assert lines["Owed in all"] == max(0, parts - 25)
    assert lines["Deficiency balance"] == left.gross.low


@pytest.mark.parametrize("state", JURISDICTIONS)
def test_a_written_release_of_the_debt_ends_it_in_every_state(state: str) -> None:
    for kind in compiled(state).kinds:
        loan = {**owed(300_000), "release": "debt"}
        found = assess(case(state, loans=[loan], disposition={**sold(kind, 250_000), "waiver_in_writing": None}))
        assert found.loans[0].liability.outcome == "barred"
        assert amounts(found)[1] == NOTHING


@pytest.mark.parametrize("state", JURISDICTIONS)
def test_a_release_of_the_lien_alone_leaves_the_debt_as_it_is(state: str) -> None:
    away = {**sold("short_sale", 250_000), "waiver_in_writing": None}
    freed = assess(case(state, loans=[{**owed(), "release": "lien_only"}], disposition=away))
    bare = assess(case(state, loans=[{**owed(), "release": "none"}], disposition=away))
    assert freed.loans[0].liability.possible == bare.loans[0].liability.possible


def test_value_that_was_asked_for_too_late_does_not_count() -> None:
    """Texas: the suit to count the value is due 90 days after a court sale (Tex. Prop. Code § 51.004(b))."""
    given_: dict[str, Any] = {"loans": [owed(450_000, purpose="purchase")], "property": {"fair_market_value": 425_000}}
    away = sold("judicial_foreclosure", 400_000, date="2026-01-05")
    late = {**away, "fair_value_requested_on": "2026-11-01"}
    assert amounts(assess(case("TX", **given_, disposition=late)))[1] == of(50_000)
    in_time = {**away, "fair_value_requested_on": "2026-03-01"}
    assert amounts(assess(case("TX", **given_, disposition=in_time)))[1] == of(25_000)
    never = assess(case("TX", **given_, disposition=away, answers={"value_never_requested": True}))
    assert amounts(never)[1] == of(50_000)


def test_a_second_loan_told_alone_is_not_taken_for_paid_by_the_first_lenders_sale() -> None:
    away = sold("nonjudicial_foreclosure", 240_000)
    found = assess(case("WV", loans=[{**SECOND, "id": "heloc"}], disposition=away))
    assert amounts(found, "heloc")[1] == Span(Decimal(0), Decimal("40000.00"))
    assert found.surplus_note is None
