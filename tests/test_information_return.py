"""Forms 1099-C and 1099-A in plain words, and what on them does not fit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, get_args

import pytest

from calculators.assessment import Assessment, assess
from calculators.consequences.information_return import STEPS, Reading, event_code, read_1099a, read_1099c
from calculators.consequences.mismatches import KnownOfDebt
from calculators.groups import EventLetter, Form1099A, Form1099C
from calculators.money import Span
from tests.engine import AS_OF, case, owed, sold

D = Decimal
GOOD = Form1099C(
    calendar_year=2025,
    event_on=date(2025, 9, 10),
    discharged=D(40_000),
    personally_liable=True,
    code="F",
    fair_market_value=D(210_000),
)
KNOWN = KnownOfDebt(
    owed=Span.of(D(250_000)),
    received=Span.of(D(210_000)),
    value=D(210_000),
    lost_on=date(2025, 9, 10),
    discharged=False,
)


def read(known: KnownOfDebt | None = KNOWN, other: Form1099A | None = None, **boxes: Any) -> Reading:
    return read_1099c(GOOD.model_copy(update=boxes), AS_OF, known, other)


def found(reading: Reading) -> dict[str, str]:
    return {each.key: each.weight for each in reading.findings}


def steps(reading: Reading) -> list[str]:
    return [each.key for each in reading.steps]


def test_a_form_that_fits_is_said_to_fit_and_leads_to_the_exclusions() -> None:
    reading = read()
    assert found(reading) == {}
    assert "contradicts" in str(reading.says)
    assert steps(reading) == ["exclusions", "keep"]


def test_every_box_is_explained_and_every_letter_of_box_6() -> None:
    reading = read()
    assert [each.number for each in reading.boxes] == ["1", "2", "3", "4", "5", "6", "7"]
    assert all(str(each.says) for each in reading.boxes)
    empty = read_1099c(Form1099C(), AS_OF)
    assert [str(each.holds) for each in empty.boxes if each.number != "4"] == ["Empty"] * 6
    for letter in get_args(EventLetter):
        told = read(code=letter).boxes[5]
        assert str(told.holds) == f"{letter}: {event_code(letter).name}"
        assert str(told.says) == event_code(letter).means
    with pytest.raises(KeyError):
        event_code("I")  # since 2017 there is no such letter


def test_a_form_without_a_case_is_read_all_the_same() -> None:
    assert found(read(None)) == {}
    assert found(read(None, code="A")) == {"bankruptcy": "note"}


@pytest.mark.parametrize(
    ("boxes", "known", "finding"),
    [
        ({"discharged": D(40_001)}, {}, ("too_much", "wrong")),
        ({"discharged": D(39_000)}, {"value": D(220_000)}, ("below_the_value", "check")),
        ({"discharged": D(500)}, {}, ("small", "note")),
        ({"fair_market_value": D(180_000)}, {}, ("value_too_low", "check")),
        ({"fair_market_value": D(230_000)}, {}, ("value_too_high", "check")),
        ({"fair_market_value": D(180_000)}, {"value": None, "price": D(180_000)}, ("value_is_the_bid", "check")),
        ({"calendar_year": 2024}, {}, ("wrong_year", "wrong")),
        ({"event_on": date(2027, 1, 5), "calendar_year": None}, {}, ("not_yet", "wrong")),
        ({}, {"cancelled_on": date(2026, 2, 1)}, ("other_year", "wrong")),
        ({"event_on": date(2025, 3, 1)}, {}, ("before_the_loss", "check")),
        ({"still_collected": True}, {}, ("still_collected", "wrong")),
        ({}, {"collected": True}, ("still_collected", "wrong")),
        ({}, {"discharged": True}, ("discharged", "wrong")),
        ({"code": "A"}, {}, ("no_bankruptcy", "wrong")),
        ({"code": "A"}, {"discharged": True}, ("bankruptcy", "note")),
        ({"personally_liable": False}, {}, ("nonrecourse", "check")),
        ({}, {"barred": True}, ("barred_by_the_state", "check")),
        ({"interest": D(3_000)}, {}, ("interest", "note")),
        ({"interest": D(41_000)}, {}, ("interest_above", "wrong")),
        ({"code": "C"}, {}, ("time_code", "check")),
        ({}, {"time_over": date(2024, 5, 1)}, ("time_over", "check")),
        ({}, {"theirs": False}, ("not_yours", "wrong")),
        ({}, {"guarantor": True}, ("guarantor", "check")),
    ],
)
def test_what_does_not_fit_is_found_with_its_law_and_what_to_do(
    boxes: dict[str, Any], known: dict[str, Any], finding: tuple[str, str]
) -> None:
    reading = read(replace(KNOWN, **known), **boxes)
    assert found(reading).get(finding[0]) == finding[1]
    each = next(each for each in reading.findings if each.key == finding[0])
    assert each.citations and str(each.means)
    assert set(each.steps) <= set(STEPS) and set(each.steps) <= set(steps(reading))
    assert ("help" in steps(reading)) == (finding[1] == "wrong" or "wrong" in found(reading).values())


def test_the_plainest_mistakes_come_first_and_are_counted() -> None:
    reading = read(code="A", discharged=D(60_000), interest=D(1_000), fair_market_value=D(200_000))
    weights = [each.weight for each in reading.findings]
    assert weights == sorted(weights, key=("wrong", "check", "note").index)
    assert str(reading.says) == "2 things on this form look wrong."


def test_whoever_was_not_liable_is_not_sent_to_the_exclusions() -> None:
    assert "exclusions" not in steps(read(personally_liable=False))
    assert "exclusions" not in steps(read(code="A")) or "bankruptcy" not in steps(read(code="A"))


def test_an_upheld_defence_and_a_lower_amount_are_no_mistake() -> None:
    assert found(read(replace(KNOWN, time_upheld=True), code="C")) == {}
    assert found(read(discharged=D(12_000))) == {}


ACQUIRED = Form1099A(
    calendar_year=2025,
    acquired_on=date(2025, 9, 10),
    principal=D(240_000),
    fair_market_value=D(210_000),
    personally_liable=True,
)


@pytest.mark.parametrize(
    ("boxes", "finding"),
    [
        ({"principal": D(251_000)}, ("principal", "wrong")),
        ({"acquired_on": date(2026, 1, 3), "calendar_year": 2026}, ("acquired_day", "wrong")),
        ({"acquired_on": date(2025, 9, 12)}, ("acquired_day", "check")),
        ({"fair_market_value": D(150_000)}, ("value_too_low", "check")),
        ({"personally_liable": False}, ("nonrecourse", "note")),
        ({"calendar_year": 2026}, ("wrong_year", "wrong")),
    ],
)
def test_form_1099_a_is_compared_too(boxes: dict[str, Any], finding: tuple[str, str]) -> None:
    reading = read_1099a(ACQUIRED.model_copy(update=boxes), AS_OF, KNOWN)
    assert found(reading).get(finding[0]) == finding[1]


def test_form_1099_a_alone_does_not_cancel_a_debt() -> None:
    assert found(read_1099a(ACQUIRED, AS_OF, KNOWN)) == {"no_cancelled_debt_yet": "note"}
    assert found(read_1099a(ACQUIRED, AS_OF, KNOWN, GOOD)) == {}


def test_both_forms_for_one_year_are_held_against_each_other() -> None:
    assert found(read(other=ACQUIRED)) == {"both_forms": "note"}
    other = ACQUIRED.model_copy(update={"fair_market_value": D(195_000)})
    assert found(read(other=other)) == {"two_values": "wrong", "both_forms": "note"}


def answer(form: dict[str, Any], state: str = "AZ", **given: Any) -> Assessment:
    given = {
        "stage": "sold",
        "disposition": sold("nonjudicial_foreclosure", 180_000, date="2026-03-02"),
        "loans": [owed(240_000)],
        "property": {"fair_market_value": 210_000},
        **given,
    }
    household = {"forms_1099c": [form], **given.pop("household", {})}
    return assess(case(state, household=household, **given))


CAME = {"event_on": "2026-03-02", "discharged": 60_000, "personally_liable": True, "code": "D"}


def test_a_case_is_compared_with_its_form() -> None:
    assert found(answer({**CAME, "discharged": 60_001}).forms_1099[0])["too_much"] == "wrong"
    assert "below_the_value" in found(answer(CAME).forms_1099[0])


def test_a_case_that_the_state_bars_doubts_box_5() -> None:
    home = {"units": 1, "acres": 0.2, "agricultural": False, "occupancy": "principal_residence"}
    reading = answer(CAME, loans=[owed(240_000, purpose="purchase")], property=home)
    assert reading.outcome == "barred"
    assert "barred_by_the_state" in found(reading.forms_1099[0])


def test_a_bankruptcy_an_heir_and_a_lawsuit_are_seen_from_the_case() -> None:
    assert "discharged" in found(answer(CAME, household={"bankruptcy": "discharged"}).forms_1099[0])
    assert "not_yours" in found(answer(CAME, loans=[owed(240_000, obligor="heir")]).forms_1099[0])
    assert "still_collected" in found(answer(CAME, stage="sued").forms_1099[0])


def test_a_form_for_one_of_two_loans_is_held_against_that_one() -> None:
    loans = [owed(240_000), {**owed(30_000), "id": "second", "lien": "junior"}]
    mine = {**CAME, "loan": "second", "discharged": 31_000}
    assert "too_much" in found(answer(mine, loans=loans).forms_1099[0])
    assert "too_much" not in found(answer({**mine, "loan": "first"}, loans=loans).forms_1099[0])
    assert found(answer({**mine, "loan": None}, loans=loans).forms_1099[0]) == {}


def test_json_has_the_reading_and_no_form_is_an_empty_list() -> None:
    told = answer(CAME).as_json()["forms_1099"][0]
    assert told["form"] == "1099-C" and told["boxes"][1]["holds"] == "$60,000"
    assert {each["key"] for each in told["steps"]} >= {"keep"}
    assert assess(case("AZ")).as_json()["forms_1099"] == []
