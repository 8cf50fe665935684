"""The columns of the comparison that are read from law files: what to know of a way, how long it takes, and until when
somebody may still sue."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from ..assessment import Assessment, LoanAssessment
from ..consequences import rights
from ..consequences.deadlines import Clock
from ..facts import FORECLOSURES, Facts, Kind
from ..law.clocks import before_the_sale, claim_filed_on, judgment_on
from ..law.compiled import compiled
from ..law.credit import CreditLaw
from ..law.federal import federal
from ..law.programs import ProgramLaw
from ..law.ways import Column, Condition, WayFact, WaysLaw, WayTell
from ..money import NOTHING
from ..statements import CHECKED, Statement, state_statement, statement
from ..working import Text

SUED = Text("The lender has sued. A judgment would have a time of its own.")
Ended = tuple[str, str, date | None, date | None, Text, Text, tuple[str, ...], bool | None]


def statements(facts: Facts, key: str, column: Column) -> tuple[Statement, ...]:
    """What to know of a way in one column, for this case."""
    told = federal(WaysLaw).told.get((key, column), ())
    return tuple(_statement(each) for each in told if _fits(each, facts))


@lru_cache(maxsize=256)
def named(name: str) -> Statement:
    """A statement of a federal file by its id. Raises KeyError where no file has it."""
    programs, credit = federal(ProgramLaw), federal(CreditLaw)
    for each in (*programs.practice, *programs.fact):
        if each.id == name:
            return statement(each, each.says, f"programs.{name}")
    for step in programs.servicing.step:
        if step.id == name:
            return statement(programs.servicing, step.says, f"programs.{name}")
    if name in credit.facts:
        return statement(credit.facts[name], credit.facts[name].says, f"credit.{name}")
    right = rights.statement(name)
    return statement(right, right.says, f"collection.{name}")


def said(name: str) -> Statement:
    """A fact of the file on the ways out. Raises KeyError where it has none."""
    return _statement(federal(WaysLaw).named(name))


def _statement(told: WayFact | WayTell) -> Statement:
    return named(told.statement) if isinstance(told, WayTell) else statement(told, told.says, f"ways.{told.id}")


def _fits(told: WayFact | WayTell, facts: Facts) -> bool:
    """Whether a statement is about this case. One about a loan program is told only where that is known to be it."""
    program = facts.loans[0].program
    programs = ("usda_guaranteed", "usda_direct") if program == "usda" else (program,)
    if told.programs and not set(programs) & set(told.programs):
        return False
    return all(holds(condition, facts) is not False for condition in told.when)


def holds(condition: Condition, facts: Facts) -> bool | None:
    """Whether a condition holds in this case; None where nobody can tell yet."""
    known = _conditions(facts)[condition.removeprefix("not ")]
    return known if known is None else known is not condition.startswith("not ")


def _conditions(facts: Facts) -> dict[str, bool | None]:
    insured = [loan.mortgage_insurance if loan.program in (None, "conventional") else False for loan in facts.loans]
    program = facts.loans[0].program
    occupancy = facts.property.occupancy
    return {
        "junior": any(loan.lien == "junior" for loan in facts.loans),
        "insured": True if True in insured else None if None in insured else False,
        "principal_residence": None if occupancy is None else occupancy == "principal_residence",
        "judged": facts.stage == "judgment" or any(judgment_on(facts, loan) for loan in facts.loans),
        "sale_set": facts.stage == "sale_set" or facts.property.sale_scheduled_on is not None,
        "ahead": before_the_sale(facts),
        "discharged": all(loan.discharged_on for loan in facts.loans),
        "reverse": None if program is None else program == "hecm",
    }


def rule_of(facts: Facts, kind: Kind | None) -> Iterator[Statement]:
    """What the state's file says of a short sale, of a deed in lieu, or of being heard before a sale without a suit."""
    law = compiled(facts.state).law
    rules = {"short_sale": law.short_sale, "deed_in_lieu": law.deed_in_lieu, "nonjudicial_foreclosure": law.heard}
    rule = rules.get(kind) if kind else None
    if rule is not None:
        name = "heard" if rule is law.heard else kind
        yield state_statement(rule, rule.rule, f"{law.code}.{name}")


