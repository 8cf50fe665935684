"""A state at a glance: the kinds of loan that most people have, over every way of losing the home.

Each cell is the stated case of the common law file with one thing changed, and run through the engine.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from ..consequences.liability import Liability, liability
from ..facts import Kind, read_facts, with_fact
from ..law.compiled import compiled
from ..law.loader import law_version
from ..naming import FLAT, LOSSES, SOFTENED, Tag
from ..working import Text
from .phrases import paragraph

WORDS: dict[str, Text] = {
    "barred": Text("No"),
    "limited": Text("Within limits"),
    "allowed": Text("Yes"),
    "depends": Text("It depends"),
}
SECOND = {"id": "second", "lien": "junior", "originated_on": "2019-05-01"}


@dataclass(frozen=True)
class Cell:
    """Whether the rest can be collected for one kind of loan after one kind of loss."""

    kind: Kind
    title: Text
    word: Text
    tag: Tag


@dataclass(frozen=True)
class Row:
    """One kind of loan."""

    loan: Text
    cells: tuple[Cell, ...]

    def word(self, kind: Kind) -> Text:
        """The answer after one kind of loss, which the state must have."""
        return next(cell.word for cell in self.cells if cell.kind == kind)


# Each kind of loan, what it changes in the stated case, and whether the loan is the second one.
LOANS: tuple[tuple[Text, dict[str, Any], bool], ...] = (
    (Text("The loan that bought the home"), {"purpose": "purchase"}, False),
    (Text("A refinance, no cash taken out"), {"purpose": "rate_refinance"}, False),
    (Text("A refinance with cash taken out"), {"purpose": "cash_out_refinance"}, False),
    (Text("A second loan that helped to buy it"), {"purpose": "purchase"}, True),
    (Text("A home equity loan or line"), {"purpose": "home_equity"}, True),
)


def stated(code: str) -> Liability:
    """What the rules make of the stated case: a loan that bought a main home, lost in the usual foreclosure."""
    return _liability(code, compiled(code).law.foreclosure.usual, LOANS[0][1], False)


def in_short(code: str) -> Text:
    """The stated case in words. Where it depends, one rule for each way it can end: the first rule alone may be about
    another home than the reader's."""
    rules = stated(code).deciders
    told = {rule.outcome: rule.says for rule in reversed(rules)}
    if len(told) == 1:
        return rules[0].says
    several = [says for says in (rule.says for rule in rules) if says in told.values()]
    return paragraph([Text("It depends on more facts. There are rules such as these:"), *several])


def glance(code: str) -> tuple[Row, ...]:
    """A row for each kind of loan, a cell for each way of losing the home."""
    return _glance(code, law_version(code))


@cache
def _glance(code: str, version: str) -> tuple[Row, ...]:
    law = compiled(code)
    usual = law.law.foreclosure.usual
    kinds = sorted(law.kinds, key=lambda kind: kind != usual)
    return tuple(
        Row(name, tuple(_cell(kind, _liability(code, kind, changed, second)) for kind in kinds))
        for name, changed, second in LOANS
    )


def _liability(code: str, kind: Kind, changed: dict[str, Any], second: bool) -> Liability:
    case = dict(compiled(code).common.stated_case)
    [first] = case["loans"] if isinstance(case["loans"], list) else [{}]
    loans = [first, {**first, **SECOND, **changed}] if second else [{**first, **changed}]
    facts = with_fact(read_facts({**case, "state": code, "loans": loans}), "disposition.kind", kind)
    return liability(facts, facts.loans[-1])


def _cell(kind: Kind, found: Liability) -> Cell:
    word = WORDS[found.outcome]
    tag = SOFTENED["depends"] if found.outcome == "depends" else FLAT[found.outcome]
    if found.outcome != "depends" and not found.flat:
        if found.confidence == "statute" and not found.stale:
            word = Text("{word}, with exceptions", {"word": word})
        else:
            word = Text("{word}, as far as we found", {"word": word})
    return Cell(kind, LOSSES[kind], word, tag)
