"""The terms of the field: one Markdown file each, read once a process and checked strictly.

A file's name is the address of its page. Above its words it says: `term`, `says` (the definition in a sentence), `also`
(other forms by which a page shows that it uses the term), `everyday` (what people type who do not know the term),
`related`, `example` (the figures, which must add up) and its sources.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from django.utils.translation import get_language, gettext_noop
from pydantic import BaseModel, ConfigDict, Field

from .markdown import BadPage, read
from .worked import Line, figures

FOLDER = Path(__file__).parent
ENGLISH = "en"
EXAMPLE, NOT, CHECK = PARTS = (
    gettext_noop("For example"),
    gettext_noop("What it is not"),
    gettext_noop("Check yourself"),
)
QUESTION = re.compile(r"^#### .+\?$", re.M)
Words = Annotated[str, Field(min_length=2)]


class Strict(BaseModel):
    """Unknown keys are faults, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(Strict):
    """Where a term's page has its law from. `primary`: the statute, rule, form or handbook itself was read."""

    title: Words
    url: Annotated[str, Field(pattern=r"^https://\S+$")]
    checked: Literal["primary", "secondary", "weak"]


class About(Strict):
    """What a file says above its words."""

    term: Words
    says: Annotated[str, Field(min_length=20, pattern=r"\.$")]
    also: tuple[Words, ...] = ()
    everyday: tuple[Words, ...]
    related: Annotated[tuple[Words, ...], Field(min_length=1)]
    example: tuple[Line, ...] = ()
    checked_on: date
    source: Annotated[tuple[Source, ...], Field(min_length=1)]


@dataclass(frozen=True)
class Term:
    """A term of the field: `parts` are its Markdown by heading."""

    slug: str
    about: About
    parts: Mapping[str, str]

    @property
    def name(self) -> str:
        return self.about.term

    @property
    def says(self) -> str:
        return self.about.says

    @property
    def forms(self) -> tuple[str, ...]:
        """Every form by which a page uses the term."""
        return (self.about.term, *self.about.also)


def terms() -> Mapping[str, Term]:
    """Every term of the reader's language by its slug, from A to Z. Raises BadPage for files that cannot stand."""
    return terms_of((get_language() or ENGLISH).partition("-")[0])


@cache
def terms_of(language: str) -> Mapping[str, Term]:
    """Every term; in English where this language has no file of it."""
    found = {path.stem: path for folder in (ENGLISH, language) for path in sorted((FOLDER / folder).glob("*.md"))}
    terms, faults = {}, []
    for path in found.values():
        try:
            terms[path.stem] = read_term(path)
        except BadPage as error:
            faults += error.faults
    if faults := faults or list(_strangers(terms)):
        raise BadPage(faults)
    return dict(sorted(terms.items(), key=lambda item: item[1].name.lower()))


def read_term(path: Path) -> Term:
    """One file, whole. Raises BadPage with every fault."""
    about, words = read(path, About)
    before, *sections = re.split(r"^## (.+)$", words, flags=re.M)
    parts = {heading.strip(): text.strip() for heading, text in zip(sections[::2], sections[1::2], strict=True)}
    if faults := [f"{path.name}: {fault}" for fault in _missing(about, before, parts)]:
        raise BadPage(faults)
    return Term(path.stem, about, parts)


def _missing(about: About, before: str, parts: Mapping[str, str]) -> Iterator[str]:
    if before.strip():
        yield "has words above its first heading: the definition stands in `says`"
    if tuple(parts) != PARTS:
        yield f"has the parts {', '.join(parts) or 'none'}, not {', '.join(PARTS)}"
        return
    if not all(parts.values()):
        yield "has an empty part"
    if not re.search(r"\d", parts[EXAMPLE]):
        yield "has an example without a number"
    shown = {figure for line in about.example for figure in (line.amount, *figures(line.how))}
    for unknown in sorted(figures(parts[EXAMPLE]) - shown):
        yield f"speaks of ${unknown:,} in the example, which no line of `example` has"
    if len(QUESTION.findall(parts[CHECK])) < 2:
        yield "asks fewer than two questions (#### …?) to check oneself"


def _strangers(terms: Mapping[str, Term]) -> Iterator[str]:
    """Related terms that have no file, and forms that two terms claim."""
    owners: dict[str, str] = {}
    for slug, term in terms.items():
        for other in term.about.related:
            if other not in terms or other == slug:
                yield f"{slug}.md: related: there is no other term {other}"
        for form in map(str.lower, term.forms):
            if owners.setdefault(form, slug) != slug:
                yield f"{slug}.md: also: {form} already opens {owners[form]}"
