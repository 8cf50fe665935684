"""A statement of the law or of practice as people read it: a sentence, its sources, and how it was checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from .law.parts import Fact, FederalFact
from .working import Text

CHECKED = {
    "primary": Text("We read the text itself."),
    "statute": Text("We read the statute itself."),
    "secondary": Text("Two or more guides agree; we have not read the text itself."),
    "weak": Text("We found one source, or sources that differ. Ask before you rely on it."),
}


@dataclass(frozen=True)
class Statement:
    """One sentence of a law file, with where it stands."""

    says: Text
    citations: tuple[str, ...]
    checked: Text
    text_as_of: date | None
    address: str
    confidence: str = "weak"  # the mark itself: primary or statute, secondary, weak

    @property
    def age(self) -> Text | None:
        """The day of the copy that was read, where it is an old one."""
        return Text("Read in a copy of {day}.", {"day": self.text_as_of}) if self.text_as_of else None

    def as_json(self) -> dict[str, Any]:
        """The statement as the contract has it."""
        return {
            "says": str(self.says),
            "citations": list(self.citations),
            "checked": self.confidence,
            "text_as_of": self.text_as_of.isoformat() if self.text_as_of else None,
        }


def statement(fact: FederalFact, says: str, context: str) -> Statement:
    """The statement of a federal fact; `context` names its file and key for translators."""
    text = Text(says, context=context)
    return Statement(text, fact.cite, CHECKED[fact.checked], fact.text_as_of, fact.official_url, fact.checked)


def state_statement(fact: Fact, says: str, context: str) -> Statement:
    """The statement of a fact of a state's file."""
    return Statement(Text(says, context=context), fact.cite, CHECKED[fact.checked], None, "", fact.checked)
