"""Questions, calculators and the law."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from ...law.schema import CommonLaw, StateLaw
from .parts import Line, Shape


class AnswerChoice(Shape):
    """A way to answer a question."""

    value: bool | int | float | str
    label: str


class Question(Shape):
    """A question about one fact."""

    field: str
    """The path of the fact that the answer sets."""
    part: Literal["owed", "tax", "collection", "credit"]
    """The part of the assessment that it could change."""
    kind: Literal["choice", "yes_no", "money", "date", "number", "count", "percent"]
    question: str
    about: str
    """Completes "It depends on …"."""
    hint: str | None
    example: str | None
    why: str | None
    choices: list[AnswerChoice]
    citations: list[str]


class Questions(Shape):
    """What could still change the answer."""

    questions: list[Question]
    """Most useful first."""
    exceptions: list[Question]
    """Rare circumstances, asked after the answer."""


class CalculatorResult(Shape):
    """What a calculator found: the same for all of them."""

    calculator: str
    says: str
    """The result in one sentence."""
    sure: str | None
    """How sure that is, or on what it rests."""
    lines: list[Line]
    facts: dict[str, Any] | None
    """The same numbers as the facts of a case, for /assess; null where the calculator is about other debts."""
    more: dict[str, Any] | None
    """What only this calculator has to tell."""


class ListedCalculator(Shape):
    """A calculator, and where it is."""

    slug: str
    title: str
    description: str
    path: str
    """Its operation of this API."""
    page: str
    """The same for people."""


class CalculatorList(Shape):
    """The public calculators."""

    calculators: list[ListedCalculator]


class ListedState(Shape):
    """A jurisdiction whose law is on file."""

    code: str
    name: str
    checked_on: date
    """Since when no rule in its file has gone unchecked."""
    law_version: str
    page: str
    """The same law for people."""


class StateList(Shape):
    """The 50 states and the District of Columbia."""

    states: list[ListedState]


class StateAnswer(Shape):
    """The law of one state as data. The rules that hold in every state (`common`) are read before its own."""

    law_version: str
    law: StateLaw
    common: CommonLaw
