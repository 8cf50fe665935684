"""An assessment as people read it: the words, marks and pictures that page and paper share.

Pure: no request, no database. What it returns holds Text, never drawn words, so every language can draw it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from calculators.assessment import Assessment, LoanAssessment, assess, loan_name
from calculators.charts import Waterfall, waterfall
from calculators.consequences.claimants import Claim, pursued
from calculators.consequences.liability import Decider, Exemption
from calculators.facts import Facts, lookup
from calculators.helping.reading import StateHelpReading
from calculators.law.clocks import before_the_sale
from calculators.law.loader import common_law
from calculators.money import NOTHING, Span
from calculators.naming import CHECKED, LOSSES, Tag
from calculators.negotiating import read_budget
from calculators.questions import Question, core_questions, open_questions, question
from calculators.statements import Statement, statement
from calculators.telling import lines_of
from calculators.ways_out import affordable, compared
from calculators.working import Line, Text

from ..questionnaire.flow import Flow
from ..questionnaire.pages import PAPERS, SECOND_LOAN_QUESTION
from ..settling.keeping import BUDGET
from .asking import asked
from .branches import Change, Fork, changes, fork
from .credit import CreditReading
from .forms_1099 import FormReading, forms_1099
from .rights import RightsGroup, groups
from .steps import Step, steps
from .tags import tag_of
from .taking import Taking
from .taxes import TaxReading
from .time import Timeline
from .ways import WaysReading

if TYPE_CHECKING:
    from ..models import KeptFacts

CLAIMANTS = {
    "lender": Text("the lender, or whoever bought the loan from it"),
    "debt_buyer": Text("the company that bought the debt"),
    "mortgage_insurer": Text("the mortgage insurer, if it paid the lender"),
    "government_agency": Text("the government agency that backed the loan"),
}
UNTOLD = ("lien",)  # a loan's rank shows in its name
OWN = {each.path: each for each in (SECOND_LOAN_QUESTION, PAPERS)}  # asked by the questionnaire itself


@dataclass(frozen=True)
class LoanReading:
    """One loan's part of the answer."""

    facts: Facts
    each: LoanAssessment
    claims: tuple[Claim, ...]  # on this loan

    @property
    def id(self) -> str:
        return self.each.loan.id

    @property
    def name(self) -> Text:
        return loan_name(self.facts, self.each.loan)

    @property
    def tag(self) -> Tag:
        return tag_of(self.each)

    @property
    def open_money(self) -> bool:
        """Whether anything is left that the outcome could be about."""
        left = self.each.deficiency
        return not left.stays_on_home and left.gross != NOTHING

    @cached_property
    def rules(self) -> tuple[Decider, ...]:
        """The rules that decide or may decide, each once."""
        return tuple({rule.id: rule for rule in self.each.liability.deciders}.values())

    @cached_property
    def checked(self) -> list[tuple[Decider, Text]]:
        """Each rule with how it was checked."""
        return [(rule, CHECKED[rule.checked]) for rule in self.rules]

    @cached_property
    def unless(self) -> list[Exemption]:
        """The exceptions that the facts leave open and that take the flatness out of the sentence."""
        return [e for e in self.each.liability.exceptions if e.settled is None and e.softens]

    @cached_property
    def rare(self) -> list[Exemption]:
        """The exceptions of every rule, which nothing in the facts points to."""
        hidden = (".program", ".time_to_sue_is_over")
        return [
            e
            for e in self.each.liability.exceptions
            if e.settled is None and not e.softens and e.askable and not e.path.endswith(hidden)
        ]

    @cached_property
    def applied(self) -> list[Exemption]:
        """The exceptions that the facts say apply."""
        return [e for e in self.each.liability.exceptions if e.settled]

    @cached_property
    def claimants(self) -> list[Text]:
        return [CLAIMANTS[claim.who] for claim in self.claims if claim.who != "nobody"]

    @cached_property
    def practice(self) -> list[Statement]:
        """What those who may ask for it are known to do."""
        known = [practice for claim in self.claims for practice in claim.practices]
        figures = pursued(self.each.loan) if self.claimants else ()
        return [
            *(statement(each, each.says, f"programs.{each.id}") for each in known),
            *(statement(each, each.says, f"settlement.{each.id}") for each in figures),
        ]

    @cached_property
    def fork(self) -> Fork | None:
        """Where the answer is open: its branches."""
        return fork(self.facts, self.id) if self.each.liability.outcome == "depends" else None

    @cached_property
    def depends_on(self) -> list[Text]:
        return [question(self.facts, path).about for path in self.each.liability.depends_on]

    @cached_property
    def changes(self) -> list[Change]:
        """The facts that, were they otherwise, would change the outcome."""
        settled = self.each.liability.outcome != "depends" and self.open_money
        return changes(self.facts, self.each.loan) if settled else []

    @cached_property
    def chart(self) -> Waterfall | None:
        return waterfall(self.each)

    @cached_property
    def lines(self) -> list[Line]:
        """How the amount came about, every line of it. Rules that come to the same amount share a line."""
        return lines_of(self.each)

    @cached_property
    def told(self) -> list[Line]:
        """The same in short: without parts that are zero, and without the rules of which one will decide."""
        return [x for x in self.lines if x.kind != "either" and (x.kind != "part" or x.amount != NOTHING)]

    @property
    def counted(self) -> bool:
        """Whether any amount is known, so that there is something to add up."""
        return any(line.amount.low or line.amount.high is not None for line in self.each.deficiency.working)

    @cached_property
    def needs(self) -> list[Question]:
        """What would settle the amounts, each page of questions once."""
        return asked(self.facts, self.each.deficiency.needs)


