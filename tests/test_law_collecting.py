"""The law on wages and on interest, as data: every state's tables stand, and for the states whose
rule is unusual the figures come out as their statute puts them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import product
from typing import Any

import pytest
from pydantic import ValidationError

from calculators.law.collecting import (
    Amount,
    JudgmentInterest,
    Limit,
    Rate,
    RateWhen,
    WageGarnishment,
)
from calculators.law.loader import STATES, codes
from calculators.law.parts import Dated

TODAY = date(2026, 11, 22)
FEDERAL_WAGE = Decimal("7.25")
NO_GARNISHMENT = {"NC", "PA", "SC", "TX"}


@cache
def table(code: str, name: str) -> dict[str, Any]:
    """One table of a state's file, whatever the rest of the file is like."""
    found: dict[str, Any] = tomllib.loads((STATES / f"{code}.toml").read_text("utf-8"))[name]
    return found


@cache
def wages(code: str) -> WageGarnishment:
    return WageGarnishment.model_validate(table(code, "wage_garnishment"))


@cache
def interest(code: str) -> JudgmentInterest:
    return JudgmentInterest.model_validate(table(code, "judgment_interest"))


def plain(*values: Any) -> tuple[Any, ...]:
    """Several figures, to be compared with whole numbers at once."""
    return values


# How the data is read, in as few lines as show that nothing else is needed: by the week, for one
# person whose every condition is known.


def in_force(values: Iterable[Dated], on: date, area: str = "") -> Decimal:
    """The figure that holds on a day, or else the last one before it."""
    ours = [value for value in values if value.area == area and value.from_ <= on]
    return max(ours, key=lambda value: value.from_).amount


def weekly(amount: Amount, law: WageGarnishment, on: date = TODAY, area: str = "") -> Decimal:
    """A protected amount in dollars a week. A local minimum wage is left out."""
    if amount.dollars is not None:
        return amount.dollars * (Decimal(3) / 13 if amount.per == "monthly" else 1)
    assert amount.multiple is not None
    known = {"federal": FEDERAL_WAGE}
    if "state" in amount.minimum_wage:
        known["state"] = in_force(law.state_minimum_wage, on, area)
    return amount.multiple * max(known[wage] for wage in amount.minimum_wage if wage in known)


def holds(limit: Limit, on: date, facts: dict[str, Any]) -> bool:
    if not (limit.from_ or on) <= on <= (limit.until or on):
        return False
    for name, wanted in limit.when.model_dump(exclude_none=True).items():
        match name:
            case "contract_from":
                met = facts.get("contract", TODAY) >= wanted
            case "contract_before":
                met = facts.get("contract", TODAY) < wanted
            case "paycheck_at_most":
                met = facts["disposable_pay"] <= wanted
            case "claimed":
                met = wanted in facts.get("claimed", ())
            case "public_aid_within":
                met = facts.get("public_aid", False)
            case "debt":
                met = facts.get("debt", "consumer") == wanted
            case "resident":
                met = facts.get("resident", True) == wanted
            case _:
                met = facts.get(name, False) == wanted
        if not met:
            return False
    return True


def most(limit: Limit, law: WageGarnishment, on: date, facts: dict[str, Any]) -> Decimal:
    base = facts[limit.of]
    area = facts.get("area", "")
    if limit.percent is not None:
        floor = weekly(limit.above, law, on, area) if limit.above else Decimal(0)
        return max(Decimal(0), base - floor) * limit.percent / 100
    pay, start, total = facts[limit.measured_on or limit.of], Decimal(0), Decimal(0)
    for step in limit.steps:
        end = weekly(step.up_to, law, on, area) if step.up_to else None
        if limit.steps_take == "slice":
            top = pay if end is None else min(pay, end)
            total += max(Decimal(0), top - start) * step.percent / 100
            start = end or pay
        elif end is None or pay <= end:
            return base * step.percent / 100
    return total


