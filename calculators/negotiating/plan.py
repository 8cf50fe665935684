"""A plan to settle one loan: whether to offer anything, how much at most, what must be in writing, step by step.

What a lender cannot collect is not settled, and where that is open, or its time may be over, nothing is offered before
somebody has looked: in some states a payment or a promise starts its time to sue again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from ..assessment import Assessment, LoanAssessment
from ..consequences.claimants import Claim
from ..consequences.deadlines import Clock
from ..facts import FORECLOSURES
from ..law.clocks import before_the_sale, claim_filed_on, judgment_on
from ..law.collection import Collection as CollectionLaw
from ..law.collection import Right
from ..law.federal import federal
from ..law.settlement import Advice, Element, SettlementLaw
from ..money import NOTHING, Span
from ..working import Text
from .budget import Budget
from .offers import Offer, offers, over_months, settlement
from .otherwise import Otherwise, keeps_the_home, otherwise

Stance = Literal["stayed", "ahead", "kept", "paid", "barred", "expired", "late", "open", "empty", "settle"]
NOT_NOW: tuple[Stance, ...] = ("stayed", "paid", "barred", "expired", "late", "open")
THEIR_TIME = ("deficiency_claim", "confirmation", "notice_of_intent", "limitation")
TOLD_TIMES = (*THEIR_TIME, "judgment_life", "answer")
LOOK_FIRST = ("part-payment-revival", "time-barred-suit")


@dataclass(frozen=True)
class Plan:
    """How to settle one loan, if at all."""

    assessment: Assessment
    each: LoanAssessment
    budget: Budget

    @cached_property
    def otherwise(self) -> Otherwise:
        """What the lender would get without a settlement."""
        return otherwise(self.assessment, self.each, self.budget)

    @property
    def claim(self) -> Span:
        """What it asks for."""
        return self.otherwise.claim

    @cached_property
    def stance(self) -> Stance:
        """What to do about an offer."""
        each, facts = self.each, self.assessment.facts
        possible = each.liability.possible
        if each.liability.stay is not None:
            return "stayed"
        if each.deficiency.stays_on_home:
            return "kept"
        if each.deficiency.gross == NOTHING:
            return "paid"
        if possible == ("barred",) and _by_time(each):
            return "expired"
        if before_the_sale(facts):
            return "ahead"
        if possible == ("barred",):
            return "barred"
        if each.deficiency.collectible == NOTHING and each.loan.judgment_amount is None:
            return "paid"
        if self.late is not None:
            return "late"
        if "barred" in possible:
            return "open"
        return "empty" if self.otherwise.nothing else "settle"

    @property
    def not_now(self) -> bool:
        """Whether nothing should be offered, paid or promised now."""
        return self.stance in NOT_NOW

    @cached_property
    def late(self) -> Clock | None:
        """A time of the lender's that is over, where nobody told us whether it acted in it; or a judgment whose life
        is over."""
        facts, loan = self.assessment.facts, self.each.loan
        if judgment_on(facts, loan) is not None:
            over = self._clocks(("judgment_life",))
        elif facts.stage == "judgment" or claim_filed_on(facts, loan) is not None:
            over = []
        else:  # a window that passed counts where its file says that it may end the claim
            windows = THEIR_TIME if "barred" in self.each.liability.possible else THEIR_TIME[-1:]
            over = self._clocks(windows)
        return next((clock for clock in over if clock.state == "passed"), None)

    def _clocks(self, what: Iterable[str]) -> list[Clock]:
        return [clock for clock in self.each.deadlines if clock.what in what and clock.applies is not False]

    @cached_property
    def times(self) -> list[Clock]:
        """The clocks that bear on how long the lender can wait."""
        return [clock for clock in self._clocks(TOLD_TIMES) if clock.date is not None]

    @property
    def most(self) -> Span:
        """The most that makes sense to offer, by money alone: what could be got otherwise, never above the claim."""
        return NOTHING if self.not_now else self.otherwise.reach.at_most(self.claim)

    @cached_property
    def offers(self) -> tuple[Offer, ...]:
        """Offers from the person's own numbers, where offering makes sense."""
        return () if self.not_now else offers(self.assessment, self.each, self.budget, self.otherwise)

    @cached_property
    def best(self) -> Offer | None:
        """The most that should be offered at once: all that is at hand, but no more than makes sense. None where
        nothing should be offered, or nothing is known to be at hand."""
        lump, most = self.budget.lump, self.most
        if self.not_now or not lump or most == NOTHING:
            return None
        paid = lump if most.high is None else min(lump, most.high)
        return settlement(self.assessment, self.each, paid, other=self.otherwise)

    @cached_property
    def best_monthly(self) -> Offer | None:
        """The same, paid from what is left at the end of each month."""
        monthly, most = self.budget.monthly, self.most
        if self.not_now or not monthly or most == NOTHING:
            return None
        paid, months = over_months(monthly, self.budget.longest, most)
        return settlement(self.assessment, self.each, paid, months, a_month=monthly, other=self.otherwise)

    @cached_property
    def claimants(self) -> tuple[Claim, ...]:
        """Who may come for this loan."""
        return tuple(claim for claim in self.assessment.claims if claim.loan == self.each.loan.id)

    @cached_property
    def conditions(self) -> dict[str, bool | None]:
        """What holds in this case; None where nobody can tell yet."""
        facts, loan = self.assessment.facts, self.each.loan
        who = {claim.who for claim in self.claimants}
        federal_debt = any(claim.who == "nobody" and claim.practices for claim in self.claimants)
        judged = facts.stage == "judgment" or judgment_on(facts, loan) is not None
        sued = not judged and (
            facts.stage == "sued" or loan.served_on is not None or claim_filed_on(facts, loan) is not None
        )
        insured = loan.mortgage_insurance if loan.program in (None, "conventional") else False
        spare = self.budget.monthly
        return {
            "insured": insured,
            "government": "government_agency" in who or federal_debt or (None if loan.program is None else False),
            "sued": sued,
            "judged": judged,
            "court": sued or judged,
            "several": len(facts.loans) > 1,
            "payments": None if spare is None else spare > 0,
            "ahead": keeps_the_home(self.assessment, self.each),
            "late": self.stance in ("late", "expired"),
            "stayed": self.stance == "stayed",
        }

    def _fits(self, when: tuple[str, ...]) -> bool:
        return all(self.conditions[name] is not False for name in when)

    @cached_property
    def elements(self) -> tuple[Element, ...]:
        """What the written agreement must say in this case."""
        return tuple(each for each in federal(SettlementLaw).release_element if self._fits(each.when))

    def advice(self, group: str) -> tuple[Advice, ...]:
        """The steps (group `step`), what to `say` and `never` to say or sign, and when to `stop`."""
        return tuple(each for each in federal(SettlementLaw).advice if each.group == group and self._fits(each.when))

    @cached_property
    def look_first(self) -> tuple[Right, ...]:
        """What a payment on an old debt can do, and what a collector may not do."""
        law = federal(CollectionLaw)
        return tuple(law.named(name) for name in LOOK_FIRST)

    @property
    def needs(self) -> tuple[str, ...]:
        """The facts that would make it exact, most useful first."""
        paths = [*self.otherwise.needs, *(path for offer in self.offers for path in offer.needs)]
        decides = () if keeps_the_home(self.assessment, self.each) else self.each.liability.depends_on
        return tuple(dict.fromkeys((*decides, *paths)))

    @property
    def says(self) -> Text:
        """What to do, in one sentence."""
        return _headline(self)

    @property
    def because(self) -> tuple[Text, ...]:
        """Why, in a sentence or two."""
        return tuple(_reasons(self))


