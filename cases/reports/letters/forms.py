"""The two forms of a letter: what only the person knows, and the text itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from calculators import parsing
from calculators.words import say
from calculators.working import Text

from .keeping import LONGEST, LONGEST_TEXT, MOST_LINES, clean
from .kinds import Gap
from .writing import Letter

ROWS = {"lines": 3, "list": 4}
PARSED = ("date", "money")


class DetailsForm(forms.Form):
    """The gaps of one letter. When valid, `values` has what was given, by the name of the gap; "" where nothing was."""

    def __init__(self, letter: Letter, data: Mapping[str, Any] | None = None):
        super().__init__(data, label_suffix="")
        self.letter = letter
        self.values: dict[str, str] = {}
        for gap in letter.gaps:
            self.fields[gap.name] = _field(gap, letter.situation.reasons.get(gap.name))
            self.initial[gap.name] = self._shown(gap)

    @property
    def first(self) -> list[forms.BoundField]:
        """The fields that the letter needs."""
        return [self[gap.name] for gap in self.letter.gaps if not gap.folded]

    @property
    def more(self) -> list[forms.BoundField]:
        """Those that a phone folds."""
        return [self[gap.name] for gap in self.letter.gaps if gap.folded]

    @property
    def more_open(self) -> bool:
        """Whether one of those was given, or needs another look."""
        return any(field.value() or field.errors for field in self.more)

    def _shown(self, gap: Gap) -> str:
        """What stands in a field before anything is typed: what was given, else what the case knows."""
        given = self.letter.situation.given.get(gap.name)
        if given:
            return parsing.unread(gap.kind, given) if gap.kind in PARSED else given
        return self._known(gap)

    def _known(self, gap: Gap) -> str:
        """What the case knows, as a person would type it."""
        value = self.letter.situation.values.get(gap.name)
        if value is None:
            return ""
        if gap.kind in PARSED:
            return parsing.unread(gap.kind, value)
        return "\n".join(map(str, value)) if isinstance(value, tuple) else str(value)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for gap in self.letter.gaps:
            if gap.name in given:
                self._read(gap, clean(given[gap.name]))
        return given

    def _read(self, gap: Gap, typed: str) -> None:
        lines = [line for line in typed.split("\n") if line]
        if len(lines) > MOST_LINES.get(gap.kind, 1):
            self.add_error(
                gap.name, _("These are too many lines. Use at most {most}.").format(most=MOST_LINES[gap.kind])
            )
            return
        text = "\n".join(lines)
        if text == self._known(gap):  # it goes on following the case's answers
            text = ""
        elif text and gap.kind in PARSED:
            try:
                text = str(parsing.read(gap.kind, text, timezone.localdate()))
            except parsing.CannotRead as error:
                self.add_error(gap.name, error.message)
                return
        self.values[gap.name] = text


def _field(gap: Gap, reason: Text | None) -> forms.CharField:
    attrs: dict[str, str] = {"autocomplete": gap.autocomplete, "spellcheck": "true" if gap.kind == "list" else "false"}
    if gap.kind == "money":
        attrs["inputmode"] = "decimal"
    if gap.autocomplete == "tel":
        attrs["type"] = "tel"
    lines = gap.kind in ROWS
    hint = f"{say(reason)} {gap.hint}" if reason else gap.hint
    widget = forms.Textarea(attrs | {"rows": str(ROWS[gap.kind])}) if lines else forms.TextInput(attrs)
    label = gap.label if not gap.optional else _("{label} (if you like)").format(label=gap.label)
    return forms.CharField(label=label, help_text=hint, required=False, max_length=LONGEST[gap.kind], widget=widget)


class TextForm(forms.Form):
    """The whole text of a letter, from its subject to its end."""

    text = forms.CharField(
        label=lazy("The text of the letter"),
        max_length=LONGEST_TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": "24", "spellcheck": "true", "autocomplete": "off"}),
        error_messages={"required": lazy("The letter is empty. Write something, or start again from our text.")},
    )

    def clean_text(self) -> str:
        text = clean(self.cleaned_data["text"])
        if not text:
            raise forms.ValidationError(self.fields["text"].error_messages["required"])
        return text
