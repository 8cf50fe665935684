"""The questionnaire as one long form for the desk: the same pages, the same reading of what is typed, all at once.

Each page of the questionnaire is a block. A block carries what it showed when it was drawn, so what is sent can be told
apart into what this person changed and what they only looked at; and where somebody else wrote meanwhile, both are
kept. Only where both changed the same field to something different does a person have to choose.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from calculators.inputs import Cards, Options, PickField, TickField
from calculators.law.loader import codes
from calculators.words import say
from cases.models import KeptFacts
from cases.questionnaire import pages
from cases.questionnaire.flow import Flow, record
from cases.questionnaire.forms import AnswerForm
from cases.questionnaire.pages import CHAPTERS, STATE, Page

WAS = "was:"  # before the path of a page: the name of the hidden field with what the page showed
LONGEST = 200  # characters of what is typed in one field
Typed = dict[str, str]  # by the names of a page's fields, what stands in them; empty ones are left out


@dataclass(frozen=True)
class Block:
    """One page of the questionnaire as a part of the long form."""

    page: Page
    form: AnswerForm
    shows: Typed
    unread: bool  # what is typed is no answer yet

    @property
    def path(self) -> str:
        return self.page.path

    @property
    def was_name(self) -> str:
        return WAS + self.path

    @property
    def was(self) -> str:
        return json.dumps(self.shows)

    @property
    def title(self) -> str:
        return say(self.page.title)


@dataclass(frozen=True)
class Group:
    """The blocks of one subject. One of which nothing is answered yet and that no case needs is folded."""

    title: str
    blocks: list[Block] = field(default_factory=list)
    folded: bool = False

    @property
    def open(self) -> int:
        """How many have no answer yet."""
        return sum(not block.shows for block in self.blocks)


@dataclass(frozen=True)
class Sent:
    """One block as it came back: what it had shown, and what stands in it now."""

    was: Typed
    given: Typed

    @property
    def touched(self) -> bool:
        return self.was != self.given


@dataclass(frozen=True)
class Clash:
    """A field that two people changed to different things."""

    label: str
    name: str  # of the field in the form
    mine: str
    theirs: str
    mine_says: str
    theirs_says: str


@dataclass(frozen=True)
class ClashingPage:
    """A page with such fields: what it shows now, and its other fields as they stand."""

    title: str
    was_name: str
    was: str
    clashes: list[Clash]
    others: list[tuple[str, str]]


@dataclass
class Outcome:
    """What became of what was sent: the paths written and not read yet, and what somebody has to choose."""

    wrote: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    clashing: list[ClashingPage] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        return bool(self.wrote or self.unread)


class Intake:
    """The long form of one record as it stands."""

    def __init__(self, case: KeptFacts):
        self.case, self.flow = case, Flow.of(case)

    @cached_property
    def groups(self) -> list[Group]:
        """Every question that was answered or is open, by subject in the questionnaire's order."""
        found: dict[str, Group] = {}
        for path in self._paths():
            try:
                block = self._block(path)
            except KeyError:
                continue
            title = capfirst(say(pages.section(self.flow.typed, path)))
            folded = bool(pages.chapter_of(path)) and path not in self.flow.left
            found.setdefault(title, Group(title, folded=folded)).blocks.append(block)
        return [
            Group(group.title, group.blocks, group.folded and not any(block.shows for block in group.blocks))
            for group in found.values()
        ]

    def _paths(self) -> Iterable[str]:
        chapters = [path for chapter in CHAPTERS for path in self.flow.chapter(chapter)]
        return dict.fromkeys([*self.flow.core, *self.flow.left, *self.flow.done, *chapters])

    def _block(self, path: str) -> Block:
        page = self.flow.page(path)
        shows = shown(self.case, form_of(page, self.flow))
        unread = path in self.case.drafts
        return Block(page, form_of(page, self.flow, shows if unread else None), shows, unread)

    @property
    def unread(self) -> list[Block]:
        return [block for group in self.groups for block in group.blocks if block.unread]

    @property
    def left(self) -> int:
        return self.flow.most_left


def form_of(page: Page, flow: Flow, typed: Typed | None = None) -> AnswerForm:
    """A page's form with names of its own, its choices as lists to open; with `typed`, what is typed in it."""
    data = None if typed is None else {f"{page.path}-{name}": text for name, text in typed.items()}
    form = AnswerForm(page, flow, data, prefix=page.path)
    for one in form.fields.values():
        if isinstance(one, PickField) and page.path != STATE:
            if isinstance(one.widget, Cards):
                one.widget = Options()
            one.choices = [("", _("Not asked yet")), *(each for each in options(one) if each[0])]
    return form