def before_sale(facts: Facts) -> Iterator[Statement]:
    """What the state's file says of holding up a sale, or of catching up before it."""
    law = compiled(facts.state).law
    if law.before_sale is not None and before_the_sale(facts):
        yield state_statement(law.before_sale, law.before_sale.rule, f"{law.code}.before_sale")


def junior_rule(facts: Facts) -> Statement:
    """What the state's file says of a second loan."""
    law = compiled(facts.state).law
    return state_statement(law.junior_lien, law.junior_lien.rule, f"{law.code}.junior_lien")


def time_of(facts: Facts, kind: Kind | None) -> Iterator[Statement]:
    """How long a foreclosure takes in this state, where its file has it from a source, and the day set for the sale."""
    if kind not in FORECLOSURES:
        return
    ways = compiled(facts.state).law.foreclosure
    if ways.typical_days is not None and kind == ways.usual:
        fewest, most = ways.typical_days
        text = Text("{fewest} to {most} days from the first notice to the sale.", {"fewest": fewest, "most": most})
        if fewest == most:
            text = Text("About {most} days from the first notice to the sale.", {"most": most})
        mark = ways.checked or "weak"
        yield Statement(text, ways.cite, CHECKED[mark], None, "", mark)
    scheduled = facts.property.sale_scheduled_on
    if scheduled is not None and before_the_sale(facts):
        text = Text("The sale is set for {day}.", {"day": scheduled})
        yield Statement(text, (), Text("From your answers."), None, "", "given")


def until_of(assessment: Assessment) -> Iterator[Ended]:
    """The clock that ends each loan's claim, for the loans of which anything may be collected: a judgment's life, the
    lender's own window, or else the time to sue on the note."""
    for each in assessment.loans:
        if each.deficiency.stays_on_home or each.deficiency.collectible == NOTHING:
            continue
        if each in sued(assessment):
            yield each.loan.id, "suit", None, None, SUED, SUED, (), True
            continue
        clock = _ending(assessment.facts, each)
        if clock is not None:
            yield (
                each.loan.id,
                clock.what,
                clock.date,
                clock.safe_after,
                clock.period,
                clock.says,
                clock.citations,
                clock.applies,
            )


def sued(assessment: Assessment) -> list[LoanAssessment]:
    """The loans whose lender is known to have gone to court, as long as there is no judgment. Somebody who says only
    that they are sued is sued for the loan that leaves most."""
    facts = assessment.facts
    named = [each for each in assessment.loans if claim_filed_on(facts, each.loan) or each.loan.served_on]
    if not named and facts.stage == "sued":
        named = [assessment.main]
    return [each for each in named if facts.stage != "judgment" and judgment_on(facts, each.loan) is None]


def _ending(facts: Facts, each: LoanAssessment) -> Clock | None:
    theirs = [clock for clock in each.deadlines if not clock.yours]
    judged = [clock for clock in theirs if clock.what == "judgment_life"]
    if judged:
        return judged[0]
    ends = {window.id for window in compiled(facts.state).law.deadline if window.ends == "claim"}
    open_ = [clock for clock in theirs if clock.rule in ends and clock.state != "passed"]
    over = [clock for clock in theirs if clock.rule in ends and clock.state == "passed" and clock.applies is not False]
    windows = open_ or (over if "barred" in each.liability.possible else [])  # over, and nobody knows if it acted
    if windows:
        return min(windows, key=lambda clock: (clock.applies is None, clock.what == "enforcement"))
    return next((clock for clock in theirs if clock.what == "limitation"), None)
