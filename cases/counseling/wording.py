"""The days of a case speak to the homeowner; at the desk a counselor reads them, to whom “you” is somebody else."""

from __future__ import annotations

from calculators.consequences.timeline import CLOCKS, HAPPENED
from calculators.working import Text

# By what is said to the homeowner. What speaks to nobody is said here in the same words.
AT_THE_DESK = {
    CLOCKS["fair_value_request"][0].template: Text("Client's last day to ask for the home's value"),
    CLOCKS["redemption"][0].template: Text("Client's time to redeem the home ends"),
    CLOCKS["answer"][0].template: Text("Client's last day to answer the lawsuit"),
    HAPPENED["served"].template: Text("Court papers served"),
}


def at_the_desk(template: str, values: dict[str, str]) -> Text:
    """The name of a day, for whoever counsels."""
    return AT_THE_DESK.get(template) or Text(template, values)
