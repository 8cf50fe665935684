"""A Form 1099-C or 1099-A of a case as people read it: what does not fit, what to do, and what to write.

Pure: no request, no database. Page and report share these words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from calculators.assessment import Assessment
from calculators.consequences.information_return import Reading, Step
from calculators.consequences.mismatches import Finding
from calculators.working import Text

WEIGHTS = {"wrong": Text("Looks wrong"), "check": Text("Worth checking"), "note": Text("Good to know")}
ASK = Text(
    "Please look into this. Send a corrected form to me and to the IRS, or tell me in writing why you think that it is "
    "right."
)
# What does not fit, as the person may write it to the lender.
WRITE = {
    "not_yours": Text("The form names me, and I did not owe this debt."),
    "guarantor": Text("I only guaranteed this debt. I did not borrow the money."),
    "no_bankruptcy": Text("Box 6 says bankruptcy, and no bankruptcy court discharged this debt."),
    "discharged": Text("A bankruptcy court discharged this debt. I enclose the order."),
    "not_yet": Text("The day in box 1 is still to come."),
    "still_collected": Text("The form says that the debt is cancelled, and I am still asked to pay it."),
    "wrong_year": Text("Box 1 and the year of the form do not go together."),
    "other_year": Text("The debt was cancelled in another year than the form says."),
    "before_the_loss": Text("Box 1 is a day before the home was lost."),
    "too_much": Text("Box 2 is more than what was left of the debt. I enclose my figures."),
    "below_the_value": Text("Box 2 does not count what the home was worth."),
    "interest_above": Text("Box 3 is more than box 2."),
    "value_too_low": Text("The home was worth more than the form says. I enclose proof of its value on that day."),
    "two_values": Text("Form 1099-C and Form 1099-A give the home two values."),
    "acquired_day": Text("The day on Form 1099-A is not the day on which the home was lost."),
    "principal": Text("Box 2 of Form 1099-A is more than what was owed. I enclose my figures."),
}


@dataclass(frozen=True)
class FormReading:
    """One form."""

    found: Reading

    @property
    def name(self) -> Text:
        return Text("Your Form {form}", {"form": self.found.form})

    @cached_property
    def findings(self) -> list[tuple[Text, Finding]]:
        """What stands out, each with how much it weighs in a word or two."""
        return [(WEIGHTS[each.weight], each) for each in self.found.findings]

    @cached_property
    def steps(self) -> list[tuple[Step, tuple[str, ...]]]:
        """What to do, each step with the law that was not cited above it."""
        return list(self._steps())

    def _steps(self) -> Iterator[tuple[Step, tuple[str, ...]]]:
        cited = {each for finding in self.found.findings for each in finding.citations}
        for step in self.found.steps:
            yield step, tuple(each for each in step.citations if each not in cited)
            cited.update(step.citations)

    @cached_property
    def letter(self) -> list[Text]:
        """What to write to the lender, in a few sentences; nothing where no box needs to be corrected."""
        wrong = [WRITE[each.key] for each in self.found.findings if each.weight != "note" and each.key in WRITE]
        return [*wrong, ASK] if wrong else []


def forms_1099(assessment: Assessment) -> list[FormReading]:
    """Every form of a case that somebody copied a box of."""
    return [FormReading(each) for each in assessment.forms_1099]
