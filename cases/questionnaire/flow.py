"""Which question comes next, and how many are left.

First what every case needs, in a fixed order; a step that an earlier answer makes idle falls out. Then what the engine
says could still change the answer in this state, most decisive first. A deciding answer that is not given yet counts as
any of its choices: so the number of questions left is the most there can be, and answering only lowers it (a second
loan, which has questions of its own, is the one thing that raises it).
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils import timezone

from calculators.assessment import Assessment, assess, check
from calculators.consequences.claimants import dated_programs
from calculators.facts import FORECLOSURES, PRICED, VOLUNTARY, BadFacts, read_facts
from calculators.facts import Facts as TypedFacts
from calculators.law.clocks import before_the_sale
from calculators.law.schema import Chapter
from calculators.questions import chapter_questions, lies_ahead, open_questions, question

from ..models import KeptFacts
from . import pages, paths
from .pages import AMOUNTS, COURT_PAPERS, KIND, SECOND_LOAN, STAGE, STATE, Page
from .paths import Facts

PRICE = "disposition.sale_price"
LOST = ("sold", "sued", "judgment")


@dataclass(frozen=True)
class Step:
    """A page that a case needs, at these stages and for these ways of losing the home (empty: all). What only some
    states' rules ask about a loan is not here: the engine names it there. `dated` is a loan's day, where its program
    too asks for it."""

    path: str
    stages: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    dated: bool = False


FIRST = (
    Step(STATE),
    Step(STAGE),
    Step("property.sale_scheduled_on", stages=("sale_set",)),
    Step(COURT_PAPERS, stages=("behind", "sale_set", "sold", "sued")),
    Step(KIND),
    Step("disposition.date", stages=LOST),
    Step("disposition.foreclosing_lien", kinds=FORECLOSURES),
    Step(SECOND_LOAN),
)
EACH_LOAN = (
    Step("purpose"),
    Step(AMOUNTS),
    Step("program"),
    Step("originated_on", dated=True),
    Step("obligor"),
    Step("release", kinds=VOLUNTARY),
    Step("judgment_on", stages=("judgment",)),
)
THEN = (
    Step(PRICE, stages=LOST, kinds=PRICED),
    Step("disposition.selling_costs", stages=LOST, kinds=("short_sale",)),
    Step("property.fair_market_value"),
    Step("property.occupancy"),
    Step("household.bankruptcy"),
)
# Asked of each loan already; the engine knows the same thing by a shorthand for the whole case.
SHORTHANDS = {
    "disposition.waiver_in_writing": "release",
    "disposition.claim_filed_on": "claim_filed_on",
    "disposition.judgment_on": "judgment_on",
}
# They can be told only of a way that is chosen; after the answer they are still offered.
OF_THE_WAY = ("disposition.foreclosing_lien", "disposition.waiver_in_writing")


class NoAnswer(Exception):
    """A case has no answer yet. `to` names the page that leads to one; every page of a case sends its reader there."""

    def __init__(self, to: str):
        self.to = to
        super().__init__(to)


class Flow:
    """The questionnaire of one case as it stands."""

    def __init__(self, facts: Facts, asked: list[str], today: date | None = None):
        self.facts, self.asked = facts, asked
        self.today = today or timezone.localdate()

    @classmethod
    def of(cls, case: KeptFacts) -> "Flow":
        return cls(case.facts, case.asked)

    @cached_property
    def typed(self) -> TypedFacts | None:
        """The facts as the engine reads them; None before the state is known."""
        return read_facts(self.facts, self.today) if self.facts.get("state") else None

    def page(self, path: str) -> Page:
        """The page at an address. Raises KeyError where there is none."""
        return pages.page(self.typed, path)

    def is_done(self, path: str) -> bool:
        """Whether a page has its answer, be it "I don't know"."""
        return path in self.asked or path in self._known

    @cached_property
    def _known(self) -> set[str]:
        known = {pages.page_of(path) for path in paths.known(self.facts)}
        return known | ({SECOND_LOAN} if pages.value(self.facts, SECOND_LOAN) is not None else set())

    @cached_property
    def core(self) -> list[str]:
        """The pages that every case like this one needs."""
        if self.typed is None:
            return [STATE]
        each_loan = [(f"loans.{loan.id}.", step) for loan in self.typed.loans for step in EACH_LOAN]
        steps = [*(("", step) for step in FIRST), *each_loan, *(("", step) for step in THEN)]
        return [f"{loan}{step.path}" for loan, step in steps if self._fits(step, loan)]

    def _fits(self, step: Step, loan: str) -> bool:
        """Whether a step belongs to this case: by what is told, or while it may be told yet. Whoever does not know the
        stage is asked for all of them; whoever does not know the way, what the engine names."""
        stage = paths.get(self.facts, STAGE)
        return (
            (not step.stages or stage is None or stage in step.stages)
            and (not step.kinds or self._may_be(KIND, step.kinds))
            and (not step.dated or self._may_be(f"{loan}program", dated_programs()))
        )

    def _may_be(self, path: str, wanted: Collection[str]) -> bool:
        told = paths.get(self.facts, path)
        return path not in self.asked if told is None else told in wanted

    @cached_property
    def left(self) -> list[str]:
        """The pages that are still to be answered, in order."""
        core = [path for path in self.core if not self.is_done(path)]
        return list(dict.fromkeys([*core, *self._open()]))

    @cached_property
    def most_left(self) -> int:
        """How many questions can still come. While the way of losing the home is not told, it may be any; what each way
        asks of its own counts."""
        if self.typed is None or KIND in self.asked or paths.get(self.facts, KIND) is not None:
            return len(self.left)
        ways = (paths.put(self.facts, KIND, choice.value) for choice in question(self.typed, KIND).choices)
        return max(len(self.left), *(1 + len(Flow(way, self.asked, self.today).left) for way in ways))

    def chapter(self, name: Chapter) -> list[str]:
        """The pages that are still to be answered to make one consequence exact."""
        if self.assessed is None:
            return []
        wanted = dict.fromkeys(pages.page_of(each.path) for each in chapter_questions(self.assessed, name))
        return [path for path in wanted if not self.is_done(path)]

    @cached_property
    def assessed(self) -> Assessment | None:
        """What these answers come to; None before the state is known. Raises BadFacts as `assess` does."""
        return assess(self.typed) if self.typed else None

    @cached_property
    def answer(self) -> Assessment:
        """What these answers come to, for a page that needs it. Raises NoAnswer."""
        try:
            found = self.assessed
        except BadFacts:  # they contradict one another: the list shows where
            raise NoAnswer("questionnaire:check") from None
        if found is None:
            raise NoAnswer("questionnaire:next")
        return found

    def _open(self) -> Iterator[str]:
        """What this state's rules still need."""
        if self.typed is None:
            return
        for each in open_questions(self.typed):
            path = pages.page_of(each.path)
            idle = lies_ahead(self.typed, each.path) or self._of_no_way_yet(each.path)
            if not (idle or self.is_done(path) or self._asked_of_each_loan(path)):
                yield path

    def _of_no_way_yet(self, path: str) -> bool:
        """Whether this asks about the way the home is lost, of somebody who still has it and does not know the way."""
        unknown = KIND in self.asked and paths.get(self.facts, KIND) is None
        return path in OF_THE_WAY and unknown and self.typed is not None and before_the_sale(self.typed)

    def _asked_of_each_loan(self, path: str) -> bool:
        name = SHORTHANDS.get(path)
        return name is not None and all(
            f"loans.{loan}.{name}" in self.core or self.is_done(f"loans.{loan}.{name}")
            for loan in paths.loans_of(self.facts)
        )

    @cached_property
    def done(self) -> list[str]:
        """The pages that have an answer: those that were asked, in that order, then what came from elsewhere."""
        return [path for path in dict.fromkeys([*self.asked, *sorted(self._known)]) if self._exists(path)]

    def _exists(self, path: str) -> bool:
        try:
            self.page(path)
        except KeyError:
            return False
        return True

    def before(self, path: str) -> str | None:
        """The page that was answered before this one."""
        place = self.done.index(path) if path in self.done else len(self.done)
        return self.done[place - 1] if place else None


