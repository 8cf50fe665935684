"""Which questions would settle what an answer leaves open."""

from __future__ import annotations

from collections.abc import Iterable

from calculators.facts import Facts
from calculators.questions import Question, question

from ..questionnaire.pages import AMOUNTS, page_of


def asked(facts: Facts, paths: Iterable[str]) -> list[Question]:
    """The questions for these facts; those that are asked on one page together, by the first of them."""
    found: dict[str, Question] = {}
    for path in paths:
        page = page_of(path)
        first = page.replace(f".{AMOUNTS}", ".payoff") if page.endswith(f".{AMOUNTS}") else path
        try:
            found.setdefault(page, question(facts, first))
        except KeyError:  # settled by a paper that no question asks for
            continue
    return list(found.values())
