"""The board of deadlines: what falls on which day of a week or a month, for whom, and whether it is seen to."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Literal

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from calculators.working import Text

from .history import remember
from .index import renew_next_deadline
from .models import Deadline, Membership, Task

Span = Literal["week", "month"]
MOST = 200  # days and tasks that one page shows; it ends with a whole day
KINDS = {
    "yours": Text("Client's last day"),
    "theirs": Text("Lender's time is over"),
    "tax": Text("Tax"),
    "event": Text("Event"),
}
TASK = Text("Task")


@dataclass(frozen=True)
class Item:
    """One thing on one day. `key` names it in a form: a number for a day, an id for a task."""

    key: str
    on: date
    what: Text | str
    kind: Text
    client: uuid.UUID
    state: str
    name: str
    reference: str
    whose: uuid.UUID  # of the staff
    sure: bool
    done: bool


@dataclass(frozen=True)
class Board:
    """A week or a month: its days in order, what is late, and the day to go on with where not all of it is shown."""

    first: date
    last: date
    late: list[Item]
    days: list[tuple[date, list[Item]]]
    more: date | None

    @property
    def count(self) -> int:
        return sum(len(items) for _on, items in self.days)


def bounds(span: Span, on: date) -> tuple[date, date]:
    """The first and the last day of the week, from Sunday, or of the month in which `on` lies."""
    if span == "week":
        first = on - timedelta(days=on.isoweekday() % 7)
        return first, first + timedelta(days=6)
    first = on.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def board(member: Membership, span: Span, on: date, whose: uuid.UUID | None, today: date) -> Board:
    """What this member may see of the span in which `on` lies, from `on` where it is not the first day; `whose`: of one
    colleague alone. Late is what was to be done before today, where the span holds today."""
    first, last = bounds(span, on)
    begin = on if on > first and on != today else first
    items = between(member, begin, last, whose)
    more = None
    if len(items) > MOST:
        more = items[MOST].on if items[0].on < items[MOST].on else items[0].on + timedelta(days=1)
        items = [item for item in items if item.on < more]
    days = [(each, list(group)) for each, group in groupby(items, key=lambda item: item.on)]
    late = overdue(member, whose, today, before=begin) if first <= today <= last else []
    return Board(first, last, late, days, more if more and more <= last else None)


def between(member: Membership, first: date, last: date, whose: uuid.UUID | None) -> list[Item]:
    """Every day and task from `first` to `last`, in order; of more than a page shows, a few more than that."""
    days = days_of(member, Q(on__range=(first, last)), whose)[: MOST + 1]
    tasks = tasks_of(member, Q(due__range=(first, last)), whose)[: MOST + 1]
    return merged(days, tasks)


def overdue(member: Membership, whose: uuid.UUID | None, today: date, before: date | None = None) -> list[Item]:
    """Tasks that were to be done, and clients' own last days that passed, with nobody having seen to them; `before`
    leaves out what a list that begins there shows anyway."""
    passed = min(today, before) if before else today
    days = days_of(member, Q(on__lt=passed, done_at=None, kind__in=("yours", "tax"), sure=True), whose)[:MOST]
    tasks = tasks_of(member, Q(due__lt=passed, done_at=None), whose)[:MOST]
    return merged(days, tasks)


def days_of(member: Membership, which: Q, whose: uuid.UUID | None) -> QuerySet[Deadline]:
    found = Deadline.objects.for_member(member).filter(which, client__closed_at=None)
    if whose:
        found = found.filter(client__counselor=whose)
    return found.select_related("client").defer("client__sealed").order_by("on", "pk")


def tasks_of(member: Membership, which: Q, whose: uuid.UUID | None) -> QuerySet[Task]:
    found = Task.objects.for_member(member).filter(which, client__closed_at=None)
    if whose:
        found = found.filter(assigned_to=whose)
    return found.select_related("client").defer("client__sealed").order_by("due", "pk")


def merged(days: Iterable[Deadline], tasks: Iterable[Task]) -> list[Item]:
    items = [*map(of_day, days), *map(of_task, tasks)]
    return sorted(items, key=lambda item: (item.on, item.done))


def of_day(day: Deadline) -> Item:
    return Item(
        key=str(day.pk),
        on=day.on,
        what=day.text,
        kind=KINDS.get(day.kind, KINDS["event"]),
        client=day.client_id,
        state=day.client.state,
        name=day.client.name,
        reference=day.client.person.get("reference", ""),
        whose=day.client.counselor_id,
        sure=day.sure,
        done=day.done_at is not None,
    )


def of_task(task: Task) -> Item:
    return Item(
        key=str(task.pk),
        on=task.due or date.max,
        what=task.what,
        kind=TASK,
        client=task.client_id,
        state=task.client.state,
        name=task.client.name,
        reference=task.client.person.get("reference", ""),
        whose=task.assigned_to_id,
        sure=True,
        done=task.done_at is not None,
    )


def see_to(member: Membership, item: Deadline | Task, done: bool) -> None:
    """Mark a day or a task as seen to, or as open again."""
    with transaction.atomic():
        item.done_at, item.done_by = (timezone.now(), member) if done else (None, None)
        item.save(update_fields=["done_at", "done_by"])
        if isinstance(item, Deadline):
            renew_next_deadline(item.client)
            remember("day_done" if done else "day_open", member, client=item.client, day=item.on.isoformat())
        else:
            remember("task_done" if done else "task_reopened", member, client=item.client)
