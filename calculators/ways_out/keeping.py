"""Keeping the home, or selling it for enough to pay the loans: open as long as it is not lost."""

from __future__ import annotations

from collections.abc import Iterator

from ..assessment import loan_name
from ..consequences.deficiency import debt
from ..facts import VOLUNTARY, Facts, Program, with_fact
from ..money import NOTHING, ZERO, Span
from ..working import Line, Text
from .losing import AT_ITS_VALUE, LOST, NOT_KNOWN_IF_LOST, debts, if_lost
from .way import Way

KEEPING = ("reinstate", "repayment_plan", "modification")
PARTIAL_CLAIM: tuple[Program, ...] = (
    "fha",
    "va",
    "usda_guaranteed",
)  # the programs that have one by this name or another
NO_PARTIAL_CLAIM = Text("Only FHA, VA and USDA guaranteed loans have it. Ask about a payment deferral instead.")
REVERSE = Text("A reverse mortgage has rules of its own. Ask a HUD-approved counselor.")
WHICH_PROGRAM = Text("It depends on which program backs the loan: FHA, VA and USDA guaranteed loans have it.")
NO_EQUITY = Text("By these numbers the price would not pay the loans. Then it would be a short sale.")
VALUE_OPEN = Text("It depends on what the home is worth, and on what is owed in all.")


def keeping(facts: Facts, owed: Span, lost: bool | None) -> Iterator[Way]:
    """The ways of keeping the home. `lost`: whether it is; None where nobody has said."""
    lines = (
        *_owed_lines(facts, "part"),
        Line(Text("Stays owed on the home"), owed, Text("You go on paying the loans."), kind="sum"),
    )
    for key in (*KEEPING, "partial_claim"):
        available, why, lacks = _open(facts, key, lost)
        yield Way(key, available, why, facts, counted=False, lines=lines, kept=owed, lacks=lacks)


def _open(facts: Facts, key: str, lost: bool | None) -> tuple[bool | None, Text | None, tuple[str, ...]]:
    if lost:
        return False, LOST, ()
    first = facts.loans[0]
    if first.program == "hecm":
        return (True, None, ()) if key == "reinstate" else (None, REVERSE, ())
    if key == "partial_claim" and first.program not in (None, "usda", *PARTIAL_CLAIM):
        return False, NO_PARTIAL_CLAIM, ()
    if key == "partial_claim" and first.program in (None, "usda"):
        return None, WHICH_PROGRAM, (f"loans.{first.id}.program",)
    return (True, None, ()) if lost is False else (None, NOT_KNOWN_IF_LOST, ("stage",))


def selling(facts: Facts, lost: bool | None) -> Iterator[Way]:
    """An ordinary sale, where the price pays the loans and the costs."""
    if lost:
        yield Way("sell", False, LOST, facts, counted=False)
        return
    there, assumes = _sold(facts)
    price = there.disposition.sale_price
    owed = debts(there)
    if price is None or owed.high is None:
        paths = (*(("property.fair_market_value",) if price is None else ()), *_unknown_debts(there))
        yield Way("sell", None, VALUE_OPEN, facts, counted=False, lacks=paths)
        return
    if owed.low is not None and owed.low >= price:
        yield Way("sell", False, NO_EQUITY, facts, counted=False)
        return
    yield _sale(facts, there, Span.of(price), owed, assumes)


def _sold(facts: Facts) -> tuple[Facts, tuple[Text, ...]]:
    """The home sold on the market: at the price that is known, or at what it is worth."""
    price, costs = facts.disposition.sale_price, facts.disposition.selling_costs
    known = facts.disposition.kind in VOLUNTARY
    there = if_lost(facts, "short_sale", waived=False)
    value = facts.property.fair_market_value
    if not known:
        costs = None
    if not known or price is None:
        there = with_fact(there, "disposition.sale_price", value)
        assumes = (Text(AT_ITS_VALUE.template, {"value": Span.of(value)}),) if value is not None else ()
        return with_fact(there, "disposition.selling_costs", costs), assumes
    return there, ()


def _sale(facts: Facts, there: Facts, price: Span, owed: Span, assumes: tuple[Text, ...]) -> Way:
    costs = there.disposition.selling_costs
    spent = Span.of(costs) if costs is not None else Span(ZERO, None)
    left = (price - owed - spent).floored()
    lines = [Line(Text("Price"), price, assumes[0] if assumes else Text("The price that you named."))]
    lines += _owed_lines(there, "less")
    needs = "" if costs is not None else "disposition.selling_costs"
    how = Text("Agents, taxes, title and the like.")
    lines.append(Line(Text("Costs of selling"), spent, how, kind="less", needs=needs))
    lines.append(Line(Text("Left for you"), left, Text("The price less the loans and the costs."), kind="sum"))
    enough = True if (owed + spent - price).floored() == NOTHING else None
    why = None if enough else Text("The price must pay the loans and the costs of selling, which are not known yet.")
    return Way(
        key="sell",
        available=enough if enough is None or left != NOTHING else False,
        why=why,
        facts=there,
        amount=NOTHING,  # where the price pays all; where it does not, it is a short sale
        assumes=assumes,
        lines=tuple(lines),
        proceeds=left,
        lacks=() if enough else ("disposition.selling_costs",),
    )


def _owed_lines(facts: Facts, kind: str) -> Iterator[Line]:
    for loan in facts.loans:
        label = Text("Owed: {loan}", {"loan": loan_name(facts, loan)})
        yield Line(label, debt(facts, loan)[0], Text("All that is owed on it."), kind=kind)


def _unknown_debts(facts: Facts) -> tuple[str, ...]:
    return tuple(f"loans.{loan.id}.payoff" for loan in facts.loans if debt(facts, loan)[0].high is None)
