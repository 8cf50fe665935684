"""What to do this week: every sentence in one table, each with its reason and when it applies.

A step says only what the law files or the case itself bear out. The dated ones come first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from calculators.assessment import Assessment, loan_name
from calculators.consequences.deadlines import Clock
from calculators.facts import FORECLOSURES, VOLUNTARY
from calculators.law.clocks import before_the_sale, judgment_on
from calculators.law.compiled import compiled
from calculators.questions import question
from calculators.working import Text

HUD_PHONE = "800-569-4287"


@dataclass(frozen=True)
class Step:
    """One thing to do, by a day if there is one, and why."""

    key: str
    text: Text
    why: Text
    by: date | None = None


class Case:
    """The questions that the table below asks of an assessment."""

    def __init__(self, assessment: Assessment):
        self.assessment = assessment
        self.facts = assessment.facts
        self.kind = self.facts.disposition.kind
        self.ahead = before_the_sale(self.facts)
        self.judged = self.facts.stage == "judgment" or any(judgment_on(self.facts, x) for x in self.facts.loans)
        self.sued = self.facts.stage == "sued" and not self.judged
        # The loans of which the sale left something to argue about, and what the law says of them.
        self.left = [x for x in assessment.loans if x.deficiency.gross.high != 0 and not x.deficiency.stays_on_home]
        self.outcomes = {each.liability.outcome for each in self.left}
        self.owing = bool(self.outcomes - {"barred"})

    def clocks(self, what: str, state: str | None = None) -> list[Clock]:
        return [
            clock
            for clock in self.assessment.deadlines
            if clock.what == what and clock.applies is not False and (state is None or clock.state == state)
        ]

    def clock(self, what: str, state: str) -> Clock | None:
        """The earliest such clock that has a day."""
        return next((clock for clock in self.clocks(what, state) if clock.date), None)

    @property
    def unreleased(self) -> bool:
        """Whether no loan is known to be released in writing."""
        waived = self.facts.disposition.waiver_in_writing is True
        return not waived and not any(loan.release in ("debt", "new_note") for loan in self.facts.loans)

    @property
    def weak(self) -> bool:
        return any(each.liability.confidence == "weak" or each.liability.stale for each in self.assessment.loans)

    @property
    def deciding(self) -> list[str]:
        """The facts on which the answer of some loan depends."""
        return [path for each in self.assessment.loans for path in each.liability.depends_on]


Rows = Iterator[Step]
AFTERWARDS = ("release", "claim_filed_on")  # of a loan: there is nothing to find out of them before
ANSWER_WHY = Text("If nobody answers, the court can rule against you without a hearing, even if you owe nothing.")


def _answer_suit(case: Case) -> Rows:
    if case.judged:
        return
    if clock := case.clock("answer", "open"):
        yield Step(
            "answer", Text("Answer the lawsuit in writing by {day}.", {"day": clock.date}), ANSWER_WHY, clock.date
        )
    elif clock := case.clock("answer", "passed"):
        text = "Your last day to answer the lawsuit was {day}. Ask a lawyer today what can still be done."
        yield Step("answer", Text(text, {"day": clock.date}), ANSWER_WHY)
    elif case.sued or case.facts.answers.get("court_papers") is True:
        yield Step("answer", Text("Answer the court papers in writing by the day on the summons."), ANSWER_WHY)


def _time_is_over(case: Case) -> Rows:
    if case.sued and (clock := case.clock("deficiency_claim", "passed") or case.clock("limitation", "passed")):
        yield Step(
            "time-over",
            Text("In your answer, tell the court that the lender's time ended on {day}.", {"day": clock.date}),
            Text("If the lender came too late, say so yourself: the court may not look for it."),
        )


def _count_value(case: Case) -> Rows:
    clock = case.clock("fair_value_request", "open")
    if clock and case.owing and case.facts.disposition.fair_value_requested_on is None:
        yield Step(
            "value",
            Text("Ask the court by {day} to count what the home was worth.", {"day": clock.date}),
            clock.says,
            clock.date,
        )


def _redeem(case: Case) -> Rows:
    if (clock := case.clock("redemption", "open")) and not case.ahead:
        yield Step(
            "redeem",
            Text("If you want the home back, find out before {day} what it takes to redeem it.", {"day": clock.date}),
            clock.says,
            clock.date,
        )


def _before_sale(case: Case) -> Rows:
    day = case.facts.property.sale_scheduled_on
    if case.ahead and day and day >= case.facts.as_of:
        yield Step(
            "sale",
            Text("Call a housing counselor before the sale on {day}.", {"day": day}),
            Text("Some steps can be taken only before the sale. After it, most of them are gone."),
            day,
        )


def _ask_for_waiver(case: Case) -> Rows:
    if case.ahead and case.kind in (*VOLUNTARY, None) and case.unreleased:
        yield Step(
            "waiver",
            Text(
                "Before you sign a short sale or hand over the deed, ask the lender to write that it gives up the "
                "rest of the debt."
            ),
            Text(
                "A release of the lien lets the home go. Only a written release of the debt ends what you owe. "
                "Look for the words “waives the deficiency” or “accepts as full payment”."
            ),
        )


def _read_letter(case: Case) -> Rows:
    if not case.ahead and case.kind in VOLUNTARY and case.unreleased:
        yield Step(
            "letter",
            Text("Read the approval letter again: does it release the debt, or only the lien?"),
            Text("A release of the lien let the home go. Only a written release of the debt ends what you owe."),
        )


def _comes_later(state: str, path: str) -> bool:
    """Whether only the loss of the home itself, or what comes after it, settles a fact."""
    name = path.rpartition(".")[2]
    own = compiled(state).conditions.get(name) if ".answers." in f".{path}" else None
    return path.startswith("disposition.") or name in AFTERWARDS or (own is not None and own.later)


def _find_out(case: Case) -> Rows:
    ours = [path for path in case.deciding if not (case.ahead and _comes_later(case.facts.state, path))]
    for path in ours[:2]:
        asked = question(case.facts, path)
        if path.endswith("claim_filed_on"):
            yield Step(
                "find-suit",
                Text("Ask the clerk of the court, in the county of the home, whether the lender filed a case."),
                Text("The answer turns on whether the lender went to court in time, and the court's records are open."),
            )
        else:
            yield Step("find-out", Text("Find out {about}.", {"about": asked.about}), asked.hint or asked.about)


def _watch_mail(case: Case) -> Rows:
    clock = case.clock("deficiency_claim", "open") or case.clock("confirmation", "open")
    if clock and case.owing and not case.sued and not case.judged:
        yield Step(
            "mail",
            Text("Until {day}, open every letter from a court or a lawyer.", {"day": clock.safe_after or clock.date}),
            Text("The lender can still go to court until then. A lawsuit has a day by which you must answer."),
        )


def _surplus(case: Case) -> Rows:
    found = case.assessment.surplus
    if case.assessment.surplus_note and not case.ahead:
        yield Step(
            "surplus",
            Text("Claim what the sale left over: {surplus}.", {"surplus": found}),
            case.assessment.surplus_note,
        )


def _judgment(case: Case) -> Rows:
    if case.judged:
        yield Step(
            "judgment",
            Text("Get a copy of the judgment from the court, and take it to a legal aid office."),
            Text("It names the amount, the day and who may collect. Every later step is counted from it."),
        )


def _stay(case: Case) -> Rows:
    if any(each.liability.stay for each in case.assessment.loans):
        yield Step(
            "stay",
            Text("If anyone asks you to pay, tell your bankruptcy lawyer."),
            Text("While the bankruptcy case is open, lenders may not sue you, take pay or press you to pay."),
        )


def _agree_to_nothing(case: Case) -> Rows:
    if case.ahead or not case.left:
        return
    text = Text("Do not pay, and do not promise to pay, before someone has checked this answer with you.")
    if len(case.left) < len(case.assessment.loans):  # another loan goes on, and is to be paid
        name = loan_name(case.facts, case.left[0].loan)
        text = Text(
            "Do not pay what is left of {loan} before someone has checked this answer with you.", {"loan": name}
        )
    yield Step("agree", text, Text("A payment, or a new promise in writing, can start the lender's time to sue again."))


PAPERS = {
    "short_sale": Text("Keep the approval letter and the closing statement."),
    "deed_in_lieu": Text("Keep the deed, and all that the lender signed."),
}


def _keep_papers(case: Case) -> Rows:
    if case.kind is None:
        yield Step(
            "papers",
            Text("Keep every paper from the lender and the court, with its envelope."),
            Text("They show how the home is being lost. In most states that decides more than anything else."),
        )
        return
    if case.kind in FORECLOSURES:
        text = Text("Keep the notice of sale, the deed and every court paper.")
        why = Text("They show how and when the home was sold. The clocks count from that day.")
    else:
        text, why = PAPERS[case.kind], Text("They show what the lender gave up, and what it did not.")
    yield Step("papers", text, why)


def _counselor(case: Case) -> Rows:
    if not (case.ahead and case.facts.property.sale_scheduled_on):
        yield Step(
            "counselor",
            Text("Call a HUD-approved housing counselor: {phone}.", {"phone": HUD_PHONE}),
            Text("It is free, and a counselor can go through this answer with you."),
        )


def _lawyer(case: Case) -> Rows:
    if case.sued or case.judged or case.weak or "allowed" in case.outcomes:
        why = Text("They can check it against the papers. Legal aid is free for people with a low income.")
        if case.weak:
            why = Text("For a part of this answer we found only one source, or sources that differ.")
        yield Step("lawyer", Text("Show this answer to a lawyer or a legal aid office in your state."), why)


def _no_fees(case: Case) -> Rows:
    yield Step(
        "fees",
        Text("Do not pay anyone in advance who promises to make this go away."),
        Text("Help from a HUD-approved housing counselor costs nothing."),
    )


TABLE: tuple[Callable[[Case], Rows], ...] = (
    _answer_suit,
    _time_is_over,
    _count_value,
    _redeem,
    _before_sale,
    _surplus,
    _stay,
    _judgment,
    _find_out,
    _ask_for_waiver,
    _read_letter,
    _watch_mail,
    _agree_to_nothing,
    _keep_papers,
    _lawyer,
    _counselor,
    _no_fees,
)


def steps(assessment: Assessment) -> list[Step]:
    """What to do this week, the dated steps first, in the order of their days."""
    case = Case(assessment)
    found = {step.text.english(): step for rows in TABLE for step in rows(case)}
    return sorted(found.values(), key=lambda step: step.by or date.max)
