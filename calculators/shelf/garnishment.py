"""What a creditor with a judgment may take of a paycheck, in every state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..consequences.collection import state_json
from ..consequences.wages import ClaimTake, StateTake, Wages, wages
from ..facts import read_facts
from ..inputs import I_DO_NOT_KNOW, ChooseField, ReadField, YesNoField
from ..law.collection import Collection, Right
from ..law.federal import federal
from ..law.loader import all_laws
from ..money import NOTHING
from ..working import Text
from .calculator import Calculator, Given, Link, Result
from .deficiency import known
from .forms import CalculatorForm, Section

STATES = [(law.code, law.name) for law in all_laws()]
PERIODS = (
    ("weekly", _("Every week")),
    ("biweekly", _("Every two weeks")),
    ("semimonthly", _("Twice a month")),
    ("monthly", _("Every month")),
)
AID = (
    ("now", _("Yes, now")),
    ("within_2_months", _("Not now, but in the last 2 months")),
    ("within_6_months", _("In the last 6 months")),
    ("within_1_year", _("In the last year")),
    ("none", _("No, not in the last year")),
)


class GarnishmentForm(CalculatorForm):
    """The state, how often one is paid, and the paycheck; the rest counts in some states."""

    state = ChooseField(STATES, label=_("State that you live in"))
    period = ChooseField(PERIODS, label=_("How often you are paid"), initial="biweekly")
    disposable = ReadField(
        "money",
        label=_("Disposable pay of one paycheck"),
        help_text=_("What is left after income tax, Social Security and Medicare. Insurance and savings stay in."),
        required=False,
    )
    gross = ReadField(
        "money",
        label=_("Pay before deductions"),
        help_text=_("Some states count by it. It stands on the pay stub as gross pay."),
        required=False,
    )
    work_state = ChooseField(STATES, _("The same state"), label=_("State that you work in"))
    head = YesNoField(
        label=_("Do you support a family?"), help_text=_("More than half of what a child or other dependent lives on.")
    )
    dependents = ReadField("count", label=_("How many people you support"), required=False)
    size = ReadField("count", label=_("People in your household, you included"), required=False)
    income = ReadField(
        "money",
        label=_("Income of the whole household, a month"),
        help_text=_("After what the law takes out."),
        required=False,
    )
    wage = ReadField(
        "money",
        label=_("Minimum wage where you work, an hour"),
        help_text=_("Some cities have a higher one than their state."),
        required=False,
    )
    medical = ReadField("money", label=_("Health insurance taken from the paycheck"), required=False)
    retirement = ReadField("money", label=_("Retirement savings taken from the paycheck"), required=False)
    exempt = ReadField("money", label=_("Benefits that you get besides, for the same time"), required=False)
    aid = ChooseField(AID, I_DO_NOT_KNOW, label=_("Do you get need-based public aid?"))
    laborer = YesNoField(label=_("Are you a laborer or mechanic?"))
    already = ReadField(
        "money",
        label=_("What others already take of each paycheck"),
        help_text=_("For support, or another creditor's order."),
        required=False,
    )
    consumer = YesNoField(
        label=_("Was the debt for personal, family or household use?"),
        help_text=_("A loan to buy the home that you live in is. A loan for a business or a rental is not."),
    )
    signed = ReadField("date", label=_("Day the loan was signed"), required=False)
    bought = YesNoField(label=_("Was the debt sold to someone else?"))
    waived = YesNoField(
        label=_("Did you give up the protection of your pay in writing?"),
        help_text=_("In a paper of its own, apart from the loan."),
    )
    sections = (
        Section(("state", "period", "disposable", "gross")),
        Section(
            ("work_state", "head", "dependents", "size", "income", "wage", "medical", "retirement", "exempt"),
            _("More about you and your pay"),
            folded=True,
            hint=_("Each of these counts in some states. The result says which count in yours."),
        ),
        Section(("aid", "laborer", "already"), _("Aid, and what others take"), folded=True),
        Section(("consumer", "signed", "bought", "waived"), _("About the debt"), folded=True),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if self.errors:
            return given
        disposable, gross = given["disposable"], given["gross"]
        if disposable is None and gross is None:
            words = gettext("We need the disposable pay or the pay before deductions: one of them is enough.")
            self.add_error("disposable", ValidationError(words))
        elif disposable is not None and gross is not None and disposable > gross:
            words = gettext("“Disposable pay” is more than the pay before deductions. Check which is which.")
            self.add_error("disposable", ValidationError(words))
        if given["size"] == 0:
            self.add_error("size", ValidationError(gettext("A household has at least one person: you.")))
        return given


# The form's field for each fact that could narrow the answer.
FIELDS = {
    "household.disposable_pay": "disposable",
    "household.gross_pay": "gross",
    "household.head_of_family": "head",
    "household.supported_dependents": "dependents",
    "household.household_size": "size",
    "household.household_income": "income",
    "household.minimum_wage": "wage",
    "household.medical_insurance": "medical",
    "household.retirement_contribution": "retirement",
    "household.exempt_income": "exempt",
    "household.public_aid": "aid",
    "household.laborer": "laborer",
    "household.wage_protection_waived": "waived",
    "loans.first.consumer_debt": "consumer",
    "loans.first.originated_on": "signed",
    "loans.first.sold_to_debt_buyer": "bought",
}


@dataclass(frozen=True)
class Found:
    """What the result's template draws around the lines."""

    wages: Wages
    rights: tuple[tuple[Text, Right, Text | None], ...]  # the sentence, the rule, and how sure it is
    field_of: dict[str, Any]  # the labels of the form's fields that could narrow the answer, by their names

    def as_json(self) -> dict[str, Any]:
        """What each state that counts lets them take, and the federal rights."""
        told = [
            {"says": str(says), "citations": list(right.cite), "checked": right.checked}
            for says, right, _sure in self.rights
        ]
        return {"states": [state_json(each) for each in self.states], "rights": told}

    @property
    def claims(self) -> list[ClaimTake]:
        return [claim for state in self.wages.states for claim in state.claims]

    @property
    def states(self) -> tuple[StateTake, ...]:
        return self.wages.states


