"""Facts by their dotted names, in the JSON form that a case keeps: `loans.first.purpose`, `answers.some_key`."""

from collections.abc import Iterator
from copy import deepcopy
from itertools import pairwise
from typing import Any

Facts = dict[str, Any]
LOANS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


def loans_of(facts: Facts) -> dict[str, Facts]:
    """The loans by their ids, in order of priority. A case has at least one."""
    return {loan.get("id") or LOANS[place]: loan for place, loan in enumerate(facts.get("loans") or [{}])}


def get(facts: Facts, path: str) -> Any:
    """The value at `path`; None where nothing is known."""
    here, steps = _start(facts, path)
    for step in steps:
        here = _member(here, step)
    return here


def _member(here: Any, step: str) -> Any:
    """A part by its name, or by its place in a list."""
    if isinstance(here, list):
        return here[int(step)] if step.isdigit() and int(step) < len(here) else None
    return here.get(step) if isinstance(here, dict) else None


def put(facts: Facts, path: str, value: Any) -> Facts:
    """The same facts with the one at `path` set, or with None taken away."""
    changed = with_named_loans(facts) if path.startswith("loans.") else deepcopy(facts)
    if value is None and get(changed, path) is None:
        return changed
    here, steps = _start(changed, path)
    for group, following in pairwise(steps):
        here = _opened(here, group, [] if following.isdigit() else {})
    if value is None:
        here.pop(steps[-1], None)
    else:
        here[steps[-1]] = value
    return changed


def _opened(here: Any, group: str, empty: Any) -> Any:
    """The group of that name, or at that place of a list; an empty one where there was none."""
    if isinstance(here, list):
        here.extend({} for _ in range(int(group) + 1 - len(here)))
        return here[int(group)]
    here[group] = here.get(group) or empty
    return here[group]


def with_named_loans(facts: Facts) -> Facts:
    """The same facts, every loan with its id and rank written out."""
    named = [
        {"lien": "junior" if place else "first", **loan, "id": name}
        for place, (name, loan) in enumerate(loans_of(facts).items())
    ]
    return deepcopy({**facts, "loans": named})


def known(facts: Facts) -> Iterator[str]:
    """The path of every fact that is given, loans' names and ranks aside."""
    for group, value in facts.items():
        if group == "loans":
            for name, loan in loans_of(facts).items():
                bare = {key: part for key, part in loan.items() if key not in ("id", "lien")}
                yield from _known(f"loans.{name}", bare)
        else:
            yield from _known(group, value)


def _known(path: str, value: Any) -> Iterator[str]:
    if isinstance(value, dict | list):
        for name, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _known(f"{path}.{name}", part)
    elif value is not None:
        yield path


def _start(facts: Facts, path: str) -> tuple[Any, list[str]]:
    """Where to begin, and the names from there on."""
    steps = path.split(".")
    if steps[0] == "loans" and len(steps) > 1:
        return loans_of(facts).get(steps[1]), steps[2:]
    return facts, steps
