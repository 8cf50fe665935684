"""Every calculator of the shelf, in the order of the list."""

from .calculator import Calculator
from .cancelled_debt import CALCULATOR as CANCELLED_DEBT
from .deficiency import CALCULATOR as DEFICIENCY
from .form_1099c import CALCULATOR as FORM_1099C
from .garnishment import CALCULATOR as GARNISHMENT
from .insolvency import CALCULATOR as INSOLVENCY
from .judgment import CALCULATOR as JUDGMENT
from .new_mortgage import CALCULATOR as BUY_AGAIN
from .vehicle import CALCULATOR as VEHICLE

CALCULATORS: tuple[Calculator, ...] = (
    DEFICIENCY,
    GARNISHMENT,
    JUDGMENT,
    VEHICLE,
    CANCELLED_DEBT,
    INSOLVENCY,
    FORM_1099C,
    BUY_AGAIN,
)


def calculator(slug: str) -> Calculator:
    """The calculator of this name. Raises KeyError where there is none."""
    return {each.slug: each for each in CALCULATORS}[slug]
