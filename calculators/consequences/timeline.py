"""One timeline of the case: what happened, every clock, and what comes off or opens up later.

A lender's own window stands at its last day, and says after which day it may be thought over. Entries of the same kind
that fall on one day are one entry.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from ..facts import Facts, Loan
from ..law.clocks import before_the_sale, claim_filed_on, judgment_on
from ..law.credit import Program
from ..law.federal import federal
from ..law.tax_days import TaxDay, TaxDays
from ..money import NOTHING
from ..working import Text
from .credit import Credit, Item
from .deadlines import Clock
from .new_mortgage import NAMES, Waiting
from .outcome import LoanOutcome

Kind = Literal["event", "yours", "theirs", "tax", "report", "mortgage"]
State = Literal["open", "passed", "not_started", "unknown"]

SALES = {
    "judicial_foreclosure": Text("Foreclosure sale"),
    "nonjudicial_foreclosure": Text("Foreclosure sale"),
    "strict_foreclosure": Text("Strict foreclosure"),
    "short_sale": Text("Short sale"),
    "deed_in_lieu": Text("Deed in lieu"),
}
CLOCKS = {  # what each clock is called, and what to do about it
    "deficiency_claim": (
        Text("Lender's last day to sue for the rest"),
        Text(
            "Until it is over, open every letter from a court or a lawyer. If a suit comes later, say that it is late."
        ),
    ),
    "confirmation": (
        Text("Lender's last day to have it confirmed"),
        Text("Look whether the lender asked the court to confirm the sale in time."),
    ),
    "notice_of_intent": (
        Text("Lender's last day to send its warning"),
        Text("Keep what the lender sends, with its envelope. Note it if nothing came."),
    ),
    "fair_value_request": (
        Text("Your last day to ask for the home's value"),
        Text("By now, ask the court to count what the home was worth."),
    ),
    "enforcement": (
        Text("Lender's last day to collect its judgment"),
        Text("Ask a lawyer whether the judgment has ended."),
    ),
    "redemption": (
        Text("Your time to redeem the home ends"),
        Text("If you want the home back, what it takes must be paid by now."),
    ),
    "limitation": (
        Text("The time to sue on the note ends"),
        Text("Do not pay or promise anything on the old loan before you ask a lawyer: it can start the time again."),
    ),
    "judgment_life": (
        Text("The judgment ends, unless renewed"),
        Text("Ask the clerk of the court whether the judgment was renewed."),
    ),
    "answer": (
        Text("Your last day to answer the lawsuit"),
        Text("File a written answer with the court by now, even if you think that you owe nothing."),
    ),
}
HAPPENED = {
    "default": Text("First missed payment"),
    "acceleration": Text("The whole loan was called due"),
    "suit": Text("The lender went to court"),
    "served": Text("You got the court papers"),
    "judgment": Text("Judgment for the rest"),
    "discharge": Text("Discharged in bankruptcy"),
    "cancelled": Text("The debt was cancelled"),
    "charge_off": Text("The lender wrote the loan off"),
}
CHECK_REPORT = Text("Get your free credit reports and see that it is gone. If it is not, dispute it with the bureau.")
ASK_LENDER = Text("Ask a lender about it, and ask for the program's rule of today: the waits change.")
WATCH_MAIL = Text("Look for Form 1099-C in the mail, and check it: the lender's figures can be wrong.")
FILE_RETURN = Text("File the return, with Form 982 if a part of the debt is not taxed. The IRS has free help (VITA).")


@dataclass(frozen=True)
class Entry:
    """One day of the case, or one clock that has no day yet."""

    what: str
    kind: Kind
    label: Text  # short enough for a picture
    date: datetime.date | None
    state: State
    says: Text
    do: Text | None = None
    safe_after: datetime.date | None = None
    loans: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    citations: tuple[str, ...] = ()
    applies: bool | None = True  # None: a fact that is not known decides
    clock: Clock | None = None
    more: tuple[Text, ...] = ()  # further sentences of `says`

    @property
    def certain(self) -> bool:
        """Whether it stands on a day that nothing can move."""
        return self.applies is True and self.safe_after in (None, self.date)

    @property
    def key(self) -> str:
        """What names it among the entries of a case, whenever it is told again."""
        rule = self.clock.rule if self.clock else ""
        return "/".join((self.what, rule, "+".join(self.loans), "+".join(self.programs)))

    def as_json(self) -> dict[str, Any]:
        """The entry as the contract's `deadlines` have it."""
        return {
            "what": self.what,
            "kind": self.kind,
            "loan": self.loans[0] if len(self.loans) == 1 else None,
            "loans": list(self.loans),
            "programs": list(self.programs),
            "date": self.date.isoformat() if self.date else None,
            "safe_after": self.safe_after.isoformat() if self.safe_after else None,
            "counted_from": None,
            "period": None,
            "state": self.state,
            "applies": self.applies,
            "label": str(self.label),
            "says": " ".join(str(text) for text in (self.says, *self.more)),
            "do": str(self.do) if self.do else None,
            "citations": list(self.citations),
        }


