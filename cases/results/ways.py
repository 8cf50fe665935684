"""The ways out as people read them: what makes the difference first, then every way with its figures and words.

Pure: no request, no database. Page and paper share these words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from calculators.assessment import loan_name
from calculators.consequences.new_mortgage import Waiting, length
from calculators.law.ways import Family
from calculators.money import NOTHING, Span
from calculators.questions import Question
from calculators.statements import Statement
from calculators.telling import lines_of
from calculators.ways_chart import Row, WaysChart, ways_chart
from calculators.ways_out import Comparison, Difference, Until, Way
from calculators.working import Line, Text

from .asking import asked

FAMILIES: dict[Family, Text] = {  # in the order in which they are shown
    "keep": Text("Keep the home"),
    "sell": Text("Sell the home and pay the loan"),
    "lose": Text("Let the home go"),
    "wait": Text("As things stand"),
    "settle": Text("Settle what is left"),
    "bankruptcy": Text("Bankruptcy"),
}
COLUMNS: dict[str, Text] = {  # each is a property of WayReading
    "collect": Text("They may collect"),
    "until": Text("Until"),
    "tax": Text("Federal tax"),
    "off_report": Text("Off your credit report"),
    "mortgage": Text("A new mortgage"),
    "time": Text("Time it takes"),
}
IN_SHORT = ("collect", "until", "tax")
NOT_KNOWN = Text("not known yet")
TOLD_ELSEWHERE = Text("see “Time and credit”")  # a fold on the page, a list on paper
NONE = Text("–")
COSTS = "disposition.selling_costs"
# No published source gives one usual cost of selling: those that we found say from five to ten percent of the price.
BEFORE_COSTS = Text("The low end is before the costs of selling, which are not known yet.")
MOST_DIFFERENCES, MOST_QUESTIONS, MOST_OF_ONE = 3, 4, 6
ANYBODY = ("fha", "fannie", "freddie")  # programs that do not ask for service in the forces or a home in the country
CLOSELY = 3  # so many ways stand side by side on a desk
ROOM = 90  # letters that a cell can hold and still be scanned


@dataclass(frozen=True)
class Cell:
    """What a way says in one column, in short lines."""

    column: str
    label: Text
    lines: list[Text]

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say: a card leaves the line out."""
        return self.lines == [NONE]