def take(
    code: str, disposable: float, gross: float | None = None, on: date = TODAY, **facts: Any
) -> tuple[float, float]:
    """The most that may be taken of a week's pay: with the disputed limits, and without them."""
    law = wages(code)
    if not law.allowed:
        return 0, 0
    facts["disposable_pay"] = Decimal(str(disposable))
    facts["gross_pay"] = Decimal(str(disposable if gross is None else gross))
    facts.setdefault("disposable_pay_and_exempt_income", facts["disposable_pay"])
    facts.setdefault("household_income", Decimal(10**6))
    facts.setdefault("liquid_assets", facts["disposable_pay"])
    less = Decimal(0)
    if law.dependents and (law.dependents.claim or "") in facts.get("claimed", [""]):
        number = facts.get("dependents", 0)
        by_number = (Decimal(0), *law.dependents.by_number)
        each = law.dependents.each
        less = by_number[min(number, len(by_number) - 1)] if each is None else each * number
    amounts = []
    for limit in law.limits:
        if (limit.above and limit.above.poverty_line_percent) or not holds(limit, on, facts):
            continue
        every = law.dependents is None or law.dependents.lowers == "every_limit"
        off = less if every or limit.above else Decimal(0)
        amounts.append((max(Decimal(0), most(limit, law, on, facts) - off), limit.disputed))
    settled = min(amount for amount, disputed in amounts if not disputed)
    least = min(amount for amount, _ in amounts)
    return float(round(least, 2)), float(round(settled, 2))


def one(code: str, disposable: float, gross: float | None = None, **facts: Any) -> float:
    """The most that may be taken, where nothing is disputed."""
    low, high = take(code, disposable, gross, **facts)
    assert low == high
    return low


@pytest.mark.parametrize("code", codes())
def test_both_tables_of_every_state_stand(code: str) -> None:
    law = wages(code)
    assert law.allowed == (code not in NO_GARNISHMENT)
    assert law.cite and law.sources
    rates = interest(code)
    assert rates.cite and rates.sources
    # No figure is left in a key that the model does not know.
    assert not law.model_extra and not rates.model_extra


def amounts_of(law: WageGarnishment) -> Iterator[Amount]:
    for limit in law.limits:
        if limit.above:
            yield limit.above
        yield from (step.up_to for step in limit.steps if step.up_to)


@pytest.mark.parametrize("code", codes())
def test_the_state_wage_is_known_where_a_floor_counts_by_it(code: str) -> None:
    law = wages(code)
    by_state_wage = any("state" in amount.minimum_wage for amount in amounts_of(law))
    # Oregon's floor turns to the state wage in July 2027, and nobody knows that wage yet.
    assert bool(law.state_minimum_wage) == (by_state_wage and code != "OR")
    for wage in law.state_minimum_wage:
        assert wage.from_ <= TODAY and FEDERAL_WAGE < wage.amount < 20


@pytest.mark.parametrize("code", sorted(set(codes()) - NO_GARNISHMENT))
def test_no_state_lets_more_be_taken_than_federal_law(code: str) -> None:
    people: Iterable[dict[str, Any]] = [
        {
            "debt": debt,
            "head_of_family": head,
            "resident": resident,
            "written_waiver": True,
            "contract": signed,
        }
        for debt, head, resident, signed in product(
            ("consumer", "other"), (False, True), (True, False), (date(2019, 5, 1), TODAY)
        )
    ]
    pays = (150, 217.5, 250, 290, 600, 800, 3000)
    for person, disposable, on in product(people, pays, (date(2026, 2, 1), TODAY)):
        pay = Decimal(str(disposable))
        cap = min(pay / 4, max(Decimal(0), pay - 30 * FEDERAL_WAGE))
        _, high = take(code, disposable, disposable * 2, on, **person)
        assert high <= float(round(cap, 2)), person


@pytest.mark.parametrize(
    ("code", "dollars", "area"),
    [
        ("CT", "677.60", ""),
        ("GA", "217.50", ""),
        ("IL", "675.00", ""),
        ("MA", "750.00", ""),
        ("MD", "450.00", ""),
        ("ME", "604.00", ""),
        ("MT", "217.50", ""),
        ("ND", "290.00", ""),
        ("NH", "362.50", ""),
        ("NV", "362.50", ""),
        ("NY", "480.00", ""),
        ("NY", "510.00", "New York City, Long Island and Westchester"),
        ("OR", "400.00", ""),
        ("SD", "474.00", ""),
        ("VA", "510.80", ""),
        ("WA", "599.55", ""),
    ],
)
def test_the_protected_week_in_dollars(code: str, dollars: str, area: str) -> None:
    law = wages(code)
    floors = {
        weekly(limit.above, law, TODAY, area)
        for limit in law.limits
        if limit.above and limit.of != "household_income" and holds(limit, TODAY, {})
    }
    assert Decimal(dollars) in floors and max(floors) == Decimal(dollars)


