"""The ways out as people read them: what makes the difference first, then every way with its figures and words.

Pure: no request, no database. Page and paper share these words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from calculators.assessment import loan_name
from calculators.consequences.new_mortgage import Waiting, length
from calculators.law.ways import Family
from calculators.money import NOTHING, Span
from calculators.questions import Question
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
NOT_KNOWN = Text("not known yet")
NONE = Text("–")
MOST_QUESTIONS, MOST_OF_ONE = 4, 6
ANYBODY = ("fha", "fannie", "freddie")  # programs that do not ask for service in the forces or a home in the country
CLOSELY = 3  # so many ways stand side by side on a desk
LONGEST = 90  # letters of a sentence that a narrow cell can hold


@dataclass(frozen=True)
class WayReading:
    """One way out, with its words."""

    way: Way

    @property
    def key(self) -> str:
        return self.way.key

    @property
    def label(self) -> Text:
        return self.way.label

    @property
    def remarks(self) -> list[Text]:
        """What the way is, and what its figures rest on."""
        return [self.way.says, *self.way.assumes]

    @property
    def collect(self) -> Text:
        """What may be collected, in the width of a cell."""
        amount = self.way.collectible
        return Text("the loan goes on") if amount is None else _amount(amount)

    @property
    def beside(self) -> list[Text]:
        """What stays owed on a home that is kept, and what is left over for the owner."""
        found = []
        if self.way.keeps is not None:
            found.append(Text("You go on owing {amount}.", {"amount": _amount(self.way.keeps)}))
        if self.way.proceeds is not None and self.way.proceeds != NOTHING:
            found.append(Text("Left over for you: {amount}.", {"amount": _amount(self.way.proceeds)}))
        return found

    @cached_property
    def until(self) -> list[Text]:
        """Until when, loan by loan."""
        if self.way.collectible in (None, NOTHING):
            return [NONE]
        ends = [self._until(each) for each in self.way.until]
        return ends or [NOT_KNOWN]

    def _until(self, each: Until) -> Text:
        end = Text("{day}", {"day": each.date}) if each.date else each.period
        if each.what == "limitation" and not each.date:
            end = Text("{period} to sue on the loan", {"period": each.period})
        if each.applies is None:
            end = Text("perhaps {end}", {"end": end})
        if len(self.way.facts.loans) == 1:
            return end
        loan = loan_name(self.way.facts, self.way.facts.loan(each.loan))
        return Text("{end}, for {loan}", {"end": end, "loan": loan})

    @property
    def tax(self) -> Text:
        """The federal tax that it adds."""
        return NONE if self.way.tax is None else _amount(self.way.tax.extra)

    @property
    def off_report(self) -> Text:
        """When the loan must be off the credit report: the day, or the latest that it can be."""
        if self.way.assessment is None:
            return NONE
        if day := self.way.credit.off_report_on:
            return Text("{day}", {"day": day})
        latest = [item.no_later_than for item in self.way.assessment.credit.items if item.no_later_than]
        return Text("{day} at the latest", {"day": max(latest)}) if latest else NOT_KNOWN

    @cached_property
    def mortgage(self) -> Text:
        """The program that lends again first, of those that lend to anybody."""
        known = [wait for wait in self.way.credit.waits if wait.over or wait.until or (wait.rule and wait.rule.months)]
        if not known:
            return NOT_KNOWN if self.way.credit.waits else NONE
        first = min([wait for wait in known if wait.program in ANYBODY] or known, key=_soonness)
        return Text("{when} ({program})", {"when": _when(first), "program": first.name})

    @property
    def waits(self) -> list[tuple[Waiting, Text]]:
        """Every program's wait and how long it is, soonest first."""
        return [(wait, _when(wait)) for wait in sorted(self.way.credit.waits, key=_soonness)]

    @cached_property
    def time(self) -> Text:
        """How long it takes, where that fits a cell."""
        if not self.way.time:
            return NOT_KNOWN
        first = self.way.time[0].says
        return first if len(str(first)) <= LONGEST else Text("see below")

    @cached_property
    def questions(self) -> list[Question]:
        """What would settle its figures: the amount first, then credit and tax."""
        tax = self.way.tax.needs if self.way.tax else ()
        return asked(self.way.facts, (*self.way.depends_on, *self.way.credit.needs, *tax))[:MOST_OF_ONE]

    @property
    def lines(self) -> tuple[Line, ...]:
        """How what may be collected came about."""
        return self.way.working

    @property
    def tax_lines(self) -> tuple[Line, ...]:
        return self.way.tax.working if self.way.tax else ()

    @property
    def row(self) -> Row | None:
        """The way in the picture; None where the loan goes on."""
        amount, tax = self.way.collectible, self.way.tax
        told = tax is not None and (tax.extra.low or tax.extra.high)
        return None if amount is None else Row(self.label, amount, tax.extra if tax and told else None)


@dataclass(frozen=True)
class FamilyReading:
    """Ways of one kind."""

    key: Family
    title: Text
    ways: list[WayReading]

    @property
    def why(self) -> Text | None:
        """Whether they are open at all, where that is the same for all of them."""
        found = {str(each.way.why): each.way.why for each in self.ways}
        return self.ways[0].way.why if len(found) == 1 else None


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
        order = list(FAMILIES)
        return [WayReading(way) for way in sorted(self.comparison.shown, key=lambda way: order.index(way.family))]

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
        """The first of them."""
        return self.differences[:2]

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


def _when(wait: Waiting) -> Text:
    if wait.over:
        return Text("no wait any more")
    if wait.until:
        return Text("from {day}", {"day": wait.until})
    return Text("after {length}", {"length": length(wait.rule.months)}) if wait.rule and wait.rule.months else NOT_KNOWN


def _soonness(wait: Waiting) -> tuple[bool, bool, int]:
    """No wait, then by day, then by length; what is not known last."""
    if wait.until:
        return not wait.over, False, wait.until.toordinal()
    months = wait.rule.months if wait.rule else None
    return not wait.over, months is None, months or 0
