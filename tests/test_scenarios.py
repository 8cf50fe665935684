"""The law as a lawyer would test it: cases worked out by hand from the statutes, state by state.

Each file under `scenarios/` holds the cases of one state with the outcome, the rule and, where the
case has amounts, what may be collected.
"""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from calculators.assessment import assess
from calculators.law.check import JURISDICTIONS
from tests.engine import case

FOLDER = Path(__file__).parent / "scenarios"


def scenarios() -> list[Any]:
    """Every case of every file."""
    return [
        pytest.param(path.stem, each, id=f"{path.stem}: {each['name']}")
        for path in sorted(FOLDER.glob("*.toml"))
        for each in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    ]


@pytest.mark.parametrize(("state", "scenario"), scenarios())
def test_the_case_comes_out_as_the_law_says(state: str, scenario: dict[str, Any]) -> None:
    found = assess(case(state, **scenario["facts"]))
    each = next(each for each in found.loans if each.loan.id == scenario.get("loan", "first"))
    owed = each.liability
    assert owed.outcome == scenario["outcome"], owed
    if "rule" in scenario:
        assert owed.decider is not None
        assert owed.decider.id == scenario["rule"]
    if "possible" in scenario:
        assert sorted(owed.possible) == sorted(scenario["possible"])
    if "collectible" in scenario:
        low, high = (Decimal(str(amount)) for amount in scenario["collectible"])
        assert (each.deficiency.collectible.low, each.deficiency.collectible.high) == (low, high)


def test_every_state_has_scenarios() -> None:
    assert {path.stem for path in FOLDER.glob("*.toml")} == set(JURISDICTIONS)
