"""What a creditor with a judgment may take of wages.

The law of the state where the person lives and that of the state where they work both bear on it: the court that
issues the order applies its own (see `which-states-law` in the federal file), so where the two differ the answer is
the span of both. The amounts are the most that the law lets be taken, whatever else comes off pay.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, cached_property, reduce
from itertools import product

from ..facts import Facts, Loan
from ..law.collecting import Amount, Limit, PayPeriod, WageGarnishment
from ..law.collection import Cap, Collection
from ..law.dated import in_words
from ..law.federal import federal
from ..law.loader import state_law
from ..law.schema import Checked
from ..money import NOTHING, UNKNOWN, ZERO, Span
from ..working import Line, Text
from .limits import (
    CONDITION_PATHS,
    Payday,
    World,
    answers,
    condition,
    conditions,
    holds,
    how,
    in_force,
    label,
    lets_through,
    may_be_lifted,
)
from .pay import A_YEAR, PATHS, Inputs, inputs, pay_lines, uses

A_LOT = Decimal(10**6)  # stands for "no end" where an input is tried at its ends
CONFIDENCE: tuple[Checked, ...] = ("weak", "secondary", "statute")


@dataclass(frozen=True)
class ClaimTake:
    """A protection that the worker must ask for, and what could be taken with it."""

    id: str
    says: Text
    to: str | None  # who must get it: court or employer, where that was read
    within: Text | None
    court_decides: bool
    take: Span


@dataclass(frozen=True)
class StateTake:
    """What one state's law lets be taken of one paycheck."""

    code: str
    name: str
    allowed: bool
    take: Span
    lines: tuple[Line, ...]
    claims: tuple[ClaimTake, ...]
    needs: tuple[str, ...]
    caveats: tuple[Text, ...]  # what makes the figure less than sure
    notes: tuple[Text, ...]  # what else the law says to the worker
    citations: tuple[str, ...]
    checked: Checked


@dataclass(frozen=True)
class Wages:
    """What may be taken of wages: of one paycheck, and of that what is left beside what others take already."""

    period: PayPeriod | None
    states: tuple[StateTake, ...]
    assumed_state: bool  # nobody told us where the person lives now: the home's state stands in
    per_pay_period: Span
    left: Span
    per_month: Span
    per_year: Span
    working: tuple[Line, ...]
    needs: tuple[str, ...]

    @property
    def allowed(self) -> bool:
        return any(each.allowed for each in self.states)

    @property
    def checked(self) -> Checked:
        """How the weakest of the laws that count was checked."""
        return min((each.checked for each in self.states), key=CONFIDENCE.index)


def wages(facts: Facts, loans: tuple[Loan, ...] = ()) -> Wages:
    """What creditors of these loans (all, unless named) may take of the pay in the facts, in dollars.

    Raises KeyError for a state of residence or work that has no law file.
    """
    home = facts.household
    loans = loans or facts.loans
    residence = home.residence_state or facts.state
    known = inputs(facts)
    states = tuple(
        _state(code, facts, loans, known, resident=code == residence)
        for code in dict.fromkeys((residence, home.work_state or residence))
    )
    take = reduce(Span.or_, (each.take for each in states))
    left, already = _beside_others(facts, states, known, take)
    per_year, yearly = _a_year(facts, states, known, left, len(loans))
    working = [*pay_lines(facts, known)] if any(each.allowed for each in states) else []
    working += [line for each in states for line in each.lines]
    if len(states) > 1 and len({each.take for each in states}) > 1:
        text = Text("The court that issues the order applies its own state's law: it may be either.")
        which = federal(Collection).named("which-states-law")
        working.append(Line(Text("Under the one law or the other"), take, text, "; ".join(which.cite), "sum"))
    return Wages(
        period=home.pay_period,
        states=states,
        assumed_state=home.residence_state is None,
        per_pay_period=take,
        left=left,
        per_month=per_year.times(Decimal(1) / 12),
        per_year=per_year,
        working=(*working, *already, *yearly),
        needs=tuple(dict.fromkeys(path for each in states for path in each.needs)),
    )


