"""The OpenAPI 3.1 document, made from the operations, the facts, the shapes of the answers and the calculators' forms.

Its schemas are JSON Schema as pydantic makes it, put right in three things: what the contract's reader allows though no
type says so (null for anything unknown), how numbers are written, and what each fact means, in the words of the
question that asks for it.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, models_json_schema
from pydantic_core import core_schema

from ..facts import Facts
from ..law.loader import codes
from ..law.schema import CoreQuestion
from ..questions import core_questions
from ..shelf.registry import CALCULATORS
from ..working import Text
from . import given
from .contract.parts import Faults
from .encoding import encoded
from .operations import OPERATIONS, TAGS, Operation

VERSION = "1.0.0"
REF = "#/components/schemas/{model}"
DIGITS = {"type": "string", "pattern": r"^[0-9]{1,11}(\.[0-9]+)?$"}
CENTS = {"type": "string", "pattern": r"^[0-9]{1,11}(\.[0-9]{1,2})?$"}
STATES = {"type": "string", "enum": list(codes())}
JSON = "application/json"
ABOUT = (
    "What a homeowner in the United States may still owe after a foreclosure, short sale or deed in lieu; what a "
    "lender can do about it; and what it means for wages, credit and taxes. The same answers as on screen, on paper "
    "and on the command line. Information, not legal or tax advice.\n\n"
    "Money is in dollars, exact to the cent: a number, a range {low, high} where the facts leave one, or null where "
    "nothing can be said. Every amount comes with the lines of its working. All texts are in English.\n\n"
    "No key, no account, no cookie. What is sent is neither kept nor logged. Each address may send a limited number of "
    "requests an hour; the answer 429 says after how many seconds to try again.\n\n"
    "Within /api/v1/ fields may be added to answers; none is taken away, renamed or given another meaning. Texts, law "
    "and figures change as the law does: `law_version` tells which law an answer was worked out from."
)
# Of facts that no single question asks for.
MEANINGS = {
    "as_of": "The day as of which to answer; today where it is absent.",
    "loans": "The loans on the home, in order of priority. Where there are none, one of which nothing is known.",
    "property": "The home.",
    "disposition": "How the home was lost, or may be.",
    "household": "The people: what can be taken of their pay, taxes and credit.",
    "answers": "Facts that only some states ask for, by the keys of their law files: true, false or a date.",
    "id": "What to call the loan: first, second … where it is absent.",
    "lien": "The loan's rank; the first in the list is the first mortgage where it is absent.",
    "owner": "Who owns the loan, as far as is known.",
    "obligor": "What this person signed; signed_note where it is absent.",
    "waiver_in_writing": "Whether the lender gave up the rest of the debt in writing.",
    "people": "Whoever files the tax return, then the spouse on a joint one.",
    "assets": "What was owned just before the cancellation: a total, or lines of the IRS insolvency worksheet.",
    "debts": "What was owed just before the cancellation: a total, or lines of the IRS insolvency worksheet.",
    "cancellations": "Other debts that were cancelled.",
    "forms_1099c": "Forms 1099-C that came, by their boxes.",
    "forms_1099a": "Forms 1099-A that came, by their boxes.",
    "bankruptcy": "An open or ended bankruptcy case; none where it is absent.",
    "amount_forgiven": "The debt that was cancelled, in dollars.",
    "forgiven_on": "The day on which the debt was cancelled.",
    "judgment_on": "The day of the judgment for the rest of the debt.",
    "reaffirmed": "Whether the debt was reaffirmed in bankruptcy.",
    "loan": "The id of the loan that it is for, where it is one on this home.",
    "kind": "The kind of debt.",
    "amount": "What was cancelled, in dollars.",
    "on": "The day on which it was cancelled.",
    "in_bankruptcy": "Whether a bankruptcy court discharged it.",
    "interest": "Of the amount: interest.",
    "calendar_year": "The year that the form is for.",
    "event_on": "Box 1: date of identifiable event.",
    "acquired_on": "Box 1: date of acquisition, or of the lender's knowledge of abandonment.",
    "discharged": "Box 2: amount of debt discharged.",
    "principal": "Box 2: balance of principal outstanding.",
    "personally_liable": "Box 5: whether the borrower was personally liable.",
    "code": "Box 6: identifiable event code.",
    "fair_market_value": "Fair market value of the property: box 7 of Form 1099-C, box 4 of Form 1099-A.",
    "still_collected": "Whether anybody still asks for this debt.",
    "occupied": "Whether this person still lives there.",
}
GROUPS = {"Facts": "", "Property": "property.", "Loan": "loans.*.", "Disposition": "disposition."}
GROUPS |= {"Household": "household.", "Person": "household.people.0.", "Cancellation": "cancelled."}
GROUPS |= {"Form1099C": "box.", "Form1099A": "box."}


class Numbers(GenerateJsonSchema):
    """Decimals as the contract has them: a number or its digits to send, a number in an answer."""

    def decimal_schema(self, schema: core_schema.DecimalSchema) -> JsonSchemaValue:
        bounds = {"minimum": schema.get("ge"), "maximum": schema.get("le")}
        number = {"type": "number", **{word: float(bound) for word, bound in bounds.items() if bound is not None}}
        if self.mode == "serialization":
            return number
        return {"anyOf": [number, CENTS if schema.get("decimal_places") == 2 else DIGITS]}


@cache
def document() -> dict[str, Any]:
    """The whole document, made once. Nobody changes it."""
    paths: dict[str, Any] = {}
    for each in OPERATIONS:
        paths.setdefault(each.path, {})[each.method.lower()] = _operation(each)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Shortfall",
            "version": VERSION,
            "summary": "What may I still owe after losing a home?",
            "description": ABOUT,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/api/v1"}],
        "tags": [{"name": name, "description": words} for name, words in TAGS.items()],
        "paths": paths,
        "components": {"schemas": schemas(), "responses": REFUSALS},
    }


# Operations


def _refusal(words: str, **headers: Any) -> dict[str, Any]:
    found: dict[str, Any] = {"description": words, "content": {JSON: {"schema": _ref(Faults.__name__)}}}
    return found | ({"headers": headers} if headers else {})


def _ref(name: str) -> dict[str, str]:
    return {"$ref": REF.format(model=name)}


REFUSALS: dict[str, Any] = {
    "NotJson": _refusal("What was sent is not a JSON object."),
    "NotThere": _refusal("There is nothing at this address."),
    "TooLarge": _refusal("What was sent is larger than a megabyte."),
    "WrongType": _refusal("What was sent is not application/json."),
    "BadFacts": _refusal("Something in it cannot be used: every fault at once, each with its field."),
    "TooMany": _refusal(
        "This address has asked too often.",
        **{"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 1}}},
    ),
}
FOR_SENT = {"400": "NotJson", "413": "TooLarge", "415": "WrongType", "422": "BadFacts", "429": "TooMany"}


def _operation(each: Operation) -> dict[str, Any]:
    examples = each.examples()
    answer: dict[str, Any] = {"schema": _ref(each.answers.__name__)}
    shown = {
        name: {"summary": example.summary, "value": json.loads(encoded(each.run(example.sent)))}
        for name, example in examples.items()
        if example.answer_shown
    }
    if shown:
        answer["examples"] = shown
    refused = FOR_SENT if each.takes else {"404": "NotThere"} if each.parameters else {}
    found: dict[str, Any] = {
        "operationId": each.name,
        "tags": [each.tag],
        "summary": each.summary,
        "description": each.description,
        "responses": {
            "200": {"description": each.answers.__doc__, "content": {JSON: answer}},
            **{status: {"$ref": f"#/components/responses/{name}"} for status, name in refused.items()},
        },
    }
    if each.takes:
        sent = {name: {"summary": example.summary, "value": example.sent} for name, example in examples.items()}
        body = {"schema": _ref(each.takes), "examples": sent}
        found["requestBody"] = {"required": True, "content": {JSON: body}}
    if each.parameters:
        found["parameters"] = [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string", "enum": list(values)}}
            for name, values in each.parameters.items()
        ]
    return found


# Schemas


def schemas() -> dict[str, Any]:
    """Every schema by name, in alphabetical order."""
    answers = dict.fromkeys([*(each.answers for each in OPERATIONS), Faults])
    wanted: list[Any] = [(Facts, "validation"), *((each, "serialization") for each in answers)]
    _names, made = models_json_schema(wanted, ref_template=REF, schema_generator=Numbers)
    found: dict[str, Any] = {name: _tidy(each) for name, each in made["$defs"].items()}
    _unknown_is_an_answer(found)
    for name, prefix in GROUPS.items():
        _meanings(found[name], prefix)
    numbers = [each for each in OPERATIONS if each.name.startswith("calculate_")]
    taken = {op.takes: given.schema(each) for op, each in zip(numbers, CALCULATORS, strict=True)}
    return dict(sorted((found | taken).items()))


def _tidy(node: Any, names: bool = False) -> Any:
    """Without the titles that only repeat a name."""
    if isinstance(node, list):
        return [_tidy(each) for each in node]
    if not isinstance(node, dict):
        return node
    if names:  # the keys are names of fields, not words of the schema
        return {name: _tidy(each) for name, each in node.items()}
    kept = {key: each for key, each in node.items() if key != "title"}
    return {key: _tidy(each, names=key in ("properties", "patternProperties")) for key, each in kept.items()}


def _unknown_is_an_answer(found: dict[str, Any]) -> None:
    """Facts may be absent or null; only the state is needed. A person who is not told of is unknown."""
    for name in below("Facts", found):
        for field, each in found[name].get("properties", {}).items():
            each.pop("default", None)
            if field == "state" or field.endswith("_state"):
                each = STATES if field == "state" else {"anyOf": [STATES, {"type": "null"}]}
                found[name]["properties"][field] = dict(each)
            if "prefixItems" in each:
                each |= {"items": {"anyOf": [each.pop("prefixItems")[0], {"type": "null"}]}}
                each.pop("minItems")
            if field != "state" and {"type": "null"} not in each.get("anyOf", ()):
                found[name]["properties"][field] = {"anyOf": [each, {"type": "null"}]}
        found[name].pop("required", None)
    found["Facts"]["required"] = ["state"]


def below(name: str, found: dict[str, Any]) -> set[str]:
    """A schema and all that it is made of, by name."""
    reached, to_see = {name}, [name]
    while to_see:
        named = set(re.findall(r"#/components/schemas/(\w+)", str(found[to_see.pop()])))
        to_see += named - reached
        reached |= named
    return reached


def _meanings(schema: dict[str, Any], prefix: str) -> None:
    """What each fact means: the question that asks for it, or a line of our own."""
    asked = core_questions()
    for field, each in schema["properties"].items():
        words = _words(asked[prefix + field]) if prefix + field in asked else MEANINGS.get(field, "")
        if words:
            each["description"] = words


def _words(question: CoreQuestion) -> str:
    said = [str(Text(words, {"loan": "this loan"})) for words in (question.text, question.hint) if words]
    return " ".join(each if each.endswith((".", "?")) else f"{each}." for each in said)
