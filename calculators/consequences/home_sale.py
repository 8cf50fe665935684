"""The gain or loss on a home that was lost: to the tax law every way of losing it is a sale.

The price is what the loans and the buyer gave for it. A gain on a main home is excluded up to a limit; depreciation
comes back; a loss on a home that was lived in counts for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from ..facts import Facts
from ..law.federal import federal
from ..law.taxing import CancelledDebtLaw, Section121
from ..money import NOTHING, UNKNOWN, ZERO, Span, cents
from ..working import Line, Text
from .cancellation import LoanTax

NEVER_MORE = Decimal(10) ** 12  # stands for an end that nobody can name
OPEN_END = Span(ZERO, None)
SOLD_FOR_A_PRICE = ("judicial_foreclosure", "nonjudicial_foreclosure", "short_sale")
# Gain of a home sold before May 7, 1997 could be put off into one that was bought within two years (former 26 U.S.C.
# 1034, repealed by Pub. L. 105-34, sec. 312).
LAST_ROLLOVER = date(1999, 5, 7)


@dataclass(frozen=True)
class HomeSale:
    """The home as sold: price, basis, gain or loss, and how much of a gain is taxed."""

    amount_realized: Span
    selling_costs: Span
    basis: Span
    gain: Span  # a loss is below zero
    excluded: Span
    recapture: Span  # gain that depreciation made, taxed at no more than 25%
    capital_gain: Span  # the rest of the taxable gain
    deductible_loss: Span
    year: int | None
    lines: tuple[Line, ...]
    needs: tuple[str, ...]
    notes: tuple[Text, ...]

    def or_(self, other: HomeSale) -> HomeSale:
        """The one or the other."""
        realized = self.amount_realized.or_(other.amount_realized)
        costs, gain = self.selling_costs.or_(other.selling_costs), self.gain.or_(other.gain)
        recapture, above = self.recapture.or_(other.recapture), self.capital_gain.or_(other.capital_gain)
        taxed, how = recapture + above, Text("The one or the other.")
        rest = (
            Line(Text("Selling costs"), costs, how, kind="less"),
            Line(Text("Adjusted basis"), self.basis, how, kind="less"),
            Line(Text("Gain or loss on the home"), gain, how, kind="sum"),
            Line(Text("Taxable gain"), taxed, Text("What the exclusion does not cover."), kind="note"),
        )
        return HomeSale(
            realized,
            costs,
            self.basis,
            gain,
            self.excluded.or_(other.excluded),
            recapture,
            above,
            self.deductible_loss.or_(other.deductible_loss),
            self.year,
            (
                Line(Text("Amount realized"), realized, how, kind="start"),
                *(line for line in rest if line.amount != NOTHING),
            ),
            tuple(dict.fromkeys((*self.needs, *other.needs))),
            (*self.notes, *(note for note in other.notes if note not in self.notes)),
        )


def home_sale(facts: Facts, loans: list[LoanTax], surplus: Span) -> HomeSale:
    """The sale of the home for which these loans were owed.

    Source: 26 U.S.C. 121, 165(c), 1001; 26 C.F.R. 1.1001-2; IRS Publications 523 and 4681.
    """
    realized, costs, price_lines = _price(facts, loans, surplus)
    basis, basis_lines, needs = _basis(facts)
    gain = realized - costs - basis
    most = gain if basis.known else realized - costs - OPEN_END  # nothing has a basis below zero
    taxed = _taxed(facts, most)
    if not basis.known and not (taxed.capital_gain.exact and taxed.recapture.exact):
        taxed = replace(_taxed(facts, gain), needs=taxed.needs)
    loss_source = federal(CancelledDebtLaw).cite("personal-loss")
    lines = [
        *price_lines,
        *basis_lines,
        Line(Text("Gain or loss on the home"), gain, Text("A loss is below zero."), kind="sum"),
    ]
    rented = facts.property.occupancy == "rental"
    notes = list(taxed.notes)
    loss, maybe_loss = NOTHING, gain.low is None or gain.low < 0
    if rented and maybe_loss:
        loss, note = _rental_loss(facts, realized - costs, basis)
        notes.append(note)
    if gain.high is not None and gain.high < 0:
        if not rented:
            notes.append(
                Text("A loss on a home that you lived in cannot be deducted. It does not lower cancelled debt either.")
            )
    elif gain != NOTHING:
        lines += _taxed_lines(taxed)
    if gain.low is not None and gain.low < 0:
        lines.append(Line(Text("Loss that can be deducted"), loss, _loss_how(rented), loss_source, kind="note"))
    sold = facts.disposition.date
    # Months are easier to tell than what a home cost, and often settle it: a gain is never more than the price.
    open_ended = most.high is None or most.high > federal(CancelledDebtLaw).section_121.dollars
    asked = (*needs, *taxed.needs) if open_ended else (*taxed.needs, *needs)
    year = sold.year if sold is not None else None
    return HomeSale(
        realized, costs, basis, gain, taxed.excluded, taxed.recapture, taxed.capital_gain, loss, year,
        tuple(lines), tuple(dict.fromkeys(asked)), tuple(notes),
    )  # fmt: skip


def _loss_how(rented: bool) -> Text:
    if rented:
        return Text("The home was rented out, so that its loss counts.")
    return Text("The home was lived in, so that its loss does not count.")


def _price(facts: Facts, loans: list[LoanTax], surplus: Span) -> tuple[Span, Span, list[Line]]:
    """The amount realized and the selling costs that come off it."""
    law = federal(CancelledDebtLaw)
    lines: list[Line] = []
    total, recourse = NOTHING, False
    for loan in loans:
        if loan.realized == NOTHING:
            continue
        whole = "nonrecourse-amount-realized" in loan.notes
        recourse = recourse or not whole
        how = Text("The whole debt: the lender could look only to the home.")
        if not whole:
            how = Text("The debt that ended with the home, up to what the home was worth.")
        rule = "nonrecourse-amount-realized" if whole else "recourse-amount-realized"
        label = Text("Price of the home: {loan}", {"loan": loan.name})
        lines.append(Line(label, loan.realized, how, law.cite(rule)))
        total = total + loan.realized
    away = facts.disposition
    costs = NOTHING
    if away.kind == "short_sale" and recourse:
        costs = Span.of(away.selling_costs) if away.selling_costs is not None else OPEN_END
        text = Text("Paid out of the price, before the lenders.")
        lines.append(Line(Text("Selling costs"), costs, text, law.cite("short-sale-costs"), "part"))
        total = total + costs
    cash = Span.of(away.cash_to_owner) if away.cash_to_owner is not None else surplus
    if away.cash_to_owner is None and away.sale_price is None and away.kind in SOLD_FOR_A_PRICE:
        cash = Span(ZERO, _above_the_loans(facts, loans))  # a bid above the home's value is not thought of
    if cash != NOTHING:
        lines.append(
            Line(Text("What the sale left for you"), cash, Text("Money of the sale beyond the loans."), kind="part")
        )
        total = total + cash
    lines.append(
        Line(
            Text("Amount realized"),
            total,
            Text("The price, as the tax law counts it."),
            kind="sum",
        )
    )
    lines[0] = replace(lines[0], kind="start")
    if costs != NOTHING:
        lines.append(Line(Text("Selling costs"), costs, Text("Taken off the price."), kind="less"))
    return total, costs, lines


def _above_the_loans(facts: Facts, loans: list[LoanTax]) -> Decimal | None:
    """The most that a sale at the home's value would leave after its loans."""
    value = Span.of(facts.property.fair_market_value)
    for loan in loans:
        value = value - loan.owed
    return value.floored().high


