"""The clocks: how time is counted, what shows, and when a window is over."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.assessment import assess
from calculators.consequences.deadlines import Clock
from calculators.law.check import JURISDICTIONS
from calculators.law.clocks import add_period, holidays, next_court_day, safe_after
from calculators.law.compiled import compiled
from tests.engine import case, owed, sold


def clock(state: str, what: str, loan: str = "first", **given: Any) -> Clock:
    found = [c for c in assess(case(state, **given)).deadlines if c.what == what and c.loan == loan]
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("start", "period", "end"),
    [
        (date(2026, 3, 2), "P90D", date(2026, 5, 31)),
        (date(2026, 11, 30), "P3M", date(2027, 2, 28)),
        (date(2024, 2, 29), "P1Y", date(2025, 2, 28)),
        (date(2026, 1, 31), "P1M", date(2026, 2, 28)),
        (date(2026, 8, 31), "P6M", date(2027, 2, 28)),
    ],
)
def test_a_period_ends_as_courts_count_it(start: date, period: str, end: date) -> None:
    assert add_period(start, period) == end


def test_a_period_before_an_event_runs_backwards() -> None:
    assert add_period(date(2026, 3, 22), "P21D", -1) == date(2026, 3, 1)


def test_legal_holidays_of_a_year() -> None:
    # The dates of 2026 as the Office of Personnel Management lists them (5 U.S.C. § 6103);
    # Independence Day falls on a Saturday and is kept on Friday, July 3.
    kept = {(d.month, d.day) for d in holidays(2026)}
    assert kept == {
        (1, 1), (1, 19), (2, 16), (5, 25), (6, 19), (7, 3), (7, 4), (9, 7), (10, 12), (11, 11), (11, 26), (12, 25),
    }  # fmt: skip


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2150, 1, 1)))
def test_a_window_is_never_over_on_its_last_day(last: date) -> None:
    safe = safe_after(last)
    assert last + timedelta(days=7) <= safe <= last + timedelta(days=20)
    assert safe == next_court_day(safe)


def test_a_lenders_window_is_open_until_the_margin_is_over() -> None:
    """Ninety days from March 2, 2026 end on Sunday, May 31 (Ariz. Rev. Stat. § 33-814(A))."""
    given: dict[str, Any] = {
        "loans": [owed(purpose="cash_out_refinance")],
        "property": {"units": 3, "acres": 4},
        "disposition": sold("nonjudicial_foreclosure", 250_000, date="2026-03-02"),
    }
    found = clock("AZ", "deficiency_claim", **given)
    assert (found.date, found.safe_after, found.state) == (date(2026, 5, 31), date(2026, 6, 8), "passed")
    for day, state in ((date(2026, 6, 8), "open"), (date(2026, 6, 9), "passed")):
        facts = case("AZ", **given).model_copy(update={"as_of": day})
        assert next(c for c in assess(facts).deadlines if c.what == "deficiency_claim").state == state


def test_a_clock_without_a_date_says_from_what_it_runs() -> None:
    away = {"kind": "nonjudicial_foreclosure", "foreclosing_lien": "first"}
    found = clock("AZ", "deficiency_claim", loans=[owed()], disposition=away)
    assert (found.date, found.state, found.period.english()) == (None, "unknown", "90 days after the sale")
    ahead = clock("AZ", "deficiency_claim", stage="sale_set", loans=[owed()], disposition=away)
    assert ahead.state == "not_started"


def test_a_clock_that_runs_from_the_deed_waits_for_it() -> None:
    """New York counts ninety days from the delivery of the deed (RPAPL § 1371(2))."""
    away = sold("judicial_foreclosure", 250_000, date="2026-03-02")
    assert clock("NY", "deficiency_claim", loans=[owed()], disposition=away).date is None
    away["deed_delivered_on"] = "2026-04-20"
    assert clock("NY", "deficiency_claim", loans=[owed()], disposition=away).date == date(2026, 7, 19)


def test_ohios_two_years_hold_for_one_and_two_family_homes_only() -> None:
    away = sold("judicial_foreclosure", 250_000, confirmed_on="2026-11-10")
    for units, shown in ((1, True), (2, True), (3, False)):
        home = {"occupancy": "principal_residence", "units": units}
        facts = case("OH", loans=[owed()], property=home, disposition=away)
        assert any(c.what in ("deficiency_claim", "enforcement") for c in assess(facts).deadlines) is shown


def test_a_summons_gives_the_day_to_answer_and_it_is_never_stretched() -> None:
    # Twenty days from Monday, November 2 end on Sunday, November 22: the date stays there.
    loan = owed(served_on="2026-11-02", summons_days=20)
    found = clock("FL", "answer", stage="sued", loans=[loan])
    assert (found.date, found.safe_after, found.state, found.yours) == (date(2026, 11, 22), None, "open", True)


def test_a_judgment_lives_as_long_as_the_state_says() -> None:
    """Ten years in Arizona (Ariz. Rev. Stat. § 12-1551)."""
    found = clock("AZ", "judgment_life", stage="judgment", loans=[owed(judgment_on="2020-02-29")])
    assert found.date == date(2030, 2, 28)


def test_the_time_to_sue_counts_from_acceleration_and_names_what_restarts_it() -> None:
    found = clock("AZ", "limitation", loans=[owed(accelerated_on="2025-06-01")])
    assert found.date == date(2031, 6, 1)
    says = found.says.english()
    assert "payment" in says
    assert "start the clock again" in says
    restarted = clock("AZ", "limitation", loans=[owed(accelerated_on="2025-06-01", last_payment_on="2026-01-15")])
    assert restarted.date == date(2032, 1, 15)


@pytest.mark.parametrize("state", JURISDICTIONS)
def test_every_clock_of_every_state_can_be_read(state: str) -> None:
    for kind in compiled(state).kinds:
        found = assess(case(state, loans=[owed()], disposition=sold(kind, 250_000))).deadlines
        assert any(c.what == "limitation" for c in found)
        for each in found:
            assert each.says.english()
            assert each.period.english()
            assert each.citations


def test_a_time_to_redeem_that_runs_before_the_sale_ends_with_it() -> None:
    """Wisconsin gives months from the foreclosure judgment (Wis. Stat. § 846.10); a sale closes them."""
    away = sold("judicial_foreclosure", 250_000, date="2026-11-02")
    home = {"occupancy": "principal_residence", "units": 1}
    loan = owed(originated_on="2019-05-01")
    answers = {"foreclosure_judgment_on": "2026-10-01"}
    found = assess(case("WI", loans=[loan], property=home, disposition=away, answers=answers))
    times = [c for c in found.deadlines if c.what == "redemption"]
    assert times
    assert all(c.state == "passed" and c.date == date(2026, 11, 2) for c in times)
