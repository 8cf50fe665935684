"""What a levy could take from the money in the bank: when nobody does anything, and when every exemption is claimed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce

from ..facts import Facts, Household, Loan
from ..law.collection import Collection
from ..law.dated import in_words, on_day
from ..law.exempt import Protection
from ..law.federal import federal
from ..law.loader import state_law
from ..law.schema import Checked
from ..money import NOTHING, ZERO, Span
from ..working import Line, Text
from .limits import household_use
from .pay import Inputs, inputs, state_wage

MARRIED = ("married_jointly", "married_separately")


@dataclass(frozen=True)
class Bank:
    """One levy on the balance that was told."""

    state: str
    balance: Span
    may_take: Span  # if nobody claims anything
    if_claimed: Span  # if every exemption is claimed that the facts allow
    working: tuple[Line, ...]
    notes: tuple[Text, ...]
    caveats: tuple[Text, ...]
    needs: tuple[str, ...]
    citations: tuple[str, ...]
    checked: Checked


def bank(facts: Facts, loans: tuple[Loan, ...] = ()) -> Bank:
    """What a creditor of these loans could take from the account, by the law of the state where the person lives.

    Money owned with someone else counts whole at the high end and by the person's own share at the low end: how a state
    shares it out was not read. Whoever says nothing of another owner is taken to be the only one.
    """
    home = facts.household
    code = home.residence_state or facts.state
    law = state_law(code)
    balance = Span.of(home.bank_balance) if home.bank_balance is not None else Span(ZERO, None)
    case = _Account(facts, code, loans or facts.loans, inputs(facts))
    lines = [Line(Text("In the account"), balance, Text("As you told us."), needs=_needs(home, "bank_balance"))]
    if law.bank_account.whole_account:
        says = Text("The law does not let ordinary creditors take money out of a bank account.")
        lines.append(Line(Text("Protected by state law"), balance, says, "; ".join(law.bank_account.cite), "less"))
        kept, claimed = balance, NOTHING
    else:
        benefits = case.benefits(balance)
        by_state = case.pools(automatic=True)
        # Whether what the state protects comes on top of the benefits was not read.
        kept = Span(benefits.at_least(by_state).low, (benefits + by_state).high)
        claimed = case.pools(automatic=False) - by_state
        claimed = (claimed.floored() + case.paid_wages()).floored()
        lines += case.lines(benefits)
    may_take = _left(balance, kept)
    if_claimed = _left(balance, kept + claimed)
    if home.bank_joint:
        share = Span.of(home.bank_share) if home.bank_share is not None else Span(ZERO, Decimal(100))
        own = balance.times((share.low or ZERO) / 100)
        may_take = Span(_left(own, kept).low, may_take.high)
        if_claimed = Span(_left(own, kept + claimed).low, if_claimed.high)
    lines.append(Line(Text("They could take"), may_take, Text("If nobody claims anything."), kind="sum"))
    if if_claimed != may_take:
        how = Text("If you claim every exemption that these facts allow.")
        lines.append(Line(Text("They could take"), if_claimed, how, kind="sum"))
    needs = [line.needs for line in lines if line.needs]
    return Bank(
        state=law.name,
        balance=balance,
        may_take=may_take,
        if_claimed=if_claimed,
        working=tuple(lines),
        notes=(Text(law.bank_account.notes, context=f"{code}.bank_account"),),
        caveats=tuple(case.caveats()),
        needs=tuple(dict.fromkeys(needs)) if not (may_take.exact and if_claimed.exact) else (),
        citations=law.bank_account.cite,
        checked=law.bank_account.checked,
    )


def _left(balance: Span, kept: Span) -> Span:
    """What is not protected, never more than is there."""
    return (balance - kept).floored().at_most(balance)


def _needs(home: Household, field: str) -> str:
    return f"household.{field}" if getattr(home, field) is None else ""


@dataclass(frozen=True)
class _Account:
    facts: Facts
    code: str
    loans: tuple[Loan, ...]
    known: Inputs

    @property
    def protects(self) -> tuple[Protection, ...]:
        return state_law(self.code).bank_account.protects

    def benefits(self, balance: Span) -> Span:
        """What the bank must leave of federal benefits by itself."""
        given = self.facts.household.bank_federal_benefits
        return Span(ZERO, balance.high) if given is None else balance.at_most(Span.of(given))

    def pools(self, *, automatic: bool) -> Span:
        """What the state protects: by itself alone, or with everything claimed. The greatest of a pool counts."""
        total = NOTHING
        for pool in dict.fromkeys(each.pool for each in self.protects):
            ours = [each for each in self.protects if each.pool == pool and (each.automatic or not automatic)]
            amounts = [self.amount(each) for each in ours]
            total = total + reduce(Span.at_least, amounts, NOTHING)
        return total

    def amount(self, each: Protection) -> Span:
        """What one protection comes to for this person, nothing where it is not for them."""
        holds = self.holds(each)
        if holds is False:
            return NOTHING
        if each.hours is not None:
            law = state_law(self.code).wage_garnishment
            found = state_wage(law, self.known, self.facts.as_of).times(each.hours)
        else:
            figure = on_day(each.amounts, self.facts.as_of)
            found = Span.of(figure.amount if figure else ZERO)
        if each.each_dependent:
            people = self.known.dependents
            more = Span(people.low, people.high).times(each.each_dependent)
            found = found + more
        if each.joint_owner_too and self.facts.household.bank_joint:
            found = found + found
        if each.at_least:
            found = Span(found.low, None)
        if each.up_to or holds is None:
            found = Span(ZERO, found.high)
        return found

    def holds(self, each: Protection) -> bool | None:
        """Whether a protection is for this person."""
        when = each.when
        answers = [
            None if when.debt is None else _is(self._consumer(), when.debt == "consumer"),
            None if when.head_of_family is None else _is(self._head(), when.head_of_family),
            None if when.irregular_pay is None else _is(self._irregular(), when.irregular_pay),
            None if when.federal_benefits is None else _is(self._benefits(), when.federal_benefits),
            None if when.uses_homestead is None else _is(self._homestead(), when.uses_homestead),
            None if when.age_from is None else self._aged(when.age_from),
        ]
        asked = when.model_dump(exclude_none=True)
        results = [a for a, name in zip(answers, type(when).model_fields, strict=True) if name in asked]
        if False in results:
            return False
        return None if None in results else True

    def _consumer(self) -> bool | None:
        uses = {household_use(self.facts, loan) for loan in self.loans}
        return uses.pop() if len(uses) == 1 else None

    def _head(self) -> bool | None:
        """Head of a family; a married person counts as one where nobody said."""
        home = self.facts.household
        if home.head_of_family is None and home.filing_status in MARRIED:
            return True
        return home.head_of_family

    def _irregular(self) -> bool | None:
        return False if self.facts.household.pay_period is not None else None

    def _benefits(self) -> bool | None:
        given = self.facts.household.bank_federal_benefits
        return None if given is None else given > 0

    def _homestead(self) -> bool | None:
        return False if self.facts.household.owns_home is False else None  # an owner may choose

    def _aged(self, least: int) -> bool | None:
        age = self.facts.household.people[0].age
        return None if age is None else age >= least

    def paid_wages(self) -> Span:
        """What stays protected of pay that is in the account: at most the pay itself."""
        rule = state_law(self.code).wage_garnishment.paid_wages
        given = self.facts.household.bank_wages
        if (rule is not None and not rule.protected) or given == 0:
            return NOTHING
        if rule is not None and rule.head_of_family_only and self._head() is False:
            return NOTHING
        return Span(ZERO, given)

    def lines(self, benefits: Span) -> Iterator[Line]:
        """One line for each protection."""
        rule = federal(Collection).bank_lookback
        home = self.facts.household
        how = Text("Benefits paid in electronically in the last {months} months.", {"months": rule.months})
        yield Line(
            Text("Federal benefits, left alone by the bank"),
            benefits,
            how,
            "; ".join(rule.cite),
            "less",
            _needs(home, "bank_federal_benefits"),
        )
        law = state_law(self.code).bank_account
        for each in self.protects:
            if self.holds(each) is not False:
                label = Text("Left alone by the bank") if each.automatic else Text("Yours if you claim it")
                yield Line(label, self.amount(each), for_whom(each), "; ".join(law.cite), "less", self.needs(each))
        paid = state_law(self.code).wage_garnishment.paid_wages
        if paid and paid.protected and self.paid_wages() != NOTHING:
            how = Text("Pay stays protected in the account.")
            if paid.lasts:
                how = Text("Pay stays protected for {time} after you get it.", {"time": in_words(paid.lasts)})
            source = "; ".join(paid.cite or state_law(self.code).wage_garnishment.cite)
            needs = _needs(home, "bank_wages")
            yield Line(Text("Yours if you show that it is pay"), self.paid_wages(), how, source, "less", needs)

    def needs(self, each: Protection) -> str:
        """The fact that would tell whether, or how much of, it counts."""
        home = self.facts.household
        if self.holds(each) is None:
            fields = {
                "head_of_family": "head_of_family",
                "irregular_pay": "pay_period",
                "federal_benefits": "bank_federal_benefits",
                "uses_homestead": "owns_home",
            }
            for name, field in fields.items():
                if getattr(each.when, name) is not None and getattr(home, field) is None:
                    return f"household.{field}"
            if each.when.age_from is not None:
                return "household.people.0.age"
            if each.when.debt is not None:
                return f"loans.{self.loans[0].id}.consumer_debt"
        if each.hours is not None and not self.known.wage.exact and not self.amount(each).exact:
            return "household.minimum_wage"
        return _needs(home, "supported_dependents") if each.each_dependent else ""

    def caveats(self) -> Iterator[Text]:
        for each in self.protects:
            figure = on_day(each.amounts, self.facts.as_of)
            if figure is not None and (each.at_least or not figure.read):
                values = {"amount": figure.amount, "day": figure.since}
                yield Text("The {amount} is the figure of {day}; we have not read a newer one.", values)
        if state_law(self.code).bank_account.checked == "weak":
            yield Text("We found only one source for this, or sources that differ. Have a lawyer confirm it.")


def _is(fact: bool | None, wanted: bool) -> bool | None:
    return None if fact is None else fact == wanted


def for_whom(each: Protection) -> Text:
    """For whom a protection is, in words."""
    when = each.when
    if when.federal_benefits:
        return Text("Where benefits come in electronically.")
    if when.uses_homestead is False:
        return Text("For whoever does not use the home exemption.")
    if when.age_from is not None:
        return Text("From the age of {age}.", {"age": when.age_from})
    if when.head_of_family:
        return Text("For the head of a family.")
    if when.irregular_pay:
        return Text("For whoever is not paid by the week, half month or month.")
    if when.debt == "consumer":
        return Text("For a consumer debt.")
    if when.debt == "other":
        return Text("For a debt that is no consumer debt.")
    return Text("As far as other exemptions are not used.") if each.up_to else Text("For any debtor.")