def _basis(facts: Facts) -> tuple[Span, list[Line], tuple[str, ...]]:
    """What the home cost, for tax: told, or made of its four parts."""
    home = facts.property
    if home.adjusted_basis is not None or home.purchase_price is None:
        basis = Span.of(home.adjusted_basis)
        needs = () if basis.exact else ("property.adjusted_basis",)
        how = Text("What you paid for the home and put into it, less depreciation.")
        return basis, [Line(Text("Adjusted basis"), basis, how, kind="less", needs=next(iter(needs), ""))], needs
    parts = (
        ("purchase_price", Text("Paid for the home"), Text("With the costs of buying."), "less"),
        ("improvements", Text("Improvements"), Text("What you put into it and still had."), "less"),
        ("depreciation", Text("Depreciation"), Text("For renting it out, or an office in it."), "part"),
        ("rolled_gain", Text("Gain put off from an earlier home"), Text("Into this one, before May 7, 1997."), "part"),
    )
    basis, lines, needs = NOTHING, [], ()
    for name, label, how, kind in parts:
        value = getattr(home, name)
        amount = Span.of(value) if value is not None else part_unknown(facts, name)
        path = "" if amount.exact else f"property.{name}"
        needs = (*needs, path) if path else needs
        basis = basis + amount if kind == "less" else basis - amount
        if amount != NOTHING:
            lines.append(Line(label, amount, how, kind=kind, needs=path))
    return basis, lines, needs


def part_unknown(facts: Facts, name: str) -> Span:
    """A part of the basis that was not told: nothing, where a home like this one cannot have it."""
    since = bought_on(facts)
    if name == "rolled_gain" and since is not None and since > LAST_ROLLOVER:
        return NOTHING
    return _usually_none(facts, None) if name == "depreciation" else OPEN_END


