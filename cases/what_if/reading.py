"""What the page "What if" says: now and then side by side, what is kept, what matters most, what an auction may bring.

Pure: no request, no database. What it returns holds Text, never drawn words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from calculators.assessment import LoanAssessment, loan_name
from calculators.charts import Waterfall, waterfall
from calculators.decisive import Decisive, decisive
from calculators.facts import FORECLOSURES, PRICED, BadFacts, Facts, lookup
from calculators.law.auction_prices import AuctionPrices, Discount, Study
from calculators.law.federal import federal
from calculators.money import Span, cents
from calculators.naming import LOSSES, Tag
from calculators.questions import Question, question
from calculators.telling import lines_of
from calculators.ways_out.losing import BY_THE_FIRST
from calculators.what_if import Moves, Supposed, by_the_first, changes, difference, moves_of, what_if
from calculators.working import Line, Text

from ..questionnaire.pages import page_of
from ..results.tags import tag_of
from .forms import query
from .scenarios import Scenario

MOST_TOLD = 5
READ = {
    "primary": Text("We read its summary."),
    "secondary": Text("We read of it elsewhere."),
    "weak": Text("We found one report of it."),
}


@dataclass(frozen=True)
class Row:
    """One amount, now and then."""

    label: Text
    now: Span
    then: Span

    @property
    def difference(self) -> Text | None:
        """None where one of them is not known."""
        return None if _untold(self.now) or _untold(self.then) else difference(self.now, self.then)


def _untold(span: Span) -> bool:
    """Whether nothing is known of an amount."""
    return span.high is None and not span.low


@dataclass(frozen=True)
class LoanPictures:
    """One loan's pictures, now and then."""

    name: Text
    now: Waterfall | None
    then: Waterfall | None


@dataclass(frozen=True)
class WhatIfReading:
    """The case as it stands beside the case as it is moved."""

    now: Supposed
    then: Supposed
    moves: Moves

    @property
    def moved(self) -> bool:
        return self.moves.percent is not None or self.now.assessment.facts != self.then.assessment.facts

    @property
    def headline(self) -> Text:
        return self.then.assessment.headline

    @property
    def tag(self) -> Tag:
        return tag_of(self.then.assessment.main)

    @property
    def settlement(self) -> Text | None:
        """What the settlement asks for, in a sentence."""
        if self.then.percent is None:
            return None
        values = {"percent": f"{self.then.percent.normalize():f}", "pays": self.then.pays}
        if self.then.pays.high is None:
            return Text("What {percent}% of it comes to is not known yet.", values)
        return Text("Settled for {percent}% in writing, you would pay {pays}. The rest would be given up.", values)

    @property
    def difference(self) -> Text:
        """What changes, in words."""
        change = {"difference": difference(self.now.pays, self.then.pays)}
        if self.then.percent is not None:
            return Text("What you would pay: {difference}.", change)
        return Text("What they may collect: {difference}.", change)

    @property
    def brief(self) -> Text:
        """The whole in one line."""
        if _untold(self.then.pays):
            return Text("What they may collect is not known yet.")
        if not self.moved:
            return Text("They may collect {amount}.", {"amount": self.now.pays})
        words = {"amount": self.then.pays, "difference": difference(self.now.pays, self.then.pays)}
        if self.then.percent is not None:
            return Text("You would pay {amount}: {difference}.", words)
        return Text("They may collect {amount}: {difference}.", words)

    @cached_property
    def rows(self) -> list[Row]:
        found = [Row(Text("They may collect"), self.now.collectible, self.then.collectible)]
        if self.then.percent is not None:
            found.append(Row(Text("You would pay in the settlement"), self.now.pays, self.then.pays))
        found.append(Row(Text("Federal tax it may add"), self.now.tax, self.then.tax))
        if all(each.exact for each in (self.now.pays, self.then.pays, self.now.tax, self.then.tax)):
            found.append(Row(Text("Both together"), self.now.pays + self.now.tax, self.then.pays + self.then.tax))
        return found

    @property
    def assumes(self) -> Text | None:
        """What is taken as usual, where the case does not say."""
        return BY_THE_FIRST if by_the_first(self.now.assessment.facts, self.then.assessment.facts) else None

    @property
    def handed_over(self) -> bool:
        """Whether there is no sale, so that no price counts."""
        kind = self.then.assessment.facts.disposition.kind
        return kind is not None and kind not in PRICED and self.moves.price is not None

    @cached_property
    def pictures(self) -> list[LoanPictures]:
        """For each loan that either side has a picture of, the one that the answer leads with first."""
        before = {each.loan.id: each for each in self.now.assessment.loans}
        main = self.then.assessment.main
        others = [each for each in self.then.assessment.loans if each is not main]
        found = [self._pictures(before[each.loan.id], each) for each in (main, *others)]
        return [each for each in found if each.now or each.then]

    def _pictures(self, now: LoanAssessment, then: LoanAssessment) -> LoanPictures:
        name = loan_name(self.then.assessment.facts, then.loan)
        return LoanPictures(name, _named("now", waterfall(now)), _named("then", waterfall(then)))

    @cached_property
    def lines(self) -> list[Line]:
        """How the amount of the loan that the answer leads with comes about."""
        return lines_of(self.then.assessment.main)

    @cached_property
    def auction(self) -> Auction | None:
        """What the research makes of the home's value; None where no auction is looked at, or its price is known."""
        facts = self.then.assessment.facts
        known = self.now.assessment.facts.disposition.sale_price is not None
        at_auction = facts.disposition.kind in FORECLOSURES and facts.disposition.kind in PRICED
        return Auction(self.moves) if at_auction and not known else None


