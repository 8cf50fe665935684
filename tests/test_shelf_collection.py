"""The calculators of pay and of judgments, and the picture of a judgment over the years. No database."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from calculators.charts import Growth, growth
from calculators.consequences.judgment import judgment
from calculators.facts import read_facts
from calculators.money import Span

from .test_shelf import ask, said, words

PAY = "/calculators/wage-garnishment/"
JUDGMENT = "/calculators/judgment/"


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        ({"state": "UT", "disposable": "1,500"}, "With a judgment, they may take $375 of each paycheck."),
        ({"state": "UT", "disposable": "1,500"}, "That is $812.50 a month, $9,750 a year."),
        ({"state": "UT", "gross": "2,000"}, "they may take up to $500 of each paycheck"),
        ({"state": "TX", "disposable": "1,500"}, "In Texas a creditor of an ordinary debt may not take your pay."),
        ({"state": "UT", "disposable": "400"}, "nothing may be taken from your pay"),
        ({"state": "TX", "work_state": "UT", "disposable": "1,500"}, "up to $375 of each paycheck"),
        ({"state": "UT", "disposable": "1,500", "already": "300"}, "they may take $75 of each paycheck"),
    ],
)
def test_what_may_be_taken_of_a_paycheck(numbers: dict[str, str], sentence: str) -> None:
    assert sentence in said(ask(PAY, period="biweekly", **numbers))


def test_what_is_open_leads_to_its_field_and_a_claim_says_what_it_brings() -> None:
    page = ask(PAY, state="NE", period="weekly", disposable="600")
    assert "they may take $90 to $150 of each paycheck" in said(page)
    assert '<a href="#id_head">' in page and 'id="id_head"' in page
    claimed = words(ask(PAY, state="MO", period="weekly", disposable="600", head="yes"))
    assert "Claim the 10 percent limit" in claimed and "With it they could take $60 of each paycheck." in claimed


@pytest.mark.parametrize(
    ("numbers", "fault"),
    [
        ({}, "one of them is enough"),
        ({"disposable": "900", "gross": "800"}, "is more than the pay before deductions"),
        ({"disposable": "900", "size": "0"}, "A household has at least one person"),
    ],
)
def test_faults_of_a_paycheck_are_named(numbers: dict[str, str], fault: str) -> None:
    assert fault in said(ask(PAY, state="UT", period="weekly", **numbers))


def test_what_a_judgment_grows_to() -> None:
    page = ask(JUDGMENT, state="CA", amount="60,000", payment="700", consumer="yes")
    assert "At 10% a year, $60,000 grows to $120,000 in 10 years." in said(page)
    assert "$700 a month pays it off in 151 months." in said(page)
    assert "<td>$66,000</td>" in page and "Line chart: in 10 years $60,000 grows to $120,000" in page
    assert "it never pays it off" in said(ask(JUDGMENT, state="CA", amount="60,000", payment="500"))
    unknown = ask(JUDGMENT, state="NE", amount="60,000")
    assert "depends on a rate that is not known yet" in said(unknown) and "Interest rate of the loan" in words(unknown)
    assert "A rate is at most 60% a year" in said(ask(JUDGMENT, state="NE", amount="60,000", rate="65"))


def test_the_picture_of_a_judgment() -> None:
    def picture(amount: int, monthly: int | None = None, rate: int | None = 5) -> Growth | None:
        data = {"state": "HI", "loans": [{"interest_rate": rate}], "household": {"monthly_payment": monthly}}
        told = read_facts(data, date(2026, 11, 22))
        return growth(judgment(told, told.loans, Span.of(Decimal(amount))))

    shown = picture(60000, 400)
    assert shown is not None and [curve.look for curve in shown.curves] == ["free", "paid"]
    free = shown.curves[0]
    assert len(free.lines) == 2 and free.between, "a range of rates is hatched between two lines"
    assert free.lines[1].split()[-1].startswith(f"{shown.right}")
    assert [str(mark.label) for mark in shown.amounts] == ["$50,000", "$100,000", "$150,000"]
    assert picture(0) is None and picture(60000, rate=None) is None
    alone = picture(60000)
    assert alone is not None and len(alone.curves) == 1
