"""The periods of a report: HUD's fiscal year begins on October 1, and its quarterly reports count from there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from calculators.working import Text

OCTOBER = 10
QUARTERS = {1: (12, 31), 2: (3, 31), 3: (6, 30), 4: (9, 30)}  # the last day of what each quarterly report counts
MOST_MONTHS = 36


class BadPeriod(ValueError):
    """The months that were asked for make no period; the words say why."""


@dataclass(frozen=True)
class Period:
    """The days from `first` to `last`, both included, as whole months. `year` and `quarter` are HUD's, where it is one
    of HUD's."""

    first: date
    last: date
    year: int = 0
    quarter: int = 0

    @property
    def key(self) -> str:
        return f"{self.year}-{self.quarter}" if self.quarter else ""

    @property
    def name(self) -> Text:
        if self.quarter:
            return Text("Fiscal year {year}, through quarter {quarter}", {"year": self.year, "quarter": self.quarter})
        return Text("{first} to {last}", {"first": self.first, "last": self.last})

    @property
    def months(self) -> list[date]:
        """The first day of each month."""
        found, day = [], self.first
        while day <= self.last:
            found.append(day)
            day = month_after(day)
        return found

    def covers(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last


def month_after(day: date) -> date:
    """The first day of the next month."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def fiscal_year(day: date) -> int:
    """The year that HUD's fiscal year is named by: the one in which it ends."""
    return day.year + (day.month >= OCTOBER)


def through(year: int, quarter: int) -> Period:
    """From October 1 to the end of a quarter: what its report counts."""
    month, day = QUARTERS[quarter]
    last = date(year - 1 if month > 9 else year, month, day)
    return Period(date(year - 1, OCTOBER, 1), last, year, quarter)


def newest(today: date) -> list[Period]:
    """The quarter that runs and the seven before it, newest first."""
    found: list[Period] = []
    day = today
    while len(found) < 8:
        year = fiscal_year(day)
        quarter = (day.month - OCTOBER) % 12 // 3 + 1
        found.append(through(year, quarter))
        day = _quarter_begins(found[-1]) - timedelta(days=1)
    return found


def _quarter_begins(period: Period) -> date:
    begins = date(period.last.year, period.last.month, 1)
    return date(begins.year, begins.month - 2, 1)


def asked(quarter: str, first: str, last: str, today: date) -> Period:
    """The period that an address asks for: months from `first` to `last` ("2026-10"), or one of HUD's ("2027-1"), or
    the one that runs. Raises BadPeriod."""
    if first or last:
        return months(first or last, last or first)
    return next((each for each in newest(today) if each.key == quarter), newest(today)[0])


def months(first: str, last: str) -> Period:
    """Whole months. Raises BadPeriod."""
    try:
        begins, ends = date.fromisoformat(f"{first}-01"), date.fromisoformat(f"{last}-01")
    except ValueError:
        raise BadPeriod(_("Type months as year and month, like 2026-10.")) from None
    if ends < begins:
        raise BadPeriod(_("The last month lies before the first."))
    period = Period(begins, month_after(ends) - timedelta(days=1))
    if len(period.months) > MOST_MONTHS:
        raise BadPeriod(_("A report covers at most three years."))
    return period
