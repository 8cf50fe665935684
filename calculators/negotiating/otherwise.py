"""What the lender of one loan would get if nobody settled: from the home where it still can, from the bank, from pay.

All of it is the most that the law lets be taken, of what was told, in the time that a judgment lives. How likely it is
that a lender tries, and what trying costs it, nobody has published: both are left out and said to be.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from ..assessment import Assessment, LoanAssessment
from ..consequences.collection import Collection, collection
from ..consequences.judgment import interest, paid_within
from ..consequences.pay import A_YEAR
from ..facts import Facts, with_fact
from ..law.clocks import add_period, before_the_sale, judgment_on
from ..law.loader import state_law
from ..money import NOTHING, UNKNOWN, ZERO, Span
from ..working import Line, Text
from .budget import Budget

BALANCE = "household.bank_balance"
AFTER_A_SALE = "disposition."
MONTHS = 12


@dataclass(frozen=True)
class Otherwise:
    """What one lender could get without a settlement, in dollars."""

    claim: Span  # what it asks for today
    home: Span  # of the home, where it is not sold yet
    at_once: Span  # of money in the bank and another home, with every exemption claimed
    a_month: Span  # of pay
    months: Span  # in which a judgment lives, or goes on living
    reach: Span  # of today's claim, all of it together
    with_interest: Span  # the same, if pay is taken until the debt or the judgment ends; from a known pay alone
    working: tuple[Line, ...]
    notes: tuple[Text, ...]
    needs: tuple[str, ...]
    citations: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        """Whether they could take nothing at all."""
        return self.reach == NOTHING


def keeps_the_home(assessment: Assessment, each: LoanAssessment) -> bool:
    """Whether the home still secures the loan: a settlement is then a payoff for less than is owed."""
    return before_the_sale(assessment.facts) or each.deficiency.stays_on_home


def claim_of(assessment: Assessment, each: LoanAssessment) -> Span:
    """What a settlement is about: the whole debt while the home secures it, then what may be collected."""
    if keeps_the_home(assessment, each):
        return each.deficiency.debt
    given = each.loan.judgment_amount
    return Span.of(given) if given is not None and each.liability.possible != ("barred",) else _left(each)


def _left(each: LoanAssessment) -> Span:
    return NOTHING if each.liability.possible == ("barred",) else each.deficiency.collectible


def otherwise(assessment: Assessment, each: LoanAssessment, budget: Budget) -> Otherwise:
    """What the lender of this loan would get. Money at hand stands for the bank balance where nobody told that."""
    facts = _with_cash(assessment.facts, budget)
    own = collection(facts, (each,))
    secured = keeps_the_home(assessment, each)
    claim = claim_of(assessment, each)
    home = _home(assessment, each) if secured else NOTHING
    rest = _after_the_home(claim, home, each) if secured else claim
    bank, other = _property(own)
    month = _a_month(own, assessment, each)
    months = life(facts, each)
    pay = _product(month, months)
    taken = bank + other + pay
    if each.deficiency.stays_on_home:
        taken = UNKNOWN if rest != NOTHING else NOTHING  # what a later sale would leave, nobody knows
    reach = (home + taken.at_most(rest)).at_most(claim)
    told = own.judgment
    percent = told.percent if told else NOTHING
    grown = UNKNOWN
    if month.exact and told and not secured:  # a smaller part of pay takes longer, and brings more interest
        unpaid = (claim - bank - other).floored()
        grown = (bank + other).at_most(claim) + paid_within(unpaid, percent, month, months, own.compounding)
    lines = _lines(claim, home if secured else None, own, (bank, other, month, months, pay), reach, grown)
    return Otherwise(
        claim=claim,
        home=home,
        at_once=bank + other,
        a_month=month,
        months=months,
        reach=reach,
        with_interest=grown,
        working=tuple(lines),
        notes=tuple(_notes(facts, own)),
        needs=_needs(own, each, secured, facts),
        citations=tuple(dict.fromkeys((*own.bank.citations, *(c for s in own.wages.states for c in s.citations)))),
    )


def _with_cash(facts: Facts, budget: Budget) -> Facts:
    told = facts.household.bank_balance is not None or budget.cash is None
    return facts if told else with_fact(facts, BALANCE, budget.cash)


def _home(assessment: Assessment, each: LoanAssessment) -> Span:
    """What the home could bring this lender: at most its value after the loans that come first. A foreclosure may bring
    less, so the least is nothing."""
    value = assessment.facts.property.fair_market_value
    worth = Span.of(value) if value is not None else Span(ZERO, None)
    for other in assessment.loans:
        if other.loan.id == each.loan.id:
            break
        worth = (worth - other.deficiency.debt).floored()
    return Span(ZERO, worth.at_most(each.deficiency.debt).high)


def _after_the_home(claim: Span, home: Span, each: LoanAssessment) -> Span:
    """What would be left to collect from the person once the home is gone."""
    if each.liability.possible == ("barred",):
        return NOTHING
    gap = (claim - home).floored()
    return gap.at_most(each.deficiency.collectible) if each.deficiency.collectible.high is not None else gap


def _property(own: Collection) -> tuple[Span, Span]:
    """What a judgment could take at once, of the account and of another home."""
    home = own.other_home
    return own.open(own.bank.if_claimed), own.open(home.reachable) if home else NOTHING


def _a_month(own: Collection, assessment: Assessment, each: LoanAssessment) -> Span:
    """What could be taken of a month's pay: by a court's order, or by an agency that takes without one."""
    ordinary, agency = own.open(own.wages.per_month), own.administrative
    comes = any(claim.loan == each.loan.id and claim.who == "government_agency" for claim in assessment.claims)
    if agency is None or not comes or own.nothing:
        return ordinary
    period = own.facts.household.pay_period
    if period is None:
        return Span(ordinary.low, None)
    return ordinary.or_(own.open(agency.per_pay_period).times(Decimal(A_YEAR[period]) / MONTHS))


def life(facts: Facts, each: LoanAssessment) -> Span:
    """Months in which a judgment lives: from today if a court ruled today, else what is left of it. Courts of two
    states may give it."""
    codes = dict.fromkeys((facts.state, facts.household.residence_state or facts.state))
    years = [state_law(code).limitations.judgment_years for code in codes]
    given = judgment_on(facts, each.loan)
    if given is None:
        return Span(Decimal(MONTHS * min(years)), Decimal(MONTHS * max(years)))
    ends = [add_period(given, f"P{each}Y") for each in (min(years), max(years))]
    low, high = (max(0, MONTHS * (end.year - facts.as_of.year) + end.month - facts.as_of.month) for end in ends)
    return Span(Decimal(low), Decimal(high))


def _product(month: Span, months: Span) -> Span:
    low = None if month.low is None or months.low is None else month.low * months.low
    if month.high == ZERO:
        return NOTHING
    return Span(low, None if month.high is None or months.high is None else month.high * months.high)


def _lines(
    claim: Span,
    home: Span | None,
    own: Collection,
    taken: tuple[Span, Span, Span, Span, Span],
    reach: Span,
    grown: Span,
) -> Iterator[Line]:
    bank, other, month, months, pay = taken
    how = Text("What is owed today, or what of it the law lets be collected. Your answer shows every line of it.")
    if own.judged:
        how = Text("By the judgment, or what of the debt may be collected. Interest since then comes on top.")
    yield Line(Text("Their claim today"), claim, how, kind="start")
    if home is not None:
        how = Text("At most its value, after loans that come first. Costs and a low bid make it less: not known.")
        needs = "" if home.high is not None else "property.fair_market_value"
        yield Line(Text("The home could bring them"), home, how, needs=needs)
    if own.nothing:
        if home is None:
            yield Line(Text("They could take"), NOTHING, Text("Nothing can be collected from you."), kind="sum")
            return
        yield Line(Text("The most they could get of it"), reach, Text("No more than the claim."), kind="sum")
        return
    how = Text("Once, by a levy, if you claim every exemption that your answers allow.")
    needs = own.bank.needs[0] if own.bank.needs and not bank.exact else ""
    yield Line(Text("Money in the bank"), bank, how, "; ".join(own.bank.citations), needs=needs)
    found = own.other_home
    if found is not None:
        how = Text("By a lien, after the home exemption.")
        needs = found.needs[0] if found.needs else ""
        yield Line(Text("Another home that you own"), other, how, "; ".join(found.citations), needs=needs)
    span = {"years": _years(months), "month": month}
    how = Text("Of a month's pay, by the law's formula: {month}. Counted for the {years} that a judgment lives.", span)
    source = "; ".join(dict.fromkeys(cite for state in own.wages.states for cite in state.citations))
    needs = own.wages.needs[0] if own.wages.needs and not month.exact else ""
    yield Line(Text("Your pay over the years"), pay, how, source, needs=needs)
    how = Text("The lines above, and no more than the claim. No court, no cost and no doubt is counted.")
    yield Line(Text("The most they could get of it"), reach, how, kind="sum")
    told = own.judgment
    if told is not None and home is None:
        how = Text("A judgment bears interest. They could take that too, as long as it runs.")
        source = "; ".join(dict.fromkeys(cite for rate in told.rates for cite in rate.citations))
        needs = told.needs[0] if told.needs else ""
        yield Line(Text("Interest in the first year"), interest(claim, told.percent), how, source, "note", needs)
        if grown.known and grown != reach:
            how = Text("If they take pay month by month, until the debt is paid or the judgment ends.")
            yield Line(Text("With the interest, in the end"), grown, how, source, "note")


def _years(months: Span) -> Text:
    low, high = (int(end or 0) // MONTHS for end in (months.low, months.high))
    if low == high:
        return Text("{count} years", {"count": low})
    return Text("{low} to {high} years", {"low": low, "high": high})


def _notes(facts: Facts, own: Collection) -> Iterator[Text]:
    """What the figures leave out."""
    yield Text("How likely it is that they sue: not known. Nobody has published it.")
    yield Text("What a suit costs them: not known. It makes a settlement worth more to them.")
    if own.nothing:
        return
    yield Text("Cars, goods and other property: not counted. States protect a part of them.")
    yield Text("Pay can rise or end, and other debts may take their part of it. We count with the pay of today.")
    for code in dict.fromkeys((facts.state, facts.household.residence_state or facts.state)):
        law = state_law(code)
        if law.limitations.judgment_renewable:
            how = Text(law.limitations.judgment_renewals.rstrip(".") or "ask the court", context=f"{code}.limitations")
            yield Text("Renewal of a judgment in {state}: {how}.", {"state": law.name, "how": how})


def _needs(own: Collection, each: LoanAssessment, secured: bool, facts: Facts) -> tuple[str, ...]:
    if not secured:
        return tuple(dict.fromkeys([*each.deficiency.needs, *own.needs]))
    # What a sale will bring is not needed for a payoff before it: only what is owed, and what the home is worth.
    owed = [path for path in (*each.deficiency.needs, *own.needs) if not path.startswith(AFTER_A_SALE)]
    value = ["property.fair_market_value"] if facts.property.fair_market_value is None else []
    return tuple(dict.fromkeys([*value, *(path for path in owed if not path.endswith(".release"))]))