def compute(given: Given) -> Result:
    """The most that may be taken of one paycheck, and what else the law says about it."""
    household = known(
        work_state=given["work_state"],
        pay_period=given["period"],
        disposable_pay=given["disposable"],
        gross_pay=given["gross"],
        head_of_family=given["head"],
        supported_dependents=given["dependents"],
        household_size=given["size"],
        household_income=given["income"],
        minimum_wage=given["wage"],
        medical_insurance=given["medical"],
        retirement_contribution=given["retirement"],
        exempt_income=given["exempt"],
        public_aid=given["aid"],
        laborer=given["laborer"],
        existing_withholding=given["already"],
        wage_protection_waived=given["waived"],
    )
    loan = known(consumer_debt=given["consumer"], originated_on=given["signed"], sold_to_debt_buyer=given["bought"])
    facts = read_facts({"state": given["state"], "loans": [loan], "household": household}, given["as_of"])
    found = wages(facts)
    law = federal(Collection)
    named = [law.named(name) for name in ("garnishment-needs-judgment", "garnishment-job-protection")]
    rights = tuple((Text(each.says, context=f"federal.{each.id}"), each, UNSURE.get(each.checked)) for each in named)
    labels = GarnishmentForm.base_fields
    fields = {FIELDS[path]: labels[FIELDS[path]].label for path in found.needs if path in FIELDS}
    return Result(_says(found), _sure(found), found.working, more=Found(found, rights, fields))


def _says(found: Wages) -> Text:
    state = Text(found.states[0].name)
    if found.left == NOTHING and not found.allowed:
        return Text("In {state} a creditor of an ordinary debt may not take your pay.", {"state": state})
    if found.left == NOTHING:
        return Text("By these numbers, nothing may be taken from your pay.")
    return Text("With a judgment, they may take {amount} of each paycheck.", {"amount": found.left})


def _sure(found: Wages) -> Text | None:
    """A month and a year of it, and how sure it is."""
    if found.left == NOTHING or not found.per_year.known:
        return None
    values = {"month": found.per_month, "year": found.per_year, "certainty": CERTAINTY[found.checked]}
    return Text("That is {month} a month, {year} a year. {certainty}", values)


UNSURE = {
    "secondary": Text("Not read in the text of the law itself."),
    "weak": Text("General knowledge: have a lawyer confirm it."),
}
CERTAINTY = {
    "statute": Text("We read the law itself."),
    "secondary": Text("Two or more guides agree on this; we have not read the law itself."),
    "weak": Text("We found only one source for this, or sources that differ."),
}

CALCULATOR = Calculator(
    "wage-garnishment",
    _("How much of my pay can they take?"),
    GarnishmentForm,
    compute,
    lead=_(
        "A lender with a judgment can ask for part of your pay. See the most that the law of your state lets it take."
    ),
    description=_(
        "Wage garnishment for an ordinary debt in all 50 states and DC: each limit, what you must ask for, and "
        "what it comes to a month."
    ),
    example={"state": "CA", "period": "biweekly", "disposable": "1,900", "gross": "2,400", "consumer": "yes"},
    related=(
        Link(_("What happens if you are sued for the rest"), "guides:guide", "if-you-are-sued"),
        Link(_("Foreclosure is not always the end of the debt"), "guides:guide", "not-the-end-of-the-debt"),
        Link(_("When to get help, and from whom"), "guides:guide", "when-to-get-help"),
    ),
    template="calculators/garnishment.html",
)
