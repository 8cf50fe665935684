"""What a person could pay. Anything may be unknown; what is not known is not offered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from ..fields import MOST
from ..money import ZERO

MOST_MONTHS = 120  # longer than anybody should promise to pay
USUAL_MONTHS = 24  # tried beside one year, where no time was told
A_YEAR = 12
MONEY = ("cash", "family", "income", "expenses")


@dataclass(frozen=True)
class Budget:
    """Dollars at hand and lent by relatives; dollars in and out a month; months of payments, 1 to 120."""

    cash: Decimal | None = None
    family: Decimal | None = None
    income: Decimal | None = None
    expenses: Decimal | None = None
    months: int | None = None

    @property
    def lump(self) -> Decimal | None:
        """What could be paid at once, as far as it is known."""
        known = [each for each in (self.cash, self.family) if each is not None]
        return sum(known, ZERO) if known else None

    @property
    def monthly(self) -> Decimal | None:
        """What is left at the end of a month; None where income or expenses are not known."""
        if self.income is None or self.expenses is None:
            return None
        return max(ZERO, self.income - self.expenses)

    @property
    def lengths(self) -> tuple[int, ...]:
        """For how many months payments are tried: a year, and the time that was told."""
        return tuple(sorted({A_YEAR, self.months or USUAL_MONTHS}))

    @property
    def longest(self) -> int:
        """The time that was told, or else the longest that is tried, in months."""
        return self.months or USUAL_MONTHS


def read_budget(data: Mapping[str, Any]) -> Budget:
    """The budget in a JSON object with the fields of Budget; what cannot be read, or is no amount, is unknown."""
    months = data.get("months")
    whole = months if isinstance(months, int) and 1 <= months <= MOST_MONTHS else None
    return Budget(**{name: _dollars(data.get(name)) for name in MONEY}, months=whole)


def _dollars(given: Any) -> Decimal | None:
    if given is None:
        return None
    try:
        amount = Decimal(str(given))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and 0 <= amount <= MOST else None
