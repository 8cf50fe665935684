"""Everything that an agency keeps, put together by a worker: a sealed file that the agency's managers fetch within a
day, and that is deleted then. A worker that is killed leaves nothing that counts, and the next one begins anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, override

from cases import jobs
from cases.models import Job
from cases.reports import store

from ..history import remember
from ..models import Agency, Batch, Client, Membership, Role
from . import stored
from .exporting import FILE, everything
from .zipping import zipped

KIND = Batch.Kind.AGENCY
FOLDER = "exports"
STAYS = timedelta(days=1)  # after it was made


def latest(member: Membership) -> Batch | None:
    """The one that was asked for last, by whichever manager."""
    return Batch.objects.for_member(member).of(KIND).select_related("member__user").first()


def begin(member: Membership) -> None:
    """Have it made, in place of an earlier one; not where it is being made already."""
    with transaction.atomic():
        Agency.objects.select_for_update().get(pk=member.agency_id)
        before = latest(member)
        if before is not None and state_of(before) == "running":
            return
        for each in Batch.objects.for_member(member).of(KIND):
            forget(each)
        batch = Batch(agency=member.agency, member=member, kind=KIND, begun_at=timezone.now())
        batch.keep_wish(language=get_language() or "en")
        batch.save()
        told = {"batch": str(batch.pk)}
        total = Client.objects.filter(agency=member.agency_id).count() + 1
        batch.jobs.add(jobs.put("agency-export", store.keyed(told), told, total))
        remember("agency_export_begun", member)


def state_of(batch: Batch) -> str:
    """running, ready, over or failed."""
    if batch.ended_at is not None:
        return "ready" if "folder" in batch.counts and until(batch) > timezone.now() else "over"
    job = job_of(batch)
    return "running" if job is not None and job.active else "failed"


def until(batch: Batch) -> datetime:
    """When one that is made is deleted."""
    return (batch.ended_at or timezone.now()) + STAYS


def job_of(batch: Batch) -> Job | None:
    return batch.jobs.defer("sealed").first()


def cancel(batch: Batch) -> None:
    """Stop the making."""
    for job in batch.jobs.all():
        jobs.cancel(job)


def forget(batch: Batch) -> None:
    """Delete what was made, now."""
    if folder := batch.counts.pop("folder", ""):
        batch.save(update_fields=["counts"])
        transaction.on_commit(lambda: stored.forget(folder))


def content(batch: Batch) -> Iterator[bytes]:
    """The ZIP that was made."""
    return stored.read(batch.counts["folder"], batch.counts["pieces"])


def forget_past() -> int:
    """Delete those whose day is over; how many there were."""
    past = [each for each in Batch.objects.of(KIND).exclude(ended_at=None) if state_of(each) == "over"]
    kept = [each for each in past if "folder" in each.counts]
    for each in kept:
        forget(each)
    return len(kept)


# The worker's side


def run(run: jobs.Run) -> None:
    """Put it together, a step a client."""
    batch = Batch.objects.select_related("member", "agency").filter(pk=run.payload["batch"]).first()
    if batch is None:
        raise jobs.NotOurs
    if batch.ended_at is not None:
        return  # it was made; only the word that it is done was missing
    if not (batch.member.active and batch.member.role == Role.MANAGER):
        jobs.cancel(run.job)
        raise jobs.NotOurs
    folder = f"{FOLDER}/{batch.pk.hex}-{run.job.taken}"  # each taker's own: a slow one writes into no other's
    try:
        stored.forget(folder)
        with override(batch.wish["language"]):
            pieces = stored.write(folder, zipped(told_of(everything(batch.agency), run)))
        keep(batch, run, folder, pieces)
    except BaseException:
        stored.forget(folder)
        raise


def told_of(files: Iterable[tuple[str, bytes]], run: jobs.Run) -> Iterator[tuple[str, bytes]]:
    """The same files; after each the job is kept, and after each client it is a step further."""
    done = 0
    for name, file in files:
        yield name, file
        done += name.endswith(f"/{FILE}")
        run.step(min(done, run.job.total - 1))


def keep(batch: Batch, run: jobs.Run, folder: str, pieces: int) -> None:
    """It is made. Raises NotOurs where it was cancelled, or is another worker's."""
    with transaction.atomic():
        run.step(run.job.total)
        batch.counts, batch.ended_at = {"folder": folder, "pieces": pieces}, timezone.now()
        batch.save(update_fields=["counts", "ended_at"])
