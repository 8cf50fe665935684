"""What the person could pay: one short form, of which every line may stay empty."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from calculators import parsing
from calculators.assessment import Assessment, loan_name
from calculators.inputs import ChooseField, ReadField, TickField
from calculators.negotiating.budget import MONEY, MOST_MONTHS
from calculators.words import say

LOAN, UNSURE = "loan", "unsure"


class BudgetForm(forms.Form):
    """Money at hand, money a month, and for how long; which loan, where there are several."""

    cash = ReadField(
        "money",
        label=_("Money that you could pay at once"),
        help_text=_("Savings, cash, a tax refund. Not what you need for rent and food, and no retirement money."),
        required=False,
    )
    family = ReadField(
        "money",
        label=_("Money that relatives or friends could add"),
        help_text=_("Given or lent. 0 if there is none."),
        required=False,
    )
    income = ReadField(
        "money",
        label=_("Money that comes in each month"),
        help_text=_("Pay after taxes, benefits, support: all of it."),
        required=False,
    )
    expenses = ReadField(
        "money",
        label=_("Money that must go out each month"),
        help_text=_("Rent, food, heat, car, doctor, children, other debts."),
        required=False,
    )
    months = ReadField("count", label=_("For how many months could you pay?"), required=False)
    unsure = TickField(label=_("I don't know yet"), unsure=True)

    def __init__(self, found: Assessment, data: Mapping[str, Any] | None, kept: Mapping[str, Any]):
        super().__init__(data, initial={name: parsing.unread("money", kept.get(name)) for name in MONEY})
        self.initial.update({"months": kept.get("months"), UNSURE: bool(kept.get(UNSURE)), LOAN: kept.get(LOAN)})
        if len(found.loans) > 1:
            names = [(each.loan.id, say(loan_name(found.facts, each.loan))) for each in found.loans]
            label = _("Which loan is it about?")
            self.fields[LOAN] = ChooseField(names, unsure=_("The one that leaves most"), label=label)
            self.order_fields([LOAN])

    def clean_months(self) -> int | None:
        months: int | None = self.cleaned_data["months"]
        if months is not None and not 1 <= months <= MOST_MONTHS:
            raise ValidationError(gettext("Write a number of months from 1 to 120."))
        return months

    @property
    def written(self) -> dict[str, Any]:
        """What is kept of a valid form: five numbers at most, the id of a loan, and a tick."""
        given = self.cleaned_data
        told = {name: f"{given[name]:f}" for name in MONEY if given[name] is not None}
        more = {name: given[name] for name in ("months", LOAN, UNSURE) if given.get(name)}
        return told | more
