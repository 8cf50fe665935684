"""`manage.py garnishments`: what may be taken of a week's pay in every state, in one table for the reader's eye."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from calculators.consequences.wages import wages
from calculators.facts import read_facts
from calculators.law.loader import all_laws
from calculators.money import ZERO

LEVELS = ("250", "600", "1200")
GROSS = Decimal("1.25")  # pay before deductions for each dollar of disposable pay, unless told otherwise
SINGLE = {  # a worker who lives alone, with no deductions of their own choice and no local minimum wage
    "head_of_family": False,
    "supported_dependents": 0,
    "medical_insurance": 0,
    "retirement_contribution": 0,
    "exempt_income": 0,
    "minimum_wage": 0,
    "household_size": 1,
    "public_aid": "none",
    "laborer": False,
    "wage_protection_waived": False,
}
LOAN = {"purpose": "purchase", "originated_on": "2019-05-01", "sold_to_debt_buyer": False}


class Command(BaseCommand):
    """Print the table."""

    help = "What may be taken of a week's pay in every state, from a single worker who claims nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("levels", nargs="*", default=LEVELS, help="disposable pay of a week, in dollars")
        parser.add_argument("--unknown", action="store_true", help="know the pay alone, and nothing else of the worker")
        parser.add_argument("--gross", type=Decimal, default=GROSS, help="gross pay for each dollar of disposable pay")

    def handle(self, *args: Any, **options: Any) -> None:
        levels = [Decimal(level) for level in options["levels"]]
        head = "".join(f"{'$' + str(level):>18}" for level in levels)
        self.stdout.write(f"{'':4}{head}   what could narrow it")
        for law in all_laws():
            cells, needs = "", ""
            for level in levels:
                pay = {"disposable_pay": level, "gross_pay": level * options["gross"], "pay_period": "weekly"}
                facts = read_facts(case(law.code, pay, known=not options["unknown"]), timezone.localdate())
                found = wages(facts)
                span = found.per_pay_period
                same = span.exact or not span.known
                cells += f"{span.high if same else f'{span.low or ZERO} to {span.high}':>18}"
                needs = ", ".join(path.rpartition(".")[2] for path in found.needs) or needs
            self.stdout.write(f"{law.code:4}{cells}   {needs}")


def case(code: str, pay: dict[str, Any], *, known: bool) -> dict[str, Any]:
    """A single worker who bought a home to live in; not `known`: whoever earns that pay."""
    if not known:
        return {"state": code, "household": pay}
    months = Decimal(52) / 12
    household = {**SINGLE, **pay, "household_income": round(pay["disposable_pay"] * months, 2)}
    return {
        "state": code,
        "property": {"occupancy": "principal_residence"},
        "loans": [LOAN],
        "household": household,
    }
