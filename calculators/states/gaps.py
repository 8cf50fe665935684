"""What is not worked out for a state, and what nobody has read: so that no page claims more than it knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ..law.check import conditional
from ..law.dated import on_day
from ..law.schema import Deadline, Rule, StateLaw
from ..working import Text


@dataclass(frozen=True)
class Gaps:
    """What a reader should not take from the page."""

    unasked: tuple[Text, ...]  # told, but no question settles it
    unread: tuple[Text, ...]  # not known to us
    notes: tuple[Text, ...]  # what whoever checked the file wrote down


def gaps(law: StateLaw, today: date) -> Gaps:
    """The gaps of one state's file on a day."""
    return Gaps(tuple(_unasked(law)), tuple(_unread(law, today)), tuple(_notes(law)))


def _unasked(law: StateLaw) -> Iterator[Text]:
    """What is not worked out, and exceptions that stand in words only: no question settles them."""
    if law.community_property:
        yield Text("Which things of a couple one spouse's lender can reach: this is a community property state.")
    parts: tuple[Rule | Deadline, ...] = (*law.deficiency, *law.deadline)
    remarks = dict.fromkeys(part.exceptions for part in parts if part.exceptions and not part.unless)
    for words in remarks:
        yield Text(words)
    unaskable = dict.fromkeys(each.says for part in parts for each in part.unless if not each.askable)
    for words in unaskable:
        yield Text("Only a lawyer can tell whether {what}.", {"what": Text(words)})


def _unread(law: StateLaw, today: date) -> Iterator[Text]:
    wages, bank = law.wage_garnishment, law.bank_account
    if law.foreclosure.typical_days is None:
        yield Text("How long a foreclosure takes.")
    if wages.figures_change_on and wages.figures_change_on <= today:
        yield Text("The figures for wages that were due to change on {day}.", {"day": wages.figures_change_on})
    figures = [on_day(each.amounts, today) for each in bank.protects]
    if any(each.at_least for each in bank.protects) or any(figure and not figure.read for figure in figures):
        yield Text("How much money in a bank account is safe today.")
    if any(rate.contract is None for rate in law.judgment_interest.rates):
        yield Text("Whether the rate of your note counts after a judgment.")
    if law.limitations.judgment_renewable is None:
        yield Text("Whether a judgment can be renewed.")
    for limit in wages.limits:
        if limit.disputed:
            yield Text("Which of the limits on wages counts, where courts have not settled it.")
            break


def _notes(law: StateLaw) -> Iterator[Text]:
    """What whoever checked the file wrote down about what was read and what was not."""
    parts = (
        (Text("On wages: {note}"), law.wage_garnishment.note),
        (Text("On bank accounts: {note}"), law.bank_account.note),
        (Text("On a home you own: {note}"), law.homestead.note),
        (Text("On interest: {note}"), law.judgment_interest.note),
        (Text("On years to sue: {note}"), law.limitations.note),
        (Text("On being heard: {note}"), law.heard.note if law.heard else ""),
        (Text("On the time before a sale: {note}"), law.before_sale.note if law.before_sale else ""),
        (Text("On short sales: {note}"), law.short_sale.note),
        (Text("On deeds in lieu: {note}"), law.deed_in_lieu.note),
        (Text("On second loans: {note}"), law.junior_lien.note),
        (Text("On foreclosure: {note}"), law.foreclosure.note),
    )
    for template, note in parts:
        if note:
            yield Text(template.template, {"note": Text(note)})
    for note in dict.fromkeys(rule.note for rule in conditional(law) if rule.note):
        yield Text("On the rules: {note}", {"note": Text(note)})
