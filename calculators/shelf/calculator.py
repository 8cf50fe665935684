"""What a calculator is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable
from urllib.parse import urlencode

from ..charts import Waterfall
from ..working import Line, Text, line_json
from .forms import CalculatorForm

Given = Mapping[str, Any]  # what the form read, by field; a group of rows is a list of such


@runtime_checkable
class Told(Protocol):
    """What a calculator has to tell beyond sentence and lines, as the API has it too."""

    def as_json(self) -> dict[str, Any]: ...


@dataclass(frozen=True)
class Result:
    """What a calculator found: one sentence, how sure it is, and the lines that lead to it."""

    says: Text
    sure: Text | None = None
    lines: tuple[Line, ...] = ()
    chart: Waterfall | None = None
    more: Any = None  # what the calculator's own template draws; with an `as_json`, the API tells it too

    def as_json(self) -> dict[str, Any]:
        """The result as the API has it, in English."""
        return {
            "says": str(self.says),
            "sure": str(self.sure) if self.sure else None,
            "lines": [line_json(line) for line in self.lines],
            "more": self.more.as_json() if isinstance(self.more, Told) else None,
        }


@dataclass(frozen=True)
class Link:
    """A page to read next: a named address of the site and its argument. One that does not exist is left out."""

    label: Any
    view: str
    argument: str = ""


@dataclass(frozen=True)
class Calculator:
    """One calculator of the shelf. Title, lead and description are lazily translated strings."""

    slug: str
    title: Any
    form: type[CalculatorForm]
    compute: Callable[[Given], Result]
    lead: Any  # under the title: what it tells, in a sentence or two
    description: Any  # for the list of calculators and for search engines
    example: Mapping[str, str]
    facts: Callable[[Given], dict[str, Any]] | None = None  # a case's facts, as the JSON contract has them
    related: tuple[Link, ...] = ()
    template: str = "calculators/result.html"

    @property
    def starts_a_case(self) -> bool:
        return self.facts is not None

    @property
    def example_query(self) -> str:
        """The example's numbers as the page's address carries them."""
        return urlencode(self.example)