def _state(code: str, facts: Facts, loans: tuple[Loan, ...], known: Inputs, resident: bool) -> StateTake:
    """What one state's law lets be taken, for whichever of the loans lets most be taken."""
    law = state_law(code).wage_garnishment
    period = facts.household.pay_period
    found = [_Case(law, facts, loan, known, resident, period or "weekly") for loan in loans] if law.allowed else []
    takes = [case.take() for case in found]
    take = reduce(Span.or_, takes) if takes else NOTHING
    needs: dict[str, None] = {}
    if found and (period is None or take.high is None):
        paths = {"household.pay_period": period is None, "household.disposable_pay": not known.disposable.exact}
        needs = dict.fromkeys(path for path, missing in paths.items() if missing)
        take = UNKNOWN
    elif not take.exact:
        needs = dict.fromkeys(path for case in found for path in case.needs())
    leads = max(found, key=lambda case: case.take().high or A_LOT, default=None)
    told = leads is not None and period is not None
    return StateTake(
        code=code,
        name=state_law(code).name,
        allowed=law.allowed,
        take=take,
        lines=tuple(leads.lines(state_law(code).name, take)) if leads and told else _no_lines(code, law),
        claims=tuple(leads.claims()) if leads and told and take.known else (),
        needs=tuple(needs),
        caveats=tuple(_caveats(law, facts)),
        notes=tuple(_notes(code, law)),
        citations=law.cite,
        checked=law.checked,
    )


def _no_lines(code: str, law: WageGarnishment) -> tuple[Line, ...]:
    if law.allowed:
        return ()
    values = {"state": state_law(code).name}
    says = Text("In {state} a creditor of an ordinary debt may not take pay from your employer.", values)
    return (Line(Text("The most that may be taken in {state}", values), NOTHING, says, "; ".join(law.cite), "sum"),)


@cache
def _cited(limit: Limit, cite: str) -> Limit:
    """A limit of the federal cap, with the citation of the cap."""
    return limit.model_copy(update={"cite": (cite,)})


def _least(amounts: list[tuple[Limit, Span]], at: Payday, world: World) -> Span:
    """The least of the limits that hold in one world."""
    low: Decimal | None = None
    high: Decimal | None = None
    for limit, amount in amounts:
        if not holds(limit.when, world, at.claims):
            continue
        least = amount.low or ZERO
        low = least if low is None else min(low, least)
        if limit.disputed or may_be_lifted(limit, at) or amount.high is None:
            continue
        high = amount.high if high is None else min(high, amount.high)
    return Span(low, high)


