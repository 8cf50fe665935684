"""What the federal file on income tax may say: brackets, deductions and thresholds, a year at a time."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from ..groups import FilingStatus
from .parts import FederalFact, FederalSubject, Part

Dollars = Annotated[Decimal, Field(ge=0)]
Rate = Annotated[Decimal, Field(ge=0, lt=1)]


class ByStatus(Part):
    """A figure in dollars for each way to file."""

    single: Dollars
    married_jointly: Dollars
    married_separately: Dollars
    head_of_household: Dollars
    surviving_spouse: Dollars

    def of(self, status: FilingStatus) -> Decimal:
        """The figure of one way to file."""
        amount: Decimal = getattr(self, status)
        return amount


class Brackets(Part):
    """The tops of the brackets for each way to file, in dollars of taxable income, lowest first. The last
    rate has no top."""

    single: tuple[Dollars, ...]
    married_jointly: tuple[Dollars, ...]
    married_separately: tuple[Dollars, ...]
    head_of_household: tuple[Dollars, ...]
    surviving_spouse: tuple[Dollars, ...]

    def of(self, status: FilingStatus) -> tuple[Decimal, ...]:
        """The tops of one way to file."""
        tops: tuple[Decimal, ...] = getattr(self, status)
        return tops


class Rates(FederalFact):
    """The rates, which every year's brackets share."""

    ordinary: tuple[Rate, ...]
    capital_gain: tuple[Rate, Rate, Rate]
    recapture: Rate  # of the gain that depreciation made, at most (unrecaptured section 1250 gain)


class Year(FederalFact):
    """The figures of one tax year."""

    year: Annotated[int, Field(ge=2000, le=2100)]
    source: str
    brackets: Brackets
    standard_deduction: ByStatus
    additional_deduction: ByStatus  # for each of: 65 or over, blind; a person
    top_of_zero: ByStatus  # taxable income up to which long-term gain is taxed at nothing
    top_of_fifteen: ByStatus


class SeniorDeduction(FederalFact):
    """The deduction of some years for everyone of 65 or over, which shrinks as income grows."""

    years: tuple[int, ...]
    dollars: Dollars  # a person
    rate: Rate  # by which each dollar of modified adjusted gross income above the threshold cuts it
    threshold: ByStatus
    not_for: tuple[FilingStatus, ...] = ()


class InvestmentTax(FederalFact):
    """The net investment income tax."""

    rate: Rate
    threshold: ByStatus


class IncomeTaxLaw(FederalSubject):
    """Federal income tax, as far as a cancelled debt and a lost home touch it."""

    FILE: ClassVar[str] = "income_tax"

    senior_age: int  # reached by the end of the year: for the additional standard deduction and the senior deduction
    rates: Rates
    year: Annotated[tuple[Year, ...], Field(min_length=1)]
    senior_deduction: SeniorDeduction
    investment_tax: InvestmentTax

    @model_validator(mode="after")
    def _brackets_rise(self) -> IncomeTaxLaw:
        if list(self.rates.ordinary) != sorted(self.rates.ordinary):
            raise ValueError("rates do not rise")
        years = [each.year for each in self.year]
        if years != sorted(set(years)):
            raise ValueError("years do not rise")
        for each in self.year:
            for status in Brackets.model_fields:
                tops = getattr(each.brackets, status)
                if len(tops) != len(self.rates.ordinary) - 1 or list(tops) != sorted(set(tops)):
                    raise ValueError(
                        f"brackets of {each.year}, {status}, do not rise or are not one fewer than the rates"
                    )
        return self

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years that have been read, earliest first."""
        return tuple(each.year for each in self.year)

    def nearest(self, year: int) -> Year:
        """The figures of that year, or of the nearest one that has been read."""
        return min(self.year, key=lambda each: abs(each.year - year))
