"""A plan to settle as people read it: on screen and on paper. Pure, as the reading of an answer is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from calculators.assessment import Assessment
from calculators.consequences.deadlines import Clock
from calculators.law.federal import federal
from calculators.law.settlement import SettlementLaw
from calculators.negotiating import Offer, Plan, plan, read_budget
from calculators.questions import Question, asking_for
from calculators.statements import Statement, statement
from calculators.working import Text

from ..results.reading import LoanReading

CLOCKS = {
    "deficiency_claim": Text("To ask for what is left"),
    "confirmation": Text("To have the sale confirmed"),
    "notice_of_intent": Text("To tell you that it will ask"),
    "limitation": Text("To sue on the note"),
    "judgment_life": Text("The judgment lives"),
    "answer": Text("You must answer the lawsuit"),
}
MOST_NEEDS = 6


@dataclass(frozen=True)
class Told:
    """A line of advice and the reason for it."""

    id: str
    says: Text
    why: Text | None = None


@dataclass(frozen=True)
class SettlingReading:
    """The plan for one loan."""

    plan: Plan

    @property
    def loan(self) -> LoanReading:
        return LoanReading(self.plan.assessment.facts, self.plan.each, self.plan.claimants)

    @property
    def assessment(self) -> Assessment:
        return self.plan.assessment

    @cached_property
    def looks_first(self) -> list[Statement]:
        """What a payment on an old debt can do."""
        return [statement(each, each.says, f"federal.{each.id}") for each in self.plan.look_first]

    @property
    def warned(self) -> bool:
        """Whether to say first what a payment can do: where the lender's claim may have ended."""
        return self.plan.stance in ("barred", "expired", "late", "open")

    @cached_property
    def published(self) -> Statement:
        """What is published on settlements: nothing that could be used."""
        law = federal(SettlementLaw)
        return statement(law.bottom_line, law.bottom_line.says, "settlement.bottom_line")

    @cached_property
    def release(self) -> Statement:
        law = federal(SettlementLaw)
        return statement(law.release, law.release.says, "settlement.release")

    @cached_property
    def factors(self) -> list[Text]:
        """What moves the number."""
        return [Text(each, context="settlement.offer_factors") for each in federal(SettlementLaw).offer_factors.items]

    @cached_property
    def elements(self) -> list[Told]:
        """What the paper must say."""
        return [Told(each.id, Text(each.says, context=f"settlement.{each.id}")) for each in self.plan.elements]

    def _advice(self, group: str) -> list[Told]:
        return [
            Told(
                each.id,
                Text(each.says, context=f"settlement.{group}.{each.id}"),
                Text(each.why, context=f"settlement.{group}.{each.id}") if each.why else None,
            )
            for each in self.plan.advice(group)
        ]

    @cached_property
    def steps(self) -> list[Told]:
        return self._advice("step")

    @cached_property
    def say(self) -> list[Told]:
        return self._advice("say")

    @cached_property
    def never(self) -> list[Told]:
        return self._advice("never")

    @cached_property
    def stop(self) -> list[Told]:
        return self._advice("stop")

    @cached_property
    def times(self) -> list[tuple[Text, Clock]]:
        """The days that bear on how long the lender can wait."""
        return [(CLOCKS[clock.what], clock) for clock in self.plan.times]

    @cached_property
    def needs(self) -> list[Question]:
        """The questions whose answers would make it exact."""
        return asking_for(self.assessment.facts, self.plan.needs)[:MOST_NEEDS]

    @property
    def out_of_reach(self) -> Text | None:
        """Before a sale: that the home could bring the lender more than any of the offers."""
        home, tried = self.plan.otherwise.home, self.plan.offers
        if home.high is None or not tried or max(offer.paid for offer in tried) >= home.high:
            return None
        return Text(
            "The home could bring this lender up to {home}. Your numbers are below that, so a payoff for less is not "
            "likely. Ask for the written waiver instead.",
            {"home": home.high},
        )

    @property
    def spare(self) -> bool:
        """Whether nothing is left at the end of a month."""
        return self.plan.budget.monthly == 0


def remark(reading: SettlingReading, offer: Offer) -> Text | None:
    """What to know of one offer beside its amounts."""
    home = reading.plan.otherwise.home
    if offer.beyond:
        return Text("More than they could take from you as things stand.")
    if home.high is not None and offer.paid < home.high:
        return Text("Less than the home could bring them: do not count on a yes.")
    return None


def read(assessment: Assessment, kept: Mapping[str, Any]) -> SettlingReading:
    """The plan for an assessment and what a case keeps under BUDGET."""
    return SettlingReading(plan(assessment, read_budget(kept), str(kept.get("loan") or "")))
