"""What becomes of each loan, for tax: how much of it ended with the home, how much is still owed, and what was
cancelled when.

Nothing is cancelled while the lender may still collect. A release, a discharge, the end of the lender's time, or a law
that takes its claim away each cancel the debt at their own moment. A nonrecourse loan ends with the home: its whole
amount is the price, and nothing is cancelled.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from ..facts import FORECLOSURES, Facts, Loan, with_fact
from ..law.compiled import compiled
from ..law.conditions import standings
from ..money import NOTHING, ZERO, Span
from ..working import Line, Text
from .deficiency import Share, debt, deficiency, shares
from .liability import Decider, Liability, liability
from .outcome import LoanOutcome

# How a loan ended, or did not. `barred`: the state's law keeps the lender from collecting.
Fate = Literal["owed", "released", "bankruptcy", "expired", "time_barred", "barred", "nonrecourse", "guaranteed"]
Treatment = Literal["recourse", "nonrecourse"]
NEVER_OWED = ("did-not-sign-the-note", "heir-did-not-borrow", "former-spouse-did-not-sign")
EVENT_CODES: dict[Fate, str] = {"released": "F", "bankruptcy": "A", "expired": "C", "time_barred": "C", "barred": "D"}
OPEN_END = Span(ZERO, None)


@dataclass(frozen=True)
class LoanTax:
    """What one loan does to the tax return, under one reading of the law."""

    loan: Loan
    name: Text
    fates: tuple[Fate, ...]
    owed: Span  # just before the home was lost
    still: Span  # owed just after it
    realized: Span  # its part of the price of the home
    at_sale: Span  # cancelled with the home
    later: Span  # cancelled on its own, afterwards
    later_on: date | None
    code: str  # of box 6 of Form 1099-C
    lines: tuple[Line, ...]
    notes: tuple[str, ...]  # rules of the law file that bear on it

    @property
    def in_bankruptcy(self) -> bool:
        """Whether a bankruptcy discharge cancelled it."""
        return self.fates == ("bankruptcy",)


def fates(facts: Facts, outcome: LoanOutcome) -> tuple[Fate, ...]:
    """How this loan may have ended: one for each rule that may decide."""
    return tuple(dict.fromkeys(_fate(outcome.loan, decider) for decider in outcome.liability.deciders))


def _fate(loan: Loan, decider: Decider) -> Fate:
    if loan.obligor == "guarantor":
        return "guaranteed"
    if loan.recourse is False or loan.program == "hecm" or (decider.id in NEVER_OWED and decider.outcome == "barred"):
        return "nonrecourse"
    if decider.outcome != "barred":
        return "owed"
    if decider.id == "discharged-in-bankruptcy":
        return "bankruptcy"
    if decider.id == "written-release":
        return "released"
    if decider.clock:
        return "expired"
    if any(each.key == "time_to_sue_is_over" and each.settled for each in decider.exceptions):
        return "time_barred"
    return "barred"


def barred_from_the_start(facts: Facts, outcome: LoanOutcome) -> bool:
    """Whether this state's law keeps the lender from collecting whichever way it forecloses, and not only because of
    the way that it chose."""
    chosen = facts.disposition.kind
    if chosen in FORECLOSURES and not _barred(outcome.liability):
        return False
    others = (kind for kind in compiled(facts.state).kinds if kind in FORECLOSURES and kind != chosen)
    return all(_barred(liability(with_fact(facts, "disposition.kind", kind), outcome.loan)) for kind in others)


def _barred(owed: Liability) -> bool:
    return all(decider.outcome == "barred" and not decider.clock for decider in owed.deciders)


def ended_loans(
    facts: Facts, outcomes: tuple[LoanOutcome, ...], treatment: Treatment, names: dict[str, Text]
) -> list[tuple[LoanTax, ...]]:
    """Each loan as the tax return sees it, in order of priority: once for every fate that it may have had. Where a
    state's law bars collecting, the loan counts as `treatment` says."""
    split = shares(facts)
    value = home_value(facts, split)
    found = []
    for outcome in outcomes:
        share = split[outcome.loan.id]
        taken = share.credit if facts.disposition.kind == "short_sale" else value.at_most(outcome.deficiency.debt)
        if share.stays:
            taken = NOTHING
        found.append(_ended(facts, outcome, treatment, share, taken, names[outcome.loan.id]))
        value = (value - outcome.deficiency.debt).floored() if not share.stays else value
    return found


def home_value(facts: Facts, split: dict[str, Share]) -> Span:
    """What the home was worth to the loans that ended with it: the price of a short sale; otherwise its fair market
    value, less the loans that stay on it."""
    price, worth = facts.disposition.sale_price, facts.property.fair_market_value
    if facts.disposition.kind == "short_sale":
        return Span.of(price) if price is not None else OPEN_END
    value = Span.of(worth) if worth is not None else OPEN_END
    for loan in facts.loans:
        if split[loan.id].stays and standings(facts, loan) == {"above"}:
            value = (value - debt(facts, loan)[0]).floored()
    return value


