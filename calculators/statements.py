"""A statement of federal law or practice as people read it: a sentence, its sources, and how it was checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .law.parts import FederalFact
from .working import Text

CHECKED = {
    "primary": Text("We read the text itself."),
    "secondary": Text("Two or more guides agree; we have not read the text itself."),
    "weak": Text("We found one source, or sources that differ. Ask before you rely on it."),
}


@dataclass(frozen=True)
class Statement:
    """One sentence of a federal file, with where it stands."""

    says: Text
    citations: tuple[str, ...]
    checked: Text
    text_as_of: date | None
    address: str

    @property
    def age(self) -> Text | None:
        """The day of the copy that was read, where it is an old one."""
        return Text("Read in a copy of {day}.", {"day": self.text_as_of}) if self.text_as_of else None


def statement(fact: FederalFact, says: str, context: str) -> Statement:
    """The statement of a fact; `context` names its file and key for translators."""
    return Statement(Text(says, context=context), fact.cite, CHECKED[fact.checked], fact.text_as_of, fact.official_url)
