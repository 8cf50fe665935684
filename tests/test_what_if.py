"""What if: moving price, value, costs, waiver and way is the case with those facts; a settlement; what is decisive."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators.assessment import assess
from calculators.decisive import decisive
from calculators.facts import BadFacts, Facts, read_facts, with_fact
from calculators.law.auction_prices import AuctionPrices
from calculators.law.federal import federal
from calculators.money import NOTHING, Span
from calculators.ways_out.losing import losing
from calculators.what_if import Moves, changes, difference, moves_of, what_if
from tests.answered import CASES, HOME, arizona, facts, owed, scenarios, sold

# Texas, short sale for $250,000 of a home on which $300,000 is owed, costs $15,000: $65,000 is left, and no rule there
# bars it after a short sale. Single, $52,000 of other income in 2026, and not insolvent.
TEXAS: dict[str, Any] = {
    "as_of": "2026-11-22",
    "state": "TX",
    "stage": "sold",
    "property": {**HOME, "occupancy": "rental", "fair_market_value": 250_000, "adjusted_basis": 260_000},
    "loans": [owed(300_000, release="none", recourse=True, claim_filed_on="2026-05-01")],
    "disposition": sold("short_sale", 250_000, selling_costs=15_000),
    "household": {
        "filing_status": "single",
        "other_income": 52_000,
        "people": [{"age": 45, "blind": False}],
        "assets": {"total": 900_000},
        "debts": {"total": 330_000},
        "qpri_written_before_2026": False,
    },
}


@cache
def every_case() -> list[Facts]:
    return [read_facts(given) for _, _, given in scenarios()]


def cases() -> st.SearchStrategy[Facts]:
    return st.integers(0, len(every_case()) - 1).map(lambda place: every_case()[place])


def most(span: Span) -> Decimal:
    return Decimal("Infinity") if span.high is None else span.high


@pytest.mark.parametrize("name", CASES)
def test_what_is_not_moved_is_the_case_itself(name: str) -> None:
    case = facts(name)
    assert changes(case, moves_of(case)) == {}
    supposed = what_if(case, moves_of(case))
    assert supposed.assessment.facts == case
    assert supposed.pays == supposed.collectible == assess(case).collectible


def test_a_move_is_the_case_with_that_fact_to_the_cent() -> None:
    """$300,000 less $261,234.56, plus the costs of $12,000.01."""
    case = read_facts(TEXAS)
    moves = replace(moves_of(case), price=Decimal("261234.56"), costs=Decimal("12000.01"))
    single = json.loads(json.dumps(TEXAS))
    single["disposition"] |= {"sale_price": "261234.56", "selling_costs": "12000.01"}
    assert what_if(case, moves).collectible == assess(read_facts(single)).collectible == Span.of(Decimal("50765.45"))
    assert what_if(case, moves).tax == assess(read_facts(single)).tax.extra.amount


def test_another_way_loses_the_dates_and_the_price_of_the_first() -> None:
    case = facts("barred")
    found = changes(case, replace(moves_of(case), kind="deed_in_lieu"))
    assert found["disposition.kind"] == "deed_in_lieu"
    assert {path: found[path] for path in found if path != "disposition.kind"} == {
        "disposition.date": None,
        "disposition.sale_price": None,
        "disposition.selling_costs": None,
        "loans.first.release": "none",  # as it stood after the foreclosure
    }


@settings(max_examples=20)
@given(cases())
def test_it_agrees_with_the_comparison_of_the_ways(case: Facts) -> None:
    for way in losing(case):
        own = way.kind == case.disposition.kind  # whose lender forecloses is not assumed for the case as it stands
        lien = way.facts.disposition.foreclosing_lien
        there = with_fact(case, "disposition.foreclosing_lien", lien) if own else case
        assert what_if(there, moves_of(way.facts)).collectible == way.collectible, way.key


def test_what_cannot_be_is_refused() -> None:
    case = facts("barred")
    with pytest.raises(BadFacts):
        what_if(case, replace(moves_of(case), kind="strict_foreclosure"))


@settings(max_examples=40)
@given(cases())
def test_a_waiver_never_raises_what_is_owed(case: Facts) -> None:
    without = what_if(case, replace(moves_of(case), waiver=False)).collectible
    waived = what_if(case, replace(moves_of(case), waiver=True)).collectible
    assert most(waived) <= most(without)


@settings(max_examples=30)
@given(cases(), st.integers(0, 100), st.integers(0, 100))
def test_a_smaller_share_is_never_more_to_pay(case: Facts, one: int, other: int) -> None:
    moves = moves_of(case)
    less, more = sorted((Decimal(one), Decimal(other)))
    assert most(what_if(case, replace(moves, percent=less)).pays) <= most(
        what_if(case, replace(moves, percent=more)).pays
    )
    assert what_if(case, replace(moves, percent=Decimal(100))).pays == assess(case).collectible


def test_a_settlement_cancels_the_rest_and_the_tax_follows() -> None:
    """30 percent of $65,000 is $19,500; $45,500 is given up, and is income of the year in which it is given up."""
    case = read_facts(TEXAS)
    supposed = what_if(case, replace(moves_of(case), percent=Decimal(30)))
    assert supposed.collectible == Span.of(Decimal(65_000))
    assert supposed.pays == Span.of(Decimal(19_500))
    settled = json.loads(json.dumps(TEXAS))
    settled["loans"][0] |= {"amount_forgiven": 45_500, "forgiven_on": "2026-11-22"}
    alone = assess(read_facts(settled))
    assert alone.collectible == supposed.pays
    assert supposed.tax == alone.tax.extra.amount
    assert (supposed.tax.low or 0) > (what_if(case, moves_of(case)).tax.high or 0)


def test_nobody_can_tell_the_tax_of_a_settlement_without_an_upper_end() -> None:
    assert not what_if(facts("bare"), Moves(percent=Decimal(20))).tax.known


@pytest.mark.parametrize(
    ("now", "then", "words"),
    [
        (Span.of(Decimal(50_000)), Span.of(Decimal(37_600)), "$12,400 less than now"),
        (Span.of(Decimal(0)), Span.of(Decimal(1)), "$1 more than now"),
        (NOTHING, NOTHING, "the same as now"),
        (Span(Decimal(0), Decimal(9)), NOTHING, "at the most, $9 less than now"),
        (Span(Decimal(4), Decimal(9)), Span.of(Decimal(9)), "exact, where now it could be $4 to $9"),
        (Span(Decimal(0), Decimal(9)), Span(Decimal(4), Decimal(9)), "at the least, $4 more than now"),
        (Span(Decimal(0), None), Span.of(Decimal(9)), "now there is an upper end"),
        (Span.of(Decimal(9)), Span(Decimal(0), None), "no upper end is known any more"),
        (Span(Decimal(1), None), Span(Decimal(2), None), "no upper end is known, now or then"),
    ],
)
def test_the_difference_in_words(now: Span, then: Span, words: str) -> None:
    assert str(difference(now, then)) == words


# Which unknown matters most


def test_the_fact_that_settles_most_comes_first() -> None:
    """Wisconsin: a lender that waived the deficiency in its complaint gets none (Wis. Stat. § 846.101)."""
    first = decisive(facts("depends-on-yes"))[0]
    assert first.question.path == "answers.lender_waived_deficiency_in_complaint"
    assert str(first.reason) == "By the answer, they may collect nothing or up to $50,000."


def test_the_price_of_a_sale_to_come_is_named_as_what_nobody_knows() -> None:
    case = {**arizona(owed(300_000)), "stage": "behind", "property": {**HOME, "acres": 4}}
    case["disposition"] = {"kind": "nonjudicial_foreclosure", "foreclosing_lien": "first"}
    price = next(each for each in decisive(read_facts(case)) if each.question.path == "disposition.sale_price")
    assert price.ahead and price.takes_away > 0


def test_an_amount_without_an_upper_end_asks_for_the_debt_first() -> None:
    first = decisive(facts("bare"))[0]
    assert first.question.path == "loans.first.payoff"
    assert first.closes == 1


@settings(max_examples=30)
@given(cases())
def test_knowing_more_never_widens_and_the_order_holds(case: Facts) -> None:
    now, found = assess(case).collectible, decisive(case)
    told = [each for each in found if not each.rare]
    assert found == [*told, *(each for each in found if each.rare)]
    for each in told:
        assert each.takes_away >= 0
        assert all((span.low or 0) >= (now.low or 0) and most(span) <= most(now) for span in each.results)
    assert [(each.closes, each.takes_away) for each in told] == sorted(
        ((each.closes, each.takes_away) for each in told), reverse=True
    )
    if now.exact:
        assert not told


# What foreclosed homes sell for


def test_the_suggested_range_is_what_the_studies_say() -> None:
    """St. Louis Fed Review 98(3): from near zero to 28 percent, most of them greater than 12."""
    law = federal(AuctionPrices)
    figures = [end for study in law.study for end in (study.low, study.high) if end is not None]
    assert (law.likely.low, law.likely.high, law.likely.middle) == (12, 28, 20)
    assert min(figures) < law.likely.low < max(figures) < law.likely.high
    assert all((study.low is None) == (study.high is None) for study in law.study)
