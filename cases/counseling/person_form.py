"""Who a client is: the form by which it is told and changed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from calculators.law.loader import all_laws

from .models import Membership

PERSON = ("name", "phone", "email", "address", "reference")


class PersonForm(forms.Form):
    """Name and contact. Only the name is needed; all of it is kept under seal."""

    name = forms.CharField(label=_("Name"), max_length=100, error_messages={"required": _("Type the client's name.")})
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    email = forms.EmailField(
        label=_("Email address"),
        required=False,
        error_messages={"invalid": _("An email address has an @ in it, such as maria@example.org.")},
    )
    address = forms.CharField(
        label=_("Address"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    reference = forms.CharField(label=_("Your agency's own number"), max_length=40, required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"  # the browser's own person is the counselor

    @property
    def person(self) -> dict[str, str]:
        """What was told, empty things left out."""
        return {name: text for name in PERSON if (text := " ".join(self.cleaned_data[name].split(" ")))}


class NewClientForm(PersonForm):
    """A new client, with the home's state where it is known, by which the law's questions come with the first page;
    whoever supervises may give it to a colleague at once."""

    def __init__(self, member: Membership, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        states = sorted((law.name, law.code) for law in all_laws())
        self.fields["state"] = forms.ChoiceField(
            label=_("State of the home"),
            choices=[("", _("Not known yet")), *((code, _(name)) for name, code in states)],
            required=False,
        )
        self.order_fields(["name", "phone", "state"])
        if member.supervises:
            self.fields["counselor"] = forms.ModelChoiceField(
                Membership.objects.for_member(member).active().select_related("user"),
                label=_("Counselor"),
                initial=member,
                empty_label=None,
            )
