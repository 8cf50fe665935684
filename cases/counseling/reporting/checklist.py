"""What a reviewer would find in a client's file, and what not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from ..models import Client
from .forms_of_hud import Item, hud_files
from .record import Record

ASKED = ("ethnicity", "race", "income")  # what 24 CFR 214.315(d) names


@dataclass(frozen=True)
class Finding:
    """One item of the list in one file."""

    client: Client
    item: Item
    there: bool

    @property
    def address(self) -> str:
        """Where it is mended."""
        if self.item.where == "contact":
            return reverse("desk:contact", args=[self.client.pk])
        return f"{reverse('desk:record', args=[self.client.pk])}#{self.item.where}"


def findings(client: Client, record: Record) -> list[Finding]:
    """Every item that this file has to hold by now, in the order of the list."""
    return [
        Finding(client, item, THERE[item.id](client, record))
        for item in hud_files().item
        if not item.when or client.closed_at
    ]


def gaps(client: Client, record: Record) -> list[Item]:
    """What is missing."""
    return [each.item for each in findings(client, record) if not each.there]


def _plan(client: Client, record: Record) -> bool:
    counseled = {each.row for each in record.sessions}
    only_hecm = counseled == {"reverse"}  # 24 CFR 214.300(a)(2): no plan for reverse mortgage counseling
    return only_hecm or bool(record.file.get("plan_on") and record.file.get("plan_given_on"))


THERE: dict[str, Callable[[Client, Record], bool]] = {
    "need": lambda client, record: bool(record.file.get("need")),
    "person": lambda client, record: bool(client.person.get("name") and client.person.get("address")),
    "disclosure": lambda client, record: bool(record.file.get("disclosure_on") and record.file.get("disclosure_how")),
    "sessions": lambda client, record: bool(record.sessions),
    "finances": lambda client, record: bool(record.file.get("finances_on")),
    "plan": _plan,
    "funding": lambda client, record: bool(record.sessions) and all(each.funding for each in record.sessions),
    "household": lambda client, record: all(record.household.get(name) for name in ASKED),
    "follow_up": lambda client, record: any(each.follow_up for each in record.sessions),
    "termination": lambda client, record: bool(record.file.get("ended")),
}
