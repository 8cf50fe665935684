"""The form of a calculator: fields in sections, some of which can grow, filled from the address."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone

ADD = "add"  # the button that adds a row, by the name of its rows


@dataclass(frozen=True)
class Section:
    """Fields that stand together, below a heading if they have one. A folded one opens where it has something."""

    fields: tuple[str, ...]
    heading: Any = ""
    folded: bool = False
    hint: Any = ""


@dataclass(frozen=True)
class Rows:
    """A group of fields that repeats: loans, debts. Row 2 has owed2, purpose2, …; in the address, `name` says
    how many rows are shown. What the form read stands under `name`: for each row a mapping by the bare names."""

    name: str
    fields: Callable[[int], Mapping[str, forms.Field]]  # a row's fields by bare name, for the number of the row from 1
    heading: Callable[[int], Any]
    add: Any  # the words of the button that adds one
    most: int = 4

    def shown(self, data: Mapping[str, str]) -> int:
        """How many rows the page shows: as many as were asked for, and every one that is filled."""
        asked = data.get(self.name, "")
        wanted = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 3 else 1
        bare = self.fields(1)
        filled = [number for number in range(1, self.most + 1) if any(data.get(f"{each}{number}") for each in bare)]
        return min(self.most, max(1, wanted, *filled) + (data.get(ADD) == self.name))


@dataclass(frozen=True)
class DrawnSection:
    """A section as the page shows it."""

    fields: list[BoundField]
    heading: Any = ""
    hint: Any = ""
    folded: bool = False
    open: bool = False
    count: tuple[str, int] | None = None  # after the last row, how many there are: kept in the address
    add: Any = ""  # and the words of the button that adds one


class CalculatorForm(forms.Form):
    """A calculator's fields. Bound only where the address carries one of them: an empty page has no faults."""

    sections: ClassVar[tuple[Section | Rows, ...]] = ()

    def __init__(self, data: Mapping[str, str]):
        self.rows: dict[str, list[dict[str, str]]] = {}  # for each row of a group, its fields' names by the bare ones
        fields: dict[str, forms.Field] = {}
        for group in self.sections:
            if isinstance(group, Section):
                fields |= {name: self.base_fields[name] for name in group.fields}
            else:
                numbers = range(1, group.shown(data) + 1)
                self.rows[group.name] = [{bare: f"{bare}{n}" for bare in group.fields(n)} for n in numbers]
                fields |= {f"{bare}{n}": field for n in numbers for bare, field in group.fields(n).items()}
        given = any(name in data for name in fields)
        growing = ADD in data  # one more row is asked for: what is not filled yet is no fault
        super().__init__(data if given and not growing else None, initial=dict(data.items()) if growing else None)
        self.fields |= {name: field for name, field in fields.items() if name not in self.fields}
        self.order_fields(fields)  # as the page has them, and so the list of faults too

    def clean(self) -> dict[str, Any]:
        """What was read, with each group's rows as a list, and the day as `as_of`."""
        given = super().clean() or self.cleaned_data
        given["as_of"] = timezone.localdate()
        for name, rows in self.rows.items():
            given[name] = [{bare: given.get(field) for bare, field in row.items()} for row in rows]
        return given

    def drawn(self) -> Iterator[DrawnSection]:
        """The form as the page shows it."""
        for group in self.sections:
            yield from self._rows(group) if isinstance(group, Rows) else [self._section(group)]

    def _section(self, section: Section) -> DrawnSection:
        fields = [self[name] for name in section.fields]
        filled = any(each.errors or each.value() not in (None, "", each.initial) for each in fields)
        return DrawnSection(fields, section.heading, section.hint, section.folded, section.folded and filled)

    def _rows(self, group: Rows) -> Iterator[DrawnSection]:
        rows = self.rows[group.name]
        for number, row in enumerate(rows, start=1):
            fields, heading = [self[name] for name in row.values()], group.heading(number)
            if number < len(rows):
                yield DrawnSection(fields, heading)
            else:
                add = group.add if number < group.most else ""
                yield DrawnSection(fields, heading, count=(group.name, number), add=add)
