"""What they can take, as the answer tells it: a sentence and a figure for pay, account and home, then the working."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from calculators.charts import Growth, growth
from calculators.consequences.collection import Collection
from calculators.consequences.judgment import Year, rate_in_words
from calculators.consequences.wages import StateTake
from calculators.law.schema import Checked
from calculators.money import NOTHING, Span
from calculators.naming import CHECKED
from calculators.statements import Statement, statement
from calculators.working import Line, Text

PERIODS: dict[str | None, Text] = {
    "weekly": Text("of a week's pay"),
    "biweekly": Text("of two weeks' pay"),
    "semimonthly": Text("of half a month's pay"),
    "monthly": Text("of a month's pay"),
}
SHOWN_YEARS = (1, 2, 3, 5, 7, 10, 15, 20)


@dataclass(frozen=True)
class Part:
    """One thing that a creditor may reach for."""

    key: str  # wages, bank, home, agency
    title: Text
    figure: Span | None  # None: not said as an amount
    says: Text
    more: tuple[Text, ...] = ()
    lines: tuple[Line, ...] = ()
    notes: tuple[Text, ...] = ()
    citations: tuple[str, ...] = ()
    checked: Checked | None = None

    @property
    def how_checked(self) -> Text | None:
        return CHECKED[self.checked] if self.checked else None


@dataclass(frozen=True)
class Taking:
    """The section on collection."""

    found: Collection

    @property
    def nothing(self) -> bool:
        return self.found.nothing

    @property
    def when(self) -> Text:
        """From when on anything may be taken, or that nothing may."""
        return self.found.when

    @cached_property
    def parts(self) -> list[Part]:
        """What may be reached for, the pay first."""
        if self.nothing:
            return []
        return [each for each in (self._wages(), self._bank(), self._home(), self._agency()) if each]

    def _wages(self) -> Part:
        found = self.found.wages
        taken = self.found.open(found.per_pay_period)
        known = taken.high is not None
        return Part(
            key="wages",
            title=Text("Your pay"),
            figure=taken if known else None,
            says=self._wages_say(known, taken),
            more=tuple(self._wages_more(known)),
            lines=self.found.working if known else (),
            notes=tuple(text for state in found.states for text in (*_claims(state), *state.caveats, *state.notes)),
            citations=tuple(dict.fromkeys(cite for state in found.states for cite in state.citations)),
            checked=found.checked,
        )

    def _wages_say(self, known: bool, taken: Span) -> Text:
        states = self.found.wages.states
        if not any(state.allowed for state in states):
            return Text("{states} does not let a private creditor take pay from your employer.", _names(states))
        if not known:
            return Text("The law protects a part of every paycheck. Tell us your pay, and we work out how much.")
        if taken == NOTHING:
            return Text("At your pay they may take nothing of it.")
        period = PERIODS.get(self.found.wages.period, Text("of one paycheck"))
        return Text("At most, {period}, for a debt such as this one.", {"period": period})

    def _wages_more(self, known: bool) -> list[Text]:
        found, said = self.found.wages, []
        if found.assumed_state:
            said.append(Text("By the law of {states}. If you live somewhere else now, tell us.", _names(found.states)))
        if known and found.per_month.high:
            said.append(Text("About {amount} a month.", {"amount": self.found.open(found.per_month)}))
        after = self.found.paid_after
        if known and after and after.high is None:
            said.append(Text("That may not end the debt: the interest could be more than what is taken."))
        elif known and after and after.low is not None and after.high is not None:
            said.append(_months(after))
        return said

    def _bank(self) -> Part:
        found = self.found.bank
        taken = self.found.open(found.may_take)
        known = found.balance.known and taken.high is not None
        less = self.found.open(found.if_claimed)
        claimed = Text("If you claim what the law protects, they may take {amount}.", {"amount": less})
        return Part(
            key="bank",
            title=Text("Money in the bank"),
            figure=taken if known else None,
            says=Text("Of what is in the account now, if nobody claims a protection.")
            if known
            else Text("The bank may have to hold what is in the account, less what the law protects."),
            more=(claimed,) if known and less != taken else (),
            lines=found.working if known else (),
            notes=(*found.caveats, *found.notes),
            citations=found.citations,
            checked=found.checked,
        )

    def _home(self) -> Part | None:
        found = self.found.other_home
        if found is None:
            return None
        known = found.equity.exact
        return Part(
            key="home",
            title=Text("Another home that you own"),
            figure=self.found.open(found.reachable) if known else None,
            says=Text("A judgment can become a lien on it. This is what the lien could reach.")
            if known
            else Text("If you own one, a judgment can become a lien on it. The law of the state protects a part."),
            lines=found.working if known else (),
            notes=(*found.caveats, *found.notes),
            citations=found.citations,
            checked=found.checked,
        )

    def _agency(self) -> Part | None:
        found = self.found.administrative
        if found is None:
            return None
        taken = self.found.open(found.per_pay_period)
        return Part(
            key="agency",
            title=Text("If a federal agency owns the debt"),
            figure=taken if taken.high is not None else None,
            says=Text("An agency can take pay without a court, after a notice and the chance of a hearing."),
            lines=found.working if taken.high is not None else (),
            notes=found.offsets,
            citations=found.citations,
        )

    @property
    def other_property(self) -> list[Statement]:
        """What else a judgment reaches or leaves, in words."""
        return [statement(right, right.says, f"federal.{right.id}") for right in self.found.other_property]

    @cached_property
    def chart(self) -> Growth | None:
        """The judgment over the years, as a picture."""
        told = self.found.judgment
        return growth(told) if told else None

    @cached_property
    def years(self) -> list[Year]:
        """The judgment over the years, as a table: not every year of twenty."""
        told = self.found.judgment
        return [year for year in told.years if year.number in SHOWN_YEARS] if told and self.chart else []

    @property
    def judgment_says(self) -> Text:
        """What the picture of the judgment shows, in a sentence."""
        told = self.found.judgment
        if told is None or told.percent.high is None:
            return Text("A judgment grows by interest every year. The rate is not known yet.")
        rate = Text("A judgment grows by {rate} interest a year.", {"rate": rate_in_words(told.percent)})
        if told.entered:
            return rate
        return Text("{rate} This is how it would look if a court ruled today.", {"rate": rate})


def _names(states: tuple[StateTake, ...]) -> dict[str, object]:
    return {"states": " / ".join(dict.fromkeys(state.name for state in states))}


def _claims(state: StateTake) -> list[Text]:
    """What the worker can ask for, and what it brings."""
    values = ({"says": claim.says, "amount": claim.take} for claim in state.claims)
    return [Text("{says} Then they may take {amount}.", each) for each in values]


def _months(after: Span) -> Text:
    low, high = (round(float(end or 0) / 12, 1) for end in (after.low, after.high))
    if low == high:
        return Text("At that rate the debt would be paid in about {years} years.", {"years": f"{low:g}"})
    values = {"low": f"{low:g}", "high": f"{high:g}"}
    return Text("At that rate the debt would be paid in {low} to {high} years.", values)
