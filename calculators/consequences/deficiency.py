"""How much is left after the sale, and how much of it may be collected.

The gap of a loan is what is owed on it less what the sale brought it. Money from a foreclosure sale
pays the loan that foreclosed, then those below it; loans above stay on the home. Money from a short
sale pays the selling costs, then each loan what was agreed, or by rank. Where the law looks at
what the home was worth, the collectible part is smaller than the gap.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ..facts import FORECLOSURES, Facts, Loan
from ..law.clocks import read_clock
from ..law.compiled import Compiled, compiled
from ..law.conditions import standings
from ..law.schema import FairValue
from ..money import NOTHING, UNKNOWN, ZERO, Span, cents
from ..working import Line, Text
from .liability import Decider, Liability

AT_LEAST_NOTHING = Span(ZERO, None)
PARTS = (
    ("principal", Text("Unpaid principal"), Text("What is left of the loan itself.")),
    ("accrued_interest", Text("Accrued interest"), Text("Interest that came due and was not paid.")),
    ("late_fees", Text("Late fees"), Text("Charged for payments that came late.")),
    ("advances", Text("Taxes and insurance they paid"), Text("Paid by the lender to protect the home.")),
    ("costs", Text("Foreclosure costs"), Text("What the lender may add for the sale and its lawyers.")),
)


@dataclass(frozen=True)
class Deficiency:
    """What is left of one loan."""

    debt: Span
    credit: Span  # what the sale brought this loan
    gross: Span  # debt less credit
    collectible: Span
    surplus: Span  # what the sale left over after this loan
    working: tuple[Line, ...]
    limits: tuple[Line, ...]  # from the gap to what may be collected
    stays_on_home: bool
    needs: tuple[str, ...]  # facts that would settle an amount


def debt(facts: Facts, loan: Loan) -> tuple[Span, list[Line]]:
    """What is owed on a loan at the sale, in lines. A part that is not known leaves the sum open
    above; it never counts as zero."""
    path = f"loans.{loan.id}."
    if loan.payoff is not None:
        line = Line(Text("Payoff: all that is owed"), Span.of(loan.payoff), Text("From the payoff letter."))
        return _less_credits(loan, Span.of(loan.payoff), [line])
    lines = []
    for name, label, how in PARTS:
        value = getattr(loan, name)
        amount = Span.of(value) if value is not None else AT_LEAST_NOTHING
        line = Line(label, amount, how, needs="" if value is not None else path + name)
        if name == "accrued_interest" and value is None:
            line = _accrued(facts, loan) or line
        lines.append(line)
    total = NOTHING
    for line in lines:
        total = total + line.amount
    return _less_credits(loan, total, lines)


def _less_credits(loan: Loan, total: Span, lines: list[Line]) -> tuple[Span, list[Line]]:
    known = loan.credits is not None
    if loan.payoff is not None and not known:
        return total, lines  # a payoff letter has taken them off already
    credit = Span.of(loan.credits) if known else AT_LEAST_NOTHING
    if credit != NOTHING:
        lines.append(
            Line(
                Text("Credits"),
                credit,
                Text("Money of yours that the lender holds: escrow, suspense, insurance refunds."),
                kind="less",
                needs="" if known else f"loans.{loan.id}.credits",
            )
        )
    return (total - credit).floored(), lines


def _accrued(facts: Facts, loan: Loan) -> Line | None:
    """Interest from the day paid through to the sale, where rate and principal are known."""
    until = facts.disposition.date or facts.as_of
    paid, rate, principal = loan.paid_through, loan.interest_rate, loan.principal
    if paid is None or rate is None or principal is None or until < paid:
        return None
    convention = compiled(facts.state).common.accrual
    days = (until - paid).days
    amount = cents(principal * rate / 100 * days / convention.days_in_year)
    how = Text(
        "{principal} at {rate}% for {days} days, from {paid} to {until}. {convention}",
        {
            "principal": principal,
            "rate": f"{rate.normalize():f}",
            "days": days,
            "paid": paid,
            "until": until,
            "convention": Text(convention.says),
        },
    )
    return Line(Text("Accrued interest"), Span.of(amount), how, source="; ".join(convention.cite))


@dataclass(frozen=True)
class Share:
    """What is owed on one loan, in lines, and what the sale brings it."""

    owed: Span
    lines: tuple[Line, ...]
    credit: Span
    before: Span  # the money that stood ready when this loan's turn came
    after: Span
    how: Text
    stays: bool  # the loan was no part of the sale and stays on the home
    needs: tuple[str, ...]


def shares(facts: Facts) -> dict[str, Share]:
    """What the money of the sale brings each loan, by the loan's id."""
    money, needs, how = _pool(facts)
    kind = facts.disposition.kind
    if facts.loans[0].lien == "junior" and standings(facts, facts.loans[0]) != {"forecloses"}:
        # A first mortgage stands before these loans and is paid first, and nobody has told us of it.
        money = Span(ZERO, money.high)
        how = Text("What the first mortgage, which we know nothing of, leaves of the money.")
    found = {}
    for loan in facts.loans:
        owed, lines = debt(facts, loan)
        if kind != "short_sale" and _stays(facts, loan):
            text = Text("This loan was no part of the sale. It stays on the home, unchanged.")
            found[loan.id] = Share(owed, tuple(lines), NOTHING, NOTHING, money, text, True, ())
            continue
        paid = loan.paid_from_sale
        ready = Span.of(paid) if paid is not None else money
        lacking = () if paid is not None else needs
        text = Text("What the sale paid to this lender.") if paid is not None else how
        rest = (money - ready).floored() if paid is not None else (money - owed).floored()
        found[loan.id] = Share(owed, tuple(lines), owed.at_most(ready), ready, rest, text, False, lacking)
        money = rest
    return found


