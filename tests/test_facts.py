"""What is taken for a case, and how a bad one is refused: by field, in one line each."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.facts import BadFacts, lookup, read_facts, with_fact

TODAY = date(2026, 11, 22)


def faults(data: Any) -> list[str]:
    with pytest.raises(BadFacts) as refused:
        read_facts(data, TODAY)
    return [str(fault) for fault in refused.value.faults]


def test_only_the_state_is_needed() -> None:
    facts = read_facts({"state": "az"}, TODAY)
    assert (facts.state, facts.as_of, facts.loans[0].id, facts.loans[0].lien) == ("AZ", TODAY, "first", "first")


def test_money_is_exact_as_a_number_and_as_a_string() -> None:
    for given_ in ("240000.10", 240000.10):
        facts = read_facts({"state": "AZ", "loans": [{"principal": given_}]}, TODAY)
        assert facts.loans[0].principal == Decimal("240000.10")
    facts = read_facts('{"state": "AZ", "loans": [{"principal": 0.07}]}', TODAY)
    assert facts.loans[0].principal == Decimal("0.07")


def test_null_is_unknown_everywhere() -> None:
    facts = read_facts(
        {"state": "AZ", "property": None, "loans": None, "disposition": None, "household": {"bankruptcy": None}}, TODAY
    )
    assert facts.household.bankruptcy == "none"


@pytest.mark.parametrize(
    ("case", "fault"),
    [
        ("{", "case: is not valid JSON"),
        ("[" * 100_000, "case: is not valid JSON"),
        ("[]", "case: is not a JSON object"),
        ("{}", "state: is missing"),
        ({"state": "Arizona"}, "state: is not written as it should be"),
        ({"state": "AZ", "bogus": 1}, "bogus: is not a field that we know"),
        ({"state": "AZ", "loans": [{"principal": -5}]}, "loans.first.principal: is less than the least possible, 0"),
        ({"state": "AZ", "loans": [{"principal": float("nan")}]}, "loans.first.principal: is not an amount"),
        ('{"state": "AZ", "loans": [{"principal": NaN}]}', "case: is not valid JSON"),
        ({"state": "AZ", "loans": [{"principal": 1e300}]}, "loans.first.principal: is more than the most possible"),
        ({"state": "AZ", "loans": [{"principal": "1.005"}]}, "loans.first.principal: has more than two digits"),
        ({"state": "AZ", "loans": [{}, {"late_fees": "x"}]}, "loans.second.late_fees: is not an amount"),
        ({"state": "AZ", "loans": [{"id": "heloc", "costs": []}]}, "loans.heloc.costs: is not an amount"),
        ({"state": "AZ", "property": {"units": 1.5}}, "property.units: is not a whole number"),
        ({"state": "AZ", "property": {"agricultural": "maybe"}}, "property.agricultural: is neither true nor false"),
        ({"state": "AZ", "disposition": {"date": 20260302}}, "disposition.date: is not a date"),
        ({"state": "AZ", "disposition": {"date": "2026-02-30"}}, "disposition.date: is not a date"),
        ({"state": "AZ", "disposition": {"kind": "auction"}}, "disposition.kind: is not one of"),
        ({"state": "AZ", "answers": {"a": 3}}, "answers.a: is neither"),
        (
            {"state": "AZ", "disposition": {"date": "2026-03-02", "confirmed_on": "2026-03-01"}},
            "disposition.confirmed_on: is before the sale",
        ),
        ({"state": "AZ", "stage": "sold", "disposition": {"date": "2027-03-02"}}, "disposition.date: is in the future"),
        (
            {"state": "AZ", "loans": [{"originated_on": "2020-01-01", "judgment_on": "2019-01-01"}]},
            "loans.first.judgment_on: is before the loan was made",
        ),
        ({"state": "AZ", "disposition": {"foreclosing_lien": "heloc"}}, "disposition.foreclosing_lien: is not first"),
        ({"state": "AZ", "loans": [{"id": "a"}, {"id": "a"}]}, "loans: has two loans with the id a"),
        ({"state": "AZ", "loans": [{}] * 9}, "loans: is too long"),
    ],
)
def test_a_bad_case_is_refused_by_field(case: Any, fault: str) -> None:
    found = faults(case)
    assert any(each.startswith(fault) for each in found), found


def test_all_faults_are_named_at_once() -> None:
    bad = {"state": "AZ", "stage": "x", "property": {"units": 0}, "loans": [{"principal": "x"}]}
    assert len(faults(bad)) == 3


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
NAMES = st.sampled_from(["state", "loans", "property", "disposition", "answers", "household", "as_of", "stage"])


@given(st.dictionaries(NAMES, JSON, max_size=6))
def test_nothing_but_a_refusal_comes_of_nonsense(data: dict[str, Any]) -> None:
    for given_ in (data, json.dumps(data)):
        try:
            read_facts(given_, TODAY)
        except BadFacts as refused:
            assert refused.faults
            assert all(str(fault) for fault in refused.faults)


def test_a_fact_is_found_and_set_by_its_path() -> None:
    facts = read_facts({"state": "AZ", "loans": [{"id": "heloc"}]}, TODAY)
    for path, value in (
        ("property.acres", Decimal(2)),
        ("loans.heloc.purpose", "home_equity"),
        ("loans.heloc.answers.signed_the_note", True),
        ("answers.x", False),
        ("disposition.kind", "short_sale"),
    ):
        assert lookup(facts, path) is None
        changed = with_fact(facts, path, value)
        assert lookup(changed, path) == value
        assert lookup(with_fact(changed, path, None), path) is None
        assert lookup(facts, path) is None


def test_two_people_stand_on_every_return_and_either_may_be_unknown() -> None:
    facts = read_facts({"state": "AZ", "household": {"people": [{"age": 70}, None]}}, TODAY)
    assert lookup(facts, "household.people.0.age") == 70
    assert lookup(facts, "household.people.1.age") is None
    assert lookup(facts, "household.people.2.age") is None
    blind = with_fact(facts, "household.people.1.blind", True)
    assert [(each.age, each.blind) for each in blind.household.people] == [(70, None), (None, True)]
    assert (
        read_facts({"state": "AZ"}, TODAY).household.people
        == with_fact(facts, "household.people.0.age", None).household.people
    )


@pytest.mark.parametrize(
    ("people", "fault"),
    [
        ([{"age": -1}], "household.people.0.age: is less than the least possible, 0"),
        ([{}, {}, {}], "household.people: is too long"),
        ("two", "household.people: is not a list"),
        ([{"name": "x"}], "household.people.0.name: is not a field that we know"),
        ([3], "household.people.0: is not a group of facts"),
    ],
)
def test_bad_people_are_named_by_place(people: Any, fault: str) -> None:
    assert faults({"state": "AZ", "household": {"people": people}}) == [fault]


def test_property_and_debts_are_a_total_or_lines_of_the_insolvency_worksheet() -> None:
    household = {"assets": {"cash": 4000, "retirement_accounts": None}, "debts": {"total": 304280}}
    facts = read_facts({"state": "AZ", "household": household}, TODAY)
    assert dict(facts.household.assets) == {"cash": Decimal(4000)}
    assert lookup(facts, "household.debts.total") == 304280
    bad = {
        "assets": {"total": 5, "cash": 6},
        "debts": {"boat": 1},
        "cancellations": [{"loan": "first", "kind": "gift"}],
    }
    assert [fault.partition(": ")[0] for fault in faults({"state": "AZ", "household": bad})] == [
        "household.debts.boat",
        "household.cancellations.0.kind",
    ]
    bad = {"assets": {"total": 5, "cash": 6}, "cancellations": [{"loan": "second", "amount": 5, "interest": 6}]}
    assert faults({"state": "AZ", "household": bad}) == [
        "household.assets.total: is less than its lines add up to",
        "household.cancellations.0.loan: is not the id of a loan",
        "household.cancellations.0.interest: is more than the amount cancelled",
    ]
