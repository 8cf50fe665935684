"""What is left of a vehicle loan after the lender took the vehicle back and sold it, and what it may owe instead.

The arithmetic of UCC § 9-615: the sale money pays the reasonable costs, then the loan; what is missing is the
deficiency, what is over is the owner's. Dollars, exact to the cent; a span where a fact is missing or a court decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from ..law.federal import federal
from ..law.repossession import RepossessionLaw, Statement
from ..money import NOTHING, ZERO, Span, cents
from ..working import Line, Text


@dataclass(frozen=True)
class Vehicle:
    """What is known. Costs that nobody gave leave the balance open above. A lawyer's fees and credits are only what is
    charged, or still to be taken off, beside the figure that the lender names: absent is none."""

    owed: Decimal
    price: Decimal
    expenses: Decimal | None = None
    lawyer: Decimal | None = None
    credits: Decimal | None = None
    insider: bool | None = None  # sold to the lender, to someone tied to it, or to a person who also owes the loan
    fair_price: Decimal | None = None  # what a fair sale to others would have brought
    finance_charge: Decimal | None = None  # over the whole loan
    principal: Decimal | None = None  # the loan as it was made; for a dealer's contract the cash price


@dataclass(frozen=True)
class Balance:
    """What is left. Deficiency and surplus are never both certain."""

    debt: Span  # with the costs, less the credits
    brought: Span
    deficiency: Span
    surplus: Span
    lines: tuple[Line, ...]
    least_damages: Line | None  # what may be asked for where the lender broke a rule


def balance(vehicle: Vehicle) -> Balance:
    """What is left to pay, or to get, after the sale of the vehicle. UCC §§ 9-615, 9-625(c)(2)."""
    law = federal(RepossessionLaw)
    lines = list(_debt(vehicle, law))
    debt = NOTHING
    for line in lines:
        debt = debt - line.amount if line.kind == "less" else debt + line.amount
    debt = debt.floored()
    lines.append(Line(Text("Owed in all, with the costs"), debt, Text("The lines above, added up."), kind="sum"))
    brought = Span.of(vehicle.price)
    lines.append(_line("What the sale brought", brought, law.deficiency, kind="less"))
    counted, fair = _counted(vehicle, law)
    if fair is not None:
        lines.append(fair)
    deficiency, surplus = (debt - counted).floored(), (counted - debt).floored()
    if surplus != NOTHING:
        lines.append(_line("Over, for you", surplus, law.surplus, kind="sum"))
    if deficiency != NOTHING or surplus == NOTHING:
        lines.append(_line("Deficiency balance", deficiency, law.deficiency, kind="sum"))
    return Balance(debt, brought, deficiency, surplus, tuple(lines), _least_damages(vehicle, law))


def _debt(vehicle: Vehicle, law: RepossessionLaw) -> list[Line]:
    """What was owed, part by part."""
    expenses = Span.of(vehicle.expenses) if vehicle.expenses is not None else Span(ZERO, None)
    needs = "" if vehicle.expenses is not None else "expenses"
    lines = [
        Line(Text("Owed on the loan"), Span.of(vehicle.owed), Text("What the lender says was owed before the sale.")),
        _line("Costs of taking, keeping and selling it", expenses, law.expenses, needs=needs),
    ]
    if vehicle.lawyer:
        lines.append(_line("Lawyer's fees", Span.of(vehicle.lawyer), law.lawyer))
    if vehicle.credits:
        lines.append(_line("Credits and refunds", Span.of(vehicle.credits), law.credits, kind="less"))
    return lines


def _counted(vehicle: Vehicle, law: RepossessionLaw) -> tuple[Span, Line | None]:
    """What counts as brought. At an insider's price a court may count a fair one; what is far too low, it decides."""
    brought = Span.of(vehicle.price)
    if vehicle.insider is not True or (vehicle.fair_price is not None and vehicle.fair_price <= vehicle.price):
        return brought, None
    counted = Span(brought.low, Span.of(vehicle.fair_price).high)
    needs = "" if vehicle.fair_price is not None else "fair_price"
    return counted, _line("What may count instead", counted, law.insider, kind="limit", needs=needs)


def _least_damages(vehicle: Vehicle, law: RepossessionLaw) -> Line | None:
    if vehicle.finance_charge is None or vehicle.principal is None:
        return None
    percent = law.least_damages.percent_of_principal
    amount = Span.of(vehicle.finance_charge + cents(vehicle.principal * percent / 100))
    values = {"charge": vehicle.finance_charge, "percent": f"{percent.normalize():f}", "loan": vehicle.principal}
    how = Text("The finance charge of {charge}, and {percent}% of {loan}.", values)
    return Line(Text("The least that you may ask for"), amount, how, "; ".join(law.least_damages.cite))


def _line(label: str, amount: Span, rule: Statement, kind: str = "part", needs: str = "") -> Line:
    """A line that a rule of the law explains."""
    return Line(Text(label), amount, Text(rule.says, context="repossession"), "; ".join(rule.cite), kind, needs)
