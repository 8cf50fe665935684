"""What a judgment grows to: interest by the rule of the state, with and without payments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..charts import Growth, growth
from ..consequences.collection import judgment_json, years_json
from ..consequences.judgment import Judgment, judgment, rate_in_words
from ..facts import read_facts
from ..inputs import ChooseField, ReadField, YesNoField
from ..law.loader import all_laws
from ..money import Span
from ..working import Text
from .calculator import Calculator, Given, Link, Result
from .deficiency import known
from .forms import CalculatorForm, Section

TOLD_YEARS = 10  # how far ahead the sentence looks


class JudgmentForm(CalculatorForm):
    """The state of the court and the amount; the rate where it is known."""

    state = ChooseField(((law.code, law.name) for law in all_laws()), label=_("State of the court"))
    amount = ReadField(
        "money", label=_("Amount of the judgment"), help_text=_("Or what you fear it will be."), required=True
    )
    note_rate = ReadField(
        "percent",
        label=_("Interest rate of the loan"),
        help_text=_("In many states the loan's own rate goes on after the judgment."),
        required=False,
    )
    payment = ReadField("money", label=_("What you could pay each month"), required=False)
    entered = ReadField("date", label=_("Day of the judgment"), required=False)
    rate = ReadField(
        "percent", label=_("Rate that the judgment names"), help_text=_("If it names one, it counts."), required=False
    )
    consumer = YesNoField(
        label=_("Was the debt for personal, family or household use?"),
        help_text=_("A loan to buy the home that you live in is. A loan for a business or a rental is not."),
    )
    sections = (
        Section(("state", "amount", "note_rate", "payment")),
        Section(("entered", "rate", "consumer"), _("More that can change the result"), folded=True),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        for name in ("note_rate", "rate"):
            if (given.get(name) or 0) > 60:
                self.add_error(name, ValidationError(gettext("A rate is at most 60% a year. Check the digits.")))
        return given


@dataclass(frozen=True)
class Found:
    """What the result's template draws below the lines."""

    judgment: Judgment
    chart: Growth | None
    needs: list[Any]  # labels of the fields that would narrow the rate

    def as_json(self) -> dict[str, Any]:
        """The judgment and its balance year by year, as an assessment has them."""
        told = self.judgment
        return {"judgment": judgment_json(told), "judgment_balance_by_year": years_json(told)}


FIELDS = {"interest_rate": "note_rate", "judgment_rate": "rate", "consumer_debt": "consumer"}


def compute(given: Given) -> Result:
    """The balance year by year."""
    loan = known(
        interest_rate=given["note_rate"],
        judgment_on=given["entered"],
        judgment_rate=given["rate"],
        consumer_debt=given["consumer"],
    )
    household = known(monthly_payment=given["payment"])
    facts = read_facts({"state": given["state"], "loans": [loan], "household": household}, given["as_of"])
    found = judgment(facts, facts.loans, Span.of(given["amount"]))
    labels = JudgmentForm.base_fields
    names = [FIELDS[field] for path in found.needs if (field := path.rpartition(".")[2]) in FIELDS]
    needs = [labels[name].label for name in names]
    return Result(_says(found), _sure(found), found.working, more=Found(found, growth(found), needs))


def _says(found: Judgment) -> Text:
    year = found.years[min(TOLD_YEARS, len(found.years)) - 1]
    values = {
        "amount": found.amount,
        "balance": year.balance,
        "years": year.number,
        "rate": rate_in_words(found.percent),
    }
    if year.balance.high is None:
        return Text("How fast {amount} grows depends on a rate that is not known yet.", values)
    return Text("At {rate} a year, {amount} grows to {balance} in {years} years.", values)


def _sure(found: Judgment) -> Text | None:
    """What the payments do."""
    if found.monthly_payment is None or found.paid_after is None:
        return None
    fewest, most = found.paid_after.low, found.paid_after.high
    values: dict[str, object] = {"payment": found.monthly_payment, "fewest": _count(fewest), "most": _count(most)}
    if most is not None and fewest == most:
        return Text("{payment} a month pays it off in {most} months.", values)
    if most is not None:
        return Text("{payment} a month pays it off in {fewest} to {most} months.", values)
    if fewest is not None:
        return Text(
            "{payment} a month pays it off in {fewest} months at the lowest rate, and never at the highest.", values
        )
    if found.percent.high is None:
        return None
    return Text("{payment} a month is not more than the interest: it never pays it off.", values)


def _count(months: Any) -> int | None:
    return None if months is None else int(months)


CALCULATOR = Calculator(
    "judgment",
    _("What will a judgment grow to?"),
    JudgmentForm,
    compute,
    lead=_("Interest runs on a judgment for years. See what it comes to, and what payments do."),
    description=_(
        "Interest on a court judgment in all 50 states and DC: the rate, the balance year by year, and how long "
        "payments take to pay it off."
    ),
    example={"state": "CA", "amount": "60,000", "note_rate": "6.5", "payment": "700", "consumer": "yes"},
    related=(
        Link(_("What happens if you are sued for the rest"), "guides:guide", "if-you-are-sued"),
        Link(_("How much of my pay can they take?"), "calculators:calculator", "wage-garnishment"),
        Link(_("When to get help, and from whom"), "guides:guide", "when-to-get-help"),
    ),
    template="calculators/judgment.html",
)
