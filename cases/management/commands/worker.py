"""Does what takes longer than a request: the jobs that wait in the database (see cases/jobs.py).

A worker is one process that does one job at a time. On SIGTERM or Ctrl-C it ends after the step it is at and gives the
job back; one that is killed loses nothing, another takes up its job. `--processes` keeps several going, each replaced
when it dies, and ends with the process that started it.
"""

from __future__ import annotations

import os
import signal
import time
from argparse import ArgumentParser
from multiprocessing import get_context
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from cases import jobs

SLICE = 0.1  # seconds after which a signal is seen at the latest
IDLE = 0.5  # seconds between two looks at an empty list
WATCH = 1.0  # seconds between two looks at the processes
PATIENCE = 45  # seconds that a process has to end, a step being some seconds


class Command(BaseCommand):
    help = "Do the jobs that wait: sets of papers, packets, imports. Ends cleanly on SIGTERM."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--processes", type=int, default=1, help="how many jobs are done at the same time (1)")
        parser.add_argument("--parent", type=int, help="the process with which it ends; whoever started it if absent")
        parser.add_argument("--once", action="store_true", help="do what waits now, and end")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            while jobs.work():
                pass
        else:
            keep_going(options["processes"], options["parent"] or os.getppid())


class Stop:
    """Whether this process was asked to end. A plain flag: a `threading.Event` has a lock, and a signal that came while
    the lock was held would wait for ever for the code that it interrupted."""

    def __init__(self) -> None:
        self.asked = False

    def __call__(self, *_: Any) -> None:
        self.asked = True

    def wait(self, seconds: float) -> bool:
        """Sleep for so long, or until we are asked; whether we are."""
        until = time.monotonic() + seconds
        while not self.asked and (left := until - time.monotonic()) > 0:
            time.sleep(min(SLICE, left))
        return self.asked


def keep_going(processes: int, parent: int) -> None:
    """Keep so many workers alive until we are told to end, or the process `parent`, who started us, is gone."""
    stop, fork = stopped_by_signal(), get_context("fork")
    alive: list[Any] = []
    while not stop.wait(WATCH if alive else 0) and os.getppid() == parent:
        alive = [each for each in alive if each.is_alive()]
        for _ in range(processes - len(alive)):
            worker = fork.Process(target=do_jobs, args=(stop,))
            worker.start()
            alive.append(worker)
    for each in alive:
        each.terminate()
    for each in alive:
        each.join(PATIENCE)
        each.kill()  # nothing, if it has ended


def do_jobs(stop: Stop) -> None:
    """One job after the other, until we are told to end or the process that keeps us is gone.

    `stop` is a copy of the keeper's, and so are the handlers that set it: no signal falls between the two processes."""
    parent = os.getppid()

    def ending() -> bool:
        return stop.asked or os.getppid() != parent

    while not ending():
        close_old_connections()
        if not jobs.work(ending):
            stop.wait(IDLE)


def stopped_by_signal() -> Stop:
    """Set when this process is asked to end."""
    stop = Stop()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    return stop