def bought_on(facts: Facts) -> date | None:
    """When the home was bought: as told, or the day of the loan that paid for it."""
    if facts.property.purchased_on is not None:
        return facts.property.purchased_on
    paid = (loan for loan in facts.loans if loan.purpose == "purchase" and loan.obligor in (None, "signed_note"))
    return next((loan.originated_on for loan in paid if loan.originated_on is not None), None)


def _rental_loss(facts: Facts, price: Span, basis: Span) -> tuple[Span, Text]:
    """The loss of a home that was rented out when it was lost."""
    lower = basis
    if facts.property.value_when_rented_out is not None:
        lower = basis.at_most(Span.of(facts.property.value_when_rented_out))
    loss = (lower - price).floored()
    if facts.property.value_when_rented_out is None:
        loss = Span(ZERO, loss.high)
    text = Text("A loss on a home that was rented out can be deducted, counted from its value when the renting began.")
    return loss, text


@dataclass(frozen=True)
class _Taxed:
    """What becomes of a gain."""

    excluded: Span
    recapture: Span
    capital_gain: Span
    unqualified: Span
    limit: Span
    needs: tuple[str, ...] = ()
    notes: tuple[Text, ...] = ()


# What tells the limit for two from that for one: of no use where the gain is within either.
FOR_A_LARGE_GAIN = ("household.filing_status", "property.spouse_months_lived_last_five_years")


def _taxed(facts: Facts, gain: Span) -> _Taxed:
    """The part of a gain that is excluded, and the parts that are taxed."""
    if gain.high is not None and gain.high <= 0:
        return _Taxed(NOTHING, NOTHING, NOTHING, NOTHING, NOTHING)
    limit, needs, notes = _limit(facts)
    depreciation = _usually_none(facts, facts.property.depreciation)
    share, share_needs = _unqualified_share(facts)
    low = _split(gain.low or ZERO, depreciation.low or ZERO, share[0], limit.high)
    high = _split(gain.high, depreciation.high, share[1], limit.low)
    # The most that can be excluded goes with the least that is not, and the other way round.
    mild = _split(gain.high, depreciation.low or ZERO, share[0], limit.high)
    harsh = _split(gain.low or ZERO, depreciation.high, share[1], limit.low)
    taxed = _Taxed(
        _named(harsh[0], mild[0]),
        _named(min(low[1], harsh[1]), max(high[1], mild[1])),
        _named(low[2], high[2]),
        _named(low[3], high[3]),
        limit,
    )
    settled = taxed.capital_gain.exact and taxed.recapture.exact
    if gain.high is not None and gain.high <= federal(CancelledDebtLaw).section_121.dollars:
        needs = tuple(path for path in needs if path not in FOR_A_LARGE_GAIN)
    path = () if depreciation.exact else ("property.depreciation",)
    return _Taxed(
        taxed.excluded, taxed.recapture, taxed.capital_gain, taxed.unqualified, limit,
        () if settled else (*needs, *path, *share_needs), notes,
    )  # fmt: skip


def _named(low: Decimal, high: Decimal) -> Span:
    return Span(low if low < NEVER_MORE / 100 else None, high if high < NEVER_MORE / 100 else None)


def _split(
    gain: Decimal | None, depreciation: Decimal | None, share: Decimal, limit: Decimal | None
) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    """Of one gain: excluded, from depreciation, otherwise taxed, and the part for the time it was not the main home."""
    whole = max(ZERO, gain if gain is not None else NEVER_MORE)
    recapture = min(whole, depreciation if depreciation is not None else NEVER_MORE)
    unqualified = cents((whole - recapture) * share)
    excluded = min(whole - recapture - unqualified, limit if limit is not None else NEVER_MORE)
    return excluded, recapture, whole - recapture - excluded, unqualified


def _usually_none(facts: Facts, value: Decimal | None) -> Span:
    """An amount that a home which was only lived in does not have."""
    if value is not None:
        return Span.of(value)
    return NOTHING if facts.property.occupancy in ("principal_residence", "second_home") else OPEN_END


def _taxed_lines(taxed: _Taxed) -> Iterator[Line]:
    law = federal(CancelledDebtLaw)
    source = "; ".join(law.section_121.cite)
    how = Text(
        "At most {limit}, for a home that you owned and lived in for two of the last five years.",
        {"limit": Span.of(taxed.limit.high)},
    )
    yield Line(Text("Excluded gain on a main home"), taxed.excluded, how, source, "less")
    if taxed.recapture != NOTHING:
        text = Text("Gain up to the depreciation cannot be excluded. It is taxed at no more than 25%.")
        yield Line(Text("Gain from depreciation"), taxed.recapture, text, law.cite("unrecaptured-1250"), "less")
    text = Text("Of it, {amount} is for the time when the home was not your main home.", {"amount": taxed.unqualified})
    plain = Text("What the exclusion does not cover.")
    yield Line(Text("Taxable gain"), taxed.capital_gain, text if taxed.unqualified != NOTHING else plain, source, "sum")


