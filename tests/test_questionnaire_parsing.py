"""What people type is read with patience, and never read as something that they may not have meant."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from calculators import parsing
from calculators.parsing import (
    CannotRead,
    read_count,
    read_date,
    read_money,
    read_number_of_acres,
    read_percent,
)

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "dollars"),
    [
        ("$1,234.50", "1234.50"),
        ("1234.5", "1234.50"),
        ("1,234", "1234"),
        (" $ 1 234 ", "1234"),
        ("1'234.50", "1234.50"),
        ("USD 240,000", "240000"),
        ("US$240,000.00", "240000"),
        ("240,000 dollars", "240000"),
        ("about $240,000", "240000"),
        ("~240000", "240000"),
        ("240k", "240000"),
        ("$1.2 million", "1200000"),
        ("1.234,50", "1234.50"),
        ("１２３４", "1234"),
        ("$.50", "0.50"),
        ("12.", "12"),
        ("0", "0"),
        ("$240,000.-", "240000"),
    ],
)
def test_money(typed: str, dollars: str) -> None:
    assert read_money(typed) == Decimal(dollars)


@pytest.mark.parametrize(
    "typed", ["", "abc", "24,0000", "1,23", "12,34,567", "1.234", "-5", "(500)", "1.2.3", "$", "1e5", "NaN", "5 or 6"]
)
def test_what_may_be_a_slip_is_asked_again(typed: str) -> None:
    with pytest.raises(CannotRead) as told:
        read_money(typed)
    assert told.value.message


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("3/2/26", date(2026, 3, 2)),
        ("03/02/2026", date(2026, 3, 2)),
        ("3-2-2026", date(2026, 3, 2)),
        ("3.2.26", date(2026, 3, 2)),
        ("3 2 2026", date(2026, 3, 2)),
        ("2026-03-02", date(2026, 3, 2)),
        ("2026/3/2", date(2026, 3, 2)),
        ("March 2, 2026", date(2026, 3, 2)),
        ("march 2 2026", date(2026, 3, 2)),
        ("Mar. 2nd, 2026", date(2026, 3, 2)),
        ("2 March 2026", date(2026, 3, 2)),
        ("the 2nd of March 2026", None),
        ("2nd of March, 2026", date(2026, 3, 2)),
        ("Monday, March 2, 2026", date(2026, 3, 2)),
        ("Sept 9, 2025", date(2025, 9, 9)),
        ("03022026", date(2026, 3, 2)),
        ("20260302", date(2026, 3, 2)),
        ("030226", date(2026, 3, 2)),
        ("25/12/2025", date(2025, 12, 25)),
        ("5/1/98", date(1998, 5, 1)),
        ("5/1/49", date(2049, 5, 1)),
        ("2/29/2024", date(2024, 2, 29)),
        ("2/29/2026", None),
        ("13/13/26", None),
        ("3/2", None),
        ("2026", None),
        ("May 2019", None),
        ("3/2/026", None),
        ("3/2/1826", None),
        ("3/2/9999", None),
        ("Marchember 2, 2026", None),
        ("Ma 2, 2026", None),
        ("3/2/26 or 3/3/26", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates(typed: str, day: date | None) -> None:
    if day is None:
        with pytest.raises(CannotRead) as told:
            read_date(typed, TODAY)
        assert told.value.message
    else:
        assert read_date(typed, TODAY) == day


@pytest.mark.parametrize(
    ("typed", "acres"),
    [
        ("0.2", "0.2"), (".25", "0.25"), ("1/4", "0.25"), ("1/4 acre", "0.25"), ("½", "0.5"), ("2 1/2 acres", "2.5"),
        ("half an acre", "0.5"), ("10,000 sq ft", "0.2296"), ("43560 square feet", "1"), ("5 ac", "5"),
    ],
)  # fmt: skip
def test_acres(typed: str, acres: str) -> None:
    assert read_number_of_acres(typed) == Decimal(acres)


@pytest.mark.parametrize(("typed", "rate"), [("6.5", "6.5"), ("6.5%", "6.5"), ("6 1/2 percent", "6.5"), ("7", "7")])
def test_percents(typed: str, rate: str) -> None:
    assert read_percent(typed) == Decimal(rate)


@pytest.mark.parametrize(
    ("typed", "count"), [("1", 1), ("two", 2), ("20 days", 20), ("Twenty", 20), ("1 unit", 1), ("3.0", 3)]
)
def test_counts(typed: str, count: int) -> None:
    assert read_count(typed) == count


@pytest.mark.parametrize("typed", ["1.5", "many", "", "-1", "1/0"])
def test_what_is_no_count(typed: str) -> None:
    with pytest.raises(CannotRead):
        read_count(typed)
    with pytest.raises(CannotRead):
        read_number_of_acres(typed.replace("1.5", "1/0"))


KINDS = ["money", "percent", "number", "count", "date"]


@given(some.sampled_from(KINDS), some.text(max_size=80))
def test_no_text_breaks_a_reader(kind: str, typed: str) -> None:
    try:
        assert parsing.read(kind, typed, TODAY) is not None
    except CannotRead as error:
        assert error.message


@given(some.decimals(min_value=0, max_value=10**9, places=2))
def test_an_amount_that_we_show_reads_back(amount: Decimal) -> None:
    for shown in (parsing.unread("money", f"{amount:f}"), f"${amount:,.2f}", f"{amount:.2f}"):
        assert read_money(shown) == amount


@given(some.dates(min_value=date(1967, 1, 1), max_value=date(2066, 12, 31)))
def test_a_date_reads_back_in_every_notation(day: date) -> None:
    shown = [parsing.unread("date", day.isoformat()), day.isoformat(), f"{day:%B} {day.day}, {day.year}",
             f"{day:%b} {day.day} {day.year}", f"{day.month}/{day.day}/{day:%y}", f"{day:%m%d%Y}"]  # fmt: skip
    assert {read_date(each, TODAY) for each in shown} == {day}


@given(some.decimals(min_value=0, max_value=1000, places=4))
def test_a_number_that_we_show_reads_back(number: Decimal) -> None:
    for kind in ("number", "percent"):
        assert Decimal(parsing.read(kind, parsing.unread(kind, f"{number:f}"), TODAY)) == number
