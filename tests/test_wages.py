"""What may be taken of wages: published examples and forms, every state beside a second reading of its table, and
what must hold of any paycheck."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators.consequences.pay import A_YEAR, WEEKS
from calculators.consequences.wages import Wages, wages
from calculators.facts import read_facts
from calculators.law.loader import codes, state_law
from calculators.money import NOTHING, Span

from .test_law_collecting import take

TODAY = date(2026, 11, 22)
HOME = {"property": {"occupancy": "principal_residence"}}
LOAN: dict[str, Any] = {"purpose": "purchase", "originated_on": "2023-05-01", "sold_to_debt_buyer": False}
SINGLE = {
    "head_of_family": False,
    "supported_dependents": 0,
    "medical_insurance": 0,
    "retirement_contribution": 0,
    "exempt_income": 0,
    "minimum_wage": 0,
    "household_size": 1,
    "household_income": 9000,
    "public_aid": "none",
    "laborer": False,
    "wage_protection_waived": False,
}


def of(
    code: str, disposable: Decimal | float | str | None, period: str | None = "weekly", gross: Any = None, **more: Any
) -> Wages:
    """What may be taken from a single worker of whom everything else is known."""
    loan = {**LOAN, **more.pop("loan", {})}
    day = more.pop("as_of", TODAY)
    pay = {"disposable_pay": disposable, "gross_pay": gross, "pay_period": period}
    household = {**SINGLE, **pay, **more}
    return wages(read_facts({"state": code, **HOME, "loans": [loan], "household": household}, day))


def one(found: Wages) -> float:
    """The one amount of a paycheck that may be taken."""
    assert found.per_pay_period.exact and found.per_pay_period.high is not None
    return float(found.per_pay_period.high)


# Where a published example names one state or none, a state that leaves the federal cap as it is stands for it.


@pytest.mark.parametrize(
    ("disposable", "period", "taken"),
    [
        (233, "weekly", 15.50),  # only what is over $217.50
        (368, "weekly", 92),  # a week with a bonus
        (580, "biweekly", 145),  # weeks of $500 and $80: the pay period counts
        (300, "weekly", 75),  # a weekly draw
        (217.50, "weekly", 0),
    ],
)
def test_the_examples_of_the_department_of_labor(disposable: float, period: str, taken: float) -> None:
    """Wage and Hour Division, Fact Sheet #30."""
    assert one(of("UT", disposable, period)) == taken


def test_support_that_takes_a_quarter_leaves_nothing_for_other_creditors() -> None:
    """Fact Sheet #30: of $370 a week $140 goes to support, more than a quarter."""
    assert of("UT", 370, existing_withholding=140).left == NOTHING
    # With $50 for support $42.50 more may go to a creditor; whether the state lets less be taken is open.
    assert of("UT", 370, existing_withholding=50).left == Span(Decimal("42.50"), Decimal("42.50"))
    assert of("OR", 500, existing_withholding=60).left == Span(Decimal("40.00"), Decimal("40.00"))


@pytest.mark.parametrize(
    ("code", "period", "floor", "debt"),
    [
        # New Hampshire Department of Employment Security, wage garnishment worksheet: 50 times the federal wage.
        ("NH", "weekly", "362.50", True),
        ("NH", "biweekly", "725.00", True),
        ("NH", "semimonthly", "785.42", True),
        ("NH", "monthly", "1570.83", True),
        # Washington Office of Financial Management, State Administrative and Accounting Manual 25.60.50.
        ("WA", "weekly", "253.75", False),
        ("WA", "semimonthly", "549.79", False),
        ("WA", "monthly", "1099.58", False),
        # Federal Register table in 29 CFR § 870.10, as the DOL prints it.
        ("UT", "weekly", "217.50", True),
        ("UT", "biweekly", "435.00", True),
        ("UT", "semimonthly", "471.25", True),
        ("UT", "monthly", "942.50", True),
        # Or. Rev. Stat. § 18.385(2), wages payable from July 1, 2026.
        ("OR", "weekly", "400.00", True),
        ("OR", "biweekly", "832.00", True),
        ("OR", "semimonthly", "912.00", True),
        # O.C.G.A. § 18-4-5 prints the weekly dollars; Nev. Rev. Stat. § 31.295: 50 hours; W. Va. Code § 38-5A-3: 50.
        ("GA", "weekly", "217.50", True),
        ("NV", "weekly", "362.50", True),
        ("WV", "weekly", "362.50", True),
        # New York CPLR 5231(b) with the wage of 2026 outside the city; Virginia Code § 34-29; Illinois 12-803.
        ("NY", "weekly", "480.00", True),
        ("VA", "weekly", "510.80", True),
        ("IL", "weekly", "675.00", True),
        # N.D. Cent. Code § 32-09.1-03 and S.D. Codified Laws § 21-18-51.
        ("ND", "weekly", "290.00", True),
        ("SD", "weekly", "474.00", True),
    ],
)
def test_the_floors_that_forms_and_statutes_print(code: str, period: str, floor: str, debt: bool) -> None:
    loan = {"consumer_debt": debt}
    assert one(of(code, floor, period, gross=9000, loan=loan)) == 0
    above = str(Decimal(floor) + 1)
    assert one(of(code, above, period, gross=9000, loan=loan)) == pytest.approx(1, abs=0.02)


