"""A letter as text: written from the case, or as the person changed it, with every gap marked.

What stands between brackets is a gap. So a gap is one in the text that somebody changed too, it is filled there as
soon as it is given, and whatever brackets a person types are pointed out before the letter is sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal

from django.utils.translation import gettext as _

from calculators.statements import Statement
from calculators.words import say

from .kinds import NAMED, Gap, Kind, Part, gaps
from .rules import rule
from .situation import Situation, holds

MARK = re.compile(r"\[([^\[\]\n]{1,120})\]")
SIGNATURE = "\n" * 6  # room to sign by hand
HEADS: dict[str, tuple[str, str, str]] = {  # to whom: name, address, and what tells the account
    "servicer": ("servicer_name", "servicer_address", "loan_number"),
    "collector": ("collector_name", "collector_address", "collector_number"),
    "creditor": ("creditor_name", "creditor_address", "form_account"),
    "office": ("office_name", "office_address", "case_number"),
}


@dataclass(frozen=True)
class Span:
    """Some words of a line, and whether they are a gap."""

    words: str
    gap: bool = False


Line = tuple[Span, ...]


@dataclass(frozen=True)
class Block:
    """A piece of the letter. `room` is how many empty lines more than one stand above it, for a signature; what stands
    above that room is `closing`."""

    kind: Literal["heading", "paragraph", "list"]
    lines: tuple[Line, ...]
    room: int = 0
    closing: bool = False


@dataclass(frozen=True)
class Head:
    """What stands above a letter's text: from whom, the day, and to whom."""

    sender: tuple[Line, ...]
    day: str
    to: tuple[Line, ...]
    sent: str  # "By certified mail, …"


@dataclass(frozen=True)
class Letter:
    """A letter of one kind about one loan."""

    kind: Kind
    situation: Situation
    kept: str | None = None  # the text as the person changed it
    origin: str | None = None  # what our text said then

    @property
    def to(self) -> str:
        """To whom it goes: what is left is held by whoever bought the debt, if anybody did."""
        if self.kind.to != "holder":
            return self.kind.to
        return "collector" if self.situation.conditions["collector"] else "servicer"

    @cached_property
    def ours(self) -> str:
        """Our text for the case as it stands now."""
        return "\n\n".join(self._paragraphs())

    @cached_property
    def text(self) -> str:
        """The letter's text, from its subject to its end."""
        return self.ours if self.kept is None else self._filled(self.kept)

    @property
    def changed(self) -> bool:
        """Whether the person wrote some of it."""
        return self.kept is not None

    @property
    def outdated(self) -> bool:
        """Whether our text says something else now than when the person changed it."""
        return self.origin is not None and self._filled(self.origin) != self.ours

    def _filled(self, text: str) -> str:
        """A text with the gaps filled that are known by now."""
        known = {f"[{gap.mark}]": self._value(gap.name) for gap in gaps().values()}
        return MARK.sub(lambda found: known.get(found[0]) or found[0], text)

    def _paragraphs(self) -> Iterator[str]:
        yield self._subject()
        yield _("To whom it may concern:")
        for part in self.parts:
            yield self._with_values(part.text.strip())
        yield _("Sincerely,") + SIGNATURE + self._or_mark("your_name")
        if self.kind.enclose:
            yield _("Enclosures")

    def _subject(self) -> str:
        lines = [_("Re: {subject}").format(subject=self.kind.subject)]
        number = self._or_mark(HEADS[self.to][2])
        if self.to == "office":
            lines += [self._or_mark("court_name"), _("Case number: {number}").format(number=number)]
        else:
            home = ", ".join(self._or_mark("property_address").splitlines())
            account = _("Loan number: {number}") if self.to == "servicer" else _("Account number: {number}")
            lines += [account.format(number=number), _("Property: {address}").format(address=home)]
        return "\n".join(lines)

    @cached_property
    def parts(self) -> list[Part]:
        """The parts of the file that hold in this case."""
        return [part for part in self.kind.part if holds(part.when, self.situation.conditions)]

    def _with_values(self, template: str) -> str:
        return NAMED.sub(lambda found: self._or_mark(found[1]), template)

    def _or_mark(self, name: str) -> str:
        """What is known under a name, or the mark of the gap. Raises KeyError for a name that nobody knows."""
        value = self._value(name)
        return value if value else f"[{gaps()[name].mark}]"

    def _value(self, name: str) -> str:
        """What the person gave, or what the case knows; empty where neither does."""
        typed = self.situation.given.get(name)
        gap = gaps().get(name)
        if typed and gap is not None:
            return _drawn(gap, typed)
        return _said(self.situation.values.get(name))

    # Above the text

    @cached_property
    def head(self) -> Head:
        name, address, _number = HEADS[self.to]
        phone = self._value("your_phone")
        sender = [self._or_mark("your_name"), *self._or_mark("your_address").splitlines(), *([phone] if phone else [])]
        sent = _("By certified mail, return receipt requested") if self.kind.certified else ""
        to = [self._or_mark(name), *self._or_mark(address).splitlines()]
        return Head(tuple(map(spans, sender)), say(self.situation.day), tuple(map(spans, to)), sent)

    @property
    def title(self) -> str:
        """What the file is called inside: nothing of it tells where the letter was made."""
        return self.kind.subject

    # What is open

    @cached_property
    def blocks(self) -> list[Block]:
        """The text in pieces."""
        found = list(blocks(self.text))
        below = [*(block.room > 0 for block in found[1:]), False]
        return [replace(block, closing=signed) for block, signed in zip(found, below, strict=True)]

    @cached_property
    def whole(self) -> str:
        """The whole letter as plain text."""
        head = self.head
        above = [plain(head.sender), head.day, plain(head.to), head.sent]
        return "\n\n".join([part for part in above if part] + [self.text])

    @cached_property
    def open_marks(self) -> list[str]:
        """Every gap that is left, each once, in the order of the letter."""
        return list(dict.fromkeys(MARK.findall(self.whole)))

    @cached_property
    def gaps(self) -> list[Gap]:
        """The gaps that this letter can have, for the form: those of its head, then those of its text."""
        used = {"your_name", "your_address", "your_phone", "day", *HEADS[self.to]}
        used |= {"court_name"} if self.to == "office" else {"property_address"}
        if self.kind.duty:
            used |= {duty.counted_from for duty in self.kind.duty}
        for part in self.parts:
            used |= set(NAMED.findall(part.text))
        used |= {gap.name for gap in gaps().values() if gap.mark in self.open_marks}
        return [gap for gap in gaps().values() if gap.name in used]

    @cached_property
    def rules(self) -> list[Statement]:
        """The rules on which this letter rests, each once."""
        names = dict.fromkeys([name for part in self.parts for name in part.law] + list(self.kind.law))
        return [rule(name, self.situation) for name in names]


