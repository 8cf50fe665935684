"""Which unknown fact matters most: how far the answer would narrow, or move, if it were known.

The answer is what may be collected, on all loans together. Every open question is answered in each way that the law
tells apart, every open amount at the ends of what it could possibly be and halfway, and the case is assessed each
time. No likely amount is guessed: the ends are nothing, and all that is owed or was paid.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from .answers import answers
from .assessment import Assessment, LoanAssessment, assess
from .facts import Facts, with_fact
from .law.clocks import before_the_sale
from .money import CENT, NOTHING, ZERO, Span, cents
from .questions import Question, exception_questions, open_questions, question
from .working import Text

DEBT = re.compile(r"loans\.([^.]+)\.(?:payoff|principal|accrued_interest|late_fees|advances|costs|credits)")
PRICE, VALUE, COSTS = "disposition.sale_price", "property.fair_market_value", "disposition.selling_costs"
SUPPOSED_DEBT = Decimal(100_000)  # where nothing is known of a debt: only to tell whether knowing it closes the range
MASKED = Text("It counts too, once other things are known.")


@dataclass(frozen=True)
class Decisive:
    """An unknown fact, and what knowing it would do to the amount that may be collected."""

    question: Question
    results: tuple[Span, ...]  # what may be collected, by the answer
    closes: Decimal  # the share of answers that give the amount an upper end, where it has none now
    takes_away: Decimal  # dollars of doubt that the answers take away, on average
    reason: Text
    rare: bool = False  # an exception, which seldom applies
    ahead: bool = False  # the price of a sale that is still to come: nobody can know it


def decisive(facts: Facts) -> list[Decisive]:
    """The unknown facts that could narrow or move what may be collected, most decisive first, exceptions last. What
    could do neither is left out. Raises BadFacts as `assess` does."""
    found = assess(facts)
    paths = dict.fromkeys(_grouped([each.path for each in open_questions(facts)]))
    told = [each for each in (_told(found, path) for path in paths) if each]
    told.sort(key=_rank)  # alike, they stay in the order of the questions
    rare = (_exceptional(found, asked) for asked in exception_questions(facts))
    return [*told, *(each for each in rare if each)]


def _rank(each: Decisive) -> tuple[Decimal, Decimal]:
    """Whatever gives the amount an upper end comes first, then by the dollars of doubt that go."""
    return -each.closes, -each.takes_away


def _grouped(paths: list[str]) -> Iterator[str]:
    """The parts of one debt are one unknown: what is owed on it. What the lender holds of one's own money stands alone
    where it is all that is open."""
    parts = {path: part[1] for path in paths if (part := DEBT.fullmatch(path))}
    whole = {loan for path, loan in parts.items() if not path.endswith(".credits")}
    for path in paths:
        loan = parts.get(path)
        yield f"loans.{loan}.payoff" if loan in whole else path


def _told(found: Assessment, path: str) -> Decisive | None:
    """What knowing one fact would do; None where it would do nothing, or where it has too many answers to try."""
    now = found.collectible
    asked = question(found.facts, path)
    tried = (assess(each).collectible for each in _possible(found, path))
    results = tuple(each for each in tried if _within(each, now))  # a new note that was signed is a debt of its own
    if len(results) < 2:
        return None
    told = Decisive(asked, results, ZERO, ZERO, MASKED, ahead=path == PRICE and before_the_sale(found.facts))
    if all(each == now for each in results):
        return told if not now.exact and asked.kind == "money" and path in _counted(found) else None
    reason = _reason(asked, now, results)
    if now.high is not None:
        left = sum((_width(each) for each in results), ZERO) / len(results)
        return replace(told, takes_away=cents(_width(now) - left), reason=reason)
    closes = Decimal(sum(each.high is not None for each in results)) / len(results)
    lows = [each.low or ZERO for each in results]
    return replace(told, closes=closes, takes_away=max(lows) - min(lows), reason=reason)


def _within(span: Span, now: Span) -> bool:
    return span.or_(now) == now


def _counted(found: Assessment) -> set[str]:
    """The facts that the amounts of this case are made of."""
    return set(_grouped([path for each in found.loans for path in each.deficiency.needs]))


def _width(span: Span) -> Decimal:
    return (span.high or ZERO) - (span.low or ZERO)


def _reason(asked: Question, now: Span, results: tuple[Span, ...]) -> Text:
    """Why it matters, in words."""
    distinct = sorted(set(results), key=_gravity)
    if asked.kind != "money":
        values = {"best": _amount(distinct[0]), "worst": _amount(distinct[-1])}
        if len(distinct) == 2:
            return Text("By the answer, they may collect {best} or {worst}.", values)
        return Text("By the answer, they may collect {best} at the best, {worst} at the worst.", values)
    if now.high is None:
        closed = all(each.high is not None for each in results)
        said = "Until it is known, nobody can say how much at the most." if closed else "It moves the amount."
        return Text(said)
    if all(each.exact for each in distinct):
        return Text("Once it is known, the amount is exact. Now it could be {now}.", {"now": now})
    return Text("Now it could be {now}. Once this is known, less of that is open.", {"now": now})


def _gravity(span: Span) -> tuple[Decimal, Decimal]:
    return Decimal("Infinity") if span.high is None else span.high, span.low or ZERO


def _amount(span: Span) -> object:
    if span.high is None and not span.low:
        return Text("an amount not known yet")
    return Text("nothing") if span == NOTHING else span


def _exceptional(found: Assessment, asked: Question) -> Decisive | None:
    """An exception that would move the answer if it applied."""
    now = found.collectible
    results = tuple(assess(each.facts).collectible for each in answers(found.facts, asked.path))
    other = next((each for each in results if each != now), None)
    if other is None:
        return None
    reason = Text("Rare. If it is so, they may collect {amount}.", {"amount": _amount(other)})
    return Decisive(asked, results, ZERO, ZERO, reason, rare=True)


def _possible(found: Assessment, path: str) -> Iterator[Facts]:
    """The facts with each answer that the law tells apart, or with an amount as it could be: least, halfway, most."""
    facts = found.facts
    asked = question(facts, path)
    if asked.kind != "money":
        yield from (each.facts for each in answers(facts, path))
        return
    least, most = _ends(found, path)
    for amount in (least, cents((least + most) / 2), most):
        yield with_fact(facts, path, amount)


def _ends(found: Assessment, path: str) -> tuple[Decimal, Decimal]:
    """The least and the most that an amount could be. Of a debt the most is open: any will do."""
    known = {each.loan.id: _known_parts(each) for each in found.loans}
    owed = sum(known.values(), ZERO) or SUPPOSED_DEBT
    price = found.facts.disposition.sale_price
    part = DEBT.fullmatch(path)
    if part and path.endswith(".credits"):
        return ZERO, known[part[1]]
    if part:
        return known[part[1]] or owed, known[part[1]] + owed + CENT
    if path == COSTS:
        return ZERO, owed if price is None else price
    return (price, owed) if path == VALUE and price is not None and price < owed else (ZERO, owed)


def _known_parts(each: LoanAssessment) -> Decimal:
    """What is known to be owed on a loan, before anything is taken off."""
    return sum((line.amount.low or ZERO for line in each.deficiency.working if line.kind == "part"), ZERO)
