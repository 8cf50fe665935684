"""Which facts could still change the answer, and how to ask for them in plain words.

The rules name their own missing facts; this module turns each into a question, the most decisive
first. The texts are data: those of every case in law/questions.toml, a state's own in its file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from .assessment import Assessment, LoanAssessment, assess, check, loan_name
from .consequences.liability import Exemption, liability, outcomes
from .facts import FORECLOSURES, VOLUNTARY, Facts, Loan, lookup, with_fact
from .law import clocks
from .law.check import conditional
from .law.compiled import Compiled, compiled
from .law.federal import federal
from .law.loader import FOLDER, all_laws, read
from .law.schema import Chapter, Condition, CoreQuestion, CoreQuestions, Deadline
from .law.schema import Choice as Possible
from .law.taxing import CancelledDebtLaw
from .working import Text


@dataclass(frozen=True)
class Choice:
    """One way to answer, and the value it stands for."""

    value: object
    label: Text
    hint: Text | None = None
    rare: bool = False


@dataclass(frozen=True)
class Otherwise:
    """An answer that says the thing asked for did not happen: it sets another fact."""

    label: Text
    path: str
    value: object


@dataclass(frozen=True)
class Question:
    """A question about one fact."""

    path: str
    kind: str  # choice, yes_no, money, date, number, count, percent
    text: Text
    about: Text
    hint: Text | None = None
    example: Text | None = None
    why: Text | None = None
    choices: tuple[Choice, ...] = ()
    otherwise: Otherwise | None = None
    citations: tuple[str, ...] = ()
    part: Chapter = ""
    rare: Text | None = None  # the line under which the rare choices may lie folded

    def as_json(self) -> dict[str, Any]:
        """The question as the command line and the API have it, in English."""
        return {
            "field": self.path,
            "part": self.part or "owed",
            "kind": self.kind,
            "question": str(self.text),
            "about": str(self.about),
            "hint": str(self.hint) if self.hint else None,
            "example": str(self.example) if self.example else None,
            "why": str(self.why) if self.why else None,
            "choices": [{"value": c.value, "label": str(c.label)} for c in self.choices],
            "citations": list(self.citations),
        }


# The consequences that have questions of their own, asked after the answer, and what each still needs.
NEEDS: dict[Chapter, Callable[[Assessment], tuple[str, ...]]] = {
    "tax": lambda found: found.tax.needs,
    "collection": lambda found: found.collection.needs,
    "credit": lambda found: found.credit.needs,
}
AFTER_A_SALE = ("disposition.lender_bought_at_sale", "disposition.fair_value_requested_on")
YES_NO = (Choice(True, Text("Yes")), Choice(False, Text("No")))


@cache
def core_questions() -> dict[str, CoreQuestion]:
    """The questions that no state's law is needed for, by path with `*` for a loan."""
    files = (read(FOLDER / name, CoreQuestions) for name in ("questions.toml", "chapters.toml"))
    return {each.path: each for each in [*(each for file in files for each in file.question), *_worksheet(), _letter()]}


def _worksheet() -> Iterator[CoreQuestion]:
    """A question for each line of the worksheet on which the IRS measures insolvency; the totals have their own."""
    worksheet = federal(CancelledDebtLaw).insolvency_worksheet
    for group, rows in (("assets", worksheet.assets), ("debts", worksheet.liabilities)):
        for row in rows:
            if row.key != "total":
                path = f"household.{group}.{row.key}"
                yield CoreQuestion(path=path, part="tax", kind="money", text=row.label, about=row.label)


def _letter() -> CoreQuestion:
    """The question for the letter in box 6 of Form 1099-C, with what each stands for."""
    codes = federal(CancelledDebtLaw).event_code
    choices = tuple(Possible(value=each.code, label=f"{each.code}: {each.name}") for each in codes)
    return CoreQuestion(
        path="household.forms_1099c.0.code",
        part="tax",
        kind="choice",
        text="Box 6: identifiable event code",
        about="box 6 of the Form 1099-C",
        choices=choices,
    )


def part_of(path: str) -> Chapter:
    """The chapter after the answer that asks for the fact at `path`; "" where none does."""
    core = core_questions().get(_pattern(path))
    return core.part if core else ""


def _pattern(path: str) -> str:
    return re.sub(r"^loans\.[^.]+\.", "loans.*.", path)


def question(facts: Facts, path: str) -> Question:
    """The question that asks for the fact at `path`. Raises KeyError where there is none."""
    loan = _loan_of(facts, path)
    core = core_questions().get(_pattern(path))
    if core is not None:
        return _core(facts, path, core, loan)
    law = compiled(facts.state)
    key = path.rpartition("answers.")[2]
    if ".answers." in "." + path and key in law.conditions:
        return _own(law, path, law.conditions[key])
    for each in facts.loans:
        for exemption in liability(facts, each).exceptions:
            if exemption.path == path:
                return _exception(exemption)
    raise KeyError(path)


