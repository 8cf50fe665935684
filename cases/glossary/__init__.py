"""The words of the field, one sentence each, and which of them a text uses."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from calculators.working import Text


@dataclass(frozen=True)
class Term:
    """A term of the field and what it means."""

    key: str
    term: Text
    says: Text
    uses: re.Pattern[str]


@cache
def terms() -> tuple[Term, ...]:
    """Every term, in the order of the file."""
    found = tomllib.loads((Path(__file__).parent / "terms.toml").read_text(encoding="utf-8"))
    return tuple(_term(**each) for each in found["term"])


def _term(key: str, term: str, also: list[str], says: str) -> Term:
    forms = "|".join(re.escape(form) for form in (term, *also))
    context = f"glossary.{key}"
    return Term(key, Text(term, context=context), Text(says, context=context), re.compile(rf"\b(?:{forms})", re.I))


def terms_in(text: str) -> list[Term]:
    """The terms that a text uses."""
    return [term for term in terms() if term.uses.search(text)]
