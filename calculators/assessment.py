"""Facts in, one Assessment out: what every page, paper and answer of the API draws.

`assess` is pure. It knows no database, no clock (the date comes with the facts) and no framework.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from .consequences.cancelled_debt import Tax, tax
from .consequences.claimants import Claim, claims
from .consequences.collection import Collection, collection
from .consequences.credit import Credit, credit
from .consequences.deadlines import Clock, deadlines
from .consequences.deficiency import Deficiency, Share, deficiency, shares
from .consequences.information_return import Reading, read_forms
from .consequences.liability import ORDER, Exemption, Liability, Verdict, liability
from .consequences.outcome import LoanOutcome
from .consequences.rights import Told, rights
from .consequences.tax_json import tax_json
from .consequences.timeline import Entry, timeline
from .facts import FORECLOSURES, BadFacts, Facts, Fault, Loan, states_of
from .law import clocks
from .law.compiled import compiled
from .law.loader import codes, law_version
from .money import NOTHING, Span
from .working import Text, amount_json, line_json, span_json

WINDOWS = ("deficiency_claim", "confirmation", "notice_of_intent", "enforcement")  # the lender's
LOSS_SOLD = {
    "judicial_foreclosure": Text("after this foreclosure through a court"),
    "nonjudicial_foreclosure": Text("after this foreclosure sale without a court"),
    "strict_foreclosure": Text("after this strict foreclosure"),
    "short_sale": Text("after this short sale"),
    "deed_in_lieu": Text("after this deed in lieu of foreclosure"),
}
LOSS_AHEAD = {
    "judicial_foreclosure": Text("after a foreclosure through a court"),
    "nonjudicial_foreclosure": Text("after a foreclosure sale without a court"),
    "strict_foreclosure": Text("after a strict foreclosure"),
    "short_sale": Text("after a short sale"),
    "deed_in_lieu": Text("after a deed in lieu of foreclosure"),
}


@dataclass(frozen=True)
class LoanAssessment(LoanOutcome):
    """What is known of one loan, in a sentence too."""

    headline: Text
    certainty: Text


@dataclass(frozen=True)
class Assessment:
    """The whole answer for one homeowner, as of a date."""

    facts: Facts
    state_name: str
    loans: tuple[LoanAssessment, ...]
    surplus: Span
    surplus_note: Text | None
    deadlines: tuple[Clock, ...]
    unknown: tuple[str, ...]
    law_checked_on: date
    law_version: str
    referrals: tuple[Text, ...]

    @property
    def outcome(self) -> Verdict:
        """Barred only where every loan is; otherwise what leaves the person most exposed."""
        outcomes = {each.liability.outcome for each in self.loans}
        if "depends" in outcomes:
            return "depends"
        return max((o for o in ORDER if o in outcomes), key=ORDER.index)

    @property
    def main(self) -> LoanAssessment:
        """The loan that the answer leads with: the one that leaves most to worry about."""
        rank = {"barred": 0, "limited": 1, "depends": 2, "allowed": 3}
        return max(
            self.loans,
            key=lambda each: (
                not each.deficiency.stays_on_home,
                rank[each.liability.outcome] > 0,
                each.deficiency.collectible.high or Decimal(0),
            ),
        )

    @property
    def headline(self) -> Text:
        """The answer in one sentence."""
        return self.main.headline

    @property
    def collectible(self) -> Span:
        """What may be collected on all loans together."""
        total = NOTHING
        for each in self.loans:
            if not each.deficiency.stays_on_home:
                total = total + each.deficiency.collectible
        return total

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """Who may come for what is left, and what they are known to do."""
        return claims(self.facts, self.loans)

    @cached_property
    def collection(self) -> Collection:
        """What may be taken of wages, bank account and other property, and what a judgment grows to."""
        return collection(self.facts, self.loans)

    @cached_property
    def credit(self) -> Credit:
        """What credit reports show, until when, and when a new mortgage is possible."""
        return credit(self.facts, self.loans)

    @cached_property
    def forms_1099(self) -> tuple[Reading, ...]:
        """The Forms 1099-C and 1099-A that came, in plain words, with what does not fit."""
        return read_forms(self.facts, self.loans)

    @cached_property
    def tax(self) -> Tax:
        """Cancelled debt, what of it is taxed, and the gain or loss on the home."""
        names = {each.loan.id: loan_name(self.facts, each.loan) for each in self.loans}
        return tax(self.facts, self.loans, self.surplus, names)

    @cached_property
    def rights(self) -> tuple[Told, ...]:
        """The rights that the case gives."""
        return rights(self.facts, self.loans, self.deadlines, self.claims)

    @cached_property
    def timeline(self) -> tuple[Entry, ...]:
        """Every day of the case in one order: what happened, the clocks, and what comes off or opens up later."""
        no_form = self.tax.form_1099c is False
        return timeline(self.facts, self.loans, self.deadlines, self.credit, taxes=not no_form)

    def as_json(self) -> dict[str, Any]:
        """The assessment as the JSON contract has it, in English."""
        return {
            "state": self.facts.state,
            "as_of": self.facts.as_of.isoformat(),
            "law_checked_on": self.law_checked_on.isoformat(),
            "law_version": self.law_version,
            "outcome": self.outcome,
            "headline": str(self.headline),
            "loans": [_loan_json(each, self.claims) for each in self.loans],
            "surplus": amount_json(self.surplus),
            "surplus_note": str(self.surplus_note) if self.surplus_note else None,
            "deadlines": self._days_json(),
            "tax": tax_json(self.tax),
            "collection": {
                **self.collection.as_json(),
                "claimants": [claim.as_json() for claim in self.claims],
                "rights": [told.as_json() for told in self.rights],
            },
            "credit": self.credit.as_json(),
            "forms_1099": [each.as_json() for each in self.forms_1099],
            "referrals": [str(text) for text in self.referrals],
            "unknown": list(self.unknown),
        }

    def _days_json(self) -> list[dict[str, Any]]:
        """Every clock, and the days of the timeline that are none."""
        days = [entry.as_json() for entry in self.timeline if entry.clock is None]
        return sorted([*map(_clock_json, self.deadlines), *days], key=lambda day: day["date"] or "9999")


def assess(facts: Facts) -> Assessment:
    """The assessment of a homeowner's situation. Raises BadFacts for a state without law, or a way
    of losing the home that the state does not have."""
    check(facts)
    law = compiled(facts.state)
    split = shares(facts)
    loans = tuple(_loan(facts, loan, split[loan.id]) for loan in facts.loans)
    unknown = dict.fromkeys(path for each in loans for path in (*each.liability.depends_on, *each.deficiency.needs))
    surplus, note = _surplus(facts, loans)
    return Assessment(
        facts=facts,
        state_name=law.law.name,
        loans=loans,
        surplus=surplus,
        surplus_note=note,
        deadlines=_distinct(clock for each in loans for clock in each.deadlines),
        unknown=tuple(unknown),
        law_checked_on=min(law.law.checked_on, law.common.checked_on),
        law_version=law_version(*states_of(facts)),
        referrals=tuple(_referrals(facts)),
    )


def check(facts: Facts) -> None:
    """Raises BadFacts where a state has no law file or not this way of losing a home."""
    home = facts.household
    named = {"state": facts.state, "household.residence_state": home.residence_state}
    named["household.work_state"] = home.work_state
    if wrong := [path for path, code in named.items() if code is not None and code not in codes()]:
        raise BadFacts([Fault(path, Text("is not one of the 50 states or DC")) for path in wrong])
    law = compiled(facts.state)
    kind = facts.disposition.kind
    if kind is not None and kind not in law.kinds:
        values = {"state": law.law.name, "kinds": ", ".join(law.kinds)}
        message = Text("does not exist in {state}; there it is one of {kinds}", values)
        raise BadFacts([Fault("disposition.kind", message)])


def _loan(facts: Facts, loan: Loan, share: Share) -> LoanAssessment:
    owed = liability(facts, loan)
    left = deficiency(facts, loan, owed, share)
    return LoanAssessment(
        loan,
        owed,
        left,
        tuple(clock for clock in deadlines(facts, loan) if not _moot(clock, owed)),
        _headline(facts, loan, owed, left),
        _certainty(facts, owed),
    )


def _moot(clock: Clock, owed: Liability) -> bool:
    """Whether a clock cannot matter any more: a rule other than a clock already ends the claim. A lender's
    window that has passed still shows; one that runs would only frighten."""
    ended = owed.outcome == "barred" and not any(decider.clock for decider in owed.deciders)
    return ended and (clock.what == "fair_value_request" or (clock.what in WINDOWS and clock.state != "passed"))


def _distinct(found: Any) -> tuple[Clock, ...]:
    """The clocks of the case, each once, earliest first."""
    seen: dict[tuple[Any, ...], Clock] = {}
    for clock in found:
        dated_redemption = clock.what == "redemption" and clock.date is not None  # two rules may give one day
        key = (clock.what, clock.date) if dated_redemption else (clock.what, clock.rule, clock.loan, clock.date)
        seen.setdefault(key, clock)
    return tuple(sorted(seen.values(), key=lambda clock: clock.date or date.max))


def _surplus(facts: Facts, loans: tuple[LoanAssessment, ...]) -> tuple[Span, Text | None]:
    """What the sale left over, and whose it is."""
    taking = [each for each in loans if not each.deficiency.stays_on_home]
    if not taking or facts.disposition.kind not in (*FORECLOSURES, "short_sale"):
        return NOTHING, None
    surplus = taking[-1].deficiency.surplus
    if facts.disposition.sale_price is None or facts.disposition.kind == "strict_foreclosure":
        return NOTHING, None
    if surplus.low is None or surplus.low == 0:
        return surplus, None
    return surplus, Text(
        "The sale brought more than the loans that we know of. What is left after them and after "
        "other liens on the home belongs to the owner. Ask the court, the trustee or the sheriff "
        "for it in writing: the time to claim it can be short."
    )


def _headline(facts: Facts, loan: Loan, owed: Liability, left: Deficiency) -> Text:
    """The answer for one loan in one sentence: flat only where the law was read and nothing is
    open, otherwise as what we found."""
    law = compiled(facts.state)
    kind = facts.disposition.kind
    losses = LOSS_AHEAD if clocks.before_the_sale(facts) else LOSS_SOLD
    values: dict[str, object] = {
        "state": law.law.name,
        "loss": losses[kind] if kind else Text("when a home is lost"),
        "gap": left.gross,
        "amount": left.collectible,
        "loan": loan_name(facts, loan),
    }
    if left.stays_on_home:
        return Text("In {state}, {loss}, {loan} stays on the home, and you still owe it.", values)
    if left.gross == NOTHING:
        return Text("By these numbers the sale pays {loan} in full. Nothing is left to collect.", values)
    many = len(facts.loans) > 1
    whose = "the lender of {loan}" if many else "the lender"
    gap = "the remaining {gap}" if left.gross.exact else "what is left of the debt"
    match owed.outcome:
        case "barred" if owed.flat:
            text = "In {state}, {loss}, " + whose + " cannot collect " + gap + " from you."
        case "barred":
            text = "In {state}, {loss}, the law we found would keep " + whose + " from collecting " + gap + "."
        case _ if "barred" not in owed.possible and left.collectible.high is None:
            text = "In {state}, {loss}, " + whose + " can come after you for what is left. How much is not known yet."
        case "limited" | "allowed" if owed.flat:
            text = "In {state}, {loss}, " + whose + " can still come after you for {amount}."
        case "limited" | "allowed":
            text = "In {state}, {loss}, the law we found would let " + whose + " come after you for {amount}."
        case "depends" if "barred" not in owed.possible:
            text = "In {state}, {loss}, the law we found would let " + whose + " come after you for {amount}."
        case _:
            count = len(owed.depends_on)
            text = "In {state}, whether " + whose + " can still come after you depends on "
            text += "one thing." if count == 1 else "{count} things."
            values["count"] = count
    return Text(text, values)


def _certainty(facts: Facts, owed: Liability) -> Text:
    """How sure the answer is, and why."""
    if owed.outcome == "depends" and "barred" not in owed.possible:
        return Text("Under what conditions depends on facts that are not known yet.")
    if owed.outcome == "depends":
        return Text("The facts so far leave more than one answer open.")
    if owed.flat:
        return Text("We read the statute itself, within the last year.")
    if owed.stale:
        return Text("Nobody has checked this rule for more than a year. Have it checked before you rely on it.")
    if owed.confidence == "weak":
        return Text("We found only one source for this, or sources that differ. Have a lawyer confirm it.")
    if owed.confidence == "secondary":
        return Text("Two or more guides agree on this; we have not read the statute itself.")
    return Text("We read the statute itself. It has an exception that your answers leave open.")


def _referrals(facts: Facts) -> list[Text]:
    """Questions that we do not answer, with whom to ask."""
    law = compiled(facts.state).law
    found = []
    who = {loan.obligor for loan in facts.loans}
    if law.community_property and who & {"mortgage_only", "former_spouse"}:
        found.append(
            Text(
                "{state} is a community property state. What a lender may take of property that "
                "spouses own or owned together, for a debt that one of them made, needs a lawyer "
                "or a legal aid office there.",
                {"state": law.name},
            )
        )
    if "former_spouse" in who:
        found.append(
            Text(
                "A divorce decree that gives the loan to your former spouse does not bind the lender. "
                "It may let you ask your former spouse to pay you back: ask a family lawyer."
            )
        )
    if "guarantor" in who:
        found.append(Text("Whether your state's protection covers a guarantor needs a lawyer."))
    if "heir" in who:
        found.append(Text("Whoever settles the estate must deal with the lender's claim: ask a probate lawyer."))
    return found


def loan_name(facts: Facts, loan: Loan) -> Text:
    """The loan in words."""
    if loan.lien == "first":
        return Text("the first mortgage")
    if sum(other.lien == "junior" for other in facts.loans) > 1:
        return Text("the junior loan “{id}”", {"id": loan.id})
    return Text("the second loan")


def _exception_json(exemption: Exemption) -> dict[str, Any]:
    return {
        "key": exemption.path,
        "says": str(exemption.says),
        "question": str(exemption.question),
        "settled": exemption.settled,
        "then": exemption.then,
    }


def _loan_json(each: LoanAssessment, found: tuple[Claim, ...]) -> dict[str, Any]:
    owed, left = each.liability, each.deficiency
    decider = owed.decider
    return {
        "id": each.loan.id,
        "lien": each.loan.lien,
        "liability": {
            "outcome": owed.outcome,
            "possible": list(owed.possible),
            "rule": decider.id if decider else None,
            "says": str(decider.says) if decider else str(each.headline),
            "citations": list(dict.fromkeys(c for d in owed.deciders for c in d.citations)),
            "exceptions": [_exception_json(exemption) for exemption in owed.exceptions],
            "depends_on": list(owed.depends_on),
            "confidence": owed.confidence,
            "flat": owed.flat,
            "claimants": [claim.who for claim in found if claim.loan == each.loan.id and claim.who != "nobody"],
            "stay": str(owed.stay.says) if owed.stay else None,
            "branches": [
                {
                    "rule": d.id,
                    "kind": d.kind,
                    "outcome": d.outcome,
                    "says": str(d.says),
                    "citations": list(d.citations),
                    "confidence": d.checked,
                }
                for d in owed.deciders
            ],
        },
        "deficiency": {
            "debt": amount_json(left.debt),
            "credit": amount_json(left.credit),
            "gross": amount_json(left.gross),
            "collectible": span_json(left.collectible),
            "working": [line_json(line) for line in (*left.working, *left.limits)],
        },
    }


def _clock_json(clock: Clock) -> dict[str, Any]:
    return {
        "what": clock.what,
        "kind": "yours" if clock.yours else "theirs",
        "loan": clock.loan,
        "date": clock.date.isoformat() if clock.date else None,
        "safe_after": clock.safe_after.isoformat() if clock.safe_after else None,
        "counted_from": clock.counted_from,
        "period": str(clock.period),
        "state": clock.state,
        "applies": clock.applies,
        "says": str(clock.says),
        "citations": list(clock.citations),
    }
