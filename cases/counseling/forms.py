"""The desk's own forms: joining, inviting, an agency's settings."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .logos import NotALogo, redrawn
from .models import Agency, Invitation, Membership, Role, User

if TYPE_CHECKING:
    AgencyModelForm = forms.ModelForm[Agency]
else:
    AgencyModelForm = forms.ModelForm

NO_PICTURE = _("This is not a picture that can be used. Choose a PNG or JPEG of at most 2 MB.")
MONTHS = _("Type a number of months, from 1 to 240.")
AGAIN = _("The two passwords are not the same. Type them once more.")


class JoinForm(forms.Form):
    """A new account for whoever was invited."""

    name = forms.CharField(
        label=_("Your name"),
        help_text=_("Colleagues see it, and it stands beside what you write."),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password1 = forms.CharField(
        label=_("A password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=_("The same password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, invitation: Invitation, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.email = invitation.email
        self.fields["password1"].help_text = password_validators_help_text_html()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, second = given.get("password1"), given.get("password2")
        if first and second and first != second:
            self.add_error("password2", AGAIN)
        elif first:
            try:
                validate_password(first, User(email=self.email, name=given.get("name", "")))
            except ValidationError as error:
                self.add_error("password1", error)
        return given


class InviteForm(forms.Form):
    """Whom to invite, as what."""

    email = forms.EmailField(label=_("Email address"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(
        label=_("Role"),
        choices=Role.choices,
        help_text=_(
            "A counselor works with clients of their own. A supervisor sees all clients and hands them over. A manager "
            "also invites staff and changes the agency's settings."
        ),
    )


class AgencyForm(AgencyModelForm):
    """What stands on an agency's papers, and how long its files are kept."""

    picture = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("A PNG or JPEG picture of at most 2 MB. It is made smaller and drawn anew."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/gif,image/webp", "class": "file"}),
    )
    no_picture = forms.BooleanField(label=_("Take the logo away"), required=False)

    class Meta:
        model = Agency
        fields = ["name", "address", "phone", "retention_months", "shared_caseload"]
        widgets = {"address": forms.Textarea(attrs={"rows": 3})}
        error_messages = {"retention_months": {"min_value": MONTHS, "max_value": MONTHS}}
        help_texts = {
            "address": _("Three or four lines, as on an envelope."),
            "retention_months": _(
                "Counted from the day a file is closed; then it is deleted. HUD asks for three years, which is 36 "
                "months (24 CFR 214.315(b)); under a HUD grant, three years from the day HUD paid its final invoice: "
                "put such files on hold."
            ),
            "shared_caseload": _("Else each counselor sees only their own clients. Supervisors always see all."),
        }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not self.instance.logo:
            del self.fields["no_picture"]

    def clean_picture(self) -> bytes | None:
        given = self.cleaned_data.get("picture")
        if not given:
            return None
        try:
            return redrawn(given.read())
        except NotALogo:
            raise ValidationError(NO_PICTURE) from None

    def put(self, changed: Collection[str]) -> list[str]:
        """Write these fields alone, and the logo; tells what was written."""
        written = [*changed, *(["picture"] if self.cleaned_data.get("picture") else [])]
        for name in self._meta.fields or ():
            if name not in changed:
                setattr(self.instance, name, self.initial[name])
        if "no_picture" in written:
            self.instance.logo_png = b""
        if "picture" in written:
            self.instance.logo_png = self.cleaned_data["picture"]
        self.instance.save()
        return written


class SuccessorForm(forms.Form):
    """To whom a leaving member's clients go."""

    def __init__(self, leaving: Membership, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["successor"] = forms.ModelChoiceField(
            Membership.objects.for_member(leaving).active().select_related("user").exclude(pk=leaving.pk),
            label=_("Who takes over their clients and open tasks"),
            empty_label=_("Choose a colleague"),
            required=False,
        )


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
