"""manage.py rehearse: two web processes and two workers on one PostgreSQL, as the site runs beyond one machine.

For looking at it by hand: what happens when one is killed, or replaced? The database and the files are its own; all
of it listens on loopback, ends after a while by itself, and leaves nothing behind.
"""

from __future__ import annotations

import tempfile
import time
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, close_old_connections

from cases.management.running import Process, Site, a_postgresql, taken, using
from cases.models import Job

from .worker import stopped_by_signal

LOOK = 0.5  # seconds between two looks


class Command(BaseCommand):
    """Start it all, say where it is, and tell what changes until the end."""

    help = "Run two web processes and two workers on a throwaway PostgreSQL, to look at. Ctrl-C ends it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="of the first web process; the second has the next")
        parser.add_argument("--minutes", type=float, default=15, help="after which it ends by itself (15)")

    def handle(self, *args: Any, port: int, minutes: float, **options: Any) -> None:
        for its in (port, port + 1):
            if taken(its):
                raise CommandError(f"Port {its} is in use. Choose two free ones, such as: make rehearse PORT=9000")
        stop = stopped_by_signal()
        with a_postgresql() as url, tempfile.TemporaryDirectory(prefix="shortfall-files-") as files:
            if not url:
                raise CommandError("There is no PostgreSQL here to start (.ci/system-packages test).")
            with using(url), Site(url, Path(files)) as site:
                call_command("migrate", verbosity=0)
                named = started(site, port)
                self.stdout.write(f"{'PostgreSQL':24}{url}")
                for name, each in named.items():
                    self.stdout.write(f"{name:24}process {each.popen.pid}")
                self.stdout.write(f"Kill any of them. Ctrl-C ends all; so does the end of {minutes:g} minutes.")
                until = time.monotonic() + 60 * minutes
                told = ""
                while time.monotonic() < until and not stop.wait(LOOK):
                    told, before = said(named), told
                    if told != before:
                        self.stdout.write(told)


def started(site: Site, port: int) -> dict[str, Process]:
    """The four processes, by name, the web processes ready."""
    webs = [site.web(port), site.web(port + 1)]
    workers = [site.worker(), site.worker()]
    return {each.wait().address: each for each in webs} | {f"worker {n}": each for n, each in enumerate(workers, 1)}


def said(processes: dict[str, Process]) -> str:
    """Who lives, and how the jobs stand."""
    close_old_connections()
    alive = ", ".join(name for name, each in processes.items() if each.alive) or "nobody"
    try:
        states = Counter(Job.objects.values_list("state", flat=True))
    except DatabaseError:
        return f"alive: {alive}; the database does not answer"
    jobs = ", ".join(f"{number} {state}" for state, number in sorted(states.items())) or "none"
    return f"alive: {alive}; jobs: {jobs}"
