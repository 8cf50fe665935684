"""What the conditions of a law file compare with.

Every condition reads one *variable* of a case. A variable has a few *cells*: sets of values that no
rule of the state tells apart (lots up to 2.5 acres, and larger ones). Reading a case puts each
variable in the cells that its facts still allow: one if the fact is known, all if it is not.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, get_args

from .. import facts as shape
from ..facts import FORECLOSURES, Facts, Loan
from . import clocks
from .schema import Deadline, When

Cells = frozenset[int]
NO = 0


@dataclass(frozen=True, slots=True)
class Variable:
    """One thing that conditions read."""

    name: str
    cells: tuple[Any, ...]  # a specimen value of each cell, to draw it and to test with
    read: Callable[[Facts, Loan], Iterable[int] | None]  # None: not known
    paths: Callable[[Facts, Loan], tuple[str, ...]]  # the facts that would settle it

    @property
    def all(self) -> tuple[int, ...]:
        return tuple(range(len(self.cells)))


@dataclass(frozen=True, slots=True)
class Atom:
    """One condition: the variable is in one of these cells."""

    variable: str
    cells: Cells


CHOICES: dict[str, tuple[str, tuple[str, ...]]] = {
    "purpose": ("loans.{loan}.purpose", get_args(shape.Purpose)),
    "lien": ("loans.{loan}.lien", get_args(shape.Lien)),
    "occupancy": ("property.occupancy", get_args(shape.Occupancy)),
    "obligor": ("loans.{loan}.obligor", get_args(shape.Obligor)),
}
FLAGS = {
    "agricultural": "property.agricultural",
    "seller_financed": "loans.{loan}.seller_financed",
    "lender_bought_at_sale": "disposition.lender_bought_at_sale",
}
STANDINGS = ("forecloses", "above", "below", "association", "tax", "none")
RELEASES = get_args(shape.Release)


def _get(facts: Facts, loan: Loan, path: str) -> Any:
    group, _, name = path.partition(".")
    if group == "loans":
        return getattr(loan, name.rpartition(".")[2])
    return getattr(getattr(facts, group), name)


def _choice(name: str) -> Variable:
    path, values = CHOICES[name]
    default = "signed_note" if name == "obligor" else None

    def read(facts: Facts, loan: Loan) -> Iterable[int] | None:
        value = _get(facts, loan, path) or default
        return None if value is None else (values.index(value),)

    return Variable(name, values, read, lambda facts, loan: (path.format(loan=loan.id),))


def _flag(name: str) -> Variable:
    path = FLAGS[name]

    def read(facts: Facts, loan: Loan) -> Iterable[int] | None:
        value = _get(facts, loan, path)
        return None if value is None else (int(value),)

    return Variable(name, (False, True), read, lambda f, loan: (path.format(loan=loan.id),))


def _own(key: str, scope: str) -> Variable:
    """A condition that the law file itself defines."""

    def read(facts: Facts, loan: Loan) -> Iterable[int] | None:
        value = clocks.answer(facts, loan, key)
        return (int(value),) if isinstance(value, bool) else None

    def paths(facts: Facts, loan: Loan) -> tuple[str, ...]:
        return (f"loans.{loan.id}.answers.{key}" if scope == "loan" else f"answers.{key}",)

    return Variable(key, (False, True), read, paths)


def _measure(name: str, path: str, tops: list[Decimal]) -> Variable:
    """Cells up to and including each top, and one above the last."""
    specimens = (*tops, tops[-1] + 1)

    def read(facts: Facts, loan: Loan) -> Iterable[int] | None:
        value = _get(facts, loan, path)
        return None if value is None else (bisect_left(tops, value),)

    return Variable(name, specimens, read, lambda f, loan: (path.format(loan=loan.id),))


def _day(name: str, path: str, starts: list[date]) -> Variable:
    """Cells before the first start, and from each start on."""
    specimens = (date.fromordinal(starts[0].toordinal() - 1), *starts)

    def read(facts: Facts, loan: Loan) -> Iterable[int] | None:
        value = _get(facts, loan, path)
        if value is None and name == "sold" and clocks.before_the_sale(facts):
            return range(bisect_right(starts, facts.as_of), len(specimens))
        return None if value is None else (bisect_right(starts, value),)

    return Variable(name, specimens, read, lambda f, loan: (path.format(loan=loan.id),))


def standings(facts: Facts, loan: Loan) -> frozenset[str]:
    """How this loan may stand to the lien that foreclosed."""
    if facts.disposition.kind not in FORECLOSURES:
        return frozenset({"none"})
    liens = tuple((other.id, other.lien) for other in facts.loans)
    return _standings(facts.disposition.foreclosing_lien, liens, loan.id)


@lru_cache(maxsize=10_000)
def _standings(named: str | None, liens: tuple[tuple[str, str | None], ...], loan: str) -> frozenset[str]:
    ids = [each for each, _ in liens]
    if named is None:
        return frozenset().union(*(_standings(n, liens, loan) for n in ("first", "junior", *ids, "hoa", "tax")))
    if named in ("hoa", "tax"):
        return frozenset({"association" if named == "hoa" else "tax"})
    if named in ids:
        places = [ids.index(named)]
    elif named == "first":  # a first mortgage that is not among the loans stands before them
        places = [place for place, (_, lien) in enumerate(liens) if lien == "first"] or [-1]
    else:  # a junior lien that is not among the loans stands after them
        places = [place for place, (_, lien) in enumerate(liens) if lien == "junior"] or [len(ids)]
    here = ids.index(loan)
    return frozenset("forecloses" if here == place else "above" if here < place else "below" for place in places)


def _standing_variable() -> Variable:
    def read(facts: Facts, loan: Loan) -> Iterable[int] | None:
        return sorted(STANDINGS.index(name) for name in standings(facts, loan))

    return Variable("standing", STANDINGS, read, lambda f, loan: ("disposition.foreclosing_lien",))


def _release_variable() -> Variable:
    """What became of the debt in writing. After a foreclosure, absent means nothing."""

    def read(facts: Facts, loan: Loan) -> Iterable[int] | None:
        if loan.release is not None:
            return (RELEASES.index(loan.release),)
        own = loan.waiver_in_writing
        waived = facts.disposition.waiver_in_writing if own is None else own
        if waived is None:
            if facts.disposition.kind in FORECLOSURES:
                return (RELEASES.index("none"),)
            return [i for i, value in enumerate(RELEASES) if value != "new_note"]
        return (RELEASES.index("debt"),) if waived else (RELEASES.index("none"),)

    def paths(facts: Facts, loan: Loan) -> tuple[str, ...]:
        if len(facts.loans) > 1:
            return (f"loans.{loan.id}.release",)
        return ("disposition.waiver_in_writing",)

    return Variable("release", RELEASES, read, paths)


def _discharged_variable() -> Variable:
    def read(facts: Facts, loan: Loan) -> Iterable[int] | None:
        if loan.discharged_on is not None:
            return (int(loan.discharged_on <= facts.as_of),)
        return None if facts.household.bankruptcy == "discharged" else (NO,)

    def paths(facts: Facts, loan: Loan) -> tuple[str, ...]:
        return (f"loans.{loan.id}.discharged_on",)

    return Variable("discharged", (False, True), read, paths)


def scoped(path: str, loan: Loan, scopes: dict[str, str]) -> str:
    """Where an answer stands: with the loan if the condition is about a loan, else with the case."""
    key = path.removeprefix("answers.")
    return f"loans.{loan.id}.{path}" if key != path and scopes.get(key) == "loan" else path


def clock_variable(clock: Deadline, scopes: dict[str, str]) -> Variable:
    """Whether the lender let a window pass (cell 1), or, where a condition of the file tells whether it acted, whether
    the window is over. Windows that run alike are one variable: what is true of the one is true of the other. `scopes`
    tell which of the file's conditions are about a loan."""
    by_date = clock.acted == "claim_filed_on"

    def read(facts: Facts, loan: Loan) -> Iterable[int] | None:
        reading = clocks.read_clock(clock, facts, loan)
        told = reading.missed if by_date else reading.over
        return None if told is None else (int(told),)

    def paths(facts: Facts, loan: Loan) -> tuple[str, ...]:
        settled_by = clocks.read_clock(clock, facts, loan).settled_by
        return tuple(scoped(path, loan, scopes) for path in settled_by)

    same = (clock.counted_from, clock.within, clock.direction, "" if by_date else "over")
    return Variable(f"clock:{'/'.join(same)}", ("kept", "missed"), read, paths)


