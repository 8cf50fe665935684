"""Fill a database with the invented agencies: their staff, clients, and what was written down about them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from random import Random
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction
from django.utils import timezone

from ..files import MADE, after_months, new_file
from ..index import BATCH, batched, refresh_many
from ..models import Activity, Agency, Client, Document, Membership, Note, Role, ServiceRecord, Task, User
from ..search import remark
from .drawing import Drawing, Json, people, plain, settled, stories, table
from .earlier import told_earlier
from .papers import scanned
from .serving import served
from .today import packets_made, taken_over, written_today

SEED = 20261122
LONGEST_AGO = 420  # days since the first of these files was started
NO_STATE = 0.015  # an intake that was broken off at the first question
CLOSED = 0.12  # of the files: counseling is over
SHARED_OUT = (Role.COUNSELOR, Role.SUPERVISOR)  # who has clients; a supervisor few
WEIGHTS = {Role.COUNSELOR: 5, Role.SUPERVISOR: 1}


@dataclass
class Begun:
    """A client's file, with the hand in which it is and its first day."""

    client: Client
    on: datetime
    random: Random

    @property
    def counselor(self) -> Membership:
        return self.client.counselor

    def later(self) -> datetime:
        """A moment of an office day between the file's first day and its last touch."""
        moment = self.on + (self.client.touched_at - self.on) * self.random.random()
        return moment.replace(hour=self.random.randint(14, 21), minute=self.random.randint(0, 59))

    def told(self, kind: str) -> Any:
        """One of the writings that fit the client's stage."""
        writings = table("writings")[kind]
        return self.random.choice([*writings["any"], *writings[self.client.stage or "unknown"] * 2])


def fill(now: datetime | None = None, most: int | None = None) -> list[Membership]:
    """Write it all, or nothing; at most so many clients of an agency. Returns the staff."""
    now, random, filled = now or timezone.now(), Random(SEED), []
    with transaction.atomic():
        for told in table("people")["agency"]:
            members = employed(told)
            begun = started(told, members, now, random, min(told["clients"], most or told["clients"]))
            written_down(begun, now)
            filled.append((members, begun))
        lately(*filled[0], now)
    packets_made(one_of(filled[0][0]))
    return [member for members, _begun in filled for member in members]


def lately(members: list[Membership], begun: list[Begun], now: datetime) -> None:
    """What the first agency has besides: services for its funders, answers told under an earlier law, today's work."""
    random = Random(SEED)
    ServiceRecord.objects.bulk_create(served(((each.client, each.on) for each in begun), random), batch_size=BATCH)
    told_earlier((each.client for each in begun if not each.client.closed_at), timezone.localdate(now))
    taken_over(one_of(members), now, random)
    written_today([each for each in members if each.role == Role.COUNSELOR], now)


def one_of(members: list[Membership]) -> Membership:
    """The counselor as whom one looks around first."""
    return next(each for each in members if each.role == Role.COUNSELOR)


def employed(told: Json) -> list[Membership]:
    """An agency with its staff, each with the password and the authenticator key of the table."""
    agency = Agency.objects.create(**{key: told[key] for key in ("name", "address", "phone")})
    members = []
    for name, role in told["staff"]:
        email = f"{plain(name.partition(' ')[0])}@example.org"
        user = User.objects.create_user(email, table("people")["password"], name=name)
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        TOTP.activate(user, table("people")["key"])
        members.append(Membership.objects.create(user=user, agency=agency, role=role))
    return members


def started(told: Json, members: list[Membership], now: datetime, random: Random, count: int) -> list[Begun]:
    """The clients' files, shared out among the staff, started over the last year and indexed as of today."""
    hands = [member for member in members if member.role in SHARED_OUT] or members
    weights = [WEIGHTS.get(Role(member.role), 1) for member in hands]
    begun = []
    for person, story in islice(zip(people(random, told["reference"]), stories(random), strict=False), count):
        state = random.choice(story.get("states") or list(table("places")))
        facts = Drawing(random, timezone.localdate(now), state, story).facts() if random.random() > NO_STATE else {}
        client = new_file(random.choices(hands, weights)[0], settled(person, state, random), facts, asked(facts))
        begun.append(dated(client, now, random))
    clients = [each.client for each in begun]
    Client.objects.bulk_create(clients, batch_size=BATCH)
    for batch in batched(clients, BATCH):
        remark(batch)
    refresh_many(clients)
    return begun


def asked(facts: Json) -> list[str]:
    """What the intake has put so far: the parts of the case that are told."""
    first = [path for path in ("state", "stage") if path in facts]
    return first + [f"disposition.{name}" for name in ("kind", "date") if name in facts.get("disposition", {})]


def dated(client: Client, now: datetime, random: Random) -> Begun:
    """Started some time ago, touched since; some are closed and on their way to deletion, one or the other is held."""
    on = now - timedelta(days=random.randint(1, LONGEST_AGO), hours=random.randint(0, 6))
    client.created_at, client.touched_at = on, on + (now - on) * random.random() ** 0.3
    if random.random() < CLOSED and (now - client.touched_at).days > 1:
        client.closed_at = client.touched_at
        client.retention_until = after_months(client.closed_at, client.agency.retention_months)
        client.hold = random.random() < 0.1
    return Begun(client, on, random)


def written_down(begun: list[Begun], now: datetime) -> None:
    """Notes, tasks, documents and the history of it all."""
    lines: list[Activity] = []
    for each in begun:
        lines.append(line(each, MADE, each.on))
        lines += [line(each, "client_opened", each.later()) for _ in range(each.random.randint(0, 3))]
        lines += [line(each, "facts_changed", each.later()) for _ in range(each.random.randint(0, 2))]
        if each.client.closed_at:
            lines.append(line(each, "closed", each.client.closed_at))
    Note.objects.bulk_create(notes(begun), batch_size=BATCH)
    Task.objects.bulk_create(tasks(begun, now), batch_size=BATCH)
    for each in begun:
        if each.random.random() < 0.25:
            brought(each)
    Activity.objects.bulk_create(sorted(lines, key=lambda each: each.at), batch_size=BATCH)


def line(each: Begun, verb: str, at: datetime, **detail: Any) -> Activity:
    client = each.client
    return Activity(agency=client.agency, client=client, member=each.counselor, verb=verb, at=at, detail=detail)


def notes(begun: list[Begun]) -> Iterable[Note]:
    for each in begun:
        texts = {each.told("notes") for _ in range(each.random.choice([0, 1, 1, 2, 3, 4]))}
        for text in sorted(texts):
            note = Note(client=each.client, author=each.counselor, written_at=each.later())
            note.text = text
            yield note


def tasks(begun: list[Begun], now: datetime) -> Iterable[Task]:
    """Some done, some due in these weeks, a few overdue; none is open in a closed file."""
    for each in begun:
        for what in sorted({each.told("tasks") for _ in range(each.random.choice([0, 0, 1, 1, 2]))}):
            task = Task(
                client=each.client, assigned_to=each.counselor, added_by=each.counselor, created_at=each.later()
            )
            task.what = what
            if each.client.closed_at or each.random.random() < 0.4:
                task.done_at, task.done_by = each.client.touched_at, each.counselor
            else:
                task.due = timezone.localdate(now) + timedelta(days=each.random.randint(-4, 30))
            yield task


def brought(each: Begun) -> None:
    """A paper that the client brought, as a scan of it."""
    name, title, text = each.told("documents")
    document = Document(client=each.client, added_by=each.counselor, added_at=each.later())
    document.put(name, *scanned(name, title, f"{each.client.name}\n\n{text}"))
