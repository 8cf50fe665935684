"""The ways out, side by side."""

from __future__ import annotations

import datetime
from typing import Literal

from ...consequences.liability import Verdict
from ...facts import Kind
from ...law.ways import Family
from .assessment import Assessment
from .collection import MayCome
from .credit import WaitingPeriod
from .parts import Amount, Line, Range, Shape


class WayStatement(Shape):
    """A sentence with where it stands."""

    says: str
    citations: list[str]
    checked: Literal["primary", "statute", "secondary", "weak", "given"]
    """How it was checked: read in the text or statute itself, in guides that agree, weakly; or given by the person."""
    text_as_of: datetime.date | None
    """The day of the copy that was read, where it is an old one."""


class Until(Shape):
    """Until when the lender of one loan may sue for the rest, or collect what a judgment gave it."""

    loan: str
    what: str
    """The clock: deficiency_claim, confirmation, notice_of_intent, enforcement, limitation or judgment_life; or suit,
    where the lender has sued."""
    date: datetime.date | None
    """The last day; null while the event that it counts from has none."""
    safe_after: datetime.date | None
    period: str
    says: str
    citations: list[str]
    applies: bool | None


class WayTax(Shape):
    """What a way does to the federal tax return."""

    form_1099c: bool | None
    """Whether a lender will report a cancelled debt; null: that depends."""
    cancelled: Amount
    taxable: Amount
    extra_federal_tax: Amount
    working: list[Line]
    needs: list[str]


class WayCredit(Shape):
    """What a way does to the credit report, and when each program lends again."""

    falls_off_report_on: datetime.date | None
    mortgage_waiting_periods: list[WaitingPeriod]
    """Soonest first; empty where no program counts this way."""
    statements: list[WayStatement]
    needs: list[str]


class WayOut(Shape):
    """One way out, and what it would leave."""

    key: str
    family: Family
    """lose: the home is lost this way. wait: it is lost, and nothing is agreed. settle, bankruptcy, keep, sell."""
    label: str
    says: str
    """What it is, in one sentence."""
    available: bool | None
    """Whether it is still there as the case stands; null: a fact that is not known decides."""
    why: str | None
    """Why it is not there, or on what that depends."""
    kind: Kind | None
    """Of a way of losing the home."""
    waiver_in_writing: bool | None
    outcome: Verdict | None
    collectible: Range | None
    """What you could have to pay beyond the home; null where the loan goes on as it is."""
    keeps: Amount
    """What stays owed on a home that is kept."""
    proceeds: Amount
    """What is left over for the owner."""
    assumes: list[str]
    """What the amounts rest on beside the facts."""
    working: list[Line]
    until: list[Until]
    """Until when they may sue or collect, loan by loan; empty where nothing may be collected."""
    tax: WayTax | None
    credit: WayCredit
    does: list[WayStatement]
    """What the way does, by law."""
    time: list[WayStatement]
    """How long it takes; empty where nobody has published it."""
    needs: list[WayStatement]
    """What it needs from the lender, or of you."""
    risks: list[WayStatement]
    """What can go wrong."""
    claimants: list[MayCome]
    depends_on: list[str]
    """Paths of the facts that would settle what it leaves, most useful first."""
    assessment: Assessment | None
    """The whole answer on this way; null for the ways that keep the home."""


class Difference(Shape):
    """What makes ways out different for this person."""

    key: str
    says: str
    ways: list[str]
    """The keys of the ways that it compares."""
    amount: Range | None
    """What it is worth; null where it has no amount."""
    by: datetime.date | None
    """The day that must not be missed."""
    working: list[Line]
    because: list[str]
    """The reasons beside it."""
    statements: list[WayStatement]
    needs: list[str]
    """Paths of the facts that would make it more exact."""


class Comparison(Shape):
    """Every way out, those that are closed too."""

    state: str
    as_of: datetime.date
    ways_out: list[WayOut]
    """Every way of losing the home that the state has, without and with a written waiver of the rest."""
    other_ways: list[WayOut]
    """Waiting, settling, bankruptcy, keeping the home, selling it."""
    differences: list[Difference]
    """What matters most for this person, first."""
    order: str
    """Why the differences stand in their order."""
