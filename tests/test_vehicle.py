"""A vehicle after repossession, by UCC Article 9: what is left, whose the surplus is, and what a fault may bring."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from calculators.consequences.repossession import Balance, Vehicle, balance
from calculators.law.federal import federal
from calculators.law.repossession import RepossessionLaw
from calculators.money import NOTHING, Span
from tests.test_shelf import ask, said, words

AMOUNTS = some.decimals(0, 10**6, places=2)
MAYBE = some.none() | AMOUNTS


def left(owed: int, price: int, insider: bool | None = None, **more: int) -> Balance:
    amounts: Any = {name: Decimal(value) for name, value in more.items()}
    return balance(Vehicle(Decimal(owed), Decimal(price), insider=insider, **amounts))


def exact(amount: int) -> Span:
    return Span.of(Decimal(amount))


def test_ten_thousand_owed_sold_for_eighty_five_hundred_with_five_hundred_of_fees_leaves_two_thousand() -> None:
    found = left(10_000, 8_500, expenses=500)
    assert found.deficiency == exact(2_000)
    assert found.surplus == NOTHING
    assert "$2,000 is left to pay" in said(ask("/calculators/vehicle/", owed="10,000", price="8,500", fees="500"))


def test_what_is_over_belongs_to_the_owner() -> None:
    """UCC § 9-615(d)(1)."""
    found = left(6_000, 8_500, expenses=500)
    assert (found.deficiency, found.surplus) == (NOTHING, exact(2_000))
    assert "left over $2,000, and it is yours" in said(
        ask("/calculators/vehicle/", owed="6000", price="8500", fees="500")
    )


def test_a_lawyer_adds_and_a_refund_takes_off() -> None:
    assert left(10_000, 8_500, expenses=500, lawyer=300, credits=800).deficiency == exact(1_500)


def test_costs_that_nobody_gave_leave_the_balance_open_above() -> None:
    assert left(10_000, 8_500).deficiency == Span(Decimal(1_500), None)
    assert "at least $1,500" in said(ask("/calculators/vehicle/", owed="10000", price="8500"))


def test_a_low_price_from_an_insider_may_be_counted_at_a_fair_one() -> None:
    """UCC § 9-615(f): how low is too low, a court decides, so both ends stand."""
    assert left(10_000, 4_500, expenses=0, insider=True, fair_price=9_000).deficiency == Span(
        Decimal("1000.00"), Decimal("5500.00")
    )
    assert left(10_000, 4_500, expenses=0, insider=False, fair_price=9_000).deficiency == exact(5_500)
    assert left(10_000, 4_500, expenses=0, insider=None, fair_price=9_000).deficiency == exact(5_500)
    either = words(ask("/calculators/vehicle/", owed="5000", price="4500", fees="0", insider="yes", fair="9000"))
    assert "up to $500 may be left to pay, or up to $4,000 may be yours" in either


def test_the_least_damages_are_the_finance_charge_and_a_tenth_of_the_loan() -> None:
    """UCC § 9-625(c)(2)."""
    line = left(10_000, 8_500, finance_charge=2_100, principal=14_000).least_damages
    assert line is not None
    assert line.amount == exact(3_500)
    assert left(10_000, 8_500, finance_charge=2_100).least_damages is None


@settings(max_examples=60)
@given(AMOUNTS, AMOUNTS, MAYBE, MAYBE, MAYBE, some.sampled_from((None, True, False)), MAYBE, AMOUNTS)
def test_more_costs_never_lower_the_balance_and_never_both(
    owed: Decimal,
    price: Decimal,
    expenses: Decimal | None,
    lawyer: Decimal | None,
    refunds: Decimal | None,
    insider: bool | None,
    fair: Decimal | None,
    more: Decimal,
) -> None:
    one = balance(Vehicle(owed, price, expenses, lawyer, refunds, insider, fair))
    assert not (one.deficiency.low and one.surplus.low), "deficiency and surplus are never both certain"
    if one.deficiency.exact and one.surplus.exact:
        assert NOTHING in (one.deficiency, one.surplus)
    other = balance(Vehicle(owed, price, (expenses or Decimal(0)) + more, lawyer, refunds, insider, fair))
    assert (other.deficiency.low or 0) >= (one.deficiency.low or 0)
    if one.deficiency.high is not None and other.deficiency.high is not None:
        assert other.deficiency.high >= one.deficiency.high
    told = balance(Vehicle(owed, price, expenses if expenses is not None else more, lawyer, refunds, insider, fair))
    assert (told.deficiency.low or 0) >= (one.deficiency.low or 0), "a fact that becomes known never widens"
    assert one.deficiency.high is None or (told.deficiency.high or 0) <= one.deficiency.high


def test_the_page_says_what_to_check_and_what_is_not_counted() -> None:
    page = words(ask("/calculators/vehicle/", owed="10000", price="8500", fees="500"))
    law = federal(RepossessionLaw)
    for check in law.check:
        assert check.look in page
        assert check.fault in page
    for each in law.not_modelled:
        assert each.says in page
    assert "have a lawyer confirm it" in page


@pytest.mark.parametrize("name", ["owed", "price"])
def test_what_has_to_be_known_is_asked_for_by_name(name: str) -> None:
    numbers = {"owed": "10000", "price": "8500", name: ""}
    label = {"owed": "Owed on the loan before the sale", "price": "Sale price"}[name]
    assert f"“{label}” is missing." in words(ask("/calculators/vehicle/", **numbers))