def asking_for(facts: Facts, paths: Iterable[str]) -> list[Question]:
    """The questions that ask for these facts, in their order, and one that asks for several of them once. A fact that
    no question asks for, because it stands in a paper, is left out."""
    found: dict[str, Question] = {}
    for path in paths:
        try:
            asked = question(facts, path)
        except KeyError:
            continue
        found.setdefault(asked.about.english(), asked)
    return list(found.values())


def _loan_of(facts: Facts, path: str) -> Loan | None:
    if not path.startswith("loans."):
        return None
    return facts.loan(path.split(".")[1])


def _core(facts: Facts, path: str, core: CoreQuestion, loan: Loan | None) -> Question:
    names: dict[str, object] = {"loan": loan_name(facts, loan)} if loan else {}

    def text(words: str) -> Text:
        return Text(words, names if "{" in words else {}, context=core.path)

    told = core.ahead if core.ahead and clocks.before_the_sale(facts) else core
    kind = facts.disposition.kind if core.of_way else None
    hint = told.hint or (core.of_way.get(kind, core.hint) if kind else core.hint)
    choices = tuple(Choice(c.value, text(c.label), text(c.hint) if c.hint else None, c.rare) for c in core.choices)
    if core.kind == "yes_no":
        choices = YES_NO
    if path in ("state", "household.residence_state", "household.work_state"):
        choices = tuple(Choice(law.code, Text(law.name)) for law in all_laws())
    elif path == "disposition.kind":
        choices = tuple(c for c in choices if c.value in compiled(facts.state).kinds)
    otherwise = None
    if path.endswith(".claim_filed_on") and loan:
        label = Text("They have not gone to court, as far as I know")
        otherwise = Otherwise(label, f"loans.{loan.id}.answers.lender_missed_deadline", True)
    elif path == "disposition.fair_value_requested_on":
        otherwise = Otherwise(Text("I have not asked"), "answers.value_never_requested", True)
    local = _local(facts, path, loan) if path != "state" else None
    return Question(
        path,
        core.kind,
        local[0] if local else text(told.text),
        text(told.about),
        local[1] if local else text(hint) if hint else None,
        text(core.example) if core.example else None,
        text(core.why) if core.why else None,
        choices,
        otherwise,
        part=core.part,
        rare=text(core.rare) if core.rare else None,
    )


def _local(facts: Facts, path: str, loan: Loan | None) -> tuple[Text, Text | None] | None:
    """How this state asks for the day of an event, and where it stands, if it has words of its own."""
    law = compiled(facts.state)
    for each in law.law.event:
        if law.event_path(each.event, loan or facts.loans[0]) == path:
            context = f"{law.law.code}.{each.event}"
            return Text(each.question, context=context), Text(each.hint, context=context) if each.hint else None
    return None


def _own(law: Compiled, path: str, condition: Condition) -> Question:
    """A question that the state's file (or the common one) asks."""
    context = f"{law.law.code}.{condition.key}"
    cites = [
        cite
        for part in conditional(law.law)
        if condition.key in part.when.own() or getattr(part, "acted", "") == condition.key
        for cite in part.cite
    ]
    return Question(
        path,
        condition.kind,
        Text(condition.question, context=context),
        Text(condition.about, context=context),
        Text(condition.hint, context=context) if condition.hint else None,
        None,
        Text(condition.why, context=context) if condition.why else None,
        YES_NO if condition.kind == "yes_no" else (),
        None,
        tuple(dict.fromkeys(cites)),
    )


def _exception(exemption: Exemption) -> Question:
    choices: tuple[Choice, ...] = YES_NO
    if exemption.path.endswith(".recourse"):  # "is it nonrecourse?": yes means recourse is false
        choices = tuple(replace(choice, value=not choice.value) for choice in YES_NO)
    return Question(
        exemption.path,
        "yes_no",
        exemption.question,
        Text("whether {says}", {"says": exemption.says}),
        choices=choices,
        citations=exemption.citations,
    )


def open_questions(facts: Facts) -> list[Question]:
    """The questions whose answers could still change the answer, most decisive first. Facts that
    are known are not asked for. Raises BadFacts as `assess` does."""
    check(facts)
    paths = [path for path in dict.fromkeys(_open_paths(facts)) if lookup(facts, path) is None]
    asked = [question(facts, path) for path in paths]
    return [each for each in asked if each.otherwise is None or lookup(facts, each.otherwise.path) is None]


def lies_ahead(facts: Facts, path: str) -> bool:
    """Whether nobody can know the fact at `path` yet: what an auction will bring, and what is done after a sale."""
    if not clocks.before_the_sale(facts):
        return False
    if path == "disposition.sale_price":
        return facts.disposition.kind not in VOLUNTARY
    if path in AFTER_A_SALE:
        return True
    condition = compiled(facts.state).conditions.get(path.rpartition("answers.")[2])
    return condition is not None and condition.later


