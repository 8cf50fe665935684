"""What a home loan that was not paid in full does to the federal tax: cancelled debt, exclusions, gain, extra tax.

The state is asked for because its law tells whether the lender may still collect, and so whether any debt is cancelled.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..assessment import assess, check
from ..consequences.cancelled_debt import Tax
from ..consequences.tax_json import tax_json
from ..consequences.tax_return import Alternative
from ..facts import FORECLOSURES, BadFacts, read_facts
from ..inputs import I_DO_NOT_KNOW, ChooseField, ReadField, YesNoField
from ..law.loader import all_laws
from ..money import NOTHING
from ..words import say
from ..working import Text
from .calculator import Calculator, Given, Link, Result
from .deficiency import choices, known
from .forms import CalculatorForm, Section

STATUSES = (
    ("single", _("Single")),
    ("married_jointly", _("Married, filing jointly")),
    ("married_separately", _("Married, filing separately")),
    ("head_of_household", _("Head of household")),
    ("surviving_spouse", _("Qualifying surviving spouse")),
)


class CancelledDebtForm(CalculatorForm):
    """Only the state and what was owed have to be known."""

    state = ChooseField(((law.code, law.name) for law in all_laws()), label=_("State that the home was in"))
    kind = ChooseField(choices("disposition.kind"), I_DO_NOT_KNOW, label=_("How the home was lost"))
    date = ReadField("date", label=_("Day of the sale, or the day the deed was handed over"), required=False)
    owed = ReadField(
        "money",
        label=_("What was owed on the loan in all"),
        help_text=_("Just before, with interest, fees and costs."),
        required=True,
    )
    value = ReadField(
        "money",
        label=_("What the home was worth"),
        help_text=_("On that day. Where the debt ended with the sale, it counts more than the winning bid."),
        required=False,
    )
    price = ReadField(
        "money",
        label=_("Sale price"),
        help_text=_("The winning bid, or the price in the closing papers."),
        required=False,
    )
    costs = ReadField(
        "money",
        label=_("Costs of the sale, taken from the price"),
        help_text=_("Agent, closing, transfer tax; after an auction, what the officer kept."),
        required=False,
    )
    released = ChooseField(
        (("debt", _("Yes, in writing")), ("none", _("No, nothing was let go"))),
        I_DO_NOT_KNOW,
        label=_("Did the lender let go of the rest of the debt?"),
    )
    forgiven = ReadField(
        "date",
        label=_("Day on which it was let go"),
        help_text=_("Its year is the year of the tax. Often box 1 of Form 1099-C."),
        required=False,
    )
    liable = YesNoField(
        label=_("Did the loan papers make you personally liable?"),
        help_text=_(
            "The loan is then recourse. Most home loans are; box 5 of Form 1099-C says what the lender thinks."
        ),
    )
    occupancy = ChooseField(choices("property.occupancy"), I_DO_NOT_KNOW, label=_("Kind of home"))
    purpose = ChooseField(choices("loans.*.purpose"), I_DO_NOT_KNOW, label=_("What the loan was for"))
    written = YesNoField(
        label=_("Was the cancellation agreed on in writing before 2026?"),
        help_text=_("The exclusion for a main home's mortgage ended with 2025, but for such agreements."),
    )
    discharged = ReadField(
        "date",
        label=_("Day on which a bankruptcy court discharged the loan"),
        help_text=_("Leave it empty if there was no bankruptcy."),
        required=False,
    )
    debts = ReadField(
        "money",
        label=_("All you owed just before"),
        help_text=_("Every debt, this loan too. The insolvency calculator adds them up line by line."),
        required=False,
    )
    assets = ReadField(
        "money",
        label=_("All you owned just before"),
        help_text=_("At its value, with the home and retirement accounts."),
        required=False,
    )
    basis = ReadField(
        "money",
        label=_("What the home cost you"),
        help_text=_("Price and improvements, less depreciation: the adjusted basis."),
        required=False,
    )
    lived = ReadField(
        "count", label=_("Months of the last five years that you owned it and lived there"), required=False
    )
    status = ChooseField(STATUSES, I_DO_NOT_KNOW, label=_("How you file"))
    income = ReadField(
        "money",
        label=_("Your other income that year"),
        help_text=_("Adjusted gross income without the cancelled debt: line 11 of last year's Form 1040 is a start."),
        required=False,
    )
    age = ReadField("count", label=_("Your age at the end of that year"), required=False)
    spouse_age = ReadField("count", label=_("Your spouse's age, if you file jointly"), required=False)
    blind = YesNoField(label=_("Are you legally blind?"))
    spouse_blind = YesNoField(label=_("Is your spouse legally blind, if you file jointly?"))
    sections = (
        Section(("state", "kind", "date", "owed", "value", "price", "costs"), _("The loan and the home")),
        Section(("released", "forgiven", "liable"), _("What became of the rest")),
        Section(
            ("discharged", "debts", "assets", "occupancy", "purpose", "written"), _("What can keep it from being taxed")
        ),
        Section(("status", "income", "age", "spouse_age", "blind", "spouse_blind"), _("Your tax return")),
        Section(("basis", "lived"), _("For gain or loss on the home"), folded=True),
    )
    # Where the engine's faults are to be mended, and what it misses is asked.
    places: ClassVar[dict[str, str]] = {
        "disposition.kind": "kind",
        "disposition.date": "date",
        "disposition.sale_price": "price",
        "disposition.selling_costs": "costs",
        "property.fair_market_value": "value",
        "property.occupancy": "occupancy",
        "property.adjusted_basis": "basis",
        "property.months_lived_last_five_years": "lived",
        "property.owned_months_last_five_years": "lived",
        "household.qpri_written_before_2026": "written",
        "household.debts.total": "debts",
        "household.assets.total": "assets",
        "household.filing_status": "status",
        "household.other_income": "income",
        "household.people.0.age": "age",
        "household.people.1.age": "spouse_age",
        "household.people.0.blind": "blind",
        "household.people.1.blind": "spouse_blind",
        "loans.first.purpose": "purpose",
        "loans.first.forgiven_on": "forgiven",
        "loans.first.discharged_on": "discharged",
        "loans.first.release": "released",
    }

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if not self.errors:
            try:
                check(read_facts(facts(given), given["as_of"]))
            except BadFacts as error:
                for fault in error.faults:
                    name = self.places.get(fault.field)
                    label = str(self.fields[name].label) if name else gettext("These numbers")
                    words = gettext("“{label}”: what you gave {fault}.")
                    self.add_error(name, words.format(label=label, fault=say(fault.message)))
        return given


def facts(given: Given) -> dict[str, Any]:
    """The numbers as the facts of a case."""
    foreclosed = given["kind"] in FORECLOSURES
    ahead = isinstance(given["date"], date) and given["date"] > given["as_of"]
    loan = known(
        payoff=given["owed"],
        purpose=given["purpose"],
        recourse=given["liable"],
        release=given["released"],
        forgiven_on=given["forgiven"],
        discharged_on=given["discharged"],
        reaffirmed=False if given["discharged"] else None,
    )
    lost = known(
        kind=given["kind"],
        date=given["date"],
        sale_price=given["price"],
        selling_costs=given["costs"],
        foreclosing_lien="first" if foreclosed else None,
        waiver_in_writing=False if given["released"] == "none" else None,
    )
    home = known(
        fair_market_value=given["value"],
        occupancy=given["occupancy"],
        adjusted_basis=given["basis"],
        months_lived_last_five_years=given["lived"],
        owned_months_last_five_years=given["lived"],
    )
    people = [
        known(age=given["age"], blind=given["blind"]),
        known(age=given["spouse_age"], blind=given["spouse_blind"]),
    ]
    household = {
        **known(
            filing_status=given["status"],
            other_income=given["income"],
            qpri_written_before_2026=given["written"],
            bankruptcy="discharged" if given["discharged"] else None,
        ),
        "people": people,
        "debts": known(total=given["debts"]),
        "assets": known(total=given["assets"]),
    }
    return {
        "state": given["state"],
        "stage": "sale_set" if ahead else "sold",
        "loans": [loan],
        "disposition": lost,
        "property": home,
        "household": household,
    }


@dataclass(frozen=True)
class Found:
    """What the result's template draws below the sentence."""

    tax: Tax
    readings: tuple[Alternative, ...]  # of the law, where more than one is open
    missing: tuple[tuple[str, str], ...]  # fields that would make it more exact, most useful first: name and label

    def as_json(self) -> dict[str, Any]:
        """All that an assessment says of tax."""
        return {"tax": tax_json(self.tax)}


