"""Settling what is left of a loan: an offer from the person's own means, beside what the lender would get otherwise.

Pure, like the assessment that it starts from. `plan` tells all of it, `settlement` what one offer comes to.
"""

from .budget import Budget, read_budget
from .offers import Offer, settlement
from .otherwise import Otherwise, otherwise
from .plan import Plan, Stance, plan

__all__ = [
    "Budget",
    "Offer",
    "Otherwise",
    "Plan",
    "Stance",
    "otherwise",
    "plan",
    "read_budget",
    "settlement",
]
