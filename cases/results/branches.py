"""What other answers would lead to: the branches of an open question, and what would change an answer that stands.

Pure: facts in, facts and assessments out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from calculators.assessment import LoanAssessment, assess
from calculators.consequences.liability import Liability, liability
from calculators.facts import FORECLOSURES, Facts, Loan, lookup, with_fact
from calculators.law.compiled import compiled
from calculators.naming import Tag
from calculators.questions import Question, open_questions, question
from calculators.working import Text

from .tags import tag_of, verdict_tag

MISSED = "lender_missed_deadline"
MEASURES = {"property.acres": "acres", "property.units": "units"}
DAYS = {"originated_on": "originated", "date": "sold"}
# What a person may wonder about: not the ranks of liens, and not who owed the loan.
IDLE = ("lien", "standing", "obligor", "discharged")
MOST_CHANGES = 6


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


@dataclass(frozen=True)
class Branch:
    """Answers that come to the same for a loan."""

    answers: tuple[Answer, ...]
    found: LoanAssessment

    @property
    def tag(self) -> Tag:
        return tag_of(self.found)

    @property
    def still_open(self) -> list[Text]:
        """What it would still depend on."""
        paths = self.found.liability.depends_on
        return [question(self.answers[0].facts, path).about for path in paths]


@dataclass(frozen=True)
class Fork:
    """The question that settles most, with a branch for each of its outcomes."""

    question: Question
    branches: tuple[Branch, ...]


@dataclass(frozen=True)
class Change:
    """A known fact which, were it otherwise, would change the outcome."""

    question: Question
    answer: Answer
    owed: Liability

    @property
    def tag(self) -> Tag:
        return verdict_tag(self.owed)


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


def fork(facts: Facts, loan_id: str) -> Fork | None:
    """For a loan whose answer is open: the most decisive question that has branches, or None."""
    loan = facts.loan(loan_id)
    deciding = set(liability(facts, loan).depends_on)
    for asked in open_questions(facts):
        if asked.path not in deciding:
            continue
        found = _grouped(answers(facts, asked.path), loan_id)
        if len(found) > 1:
            return Fork(asked, found)
    return None


def _grouped(possible: Iterable[Answer], loan_id: str) -> tuple[Branch, ...]:
    """The answers by what they come to, the best for the homeowner first."""
    groups: dict[object, tuple[list[Answer], LoanAssessment]] = {}
    for answer in possible:
        found = next(each for each in assess(answer.facts).loans if each.loan.id == loan_id)
        key = (found.liability.outcome, found.deficiency.collectible)
        groups.setdefault(key, ([], found))[0].append(answer)
    branches = [Branch(tuple(members), found) for members, found in groups.values()]
    return tuple(sorted(branches, key=lambda branch: _gravity(branch.found)))


def _gravity(found: LoanAssessment) -> tuple[int, Decimal]:
    order = ("barred", "depends", "limited", "allowed")
    worst = found.deficiency.collectible.high
    return order.index(found.liability.outcome), Decimal("Infinity") if worst is None else worst


def changes(facts: Facts, loan: Loan) -> list[Change]:
    """The facts that, were they otherwise, would change the outcome of a loan; the most telling first."""
    now = liability(facts, loan).outcome
    found: list[Change] = []
    for path in _telling(facts, loan):
        for answer in answers(facts, path):
            if answer.settles is not None and not _conceivable(facts, *answer.settles):
                continue
            owed = liability(answer.facts, answer.facts.loan(loan.id))
            if owed.outcome != now:
                found.append(Change(question(facts, path), answer, owed))
                break  # one example a question is enough
        if len(found) == MOST_CHANGES:
            break
    return found


def _conceivable(facts: Facts, path: str, value: bool | str) -> bool:
    """Whether a person may wonder about this answer: not what they said, and not a sale by hand for one by a court."""
    said = lookup(facts, path)
    if path == "disposition.kind":
        return bool(value != said) and (value in FORECLOSURES) == (said in FORECLOSURES)
    return bool(value != said)


def _telling(facts: Facts, loan: Loan) -> Iterator[str]:
    """The known facts that the rules read, and the written release, which is always worth a look."""
    kind = facts.disposition.kind
    if kind is None:
        return
    law = compiled(facts.state)
    if kind not in law.kinds:
        return
    yield "disposition.kind"
    for variable in law.variables(kind):
        if variable.name in IDLE or variable.name.startswith("clock:"):
            continue
        for path in variable.paths(facts, loan):
            if lookup(facts, path) is not None or variable.name == "release":
                yield path
