"""The public calculators on taxes: the IRS worksheet on insolvency, and Form 1099-C. They need no database."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

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
