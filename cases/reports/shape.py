"""What a paper is, whoever draws it: a name, what it is for, when it is offered, and how its HTML comes about."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from calculators.facts import Facts
from calculators.working import Text

from ..results.reading import Reading, read, reading_of

if TYPE_CHECKING:
    from ..models import KeptFacts
    from .rendering import Enclosure


@dataclass(frozen=True)
class Material:
    """All that a paper is made of: the answer as it is read, the facts as they were given, what else the person made
    (`kept`, by the keys of `Case.kept`), and the number that is printed on it."""

    reading: Reading
    given: Mapping[str, Any]
    number: str = ""
    kept: Mapping[str, Any] = field(default_factory=dict)
    head: str = ""

    @classmethod
    def of(cls, case: KeptFacts, facts: Facts, number: str = "") -> Material:
        return cls._with(read(facts, case.kept), case, number)

    @classmethod
    def today(cls, case: KeptFacts) -> Material:
        """For what is known now. Raises NoAnswer."""
        return cls._with(reading_of(case), case)

    @classmethod
    def _with(cls, reading: Reading, case: KeptFacts, number: str = "") -> Material:
        return cls(reading, case.facts, number, case.kept, case.paper_head)

    @cached_property
    def state(self) -> str:
        return self.reading.assessment.state_name


def _always(material: Material) -> bool:
    return True


def _nothing(material: Material) -> Sequence[Enclosure]:
    return ()


@dataclass(frozen=True)
class Paper:
    """A kind of paper.

    html: the whole document (extending reports/base.html) at a step of tightness: 0 says most, `steps` - 1 least.
    pages: how many it may have; it is drawn tighter, step by step, until it has no more. None: as many as it takes.
    enclosures: the files that the PDF carries. A paper with any is never part of a set.
    headed: whether it may bear an agency's letterhead; a letter that the person signs does not.
    sheet: the stylesheet, in the folder of this module.
    parts: the keys of `Case.kept` that it shows; what stands under them decides with the facts whether it is the same.
    """

    key: str
    name: Text
    purpose: Text
    file: str
    html: Callable[[Material, int], str]
    offered: Callable[[Material], bool] = _always
    pages: int | None = None
    steps: int = 1
    enclosures: Callable[[Material], Sequence[Enclosure]] = _nothing
    alone: bool = False  # not to be put into a set: it carries something that only one reader may have
    parts: tuple[str, ...] = ()
    headed: bool = True
    sheet: str = "report.css"
