"""The API's page for people, drawn from the same document that machines read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from .contract.answers import StateAnswer
from .contract.parts import Faults
from .document import JSON, VERSION, below, document
from .operations import OPERATIONS, TAGS

BASE = "/api/v1"
MOST_LINES = 60  # of an example; the document has all of them


@dataclass(frozen=True)
class Entry:
    """A field of a schema."""

    name: str
    kind: tuple[tuple[str, bool], ...]  # in words, some of which name a schema
    about: str
    needed: bool


@dataclass(frozen=True)
class Table:
    """A schema: what is sent, what is answered, or a part of one."""

    name: str
    about: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Told:
    """An operation."""

    name: str
    method: str
    path: str
    summary: str
    about: str
    takes: str
    answers: str
    sent: str = ""  # an example, and the answer to it
    answer: str = ""


@dataclass(frozen=True)
class Shelf:
    """The operations of one kind."""

    about: str
    operations: list[Told] = field(default_factory=list)


@require_safe
@conditional_page
def show(request: HttpRequest) -> HttpResponse:
    """What the API is, how to use it, and everything that it takes and answers."""
    first = _shelves(get_language())["cases"].operations[0]
    context = {
        "address": settings.SHORTFALL_ADDRESS or request.build_absolute_uri("/").rstrip("/"),
        "first": first,
        "shelves": _shelves(get_language()).values(),
        "groups": _groups(get_language()),
        "an_hour": settings.SHORTFALL_API_AN_HOUR,
        "version": VERSION,
    }
    return render(request, "api/index.html", context)


@cache
def _shelves(language: str | None) -> dict[str, Shelf]:
    shelves = {tag: Shelf(_(words)) for tag, words in TAGS.items()}
    for path, methods in document()["paths"].items():
        for method, each in methods.items():
            shelves[each["tags"][0]].operations.append(_told(path, method, each))
    return shelves


def _told(path: str, method: str, each: dict[str, Any]) -> Told:
    answered = each["responses"]["200"]["content"][JSON]
    sent = each["requestBody"]["content"][JSON] if "requestBody" in each else {}
    return Told(
        each["operationId"],
        method.upper(),
        BASE + path,
        _(each["summary"]),
        _(each["description"]),
        _named(sent.get("schema", {})),
        _named(answered["schema"]),
        _first(sent, indent=None),
        _first(answered, indent=2),
    )


def _first(content: dict[str, Any], indent: int | None) -> str:
    """The first example, as JSON; of a long one the beginning."""
    shown = next(iter(content.get("examples", {}).values()), None)
    lines = json.dumps(shown["value"], indent=indent, ensure_ascii=False).split("\n") if shown else []
    return "\n".join([*lines[:MOST_LINES], "…"] if len(lines) > MOST_LINES else lines)


def _named(schema: dict[str, Any]) -> str:
    return str(schema.get("$ref", "")).rpartition("/")[2]


@cache
def _groups(language: str | None) -> list[tuple[str, list[Table]]]:
    """The schemas: of what is sent, of what is answered, and of the law files alone."""
    every, law = document()["components"]["schemas"], StateAnswer.__name__
    sent = {name for each in OPERATIONS if each.takes for name in below(each.takes, every)}
    answers = {each.answers.__name__ for each in OPERATIONS} | {Faults.__name__}
    told = {name for answer in answers - {law} for name in below(answer, every)} - sent
    return [
        (_("What you send"), _tables(sent)),
        (_("What you get"), _tables(told)),
        (_("The law of a state"), _tables(every.keys() - sent - told)),
    ]


def _tables(names: Iterable[str]) -> list[Table]:
    shown = [(name, document()["components"]["schemas"][name]) for name in sorted(names)]
    return [
        Table(name, _(schema.get("description") or name), tuple(_entries(schema)))
        for name, schema in shown
        if schema.get("properties")
    ]


def _entries(schema: dict[str, Any]) -> Iterator[Entry]:
    for name, each in schema["properties"].items():
        about = _(each["description"]) if "description" in each else ""
        yield Entry(name, tuple(_kind(each)), about, name in schema.get("required", ()))


def _kind(schema: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    """What a value may be, in a few words; those that name another schema are marked."""
    if "anyOf" in schema:
        ways = dict.fromkeys(tuple(_kind(each)) for each in schema["anyOf"])
        for place, way in enumerate(ways):
            yield from ([(_(" or "), False)] if place else [])
            yield from way
    elif "$ref" in schema:
        yield _named(schema), True
    elif schema.get("type") == "array" and "prefixItems" not in schema:
        yield _("list of "), False
        yield from _kind(schema.get("items") or {})
    else:
        yield _words(schema), False


def _words(schema: dict[str, Any]) -> str:
    if "enum" in schema or "const" in schema:
        return ", ".join(map(str, schema.get("enum", [schema.get("const")])))
    if "prefixItems" in schema:
        names = schema["prefixItems"][0].get("properties", {})
        return _("list of objects with {names}").format(names=", ".join(names)) if names else _("list")
    if schema.get("format") == "date":
        return _("date")
    kinds = {
        "string": _("text"),
        "number": _("number"),
        "integer": _("whole number"),
        "boolean": _("true or false"),
        "null": _("null"),
        "object": _("object"),
    }
    return kinds.get(str(schema.get("type", "")), _("anything"))