def chapter_questions(found: Assessment, part: Chapter) -> list[Question]:
    """The questions that would make one consequence of an assessment exact, the most useful first."""
    needs = NEEDS[part](found)
    return [question(found.facts, path) for path in dict.fromkeys(needs) if lookup(found.facts, path) is None]


def _open_paths(facts: Facts) -> Iterable[str]:
    found = assess(facts)
    by_loan = [each.liability for each in found.loans]
    deciding = dict.fromkeys(path for owed in by_loan for path in owed.depends_on)
    yield from sorted(deciding, key=lambda path: _left_open(facts, path))
    pursued = [each for each in found.loans if each.liability.possible != ("barred",)]
    for each in pursued:
        yield from each.liability.matters
    for each in pursued:
        yield from each.deficiency.needs
    for each in pursued:
        yield from _value_conditions(facts, each.loan)
        yield from _event_dates(facts, each.loan)
    for each in found.loans:
        yield from _redemption_conditions(facts, each)


def _left_open(facts: Facts, path: str) -> float:
    """How many outcomes an answer to this question leaves on average: less is more decisive."""
    values = _specimens(facts, path)
    if not values:
        return 9.0
    left = 0
    for value in values:
        given = with_fact(facts, path, value)
        left += sum(len(outcomes(given, loan)) for loan in given.loans)
    return left / len(values)


def _specimens(facts: Facts, path: str) -> list[Any]:
    """A value for each answer that the rules tell apart."""
    asked = question(facts, path)
    if asked.kind in ("choice", "yes_no"):
        return [choice.value for choice in asked.choices]
    named = {"property.units": "units", "property.acres": "acres"}.get(path)
    variable = compiled(facts.state).vocabulary.variables.get(named or "")
    if variable is None:
        return []
    return [int(cell) if named == "units" else cell for cell in variable.cells]


def _value_conditions(facts: Facts, loan: Loan) -> Iterable[str]:
    """Facts that decide whether a limit by the home's value applies, and whether it was asked for."""
    law, kind = compiled(facts.state), facts.disposition.kind
    if kind is None or kind not in law.kinds:
        return
    for limit in law.limits(kind):
        holds = law.holds(limit.atoms, facts, loan)
        if holds is not False and limit.part.who_asks == "borrower" and limit.part.formula != "price_counts":
            yield "disposition.fair_value_requested_on"
        if holds is not None:
            continue
        for atom in limit.atoms:
            variable = law.vocabulary.variables[atom.variable]
            if law.holds((atom,), facts, loan) is None:
                yield from variable.paths(facts, loan)


def _redemption_conditions(facts: Facts, each: LoanAssessment) -> Iterable[str]:
    """Facts that decide which time to redeem applies, while one may still run."""
    law, kind = compiled(facts.state), facts.disposition.kind
    running = {c.rule for c in each.deadlines if c.what == "redemption" and c.applies is None and c.state != "passed"}
    for redemption in law.law.redemption:
        if redemption.id in running and kind is not None:
            for atom in law.vocabulary.atoms(redemption.when):
                if law.holds((atom,), facts, each.loan) is None:
                    yield from law.vocabulary.variables[atom.variable].paths(facts, each.loan)


def _event_dates(facts: Facts, loan: Loan) -> Iterable[str]:
    """Dates of events from which a clock of this case counts."""
    law, kind = compiled(facts.state), facts.disposition.kind
    if kind is None or clocks.before_the_sale(facts):
        return
    for window in law.law.deadline:
        if law.applies(window.when, kind, facts, loan) is not False and _counts(window, facts, loan):
            yield law.event_path(window.counted_from, loan)
    if kind in FORECLOSURES and loan.accelerated_on is None and loan.maturity_on is None:
        yield f"loans.{loan.id}.accelerated_on"


def _counts(window: Deadline, facts: Facts, loan: Loan) -> bool:
    return clocks.event_date(facts, loan, window.counted_from) is None


def exception_questions(facts: Facts) -> list[Question]:
    """The rare circumstances that would change the answer, asked after it."""
    found: dict[str, Question] = {}
    for each in assess(facts).loans:
        for exemption in each.liability.exceptions:
            hidden = exemption.path.endswith((".program", ".time_to_sue_is_over"))
            if exemption.settled is None and exemption.askable and (exemption.softens or not hidden):
                found.setdefault(exemption.path, _exception(exemption))
    return list(found.values())


def questions_json(facts: Facts) -> dict[str, Any]:
    """What to ask as the command line and the API have it: whether it can be collected, then each of the other
    consequences; and the exceptions apart. Raises BadFacts as `assess` does."""
    found = assess(facts)
    later = [each for part in NEEDS for each in chapter_questions(found, part)]
    return {
        "questions": [each.as_json() for each in [*open_questions(facts), *later]],
        "exceptions": [each.as_json() for each in exception_questions(facts)],
    }
