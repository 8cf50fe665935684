"""Forms of django-allauth in our own words."""

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _


class AddPasskeyForm(AddWebAuthnForm):
    """A new passkey; one that opens the account alone asks the device for a finger, a face or a number each time."""

    name = forms.CharField(label=_("What you call it"), required=False, max_length=60)
    passwordless = forms.BooleanField(
        label=_("Sign in with it alone, without the password"),
        help_text=_("It then counts as both factors. A security key needs a number (PIN) for this."),
        required=False,
        initial=True,
    )
