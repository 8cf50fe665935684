"""Which rights are told in which case, and that each statement stands somewhere."""

from __future__ import annotations

from typing import Any

import pytest

from calculators.assessment import assess
from calculators.consequences.rights import Told, statement
from calculators.facts import read_facts
from calculators.law.federal import federal
from calculators.law.rights import RightsLaw
from tests.answered import CASES
from tests.engine import case, owed, sold


def told(**given: Any) -> dict[str, Told]:
    return {each.right.id: each for each in assess(case("WV", **given)).rights}


def test_every_statement_stands_in_a_file() -> None:
    for tell in federal(RightsLaw).tell:
        assert statement(tell.statement).cite


def test_somebody_who_is_sued_learns_the_day_to_answer() -> None:
    loan = owed(served_on="2026-11-10", summons_days=20)
    found = told(stage="sued", loans=[loan], disposition=sold("nonjudicial_foreclosure", 200_000, date="2026-03-02"))
    assert str(found["answer-in-time"].by) == "2026-11-30"
    assert {"no-answer", "validation-notice", "garnishment-needs-judgment"} <= set(found)


def test_after_a_judgment_nobody_is_told_to_answer_or_dispute() -> None:
    found = told(stage="judgment", loans=[owed()], disposition=sold("nonjudicial_foreclosure", 200_000))
    assert "claim-exemption" in found
    assert not {"answer-in-time", "validation-notice", "part-payment-revival"} & set(found)


@pytest.mark.parametrize(
    ("given", "has", "lacks"),
    [
        ({"household": {"bankruptcy": "chapter_13"}}, {"automatic-stay"}, set()),
        ({"loans": [owed(release="debt")]}, {"no-answer"}, {"claim-exemption", "automatic-stay"}),
        ({"stage": "behind", "disposition": {}}, {"scra-foreclosure", "bankruptcy-hoa-fees"}, {"call-limits"}),
        ({"loans": [owed(program="usda_guaranteed")]}, {"treasury-offset-refund"}, set()),
        ({"loans": [owed(program="conventional")]}, set(), {"treasury-offset-refund", "federal-sol"}),
        ({"loans": [owed(accelerated_on="2005-01-01")]}, {"time-barred-suit"}, set()),
    ],
)
def test_rights_fit_the_case(given: dict[str, Any], has: set[str], lacks: set[str]) -> None:
    found = set(told(**{"loans": [owed()], "disposition": sold("short_sale", 200_000), **given}))
    assert has <= found
    assert not lacks & found


@pytest.mark.parametrize("name", sorted(CASES))
def test_no_right_is_told_twice_in_a_group(name: str) -> None:
    rights = assess(read_facts(CASES[name])).rights
    keys = [(each.group.id, each.right.id) for each in rights]
    assert len(set(keys)) == len(keys)
    order = [group.id for group in federal(RightsLaw).group]
    groups = [order.index(each.group.id) for each in rights]
    assert groups == sorted(groups)


def test_the_contract_carries_them() -> None:
    found = assess(case("WV", loans=[owed()])).as_json()["collection"]["rights"]
    assert {"id", "group", "says", "by", "citations", "checked"} == set(found[0])