def owned_months(facts: Facts) -> int | None:
    """Months of the five years before the sale in which the person owned the home."""
    if facts.property.owned_months_last_five_years is not None:
        return facts.property.owned_months_last_five_years
    whole = _months(bought_on(facts), facts.disposition.date)
    return None if whole is None else min(60, whole)


def _months(since: date | None, until: date | None) -> int | None:
    if since is None or until is None or until < since:
        return None
    months = (until.year - since.year) * 12 + until.month - since.month
    return months - 1 if until.day < since.day else months


def _limit(facts: Facts) -> tuple[Span, tuple[str, ...], tuple[Text, ...]]:
    """The most that may be excluded, the facts that would settle it, and what to know about it."""
    law, home = federal(CancelledDebtLaw).section_121, facts.property
    months = {"property.months_lived_last_five_years": home.months_lived_last_five_years,
              "property.owned_months_last_five_years": owned_months(facts)}  # fmt: skip
    needs = tuple(path for path, value in months.items() if value is None)
    top, more = _top(facts, law)
    met = [None if value is None else value >= law.months for value in months.values()]
    used = home.exclusion_used_last_two_years is True or _used_lately(facts, law)
    if all(met) and not used:
        return top, more, ()
    if False not in met and not used:
        return Span(ZERO, top.high), (*needs, *more), ()
    if home.move_reason is not None and home.move_reason not in law.reasons:
        return NOTHING, (), (Text("The home was not owned and lived in long enough for the exclusion of gain."),)
    known = [value for value in months.values() if value is not None]
    since = _months(home.exclusion_used_on, facts.disposition.date)
    shortest = min([*known, *([since] if since is not None and used else [])], default=law.months)
    most = Span(cents((top.low or ZERO) * shortest / law.months), cents((top.high or ZERO) * shortest / law.months))
    note = Text(
        "The home was not owned and lived in for two years, or another gain was excluded lately. Only a part may be "
        "excluded, and only for a move for work, for health or because of what nobody could foresee."
    )
    settled = home.move_reason is not None and not needs and not (used and since is None)
    if settled:
        return most, more, (note,)
    reason = () if home.move_reason is not None else ("property.move_reason",)
    return Span(ZERO, most.high), (*reason, *needs, *more), (note,)


def _used_lately(facts: Facts, law: Section121) -> bool:
    since = _months(facts.property.exclusion_used_on, facts.disposition.date)
    return since is not None and since < 12 * law.years_between and facts.property.exclusion_used_last_two_years is None


def _top(facts: Facts, law: Section121) -> tuple[Span, tuple[str, ...]]:
    """The full limit: twice as much on a joint return where both lived there."""
    single, joint = Span.of(law.dollars), Span.of(law.dollars_joint)
    spouse = facts.property.spouse_months_lived_last_five_years
    match facts.household.filing_status:
        case "married_jointly" if spouse is not None:
            return (joint if spouse >= law.months else single), ()
        case "married_jointly":
            return single.or_(joint), ("property.spouse_months_lived_last_five_years",)
        case "surviving_spouse":  # the higher limit holds for two years after the death
            return single.or_(joint), ()
        case None:
            return single.or_(joint), ("household.filing_status",)
    return single, ()


def _unqualified_share(facts: Facts) -> tuple[tuple[Decimal, Decimal], tuple[str, ...]]:
    """The part of the time owned in which the home was not the main home, before it last was: least and most."""
    months = facts.property.nonqualified_months
    if not months:
        lived_in = months == 0 or facts.property.occupancy == "principal_residence"
        return ((ZERO, ZERO), ()) if lived_in else ((ZERO, Decimal(1)), ("property.nonqualified_months",))
    owned = _months(facts.property.purchased_on, facts.disposition.date)
    if not owned:
        return (ZERO, Decimal(1)), ("property.purchased_on",)
    share = min(Decimal(1), Decimal(months) / owned)
    return (share, share), ()


def no_sale() -> HomeSale:
    """The home was kept, or nobody says how it was lost: nothing can be said of a sale."""
    return HomeSale(UNKNOWN, NOTHING, UNKNOWN, UNKNOWN, NOTHING, NOTHING, NOTHING, NOTHING, None, (), (), ())
