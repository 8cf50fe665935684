"""A calculator's form as JSON: the schema of what it takes, and what was sent read by the same form as on screen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS

from ..facts import MESSAGES, BadFacts, Fault
from ..fields import MOST
from ..inputs import MOST as MOST_OF
from ..inputs import ReadField, YesNoField
from ..shelf.calculator import Calculator
from ..shelf.forms import CalculatorForm, Rows
from ..working import Text

LONGEST = 30  # digits: no amount has more, and a longer one is not worth writing out
Fields = Mapping[str, forms.Field]


def calculate(calculator: Calculator, sent: Mapping[str, Any]) -> dict[str, Any]:
    """The result for these numbers. Raises BadFacts with the form's own words for each fault."""
    form = calculator.form(_typed(calculator.form, sent))
    if not form.is_valid():
        raise BadFacts(list(_faults(form)))
    result = calculator.compute(form.cleaned_data)
    facts = calculator.facts(form.cleaned_data) if calculator.facts else None
    return {"calculator": calculator.slug, **result.as_json(), "facts": facts}


def _plain_fields(form: type[CalculatorForm]) -> Fields:
    """The fields that stand once."""
    names = [name for group in form.sections if not isinstance(group, Rows) for name in group.fields]
    return {name: form.base_fields[name] for name in names}


def _groups(form: type[CalculatorForm]) -> dict[str, Rows]:
    """The groups of fields that repeat, by name."""
    return {group.name: group for group in form.sections if isinstance(group, Rows)}


# What was sent, as the form would get it from a page


def _typed(form: type[CalculatorForm], sent: Mapping[str, Any]) -> dict[str, Any]:
    fields, groups = _plain_fields(form), _groups(form)
    typed: dict[str, Any] = dict.fromkeys(fields, "")
    faults: list[Fault] = []
    for name, value in sent.items():
        if name in groups:
            typed |= _rows(groups[name], value, faults)
        elif name in fields:
            typed[name] = _value(fields[name], name, value, faults)
        else:
            faults.append(Fault(name, Text(MESSAGES["extra_forbidden"])))
    if faults:
        raise BadFacts(faults)
    return typed


def _rows(group: Rows, sent: Any, faults: list[Fault]) -> dict[str, Any]:
    """The rows of a group as numbered fields."""
    if sent is None:
        return {}
    if not isinstance(sent, list):
        faults.append(Fault(group.name, Text(MESSAGES["tuple_type"])))
        return {}
    if len(sent) > group.most:
        faults.append(Fault(group.name, Text(MESSAGES["too_long"])))
        return {}
    typed: dict[str, Any] = {group.name: str(len(sent))}
    for place, row in enumerate(sent):
        fields = group.fields(place + 1)
        if not isinstance(row, Mapping):
            faults.append(Fault(f"{group.name}.{place}", Text(MESSAGES["model_type"])))
            continue
        for name, value in row.items():
            where = f"{group.name}.{place}.{name}"
            if name in fields:
                typed[f"{name}{place + 1}"] = _value(fields[name], where, value, faults)
            else:
                faults.append(Fault(where, Text(MESSAGES["extra_forbidden"])))
    return typed


def _value(field: forms.Field, where: str, value: Any, faults: list[Fault]) -> Any:
    """A JSON value as it would be typed or chosen."""
    match value:
        case None:
            return ""
        case bool() if isinstance(field, forms.BooleanField):
            return value
        case bool():
            return "yes" if value else "no"
        case Decimal() if abs(value.adjusted()) < LONGEST:
            return f"{value:f}"
        case str() | int() | float() | Decimal():
            return str(value)
        case list() if isinstance(field, forms.MultipleChoiceField):
            return [str(each) for each in value]
    faults.append(Fault(where, Text(MESSAGES["string_type"])))
    return ""


def _faults(form: CalculatorForm) -> Iterator[Fault]:
    """The form's faults, in its own words, by the names that were sent."""
    places = {
        field: f"{group}.{place}.{bare}"
        for group, rows in form.rows.items()
        for place, row in enumerate(rows)
        for bare, field in row.items()
    }
    for name, messages in form.errors.items():
        where = "case" if name == NON_FIELD_ERRORS else places.get(name, name)
        yield from (Fault(where, Text(str(message))) for message in messages)


# The schema


def schema(calculator: Calculator) -> dict[str, Any]:
    """What the calculator takes, as JSON Schema."""
    found = _object(_plain_fields(calculator.form))
    for name, group in _groups(calculator.form).items():
        rows = [_object(group.fields(number)) for number in range(1, group.most + 1)]
        found["properties"][name] = {"type": "array", "prefixItems": rows, "items": False, "maxItems": group.most}
        if "required" in rows[0]:
            found["properties"][name]["minItems"] = 1
            found.setdefault("required", []).append(name)
    return {"description": f"The numbers of “{calculator.title}”.", **found}


def _object(fields: Fields) -> dict[str, Any]:
    required = [name for name, field in fields.items() if field.required]
    return {
        "type": "object",
        "properties": {name: _of_field(field) for name, field in fields.items()},
        **({"required": required} if required else {}),
        "additionalProperties": False,
    }


def _of_field(field: forms.Field) -> dict[str, Any]:
    """A field's schema. Amounts may also be sent as people type them; the schema promises the plain ways alone."""
    told = " ".join(str(each) for each in (field.label, field.help_text) if each)
    kinds: list[dict[str, Any]]
    match field:
        case YesNoField() | forms.BooleanField():
            kinds = [{"type": "boolean"}]
        case forms.MultipleChoiceField():
            kinds = [{"type": "array", "items": {"enum": _values(field)}}]
        case forms.ChoiceField():
            kinds = [{"type": "string", "enum": _values(field)}]
        case ReadField(kind="date"):
            kinds = [{"type": "string", "format": "date"}]
        case ReadField(kind="count"):
            kinds = [{"type": "integer", "minimum": 0, "maximum": int(MOST_OF["count"])}]
        case ReadField(kind=kind):
            most = float(MOST_OF.get(kind, MOST))
            digits = r"^[0-9]{1,11}(\.[0-9]{1,2})?$"
            kinds = [{"type": "number", "minimum": 0, "maximum": most}, {"type": "string", "pattern": digits}]
        case _:
            kinds = [{"type": "string"}]
    return {"description": told, "anyOf": kinds if field.required else [*kinds, {"type": "null"}]}


def _values(field: forms.ChoiceField) -> list[str]:
    options: Any = field.choices
    return [str(value) for value, _label in options if value != ""]


def example(calculator: Calculator) -> dict[str, Any]:
    """The page's example as it is sent here."""
    groups, found = _groups(calculator.form), dict[str, Any]()
    fields = _plain_fields(calculator.form)
    for name, typed in calculator.example.items():
        bare = name.rstrip("0123456789")
        group = next((each for each in groups.values() if bare != name and bare in each.fields(1)), None)
        if group is not None and name not in fields:
            place = int(name.removeprefix(bare))
            rows = found.setdefault(group.name, [])
            rows += [{} for _missing in range(place - len(rows))]
            rows[place - 1][bare] = _sent(group.fields(place)[bare], typed)
        elif name not in groups:
            found[name] = _sent(fields[name], typed)
    return found


def _sent(field: forms.Field, typed: str) -> Any:
    """What a page's field holds, as a developer would send it: true, 10000, "2025-09-10"."""
    read = field.clean(typed)
    if isinstance(read, Decimal):
        return int(read) if read == read.to_integral_value() else float(read)
    return read.isoformat() if hasattr(read, "isoformat") else read
