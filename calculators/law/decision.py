"""Which rules may decide a case, when some of its facts are unknown.

Rules are tried in order and the first whose every condition holds decides. With an unknown fact
more than one rule may. To be exact about that (no outcome shown that no set of facts could give,
no fact asked for that could not matter) the rules are unfolded into a decision diagram: a node
asks one variable, each branch is a set of its cells, a leaf is the rule that decides. Variables are
asked in one fixed order and equal branches are merged, so the diagram is the smallest one, and a
variable stands in it if and only if it can change the result.

Bryant, Graph-Based Algorithms for Boolean Function Manipulation (1986), has the theorem.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .conditions import Atom

Domains = dict[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A rule as the diagram sees it. `final` outcomes end the matter; others still meet the
    clocks."""

    name: str
    atoms: tuple[Atom, ...]
    final: bool


@dataclass(frozen=True, slots=True)
class Node:
    """A question, or a leaf where `variable` is empty. `number` makes equal nodes one."""

    number: int
    variable: str
    branches: tuple[tuple[tuple[int, ...], Node], ...]
    leaf: str


class Diagram:
    """The diagram of one list of rules, and of the clocks that an outcome still meets."""

    def __init__(self, rules: Sequence[Candidate], clocks: Sequence[Candidate], domains: Domains):
        self._order = {name: place for place, name in enumerate(domains)}
        self._domains = domains
        self._nodes: dict[tuple[object, ...], Node] = {}
        self._done: dict[tuple[object, ...], Node] = {}
        start = tuple((rule.name, rule.atoms, rule.final) for rule in rules)
        after = tuple((clock.name, clock.atoms, True) for clock in clocks)
        for name, cells in domains.items():
            start, after = _known(start, name, cells), _known(after, name, cells)
        self.root = self._unfold(_cut(start), _cut(after))

    def _unfold(self, rules: tuple[_Rule, ...], clocks: tuple[_Rule, ...]) -> Node:
        done = self._done.get((rules, clocks))
        if done is None:
            done = self._done[rules, clocks] = self._ask(rules, clocks)
        return done

    def _ask(self, rules: tuple[_Rule, ...], clocks: tuple[_Rule, ...]) -> Node:
        if not rules:
            return self._node("", (), "")  # no rule decides: checklaw makes sure it cannot be
        name, atoms, final = rules[0]
        if not atoms and final:
            return self._node("", (), name)
        if not atoms:
            rules = rules[:1]
            if not clocks:
                return self._node("", (), name)
            if not clocks[0][1]:
                return self._node("", (), clocks[0][0])
        variable = self._next(rules, clocks)
        branches: dict[tuple[tuple[_Rule, ...], tuple[_Rule, ...]], list[int]] = {}
        for cell in self._domains[variable]:
            rest = _cut(_known(rules, variable, (cell,))), _cut(_known(clocks, variable, (cell,)))
            branches.setdefault(rest, []).append(cell)
        return self._join(variable, [(tuple(cells), self._unfold(*rest)) for rest, cells in branches.items()])

    def _next(self, rules: tuple[_Rule, ...], clocks: tuple[_Rule, ...]) -> str:
        names = {atom.variable for _, atoms, _ in (*rules, *clocks) for atom in atoms}
        return min(names, key=self._order.__getitem__)

    def _join(self, variable: str, parts: list[tuple[tuple[int, ...], Node]]) -> Node:
        """One node with equal branches merged; no node where all branches are equal."""
        merged: dict[int, tuple[list[int], Node]] = {}
        for cells, node in parts:
            merged.setdefault(node.number, ([], node))[0].extend(cells)
        if len(merged) == 1:
            return parts[0][1]
        branches = tuple((tuple(sorted(cells)), node) for cells, node in merged.values())
        return self._node(variable, branches, "")

    def _node(self, variable: str, branches: tuple[tuple[tuple[int, ...], Node], ...], leaf: str) -> Node:
        key = (variable, tuple((cells, node.number) for cells, node in branches), leaf)
        if key not in self._nodes:
            self._nodes[key] = Node(len(self._nodes), variable, branches, leaf)
        return self._nodes[key]

    def renamed(self, rename: Callable[[str], str]) -> Node:
        """The diagram with its leaves renamed (a rule's outcome for its name, say), reduced."""
        done: dict[int, Node] = {}

        def walk(node: Node) -> Node:
            if node.number not in done:
                if node.variable:
                    parts = [(cells, walk(child)) for cells, child in node.branches]
                    done[node.number] = self._join(node.variable, parts)
                else:
                    done[node.number] = self._node("", (), rename(node.leaf))
            return done[node.number]

        return walk(self.root)


_Rule = tuple[str, tuple[Atom, ...], bool]


def _known(rules: tuple[_Rule, ...], variable: str, cells: tuple[int, ...]) -> tuple[_Rule, ...]:
    """The rules that remain when a variable lies in these cells: a condition that then holds falls
    away, a rule whose condition cannot hold goes."""
    allowed = frozenset(cells)
    left = []
    for name, atoms, final in rules:
        kept, possible = [], True
        for atom in atoms:
            if atom.variable != variable:
                kept.append(atom)
            elif not allowed & atom.cells:
                possible = False
                break
            elif not allowed <= atom.cells:
                kept.append(atom)
        if possible:
            left.append((name, tuple(kept) if len(kept) < len(atoms) else atoms, final))
    return tuple(left)


def _cut(rules: tuple[_Rule, ...]) -> tuple[_Rule, ...]:
    """The rules up to the first that is certain: none after it can decide."""
    for place, (_, atoms, _) in enumerate(rules):
        if not atoms:
            return rules[: place + 1]
    return rules


def leaves(node: Node) -> list[str]:
    """The names of the rules that may decide, each once, in the order of the diagram."""
    found: dict[str, None] = {}
    for each in _walk(node):
        if not each.variable:
            found[each.leaf] = None
    return list(found)


def variables(node: Node) -> list[str]:
    """The variables that can change the result, each once."""
    return list({each.variable: None for each in _walk(node) if each.variable})


def _walk(node: Node) -> list[Node]:
    seen: dict[int, Node] = {}
    todo = [node]
    while todo:
        here = todo.pop()
        if here.number not in seen:
            seen[here.number] = here
            todo += [child for _, child in reversed(here.branches)]
    return list(seen.values())


def signature(node: Node) -> str:
    """The same text for diagrams of the same function, and for no others."""
    found: dict[int, str] = {}

    def name(here: Node) -> str:
        if here.number not in found:
            parts = sorted((cells, name(child)) for cells, child in here.branches)
            whole = repr((here.variable, parts, here.leaf)).encode()
            found[here.number] = hashlib.sha256(whole).hexdigest()
        return found[here.number]

    return name(node)
