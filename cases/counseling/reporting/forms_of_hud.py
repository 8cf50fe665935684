"""The categories of form HUD-9902 and the list of what HUD's reviewers look for, read from their files."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from calculators.law.loader import read
from calculators.law.parts import FederalFact, FederalSubject, Part

HERE = Path(__file__).parent
Kind = Literal["household", "education", "counseling", "impact"]


class Row(Part):
    """One line of a section of the form."""

    letter: str
    id: str
    label: str
    usual: bool = False  # foreclosure and shortfall counseling commonly comes to it
    derived: bool = False  # follows from what else is recorded, so nobody enters it


class Section(FederalFact):
    """One section of the form."""

    number: int
    id: str
    kind: Kind
    title: str
    ask: str = ""  # what the field is called where it is asked
    hint: str = ""
    row: tuple[Row, ...] = Field(min_length=1)

    def label(self, key: str) -> str:
        """The words of a row; the key itself for one that the form has no more."""
        return next((row.label for row in self.row if row.id == key), key)


class Form9902(FederalSubject):
    """cases/counseling/reporting/hud_9902.toml."""

    FILE = "hud_9902"
    form: FederalFact
    counting: FederalFact
    grant: FederalFact
    periods: FederalFact
    section: tuple[Section, ...]

    def sections(self, kind: Kind) -> tuple[Section, ...]:
        return tuple(each for each in self.section if each.kind == kind)

    def one(self, kind: Kind) -> Section:
        """The one section of a kind that has just one."""
        (found,) = self.sections(kind)
        return found


class Item(FederalFact):
    """One thing that a reviewer looks for in a file."""

    id: str
    label: str
    missing: str  # what to do where it is missing
    where: Literal["file", "session", "household", "contact"]  # the part of the desk that mends it
    when: Literal["", "closed"] = ""


class FileChecklist(FederalSubject):
    """cases/counseling/reporting/hud_files.toml."""

    FILE = "hud_files"
    item: tuple[Item, ...]


@cache
def hud_9902() -> Form9902:
    """The form. Raises BadLaw for a file that cannot stand."""
    return read(HERE / "hud_9902.toml", Form9902)


@cache
def hud_files() -> FileChecklist:
    """The reviewers' list. Raises BadLaw for a file that cannot stand."""
    return read(HERE / "hud_files.toml", FileChecklist)
