"""The plain columns by which lists of clients are sorted and filtered: written here and nowhere else."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from itertools import islice
from typing import TypeVar

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from calculators.assessment import Assessment, assess
from calculators.consequences.timeline import Entry
from calculators.facts import BadFacts, read_facts
from calculators.law.loader import codes, law_version

from .law_marks import keep, plain, settle
from .models import Client, Deadline, ToldAnswer

T = TypeVar("T")
THOUSAND = 1000
BATCH = 200
LOCKED = 25  # files that a renewal holds at a time, for a second at most
STAYS = timedelta(days=14)  # a day that passed is still shown so long: what was missed can often be mended
BOARD = ("yours", "theirs", "tax", "event")  # kinds of days that a counselor acts on
COLUMNS = (
    "state",
    "stage",
    "way",
    "outcome",
    "exposure_low",
    "exposure_high",
    "next_deadline",
    "law_version",
    "law_mark",
)


def refresh_index(client: Client, today: date | None = None) -> Assessment | None:
    """Assess the client's facts and write the columns and the days, not `sealed`. Where the facts contradict
    one another or name no state, only what they say plainly stands. Returns the assessment, if there is one."""
    looked, answers = _look([client], today or timezone.localdate())
    put(looked)
    return answers[client.pk]


def refresh_many(clients: Iterable[Client], today: date | None = None) -> int:
    """The same for many, a batch at a time; returns how many. For an import, a new day, a law that changed."""
    today, count = today or timezone.localdate(), 0
    for batch in batched(clients, BATCH):
        put(look(batch, today))
        count += len(batch)
    return count


def renew_stale(today: date) -> int:
    """Refresh the open files of which something went by: their next day, days that have stood long enough, or the law
    that they were last assessed under; returns how many. A file stands locked while it is refreshed."""
    other_law = Q()
    for code in codes():
        # Of a client who lives in another state than the home's, two states' law counts: those are looked at each time.
        other_law |= Q(state=code) & ~Q(law_version=law_version(code))
    passed = Q(next_deadline__lt=today) | Q(deadlines__on__lt=today - STAYS)
    keys = list(Client.objects.working().filter(passed | other_law).values_list("pk", flat=True).distinct())
    renew(keys, today)
    return len(keys)


def renew(keys: list[uuid.UUID], today: date) -> None:
    """Refresh these files, some at a time, each locked meanwhile."""
    for start in range(0, len(keys), LOCKED):
        with transaction.atomic():
            held = Client.objects.select_for_update().filter(pk__in=keys[start : start + LOCKED])
            put_locked(look(list(held), today))


def indexed(client: Client, today: date) -> tuple[Assessment | None, list[Deadline]]:
    """Set the columns from the answer, and tell its days. Writes nothing. Nothing of it is sealed, so nothing
    of it is exact."""
    found = assessment(client, today)
    client.state = str(client.facts.get("state") or "")
    client.stage = str(client.facts.get("stage") or "")
    client.way = str((client.facts.get("disposition") or {}).get("kind") or "")
    client.outcome = found.outcome if found else ""
    client.exposure_low = down(found.collectible.low) if found else None
    client.exposure_high = up(found.collectible.high) if found else None
    client.law_version = found.law_version if found else ""
    days = [day for entry in (found.timeline if found else ()) if (day := deadline(client, entry, today))]
    return found, days


def first_index(client: Client, today: date) -> tuple[list[Deadline], ToldAnswer | None]:
    """Set the columns of a client who is not written yet; returns the days and the answer for `write_first`. So ten
    thousand are assessed before the transaction that writes them begins, and nobody waits for it."""
    found, days = indexed(client, today)
    told = settle(client, found, None, today, partial(assessment, client))
    client.next_deadline = next_of(days, today)
    return days, told


def write_first(days: Iterable[Deadline], told: Iterable[ToldAnswer]) -> None:
    """Write what `first_index` told, once the clients are."""
    Deadline.objects.bulk_create(days, batch_size=BATCH)
    keep(told)


@dataclass(frozen=True)
class Looked:
    """What assessing some clients came to. Nothing of it is written, so nobody has to wait while it is worked out."""

    clients: list[Client]
    today: date
    days: list[Deadline]
    fresh: list[ToldAnswer]  # answers to be kept as told
    told: dict[uuid.UUID, ToldAnswer]  # those that were kept when it was worked out


def look(clients: list[Client], today: date) -> Looked:
    """Assess these clients' facts and set their columns. Writes nothing."""
    return _look(clients, today)[0]


