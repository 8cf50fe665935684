"""A vehicle that the lender took back and sold: what is left, whose the surplus is, and what to check."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from ..charts import with_gap, with_surplus
from ..consequences.repossession import Balance, Vehicle, balance
from ..inputs import ReadField, YesNoField
from ..law.federal import federal
from ..law.repossession import RepossessionLaw, Statement
from ..money import NOTHING
from ..working import Line, Text, line_json
from .calculator import Calculator, Given, Link, Result
from .forms import CalculatorForm, Section


class VehicleForm(CalculatorForm):
    """What was owed and what the sale brought; the rest where it is known."""

    owed = ReadField(
        "money",
        label=_("Owed on the loan before the sale"),
        help_text=_("The lender's letter about the sale says it."),
        required=True,
    )
    price = ReadField("money", label=_("Sale price"), help_text=_("What the buyer paid."), required=True)
    fees = ReadField(
        "money",
        label=_("Costs of taking, keeping and selling it"),
        help_text=_("Towing, storage, repairs before the sale, the auction. Write 0 if there are none."),
        required=False,
    )
    lawyer = ReadField("money", label=_("Lawyer's fees they charge"), required=False)
    credits = ReadField(
        "money",
        label=_("Credits and refunds not yet taken off"),
        help_text=_("Payments they left out; refunds of a warranty, a service contract or insurance."),
        required=False,
    )
    insider = YesNoField(
        label=_("Was it sold to the lender or to someone tied to it?"),
    )
    fair = ReadField(
        "money",
        label=_("What a fair sale would have brought"),
        help_text=_("A price guide for that month: the wholesale or auction price of such a vehicle."),
        required=False,
    )
    charge = ReadField(
        "money",
        label=_("Finance charge over the whole loan"),
        help_text=_("It stands in a box on the first page of the contract."),
        required=False,
    )
    principal = ReadField(
        "money",
        label=_("Loan amount at the start"),
        help_text=_("For a dealer's contract: the cash price of the vehicle."),
        required=False,
    )
    sections = (
        Section(("owed", "price", "fees")),
        Section(("lawyer", "credits"), _("Fees and credits"), folded=True),
        Section(("insider", "fair"), _("If the price was very low"), folded=True),
        Section(("charge", "principal"), _("If they broke a rule: what you can ask for"), folded=True),
    )


UNSURE = {
    "secondary": Text("Not read in the text of the law itself."),
    "weak": Text("General knowledge: have a lawyer confirm it."),
}


@dataclass(frozen=True)
class Shown:
    """A statement of the law file as the page shows it."""

    rule: Statement
    says: Text
    look: Text | None = None
    fault: Text | None = None

    @property
    def unsure(self) -> Text | None:
        """How it was checked, where that was not in the law itself."""
        return UNSURE.get(self.rule.checked)

    def as_json(self) -> dict[str, Any]:
        """The statement with its citations, in English."""
        told = {"look": self.look, "says": self.says, "fault": self.fault}
        cited = {"citations": list(self.rule.cite), "checked": self.rule.checked}
        return {name: str(text) if text else None for name, text in told.items()} | cited


@dataclass(frozen=True)
class Found:
    """What the result's template draws below the lines."""

    balance: Balance
    law: RepossessionLaw

    @property
    def checks(self) -> list[Shown]:
        """What to look at, what the law wants, what a fault may do."""
        return [Shown(each, said(each.says), said(each.look), said(each.fault)) for each in self.law.check]

    @property
    def not_modelled(self) -> list[Shown]:
        return [Shown(each, said(each.says)) for each in self.law.not_modelled]

    @property
    def redemption(self) -> Text:
        return said(self.law.redemption.says)

    @property
    def least(self) -> Text:
        return said(self.law.least_damages.says)

    @property
    def least_lines(self) -> list[Line]:
        return [self.balance.least_damages] if self.balance.least_damages else []

    def as_json(self) -> dict[str, Any]:
        """What to check, what a fault may do, how to get the vehicle back, and what is not counted."""
        return {
            "checks": [each.as_json() for each in self.checks],
            "least_damages": {"says": str(self.least), "lines": [line_json(line) for line in self.least_lines]},
            "redemption": str(self.redemption),
            "not_modelled": [each.as_json() for each in self.not_modelled],
            "law_checked_on": self.law.checked_on.isoformat(),
        }


def said(words: str) -> Text:
    """A sentence of the law file."""
    return Text(words, context="repossession")


def compute(given: Given) -> Result:
    """What is left to pay, or to get."""
    vehicle = Vehicle(
        owed=given["owed"],
        price=given["price"],
        expenses=given["fees"],
        lawyer=given["lawyer"],
        credits=given["credits"],
        insider=given["insider"],
        fair_price=given["fair"],
        finance_charge=given["charge"],
        principal=given["principal"],
    )
    found = balance(vehicle)
    sure = Text(
        "This is the arithmetic of the Uniform Commercial Code (UCC), Article 9. "
        "Each state has it with changes of its own."
    )
    chart = None
    if found.surplus.exact and found.surplus != NOTHING:
        chart = with_surplus("vehicle", found.debt, found.surplus)
    elif found.surplus == NOTHING and found.debt.low:
        chart = with_gap("vehicle", found.debt, found.brought, found.deficiency)
    return Result(_says(found), sure, found.lines, chart, Found(found, federal(RepossessionLaw)))


def _says(found: Balance) -> Text:
    left, over = found.deficiency, found.surplus
    if over == NOTHING:
        if left == NOTHING:
            return Text("By these numbers, the sale paid the loan. Nothing is left to pay.")
        return Text("By these numbers, {left} is left to pay after the sale.", {"left": left})
    if left == NOTHING:
        return Text("By these numbers, the sale left over {over}, and it is yours.", {"over": over})
    if over.high is None or left.high is None:
        return Text(
            "By these numbers, {left} may be left to pay. It can also turn out that they owe you.", {"left": left}
        )
    values = {"left": left, "over": over}
    return Text("By these numbers, {left} may be left to pay, or {over} may be yours.", values)


CALCULATOR = Calculator(
    "vehicle",
    _("What is left of a car loan after repossession?"),
    VehicleForm,
    compute,
    lead=_("The lender took the vehicle and sold it. See what is left to pay, and check that it kept to the rules."),
    description=_(
        "Deficiency or surplus after a car is repossessed and sold, line by line, with the rules that the lender must "
        "keep and what a fault may do."
    ),
    example={"owed": "10,000", "price": "8,500", "fees": "500"},
    related=(
        Link(_("What happens if you are sued for the rest"), "guides:guide", "if-you-are-sued"),
        Link(_("A Form 1099-C came. Is the debt gone?"), "guides:guide", "1099-c"),
        Link(_("When to get help, and from whom"), "guides:guide", "when-to-get-help"),
    ),
    template="calculators/vehicle.html",
)
