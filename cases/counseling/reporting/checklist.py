"""What a reviewer would find in a client's file, and what not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from ..models import Client
from ..models.clients import addressed
from .forms_of_hud import Item, hud_files

if TYPE_CHECKING:
    from .record import Record

RULES = 1  # to be raised when an item comes, goes or is settled otherwise: what was looked through before is stale then
PERSON = "person"  # the one item that the client's own row tells of
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
    return [Finding(client, item, _there(item, client, record)) for item in asked(client.closed_at is not None)]


def asked(closed: bool) -> list[Item]:
    """What a file has to hold by now: some of it only once it is closed."""
    return [item for item in hud_files().item if closed or not item.when]


def gaps(client: Client, record: Record) -> list[Item]:
    """What is missing."""
    return [each.item for each in findings(client, record) if not each.there]


def _there(item: Item, client: Client, record: Record) -> bool:
    return addressed(client.person) if item.id == PERSON else OF_RECORD[item.id](record)


def lacks(record: Record) -> list[str]:
    """The ids of all items, asked for by now or not, that this record has nothing of."""
    return [name for name, there in OF_RECORD.items() if not there(record)]


def _plan(record: Record) -> bool:
    counseled = {each.row for each in record.sessions}
    only_hecm = counseled == {"reverse"}  # 24 CFR 214.300(a)(2): no plan for reverse mortgage counseling
    return only_hecm or bool(record.file.get("plan_on") and record.file.get("plan_given_on"))


OF_RECORD: dict[str, Callable[[Record], bool]] = {
    "need": lambda record: bool(record.file.get("need")),
    "disclosure": lambda record: bool(record.file.get("disclosure_on") and record.file.get("disclosure_how")),
    "sessions": lambda record: bool(record.sessions),
    "finances": lambda record: bool(record.file.get("finances_on")),
    "plan": _plan,
    "funding": lambda record: bool(record.sessions) and all(each.funding for each in record.sessions),
    "household": lambda record: all(record.household.get(name) for name in ASKED),
    "follow_up": lambda record: any(each.follow_up for each in record.sessions),
    "termination": lambda record: bool(record.file.get("ended")),
}
