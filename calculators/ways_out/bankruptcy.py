"""Bankruptcy: chapter 7, which ends the duty to pay, and chapter 13, which pays by a plan and can keep the home."""

from __future__ import annotations

from collections.abc import Iterator

from ..assessment import Assessment
from ..consequences.liability import OPEN_CASES
from ..facts import Facts
from ..money import NOTHING, ZERO, Span
from ..working import Line, Text
from .way import Way

OPEN_CASE = Text("A bankruptcy case is open already. Ask the lawyer of that case.")
DISCHARGED = Text("A bankruptcy has ended the duty to pay already.")
GIVEN_UP = Text("The lender gave up the debt in writing. Bankruptcy would end nothing more of it, nor the tax on it.")
AS_OF_TODAY = Text("Worked out as if you had filed, and the court had discharged the debt, on {day}.")
FILED_TODAY = Text("Worked out as if you had filed on {day}.")


def bankruptcies(facts: Facts, base: Assessment | None, owed: Span, keeping: bool) -> Iterator[Way]:
    """Both chapters. `base` is the case as it stands; `owed` all debts on the home; `keeping` whether there is still a
    home to keep. A plan can keep it after a discharge too: the lien is a claim that it can pay (Johnson v. Home State
    Bank, 501 U.S. 78 (1991))."""
    closed = _closed(facts)
    for way in (_chapter_7(facts), _chapter_13(facts, base, owed, keeping)):
        saves = keeping and way.key == "chapter_13" and closed is DISCHARGED
        yield way if closed is None or saves else Way(way.key, False, closed, facts, counted=False)


def _closed(facts: Facts) -> Text | None:
    if facts.household.bankruptcy in OPEN_CASES:
        return OPEN_CASE
    if all(loan.release == "debt" for loan in facts.loans):
        return GIVEN_UP
    return DISCHARGED if all(loan.discharged_on for loan in facts.loans) else None


def _chapter_7(facts: Facts) -> Way:
    people = facts.household.model_copy(
        update={
            "bankruptcy": "discharged",
            "bankruptcy_chapter": "chapter_7",
            "bankruptcy_filed_on": facts.as_of,
            "bankruptcy_ended_on": facts.as_of,
        }
    )
    loans = tuple(
        loan if loan.release == "debt" else loan.model_copy(update={"discharged_on": facts.as_of})  # given up before
        for loan in facts.loans
    )
    there = facts.model_copy(update={"household": people, "loans": loans})
    return Way("chapter_7", True, None, there, assumes=(Text(AS_OF_TODAY.template, {"day": facts.as_of}),))


def _chapter_13(facts: Facts, base: Assessment | None, owed: Span, keeping: bool) -> Way:
    """Before the home is lost a plan keeps it, and the loans go on; afterwards a plan pays what it can."""
    people = facts.household.model_copy(update={"bankruptcy": "chapter_13", "bankruptcy_filed_on": facts.as_of})
    there = facts.model_copy(update={"household": people})
    assumes = (Text(FILED_TODAY.template, {"day": facts.as_of}),)
    if keeping:
        how = Text("The loans go on; the plan makes up what was missed.")
        line = Line(Text("Stays owed on the home"), owed, how, kind="sum")
        return Way("chapter_13", True, None, there, counted=False, assumes=assumes, lines=(line,), kept=owed)
    left = base.collectible if base else NOTHING
    under = Span(ZERO, left.high)
    how = Text("What the plan pays on it. The rest ends when the plan is done.")
    line = Line(Text("They may collect under the plan"), under, how, kind="sum")
    lines = (Line(Text("They may collect today"), left, Text("As things stand.")), line)
    return Way("chapter_13", True, None, there, amount=under, assumes=assumes, lines=lines)
