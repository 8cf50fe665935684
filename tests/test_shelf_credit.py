"""The calculator of when a new mortgage is possible. No database."""

from __future__ import annotations

import re

import pytest
from django.test import Client

ADDRESS = "/calculators/buy-again/"


def ask(**given: str) -> str:
    answer = Client().get(ADDRESS, given)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"kind": "judicial_foreclosure", "lost": "3/2/2026"}, "The first wait ends on March 2, 2028 (VA loan)."),
        ({"kind": "short_sale", "lost": "2/29/2024"}, "The last of the others ends on Feb. 29, 2028."),
        ({"kind": "short_sale", "lost": "2/29/2016"}, "Every wait that we know of is over."),
        ({"kind": "deed_in_lieu"}, "How long you wait depends on the program, and on the day."),
        ({"missed": "3/1/2025"}, "Aug. 28, 2032"),
    ],
)
def test_what_it_says(given: dict[str, str], says: str) -> None:
    found = ask(**given)
    words = says.replace("Feb.", "February").replace("Aug.", "August")
    assert words in found or says in found


def test_without_the_way_it_compares_the_ways() -> None:
    found = ask(missed="3/1/2025")
    assert "The foreclosure 7 years 7 years 3 years 2 years 3 years" in found
    assert "The short sale 4 years 4 years 3 years 2 years 3 years" in found


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"lost": "3/2/2026", "recorded": "3/1/2026"}, "The deed cannot be recorded before the home was lost."),
        ({"missed": "3/1/2090"}, "This day is still to come."),
        ({"lost": "someday"}, "We could not read"),
    ],
)
def test_what_cannot_be_is_refused_by_field(given: dict[str, str], fault: str) -> None:
    assert fault in ask(**given)


def test_a_bankruptcy_counts_too() -> None:
    case = {"kind": "short_sale", "lost": "3/2/2024", "bankruptcy": "discharged"}
    assert "The rest depends on facts that are not known yet" in ask(**case)
    assert "August 31, 2030" in ask(**case, chapter="chapter_7", ended="8/31/2026")