@dataclass(frozen=True)
class Given:
    """A fact that the person gave, as question and answer."""

    question: Question
    value: object


@dataclass(frozen=True)
class Reading:
    """The whole answer, ready to be drawn."""

    facts: Facts
    assessment: Assessment
    budget: Mapping[str, Any] = field(default_factory=dict)  # what the person could pay, as a case keeps it

    @cached_property
    def main(self) -> LoanReading:
        return self._loan(self.assessment.main)

    def _loan(self, each: LoanAssessment) -> LoanReading:
        claims = tuple(claim for claim in self.assessment.claims if claim.loan == each.loan.id)
        return LoanReading(self.facts, each, claims)

    @cached_property
    def others(self) -> list[LoanReading]:
        """Every other loan, in order of priority."""
        return [self._loan(e) for e in self.assessment.loans if e.loan.id != self.main.id]

    @cached_property
    def loans(self) -> list[LoanReading]:
        """The loan that the answer leads with, then the others."""
        return [self.main, *self.others]

    @property
    def ahead(self) -> bool:
        """Whether the home is not lost yet."""
        return before_the_sale(self.facts)

    @cached_property
    def summary(self) -> list[Text]:
        """The case in a few words: state, way, day, loans."""
        away = self.facts.disposition
        words = [Text("{state}", {"state": self.assessment.state_name})]
        if away.kind:
            words.append(LOSSES[away.kind])
        if away.date:
            sold = away.kind != "deed_in_lieu" and away.date <= self.facts.as_of
            day = {"day": away.date}
            words.append(Text("sold {day}", day) if sold else Text("on {day}", day))
        elif self.ahead:
            words.append(Text("not sold yet"))
        many = len(self.facts.loans)
        words.append(Text("one loan") if many == 1 else Text("{count} loans", {"count": many}))
        return words

    @cached_property
    def time(self) -> Timeline:
        """Every day of the case."""
        return Timeline(self.assessment)

    @cached_property
    def credit(self) -> CreditReading:
        """The report, and the way to a new mortgage."""
        return CreditReading(self.assessment)

    @cached_property
    def rights(self) -> list[RightsGroup]:
        """The rights that the case gives."""
        return groups(self.assessment.rights)

    @cached_property
    def steps(self) -> list[Step]:
        return steps(self.assessment)

    @cached_property
    def more_questions(self) -> list[Question]:
        """What else could still change the answer, after the question of the fork."""
        forks = {each.fork.question.path for each in self.loans if each.fork}
        return asked(self.facts, (each.path for each in open_questions(self.facts) if each.path not in forks))

    @cached_property
    def ways(self) -> WaysReading:
        """The ways out, side by side; to settle, by what the person could pay, where that is known."""
        if not self.budget:
            return WaysReading(compared(self.assessment))
        loan = str(self.budget.get("loan") or "")
        return WaysReading(compared(self.assessment, *affordable(self.assessment, read_budget(self.budget), loan)))

    @cached_property
    def tax(self) -> TaxReading:
        return TaxReading(self.assessment)

    @cached_property
    def forms_1099(self) -> list[FormReading]:
        """The Forms 1099-C and 1099-A that came."""
        return forms_1099(self.assessment)

    @cached_property
    def given(self) -> list[Given]:
        return list(_given(self.facts))

    @property
    def help(self) -> StateHelpReading:
        """Where to find help in the state of the home."""
        return StateHelpReading(self.facts.state)

    @property
    def stay(self) -> Decider | None:
        """An open bankruptcy case, over whatever the rules say."""
        return next((e.liability.stay for e in self.assessment.loans if e.liability.stay), None)

    @property
    def surplus(self) -> Span | None:
        return self.assessment.surplus if self.assessment.surplus_note else None

    @cached_property
    def taking(self) -> Taking:
        """What they can take of pay, money in the bank and another home."""
        return Taking(self.assessment.collection)

    @property
    def margin_rule(self) -> Text:
        """Why a lender's time counts as over only some days later."""
        return Text(common_law().safe_after.says, context="common.safe_after")


