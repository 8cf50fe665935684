"""One timeline of a case, its picture, and the file for calendars, read back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from calculators.assessment import Assessment, assess
from calculators.consequences.timeline import Entry
from calculators.facts import read_facts
from calculators.law.federal import federal
from calculators.law.tax_days import TaxDays
from calculators.timeline_chart import timeline_chart
from cases.results.calendar import calendar
from cases.results.time import Timeline
from tests.answered import CASES
from tests.engine import AS_OF, case, owed, sold

CASE = "0b6f1c34-1d1c-4a4e-9a55-0d5c4b6f7a10"


def story(**loan: Any) -> Assessment:
    """A short sale in West Virginia with a written waiver, and a second loan that sues."""
    second = owed(40_000, id="second", lien="junior", served_on="2026-11-20", summons_days=20, release="none", **loan)
    first = owed(first_delinquent_on="2025-03-01", program="fha", release="debt")
    return assess(case("WV", loans=[first, second], disposition=sold("short_sale", 200_000, date="2026-03-02")))


def entry(found: Assessment, what: str) -> Entry:
    return next(each for each in found.timeline if each.what == what)


def events(found: Assessment) -> dict[str, Any]:
    file: Any = Calendar.from_ical(calendar(Timeline(found).days, found.facts.as_of, CASE))
    return {str(event["summary"]): event for event in file.walk("VEVENT")}


def test_every_day_of_the_case_stands_in_one_order() -> None:
    found = story()
    dated = [(each.what, each.date) for each in found.timeline if each.date]
    assert dated == [
        ("default", date(2025, 3, 1)),
        ("sale", date(2026, 3, 2)),
        ("served", date(2026, 11, 20)),
        ("answer", date(2026, 12, 10)),
        ("form_1099c", date(2027, 2, 1)),  # January 31, 2027 is a Sunday
        ("tax_return", date(2027, 4, 15)),
        ("mortgage_wait", date(2028, 3, 2)),
        ("mortgage_wait", date(2029, 3, 2)),
        ("mortgage_wait", date(2030, 3, 2)),
        ("report_item", date(2032, 8, 28)),
    ]


def test_what_ends_on_one_day_is_one_entry() -> None:
    found = story(first_delinquent_on="2025-03-01")
    assert entry(found, "default").loans == entry(found, "report_item").loans == ("first", "second")
    waits = {each.programs: str(each.label) for each in found.timeline if each.what == "mortgage_wait"}
    assert waits[("fha", "usda")] == "FHA and USDA loans possible again"
    assert waits[("fannie", "freddie")] == "Conventional loans possible again"


@pytest.mark.parametrize(
    ("year", "form", "return_"),
    [
        (2022, date(2022, 1, 31), date(2022, 4, 18)),  # Emancipation Day was kept on Friday, April 15
        (2023, date(2023, 1, 31), date(2023, 4, 18)),  # a Saturday, then Emancipation Day on Monday
        (2024, date(2024, 1, 31), date(2024, 4, 15)),
        (2026, date(2026, 2, 2), date(2026, 4, 15)),
        (2027, date(2027, 2, 1), date(2027, 4, 15)),
        (2028, date(2028, 1, 31), date(2028, 4, 18)),
    ],
)
def test_tax_days_move_off_weekends_and_holidays(year: int, form: date, return_: date) -> None:
    law = federal(TaxDays)
    assert (law.falls_on(law.form_1099c, year), law.falls_on(law.tax_return, year)) == (form, return_)


def test_no_form_is_awaited_where_nothing_says_that_a_debt_was_cancelled() -> None:
    found = assess(case("WV", loans=[owed()], disposition=sold("nonjudicial_foreclosure", 200_000)))
    assert "form_1099c" not in {each.what for each in found.timeline}
    told = assess(case("WV", loans=[owed(forgiven_on="2026-12-31")], disposition=sold("short_sale", 200_000)))
    assert entry(told, "tax_return").date == date(2027, 4, 15)


def test_a_lenders_window_that_may_last_longer_is_not_certain() -> None:
    found = assess(read_facts(CASES["limited"]))
    window = entry(found, "deficiency_claim")
    assert window.safe_after is not None
    assert window.safe_after > (window.date or date.max)
    assert not window.certain
    assert entry(found, "sale").certain


def test_the_contract_carries_every_day() -> None:
    found = story()
    days = found.as_json()["deadlines"]
    assert [day["date"] or "9999" for day in days] == sorted(day["date"] or "9999" for day in days)
    kinds = {day["what"]: day["kind"] for day in days}
    assert kinds["answer"] == "yours"
    assert kinds["form_1099c"] == "tax"
    assert {"what", "loan", "date", "safe_after", "counted_from", "state", "says", "citations"} <= set(days[0])
    clocks = [day for day in days if day["kind"] in ("yours", "theirs")]
    assert len(clocks) == len(found.deadlines)


# The file


def test_the_file_says_what_to_do_on_days_to_come() -> None:
    found = events(story())
    answer = found["Your last day to answer the lawsuit (the second loan)"]
    assert answer["dtstart"].dt == date(2026, 12, 10)
    assert answer["dtend"].dt == date(2026, 12, 11)
    assert str(answer["description"]).startswith("File a written answer with the court by now")
    assert [alarm["trigger"].dt for alarm in answer.walk("VALARM")] == [timedelta(days=-7), timedelta(days=-1)]
    assert found["FHA and USDA loans possible again"].walk("VALARM") == []
    assert all(event["dtstart"].dt >= AS_OF for event in found.values())


def test_a_lenders_time_stands_at_the_day_after_which_it_is_over() -> None:
    told = assess(read_facts({**CASES["limited"], "loans": [owed(300_000)]}))
    window = entry(told, "deficiency_claim")
    (event,) = (each for name, each in events(told).items() if name.startswith("Lender's last day to sue"))
    assert event["dtstart"].dt == window.safe_after
    assert "The last day itself is December 14, 2026" in str(event["description"])


def test_no_alarm_rings_in_the_past() -> None:
    facts = story().facts.model_copy(update={"as_of": date(2026, 12, 6)})
    answer = events(assess(facts))["Your last day to answer the lawsuit (the second loan)"]
    assert [alarm["trigger"].dt for alarm in answer.walk("VALARM")] == [timedelta(days=-1)]


def test_an_entry_keeps_its_name_and_cases_do_not_share_names() -> None:
    found = story()
    days, today = Timeline(found).days, found.facts.as_of
    assert calendar(days, today, CASE) == calendar(days, today, CASE)
    names = [str(event["uid"]) for event in events(found).values()]
    assert len(set(names)) == len(names)
    later = assess(found.facts.model_copy(update={"as_of": date(2026, 12, 1)}))
    assert {str(event["uid"]) for event in events(later).values()} <= set(names)
    other: Any = Calendar.from_ical(calendar(days, today, "another case"))
    assert not {str(event["uid"]) for event in other.walk("VEVENT")} & set(names)


@pytest.mark.parametrize("name", sorted(CASES))
def test_the_file_carries_nothing_of_the_case_but_its_days(name: str) -> None:
    found = assess(read_facts(CASES[name]))
    text = calendar(Timeline(found).days, found.facts.as_of, CASE).decode().replace("\r\n ", "")
    assert CASE not in text
    for secret in ("300000", "300,000", "250,000", "190,000"):
        assert secret not in text
    for event in Calendar.from_ical(text).walk("VEVENT"):
        assert event["uid"]
        assert event["description"]


# The picture


@pytest.mark.parametrize("name", sorted(CASES))
def test_the_picture_is_true_to_scale_and_no_words_touch(name: str) -> None:
    chart = timeline_chart(assess(read_facts(CASES[name])))
    if chart is None:
        return
    marks = [point.y for point in chart.points]
    assert marks == sorted(marks)
    for above, below in zip(chart.points, chart.points[1:], strict=False):
        assert below.label_y - above.label_y >= (59 if above.loan else 44) - 0.2
    assert chart.points[-1].loan_y <= chart.height + 8
    assert chart.top <= chart.today_y <= chart.bottom


def test_marks_tell_kinds_apart_by_shape() -> None:
    chart = timeline_chart(story())
    assert chart is not None
    marks = {str(point.label): point.mark for point in chart.points}
    assert marks["Short sale"] == "past"
    assert marks["Your last day to answer the lawsuit"] == "yours"
    assert marks["VA loans possible again"] == "ahead"


def test_too_few_days_make_no_picture() -> None:
    assert timeline_chart(assess(read_facts(CASES["bare"]))) is None
