"""How long each program waits, as people read it: in an answer, on paper, and in the public calculator."""

from __future__ import annotations

from dataclasses import dataclass

from .consequences.new_mortgage import LOSSES, NAMES, PROGRAMS, Waiting, length
from .law.credit import CreditLaw, Event, Program
from .law.federal import federal
from .statements import CHECKED
from .working import Text


@dataclass(frozen=True)
class WaitReading:
    """One program's wait, with its words."""

    wait: Waiting

    @property
    def name(self) -> Text:
        return NAMES[self.wait.program]

    @property
    def checked(self) -> Text | None:
        return CHECKED[self.wait.rule.checked] if self.wait.rule else None

    @property
    def age(self) -> Text | None:
        """The day of the copy that was read, where it is an old one."""
        rule = self.wait.rule
        return Text("Read in a copy of {day}.", {"day": rule.text_as_of}) if rule and rule.text_as_of else None


@dataclass(frozen=True)
class WayWaits:
    """How long each program waits after one way of losing the home."""

    name: Text
    lengths: tuple[tuple[Text, Text], ...]  # each program's name and wait


def ways() -> list[WayWaits]:
    """How long each program waits after each way of losing the home."""
    return [
        WayWaits(name, tuple((NAMES[each], _length(each, way)) for each in PROGRAMS)) for way, name in LOSSES.items()
    ]


def _length(program: Program, way: Event) -> Text:
    rule = federal(CreditLaw).waits.get((program, way))
    return length(rule.months) if rule and rule.months else Text("none published")


def warning() -> Text:
    """That programs change their waits, and how old our copies are."""
    return Text(federal(CreditLaw).warning, context="credit.warning")
