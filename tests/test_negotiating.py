"""Settling what is left: what a lender could take otherwise, offers from a person's own means, when to offer nothing.

The worked figures are reckoned by hand from the rules that they cite.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators.assessment import assess
from calculators.facts import read_facts
from calculators.law.federal import federal
from calculators.law.settlement import SettlementLaw
from calculators.money import NOTHING, Span
from calculators.negotiating import Budget, Plan, otherwise, plan, read_budget
from tests.answered import SECOND, arizona, owed, scenarios

TODAY = date(2026, 11, 22)
ZERO = dict.fromkeys(("accrued_interest", "late_fees", "advances", "costs", "credits"), 0)
HOME = {"occupancy": "principal_residence", "units": 1, "acres": 0.2, "agricultural": False}
HOME |= {"fair_market_value": 150_000, "adjusted_basis": 200_000, "months_lived_last_five_years": 60}
PEOPLE = {
    "filing_status": "single",
    "other_income": 52_000,
    "people": [{"age": 45, "blind": False}],
    "residence_state": "AL",
    "work_state": "AL",
    "disposable_pay": 1500,
    "gross_pay": 2000,
    "pay_period": "biweekly",
    "head_of_family": False,
    "supported_dependents": 0,
    "bank_balance": 4000,
    "bank_federal_benefits": 0,
    "bank_wages": 0,
    "owns_home": False,
    "assets": {"total": 180_000},
    "debts": {"total": 200_000},
}
SALE = {"kind": "nonjudicial_foreclosure", "date": "2026-03-02", "sale_price": 150_000, "foreclosing_lien": "first"}
MEANS = {"cash": "6000", "family": "4000", "income": "3400", "expenses": "3100", "months": 36}
LIVED_IN = dict.fromkeys(("owner_builds_homes_for_sale", "home_never_finished", "home_never_lived_in"), False)


def loan(principal: int = 190_000, **more: Any) -> dict[str, Any]:
    given: dict[str, Any] = {"purpose": "purchase", "program": "conventional", "originated_on": "2019-05-01"}
    return {**given, "principal": principal, "interest_rate": "6.5", "consumer_debt": True, **ZERO, **more}


def case(code: str = "AL", *loans: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A home sold for $40,000 less than was owed."""
    people = {**PEOPLE, "residence_state": code, "work_state": code}
    given = {"state": code, "stage": "sold", "property": HOME, "loans": list(loans) or [loan()], "disposition": SALE}
    return {**given, "household": people, **more}


def settled(given: dict[str, Any], means: dict[str, Any] | None = None, which: str = "") -> Plan:
    return plan(assess(read_facts(given, TODAY)), read_budget(MEANS if means is None else means), which)


def people(**changes: Any) -> dict[str, Any]:
    return {**PEOPLE, **changes}


# What they would get otherwise


def test_pay_by_the_states_formula_over_the_life_of_a_judgment() -> None:
    """15 U.S.C. 1673: a quarter of $1,500 every two weeks, 26 times a year; Ala. Code § 6-2-32: 20 years."""
    found = settled(case(household=people(disposable_pay=700, gross_pay=1000))).otherwise
    assert found.a_month == Span.of(Decimal("175.00") * 26 / 12)  # 25% of 700 is less than 700 - 2 x 217.50
    assert found.months == Span(Decimal(240), Decimal(240))
    assert found.reach == found.claim == Span.of(Decimal(40_000))
    assert found.with_interest.low is not None and found.with_interest.low > 40_000


def test_exempt_pay_leaves_nothing_to_take() -> None:
    """Fla. Stat. § 222.11(2)(a): the pay of a head of family up to $750 a week."""
    exempt = people(residence_state="FL", work_state="FL", head_of_family=True, disposable_pay=1300, bank_wages=800)
    sale = {**SALE, "kind": "judicial_foreclosure"}
    found = settled(case("FL", household={**exempt, "bank_balance": 800}, disposition=sale))
    assert found.stance == "empty"
    assert found.otherwise.reach == NOTHING
    assert found.best is None
    assert all(offer.beyond for offer in found.offers)


def test_what_is_left_of_a_judgments_life_counts() -> None:
    found = settled(
        case("AL", loan(originated_on="2010-05-01", judgment_on="2016-11-22", judgment_amount=43_500), stage="judgment")
    )
    assert found.otherwise.months == Span(Decimal(120), Decimal(120))
    assert found.claim == Span.of(Decimal(43_500))


def test_pay_that_nobody_told_is_no_zero() -> None:
    found = settled(case(household={**PEOPLE, "disposable_pay": None, "gross_pay": None}))
    assert found.otherwise.a_month.high is None
    assert found.otherwise.reach.high == Decimal(40_000)  # never above the claim
    assert "household.disposable_pay" in found.needs


