"""What reports show, and when a mortgage is possible, as people read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from calculators.assessment import Assessment, loan_name
from calculators.consequences import credit as engine
from calculators.law.credit import CreditFact, CreditLaw, Sample, Study
from calculators.law.federal import federal
from calculators.questions import Question, asking_for
from calculators.statements import Statement, statement
from calculators.waiting import WaitReading, WayWaits, warning, ways
from calculators.working import Text

BALANCES = {
    "zero": Text("The balance should read zero: nothing more can be collected."),
    "owed": Text("A balance may show: what is left of the debt."),
    "either": Text("Whether a balance may show depends on whether the rest can still be collected."),
}
WHATS = {"judgment": Text("The judgment"), "bankruptcy": Text("The bankruptcy")}


@dataclass(frozen=True)
class ItemReading:
    """One thing on a report, with its words."""

    item: engine.Item
    name: Text
    needs: tuple[Question, ...]

    @property
    def reported(self) -> Text | None:
        how = self.item.reported
        return Text(how.says, context=f"credit.reporting.{how.event}") if how else None

    @property
    def balance(self) -> Text | None:
        return BALANCES[self.item.balance] if self.item.balance and self.item.reported else None


@dataclass(frozen=True)
class CreditReading:
    """The credit part of an answer."""

    assessment: Assessment

    @property
    def found(self) -> engine.Credit:
        return self.assessment.credit

    @property
    def ahead(self) -> bool:
        return engine.ahead(self.assessment.facts)

    @cached_property
    def items(self) -> list[ItemReading]:
        facts = self.assessment.facts
        return [ItemReading(item, self._name(item), tuple(asking_for(facts, item.needs))) for item in self.found.items]

    def _name(self, item: engine.Item) -> Text:
        if item.loan is None or item.what != "loan":
            return WHATS[item.what]
        facts = self.assessment.facts
        return loan_name(facts, facts.loan(item.loan))

    @cached_property
    def waits(self) -> list[WaitReading]:
        return [WaitReading(wait) for wait in self.found.waits]

    @property
    def decided(self) -> bool:
        """Whether it is known for any program how long it waits: else only the ways can be compared."""
        return any(wait.rule for wait in self.found.waits)

    @cached_property
    def needs(self) -> list[Question]:
        """What would settle the waits."""
        return asking_for(self.assessment.facts, (path for wait in self.found.waits for path in wait.needs))

    @property
    def statements(self) -> list[Statement]:
        return [told(fact) for fact in self.found.statements]

    @property
    def disputes(self) -> list[Statement]:
        return [told(fact) for fact in self.found.disputes]

    @property
    def warning(self) -> Text:
        return warning()

    @property
    def study(self) -> Study:
        study: Study = federal(CreditLaw).study
        return study

    @property
    def study_says(self) -> Text:
        return Text(self.study.says, context="credit.study")

    @property
    def scores(self) -> list[tuple[Text, list[tuple[int, Text, Text]]]]:
        """Each row of the study: its event, and for each sample person the score before and after it, and the time it
        took to come back."""
        return [(Text(row.label, context=f"credit.study.{row.event}"), list(_cells(row))) for row in self.found.scores]

    @property
    def ways(self) -> list[WayWaits]:
        """The waits after each way of losing the home: for somebody who can still choose."""
        return ways()


def told(fact: CreditFact) -> Statement:
    """A statement of the credit file."""
    return statement(fact, fact.says, f"credit.{fact.id}")


def _cells(row: Sample) -> Iterator[tuple[int, Text, Text]]:
    starts = federal(CreditLaw).study.starting_scores
    for start, (low, high), time in zip(starts, row.score_after, row.recovery, strict=True):
        yield (
            start,
            Text("{low} to {high}", {"low": str(low), "high": str(high)}),
            Text(time, context=f"credit.study.{row.event}"),
        )