def _named(side: str, chart: Waterfall | None) -> Waterfall | None:
    """The picture under a name of its own: two of one loan stand on the page."""
    return replace(chart, name=f"{side}-{chart.name}") if chart else None


@dataclass(frozen=True)
class Auction:
    """What an auction may bring, by published research."""

    moves: Moves

    @property
    def law(self) -> AuctionPrices:
        law: AuctionPrices = federal(AuctionPrices)
        return law

    @property
    def likely(self) -> Discount:
        return self.law.likely

    @property
    def range(self) -> Span | None:
        """The range in dollars, from the home's value; None where that is not known."""
        value = self.moves.value
        return None if value is None else Span(_less(value, self.likely.high), _less(value, self.likely.low))

    @property
    def middle(self) -> Decimal | None:
        return None if self.moves.value is None else _less(self.moves.value, self.likely.middle)

    @property
    def address(self) -> str:
        """The page with the middle of the range as the price."""
        return query(replace(self.moves, price=self.middle))

    @property
    def says(self) -> Text:
        return Text(self.likely.says, context="auction_prices.likely")

    @property
    def cautions(self) -> list[Text]:
        return [Text(each.says, context=f"auction_prices.{each.id}") for each in self.law.caution]

    @property
    def studies(self) -> list[StudyReading]:
        return [StudyReading(each) for each in self.law.study]


def _less(value: Decimal, percent: Decimal) -> Decimal:
    """A value less some percent of it, to the hundred dollars: the figures are no finer."""
    return cents((value * (100 - percent) / 10_000).quantize(Decimal(1)) * 100)


@dataclass(frozen=True)
class StudyReading:
    """One publication."""

    study: Study

    @property
    def says(self) -> Text:
        return Text(self.study.says, context=f"auction_prices.{self.study.id}")

    @property
    def limits(self) -> Text:
        return Text(self.study.limits, context=f"auction_prices.{self.study.id}.limits")

    @property
    def where(self) -> Text:
        values = {
            "place": Text(self.study.place, context=f"auction_prices.{self.study.id}.place"),
            "period": Text(self.study.period, context=f"auction_prices.{self.study.id}.period"),
        }
        return Text("{place}: {period}.", values)

    @property
    def read(self) -> Text:
        return READ[self.study.checked]


