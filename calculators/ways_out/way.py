"""One way out: what it leaves to collect and until when, what it does to taxes and credit, and what to know of it.

The amounts come from the same assessment as everywhere, of the facts as they would be on this way. The columns are
worked out only when somebody looks at them.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import add

from ..assessment import Assessment, LoanAssessment, assess
from ..consequences.cancelled_debt import Tax
from ..consequences.claimants import Claim
from ..consequences.income_tax import ExtraTax, extra_federal_tax
from ..consequences.liability import Verdict
from ..consequences.new_mortgage import Waiting
from ..facts import Facts, Kind
from ..law.federal import federal
from ..law.ways import Column, Family, WayKind, WaysLaw
from ..money import NOTHING, UNKNOWN, ZERO, Span
from ..statements import Statement
from ..telling import lines_of
from ..working import Line, Text
from .columns import before_sale, rule_of, statements, time_of, until_of


@dataclass(frozen=True)
class Until:
    """Until when the lender of one loan may sue for the rest, or collect what a judgment gave it."""

    loan: str
    what: str
    date: datetime.date | None  # the last day; None while the event that it counts from has none
    safe_after: datetime.date | None
    period: Text
    says: Text
    citations: tuple[str, ...]
    applies: bool | None  # None: a fact that is not known decides whether this time holds


@dataclass(frozen=True)
class WayTax:
    """What a way does to the federal tax return."""

    form_1099c: bool | None  # whether a lender will report a cancelled debt; None: depends
    cancelled: Span
    taxable: Span
    extra: Span  # federal tax that it adds
    working: tuple[Line, ...]
    needs: tuple[str, ...]


def cancelled_lines(cancelled: Span, taxable: Span) -> tuple[Line, ...]:
    """How much of a cancelled debt is taxed."""
    source = "26 U.S.C. 61(a)(11), 108"
    return (
        Line(Text("Cancelled debt"), cancelled, Text("What the lender gives up."), source),
        Line(Text("Taxable cancelled debt"), taxable, Text("Cancelled debt less what is excluded."), source, "sum"),
    )


def _in_bankruptcy(found: Tax, facts: Facts) -> WayTax:
    """The tax of a way through bankruptcy: of cancelled debt alone, for a gain on the home is taxed with it and without
    it. A form is not promised: lenders need not report a consumer debt that the court discharged.

    Source: 26 U.S.C. 108(a)(1)(A); 26 C.F.R. 1.6050P-1(d)(1).
    """
    year = found.year or facts.household.tax_year or facts.as_of.year
    added = extra_federal_tax(facts, year, found.taxable) if found.taxable.known else ExtraTax(UNKNOWN)
    discharged = any(item.in_bankruptcy for item in found.items)
    how = Text("Of cancelled debt alone. Tax on a gain from the home is the same with and without bankruptcy.")
    lines = (
        *cancelled_lines(found.cancelled_debt, found.taxable),
        *added.working,
        Line(Text("Federal tax that it adds"), added.amount, how, "26 U.S.C. 108(a)(1)(A)", "sum"),
    )
    form = None if discharged and found.form_1099c else found.form_1099c
    needs = () if found.taxable == NOTHING else (*found.needs, *added.needs)
    return WayTax(form, found.cancelled_debt, found.taxable, added.amount, lines, tuple(dict.fromkeys(needs)))


@dataclass(frozen=True)
class WayCredit:
    """What a way does to the credit report, and when each program lends again."""

    off_report_on: datetime.date | None
    waits: tuple[Waiting, ...]  # soonest first; empty where no program counts this way
    says: tuple[Statement, ...]
    needs: tuple[str, ...]


@dataclass(frozen=True)
class Way:
    """One way out, for one homeowner."""

    key: str
    available: bool | None  # None: a fact that is not known decides
    why: Text | None  # why it is not there, or on what that depends
    facts: Facts  # as they would be on this way
    counted: bool = True  # whether those facts leave something to work out; not where the home is kept
    amount: Span | None = None  # what you could have to pay, where it is not what the assessment says
    kind: Kind | None = None
    waiver_in_writing: bool | None = None
    assumes: tuple[Text, ...] = ()  # what the amounts rest on beside the facts
    lines: tuple[Line, ...] = ()  # how the amount came about, where it is not what the assessment says
    kept: Span | None = None  # what stays owed on a home that is kept
    proceeds: Span | None = None  # what is left over for the owner
    at_most: bool = False  # the assessment shows the most that could be cancelled, not what surely is
    lacks: tuple[str, ...] = ()  # facts that would settle whether it is there
    found: Assessment | None = None  # the answer on this way, where it is known already

    @property
    def told(self) -> WayKind:
        """The way in the words of its file."""
        law: WaysLaw = federal(WaysLaw)
        return law.kinds[self.key]

    @property
    def family(self) -> Family:
        return self.told.family

    @property
    def label(self) -> Text:
        return Text(self.told.label, context=f"ways.{self.key}")

    @property
    def says(self) -> Text:
        """What the way is, in one sentence."""
        return Text(self.told.says, context=f"ways.{self.key}")

    @property
    def shown(self) -> bool:
        """Whether a page shows it: still possible, as far as anybody knows, and a way of its own."""
        return self.available is not False and not self.told.aside

    @cached_property
    def assessment(self) -> Assessment | None:
        """The whole answer on this way; None for the ways that keep the home."""
        return self.found or (assess(self.facts) if self.counted else None)

    @property
    def loans(self) -> tuple[LoanAssessment, ...]:
        """What becomes of each loan, where the home is lost or was."""
        return self.assessment.loans if self.assessment else ()

    @property
    def keeps(self) -> Span | None:
        """What stays owed on the home: all of it where it is kept, otherwise the loans that the sale does not touch."""
        if self.kept is not None or self.family not in ("lose", "wait"):
            return self.kept
        staying = [each.deficiency.debt for each in self.loans if each.deficiency.stays_on_home]
        return reduce(add, staying) if staying else None

    @property
    def collectible(self) -> Span | None:
        """What you could have to pay beyond the home; None where the loans go on as they are."""
        if self.amount is not None:
            return self.amount
        return self.assessment.collectible if self.assessment else None

    @property
    def owed(self) -> Span:
        """The same as an amount: nothing where the loans go on as they are."""
        found = self.collectible
        return NOTHING if found is None else found

    @cached_property
    def working(self) -> tuple[Line, ...]:
        """How that comes about, every line of it."""
        if self.lines or self.assessment is None:
            return self.lines
        return tuple(line for each in self.assessment.loans for line in lines_of(each))

    @property
    def outcome(self) -> Verdict | None:
        """Whether the law lets anybody collect after it."""
        return self.assessment.outcome if self.assessment else None

    @property
    def depends_on(self) -> tuple[str, ...]:
        """The facts that would settle what it leaves, most useful first."""
        unknown = self.assessment.unknown if self.assessment and self.family != "sell" else ()
        return tuple(dict.fromkeys((*self.lacks, *unknown)))

    @cached_property
    def until(self) -> tuple[Until, ...]:
        """Until when they may sue or collect, loan by loan; empty where nothing may be collected."""
        if self.assessment is None or self.family not in ("lose", "wait"):
            return ()
        return tuple(Until(*each) for each in until_of(self.assessment))

    @cached_property
    def tax(self) -> WayTax | None:
        """The federal tax; None where the way changes nothing of it."""
        if self.assessment is None:
            return None
        found = self.assessment.tax
        form, cancelled, taxable, extra = found.form_1099c, found.cancelled_debt, found.taxable, found.extra.amount
        if self.family == "bankruptcy":
            return _in_bankruptcy(found, self.facts)
        if self.at_most:
            form = None if form else form
            cancelled, taxable, extra = (Span(ZERO, each.high) for each in (cancelled, taxable, extra))
        return WayTax(form, cancelled, taxable, extra, found.working, found.needs)

    @cached_property
    def credit(self) -> WayCredit:
        """The report and the way to a new mortgage."""
        says = self._column("credit")
        if self.assessment is None or self.family == "sell":  # the home is not lost
            return WayCredit(None, (), says, ())
        found = self.assessment.credit
        return WayCredit(found.off_on, found.waits, says, found.needs)

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """Who may come for what is left, and what they are known to do."""
        return self.assessment.claims if self.assessment else ()

    @cached_property
    def does(self) -> tuple[Statement, ...]:
        """What the way does, by law: first what the state's own file says of it."""
        own = before_sale(self.facts) if self.family in ("keep", "sell") else rule_of(self.facts, self.kind)
        return (*own, *self._column("does"))

    @cached_property
    def time(self) -> tuple[Statement, ...]:
        """How long it takes; empty where nobody has published it."""
        forced = time_of(self.facts, self.kind) if self.family == "lose" else ()
        return (*forced, *self._column("time"))

    @cached_property
    def needs(self) -> tuple[Statement, ...]:
        """What it needs from the lender, or of you."""
        return self._column("needs")

    @cached_property
    def risks(self) -> tuple[Statement, ...]:
        """What can go wrong."""
        return self._column("risks")

    def _column(self, column: Column) -> tuple[Statement, ...]:
        return statements(self.facts, self.key, column)
