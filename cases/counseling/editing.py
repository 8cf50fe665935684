"""Two people who edit one thing, and neither loses a word without being told.

A form for what is there already carries, hidden, what it showed when it was opened. When it comes back, only what its
sender changed is written, so what others changed meanwhile stays. Where both changed one field, each to something else,
theirs stands and the form comes back with both: sent once more, it is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import BoundField
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _

F = TypeVar("F", bound=forms.BaseForm)
MEANWHILE = "meanwhile"  # the code of such errors


def carrying(form: F) -> F:
    """The form, made to carry what it shows. Its `initial` has to be what is there now; where it came back, read under
    lock."""
    for field in form.fields.values():
        field.show_hidden_initial = not isinstance(field, forms.FileField)
    return form


def changes(form: forms.BaseForm) -> dict[str, Any]:
    """What is to be written of a valid form, by field: what its sender changed and nobody else to something else. Those
    that somebody did get an error that says what they were changed to, and the form can be sent again."""
    found: dict[str, Any] = {}
    clashing: dict[str, str] = {}
    data = form.data.copy() if isinstance(form.data, QueryDict) else {**form.data}
    for one in list(form):
        if not one.field.show_hidden_initial:
            continue
        was = data.get(one.html_initial_name, drawn(one))
        if not differs(one, read(one, was), one.data):
            data[one.html_name] = drawn(one)  # untouched: shown as it stands now
        elif not differs(one, one.initial, one.data):
            pass  # both mean the same
        elif differs(one, one.initial, was):
            clashing[one.name] = words(one)
        else:
            found[one.name] = form.cleaned_data[one.name]
        data[one.html_initial_name] = drawn(one)
    form.data = data
    for name, theirs in clashing.items():
        meanwhile(
            form, _("Meanwhile this was changed to: {value}. Save once more to keep yours.").format(value=theirs), name
        )
    return found


def meanwhile(form: forms.BaseForm, message: str, field: str | None = None) -> None:
    """Say what somebody else did while the form was open."""
    form.add_error(field, ValidationError(message, code=MEANWHILE))


def status(form: forms.BaseForm) -> int:
    """Of the page that shows the form: 409 where somebody else was quicker, 422 where it has faults."""
    if any(form.has_error(name, MEANWHILE) for name in (NON_FIELD_ERRORS, *form.fields)):
        return 409
    return 422 if form.errors else 200


def drawn(one: BoundField) -> str:
    """What is there now, as the hidden field has it."""
    return str(one.field.hidden_widget().format_value(one.field.prepare_value(one.initial)) or "")


def read(one: BoundField, hidden: str) -> Any:
    try:
        return one.field.to_python(hidden)
    except ValidationError:  # a colleague or a choice that is there no more
        return hidden


def differs(one: BoundField, there: Any, typed: Any) -> bool:
    return one.field.has_changed(*(_lines(each) for each in (there, typed)))


def _lines(value: Any) -> Any:
    """A browser ends lines its own way."""
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def words(one: BoundField) -> str:
    """What is there now, as a person reads it."""
    now = one.initial
    if isinstance(one.field, forms.BooleanField):
        return _("ticked") if now else _("not ticked")
    if isinstance(one.field, forms.ChoiceField):
        said = {str(key): str(label) for key, label in _choices(one.field)}
        return said.get(drawn(one), _("something else"))
    if isinstance(now, date):
        return date_format(now)
    return str(now or _("nothing"))


def _choices(field: forms.ChoiceField) -> Iterator[tuple[Any, Any]]:
    listed: Any = field.choices
    for key, label in listed:
        yield from label if isinstance(label, list | tuple) else [(key, label)]