@pytest.mark.parametrize(
    ("disposable", "period", "taken"),
    [
        # Line by line: by the month, less $200, times 20%, plus $15, back to the pay period.
        (1000, "biweekly", ((1000 * 26 / 12 - 200) * 0.20 + 15) * 12 / 26),
        (1300, "monthly", 235),
        (900, "semimonthly", ((900 * 2 - 200) * 0.20 + 15) / 2),
    ],
)
def test_the_worksheet_of_hawaii(disposable: float, period: str, taken: float) -> None:
    """District Court form 3DC27C; the federal worksheet beside it lets no less be taken here."""
    assert one(of("HI", disposable, period)) == pytest.approx(taken, abs=0.01)


def test_the_worksheet_of_wisconsin() -> None:
    """Circuit court form CV-426: 20%, or what is above 30 times the wage, and never below the poverty line."""
    assert one(of("WI", 500, household_income=2600)) == 100
    # 15,960 a year is 306.92 a week: a household of one on $350 a week can lose $43.08.
    assert one(of("WI", 350, household_income=round(350 * 52 / 12, 2))) == 43.08
    assert one(of("WI", 300, household_income=1300)) == 0


def test_the_worksheet_of_massachusetts() -> None:
    """District Court worksheet: the lowest of four amounts; the fourth is what gross pay is above 50 times the wage."""
    found = of("MA", 700, gross=860).per_pay_period
    assert found.high == min(Decimal("175"), Decimal("482.50"), Decimal("129"), Decimal("110"))
    assert found.low == 0  # measured on disposable pay nothing is above $750: it is not settled


def test_the_example_of_new_york() -> None:
    """Department of Taxation and Finance: John earns $769.23 a week, $615.23 of it disposable, and pays $76.92."""
    assert one(of("NY", "615.23", gross="769.23")) == 76.92


def test_the_steps_of_minnesota() -> None:
    """Minn. Stat. § 571.922 as payroll services apply it: gross pay picks the step, 40, 60 or 80 hours at the wage."""
    wage = Decimal("11.41")
    for hours, percent in ((40, 0), (60, 10), (80, 15)):
        found = of("MN", 456.40, gross=wage * hours).per_pay_period
        assert found.high == Decimal("456.40") * percent / 100
    assert of("MN", 1000, gross=1300).per_pay_period == Span(Decimal(250), Decimal(250))


def test_the_formula_of_california() -> None:
    """Cal. Code Civ. Proc. § 706.050: 40% above 48 hours at the wage, or 20% of all; a city wage counts."""
    assert one(of("CA", 1000)) == 75.52
    assert one(of("CA", 2000, "biweekly")) == 151.04  # 96 hours
    assert one(of("CA", 1000, minimum_wage="20.00")) == 16
    open_wage = of("CA", 1000, minimum_wage=None)
    assert open_wage.per_pay_period == Span(Decimal(0), Decimal("75.52"))
    assert open_wage.needs == ("household.minimum_wage",)


def test_claims_show_what_they_would_bring() -> None:
    claims = {claim.id: claim for claim in of("MO", 600, head_of_family=True).states[0].claims}
    assert claims["head-of-family"].take == Span(Decimal(60), Decimal(60))
    (children,) = of("TN", 400, supported_dependents=2).states[0].claims
    assert children.take == Span(Decimal(95), Decimal(95)) and children.to == "employer"
    (good_cause,) = of("IN", 1000).states[0].claims
    assert good_cause.court_decides and good_cause.take == Span(Decimal(100), Decimal(250))
    assert of("TN", 400).states[0].claims == ()  # no children, nothing to claim


def test_a_year_of_paychecks_and_the_cap_of_a_state() -> None:
    found = of("UT", 1500, "biweekly")
    assert found.per_year == Span(Decimal(9750), Decimal(9750))
    assert found.per_month == Span(Decimal("812.50"), Decimal("812.50"))
    iowa = of("IA", 600, gross=700, loan={"consumer_debt": True})
    assert iowa.per_year == Span(Decimal(1500), Decimal(2000))  # $31,200 net, $36,400 gross


