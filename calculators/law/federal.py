"""The federal law, one file a subject, and the uniform law that the states share. What a file may say stands with its
shape; here is only which there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from .auction_prices import AuctionPrices
from .checklist import ChecklistLaw
from .collection import Collection
from .credit import CreditLaw
from .help import HelpLaw
from .income_tax import IncomeTaxLaw
from .letters import LetterLaw
from .loader import FOLDER, read
from .parts import FederalFact, FederalSubject
from .programs import ProgramLaw
from .repossession import RepossessionLaw
from .rights import RightsLaw
from .settlement import SettlementLaw
from .tax_days import TaxDays
from .taxing import CancelledDebtLaw
from .ways import WaysLaw

Shape = TypeVar("Shape", bound=FederalSubject)

SUBJECTS: tuple[type[FederalSubject], ...] = (
    AuctionPrices,
    CancelledDebtLaw,
    ChecklistLaw,
    Collection,
    CreditLaw,
    HelpLaw,
    IncomeTaxLaw,
    LetterLaw,
    ProgramLaw,
    RightsLaw,
    SettlementLaw,
    RepossessionLaw,
    TaxDays,
    WaysLaw,
)


@cache
def federal(shape: type[Shape]) -> Shape:
    """The federal law of one subject. Raises BadLaw for a file that cannot stand."""
    return read(path_of(shape), shape)


def path_of(shape: type[FederalSubject]) -> Path:
    """The file of a subject."""
    return FOLDER / shape.FOLDER / f"{shape.FILE}.toml"


def facts_in(part: object) -> Iterator[FederalFact]:
    """Every fact of a federal file, however deep it stands."""
    if isinstance(part, FederalFact):
        yield part
    if isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from facts_in(getattr(part, name))
    elif isinstance(part, tuple | list):
        for each in part:
            yield from facts_in(each)
    elif isinstance(part, Mapping):
        for each in part.values():
            yield from facts_in(each)


@cache
def named_facts() -> dict[str, FederalFact]:
    """Every federal fact that has an id, by its file and id: "collection.ss-protected"."""
    found: dict[str, FederalFact] = {}
    for shape in SUBJECTS:
        for fact in facts_in(federal(shape)):
            if name := getattr(fact, "id", ""):
                found.setdefault(f"{shape.FILE}.{name}", fact)
    return found