def compute(given: Given) -> Result:
    """Cancelled debt, what of it is taxed, and the tax that it adds."""
    tax = assess(read_facts(facts(given), given["as_of"])).tax
    readings = tuple(each for each in tax.alternatives if each.kind in ("recourse", "nonrecourse"))
    return Result(_says(tax), _sure(tax), tax.working, more=Found(tax, readings, tuple(_missing(tax, given))))


def _missing(tax: Tax, given: Given) -> Iterator[tuple[str, str]]:
    """The fields that the result still waits for; a spouse's only once we know how the person files."""
    fields = dict.fromkeys(CancelledDebtForm.places.get(path, "") for path in tax.needs)
    for name in fields:
        if name and given[name] is None and (given["status"] or not name.startswith("spouse_")):
            yield name, str(CancelledDebtForm.base_fields[name].label)


def _says(tax: Tax) -> Text:
    gain = tax.sale.capital_gain + tax.sale.recapture
    values: dict[str, object] = {
        "cancelled": tax.cancelled_debt,
        "taxable": tax.taxable,
        "extra": tax.extra.amount,
        "year": tax.year or "",
        "gain": gain,
    }
    if not tax.cancelled_debt.known:
        return Text("Whether debt is cancelled, and how much, cannot be told from these numbers yet.")
    if tax.cancelled_debt == NOTHING and tax.later is not None:
        return Text("No debt is cancelled yet. While the lender can still collect, there is nothing to tax.")
    if tax.cancelled_debt == NOTHING and gain != NOTHING and tax.extra.amount != NOTHING:
        return Text("No debt is cancelled for tax. The gain on the home adds {extra} to your federal tax.", values)
    if tax.cancelled_debt == NOTHING:
        return Text("By these numbers no debt is cancelled for tax, and no tax comes of it.")
    if tax.taxable == NOTHING and tax.extra.amount == NOTHING:
        return Text("Cancelled debt: {cancelled}. None of it is taxed.", values)
    if tax.extra.amount.high is None:
        return Text("Cancelled debt: {cancelled}, of which {taxable} is taxed.", values)
    return Text("Cancelled debt: {cancelled}. It adds {extra} to your federal tax for {year}.", values)


