"""The lines of one loan as people read them: on a case's page, in its reports and in a calculator's result."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from .consequences.outcome import LoanOutcome
from .money import NOTHING, Span
from .working import Line, Text


def lines_of(each: LoanOutcome) -> list[Line]:
    """How a loan's amount came about, every line of it. Rules that come to the same amount share a line."""
    left = each.deficiency
    if left.stays_on_home:  # nothing was sold for it, so there is no more to it than what is owed
        whole = next(place for place, line in enumerate(left.working) if line.kind == "sum")
        return list(left.working[: whole + 1])
    if left.gross == NOTHING:
        return list(left.working)
    fixed = [line for line in left.limits if line.kind != "either"]
    return [*left.working, *_by_amount(line for line in left.limits if line.kind == "either"), *fixed]


def _by_amount(lines: Iterable[Line]) -> Iterator[Line]:
    groups: dict[Span, list[Line]] = {}
    for line in lines:
        groups.setdefault(line.amount, []).append(line)
    for amount, same in groups.items():
        rules = list({line.how.english(): line for line in same}.values())
        if len(rules) == 1:
            yield replace(rules[0], label=Text("If this rule decides"))
            continue
        label = Text("If one of {count} rules decides", {"count": len(rules)})
        yield Line(label, amount, Text("The list of the rules that may decide names them."), "", "either")