def test_a_share_of_the_excess_only() -> None:
    # 40 hours at 18.40 are 736; a quarter of the rest.
    assert one("DC", 1000) == 66
    assert one("DC", 1000, on=date(2026, 6, 30)) == 70.5
    assert one("DC", 736) == 0
    # 40% of what is above 48 hours at 16.90 (811.20), or 20% of all.
    assert one("CA", 1000) == 75.52
    assert one("CA", 2000) == 400
    assert one("CA", 811.20) == 0


def test_hours_printed_by_pay_period_are_those_of_four_and_a_third_weeks() -> None:
    printed = next(limit.above for limit in wages("CA").limits if limit.above)
    assert printed.multiple == 48
    assert plain(printed.biweekly, printed.semimonthly, printed.monthly) == (96, 104, 208)
    assert printed.semimonthly == 48 * Decimal(13) / 6
    # Where the law prints dollars, they are not the weekly ones multiplied.
    floor = next(limit.above for limit in wages("OR").limits if limit.from_ == date(2026, 7, 1))
    assert floor
    assert plain(floor.dollars, floor.biweekly, floor.semimonthly) == (400, 832, 912)


def test_shares_of_gross_pay() -> None:
    assert one("NY", 800, 1000) == 100  # 10% of gross
    assert one("NY", 500, 1000) == 20  # what is above 480
    assert one("NJ", 800, 1000) == 100
    assert one("IL", 800, 1000) == 125  # what is above 675, below 15% of gross
    assert one("IL", 900, 1000) == 150
    assert one("IL", 560, 4000) == 0
    assert take("MA", 800, 1000) == (50, 150)  # above 750: of disposable or of gross is not settled
    assert take("DE", 800, 1000) == (120, 150)


def test_more_than_the_share_of_gross_pay_only_for_higher_earners() -> None:
    gross, *others = wages("NJ").limits
    assert gross.court_may_lift_over_poverty_percent == 250
    assert [limit.of for limit in others] == ["disposable_pay", "disposable_pay"]


def test_schedules() -> None:
    # Slices by the month: 5% of 100, 10% of 100, 20% of the rest.
    assert one("HI", 1300 * 3 / 13) == round((5 + 10 + 220) * 3 / 13, 2)
    # Steps that take their percent of all pay: by gross or by disposable pay is not settled.
    assert take("MN", 456.40, 456.40) == (0, 0)
    assert take("MN", 650, 680) == (65, 65)
    assert take("MN", 650, 700) == (65, 97.5)
    assert take("MN", 900, 912.80) == (135, 135)
    assert take("MN", 1000, 1300) == (250, 250)
    assert take("MN", 500, 600) == (43.6, 50)
    # Gross pay picks the percent of disposable pay.
    assert one("NV", 600, 770) == 108
    assert one("NV", 600, 770.01) == 150
    assert one("NV", 400, 600) == 37.5


def test_a_floor_in_dollars_by_date() -> None:
    assert one("OR", 500) == 100
    assert one("OR", 420, on=date(2026, 6, 30)) == 82
    assert one("OR", 320, on=date(2025, 3, 1)) == 15


def test_heads_of_families() -> None:
    assert one("FL", 1000) == 250
    assert one("FL", 1000, head_of_family=True) == 0
    assert one("FL", 1000, head_of_family=True, written_waiver=True) == 250
    assert one("FL", 750, head_of_family=True, written_waiver=True) == 0
    assert one("MO", 600, head_of_family=True) == 150
    assert one("MO", 600, head_of_family=True, claimed=["head-of-family"]) == 60
    assert one("MO", 600, head_of_family=True, claimed=["head-of-family"], resident=False) == 150
    assert one("NE", 600, head_of_family=True) == 90
    assert one("AK", 800) == 200
    assert one("AK", 800, head_of_family=True, claimed=["sole-support"]) == 57


