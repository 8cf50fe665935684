"""Whether the law files stand: what `manage.py checklaw` proves before anyone relies on them.

Each check takes the law and yields what is wrong with it, by file, key and fault. The checks on
reaching an outcome are exhaustive, not samples: they walk the decision diagram of every state and
way of losing the home with every fact unknown, which holds every combination of answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ..facts import FORECLOSURES
from .checklist import ChecklistLaw
from .compiled import Compiled, compiled, diagrams
from .conditions import STANDINGS, Variable
from .decision import leaves
from .federal import SUBJECTS, federal, named_facts, path_of
from .help import HelpLaw
from .loader import FOLDER, BadLaw, LawFault, codes, common_law, state_law
from .schema import Deadline, Fact, FairValue, Redemption, Rule, StateLaw

JURISDICTIONS = tuple(
    "AK AL AR AZ CA CO CT DC DE FL GA HI IA ID IL IN KS KY LA MA MD ME MI MN MO MS MT NC ND NE NH NJ NM NV NY OH OK OR "  # noqa: SIM905  one line reads better than 51
    "PA RI SC SD TN TX UT VA VT WA WI WV WY".split()
)
A_YEAR = timedelta(days=365)
DATED_EVENTS = {
    "auditor_report": "auditor_report_ratified_on",
    "lien_release_recording": "lien_release_recorded_on",
    "foreclosure_judgment": "foreclosure_judgment_on",
}


@dataclass(frozen=True)
class Report:
    """What the checks found."""

    faults: tuple[LawFault, ...]
    stale: tuple[str, ...]  # files that nobody has checked for a year
    files: int
    rules: int
    facts: int
    cases: int  # ways of losing a home, over all states, that were walked


def check_law(today: date) -> Report:
    """Check every law file as of `today`."""
    faults: list[LawFault] = []
    good: list[Compiled] = []
    for code in JURISDICTIONS:
        try:
            state_law(code)
            good.append(compiled(code))
        except BadLaw as error:
            faults += error.faults
        except KeyError as error:
            key = str(error.args[0])
            missing = key == code
            faults.append(LawFault(f"states/{code}.toml", "the file" if missing else key, "is missing"))
    for extra in sorted(set(codes()) - set(JURISDICTIONS)):
        faults.append(LawFault(f"states/{extra}.toml", "the file", "is no jurisdiction that we know"))
    for law in good:
        for check in CHECKS:
            faults += [LawFault(f"states/{law.law.code}.toml", *fault) for fault in check(law)]
    faults += [LawFault("common.toml", *fault) for fault in _common_unreached(good)]
    faults += _federal_faults(today)
    faults += [
        LawFault(f"states/{law.law.code}.toml", "checked_on", "is in the future")
        for law in good
        if law.law.checked_on > today
    ]
    stale = [law.law.code for law in good if today - law.law.checked_on > A_YEAR]
    return Report(
        tuple(faults),
        tuple(stale),
        len(good) + 1 + len(SUBJECTS),
        sum(len(law.law.deficiency) for law in good) + len(common_law().deficiency),
        sum(len(list(facts_of(law.law))) for law in good),
        sum(len(law.kinds) for law in good),
    )


def _federal_faults(today: date) -> Iterator[LawFault]:
    for shape in SUBJECTS:
        try:
            law = federal(shape)
        except BadLaw as error:
            yield from error.faults
        else:
            if law.checked_on > today:
                yield LawFault(f"{shape.FOLDER}/{shape.FILE}.toml", "checked_on", "is in the future")
    yield from _help_faults()
    yield from _checklist_faults()
    files = {file for shape in SUBJECTS for file in (FOLDER / shape.FOLDER).glob("*.toml")}
    for path in sorted(files - set(map(path_of, SUBJECTS))):
        yield LawFault(f"{path.relative_to(FOLDER)}", "the file", "is no subject that we know")


def _help_faults() -> Iterator[LawFault]:
    """Every state has its help, and no other."""
    try:
        given = {state.code for state in federal(HelpLaw).state}
    except BadLaw:  # told already
        return
    for code in sorted(given ^ set(JURISDICTIONS)):
        fault = "is no jurisdiction that we know" if code in given else "is missing"
        yield LawFault("help/help.toml", f"state[{code}]", fault)


def _checklist_faults() -> Iterator[LawFault]:
    """The law that a row of the checklist names stands in its file."""
    try:
        law, known = federal(ChecklistLaw), named_facts()
    except BadLaw:  # told already
        return
    for row in (*law.document, *law.question, *law.mistake):
        for basis in row.basis:
            if basis not in known:
                yield LawFault("federal/checklist.toml", row.id, f"rests on {basis}, which stands in no file")


Found = Iterator[tuple[str, str]]
Conditional = Rule | Deadline | FairValue | Redemption


def conditional(law: StateLaw) -> list[Conditional]:
    """Every part of a law file that holds only under conditions."""
    return [*law.deficiency, *law.deadline, *law.fair_value, *law.redemption]


def facts_of(law: StateLaw) -> Iterator[tuple[str, Fact]]:
    """Every fact of a law file with its key."""
    for name in type(law).model_fields:
        value = getattr(law, name)
        for place, each in enumerate(value if isinstance(value, tuple) else (value,)):
            if isinstance(each, Fact):
                label = getattr(each, "id", "") or (str(place) if isinstance(value, tuple) else "")
                yield f"{name}[{label}]" if label else name, each


def _cited(law: Compiled) -> Found:
    numbers = {source.n for source in law.law.source}
    for key, fact in facts_of(law.law):
        if not fact.cite:
            yield key, "has no citation"
        for n in fact.sources:
            if n not in numbers:
                yield f"{key}.sources", f"names source {n}, which the file does not have"
    if not law.law.foreclosure.cite:
        yield "foreclosure", "has no citation"
    seen: set[int] = set()
    for source in law.law.source:
        if source.n in seen:
            yield f"source[{source.n}]", "stands twice"
        seen.add(source.n)


def _named_once(law: Compiled) -> Found:
    seen: set[str] = {rule.id for rule in law.common.deficiency}
    for part in conditional(law.law):
        name = getattr(part, "id", "")
        if name in seen:
            yield name, "is the id of two rules"
        seen.update({name} - {""})
    keys = [condition.key for condition in law.law.condition]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield f"condition[{key}]", "stands twice"
    changes = [(change.on, change.says) for change in law.law.change]
    for on, _ in sorted({change for change in changes if changes.count(change) > 1}):
        yield f"change[{on}]", "stands twice"


def _asked(law: Compiled) -> Found:
    """Every condition has a question in plain words, and every question is needed."""
    used: set[str] = set()
    for part in conditional(law.law):
        label = getattr(part, "id", "fair_value")
        for key in part.when.own():
            used.add(key)
            if key not in law.conditions:
                yield f"{label}.when.{key}", "has no question: no [[condition]] defines it"
            elif law.conditions[key].kind != "yes_no":
                yield f"{label}.when.{key}", "is not a yes or no"
        if isinstance(part, Deadline):
            yield from _clock_asked(law, part, used)
    excepted: list[Rule | Deadline] = [*law.law.deficiency, *law.law.deadline]
    for rule in excepted:
        for exception in rule.unless:
            if exception.key in law.conditions:
                yield f"{rule.id}.unless.{exception.key}", "is a condition too: it is asked before the answer"
    for condition in law.law.condition:
        if condition.key not in used:
            yield f"condition[{condition.key}]", "is used by no rule"


def _clock_asked(law: Compiled, clock: Deadline, used: set[str]) -> Found:
    if clock.acted != "claim_filed_on":
        used.add(clock.acted)
        if clock.acted not in law.conditions:
            yield f"{clock.id}.acted", f"names {clock.acted}, which no [[condition]] defines"
    key = DATED_EVENTS.get(clock.counted_from)
    if key is not None:
        used.add(key)
        if key not in law.conditions or law.conditions[key].kind != "date":
            yield f"{clock.id}.counted_from", f"needs a [[condition]] {key} of kind date"


def _exists(law: Compiled) -> Found:
    """No rule speaks of a way of losing the home that the state does not have."""
    for part in conditional(law.law):
        for kind in part.when.disposition:
            if kind not in law.kinds:
                label = getattr(part, "id", "fair_value")
                yield f"{label}.when.disposition", f"{kind} is not available in {law.law.name}"
    replaced = {rule.id for rule in law.common.deficiency}
    for rule in law.law.deficiency:
        if rule.instead_of and rule.instead_of not in replaced:
            yield f"{rule.id}.instead_of", f"{rule.instead_of} is no common rule"
    for reading in law.law.common:
        if reading.rule not in replaced:
            yield "common.rule", f"{reading.rule} is no common rule"


def _limits_said(law: Compiled) -> Found:
    """A rule that limits says what it limits, and what it points to is there."""
    for rule in law.law.deficiency:
        if rule.outcome == "limited" and not rule.limits:
            yield rule.id, "is limited and does not say by what (`limits`)"
        kinds = rule.when.disposition or law.kinds
        if "value" in rule.limits and not any(law.limits(kind) for kind in kinds if kind in law.kinds):
            yield rule.id, "is limited by value, but no [[fair_value]] is for its dispositions"
        if "time" in rule.limits and not any(law.clocks(kind) for kind in kinds if kind in law.kinds):
            yield rule.id, "is limited by time, but no [[deadline]] ends a claim after its dispositions"


def _decided(law: Compiled) -> Found:
    """Every combination of answers reaches an outcome, and every rule can decide some case."""
    reached: set[str] = set()
    for kind in law.kinds:
        found = everything(law, kind)
        if "" in found:
            yield f"deficiency, {kind}", "some combination of answers reaches no rule"
        reached |= found
    clocks = [clock for clock in law.law.deadline if clock.ends == "claim"]
    parts: Iterable[Rule | Deadline] = (*law.law.deficiency, *clocks)
    for part in parts:
        if part.id not in reached:
            yield part.id, "is unreachable: earlier rules decide all of its cases"


def everything(law: Compiled, kind: str) -> set[str]:
    """The ids of all rules and clocks that decide some case of this kind."""
    domains = tuple(_domain(variable, kind) for variable in law.variables(kind))
    return set(leaves(diagrams(law.law.code, kind, domains, (), (), False).rules))


def _domain(variable: Variable, kind: str) -> tuple[int, ...]:
    if variable.name != "standing":
        return variable.all
    none = STANDINGS.index("none")
    return tuple(cell for cell in variable.all if (cell != none) == (kind in FORECLOSURES))


def _common_unreached(laws: list[Compiled]) -> Found:
    reached = {name for law in laws for kind in law.kinds for name in everything(law, kind)}
    for rule in common_law().deficiency:
        if laws and rule.id not in reached:
            yield rule.id, "is unreachable in every state"


CHECKS: tuple[Callable[[Compiled], Found], ...] = (
    _cited,
    _named_once,
    _asked,
    _exists,
    _limits_said,
    _decided,
)