def timeline(
    facts: Facts, loans: tuple[LoanOutcome, ...], clocks: tuple[Clock, ...], credit: Credit, taxes: bool = True
) -> tuple[Entry, ...]:
    """Every day of the case, the earliest first, then the clocks that have no day yet. `taxes`: whether a lender may
    report a cancelled debt, so that its form and the return count."""
    found = [*_events(facts), *_clocks(facts, loans, clocks), *_taxes(facts, taxes), *_credit(facts, credit)]
    return tuple(sorted(_merged(found), key=lambda entry: entry.date or datetime.date.max))


def _merged(entries: Iterable[Entry]) -> list[Entry]:
    """Entries of one kind and day as one, for all of their loans or programs."""
    found: dict[tuple[Any, ...], Entry] = {}
    for entry in entries:
        key = (entry.what, entry.date, entry.says.template, entry.says.context, entry.state)
        same = found.get(key)
        if same is None:
            found[key] = entry
            continue
        loans = dict.fromkeys((*same.loans, *entry.loans))
        found[key] = replace(same, loans=tuple(loans), applies=same.applies if same.applies else entry.applies)
    return list(found.values())


def _events(facts: Facts) -> Iterator[Entry]:
    """What happened, or is set to happen."""
    away, kind = facts.disposition, facts.disposition.kind
    for loan in facts.loans:
        yield from _of_loan(facts, loan)
    if away.date is not None and kind is not None:
        yield _event(facts, "sale", SALES[kind], away.date)
    elif away.date is not None:
        yield _event(facts, "sale", Text("The home was lost"), away.date)
    if away.confirmed_on is not None:
        yield _event(facts, "sale_confirmed", Text("The court confirmed the sale"), away.confirmed_on)
    scheduled = facts.property.sale_scheduled_on
    if scheduled is not None and scheduled != away.date and before_the_sale(facts):
        says = Text("The sale is set for this day. Some steps can be taken only before it.")
        do = Text("Well before this day, call a housing counselor: 800-569-4287.")
        yield Entry(
            "sale_scheduled", "yours", Text("Sale is set for this day"), scheduled, _state(facts, scheduled), says, do
        )
    filed = facts.household.bankruptcy_filed_on
    if filed is not None:
        yield _event(facts, "bankruptcy", Text("Bankruptcy was filed"), filed)


def _of_loan(facts: Facts, loan: Loan) -> Iterator[Entry]:
    days = {
        "default": loan.first_delinquent_on,
        "acceleration": loan.accelerated_on,
        "suit": claim_filed_on(facts, loan),
        "served": loan.served_on,
        "judgment": judgment_on(facts, loan),
        "discharge": loan.discharged_on,
        "cancelled": cancelled_on(facts, loan) if loan.forgiven_on or facts.disposition.forgiven_on else None,
        "charge_off": loan.charged_off_on,
    }
    for what, day in days.items():
        if day is not None:
            yield replace(_event(facts, what, HAPPENED[what], day), loans=(loan.id,))


def _event(facts: Facts, what: str, label: Text, day: datetime.date) -> Entry:
    return Entry(what, "event", label, day, _state(facts, day), label)


def _state(facts: Facts, day: datetime.date) -> State:
    return "passed" if day <= facts.as_of else "open"


def _clocks(facts: Facts, loans: tuple[LoanOutcome, ...], clocks: tuple[Clock, ...]) -> Iterator[Entry]:
    """The clocks; where nothing is left to collect, only the person's own."""
    collecting = any(not each.deficiency.stays_on_home and each.deficiency.gross != NOTHING for each in loans)
    for clock in clocks:
        if not (collecting or clock.yours):
            continue
        label, do = CLOCKS[clock.what]
        yield Entry(
            what=clock.what,
            kind="yours" if clock.yours else "theirs",
            label=label,
            date=clock.date,
            state=clock.state,
            says=clock.says,
            do=do if clock.state == "open" else None,
            safe_after=clock.safe_after,
            loans=() if clock.what == "redemption" else (clock.loan,),
            citations=clock.citations,
            applies=clock.applies,
            clock=clock,
        )


