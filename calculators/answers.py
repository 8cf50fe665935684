"""The ways to answer a question that the law tells apart, each with the facts that it would make."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .assessment import assess
from .facts import Facts, with_fact
from .law.compiled import compiled
from .questions import question
from .working import Text

MISSED = "lender_missed_deadline"
MEASURES = {"property.acres": "acres", "property.units": "units"}
DAYS = {"originated_on": "originated", "date": "sold"}


@dataclass(frozen=True)
class Answer:
    """One way to answer a question, and the facts it would make. `settles` is what to keep if the person says so;
    None where only the question itself can tell (a size, a day)."""

    label: Text
    facts: Facts
    settles: tuple[str, bool | str] | None = None

    @property
    def key(self) -> str:
        """What a form sends for it."""
        return str(self.settles[1]).lower() if self.settles else ""


def answers(facts: Facts, path: str) -> list[Answer]:
    """The answers to the question at `path` that the law tells apart; empty where it has too many."""
    name = path.rpartition(".")[2]
    if name == "claim_filed_on":
        return _in_time(facts, path)
    if path in MEASURES or name in DAYS:
        return _ranges(facts, path)
    return [
        Answer(choice.label, with_fact(facts, path, choice.value), (path, choice.value))
        for choice in question(facts, path).choices
        if isinstance(choice.value, bool | str)
    ]


def _in_time(facts: Facts, path: str) -> list[Answer]:
    """Whether the lender went to court in time: what the rules want to know of the day it did."""
    if not path.startswith("loans."):
        return []
    missed = f"{path.rpartition('.')[0]}.answers.{MISSED}"
    ends = [
        clock.safe_after
        for clock in assess(facts).deadlines
        if clock.what == "deficiency_claim" and clock.loan == path.split(".")[1] and clock.safe_after
    ]
    if len(set(ends)) == 1:
        labels = (Text("They went to court by {day}", {"day": ends[0]}), Text("They did not, or later"))
    else:
        labels = (Text("They went to court in time"), Text("They did not, or too late"))
    return [
        Answer(label, with_fact(facts, missed, value), (missed, value))
        for label, value in zip(labels, (False, True), strict=True)
    ]


def _ranges(facts: Facts, path: str) -> list[Answer]:
    """The ranges of a size or a day that this state's rules tell apart."""
    name = MEASURES.get(path) or DAYS[path.rpartition(".")[2]]
    variable = compiled(facts.state).vocabulary.variables.get(name)
    if variable is None:
        return []
    cells = list(variable.cells)
    return [
        Answer(label, with_fact(facts, path, int(cell) if name == "units" else cell))
        for label, cell in zip(_range_labels(name, cells), cells, strict=True)
    ]


def _range_labels(name: str, cells: list[date | Decimal]) -> Iterator[Text]:
    if name in DAYS.values():
        yield Text("Before {day}", {"day": cells[1]})
        yield from (Text("{day} or later", {"day": cell}) for cell in cells[1:])
        return
    tops = [f"{Decimal(str(cell)).normalize():f}" for cell in cells[:-1]]
    below = ""
    for top in tops:
        many = {"low": below, "top": top}
        if name == "units":
            yield Text("Up to {top}", many) if not below else Text("More than {low}, up to {top}", many)
        else:
            yield Text("{top} acres or less", many) if not below else Text("More than {low}, up to {top} acres", many)
        below = top
    last = {"low": below}
    yield Text("More than {low}", last) if name == "units" else Text("More than {low} acres", last)
