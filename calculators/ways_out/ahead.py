"""The differences for somebody who still has the home."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..assessment import LOSS_AHEAD, loan_name
from ..consequences.deficiency import debt
from ..consequences.income_tax import extra_federal_tax
from ..consequences.new_mortgage import NAMES, PROGRAMS, UNSIGNED, length
from ..facts import FORECLOSURES
from ..law.clocks import before_the_sale
from ..law.compiled import compiled
from ..law.credit import CreditLaw, Program, Wait
from ..law.federal import federal
from ..law.ways import WaysLaw
from ..money import NOTHING, UNKNOWN, ZERO, Span
from ..statements import Statement, statement
from ..working import Line, Text
from .columns import before_sale, holds, junior_rule, named, said
from .differences import Case, Difference, amount_of, less, listed, unknown, worth
from .way import Way, WayTax, cancelled_lines

WAIVED = {
    "short_sale": Text("in a short sale"),
    "deed_in_lieu": Text("with a deed in lieu"),
}
GAIN_APART = Text(
    "Tax on a gain from the home itself can come on top, with a waiver or without one. The table counts both."
)
EXCLUDED = Text("If you owe more than you own, or were in bankruptcy, Form 982 can keep an amount out of your income.")
ASK_NOW = Text("Some states have rules of their own, with days before the sale. Ask a counselor or legal aid now.")
STILL_ASK = Text("A written waiver is worth nothing more here. Ask for it all the same: it ends every doubt.")
GOVERNMENT = Text("The law of a state does not bind the government: what it paid may become a debt to it.")
FEDERAL = ("nobody", "government_agency")
REVERSE = ("hecm",)  # whoever has one is told of it by the law itself; nobody else should take it for theirs
RELEASES = ("released", "released_if_approved", "released_to_agency")


def ahead(case: Case) -> Iterator[Difference]:
    """What differs while the home is not lost; those of the same worth in this order."""
    yield from _last_day(case)
    yield from _equity(case)
    yield from _protection(case)
    yield from _waivers(case)
    yield from _junior(case)
    yield from _tax(case)
    yield from _price(case)
    yield from _strip(case)
    yield from _chapter_7(case)
    yield from _next_mortgage(case)


def _last_day(case: Case) -> Iterator[Difference]:
    """The last day on which a complete application still holds up the sale (12 CFR 1024.41(g))."""
    sale = case.facts.property.sale_scheduled_on
    if sale is None or sale < case.facts.as_of or not before_the_sale(case.facts):
        return
    law: WaysLaw = federal(WaysLaw)
    last = law.last_application(sale, case.facts.as_of)
    covered = case.facts.property.occupancy in (None, "principal_residence")
    covered = covered and any(loan.program != "hecm" for loan in case.facts.loans)
    keys = tuple(way.key for way in case.ways.values() if way.family == "keep" and way.shown)
    if covered and last >= case.facts.as_of:
        text = Text(
            "With most servicers, a complete application that arrives by {day} holds up the sale.", {"day": last}
        )
        because = (
            Text("The sale is set for {day}. The servicer must then judge every option first.", {"day": sale}),
            Text("Complete means that it has every paper that it asked for. Send it well before that day, with proof."),
            Text("It does not bind small servicers, nor the lender of a home equity line or a reverse mortgage."),
            Text("It holds for your main home, and once: after one decision you must first be up to date again."),
        )
        rule = (said("application-holds"), *before_sale(case.facts))
        yield Difference("application", text, keys, None, because=because, statements=rule, by=last)
        return
    text = Text(
        "The sale is set for {day}. The federal rule does not hold it up for an application that is made now. An "
        "agreement with the lender, paying what is due while there is time, a bankruptcy that is filed before it, or "
        "an order of a court still can.",
        {"day": sale},
    )
    own = (*before_sale(case.facts), said("chapter-13-cure"))
    yield Difference("sale_day", text, (*keys, "chapter_13"), None, because=(ASK_NOW,), statements=own, by=sale)


def _equity(case: Case) -> Iterator[Difference]:
    """What an ordinary sale leaves for the owner."""
    way = case.open("sell")
    if way is None or way.proceeds is None or not way.proceeds.high:
        return
    text = "Sell it while you can: by these numbers {amount} is left for you."
    if not way.proceeds.exact:
        text = "Sell it while you can: by these numbers {amount} is left for you, before the costs of selling."
    because = Text("At a foreclosure sale the bid decides what is left for you. With a deed in lieu you give it away.")
    says = Text(text, {"amount": amount_of(way.proceeds)})
    keys = ("sell", *(each.key for each in case.losing))
    yield Difference("equity", says, keys, way.proceeds, way.working, (because,), needs=way.lacks)


def gap(way: Way) -> Span:
    """What is left of all loans after a way of losing the home, whether or not anybody may collect it."""
    total = NOTHING
    for each in way.loans:
        if not each.deficiency.stays_on_home:
            total = total + each.deficiency.gross
    return total


def _protection(case: Case) -> Iterator[Difference]:
    """Where the law bars collecting after some ways of losing the home, or after all of them."""
    barred = [way for way in case.losing if way.outcome == "barred" and gap(way) != NOTHING]
    if not barred:
        return
    open_ = [way for way in case.losing if way.owed != NOTHING]
    flat = all(each.liability.flat for way in barred for each in way.loans)
    values: dict[str, object] = {"state": compiled(case.facts.state).law.name, "lender": lender(case)}
    keys = tuple(way.key for way in (*barred, *open_))
    federal_debt = government(barred)
    because = [GOVERNMENT] if federal_debt else []
    if not open_:
        left = max((gap(way) for way in barred), key=lambda span: (span.low or ZERO, span.high or ZERO))
        rest = "the {amount} that is left." if left.exact else "what is left: {amount}."
        text = "However the home is lost in {state}, {lender} cannot collect from you " + rest
        if not flat:
            text = "However the home is lost in {state}, by the law we found {lender} could not collect "
            text += "from you " + rest
        values["amount"] = amount_of(left)
        because.insert(0, STILL_ASK)
        yield Difference(
            "protected", Text(text, values), keys, worth(left), _lines(barred), tuple(because), federal_debt
        )
        return
    highs = [way.owed.high for way in open_]
    most = max((high for high in highs if high is not None), default=None) if None not in highs else None
    text = "In {state} {lender} cannot collect what is left {barred}, but may collect {most} {open}."
    if not flat:
        text = "In {state}, by the law we found, {lender} could not collect what is left {barred}, but could collect "
        text += "{most} {open}."
    values |= {"barred": _after(barred), "open": _after(open_)}
    values["most"] = Text("up to {amount}", {"amount": most}) if most is not None else Text("it")
    at_stake = Span(max(way.owed.low or ZERO for way in open_), most)
    because.insert(0, Text("Where something may be collected, ask for a written waiver before you sign."))
    lines = _lines((*barred, *open_))
    yield Difference("protection_lost", Text(text, values), keys, worth(at_stake), lines, tuple(because), federal_debt)


def lender(case: Case) -> Text:
    """Whoever lent on the home."""
    return Text("the lenders") if len(case.facts.loans) > 1 else Text("the lender")


def government(ways: Iterable[Way]) -> tuple[Statement, ...]:
    """What lets the federal government count what it paid as a debt to it, whatever the law of the state."""
    rows = (row for way in ways for claim in way.claims if claim.who in FEDERAL for row in claim.practices)
    return tuple(named(name) for name in dict.fromkeys(row.id for row in rows if row.answer == "possible"))


def _after(ways: list[Way]) -> Text:
    return listed([LOSS_AHEAD[way.kind] for way in ways if way.kind])


def _lines(ways: list[Way] | tuple[Way, ...]) -> tuple[Line, ...]:
    """What may be collected after each way, with the rule that decides."""
    found = []
    for way in ways:
        main = way.assessment.main if way.assessment else None
        decider = main.liability.decider if main else None
        how = decider.says if decider else main.headline if main else way.says
        source = "; ".join(decider.citations) if decider else ""
        found.append(Line(way.label, way.owed, how, source, "either"))
    return tuple(found)


def _waivers(case: Case) -> Iterator[Difference]:
    """What a written waiver is worth, in each way that asks for one; those of the same worth together."""
    found: dict[Span, list[tuple[Way, Way]]] = {}
    for key in WAIVED:
        without, with_ = case.open(key), case.open(f"{key}_waived")
        if without and with_ and worth(without.owed):
            found.setdefault((without.owed - with_.owed).floored(), []).append((without, with_))
    for saved, pairs in found.items():
        befores = [without for without, _ in pairs]
        where = listed([WAIVED[way.key] for way in befores])
        yield Difference(
            key=f"waiver_{befores[0].key}" if len(befores) == 1 else "waiver",
            says=_is_worth(saved, where),
            ways=tuple(way.key for pair in pairs for way in pair),
            amount=worth(saved),
            working=tuple(line for before, after in pairs for line in _saving(before, after)),
            because=tuple({str(text): text for way in befores for text in way.assumes}.values()),
            statements=(*_released(befores), said("lien-only-trap"), *_insured(case)),
            needs=tuple(dict.fromkeys(path for way in befores for path in way.depends_on)),
        )


def _insured(case: Case) -> Iterator[Statement]:
    if holds("insured", case.facts) is True:
        yield said("waiver-insurer")


def _is_worth(saved: Span, where: Text) -> Text:
    """The least that is sure; where nothing is, the most that it may be."""
    if saved.low and not saved.exact:
        values = {"amount": Span.of(saved.low), "where": where}
        return Text("A written waiver is worth at least {amount} to you {where}.", values)
    return Text("A written waiver is worth {amount} to you {where}.", {"amount": saved, "where": where})


def _saving(before: Way, after: Way) -> tuple[Line, ...]:
    what = Text("What the waiver is worth")
    return less(before.label, before.owed, after.label, after.owed, what)


def _released(ways: list[Way]) -> Iterator[Statement]:
    """What the program or owner of a loan is known to give up in these ways."""
    practices = (practice for way in ways for claim in way.claims for practice in claim.practices)
    released = (each for each in practices if each.answer in RELEASES and each.programs != REVERSE)
    yield from (named(name) for name in dict.fromkeys(each.id for each in released))


def _junior(case: Case) -> Iterator[Difference]:
    """What the lender of a second loan may still collect after the first mortgage forecloses."""
    way = next((way for way in case.losing if way.kind in FORECLOSURES), None)
    for each in way.loans if way else ():
        left = each.deficiency
        if each.loan.lien != "junior" or left.stays_on_home or left.collectible == NOTHING:
            continue
        values = {"loan": loan_name(case.facts, each.loan), "amount": amount_of(left.collectible)}
        text = "If the first mortgage forecloses, the lender of {loan} may still collect {amount}."
        because = [Text("A release from the lender of the first mortgage does not end {loan}.", values)]
        handed = case.open("deed_in_lieu")
        if handed and any(other.deficiency.stays_on_home for other in handed.loans):
            because.append(Text("A deed in lieu leaves {loan} as it is: it stays on the home, and you owe it.", values))
        yield Difference(
            "second_loan",
            Text(text, values),
            (way.key, "short_sale_waived") if way else (),
            worth(left.collectible),
            (*left.working, *left.limits),
            tuple(because),
            (junior_rule(case.facts), said("waiver-junior")),
            tuple(dict.fromkeys((*each.liability.depends_on, *left.needs))),
        )


def _tax(case: Case) -> Iterator[Difference]:
    """What a waiver costs in federal tax: the debt that it ends counts as cancelled."""
    pairs = [(case.open(key), case.open(f"{key}_waived")) for key in WAIVED]
    asked = [(without, with_) for without, with_ in pairs if without and with_ and worth(without.owed)]
    if not asked:
        return
    people = case.facts.household
    reported = [with_.tax.form_1099c for _, with_ in asked if with_.tax is not None]
    if people.other_income is None or people.filing_status is None:
        if set(reported) == {False}:
            return
        text = Text(
            "What a waiver ends counts as cancelled debt and is reported on Form 1099-C. How much federal tax that "
            "adds depends on your income, and on what you own and owe."
            if True in reported
            else "What a waiver ends can count as cancelled debt and be reported on Form 1099-C. How much federal tax "
            "that adds depends on your income, and on what you own and owe."
        )
        needs = ("household.filing_status", "household.other_income", "household.assets.total", "household.debts.total")
        keys = tuple(way.key for pair in asked for way in pair)
        yield Difference("tax", text, keys, None, because=(EXCLUDED,), statements=(said("waiver-tax"),), needs=needs)
        return
    for without, with_ in asked:
        if with_.tax is not None and with_.tax.form_1099c is not False:
            yield _taxed(case, without, with_, with_.tax)


def _taxed(case: Case, without: Way, with_: Way, tax: WayTax) -> Difference:
    """The tax of one waiver. What a gain on the home costs is owed either way, so it does not count here."""
    year = case.facts.household.tax_year or case.facts.as_of.year
    added = extra_federal_tax(with_.facts, year, tax.taxable)
    known = tax.cancelled.exact and added.amount.high is not None
    extra = added.amount if known else UNKNOWN
    text = "What a waiver ends {where} counts as cancelled debt, {cancelled}, and is reported on Form 1099-C. "
    if tax.form_1099c is None:
        text = "What a waiver ends {where} can count as cancelled debt, {cancelled}, and be reported on Form 1099-C. "
    if extra == NOTHING:
        text += "By these numbers it adds no federal tax."
    elif known:
        text += "It adds {extra} of federal tax, so that {left} of what the waiver is worth stays yours."
    else:
        text += "How much federal tax that adds is not known yet."
    values = {
        "where": WAIVED[without.key],
        "cancelled": tax.cancelled,
        "extra": extra,
        "left": (without.owed - extra).floored(),
    }
    return Difference(
        f"tax_{without.key}",
        Text(text, values),
        (without.key, with_.key),
        worth(extra) if known else None,
        (*cancelled_lines(tax.cancelled, tax.taxable), *added.working),
        (EXCLUDED,) if tax.extra == added.amount else (EXCLUDED, GAIN_APART),
        (said("waiver-tax"),),
        tuple(dict.fromkeys((*tax.needs, *added.needs))),
    )


def _price(case: Case) -> Iterator[Difference]:
    """Whether a short sale leaves less to collect than the foreclosure that most lenders would choose."""
    sale = case.open("short_sale")
    forced = next((way for way in case.losing if way.kind in FORECLOSURES and way.collectible != NOTHING), None)
    if sale is None or forced is None or sale.collectible is None or forced.collectible is None:
        return
    short, taken = sale.collectible, forced.collectible
    if short in (NOTHING, taken) or unknown(short):
        return
    values: dict[str, object] = {"short": short, "taken": amount_of(taken), "way": _after([forced])}
    keys = (sale.key, forced.key)
    because = tuple(sale.assumes)
    if short.high is not None and taken.low is not None and short.high < taken.low:
        saved = taken - short
        text = Text(
            "A short sale leaves {amount} less to collect than what is left {way}.", {**values, "amount": saved}
        )
        lines = less(forced.label, taken, sale.label, short, Text("Less to collect"))
        yield Difference("short_sale_or_foreclosure", text, keys, saved, lines, because)
        return
    if taken.high is not None and short.low is not None and taken.high < short.low:
        saved = short - taken
        values["amount"] = saved
        text = Text("A short sale without a waiver leaves {amount} more to collect than what is left {way}.", values)
        lines = less(sale.label, short, forced.label, taken, Text("More to collect"))
        yield Difference("short_sale_or_foreclosure", text, keys, saved, lines, because)
        return
    text = Text(
        "Whether a short sale leaves less than a foreclosure cannot be told yet: {short} after the one, {taken} after "
        "the other. The bid at the sale decides.",
        values,
    )
    lines = _lines((sale, forced))
    needs = tuple(dict.fromkeys((*sale.depends_on, *forced.depends_on)))
    yield Difference("short_sale_or_foreclosure", text, keys, None, lines, because, needs=needs)


def _strip(case: Case) -> Iterator[Difference]:
    """A second loan with nothing behind it: a chapter 13 plan may take its lien off the home."""
    value = case.facts.property.fair_market_value
    if value is None or case.open("chapter_13") is None or not before_the_sale(case.facts):
        return
    above = NOTHING
    for loan in case.facts.loans:
        owed = debt(case.facts, loan)[0]
        if loan.lien == "junior" and above.low is not None and above.low >= value:
            name = loan_name(case.facts, loan)
            lines = (
                Line(Text("Owed before: {loan}", {"loan": name}), above, Text("All loans that come first.")),
                Line(Text("What the home is worth"), Span.of(value), Text("From your answers."), kind="less"),
            )
            text = "A chapter 13 plan may take {loan}, {amount}, off the home: the loans before it are more than the "
            text += "home is worth. Chapter 7 cannot."
            yield Difference(
                "strip",
                Text(text, {"loan": name, "amount": amount_of(owed)}),
                ("chapter_13", "chapter_7"),
                worth(owed),
                lines,
                statements=(said("chapter-13-strip"), said("chapter-7-strip")),
                last=True,
            )
        above = above + owed


def _chapter_7(case: Case) -> Iterator[Difference]:
    """What chapter 7 would end, against the way that leaves most."""
    worst = max(case.losing, key=lambda way: _size(way.collectible), default=None)
    if case.open("chapter_7") is None or case.open("sell") is not None:  # a sale would pay everybody
        return
    if worst is not None and worth(worst.owed):
        yield chapter_7(case, worst)


def _size(span: Span | None) -> tuple[bool, object]:
    if span is None:
        return False, ZERO
    return span.high is None, span.high or ZERO


def chapter_7(case: Case, before: Way) -> Difference:
    """What chapter 7 would end of what may be collected."""
    owed, after = before.owed, case.ways["chapter_7"].owed
    label = case.ways["chapter_7"].label
    return Difference(
        "chapter_7",
        Text(
            "Chapter 7 would end your duty to pay {amount}. It leaves liens on what you keep, can cost what is not "
            "exempt, and shows on the report for up to ten years.",
            {"amount": amount_of(owed)},
        ),
        (before.key, "chapter_7"),
        worth(owed),
        less(before.label, owed, label, after, Text("What the discharge ends")),
        statements=(named("discharge-effect"), named("fcra-bankruptcy")),
        last=True,
    )


def _next_mortgage(case: Case) -> Iterator[Difference]:
    """The program for which a short sale, instead of a foreclosure, opens a new mortgage soonest."""
    short, forced = case.open("short_sale"), [way for way in case.losing if way.kind in FORECLOSURES]
    if (
        short is None
        or not forced
        or not before_the_sale(case.facts)
        or all(loan.obligor in UNSIGNED for loan in case.facts.loans)
    ):
        return
    rules = federal(CreditLaw).waits
    best: tuple[int, Program] | None = None
    for program in PROGRAMS:
        one, other = rules.get((program, "short_sale")), rules.get((program, "foreclosure"))
        if one and other and one.months and other.months and (best is None or other.months - one.months > best[0]):
            best = other.months - one.months, program
    if best is None or best[0] <= 0:
        return
    program = best[1]
    pair = rules[program, "short_sale"], rules[program, "foreclosure"]
    values: dict[str, object] = {"program": NAMES[program]}
    values |= {"short": length(pair[0].months or 0), "long": length(pair[1].months or 0)}
    text = "{program}: a new mortgage is possible {short} after a short sale, {long} after a foreclosure."
    yield Difference(
        "next_mortgage",
        Text(text, values),
        ("short_sale", forced[0].key),
        None,
        because=(Text("Of the programs, this one differs most. Programs change their waits."),),
        statements=tuple(_wait(rule) for rule in pair),
    )


def _wait(rule: Wait) -> Statement:
    """How long a program waits after one event, as a sentence of its own."""
    counted = Text(rule.counted_from, context=f"credit.{rule.id}")
    values = {"wait": length(rule.months or 0), "event": counted}
    told = statement(rule, rule.counted_from, f"credit.{rule.id}")
    return replace(told, says=Text("A wait of {wait}, counted from {event}.", values))
