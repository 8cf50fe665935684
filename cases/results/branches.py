"""What other answers would lead to: the branches of an open question, and what would change an answer that stands.

Pure: facts in, facts and assessments out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from calculators.answers import Answer, answers
from calculators.assessment import LoanAssessment, assess
from calculators.consequences.liability import Liability, liability
from calculators.facts import FORECLOSURES, Facts, Loan, lookup
from calculators.law.compiled import compiled
from calculators.naming import Tag
from calculators.questions import Question, open_questions, question
from calculators.working import Text

from .tags import tag_of, verdict_tag

# What a person may wonder about: not the ranks of liens, and not who owed the loan.
IDLE = ("lien", "standing", "obligor", "discharged")
MOST_CHANGES = 6


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
