"""The federal law, one file a subject, and the uniform law that the states share. What a file may say stands with its
shape; here is only which there are."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TypeVar

from .auction_prices import AuctionPrices
from .collection import Collection
from .credit import CreditLaw
from .help import HelpLaw
from .income_tax import IncomeTaxLaw
from .letters import LetterLaw
from .loader import FOLDER, read
from .parts import FederalSubject
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
