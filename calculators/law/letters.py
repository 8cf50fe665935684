"""The shape of federal/letters.toml: the rules that letters rest on and that no other federal file states."""

from __future__ import annotations

from .parts import FederalFact, FederalSubject, Id, Text


class LetterFact(FederalFact):
    """A rule in words, with its figures by name (days)."""

    id: Id
    says: Text
    figures: dict[str, int] = {}


class LetterLaw(FederalSubject):
    """What letters rest on."""

    FILE = "letters"

    fact: tuple[LetterFact, ...]
