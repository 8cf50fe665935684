"""The ways out side by side: what ten homeowners are told first, and what must hold in every case."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators.assessment import assess
from calculators.facts import Facts
from calculators.law.compiled import compiled
from calculators.law.loader import codes
from calculators.money import Span
from calculators.ways_out import Comparison, compare
from calculators.working import plain_span
from tests.answered import HOME, SECOND, Json, owed
from tests.homeowners import CASES, Told, homeowner, worth


@pytest.mark.parametrize("told", CASES.values(), ids=CASES.keys())
def test_each_homeowner_is_told_what_matters_most(told: Told) -> None:
    found = compare(told.facts)
    assert str(found.differences[0].says) == told.first
    ways = {way.key: way for way in found.shown}
    for key, amount in told.collectible.items():
        collectible = ways[key].collectible
        assert (plain_span(collectible) if collectible is not None else "-") == amount, key
    assert not set(told.closed) & set(ways)
    said = {each.key: str(each.says) for each in found.differences}
    assert told.also.items() <= said.items()
    for place, parts in told.says.items():
        key, _, column = place.partition(".")
        text = " ".join(str(each.says) for each in getattr(ways[key], column))
        assert all(part in text for part in parts), (place, text)


@pytest.mark.parametrize("told", CASES.values(), ids=CASES.keys())
def test_no_figure_and_no_sentence_stands_unexplained(told: Told) -> None:
    found = compare(told.facts)
    for each in found.differences:
        assert each.amount is None or each.working, each.key
        assert all(key in found.by_key for key in each.ways)
        assert "not known yet" not in str(each.says) or each.needs, each.key
    for way in found.shown:
        assert way.collectible is None or way.working, way.key
        assert way.available is True or way.why, way.key
        for column in (way.does, way.time, way.needs, way.risks, way.credit.says):
            assert all(each.citations or each.confidence == "given" for each in column)
            for says in (str(statement.says) for statement in column):
                assert says[0].isupper() and says.endswith((".", "”")), says


# What must hold always


def at_most(less: Span, more: Span) -> bool:
    low = less.low is None or more.low is None or less.low <= more.low
    return low and (more.high is None or (less.high is not None and less.high <= more.high))


@st.composite
def cases(draw: st.DrawFn) -> Facts:
    state = draw(st.sampled_from(codes()))
    loans = [owed(draw(st.integers(50_000, 400_000)), purpose=draw(st.sampled_from([None, "purchase", "home_equity"])))]
    if draw(st.booleans()):
        loans.append({**SECOND, "paid_from_sale": None})
    value = draw(st.none() | st.integers(40_000, 500_000))
    away: Json = {"kind": draw(st.none() | st.sampled_from(compiled(state).kinds))}
    if away["kind"] is not None:
        away |= {
            "sale_price": draw(st.none() | st.integers(0, 500_000)),
            "selling_costs": draw(st.sampled_from([None, 0])),
        }
    stage = draw(st.sampled_from(["behind", "sold", None]))
    if stage == "sold":
        away["date"] = "2026-03-02"
    return homeowner(state, loans, away, stage=stage, property={**HOME, "fair_market_value": value})


@settings(max_examples=25)
@given(cases())
def test_a_waiver_never_raises_what_is_owed(facts: Facts) -> None:
    ways = compare(facts).by_key
    for way in ways.values():
        if way.waiver_in_writing:
            assert at_most(way.owed, ways[way.key.removesuffix("_waived")].owed), way.key


@settings(max_examples=25)
@given(cases())
def test_the_comparison_agrees_with_a_single_assessment_to_the_cent(facts: Facts) -> None:
    found = compare(facts)
    for way in found.ways:
        if way.family in ("lose", "wait") or way.key == "chapter_7":
            assert way.owed == assess(way.facts).collectible, way.key
    if "wait" in found.by_key:
        assert found.by_key["wait"].owed == assess(facts).collectible


def test_every_state_and_way_gives_a_comparison() -> None:
    for place, code in enumerate(codes()):
        stage = ("behind", "judgment")[place % 2]
        found: Comparison = compare(homeowner(code, [owed(200_000), SECOND], stage=stage, property=worth(150_000)))
        assert {way.kind for way in found.ways if way.family == "lose"} == set(compiled(code).kinds)
        for way in found.ways:
            assert str(way.label) != str(way.says)
            assert all(str(each.period) for each in way.until)
            assert all(str(each.says) for each in (*way.does, *way.time, *way.needs, *way.risks))
        assert all(str(each.says) for each in found.differences)


def test_json_tells_every_way_with_its_columns_and_the_differences_in_order() -> None:
    found = compare(CASES["FHA loan"].facts).as_json()
    by_key = {way["key"]: way for way in (*found["ways_out"], *found["other_ways"])}
    assert by_key["short_sale"]["collectible"] == {"low": 41_300, "high": 41_300}
    assert by_key["short_sale"]["assessment"]["outcome"] == by_key["short_sale"]["outcome"]
    assert by_key["reinstate"]["assessment"] is None and by_key["reinstate"]["keeps"] == 200_000
    assert found["differences"][0]["says"] == CASES["FHA loan"].first
    assert found["differences"][0]["working"][2]["amount"] == 41_300
    assert found["order"].startswith("A day that you must not miss comes first.")
