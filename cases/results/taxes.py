"""The tax part of an answer as people read it: one figure and a few sentences first, then what they rest on.

Pure: no request, no database. Page, report and the sheet for a tax preparer share these words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from calculators.assessment import Assessment
from calculators.consequences.cancelled_debt import Choice, Tax
from calculators.consequences.exclusions import RULES, Exclusion
from calculators.consequences.form_982 import BOXES, Filing
from calculators.consequences.home_sale import HomeSale
from calculators.consequences.tax_return import EXCLUSION_NAMES, Alternative, rule_text
from calculators.law.clocks import before_the_sale
from calculators.law.federal import federal
from calculators.law.tax_days import TaxDays
from calculators.money import NOTHING, UNKNOWN, Span
from calculators.questions import asking_for
from calculators.working import Line, Text

# Each sentence twice: of a home that was lost, and of one that still may be.
SOLD, AHEAD = range(2)


NOT_TOLD = "What this does to your taxes depends on how the home is lost."
NONE_CANCELLED = (
    "No debt was cancelled, so there is no tax on cancelled debt.",
    "No debt would be cancelled, so there would be no tax on cancelled debt.",
)
STILL_OWED = (
    "The lender may still ask for {amount}. Debt that you still owe is not cancelled, so it is not taxed now.",
    "The lender could still ask for {amount}. Debt that you still owe is not cancelled, so it would not be taxed.",
)
GIVEN_UP = "If the lender gives it up later, {taxable} of it may count as income of that year."
GIVEN_UP_FREE = "If the lender gives it up later, by what you told us none of it would be taxed."
CANCELLED = ("{amount} of your debt was cancelled.", "{amount} of your debt would be cancelled.")
MAY_BE_CANCELLED = (
    "For taxes, {amount} of your debt may count as cancelled.",
    "For taxes, {amount} of your debt might count as cancelled.",
)
VALUE_UNKNOWN = (
    "For taxes, a part of your debt may count as cancelled. How much depends on what the home was worth, and that is "
    "not known yet."
)
BY_THE_BID = "If it was worth the winning bid, it is {amount}."
PART_CANCELLED = "For taxes, a part of your debt may count as cancelled. How much is not known yet."
NONE_TAXED = ("By what you told us, none of it is taxed.", "By what you told us, none of it would be taxed.")
ALL_TAXED = (
    "By what you told us, all of it counts as income.",
    "By what you told us, all of it would count as income.",
)
SOME_TAXED = ("Of it, {amount} counts as income.", "Of it, {amount} would count as income.")
MAY_BE_TAXED = ("Of it, {amount} may count as income.", "Of it, {amount} might count as income.")
TAXED_UNKNOWN = "How much of it counts as income is not known yet."
GAIN_TAXED = ("Of the gain on the home, {amount} is taxed.", "Of the gain on the home, {amount} would be taxed.")
GAIN_UNKNOWN = "Whether a gain on the home is taxed is not known yet."
GAIN_AND_TAX_UNKNOWN = (
    "Whether a gain on the home is taxed too is not known yet, so nobody can tell how much tax it all adds."
)
NO_TAX = ("It adds nothing to your federal income tax.", "It would add nothing to your federal income tax.")
MORE_TAX = ("That adds {amount} to your federal income tax.", "That would add {amount} to your federal income tax.")
MAYBE_MORE_TAX = (
    "That may add {amount} to your federal income tax.",
    "That might add {amount} to your federal income tax.",
)
TAX_UNKNOWN = "How much tax that adds is not known yet."


VALUE = "property.fair_market_value"


@dataclass(frozen=True)
class ExclusionReading:
    """Why a part of the cancelled debt is not taxed."""

    found: Exclusion
    amount: Span

    @property
    def name(self) -> Text:
        return EXCLUSION_NAMES[self.found.kind]

    @property
    def says(self) -> Text:
        return rule_text(RULES[self.found.kind])

    @property
    def box(self) -> str:
        """The box of Form 982; "" where it does not go on the form."""
        return BOXES.get(self.found.kind, "")


READINGS = {
    "recourse": Text("If it counts as cancelled debt"),
    "nonrecourse": Text("If it counts as the price of the home"),
}


@dataclass(frozen=True)
class AlternativeReading:
    """One of two readings of the law."""

    found: Alternative
    cancelled: Span
    taxable: Span
    realized: Span

    @property
    def name(self) -> Text:
        return READINGS[self.found.kind]

    @property
    def says(self) -> Text:
        return Text("That is so if {says}.", {"says": self.found.says})

    @property
    def gain(self) -> Text:
        return gain_in_words(self.found.gain_or_loss)


def gain_in_words(gain: Span) -> Text:
    """A gain or a loss by its name: a loss is not a number below zero."""
    if gain == NOTHING:
        return Text("neither gain nor loss")
    if gain.high is not None and gain.high <= 0:
        return Text("a loss of {amount}", {"amount": _turned(gain)})
    if gain.low is not None and gain.low >= 0:
        return Text("a gain of {amount}", {"amount": gain})
    if gain.low is None or gain.high is None:
        return Text("not known yet")
    values = {"loss": Span.of(-gain.low), "gain": Span.of(gain.high)}
    return Text("between a loss of {loss} and a gain of {gain}", values)


def _turned(loss: Span) -> Span:
    return Span(None if loss.high is None else -loss.high, None if loss.low is None else -loss.low)


@dataclass(frozen=True)
class TaxReading:
    """The tax part of an answer."""

    assessment: Assessment

    @property
    def tax(self) -> Tax:
        return self.assessment.tax

    @property
    def sale(self) -> HomeSale:
        return self.tax.sale

    @cached_property
    def ahead(self) -> bool:
        """Whether the home is not lost yet: then everything is said as what would be."""
        return before_the_sale(self.assessment.facts)

    @cached_property
    def gain_taxed(self) -> Span:
        """What of a gain on the home is taxed."""
        return self.sale.capital_gain + self.sale.recapture

    @property
    def told(self) -> bool:
        """Whether enough is known to say anything."""
        return self.tax.cancelled_debt.known

    @property
    def matters(self) -> bool:
        """Whether there is anything beside the calm sentence that nothing was cancelled."""
        return self.told and (self.tax.cancelled_debt != NOTHING or self.gain_taxed != NOTHING or bool(self.tax.later))

    @property
    def reportable(self) -> bool:
        """Whether something goes on a tax return, so that a preparer needs to see it."""
        return self.told and bool(self.tax.reporting)

    @property
    def worksheet_helps(self) -> bool:
        """Whether the insolvency worksheet is worth filling in: debt was or may be cancelled, and not in bankruptcy."""
        kinds = {each.kind for each in self.tax.exclusions}
        later = self.tax.later is not None
        return self.told and (later or (self.tax.cancelled_debt != NOTHING and kinds != {"bankruptcy"}))

    @property
    def value_unknown(self) -> bool:
        """Whether nobody told what the home was worth: then the most that may be cancelled is all that was owed, which
        would only frighten."""
        return VALUE in self.tax.needs

    def shown(self, amount: Span) -> Span:
        """An amount as the page shows it."""
        return UNKNOWN if self.value_unknown and not amount.exact else amount

    @property
    def figure(self) -> tuple[Text, Span] | None:
        """The one figure: the extra tax, or as long as nobody can say it, the debt that may be taxed."""
        if not self.matters:
            return None
        if self.tax.extra.amount.high is not None:
            return Text("Extra federal income tax"), self.tax.extra.amount
        if self.tax.taxable.high and not self.value_unknown:
            return Text("Cancelled debt that may be taxed"), self.tax.taxable
        return None

    @cached_property
    def says(self) -> list[Text]:
        """What it comes to, in a few sentences."""
        return list(self._sentences())

    def _sentences(self) -> Iterator[Text]:
        cancelled, taxable, later = self.tax.cancelled_debt, self.tax.taxable, self.tax.later
        if not self.told:
            yield Text(NOT_TOLD)
            return
        if cancelled == NOTHING and later is not None:
            yield self._now(STILL_OWED, later.amount)
            free = later.taxable == NOTHING
            yield Text(GIVEN_UP_FREE) if free else Text(GIVEN_UP, {"taxable": later.taxable})
        elif cancelled == NOTHING:
            yield self._now(NONE_CANCELLED)
        elif self.value_unknown and not cancelled.exact:
            yield Text(VALUE_UNKNOWN)
            if self.by_the_bid is not None:
                yield Text(BY_THE_BID, {"amount": self.by_the_bid.cancelled_debt})
            return
        else:
            yield self._cancelled(cancelled)
            yield self._taxable(cancelled, taxable)
        if not self.gain_taxed.exact:
            yield Text(GAIN_UNKNOWN if cancelled == NOTHING else GAIN_AND_TAX_UNKNOWN)
        elif self.gain_taxed != NOTHING:
            yield self._now(GAIN_TAXED, self.gain_taxed)
        if self.gain_taxed.exact and (cancelled != NOTHING or self.gain_taxed != NOTHING):
            yield self._extra(self.tax.extra.amount)

    def _now(self, twice: tuple[str, str], amount: Span | None = None) -> Text:
        """A sentence as the case stands: of what happened, or of what would."""
        return Text(twice[AHEAD if self.ahead else SOLD], {} if amount is None else {"amount": amount})

    def _cancelled(self, amount: Span) -> Text:
        if amount.exact:
            return self._now(CANCELLED, amount)
        return Text(PART_CANCELLED) if amount.high is None else self._now(MAY_BE_CANCELLED, amount)

    def _taxable(self, cancelled: Span, amount: Span) -> Text:
        if amount == NOTHING:
            return self._now(NONE_TAXED)
        if amount.exact:
            return self._now(ALL_TAXED) if amount == cancelled else self._now(SOME_TAXED, amount)
        return Text(TAXED_UNKNOWN) if amount.high is None else self._now(MAY_BE_TAXED, amount)

    def _extra(self, amount: Span) -> Text:
        if amount == NOTHING:
            return self._now(NO_TAX)
        if amount.exact:
            return self._now(MORE_TAX, amount)
        return Text(TAX_UNKNOWN) if amount.high is None else self._now(MAYBE_MORE_TAX, amount)

    @property
    def form_1099c_by(self) -> date | None:
        """The day by which the lender must send Form 1099-C."""
        if self.tax.form_1099c is False or self.tax.year is None or self.tax.cancelled_debt == NOTHING or self.ahead:
            return None
        days = federal(TaxDays)
        by: date = days.falls_on(days.form_1099c, self.tax.year + 1)
        return by

    @cached_property
    def exclusions(self) -> list[ExclusionReading]:
        return [ExclusionReading(each, self.shown(each.amount)) for each in self.tax.exclusions]

    @property
    def choices(self) -> tuple[Choice, ...]:
        """Both ways to use the exclusions, once it is known which one is better."""
        found = self.tax.choices
        return found if all(each.taxable.exact for each in found) else ()

    @cached_property
    def alternatives(self) -> list[AlternativeReading]:
        """Both readings of a law that nobody has settled."""
        return [
            AlternativeReading(
                each, self.shown(each.cancelled_debt), self.shown(each.taxable), self.shown(each.amount_realized)
            )
            for each in self.tax.alternatives
            if each.kind in READINGS
        ]

    @property
    def by_the_bid(self) -> Alternative | None:
        """What follows if the bid is taken for the home's value, where that makes a difference."""
        found = (each for each in self.tax.alternatives if each.kind == "bid_is_value")
        return next((each for each in found if each.cancelled_debt != self.tax.cancelled_debt), None)

    @property
    def gain(self) -> Text:
        return gain_in_words(self.sale.gain)

    @property
    def home(self) -> Text | None:
        """What becomes of the gain or loss on the home, in a sentence."""
        gain, sale = self.sale.gain, self.sale
        if not sale.amount_realized.known:
            return None
        if gain.high is not None and gain.high < 0:
            if sale.deductible_loss != NOTHING:
                values = {"amount": sale.deductible_loss}
                return Text("Of the loss, {amount} can be deducted. The extra tax does not count that yet.", values)
            return Text("A loss on a home that you lived in does not lower your tax.")
        if self.gain_taxed == NOTHING:
            return Text("If there is a gain, none of it is taxed: the rule for a main home covers it.")
        if self.gain_taxed.exact:
            return Text("Of the gain, {amount} is taxed.", {"amount": self.gain_taxed})
        return Text("It takes what the home cost you, and how long you lived there.")

    @property
    def reporting(self) -> list[Filing]:
        """What goes on which form."""
        return [replace(each, amount=self.shown(each.amount)) for each in self.tax.reporting]

    @property
    def lines(self) -> list[Line]:
        """Every line of the working."""
        return list(self.tax.working) if self.told else []

    @cached_property
    def missing(self) -> list[Text]:
        """What is still not known, in words."""
        return [asked.about for asked in asking_for(self.assessment.facts, self.tax.needs)]

    @property
    def notes(self) -> tuple[Text, ...]:
        return self.tax.notes if self.matters else ()

    @property
    def brief(self) -> Text:
        """The first sentences in one, for a summary."""
        first, *rest = self.says
        for each in rest:
            first = Text("{one} {more}", {"one": first, "more": each})
        return first
