"""The differences for somebody whose home is lost: what is left, who may come for it, and until when."""

from __future__ import annotations

from collections.abc import Iterator

from ..assessment import Assessment, LoanAssessment, loan_name
from ..facts import FORECLOSURES
from ..law.conditions import standings
from ..law.federal import federal
from ..law.settlement import SettlementLaw
from ..money import NOTHING, ZERO, Span
from ..negotiating import Budget, plan
from ..statements import statement
from ..working import Line, Text
from .ahead import GOVERNMENT, chapter_7, gap, government, lender
from .columns import junior_rule, named, said, sued
from .differences import Case, Difference, amount_of, worth
from .way import Way

ENDS = {
    "limitation": Text(
        "As far as we can tell, the time to sue for {amount} on {loan} ends on {day}. A payment or a new promise in "
        "writing can start it again."
    ),
    "judgment_life": Text("The judgment of {amount} on {loan} can be collected until {day}, unless it is renewed."),
}
WINDOW = Text(
    "The lender has until {day} to go to court for {amount} on {loan}. If it does not, it can no longer collect that."
)


OVER = {
    "judgment_life": Text(
        "The judgment of {amount} on {loan} may be over: by our count its time ended on {day}, unless it was renewed. "
        "Pay nothing and promise nothing before somebody has checked that."
    ),
}
LATE = Text(
    "The time to go to court for {amount} on {loan} may be over: by our count it ended on {day}, unless the lender "
    "went to court before. Pay nothing and promise nothing before somebody has checked that."
)


def lost(case: Case) -> Iterator[Difference]:
    """What differs once the home is lost; those of the same worth in this order."""
    way = case.open("wait")
    if way is None or way.assessment is None:
        return
    yield from _suit(way, way.assessment)
    yield from _late(case, way.assessment)
    yield from _second_loan(case, way, way.assessment)
    yield from _insurer(way, way.assessment)
    yield from _nothing_left(case, way, way.assessment)
    yield from _until(case, way, way.assessment)
    yield from _settlement(case, way)
    if worth(way.owed) and case.open("chapter_7"):
        yield chapter_7(case, way)


def _suit(way: Way, found: Assessment) -> Iterator[Difference]:
    """A lawsuit that waits for an answer."""
    for each in sued(found):
        day = next((clock.date for clock in each.deadlines if clock.what == "answer" and clock.state == "open"), None)
        owed = each.deficiency.collectible
        values: dict[str, object] = {"amount": amount_of(owed), "gap": amount_of(each.deficiency.gross)}
        values["when"] = Text("by {day}", {"day": day}) if day else Text("by the day on the summons")
        text = "Answer the lawsuit {when}. Whoever does not answer can lose {amount} without being heard."
        if owed == NOTHING:
            text = "Answer the lawsuit {when}, and say that the law bars it. Without an answer a court can still give "
            text += "the lender {gap}."
        because = (_open_to(each),) if owed != NOTHING else ()
        statements = (named("answer-in-time"), named("no-answer"))
        stake = worth(owed if owed != NOTHING else each.deficiency.gross)
        lines = (*each.deficiency.working, *each.deficiency.limits)
        yield Difference("suit", Text(text, values), ("wait",), stake, lines, because, statements, by=day, urgent=True)


def _open_to(each: LoanAssessment) -> Text:
    """How the law stands to a suit."""
    decider = each.liability.decider
    return decider.says if decider else each.headline


def _late(case: Case, found: Assessment) -> Iterator[Difference]:
    """A time of the lender's that is over, where nobody has said if it acted in it. A payment can start it again."""
    for each in found.loans:
        clock = plan(found, Budget(), each.loan.id).late
        owed = each.deficiency.collectible
        if clock is None or owed == NOTHING or each.deficiency.stays_on_home:
            continue
        text = OVER.get(clock.what, LATE)
        values = {"amount": amount_of(owed), "loan": loan_name(case.facts, each.loan), "day": clock.date}
        statements = (named("part-payment-revival"), named("time-barred-suit"))
        line = Line(Text("They may collect"), owed, clock.says, "; ".join(clock.citations), "sum")
        keys = tuple(key for key in ("wait", "settle_lump", "settle_payments") if case.open(key))
        yield Difference(
            "late", Text(text.template, values), keys, worth(owed), (line,), (clock.says,), statements, urgent=True
        )


def _second_loan(case: Case, way: Way, found: Assessment) -> Iterator[Difference]:
    """A second loan whose lien the first lender's foreclosure ended."""
    for each in found.loans:
        left = each.deficiency
        below = case.facts.disposition.kind in FORECLOSURES and standings(case.facts, each.loan) == {"below"}
        if each.loan.lien != "junior" or left.collectible == NOTHING or not below:
            continue
        text = "The foreclosure ended the lien of {loan}, not the debt: its lender may still collect {amount}."
        if each.liability.possible != ("allowed",):
            text = "The foreclosure ended the lien of {loan}. The debt can be left: its lender may collect {amount}."
        values = {"loan": loan_name(case.facts, each.loan), "amount": amount_of(left.collectible)}
        because = (_open_to(each),)
        statements = (junior_rule(case.facts),)
        lines = (*left.working, *left.limits)
        needs = tuple(dict.fromkeys((*each.liability.depends_on, *left.needs)))
        yield Difference(
            "second_loan", Text(text, values), ("wait",), worth(left.collectible), lines, because, statements, needs
        )


