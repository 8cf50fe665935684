"""The public calculators on taxes: the IRS worksheet on insolvency, and Form 1099-C. They need no database."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from calculators.law.loader import codes
from calculators.shelf.cancelled_debt import CALCULATOR as CANCELLED_DEBT
from calculators.shelf.form_1099c import CALCULATOR as FORM_1099C
from calculators.shelf.insolvency import CALCULATOR as INSOLVENCY
from calculators.shelf.insolvency import line_fields
from tests.test_shelf import ask, said, words

D = Decimal


def lines(calculator: Any, **numbers: str) -> dict[str, Decimal | None]:
    """The lines of a result by their words."""
    form = calculator.form(numbers)
    assert form.is_valid(), form.errors
    return {str(line.label): line.amount.low for line in calculator.compute(form.cleaned_data).lines}


def test_the_worksheet_has_every_line_of_the_irs() -> None:
    """IRS Pub. 4681, Insolvency Worksheet: lines 1 to 14 and 16 to 36."""
    assert len(list(line_fields())) == 14 + 21


def test_insolvency_covers_the_cancelled_debt_up_to_its_amount() -> None:
    """IRS Pub. 4681, Insolvency, examples 1 and 2 (Greg): $5,000 cancelled, property of $7,000 just before, debts of
    $15,000, then of $10,000."""
    greg = lines(INSOLVENCY, cancelled="5,000", owed_credit_cards="15,000", owned_cash="7,000")
    assert (greg["Insolvency"], greg["Left to be taxed"]) == (D(8_000), D(0))
    less = lines(INSOLVENCY, cancelled="5,000", owed_credit_cards="10,000", owned_cash="7,000")
    assert (less["Insolvency"], less["Not taxed, because you were insolvent"]) == (D(3_000), D(3_000))
    assert less["Left to be taxed"] == D(2_000)


def test_whoever_owns_more_than_they_owe_is_not_insolvent() -> None:
    page = ask("/calculators/insolvency/", owed_mortgages="100,000", owned_real_property="100,000")
    assert "you were not insolvent" in said(page)


def test_the_worksheet_asks_for_at_least_one_line() -> None:
    assert "Fill in what you owed" in words(ask("/calculators/insolvency/", cancelled="5000"))


@pytest.mark.parametrize(("name", "field"), list(line_fields()), ids=lambda each: each if isinstance(each, str) else "")
def test_every_line_counts_on_its_own_side(name: str, field: Any) -> None:
    found = lines(INSOLVENCY, **{"owed_other": "900", name: "500"})
    owed, owned = (500, 0) if name.startswith("owed_") else (0, 500)
    before = 0 if name == "owed_other" else 900
    assert found["Insolvency"] == before + owed - owned


def test_a_form_is_read_with_its_findings_and_steps_first() -> None:
    page = words(ask("/calculators/form-1099-c/", **dict(FORM_1099C.example)))
    for text in (
        "One thing on this form looks wrong",
        "somebody still asks you to pay it",
        "F: By agreement",
        "Box by box",
    ):
        assert text in page
    assert page.index("What to do") < page.index("Box by box")
    assert "Account number" not in page and "TIN" not in page


def test_a_form_without_any_knowledge_of_its_debt_is_read() -> None:
    page = words(ask("/calculators/form-1099-c/", discharged="5,000"))
    assert "Nothing on this form contradicts what you told us." in page


@pytest.mark.parametrize("wrong", [{"event": "1/1/1800"}, {"year": "99"}, {"discharged": ""}, {"code": "I"}])
def test_what_no_form_can_hold_is_named(wrong: dict[str, str]) -> None:
    page = ask("/calculators/form-1099-c/", **{"discharged": "5,000", **wrong})
    assert 'class="errors"' in page and "Not worked out yet" in said(page)


def test_a_second_form_is_compared() -> None:
    numbers = {"discharged": "5,000", "fair_value": "200,000", "acquired_value": "190,000"}
    assert "box 4 of the Form 1099-A is $190,000" in words(ask("/calculators/form-1099-c/", **numbers))


COST = dict(CANCELLED_DEBT.example)
LATELY = f"{timezone.now() - timedelta(days=9):%m/%d/%Y}"  # within every lender's time to ask for the rest


def test_cancelled_debt_is_followed_to_the_extra_tax() -> None:
    """$252,280 less a bid of $180,000 is let go later: $72,280. $304,280 owed and $241,000 owned keep out $63,280, and
    $9,000 more on $52,000 stays within the 12% bracket of 2026."""
    page = words(ask("/calculators/cancelled-debt/", **COST))
    assert "Cancelled debt: $72,280. It adds $1,080 to your federal tax for 2026." in page
    assert "Kept from being taxed: $63,280. Taxed: $9,000." in page
    found = lines(CANCELLED_DEBT, **COST)
    assert (found["You were insolvent"], found["Extra federal income tax"]) == (D(63_280), D(1_080))
    assert "Form 982" in page and "Schedule 1 (Form 1040), line 8c" in page


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"liable": "no", "released": ""}, "no debt is cancelled for tax, and no tax comes of it"),
        ({"discharged": "2/3/2026"}, "None of it is taxed"),
        ({"written": "yes"}, "None of it is taxed"),
        ({"debts": "400,000"}, "None of it is taxed"),
        ({"released": "none", "forgiven": "", "date": LATELY}, "No debt is cancelled yet"),
        ({"income": ""}, "It adds up to $3,330"),
    ],
)
def test_what_changes_the_tax(change: dict[str, str], sentence: str) -> None:
    assert sentence in said(ask("/calculators/cancelled-debt/", **{**COST, **change}))


def test_what_is_missing_leads_to_its_field() -> None:
    page = ask("/calculators/cancelled-debt/", **{**COST, "income": "", "debts": ""})
    assert '<a href="#id_debts">' in page and '<a href="#id_income">' in page
    assert "If your other income was $60,000" in page


def test_two_readings_of_the_law_stand_side_by_side() -> None:
    """A purchase loan in Arizona that the law keeps the lender from collecting, the home worth less than was owed."""
    home = {"occupancy": "principal_residence", "purpose": "purchase", "released": "", "liable": "", "forgiven": ""}
    page = words(ask("/calculators/cancelled-debt/", **{**COST, **home, "state": "AZ"}))
    assert "The law is open here" in page
    assert "More likely" in page and "Less likely" in page


@pytest.mark.parametrize("state", codes())
def test_the_state_and_the_debt_are_enough_everywhere(state: str) -> None:
    assert 'class="says"' in ask("/calculators/cancelled-debt/", state=state, owed="200,000")


@pytest.mark.parametrize("wrong", [{"age": "200"}, {"lived": "61"}, {"owed": ""}, {"kind": "strict_foreclosure"}])
def test_what_cannot_be_is_named_at_its_field(wrong: dict[str, str]) -> None:
    page = ask("/calculators/cancelled-debt/", **{**COST, **wrong})
    assert 'class="errors"' in page
    assert f'href="#id_{next(iter(wrong))}"' in page