def test_dependents_lower_what_may_be_taken() -> None:
    assert one("ND", 400) == 100
    assert one("ND", 400, dependents=2, claimed=["dependents"]) == 60
    assert one("TN", 400, dependents=2, claimed=["children"]) == 95
    assert one("VA", 1000, dependents=5, claimed=["children"]) == 184
    assert one("SD", 500) == 26
    assert one("SD", 500, dependents=1) == 1
    assert one("SD", 2000, dependents=1) == 400  # the 20% stays as it is


def test_an_older_contract_whose_limit_is_disputed() -> None:
    assert one("AZ", 1000) == 91  # what is above 60 hours at 15.15
    assert one("AZ", 2000) == 200
    assert take("AZ", 1000, contract=date(2022, 12, 4)) == (91, 250)


def test_consumer_debts_and_other_debts() -> None:
    assert one("WA", 700, debt="consumer") == 100.45
    assert one("WA", 700, debt="other") == 175
    assert one("VT", 1000, debt="consumer") == 150
    assert one("VT", 1000, debt="other") == 250
    assert one("IA", 300, debt="consumer") == 10
    assert one("IA", 300, debt="other") == 75


def test_pay_that_is_protected_whole() -> None:
    for code in ("MN", "RI", "VT", "WI"):
        assert one(code, 3000, public_aid=True) == 0
    assert one("AL", 900) == 225
    assert one("AL", 900, claimed=["whole-paycheck"]) == 0
    assert one("AL", 1001, claimed=["whole-paycheck"]) == 250.25
    assert one("AR", 900, laborer=True, claimed=["sixty-days-of-wages"]) == 0
    assert take("KS", 900, assigned_debt=True) == (0, 225)
    poverty = [limit for limit in wages("WI").limits if limit.of == "household_income"]
    assert [limit.above and limit.above.poverty_line_percent for limit in poverty] == [100]


def test_a_cap_by_the_year() -> None:
    caps = [(cap.under, cap.dollars, cap.percent) for cap in wages("IA").yearly_cap]
    assert caps == [
        (12000, 250, None),
        (16000, 400, None),
        (24000, 800, None),
        (35000, 1500, None),
        (50000, 2000, None),
        (None, None, 10),
    ]


def test_what_a_court_may_do_on_asking() -> None:
    (good_cause,) = wages("IN").claims
    assert good_cause.court_decides and good_cause.court_must_leave_percent == 10
    (hardship,) = wages("OK").claims
    assert hardship.family_income_at_most
    assert weekly(hardship.family_income_at_most, wages("OK")) == 870
    for code in ("CA", "CO", "DC", "VT"):
        assert any(claim.court_decides for claim in wages(code).claims)


def test_times_orders_and_wages_already_paid() -> None:
    assert [pause.lasts for pause in wages("MS").pauses] == ["P30D"]
    assert [(p.lasts, p.illness_days_over) for p in wages("KS").pauses] == [("P2M", 14)]
    orders = {code: wages(code).order for code in ("DE", "KS", "ME", "MI", "NH", "NJ", "WV")}
    assert all(orders.values())
    assert [code for code, order in orders.items() if order and order.one_at_a_time] == [
        "DE",
        "NJ",
        "WV",
    ]
    paid = {code: law.paid_wages for code in codes() if (law := wages(code)).paid_wages}
    lasts = {code: rule.lasts for code, rule in paid.items() if rule.protected}
    assert lasts == {"FL": "P6M", "MN": "P20D", "MT": "P45D", "NC": "P60D", "NM": None}


def test_a_bill_is_not_law() -> None:
    for code in ("MA", "MI", "NV"):
        law = wages(code)
        assert "bill" in law.note.lower()
    assert {limit.percent for limit in wages("MI").limits} == {25, 100}


