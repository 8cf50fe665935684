"""The shape of the law on what a judgment creditor may take: wages, and interest on the judgment.

A creditor with an ordinary judgment is meant, such as a deficiency judgment: not support, taxes or
student loans. Money is in dollars, shares are in percent (25 is a quarter), rates in percent a
year. What only one state has stands here beside the rest, and no state is named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, model_validator

from .parts import Dated, Fact, Id, Part, Period, Text

Percent = Annotated[Decimal, Field(ge=0, le=100)]
Dollars = Annotated[Decimal, Field(ge=0)]
PayPeriod = Literal["weekly", "biweekly", "semimonthly", "monthly"]
MinimumWage = Literal["federal", "state", "local"]
Debt = Literal["consumer", "other"]
# What a share is taken of. `disposable_pay` is what is left after the deductions that the law
# requires (a state may subtract more, see `deducted_first`).
Base = Literal[
    "gross_pay",
    "disposable_pay",
    "disposable_pay_and_exempt_income",
    "household_income",
    "liquid_assets",  # the cash and other liquid assets of the month
]


class Amount(Part):
    """Dollars for a stretch of pay: a fixed sum, hours at a minimum wage, or a share of the poverty
    line; exactly one of them. By the week unless `per` says otherwise; another pay period takes the
    figure that the law prints for it, or else 2, 13/6 (half a month) or 13/3 (a month) weeks."""

    dollars: Dollars | None = None
    multiple: Decimal | None = None  # hours, times the greatest of the wages in `minimum_wage`
    minimum_wage: tuple[MinimumWage, ...] = ()
    poverty_line_percent: Decimal | None = None  # of the federal poverty line for the household
    per: PayPeriod = "weekly"
    # What the law itself prints for longer pay periods, in dollars or hours as above.
    biweekly: Decimal | None = None
    semimonthly: Decimal | None = None
    monthly: Decimal | None = None

    @model_validator(mode="after")
    def _one_measure(self) -> Amount:
        measures = (self.dollars, self.multiple, self.poverty_line_percent)
        if sum(measure is not None for measure in measures) != 1:
            raise ValueError("needs one of `dollars`, `multiple` and `poverty_line_percent`")
        if (self.multiple is None) != (not self.minimum_wage):
            raise ValueError("`multiple` and `minimum_wage` belong together")
        return self


class LimitWhen(Part):
    """Whom and what a limit is for; every condition that is given must hold."""

    debt: Debt | None = None  # as `consumer_debt_means` draws the line
    head_of_family: bool | None = None  # as `head_of_family_means` draws the line
    resident: bool | None = None  # lives in the state
    laborer: bool | None = None  # a laborer or mechanic
    irregular_pay: bool | None = None  # not paid by the week, half month or month
    paycheck_at_most: Dollars | None = None  # dollars of one paycheck, however long
    contract_from: date | None = None  # when the loan was signed
    contract_before: date | None = None
    assigned_debt: bool | None = None  # the creditor bought the debt or was assigned it
    written_waiver: bool | None = None  # the worker gave the protection up in a separate writing
    public_aid_within: Period | None = None  # gets need-based aid, or did within this long
    claimed: Id | None = None  # the worker made this one of the `claims`


class Step(Part):
    """One step of a schedule: `percent` for pay up to and including `up_to`; the last has none."""

    percent: Percent
    up_to: Amount | None = None


class Limit(Part):
    """One ceiling on what may be taken: `percent` of a base, or of what the base is above a
    protected amount, or a schedule of `steps`. What may be taken is the least of all limits that
    apply, never less than nothing. The list is complete: where federal law protects more than the
    state does, its limit stands here too, with its own `cite`."""

    of: Base
    percent: Percent | None = None
    above: Amount | None = None
    steps: tuple[Step, ...] = ()
    # whole: the step that the pay falls in gives the percent of all of it. slice: each step takes
    # its percent of its own slice of the pay.
    steps_take: Literal["whole", "slice"] = "whole"
    measured_on: Base | None = None  # what picks the step, where it is not `of`
    when: LimitWhen = LimitWhen()
    from_: date | None = Field(None, alias="from")  # wages payable on these days
    until: date | None = None
    # Whether this limit binds is not settled: the answer is the span with and without it.
    disputed: bool = False
    # A court may let more than this limit be taken, within the other limits, where the household's
    # income is over this percent of the federal poverty line.
    court_may_lift_over_poverty_percent: Decimal | None = None
    cite: tuple[str, ...] = ()  # where it does not stand in the table's own `cite`

    @model_validator(mode="after")
    def _percent_or_steps(self) -> Limit:
        if (self.percent is None) == (not self.steps):
            raise ValueError("needs `percent` or `steps`, not both")
        open_ended = [place for place, step in enumerate(self.steps, 1) if step.up_to is None]
        if self.steps and (self.above is not None or open_ended != [len(self.steps)]):
            raise ValueError("only the last of its steps has no `up_to`, and it has no `above`")
        if self.measured_on is not None and not self.steps:
            raise ValueError("`measured_on` belongs to steps")
        return self


class Dependents(Part):
    """How much less a week may be taken for the people whom the worker supports."""

    who: Text  # who counts, as in "for each …"
    each: Dollars | None = None  # a week, for each of them
    by_number: tuple[Dollars, ...] = ()  # a week, for one, for two …; the last for any more
    # What falls by it: every limit, or only those that protect an amount (`above`).
    lowers: Literal["every_limit", "protected_amount_limits"]
    household_gross_monthly_at_most: Dollars | None = None  # before taxes, to have it at all
    claim: Id | None = None  # which of the `claims` it takes

    @model_validator(mode="after")
    def _one_measure(self) -> Dependents:
        if (self.each is None) == (not self.by_number):
            raise ValueError("needs one of `each` and `by_number`")
        return self


class Claim(Part):
    """A protection that the worker must ask for. What it brings stands where its id is named; if
    the court decides, how far the court may go stands here."""

    id: Id
    says: Text  # what to do and who may: a sentence for the worker
    to: Literal["court", "employer"] | None = None  # who must get it, where that was read
    within: Period | None = None  # from the day on which the garnishment is served
    court_decides: bool = False
    # The court may not go below this share of disposable pay for the creditor.
    court_must_leave_percent: Percent | None = None
    family_income_at_most: Amount | None = None  # only income up to this counts as needed


class Pause(Part):
    """A time in which nothing may be taken."""

    after: Literal["service", "recovery_from_illness"]
    lasts: Period
    # More days than this off work, for the worker's own illness or a family member's.
    illness_days_over: int | None = None
    says: Text


class Order(Part):
    """How an order to the employer runs. Absent keys were not read."""

    continuing: bool | None = None  # it reaches later paychecks too, not only pay already earned
    lasts: Period | None = None
    until_paid: bool | None = None
    one_at_a_time: bool | None = None  # a second creditor waits
    again_after: Period | None = None  # the same creditor may garnish only once in this long
    after_missed_payments: bool | None = None  # only after a court's payment order was not kept


class YearlyCap(Part):
    """The most that one creditor may take in a calendar year from someone who expects to earn less
    than `under` in it: dollars, or a percent of those earnings. The last has no `under`."""

    under: Dollars | None = None
    dollars: Dollars | None = None
    percent: Percent | None = None

    @model_validator(mode="after")
    def _one_measure(self) -> YearlyCap:
        if (self.dollars is None) == (self.percent is None):
            raise ValueError("needs one of `dollars` and `percent`")
        return self


class PaidWages(Part):
    """Whether pay stays protected once it is paid, in a bank account for instance."""

    protected: bool
    lasts: Period | None = None  # from the day it was received; absent: no end was read
    must_trace: bool = False  # the money must be shown to be pay
    family_needs_it: bool = False
    head_of_family_only: bool = False
    claim: Id | None = None
    cite: tuple[str, ...] = ()  # where it does not stand in the table's own `cite`


class WageGarnishment(Fact):
    """What an ordinary judgment creditor may take of wages. Not `allowed`: nothing. Else the least
    of the `limits` that apply, less what `dependents` take off, within the `yearly_cap`."""

    allowed: bool
    limits: tuple[Limit, ...] = ()
    state_minimum_wage: tuple[Dated, ...] = ()  # dollars an hour
    # The law sets its figures anew on this day, and nobody has read the new ones.
    figures_change_on: date | None = None
    consumer_debt_means: str = ""  # completes "a consumer debt is …"
    # Where a debt for personal, family or household use is always one; absent: it must also fall under a code.
    household_debt_is_consumer: bool = False
    head_of_family_means: str = ""  # completes "head of a family means that …"
    disposable_pay_means: str = ""  # where it is not pay less the deductions that the law requires
    # What else comes off pay before disposable pay is worked out.
    deducted_first: tuple[Literal["medical_insurance", "retirement"], ...] = ()
    dependents: Dependents | None = None
    claims: tuple[Claim, ...] = ()
    pauses: tuple[Pause, ...] = ()
    order: Order | None = None
    yearly_cap: tuple[YearlyCap, ...] = ()
    paid_wages: PaidWages | None = None
    support_counts: bool | None = None  # a support order uses up the limit first
    other: tuple[Text, ...] = ()  # sentences for the worker on what only words can say
    as_of: date | None = None  # the day up to which the text is known to stand

    @model_validator(mode="after")
    def _whole(self) -> WageGarnishment:
        if self.allowed == (not self.limits):
            raise ValueError("needs `limits` if wages may be taken, and none if not")
        named = [limit.when.claimed for limit in self.limits]
        named += [part.claim for part in (self.dependents, self.paid_wages) if part]
        _exist((claim.id for claim in self.claims), (claim for claim in named if claim))
        decided = {claim.id for claim in self.claims if claim.court_decides}
        idle = {claim.id for claim in self.claims} - decided - set(named)
        if idle:
            raise ValueError(f"claim {min(idle)!r} brings nothing")
        return self


def _exist(ids: Iterable[str], named: Iterable[str]) -> None:
    known = Counter(ids)
    if twice := [claim for claim, times in known.items() if times > 1]:
        raise ValueError(f"claim {twice[0]!r} stands twice")
    if missing := [claim for claim in named if claim not in known]:
        raise ValueError(f"claim {missing[0]!r} is not among `claims`")


class RateWhen(Part):
    """Which judgments a rate is for; every condition that is given must hold. Dollars are the
    judgment's, at the time it is entered, but for the unpaid principal."""

    debt: Debt | None = None  # consumer: for personal, family or household purposes
    judgment_from: date | None = None  # entered, or renewed, from this day
    judgment_over: Dollars | None = None
    judgment_at_most: Dollars | None = None
    unpaid_principal_under: Dollars | None = None