# What matters most


@dataclass(frozen=True)
class Telling:
    """An unknown fact, with the page that asks for it."""

    found: Decisive

    @property
    def page(self) -> str:
        return page_of(self.found.question.path)


@dataclass(frozen=True)
class Unknowns:
    """The unknown facts that could narrow or move the answer, each page of questions once."""

    facts: Facts

    @cached_property
    def _all(self) -> list[Telling]:
        told: dict[str, Telling] = {}
        for each in decisive(self.facts):
            telling = Telling(each)
            told.setdefault(telling.page, telling)
        return list(told.values())

    @property
    def told(self) -> list[Telling]:
        return [each for each in self._all if not each.found.rare][:MOST_TOLD]

    @property
    def rare(self) -> list[Telling]:
        return [each for each in self._all if each.found.rare]


# What is kept, and what would be changed


@dataclass(frozen=True)
class KeptReading:
    """A scenario as it comes out on the case's answers of today."""

    scenario: Scenario
    now: Supposed
    base: Moves

    @property
    def moves(self) -> Moves:
        return self.scenario.moves(self.base)

    @property
    def address(self) -> str:
        return query(self.moves)

    @property
    def words(self) -> list[Text]:
        return words_of(self.moves.differing(self.base))

    @cached_property
    def then(self) -> Supposed | None:
        """None where it does not go with the answers any more."""
        try:
            return what_if(self.now.assessment.facts, self.moves)
        except BadFacts:
            return None

    @property
    def difference(self) -> Text | None:
        return difference(self.now.pays, self.then.pays) if self.then else None


def kept_readings(now: Supposed, scenarios: Iterable[Scenario]) -> list[KeptReading]:
    """The scenarios beside the case as it stands."""
    base = moves_of(now.assessment.facts)
    return [KeptReading(each, now, base) for each in scenarios]


WORDS = {
    "price": (Text("sold for {amount}"), Text("price not known")),
    "value": (Text("worth {amount}"), Text("value not known")),
    "costs": (Text("costs of {amount}"), Text("costs not known")),
}
WAIVERS = {
    True: Text("the rest given up in writing"),
    False: Text("nothing given up in writing"),
    None: Text("not known whether anything is given up in writing"),
}


def words_of(moved: dict[str, object]) -> list[Text]:
    """What is moved, in a few words each."""
    return list(_words(moved))


def _words(moved: dict[str, object]) -> Iterator[Text]:
    for name, value in moved.items():
        match name, value:
            case "kind", None:
                yield Text("way not known")
            case "kind", _:
                yield next(words for kind, words in LOSSES.items() if kind == value)
            case "waiver", bool() | None:
                yield WAIVERS[value]
            case "percent", Decimal():
                yield Text("settled for {percent}%", {"percent": f"{value.normalize():f}"})
            case _ if name in WORDS:
                known, unknown = WORDS[name]
                yield unknown if value is None else replace(known, values={"amount": value})


@dataclass(frozen=True)
class Change:
    """An answer of the case that would be replaced."""

    question: Question
    before: object
    after: object


def answers_changed(facts: Facts, moves: Moves) -> list[Change]:
    """What "make these my answers" would write, question by question."""
    return list(_changed(facts, changes(facts, moves)))


def _changed(facts: Facts, found: dict[str, object]) -> Iterable[Change]:
    for path, value in found.items():
        if path.endswith("waiver_in_writing"):  # a shorthand of the release, which each loan is asked for
            continue
        asked = question(facts, path)
        yield Change(asked, _label(asked, lookup(facts, path)), _label(asked, value))


def _label(asked: Question, value: object) -> object:
    if value is None:
        return Text("I don't know")
    return next((choice.label for choice in asked.choices if choice.value == value), value)