def rate(code: str, **facts: Any) -> Rate:
    """The first rate whose every condition holds."""

    def met(when: RateWhen) -> bool:
        debt, judgment = facts.get("debt", "consumer"), facts.get("judgment", 60000)
        return (
            when.debt in (None, debt)
            and (when.judgment_from is None or facts.get("on", TODAY) >= when.judgment_from)
            and (when.judgment_over is None or judgment > when.judgment_over)
            and (when.judgment_at_most is None or judgment <= when.judgment_at_most)
            and (when.unpaid_principal_under is None or judgment < when.unpaid_principal_under)
        )

    return next(each for each in interest(code).rates if met(each.when))


def test_rates_for_kinds_of_judgments() -> None:
    assert rate("CA", judgment=49999).percent == 5
    assert rate("CA", judgment=50000).percent == 10
    assert rate("CA", judgment=49999, debt="other").percent == 10
    assert rate("CA", judgment=49999, on=date(2022, 12, 31)).percent == 10
    assert rate("IL", judgment=25000).percent == 5
    assert rate("IL", judgment=25001).percent == 9
    assert rate("NY").percent == 2
    assert rate("NY", debt="other").percent == 9
    assert rate("MN", judgment=50001).percent == 10
    small = rate("MN", judgment=50000)
    assert plain(small.index, small.floor, small.known[0].amount) == ("treasury", 4, 4)
    assert rate("NJ", judgment=20001).known[0].amount == Decimal("6.5")
    assert rate("NJ", judgment=20000).known[0].amount == Decimal("4.5")


def test_rates_by_an_index_and_by_the_note() -> None:
    texas = rate("TX")
    assert plain(texas.floor, texas.ceiling, texas.contract_ceiling) == (5, 15, 18)
    assert texas.compounding == "yearly" and texas.contract == "governs"
    assert rate("TN").points == -2
    assert plain(rate("DC").index_percent, rate("DC").rounded_to) == (70, 1)
    virginia = rate("WV")
    assert plain(virginia.floor, virginia.ceiling, virginia.compounding) == (4, 9, "simple")
    assert plain(rate("CT").rule, rate("CT").ceiling) == ("court", 10)
    bearing: dict[str, set[str]] = {}
    for code in codes():
        bearing.setdefault(str(rate(code).contract), set()).add(code)
    assert bearing["if_higher"] == {"AR", "ME", "MO", "OR", "PA", "VA"}
    assert bearing["if_lower"] == {"DE", "IN", "NC"}
    assert bearing["None"] == {"HI", "ID", "NH", "SC", "SD", "WI"}  # not read


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"allowed": False}, "none if not"),
        ({"limits": []}, "needs `limits`"),
        ({"limits": [{"of": "disposable_pay"}]}, "needs `percent` or `steps`"),
        ({"limits": [{"of": "net", "percent": 25}]}, "gross_pay"),
        ({"limits": [{"of": "gross_pay", "percent": 250}]}, "less than or equal to 100"),
        (
            {"limits": [{"of": "gross_pay", "percent": 5, "above": {"multiple": 30}}]},
            "belong together",
        ),
        (
            {"limits": [{"of": "gross_pay", "percent": 5, "when": {"claimed": "ghost"}}]},
            "'ghost' is not among",
        ),
        ({"claims": [{"id": "idle", "says": "Ask for it."}]}, "'idle' brings nothing"),
        ({"percent_of_disposable": 25}, "Extra inputs"),
    ],
)
def test_a_table_that_cannot_be_computed_is_refused(changes: dict[str, Any], fault: str) -> None:
    with pytest.raises(ValidationError, match=fault):
        WageGarnishment.model_validate({**table("UT", "wage_garnishment"), **changes})


@pytest.mark.parametrize(
    ("rates", "fault"),
    [
        ([], "at least 1"),
        ([{"rule": "fixed"}], "`percent` belongs"),
        ([{"rule": "index_plus", "points": 2}], "`index` and `points`"),
        ([{"rule": "fixed", "percent": 5, "when": {"debt": "consumer"}}], "every other judgment"),
    ],
)
def test_a_rate_that_cannot_be_computed_is_refused(rates: list[Any], fault: str) -> None:
    with pytest.raises(ValidationError, match=fault):
        JudgmentInterest.model_validate({**table("UT", "judgment_interest"), "rates": rates})
