"""Who may come, and what they may take."""

from __future__ import annotations

from datetime import date
from typing import Literal

from ...law.programs import Answer, Claimant
from .parts import FederallyChecked, Shape


class Practice(Shape):
    """What a program, owner or insurer is known to do. It is not law."""

    id: str
    answer: Answer
    says: str
    citations: list[str]
    checked: FederallyChecked
    text_as_of: date | None


class MayCome(Shape):
    """One who may come for what is left of a loan; or nobody, where the law bars it."""

    loan: str
    claimant: Claimant | Literal["nobody"]
    practice: list[Practice]


class Collection(Shape):
    """Who may come for what is left."""

    claimants: list[MayCome]