def _insurer(way: Way, found: Assessment) -> Iterator[Difference]:
    """The mortgage insurer, which may come in the lender's place."""
    for claim in found.claims:
        each = next(each for each in found.loans if each.loan.id == claim.loan)
        owed = each.deficiency.collectible
        if claim.who != "mortgage_insurer" or owed == NOTHING:
            continue
        text = "The mortgage insurer may come for {amount} in the lender’s place, once it has paid the lender. It has "
        text += "no more rights than the lender had."
        because = (Text("A release from the lender alone may not bind the insurer: both must sign, or be bound."),)
        practices = tuple(named(practice.id) for practice in claim.practices)
        lines = (*each.deficiency.working, *each.deficiency.limits)
        keys = ("wait", "settle_lump", "settle_payments")
        yield Difference(
            "insurer", Text(text, {"amount": amount_of(owed)}), keys, worth(owed), lines, because, practices
        )


def _nothing_left(case: Case, way: Way, found: Assessment) -> Iterator[Difference]:
    """Nothing may be collected: the law bars it, or the debt is settled and what is left is tax."""
    if way.collectible != NOTHING or gap(way) == NOTHING:
        return
    tax = way.tax
    released = any("written-release" in (d.id for d in each.liability.deciders) for each in found.loans)
    if not released or tax is None or tax.form_1099c is False:
        text = (
            "In {state} {lender} cannot collect what is left from you: {amount}. Ask a lawyer before you pay or sign."
        )
        if not all(each.liability.flat for each in found.loans):
            text = "In {state}, by the law we found, {lender} cannot collect what is left from you: {amount}. Ask a "
            text += "lawyer before you pay or sign."
        left = gap(way)
        values = {"amount": amount_of(left), "state": found.state_name, "lender": lender(case)}
        federal_debt = government([way])
        because = (GOVERNMENT,) if federal_debt else ()
        says = Text(text, values)
        yield Difference("protected", says, ("wait",), worth(left), way.working, because, federal_debt)
        return
    told = {"cancelled": tax.cancelled, "extra": tax.extra}
    text = (
        "The debt is settled: nothing more may be collected. What was given up, {cancelled}, counts as cancelled debt"
    )
    if tax.extra == NOTHING:
        text += ". By these numbers it adds no federal tax."
    elif tax.extra.high is None:
        text += ". How much federal tax that adds is not known yet."
    else:
        text += " and adds {extra} of federal tax."
    because = (Text("Check Form 1099-C against the agreement. Form 982 can keep an amount out of your income."),)
    added = worth(tax.extra) if tax.extra.high is not None else None
    yield Difference("settled", Text(text, told), ("wait",), added, tax.working, because, needs=tax.needs)


def _until(case: Case, way: Way, found: Assessment) -> Iterator[Difference]:
    """The day on which a claim ends, loan by loan."""
    for until in way.until:
        if until.date is None or until.applies is False or until.date < case.facts.as_of:
            continue
        each = next(each for each in found.loans if each.loan.id == until.loan)
        template = ENDS.get(until.what, WINDOW)
        amount = each.deficiency.collectible
        values = {"amount": amount_of(amount), "loan": loan_name(case.facts, each.loan), "day": until.date}
        because = [until.says]
        if until.safe_after:
            because.append(Text("Count it as over only after {day}.", {"day": until.safe_after}))
        line = Line(Text("They may collect"), amount, found.headline, "; ".join(until.citations), "sum")
        yield Difference("until", Text(template.template, values), ("wait",), worth(amount), (line,), tuple(because))


def _settlement(case: Case, way: Way) -> Iterator[Difference]:
    """What a settlement would end, and for what."""
    settled = case.open("settle_lump")
    if settled is None or settled.available is not True or not worth(way.owed):  # not now: see the plan to settle
        return
    if settled.collectible is None or way.collectible is None:
        return
    law = federal(SettlementLaw)
    bottom = statement(law.bottom_line, law.bottom_line.says, "settlement.bottom_line")
    statements = (said("settle-paper"), said("waiver-tax"), bottom)
    keys = ("wait", "settle_lump", "settle_payments")
    if settled.at_most:
        saved = Span(ZERO, way.collectible.high)
        values = {"amount": amount_of(way.collectible)}
        text = Text("A settlement would end {amount} for the part that you agree to pay.", values)
        yield Difference("settlement", text, keys, worth(saved), settled.working, (), statements)
        return
    saved = (way.collectible - settled.collectible).floored()
    text = Text(
        "Paying {paid} would end {amount}: {saved} less.",
        {"paid": settled.collectible, "amount": way.collectible, "saved": saved},
    )
    yield Difference("settlement", text, keys, worth(saved), settled.working, (), statements)