def _look(clients: list[Client], today: date) -> tuple[Looked, dict[uuid.UUID, Assessment | None]]:
    told = {each.client_id: each for each in ToldAnswer.objects.filter(client__in=clients)}
    looked, answers = Looked(clients, today, [], [], told), {}
    for client in clients:
        answers[client.pk], days = indexed(client, today)
        looked.days.extend(days)
        kept = settle(client, answers[client.pk], told.get(client.pk), today, partial(assessment, client))
        looked.fresh.extend([kept] if kept else [])
    return looked, answers


def put(looked: Looked) -> None:
    """Write what `look` found."""
    with transaction.atomic():
        _put_days(looked)
        Client.objects.bulk_update(looked.clients, COLUMNS)


def put_locked(looked: Looked, also: Iterable[str] = ()) -> None:
    """Write what `look` found, and the fields that are named in `also`, of clients whose rows the caller holds: none of
    them can be gone, so they are inserted over themselves, which takes a thirtieth of the time of an update."""
    _put_days(looked)
    fields = [*also, *COLUMNS]
    Client.objects.bulk_create(looked.clients, update_conflicts=True, unique_fields=["id"], update_fields=fields)


def _put_days(looked: Looked) -> None:
    keep(looked.fresh)
    standing = _settle(looked.clients, looked.days)
    for client in looked.clients:
        client.next_deadline = next_of(standing[client.pk], looked.today)


def _settle(clients: list[Client], found: Iterable[Deadline]) -> dict[uuid.UUID, list[Deadline]]:
    """Write these days in place of those that stood, and return them by client. One that stood already stays the row
    that it is, with who saw to it: only a day that moved is to be seen to again."""
    stood = {(day.client_id, day.what, day.on): day for day in Deadline.objects.filter(client__in=clients)}
    days: dict[uuid.UUID, list[Deadline]] = {client.pk: [] for client in clients}
    fresh, changed = [], []
    for day in found:
        row = stood.pop((day.client_id, day.what, day.on), None)
        if row is None:
            fresh.append(day)
        elif (row.kind, row.label, row.sure) != (day.kind, day.label, day.sure):
            row.kind, row.label, row.sure = day.kind, day.label, day.sure
            changed.append(row)
        days[day.client_id].append(row or day)
    Deadline.objects.filter(pk__in=[day.pk for day in stood.values()]).delete()
    Deadline.objects.bulk_create(fresh, batch_size=BATCH)
    Deadline.objects.bulk_update(changed, ["kind", "label", "sure"], batch_size=BATCH)
    return days


def next_of(days: Iterable[Deadline], today: date) -> date | None:
    """The next day that surely applies and that nobody has seen to."""
    return min((day.on for day in days if day.sure and day.done_at is None and day.on >= today), default=None)


def renew_next_deadline(client: Client, today: date | None = None) -> None:
    """Set the next day from the days that stand, without assessing anew: one was seen to."""
    client.next_deadline = next_of(client.deadlines.all(), today or timezone.localdate())
    client.save(update_fields=["next_deadline"])


def batched(things: Iterable[T], size: int) -> Iterator[list[T]]:
    left = iter(things)
    while batch := list(islice(left, size)):
        yield batch


def assessment(client: Client, today: date) -> Assessment | None:
    """What the facts come to; None where they name no state or contradict one another."""
    if not client.facts.get("state"):
        return None
    try:
        return assess(read_facts(client.facts, today))
    except BadFacts:
        return None


def deadline(client: Client, entry: Entry, today: date) -> Deadline | None:
    """A day that someone acts on: to come, or passed a short while ago. Of a lender's time, the day after which it may
    be thought over."""
    on = entry.safe_after if entry.kind == "theirs" and entry.safe_after else entry.date
    if on is None or on < today - STAYS or entry.kind not in BOARD:
        return None
    sure = entry.applies is not None
    return Deadline(client=client, on=on, what=entry.what, kind=entry.kind, label=plain(entry.label), sure=sure)


def down(amount: Decimal | None) -> int | None:
    return None if amount is None else int(amount // THOUSAND) * THOUSAND


def up(amount: Decimal | None) -> int | None:
    return None if amount is None else int(-(-amount // THOUSAND)) * THOUSAND