def reading_of(case: KeptFacts) -> Reading:
    """The answer of a case as of today, for its pages. Raises NoAnswer."""
    found = Flow.of(case).answer
    return Reading(found.facts, found, case.kept.get(BUDGET) or {})


def read(facts: Facts, kept: Mapping[str, Any] | None = None) -> Reading:
    """The answer for these facts, and for what else a case keeps. Raises BadFacts as `assess` does."""
    return Reading(facts, assess(facts), (kept or {}).get(BUDGET) or {})


def _given(facts: Facts) -> Iterator[Given]:
    """The facts given, in the order of the questions; those of a state's own come last."""
    for path in _paths(facts):
        value = lookup(facts, path)
        if value is not None and path.rpartition(".")[2] not in UNTOLD and not _default(path, value):
            yield _answered(facts, path, value)
    answered = [(f"answers.{key}", value) for key, value in facts.answers.items()]
    for loan in facts.loans:
        answered += [(f"loans.{loan.id}.answers.{key}", value) for key, value in loan.answers.items()]
    for path, value in answered:
        try:
            yield _answered(facts, path, value)
        except KeyError:  # a key of another state's law, or one that no rule asks for any more
            continue


def _default(path: str, value: object) -> bool:
    return path == "household.bankruptcy" and value == "none"


def _paths(facts: Facts) -> Iterator[str]:
    """Every fact that has a question: the case's, then each loan's."""
    patterns = core_questions()
    yield from (path for path in patterns if "*" not in path)
    for loan in facts.loans:
        yield from (path.replace("*", loan.id) for path in patterns if "*" in path)


def _answered(facts: Facts, path: str, value: object) -> Given:
    found = OWN.get(path) or question(facts, path)
    label = next((choice.label for choice in found.choices if choice.value == value), None)
    return Given(found, label if label is not None else _drawn(found.kind, value))


def _drawn(kind: str, value: object) -> object:
    if kind in ("number", "percent") and isinstance(value, Decimal):
        text = f"{value.normalize():f}"
        return Text("{number}%", {"number": text}) if kind == "percent" else text
    return value if isinstance(value, bool | date | Decimal | Text) else str(value)