def blocks(text: str) -> Iterator[Block]:
    """A plain text in pieces: empty lines part them, lines that begin with "- " are a list, and the first piece is the
    heading if it begins with the word that ours do."""
    opening = _("Re: {subject}").partition("{")[0].strip()
    first, room = True, 0
    for chunk in re.split(r"\n[ \t]*\n", text.strip("\n")):
        lines = [line.strip() for line in chunk.split("\n") if line.strip()]
        if not lines:
            room += 1
            continue
        heading = first and lines[0].startswith(opening)
        for kind, members in _runs(lines):
            yield Block("heading" if heading else kind, tuple(spans(line) for line in members), room)
            room = 0
        first = False


def _runs(lines: Iterable[str]) -> Iterator[tuple[Literal["paragraph", "list"], list[str]]]:
    """Lines of a kind that follow one another."""
    found: list[tuple[Literal["paragraph", "list"], list[str]]] = []
    for line in lines:
        kind: Literal["paragraph", "list"] = "list" if line.startswith("- ") else "paragraph"
        if not found or found[-1][0] != kind:
            found.append((kind, []))
        found[-1][1].append(line.removeprefix("- ").strip() if kind == "list" else line)
    yield from found


def plain(lines: Iterable[Line]) -> str:
    """Lines without marks."""
    return "\n".join("".join(span.words for span in line) for line in lines)


def spans(line: str) -> Line:
    """A line, its gaps apart from its words."""
    found, at = [], 0
    for mark in MARK.finditer(line):
        found += [Span(line[at : mark.start()]), Span(mark[0], gap=True)]
        at = mark.end()
    return tuple(span for span in (*found, Span(line[at:])) if span.words)


def _said(value: object) -> str:
    """A value of the case in words: several become lines of a list."""
    if isinstance(value, tuple):
        return "\n".join(f"- {say(each)}" for each in value)
    return say(value)


def _drawn(gap: Gap, typed: str) -> str:
    """What the person gave, as it stands in the letter."""
    if gap.kind == "date":
        return say(date.fromisoformat(typed))
    if gap.kind == "money":
        return say(Decimal(typed))
    if gap.kind == "list":
        return "\n".join(f"- {line.removeprefix('- ')}" for line in typed.splitlines())
    return typed


def fits(kind: Kind, situation: Situation) -> str | None:
    """Why a letter fits the case; None where it does not."""
    if against(kind, situation):
        return None
    return next((each.why for each in kind.fit if holds(each.when, situation.conditions)), None)


def against(kind: Kind, situation: Situation) -> str | None:
    """Why a letter should not be sent in this case; None where nothing speaks against it."""
    return next((each.why for each in kind.against if holds(each.when, situation.conditions)), None)