def test_money_at_hand_stands_for_a_balance_that_nobody_told() -> None:
    bare = {**PEOPLE, "bank_balance": None, "disposable_pay": 400, "gross_pay": 500}
    found = settled(case(household=bare), {"cash": "9000"}).otherwise
    assert found.at_once.exact
    assert not settled(case(household=bare), {}).otherwise.at_once.exact


# Offers


def test_an_offer_to_the_cent_with_the_tax_on_what_is_forgiven() -> None:
    """$30,000 forgiven, $20,000 of it excluded (26 U.S.C. 108(a)(1)(B): debts of $200,000, property of $180,000), the
    other $10,000 all in the 12% bracket: $52,000 less the standard deduction of 2026 is far below its top."""
    best = settled(case()).best
    assert best is not None
    assert (best.paid, best.forgiven, best.taxable) == (
        Decimal(10_000),
        Span.of(Decimal(30_000)),
        Span.of(Decimal(10_000)),
    )
    assert best.tax == Span.of(Decimal(1200))
    assert best.in_all == Span.of(Decimal(11_200))
    assert best.share == Span.of(Decimal(25))


def test_the_tax_is_that_of_an_assessment_in_which_the_rest_was_forgiven() -> None:
    for cash in ("1000", "10000", "25000"):
        best = settled(case(), {"cash": cash}).best
        assert best is not None
        done = loan(amount_forgiven=best.forgiven.low, forgiven_on="2026-11-22")
        now = people(qpri_written_before_2026=False)  # an agreement that is made now cannot be older
        assert assess(read_facts(case("AL", done, household=now), TODAY)).tax.extra.amount == best.tax


def test_the_tax_on_what_is_forgiven_is_never_more_than_the_dearest_dollars_of_it() -> None:
    """Of no other income known, and a gain on the home that may stand on the same return: 37% and at most a step of 5%
    from one rate for gains to the next (26 U.S.C. 1(h), (j))."""
    found = plan(assess(read_facts(arizona(owed(300_000), SECOND), TODAY)), Budget(cash=Decimal(9_000)), "second")
    for offer in found.offers:
        assert offer.tax.high is not None and offer.taxable.high is not None
        assert offer.tax.high <= offer.taxable.high * Decimal("0.42")


def test_payments_come_from_what_is_left_of_a_month() -> None:
    made = settled(case()).best_monthly
    assert made is not None
    assert (made.a_month, made.months, made.paid) == (Decimal(300), 36, Decimal(10_800))
    assert [offer.paid for offer in settled(case()).offers] == [10_000, 5_000, 3_600, 10_800]


@pytest.mark.parametrize("missing", ["household.other_income", "household.assets.total", "household.filing_status"])
def test_what_the_tax_of_an_offer_depends_on_is_named(missing: str) -> None:
    known = {name: value for name, value in PEOPLE.items() if name != missing.split(".")[1]}
    found = settled(case(household=known))
    assert found.best is not None and not found.best.tax.exact
    assert found.needs[0] == missing
    assert settled(case()).needs == ()


def test_an_offer_is_beyond_their_reach_only_above_it() -> None:
    found = settled(case(), {"cash": "90000"})
    assert found.best is not None
    assert (found.best.paid, found.best.beyond) == (found.otherwise.reach.high, False)
    little = settled(case(household=people(disposable_pay=400, gross_pay=None, bank_balance=0)), {"cash": "90000"})
    assert [offer.beyond for offer in little.offers] == [True]


def test_more_than_the_claim_is_never_offered() -> None:
    rich = {"cash": "90000", "income": "9000", "expenses": "1000", "months": 60}
    found = settled(case(), rich)
    assert found.best is not None and found.best.paid == Decimal(40_000)
    assert str(found.best.label) == "All of their claim, at once"
    assert all(offer.paid <= Decimal(40_000) for offer in found.offers)
    assert [offer.months for offer in found.offers] == [0, 5]


def test_what_is_not_known_is_not_offered() -> None:
    found = settled(case(), {"income": "3000"})
    assert found.offers == ()
    assert found.most == Span.of(Decimal(40_000))
    assert str(found.says) == "By money alone, do not offer more than $40,000."


# When to offer nothing


