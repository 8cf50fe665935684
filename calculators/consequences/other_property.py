"""A judgment lien on another home, and how much of the home the exemption keeps."""

from __future__ import annotations

from dataclasses import dataclass

from ..facts import Facts
from ..law.dated import on_day
from ..law.loader import state_law
from ..law.schema import Checked
from ..money import NOTHING, ZERO, Span
from ..working import Line, Text

OWNS = "household.owns_home"


@dataclass(frozen=True)
class OtherHome:
    """The home that the person owns now, or will own, where they live."""

    state: str
    equity: Span
    protected: Span
    reachable: Span  # of the equity, what a creditor could reach by forcing a sale, or waits for as a lien
    working: tuple[Line, ...]
    notes: tuple[Text, ...]
    caveats: tuple[Text, ...]
    needs: tuple[str, ...]
    citations: tuple[str, ...]
    checked: Checked


def other_home(facts: Facts) -> OtherHome | None:
    """What a judgment could reach of another home; None where the person says that there is none.

    The law is that of the state where the person lives: a lien on land elsewhere follows that state's own law.
    """
    home = facts.household
    if home.owns_home is False:
        return None
    owner = home.owns_home or home.home_equity is not None
    code = home.residence_state or facts.state
    law = state_law(code)
    rule = law.homestead
    equity = Span(ZERO, None) if home.home_equity is None else Span.of(home.home_equity)
    most = _amount(facts, code)
    protected = equity.at_most(most) if home.home_equity is not None else most
    reachable = (equity - most).floored()
    if home.home_equity is not None:
        reachable = reachable.at_most(equity)
    source = "; ".join(rule.cite)
    label = Text("Protected in {state}", {"state": law.name})
    lines = (
        Line(
            Text("Your part of the home's value"),
            equity,
            Text("What the home is worth, less what is owed on it."),
            needs="" if home.home_equity is not None else "household.home_equity",
        ),
        Line(label, protected, _how(facts, code), source, "less", _jointly(facts, code)),
        Line(Text("A creditor could reach"), reachable, Text("What the exemption does not keep."), source, "sum"),
    )
    return OtherHome(
        state=law.name,
        equity=equity,
        protected=protected,
        reachable=reachable,
        working=lines,
        notes=(Text(rule.notes, context=f"{code}.homestead"),),
        caveats=_caveats(facts, code),
        needs=tuple(dict.fromkeys(line.needs for line in lines if line.needs)) if owner else (OWNS,),
        citations=rule.cite,
        checked=rule.checked,
    )


def _amount(facts: Facts, code: str) -> Span:
    """The most that the exemption keeps: by owners, and open above where county, age or a newer figure raise it."""
    rule = state_law(code).homestead
    if not rule.for_this_debt:
        return NOTHING
    if rule.unlimited:
        # No limit in value; land beyond the acres that it covers is not counted as part of the home.
        return Span(None, None) if facts.household.home_equity is None else Span.of(facts.household.home_equity)
    one = on_day(rule.one_owner, facts.as_of)
    found = Span.of(one.amount if one else None)
    together = on_day(rule.owners_together, facts.as_of)
    jointly = facts.household.home_owned_jointly
    if together is not None and jointly is not False:
        found = found.or_(Span.of(together.amount)) if jointly is None else Span(found.low, together.amount)
    if rule.most:
        raised = on_day(rule.most, facts.as_of)
        found = Span(found.low, max(found.high or ZERO, raised.amount) if raised else None)
    return Span(found.low, None) if rule.at_least else found


def _jointly(facts: Facts, code: str) -> str:
    rule = state_law(code).homestead
    differs = bool(rule.owners_together) and rule.owners_together != rule.one_owner
    return "household.home_owned_jointly" if differs and facts.household.home_owned_jointly is None else ""


def _how(facts: Facts, code: str) -> Text:
    rule = state_law(code).homestead
    if not rule.for_this_debt:
        return Text("The home exemption does not hold against a mortgage lender's judgment.")
    if rule.unlimited and rule.acres_urban and rule.acres_rural:
        values = {"town": f"{rule.acres_urban.normalize():f}", "country": f"{rule.acres_rural.normalize():f}"}
        return Text("Any value, on up to {town} acres in town or {country} in the country.", values)
    if rule.unlimited:
        return Text("Any value.")
    figure = on_day(rule.one_owner, facts.as_of)
    if figure is None or not figure.amount:
        return Text("The law has no home exemption against an ordinary judgment.")
    return Text("The home exemption for the home that you live in.")


def _caveats(facts: Facts, code: str) -> tuple[Text, ...]:
    rule = state_law(code).homestead
    found = []
    figure = on_day(rule.one_owner, facts.as_of)
    if figure is not None and (rule.at_least or not figure.read):
        values = {"amount": figure.amount, "day": figure.since}
        found.append(Text("The {amount} is the figure of {day}; we have not read a newer one.", values))
    if rule.checked == "weak":
        found.append(Text("We found only one source for this, or sources that differ. Have a lawyer confirm it."))
    return tuple(found)
