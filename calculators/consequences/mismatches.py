"""Where a Form 1099-C or 1099-A does not fit what is known of the debt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from ..facts import Facts
from ..groups import Form1099A, Form1099C
from ..law.compiled import compiled
from ..law.federal import federal
from ..law.taxing import CancelledDebtLaw
from ..money import UNKNOWN, Span
from ..working import Text
from .outcome import LoanOutcome

Weight = Literal["wrong", "check", "note"]
NOT_THEIRS = ("did-not-sign-the-note", "heir-did-not-borrow", "former-spouse-did-not-sign")


@dataclass(frozen=True)
class Finding:
    """Something on a form to look at. `wrong`: it contradicts what is known; `check`: it may be wrong, or costs money
    if it is; `note`: it is worth knowing."""

    key: str
    weight: Weight
    says: Text  # what does not fit
    means: Text  # what that means for the person
    steps: tuple[str, ...]  # keys of information_return.STEPS
    citations: tuple[str, ...]


@dataclass(frozen=True)
class KnownOfDebt:
    """What is known of the debt that a form is about; anything may be unknown."""

    owed: Span = UNKNOWN  # in all, just before the home was lost or the debt was settled
    received: Span = UNKNOWN  # what the lender got for it then
    value: Decimal | None = None  # of the home on that day
    price: Decimal | None = None  # the winning bid, or the price
    lost_on: date | None = None
    cancelled_on: date | None = None  # when lender and borrower agreed that it is
    discharged: bool | None = None  # in bankruptcy
    collected: bool | None = None  # whether anybody still asks for it
    barred: bool | None = None  # whether the state's law keeps the lender from collecting it
    time_over: date | None = None  # when the time to sue on it ended, where it has
    time_upheld: bool | None = None  # whether a court has held so
    theirs: bool | None = None  # whether this person owed it at all
    guarantor: bool = False


def known_of(facts: Facts, outcome: LoanOutcome) -> KnownOfDebt:
    """What a case knows of one loan."""
    loan, lost, household = outcome.loan, facts.disposition, facts.household
    deciders = outcome.liability.deciders
    ids = {each.id for each in deciders}
    by_state = outcome.liability.outcome == "barred" and not ids & compiled(facts.state).common_ids
    limitation = next((each for each in outcome.deadlines if each.what == "limitation"), None)
    sold = outcome.deficiency.credit if lost.sale_price is not None else UNKNOWN
    return KnownOfDebt(
        owed=outcome.deficiency.debt,
        received=sold,
        value=facts.property.fair_market_value,
        price=lost.sale_price,
        lost_on=lost.date if lost.date and lost.date <= facts.as_of else None,
        cancelled_on=loan.forgiven_on or lost.forgiven_on,
        discharged=loan.discharged_on is not None or (household.bankruptcy == "discharged" and not loan.reaffirmed),
        collected=True if facts.stage in ("sued", "judgment") else None,
        barred=by_state if outcome.liability.outcome != "depends" else None,
        time_over=limitation.date if limitation and limitation.state == "passed" else None,
        time_upheld=True if loan.time_bar_upheld_on else None,
        theirs=False if ids and ids <= set(NOT_THEIRS) else None,
        guarantor=loan.obligor == "guarantor",
    )


def of_1099c(form: Form1099C, as_of: date, known: KnownOfDebt, other: Form1099A | None) -> Iterator[Finding]:
    """What to look at on a Form 1099-C, the plainest mistakes first."""
    found = [
        *_whose(known),
        *_bankruptcy(form, known),
        *_still_collected(form, known),
        *_days(form.calendar_year, form.event_on, as_of),
        *_event_day(form, known),
        *_amount(form, known),
        *_interest(form),
        *_value(form.fair_market_value, "7", known, form.personally_liable),
        *_liable(form.personally_liable, known, cancels=True),
        *_time_over(form, known),
        *_both(form, other),
    ]
    yield from sorted(found, key=lambda each: ("wrong", "check", "note").index(each.weight))


def of_1099a(form: Form1099A, as_of: date, known: KnownOfDebt, other: Form1099C | None) -> Iterator[Finding]:
    """What to look at on a Form 1099-A, the plainest mistakes first."""
    found = [
        *_whose(known),
        *_days(form.calendar_year, form.acquired_on, as_of),
        *_acquired_day(form, known),
        *_principal(form, known),
        *_value(form.fair_market_value, "4", known, form.personally_liable),
        *_liable(form.personally_liable, known, cancels=False),
    ]
    if other is None:
        found.append(
            _finding(
                "no_cancelled_debt_yet",
                "note",
                Text("This form tells that the home was taken. It does not say that any debt was cancelled."),
                Text("It is for working out gain or loss on the home. A Form 1099-C may follow, even in a later year."),
                ("sale",),
                "1099a-1099c-coordination",
                "foreclosure-is-sale",
            )
        )
    yield from sorted(found, key=lambda each: ("wrong", "check", "note").index(each.weight))


def _finding(key: str, weight: Weight, says: Text, means: Text, steps: tuple[str, ...], *rules: str) -> Finding:
    law = federal(CancelledDebtLaw)
    return Finding(
        key, weight, says, means, steps, tuple(dict.fromkeys(c for rule in rules for c in law.rule(rule).cite))
    )


def _whose(known: KnownOfDebt) -> Iterator[Finding]:
    if known.theirs is False:
        says = Text("By your answers you did not owe this debt yourself.")
        means = Text("Whoever never owed a debt has no income when it is cancelled.")
        yield _finding("not_yours", "wrong", says, means, ("correct", "explain"), "1099c-wrong", "cod-is-income")
    elif known.guarantor:
        says = Text("You only guaranteed this loan.")
        means = Text("A guarantor got nothing that could be income. As far as we found, no form should come to you.")
        yield _finding("guarantor", "check", says, means, ("correct", "explain"), "guarantor-no-cod")


def _bankruptcy(form: Form1099C, known: KnownOfDebt) -> Iterator[Finding]:
    means = Text("Debt that a bankruptcy court discharged is not income. You report it on Form 982, line 1a.")
    if form.code == "A" and known.discharged is False:
        says = Text("Box 6 says bankruptcy, and you told us of no discharge in bankruptcy.")
        means = Text("Without a discharge this exclusion is not yours. Another one may be.")
        yield _finding("no_bankruptcy", "wrong", says, means, ("correct", "explain"), "excl-bankruptcy", "1099c-wrong")
    elif form.code == "A":
        says = Text("Box 6 says that a bankruptcy court discharged the debt.")
        yield _finding("bankruptcy", "note", says, means, ("bankruptcy",), "excl-bankruptcy")
    elif known.discharged:
        says = Text("The debt was discharged in bankruptcy, and box 6 does not say so.")
        steps = ("bankruptcy", "correct", "explain")
        yield _finding("discharged", "wrong", says, means, steps, "excl-bankruptcy", "1099c-wrong")


def _still_collected(form: Form1099C, known: KnownOfDebt) -> Iterator[Finding]:
    if form.still_collected or (known.collected and form.still_collected is None):
        yield _finding(
            "still_collected",
            "wrong",
            Text("The form reports the debt as cancelled, and somebody still asks you to pay it."),
            Text(
                "The form alone does not end the debt in most courts, and a debt that has not been cancelled is not "
                "income yet. Both cannot be right: it is owed, or it is income."
            ),
            ("answer_suit", "release", "correct", "explain"),
            "1099c-not-proof",
            "1099c-event-without-discharge",
        )


def _days(calendar_year: int | None, day: date | None, as_of: date) -> Iterator[Finding]:
    if day is None:
        return
    if day > as_of:
        says = Text("Box 1 is {day}, which has not come yet.", {"day": day})
        means = Text("A form reports what has happened.")
        yield _finding("not_yet", "wrong", says, means, ("correct",), "1099c-wrong")
    if calendar_year is not None and calendar_year != day.year:
        values = {"year": calendar_year, "day": day}
        says = Text("The form is for {year}, and box 1 says {day}.", values)
        means = Text(
            "The year decides on which tax return it belongs, and as of which day your debts and assets count."
        )
        yield _finding("wrong_year", "wrong", says, means, ("correct", "explain"), "1099c-wrong")


def _event_day(form: Form1099C, known: KnownOfDebt) -> Iterator[Finding]:
    day = form.event_on
    if day is None:
        return
    agreed = known.cancelled_on
    if agreed is not None and agreed.year != day.year:
        values = {"day": day, "agreed": agreed}
        yield _finding(
            "other_year",
            "wrong",
            Text("Box 1 is {day}. By your answers the debt was cancelled on {agreed}, in another year.", values),
            Text("Cancelled debt belongs to the year in which it was cancelled."),
            ("correct", "explain"),
            "1099c-wrong",
            "1099c-event-without-discharge",
        )
    elif known.lost_on is not None and day < known.lost_on:
        values = {"day": day, "lost": known.lost_on}
        yield _finding(
            "before_the_loss",
            "check",
            Text("Box 1 is {day}. You lost the home later, on {lost}.", values),
            Text(
                "What a home leaves unpaid is known only once it is sold or handed over. An earlier day needs a reason."
            ),
            ("correct", "explain"),
            "still-owed-means-no-cod-yet",
            "1099c-wrong",
        )


def _amount(form: Form1099C, known: KnownOfDebt) -> Iterator[Finding]:
    reported = form.discharged
    if reported is None:
        return
    law = federal(CancelledDebtLaw)
    if reported < law.form_1099c.threshold_dollars:
        values = {"least": law.form_1099c.threshold_dollars}
        says = Text("Lenders have to report cancelled debt from {least} up. This is less.", values)
        means = Text("It is income all the same, unless an exclusion applies.")
        yield _finding("small", "note", says, means, (), "cod-is-income")
    left = (known.owed - known.received).floored() if known.received.known else known.owed
    if left.high is not None and reported > left.high:
        values = {"reported": reported, "left": left.high}
        yield _finding(
            "too_much",
            "wrong",
            Text("Box 2 is {reported}. By your numbers no more than {left} was left to cancel.", values),
            Text(
                "Box 2 may hold only the debt less what the lender got for it. Too much there makes your tax too high."
            ),
            ("correct", "explain"),
            "1099c-most",
            "1099c-wrong",
        )
        return
    if form.personally_liable is False or known.value is None:
        return
    above = (known.owed - Span.of(known.value)).floored()
    if above.high is not None and reported > above.high:
        values = {"reported": reported, "value": known.value, "above": above.high}
        yield _finding(
            "below_the_value",
            "check",
            Text("Box 2 is {reported}. The debt was at most {above} more than the home was worth ({value}).", values),
            Text(
                "For tax, only debt above the home's value is cancelled debt. The part below it is the price of the "
                "home: it counts for gain or loss, not as income."
            ),
            ("appraisal", "explain", "sale"),
            "recourse-amount-realized",
            "fmv-not-bid",
        )


def _interest(form: Form1099C) -> Iterator[Finding]:
    if form.interest is None or form.interest == 0:
        return
    if form.discharged is not None and form.interest > form.discharged:
        says = Text("Box 3 is more than box 2, and is said to be a part of it.")
        means = Text("One of the two is wrong.")
        yield _finding("interest_above", "wrong", says, means, ("correct", "explain"), "1099c-wrong")
    says = Text("{interest} of box 2 is interest.", {"interest": form.interest})
    means = Text(
        "Interest that you could have deducted, had you paid it, is not income. Home loan interest often is such."
    )
    yield _finding("interest", "note", says, means, ("interest",), "deductible-debt")


def _value(reported: Decimal | None, box: str, known: KnownOfDebt, liable: bool | None) -> Iterator[Finding]:
    if reported is None:
        return
    values = {"box": box, "reported": reported, "value": known.value}
    if known.value is not None and reported < known.value:
        yield _finding(
            "value_too_low",
            "note" if liable is False else "check",
            Text("Box {box} says that the home was worth {reported}. You told us {value}.", values),
            Text("If the lender's value is too low, the cancelled debt comes out too high, and so does the tax."),
            ("appraisal", "correct", "explain"),
            "fmv-not-bid",
            "1099-value",
        )
    elif known.value is not None and reported > known.value:
        yield _finding(
            "value_too_high",
            "check",
            Text("Box {box} says that the home was worth {reported}. You told us {value}.", values),
            Text("A higher value means less cancelled debt and more gain on the home. See which value can be proved."),
            ("appraisal",),
            "fmv-not-bid",
            "1099-value",
        )
    elif known.value is None and known.price is not None and reported == known.price:
        yield _finding(
            "value_is_the_bid",
            "check",
            Text("Box {box} is just the price at the sale.", values),
            Text("A lender may enter the bid. If the home was worth more, less debt was cancelled than the form says."),
            ("appraisal",),
            "1099-value",
            "fmv-not-bid",
        )


def _liable(ticked: bool | None, known: KnownOfDebt, cancels: bool) -> Iterator[Finding]:
    if ticked is False:
        yield _finding(
            "nonrecourse",
            "check" if cancels else "note",
            Text("Box 5 is not ticked: by the lender's account you were not personally liable."),
            Text(
                "If that is right, losing the home cancels no debt for tax. The whole debt counts as the price of the "
                "home, for gain or loss, and the amount on a Form 1099-C is then not income."
            ),
            ("explain", "sale") if cancels else ("sale",),
            "nonrecourse-amount-realized",
            "recourse-is-state-law",
        )
    elif ticked and known.barred:
        yield _finding(
            "barred_by_the_state",
            "check",
            Text("Box 5 says that you were personally liable. The law of the state keeps the lender from collecting."),
            Text(
                "Whether such a debt is recourse or nonrecourse for tax decides a lot, and the form does not settle "
                "it. Box 5 looks at the day when the debt was made. Have a tax preparer look at both ways."
            ),
            ("explain",),
            "1099c-liable",
            "recourse-is-state-law",
        )


def _time_over(form: Form1099C, known: KnownOfDebt) -> Iterator[Finding]:
    if form.code == "C" and not known.time_upheld:
        yield _finding(
            "time_code",
            "check",
            Text("Box 6 says that the time to sue, or to ask for the rest, has run out."),
            Text(
                "The time to ask for a deficiency can run out by itself. The time to sue on the loan counts only if a "
                "court has said so and the time to appeal is over."
            ),
            (),
            "time-bar-alone-is-no-event",
        )
    elif known.time_over is not None and form.code != "C":
        yield _finding(
            "time_over",
            "check",
            Text("The time to sue you for this debt seems to have ended on {day}.", {"day": known.time_over}),
            Text(
                "That alone cancels nothing for tax and does not make the form wrong. Paying or promising to pay can "
                "start that time again, so ask a lawyer or legal aid first."
            ),
            (),
            "time-bar-alone-is-no-event",
        )


def _both(form: Form1099C, other: Form1099A | None) -> Iterator[Finding]:
    if other is None:
        return
    ours_on, theirs_on = form.event_on, other.acquired_on
    same_year = ours_on is not None and theirs_on is not None and ours_on.year == theirs_on.year
    if same_year and (form.fair_market_value is not None or form.personally_liable is not None):
        says = Text("A Form 1099-A came for the same year, and boxes 5 and 7 are filled in here too.")
        means = Text(
            "Then one form would do. The home was lost once: report its sale once, and see that both say the same."
        )
        yield _finding("both_forms", "note", says, means, ("sale",), "1099a-1099c-coordination")
    theirs, ours = other.fair_market_value, form.fair_market_value
    if theirs is not None and ours is not None and theirs != ours:
        values = {"ours": ours, "theirs": theirs}
        says = Text("Box 7 here is {ours}, and box 4 of the Form 1099-A is {theirs}.", values)
        means = Text("The home had one value that day. Ask which is right, and on what it rests.")
        yield _finding("two_values", "wrong", says, means, ("correct", "appraisal"), "1099a-1099c-coordination")


def _acquired_day(form: Form1099A, known: KnownOfDebt) -> Iterator[Finding]:
    if form.acquired_on is None or known.lost_on is None or form.acquired_on == known.lost_on:
        return
    values = {"day": form.acquired_on, "lost": known.lost_on}
    other_year = form.acquired_on.year != known.lost_on.year
    says = Text("Box 1 is {day}. You told us that the home was lost on {lost}.", values)
    means = Text("The day of the sale decides on which tax return gain or loss on the home belongs.")
    weight: Weight = "wrong" if other_year else "check"
    yield _finding("acquired_day", weight, says, means, ("correct",), "1099c-wrong", "foreclosure-is-sale")


def _principal(form: Form1099A, known: KnownOfDebt) -> Iterator[Finding]:
    if form.principal is not None and known.owed.high is not None and form.principal > known.owed.high:
        values = {"reported": form.principal, "owed": known.owed.high}
        says = Text("Box 2 is {reported}. By your numbers no more than {owed} was owed in all.", values)
        means = Text("The balance goes into gain or loss on the home, and later into cancelled debt.")
        yield _finding("principal", "wrong", says, means, ("correct",), "1099c-wrong")