def _sure(tax: Tax) -> Text | None:
    """What the sentence rests on."""
    if tax.later is not None:
        values = {"amount": tax.later.amount, "taxable": tax.later.taxable}
        return Text(
            "If the lender gave up what is still owed ({amount}), the part that is taxed would be {taxable}.", values
        )
    if tax.cancelled_debt.exact and tax.cancelled_debt != NOTHING and tax.taxable.known:
        return Text(
            "Kept from being taxed: {excluded}. Taxed: {taxable}.", {"excluded": tax.excluded, "taxable": tax.taxable}
        )
    return None


CALCULATOR = Calculator(
    "cancelled-debt",
    _("What does the cancelled debt cost in tax?"),
    CancelledDebtForm,
    compute,
    lead=_(
        "Debt that a lender lets go can count as income. See how much does, what keeps it from being taxed, and what "
        "it adds to your federal tax."
    ),
    description=_(
        "Cancelled mortgage debt and your federal tax after a foreclosure, short sale or deed in lieu: recourse or "
        "not, exclusions, gain on the home, and the extra tax for 2024, 2025 and 2026."
    ),
    example={
        "state": "TX",
        "kind": "nonjudicial_foreclosure",
        "date": "3/3/2026",
        "owed": "252,280",
        "value": "210,000",
        "price": "180,000",
        "released": "debt",
        "forgiven": "5/2/2026",
        "liable": "yes",
        "debts": "304,280",
        "assets": "241,000",
        "occupancy": "principal_residence",
        "purpose": "purchase",
        "written": "no",
        "status": "single",
        "income": "52,000",
        "age": "45",
        "blind": "no",
        "basis": "265,000",
    },
    facts=facts,
    related=(
        Link(_("Were you insolvent when the debt was cancelled?"), "calculators:calculator", "insolvency"),
        Link(_("Read my Form 1099-C"), "calculators:calculator", "form-1099-c"),
    ),
    template="calculators/cancelled_debt.html",
)