class Vocabulary:
    """The variables of one state: those that every case has, with cells cut where this state's
    rules cut them, and those that its file defines."""

    def __init__(self, whens: Iterable[When], scopes: dict[str, str]):
        whens = list(whens)
        self.variables: dict[str, Variable] = {}
        self.scopes = scopes
        acres = {a for w in whens for a in (w.acres_at_most, w.acres_over) if a is not None}
        units = {Decimal(w.units_at_most) for w in whens if w.units_at_most is not None}
        made = {d for w in whens for d in (w.originated_from, w.originated_before) if d}
        sold = {d for w in whens for d in (w.sold_from, w.sold_before) if d}
        self._tops = {"acres": sorted(acres), "units": sorted(units)}
        self._starts = {"originated": sorted(made), "sold": sorted(sold)}

    def atoms(self, when: When) -> tuple[Atom, ...]:
        """The conditions of a `when`, but for its disposition."""
        atoms = []
        for name, (_, values) in CHOICES.items():
            wanted = getattr(when, name)
            if wanted:
                atoms.append(self._atom(name, {values.index(value) for value in wanted}))
        for name in FLAGS:
            if getattr(when, name) is not None:
                atoms.append(self._atom(name, {int(getattr(when, name))}))
        if when.standing:
            atoms.append(self._atom("standing", {STANDINGS.index(x) for x in when.standing}))
        if when.this_loan_foreclosed is not None:
            wanted = ("forecloses",) if when.this_loan_foreclosed else ("above", "below")
            atoms.append(self._atom("standing", {STANDINGS.index(x) for x in wanted}))
        if when.release:
            atoms.append(self._atom("release", {RELEASES.index(x) for x in when.release}))
        if when.waiver_in_writing is not None:
            released = {RELEASES.index("debt")}
            kept = set(range(len(RELEASES))) - released
            atoms.append(self._atom("release", released if when.waiver_in_writing else kept))
        if when.discharged is not None:
            atoms.append(self._atom("discharged", {int(when.discharged)}))
        atoms += self._measures(when)
        atoms += [self._atom(key, {int(wanted)}) for key, wanted in when.own().items()]
        return tuple(atoms)

    def missed(self, clock: Deadline) -> tuple[Atom, ...]:
        """The conditions under which the lender let a window pass."""
        variable = clock_variable(clock, self.scopes)
        self.variables.setdefault(variable.name, variable)
        over = Atom(variable.name, frozenset({1}))
        return (over,) if clock.acted == "claim_filed_on" else (over, self._atom(clock.acted, {NO}))

    def _measures(self, when: When) -> list[Atom]:
        atoms = []
        for name, top in (("units", when.units_at_most), ("acres", when.acres_at_most)):
            if top is not None:
                place = self._tops[name].index(Decimal(top))
                atoms.append(self._atom(name, set(range(place + 1))))
        if when.acres_over is not None:
            place = self._tops["acres"].index(when.acres_over)
            atoms.append(self._atom("acres", set(range(place + 1, len(self._tops["acres"]) + 1))))
        for name, start, end in (
            ("originated", when.originated_from, when.originated_before),
            ("sold", when.sold_from, when.sold_before),
        ):
            starts = self._starts[name]
            low = starts.index(start) + 1 if start else 0
            high = starts.index(end) + 1 if end else len(starts) + 1
            if start or end:
                atoms.append(self._atom(name, set(range(low, high))))
        return atoms

    def _atom(self, name: str, cells: set[int]) -> Atom:
        if name not in self.variables:
            self.variables[name] = self._variable(name)
        return Atom(name, frozenset(cells))

    def _variable(self, name: str) -> Variable:
        if name in CHOICES:
            return _choice(name)
        if name in FLAGS:
            return _flag(name)
        match name:
            case "standing":
                return _standing_variable()
            case "release":
                return _release_variable()
            case "discharged":
                return _discharged_variable()
            case "units" | "acres":
                return _measure(name, f"property.{name}", self._tops[name])
            case "originated":
                return _day(name, "loans.{loan}.originated_on", self._starts[name])
            case "sold":
                return _day(name, "disposition.date", self._starts[name])
            case _:
                return _own(name, self.scopes.get(name, "case"))
