"""The papers to gather, the questions to ask and the mistakes to avoid in one case: chosen by the conditions of
federal/checklist.toml, in its order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeVar

from .assessment import Assessment
from .consequences.deadlines import Clock
from .consequences.outcome import LoanOutcome
from .consequences.rights import conditions as rights_conditions
from .facts import FORECLOSURES, Facts
from .law.checklist import Asked, ChecklistLaw, Chosen, Document, Group, Mistake
from .law.clocks import before_the_sale
from .law.federal import federal, named_facts
from .law.parts import FederalFact
from .money import NOTHING
from .questions import question
from .working import Text

Whom = Literal["lender", "counselor", "lawyer", "tax"]
WHOM: tuple[Whom, ...] = ("lender", "counselor", "lawyer", "tax")
Row = TypeVar("Row", bound=Chosen)
NOT_BORROWERS = ("mortgage_only", "heir", "former_spouse", "guarantor", "cosigner")


@dataclass(frozen=True)
class Paper:
    """A paper to gather, and what it would settle of what is not known yet."""

    group: Group
    document: Document
    settles: tuple[str, ...]  # paths of missing facts


@dataclass(frozen=True)
class Warned:
    """A mistake to avoid, with the law behind it and the day that counts where a clock of the case names one."""

    mistake: Mistake
    basis: tuple[FederalFact, ...]
    clock: Clock | None

    @property
    def by(self) -> date | None:
        return self.clock.date if self.clock else None


@dataclass(frozen=True)
class Checklist:
    """What to gather, ask and avoid."""

    papers: tuple[Paper, ...]
    questions: dict[Whom, tuple[Asked, ...]]
    open_points: tuple[Text, ...]  # for a lawyer: what the law leaves open in this case
    mistakes: tuple[Warned, ...]


def checklist(found: Assessment) -> Checklist:
    """The checklist of a case."""
    law: ChecklistLaw = federal(ChecklistLaw)
    held = conditions(found)
    missing = needed(found)
    fitting = _fitting(law.document, held, missing)
    ordered = sorted(law.group, key=lambda group: not any(held[each] for each in group.first))
    papers = tuple(
        Paper(group, row, settled(row.settles, missing))
        for group in ordered
        for row in fitting
        if row.group == group.id
    )
    asked = _fitting(law.question, held, missing)
    return Checklist(
        papers,
        {whom: tuple(row for row in asked if row.whom == whom) for whom in WHOM},
        tuple(_open_points(found)),
        tuple(_warned(found, row) for row in _fitting(law.mistake, held, missing)),
    )


def grounds(row: Chosen) -> tuple[FederalFact, ...]:
    """The law that a row names. Raises KeyError for one that stands in no file."""
    return tuple(named_facts()[basis] for basis in row.basis)


def needed(found: Assessment) -> tuple[str, ...]:
    """The facts that are missing anywhere in an assessment, those that decide first."""
    parts = (found.unknown, found.tax.needs, found.collection.needs, found.credit.needs)
    return tuple(dict.fromkeys(path for part in parts for path in part))


def settled(patterns: Iterable[str], missing: Iterable[str]) -> tuple[str, ...]:
    """Of the missing facts those that a paper settles; `*` in a pattern is any loan."""
    wanted = set(patterns)
    return tuple(path for path in missing if _pattern(path) in wanted)


def _pattern(path: str) -> str:
    first, _, rest = path.partition(".")
    return f"loans.*.{rest.partition('.')[2]}" if first == "loans" else path


def _fitting(rows: Iterable[Row], held: dict[str, bool | None], missing: tuple[str, ...]) -> list[Row]:
    fitting = []
    for row in rows:
        mine = held | {"needed": bool(settled(row.settles, missing))}
        if all(_holds(each, mine) for each in row.when) and (not row.any or any(_holds(e, mine) for e in row.any)):
            fitting.append(row)
    return fitting


def _holds(condition: str, held: dict[str, bool | None]) -> bool:
    """Whether a condition is known to hold."""
    name = condition.removeprefix("not ")
    return held[name] is (name == condition)


def conditions(found: Assessment) -> dict[str, bool | None]:
    """What holds in this case; None where nobody can tell yet. The rows of the checklist choose by these."""
    facts, kind = found.facts, found.facts.disposition.kind
    known = rights_conditions(facts, found.loans, found.deadlines, found.claims)
    ahead = before_the_sale(facts)
    owing = bool(known["owing"])
    judged = known["judged"]
    return {
        "ahead": ahead,
        "lost": not ahead,
        "sale_set": facts.stage == "sale_set" or facts.property.sale_scheduled_on is not None,
        "foreclosure": kind in FORECLOSURES if kind else None,
        "through_court": kind in ("judicial_foreclosure", "strict_foreclosure") if kind else None,
        "short_sale": kind == "short_sale" if kind else None,
        "deed_in_lieu": kind == "deed_in_lieu" if kind else None,
        "no_way_yet": kind is None,
        "papers": bool(known["sued"]) or facts.answers.get("court_papers") is True,
        "judged": judged,
        "owing": owing,
        "over": not ahead and all(_ended(each) for each in found.loans),
        "collector": known["collector"] or (owing and not ahead),  # whoever asks may be one
        "government": known["government"],
        "time_over": known["time_over"],
        "time_unknown": known["time_over"] is None,
        **_of_clocks(found),
        **_of_loans(facts, asked=ahead or owing),
        **_of_household(found, ahead),
        "bankruptcy_open": known["bankruptcy_open"],
        "discharged": known["discharged"],
    }


def _ended(each: LoanOutcome) -> bool:
    """Whether nothing of a loan can be collected any more."""
    left = each.deficiency
    return not left.stays_on_home and (each.liability.possible == ("barred",) or left.gross == NOTHING)


def _of_clocks(found: Assessment) -> dict[str, bool | None]:
    """What the clocks and limits of the case say."""
    running = {clock.what for clock in found.deadlines if clock.state == "open" and clock.applies is not False}
    limits = {limit for each in found.loans for rule in each.liability.deciders for limit in rule.limits}
    return {
        "confirmed_by_court": any(
            clock.what == "confirmation" or clock.counted_from == "sale_confirmation" for clock in found.deadlines
        ),
        "redeemable": "redemption" in running,
        "value_request": "fair_value_request" in running and found.facts.disposition.fair_value_requested_on is None,
        "value_limits": "value" in limits,
        "surplus": found.surplus_note is not None,
    }


def _of_loans(facts: Facts, *, asked: bool) -> dict[str, bool | None]:
    """What the loans and their papers say."""
    loans, away = facts.loans, facts.disposition
    insured = {loan.mortgage_insurance for loan in loans if loan.program in (None, "conventional")}
    programs = {loan.program for loan in loans}
    who = {loan.obligor for loan in loans}
    released = away.waiver_in_writing is True or any(loan.release == "debt" for loan in loans)
    return {
        "waived": released or any(loan.waiver_in_writing for loan in loans),
        "lien_only": any(loan.release == "lien_only" for loan in loans),
        "settled": any(loan.amount_forgiven for loan in loans) or bool(away.amount_forgiven),
        "second_loan": len(loans) > 1,
        "refinanced": any(loan.purpose in ("rate_refinance", "cash_out_refinance", "home_equity") for loan in loans),
        "insurance_unknown": asked and None in insured,
        "fha": "fha" in programs,
        "va": "va" in programs,
        "association": away.foreclosing_lien == "hoa",
        "not_the_borrower": bool(who & set(NOT_BORROWERS)),
        "former_spouse": "former_spouse" in who,
        "heir": "heir" in who,
    }


def _of_household(found: Assessment, ahead: bool) -> dict[str, bool | None]:
    """What the home, the people and their taxes say."""
    facts, tax = found.facts, found.tax
    people, occupancy = facts.household, facts.property.occupancy
    forms = bool(people.forms_1099c)
    return {
        "main_home": occupancy == "principal_residence" if occupancy else None,
        "rental": occupancy == "rental" if occupancy else None,
        "timetable": occupancy in (None, "principal_residence") and any(x.program != "hecm" for x in facts.loans),
        "pay_taken": bool(people.existing_withholding),
        "retirement_money": bool(people.assets.get("retirement_accounts") or people.assets.get("pension")),
        "cancelled": forms or (not ahead and tax.form_1099c is not False and tax.cancelled_debt.high != 0),
        "form_1099c": forms,
        "gain": tax.gain_or_loss.high is None or tax.gain_or_loss.high > 0,
    }


def _open_points(found: Assessment) -> Iterator[Text]:
    """What the rules that decide leave open: their exceptions, and the facts on which the answer hangs."""
    seen: set[str] = set()
    for each in found.loans:
        points = [e.question for e in each.liability.exceptions if e.settled is None and e.softens]
        points += [question(found.facts, path).text for path in each.liability.depends_on]
        for point in points:
            if point.english() not in seen:
                seen.add(point.english())
                yield point


def _warned(found: Assessment, row: Mistake) -> Warned:
    running = [c for c in found.deadlines if c.what == row.clock and c.state == "open" and c.applies is not False]
    return Warned(row, grounds(row), next((clock for clock in running if clock.date), None))
