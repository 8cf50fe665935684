"""Work that takes longer than a request: put down in the database, taken by a worker, one step after the other.

It works the same on SQLite and PostgreSQL and with any number of workers, because every change of a job is one UPDATE
that says in its WHERE what it takes for granted:

- A worker takes a job for LEASE and renews that with every step. One that is killed renews nothing, and when its time
  is over another takes the job and goes on at the step that was reached.
- `taken` counts the takers, and a step is written only by the last of them. A worker that was thought dead, and was
  only slow, learns at its next step that the job is not its own any more.
- So a step may be done twice, and a handler makes its results so that twice is once (a unique digest).
- A job that ends FAULTS times in a row without a step forward has failed.
- A long job lets others go first between two steps where its handler says so (`run.let_others`): then no agency's
  thousand papers keep another's, or a homeowner's, waiting for more than a step.

A handler is `handler(run: Run) -> None`. It reads `run.payload`, goes on at `run.job.done`, and calls `run.step` after
each step, which raises when the job was cancelled, paused or taken away, or this process is to end; it lets that pass.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.module_loading import import_string

from .crypto import seal_json, unseal_json
from .models import Job, KeptFacts

LEASE = timedelta(minutes=2)  # far longer than any one step
FAULTS = 3
OLD = timedelta(days=1)  # an ended job is told of for so long
# Who does which kind of work. Named, not imported: a web process that only puts jobs down needs no renderer.
HANDLERS = {
    "papers": "cases.reports.sets.run",
    "client-papers": "cases.counseling.work.make_set",
    "packets": "cases.counseling.bulk.packets.run",
    "import": "cases.counseling.bulk.importing.run",
    "agency-export": "cases.counseling.bulk.whole.run",
}

logger = logging.getLogger(__name__)
State = Job.State


class NotOurs(Exception):
    """The job was cancelled, paused, deleted, or is another worker's by now."""


class Stopping(Exception):
    """This process is to end; the job goes back to whoever comes next."""


class OthersWait(Exception):
    """The job goes to the end of the line, for those that wait."""


# Whoever wants it done


def put(kind: str, digest: str, payload: Any, total: int, of: KeptFacts | None = None) -> Job:
    """The job of this content: the one that waits, runs, is paused or is done; else it begins, if need be anew. With
    `of`, it is that record's own."""
    begin = {
        "sealed": seal_json(payload),
        "state": State.WAITING,
        "done": 0,
        "total": total,
        "faults": 0,
        "made_at": timezone.now(),
    }
    with transaction.atomic():
        job, made = Job.objects.get_or_create(kind=kind, digest=digest, defaults=begin)
        if of is not None:
            of.adopt(job)
        if not made and job.state in (State.FAILED, State.CANCELLED):
            _change(Q(pk=job.pk, state=job.state), **begin)
            job.refresh_from_db()
    return job


def again(job: Job, payload: Any) -> bool:
    """Begin a job anew whose result is gone."""
    return _change(
        Q(pk=job.pk, state=State.DONE), state=State.WAITING, sealed=seal_json(payload), done=0, made_at=timezone.now()
    )


def cancel(job: Job) -> bool:
    """End it before its time; false if it has ended already."""
    return _change(
        Q(pk=job.pk, state__in=[State.WAITING, State.RUNNING, State.PAUSED]), state=State.CANCELLED, sealed=b""
    )


def pause(job: Job) -> bool:
    """Let it rest after the step that is being done."""
    return _change(Q(pk=job.pk, state__in=[State.WAITING, State.RUNNING]), state=State.PAUSED, lease_until=None)


def resume(job: Job) -> bool:
    """Go on with one that was paused, at the step that was reached."""
    return _change(Q(pk=job.pk, state=State.PAUSED), state=State.WAITING, faults=0)


def purge() -> int:
    """Forget the jobs that ended a while ago; how many there were."""
    ended = [State.DONE, State.FAILED, State.CANCELLED]
    return Job.objects.filter(state__in=ended, changed_at__lt=timezone.now() - OLD).delete()[0]


def _change(where: Q, **fields: Any) -> bool:
    return Job.objects.filter(where).update(changed_at=timezone.now(), **fields) == 1


# The worker's side


class Run:
    """A job in the hands of the worker that took it."""

    def __init__(self, job: Job, stopping: Callable[[], bool]) -> None:
        self.job, self._stopping = job, stopping
        self._mine = Q(pk=job.pk, taken=job.taken, state=State.RUNNING)

    @cached_property
    def payload(self) -> Any:
        """What the job was put down with."""
        return unseal_json(bytes(self.job.sealed))

    def step(self, done: int) -> None:
        """Write down that `done` steps are done, and keep the job for another while. Raises NotOurs or Stopping.

        Work that began anew is no further before it passes the step that was reached before."""
        forward = {"done": done, "faults": 0} if done > self.job.done else {}
        if not _change(self._mine, lease_until=timezone.now() + LEASE, **forward):
            raise NotOurs
        if forward:
            self.job.done, self.job.faults = done, 0
        if done < self.job.total and self._stopping():
            raise Stopping

    def let_others(self) -> None:
        """Raises OthersWait where another job waits for a worker; to be called after a step."""
        if Job.objects.filter(state=State.WAITING).exclude(pk=self.job.pk).exists():
            raise OthersWait

    def finish(self) -> None:
        _change(self._mine, state=State.DONE, done=F("total"), sealed=b"", lease_until=None)

    def give_back(self) -> None:
        _change(self._mine, state=State.WAITING, lease_until=None)

    def go_last(self) -> None:
        """Give it back, behind everything that waits now."""
        _change(self._mine, state=State.WAITING, lease_until=None, made_at=timezone.now())

    def stumble(self) -> None:
        """It ended with an error: once more, or never again."""
        if self.job.faults + 1 >= FAULTS:
            _change(self._mine, state=State.FAILED, faults=FAULTS, sealed=b"", lease_until=None)
        else:
            _change(self._mine, state=State.WAITING, faults=F("faults") + 1, lease_until=None)


def take() -> Job | None:
    """The job that has waited longest, now ours; or one whose worker has not been heard of for LEASE."""
    now = timezone.now()
    lost = Q(state=State.RUNNING, lease_until__lt=now)
    for job in Job.objects.filter(Q(state=State.WAITING) | lost).order_by("made_at")[:20]:
        seen = Q(pk=job.pk, state=job.state, taken=job.taken)
        faults = job.faults + (job.state == State.RUNNING)  # whoever had it died of it, perhaps
        if faults >= FAULTS:
            _change(seen, state=State.FAILED, faults=faults, sealed=b"", lease_until=None)
        elif _change(seen, state=State.RUNNING, taken=job.taken + 1, faults=faults, lease_until=now + LEASE):
            job.state, job.taken, job.faults = State.RUNNING, job.taken + 1, faults
            return job
    return None


def work(stopping: Callable[[], bool] = lambda: False) -> bool:
    """Take a job and do it; false if there was none."""
    job = take()
    if job is None:
        return False
    run = Run(job, stopping)
    try:
        import_string(HANDLERS[job.kind])(run)
        run.finish()
    except NotOurs:
        pass
    except Stopping:
        run.give_back()
    except OthersWait:
        run.go_last()
    except Exception:  # whatever it was, the next job is to be done
        logger.exception("A job of the kind %s ended early", job.kind)
        run.stumble()
    return True
