"""How far the law files go: how each fact was checked, how old the oldest check is, and where they are weak."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from ..law.check import facts_of
from ..law.federal import SUBJECTS, facts_in, federal
from ..law.loader import all_laws, common_law, law_version
from ..law.parts import Fact
from ..law.schema import CommonLaw, StateLaw
from ..working import Text
from .slugs import slug

PARTS: dict[str, Text] = {
    "deficiency": Text("rules on who may collect"),
    "common": Text("written releases"),
    "fair_value": Text("limits by the home's value"),
    "deadline": Text("deadlines"),
    "redemption": Text("time to redeem"),
    "limitations": Text("years to sue"),
    "judgment_interest": Text("interest"),
    "wage_garnishment": Text("wages"),
    "bank_account": Text("bank account"),
    "homestead": Text("home you own"),
    "heard": Text("being heard before a sale"),
    "before_sale": Text("what can be done before a sale"),
    "short_sale": Text("short sale"),
    "deed_in_lieu": Text("deed in lieu"),
    "junior_lien": Text("second loans"),
    "change": Text("changes"),
}


@dataclass(frozen=True)
class Tally:
    """How many facts were checked in which way."""

    read: int
    agreed: int
    weak: int

    @property
    def all(self) -> int:
        return self.read + self.agreed + self.weak

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.read + other.read, self.agreed + other.agreed, self.weak + other.weak)


@dataclass(frozen=True)
class FileCoverage:
    """One law file."""

    name: Text
    slug: str  # of a state's page; "" for another file
    rules: int
    facts: Tally
    checked_on: date
    weak: tuple[Text, ...]  # which of its parts have a weak fact


def states() -> tuple[FileCoverage, ...]:
    """A line for each state, by name."""
    return _states(tuple(law_version(law.code) for law in all_laws()))


@cache
def _states(versions: tuple[str, ...]) -> tuple[FileCoverage, ...]:
    return tuple(_state(law) for law in sorted(all_laws(), key=lambda law: law.name))


def _state(law: StateLaw) -> FileCoverage:
    facts = list(facts_of(law))
    weak = dict.fromkeys(key.partition("[")[0] for key, fact in facts if fact.checked == "weak")
    readings = [each.checked for each in law.common]
    tally = _tally(Counter([fact.checked for _, fact in facts] + readings))
    if "weak" in readings:
        weak["common"] = None
    names = tuple(PARTS[key] for key in weak)
    return FileCoverage(Text(law.name), slug(law), len(law.deficiency), tally, law.checked_on, names)


def common() -> FileCoverage:
    """The rules that hold in every state."""
    law = common_law()
    tally = _tally(Counter(fact.checked for fact in _common_facts(law)))
    return FileCoverage(Text("Rules of every state"), "", len(law.deficiency), tally, law.checked_on, ())


def _common_facts(law: CommonLaw) -> Iterator[Fact]:
    yield from (*law.deficiency, *law.overlay, law.safe_after, law.accrual)


def federal_files() -> tuple[FileCoverage, ...]:
    """A line for each federal subject."""
    found = []
    for shape in SUBJECTS:
        law = federal(shape)
        tally = _tally(Counter(fact.checked for fact in facts_in(law)))
        found.append(FileCoverage(Text(law.title), "", 0, tally, law.checked_on, ()))
    return tuple(found)


def _tally(by: Counter[str]) -> Tally:
    return Tally(by["statute"] + by["primary"], by["secondary"], by["weak"])


def total(files: tuple[FileCoverage, ...]) -> Tally:
    """All of them together."""
    return sum((each.facts for each in files), Tally(0, 0, 0))
