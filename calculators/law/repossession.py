"""The uniform law of the states on goods that a lender takes back and sells: what its file may say."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import Field

from .parts import FederalFact, FederalSubject, Id, Text


class Statement(FederalFact):
    """A rule in a sentence."""

    says: Text


class LeastDamages(Statement):
    """What a consumer may ask for at least if the lender broke a rule: the finance charge, and part of the loan."""

    percent_of_principal: Annotated[Decimal, Field(gt=0, le=100)]


class Check(Statement):
    """Something to look at: the question, what the law wants, and what a fault may do."""

    id: Id
    look: Text
    fault: Text


class RepossessionLaw(FederalSubject):
    """Article 9 of the Uniform Commercial Code, part 6. Uniform state law: no figure here is a single state's."""

    FOLDER: ClassVar[str] = "uniform"
    FILE: ClassVar[str] = "repossession"

    deficiency: Statement
    expenses: Statement
    lawyer: Statement
    credits: Statement
    surplus: Statement
    insider: Statement
    least_damages: LeastDamages
    redemption: Statement
    check: tuple[Check, ...]
    not_modelled: tuple[Statement, ...]
