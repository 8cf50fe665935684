"""A page as a form: fields from its questions, answers read with patience, and checked against the other answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from calculators import parsing
from calculators.facts import BadFacts, Fault, lookup, read_facts
from calculators.inputs import UNITS, UNSURE, Cards, LineField, PickField, TickField
from calculators.questions import Choice, Question
from calculators.words import say

from . import pages, paths
from .flow import Flow
from .pages import HAS_PAPERS, STATE, Page

OTHERWISE = "otherwise"
OUTSIDE = "outside"
MANY = 10  # more choices than this are a list to open, not cards
PICKED = ("choice", "yes_no")


@dataclass(frozen=True)
class Conflict:
    """Another answer that this one does not fit."""

    path: str
    question: str


class AnswerForm(forms.Form):
    """The fields of one page. When valid, `values` has the answers by path, None for "I don't know"."""

    def __init__(self, page: Page, flow: Flow, data: Mapping[str, Any] | None = None, prefix: str | None = None):
        """`prefix` tells the fields of one page from another's where several stand in one form."""
        super().__init__(data, prefix=prefix)
        self.page, self.flow = page, flow
        self.values: dict[str, Any] = {}
        self.conflicts: list[Conflict] = []
        self.wrote_unsure = False  # "I don't know", in words where a figure was asked for
        self.helper = FormHelper(self)
        # The page draws the form, its token, and the summary of faults above its heading.
        self.helper.form_tag, self.helper.disable_csrf, self.helper.form_show_errors = False, True, False
        self.alone = len(page.questions) == 1
        for question in page.questions:
            self._add(question)
        first = page.questions[0]
        if self.alone and first.kind not in PICKED:
            if first.otherwise:
                self.fields[OTHERWISE] = TickField(label=say(first.otherwise.label))
            self.fields[UNSURE] = TickField(label=_("I don't know"), unsure=True)
        elif page.unsure:
            self.fields[UNSURE] = TickField(label=say(page.unsure), unsure=True)
        self.helper.layout = self.helper.build_default_layout(self)
        if data is None:
            self.initial = dict(self._stored())

    # Fields

    def name(self, question: Question) -> str:
        if self.alone:
            return "answer"
        names = [each.path.rpartition(".")[2] for each in self.page.questions]
        name = question.path.rpartition(".")[2]
        return name if names.count(name) == 1 else "-".join(question.path.split(".")[-2:])

    def _add(self, question: Question) -> None:
        field = _choices(question, open_ended=bool(self.page.unsure)) if question.kind in PICKED else _line(question)
        field.label, field.help_text = say(question.text), say(question.hint)
        field.drawn.heading = self.alone
        if self.alone and isinstance(field, PickField):
            self._fold(question, field)
        if question.text == self.page.heading:  # the heading and the hint of the whole page
            field.drawn.label_away, field.help_text = True, ""
        elif not self.alone:
            field.drawn.after_yes = self.page.path == pages.COURT_PAPERS
            field.drawn.example = "" if question.kind == "money" else field.drawn.example
            if self.page.parts and question == self.page.questions[1]:
                field.drawn.group, field.drawn.folds = say(self.page.parts), len(self.page.questions) - 1
            field.drawn.last_folded = bool(self.page.parts) and question == self.page.questions[-1]
        self.fields[self.name(question)] = field

    def _fold(self, question: Question, field: PickField) -> None:
        """Choices that few need lie folded: the rare ones; and of a later loan, what was not said of the first."""
        if not isinstance(field.widget, Cards):
            return
        cards, same = field.widget, self._said_of_the_first(question)
        cards.folded = [_key(question, choice.value) for choice in question.choices if choice.rare]
        cards.fold = say(question.rare)
        if same is not None:
            key = _key(question, same)
            listed: Any = field.choices  # pairs, as `_choices` made them
            field.choices = sorted(listed, key=lambda option: option[0] != key)
            cards.folded = [each for each in (_key(question, c.value) for c in question.choices) if each != key]
            cards.fold, cards.hints = _("Another answer"), {**cards.hints, key: _("As for the first loan")}
            field.help_text = ""  # read there
        cards.unfolded = self._chosen(question) in cards.folded

    def _said_of_the_first(self, question: Question) -> Any:
        """Of a later loan: what was answered for the first, where that is mostly the same."""
        loan, _dot, name = question.path.removeprefix("loans.").partition(".")
        first = next(iter(paths.loans_of(self.flow.facts)))
        alike = name in pages.SAME and loan != first
        return pages.value(self.flow.facts, f"loans.{first}.{name}") if alike else None

    def _chosen(self, question: Question) -> Any:
        """The choice that the page shows as chosen."""
        name = self.name(question)
        return self.data.get(self.add_prefix(name)) if self.is_bound else dict(self._stored()).get(name)

    def _stored(self) -> Iterator[tuple[str, Any]]:
        """What the fields show before anything is typed: the answers there are."""
        for question in self.page.questions:
            value = pages.value(self.flow.facts, question.path)
            asked = self.page.path in self.flow.asked
            if question.kind in PICKED:
                unknown = UNSURE if asked else None
                yield self.name(question), _key(question, value) if value is not None else unknown
                continue
            yield self.name(question), parsing.unread(question.kind, value)
            if self.alone and value is None and asked:
                yield OTHERWISE if _otherwise_holds(question, self.flow) else UNSURE, True
        if not self.alone and self.page.path in self.flow.asked and not self._has_any():
            yield UNSURE, True

    def _has_any(self) -> bool:
        return any(pages.value(self.flow.facts, question.path) is not None for question in self.page.questions)

    @property
    def parts_open(self) -> bool:
        """Whether a part of the whole was given, or needs another look: then the parts do not lie folded."""
        fields = [self[self.name(question)] for question in self.page.questions[1:]]
        return any(field.value() or field.errors for field in fields)

    # Reading

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for question in self.page.questions:
            name = self.name(question)
            if name in given:
                self._read(question, name, given[name])
        if HAS_PAPERS in self.values and self.values[HAS_PAPERS] is not True:
            self.values |= {pages.SERVED_ON: None, pages.SUMMONS_DAYS: None}
        if not self.errors:
            self._check_presence(given)
        if not self.errors and self.page.must:
            self._fill_lines()
        if not self.errors:
            self._check_against_the_rest()
        return given

    def _read(self, question: Question, name: str, typed: str) -> None:
        if question.kind in PICKED:
            self.values[question.path] = _value(question, typed)
            return
        self.values[question.path] = None
        if parsing.means_unsure(typed):
            self.wrote_unsure = True
        elif typed.strip():
            try:
                self.values[question.path] = parsing.read(question.kind, typed, self.flow.today)
            except parsing.CannotRead as error:
                self.add_error(name, _unreadable(question, error.message))

    def _check_presence(self, given: Mapping[str, Any]) -> None:
        """Something must be typed or chosen, and not both."""
        lines = [question for question in self.page.questions if question.kind not in PICKED]
        if not lines or HAS_PAPERS in self.values:
            return
        first, filled = self.name(lines[0]), any(self.values[each.path] is not None for each in self.page.questions)
        ticked = [name for name in (OTHERWISE, UNSURE) if given.get(name)]
        if not filled and not ticked and not self.wrote_unsure:
            self.add_error(first, _("Answer here, or choose “I don't know”. That is an answer too."))
        elif len(ticked) + filled > 1:
            self.add_error(first, _("You gave two answers. Keep the one that is right and clear the other."))
        otherwise = lines[0].otherwise
        if otherwise:
            self.values[otherwise.path] = otherwise.value if given.get(OTHERWISE) else None

    def _fill_lines(self) -> None:
        """Of a list given line by line, what is left empty is nothing; but not the line that people forget."""
        total, *lines = (question.path for question in self.page.questions)
        if self.values[total] is not None or all(self.values[path] is None for path in lines):
            return
        if self.values[self.page.must] is None:
            message = _("Give this line too, and count the home that was lost. If there is nothing, type 0.")
            self.add_error(self.page.must.rpartition(".")[2], message)
            return
        for path in lines:
            if self.values[path] is None:
                self.values[path] = parsing.read("money", "0", self.flow.today)

    def _check_against_the_rest(self) -> None:
        facts = self.flow.facts
        for path, value in self.values.items():
            facts = pages.with_value(facts, path, value)
        if facts.get("state") in (None, OUTSIDE):
            return
        try:
            read_facts(facts, self.flow.today)
        except BadFacts as error:
            for fault in error.faults:
                self._tell(fault)

    def _tell(self, fault: Fault) -> None:
        """A fault beside its field; or, where it stands at another question, beside ours with the way there."""
        for question in self.page.questions:
            if question.path == fault.field:
                self.add_error(self.name(question), _does_not_fit(question, fault))
                return
        path = pages.page_of(fault.field)
        try:
            other = self.flow.page(path)
        except KeyError:
            self.add_error(None, say(fault.message))
            return
        asked = next(each for each in other.questions if each.path == fault.field)
        first = next(iter(self.fields))
        message = _("This does not fit another answer. You were asked “{question}”. What you answered there {fault}.")
        self.add_error(first, message.format(question=say(asked.text), fault=say(fault.message)))
        self.conflicts.append(Conflict(path, say(asked.text)))


