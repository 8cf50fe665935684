"""Everything that can be asked of the API, in the order in which its document shows it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils import timezone
from pydantic import BaseModel

from ..assessment import assess
from ..facts import BadFacts, Facts, Fault, read_facts
from ..law.loader import all_laws, codes, common_law, law_version, state_law
from ..questions import questions_json
from ..shelf.calculator import Calculator
from ..shelf.registry import CALCULATORS
from ..states.slugs import slug
from ..ways_out import ways_json
from ..working import Text
from . import given
from .contract.answers import CalculatorList, CalculatorResult, Questions, StateAnswer, StateList
from .contract.assessment import Assessment
from .contract.ways import Comparison

EXAMPLES = Path(__file__).parent / "examples.toml"
TAGS = {
    "cases": "One homeowner's case: what may still be collected, until when, and what else follows.",
    "calculators": "The public calculators: a few numbers in, one result with every line of its working.",
    "law": "The law of each state as data, with its citations and how each fact was checked.",
}


@dataclass(frozen=True)
class Example:
    """Something to send, and what comes back."""

    summary: str
    sent: Mapping[str, Any]
    answer_shown: bool = True  # some answers are too long to show


@dataclass(frozen=True)
class Operation:
    """One thing that can be asked. What takes nothing is read by GET; the rest is sent by POST."""

    name: str
    path: str
    tag: str
    summary: str
    description: str
    answers: type[BaseModel]
    run: Callable[..., Any]  # gets what was sent, or the parts of the address by name; raises BadFacts
    takes: str = ""  # the name of the schema of what is sent
    parameters: Mapping[str, tuple[str, ...]] | None = None  # what may stand in each part of the address
    examples: Callable[[], Mapping[str, Example]] = dict

    @property
    def methods(self) -> tuple[str, ...]:
        return ("POST",) if self.takes else ("GET", "HEAD")

    @property
    def method(self) -> str:
        return self.methods[0]


# Cases


def _facts(sent: Mapping[str, Any]) -> Facts:
    return read_facts(sent, timezone.localdate())


def _assess(sent: Mapping[str, Any]) -> dict[str, Any]:
    return assess(_facts(sent)).as_json()


def _compare(sent: Mapping[str, Any]) -> dict[str, Any]:
    return ways_json(_facts(sent))


def _questions(sent: Mapping[str, Any]) -> dict[str, Any]:
    return questions_json(_facts(sent))


@cache
def cases(answer_shown: bool = True) -> dict[str, Example]:
    """The example cases by name. Only the first one's answer is shown."""
    read = tomllib.loads(EXAMPLES.read_text(encoding="utf-8"))["case"]
    return {
        each["name"]: Example(each["summary"], each["facts"], answer_shown and place == 0)
        for place, each in enumerate(read)
    }


# The law


def _states() -> dict[str, Any]:
    listed = [
        {
            "code": law.code,
            "name": law.name,
            "checked_on": law.checked_on,
            "law_version": law_version(law.code),
            "page": reverse("states:state", args=[slug(law)]),
        }
        for law in all_laws()
    ]
    return {"states": listed}


def _state(code: str) -> dict[str, Any]:
    code = code.upper()
    if code not in codes():
        raise BadFacts([Fault("code", Text("is not one of the 50 states or DC"))])
    law, common = state_law(code), common_law()
    return {
        "law_version": law_version(code),
        "law": law.model_dump(by_alias=True),
        "common": common.model_dump(by_alias=True),
    }


# Calculators


def _calculators() -> dict[str, Any]:
    listed = [
        {
            "slug": each.slug,
            "title": str(each.title),
            "description": str(each.description),
            "path": f"/calculators/{each.slug}",
            "page": reverse("calculators:calculator", args=[each.slug]),
        }
        for each in CALCULATORS
    ]
    return {"calculators": listed}


def _calculation(calculator: Calculator) -> Operation:
    """The operation of one calculator."""
    name = calculator.slug.replace("-", "_")
    return Operation(
        f"calculate_{name}",
        f"/calculators/{calculator.slug}",
        "calculators",
        str(calculator.title),
        str(calculator.description),
        CalculatorResult,
        partial(given.calculate, calculator),
        takes=f"{name.title().replace('_', '')}Numbers",
        examples=lambda: {"example": Example("The example of the page", given.example(calculator))},
    )


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "assess",
        "/assess",
        "cases",
        "Assess a case",
        "Facts in, the whole answer out: whether each lender may still collect and under which rule, how much is left, "
        "every deadline, taxes, credit, and what is not known yet. Only the state is needed; whatever is absent or "
        "null is unknown, and leads to a range, to null, or to “it depends on …”, never to a guess.",
        Assessment,
        _assess,
        takes="Facts",
        examples=cases,
    ),
    Operation(
        "compare",
        "/compare",
        "cases",
        "Compare the ways out",
        "The same facts for every way of losing the home that the state has, each without and with a written waiver of "
        "what is left, and for the other ways out. What is known of another way (its price, its date) is not carried "
        "over. Each way says what may be collected, until when, taxes, credit, time, what it needs and what can go "
        "wrong; the differences that matter most for this person stand beside them, with their working.",
        Comparison,
        _compare,
        takes="Facts",
        examples=partial(cases, answer_shown=False),
    ),
    Operation(
        "questions",
        "/questions",
        "cases",
        "Ask what to ask",
        "The questions whose answers could still change the assessment, most useful first, in plain words. Set the "
        "fact at “field” to an answer and ask again.",
        Questions,
        _questions,
        takes="Facts",
        examples=cases,
    ),
    Operation(
        "list_calculators",
        "/calculators",
        "calculators",
        "List the calculators",
        "Every public calculator, its operation here and its page for people.",
        CalculatorList,
        _calculators,
    ),
    *map(_calculation, CALCULATORS),
    Operation(
        "list_states",
        "/states",
        "law",
        "List the states",
        "Every jurisdiction whose law is on file: 50 states and the District of Columbia.",
        StateList,
        _states,
    ),
    Operation(
        "read_state",
        "/states/{code}",
        "law",
        "Read the law of a state",
        "The law file of one state as data: rules, windows, formulas and exemptions, each with its citation and how it "
        "was checked; and the rules that hold in every state unless its file says otherwise.",
        StateAnswer,
        _state,
        parameters={"code": codes()},
    ),
)
