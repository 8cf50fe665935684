"""A law file that cannot stand is refused, with the file, the key and the fault."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from calculators.classes import state_class
from calculators.law import check, compiled, loader
from calculators.law.check import JURISDICTIONS, check_law
from calculators.law.federal import SUBJECTS
from calculators.law.loader import all_laws, codes, law_version

TODAY = date(2026, 11, 22)


@pytest.fixture
def states(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the law files that a test may spoil."""
    copy = tmp_path / "states"
    copy.mkdir()
    for path in loader.STATES.glob("*.toml"):
        (copy / path.name).write_bytes(path.read_bytes())
    caches = (loader.codes, loader.state_law, loader.law_version, compiled.compiled, compiled.diagrams)
    monkeypatch.setattr(loader, "STATES", copy)
    monkeypatch.setattr(loader, "FOLDER", tmp_path)
    (tmp_path / "common.toml").write_bytes((Path(check.__file__).parent / "common.toml").read_bytes())
    for cache in caches:
        cache.cache_clear()
    yield copy
    for cache in caches:
        cache.cache_clear()


def spoil(file: Path, pattern: str, replacement: str) -> list[str]:
    """The faults of the law after one change of one file. The other states are taken away: each costs its time."""
    for other in set(file.parent.iterdir()) - {file}:
        other.unlink()
    loader.codes.cache_clear()
    text = file.read_text()
    spoiled, count = re.subn(pattern, replacement, text, count=1, flags=re.MULTILINE)
    assert count == 1, pattern
    file.write_text(spoiled)
    loader.state_law.cache_clear()
    compiled.compiled.cache_clear()
    compiled.diagrams.cache_clear()
    return [str(fault) for fault in check_law(TODAY).faults]


def test_the_law_stands() -> None:
    report = check_law(TODAY)
    assert report.faults == ()
    assert report.files == 52 + len(SUBJECTS)


@pytest.mark.parametrize(
    ("pattern", "replacement", "fault"),
    [
        (r"^checked_on = .*$", 'checked_on = "soon"', "states/AZ.toml: checked_on:"),
        (r"^checked_on = .*$", "checked_on = 2027-05-01", "states/AZ.toml: checked_on: is in the future"),
        (r'^outcome = "barred"$', 'outcome = "forbidden"', "states/AZ.toml: deficiency[trustee-sale"),
        (r"^when\.units_at_most = 2$", "when.units_up_to = 2", "when.units_up_to"),
        (r'^cite = \["Ariz\. Rev\. Stat\. § 33-807"\]$', "cite = []", "states/AZ.toml: foreclosure: has no citation"),
        (r'^cite = \["Ariz\. Rev\. Stat\. § 33-814\(G\)-\(H\)"\]$', "cite = []", "has no citation"),
        (r"^sources = \[1, 2, 3, 22, 23\]$", "sources = [99]", "names source 99"),
        (r'^within = "P90D"$', 'within = "90 days"', "is not a period such as P90D"),
        (r'^usual = "nonjudicial_foreclosure"$', 'usual = "strict_foreclosure"', "`usual` is not among `available`"),
        (r'^code = "AZ"$', 'code = "TX"', "states/AZ.toml: code: is TX, not AZ"),
        (r'^\[foreclosure\]$', "[foreclosure", "states/AZ.toml: the file: is not valid TOML"),
        (r'^name = "Arizona"$', 'name = "Arizona"\nmotto = "x"', "states/AZ.toml: motto: is not a key of the schema"),
        (r'^id = "trustee-sale-other"$', 'id = "judicial-other"', "judicial-other: is the id of two rules"),
    ],
)  # fmt: skip
def test_a_fault_is_named_by_file_and_key(states: Path, pattern: str, replacement: str, fault: str) -> None:
    found = spoil(states / "AZ.toml", pattern, replacement)
    assert any(fault in each for each in found), found


def test_a_missing_file_is_missed(states: Path) -> None:
    (states / "WY.toml").unlink()
    loader.codes.cache_clear()
    assert "states/WY.toml: the file: is missing" in [str(fault) for fault in check_law(TODAY).faults]


def test_a_rule_that_nothing_reaches_is_found(states: Path) -> None:
    file = states / "WV.toml"
    general = (
        '[[deficiency]]\nid = "catch-all"\noutcome = "allowed"\nwhen.disposition = ["short_sale"]\n'
        'says = "Everything."\ncite = ["none"]\nchecked = "weak"\n\n[[deficiency]]\n'
    )
    found = spoil(file, r"\[\[deficiency\]\]\n", general)
    assert any("is unreachable: earlier rules decide all of its cases" in each for each in found)


def test_a_combination_that_reaches_no_rule_is_found(states: Path) -> None:
    found = spoil(states / "DE.toml", r'^when\.disposition = \["deed_in_lieu"\]$', 'when.disposition = ["short_sale"]')
    assert any("deed_in_lieu: some combination of answers reaches no rule" in each for each in found)


def test_a_condition_without_a_question_is_found(states: Path) -> None:
    found = spoil(states / "WV.toml", r"^when\.disposition = (.*)$", r"when.disposition = \1\nwhen.moon_is_full = true")
    assert any("when.moon_is_full: has no question" in each for each in found)


def test_a_change_of_the_law_changes_its_version(states: Path) -> None:
    before = law_version("AZ")
    law_version.cache_clear()
    (states / "AZ.toml").write_text((states / "AZ.toml").read_text() + "\n# read again\n")
    assert law_version("AZ") != before


def test_all_51_jurisdictions_have_a_file() -> None:
    assert codes() == tuple(sorted(JURISDICTIONS))
    assert len(JURISDICTIONS) == 51
    assert len({law.name for law in all_laws()}) == 51


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("AZ", "no_deficiency"),
        ("CA", "no_deficiency"),
        ("NY", "restricted"),
        ("TX", "restricted"),
        ("WV", "permissive"),
    ],
)
def test_a_state_is_classed_by_its_rules(state: str, expected: str) -> None:
    assert state_class(state) == expected


def test_no_code_names_a_state() -> None:
    """The law is data: no comparison with a state's code stands in the engine."""
    root = Path(check.__file__).parent.parent
    pattern = re.compile(rf"==\s*[\"']({'|'.join(JURISDICTIONS)})[\"']")
    named = [path.name for path in root.rglob("*.py") if pattern.search(path.read_text())]
    assert named == []