def record(case: KeptFacts, page: Page, values: Facts) -> None:
    """Write down the answers of a page, given by path (None: "I don't know"), and that it was asked.

    What stood under a fact that this state does not have any more (a way of losing the home) is asked anew.
    """
    second_loan = case.kept.setdefault("aside", {})
    facts = case.facts
    for path, value in values.items():
        facts = pages.with_value(facts, path, value)
    facts = _with_second_loan(case.facts, facts, second_loan)
    asked = [*dict.fromkeys([*case.asked, page.path])]
    for path in no_longer_fitting(facts):
        facts = paths.put(facts, path, None)
        asked = [each for each in asked if each != path]
    case.kept |= {"facts": facts, "asked": asked}
    case.drafts.pop(page.path, None)


def no_longer_fitting(facts: Facts) -> list[str]:
    """Facts that the law of this state has no place for."""
    try:
        check(read_facts(facts, timezone.localdate()))
    except BadFacts as error:
        return [fault.field for fault in error.faults]
    return []


def _with_second_loan(before: Facts, after: Facts, aside: dict[str, Facts]) -> Facts:
    """Loans that an answer takes away are put aside, and stand again as they were if it is changed back."""
    old, new = paths.loans_of(before), paths.loans_of(after)
    aside |= {name: loan for name, loan in old.items() if name not in new}
    if not any(name in aside for name in new if name not in old):
        return after
    return {**after, "loans": [aside.pop(name, loan) if name not in old else loan for name, loan in new.items()]}
