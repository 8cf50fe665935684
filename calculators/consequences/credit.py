"""What credit reports show of the loss of a home, until when, and when a new mortgage is possible.

A loan comes off seven years after 180 days have passed since the first payment that was missed and never made good
(15 U.S.C. 1681c). Where that day is not known, no day is named: only, after a foreclosure, the latest that it can be.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from ..facts import FORECLOSURES, Facts, Loan
from ..law.clocks import add_period, before_the_sale, judgment_on
from ..law.compiled import compiled
from ..law.conditions import standings
from ..law.credit import CreditFact, CreditLaw, Reporting, Sample
from ..law.federal import federal
from ..law.parts import FederalFact
from ..money import NOTHING
from ..working import Text
from .new_mortgage import CHAPTERS, UNSIGNED, Waiting, completed_on, lost_event, waits
from .outcome import LoanOutcome

Balance = Literal["zero", "owed", "either"]
ALWAYS = ("fcra-furnisher-date", "fcra-large-amount-exception")
DISPUTES = (
    "free-report",
    "dispute-bureau-30-days",
    "dispute-furnisher-direct",
    "dispute-private-lawsuit",
    "furnisher-accuracy",
)
FEDERAL_LOANS = ("fha", "va", "usda", "usda_guaranteed", "usda_direct", "hecm")


@dataclass(frozen=True)
class Item:
    """One thing that a report may show."""

    what: Literal["loan", "judgment", "bankruptcy"]
    loan: str | None
    off_on: date | None  # the last day on which the law lets a report show it
    no_later_than: date | None  # where `off_on` is not known: the latest that it can be
    usually_off_on: date | None  # by the bureaus' own practice, where that is sooner
    says: tuple[Text, ...]
    reported: Reporting | None  # how it should show
    balance: Balance | None
    needs: tuple[str, ...]
    law: tuple[FederalFact, ...]

    @property
    def citations(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(cite for fact in self.law for cite in fact.cite))

    def as_json(self) -> dict[str, Any]:
        """The item as the contract has it."""
        return {
            "what": self.what,
            "loan": self.loan,
            "off_report_on": _day(self.off_on),
            "no_later_than": _day(self.no_later_than),
            "usually_off_on": _day(self.usually_off_on),
            "says": [str(text) for text in self.says],
            "reported": self.reported.says if self.reported else None,
            "balance": self.balance,
            "needs": list(self.needs),
            "citations": list(self.citations),
            "checked": self.law[0].checked,
        }


@dataclass(frozen=True)
class Credit:
    """The report and the way to a new mortgage."""

    items: tuple[Item, ...]
    waits: tuple[Waiting, ...]
    statements: tuple[CreditFact, ...]  # on time limits and new mortgages, for this case
    disputes: tuple[CreditFact, ...]
    scores: tuple[Sample, ...]  # of the one published study, the rows that fit

    @property
    def off_on(self) -> date | None:
        """When the last of the loans is off; None while the day of one is not known."""
        days = [item.off_on for item in self.items if item.what == "loan"]
        known = [day for day in days if day is not None]
        return max(known) if known and len(known) == len(days) else None

    @property
    def needs(self) -> tuple[str, ...]:
        """The facts that would settle its days, the report's first."""
        items = (path for item in self.items for path in item.needs)
        return tuple(dict.fromkeys([*items, *(path for wait in self.waits for path in wait.needs)]))

    def as_json(self) -> dict[str, Any]:
        """What reports show and when a mortgage is possible, as the contract has it."""
        study = federal(CreditLaw).study
        return {
            "falls_off_report_on": _day(self.off_on),
            "mortgage_waiting_periods": [wait.as_json() for wait in self.waits],
            "items": [item.as_json() for item in self.items],
            "statements": [_fact_json(fact) for fact in self.statements],
            "disputes": [_fact_json(fact) for fact in self.disputes],
            "score_study": {
                "title": study.title,
                "published_on": study.published_on.isoformat(),
                "says": study.says,
                "starting_scores": list(study.starting_scores),
                "rows": [row.model_dump(mode="json") for row in self.scores],
                "citations": list(study.cite),
                "checked": study.checked,
            },
            "needs": list(self.needs),
        }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _fact_json(fact: CreditFact) -> dict[str, Any]:
    return {"id": fact.id, "says": fact.says, "citations": list(fact.cite), "checked": fact.checked}


def credit(facts: Facts, loans: tuple[LoanOutcome, ...]) -> Credit:
    """What reports show, told from all loans together."""
    law = federal(CreditLaw)
    items = [item for each in loans for item in _loan_items(facts, each)]
    items += _bankruptcy_items(facts)
    statements = [law.facts[name] for name in ALWAYS]
    if any(item.what == "judgment" for item in items):
        statements.append(law.facts["ncap-judgments-removed"])
    if any(each.loan.program in FEDERAL_LOANS and _owing(each) != "zero" for each in loans):
        statements.append(law.facts["federal-debt-bar"])
    return Credit(
        items=tuple(items),
        waits=waits(facts),
        statements=(*statements, law.facts["extenuating-circumstances"]),
        disputes=tuple(law.facts[name] for name in DISPUTES),
        scores=tuple(_scores(facts, loans)),
    )