Index = Literal[
    "prime",
    "federal_reserve_discount",  # the primary credit rate
    "federal_reserve_secondary",  # the secondary credit rate
    "federal_judgment_rate",  # 28 U.S.C. § 1961
    "federal_short_term",  # 26 U.S.C. § 1274
    "irs_underpayment",
    "treasury_26_week",
    "treasury_1_year",
    "treasury_5_year",
    "treasury",  # which of them was not read
    "state_formula",  # published by a state office, see `index_detail`
]


class Rate(Part):
    """One rate of interest on a judgment: fixed, an index plus points, what the note says, or what
    a court sets. `contract` tells how the note's own rate bears on it."""

    rule: Literal["fixed", "index_plus", "contract_rate", "court"]
    percent: Decimal | None = None  # the fixed rate
    index: Index | None = None
    index_detail: str = ""  # which of its values: of what day, averaged over what
    # The index of the latest such day of a year counts ("01-02"); absent: that of the day of judgment.
    index_on: Annotated[str, Field(pattern=r"^\d\d-\d\d$")] | None = None
    index_percent: Percent = Decimal(100)  # the share of the index that counts
    points: Decimal | None = None  # added to the index; negative: taken off
    rounded_to: Decimal | None = None  # the index, to the nearest multiple of this many percent
    floor: Decimal | None = None  # of the rate that the rule gives, the note's own not counted
    ceiling: Decimal | None = None
    court_may_lower: bool = False
    # governs: the note's rate where it sets one. if_lower, if_higher: where it is so. ignored:
    # never. Absent: not read.
    contract: Literal["governs", "if_lower", "if_higher", "ignored"] | None = None
    contract_ceiling: Decimal | None = None  # the note's rate counts only up to this
    contract_must_say_so: bool = False  # it counts only if the note says it lasts past judgment
    compounding: Literal["simple", "yearly"] | None = None  # absent: not read
    announced: Literal["yearly", "half_yearly", "quarterly"] | None = None  # a new rate how often
    fixed_at_judgment: bool | None = None  # false: it follows the index for as long as it is owed
    known: tuple[Dated, ...] = ()  # what the rule came to, in percent, where a source gives it
    when: RateWhen = RateWhen()

    @model_validator(mode="after")
    def _whole(self) -> Rate:
        if (self.rule == "fixed") != (self.percent is not None):
            raise ValueError("`percent` belongs to a fixed rate, and only to that")
        if (self.rule == "index_plus") != (self.index is not None and self.points is not None):
            raise ValueError("`index` and `points` belong to index_plus, and only to that")
        if self.rule == "contract_rate" and self.contract != "governs":
            raise ValueError("a contract rate governs")
        return self


class JudgmentInterest(Fact):
    """Interest on the judgment. The first rate whose `when` holds counts; the last is for all."""

    rates: Annotated[tuple[Rate, ...], Field(min_length=1)]
    as_of: date | None = None  # the day up to which the text is known to stand

    @model_validator(mode="after")
    def _last_is_for_all(self) -> JudgmentInterest:
        if self.rates[-1].when != RateWhen():
            raise ValueError("the last of its rates must be for every other judgment")
        return self
