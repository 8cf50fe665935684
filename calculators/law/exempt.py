"""The shape of the law on what a judgment creditor cannot reach: money in the bank, and a home.

Dollars throughout. A figure that is known to have risen since it was read is marked `at_least`; one that goes up to an
amount, as far as other exemptions are not used, `up_to`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import Field, model_validator

from .collecting import Debt, Dollars
from .parts import Dated, Fact, Id, Part


class BankWhen(Part):
    """Whom a protection is for; every condition that is given must hold."""

    debt: Debt | None = None
    head_of_family: bool | None = None  # or married, where the law names both
    irregular_pay: bool | None = None  # not paid by the week, half month or month
    federal_benefits: bool | None = None  # benefits came in electronically of late
    uses_homestead: bool | None = None  # protects a home of their own by the homestead exemption
    age_from: int | None = None


class Protection(Part):
    """An amount that an account keeps. Those in one pool (`within`) do not add up: the greatest of them counts."""

    id: Id
    amounts: tuple[Dated, ...] = ()
    hours: Decimal | None = None  # times the state's minimum wage, instead of dollars
    each_dependent: Dollars = Decimal(0)  # more for each person supported
    automatic: bool = False  # the bank leaves it by itself; else the person must claim it
    at_least: bool = False
    up_to: bool = False
    joint_owner_too: bool = False  # a joint owner has as much again
    within: Id | None = None  # the protection whose pool it belongs to
    when: BankWhen = BankWhen()

    @model_validator(mode="after")
    def _one_measure(self) -> Protection:
        if bool(self.amounts) == (self.hours is not None):
            raise ValueError("needs one of `amounts` and `hours`")
        return self

    @property
    def pool(self) -> str:
        return self.within or self.id


class BankAccount(Fact):
    """What an account keeps from a levy. `none_found`: no protection by amount was found."""

    protects: tuple[Protection, ...] = ()
    whole_account: bool = False
    none_found: bool = False
    notes: str

    @model_validator(mode="after")
    def _says_something(self) -> BankAccount:
        if sum((bool(self.protects), self.whole_account, self.none_found)) != 1:
            raise ValueError("needs one of `protects`, `whole_account` and `none_found`")
        ids = [each.id for each in self.protects]
        if len(set(ids)) < len(ids):
            raise ValueError("has two protections of one id")
        if missing := {each.within for each in self.protects} - {None, *ids}:
            raise ValueError(f"`within` names {min(filter(None, missing))!r}, which is not there")
        return self


class Homestead(Fact):
    """The part of a home's value that creditors cannot reach. `unlimited`: all of it, on so many acres."""

    unlimited: bool = False
    one_owner: tuple[Dated, ...] = ()
    owners_together: tuple[Dated, ...] = ()  # absent: not read
    most: tuple[Dated, ...] = ()  # what it can come to by county, age, or a paper that is recorded
    at_least: bool = False
    acres_urban: Annotated[Decimal, Field(gt=0)] | None = None
    acres_rural: Annotated[Decimal, Field(gt=0)] | None = None
    for_this_debt: bool = True  # false: it does not hold against a mortgage lender's judgment
    notes: str

    @model_validator(mode="after")
    def _one_measure(self) -> Homestead:
        if self.unlimited == bool(self.one_owner):
            raise ValueError("needs one of `unlimited` and `one_owner`")
        return self
