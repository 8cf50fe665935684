"""Which papers a person has: kept sealed with the answers, under "ticks", by the id of the paper.

Only ids of the checklist's file are kept, each with one of two words: so there are never more ticks than papers.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, get_args

from calculators.law.checklist import ChecklistLaw
from calculators.law.federal import federal

from ..models import KeptFacts

KEY = "ticks"
Tick = Literal["have", "unneeded"]
OPEN = "open"  # takes a tick away
WORDS = (*get_args(Tick), OPEN)
Ticks = Mapping[str, str]


@cache
def papers() -> frozenset[str]:
    """The ids of all papers that any case may need."""
    law: ChecklistLaw = federal(ChecklistLaw)
    return frozenset(document.id for document in law.document)


def ticks(kept: Mapping[str, Any]) -> dict[str, str]:
    """The papers that are ticked off in what is kept of a case, without those that no file knows any more."""
    found = kept.get(KEY, {})
    return {paper: tick for paper, tick in found.items() if paper in papers() and tick in get_args(Tick)}


def tick(case: KeptFacts, paper: str, word: str) -> None:
    """Mark a paper, or open it again; the caller saves. Raises KeyError for a paper or word that does not exist."""
    if paper not in papers() or word not in WORDS:
        raise KeyError(paper)
    kept = ticks(case.kept)
    kept.pop(paper, None)
    case.kept[KEY] = kept if word == OPEN else {**kept, paper: word}