def plan(assessment: Assessment, budget: Budget, loan: str = "") -> Plan:
    """The plan for the loan of that id; for the one that the answer leads with where there is none of that id."""
    named = next((each for each in assessment.loans if each.loan.id == loan), None)
    return Plan(assessment, named or assessment.main, budget)


def _by_time(each: LoanAssessment) -> bool:
    """Whether only a clock ends the claim."""
    told = [any(e.key == "time_to_sue_is_over" and e.settled for e in d.exceptions) for d in each.liability.deciders]
    return all(d.clock or over for d, over in zip(each.liability.deciders, told, strict=True))


HEADLINES: dict[Stance, Text] = {
    "stayed": Text("A bankruptcy case is open. Offer nothing before your lawyer there has agreed."),
    "ahead": Text("The home is not sold yet. Ask for a written waiver before you talk about money."),
    "kept": Text("This loan stays on the home. A settlement would have to end the lien too."),
    "paid": Text("By these numbers nothing is left to settle. Offer nothing."),
    "barred": Text("Offer nothing, and promise nothing: the law we found keeps the lender from collecting this."),
    "expired": Text("Offer nothing, and promise nothing: the lender's time is over."),
    "late": Text("Do not pay and do not promise anything yet: the lender's time may be over."),
    "open": Text("Do not offer anything yet: whether the lender may collect is not settled."),
    "empty": Text("By what you told us, they could take nothing from you as things stand."),
}


