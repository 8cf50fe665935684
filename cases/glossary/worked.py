"""The lines of a worked example, and whether they add up: `how` says in figures what `amount` must come to."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from pydantic import BaseModel, ConfigDict, model_validator

CENT = Decimal("0.01")
CHOICE = re.compile(r"the (smaller|larger) of (.+) and (.+)")
TERM = re.compile(r"(?:^|([+−]))([^+−]+)")
FACTOR = re.compile(r"(?:^|(×|÷|of))\s*\$?([\d,]+(?:\.\d+)?)(%?)\s*")
MONEY = re.compile(r"\$([\d,]+(?:\.\d\d)?)")


class Line(BaseModel):
    """One line of an example. The amount is in dollars; `how` is a sum such as "25% of $800 − $50"."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    label: str
    amount: Decimal
    how: str = ""

    @model_validator(mode="after")
    def _adds_up(self) -> Line:
        if self.how and worth(self.how) != self.amount.quantize(CENT):
            raise ValueError(f"{self.how} is {worth(self.how)}, not {self.amount}")
        return self


def worth(how: str) -> Decimal:
    """What a sum comes to, in dollars and cents: figures with + − × ÷, "25% of $800", "the smaller of $2 and $3".

    Raises ValueError where the sum cannot be read.
    """
    if choice := CHOICE.fullmatch(how):
        pick = min if choice[1] == "smaller" else max
        return pick(worth(choice[2]), worth(choice[3]))
    terms = [(sign, _product(part.strip())) for sign, part in TERM.findall(how)]
    total = sum((-amount if sign == "−" else amount for sign, amount in terms), Decimal(0))
    return total.quantize(CENT, ROUND_HALF_UP)


def _product(text: str) -> Decimal:
    factors = list(FACTOR.finditer(text))
    if "".join(factor[0] for factor in factors) != text:
        raise ValueError(f"{text!r} is no sum that can be checked")
    product = Decimal(1)
    for sign, figure, percent in (factor.groups() for factor in factors):
        value = Decimal(figure.replace(",", "")) / (100 if percent else 1)
        product = product / value if sign == "÷" else product * value
    return product


def figures(text: str) -> set[Decimal]:
    """The dollar amounts that a text names."""
    return {Decimal(found.replace(",", "")) for found in MONEY.findall(text)}
