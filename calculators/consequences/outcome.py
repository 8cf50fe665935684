"""What is known of one loan, once its own consequences are told: the ground that the others stand on."""

from __future__ import annotations

from dataclasses import dataclass

from ..facts import Loan
from .deadlines import Clock
from .deficiency import Deficiency
from .liability import Liability


@dataclass(frozen=True)
class LoanOutcome:
    """One loan: whether it can be collected, how much is left, and its clocks. What they can take, taxes and credit
    are told from the outcomes of all loans together."""

    loan: Loan
    liability: Liability
    deficiency: Deficiency
    deadlines: tuple[Clock, ...]