def cancelled_on(facts: Facts, loan: Loan) -> datetime.date | None:
    """The day on which the rest of a loan was cancelled, as far as the facts say that it was: the day that is named, or
    that of the short sale or deed in lieu in which it was released in writing."""
    named = loan.forgiven_on or facts.disposition.forgiven_on
    if named is not None:
        return named
    voluntary = facts.disposition.kind in ("short_sale", "deed_in_lieu")
    return facts.disposition.date if voluntary and _released(facts, loan) else None


def _released(facts: Facts, loan: Loan) -> bool:
    if loan.release is not None:
        return loan.release == "debt"
    own = loan.waiver_in_writing
    return (facts.disposition.waiver_in_writing if own is None else own) is True


def _taxes(facts: Facts, reported: bool) -> Iterator[Entry]:
    """The form and the return of each year in which a debt was cancelled: on a named day, or in a sale after which the
    lender may have something to report."""
    law = federal(TaxDays)
    loans = [loan for loan in facts.loans if reported or loan.forgiven_on or facts.disposition.forgiven_on]
    days = {loan.id: day for loan in loans if (day := cancelled_on(facts, loan)) is not None}
    for year in sorted({day.year for day in days.values()}):
        which = tuple(name for name, day in days.items() if day.year == year)
        form, due = law.falls_on(law.form_1099c, year + 1), law.falls_on(law.tax_return, year + 1)
        yield _tax(facts, "form_1099c", Text("Form 1099-C should have come"), form, law.form_1099c, WATCH_MAIL, which)
        label = Text("Tax return for {year} is due", {"year": str(year)})
        yield _tax(facts, "tax_return", label, due, law.tax_return, FILE_RETURN, which)


def _tax(
    facts: Facts, what: str, label: Text, day: datetime.date, law: TaxDay, do: Text, loans: tuple[str, ...]
) -> Entry:
    says = Text(law.says, context=f"tax_days.{what}")
    state = _state(facts, day)
    return Entry(what, "tax", label, day, state, says, do if state == "open" else None, None, loans, (), law.cite)


def _credit(facts: Facts, credit: Credit) -> Iterator[Entry]:
    for item in credit.items:
        if item.off_on is not None:
            yield _report(facts, item, item.off_on)
    by_day: dict[datetime.date, list[Waiting]] = {}
    for wait in credit.waits:
        if wait.until is not None:
            by_day.setdefault(wait.until, []).append(wait)
    for day, same in by_day.items():
        yield _mortgage(facts, day, same)


def _report(facts: Facts, item: Item, off: datetime.date) -> Entry:
    labels = {
        "loan": Text("Loan must be off your credit report"),
        "judgment": Text("Judgment must be off your report"),
        "bankruptcy": Text("Bankruptcy must be off your report"),
    }
    state = _state(facts, off)
    return Entry(
        what="report_item",
        kind="report",
        label=labels[item.what],
        date=off,
        state=state,
        says=item.says[0],
        do=CHECK_REPORT if state == "open" else None,
        loans=(item.loan,) if item.loan else (),
        citations=item.citations,
    )


def _mortgage(facts: Facts, day: datetime.date, same: list[Waiting]) -> Entry:
    state = _state(facts, day)
    says = [Text("{program}: {says}", {"program": NAMES[wait.program], "says": wait.says}) for wait in same]
    return Entry(
        what="mortgage_wait",
        kind="mortgage",
        label=_again([wait.program for wait in same]),
        date=day,
        state=state,
        says=says[0],
        more=tuple(says[1:]),
        do=ASK_LENDER if state == "open" else None,
        programs=tuple(wait.program for wait in same),
        citations=tuple(dict.fromkeys(cite for wait in same if wait.rule for cite in wait.rule.cite)),
    )


def _again(programs: list[Program]) -> Text:
    if set(programs) == {"fannie", "freddie"}:
        return Text("Conventional loans possible again")
    names = [SHORT[program] for program in programs]
    match names:
        case [one]:
            return Text("{one} loans possible again", {"one": one})
        case [one, other]:
            return Text("{one} and {other} loans possible again", {"one": one, "other": other})
        case _:
            return Text("{count} kinds of loans possible again", {"count": len(names)})


SHORT: dict[Program, str] = {
    "fannie": "Fannie Mae",
    "freddie": "Freddie Mac",
    "fha": "FHA",
    "va": "VA",
    "usda": "USDA",
}
