"""What the parts of an answer are called: ways of losing a home, outcomes, how a fact was checked."""

from __future__ import annotations

from dataclasses import dataclass

from .consequences.liability import Verdict
from .facts import Kind
from .law.schema import Checked
from .working import Text

LOSSES: dict[Kind, Text] = {
    "judicial_foreclosure": Text("Foreclosure through a court"),
    "nonjudicial_foreclosure": Text("Foreclosure without a court"),
    "strict_foreclosure": Text("Strict foreclosure"),
    "short_sale": Text("Short sale"),
    "deed_in_lieu": Text("Deed in lieu of foreclosure"),
}
CHECKED: dict[Checked, Text] = {
    "statute": Text("We read the statute itself."),
    "secondary": Text("Two or more guides agree; we have not read the statute itself."),
    "weak": Text("We found one source, or sources that differ. Have a lawyer confirm it."),
}


@dataclass(frozen=True)
class Tag:
    """An outcome in a word, a shape and a tone. None of the three stands alone."""

    word: Text
    shape: str  # tick, half, bang, fork, house
    tone: str  # safe, care, risk


FLAT: dict[Verdict, Tag] = {
    "barred": Tag(Text("Barred by law"), "tick", "safe"),
    "limited": Tag(Text("Allowed, within limits"), "half", "care"),
    "allowed": Tag(Text("Allowed by law"), "bang", "risk"),
}
# A rule that nobody read in the statute, or with an exception left open, never gets the flat word.
SOFTENED: dict[Verdict, Tag] = {
    "barred": Tag(Text("Barred, as far as we found"), "tick", "safe"),
    "limited": Tag(Text("Allowed within limits, as far as we found"), "half", "care"),
    "allowed": Tag(Text("Allowed, as far as we found"), "bang", "risk"),
    "depends": Tag(Text("It depends"), "fork", "care"),
}
