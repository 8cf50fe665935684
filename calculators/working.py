"""How a result explains itself: sentences with named values, and the lines of a calculation.

The engine writes templates in English and never formats a value into them; whoever draws the
sentence translates the template and localises the values. `english` is the plain drawing that the
command line and the JSON use.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from .money import Span

Value = "str | int | Decimal | date | Span | Text"


@dataclass(frozen=True, init=False)
class Text:
    """A sentence with named values: Text("You owe {amount}.", {"amount": Decimal(5)}).

    `context` tells a translator where the template stands: a law file and key, or nothing.
    """

    template: str
    values: Mapping[str, object]
    context: str

    def __init__(self, template: str, values: Mapping[str, object] | None = None, context: str = "") -> None:
        # Hundreds are made for a case: this takes a third of the time of the one that a dataclass writes.
        fields = self.__dict__
        fields["template"], fields["values"], fields["context"] = template, values or {}, context

    def english(self) -> str:
        """The sentence in English."""
        if not self.values:
            return self.template
        return self.template.format(**{key: plain(value) for key, value in self.values.items()})

    def __str__(self) -> str:
        return self.english()


def plain(value: object) -> str:
    """A value as English prints it: $72,280, March 2, 2026, or the thing itself."""
    match value:
        case Text():
            return value.english()
        case Decimal():
            return dollars(value)
        case Span():
            return plain_span(value)
        case date():
            return f"{value:%B} {value.day}, {value.year}"
        case _:
            return str(value)


def dollars(amount: Decimal) -> str:
    """$72,280, with cents only where there are any."""
    sign = "−" if amount < 0 else ""
    whole = amount == amount.to_integral_value()
    return f"{sign}${abs(amount):,.0f}" if whole else f"{sign}${abs(amount):,.2f}"


def plain_span(span: Span) -> str:
    """$5, $5 to $9, at least $5, up to $9."""
    match (span.low, span.high):
        case (None, None):
            return "an amount not known yet"
        case (low, None) if low is not None:
            return f"at least {dollars(low)}"
        case (None, high) if high is not None:
            return f"up to {dollars(high)}"
        case (low, high) if low == high and low is not None:
            return dollars(low)
        case (low, high) if low is not None and high is not None:
            return f"up to {dollars(high)}" if low == 0 else f"{dollars(low)} to {dollars(high)}"
    raise AssertionError(span)


@dataclass(frozen=True)
class Line:
    """One line of a calculation: what it is, how much, how it came about and where that stands.

    `kind` says what part it plays: part of a debt, taken off, or a sum. `needs` names the fact
    that is missing when the amount is not known.
    """

    label: Text
    amount: Span
    how: Text
    source: str = ""
    kind: str = "part"
    needs: str = ""


def amount_json(span: Span) -> Any:
    """A number, a range, or null."""
    if not span.known:
        return None
    return number(span.low) if span.exact else span_json(span)


def span_json(span: Span) -> Any:
    """Always a range, with null for an end that nobody can name."""
    return {"low": number(span.low), "high": number(span.high)} if span.known else None


def number(amount: Decimal | None) -> int | float | None:
    """Dollars as JSON has them: exact to the cent."""
    if amount is None:
        return None
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def line_json(line: Line) -> dict[str, Any]:
    """A line of a working."""
    return {
        "label": str(line.label),
        "amount": amount_json(line.amount),
        "how": str(line.how),
        "source": line.source,
        "kind": line.kind,
        "needs": line.needs or None,
    }
