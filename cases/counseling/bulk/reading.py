"""A row of an imported file as a client: every cell read as the questionnaire reads what is typed, and told in the same
words where it cannot be."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from calculators import parsing
from calculators.assessment import check
from calculators.facts import BadFacts, read_facts
from calculators.questions import Question
from calculators.words import say
from cases.questionnaire import pages, paths

from ..person_form import PERSON, PersonForm
from .columns import (
    ADDRESS,
    COUNSELOR,
    FIRST_NAME,
    LAST_NAME,
    NAME,
    NOTE,
    SEVERAL,
    STATES,
    choice_word,
    normal,
    targets,
)

LONGEST_NOTE = 5_000
SHORT = {"y": "yes", "true": "yes", "1": "yes", "x": "yes", "n": "no", "false": "no", "0": "no"}
UNKNOWN = object()  # "I don't know", in words


@dataclass(frozen=True)
class Fault:
    """What cannot be read: the row as a spreadsheet counts it, the column (-1: the row as a whole), and why."""

    row: int
    column: int
    message: str


@dataclass
class Row:
    """What a row says of a client."""

    number: int
    person: dict[str, str] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)  # by path, as JSON
    unsure: list[str] = field(default_factory=list)  # paths answered by "I don't know"
    counselor: str = ""
    note: str = ""
    faults: list[Fault] = field(default_factory=list)

    @property
    def asked(self) -> list[str]:
        return list(dict.fromkeys(pages.page_of(path) for path in self.unsure))


class Unreadable(ValueError):
    """A cell that cannot be read; `message` says what to write."""

    def __init__(self, message: str):
        self.message = message
        super().__init__()


class Reader:
    """Reads rows whose columns mean `meanings`; what was read once is not read again."""

    def __init__(self, meanings: Sequence[str], today: date):
        self.today = today
        self.columns = [(place, key) for place, key in enumerate(meanings) if key]
        self.place = {key: place for place, key in reversed(self.columns)}
        self._cell: Callable[[str, str], Any] = lru_cache(maxsize=50_000)(self._read)

    def row(self, number: int, cells: Sequence[str], before: Mapping[str, Any] | None = None) -> Row:
        """One row; `before` are the facts of the client whom it changes."""
        row = Row(number)
        told: dict[str, list[str]] = {}
        for place, key in self.columns:
            text = cells[place]
            if not text:
                continue
            if key in SEVERAL or targets()[key].question is None:
                told.setdefault(key, []).append(text)
                continue
            try:
                value = self._cell(key, text)
            except Unreadable as error:
                row.faults.append(Fault(number, place, error.message))
                continue
            if value is UNKNOWN:
                row.unsure.append(key)
            else:
                row.facts[key] = value
        self._person(row, told)
        if not row.faults:
            self._fits(row, before)
        return row

    def _read(self, key: str, text: str) -> Any:
        """A fact's value as JSON. Raises Unreadable."""
        question = targets()[key].question
        if question is None:
            raise KeyError(key)
        if parsing.means_unsure(text):
            return UNKNOWN
        if question.choices:
            return chosen(question, text)
        try:
            return parsing.read(question.kind, text, self.today)
        except parsing.CannotRead as error:
            raise Unreadable(unreadable(question, error.message)) from None

    def _person(self, row: Row, told: dict[str, list[str]]) -> None:
        apart = [told[key][0] for key in (FIRST_NAME, LAST_NAME) if key in told]
        if NAME not in told and apart:
            told[NAME] = [" ".join(apart)]
        row.counselor = told.get(COUNSELOR, [""])[0].lower()
        row.note = "\n".join(told.get(NOTE, []))
        if len(row.note) > LONGEST_NOTE:
            row.faults.append(self._fault(row, NOTE, _("A note has at most 5,000 letters.")))
        for name in PERSON:
            key = f"person.{name}"
            text = ", ".join(told[key]) if key == ADDRESS and key in told else told.get(key, [""])[0]
            try:
                if value := person_field(name, text):
                    row.person[name] = value
            except ValidationError as error:
                row.faults.append(self._fault(row, key, " ".join(error.messages)))

    def _fault(self, row: Row, key: str, message: str) -> Fault:
        return Fault(row.number, self.place.get(key, self.place.get(LAST_NAME, -1) if key == NAME else -1), message)

    def _fits(self, row: Row, before: Mapping[str, Any] | None) -> None:
        """Whether the answers fit one another and the law of the state."""
        facts = merged(before, row.facts)
        if not facts:
            return
        if not facts.get("state"):
            row.faults.append(Fault(row.number, -1, _("Give the state too: without it the other answers say nothing.")))
            return
        try:
            check(read_facts(facts, self.today))
        except BadFacts as error:
            for fault in error.faults:
                about = targets()[fault.field].label if fault.field in targets() else fault.field
                message = _("Please check {what}: what you gave {fault}.")
                told = capfirst(message.format(what=say(about), fault=say(fault.message)))
                row.faults.append(Fault(row.number, self.place.get(fault.field, -1), told))


def person_field(name: str, text: str) -> str:
    """A person's name or contact, as the form of a file takes it. Raises ValidationError with the form's own words."""
    value: str = PersonForm.base_fields[name].clean(text)
    return " ".join(value.split(" "))


def chosen(question: Question, text: str) -> Any:
    """The value of a choice, by its name in the contract or its words. Raises Unreadable."""
    typed = normal(text)
    if question.kind == "yes_no":
        typed = {"y": "yes", "true": "yes", "1": "yes", "x": "yes", "n": "no", "false": "no", "0": "no"}.get(
            typed, typed
        )
    for each in question.choices:
        if typed and typed in (normal(str(each.value)), normal(say(each.label)), normal(str(each.label))):
            return each.value
    if question.path in STATES:
        how = _("Write a state's two letters or its name.")
    else:
        how = _("Write one of: {choices}.").format(choices=", ".join(map(choice_word, question.choices)))
    raise Unreadable(unreadable(question, how))


def unreadable(question: Question, how: str) -> str:
    """In the words of the questionnaire."""
    return f"{_('We could not read {what}.').format(what=say(question.about))} {how}"


def merged(before: Mapping[str, Any] | None, given: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as the contract has them: those there were, with those by path that a row gives."""
    if before:
        facts = dict(before)
        for path, value in given.items():
            if path.startswith("loans.second.") and "second" not in paths.loans_of(facts):
                facts = pages.with_value(facts, pages.SECOND_LOAN, True)
            facts = paths.put(facts, path, value)
        return facts
    return gathered(given)


def gathered(given: Mapping[str, Any]) -> dict[str, Any]:
    """The same from nothing, ten thousand times a file: without copying."""
    facts: dict[str, Any] = {}
    loans: dict[str, dict[str, Any]] = {}
    for path, value in given.items():
        first, *rest = path.split(".")
        if first == "loans":
            loans.setdefault(rest[0], {})[rest[1]] = value
        elif rest:
            group = facts.setdefault(first, {})
            for step in rest[:-1]:
                group = group.setdefault(step, {})
            group[rest[-1]] = value
        else:
            facts[first] = value
    if loans:
        names = ("first", "second") if "second" in loans else ("first",)
        facts["loans"] = [
            {"id": name, "lien": "junior" if place else "first", **loans.get(name, {})}
            for place, name in enumerate(names)
        ]
    return facts
