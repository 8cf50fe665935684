"""Taxes on the answer page and on paper: what they say in which case, and what a preparer is given."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import page
import pytest
from django.test import Client
from django.urls import reverse

from calculators.facts import read_facts
from cases.reports import paper, registry
from cases.reports.paper import PREPARER, WORKSHEET
from cases.results.reading import read
from cases.results.taxes import TaxReading
from tests.answered import CASES, HOME, Json, begin, owed, reading, sold
from tests.drawn import pdf, sheets

ANSWER = "/case/answer/"


def told(given: str | Json, **more: Any) -> TaxReading:
    return read(read_facts({**(CASES[given] if isinstance(given, str) else given), **more})).tax


def said(tax: TaxReading) -> str:
    return " ".join(str(text) for text in tax.says)


def section(client: Client, given: str | Json) -> str:
    begin(client, given)
    found = re.search(r'<section id="tax".*?</section>', client.get(ANSWER).content.decode(), re.S)
    assert found
    return words(found[0])


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


# What is said


def test_insolvency_covers_a_part_and_the_rest_costs_tax() -> None:
    """$70,000 cancelled to people who owed $53,000 more than they owned; $17,000 at the 12% bracket of 2026."""
    tax = told("taxed")
    assert said(tax) == (
        "$70,000 of your debt was cancelled. Of it, $17,000 counts as income. "
        "That adds $2,040 to your federal income tax."
    )
    assert tax.figure is not None
    assert str(tax.gain) == "a loss of $55,000"


def test_what_is_still_owed_is_not_taxed_and_what_is_not_known_is_not_zero() -> None:
    assert "so it is not taxed now. If the lender gives it up later, up to $40,000" in said(told("sued"))
    assert said(told("bare")) == "What this does to your taxes depends on how the home is lost."
    assert told("barred").figure is None  # neither the home's value nor what it cost is known


def test_a_home_that_is_not_lost_yet_is_spoken_of_as_what_would_be() -> None:
    ahead = {
        "as_of": "2026-11-22",
        "state": "FL",
        "stage": "behind",
        "property": {**HOME, "fair_market_value": 250_000, "months_lived_last_five_years": 60},
        "loans": [owed(300_000, release="debt", originated_on="2019-05-01")],
        "disposition": {"kind": "short_sale", "sale_price": 250_000, "selling_costs": 15_000},
    }
    tax = told(ahead)
    assert said(tax).startswith("$65,000 of your debt would be cancelled. Of it, up to $65,000 might count as income.")
    assert tax.form_1099c_by is None


def test_a_rented_home_has_its_own_forms_and_its_loss_counts() -> None:
    home = {"occupancy": "rental", "fair_market_value": 180_000, "adjusted_basis": 200_000, "depreciation": 60_000}
    short = sold("short_sale", 180_000, "2026-05-02")
    tax = told("taxed", property={**home, "value_when_rented_out": 240_000}, disposition=short)
    assert {each.form for each in tax.reporting} >= {"Form 4797", "Form 982"}
    assert str(tax.home).startswith("Of the loss, $20,000 can be deducted.")


def test_a_loan_that_the_sale_paid_cancels_nothing() -> None:
    """The winning bid paid the whole loan, and nobody says that the home was worth less."""
    assert said(told("paid")).startswith("No debt was cancelled")


# What is asked


def test_the_answer_that_may_settle_all_is_asked_first_and_nothing_idle() -> None:
    """A short sale of 2026: an agreement in writing before 2026 may keep all of it out, the months in the home settle
    the gain without what it cost (no gain is more than the price), and what was never rented has no depreciation."""
    case = {**CASES["taxed"], "household": {}, "disposition": sold("short_sale", 205_000, "2026-02-02")}
    home = {**HOME, "fair_market_value": 205_000}
    loan = owed(280_000, release="debt", originated_on="2019-05-01")
    needs = told(case, property=home, loans=[loan]).tax.needs
    assert needs[0] == "household.qpri_written_before_2026"
    assert "property.owned_months_last_five_years" not in needs  # the loan that bought the home tells it
    lived = {**home, "months_lived_last_five_years": 60}
    settled = told(case, property=lived, loans=[loan], household={"qpri_written_before_2026": True})
    assert settled.tax.needs == ()
    assert said(settled).endswith("It adds nothing to your federal income tax.")


@pytest.mark.django_db
def test_the_parts_of_the_basis_leave_out_what_this_home_cannot_have(client: Client) -> None:
    begin(client, {**CASES["taxed"], "loans": [owed(280_000, originated_on="2019-05-01")]})
    page = client.get(reverse("questionnaire:question", args=["property.basis"])).content.decode()
    assert "Improvements that last" in page
    assert "Depreciation" not in page
    assert "1997" not in page


# The section


@pytest.mark.django_db
def test_the_section_shows_lines_forms_and_when(client: Client) -> None:
    text = section(client, "taxed")
    for each in (
        "Extra federal income tax $2,040",
        "The lender must send you Form 1099-C by February 1, 2027.",
        "Form 982, lines 1 and 2",
        "Schedule 1 (Form 1040), line 8c",
        "Adjusted basis",
    ):
        assert each in text


@pytest.mark.django_db
def test_both_readings_stand_side_by_side_where_the_law_is_open(client: Client) -> None:
    given = {**CASES["barred"], "property": {**HOME, "fair_market_value": 260_000, "adjusted_basis": 310_000}}
    text = section(client, given)
    assert "The law can be read in two ways" in text
    assert "If it counts as the price of the home (likelier here)" in text
    assert "The law can be read in two ways" not in section(client, "taxed")


# On paper


@cache
def paper_text(kind: str, name: str) -> tuple[int, str]:
    read_back = sheets(pdf(kind, name))
    return len(read_back), " ".join(read_back)


def test_the_worksheet_has_every_line_and_blanks_are_not_zero() -> None:
    """IRS Pub. 4681, Insolvency Worksheet, lines 1 to 38."""
    _, text = paper_text(WORKSHEET, "taxed")
    worksheet = reading("taxed").assessment.tax.worksheet
    for row in (*worksheet.liabilities, *worksheet.assets, worksheet.result):
        assert f"{row.line} {row.label}" in text
    assert "1 Credit card debt $9,000" in text
    assert "19 Computers not given" in text
    assert "37 Total fair market value of assets (lines 16 to 36) $236,000" in text
    assert "Zero or less means not insolvent. $53,000" in text
    assert "just before the debt was cancelled on March 2, 2026" in text


def test_a_preparer_gets_one_page_with_the_lines() -> None:
    pages, text = paper_text(PREPARER, "taxed")
    assert pages == 1
    for each in (
        "Home lost: Deed in lieu of foreclosure March 2, 2026",
        "Cancelled: the first mortgage (1099-C box 6: code F, By agreement) March 2, 2026 $70,000",
        "Schedule 1 (Form 1040) line 8c: Taxable cancelled debt: other income. $17,000",
        "Form 982 box 1b, checked: Discharge to the extent insolvent, not in bankruptcy $53,000",
        "cost or other basis $265,000",
        "outcome: a loss of $55,000",
        "Every Form 1099-C, 1099-A and 1099-S that came",
        "This takes the standard deduction.",
    ):
        assert each in text


@pytest.mark.parametrize("name", ["barred", "two-loans"])
def test_a_preparers_page_is_one_page_whatever_is_open(name: str) -> None:
    assert paper_text(PREPARER, name)[0] == 1


def test_both_readings_are_on_the_page_for_the_preparer() -> None:
    assert "Recourse or nonrecourse: both readings" in paper_text(PREPARER, "barred")[1]


def test_the_full_report_has_every_line_on_taxes_and_the_summary_one_sentence() -> None:
    tax = reading("taxed").tax
    full, summary = (words(make(reading("taxed"), "A1B2-C3D4")) for make in (paper.full, paper.summary))
    for line in tax.lines:
        assert str(line.label) in full
    assert f"Taxes: {tax.brief}" in summary


@pytest.mark.parametrize("kind", [WORKSHEET, PREPARER])
def test_the_papers_are_accessible(kind: str) -> None:
    content = registry.pdf(kind, reading("taxed"), "A1B2-C3D4", bytes(16), CASES["taxed"])
    report = page.validate_pdf_bytes(content, profile=page.ValidationProfile.PDF_UA_1)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.is_compliant


@pytest.mark.django_db
def test_the_papers_are_offered_where_they_apply_under_their_names(client: Client) -> None:
    begin(client, "taxed")
    offered = client.get(ANSWER).content.decode()
    for kind, name in ((WORKSHEET, "insolvency-worksheet"), (PREPARER, "for-tax-preparer")):
        address = reverse("reports:download", args=[kind])
        assert address in offered
        assert f"shortfall-texas-{name}-" in client.get(address)["Content-Disposition"]
    begin(client, "bare")
    assert reverse("reports:download", args=[PREPARER]) not in client.get(ANSWER).content.decode()


# A Form 1099-C


@pytest.mark.django_db
def test_a_form_1099c_is_copied_on_one_page_and_read_beside_the_taxes(client: Client) -> None:
    """Asked only of whoever follows the link; what does not fit is said, with what to write. Nothing else comes in."""
    begin(client, "taxed")
    assert "Got a Form 1099-C? Check it" in client.get(ANSWER).content.decode()
    there = reverse("questionnaire:question", args=["household.forms_1099c"])
    page = client.get(there).content.decode()
    assert "account number" in page and "Which loan" not in page
    form = {"calendar_year": "2026", "discharged": "90,000", "code": "F", "fair_market_value": "190,000"}
    assert client.post(there, {**form, "still_collected": "yes"}).status_code == 302
    answer = client.get(ANSWER).content.decode()
    for words in ("Your Form 1099-C", "Looks wrong", "The home was worth more than the form says", "box by box"):
        assert words in answer
    case = {**CASES["taxed"], "household": {"forms_1099c": [{"discharged": 70_000, "code": "F"}, {}]}}
    (only,) = read(read_facts(case)).forms_1099
    assert not only.letter
