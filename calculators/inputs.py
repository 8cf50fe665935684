"""Form fields as our template pack (templates/shortfall/) draws them; some read what is typed, with patience.

Each field carries in `drawn` what the template cannot know by itself: a unit in front, an example, a heading above.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from . import fields, parsing

UNSURE = "unknown"
I_DO_NOT_KNOW = lazy("I don't know")
UNITS = {"money": ("$", ""), "percent": ("", "%")}
MOST: dict[str, Decimal | int] = {"money": fields.MOST, "percent": 100, "number": 1_000_000, "count": 10_000}


@dataclass(frozen=True)
class Slider:
    """A slider beside a number that is typed: how far it goes, and by what."""

    least: int
    most: int
    step: int


@dataclass
class Drawn:
    """How templates/shortfall/field.html draws a field."""

    heading: bool = False  # its label is the heading of the page
    label_away: bool = False  # its label repeats the heading: only for screen readers
    after_yes: bool = False  # of interest only after a yes on the same page
    unsure: bool = False
    group: str = ""  # a heading above it, with which a phone folds so many fields, this one the first
    folds: int = 0
    last_folded: bool = False
    before: str = ""  # a unit in front of what is typed
    after: str = ""
    example: str = ""
    slider: Slider | None = None


class PickField(forms.ChoiceField):
    """One of several: cards, or a list to open."""

    def __init__(self, **kwargs: Any):
        self.drawn = Drawn()
        super().__init__(**kwargs)


class LineField(forms.CharField):
    """One line to type in, with the unit of its kind (money, percent, number, count, date) and a phone's right keys."""

    def __init__(self, kind: str, example: str = "", **kwargs: Any):
        self.kind = kind
        before, after = UNITS.get(kind, ("", ""))
        self.drawn = Drawn(before=before, after=after, example=example)
        attrs = {"autocomplete": "off", "spellcheck": "false"}
        if kind in ("money", "percent", "number"):
            attrs["inputmode"] = "decimal"
        super().__init__(widget=forms.TextInput(attrs=attrs), **kwargs)


class TickField(forms.BooleanField):
    """A box to tick."""

    def __init__(self, unsure: bool = False, **kwargs: Any):
        self.drawn = Drawn(unsure=unsure)
        super().__init__(required=False, **kwargs)


class Cards(forms.RadioSelect):
    """Choices as cards, with a hint below the label and "I don't know" drawn apart."""

    hints: Mapping[str, str] = {}
    folded: Sequence[str] = ()  # choices that stand together and that a phone folds, as long as none of them is chosen
    unfolded = False
    fold = ""  # the line under which they lie

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["attrs"].pop("aria-invalid", None)  # a group of choices can be wrong, one of them cannot
        ends = {"folds": str(value) in self.folded[:1], "folds_end": str(value) in self.folded[-1:]}
        return option | ends | {"hint": self.hints.get(str(value), ""), "unsure": str(value) == UNSURE}


class Options(forms.Select):
    """A list to open, drawn in one go: a template for each of fifty states takes longer than the whole answer."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        widget = self.get_context(name, value, attrs)["widget"]
        options = [option for _group, options, _index in widget["optgroups"] for option in options]
        drawn = ((each["value"], flatatt({"selected": each["selected"]}), each["label"]) for each in options)
        inner = format_html_join("", '<option value="{}"{}>{}</option>', drawn)
        return format_html('<select name="{}"{}>{}</select>', name, flatatt(widget["attrs"]), inner)


# Fields that read what they are given: the public calculators' forms are made of them


class ReadField(LineField):
    """A line read as its kind: a Decimal, a whole number or a date; None where it is empty or says "I don't know"."""

    def clean(self, value: Any) -> Decimal | int | date | None:
        typed = str(value or "")
        if not typed.strip() or parsing.means_unsure(typed):
            if self.required:
                raise ValidationError(_("“{label}” is missing.").format(label=self.label))
            return None
        try:
            read = parsing.typed_value(self.kind, typed, timezone.localdate())
        except parsing.CannotRead as error:
            message = _("We could not read “{label}”. {how}").format(label=self.label, how=error.message)
            raise ValidationError(message) from None
        if not isinstance(read, date) and read > MOST[self.kind]:
            raise ValidationError(_("“{label}” is too large. Check the digits.").format(label=self.label))
        return read


class ChooseField(PickField):
    """A list to open. `unsure` is how "I don't know" reads, where that is an answer; it is read as None."""

    def __init__(self, choices: Iterable[tuple[str, Any]], unsure: Any = "", **kwargs: Any):
        kwargs.setdefault("required", not unsure)
        super().__init__(choices=[("", unsure or lazy("Choose one")), *choices], widget=Options(), **kwargs)
        missing = lazy("Choose an answer for “%(label)s”.") % {"label": self.label}
        self.error_messages |= {"required": missing, "invalid_choice": missing}

    def clean(self, value: Any) -> Any:
        return super().clean(value) or None


class YesNoField(ChooseField):
    """Yes, no or "I don't know", read as True, False or None."""

    def __init__(self, unsure: Any = I_DO_NOT_KNOW, **kwargs: Any):
        super().__init__((("yes", lazy("Yes")), ("no", lazy("No"))), unsure, **kwargs)

    def clean(self, value: Any) -> bool | None:
        return {"yes": True, "no": False}.get(super().clean(value))