@dataclass(frozen=True)
class WayReading:
    """One way out, with its words. `without` is the same way with nothing in writing, where this one has a waiver."""

    way: Way
    without: Way | None = None

    @property
    def key(self) -> str:
        return self.way.key

    @property
    def label(self) -> Text:
        return self.way.label

    @cached_property
    def remarks(self) -> list[Text]:
        """What the way is, and what its figures rest on."""
        return [self.way.says, *self.way.assumes]

    @property
    def collect(self) -> list[Text]:
        """What may be collected, what a waiver takes off it, what stays owed on a home that is kept, and what is left
        over for the owner."""
        amount, kept = self.way.collectible, self.way.keeps
        if amount is not None:
            found = [_amount(amount)]
        else:
            found = [NOT_KNOWN if self.way.family == "sell" else Text("the loan goes on")]
        if amount is not None and amount.low and not amount.exact and COSTS in self.way.depends_on:
            found.append(BEFORE_COSTS)
        if saved := self._saved:
            found.append(Text("{amount} less than with nothing in writing.", {"amount": saved}))
        if kept is not None and _amount(kept) is not NOT_KNOWN:
            found.append(Text("You go on owing {amount}.", {"amount": kept}))
        if self.way.proceeds is not None and self.way.proceeds != NOTHING:
            found.append(Text("Left over for you: {amount}.", {"amount": _amount(self.way.proceeds)}))
        return found

    @property
    def _saved(self) -> Span | None:
        """How much less may be collected than without the waiver, where that can be said."""
        if self.without is None or self.way.owed != NOTHING:
            return None
        return self.without.owed if self.without.owed.high else None

    @cached_property
    def until(self) -> list[Text]:
        """Until when, loan by loan."""
        nothing = self.way.collectible in (None, NOTHING)
        ends = [] if nothing else [(each, _end(each, self.way.facts.as_of)) for each in self.way.until]
        if len({str(end) for _, end in ends}) <= 1:
            return [end for _, end in ends[:1]] or [NONE]
        facts = self.way.facts
        names = [loan_name(facts, facts.loan(each.loan)) for each, _ in ends]
        return [
            Text("{end}, for {loan}", {"end": end, "loan": name}) for name, (_, end) in zip(names, ends, strict=True)
        ]

    @property
    def tax(self) -> list[Text]:
        """The federal tax that it adds."""
        return [NONE if self.way.tax is None else _amount(self.way.tax.extra)]

    @property
    def off_report(self) -> list[Text]:
        """When the loan must be off the credit report: the day, or the latest that it can be."""
        found, credit = self.way.assessment, self.way.credit
        if credit.off_report_on:
            return [Text("{day}", {"day": credit.off_report_on})]
        latest = [item.no_later_than for item in found.credit.items if item.no_later_than] if found else []
        if latest:
            return [Text("{day} at the latest", {"day": max(latest)})]
        return [credit.says[0].says if credit.says else NOT_KNOWN if found else NONE]

    @cached_property
    def mortgage(self) -> list[Text]:
        """The program that lends again first, of those that lend to anybody."""
        known = [wait for wait in self.way.credit.waits if _when(wait) is not NOT_KNOWN]
        if not known:
            return [NOT_KNOWN if self.way.credit.waits else NONE]
        first = min([wait for wait in known if wait.program in ANYBODY] or known, key=_soonness)
        return [Text("{when} ({program})", {"when": _when(first), "program": first.name})]

    @property
    def waits(self) -> list[tuple[Waiting, Text]]:
        """Every program's wait and how long it is, soonest first."""
        return [(wait, _when(wait)) for wait in sorted(self.way.credit.waits, key=_soonness)]

    @cached_property
    def time(self) -> list[Text]:
        """How long it takes: the shorter of what is told of it."""
        return [min((each.says for each in self.way.time), key=lambda says: len(str(says)), default=NOT_KNOWN)]

    def cell(self, column: str, room: int = 999) -> Cell:
        """What the way says in a column; a line that has more letters than there is room for stands
        under "Time and credit"."""
        lines: list[Text] = getattr(self, column)
        return Cell(column, COLUMNS[column], [line if len(str(line)) <= room else TOLD_ELSEWHERE for line in lines])

    @cached_property
    def questions(self) -> list[Question]:
        """What would settle its figures: the amount first, then credit and tax."""
        tax = self.way.tax.needs if self.way.tax else ()
        return asked(self.way.facts, (*self.way.depends_on, *self.way.credit.needs, *tax))[:MOST_OF_ONE]

    @cached_property
    def workings(self) -> list[tuple[Text | None, Sequence[Line]]]:
        """How what may be collected came about: of several loans each under its name."""
        way, many = self.way, len(self.way.facts.loans) > 1
        if way.lines or not many:
            return [(None, way.working)] if way.working else []
        return [(loan_name(way.facts, each.loan), lines_of(each)) for each in way.loans]

    @property
    def takes(self) -> bool:
        """Whether anything is told of time and credit."""
        return bool(self.way.time or self.waits or self.way.credit.says)

    @property
    def tax_lines(self) -> tuple[Line, ...]:
        return self.way.tax.working if self.way.tax else ()

    @property
    def row(self) -> Row | None:
        """The way in the picture; None where the loan goes on."""
        amount, tax = self.way.collectible, self.way.tax
        told = tax is not None and (tax.extra.low or tax.extra.high)
        if amount is None:
            return None
        return Row(self.label, amount, tax.extra if tax and told else None, self.way.keeps or NOTHING)