def forgiven_on(facts: Facts, loan: Loan) -> date | None:
    """The day on which the lender gave up its claim; the loan's own date wins."""
    return loan.forgiven_on or facts.disposition.forgiven_on


def _forgiven(facts: Facts, loan: Loan) -> Span | None:
    amount = loan.amount_forgiven if loan.amount_forgiven is not None else facts.disposition.amount_forgiven
    return None if amount is None else Span.of(amount)


def _later(day: date | None, facts: Facts) -> bool:
    """Whether a day is known to come after the home was lost."""
    sale = facts.disposition.date
    return day is not None and sale is not None and day > sale


def _ended(
    facts: Facts, outcome: LoanOutcome, treatment: Treatment, share: Share, taken: Span, name: Text
) -> tuple[LoanTax, ...]:
    """One loan, by every fate that it may have had; fates that come to the same stand together."""
    found: list[LoanTax] = []
    for fate in fates(facts, outcome):
        told = _by_fate(facts, outcome, fate, treatment, share, taken, name)
        twin = next((place for place, each in enumerate(found) if _same(each, told)), None)
        if twin is None:
            found.append(told)
        else:
            each = found[twin]
            notes = tuple(dict.fromkeys((*each.notes, *told.notes)))
            found[twin] = replace(each, fates=(*each.fates, fate), notes=notes)
    return tuple(found)


def _same(one: LoanTax, other: LoanTax) -> bool:
    """Whether two fates of a loan are the same to the tax return."""
    if "bankruptcy" in (*one.fates, *other.fates):  # which has an exclusion of its own
        return False
    return (one.at_sale, one.later, one.later_on, one.code, one.still, one.realized) == (
        other.at_sale,
        other.later,
        other.later_on,
        other.code,
        other.still,
        other.realized,
    )


def either_fate(each: tuple[LoanTax, ...]) -> LoanTax:
    """One loan whose fate is not known: every amount spans them all. Its own two amounts do not add up: what was
    cancelled with the home in one fate was cancelled later in another."""
    first = each[0]
    for other in each[1:]:
        first = replace(
            first,
            fates=(*first.fates, *other.fates),
            still=first.still.or_(other.still),
            realized=first.realized.or_(other.realized),
            at_sale=first.at_sale.or_(other.at_sale),
            later=first.later.or_(other.later),
            later_on=first.later_on if first.later_on == other.later_on else None,
            code=first.code if first.code == other.code else "",
            lines=(),
            notes=tuple(dict.fromkeys((*first.notes, *other.notes))),
        )
    return first


def _by_fate(
    facts: Facts, outcome: LoanOutcome, fate: Fate, treatment: Treatment, share: Share, taken: Span, name: Text
) -> LoanTax:
    """One loan that ended in one way."""
    loan, owed = outcome.loan, outcome.deficiency.debt
    base = LoanTax(
        loan, name, (fate,), owed, NOTHING, NOTHING, NOTHING, NOTHING, None, EVENT_CODES.get(fate, ""), (), ()
    )
    if fate == "nonrecourse" or (fate == "barred" and treatment == "nonrecourse"):
        return replace(base, realized=NOTHING if share.stays else owed, notes=("nonrecourse-amount-realized",))
    if fate == "guaranteed":
        return replace(base, notes=("guarantor-no-cod",))
    if _paid_by_the_sale(facts, outcome, share):
        return replace(base, realized=owed)
    still, later, day = _afterwards(facts, outcome, fate, share, taken)
    notes = ("time-bar-alone-is-no-event",) if fate == "time_barred" and loan.time_bar_upheld_on is None else ()
    if share.stays:
        return _told(replace(base, still=still, later=later, later_on=day, notes=notes), NOTHING, facts)
    released = (owed - still).floored()
    if _only_a_bid_decides(facts, loan, fate, share):
        return _told(
            replace(base, still=still, realized=released.at_most(taken), later=later, later_on=day), NOTHING, facts
        )
    cancelled = (released - taken).floored()
    if later != NOTHING and cancelled != NOTHING and not still.exact:
        # What the sale did not pay was given up later: the more of the one, the less of the other.
        least = (owed - share.credit.at_most(taken)).floored()
        later, cancelled = Span(later.low, (later + cancelled).at_most(least).high), NOTHING
    if fate == "bankruptcy" and not _later(loan.discharged_on, facts):
        # The duty to pay ended before the home was lost, or nobody knows: cancelled then, or realized whole.
        whole = replace(base, at_sale=Span(ZERO, cancelled.high), realized=released.at_most(taken).or_(owed))
        return _told(replace(whole, notes=("discharge-then-foreclosure",)), taken, facts)
    done = replace(base, still=still, realized=released.at_most(taken), at_sale=cancelled, later=later, later_on=day)
    return _told(replace(done, notes=notes), taken, facts)


