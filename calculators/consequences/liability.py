"""May they still collect from this person, and under which rule.

The order of decision: did this person owe the debt at all; was it discharged; was it released; the
rules of the state; the clocks; an open bankruptcy case over all of it. Unknown facts leave every
outcome possible that some completion of them gives, and none that no completion gives.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from ..facts import Facts, Loan, with_fact
from ..law import clocks
from ..law.compiled import Compiled, Diagrams, compiled, diagrams
from ..law.decision import Node, leaves, signature, variables
from ..law.schema import Checked, Deadline, EveryUnless, Outcome, Rule, Unless
from ..working import Text

Verdict = Literal["barred", "limited", "allowed", "depends"]
OPEN_CASES = ("chapter_7", "chapter_11", "chapter_12", "chapter_13")
ORDER: tuple[Outcome, ...] = ("barred", "limited", "allowed")
CONFIDENCE: tuple[Checked, ...] = ("weak", "secondary", "statute")
STALE = timedelta(days=365)


@dataclass(frozen=True)
class Exemption:
    """An exception to the rule that decided: what it is, and whether the facts settle it."""

    key: str
    says: Text
    settled: bool | None
    then: Outcome
    question: Text
    askable: bool
    softens: bool  # unsettled, it takes the flatness out of the sentence
    path: str
    citations: tuple[str, ...]


@dataclass(frozen=True)
class Decider:
    """A rule or clock that decides, or may decide, the case of one loan."""

    id: str
    kind: str  # the way of losing the home for which it decides
    outcome: Outcome
    says: Text
    citations: tuple[str, ...]
    checked: Checked
    checked_on: date
    sources: tuple[tuple[str, str], ...]  # title and address of each
    exceptions: tuple[Exemption, ...]
    remark: Text | None
    limits: tuple[str, ...]
    clock: bool = False
    lifted: bool = False  # an exception that applies lifts the limits on the amount


@dataclass(frozen=True)
class Liability:
    """Whether one loan's lender may still collect."""

    outcome: Verdict
    possible: tuple[Outcome, ...]
    deciders: tuple[Decider, ...]
    depends_on: tuple[str, ...]
    # Also the facts that change which rule decides, though not whether it can be collected.
    matters: tuple[str, ...]
    exceptions: tuple[Exemption, ...]
    stay: Decider | None  # an open bankruptcy case, over whatever the rules say
    as_of: date

    @property
    def decider(self) -> Decider | None:
        """The rule that decides, where just one can."""
        return self.deciders[0] if len(self.deciders) == 1 else None

    @property
    def confidence(self) -> Checked:
        """How the weakest of the rules that may decide was checked."""
        return min((d.checked for d in self.deciders), key=CONFIDENCE.index, default="weak")

    @property
    def stale(self) -> bool:
        """Whether a rule that may decide has gone unchecked for a year."""
        return any(self.as_of - d.checked_on > STALE for d in self.deciders)

    @property
    def flat(self) -> bool:
        """Whether the answer may be said flatly: one outcome, read in the statute within a year,
        with no exception that the facts leave open."""
        return (
            len(self.possible) == 1
            and self.confidence == "statute"
            and not self.stale
            and not any(e.softens and e.settled is None for e in self.exceptions)
        )


def liability(facts: Facts, loan: Loan) -> Liability:
    """Whether the lender of `loan` may still collect from the person whose facts these are."""
    law = compiled(facts.state)
    kind = facts.disposition.kind
    kinds = (kind,) if kind is not None else law.kinds
    cases = [_case(law, facts, loan, each) for each in kinds]
    deciders = tuple(decider for case in cases for decider in case.deciders)
    stay = _stay(law, facts)
    possible = {decider.outcome for decider in deciders}
    if stay is not None:
        possible = {"barred" if outcome == "barred" else "limited" for outcome in possible}
    left: tuple[Outcome, ...] = tuple(o for o in ORDER if o in possible)
    depends = _merge(case.depends_on for case in cases)
    matters = _merge(case.matters for case in cases)
    if kind is None:
        if len({case.function for case in cases}) > 1:
            depends = ("disposition.kind", *depends)
        matters = ("disposition.kind", *matters)
    if len(left) == 1:
        depends = ()
    exceptions = {e.key: e for decider in deciders for e in decider.exceptions}
    return Liability(
        outcome=left[0] if len(left) == 1 else "depends",
        possible=left,
        deciders=deciders,
        depends_on=depends,
        matters=tuple(path for path in matters if path not in depends),
        exceptions=tuple(exceptions.values()),
        stay=stay if left != ("barred",) else None,
        as_of=facts.as_of,
    )


def outcomes(facts: Facts, loan: Loan) -> set[str]:
    """The outcomes that the facts leave possible, and nothing else about them: for trying out answers."""
    law = compiled(facts.state)
    kinds = (facts.disposition.kind,) if facts.disposition.kind is not None else law.kinds
    return {outcome for kind in kinds for outcome in leaves(_diagrams(law, _lost(facts, kind), loan, kind)[0].outcomes)}


def _lost(facts: Facts, kind: str) -> Facts:
    return facts if facts.disposition.kind == kind else with_fact(facts, "disposition.kind", kind)


def _diagrams(law: Compiled, facts: Facts, loan: Loan, kind: str) -> tuple[Diagrams, dict[str, Outcome]]:
    """What may decide, and the outcomes that an exception changes."""
    changed = _changed_outcomes(law, facts, loan, kind)
    stayed = facts.household.bankruptcy in OPEN_CASES
    lifted = tuple(clock.part.id for clock in law.clocks(kind) if clocks.lifted(clock.part, facts, loan))
    domains = law.domains(kind, facts, loan)
    return diagrams(facts.state, kind, domains, tuple(changed.items()), lifted, stayed), changed


