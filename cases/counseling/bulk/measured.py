"""What `manage.py bench` measures of work in bulk: an import, and packets by real workers on the bench's database."""

from __future__ import annotations

import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.utils import timezone

from cases import jobs
from cases.management.running import Process

from ..files import new_file, start_files
from ..index import renew
from ..measured import member
from ..models import Agency, Batch, Client, Membership, Role, ToldAnswer
from . import importing, packets
from .choosing import gather
from .columns import guessed
from .importing import Importing

ROWS, PACKETS, RENEWED = 10_000, 24, 1000
OTHER_LAW = "another law"
PATIENCE = 600  # seconds
HEADINGS = ["Client ID", "Name", "Phone", "Address", "State", "Stage", "Foreclosure type", "Sale date", "Sale price"]
HEADINGS += ["FMV", "Loan purpose", "Principal", "Accrued interest", "Late fees", "Origination date", "Occupancy"]


def figures(facts: dict[str, Any]) -> Iterator[str]:
    """A line a figure."""
    agency = Agency.objects.create(name="Measured in bulk")
    boss = member(agency, "Bulk Manager", Role.MANAGER)
    yield from of_import(boss)
    yield of_law_change(boss)
    for workers in (1, 2):
        yield of_packets(member(agency, f"Bulk Counselor {workers}", Role.COUNSELOR), facts, workers)


def of_import(boss: Membership) -> Iterator[str]:
    """Reading and checking the file on its page, then the worker's part, in this process."""
    batch = Batch(agency=boss.agency, member=boss, kind=Batch.Kind.IMPORT)
    batch.rows = [HEADINGS, *(row(number) for number in range(ROWS))]
    batch.keep_wish(columns=guessed(HEADINGS, boss.agency), twins=importing.SKIP)
    batch.save()
    start = time.perf_counter()
    checked = Importing(batch).check()
    yield f"import of {checked.new} rows: checked in {time.perf_counter() - start:.1f} s, {len(checked.faults)} faults"
    importing.begin(batch)
    start = time.perf_counter()
    while jobs.work():
        pass
    took, most = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    made = Client.objects.filter(agency=boss.agency).count()
    yield f"import of {made} rows: imported by a worker in {took:.1f} s ({most} MiB at most)"


def of_law_change(boss: Membership) -> str:
    """The night after a law file changed, for those who came by the import: each assessed under the law of today, and
    compared with what was told under another."""
    keys = list(Client.objects.filter(agency=boss.agency).values_list("pk", flat=True)[:RENEWED])
    Client.objects.filter(pk__in=keys).update(law_version=OTHER_LAW)
    ToldAnswer.objects.filter(client__in=keys).update(law_version=OTHER_LAW)
    start = time.perf_counter()
    renew(keys, timezone.localdate())
    return f"{len(keys)} clients assessed anew after a law changed: {time.perf_counter() - start:.1f} s (aim 10 s)"


def row(number: int) -> list[str]:
    """An invented client of a list."""
    state = ("AZ", "Ohio", "FL", "Texas")[number % 4]
    way = "Judicial foreclosure" if state in ("Ohio", "FL") else "nonjudicial_foreclosure"
    return [
        f"B-{number:05}", f"Person{number % 997} Family{number % 1009}", f"(563) 555-{number % 10_000:04}",
        f"{number} Elm St", state, "sold", way,
        f"{1 + number % 9}/{1 + number % 27}/2026", f"${150_000 + number:,}", f"{170_000 + number}.50", "purchase",
        f"{200_000 + number}", "1200", "", "5/1/2019", "principal residence",
    ]  # fmt: skip


def of_packets(counselor: Membership, facts: dict[str, Any], workers: int) -> str:
    """So many packets of a summary and the days, by so many processes."""
    clients = [new_file(counselor, {"name": f"Person {n}"}, facts) for n in range(PACKETS)]
    start_files(counselor, clients)
    batch = gather(counselor, packets.KIND, Client.objects.filter(counselor=counselor))
    packets.begin(batch, list(packets.PRESET))
    with processes(workers):
        start = time.perf_counter()
        while packets.Progress.of(batch).live and time.perf_counter() - start < PATIENCE:
            time.sleep(0.2)
    minutes = (time.perf_counter() - start) / 60
    made = packets.Progress.of(batch).made
    by = f"{workers} worker{'s' * (workers > 1)} on {connection.vendor}"
    return f"packets, {by}: {made / minutes:.0f} a minute ({made} of {PACKETS})"


@contextmanager
def processes(number: int) -> Iterator[None]:
    """Real workers on the database of this process."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {"SHORTFALL_FILES": folder}
        if connection.vendor == "sqlite":
            environment["DATABASE_URL"] = f"sqlite:///{connection.settings_dict['NAME']}"
        running = Process(["manage.py", "worker", f"--processes={number}"], environment)
        try:
            yield
        finally:
            running.end()
