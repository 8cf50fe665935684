"""What a change of the law files does to a client's answer.

Of every client the agency keeps the answer as it last had it under one version of the law, in a few points. When a law
file changes, the same facts are assessed as of the same day once more: what differs then differs because of the law
alone, and not because time went by. The client is marked until somebody has looked.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from calculators.assessment import Assessment
from calculators.facts import states_of
from calculators.law.loader import codes, file_versions, law_version, state_law
from calculators.money import Span
from calculators.working import Text

from .models import Client, LawMark, ToldAnswer

Points = dict[str, Any]
SOURCES = ("rule", "cites")  # points that say on what an answer rests, and not what it is


def settle(
    client: Client,
    found: Assessment | None,
    told: ToldAnswer | None,
    today: date,
    again: Callable[[date], Assessment | None],
) -> ToldAnswer | None:
    """Set the client's mark, and return the answer that is to be kept as told, if there is a new one.

    `told` is what is kept so far, `again` assesses the facts as of another day. Under the same law the answer kept is
    the one to the newest facts. Under another, what was told stays until somebody has seen the difference."""
    client.law_mark = ""
    if found is None:
        return None
    if told is None or same_law(told):
        fresh = told is None or told.kept["facts"] != digest(client.facts)
        return answer_of(client, found, today) if fresh else None
    client.law_mark = difference(told.kept["points"], points(found))
    if client.law_mark != LawMark.SAME and told.on != today and (then := again(told.on)) is not None:
        client.law_mark = difference(told.kept["points"], points(then))
    return None


def same_law(told: ToldAnswer) -> bool:
    """Whether the files under which this was told stand as they stood. Answers that bring in another state's law, where
    the client lives or works now, change no law."""
    return told.law_version == law_version(*(name for name in told.kept["files"] if name in codes()))


def answer_of(client: Client, found: Assessment, today: date) -> ToldAnswer:
    """The answer of this day as it is kept, under seal and not written yet."""
    told = ToldAnswer(client=client, law_version=found.law_version, on=today)
    told.kept.update(
        facts=digest(client.facts),
        files=dict(file_versions(*states_of(found.facts))),
        changes=sorted(change_marks(states_of(found.facts))),
        points=points(found),
    )
    told.seal()
    return told


def keep(told: Iterable[ToldAnswer]) -> None:
    """Write these in place of what was kept before."""
    ToldAnswer.objects.bulk_create(
        told, update_conflicts=True, unique_fields=["client"], update_fields=["sealed", "law_version", "on"]
    )


def digest(facts: Mapping[str, Any]) -> str:
    """Tells whether the answers are the same as then; it lies under the same seal as they do."""
    return hashlib.sha256(json.dumps(facts, sort_keys=True, default=str).encode()).hexdigest()[:16]


def change_marks(states: Iterable[str]) -> dict[str, tuple[str, int]]:
    """Every change of the law that the files of these states tell of, by a fingerprint: its state and place there."""
    return {
        hashlib.sha256(f"{code} {each.on} {each.says}".encode()).hexdigest()[:8]: (code, number)
        for code in states
        for number, each in enumerate(state_law(code).change)
    }


def points(found: Assessment) -> Points:
    """The answer as a few values by name, as JSON: what is compared, and what is shown side by side."""
    flat = all(each.liability.flat for each in found.loans)
    values: Points = {"outcome": [found.outcome, flat], "collectible": span(found.collectible)}
    for each in found.loans:
        at = f"loan/{each.loan.id}"
        if len(found.loans) > 1:  # of one loan the answer is the loan's
            values[f"{at}/outcome"] = [each.liability.outcome, each.liability.flat]
            values[f"{at}/collectible"] = span(each.deficiency.collectible)
        values[f"{at}/rule"] = [decider.id for decider in each.liability.deciders]
        values[f"{at}/cites"] = list(dict.fromkeys(c for decider in each.liability.deciders for c in decider.citations))
    for entry in found.timeline:
        if entry.date is not None:
            safe = entry.safe_after.isoformat() if entry.safe_after else None
            values[f"day/{entry.key}"] = {"on": entry.date.isoformat(), "safe": safe, "label": plain(entry.label)}
    values["taxable"] = span(found.tax.taxable)
    values["tax"] = span(found.tax.extra.amount)
    values["wages"] = span(found.collection.open(found.collection.wages.per_pay_period))
    return values


def difference(then: Points, now: Points) -> LawMark:
    """How far two answers differ: in what they say, in what they rest on, or not at all."""
    names = {name for name in {*then, *now} if then.get(name) != now.get(name)}
    if any(name.rpartition("/")[2] not in SOURCES for name in names):
        return LawMark.CHANGED
    return LawMark.SOURCES if names else LawMark.SAME


def span(amount: Span) -> list[str | None]:
    """Both ends of an amount, in dollars; None where nobody can name one."""
    return [None if end is None else str(end) for end in (amount.low, amount.high)]


def plain(text: Text) -> dict[str, Any]:
    """A sentence's template and values as JSON."""
    return {"template": text.template, "values": {name: str(value) for name, value in text.values.items()}}