def options(one: PickField) -> list[tuple[str, str]]:
    """The choices of a field, by their keys."""
    listed: Any = one.choices
    return [(str(key), str(label)) for key, label in listed]


def shown(case: KeptFacts, form: AnswerForm) -> Typed:
    """What a page shows: what was typed and could not be read, or the answers there are."""
    return case.drafts.get(form.page.path) or dict(_stored(form))


def _stored(form: AnswerForm) -> Iterator[tuple[str, str]]:
    for name, value in form.initial.items():
        one = form.fields[name]
        listed = not isinstance(one, PickField) or str(value) in dict(options(one))
        if value not in (None, False, "") and listed:
            yield name, "on" if value is True else str(value)


# Reading what came back


class Garbled(Exception):
    """Not what our form sends."""


def sent(data: QueryDict) -> dict[str, Sent]:
    """Every block that was in the form, by its path. Raises Garbled."""
    found = {}
    for name in data:
        if not name.startswith(WAS):
            continue
        path = name.removeprefix(WAS)
        start = f"{path}-"
        given = {each.removeprefix(start): _typed(data, each) for each in data if each.startswith(start)}
        found[path] = Sent(_read_was(_typed(data, name)), {each: typed for each, typed in given.items() if typed})
    return found


def _typed(data: QueryDict, name: str) -> str:
    return str(data[name]).strip()


def _read_was(text: str) -> Typed:
    try:
        was = json.loads(text)
    except ValueError:
        raise Garbled from None
    if not isinstance(was, dict) or not all(isinstance(value, str) for value in was.values()):
        raise Garbled
    return {str(name): value.strip() for name, value in was.items() if value.strip()}


def merge(was: Mapping[str, str], given: Mapping[str, str], now: Mapping[str, str]) -> tuple[Typed, list[str]]:
    """What stands in the fields when both people's changes are kept, and the names of those that both changed, each to
    something else; there it stands as it is now."""
    merged, clashing = {}, []
    for name in dict.fromkeys([*now, *given, *was]):
        before, mine, theirs = was.get(name, ""), given.get(name, ""), now.get(name, "")
        if mine not in (before, theirs) and theirs != before:
            clashing.append(name)
        merged[name] = theirs if mine == before or name in clashing else mine
    return {name: text for name, text in merged.items() if text}, clashing


def write(case: KeptFacts, blocks: Mapping[str, Sent]) -> Outcome:
    """Write down what was changed in these blocks, in their order: an earlier answer decides what a later one means.
    The caller holds the lock and saves."""
    outcome = Outcome()
    for path, block in blocks.items():
        if block.touched:
            _write_block(case, path, block, outcome)
    return outcome


def _write_block(case: KeptFacts, path: str, block: Sent, outcome: Outcome) -> None:
    flow = Flow.of(case)
    try:
        page = flow.page(path)
    except KeyError:  # another answer took the question away
        return
    blank = form_of(page, flow)
    now = shown(case, blank)
    merged, clashing = merge(block.was, block.given, now)
    if clashing:
        outcome.clashing.append(_clashing_page(blank, block, now, clashing))
    if merged == now:
        return
    if not merged:
        if path != STATE:
            _forget(case, page)
            outcome.wrote.append(path)
        return
    form = form_of(page, flow, merged)
    if form.is_valid() and (path != STATE or form.values[STATE] in codes()):
        record(case, page, form.values)
        outcome.wrote.append(path)
    else:
        case.drafts[path] = {name: text[:LONGEST] for name, text in merged.items()}
        outcome.unread.append(path)


def _forget(case: KeptFacts, page: Page) -> None:
    """An answer that was cleared: the question is open again."""
    record(case, page, {question.path: None for question in page.questions})
    case.kept["asked"] = [path for path in case.asked if path != page.path]


def _clashing_page(form: AnswerForm, block: Sent, now: Typed, names: list[str]) -> ClashingPage:
    path = form.page.path
    clashes = [clash(form, name, block.given.get(name, ""), now.get(name, "")) for name in names]
    others = [(f"{path}-{name}", text) for name, text in now.items() if name not in names]
    return ClashingPage(say(form.page.title), WAS + path, json.dumps(now), clashes, others)


def clash(form: AnswerForm, name: str, mine: str, theirs: str) -> Clash:
    """A field of a page with what each of two people has in it, in words."""
    one = form.fields[name]
    says = dict(options(one)) if isinstance(one, PickField) else {}
    ticked = {"on": _("ticked"), "": _("not ticked")} if isinstance(one, TickField) else {"": _("empty")}
    words = {**ticked, **says}
    return Clash(
        str(one.label), f"{form.page.path}-{name}", mine, theirs, words.get(mine, mine), words.get(theirs, theirs)
    )