def test_two_states_give_the_span_of_both() -> None:
    found = of("AZ", 1500, "biweekly", residence_state="TX", work_state="UT")
    assert [each.code for each in found.states] == ["TX", "UT"]
    assert found.per_pay_period == Span(Decimal(0), Decimal(375))
    assert "Mensah" in found.working[-2].source
    moved = of("AZ", 1500, "biweekly", residence_state="TX")
    assert moved.per_pay_period == NOTHING and not moved.assumed_state
    assert of("AZ", 1500).assumed_state


def test_nothing_is_guessed_where_the_pay_is_not_known() -> None:
    found = of("UT", None)
    assert not found.per_pay_period.known and found.needs == ("household.disposable_pay",)
    assert of("UT", 500, None).needs == ("household.pay_period",)
    assert of("TX", None, None).per_pay_period == NOTHING
    by_gross = of("UT", None, gross=800)
    assert by_gross.per_pay_period == Span(Decimal(0), Decimal(200))
    assert one(of("UT", None, gross=800, required_withholding=200)) == 150


def test_figures_that_nobody_has_read_are_said_to_be_old() -> None:
    (alaska,) = of("AK", 800).states
    assert any("have not read the new ones" in str(caveat) for caveat in alaska.caveats)
    (before,) = of("AK", 800, as_of=date(2026, 9, 30)).states
    assert not any("have not read" in str(caveat) for caveat in before.caveats)


def test_the_table_for_the_readers_eye_has_every_state() -> None:
    table = StringIO()
    call_command("garnishments", stdout=table)
    rows = {row[:2]: row.split() for row in table.getvalue().splitlines()[1:]}
    assert sorted(rows) == list(codes())
    assert rows["TX"][1:] == ["0.00", "0.00", "0.00"]
    assert rows["NV"][1:] == ["0.00", "108.00", "300.00"]


@pytest.mark.parametrize("code", codes())
def test_every_state_beside_a_second_reading_of_its_table(code: str) -> None:
    signed = date(2023, 5, 1)
    for disposable in (250, 600, 1200):
        gross = disposable * 1.25
        found = of(code, disposable, gross=gross, loan={"consumer_debt": True}).per_pay_period
        low, high = take(code, disposable, gross, contract=signed)
        if state_law(code).wage_garnishment.consumer_debt_means and code in ("IA", "ME"):
            other = take(code, disposable, gross, contract=signed, debt="other")
            low, high = min(low, other[0]), max(high, other[1])
        if code in ("NJ", "WI"):  # the second reading leaves the poverty line out
            assert found.low == Decimal(str(low)) and found.high is not None and found.high >= Decimal(str(high))
            continue
        assert (found.low, found.high) == (Decimal(str(low)), Decimal(str(high)))


PAY = st.integers(0, 12_000).map(lambda quarters: Decimal(quarters) / 4)
PERIOD = st.sampled_from(sorted(WEEKS))
STATE = st.sampled_from(codes())
HIDDEN = st.sets(st.sampled_from([*SINGLE, "gross_pay", "pay_period", "disposable_pay"]))


@settings(max_examples=800)
@given(STATE, PERIOD, PAY, PAY)
def test_never_more_than_federal_law_lets_be_taken_and_never_less_for_more_pay(
    code: str, period: Any, one_pay: Decimal, other_pay: Decimal
) -> None:
    less, more = sorted((one_pay, other_pay))
    taken = [of(code, pay, period, gross=pay * 2).per_pay_period for pay in (less, more)]
    for pay, span in zip((less, more), taken, strict=True):
        cap = min(pay / 4, max(Decimal(0), pay - Decimal("217.50") * WEEKS[period]))
        assert span.low is not None and span.high is not None
        assert 0 <= span.low <= span.high <= cap + Decimal("0.005")
    assert taken[0].at_most(taken[1]) == taken[0]


@settings(max_examples=80)
@given(STATE, PERIOD, PAY, HIDDEN, st.booleans())
def test_another_fact_never_widens_the_answer(
    code: str, period: Any, pay: Decimal, hidden: set[str], consumer: bool
) -> None:
    told: dict[str, Any] = {**SINGLE, "disposable_pay": pay, "gross_pay": pay * 2, "pay_period": period}
    told["household_income"] = round(pay * A_YEAR[period] / 12, 2)

    def span(loan: dict[str, Any], household: dict[str, Any]) -> Span:
        return wages(read_facts({"state": code, "loans": [loan], "household": household}, TODAY)).per_pay_period

    whole = span({**LOAN, "consumer_debt": consumer}, told)
    less = span({}, {key: value for key, value in told.items() if key not in hidden})
    assert less.low is None or (whole.low is not None and less.low <= whole.low)
    assert less.high is None or (whole.high is not None and less.high >= whole.high)
