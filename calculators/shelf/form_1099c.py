"""Form 1099-C, box by box, without a case: what it says, what does not fit, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import lazy as later
from django.utils.translation import gettext_lazy as _

from ..consequences.information_return import Reading, Step, read_1099c
from ..consequences.mismatches import KnownOfDebt
from ..groups import Form1099A, Form1099C
from ..inputs import ChooseField, ReadField, YesNoField
from ..law.federal import federal
from ..law.taxing import CancelledDebtLaw
from ..money import UNKNOWN, Span
from ..words import say
from ..working import Text
from .calculator import Calculator, Given, Link, Result
from .forms import CalculatorForm, Section

say_later = later(say, str)
YEARS = (2000, 2100)


def codes() -> list[tuple[str, Any]]:
    """The letters of box 6 with their names."""
    law: CancelledDebtLaw = federal(CancelledDebtLaw)
    return [
        (
            each.code,
            say_later(
                Text(
                    "{letter}: {name}",
                    {
                        "letter": each.code,
                        "name": Text(each.name, context=f"cancelled_debt.event_code.{each.code}"),
                    },
                )
            ),
        )
        for each in law.event_code
    ]


class Form1099CForm(CalculatorForm):
    """The boxes, then what the person knows. No name, no account, no taxpayer number."""

    year = ReadField("count", label=_("Calendar year of the form"), required=False)
    event = ReadField("date", label=_("Box 1: date of identifiable event"), required=False)
    discharged = ReadField("money", label=_("Box 2: amount of debt discharged"), required=True)
    interest = ReadField("money", label=_("Box 3: interest, if included in box 2"), required=False)
    liable = YesNoField(label=_("Box 5: is “personally liable” ticked?"), help_text=_("An empty box means no."))
    code = ChooseField(codes(), _("Empty, or I don't know"), label=_("Box 6: identifiable event code"))
    fair_value = ReadField("money", label=_("Box 7: fair market value of property"), required=False)
    owed = ReadField(
        "money", label=_("What you owed on it in all"), help_text=_("Just before the home was lost."), required=False
    )
    received = ReadField(
        "money",
        label=_("What the lender got for it"),
        help_text=_("From the sale, or what you paid in a settlement."),
        required=False,
    )
    value = ReadField(
        "money", label=_("What the home was worth"), help_text=_("On the day it was lost."), required=False
    )
    lost = ReadField("date", label=_("Day of the sale, or the day the deed was handed over"), required=False)
    agreed = ReadField("date", label=_("Day on which the lender agreed to let the rest go"), required=False)
    bankruptcy = YesNoField(label=_("Did a bankruptcy court discharge this debt?"))
    collected = YesNoField(label=_("Does anybody still ask you to pay it?"))
    acquired = ReadField("date", label=_("Form 1099-A, box 1: the day"), required=False)
    acquired_value = ReadField("money", label=_("Form 1099-A, box 4: fair market value"), required=False)
    sections = (
        Section(
            ("year", "event", "discharged", "interest", "liable", "code", "fair_value"),
            _("The boxes of the form"),
            hint=_("Leave out names, account numbers and Social Security numbers. They are not needed."),
        ),
        Section(
            ("owed", "received", "value", "lost", "agreed", "bankruptcy", "collected"), _("What you know yourself")
        ),
        Section(("acquired", "acquired_value"), _("A Form 1099-A came too"), folded=True),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        year = given.get("year")
        if year is not None and not YEARS[0] <= year <= YEARS[1]:
            self.add_error("year", _("Write the year with four digits, such as 2025."))
        return given


@dataclass(frozen=True)
class Found:
    """What the result's template draws."""

    reading: Reading
    steps: tuple[tuple[Step, tuple[str, ...]], ...]

    def as_json(self) -> dict[str, Any]:
        """The form read, as an assessment has it in `forms_1099`."""
        return {"reading": self.reading.as_json()}


def compute(given: Given) -> Result:
    """The form read against what its owner knows."""
    reading = read_form(given)
    return Result(reading.says, SURE, more=Found(reading, tuple(_steps(reading))))


def _steps(reading: Reading) -> Iterator[tuple[Step, tuple[str, ...]]]:
    """Each step with the law that the page has not cited above it."""
    cited = {each for finding in reading.findings for each in finding.citations}
    for step in reading.steps:
        yield step, tuple(each for each in step.citations if each not in cited)
        cited.update(step.citations)


SURE = Text("The IRS has a copy of this form. Even if it is wrong, answer it on your tax return.")


def read_form(given: Given) -> Reading:
    """The form in plain words."""
    form = Form1099C(
        calendar_year=given["year"],
        event_on=given["event"],
        discharged=given["discharged"],
        interest=given["interest"],
        personally_liable=given["liable"],
        code=given["code"],
        fair_market_value=given["fair_value"],
        still_collected=given["collected"],
    )
    known = KnownOfDebt(
        owed=_span(given["owed"]),
        received=_span(given["received"]),
        value=given["value"],
        lost_on=given["lost"],
        cancelled_on=given["agreed"],
        discharged=given["bankruptcy"],
    )
    day, value = given["acquired"], given["acquired_value"]
    other = Form1099A(acquired_on=day, fair_market_value=value) if day is not None or value is not None else None
    return read_1099c(form, given["as_of"], known, other)


def _span(amount: Any) -> Span:
    return UNKNOWN if amount is None else Span.of(amount)


CALCULATOR = Calculator(
    "form-1099-c",
    _("Read my Form 1099-C"),
    Form1099CForm,
    compute,
    lead=_(
        "A lender told the IRS that your debt was cancelled. See what each box means, what looks wrong, what to do."
    ),
    description=_(
        "Form 1099-C, Cancellation of Debt, in plain words: each box and the codes A to H, what does not fit what you "
        "know, and what to do about it."
    ),
    example={
        "year": "2025",
        "event": "9/10/2025",
        "discharged": "72,280",
        "interest": "6,200",
        "liable": "yes",
        "code": "F",
        "fair_value": "180,000",
        "owed": "252,280",
        "received": "180,000",
        "value": "210,000",
        "lost": "9/10/2025",
        "collected": "yes",
    },
    related=(Link(_("Were you insolvent when the debt was cancelled?"), "calculators:calculator", "insolvency"),),
    template="calculators/form_1099c.html",
)
