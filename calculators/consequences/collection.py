"""What they can take: wages, bank account and other property, and what a judgment grows to, from all loans together.

Nothing may be taken for a loan that cannot be collected; where that is open the low end is nothing. An ordinary
creditor needs a judgment first. What the federal government may do without a court stands apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..facts import Facts
from ..law.clocks import judgment_on
from ..law.collection import Collection as CollectionLaw
from ..law.collection import Right
from ..law.federal import federal
from ..money import NOTHING, UNKNOWN, ZERO, Span
from ..working import Line, Text, amount_json, line_json, number, span_json
from .bank import Bank, bank
from .judgment import Judgment, judgment, months_to_pay
from .limits import plain
from .other_property import OtherHome, other_home
from .outcome import LoanOutcome
from .pay import inputs
from .wages import ClaimTake, StateTake, Wages, of_cap, wages

PLACES = ("residence_state", "work_state")  # without an answer the home's own state stands in
OTHER_PROPERTY = ("judgment-lien", "vehicle-and-goods")
GOVERNMENT = ("fha", "va", "usda", "usda_guaranteed", "usda_direct")


@dataclass(frozen=True)
class Administrative:
    """What a federal agency that the debt is owed to may take without a court."""

    per_pay_period: Span
    working: tuple[Line, ...]
    offsets: tuple[Text, ...]
    needs: tuple[str, ...]
    citations: tuple[str, ...]


@dataclass(frozen=True)
class Collection:
    """What creditors of all loans together may take."""

    facts: Facts
    loans: tuple[LoanOutcome, ...]  # those that are, or may be, collectible

    @property
    def nothing(self) -> bool:
        """Whether nothing can be collected at all."""
        return not self.loans

    @property
    def certain(self) -> bool:
        """Whether something can be collected for sure."""
        return any(_certain(each) for each in self.loans)

    @property
    def judged(self) -> bool:
        """Whether a court has ruled already."""
        return self.facts.stage == "judgment" or any(judgment_on(self.facts, each.loan) for each in self.loans)

    @property
    def amount(self) -> Span:
        """What may be collected, dollars."""
        total = NOTHING
        for each in self.loans:
            given = each.loan.judgment_amount
            total = total + (Span.of(given) if given is not None else each.deficiency.collectible)
        return total

    @property
    def when(self) -> Text:
        """From when on they may take something."""
        if self.nothing:
            return Text("Nothing can be collected from you, so nothing may be taken.")
        stay = next((each.liability.stay for each in self.loans if each.liability.stay), None)
        if stay is not None:
            return stay.says
        if self.judged:
            return Text("With the judgment they can ask the court for an order to take pay or money in the bank.")
        return Text("Only after a judgment: they have to sue you and win before they can take any of this.")

    @cached_property
    def wages(self) -> Wages:
        """The most that the law lets be taken of the pay, were the debt owed."""
        return wages(self.facts, tuple(each.loan for each in self.loans))

    def open(self, span: Span) -> Span:
        """A span as this case has it: nothing where nothing is owed, from nothing up where that is not settled."""
        if self.nothing:
            return NOTHING
        return span if self.certain else Span(ZERO, span.high) if span.known else UNKNOWN

    @cached_property
    def administrative(self) -> Administrative | None:
        """What a federal agency may take by itself; None where no loan leads to one."""
        if not any(each.loan.program in GOVERNMENT for each in self.loans):
            return None
        return _administrative(self.facts)

    @cached_property
    def bank(self) -> Bank:
        """What a levy could take from the account."""
        return bank(self.facts, tuple(each.loan for each in self.loans))

    @cached_property
    def other_home(self) -> OtherHome | None:
        """Another home that the person owns; None where there is none."""
        return other_home(self.facts)

    @property
    def other_property(self) -> tuple[Right, ...]:
        """What else a judgment reaches or leaves, in words."""
        return () if self.nothing else tuple(federal(CollectionLaw).named(name) for name in OTHER_PROPERTY)

    @cached_property
    def judgment(self) -> Judgment | None:
        """The judgment over the years; None where nothing can be collected."""
        return None if self.nothing else judgment(self.facts, tuple(each.loan for each in self.loans), self.amount)

    @cached_property
    def paid_after(self) -> Span | None:
        """Months until the most that may be taken of pay has paid the judgment; None where none of it is taken."""
        told = self.judgment
        if told is None or not self.wages.per_month.high:
            return None
        return months_to_pay(told.amount, told.percent, self.wages.per_month, self.compounding)

    @property
    def compounding(self) -> tuple[str, str]:
        """How interest on the judgment grows at the low end and at the high end."""
        kinds = {rate.compounding for rate in self.judgment.rates} if self.judgment else set()
        return "yearly" if kinds == {"yearly"} else "simple", "yearly" if "yearly" in kinds else "simple"

    @property
    def needs(self) -> tuple[str, ...]:
        """The facts that would settle an amount, most useful first."""
        if self.nothing:
            return ()
        where = [f"household.{name}" for name in PLACES if getattr(self.facts.household, name) is None]
        unsettled = [each for each in self.loans if not _certain(each)]
        whether = [path for each in unsettled for path in each.liability.depends_on]
        how_much = [path for each in unsettled for path in each.deficiency.needs]
        told = self.judgment.needs if self.judgment else ()
        home = self.other_home.needs if self.other_home else ()
        return tuple(dict.fromkeys([*whether, *where, *self.wages.needs, *self.bank.needs, *home, *told, *how_much]))

    def as_json(self) -> dict[str, Any]:
        """What they can take, as the contract has it, in English."""
        told = self.judgment
        return {
            "when": str(self.when),
            "garnishment": self._wages_json(),
            "administrative_garnishment": _administrative_json(self.administrative, self),
            "bank": _bank_json(self.bank, self),
            "other_home": _home_json(self.other_home, self),
            "other_property": [
                {"says": right.says, "citations": list(right.cite), "confidence": right.checked}
                for right in self.other_property
            ],
            "judgment_interest_rate": _rate_json(told.percent) if told else None,
            "judgment_balance_by_year": years_json(told),
            "judgment": judgment_json(told),
            "needs": list(self.needs),
        }

    def _wages_json(self) -> dict[str, Any]:
        found = self.wages
        return {
            "per_pay_period": amount_json(self.open(found.per_pay_period)),
            "pay_period": found.period,
            "left_for_this_debt": amount_json(self.open(found.left)),
            "per_month": amount_json(self.open(found.per_month)),
            "per_year": amount_json(self.open(found.per_year)),
            "months_until_paid": span_json(self.paid_after) if self.paid_after else None,
            "states": [state_json(each) for each in found.states],
            "assumed_state": found.assumed_state,
            "working": [line_json(line) for line in self.working],
            "confidence": found.checked,
            "needs": list(found.needs),
        }

    @property
    def working(self) -> tuple[Line, ...]:
        """How what may be taken of wages came about, whether or not anything is owed."""
        if not self.nothing:
            if self.certain:
                return self.wages.working
            how = Text("Whether anything is left to collect is not settled. If nothing is, nothing may be taken.")
            taken = self.open(self.wages.per_pay_period)
            return (*self.wages.working, Line(Text("They may take of one paycheck"), taken, how, kind="sum"))
        how = Text("None of these debts can be collected from you.")
        return (Line(Text("They may take of one paycheck"), NOTHING, how, kind="sum"),)


def _certain(each: LoanOutcome) -> bool:
    """Whether something is owed on this loan, and may be collected, for sure."""
    settled = "barred" not in each.liability.possible and each.liability.stay is None
    return settled and bool(each.loan.judgment_amount or each.deficiency.collectible.low)


def collection(facts: Facts, loans: tuple[LoanOutcome, ...]) -> Collection:
    """What creditors may take, told from all loans together. Told when asked for: making it costs nothing."""
    owed = (
        each
        for each in loans
        if each.liability.possible != ("barred",)
        and not each.deficiency.stays_on_home
        and each.deficiency.collectible != NOTHING
    )
    return Collection(facts, tuple(owed))


def _administrative(facts: Facts) -> Administrative:
    law = federal(CollectionLaw)
    cap, steps = law.administrative_garnishment, law.named("administrative-garnishment-steps")
    known, period = inputs(facts), facts.household.pay_period
    take, needs = UNKNOWN, ["household.pay_period"] if period is None else []
    if period is not None and known.disposable.high is not None:
        take = of_cap(cap, facts, known, period)
    if not known.disposable.exact:
        needs.append("household.disposable_pay")
    share = {"percent": plain(cap.limits[0].percent or ZERO)}
    how = Text("{percent}% of disposable pay, and nothing of what 30 hours a week at the minimum wage come to.", share)
    line = Line(Text("An agency may take of one paycheck"), take, how, "; ".join(cap.cite), "sum")
    refund, benefits = law.named("treasury-offset-refund"), law.named("treasury-offset-benefits")
    return Administrative(
        per_pay_period=take,
        working=(line,),
        offsets=tuple(Text(each.says, context=f"federal.{each.id}") for each in (steps, refund, benefits)),
        needs=tuple(needs),
        citations=tuple(dict.fromkeys((*cap.cite, *refund.cite, *benefits.cite))),
    )


def _texts(texts: tuple[Text, ...]) -> list[str]:
    return [str(text) for text in texts]


def state_json(each: StateTake) -> dict[str, Any]:
    """What one state lets a creditor take of pay, as the contract has it."""
    return {
        "state": each.code,
        "allowed": each.allowed,
        "per_pay_period": amount_json(each.take),
        "claims": [_claim_json(claim) for claim in each.claims],
        "notes": _texts(each.notes),
        "caveats": _texts(each.caveats),
        "citations": list(each.citations),
        "confidence": each.checked,
    }


def _claim_json(claim: ClaimTake) -> dict[str, Any]:
    return {
        "id": claim.id,
        "says": str(claim.says),
        "to": claim.to,
        "within": str(claim.within) if claim.within else None,
        "court_decides": claim.court_decides,
        "per_pay_period": amount_json(claim.take),
    }


def _administrative_json(found: Administrative | None, case: Collection) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "per_pay_period": amount_json(case.open(found.per_pay_period)),
        "working": [line_json(line) for line in found.working],
        "offsets": _texts(found.offsets),
        "citations": list(found.citations),
        "needs": list(found.needs),
    }


def _bank_json(found: Bank, case: Collection) -> dict[str, Any]:
    return {
        "may_take": amount_json(case.open(found.may_take)),
        "if_claimed": amount_json(case.open(found.if_claimed)),
        "working": [line_json(line) for line in found.working],
        "notes": _texts(found.notes),
        "caveats": _texts(found.caveats),
        "citations": list(found.citations),
        "confidence": found.checked,
        "needs": list(found.needs),
    }


def _home_json(found: OtherHome | None, case: Collection) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "protected": amount_json(found.protected),
        "reachable": amount_json(case.open(found.reachable)),
        "working": [line_json(line) for line in found.working],
        "notes": _texts(found.notes),
        "caveats": _texts(found.caveats),
        "citations": list(found.citations),
        "confidence": found.checked,
        "needs": list(found.needs),
    }


def _rate_json(percent: Span) -> Any:
    if percent.low is not None and percent.low == percent.high:
        return number(percent.low)
    if percent.low in (None, ZERO) and percent.high is None:
        return None
    return {"low": number(percent.low), "high": number(percent.high)}


def years_json(told: Judgment | None) -> list[dict[str, Any]]:
    """A judgment's balance year by year, as the contract has it."""
    return [
        {
            "year": year.number,
            "on": year.on.isoformat(),
            "balance": amount_json(year.balance),
            "with_payments": amount_json(year.with_payments) if year.with_payments else None,
        }
        for year in (told.years if told else ())
    ]


def judgment_json(told: Judgment | None) -> dict[str, Any] | None:
    """A judgment, as the contract has it."""
    if told is None:
        return None
    return {
        "amount": amount_json(told.amount),
        "entered": told.entered,
        "starts_on": told.starts_on.isoformat(),
        "monthly_payment": number(told.monthly_payment),
        "months_until_paid": span_json(told.paid_after) if told.paid_after else None,
        "working": [line_json(line) for line in told.working],
        "notes": _texts(told.notes),
        "caveats": _texts(told.caveats),
        "citations": list(dict.fromkeys(cite for rate in told.rates for cite in rate.citations)),
        "needs": list(told.needs),
    }