def _paid_by_the_sale(facts: Facts, outcome: LoanOutcome, share: Share) -> bool:
    """Whether the price at the sale paid the whole loan, so that nothing was cancelled. Where the lender bid its own
    debt and the home was worth less, the bid was no money: then the value counts (Frazier, 111 T.C. 243)."""
    away = facts.disposition
    in_money = away.lender_bought_at_sale is False or facts.property.fair_market_value is None
    paid = outcome.deficiency.gross == NOTHING and away.sale_price is not None and not share.stays
    return paid and in_money and away.kind in FORECLOSURES


def _only_a_bid_decides(facts: Facts, loan: Loan, fate: Fate, share: Share) -> bool:
    """Whether the loan is owed and nothing of it was given up, so that only a bid above the home's value could have
    cancelled any of it. That is rare, and not thought of before the bid and the value are known."""
    known = facts.property.fair_market_value is not None and share.credit.exact
    return fate == "owed" and facts.disposition.kind != "short_sale" and _forgiven(facts, loan) is None and not known


def _afterwards(
    facts: Facts, outcome: LoanOutcome, fate: Fate, share: Share, taken: Span
) -> tuple[Span, Span, date | None]:
    """What was still owed just after the home was lost, what of it was cancelled later, and when."""
    loan, left = outcome.loan, outcome.deficiency
    told, given_on = _forgiven(facts, loan), forgiven_on(facts, loan)
    forgiven = None if told is None else told.at_most(left.gross)  # nobody can give up more than was left
    match fate:
        case "released" if share.stays or _later(given_on, facts):
            return left.gross, forgiven if forgiven is not None else left.gross, given_on
        case "released" if forgiven is not None and forgiven != left.gross and facts.disposition.kind == "short_sale":
            return (left.gross - forgiven).floored(), NOTHING, None  # a part of it was paid, or is a new note
        case "bankruptcy" if _later(loan.discharged_on, facts):
            return left.gross, left.gross, loan.discharged_on
        case "expired":
            limited = compiled(facts.state).limits(str(facts.disposition.kind))
            cut = left.gross.at_most((left.debt - taken).floored())  # what a law on the home's value would leave
            amount = cut.or_(left.gross) if limited else left.gross
            return amount, amount, _end_of_window(outcome)
        case "time_barred":
            certain = loan.time_bar_upheld_on is not None
            return left.gross, left.gross if certain else Span(ZERO, left.gross.high), loan.time_bar_upheld_on
        case "owed":
            owed = _collectible(facts, outcome, share)
            if forgiven is None:
                return owed, NOTHING, None
            if share.stays or _later(given_on, facts):
                return owed + forgiven, forgiven, given_on
            return owed, NOTHING, None
    return NOTHING, NOTHING, None


def _collectible(facts: Facts, outcome: LoanOutcome, share: Share) -> Span:
    """What is still owed: the most that the lender may still ask for. A court that may yet set it lower, or a
    bankruptcy's stay, has cancelled nothing."""
    amount = outcome.deficiency.collectible
    if outcome.liability.stay is not None:
        amount = deficiency(facts, outcome.loan, replace(outcome.liability, stay=None), share).collectible
    told = share.credit.exact and share.owed.exact and facts.property.fair_market_value is not None
    return Span(amount.high, amount.high) if told else amount


def _end_of_window(outcome: LoanOutcome) -> date | None:
    rules = {decider.id for decider in outcome.liability.deciders if decider.clock}
    days = [clock.safe_after or clock.date for clock in outcome.deadlines if clock.rule in rules]
    return max((day for day in days if day is not None), default=None)


def _told(loan: LoanTax, taken: Span, facts: Facts) -> LoanTax:
    """The same, with the lines that lead to what was cancelled."""
    lines: list[Line] = []
    if loan.at_sale != NOTHING:
        short = facts.disposition.kind == "short_sale"
        how = Text("What the lender got from the sale.") if short else Text("A home that is lost is sold at its value.")
        lines = [
            Line(Text("Owed before: {loan}", {"loan": loan.name}), loan.owed, Text("All that was owed on it.")),
            Line(
                Text("Still owed after the home was lost"),
                loan.still,
                Text("What you still owe is not cancelled."),
                kind="less",
            ),
            Line(
                Text("What the lender got") if short else Text("What the home was worth"),
                taken.at_most((loan.owed - loan.still).floored()),
                how,
                kind="less",
                needs="" if taken.exact else ("disposition.sale_price" if short else "property.fair_market_value"),
            ),
        ]
    if loan.later != NOTHING:
        how = (
            Text("Given up after the home was lost.")
            if loan.later_on is None
            else Text("Given up on {day}.", {"day": loan.later_on})
        )
        lines.append(Line(Text("Cancelled later: {loan}", {"loan": loan.name}), loan.later, how))
    return replace(loan, lines=tuple(lines))
