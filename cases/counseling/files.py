"""What can be done with a client's file: start it, change it, hand it over, close it. Each leaves a line of history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from .history import remember, remember_each
from .index import BATCH, batched, refresh_index, refresh_many
from .models import Client, Membership, Task
from .search import remark

MADE = "client_made"


class Outdated(Exception):
    """Someone else wrote to the file since it was shown: the edit is to be looked at again, and nothing was written."""


def start_file(
    member: Membership,
    person: dict[str, str],
    facts: dict[str, Any] | None = None,
    asked: Iterable[str] = (),
    counselor: Membership | None = None,
) -> Client:
    """A new client of the member's agency, with `counselor` or the member."""
    client = new_file(counselor or member, person, facts, asked)
    start_files(member, [client])
    return client


def new_file(
    counselor: Membership, person: dict[str, str], facts: dict[str, Any] | None = None, asked: Iterable[str] = ()
) -> Client:
    """A client that is not written yet, for `start_files`."""
    client = Client(agency=counselor.agency, counselor=counselor)
    client.kept.update(facts=facts or {}, asked=list(asked))
    client.person.update(person)
    client.seal()
    return client


def start_files(member: Membership, clients: list[Client], **detail: Any) -> None:
    """Write new clients with their search marks, index and history: all of them, or none. The number of queries grows
    with the batches, not with the clients."""
    with transaction.atomic():
        Client.objects.bulk_create(clients, batch_size=BATCH)
        for batch in batched(clients, BATCH):
            remark(batch)
        refresh_many(clients)
        remember_each(MADE, member, clients, **detail)


@contextmanager
def changing(member: Membership, client: Client, verb: str, seen: int | None = None, **detail: Any) -> Iterator[Client]:
    """The file under lock, to change its `kept` or `person`; written, indexed and remembered when the block ends.

    `seen` is the version that the person had before them. Raises Outdated where it is not the newest, and
    Client.DoesNotExist where the file is gone or not this member's any more. An answer to one question needs no `seen`:
    it changes that answer alone, so two people in one file lose nothing."""
    with transaction.atomic():
        locked = Client.objects.for_member(member).select_for_update(of=("self",)).get(pk=client.pk)
        if seen is not None and locked.version != seen:
            raise Outdated
        person = dict(locked.person)
        yield locked
        locked.version += 1
        locked.seal()
        locked.save()
        if locked.person != person:
            remark([locked])
        refresh_index(locked)
        remember(verb, member, client=locked, **detail)


def hand_over(member: Membership, clients: Iterable[Client], to: Membership) -> int:
    """Give these clients to another counselor of the same agency, with their open tasks. Returns how many there were.
    Raises ValueError where `to` is not active staff of the agency."""
    if to.agency_id != member.agency_id or not to.active:
        raise ValueError("a client is handed over within the agency")
    keys = [client.pk for client in clients]
    with transaction.atomic():
        for start in range(0, len(keys), BATCH):
            part = Client.objects.filter(pk__in=keys[start : start + BATCH])
            Task.objects.open().filter(client__in=part, assigned_to=F("client__counselor")).update(assigned_to=to)
            remember_each("handed_over", member, part.only("agency"), name=str(to))
            part.update(counselor=to)
    return len(keys)


def close(member: Membership, client: Client) -> None:
    """Counseling is over: from today the agency's retention runs."""
    now = timezone.now()
    client.closed_at, client.retention_until = now, after_months(now, client.agency.retention_months)
    client.save(update_fields=["closed_at", "retention_until"])
    remember("closed", member, client=client)


def reopen(member: Membership, client: Client) -> None:
    """Counseling goes on; nothing runs."""
    client.closed_at = client.retention_until = None
    client.save(update_fields=["closed_at", "retention_until"])
    refresh_index(client)  # days went by meanwhile
    remember("reopened", member, client=client)


def set_hold(member: Membership, client: Client, hold: bool) -> None:
    """Stop the deletion of a closed file, or let it come: a dispute, an audit, a grant whose last invoice is open."""
    client.hold = hold
    client.save(update_fields=["hold"])
    remember("hold_set" if hold else "hold_lifted", member, client=client)


def delete_file(client: Client, member: Membership | None = None) -> None:
    """Erase the file with all that hangs on it. Only that a file was deleted, and when, stays."""
    with transaction.atomic():
        agency = client.agency
        client.jobs.all().delete()  # their payloads hold answers
        client.delete()
        remember("client_deleted", member, agency=agency)


def after_months(moment: datetime, months: int) -> datetime:
    """The same day so many months later, or the last of a shorter month."""
    years, month = divmod(moment.month - 1 + months, 12)
    for day in (moment.day, 30, 29, 28):
        try:
            return moment.replace(year=moment.year + years, month=month + 1, day=day)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