def _stays(facts: Facts, loan: Loan) -> bool:
    """Whether the loan is known to be no part of what happened to the home."""
    if facts.disposition.kind == "deed_in_lieu":
        named = facts.disposition.foreclosing_lien
        taker = next((x for x in facts.loans if named in (x.id, x.lien)), facts.loans[0])
        return loan.id != taker.id
    return standings(facts, loan) <= {"above", "association", "tax"}


def _pool(facts: Facts) -> tuple[Span, tuple[str, ...], Text]:
    """The money that the loans share, the facts it lacks, and how it came about."""
    away = facts.disposition
    price = away.sale_price
    value = facts.property.fair_market_value
    if price is None and away.kind in ("strict_foreclosure", "deed_in_lieu"):
        if value is None:
            return AT_LEAST_NOTHING, ("property.fair_market_value",), Text("The home's value.")
        how = Text("There was no sale. The home's value counts, unless the papers set another credit.")
        return Span.of(value), (), how
    if price is None:
        return AT_LEAST_NOTHING, ("disposition.sale_price",), Text("The sale price.")
    costs = away.selling_costs
    if away.kind in FORECLOSURES:
        text = Text("The winning bid.")
        if costs:
            text = Text(
                "The winning bid of {price} less {costs} for the costs of the sale.", {"price": price, "costs": costs}
            )
        return (Span.of(price) - Span.of(costs or ZERO)).floored(), (), text
    if costs is None and away.kind != "deed_in_lieu":
        how = Text("The price of {price} less the selling costs, not known yet.", {"price": price})
        return Span(ZERO, cents(price)), ("disposition.selling_costs",), how
    how = Text("The price of {price} less {costs} for the costs of selling.", {"price": price, "costs": costs or ZERO})
    if not costs:
        how = Text("The sale price.")
    return (Span.of(price) - Span.of(costs or ZERO)).floored(), (), how


def deficiency(facts: Facts, loan: Loan, owed: Liability, share: Share) -> Deficiency:
    """What is left of `loan`, and how much of it may be collected under the rules that `owed` found.

    Exact to the cent where the facts are; a span where they are not.
    """
    total, lines = share.owed, list(share.lines)
    gross = total if share.stays else (total - share.before).floored()
    if loan.paid_from_sale is not None and not share.stays:
        gross = (total - Span.of(loan.paid_from_sale)).floored()
    lines.append(Line(Text("Owed in all"), total, Text("The lines above, added up."), kind="sum"))
    lines.append(
        Line(
            Text("What the sale brought this loan"),
            share.credit,
            share.how,
            kind="less",
            needs=next(iter(share.needs), ""),
        )
    )
    lines.append(
        Line(
            Text("Deficiency balance"),
            gross,
            Text("What is owed less what the sale brought, never below zero."),
            kind="sum",
        )
    )
    amounts = [_collectible(facts, loan, decider, total, gross, share) for decider in owed.deciders]
    collectible = amounts[0][0]
    for amount, _ in amounts[1:]:
        collectible = collectible.or_(amount)
    limits = amounts[0][1] if len(amounts) == 1 else _either(owed, [a for a, _ in amounts])
    if owed.stay is not None:
        collectible = Span(ZERO, collectible.high)
    forgiven = loan.amount_forgiven or facts.disposition.amount_forgiven
    if forgiven and collectible != NOTHING:  # what the law ends altogether cannot be forgiven once more
        collectible = (collectible - Span.of(forgiven)).floored()
        limits.append(
            Line(Text("Forgiven by the lender"), Span.of(forgiven), Text("What the lender gave up."), kind="less")
        )
    limits.append(Line(Text("They may collect"), collectible, Text("After every limit that we know of."), kind="sum"))
    needs = dict.fromkeys(line.needs for line in (*lines, *limits) if line.needs)
    return Deficiency(
        total,
        share.credit,
        gross,
        collectible,
        share.after if not share.stays else NOTHING,
        tuple(lines),
        tuple(limits),
        share.stays,
        tuple(needs),
    )


def _either(owed: Liability, amounts: list[Span]) -> list[Line]:
    """One line for each rule that may decide."""
    return [
        Line(
            Text("If this rule decides: {says}", {"says": decider.says}),
            amount,
            decider.says,
            source="; ".join(decider.citations),
            kind="either",
        )
        for decider, amount in zip(owed.deciders, amounts, strict=True)
    ]


