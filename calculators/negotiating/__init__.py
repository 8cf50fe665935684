"""Settling what is left of a loan: an offer from the person's own means, beside what the lender would get otherwise.

Pure, like the assessment that it starts from. `plan` tells all of it; `lump_offer` and `payments_offer` give one offer.
"""

from .budget import Budget, read_budget
from .offers import Offer, settlement
from .otherwise import Otherwise, otherwise
from .plan import Plan, Stance, lump_offer, payments_offer, plan

__all__ = [
    "Budget",
    "Offer",
    "Otherwise",
    "Plan",
    "Stance",
    "lump_offer",
    "otherwise",
    "payments_offer",
    "plan",
    "read_budget",
    "settlement",
]
