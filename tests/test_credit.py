"""What credit reports show and until when, and when each program makes a new mortgage possible: each date from its
rule, month ends and leap days included."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators.assessment import assess
from calculators.consequences.credit import Credit, off_after
from calculators.consequences.new_mortgage import Waiting
from calculators.facts import BadFacts
from calculators.law.credit import CreditLaw
from calculators.law.federal import federal
from tests.engine import case, owed, sold

TRUSTEE = "nonjudicial_foreclosure"


def told(*loans: dict[str, Any], state: str = "AZ", **given_: Any) -> Credit:
    return assess(case(state, loans=list(loans) or [owed()], **given_)).credit


def wait(found: Credit, program: str) -> Waiting:
    return next(each for each in found.waits if each.program == program)


def until(found: Credit) -> dict[str, date | None]:
    return {each.program: each.until for each in found.waits}


# The report: 15 U.S.C. 1681c(a)(4) and (c)(1), 180 days and then seven years


@pytest.mark.parametrize(
    ("missed", "off"),
    [
        # FTC staff letter to Johnson, August 31, 1998: payments missed from January 1997 on. 180 days from January 1
        # end on June 30, and seven years later the account is off.
        (date(1997, 1, 1), date(2004, 6, 30)),
        (date(2025, 3, 1), date(2032, 8, 28)),
        (date(2023, 9, 2), date(2031, 2, 28)),  # the 180 days end on a leap day, February 29, 2024
        (date(2023, 9, 3), date(2031, 3, 1)),
        (date(2024, 2, 29), date(2031, 8, 27)),
        (date(2020, 8, 31), date(2028, 2, 27)),
        (date(2024, 9, 1), date(2032, 2, 28)),  # into a leap year: a day is a day
    ],
)
def test_a_loan_comes_off_seven_years_after_180_days(missed: date, off: date) -> None:
    assert off_after(missed) == off
    found = told(owed(first_delinquent_on=missed), disposition=sold(TRUSTEE, 200_000))
    assert found.off_on == off
    assert found.items[0].needs == ()


def test_where_the_first_missed_payment_is_unknown_no_day_is_named() -> None:
    found = told(disposition=sold(TRUSTEE, 200_000, date="2026-03-02"))
    assert found.off_on is None
    assert found.needs[0] == "loans.first.first_delinquent_on"
    item = found.items[0]
    assert item.off_on is None
    assert item.no_later_than == off_after(date(2026, 3, 2))  # the payment was missed before the foreclosure


def test_a_short_sale_may_come_before_any_missed_payment_so_it_bounds_nothing() -> None:
    assert told(disposition=sold("short_sale", 200_000)).items[0].no_later_than is None


def test_the_last_loan_decides_when_the_loss_is_off() -> None:
    second = owed(50_000, id="second", lien="junior", first_delinquent_on="2025-09-01")
    both = told(owed(first_delinquent_on="2025-03-01"), second, disposition=sold(TRUSTEE, 200_000))
    assert both.off_on == off_after(date(2025, 9, 1))
    one = told(owed(first_delinquent_on="2025-03-01"), owed(50_000, id="second", lien="junior"))
    assert one.off_on is None


def test_whoever_never_owed_the_loan_has_none_of_it_on_a_report() -> None:
    found = told(owed(obligor="heir", first_delinquent_on="2025-03-01"), disposition=sold(TRUSTEE, 200_000))
    assert (found.items, found.waits, found.off_on) == ((), (), None)


def test_a_judgment_may_show_for_seven_years_or_as_long_as_it_lives() -> None:
    found = told(owed(judgment_on="2024-02-29"), disposition=sold(TRUSTEE, 200_000, date="2023-01-02"))
    item = next(each for each in found.items if each.what == "judgment")
    assert item.off_on == date(2034, 2, 28)  # Arizona's judgments live ten years
    assert any("leave civil judgments out" in str(text) for text in item.says)


def test_a_bankruptcy_shows_ten_years_from_its_filing_and_chapter_13_usually_seven() -> None:
    people = {"bankruptcy": "discharged", "bankruptcy_chapter": "chapter_13", "bankruptcy_filed_on": "2020-02-29"}
    item = told(household=people).items[-1]
    assert (item.what, item.off_on, item.usually_off_on) == ("bankruptcy", date(2030, 2, 28), date(2027, 2, 28))
    unfiled = told(household={"bankruptcy": "chapter_7"}).items[-1]
    assert (unfiled.off_on, unfiled.needs) == (None, ("household.bankruptcy_filed_on",))


@pytest.mark.parametrize(
    ("kind", "more", "event", "balance"),
    [
        (TRUSTEE, {}, "foreclosure", "zero"),
        ("short_sale", {"waiver_in_writing": True}, "short_sale", "zero"),
        ("short_sale", {"waiver_in_writing": False}, "short_sale", "owed"),
        ("deed_in_lieu", {"waiver_in_writing": True}, "deed_in_lieu", "zero"),
    ],
)
def test_each_way_is_reported_as_itself(kind: str, more: dict[str, Any], event: str, balance: str) -> None:
    home = {"units": 1, "acres": 0.2, "agricultural": False, "occupancy": "principal_residence"}
    answers = {"owner_builds_homes_for_sale": False, "home_never_finished": False, "home_never_lived_in": False}
    loan = owed(purpose="purchase", answers=answers)
    item = told(loan, property=home, disposition=sold(kind, 200_000, **more)).items[0]
    assert item.reported is not None
    assert (item.reported.event, item.balance) == (event, balance)


def test_the_second_loan_of_a_foreclosure_shows_as_written_off() -> None:
    second = owed(50_000, id="second", lien="junior")
    item = told(owed(), second, disposition=sold(TRUSTEE, 200_000)).items[1]
    assert item.reported is not None
    assert item.reported.event == "charge_off"


# The waits


@pytest.mark.parametrize(
    ("kind", "day", "ends"),
    [
        (TRUSTEE, date(2026, 3, 2), {"va": 2028, "fha": 2029, "usda": 2029, "fannie": 2033, "freddie": 2033}),
        ("short_sale", date(2026, 3, 2), {"va": 2028, "fha": 2029, "usda": 2029, "fannie": 2030, "freddie": 2030}),
        ("deed_in_lieu", date(2026, 3, 2), {"va": 2028, "fha": 2029, "usda": 2029, "fannie": 2030, "freddie": 2030}),
    ],
)
def test_each_program_waits_its_own_years(kind: str, day: date, ends: dict[str, int]) -> None:
    found = told(disposition=sold(kind, 200_000, date=day))
    assert until(found) == {program: day.replace(year=year) for program, year in ends.items()}
    assert [each.until for each in found.waits] == sorted(each.until for each in found.waits if each.until)


def test_a_wait_from_a_leap_day_ends_on_the_last_of_february() -> None:
    found = told(disposition=sold("short_sale", 200_000, date="2024-02-29"))
    assert until(found)["va"] == date(2026, 2, 28)
    assert until(found)["fannie"] == date(2028, 2, 29)
    assert wait(found, "va").over
    assert "over since February 28, 2026" in str(wait(found, "va").says)


def test_extenuating_circumstances_shorten_a_wait_only_where_a_number_is_fixed() -> None:
    found = told(disposition=sold(TRUSTEE, 200_000, date="2026-03-02"))
    assert wait(found, "fannie").extenuating_until == date(2029, 3, 2)
    assert wait(found, "fha").extenuating_until is None
    assert any("no fixed time" in str(note) for note in wait(found, "fha").notes)


def test_a_wait_counts_from_the_day_that_completed_the_loss() -> None:
    late = {"confirmed_on": "2026-04-10", "deed_recorded_on": "2026-04-20"}
    found = told(state="WI", disposition=sold("judicial_foreclosure", 200_000, date="2026-03-02", **late))
    assert wait(found, "va").until == date(2028, 4, 10)
    assert wait(found, "fha").until == date(2029, 4, 20)  # FHA counts from the day the title passed


def test_before_the_loss_a_wait_is_a_length_and_no_day() -> None:
    found = told(stage="behind", disposition={"kind": "short_sale"})
    assert set(until(found).values()) == {None}
    assert str(wait(found, "fannie").says) == "4 years after the short sale."
    assert wait(found, "fannie").needs == ()


def test_the_way_matters_only_to_the_programs_that_tell_ways_apart() -> None:
    found = told(stage="sold", disposition={"date": "2026-03-02"})
    assert until(found)["fha"] == date(2029, 3, 2)
    assert until(found)["fannie"] is None
    assert wait(found, "fannie").needs == ("disposition.kind",)


def test_of_several_events_the_one_that_ends_last_decides() -> None:
    off = owed(50_000, id="second", lien="junior", charged_off_on="2026-10-31")
    found = told(owed(), off, disposition=sold("short_sale", 200_000, date="2026-03-02"))
    assert wait(found, "fannie").until == date(2030, 10, 31)
    assert wait(found, "fha").until == date(2029, 3, 2)  # FHA publishes no wait for a loan that is written off


def test_a_second_loan_may_still_be_written_off() -> None:
    found = told(owed(), owed(50_000, id="second", lien="junior"), disposition=sold("short_sale", 200_000))
    assert wait(found, "fannie").needs == ("loans.second.charged_off_on",)
    assert wait(found, "fha").needs == ()


def test_a_bankruptcy_without_its_day_leaves_the_end_open_but_not_its_beginning() -> None:
    away = sold("short_sale", 200_000, date="2026-03-02")
    found = wait(told(disposition=away, household={"bankruptcy": "discharged"}), "fannie")
    assert (found.until, found.not_before) == (None, date(2030, 3, 2))
    assert found.needs == ("household.bankruptcy_chapter", "household.bankruptcy_ended_on")
    seven = {"bankruptcy": "discharged", "bankruptcy_chapter": "chapter_7", "bankruptcy_ended_on": "2026-08-31"}
    assert wait(told(disposition=away, household=seven), "fannie").until == date(2030, 8, 31)
    assert wait(told(disposition=away, household=seven), "fha").until == date(2029, 3, 2)


def test_a_bankruptcy_whose_wait_is_over_sooner_in_any_chapter_does_not_matter() -> None:
    loan = owed(discharged_on="2025-06-30")
    found = told(loan, disposition=sold(TRUSTEE, 200_000, date="2026-03-02"), household={"bankruptcy": "discharged"})
    assert wait(found, "fannie").until == date(2033, 3, 2)


def test_a_mortgage_discharged_in_bankruptcy_may_count_from_there_with_papers() -> None:
    people = {"bankruptcy": "discharged", "bankruptcy_chapter": "chapter_7"}
    loan = owed(discharged_on="2025-06-30")
    found = told(loan, disposition=sold(TRUSTEE, 200_000, date="2026-03-02"), household=people)
    assert wait(found, "fannie").with_papers_until == date(2029, 6, 30)
    assert wait(found, "freddie").with_papers_until is None


def test_a_discharge_of_one_chapter_cannot_be_an_open_case_of_another() -> None:
    with pytest.raises(BadFacts, match="bankruptcy_chapter"):
        case("AZ", household={"bankruptcy": "chapter_7", "bankruptcy_chapter": "chapter_13"})


# Scores, and what holds for every case


def test_scores_are_told_only_as_the_one_study_has_them() -> None:
    found = told(disposition=sold(TRUSTEE, 200_000))
    assert [row.event for row in found.scores] == ["foreclosure"]
    assert found.scores[0].score_after[2] == (620, 640)  # FICO, March 2011: from 780
    study = found.as_json()["score_study"]
    assert (study["published_on"], study["starting_scores"]) == ("2011-03-24", [680, 720, 780])


def test_every_rule_of_the_file_says_where_it_stands() -> None:
    law = federal(CreditLaw)
    assert {each.program for each in law.wait} == {"fannie", "freddie", "fha", "va", "usda"}
    assert all(fact.cite for fact in (*law.fact, *law.wait, *law.reporting, law.study))


@settings(max_examples=60, deadline=None)
@given(
    missed=st.dates(date(1990, 1, 1), date(2026, 11, 1)),
    lost=st.dates(date(2000, 1, 1), date(2026, 11, 22)),
    kind=st.sampled_from([TRUSTEE, "short_sale", "deed_in_lieu"]),
)
def test_every_date_follows_its_rule_and_none_comes_before_its_event(missed: date, lost: date, kind: str) -> None:
    found = told(owed(first_delinquent_on=missed), disposition=sold(kind, 200_000, date=lost))
    assert found.off_on is not None
    began = missed + timedelta(days=180)
    leap = (began.month, began.day) == (2, 29)  # seven years later there never is one
    assert found.off_on == began.replace(year=began.year + 7, day=28 if leap else began.day)
    for each in found.waits:
        assert each.until is not None
        assert each.rule is not None
        assert each.until.year == lost.year + (each.rule.months or 0) // 12
        assert lost < each.until
        assert each.extenuating_until is None or lost < each.extenuating_until < each.until
