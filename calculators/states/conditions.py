"""Whom and what a rule is for, in words: the conditions of a `when`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..law.schema import Condition, When
from ..working import Text
from .phrases import either, figure

PURPOSES: dict[str, Text] = {
    "purchase": Text("a loan that bought the home"),
    "rate_refinance": Text("a refinance without cash"),
    "cash_out_refinance": Text("a refinance with cash taken out"),
    "home_equity": Text("a home equity loan or line"),
    "construction": Text("a loan that built the home"),
    "other": Text("a loan for something else"),
}
LIENS: dict[str, Text] = {"first": Text("a first mortgage"), "junior": Text("a second loan")}
HOMES: dict[str, Text] = {
    "principal_residence": Text("your main home"),
    "second_home": Text("a second home"),
    "rental": Text("a home you rent to others"),
}
PEOPLE: dict[str, Text] = {
    "signed_note": Text("a person who signed the note"),
    "cosigner": Text("a co-signer"),
    "guarantor": Text("a guarantor"),
    "assumed": Text("a person who took the loan over"),
    "mortgage_only": Text("a person who signed only the mortgage"),
    "heir": Text("an heir"),
    "former_spouse": Text("a former spouse"),
}
FLAGS: dict[str, tuple[Text, Text]] = {  # where it is so, and where it is not
    "agricultural": (Text("farm land"), Text("not farm land")),
    "seller_financed": (Text("the seller of the home made the loan"), Text("not a loan from the home's seller")),
    "lender_bought_at_sale": (Text("the lender bought the home at the sale"), Text("someone else bought it")),
    "waiver_in_writing": (Text("the lender gave up the rest in writing"), Text("no waiver in writing")),
    "this_loan_foreclosed": (Text("this loan's lender foreclosed"), Text("another lender foreclosed")),
}


@dataclass(frozen=True)
class Asked:
    """A condition of the state's own: its question, and the answer with which the rule applies."""

    question: Text
    answer: bool


def whom(when: When) -> Iterator[Text]:
    """The conditions that every state shares, each as a short phrase."""
    for values, names, all_but in (
        (when.purpose, PURPOSES, "any loan but {what}"),
        (when.lien, LIENS, "any loan but {what}"),
        (when.occupancy, HOMES, "any home but {what}"),
        (when.obligor, PEOPLE, "anyone but {what}"),
    ):
        if values:
            yield _one_of(values, names, all_but)
    for name, (so, not_so) in FLAGS.items():
        value = getattr(when, name)
        if value is not None:
            yield so if value else not_so
    yield from _sizes(when)
    yield from _days(when)


def _one_of(values: Sequence[str], names: Mapping[str, Text], all_but: str) -> Text:
    """The values wanted, or those left out where that is shorter to say."""
    left = [name for value, name in names.items() if value not in values]
    if len(left) == 1 and len(names) > 2:
        return Text(all_but, {"what": left[0]})
    return either([names[value] for value in values])


def _sizes(when: When) -> Iterator[Text]:
    if when.units_at_most == 1:
        yield Text("a home with one unit")
    elif when.units_at_most is not None:
        yield Text("a home with up to {count} units", {"count": when.units_at_most})
    if when.acres_at_most is not None:
        yield Text("land of {acres} acres or less", {"acres": figure(when.acres_at_most)})
    if when.acres_over is not None:
        yield Text("land of more than {acres} acres", {"acres": figure(when.acres_over)})


def _days(when: When) -> Iterator[Text]:
    if when.originated_from:
        yield Text("a loan made on or after {day}", {"day": when.originated_from})
    if when.originated_before:
        yield Text("a loan made before {day}", {"day": when.originated_before})
    if when.sold_from:
        yield Text("a sale on or after {day}", {"day": when.sold_from})
    if when.sold_before:
        yield Text("a sale before {day}", {"day": when.sold_before})


def asked(when: When, conditions: Mapping[str, Condition], code: str) -> Iterator[Asked]:
    """The conditions that the state's file itself defines."""
    for key, wanted in when.own().items():
        yield Asked(Text(conditions[key].question, context=f"{code}.{key}"), wanted)