def _collectible(
    facts: Facts, loan: Loan, decider: Decider, total: Span, gross: Span, share: Share
) -> tuple[Span, list[Line]]:
    """What may be collected if one rule decides, with the lines that lead there from the gap."""
    source = "; ".join(decider.citations)
    if decider.outcome == "barred":
        return NOTHING, [Line(Text("The law ends it"), gross, decider.says, source, kind="less")]
    if decider.id == "new-note":
        needs = f"loans.{loan.id}.payoff"
        return Span(ZERO, None), [Line(Text("Owed under the new note"), UNKNOWN, decider.says, source, needs=needs)]
    amount, lines = gross, []
    law = compiled(facts.state)
    for applies in () if decider.lifted else law.limits(decider.kind):
        holds = law.holds(applies.atoms, facts, loan)
        if holds is False or share.stays:
            continue
        limited, line = _by_value(facts, law, loan, applies.part, total, gross, share)
        if line is None:
            continue
        amount = amount.at_most(limited) if holds else amount.at_most(limited).or_(amount)
        lines.append(line)
    if decider.outcome == "limited":
        amount, more = _by_rule(loan, decider, total, amount)
        lines += more
    return amount, lines


def _by_rule(loan: Loan, decider: Decider, total: Span, amount: Span) -> tuple[Span, list[Line]]:
    """What the rule itself limits, beside the home's value."""
    source = "; ".join(decider.citations)
    if "part" in decider.limits:
        most = amount
        if loan.acquisition_part is not None:
            most = amount.at_most((total - Span.of(loan.acquisition_part)).floored())
        part = Span(ZERO, most.high)
        needs = "" if loan.acquisition_part is not None else f"loans.{loan.id}.acquisition_part"
        line = Line(Text("Only part of the loan"), part, decider.says, source, "limit", needs)
        return part, [line]
    if "court" in decider.limits or not decider.limits:
        court = Span(ZERO, amount.high)
        return court, [Line(Text("A court fixes the amount"), court, decider.says, source, "limit")]
    return amount, []


def _last_day_to_ask(facts: Facts, law: Compiled, loan: Loan) -> date | None:
    """The last day on which the borrower could ask the court to count the home's value, where known."""
    kind = str(facts.disposition.kind)
    windows = [w for w in law.law.deadline if w.what == "fair_value_request"]
    days = [read_clock(w, facts, loan).last for w in windows if law.applies(w.when, kind, facts, loan)]
    return max((day for day in days if day is not None), default=None)


def _by_value(
    facts: Facts, law: Compiled, loan: Loan, rule: FairValue, total: Span, gross: Span, share: Share
) -> tuple[Span, Line | None]:
    """What is left if the home's value is counted as the rule says."""
    if rule.formula == "price_counts":
        return gross, None
    value = facts.property.fair_market_value
    worth = Span.of(value) if value is not None else AT_LEAST_NOTHING
    needs = "" if value is not None else "property.fair_market_value"
    worth = (worth - _above(facts)).floored()
    price = share.before
    match rule.formula:
        case "half_of_gap":
            half = (worth - price).floored()
            half = Span(_halved(half.low), _halved(half.high))
            limited = (gross - half).floored()
        case "no_claim_below_value":
            covered = worth.high is not None and price.low is not None and worth.high <= price.low
            limited = gross if covered else Span(ZERO, gross.high)
        case "good_faith_bid":
            limited = (total - price.at_least(worth)).floored().or_(gross)
        case _:
            limited = (total - price.at_least(worth)).floored()
    asked_on = facts.disposition.fair_value_requested_on
    asked = asked_on is not None
    last = _last_day_to_ask(facts, law, loan) if rule.who_asks == "borrower" else None
    never = not asked and facts.answers.get("value_never_requested") is True
    if last is not None and ((asked_on or facts.as_of) > last) and (asked or never):
        how = Text("The home's value could be counted only if you asked by {last}.", {"last": last})
        return gross, Line(Text("The home's value does not count"), gross, how, "; ".join(rule.cite), "limit")
    may = rule.formula == "court_may_credit_value" or (rule.who_asks == "borrower" and not asked)
    if may:
        limited = limited.or_(gross)
    how = Text("{says}", {"says": Text(rule.says)})
    if rule.who_asks == "borrower" and not asked:
        how = Text("{says} You have to ask for it.", {"says": Text(rule.says)})
        needs = needs or "disposition.fair_value_requested_on"
    line = Line(Text("After the home's value is counted"), limited, how, "; ".join(rule.cite), "limit", needs)
    return limited, line


def _halved(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else cents(amount / 2)


def _above(facts: Facts) -> Span:
    """What is owed on loans that stay on the home above the one that foreclosed."""
    total = NOTHING
    for loan in facts.loans:
        if standings(facts, loan) == {"above"}:
            total = total + debt(facts, loan)[0]
    return total
