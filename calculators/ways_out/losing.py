"""The ways of losing the home, with and without a written waiver; and waiting, where it is lost already."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..assessment import Assessment
from ..consequences.deficiency import debt
from ..facts import FORECLOSURES, PRICED, Facts, Kind, Release, with_fact
from ..law.clocks import before_the_sale
from ..law.compiled import compiled
from ..money import NOTHING, ZERO, Span
from ..working import Text
from .way import Way

LOST = Text("The home is lost already.")
NOT_KNOWN_IF_LOST = Text("This is open only as long as the home is not lost. Nobody has said yet whether it is.")
PRICE_PAYS = Text("By these numbers the price pays every loan. Then it is an ordinary sale.")
BY_THE_FIRST = Text("The lender of the first mortgage is the one that forecloses.")
AT_ITS_VALUE = Text("The home sells for what it is worth, {value}.")


def losing(facts: Facts) -> Iterator[Way]:
    """Each way of losing the home that the state has, without a waiver and with one. What is known of another way (its
    price, its date) is not carried over to it."""
    available, why, lacks = _stage(facts)
    for kind in compiled(facts.state).kinds:
        for waived in (False, True):
            there, assumes = _as_usual(if_lost(facts, kind, waived))
            pays = available is not False and kind == "short_sale" and _price_pays(there)
            yield Way(
                key=f"{kind}_waived" if waived else kind,
                available=False if pays else available,
                why=PRICE_PAYS if pays else why,
                facts=there,
                kind=kind,
                waiver_in_writing=waived,
                assumes=assumes,
                lacks=() if pays else lacks,
            )


def waiting(found: Assessment) -> Iterator[Way]:
    """What is left as things stand, where the home is lost already."""
    facts = found.facts
    if before_the_sale(facts):
        return
    known = is_lost(facts)
    yield Way(
        key="wait",
        available=True if known else None,
        why=None if known else NOT_KNOWN_IF_LOST,
        facts=facts,
        kind=facts.disposition.kind,
        lacks=() if known else ("stage",),
        found=found,
    )


def is_lost(facts: Facts) -> bool:
    """Whether the home is known to be lost; not the opposite of `before_the_sale`: nobody may have said."""
    day = facts.disposition.date
    return day <= facts.as_of if day is not None else facts.stage in ("sold", "sued", "judgment")


def debts(facts: Facts) -> Span:
    """All that is owed on the home."""
    total = NOTHING
    for loan in facts.loans:
        total = total + debt(facts, loan)[0]
    return total


def _price_pays(facts: Facts) -> bool:
    """Whether the price of a short sale would pay every loan, as far as the costs of selling are known."""
    price, owed = facts.disposition.sale_price, debts(facts).high
    return price is not None and owed is not None and price - (facts.disposition.selling_costs or ZERO) >= owed


def _stage(facts: Facts) -> tuple[bool | None, Text | None, tuple[str, ...]]:
    """Whether there is still a home to lose."""
    if before_the_sale(facts):
        return True, None, ()
    if is_lost(facts):
        return False, LOST, ()
    return None, NOT_KNOWN_IF_LOST, ("stage",)


def _as_usual(facts: Facts) -> tuple[Facts, tuple[Text, ...]]:
    """What is taken as usual where nobody has said otherwise, and saying so: the first mortgage is the one that
    forecloses, and a short sale brings what the home is worth."""
    away, value = facts.disposition, facts.property.fair_market_value
    if away.kind in FORECLOSURES and away.foreclosing_lien is None and facts.loans[0].lien == "first":
        return with_fact(facts, "disposition.foreclosing_lien", "first"), (BY_THE_FIRST,)
    if away.kind != "short_sale" or away.sale_price is not None or value is None:
        return facts, ()
    text = Text(AT_ITS_VALUE.template, {"value": Span.of(value)})
    return with_fact(facts, "disposition.sale_price", value), (text,)


def if_lost(facts: Facts, kind: Kind, waived: bool) -> Facts:
    release: Release = "debt" if waived else "none"
    loans = tuple(loan.model_copy(update={"release": release}) for loan in facts.loans)
    facts = facts.model_copy(update={"loans": loans})
    if facts.disposition.kind != kind:
        facts = with_fact(facts, "disposition", facts.disposition.model_copy(update=another_way(facts, kind)))
    return with_fact(facts, "disposition.waiver_in_writing", waived)


def another_way(facts: Facts, kind: Kind | None) -> dict[str, Any]:
    """What of `disposition` changes with the way of losing the home, by field. Another way has no dates yet. The price
    of an auction stays for another kind of auction."""
    auctions = all(each in FORECLOSURES and each in PRICED for each in (facts.disposition.kind, kind))
    dates = [name for name in type(facts.disposition).model_fields if name.endswith("_on") or name == "date"]
    gone: dict[str, Any] = dict.fromkeys(dates)
    if not auctions:
        gone |= {"sale_price": None, "selling_costs": None}
    return {"kind": kind, **gone}
