"""Reading Form 1099-C and Form 1099-A: what each box says, what does not fit, and what to do about it.

A form is read against what is known of its debt, which may come from a case or from a few numbers that somebody gave
without one. The forms go to the IRS as well; a wrong one has to be answered, not ignored.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from ..facts import Facts
from ..groups import Form1099A, Form1099C
from ..law.federal import federal
from ..law.taxing import CancelledDebtLaw, EventCode
from ..working import Text, plain
from . import mismatches
from .mismatches import Finding, KnownOfDebt
from .outcome import LoanOutcome

EMPTY = Text("Empty")


@dataclass(frozen=True)
class Box:
    """A box of a form: its number and name, what stands in it, and what that means."""

    number: str
    name: Text
    holds: object  # an amount, a date, a Text, a letter; EMPTY where it is not filled in
    says: Text


@dataclass(frozen=True)
class Step:
    """Something to do about a form."""

    key: str
    says: Text
    citations: tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """A form in plain words."""

    form: Literal["1099-C", "1099-A"]
    says: Text
    boxes: tuple[Box, ...]
    findings: tuple[Finding, ...]  # the plainest mistakes first
    steps: tuple[Step, ...]

    def as_json(self) -> dict[str, Any]:
        """The reading as the JSON contract has it, in English."""
        return {
            "form": self.form,
            "says": str(self.says),
            "boxes": [
                {"box": each.number, "name": str(each.name), "holds": plain(each.holds), "says": str(each.says)}
                for each in self.boxes
            ],
            "findings": [
                {
                    "key": each.key,
                    "weight": each.weight,
                    "says": str(each.says),
                    "means": str(each.means),
                    "steps": list(each.steps),
                    "citations": list(each.citations),
                }
                for each in self.findings
            ],
            "steps": [
                {"key": each.key, "says": str(each.says), "citations": list(each.citations)} for each in self.steps
            ],
        }


def read_1099c(
    form: Form1099C, as_of: date, known: KnownOfDebt | None = None, other: Form1099A | None = None
) -> Reading:
    """Form 1099-C as of a day. `other` is the Form 1099-A for the same debt, where there is one."""
    findings = tuple(mismatches.of_1099c(form, as_of, known or KnownOfDebt(), other))
    wrong = sum(each.weight == "wrong" for each in findings)
    check = sum(each.weight == "check" for each in findings)
    return Reading("1099-C", _summary(wrong, check), tuple(_boxes_c(form)), findings, tuple(_steps(findings, form)))


def read_1099a(
    form: Form1099A, as_of: date, known: KnownOfDebt | None = None, other: Form1099C | None = None
) -> Reading:
    """Form 1099-A as of a day. `other` is the Form 1099-C for the same debt, where there is one."""
    findings = tuple(mismatches.of_1099a(form, as_of, known or KnownOfDebt(), other))
    wrong = sum(each.weight == "wrong" for each in findings)
    check = sum(each.weight == "check" for each in findings)
    return Reading("1099-A", _summary(wrong, check), tuple(_boxes_a(form)), findings, tuple(_steps(findings, None)))


def read_forms(facts: Facts, loans: Iterable[LoanOutcome]) -> tuple[Reading, ...]:
    """Every form that came, each against the loan that it is for."""
    outcomes = {each.loan.id: each for each in loans}
    only = next(iter(outcomes)) if len(outcomes) == 1 else None
    household = facts.household
    read = []
    for cancelled in household.forms_1099c:
        if cancelled == Form1099C(loan=cancelled.loan):
            continue  # nothing was copied from it
        outcome = outcomes.get(cancelled.loan or only or "")
        other = next((each for each in household.forms_1099a if _for_one_debt(cancelled, each, only)), None)
        known = mismatches.known_of(facts, outcome) if outcome else None
        read.append(read_1099c(cancelled, facts.as_of, known, other))
    for acquired in household.forms_1099a:
        outcome = outcomes.get(acquired.loan or only or "")
        pair = next((each for each in household.forms_1099c if _for_one_debt(each, acquired, only)), None)
        known = mismatches.known_of(facts, outcome) if outcome else None
        read.append(read_1099a(acquired, facts.as_of, known, pair))
    return tuple(read)


def _for_one_debt(cancelled: Form1099C, acquired: Form1099A, only: str | None) -> bool:
    return (cancelled.loan or only) == (acquired.loan or only) is not None


def _summary(wrong: int, check: int) -> Text:
    if wrong == 1:
        return Text("One thing on this form looks wrong.")
    if wrong:
        return Text("{count} things on this form look wrong.", {"count": wrong})
    if check == 1:
        return Text("One thing on this form is worth checking.")
    if check:
        return Text("{count} things on this form are worth checking.", {"count": check})
    return Text("Nothing on this form contradicts what you told us.")


def event_code(letter: str) -> EventCode:
    """What a letter of box 6 stands for. Raises KeyError for one that there is not."""
    law: CancelledDebtLaw = federal(CancelledDebtLaw)
    return {each.code: each for each in law.event_code}[letter]


def _boxes_c(form: Form1099C) -> Iterator[Box]:
    yield Box(
        "1",
        Text("Date of identifiable event"),
        form.event_on or EMPTY,
        Text("The day on which, by the lender's account, the debt was cancelled. Its year is the year of the income."),
    )
    yield Box(
        "2",
        Text("Amount of debt discharged"),
        EMPTY if form.discharged is None else form.discharged,
        Text("What the lender says that you no longer owe. The IRS has this number too, and expects to find it."),
    )
    yield Box(
        "3",
        Text("Interest, if included in box 2"),
        EMPTY if form.interest is None else form.interest,
        Text("The part of box 2 that is interest. Some of it may not be income."),
    )
    yield Box(
        "4",
        Text("Debt description"),
        Text("Not needed here"),
        Text("Says which debt it is, and if a home was taken, which one. See that it is yours."),
    )
    yield Box("5", Text("Personally liable"), _ticked(form.personally_liable), _liable(form.personally_liable))
    yield _box_6(form)
    yield Box(
        "7",
        Text("Fair market value of property"),
        EMPTY if form.fair_market_value is None else form.fair_market_value,
        Text(
            "What the lender says that the home was worth when it was lost. After an auction it is often just the bid."
        ),
    )


def _box_6(form: Form1099C) -> Box:
    name = Text("Identifiable event code")
    if form.code is None:
        return Box("6", name, EMPTY, Text("A letter from A to H: why the lender reports the debt as cancelled."))
    code = event_code(form.code)
    holds = Text("{letter}: {name}", {"letter": form.code, "name": Text(code.name, context=_context(code))})
    return Box("6", name, holds, Text(code.means, context=_context(code)))


def _context(code: EventCode) -> str:
    return f"cancelled_debt.event_code.{code.code}"


def _boxes_a(form: Form1099A) -> Iterator[Box]:
    yield Box(
        "1",
        Text("Date of lender's acquisition or knowledge of abandonment"),
        form.acquired_on or EMPTY,
        Text("The day on which the lender took the home, or learned that you had left it for good."),
    )
    yield Box(
        "2",
        Text("Balance of principal outstanding"),
        EMPTY if form.principal is None else form.principal,
        Text("What you owed on the loan itself, without interest and fees."),
    )
    yield Box(
        "4",
        Text("Fair market value of property"),
        EMPTY if form.fair_market_value is None else form.fair_market_value,
        Text("What the lender says that the home was worth that day. After an auction it is often just the bid."),
    )
    yield Box("5", Text("Personally liable"), _ticked(form.personally_liable), _liable(form.personally_liable))
    yield Box("6", Text("Description of property"), Text("Not needed here"), Text("Says which home it is."))


def _ticked(ticked: bool | None) -> Text:
    if ticked is None:
        return EMPTY
    return Text("Ticked") if ticked else Text("Not ticked")


def _liable(ticked: bool | None) -> Text:
    if ticked is False:
        return Text(
            "By the lender's account only the home stood for the debt, and not you. That is a nonrecourse debt."
        )
    return Text(
        "A tick says that you, and not only the home, stood for the debt. It is the lender's view, not a ruling."
    )


STEPS: dict[str, tuple[Text, tuple[str, ...]]] = {
    "answer_suit": (
        Text(
            "Do not pay or promise anything yet. If there is a lawsuit, answer it in time. Send whoever asks for money "
            "a copy of the form, and ask in writing what is still owed and why."
        ),
        ("1099c-not-proof",),
    ),
    "release": (
        Text("Ask the lender for a letter that says you owe nothing more on this debt. The form is not such a letter."),
        ("1099c-not-proof",),
    ),
    "correct": (
        Text(
            "Write to the lender. Say which box is wrong, send copies of what shows it, and ask for a corrected form. "
            "Keep the letter. You need not wait for an answer to file your taxes."
        ),
        ("1099c-wrong",),
    ),
    "appraisal": (
        Text("Get proof of what the home was worth on that day: an appraisal, or sales of similar homes nearby."),
        ("fmv-not-bid",),
    ),
    "explain": (
        Text(
            "If no corrected form comes in time, file your tax return with the right amount and a short note that says "
            "why it differs from the form."
        ),
        ("1099c-wrong",),
    ),
    "bankruptcy": (
        Text("File Form 982 with your tax return and tick line 1a. Keep the discharge order with your papers."),
        ("excl-bankruptcy",),
    ),
    "exclusions": (
        Text(
            "Before you count it as income, see whether an exclusion applies: bankruptcy, debts larger than all you "
            "own, or a debt on your main home that was forgiven in time. You claim it with Form 982."
        ),
        ("excl-bankruptcy", "excl-insolvency", "excl-qpri"),
    ),
    "interest": (
        Text("Show box 3 to whoever does your taxes: interest that you could have deducted is not income."),
        ("deductible-debt",),
    ),
    "sale": (
        Text("Work out the gain or loss on the home too. For tax, losing it counts as selling it."),
        ("foreclosure-is-sale",),
    ),
    "keep": (
        Text(
            "Do not ignore the form. Keep it with your papers, and answer every letter of the IRS by the day it names."
        ),
        ("1099c-wrong",),
    ),
    "help": (
        Text(
            "Ask for free help: a Low Income Taxpayer Clinic takes on disputes with the IRS, and the Taxpayer Advocate "
            "Service helps when the IRS does not answer."
        ),
        ("1099c-wrong",),
    ),
}  # in the order in which they are done


def _steps(findings: tuple[Finding, ...], form: Form1099C | None) -> Iterator[Step]:
    """What to do: what the findings call for, then what is good with every form."""
    wanted = {step for each in findings for step in each.steps} | {"keep"}
    if form is not None and form.personally_liable is not False and "bankruptcy" not in wanted:
        wanted.add("exclusions")
    if any(each.weight == "wrong" for each in findings):
        wanted.add("help")
    law = federal(CancelledDebtLaw)
    for key, (says, rules) in STEPS.items():
        if key in wanted:
            yield Step(key, says, tuple(dict.fromkeys(cite for rule in rules for cite in law.rule(rule).cite)))