@dataclass(frozen=True)
class _Case:
    deciders: tuple[Decider, ...]
    depends_on: tuple[str, ...]
    matters: tuple[str, ...]
    function: str  # equal for ways of losing the home that come to the same


def _case(law: Compiled, facts: Facts, loan: Loan, kind: str) -> _Case:
    """The case of one loan if the home is lost in one way."""
    facts = _lost(facts, kind)
    found, changed = _diagrams(law, facts, loan, kind)
    deciders = tuple(_decider(law, facts, loan, kind, name, changed) for name in leaves(found.rules))
    return _Case(
        deciders,
        _paths(law, facts, loan, found.outcomes),
        _paths(law, facts, loan, found.rules),
        signature(found.outcomes),
    )


def _paths(law: Compiled, facts: Facts, loan: Loan, node: Node) -> tuple[str, ...]:
    """The facts that would settle the variables of a diagram."""
    named = law.vocabulary.variables
    return _merge(named[name].paths(facts, loan) for name in variables(node))


def _merge(groups: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(path for group in groups for path in group))


def _changed_outcomes(law: Compiled, facts: Facts, loan: Loan, kind: str) -> dict[str, Outcome]:
    """The outcomes of the rules to which an exception is known to apply."""
    everywhere = [each for each in law.common.exception if _settled(law, facts, loan, each)[0]]
    told = bool(loan.answers or facts.answers or loan.reaffirmed)
    if not everywhere and not told:
        return {}
    changed: dict[str, Outcome] = {}
    for part in (rule.part for rule in law.rules(kind)):
        applying: list[Unless] = [each for each in _common_exceptions(law, part) if each in everywhere]
        applying += [own for own in part.unless if _answered(facts, loan, own)]
        if applying:
            changed[part.id] = applying[0].then
    return changed


def _common_exceptions(law: Compiled, part: Rule | Deadline) -> list[EveryUnless]:
    outcome = part.outcome if isinstance(part, Rule) else "barred"
    if part.id == "lien-above-stays":  # nothing of that loan is settled by this sale
        return []
    return [each for each in law.common.exception if outcome in each.outcomes]


def _exemptions(law: Compiled, facts: Facts, loan: Loan, part: Rule | Deadline) -> list[Exemption]:
    """The exceptions of a rule: those of every rule with its outcome, then its own."""
    found = []
    for common in _common_exceptions(law, part):
        field = "answers." + common.key if common.fact == "limitation" else common.fact
        settled, softens = _settled(law, facts, loan, common)
        found.append(_exemption(common, settled, softens, f"loans.{loan.id}.{field}"))
    for own in part.unless:
        scope = f"loans.{loan.id}.answers." if own.scope == "loan" else "answers."
        path = f"loans.{loan.id}.{own.key}" if own.key == "reaffirmed" else scope + own.key
        found.append(_exemption(own, _answered(facts, loan, own), True, path))
    return found


def _answered(facts: Facts, loan: Loan, exception: Unless) -> bool | None:
    if exception.key == "reaffirmed" and loan.reaffirmed is not None:
        return loan.reaffirmed
    given = clocks.answer(facts, loan, exception.key)
    return given if isinstance(given, bool) else None


def _settled(law: Compiled, facts: Facts, loan: Loan, exception: EveryUnless) -> tuple[bool | None, bool]:
    """Whether a fact settles a common exception, and whether its doubt softens the sentence."""
    if exception.fact == "limitation":
        state = clocks.limitation(law.law.limitations, facts, loan)
        return state.missed, state.missed is None and state.last is not None
    value = getattr(loan, exception.fact)
    return (None if value is None else str(value) in exception.yes), False


def _exemption(exception: Unless, settled: bool | None, softens: bool, path: str) -> Exemption:
    return Exemption(
        exception.key,
        Text(exception.says, context=exception.key),
        settled,
        exception.then,
        Text(exception.question, context=exception.key),
        exception.askable,
        softens,
        path,
        exception.cite,
    )


def _decider(law: Compiled, facts: Facts, loan: Loan, kind: str, name: str, changed: dict[str, Outcome]) -> Decider:
    part = law.parts[name]
    ours = part.id not in law.common_ids
    file = law.law if ours else law.common
    own: Outcome = part.outcome if isinstance(part, Rule) else "barred"
    exceptions = tuple(_exemptions(law, facts, loan, part))
    applied = next((e for e in exceptions if e.settled), None)
    return Decider(
        id=part.id,
        kind=kind,
        outcome=changed.get(part.id, own),
        says=Text(part.says, context=f"{law.law.code if ours else 'common'}.{part.id}"),
        citations=(*part.cite, *(applied.citations if applied else ())),
        checked=part.checked,
        checked_on=file.checked_on,
        sources=tuple((s.title, s.url) for s in file.source if s.n in part.sources),
        exceptions=exceptions,
        remark=Text(part.exceptions) if part.exceptions else None,
        limits=() if applied else tuple(getattr(part, "limits", ())),
        clock=isinstance(part, Deadline),
        lifted=applied is not None and applied.then == "allowed",
    )


def _stay(law: Compiled, facts: Facts) -> Decider | None:
    """The stay of an open bankruptcy case."""
    if facts.household.bankruptcy not in OPEN_CASES:
        return None
    rule = law.common.overlay[0]
    return Decider(
        rule.id,
        facts.disposition.kind or "",
        rule.outcome,
        Text(rule.says, context=f"common.{rule.id}"),
        rule.cite,
        rule.checked,
        law.common.checked_on,
        tuple((s.title, s.url) for s in law.common.source if s.n in rule.sources),
        (),
        None,
        rule.limits,
    )