@dataclass(frozen=True)
class _Case:
    """One loan, one state's law: every world that the facts leave possible is tried."""

    law: WageGarnishment
    facts: Facts
    loan: Loan
    known: Inputs
    resident: bool
    period: PayPeriod

    @cached_property
    def limits(self) -> tuple[Limit, ...]:
        """The state's limits in force, then those of the federal cap that the state does not repeat."""
        ours = [limit for limit in self.law.limits if in_force(limit, self.facts.as_of)]
        caps = federal(Collection).garnishment
        shapes = {(limit.of, limit.percent, limit.above) for limit in ours if not limit.disputed and not _some(limit)}
        cap = [limit for limit in caps.limits if (limit.of, limit.percent, limit.above) not in shapes]
        return (*ours, *(_cited(limit, caps.cite[0]) for limit in cap))

    def at(self, known: Inputs | None = None, claims: frozenset[str] = frozenset()) -> Payday:
        return Payday(self.law, known or self.known, self.period, self.facts.as_of, claims)

    def open(self) -> dict[str, tuple[object, ...]]:
        """For each condition, the answers that the facts leave possible."""
        return {
            name: answers(kind, wanted, self.law, self.facts, self.loan, self.resident, self.known)
            for name, (kind, wanted) in conditions(self.limits).items()
        }

    def take(self, at: Payday | None = None, domains: dict[str, tuple[object, ...]] | None = None) -> Span:
        """The least of the limits, over every world that is possible."""
        at = at or self.at()
        amounts = [(limit, lets_through(limit, at)) for limit in self.limits]
        return reduce(Span.or_, (_least(amounts, at, world) for world in worlds(domains or self.open())))

    def claims(self) -> Iterator[ClaimTake]:
        """What each claim would bring; those that bring this worker nothing are left out."""
        unclaimed = self.take()
        for claim in self.law.claims:
            if claim.court_decides:
                least = self.known.disposable.times((claim.court_must_leave_percent or ZERO) / 100).low
                with_it = Span(min(least or ZERO, unclaimed.low or ZERO), unclaimed.high)
            else:
                with_it = self.take(self.at(claims=frozenset({claim.id})))
            if with_it != unclaimed:
                within = in_words(claim.within) if claim.within else None
                yield ClaimTake(claim.id, Text(claim.says), claim.to, within, claim.court_decides, with_it)

    def needs(self) -> Iterator[str]:
        """The facts that would narrow the answer."""
        whole, domains = self.take(), self.open()
        for name in self.known.open(self._used()):
            given: Span = getattr(self.known, name)
            for end in (given.low, A_LOT if given.high is None else given.high):
                pinned = replace(self.known, **{name: Span(end, end)})
                if self.take(self.at(pinned)) != whole:
                    yield PATHS[name]
                    break
        for name, (kind, _) in conditions(self.limits).items():
            if len(domains[name]) > 1:
                each = [self.take(domains={**domains, name: (answer,)}) for answer in domains[name]]
                if any(span != whole for span in each):
                    path = CONDITION_PATHS["contract_from" if kind == "contract_before" else kind]
                    yield path.format(loan=self.loan.id)

    def _used(self) -> set[str]:
        """The inputs that these limits count with."""
        found: set[str] = set()
        for limit in self.limits:
            found |= uses(limit.of, self.law) | uses(limit.measured_on or limit.of, self.law)
            for amount in amounts_of(limit):
                found |= {"wage"} if set(amount.minimum_wage) & {"state", "local"} else set()
                found |= {"people"} if amount.poverty_line_percent is not None else set()
            if limit.court_may_lift_over_poverty_percent is not None:
                found |= {"people", "gross"}
        if self.law.dependents and self.law.dependents.claim is None:
            found.add("dependents")
        return found

    def lines(self, state: str, take: Span) -> Iterator[Line]:
        """Each limit that may count, then the least of them."""
        at, possible = self.at(), list(worlds(self.open()))
        seen = set()
        for limit in self.limits:
            counts = [holds(limit.when, world, frozenset()) for world in possible]
            line = self._line(limit, at, all(counts))
            if any(counts) and (str(line.label), line.amount) not in seen:
                seen.add((str(line.label), line.amount))
                yield line
        text = Text("The least of the limits above.")
        if not take.exact:
            text = Text("The least of the limits above, as far as the facts tell which of them count.")
        yield Line(
            Text("The most that may be taken in {state}", {"state": state}),
            take,
            text,
            "; ".join(self.law.cite),
            "sum",
        )

    def _line(self, limit: Limit, at: Payday, counts: bool) -> Line:
        """One limit; where it counts only for some, or may not count at all, its label says so first."""
        named, said = label(limit, at), how(limit, at)
        if not counts and limit.percent != 0:
            named = Text("{condition}: {limit}", {"condition": condition(limit.when), "limit": named})
        if limit.disputed:
            named = Text("Not settled: {limit}", {"limit": named})
            said = Text("{how} Courts or guides differ on whether this limit counts.", {"how": said})
        elif may_be_lifted(limit, at):
            said = Text("{how} A court may let more be taken at higher earnings.", {"how": said})
        firm = counts and not limit.disputed
        source = "; ".join(limit.cite or self.law.cite)
        return Line(named, lets_through(limit, at), said, source, "limit" if firm else "either")


def _some(limit: Limit) -> bool:
    """Whether a limit is only for some workers or debts."""
    return bool(limit.when.model_dump(exclude_none=True))


def worlds(domains: dict[str, tuple[object, ...]]) -> Iterator[World]:
    """Every way to answer the conditions."""
    for given in product(*domains.values()):
        yield dict(zip(domains, given, strict=True))


def amounts_of(limit: Limit) -> Iterator[Amount]:
    """The protected amounts that a limit names."""
    if limit.above is not None:
        yield limit.above
    yield from (step.up_to for step in limit.steps if step.up_to is not None)


def of_cap(cap: Cap, facts: Facts, known: Inputs, period: PayPeriod) -> Span:
    """What a federal cap lets be taken of one paycheck."""
    law = WageGarnishment(allowed=True, limits=cap.limits, checked="statute")
    at = Payday(law, known, period, facts.as_of)
    return reduce(Span.at_most, (lets_through(limit, at) for limit in cap.limits))