@dataclass(frozen=True)
class FamilyReading:
    """Ways of one kind."""

    key: Family
    title: Text
    ways: list[WayReading]

    @cached_property
    def columns(self) -> dict[str, Text]:
        """The columns in which any of them says something: the first always, the others not where nothing is known."""
        told = [key for key in COLUMNS if key == "collect" or not (self._all(key, NONE) or key in self.not_known)]
        return {key: COLUMNS[key] for key in told}

    @cached_property
    def not_known(self) -> dict[str, Text]:
        """The columns of which nothing is known for any of them: said once, below the table."""
        return {key: label for key, label in COLUMNS.items() if key != "collect" and self._all(key, NOT_KNOWN)}

    def _all(self, key: str, line: Text) -> bool:
        return all(way.cell(key).lines == [line] for way in self.ways)

    @property
    def rows(self) -> list[tuple[WayReading, list[Cell]]]:
        return [(way, [way.cell(column, ROOM) for column in self.columns]) for way in self.ways]

    @property
    def needs(self) -> list[Shared]:
        """What the ways need, each sentence once: for paper, where nothing folds."""
        return self._shared({way.key: way.way.needs for way in self.ways})

    @property
    def risks(self) -> list[Shared]:
        """What can go wrong, each sentence once."""
        return self._shared({way.key: way.way.risks for way in self.ways})

    @property
    def takes(self) -> list[Shared]:
        """What is told of time and credit, each sentence once."""
        return self._shared({way.key: (*way.way.time, *way.way.credit.says) for way in self.ways})

    def _shared(self, told: dict[str, tuple[Statement, ...]]) -> list[Shared]:
        each_once = {str(each.says): each for statements in told.values() for each in statements}
        found = []
        for words, each in each_once.items():
            of = [way.label for way in self.ways if any(str(one.says) == words for one in told[way.key])]
            found.append(Shared(each.says, each.citations, [] if len(of) == len(self.ways) else of))
        return found

    @property
    def width(self) -> int:
        """How many columns a row has, the one with the way's name among them."""
        return len(self.columns) + 1

    @property
    def why(self) -> Text | None:
        """Whether they are open at all, where that is the same for all of them."""
        found = {str(each.way.why): each.way.why for each in self.ways}
        return self.ways[0].way.why if len(found) == 1 else None


@dataclass(frozen=True)
class Shared:
    """A sentence, and the ways of a family for which it holds; no labels where that is all of them."""

    says: Text
    citations: tuple[str, ...]
    labels: list[Text]


@dataclass(frozen=True)
class Closed:
    """Ways that are not open, for one reason."""

    why: Text
    labels: list[Text]


