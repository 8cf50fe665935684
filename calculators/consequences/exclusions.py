"""Which cancelled debt is not taxed, and in which order the exclusions go.

First what is no income at all: a gift, interest that could have been deducted, a seller's own price cut. Then each
exclusion of section 108: bankruptcy stands alone; a main home's mortgage goes before insolvency, unless insolvency is
chosen instead. Several cancellations of one year share one insolvency, in the order of their dates.

Ends that nobody can name are worked with as amounts beyond all amounts, and drawn as unknown again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from ..facts import FORECLOSURES, Cancellation, Facts, Loan
from ..law.clocks import before_the_sale
from ..law.federal import federal
from ..law.taxing import CancelledDebtLaw
from ..money import NOTHING, ZERO, Span
from ..working import Line, Text
from .cancellation import LoanTax

Kind = Literal["gift", "deductible_interest", "price_reduction", "bankruptcy", "qpri", "insolvency"]
KINDS: tuple[Kind, ...] = ("gift", "deductible_interest", "price_reduction", "bankruptcy", "qpri", "insolvency")
RULES: dict[Kind, str] = {
    "gift": "gift",
    "deductible_interest": "deductible-debt",
    "price_reduction": "price-reduction",
    "bankruptcy": "excl-bankruptcy",
    "qpri": "excl-qpri",
    "insolvency": "excl-insolvency",
}
ON_FORM_982: tuple[Kind, ...] = ("bankruptcy", "qpri", "insolvency")
BY_LAW = ("C", "D")  # events that need nobody's agreement
CORNERS = ((False, False), (False, True), (True, False), (True, True))
BEYOND = Decimal(10) ** 12
WHOLLY = ("purchase", "construction", "rate_refinance")  # loans that go into the home to the last dollar, as a rule


@dataclass(frozen=True)
class Item:
    """A debt that was cancelled at one moment, and what decides whether it is taxed."""

    key: str  # the loan, or the place among the other debts
    name: Text
    amount: Span
    on: date | None
    lines: tuple[Line, ...]
    in_bankruptcy: bool = False
    gift: bool = False
    interest: Decimal = ZERO  # that could have been deducted, had it been paid
    seller: bool = False  # the seller cut the price of a home that was kept
    qualifies: bool | None = False  # as a main home's mortgage
    unqualified: Span = NOTHING  # the part of the loan that does not
    of_home: bool = True
    kept: bool = False  # the home is still the person's own


def loan_items(facts: Facts, loans: list[LoanTax]) -> list[Item]:
    """What was cancelled of each loan: with the home, and afterwards."""
    qualified = _qualified_parts(facts, loans)
    foreclosed = facts.disposition.kind in FORECLOSURES  # a short sale or a deed in lieu is agreed upon
    found = []
    for each in loans:
        loan, part = each.loan, qualified[each.loan.id]
        outside = (each.owed - part).floored()
        forms = (
            (each.at_sale, facts.disposition.date, outside),
            (each.later, each.later_on, each.still.at_most(outside)),
        )
        for place, (amount, day, rest) in enumerate(forms):
            if amount == NOTHING:
                continue
            if place and outside != NOTHING:
                rest = Span(ZERO, rest.high)  # which part of the loan the sale paid is not said in the law
            lines = each.lines if place == 0 or each.at_sale == NOTHING else ()
            if place == 0 and each.later != NOTHING:
                lines = each.lines[:-1]
            if place and each.at_sale != NOTHING:
                lines = each.lines[-1:]
            found.append(
                Item(
                    loan.id,
                    each.name,
                    amount,
                    day,
                    lines,
                    in_bankruptcy=each.in_bankruptcy,
                    gift=loan.forgiven_as_gift is True,
                    interest=_deductible(facts, loan.forgiven_interest),
                    qualifies=_qualifies(facts, day, by_law=each.code in BY_LAW and foreclosed),
                    unqualified=rest,
                )
            )
    return found


def other_items(facts: Facts, owed: dict[str, Span], names: dict[str, Text]) -> list[Item]:
    """The other debts of the household that were cancelled; one on this home is a loan on a home that was kept."""
    found = []
    for place, each in enumerate(facts.household.cancellations):
        loan = next((loan for loan in facts.loans if loan.id == each.loan), None)
        name = OTHER_DEBTS.get(each.kind or "other", OTHER_DEBTS["other"]) if loan is None else names[loan.id]
        amount = Span.of(each.amount) if each.amount is not None else Span(ZERO, None)
        line = Line(Text("Cancelled: {loan}", {"loan": name}), amount, _told_of(each))
        part = NOTHING if loan is None else _part(loan, owed[loan.id])
        found.append(
            Item(
                f"{place}",
                name,
                amount,
                each.on,
                (line,),
                in_bankruptcy=each.in_bankruptcy is True,
                interest=_deductible(facts, each.interest) if loan is not None else ZERO,
                seller=loan is not None and loan.seller_financed is True,
                qualifies=False if loan is None else _qualifies(facts, each.on),
                unqualified=NOTHING if loan is None else (owed[loan.id] - part).floored(),
                of_home=False,
                kept=loan is not None,
            )
        )
    return found


def either_items(readings: list[list[Item]]) -> list[Item]:
    """What was cancelled, where a loan may have ended in more than one way: each debt once, with the least and the
    most of it that any of them cancels."""
    found: dict[str, list[list[Item]]] = {}
    for items in readings:
        for item in items:
            found.setdefault(item.key, [[] for _ in readings])
    for place, items in enumerate(readings):
        for item in items:
            found[item.key][place].append(item)
    return [item for each in found.values() for item in _either_item(each)]


def _either_item(ways: list[list[Item]]) -> list[Item]:
    """One debt as each reading has it: not at all, at one moment, or at two."""
    if all(way == ways[0] for way in ways):
        return ways[0]
    every = [item for way in ways for item in way]
    first, days = every[0], {item.on for item in every}
    amounts = [_sum(way) for way in ways]
    amount, unqualified = amounts[0], first.unqualified
    for other in amounts[1:]:
        amount = amount.or_(other)
    for item in every:
        unqualified = unqualified.or_(item.unqualified)
    told = {item.qualifies for item in every}
    line = Line(Text("Cancelled: {loan}", {"loan": first.name}), amount, Text("It depends on what is not known yet."))
    return [
        replace(
            first,
            amount=amount,
            on=days.pop() if len(days) == 1 else None,
            lines=(line,),
            in_bankruptcy=all(item.in_bankruptcy for item in every),
            qualifies=told.pop() if len(told) == 1 else None,
            unqualified=unqualified,
        )
    ]


def _sum(items: list[Item]) -> Span:
    total = NOTHING
    for item in items:
        total = total + item.amount
    return total


OTHER_DEBTS = {
    "credit_card": Text("a credit card"),
    "vehicle_loan": Text("a vehicle loan"),
    "medical_bill": Text("a medical bill"),
    "student_loan": Text("a student loan"),
    "personal_loan": Text("a personal loan"),
    "mortgage": Text("another mortgage"),
    "business_debt": Text("a business debt"),
    "other": Text("another debt"),
}


def _told_of(each: Cancellation) -> Text:
    if each.on is None:
        return Text("A debt that you told us of.")
    return Text("Cancelled on {day}.", {"day": each.on})


def _deductible(facts: Facts, interest: Decimal | None) -> Decimal:
    """Interest that would have lowered the tax, had it been paid: for whoever itemizes, or rented the home out."""
    counts = facts.household.would_itemize is True or facts.property.occupancy == "rental"
    return interest if interest is not None and counts else ZERO


def _qualifies(facts: Facts, day: date | None, by_law: bool = False) -> bool | None:
    """Whether a discharge on that day may be excluded as a main home's mortgage, as far as the loan was one. A debt
    that ended by law ended under no arrangement, unless we are told of one."""
    limits = federal(CancelledDebtLaw).qpri_limit
    home = facts.property.occupancy
    if home is not None and home != "principal_residence":
        return False
    when = day if day is not None else (facts.as_of if before_the_sale(facts) else None)
    if when is not None and when < limits[0].discharged_from:
        return False
    written = facts.household.qpri_written_before_2026
    if by_law and written is None:
        written = False
    if when is None or when >= limits[-1].discharged_before:
        in_time = written if when is not None or written else None
    else:
        in_time = True
    if in_time is False:
        return False
    return True if in_time and home is not None else None


def _part(loan: Loan, owed: Span) -> Span:
    """The part of a loan that bought, built or improved the home."""
    if loan.acquisition_part is not None:
        return Span.of(loan.acquisition_part).at_most(owed)
    return owed if loan.purpose in WHOLLY else Span(ZERO, owed.high)


def _qualified_parts(facts: Facts, loans: list[LoanTax]) -> dict[str, Span]:
    """That part of each loan, within the limit for all of them, in order of priority."""
    day = facts.disposition.date or facts.as_of
    cap = federal(CancelledDebtLaw).cap(day)
    whole, half = Span.of(cap.cap_dollars), Span.of(cap.cap_dollars_married_separate)
    status = facts.household.filing_status
    left = whole.or_(half) if status is None else half if status == "married_separately" else whole
    found = {}
    for each in loans:
        part = _part(each.loan, each.owed).at_most(left)
        found[each.loan.id] = part
        left = (left - part).floored()
    return found


@dataclass(frozen=True)
class Exclusion:
    """One exclusion and how much it keeps out of income."""

    kind: Kind
    amount: Span
    citations: tuple[str, ...]


@dataclass(frozen=True)
class Excluded:
    """What is excluded and what is taxed, of all debt that was cancelled in a year."""

    cancelled: Span
    excluded: Span
    taxable: Span
    by_kind: dict[Kind, Span]
    on_form_982: Span  # its line 2

    @property
    def exclusions(self) -> tuple[Exclusion, ...]:
        """The exclusions that keep anything out, in the order of the law."""
        law = federal(CancelledDebtLaw)
        kinds = [kind for kind in KINDS if self.by_kind[kind] != NOTHING]
        return tuple(Exclusion(kind, self.by_kind[kind], law.rule(RULES[kind]).cite) for kind in kinds)

    def or_(self, other: Excluded) -> Excluded:
        """The one or the other."""
        return Excluded(
            self.cancelled.or_(other.cancelled),
            self.excluded.or_(other.excluded),
            self.taxable.or_(other.taxable),
            {kind: self.by_kind[kind].or_(other.by_kind[kind]) for kind in KINDS},
            self.on_form_982.or_(other.on_form_982),
        )


def exclude(items: list[Item], insolvent: Span, choose_insolvency: bool = False) -> Excluded:
    """What is excluded of the debts that were cancelled in one year, by people who were insolvent by `insolvent`
    dollars just before the first cancellation of the home's own debt (of any debt, where the home left none).

    Source: 26 U.S.C. 108(a), (d), (e)(2), (e)(5), (h).
    """
    certain = not items or (insolvent.exact and all(_certain(item) for item in items))
    corners = [
        _reckon(items, _end(insolvent, not harsh), most=most, harsh=harsh, choose_insolvency=choose_insolvency)
        for most, harsh in (((True, True),) if certain else CORNERS)
    ]
    by_kind = {kind: _hull(corner[kind] for corner in corners) for kind in KINDS}
    return Excluded(
        _hull(corner["cancelled"] for corner in corners),
        _hull(corner["excluded"] for corner in corners),
        _hull(corner["taxable"] for corner in corners),
        by_kind,
        _hull(sum((corner[kind] for kind in ON_FORM_982), ZERO) for corner in corners),
    )


def _certain(item: Item) -> bool:
    return item.amount.exact and (item.qualifies is False or (item.qualifies is True and item.unqualified.exact))


def _end(span: Span, most: bool) -> Decimal:
    if most:
        return span.high if span.high is not None else BEYOND
    return span.low if span.low is not None else ZERO


def _hull(amounts: Iterable[Decimal]) -> Span:
    every = list(amounts)
    low, high = min(every), max(every)
    return Span(low if low < BEYOND / 10 else ZERO, high if high < BEYOND / 10 else None)


def _reckon(
    items: list[Item], insolvent: Decimal, *, most: bool, harsh: bool, choose_insolvency: bool
) -> dict[str, Decimal]:
    """The exclusions of exact amounts: the least or most that may have been cancelled, with whatever is open decided
    against the person (`harsh`) or for them."""
    sums = dict.fromkeys(("cancelled", "excluded", "taxable", *KINDS), ZERO)
    groups = _moments(items)
    measured = next((place for place, group in enumerate(groups) if any(item.of_home for item in group)), 0)
    amounts = [[_end(item.amount, most) for item in group] for group in groups]
    left = insolvent + sum((amount for group in amounts[:measured] for amount in group), ZERO)
    for group, moneys in zip(groups, amounts, strict=True):
        open_to_insolvency = ZERO
        for item, amount in zip(group, moneys, strict=True):
            rest, own = _first(item, amount, insolvent, harsh, choose_insolvency)
            for kind, part in own.items():
                sums[kind] += part
            open_to_insolvency += rest
            sums["cancelled"] += amount
        by_insolvency = min(open_to_insolvency, max(ZERO, left))
        sums["insolvency"] += by_insolvency
        sums["taxable"] += open_to_insolvency - by_insolvency
        left -= sum(moneys, ZERO)
    sums["excluded"] = sums["cancelled"] - sums["taxable"]
    return sums


def _first(
    item: Item, amount: Decimal, insolvent: Decimal, harsh: bool, choose_insolvency: bool
) -> tuple[Decimal, dict[Kind, Decimal]]:
    """What is left for insolvency after whatever goes before it."""
    if item.gift:
        return ZERO, {"gift": amount}
    own: dict[Kind, Decimal] = {}
    interest = min(amount, item.interest)
    if interest:
        own["deductible_interest"] = interest
        amount -= interest
    if item.in_bankruptcy:
        return ZERO, {**own, "bankruptcy": amount}
    if item.seller and insolvent == ZERO:
        return ZERO, {**own, "price_reduction": amount}
    qualifies = item.qualifies if item.qualifies is not None else not harsh
    if qualifies and not choose_insolvency:
        part = max(ZERO, amount - _end(item.unqualified, most=harsh))
        own["qpri"] = part
        amount -= part
    return amount, own


def _moments(items: list[Item]) -> list[list[Item]]:
    """The cancellations by day, earliest first. A day that is not known counts as the home's."""
    homes = [item.on for item in items if item.of_home and item.on is not None]
    usual = min(homes, default=None) or min((item.on for item in items if item.on is not None), default=date.min)
    days: dict[date, list[Item]] = {}
    for item in items:
        days.setdefault(item.on or usual, []).append(item)
    return [days[day] for day in sorted(days)]
