"""The kinds of letters: one TOML file each, which somebody who knows the law can read and correct.

A file says what the letter does, when to send it and when not, which facts of a case it fits, what the reader must do
and by when, and its text in parts. A part stands in the letter only where its conditions hold. `{name}` in a part is
filled from the case or from what the person gave; what is not known stays as a marked gap. Conditions and values are
named in situation.py, gaps in gaps.toml.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from django.utils.translation import get_language
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

FOLDER = Path(__file__).parent
ENGLISH = "en"
NAMED = re.compile(r"\{([a-z0-9_]+)\}")

Words = Annotated[str, Field(min_length=3)]
Sentence = Annotated[str, Field(min_length=10, pattern=r"[.?!:]$")]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
GapName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Scope = Literal["person", "home", "loan", "letter"]


class Strict(BaseModel):
    """Unknown keys are faults, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Gap(Strict):
    """Something that only the person knows: asked for on the page, and marked in the letter until it is given."""

    name: GapName
    scope: Scope  # shared by every letter, by those about one loan, or of one letter alone
    kind: Literal["line", "lines", "list", "date", "money"] = "line"  # a list has one thing a line
    mark: Words  # what stands in the letter between brackets: "your loan number"
    label: Words
    hint: str = ""
    autocomplete: str = "off"
    optional: bool = False  # nothing stands in its place where it is not given
    folded: bool = False  # seldom needed: a phone folds it


class Reason(Strict):
    """A condition on the case, and the sentence that says why the letter fits it or does not."""

    when: tuple[Words, ...]
    why: Sentence


class Part(Strict):
    """Some paragraphs of the letter. `law` names the rules on which they rest."""

    when: tuple[Words, ...] = ()
    law: tuple[Words, ...] = ()
    text: Words


class Related(Strict):
    """Another page of the case that helps with the letter."""

    page: Words  # its name among the addresses
    text: Words


class Duty(Strict):
    """What must happen within so many days, by a figure of a rule: after the letter arrives, most often."""

    law: Words
    figure: Words
    business_days: bool
    counted_from: Literal["received_on", "notice_day"] = "received_on"
    when: tuple[Words, ...] = ()
    says: Sentence


class Kind(Strict):
    """One kind of letter."""

    slug: Slug
    order: int
    name: Words  # on the list, and the name of its page
    subject: Words  # after "Re:"
    file: Slug  # of the PDF and DOCX
    to: Literal["servicer", "collector", "creditor", "office", "holder"]  # holder: whoever holds the debt now
    certified: bool
    way: Literal["short_sale", "deed_in_lieu"] | None = None  # of losing the home that it is about, still ahead
    does: Sentence
    send: Annotated[tuple[Sentence, ...], Field(min_length=1)]
    avoid: Annotated[tuple[Sentence, ...], Field(min_length=1)]  # when not to send it
    address: Sentence  # where to find the address
    enclose: tuple[Sentence, ...] = ()  # what to put into the envelope
    afterwards: Annotated[tuple[Sentence, ...], Field(min_length=1)]
    law: Annotated[tuple[Words, ...], Field(min_length=1)]  # the rules shown below the letter
    fit: Annotated[tuple[Reason, ...], Field(min_length=1)]
    against: tuple[Reason, ...] = ()
    duty: tuple[Duty, ...] = ()
    related: tuple[Related, ...] = ()
    part: Annotated[tuple[Part, ...], Field(min_length=2)]

    @model_validator(mode="after")
    def _rests_on_law(self) -> Kind:
        for part in self.part:
            if re.search(r"\bCFR\b|U\.S\.C\.|Rule \d|\blaw of\b", part.text) and not part.law:
                raise ValueError(f"a part names law and does not say which: {part.text[:40]!r}")
        return self


class BadLetter(Exception):
    """A file that cannot stand; the message names the file, the key and what is wrong."""


Shape = TypeVar("Shape", bound=BaseModel)


class _Gaps(Strict):
    gap: tuple[Gap, ...]


def kinds() -> Mapping[str, Kind]:
    """Every kind of letter in the reader's language by its slug, in the order in which they are listed."""
    return kinds_of(_language())


def gaps() -> Mapping[str, Gap]:
    """Every gap in the reader's language by its name, in the order in which they are asked for."""
    return gaps_of(_language())


@cache
def kinds_of(language: str) -> Mapping[str, Kind]:
    """Every kind; in English where this language has no file of it. Raises BadLetter for a file that cannot stand."""
    found = {path.stem: path for folder in (ENGLISH, language) for path in sorted((FOLDER / folder).glob("*.toml"))}
    found.pop("gaps", None)
    read = [_read(path, Kind, {"slug": path.stem}) for path in found.values()]
    return {kind.slug: kind for kind in sorted(read, key=lambda kind: kind.order)}


@cache
def gaps_of(language: str) -> Mapping[str, Gap]:
    """Every gap by its name. Raises BadLetter."""
    path = FOLDER / language / "gaps.toml"
    listed = _read(path if path.exists() else FOLDER / ENGLISH / "gaps.toml", _Gaps, {}).gap
    return {gap.name: gap for gap in listed}


def _language() -> str:
    return (get_language() or ENGLISH).partition("-")[0]


def _read(path: Path, shape: type[Shape], more: dict[str, str]) -> Shape:
    try:
        return shape.model_validate({**tomllib.loads(path.read_text(encoding="utf-8")), **more})
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise BadLetter(f"{path.name}: {error}") from error
