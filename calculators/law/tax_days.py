"""The shape of federal/tax_days.toml, and the day on which each of its days falls in a year."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

from pydantic import Field

from .clocks import next_court_day
from .parts import FederalFact, FederalSubject, Text

Month = Annotated[int, Field(ge=1, le=12)]
DayOfMonth = Annotated[int, Field(ge=1, le=31)]


class TaxDay(FederalFact):
    """A day of every year, by month and day."""

    month: Month
    day: DayOfMonth
    says: Text


class TaxHoliday(FederalFact):
    """A holiday that moves a tax day."""

    name: Text
    month: Month
    day: DayOfMonth

    def kept_on(self, year: int) -> date:
        """The weekday on which it is kept."""
        day = date(year, self.month, self.day)
        return day + timedelta(days={5: -1, 6: 1}.get(day.weekday(), 0))


class TaxDays(FederalSubject):
    """The days of the tax year."""

    FILE = "tax_days"

    form_1099c: TaxDay
    tax_return: TaxDay
    holiday: tuple[TaxHoliday, ...]

    def falls_on(self, which: TaxDay, year: int) -> date:
        """The day, or the next one that is neither a weekend day nor a holiday (26 U.S.C. 7503)."""
        kept = {holiday.kept_on(year) for holiday in self.holiday}
        day = next_court_day(date(year, which.month, which.day))
        while day in kept:
            day = next_court_day(day + timedelta(days=1))
        return day