def _beside_others(
    facts: Facts, states: tuple[StateTake, ...], known: Inputs, take: Span
) -> tuple[Span, tuple[Line, ...]]:
    """What is left for these debts beside what is taken of the pay already."""
    already, period = facts.household.existing_withholding, facts.household.pay_period
    if not already or period is None or not take.known:
        return take, ()
    taken = Span.of(already)
    cap = of_cap(federal(Collection).garnishment, facts, known, period)
    waits = any((order := state_law(each.code).wage_garnishment.order) and order.one_at_a_time for each in states)
    high = take.at_most((cap - taken).floored()).high
    if all(state_law(each.code).wage_garnishment.support_counts for each in states):
        high = (take - taken).floored().high
    left = Span(ZERO if waits else (take - taken).floored().low, high)
    text = Text(
        "Others already take {taken} of each paycheck. All ordinary creditors together may not take more than federal "
        "law lets them, and an order that came first goes first.",
        {"taken": already},
    )
    return left, (Line(Text("Left for this debt"), left, text, "29 CFR § 870.11", "sum"),)


def _a_year(
    facts: Facts, states: tuple[StateTake, ...], known: Inputs, left: Span, creditors: int
) -> tuple[Span, tuple[Line, ...]]:
    """What a year of paychecks comes to, within a state's cap by the year."""
    period = facts.household.pay_period
    if period is None or not left.known:
        return (NOTHING if left == NOTHING else UNKNOWN), ()
    paychecks = A_YEAR[period]
    year = left.times(Decimal(paychecks))
    text = Text("{number} paychecks a year.", {"number": paychecks})
    lines = [Line(Text("In a year"), year, text, kind="sum")] if left != NOTHING else []
    for each in states:
        caps = state_law(each.code).wage_garnishment.yearly_cap
        if caps and left != NOTHING:
            most = _yearly_cap(each.code, known, paychecks).times(Decimal(creditors))
            capped = year.at_most(most)
            year = capped if len(states) == 1 else year.or_(capped)
            text = Text("One creditor may take so much in a calendar year, by what you expect to earn in it.")
            lines.append(
                Line(Text("Yearly cap in {state}", {"state": each.name}), most, text, "; ".join(each.citations))
            )
    return year, tuple(lines)


def _yearly_cap(code: str, known: Inputs, paychecks: int) -> Span:
    """The most that one creditor may take in a year, where the year's earnings lie between net and gross pay."""
    caps = state_law(code).wage_garnishment.yearly_cap

    def most(pay: Decimal | None) -> Decimal | None:
        if pay is None:
            return None
        year = pay * paychecks
        cap = next(cap for cap in caps if cap.under is None or year < cap.under)
        return cap.dollars if cap.dollars is not None else year * (cap.percent or ZERO) / 100

    return Span(most(known.disposable.low), most(known.gross.high))


def _caveats(law: WageGarnishment, facts: Facts) -> Iterator[Text]:
    if law.figures_change_on is not None and facts.as_of >= law.figures_change_on:
        values = {"day": law.figures_change_on}
        yield Text("The law set these figures anew on {day}, and we have not read the new ones.", values)
    if law.checked == "weak":
        yield Text("We found only one source for this, or sources that differ. Have a lawyer confirm it.")
    if law.disposable_pay_means:
        yield Text("Disposable pay means {what} here.", {"what": Text(law.disposable_pay_means)})
    if law.head_of_family_means:
        yield Text("Head of a family means that {what}.", {"what": Text(law.head_of_family_means)})


def _notes(code: str, law: WageGarnishment) -> Iterator[Text]:
    """What else the law says to the worker."""
    order = law.order
    if order and order.lasts:
        yield Text("An order to your employer lasts {time}. Then the creditor has to ask again.", _time(order.lasts))
    if order and order.until_paid:
        yield Text("An order to your employer runs until the debt is paid.")
    if order and order.one_at_a_time:
        yield Text("Only one order is paid at a time. A second creditor waits.")
    if order and order.again_after:
        yield Text("The same creditor may take pay only once in {time}.", _time(order.again_after))
    if law.support_counts:
        yield Text("An order for support uses up the limit first.")
    yield from (Text(pause.says, context=f"{code}.wage_garnishment") for pause in law.pauses)
    yield from (Text(says, context=f"{code}.wage_garnishment") for says in law.other)


def _time(period: str) -> dict[str, object]:
    return {"time": in_words(period)}
