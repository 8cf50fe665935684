"""The form of the page "What if": the case's own numbers to begin with, and sliders that fit the case."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from calculators import parsing
from calculators.assessment import Assessment
from calculators.inputs import I_DO_NOT_KNOW, ChooseField, ReadField, Slider, YesNoField
from calculators.law.federal import federal
from calculators.law.settlement import SettlementLaw
from calculators.money import ZERO
from calculators.questions import question
from calculators.what_if import Moves, moves_of
from calculators.words import say
from calculators.working import Text

GIVEN = "if"  # in the address: the numbers beside it are all of them, and what is missing is not known
KINDS = {"price": "money", "costs": "money", "value": "money", "percent": "percent"}
USUAL_HOME = Decimal(400_000)  # the reach of the sliders where no amount is known


class WhatIfForm(forms.Form):
    """What can be moved."""

    kind = ChooseField((), I_DO_NOT_KNOW, label=_("How the home is lost"))
    price = ReadField("money", label=_("Sale price"), help_text=_("At an auction, the winning bid."), required=False)
    costs = ReadField("money", label=_("Costs of the sale, taken from the price"), required=False)
    value = ReadField("money", label=_("What the home is worth"), required=False)
    waiver = YesNoField(label=_("Does the lender give up the rest in writing?"))
    percent = ReadField("percent", label=_("Settled for this share of what they may collect"), required=False)

    def __init__(self, data: Mapping[str, str], found: Assessment):
        now = moves_of(found.facts)
        super().__init__(data if GIVEN in data else None, initial=typed(now))
        ways = [(str(choice.value), say(choice.label)) for choice in question(found.facts, "disposition.kind").choices]
        self.fields["kind"] = ChooseField(ways, I_DO_NOT_KNOW, label=self.fields["kind"].label)
        settling = federal(SettlementLaw).bottom_line
        self.fields["percent"].help_text = say(Text(settling.says, context="settlement.bottom_line"))
        for name, slider in _sliders(found, now).items():
            field = self.fields[name]
            if isinstance(field, ReadField):
                field.drawn.slider = slider
        self.now = now

    @property
    def moves(self) -> Moves:
        """What was asked for; the case as it stands where nothing was, or where it cannot be read."""
        return Moves(**self.cleaned_data) if self.is_valid() else self.now


def typed(moves: Moves) -> dict[str, str]:
    """The moves as a person would type them; what is not known is left out."""
    found = {name: parsing.unread(kind, getattr(moves, name)) for name, kind in KINDS.items()}
    found |= {"kind": moves.kind or "", "waiver": {True: "yes", False: "no", None: ""}[moves.waiver]}
    return {name: words for name, words in found.items() if words}


def query(moves: Moves) -> str:
    """The moves as an address carries them."""
    return urlencode({GIVEN: "1", **typed(moves)})


def _sliders(found: Assessment, now: Moves) -> dict[str, Slider]:
    """How far each slider goes: past all that is known in this case, and never less than it."""
    owed = sum((each.deficiency.debt.low or ZERO for each in found.loans), ZERO)
    home = max(owed, now.price or ZERO, now.value or ZERO) or USUAL_HOME
    most, step = _rounded(home * Decimal("1.25"))
    costs = _rounded(max(home / 5, now.costs or ZERO))
    return {
        "price": Slider(0, most, step),
        "value": Slider(0, most, step),
        "costs": Slider(0, *costs),
        "percent": Slider(0, 100, 1),
    }


def _rounded(most: Decimal) -> tuple[int, int]:
    """A round amount that is no less than `most`, and the step: about a five-hundredth of it."""
    step = next(step for step in (50, 100, 250, 500, 1_000, 5_000, 10_000, 10**8) if most / step <= 500)
    return int(-(-most // (10 * step)) * 10 * step), step
