"""The ways out of a loan that cannot be paid, side by side: losing the home in each way that the state has, with and
without a written waiver; and, as the case stands, waiting, settling, bankruptcy, keeping the home or selling it.

`compare(facts)` gives every way with its columns and the differences that matter most; pages, papers, command line and
API draw it. `compared` begins with an assessment that is there already.
"""

from .comparison import Comparison, compare, compared, ways_json
from .differences import Difference
from .settling import Settlement, affordable
from .way import Until, Way, WayCredit, WayTax

__all__ = [
    "Comparison",
    "Difference",
    "Settlement",
    "Until",
    "Way",
    "WayCredit",
    "WayTax",
    "affordable",
    "compare",
    "compared",
    "ways_json",
]
