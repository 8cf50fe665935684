"""By how much debts are above property just before a debt is cancelled: the IRS insolvency worksheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import get_args

from ..facts import AssetLine, DebtLine, Facts
from ..law.federal import federal
from ..law.taxing import AssetRow, CancelledDebtLaw, DebtRow
from ..money import NOTHING, UNKNOWN, ZERO, Span
from ..working import Line, Text

HOME_LINES = ("real_property", "mortgages")  # the home and its loans stand on these


@dataclass(frozen=True)
class Row:
    """A line of the worksheet."""

    line: str
    key: str
    label: Text
    amount: Span


@dataclass(frozen=True)
class Half:
    """What is owed, or what is owned: the lines that were filled in, and the total."""

    given: Mapping[str, Decimal]
    least: Span  # of the line on which the home, or its loans, stand
    total: Span

    def rows(self, lines: tuple[DebtRow, ...] | tuple[AssetRow, ...]) -> tuple[Row, ...]:
        """The lines of the worksheet, those that nobody filled in as unknown."""
        return tuple(
            Row(line.line, line.key, Text(line.label, context=f"insolvency.{line.key}"), self._amount(line.key))
            for line in lines
        )

    def _amount(self, key: str) -> Span:
        if key == "total":
            return self.total
        if key in self.given:
            return Span.of(self.given[key])
        return Span(self.least.low, None) if key in HOME_LINES and "total" not in self.given else UNKNOWN


@dataclass(frozen=True)
class Insolvency:
    """The worksheet, filled in as far as the facts go."""

    debts: Half
    possessions: Half
    amount: Span  # how far debts are above property, never below zero
    needs: tuple[str, ...]
    notes: tuple[Text, ...]

    @property
    def owed(self) -> Span:
        """All debts, just before the cancellation."""
        return self.debts.total

    @property
    def owned(self) -> Span:
        """All property at its value, just before the cancellation."""
        return self.possessions.total

    @property
    def liabilities(self) -> tuple[Row, ...]:
        """Part I of the worksheet."""
        return self.debts.rows(federal(CancelledDebtLaw).insolvency_worksheet.liabilities)

    @property
    def assets(self) -> tuple[Row, ...]:
        """Part II of the worksheet."""
        return self.possessions.rows(federal(CancelledDebtLaw).insolvency_worksheet.assets)

    @property
    def result(self) -> Row:
        """Part III of the worksheet."""
        line = federal(CancelledDebtLaw).insolvency_worksheet.result
        return Row(line.line, "insolvency", Text(line.label, context="insolvency"), self.amount)

    def lines(self) -> tuple[Line, ...]:
        """The measurement in three lines."""
        source = "; ".join(federal(CancelledDebtLaw).insolvency_worksheet.cite)
        return (
            Line(Text("All debts just before it"), self.owed, Text("With every loan on the home."), source, "start"),
            Line(Text("All property just before it"), self.owned, Text("At its value, with the home."), source, "less"),
            Line(Text("Insolvency"), self.amount, Text("Debts less property, never below zero."), source, "sum"),
        )


def insolvency(facts: Facts, home: Span, loans: Span) -> Insolvency:
    """The worksheet as of the moment before the cancellation.

    `home` is the home's value and `loans` all that was owed on it: the least that the lines for real property and for
    mortgages hold. A line that was not filled in is not known; it never counts as zero.

    Source: 26 U.S.C. 108(d)(3); IRS Publication 4681, Insolvency Worksheet.
    """
    debts = _half({str(key): value for key, value in facts.household.debts.items()}, loans, len(get_args(DebtLine)))
    owned = _half({str(key): value for key, value in facts.household.assets.items()}, home, len(get_args(AssetLine)))
    known = debts.total.known and owned.total.known
    amount = (debts.total - owned.total).floored() if known else Span(ZERO, None)
    groups = (("household.debts", debts), ("household.assets", owned))
    needs = tuple(f"{path}.total" for path, half in groups if not half.total.exact)
    return Insolvency(debts, owned, amount, needs, tuple(_slips(facts, home, loans)))


def _half(given: Mapping[str, Decimal], least: Span, lines: int) -> Half:
    """The total that was told, or that of the lines: exact where every one of them is filled in."""
    if "total" in given:
        return Half(given, least, Span.of(given["total"]))
    home = NOTHING if any(key in given for key in HOME_LINES) or least.low is None else Span.of(least.low)
    filled = home + Span.of(sum(given.values(), ZERO))
    if len(given) < lines - 1:
        filled = Span(filled.low, None) if given or least.known else UNKNOWN
    return Half(given, least, filled)


def _slips(facts: Facts, home: Span, loans: Span) -> list[Text]:
    """Totals that look as if the home was left out."""
    found = []
    owned, owed = facts.household.assets.get("total"), facts.household.debts.get("total")
    if owned is not None and home.low is not None and owned < home.low:
        found.append(
            Text(
                "The property that you entered, {total}, is less than the home was worth, {home}. Count the home too, "
                "at its value before it was lost.",
                {"total": owned, "home": home.low},
            )
        )
    if owed is not None and loans.low is not None and owed < loans.low:
        found.append(
            Text(
                "The debts that you entered, {total}, are less than was owed on the home, {loans}. Count every loan on "
                "the home too.",
                {"total": owed, "loans": loans.low},
            )
        )
    return found
