"""A state's law made ready to decide cases: its rules after the common ones, for each way of
losing the home, as conditions on variables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Generic, TypeVar, get_args

from ..facts import VOLUNTARY, Facts, Kind, Loan
from .clocks import EVENT_PATHS
from .conditions import Atom, Variable, Vocabulary, scoped
from .decision import Candidate, Diagram, Node
from .loader import common_law, state_law
from .schema import CommonLaw, Condition, Deadline, FairValue, Outcome, Rule, StateLaw, When

KINDS: tuple[Kind, ...] = get_args(Kind)


P = TypeVar("P", Rule, Deadline, FairValue)


@dataclass(frozen=True, slots=True)
class Applies(Generic[P]):
    """A part of the law with the conditions that make it apply to one kind of loss."""

    part: P
    atoms: tuple[Atom, ...]


class Compiled:
    """One state's law. Made once a process by `compiled`."""

    def __init__(self, law: StateLaw, common: CommonLaw):
        self.law = law
        self.common = common
        self.conditions: dict[str, Condition] = {
            condition.key: condition for condition in (*common.condition, *law.condition)
        }
        rules = (*common.deficiency, *law.deficiency)
        whens = [rule.when for rule in rules]
        whens += [part.when for part in law.deadline]
        whens += [part.when for part in law.fair_value]
        whens += [part.when for part in law.redemption]
        scopes: dict[str, str] = {key: condition.scope for key, condition in self.conditions.items()}
        self.vocabulary = Vocabulary(whens, scopes)
        self._atoms_of = {id(when): self.vocabulary.atoms(when) for when in whens}
        self.parts: dict[str, Rule | Deadline] = {rule.id: rule for rule in rules}
        self.parts |= {clock.id: clock for clock in law.deadline}
        self.common_ids = frozenset(rule.id for rule in common.deficiency)
        self._rules: dict[str, tuple[Applies[Rule], ...]] = {}
        self._clocks: dict[str, tuple[Applies[Deadline], ...]] = {}
        self._limits: dict[str, tuple[Applies[FairValue], ...]] = {}
        self._variables: dict[str, tuple[Variable, ...]] = {}
        for kind in self.kinds:
            self._rules[kind] = self._of_kind(kind, self._ordered())
            self._clocks[kind] = self._clocks_of(kind)
            self._limits[kind] = self._of_kind(kind, law.fair_value)
            self._variables[kind] = self._used(kind)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The ways of losing a home that exist in the state."""
        here = (*self.law.foreclosure.available, *VOLUNTARY)
        return tuple(kind for kind in KINDS if kind in here)

    def _ordered(self) -> list[Rule]:
        """The common rules, each after the state's own version where it has one, then the state's."""
        rules = []
        for common in self.common.deficiency:
            rules += [rule for rule in self.law.deficiency if rule.instead_of == common.id]
            rules.append(common)
        return rules + [rule for rule in self.law.deficiency if not rule.instead_of]

    def _of_kind(self, kind: str, parts: Iterable[P]) -> tuple[Applies[P], ...]:
        return tuple(Applies(part, self.vocabulary.atoms(part.when)) for part in parts if _for(part.when, kind))

    def _clocks_of(self, kind: str) -> tuple[Applies[Deadline], ...]:
        found = []
        for clock in self.law.deadline:
            if clock.ends == "claim" and _for(clock.when, kind):
                atoms = (*self.vocabulary.atoms(clock.when), *self.vocabulary.missed(clock))
                found.append(Applies(clock, atoms))
        return tuple(found)

    def rules(self, kind: str) -> tuple[Applies[Rule], ...]:
        """The rules for one kind of loss, in the order in which they are tried."""
        return self._rules[kind]

    def clocks(self, kind: str) -> tuple[Applies[Deadline], ...]:
        """The lender's clocks that end a claim after this kind of loss."""
        return self._clocks[kind]

    def limits(self, kind: str) -> tuple[Applies[FairValue], ...]:
        """The limits by the home's value for one kind of loss."""
        return self._limits[kind]

    def variables(self, kind: str) -> tuple[Variable, ...]:
        """The variables that can matter after this kind of loss, in a fixed order."""
        return self._variables[kind]

    def _used(self, kind: str) -> tuple[Variable, ...]:
        used = {atom.variable for rule in self.rules(kind) for atom in rule.atoms}
        used |= {atom.variable for clock in self.clocks(kind) for atom in clock.atoms}
        return tuple(v for name, v in self.vocabulary.variables.items() if name in used)

    def domains(self, kind: str, facts: Facts, loan: Loan) -> tuple[tuple[int, ...], ...]:
        """For each variable of `variables(kind)` the cells that the facts leave possible."""
        return tuple(
            tuple(cells) if (cells := variable.read(facts, loan)) is not None else variable.all
            for variable in self.variables(kind)
        )

    def event_path(self, event: str, loan: Loan) -> str:
        """Where the date of an event stands among the facts."""
        return scoped(EVENT_PATHS[event].format(loan=loan.id), loan, self.vocabulary.scopes)

    def holds(self, atoms: tuple[Atom, ...], facts: Facts, loan: Loan) -> bool | None:
        """Whether all these conditions hold; None where the facts cannot tell."""
        certain = True
        for atom in atoms:
            variable = self.vocabulary.variables[atom.variable]
            cells = variable.read(facts, loan)
            cells = frozenset(variable.all if cells is None else cells)
            if not cells & atom.cells:
                return False
            certain = certain and cells <= atom.cells
        return True if certain else None

    def applies(self, when: When, kind: str, facts: Facts, loan: Loan) -> bool | None:
        """Whether a `when` holds after this kind of loss; None where the facts cannot tell."""
        return self.holds(self._atoms_of[id(when)], facts, loan) if _for(when, kind) else False


def _for(when: When, kind: str) -> bool:
    return not when.disposition or kind in when.disposition


@cache
def compiled(code: str) -> Compiled:
    """The law of a state, ready to decide. Raises KeyError for a code without a file."""
    return Compiled(state_law(code), common_law())


@dataclass(frozen=True, slots=True)
class Diagrams:
    """What may decide (`rules`: the leaves are ids) and with what outcome (`outcomes`)."""

    rules: Node
    outcomes: Node


@lru_cache(maxsize=50_000)
def diagrams(
    code: str,
    kind: str,
    domains: tuple[tuple[int, ...], ...],
    outcomes: tuple[tuple[str, Outcome], ...],
    lifted: tuple[str, ...],
    stayed: bool,
) -> Diagrams:
    """The decision diagrams of one loan's case.

    `outcomes` are those that differ from the rules' own because an exception is known to apply, `lifted` the clocks
    that one sets aside. `stayed`: an open bankruptcy case limits whatever is allowed.
    """
    law = compiled(code)
    changed: Mapping[str, Outcome] = dict(outcomes)

    def outcome(name: str) -> str:
        if not name:  # no rule decides; checklaw makes sure that it cannot be
            return ""
        part = law.parts[name]
        own = part.outcome if isinstance(part, Rule) else "barred"
        given = changed.get(name, own)
        return "limited" if stayed and given == "allowed" else given

    rules = [Candidate(r.part.id, r.atoms, outcome(r.part.id) == "barred") for r in law.rules(kind)]
    clocks = [Candidate(clock.part.id, clock.atoms, True) for clock in law.clocks(kind) if clock.part.id not in lifted]
    names = [variable.name for variable in law.variables(kind)]
    diagram = Diagram(rules, clocks, dict(zip(names, domains, strict=True)))
    return Diagrams(diagram.root, diagram.renamed(outcome))