def _headline(found: Plan) -> Text:
    if found.stance in HEADLINES:
        return HEADLINES[found.stance]
    if found.best is not None:
        return Text("With what you have, offer {offer} at most.", {"offer": found.best.paid})
    if found.best_monthly is not None:
        values = {"a_month": found.best_monthly.a_month, "months": found.best_monthly.months}
        return Text("With what you have, offer {a_month} a month for {months} months at most.", values)
    if found.most.high is None:
        return Text("How much makes sense to offer is not known yet.")
    return Text("By money alone, do not offer more than {most}.", {"most": found.most.high})


def _reasons(found: Plan) -> Iterable[Text]:
    decider = found.each.liability.decider
    match found.stance:
        case "stayed":
            yield Text("While it is open, nobody may press you to pay. A payment to one lender can harm your case.")
        case "barred" | "expired":
            if decider is not None:
                yield decider.says
            yield Text("Show this to a lawyer or legal aid before you answer anybody who asks for money.")
        case "late" if found.late is not None:
            values = {"day": found.late.date}
            if found.late.what == "judgment_life":
                yield Text("By our count the judgment's life ended on {day}, unless it was renewed.", values)
            else:
                yield Text("By our count its time ended on {day}, unless it went to court before.", values)
            yield Text("Have a lawyer or legal aid check this first. In some states a payment starts the time again.")
        case "open":
            yield Text("Find that out first. If the law bars it, you would pay what nobody could take.")
        case "paid":
            yield Text("If somebody still asks for money, ask for the account in writing, and show it to a lawyer.")
        case "ahead":
            yield from _before_a_sale(found)
        case "kept":
            yield Text("The lender can still foreclose, so the home counts in what it could get.")
        case "empty":
            yield Text("That can change with your pay, your savings or a home you buy. A judgment lives for years.")
            yield Text("An offer can still buy peace. It need not be large.")
        case _:
            yield from _why_so_much(found)


def _before_a_sale(found: Plan) -> Iterable[Text]:
    kind = found.assessment.facts.disposition.kind
    if kind is None or kind not in FORECLOSURES:
        yield Text("In a short sale or a deed in lieu, the lender can give up the rest in the same paper.")
    yield Text("A payoff for less than is owed must beat what the home would bring the lender.")
    if found.most.high is not None:
        yield Text("That and what it could take from you come to {most} at most.", {"most": found.most.high})


def _why_so_much(found: Plan) -> Iterable[Text]:
    other, offer = found.otherwise, found.best or found.best_monthly
    if offer is not None and offer.tax != NOTHING:
        yield Text(
            "It would cost you {in_all} in all: what you pay, and the federal tax on what they forgive.",
            {"in_all": offer.in_all},
        )
    elif offer is not None:
        yield Text("By what you told us, no federal tax comes on top.")
    if other.reach.high is None:
        yield Text("Tell us about your pay and your savings. Then we work out what they could take.")
        return
    if other.reach == found.claim:
        yield Text("They could take all of it in time: their claim is {claim}.", {"claim": found.claim})
    else:
        values = {"claim": found.claim, "reach": other.reach}
        yield Text("Their claim is {claim}. Of it they could get {reach}, by what you told us.", values)
    yield Text("That takes a lawsuit, years and luck. A smaller sum today can be worth more to the lender.")