def off_after(missed: date) -> date:
    """The last day on which a report may show a loan of which the payment of `missed` was never made good: seven
    years after the 180 days that begin with it (15 U.S.C. 1681c(c)(1))."""
    rule = federal(CreditLaw).facts["fcra-180-day-start"]
    return add_period(missed + timedelta(days=rule.days or 0), f"P{rule.years}Y")


def _loan_items(facts: Facts, each: LoanOutcome) -> Iterator[Item]:
    law, loan = federal(CreditLaw), each.loan
    if loan.obligor in UNSIGNED:
        return
    missed = loan.first_delinquent_on
    if each.deficiency.stays_on_home and missed is None:
        return  # nothing happened to this loan
    off = off_after(missed) if missed else None
    rules = (law.facts["fcra-180-day-start"], law.facts["fcra-seven-years-collection"])
    yield Item(
        what="loan",
        loan=loan.id,
        off_on=off,
        no_later_than=None if off else _latest(facts, loan),
        usually_off_on=None,
        says=(_statement(rules[0]),),
        reported=_reported(facts, loan, each),
        balance=_owing(each),
        needs=() if off else (f"loans.{loan.id}.first_delinquent_on",),
        law=rules,
    )
    given = judgment_on(facts, loan)
    if given is not None:
        yield _judgment(facts, loan, given)


def _latest(facts: Facts, loan: Loan) -> date | None:
    """The latest that a foreclosed loan can come off: the payment was missed before the home was sold for it."""
    sold = facts.disposition.date
    if sold is None or sold > facts.as_of or standings(facts, loan) != {"forecloses"}:
        return None
    return off_after(sold)


def _reported(facts: Facts, loan: Loan, each: LoanOutcome) -> Reporting | None:
    reported: dict[str, Reporting] = federal(CreditLaw).reported
    lost = lost_event(facts)
    if lost is None or each.deficiency.stays_on_home:
        return None
    if lost != "foreclosure":
        return reported[lost]
    standing = standings(facts, loan)
    if standing == {"forecloses"}:
        return reported["foreclosure"]
    return reported["charge_off"] if standing == {"below"} else None


def _owing(each: LoanOutcome) -> Balance:
    """Whether a balance may still show."""
    owed, left = each.liability, each.deficiency
    if not left.stays_on_home and (owed.possible == ("barred",) or left.collectible == NOTHING):
        return "zero"
    return "either" if "barred" in owed.possible else "owed"


def _judgment(facts: Facts, loan: Loan, given: date) -> Item:
    rule = federal(CreditLaw).facts["fcra-judgment"]
    life = compiled(facts.state).law.limitations.judgment_years
    return Item(
        what="judgment",
        loan=loan.id,
        off_on=add_period(given, f"P{max(rule.years or 0, life)}Y"),
        no_later_than=None,
        usually_off_on=None,
        says=(_statement(rule), _statement(federal(CreditLaw).facts["ncap-judgments-removed"])),
        reported=None,
        balance=None,
        needs=(),
        law=(rule,),
    )


def _bankruptcy_items(facts: Facts) -> Iterator[Item]:
    law, people = federal(CreditLaw), facts.household
    discharged = any(loan.discharged_on for loan in facts.loans)
    if people.bankruptcy == "none" and not discharged:
        return
    rule, practice = law.facts["fcra-bankruptcy"], law.facts["bureau-policy-ch13"]
    filed = people.bankruptcy_filed_on
    chapter = people.bankruptcy if people.bankruptcy in CHAPTERS else people.bankruptcy_chapter
    thirteen = chapter == "chapter_13"
    yield Item(
        what="bankruptcy",
        loan=None,
        off_on=add_period(filed, f"P{rule.years}Y") if filed else None,
        no_later_than=None,
        usually_off_on=add_period(filed, f"P{practice.years}Y") if filed and thirteen else None,
        says=(_statement(rule), *([_statement(practice)] if thirteen else [])),
        reported=None,
        balance=None,
        needs=() if filed else ("household.bankruptcy_filed_on",),
        law=(rule, practice) if thirteen else (rule,),
    )


def _statement(fact: CreditFact) -> Text:
    return Text(fact.says, context=f"credit.{fact.id}")


def _scores(facts: Facts, loans: tuple[LoanOutcome, ...]) -> Iterator[Sample]:
    """The rows of the study for what happened, or may: with and without a balance where nobody can say yet."""
    lost = lost_event(facts)
    wanted = set()
    if facts.disposition.kind in FORECLOSURES or lost is None:
        wanted.add("foreclosure")
    if lost != "foreclosure":
        owing = {_owing(each) for each in loans}
        wanted |= {"nothing_owed"} if owing == {"zero"} else {"balance_owed"} if owing == {"owed"} else set()
        if not wanted & {"nothing_owed", "balance_owed"}:
            wanted |= {"nothing_owed", "balance_owed"}
    if facts.household.bankruptcy != "none":
        wanted.add("bankruptcy")
    yield from (row for row in federal(CreditLaw).study.rows if row.event in wanted)


def ahead(facts: Facts) -> bool:
    """Whether the home is not lost yet, so that reports show nothing of it."""
    return before_the_sale(facts) and completed_on(facts) is None
