"""The class of a state, worked out by running its rules on one stated case."""

from __future__ import annotations

from functools import cache
from typing import Literal

from .consequences.liability import liability
from .facts import read_facts, with_fact
from .law.compiled import compiled
from .working import Text

Class = Literal["no_deficiency", "restricted", "permissive"]

NAMES: dict[Class, Text] = {
    "no_deficiency": Text("No deficiency"),
    "restricted": Text("Restricted"),
    "permissive": Text("Permissive"),
}
BY_OUTCOME: dict[str, Class] = {"barred": "no_deficiency", "allowed": "permissive"}


@cache
def state_class(code: str) -> Class:
    """How a state treats the stated case of the common law file: a loan that bought a one-unit main
    home, lost in the state's usual foreclosure, no waiver, the sale just held. Barred for certain
    is no deficiency, allowed for certain is permissive, everything between is restricted."""
    law = compiled(code)
    facts = read_facts({**law.common.stated_case, "state": code})
    facts = with_fact(facts, "disposition.kind", law.law.foreclosure.usual)
    return BY_OUTCOME.get(liability(facts, facts.loans[0]).outcome, "restricted")
