"""Short guides: one Markdown file each, with figures that the law files give when the guide is drawn."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from pydantic import BaseModel, ConfigDict, Field

from ..markdown import BadPage, read, render
from .figures import FIGURES

FOLDER = Path(__file__).parent
FIGURE = re.compile(r"\{\{ *([a-z0-9_]+) *\}\}")

Words = Annotated[str, Field(min_length=3)]


class Source(BaseModel):
    """Where a guide's statements stand, and where to read on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Words
    url: Annotated[str, Field(pattern=r"^https://")] = ""


class About(BaseModel):
    """What stands above a guide's text."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Words
    description: Annotated[str, Field(min_length=50, max_length=200)]
    short: Words  # the answer first, in a few sentences of Markdown
    shelf: Literal["first", "asked"]  # what everyone should read first, or a question that people ask
    order: int
    checked_on: date
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]


@dataclass(frozen=True)
class Guide:
    """One guide, its figures filled in from the law files."""

    slug: str
    about: About
    text: str

    @property
    def short(self) -> SafeString:
        return render(self._filled(self.about.short))

    @property
    def body(self) -> SafeString:
        return render(self._filled(self.text))

    def words(self) -> str:
        """The whole guide as Markdown, figures filled in."""
        return self._filled(f"{self.about.short}\n\n{self.text}")

    def _filled(self, text: str) -> str:
        return FIGURE.sub(lambda match: figure(match[1], get_language()), text)


@cache
def figure(name: str, language: str | None) -> str:
    """A figure in the language that is active. It is worked out once a process, as the law files are read once."""
    return FIGURES[name]()


@cache
def guides() -> dict[str, Guide]:
    """Every guide by its slug, in the order in which they are listed. Raises BadPage for a file that cannot stand."""
    found = [_guide(path) for path in FOLDER.glob("*.md")]
    found.sort(key=lambda guide: (guide.about.shelf != "first", guide.about.order))
    return {guide.slug: guide for guide in found}


def _guide(path: Path) -> Guide:
    about, text = read(path, About)
    unknown = set(FIGURE.findall(f"{about.short}\n{text}")) - set(FIGURES)
    if unknown:
        raise BadPage([f"{path.name}: {name!r} is not a figure" for name in sorted(unknown)])
    return Guide(path.stem, about, text)