@dataclass(frozen=True)
class WaysReading:
    """The comparison, ready to be drawn; `chosen` names the ways to be seen closely."""

    comparison: Comparison
    chosen: Sequence[str] = ()

    @cached_property
    def ways(self) -> list[WayReading]:
        """Every way that may be open, in the order of the families."""
        order, found = list(FAMILIES), self.comparison.by_key
        shown = sorted(self.comparison.shown, key=lambda way: order.index(way.family))
        without = {way.key: found.get(way.key.removesuffix("_waived")) for way in shown if way.waiver_in_writing}
        return [WayReading(way, without.get(way.key)) for way in shown]

    @cached_property
    def families(self) -> list[FamilyReading]:
        found = [
            FamilyReading(key, title, [each for each in self.ways if each.way.family == key])
            for key, title in FAMILIES.items()
        ]
        return [family for family in found if family.ways]

    @cached_property
    def differences(self) -> list[Difference]:
        """What makes the difference; one of which no amount is known says nothing yet."""
        return [each for each in self.comparison.differences if each.amount is None or each.at_stake]

    @property
    def brief(self) -> list[Difference]:
        """What the answer tells of them."""
        return self.differences[:2]

    @property
    def first(self) -> list[Difference]:
        """What the page opens with."""
        return self.differences[:MOST_DIFFERENCES]

    @property
    def further(self) -> list[Difference]:
        return self.differences[MOST_DIFFERENCES:]

    @property
    def order(self) -> Text:
        """Why they stand in their order."""
        return self.comparison.order

    @cached_property
    def ticked(self) -> list[str]:
        """The ways that were ticked, as far as they are there."""
        return [way.key for way in self.ways if way.key in self.chosen]

    @cached_property
    def picked(self) -> list[WayReading]:
        """The ways to be seen closely; none where fewer than two were ticked."""
        found = [way for way in self.ways if way.key in self.ticked]
        return found[:CLOSELY] if len(found) > 1 else []

    @property
    def closely(self) -> list[tuple[Text, list[tuple[WayReading, Cell]]]]:
        """The ways that were picked, a column at a time."""
        return [(label, [(way, way.cell(column)) for way in self.picked]) for column, label in COLUMNS.items()]

    @property
    def left_out(self) -> bool:
        """Whether more were ticked than can stand side by side."""
        return len(self.ticked) > CLOSELY

    @property
    def can_pick(self) -> bool:
        return len(self.ways) > 2

    @cached_property
    def chart(self) -> WaysChart | None:
        rows = [way.row for way in self.picked or self.ways]
        return ways_chart([row for row in rows if row is not None])

    @cached_property
    def questions(self) -> list[Question]:
        """What would make most of the figures exact: first for the differences."""
        paths = [path for each in self.comparison.differences for path in each.needs]
        paths += [path for each in self.ways for path in each.way.depends_on]
        return asked(self.comparison.facts, paths)[:MOST_QUESTIONS]

    @property
    def short(self) -> list[tuple[WayReading, list[Cell]]]:
        """Every way in a few columns."""
        return [(way, [way.cell(column) for column in IN_SHORT]) for way in self.ways]

    @property
    def worked(self) -> list[tuple[list[Text], list[Line]]]:
        """The lines of every amount, those that several ways share once: for paper, where nothing opens."""
        found: dict[tuple[str, ...], tuple[list[Text], list[Line]]] = {}
        for way in self.ways:
            for name, all_lines in way.workings if way.way.owed != NOTHING else ():
                lines = [line for line in all_lines if _counts(line)]
                label = Text("{way}: {loan}", {"way": way.label, "loan": name}) if name else way.label
                if len(lines) > 1:
                    same = tuple(f"{line.label} {line.amount} {line.how}" for line in lines)
                    found.setdefault(same, ([], lines))[0].append(label)
        return list(found.values())

    @cached_property
    def closed(self) -> list[Closed]:
        """The ways that are not open, by their reasons."""
        return list(self._closed())

    def _closed(self) -> Iterator[Closed]:
        shut = [way for way in self.comparison.ways if way.available is False and not way.told.aside]
        for why in dict.fromkeys(str(way.why) for way in shut):
            same = [way for way in shut if str(way.why) == why]
            yield Closed(same[0].why or NONE, [way.label for way in same])


def _amount(span: Span) -> Text:
    """An amount in a cell; one of which nothing is known says so."""
    return NOT_KNOWN if span.high is None and not span.low else Text("{amount}", {"amount": span})


def _counts(line: Line) -> bool:
    """Whether a line of a working adds something: neither zero nor unknown, and no rule of which one will decide."""
    known = line.amount.low or line.amount.high is not None
    return bool(known) and line.kind != "either" and (line.kind != "part" or line.amount != NOTHING)


def _end(each: Until, today: date) -> Text:
    """The day until which they may, or the time that they have. A day that is over is no promise that the claim is."""
    if each.date is not None and (each.safe_after or each.date) < today:
        return Text("perhaps over since {day}", {"day": each.date})
    end = Text("{day}", {"day": each.date}) if each.date else each.period
    if each.what == "limitation" and not each.date:
        end = Text("{period} to sue on the loan", {"period": each.period})
    return Text("perhaps {end}", {"end": end}) if each.applies is None else end


def _when(wait: Waiting) -> Text:
    if wait.over:
        return Text("no wait any more")
    if wait.until:
        return Text("from {day}", {"day": wait.until})
    if wait.not_before:
        return Text("not before {day}", {"day": wait.not_before})
    return Text("after {length}", {"length": length(wait.rule.months)}) if wait.rule and wait.rule.months else NOT_KNOWN


def _soonness(wait: Waiting) -> tuple[bool, bool, int]:
    """No wait, then by day, then by length; what is not known last."""
    if day := wait.until or wait.not_before:
        return not wait.over, False, day.toordinal()
    months = wait.rule.months if wait.rule else None
    return not wait.over, months is None, months or 0
