"""What the invented agency did for its clients, as reports to funders count it, with what somebody forgot to enter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from ..models import Client, ServiceRecord
from ..reporting.record import add, index
from .drawing import Json, table

Begun = tuple[Client, datetime]  # a file, and its first day


def one(random: Random, weights: Mapping[str, int]) -> str:
    """One of these, as often as it says."""
    return random.choices(list(weights), list(weights.values()))[0]


def served(begun: Iterable[Begun], random: Random) -> list[ServiceRecord]:
    """The records of services of those clients of whom somebody has entered any, sealed and not written yet."""
    records = []
    for client, on in begun:
        if random.random() < table("services")["recorded"]:
            record = ServiceRecord(client=client, changed_at=client.touched_at)
            Serving(random, client, on, record.kept).tell()
            record.seal()
            index(record)
            records.append(record)
    return records


class Serving:
    """One client's record, drawn between the first day of the file and its last touch."""

    def __init__(self, random: Random, client: Client, on: datetime, kept: Json) -> None:
        self.random, self.client, self.kept = random, client, kept
        self.first, self.last = timezone.localdate(on), timezone.localdate(client.touched_at)

    def tell(self) -> None:
        self.household()
        funding = one(self.random, table("services")["session"]["funding"])
        self.sessions(funding)
        self.education(funding)
        self.impacts()
        self.file()

    def happens(self, share: float) -> bool:
        return self.random.random() < share

    def day(self) -> date:
        return self.first + timedelta(days=self.random.randint(0, (self.last - self.first).days))

    def household(self) -> None:
        asked = table("services")["household"]
        self.kept["household"] = {
            name: one(self.random, each["rows"]) for name, each in asked.items() if self.happens(each["given"])
        }

    def sessions(self, funding: str) -> None:
        told = table("services")["session"]
        reverse = any(loan.get("program") == "hecm" for loan in self.client.facts.get("loans", ()))
        self.session(self.first, one(self.random, told["reverse" if reverse else "purpose"]), funding)
        if self.happens(table("services")["second"]):
            self.session(self.day(), one(self.random, told["second"]), one(self.random, told["funding"]))
        if self.happens(table("services")["follow_up"]):
            self.session(self.last, self.kept["sessions"][0]["row"], funding, follow_up=True)

    def session(self, on: date, row: str, funding: str, **more: Any) -> None:
        minutes = self.random.choice(table("services")["minutes"])
        how = one(self.random, table("services")["session"]["how"])
        told = {"on": on, "row": row, "funding": funding, "minutes": minutes, "how": how, **more}
        add(self.kept, "sessions", told)

    def education(self, funding: str) -> None:
        if self.happens(table("services")["education"]):
            row = one(self.random, table("services")["workshop"]["row"])
            add(self.kept, "education", {"on": self.day(), "row": row, "funding": funding})

    def impacts(self) -> None:
        count = self.random.choice(table("services")["impacts"])
        for row in {one(self.random, table("services")["impact"]["row"]): None for _ in range(count)}:
            add(self.kept, "impacts", {"on": self.day(), "row": row})

    def file(self) -> None:
        """What a reviewer looks for, but for what somebody forgot."""
        told, needs = table("services")["file"], table("services")["needs"]
        first, later = self.first.isoformat(), self.day().isoformat()
        found: dict[str, str] = {"need": self.random.choice(needs[self.client.stage or "unknown"])}
        if self.happens(told["disclosure"]):
            found.update(disclosure_on=first, disclosure_how=one(self.random, told["how"]))
        if self.happens(told["finances"]):
            found["finances_on"] = first
        if self.happens(told["plan"]):
            found.update(plan_on=later, plan_given_on=later)
        if self.client.closed_at and self.happens(told["plan"]):
            found["ended"] = one(self.random, told["ended"])
        self.kept["file"] = found
