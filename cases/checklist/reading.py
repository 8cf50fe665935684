"""A checklist as people read it, on the screen and on paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby

from calculators.checklist import WHOM, Paper, Warned, Whom, checklist, grounds
from calculators.facts import Facts, states_of
from calculators.helping.reading import StateHelpReading
from calculators.law.checklist import Asked, Chosen
from calculators.questions import asking_for
from calculators.statements import CHECKED
from calculators.working import Text

from ..results.reading import Reading
from .ticks import Ticks

ASK = {
    "lender": Text("Ask the lender or servicer"),
    "counselor": Text("Ask a housing counselor"),
    "lawyer": Text("Ask a lawyer or legal aid"),
    "tax": Text("Ask your tax preparer"),
}
BRING = {"counselor": Text("counselor"), "lawyer": Text("lawyer"), "tax": Text("tax preparer")}
MOST_TOLD = 4  # of the facts that a paper would settle


def _words(row: Chosen, part: str, words: str) -> Text:
    return Text(words, context=f"checklist.{row.id}.{part}")


@dataclass(frozen=True)
class Law:
    """The law behind a row: what to cite, where to read it, and how it was checked."""

    citations: tuple[str, ...]
    address: str
    checked: Text


def law_of(row: Chosen) -> list[Law]:
    return [Law(fact.cite, fact.official_url, CHECKED[fact.checked]) for fact in grounds(row)]


@dataclass(frozen=True)
class PaperReading:
    """A paper to gather, and whether the person has it."""

    facts: Facts
    paper: Paper
    tick: str  # have, unneeded, or "" while it is open

    @property
    def id(self) -> str:
        return self.paper.document.id

    @property
    def name(self) -> Text:
        return _words(self.paper.document, "name", self.paper.document.name)

    @property
    def why(self) -> Text:
        return _words(self.paper.document, "why", self.paper.document.why)

    @property
    def where(self) -> Text:
        return _words(self.paper.document, "where", self.paper.document.where)

    @property
    def bring(self) -> list[Text]:
        return [BRING[each] for each in self.paper.document.bring]

    @cached_property
    def settles(self) -> list[Text]:
        """What is not known yet and stands in this paper."""
        return [asked.about for asked in asking_for(self.facts, self.paper.settles)][:MOST_TOLD]

    @property
    def law(self) -> list[Law]:
        return law_of(self.paper.document)


@dataclass(frozen=True)
class PaperGroup:
    """Papers that are used together."""

    title: Text
    papers: list[PaperReading]


@dataclass(frozen=True)
class AskedReading:
    """A question to ask."""

    row: Asked

    @property
    def asks(self) -> Text:
        return _words(self.row, "asks", self.row.asks)


@dataclass(frozen=True)
class Asking:
    """What to ask one helper."""

    whom: Whom
    questions: list[AskedReading]
    open_points: tuple[Text, ...]  # what the law leaves open in this case

    @property
    def title(self) -> Text:
        return ASK[self.whom]


@dataclass(frozen=True)
class MistakeReading:
    """A mistake to avoid."""

    warned: Warned

    @property
    def title(self) -> Text:
        return self._says("title", self.warned.mistake.title)

    @property
    def says(self) -> Text:
        return self._says("says", self.warned.mistake.says)

    @property
    def instead(self) -> Text:
        return self._says("instead", self.warned.mistake.instead)

    @property
    def by(self) -> date | None:
        return self.warned.by

    @property
    def law(self) -> list[Law]:
        """The law behind it; where a clock of the case names the day, the state's own."""
        clock = self.warned.clock
        if clock and clock.citations:
            return [Law(clock.citations, "", Text(""))]
        return law_of(self.warned.mistake)

    def _says(self, part: str, words: str) -> Text:
        return _words(self.warned.mistake, part, words)


class ChecklistReading:
    """The checklist of a case, with what is ticked off."""

    def __init__(self, reading: Reading, ticks: Ticks):
        self.reading = reading
        self.found = checklist(reading.assessment)
        self.papers = [
            PaperReading(reading.facts, paper, ticks.get(paper.document.id, "")) for paper in self.found.papers
        ]

    @cached_property
    def groups(self) -> list[PaperGroup]:
        grouped = groupby(self.papers, key=lambda each: each.paper.group)
        return [PaperGroup(Text(group.title, context=f"checklist.{group.id}"), list(each)) for group, each in grouped]

    @property
    def needed(self) -> int:
        """How many papers the case needs, without those that the person does not."""
        return len(self.papers) - self.unneeded

    @property
    def unneeded(self) -> int:
        return self._ticked("unneeded")

    @property
    def have(self) -> int:
        return self._ticked("have")

    def _ticked(self, word: str) -> int:
        return sum(each.tick == word for each in self.papers)

    @property
    def asking(self) -> list[Asking]:
        """What to ask whom; whom there is nothing to ask is left out."""
        points = {"lawyer": self.found.open_points}
        asked = [(whom, [AskedReading(row) for row in self.found.questions[whom]]) for whom in WHOM]
        return [Asking(whom, rows, points.get(whom, ())) for whom, rows in asked if rows or points.get(whom)]

    @property
    def mistakes(self) -> list[MistakeReading]:
        return [MistakeReading(each) for each in self.found.mistakes]

    @property
    def help(self) -> list[StateHelpReading]:
        """Where to find help: in the state of the home, and where the person lives or works now."""
        return [StateHelpReading(code) for code in states_of(self.reading.facts)]
