"""The gain or loss on a home that was lost, against worked examples of the regulations, the IRS and the courts."""

from __future__ import annotations

from typing import Any

import pytest

from calculators.money import NOTHING
from tests.taxed import RELEASED, exactly, tax_of


def test_deed_in_lieu_can_give_a_gain_and_cancelled_debt() -> None:
    """Gehl v. Commissioner, 102 T.C. 784 (1994), aff'd 50 F.3d 12 (8th Cir. 1995), the second transfer: $113,260 owed
    less $6,123 paid, land worth $77,725 with a basis of $32,000, $29,412 forgiven to insolvent people. The gain is
    taxed; the cancelled debt is not."""
    tax = tax_of(
        113_260 - 6123,
        77_725,
        state="IA",
        kind="deed_in_lieu",
        on="1989-01-04",
        loan=RELEASED,
        home={"adjusted_basis": 32_000, "occupancy": "rental", "months_lived_last_five_years": 0,
              "owned_months_last_five_years": 60, "move_reason": "other", "depreciation": 0},
        household={"assets": {"total": 77_725}, "debts": {"total": 200_000}},
    )  # fmt: skip
    assert (tax.cancelled_debt, tax.taxable) == (exactly(29_412), NOTHING)
    assert (tax.gain_or_loss, tax.sale.capital_gain) == (exactly(45_725), exactly(45_725))


def test_short_sale_of_a_former_home_that_was_rented_out() -> None:
    """Simonsen v. Commissioner, 150 T.C. 201 (2018): a nonrecourse loan of $555,960; the price of $363,000 paid costs
    of $26,310 first. The whole loan is the amount realized; it lies between the basis for a loss (a value of $495,000
    when first rented out) and that for a gain ($579,495), so there is neither. Nothing is cancelled."""
    case: dict[str, Any] = {
        "kind": "short_sale",
        "state": "CA",
        "on": "2011-11-01",
        "away": {"selling_costs": 26_310},
        "home": {"occupancy": "rental", "adjusted_basis": 579_495, "value_when_rented_out": 495_000, "depreciation": 0},
    }
    tax = tax_of(555_960, 363_000, loan={"recourse": False, **RELEASED}, **case)
    assert (tax.amount_realized, tax.cancelled_debt) == (exactly(555_960), NOTHING)
    assert (tax.sale.deductible_loss, tax.sale.capital_gain) == (NOTHING, NOTHING)
    # The bank's Form 1099-C said $219,270: what it was owed less what it got after the costs.
    recourse = tax_of(555_960, 363_000, loan={"recourse": True, **RELEASED}, **case)
    assert recourse.cancelled_debt == exactly(219_270)
    assert (recourse.amount_realized, recourse.sale.selling_costs) == (exactly(363_000), exactly(26_310))


@pytest.mark.parametrize(
    ("home", "status", "gain", "excluded", "recapture", "taxed"),
    [
        # Treas. Reg. 1.121-3(c), example 1: owned and lived in for a year, moved for work: half of $250,000.
        ({"months_lived_last_five_years": 12, "owned_months_last_five_years": 12, "move_reason": "work"},
         "single", 200_000, 125_000, 0, 75_000),
        # Treas. Reg. 1.121-1(e)(4), example 6, as in Tax Facts 8679: $10,000 of depreciation in a gain of $30,000.
        ({"depreciation": 10_000}, "single", 30_000, 20_000, 10_000, 0),
        # Publication 523, Worksheet 3: owned five years, rented out for the first three; a gain of $500,000 on a joint
        # return, of which $300,000 is not excluded.
        ({"purchased_on": "2009-06-01", "nonqualified_months": 36, "months_lived_last_five_years": 24,
          "spouse_months_lived_last_five_years": 24}, "married_jointly", 500_000, 200_000, 0, 300_000),
        # Publication 523, Worksheet 1: one spouse lived there too short a time.
        ({"spouse_months_lived_last_five_years": 12}, "married_jointly", 400_000, 250_000, 0, 150_000),
        ({"spouse_months_lived_last_five_years": 24}, "married_jointly", 400_000, 400_000, 0, 0),
        ({"exclusion_used_last_two_years": True, "move_reason": "other"}, "single", 30_000, 0, 0, 30_000),
    ],
)  # fmt: skip
def test_gain_on_a_main_home(
    home: dict[str, Any], status: str, gain: int, excluded: int, recapture: int, taxed: int
) -> None:
    tax = tax_of(
        600_000,
        600_000,
        loan=RELEASED,
        home={"adjusted_basis": 600_000 - gain, "months_lived_last_five_years": 60, "owned_months_last_five_years": 60}
        | home,
        household={"filing_status": status},
    )
    assert tax.gain_or_loss == exactly(gain)
    assert (tax.sale.excluded, tax.sale.recapture) == (exactly(excluded), exactly(recapture))
    assert tax.sale.capital_gain == exactly(taxed)


def test_basis_from_its_four_parts() -> None:
    parts = {"purchase_price": 200_000, "improvements": 30_000, "depreciation": 12_000, "rolled_gain": 8000}
    tax = tax_of(250_000, 250_000, loan=RELEASED, home=parts)
    assert (tax.sale.basis, tax.gain_or_loss) == (exactly(210_000), exactly(40_000))
    assert "property.improvements" in tax_of(250_000, 250_000, home={"purchase_price": 200_000}).needs
