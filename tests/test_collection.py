"""What they can take of a case: bank account, another home, the judgment over the years, and when nothing at all."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators.assessment import Assessment, assess
from calculators.consequences.bank import Bank, bank
from calculators.consequences.judgment import Judgment, balances, judgment, months_to_pay
from calculators.consequences.other_property import other_home
from calculators.facts import BadFacts, Facts, read_facts
from calculators.law.loader import codes, law_version
from calculators.money import NOTHING, Span

TODAY = date(2026, 11, 22)
LOAN = {
    "purpose": "purchase",
    "program": "conventional",
    "originated_on": "2019-05-01",
    "principal": 100000,
    "accrued_interest": 0,
    "late_fees": 0,
    "advances": 0,
    "costs": 0,
    "credits": 0,
    "interest_rate": "6.5",
}
PAY = {"disposable_pay": 1500, "gross_pay": 2000, "pay_period": "biweekly", "head_of_family": False}
HOME = {"occupancy": "principal_residence", "units": 1, "acres": "0.2", "fair_market_value": 60000}
SALE = {
    "kind": "nonjudicial_foreclosure",
    "date": "2026-03-02",
    "sale_price": 60000,
    "foreclosing_lien": "first",
    "lender_bought_at_sale": True,
}


def facts(code: str, loan: dict[str, Any] | None = None, **household: Any) -> Facts:
    return read_facts(
        {"state": code, "property": HOME, "loans": [{**LOAN, **(loan or {})}], "household": household}, TODAY
    )


def case(code: str, loan: dict[str, Any] | None = None, **changes: Any) -> Assessment:
    """A home sold for $40,000 less than was owed."""
    kind = {"kind": "judicial_foreclosure"} if code == "FL" else {}
    sale = {**SALE, **kind}
    data = {"state": code, "stage": "sold", "property": HOME, "loans": [{**LOAN, **(loan or {})}], "disposition": sale}
    return assess(read_facts({**data, "household": {**PAY, **changes}}, TODAY))


def over_years(code: str, dollars: int, loan: dict[str, Any] | None = None, **household: Any) -> Judgment:
    told = facts(code, loan, **household)
    return judgment(told, told.loans, Span.of(Decimal(dollars)))


def rate(code: str, dollars: int = 60000, loan: dict[str, Any] | None = None, **household: Any) -> tuple[Any, Any]:
    found = over_years(code, dollars, loan, **household).percent
    return found.low, found.high


def dollars(*amounts: float | str) -> tuple[Decimal, ...]:
    return tuple(Decimal(str(amount)) for amount in amounts)


def levy(code: str, balance: int | None = 4000, loan: dict[str, Any] | None = None, **household: Any) -> Bank:
    return bank(facts(code, loan, bank_balance=balance, **{"bank_federal_benefits": 0, **household}))


def taken(found: Bank) -> tuple[Any, Any]:
    """What may be taken if nobody claims anything, and if everything is claimed: the high ends."""
    return found.may_take.high, found.if_claimed.high


# The judgment over the years


@pytest.mark.parametrize(
    ("code", "amount", "percent"),
    [
        ("CA", 60000, 10),  # Cal. Code Civ. Proc. § 685.010
        ("CA", 49999, 5),
        ("IL", 25000, 5),  # 735 ILCS 5/2-1303
        ("IL", 25001, 9),
        ("NY", 60000, 2),  # CPLR 5004(a): a consumer debt
        ("MD", 60000, 10),  # the note's rate does not count for a mortgage loan
        ("MN", 60000, 10),
        ("MN", 50000, 4),
        ("FL", 60000, "6.5"),  # the note's own rate goes on
        ("MO", 60000, 9),  # 9%, or the note's rate where it is higher
        ("IN", 60000, "6.5"),  # 8%, or the note's rate where it is lower
        ("WV", 60000, "6.25"),  # the secondary credit rate of January 2 plus 2 points
        ("NJ", 60000, "6.5"),
        ("NJ", 20000, "4.5"),
        ("VT", 60000, 12),
    ],
)
def test_the_rate_by_the_rule_of_the_state(code: str, amount: int, percent: float | str) -> None:
    assert rate(code, amount) == dollars(percent, percent)


def test_a_rate_that_is_not_known_is_a_range_or_nothing_and_never_a_guess() -> None:
    assert rate("CT") == dollars(0, 10)  # a judge sets it
    assert rate("HI") == dollars("6.5", 10)  # whether the note's rate goes first was not read
    assert rate("FL", loan={"interest_rate": None}) == (Decimal(0), None)
    assert rate("TX", loan={"interest_rate": 25}) == dollars(18, 18)  # Tex. Fin. Code § 304.002
    assert over_years("FL", 60000, {"interest_rate": None}).needs == ("loans.first.interest_rate",)
    assert rate("CT", loan={"judgment_rate": 3}) == dollars(3, 3)
    assert rate("NY", loan={"purpose": "home_equity"}) == dollars(2, 9)
    assert over_years("NY", 60000, {"purpose": "home_equity"}).needs == ("loans.first.consumer_debt",)


def test_an_old_index_is_named_with_its_day() -> None:
    (caveat, *_) = over_years("AR", 60000, {"interest_rate": 4}).caveats
    assert str(caveat) == (
        "The last value of the Federal Reserve's primary credit rate that we read is the 3.75% of December 11, 2025. "
        "A newer one may differ."
    )


def test_two_courts_may_give_the_judgment() -> None:
    found = over_years("MD", 60000, residence_state="VT")
    assert found.percent == Span(*dollars(10, 12))
    assert [rate.code for rate in found.rates] == ["MD", "VT"]


def test_simple_interest_bears_no_interest_and_compound_interest_does() -> None:
    years = over_years("CA", 60000).years
    assert [years[place].balance.high for place in (0, 9)] == [66000, 120000]
    assert years[0].on == date(2027, 11, 22) and len(years) == 10
    (compound,) = balances(Span.of(Decimal(10000)), Span(Decimal(8), Decimal(8)), 2, Decimal(0), ("yearly", "yearly"))[
        1:
    ]
    assert compound.high == Decimal("11664.00")
    # Tex. Fin. Code § 304.006: compounded yearly, at the note's rate.
    assert over_years("TX", 10000).years[9].balance.high == Decimal("18771.37")


def test_the_years_count_from_the_day_of_judgment() -> None:
    found = over_years("CA", 60000, {"judgment_on": "2024-02-29"})
    assert found.entered and found.starts_on == date(2024, 2, 29)
    assert [year.on for year in found.years[:4]] == [
        date(y, 2, d) for y, d in ((2025, 28), (2026, 28), (2027, 28), (2028, 29))
    ]


def test_payments_pay_the_interest_first() -> None:
    debt, twelve = Span.of(Decimal(10000)), Span(Decimal(12), Decimal(12))
    only_interest = balances(debt, twelve, 5, Decimal(100))
    assert {span.high for span in only_interest} == {Decimal("10000.00")}
    assert months_to_pay(debt, twelve, Span.of(Decimal(100))) == Span(None, None)
    # The formula of an annuity: log(2) / log(1.01) is 69.7 payments of twice the interest.
    assert months_to_pay(debt, twelve, Span.of(Decimal(200))) == Span(Decimal(70), Decimal(70))
    assert balances(debt, Span(Decimal(0), Decimal(0)), 1, Decimal(100))[0].high == 8800
    assert over_years("CA", 60000, monthly_payment=1000).paid_after == Span(Decimal(84), Decimal(84))


@settings(max_examples=50)
@given(st.integers(1, 500_000), st.integers(0, 20), st.integers(0, 5000), st.booleans())
def test_more_paid_is_never_more_owed(amount: int, percent: int, monthly: int, yearly: bool) -> None:
    kind = "yearly" if yearly else "simple"
    debt, at = Span.of(Decimal(amount)), Span(Decimal(percent), Decimal(percent))
    less, more = (balances(debt, at, 4, Decimal(payment), (kind, kind)) for payment in (monthly, monthly + 50))
    for one, other in zip(less, more, strict=True):
        assert one.low is not None and other.low is not None and 0 <= other.low <= one.low


# The bank account


def test_what_the_bank_leaves_alone_and_what_must_be_claimed() -> None:
    assert taken(levy("PA")) == (3700, 3700)
    assert taken(levy("TN", 12000)) == (12000, 2000)
    assert taken(levy("IL")) == (3000, 0)  # $1,000 by itself, $4,000 with a claim
    assert taken(levy("WA")) == (2000, 2000)
    assert taken(levy("WA", loan={"consumer_debt": False})) == (3500, 3500)
    assert taken(levy("MD", 8000)) == (7500, 2000)
    assert taken(levy("DE", 50000)) == (0, 0)
    assert taken(levy("TX", bank_wages=0)) == (4000, 4000)
    assert taken(levy("OH")) == (4000, 1700)


def test_federal_benefits_of_two_months_stay_in_the_account() -> None:
    """31 CFR § 212.6: the lesser of the benefits paid in and the balance."""
    assert taken(levy("KS", bank_federal_benefits=1500, bank_wages=0)) == (2500, 2500)
    assert levy("KS", bank_federal_benefits=9000, bank_wages=0).may_take == NOTHING
    unknown = levy("KS", bank_federal_benefits=None, bank_wages=0)
    assert unknown.may_take == Span(*dollars(0, 4000)) and unknown.needs == ("household.bank_federal_benefits",)
    # Whether the state's own amount comes on top was not read.
    assert levy("MA", 6000, bank_federal_benefits=2000).may_take == Span(*dollars(1500, 3500))
    # 42 Pa. R. Civ. P. 3111.1: $10,000 where exempt money comes in by itself.
    assert levy("PA", 12000, bank_federal_benefits=500).may_take.high == 2000


def test_figures_that_have_risen_since_leave_the_amount_open_below() -> None:
    california = levy("CA")
    assert california.may_take == Span(*dollars(0, 2212))
    assert "$1,788 is the figure of July 1, 2020" in str(california.caveats[0])
    assert levy("NY", 5000).may_take == Span(*dollars(920, 1160))
    assert levy("NY", 5000, minimum_wage=17).may_take == Span(*dollars(920, 920))


def test_an_account_with_another_owner() -> None:
    assert levy("KS", bank_joint=True, bank_share=50, bank_wages=0).may_take == Span(*dollars(2000, 4000))
    assert levy("KS", bank_joint=True, bank_wages=0).may_take == Span(*dollars(0, 4000))
    assert levy("MA", 6000, bank_joint=True, bank_share=100).may_take.high == 1000  # Mass. G.L. ch. 246, § 28A


@pytest.mark.parametrize("code", codes())
def test_every_state_has_an_answer_for_bank_and_home_and_never_takes_more_than_is_there(code: str) -> None:
    found = levy(code)
    for span in (found.may_take, found.if_claimed):
        assert span.low is not None and span.high is not None and 0 <= span.low <= span.high <= 4000
    assert found.if_claimed.high <= found.may_take.high if found.if_claimed.high and found.may_take.high else True
    home = other_home(facts(code, home_equity=90000, home_owned_jointly=False))
    assert home is not None and home.reachable.low is not None and home.reachable.high is not None
    assert 0 <= home.reachable.low <= home.reachable.high <= 90000


def test_the_exemption_of_another_home() -> None:
    def reach(code: str, equity: int = 150000, **household: Any) -> Span:
        found = other_home(facts(code, home_equity=equity, home_owned_jointly=False, **household))
        assert found is not None
        return found.reachable

    assert reach("TX") == NOTHING  # any value
    assert reach("NJ") == Span(*dollars(150000, 150000))  # no exemption
    assert reach("RI") == Span(*dollars(150000, 150000))  # not against a bank
    assert reach("WI") == Span(*dollars(75000, 75000))
    assert reach("WI", residence_state="NV") == NOTHING
    assert reach("WA", 200000) == Span(*dollars(0, 75000))  # the county's median home price, where it is higher
    assert other_home(facts("WI", owns_home=False)) is None
    both = other_home(facts("WI", home_equity=160000))
    assert both is not None and both.reachable == Span(*dollars(10000, 85000))
    assert both.needs == ("household.home_owned_jointly",)


# The whole case


def test_nothing_may_be_taken_for_a_debt_that_the_law_ends() -> None:
    told = case("AZ")  # sold by a trustee: the rest cannot be collected
    assert told.outcome == "barred"
    json = told.as_json()["collection"]
    assert json["garnishment"]["per_pay_period"] == 0 and json["bank"]["may_take"] == 0
    assert json["judgment_balance_by_year"] == [] and json["judgment_interest_rate"] is None
    assert "nothing may be taken" in json["when"] and json["needs"] == []


def test_a_creditor_needs_a_judgment_first_and_the_government_does_not() -> None:
    told = case("FL", {"program": "va"}).collection
    assert str(told.when).startswith("Only after a judgment")
    assert told.administrative is not None
    assert told.administrative.per_pay_period == Span(*dollars(225, 225))  # 31 U.S.C. § 3720D: 15%
    assert case("FL").collection.administrative is None
    judged = case("FL", {"judgment_on": "2026-09-01"}).collection
    assert str(judged.when).startswith("With the judgment")


def test_where_the_debt_is_not_settled_nothing_is_the_low_end() -> None:
    told = case("FL")  # a judge may count the home's value
    assert told.collectible.low == 0
    assert told.collection.open(told.collection.wages.per_pay_period) == Span(*dollars(0, 375))
    judged = case("FL", {"judgment_on": "2026-09-01", "judgment_amount": 40000})
    assert judged.as_json()["collection"]["garnishment"]["per_pay_period"] == 375
    paid = judged.collection.paid_after
    assert paid == Span(Decimal(58), Decimal(58))  # $812.50 a month on $40,000 at 6.5%


def test_bankruptcy_stops_the_taking_for_as_long_as_it_is_open() -> None:
    told = case("FL", bankruptcy="chapter_13").collection
    assert "bankruptcy" in str(told.when) and told.open(told.wages.per_pay_period).low == 0


def test_the_law_version_covers_the_states_of_home_residence_and_work() -> None:
    at_home, moved = case("FL"), case("FL", residence_state="TX", work_state="LA")
    assert at_home.law_version == law_version("FL")
    assert moved.law_version == law_version("FL", "TX", "LA") != at_home.law_version
    with pytest.raises(BadFacts, match=r"household\.residence_state: is not one of the 50 states"):
        case("FL", residence_state="PR")


HIDDEN = st.sets(
    st.sampled_from(["bank_federal_benefits", "bank_wages", "owns_home", "head_of_family", "minimum_wage"])
)


@settings(max_examples=60)
@given(st.sampled_from(codes()), st.integers(0, 20000), st.integers(0, 3000), HIDDEN, st.booleans())
def test_another_fact_never_widens_what_a_levy_could_take(
    code: str, balance: int, benefits: int, hidden: set[str], yes: bool
) -> None:
    told: dict[str, Any] = {
        "bank_balance": balance,
        "bank_federal_benefits": benefits,
        "bank_wages": 500,
        "owns_home": yes,
        "head_of_family": yes,
        "minimum_wage": 16,
        "supported_dependents": 1,
        "pay_period": "weekly",
    }
    whole = bank(facts(code, **told))
    less = bank(facts(code, **{key: value for key, value in told.items() if key not in hidden}))
    for narrow, wide in ((whole.may_take, less.may_take), (whole.if_claimed, less.if_claimed)):
        assert wide.low is not None and narrow.low is not None and wide.low <= narrow.low
        assert wide.high is not None and narrow.high is not None and wide.high >= narrow.high
