"""What the tests of the engine share: cases, and a second reading of the rules to test against.

`plain_outcome` decides a case of which everything is known by reading the law files from top to
bottom in plain two-valued logic. It shares no code with the decision diagrams, so that the two can
be held against each other.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, get_args

from calculators import facts as shape
from calculators.facts import FORECLOSURES, Facts, Loan, read_facts
from calculators.law.clocks import answer, lifted, limitation, read_clock
from calculators.law.compiled import compiled
from calculators.law.conditions import standings
from calculators.law.schema import Rule, When

AS_OF = date(2026, 11, 22)
RECENT, LONG_AGO, EARLIER = AS_OF - timedelta(days=5), date(2010, 3, 1), date(1995, 3, 1)
LATE = AS_OF - timedelta(days=2)


def case(state: str, **given: Any) -> Facts:
    """The facts of a case in a state, as of the tests' date."""
    return read_facts({"as_of": AS_OF, "state": state, **given})


def owed(principal: Any = 300_000, **loan: Any) -> dict[str, Any]:
    """A first loan of which every amount is known."""
    zero = dict.fromkeys(("accrued_interest", "late_fees", "advances", "costs", "credits"), 0)
    return {"id": "first", "lien": "first", "principal": principal, **zero, **loan}


def sold(kind: str, price: Any = None, **away: Any) -> dict[str, Any]:
    """A home lost in one way, by the first lender's act."""
    given = {"kind": kind, "sale_price": price, "selling_costs": 0, "foreclosing_lien": "first"}
    return {**given, "date": "2026-11-02", "waiver_in_writing": False, **away}


# The facts that rules read, with values that no two rules tell apart more finely.
def specimens(state: str) -> dict[str, list[Any]]:
    """Every fact that this state's rules may read about one loan, with values for all of its cells."""
    law = compiled(state)
    found: dict[str, list[Any]] = {
        "disposition.kind": list(law.kinds),
        "disposition.foreclosing_lien": ["first", "junior", "hoa", "tax"],
        "disposition.date": [RECENT, LONG_AGO, EARLIER],
        "disposition.lender_bought_at_sale": [True, False],
        "loans.{loan}.claim_filed_on": [EARLIER + timedelta(days=1), LONG_AGO + timedelta(days=1), LATE],
        "loans.{loan}.release": list(get_args(shape.Release)),
        "loans.{loan}.purpose": list(get_args(shape.Purpose)),
        "loans.{loan}.seller_financed": [True, False],
        "property.occupancy": list(get_args(shape.Occupancy)),
        "property.agricultural": [True, False],
    }
    cut = {"units": "property.units", "acres": "property.acres", "originated": "loans.{loan}.originated_on"}
    for name, path in cut.items():
        variable = law.vocabulary.variables.get(name)
        found[path] = list(variable.cells) if variable else [date(2019, 5, 1) if name == "originated" else Decimal(1)]
    for key, condition in law.conditions.items():
        if condition.kind == "yes_no":
            scope = "loans.{loan}." if condition.scope == "loan" else ""
            found[f"{scope}answers.{key}"] = [True, False]
    return found


def holds(when: When, facts: Facts, loan: Any) -> bool:
    """Whether a `when` holds, every fact being known."""
    home: Any = facts.property
    away: Any = facts.disposition
    tests = [
        not when.disposition or away.kind in when.disposition,
        not when.purpose or loan.purpose in when.purpose,
        not when.lien or loan.lien in when.lien,
        not when.occupancy or home.occupancy in when.occupancy,
        not when.obligor or (loan.obligor or "signed_note") in when.obligor,
        not when.release or loan.release in when.release,
        when.agricultural is None or home.agricultural == when.agricultural,
        when.seller_financed is None or loan.seller_financed == when.seller_financed,
        when.lender_bought_at_sale is None or away.lender_bought_at_sale == when.lender_bought_at_sale,
        when.waiver_in_writing is None or (loan.release == "debt") == when.waiver_in_writing,
        when.discharged is None or (loan.discharged_on is not None) == when.discharged,
        when.units_at_most is None or home.units <= when.units_at_most,
        when.acres_at_most is None or home.acres <= when.acres_at_most,
        when.acres_over is None or home.acres > when.acres_over,
        when.originated_from is None or loan.originated_on >= when.originated_from,
        when.originated_before is None or loan.originated_on < when.originated_before,
        when.sold_from is None or away.date >= when.sold_from,
        when.sold_before is None or away.date < when.sold_before,
        all(answer(facts, loan, key) is wanted for key, wanted in when.own().items()),
    ]
    standing = next(iter(standings(facts, loan)))
    tests.append(not when.standing or standing in when.standing)
    if when.this_loan_foreclosed is not None:
        foreclosed = away.kind in FORECLOSURES
        tests.append(
            foreclosed and (standing in (("forecloses",) if when.this_loan_foreclosed else ("above", "below")))
        )
    return all(tests)


def plain_outcome(facts: Facts, loan: Loan) -> str:
    """The outcome of a case of which everything is known: the first rule that holds, then the clocks."""
    law = compiled(facts.state)
    rules = []
    for common in law.common.deficiency:
        rules += [rule for rule in law.law.deficiency if rule.instead_of == common.id] + [common]
    rules += [rule for rule in law.law.deficiency if not rule.instead_of]
    deciding = next(rule for rule in rules if holds(rule.when, facts, loan))
    outcome = excepted(deciding, deciding.outcome, facts, loan)
    too_late = limitation(law.law.limitations, facts, loan).missed and deciding.id != "lien-above-stays"
    if outcome == "barred" or too_late:
        return "barred"
    for clock in law.law.deadline:
        missed = clock.ends == "claim" and read_clock(clock, facts, loan).missed
        if missed and not lifted(clock, facts, loan) and holds(clock.when, facts, loan):
            return "barred"
    return outcome


def excepted(part: Rule, outcome: str, facts: Facts, loan: Loan) -> str:
    """The outcome of a rule once the exceptions that are known to apply are counted."""
    return next((each.then for each in part.unless if answer(facts, loan, each.key) is True), outcome)
