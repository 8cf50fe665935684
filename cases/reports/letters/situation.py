"""What a letter can know of a case: the conditions that its file names, and the words that fill it.

Every condition holds, does not hold, or cannot be told (None). In a letter's file "x" asks that it holds, "not x" that
it is not known to hold, "no x" that it is known not to hold, and "maybe x" that it is not known not to hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal
from functools import cached_property

from calculators.assessment import Assessment, LoanAssessment, assess
from calculators.consequences.claimants import FEDERAL_DEBT
from calculators.consequences.information_return import Reading
from calculators.consequences.liability import OPEN_CASES, Decider
from calculators.facts import Facts, Kind, Program, with_fact
from calculators.groups import Disposition, Form1099C
from calculators.law.clocks import before_the_sale, claim_filed_on, judgment_on
from calculators.law.compiled import compiled
from calculators.law.loader import state_law
from calculators.money import NOTHING
from calculators.negotiating import Budget, Plan, Stance
from calculators.templatetags.words import cites
from calculators.working import Text

from ...results.forms_1099 import WRITE

TIMES = ("deficiency_claim", "confirmation", "limitation")  # of the lender, after which a suit is late
FULL_PROTECTION = 37  # days before a sale, 12 CFR 1024.41(c) and (g)
ANSWERED = 45  # days before a sale, 12 CFR 1024.41(b)(2)
DISPUTE = 30  # days after a collector's notice, 12 CFR 1006.34(b)(5)
AGENCIES: tuple[Program, ...] = ("fha", "va", "usda", "usda_guaranteed", "usda_direct")  # the government behind a loan
LOST_BY: dict[Kind, Text] = {
    "judicial_foreclosure": Text("this foreclosure"),
    "nonjudicial_foreclosure": Text("this foreclosure sale"),
    "strict_foreclosure": Text("this strict foreclosure"),
    "short_sale": Text("this short sale"),
    "deed_in_lieu": Text("this deed in lieu of foreclosure"),
}
BY_FORECLOSURE: dict[Kind, Text] = {
    "judicial_foreclosure": Text("a foreclosure through a court"),
    "nonjudicial_foreclosure": Text("a foreclosure sale without a court"),
    "strict_foreclosure": Text("a strict foreclosure"),
}
Given = Mapping[str, str]  # what the person gave for a letter, by the name of the gap


def holds(conditions: tuple[str, ...], known: Mapping[str, bool | None]) -> bool:
    """Whether all the conditions of a file hold. Raises KeyError for one that nobody knows."""
    return all(_holds(condition, known) for condition in conditions)


def _holds(condition: str, known: Mapping[str, bool | None]) -> bool:
    word, _, name = condition.rpartition(" ")
    value = known[name]
    return {"": value is True, "not": value is not True, "no": value is False, "maybe": value is not False}[word]


@dataclass(frozen=True)
class Situation:
    """One loan of a case, as a letter about it sees it."""

    assessment: Assessment
    each: LoanAssessment
    given: Given
    way: Kind | None = None  # the way of losing the home that the letter is about, where it is still ahead
    budget: Budget = field(default_factory=Budget)  # what the person could pay

    @property
    def facts(self) -> Facts:
        return self.assessment.facts

    @cached_property
    def ahead(self) -> bool:
        return before_the_sale(self.facts)

    @cached_property
    def conditions(self) -> dict[str, bool | None]:
        """What holds in this case."""
        facts, loan, left = self.facts, self.each.loan, self.each.deficiency
        home, people, kind = facts.property, facts.household, facts.disposition.kind
        open_money = not left.stays_on_home and left.gross != NOTHING
        told = facts.stage is not None or facts.disposition.date is not None
        judged = facts.stage == "judgment" or judgment_on(facts, loan) is not None
        return {
            "ahead": self.ahead if told else None,
            "lost": not self.ahead if told else None,
            "short_sale": kind == "short_sale",
            "deed_in_lieu": kind == "deed_in_lieu",
            "way_open": kind is None,
            "waived": self._waived(),
            "owing": self.each.liability.possible != ("barred",) and open_money and left.collectible != NOTHING,
            "barred": self.each.liability.outcome == "barred" and open_money,
            "stays": left.stays_on_home,
            "nothing_left": left.gross == NOTHING and not left.stays_on_home,
            "amount_open": not left.gross.exact,
            "sued": facts.stage == "sued" or bool(loan.served_on or claim_filed_on(facts, loan)),
            "judged": judged,
            "collector": loan.sold_to_debt_buyer,
            "agency": None if loan.program is None else loan.program in AGENCIES,
            "federal": None if loan.program is None else loan.program in FEDERAL_DEBT,
            "reverse": None if loan.program is None else loan.program == "hecm",
            "time_over": False if judged else self._time_over(),
            "late": self.stance in ("late", "expired"),
            "unsettled": self.stance == "open",
            "bankruptcy_open": people.bankruptcy in OPEN_CASES,
            "discharged": people.bankruptcy == "discharged" or loan.discharged_on is not None,
            "form_1099c": self.form is not None,
            "form_wrong": self.form is not None and any(each.weight != "note" for each in self.form[1].findings),
            "main_home": None if home.occupancy is None else home.occupancy == "principal_residence",
            "sale_set": self.sale_in is not None,
            "sale_near": self.sale_in is not None and self.sale_in <= FULL_PROTECTION,
            "sale_within_45": self.sale_in is not None and self.sale_in < ANSWERED,
            "benefits": None if people.bank_federal_benefits is None else people.bank_federal_benefits > 0,
            "exemptions_known": bool(self.exemptions),
            "way_barred": self.deciding is not None,
            "foreclosure_barred": self.foreclosure is not None,
            "error_told": "what_is_wrong" in self.given,
            "in_time": self._in_time(),
        }

    @cached_property
    def plan(self) -> Plan:
        """The person's plan to settle this loan."""
        return Plan(self.assessment, self.each, self.budget)

    @property
    def stance(self) -> Stance:
        """What the plan to settle says of an offer, so that no letter makes one that it warns of."""
        return self.plan.stance

    @cached_property
    def sale_in(self) -> int | None:
        """Days until the foreclosure sale that is set, while it is still to come."""
        day = self.facts.property.sale_scheduled_on
        return (day - self.facts.as_of).days if day and self.ahead and day >= self.facts.as_of else None

    def _waived(self) -> bool | None:
        loan, away = self.each.loan, self.facts.disposition
        own = loan.waiver_in_writing if loan.waiver_in_writing is not None else away.waiver_in_writing
        return own if loan.release is None else loan.release == "debt"

    def _time_over(self) -> bool | None:
        """Whether a time of the lender's is over. One that went to court may have been in time."""
        states = {clock.state for clock in self.each.deadlines if clock.what in TIMES and clock.applies is not False}
        if "passed" in states:
            return None if claim_filed_on(self.facts, self.each.loan) else True
        return None if "unknown" in states else False

    def _in_time(self) -> bool | None:
        """Whether a dispute that goes out on the letter's day is within 30 days of the collector's notice."""
        if "notice_day" not in self.given:
            return None
        noticed = date.fromisoformat(self.given["notice_day"])
        return noticed <= self.day <= noticed + timedelta(days=DISPUTE)

    @cached_property
    def day(self) -> date:
        """The date of the letter."""
        return date.fromisoformat(self.given["day"]) if "day" in self.given else self.facts.as_of

    # The law that helps: only what bars the rest, read in the statute itself.

    @cached_property
    def deciding(self) -> Decider | None:
        """The rule that bars what is left, for the way that the letter is about."""
        if self.way is None or not self.ahead:
            return self._barring(self.each)
        return self._if_lost(self.way)

    @cached_property
    def foreclosure(self) -> Decider | None:
        """The rule that would bar what is left after the foreclosure that is usual in the state."""
        return self._if_lost(compiled(self.facts.state).law.foreclosure.usual) if self.ahead else None

    def _if_lost(self, kind: Kind) -> Decider | None:
        if kind not in compiled(self.facts.state).kinds:
            return None
        loans = tuple(loan.model_copy(update={"release": "none"}) for loan in self.facts.loans)
        lost = Disposition(kind=kind, foreclosing_lien=self.each.loan.id, waiver_in_writing=False)
        facts = with_fact(self.facts.model_copy(update={"loans": loans}), "disposition", lost)
        return self._barring(next(e for e in assess(facts).loans if e.loan.id == self.each.loan.id))

    def _barring(self, each: LoanAssessment) -> Decider | None:
        """The state's own rule that bars what is left, where it alone decides and was read in the statute of late. It
        may have exceptions: the letter says how the person reads the law, and the lender may answer."""
        owed = each.liability
        if owed.outcome != "barred" or owed.confidence != "statute" or owed.stale or each.deficiency.stays_on_home:
            return None
        own = {rule.id for rule in compiled(self.facts.state).law.deficiency}
        return owed.decider if owed.decider is not None and owed.decider.id in own else None

    @cached_property
    def exemptions(self) -> tuple[str, ...]:
        """The statutes on what of pay and of money in the bank is protected, where they were read."""
        law = state_law(self.exemption_state)
        found = [part.cite for part in (law.wage_garnishment, law.bank_account) if part.checked == "statute"]
        return tuple(dict.fromkeys(cite for cites in found for cite in cites))

    @property
    def exemption_state(self) -> str:
        return self.facts.household.residence_state or self.facts.state

    # What fills a letter

    @cached_property
    def values(self) -> dict[str, object]:
        """The case's own words for a letter; None where the case does not know."""
        facts, kind = self.facts, self.facts.disposition.kind
        since = self.each.loan.first_delinquent_on
        form = self.form[0] if self.form else None
        return {
            "state": self.assessment.state_name,
            "loss": LOST_BY[kind] if kind else Text("the loss of the home"),
            "way_cites": _cites(self.deciding),
            "foreclosure": BY_FORECLOSURE[compiled(facts.state).law.foreclosure.usual],
            "foreclosure_cites": _cites(self.foreclosure),
            "exemption_state": state_law(self.exemption_state).name,
            "exemption_cites": cites(self.exemptions),
            "sale_scheduled": facts.property.sale_scheduled_on,
            "since": Text(" since {day}", {"day": since}) if since else Text(" for the last two years"),
            "offer_amount": self.affordable,
            "contract_price": facts.disposition.sale_price if kind == "short_sale" else None,
            "form_year": str(form.calendar_year) if form and form.calendar_year else None,
            "form_amount": form.discharged if form else None,
            "form_points": self._form_points(),
        }

    @cached_property
    def affordable(self) -> Decimal | None:
        """What that plan would offer at once, in whole dollars; None where it offers nothing, or has no numbers."""
        offer = self.plan.best
        return None if offer is None else offer.paid.quantize(Decimal(1), ROUND_FLOOR)

    @property
    def reasons(self) -> dict[str, Text]:
        """Why a gap is filled with what it is, where that is no answer of the person's."""
        if self.affordable is None:
            return {}
        return {"offer_amount": Text("From your plan to settle: what you could pay, and no more than makes sense.")}

    def _form_points(self) -> tuple[Text, ...] | None:
        """What does not fit on a Form 1099-C, as the person may write it."""
        found = self.form[1].findings if self.form else ()
        return tuple(WRITE[each.key] for each in found if each.weight != "note" and each.key in WRITE) or None

    @cached_property
    def form(self) -> tuple[Form1099C, Reading] | None:
        """The Form 1099-C that came for this loan, of which a box was copied, and how it reads."""
        copied = [form for form in self.facts.household.forms_1099c if form != Form1099C(loan=form.loan)]
        only = self.facts.loans[0].id if len(self.facts.loans) == 1 else None
        pairs = zip(copied, self.assessment.forms_1099, strict=False)  # forms 1099-A come after them
        return next((pair for pair in pairs if (pair[0].loan or only) == self.each.loan.id), None)


def _cites(decider: Decider | None) -> str | None:
    return cites(decider.citations) if decider else None