def typed_of(form: AnswerForm) -> dict[str, str]:
    """What a person typed or chose, to keep while it is not an answer yet."""
    longest = 200
    given = {name: str(form.data.get(form.add_prefix(name), ""))[:longest] for name in form.fields}
    return {name: typed for name, typed in given.items() if typed.strip()}


def _choices(question: Question, open_ended: bool = False) -> PickField:
    """Cards, or a list where there are many: the states. On a page of several questions one may stay without answer.

    A list opens on words and not on its first state: nobody says that they live in Alaska by pressing Continue."""
    options = [(_key(question, choice.value), say(choice.label)) for choice in question.choices]
    if len(options) > MANY:
        options.insert(0, ("", _("Choose a state")))
    if question.path == STATE:
        options.append((OUTSIDE, _("Outside the United States")))
    if not open_ended:
        options.append((UNSURE, _("I don't know")))
    widget = forms.Select() if len(options) > MANY else Cards()
    if isinstance(widget, Cards):
        widget.hints = {_key(question, each.value): say(each.hint) for each in question.choices}
    missing = _("Choose an answer. “I don't know” is an answer too.")
    return PickField(
        choices=options,
        widget=widget,
        required=not open_ended,
        error_messages={"required": missing, "invalid_choice": missing},
    )


def _line(question: Question) -> LineField:
    return LineField(question.kind, example=say(question.example), required=False)


