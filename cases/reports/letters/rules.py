"""The rules on which letters rest, by the names that the letters' files use: "programs.notice-of-error"."""

from __future__ import annotations

from datetime import date, timedelta

from calculators.consequences.liability import Decider
from calculators.law.clocks import next_court_day
from calculators.law.collection import Collection
from calculators.law.federal import federal
from calculators.law.letters import LetterLaw
from calculators.law.programs import ProgramLaw
from calculators.law.rights import RightsLaw
from calculators.law.settlement import SettlementLaw
from calculators.statements import CHECKED, Statement, statement
from calculators.working import Text

from .situation import Situation

Figures = dict[str, int]


def rule(name: str, situation: Situation) -> Statement:
    """The rule of that name. Raises KeyError where there is none."""
    subject, _, key = name.partition(".")
    if subject == "state":
        return _of_the_state(key, situation)
    return federal_rule(name)[0]


def federal_rule(name: str) -> tuple[Statement, Figures]:
    """A rule of a federal file, with its figures. Raises KeyError where there is none."""
    subject, _, key = name.partition(".")
    if subject == "programs":
        return _servicing(key)
    if subject == "settlement":
        law = federal(SettlementLaw)
        return {"release": statement(law.release, law.release.says, "settlement.release")}[key], {}
    if subject == "rights":
        found = {each.id: each for each in federal(RightsLaw).statement}[key]
        return statement(found, found.says, f"federal.{key}"), {}
    if subject == "letters":
        fact = {each.id: each for each in federal(LetterLaw).fact}[key]
        return statement(fact, fact.says, f"letters.{key}"), fact.figures
    if subject == "collection":
        right = federal(Collection).named(key)
        return statement(right, right.says, f"federal.{key}"), {}
    raise KeyError(name)


def days_after(start: date, days: int, business: bool) -> date:
    """The last day of so many days after `start`; business days are neither weekend days nor legal holidays."""
    if not business:
        return start + timedelta(days=days)
    day = start
    for _ in range(days):
        day = next_court_day(day + timedelta(days=1))
    return day


def _servicing(key: str) -> tuple[Statement, Figures]:
    law = federal(ProgramLaw)
    if key == "servicing":
        return statement(law.servicing, law.servicing.says, "programs.servicing"), {}
    for fact in law.fact:
        if fact.id == key:
            return statement(fact, fact.says, f"programs.{key}"), fact.figures
    step = {each.id: each for each in law.servicing.step}[key]
    whole = statement(law.servicing, step.says, f"programs.{key}")
    figures = {"days": step.days, "business_days": step.business_days}
    cited = Statement(
        whole.says, (f"12 CFR {step.rule}",), whole.checked, whole.text_as_of, whole.address, whole.confidence
    )
    return cited, {name: value for name, value in figures.items() if value is not None}


def _of_the_state(key: str, situation: Situation) -> Statement:
    if key == "exemptions":
        says = Text(
            "What {state} protects of pay and of money in the bank.", {"state": situation.values["exemption_state"]}
        )
        return Statement(says, situation.exemptions, CHECKED["statute"], None, "", "statute")
    decider = {"way": situation.deciding, "foreclosure": situation.foreclosure}[key]
    if decider is None:
        raise KeyError(key)
    return _told(decider)


def _told(decider: Decider) -> Statement:
    address = next((address for _, address in decider.sources), "")
    checked = CHECKED[decider.checked]
    return Statement(decider.says, decider.citations, checked, None, address, decider.checked)
