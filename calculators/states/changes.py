"""What changed in a state's law and when: the changes that its file tells, and every day from which or until which it
says that something holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ..law.check import conditional
from ..law.parts import Dated
from ..law.schema import StateLaw
from ..working import Text
from .phrases import percent


@dataclass(frozen=True)
class Changed:
    """One line of the list."""

    on: date
    says: Text
    citations: tuple[str, ...]


def changes(law: StateLaw) -> tuple[Changed, ...]:
    """Every dated change that the file knows, the newest first, each once."""
    found = [*_told(law), *_dated_rules(law), *_figures(law)]
    once = {(each.on, each.says.english()): each for each in found}
    return tuple(sorted(once.values(), key=lambda each: each.on, reverse=True))


def _told(law: StateLaw) -> Iterator[Changed]:
    for each in law.change:
        yield Changed(each.on, Text(each.says, context=f"{law.code}.change"), each.cite)


def _dated_rules(law: StateLaw) -> Iterator[Changed]:
    for part in conditional(law):
        says = getattr(part, "says", "") or getattr(part, "conditions", "")
        told = Text(says, context=f"{law.code}.{getattr(part, 'id', 'fair_value')}")
        for day, template in (
            (part.when.originated_from, "For loans made from this day on: {says}"),
            (part.when.originated_before, "For loans made before this day: {says}"),
            (part.when.sold_from, "For sales from this day on: {says}"),
            (part.when.sold_before, "For sales before this day: {says}"),
        ):
            if day:
                yield Changed(day, Text(template, {"says": told}), part.cite)


def _figures(law: StateLaw) -> Iterator[Changed]:
    wages = law.wage_garnishment
    for each in wages.state_minimum_wage:
        yield Changed(each.from_, _wage(each), wages.cite)
    for rate in law.judgment_interest.rates:
        if rate.when.judgment_from and rate.percent is not None:
            says = Text("Some judgments from this day on earn {share} a year.", {"share": percent(rate.percent)})
            yield Changed(rate.when.judgment_from, says, law.judgment_interest.cite)
    for limit in wages.limits:
        if limit.when.contract_from:
            says = Text("New limits on what may be taken from pay, for loans signed from this day on.")
            yield Changed(limit.when.contract_from, says, limit.cite or wages.cite)
        if limit.from_:
            says = Text("New limits on what may be taken from pay, for pay due from this day on.")
            yield Changed(limit.from_, says, limit.cite or wages.cite)


def _wage(each: Dated) -> Text:
    values: dict[str, object] = {"amount": each.amount, "area": Text(each.area)}
    if each.area:
        return Text("The state minimum wage in {area} becomes {amount} an hour.", values)
    return Text("The state minimum wage becomes {amount} an hour.", values)