def _key(question: Question, value: Any) -> str:
    """How a choice is named in the form: by its value, or yes and no by their place."""
    if question.kind == "yes_no":
        return "yes" if value == question.choices[0].value else "no"
    return str(value)


def _value(question: Question, key: str) -> Any:
    if key == OUTSIDE:
        return OUTSIDE
    return next((choice.value for choice in question.choices if _key(question, choice.value) == key), None)


def answer_words(question: Question, flow: Flow) -> str:
    """What was answered, in words; empty for "I don't know"."""
    value = pages.value(flow.facts, question.path)
    if value is None:
        held = question.otherwise is not None and _otherwise_holds(question, flow)
        return say(question.otherwise.label) if held and question.otherwise else ""
    if question.kind in PICKED:
        chosen: Choice | None = next((each for each in question.choices if each.value == value), None)
        return say(chosen.label) if chosen else str(value)
    if question.kind in ("money", "date") and flow.typed:
        return say(lookup(flow.typed, question.path))
    return f"{parsing.unread(question.kind, value)}{UNITS.get(question.kind, ('', ''))[1]}"


def _otherwise_holds(question: Question, flow: Flow) -> bool:
    otherwise = question.otherwise
    return otherwise is not None and paths.get(flow.facts, otherwise.path) == otherwise.value


def _unreadable(question: Question, how: str) -> str:
    return f"{_('We could not read {what}.').format(what=say(question.about))} {how}"


def _does_not_fit(question: Question, fault: Fault) -> str:
    """The engine's "is in the future" as a sentence about this field."""
    message = _("Please check {what}: what you gave {fault}.")
    return capfirst(message.format(what=say(question.about), fault=say(fault.message)))
