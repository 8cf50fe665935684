"""The forms of a client's record of services: each is one part of the page and is sent by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .forms_of_hud import Kind, Row, hud_9902
from .record import FUNDING, GIVEN, MOST_WORDS, REASONS, WAYS

Choices = list[tuple[str, Any]]
DAY_LONG = 24 * 60
FUTURE = _("This day is still to come.")


def choices(named: Mapping[str, Any], empty: Any) -> Choices:
    return [("", empty), *named.items()]


def grouped(rows: Iterable[Row], empty: Any) -> Choices:
    """The rows of a section, those first that this kind of counseling commonly comes to."""
    rows = [row for row in rows if not row.derived]
    usual = [(row.id, gettext(row.label)) for row in rows if row.usual]
    rest = [(row.id, gettext(row.label)) for row in rows if not row.usual]
    return [("", empty), (gettext("Common here"), usual), (gettext("Others of the form"), rest)]


class Day(forms.DateField):
    """A day that has come."""

    def __init__(self, **more: Any):
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day and day > timezone.localdate():
            raise ValidationError(FUTURE)
        return day


class HouseholdForm(forms.Form):
    """What the household chose to say of itself. Empty is not asked yet; "chose not to respond" is an answer."""

    prefix = "household"

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for section in hud_9902().sections("household"):
            options = [(row.id, gettext(row.label)) for row in section.row]
            self.fields[section.id] = forms.ChoiceField(
                label=gettext(section.ask),
                help_text=gettext(section.hint) if section.hint else "",
                choices=[("", _("Not asked yet")), *options],
                required=False,
            )


class FileForm(forms.Form):
    """What a reviewer looks for, beside the sessions."""

    prefix = "file"

    need = forms.CharField(
        label=_("The housing need or problem"),
        help_text=_("In a sentence or two: what the client came for."),
        max_length=MOST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    disclosure_on = Day(label=_("Disclosure statement given on"), required=False)
    disclosure_how = forms.ChoiceField(
        label=_("How it was given"), choices=choices(GIVEN, _("Not said")), required=False
    )
    finances_on = Day(label=_("Income, debts and obligations gone through on"), required=False)
    plan_on = Day(label=_("Action plan made on"), required=False)
    plan_given_on = Day(label=_("Copy of the plan given on"), required=False)
    ended = forms.ChoiceField(
        label=_("Why counseling ended"),
        help_text=_("The day is the one on which the file is closed."),
        choices=choices(REASONS, _("It goes on")),
        required=False,
    )


class EntryForm(forms.Form):
    """What every entry has: a day, a row of the form, and for what was done, who paid."""

    SECTION: Kind
    ROW: Any
    on = Day(label=_("Day"), initial=timezone.localdate)
    row = forms.ChoiceField()
    funding = forms.ChoiceField(label=_("Paid for by"), choices=choices(FUNDING, _("Not known yet")), required=False)

    def __init__(self, data: Any = None):
        super().__init__(data, prefix=self.SECTION)
        options = grouped(hud_9902().one(self.SECTION).row, _("Choose one"))
        self.fields["row"] = forms.ChoiceField(label=self.ROW, choices=options)


class SessionForm(EntryForm):
    """One session with the client, or a try to reach them."""

    SECTION, ROW = "counseling", _("Purpose")
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=DAY_LONG)
    how = forms.ChoiceField(label=_("How"), choices=list(WAYS.items()))
    follow_up = forms.BooleanField(
        label=_("Only a follow-up, or a try to reach the client"),
        help_text=_("It stands in the file and is not counted as a service."),
        required=False,
    )
    field_order = ("on", "row", "minutes", "how", "funding", "follow_up")


class EducationForm(EntryForm):
    """A workshop or course that the household completed."""

    SECTION, ROW = "education", _("Workshop or course")


class ImpactForm(EntryForm):
    """Something that came of the counseling."""

    SECTION, ROW = "impact", _("What came of it")

    def __init__(self, data: Any = None):
        super().__init__(data)
        del self.fields["funding"]
