"""Credit reports and new mortgages."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from ...consequences.credit import Balance
from ...law.credit import Program
from .parts import FederallyChecked, Shape


class WaitingPeriod(Shape):
    """How long one loan program waits before a new mortgage."""

    program: Program
    until: date | None
    not_before: date | None
    """The end of the longest wait that has one, where another has none yet."""
    extenuating_until: date | None
    with_papers_until: date | None
    counted_on: date | None
    event: str | None
    months: int | None
    counted_from: str | None
    over: bool
    says: str
    notes: list[str]
    needs: list[str]
    citations: list[str]
    checked: FederallyChecked | None
    text_as_of: date | None
    """The day of the copy that was read, where it is an old one."""


class ReportItem(Shape):
    """One thing that a credit report may show."""

    what: Literal["loan", "judgment", "bankruptcy"]
    loan: str | None
    off_report_on: date | None
    """The last day on which the law lets a report show it."""
    no_later_than: date | None
    usually_off_on: date | None
    """By the bureaus' own practice, where that is sooner."""
    says: list[str]
    reported: str | None
    balance: Balance | None
    needs: list[str]
    citations: list[str]
    checked: FederallyChecked


class CreditStatement(Shape):
    """A sentence of the law on credit reports or new mortgages."""

    id: str
    says: str
    citations: list[str]
    checked: FederallyChecked


class ScoreStudy(Shape):
    """The one published study of what such an event does to a score; only the rows that fit."""

    title: str
    published_on: date
    says: str
    starting_scores: list[int]
    rows: list[dict[str, Any]]
    citations: list[str]
    checked: FederallyChecked


class Credit(Shape):
    """What credit reports show, until when, and when a new mortgage is possible."""

    falls_off_report_on: date | None
    mortgage_waiting_periods: list[WaitingPeriod]
    items: list[ReportItem]
    statements: list[CreditStatement]
    disputes: list[CreditStatement]
    score_study: ScoreStudy
    needs: list[str]
