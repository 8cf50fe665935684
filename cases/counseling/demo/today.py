"""What happened today at the invented agency: notes and tasks, a case taken over, and packets that a worker made."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from django.utils import timezone

from cases import jobs
from cases.reports import paper
from cases.services import start_case

from ..bulk.choosing import gather
from ..bulk.packets import begin
from ..history import remember
from ..models import Batch, Client, Membership, Note, Task
from ..passing import agree, take_by_code
from .drawing import Drawing, settled, stories, table

PACKETS = 4  # clients with an answer; one without a state shows why there is none


def written_today(counselors: list[Membership], now: datetime) -> None:
    """For each counselor a note and a task of today, on the files whose next day is nearest."""
    for place, told in enumerate(table("writings")["today"]):
        counselor = counselors[place % len(counselors)]
        near = Client.objects.for_member(counselor).working().exclude(next_deadline=None).order_by("next_deadline")
        client = near[place // len(counselors) : place // len(counselors) + 1].first()
        if client is not None:
            note = Note(client=client, author=counselor, written_at=now - timedelta(minutes=25 * (place + 1)))
            note.text = told["note"]
            note.save()
            task = Task(client=client, assigned_to=counselor, added_by=counselor, due=timezone.localdate(now))
            task.what = told["task"]
            task.save()
            for verb in ("note_written", "task_added"):
                remember(verb, counselor, client=client)
            client.touched_at = note.written_at
            client.save(update_fields=["touched_at"])


def taken_over(counselor: Membership, now: datetime, random: Random) -> Client:
    """A homeowner's own case, given to the counselor with a code that the homeowner made."""
    told = dict(table("people")["homeowner"])
    state = told.pop("state")
    story = next(each for each in stories(random) if each["stage"] == "sold")
    case = start_case(Drawing(random, timezone.localdate(now), state, story).facts())
    return take_by_code(counselor, settled(told, state, random), agree(case))


def packets_made(counselor: Membership) -> Batch:
    """A few packets, drawn by the same job as any."""
    files = Client.objects.for_member(counselor).working()
    answered, blank = files.exclude(outcome="").order_by("next_deadline"), files.filter(state="")
    keys = [each.pk for each in (*answered[:PACKETS], *blank[:1])]
    batch = gather(counselor, Batch.Kind.PACKETS, Client.objects.for_member(counselor).filter(pk__in=keys))
    begin(batch, [paper.SUMMARY, paper.DAYS])
    while jobs.work():
        pass
    return batch
