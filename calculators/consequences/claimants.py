"""Who may come for what is left, and what each of them is known to do.

By loan program, owner and way of losing the home, in the words of published practice. Nobody has published how likely
it is, so no likelihood is named. A program's practice is not law: the outcome of a loan never rests on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Literal

from ..facts import FORECLOSURES, Facts, Loan
from ..law.clocks import before_the_sale
from ..law.federal import federal
from ..law.programs import Claimant, Practice, ProgramLaw
from ..law.settlement import Datum, SettlementLaw
from .outcome import LoanOutcome

FEDERAL_DEBT = ("usda", "usda_guaranteed", "usda_direct")  # which may become a debt to the government
ENDS = ("released", "released_to_agency")  # after which an agency asks for nothing
WHO: tuple[Claimant, ...] = ("lender", "debt_buyer", "mortgage_insurer", "government_agency")


@dataclass(frozen=True)
class Claim:
    """One who may come for what is left of one loan; or nobody, where the law bars it."""

    loan: str
    who: Claimant | Literal["nobody"]
    practices: tuple[Practice, ...]  # what they are known to do

    def as_json(self) -> dict[str, Any]:
        """The claimant as the contract has it."""
        return {
            "loan": self.loan,
            "claimant": self.who,
            "practice": [
                {
                    "id": practice.id,
                    "answer": practice.answer,
                    "says": practice.says,
                    "citations": list(practice.cite),
                    "checked": practice.checked,
                    "text_as_of": practice.text_as_of.isoformat() if practice.text_as_of else None,
                }
                for practice in self.practices
            ],
        }


def claims(facts: Facts, loans: Iterable[LoanOutcome]) -> tuple[Claim, ...]:
    """Who may come for each loan, with what they are known to do. Where nobody may by the rules of the state, an agency
    is named still if it may count what it paid as a debt to the government."""
    return tuple(claim for each in loans for claim in _claims(facts, each))


def pursued(loan: Loan) -> tuple[Datum, ...]:
    """What has been published on how often a shortfall was pursued: all of it is about loans of Fannie Mae and Freddie
    Mac."""
    if loan.program not in (None, "conventional") or loan.owner == "private":
        return ()
    other = {"freddie": "fannie-deadlines-missed", "fannie": "freddie-not-referred"}.get(loan.owner or "")
    return tuple(each for each in federal(SettlementLaw).data if each.printed and each.id != other)


def _claims(facts: Facts, each: LoanOutcome) -> Iterator[Claim]:
    loan = each.loan
    if each.deficiency.stays_on_home:
        return
    if each.liability.possible == ("barred",):
        federal_debt = _practices(facts, loan, "government_agency") if loan.program in FEDERAL_DEBT else ()
        yield Claim(loan.id, "nobody", federal_debt)
        return
    for who in WHO:
        if _comes(facts, loan, who):
            yield Claim(loan.id, who, _practices(facts, loan, who))


def _comes(facts: Facts, loan: Loan, who: Claimant) -> bool:
    match who:
        case "lender":
            return loan.sold_to_debt_buyer is not True
        case "debt_buyer":
            return loan.sold_to_debt_buyer is True
        case "mortgage_insurer":
            return loan.mortgage_insurance is True and loan.program in (None, "conventional")
        case "government_agency":
            found = _practices(facts, loan, who)
            ended = any(each.answer in ENDS and _certain(each, facts, loan) for each in found)
            return not ended and any(each.answer == "possible" for each in found)


def _practices(facts: Facts, loan: Loan, who: Claimant) -> tuple[Practice, ...]:
    """What they are known to do, where the facts do not rule it out."""
    if loan.program is None and who == "government_agency":
        return ()
    return tuple(each for each in _of(who) if _fits(each, facts, loan) is not False)


@lru_cache(maxsize=8)
def _of(who: Claimant) -> tuple[Practice, ...]:
    return tuple(each for each in federal(ProgramLaw).practice if each.claimant == who)


@cache
def dated_programs() -> frozenset[str]:
    """The programs in which it turns on the day of the loan who may ask for what is left."""
    dated = (each for each in federal(ProgramLaw).practice if each.originated_from or each.originated_before)
    return frozenset(program for each in dated for program in each.programs)


def _certain(practice: Practice, facts: Facts, loan: Loan) -> bool:
    return _fits(practice, facts, loan) is True


def _fits(practice: Practice, facts: Facts, loan: Loan) -> bool | None:
    """Whether a row is about this loan and loss; None where a fact that is not known decides."""
    if practice.ahead and not before_the_sale(facts):
        return False
    owner = "private" if loan.seller_financed else None if loan.owner == "unknown" else loan.owner
    made, from_, before = loan.originated_on, practice.originated_from, practice.originated_before
    tests = (
        _among(_programs(loan), practice.programs),
        _among((owner,), practice.owners),
        _among((_event(facts),), practice.events),
        _among((loan.lien,), practice.liens),
        _same(loan.mortgage_insurance, practice.insured),
        _same(facts.disposition.lender_bought_at_sale, practice.lender_bought),
        from_ is None or (None if made is None else made >= from_),
        before is None or (None if made is None else made < before),
    )
    return False if False in tests else None if None in tests else True


def _same(known: bool | None, wanted: bool | None) -> bool | None:
    return True if wanted is None else None if known is None else known == wanted


def _among(values: tuple[str | None, ...], named: tuple[str, ...]) -> bool | None:
    """Whether what is known is among what a row names; a row that names nothing holds for all."""
    if not named:
        return True
    if values == (None,):
        return None
    inside = [value in named for value in values]
    return True if all(inside) else None if any(inside) else False


def _programs(loan: Loan) -> tuple[str | None, ...]:
    return ("usda_guaranteed", "usda_direct") if loan.program == "usda" else (loan.program,)


def _event(facts: Facts) -> str | None:
    kind = facts.disposition.kind
    return "foreclosure" if kind in FORECLOSURES else kind