@pytest.mark.parametrize(
    ("given", "stance"),
    [
        (case("AZ", loan(answers=LIVED_IN)), "barred"),
        (case("AL", loan(accelerated_on="2012-01-15", originated_on="2005-05-01")), "late"),
        (case("AL", household=people(bankruptcy="chapter_13")), "stayed"),
        (case("AZ", property={**HOME, "acres": None}, disposition={**SALE, "date": "2026-11-02"}), "open"),
        (case("AL", loan(140_000)), "paid"),
    ],
)
def test_nothing_is_offered_where_nothing_may_be_owed(given: dict[str, Any], stance: str) -> None:
    found = settled(given)
    assert found.stance == stance
    assert found.not_now
    assert (found.offers, found.best, found.best_monthly, found.most) == ((), None, None, NOTHING)


def test_a_time_that_may_be_over_is_said_with_its_day() -> None:
    found = settled(case("AL", loan(accelerated_on="2012-01-15", originated_on="2005-05-01")))
    assert "January 15, 2018" in " ".join(map(str, found.because))
    assert [right.id for right in found.look_first] == ["part-payment-revival", "time-barred-suit"]
    known = settled(case("AL", loan(accelerated_on="2024-01-15")))
    assert known.stance == "settle"


def test_before_the_sale_the_home_counts() -> None:
    """A second loan behind $150,000 on a home worth $150,000: the home brings it nothing."""
    ahead = case("AL", loan(150_000), {**loan(45_000), "purpose": "home_equity"}, stage="behind", disposition={})
    second = settled(ahead, which="second")
    assert second.stance == "ahead"
    assert second.claim == Span.of(Decimal(45_000))
    assert second.otherwise.home == NOTHING
    assert settled(ahead, which="first").otherwise.home == Span(Decimal(0), Decimal(150_000))


# What must be in writing


def words(found: Plan) -> set[str]:
    return {each.id for each in found.elements}


def test_the_agreement_names_what_this_case_has() -> None:
    plain = settled(case("AL", loan(mortgage_insurance=False)), {})
    assert not {"insurer", "government", "lawsuit", "other-liens"} & words(plain)
    assert "insurer" in words(settled(case("AL", loan(mortgage_insurance=True))))
    assert "government" in words(settled(case("AL", loan(program="fha"))))
    assert "insurer" not in words(settled(case("AL", loan(program="fha"))))
    assert "lawsuit" in words(settled(case("AL", stage="sued")))
    assert "other-liens" in words(settled(case("AL", loan(150_000), loan(45_000, purpose="home_equity"))))
    assert "default" not in words(settled(case(), {"income": "3000", "expenses": "3000"}))
    assert {"debt-words", "no-reservation", "authority"} <= words(plain)


def test_every_condition_of_the_file_is_one_that_a_case_can_tell() -> None:
    law = federal(SettlementLaw)
    known = set(settled(case()).conditions)
    assert {name for each in (*law.release_element, *law.advice) for name in each.when} <= known


# Properties


def test_a_barred_claim_collects_nothing_in_any_worked_case() -> None:
    """And what could be taken is never above the claim."""
    barred = 0
    for state, name, told_of in list(scenarios())[::2]:
        found = assess(read_facts(told_of))
        for each in found.loans:
            told = otherwise(found, each, read_budget({}))
            assert told.claim.high is None or top(told.reach) <= told.claim.high, (state, name)
            if each.liability.possible == ("barred",) and not each.deficiency.stays_on_home:
                barred += 1
                assert told.reach == NOTHING or told.home != NOTHING, (state, name)
    assert barred > 25


DOLLARS = st.integers(0, 60_000)


def top(span: Span) -> Decimal:
    assert span.high is not None
    return span.high


@settings(max_examples=25)
@given(pay=st.integers(100, 4000), less=st.integers(0, 4000), cash=DOLLARS, spent=DOLLARS, lump=DOLLARS)
def test_less_to_take_never_raises_what_could_be_taken(pay: int, less: int, cash: int, spent: int, lump: int) -> None:
    """A paycheck or a balance that is smaller, or more of it protected, never helps the lender; and no offer is above
    the claim or above that."""
    means = {"cash": str(lump), "income": "3300", "expenses": "3000"}
    more = settled(case(household=people(disposable_pay=pay, gross_pay=4000, bank_balance=cash)), means)
    low = max(0, pay - less)
    poorer = people(disposable_pay=low, gross_pay=4000, bank_balance=cash, bank_federal_benefits=min(cash, spent))
    fewer = settled(case(household=poorer), means)
    assert top(fewer.otherwise.reach) <= top(more.otherwise.reach)
    for found in (more, fewer):
        for offer in found.offers:
            assert offer.paid <= top(found.claim)
            assert offer.in_all == Span.of(offer.paid) + offer.tax
        if found.best is not None:
            assert found.best.paid <= top(found.most) <= top(found.claim)
