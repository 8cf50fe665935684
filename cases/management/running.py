"""The site as it runs for other people, started on this machine on loopback: web processes and workers, each a process
of its own, and a PostgreSQL that is gone afterwards. For `rehearse`, for `bench`, and for the tests that kill some."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Self

import dj_database_url
from django.conf import settings
from django.db import connections

STARTS_IN = 30  # seconds that a process has to be ready
ENDS_IN = 60  # seconds that a process has to end when it is asked to
LOOKS = 0.1  # seconds between two looks


class Process:
    """A process of the site, in a group of its own with those that it starts."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self.popen = subprocess.Popen(  # noqa: S603 (our own program, by our own Python)
            [sys.executable, *command],
            cwd=settings.BASE_DIR,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )

    @property
    def alive(self) -> bool:
        return self.popen.poll() is None

    def kill(self) -> None:
        """As when the power fails: it and all that it started, at once."""
        with suppress(ProcessLookupError):
            os.killpg(self.popen.pid, signal.SIGKILL)
        self.popen.wait()

    def ask_to_end(self) -> None:
        """SIGTERM, as an operator sends it."""
        if self.alive:
            self.popen.terminate()

    def end(self) -> None:
        """Ask it to end, and see that it does. Raises subprocess.TimeoutExpired if it has to be killed."""
        self.ask_to_end()
        try:
            self.popen.wait(ENDS_IN)
        finally:
            self.kill()


class Web(Process):
    """A web process on a port of its own."""

    def __init__(self, environment: dict[str, str], port: int = 0, processes: int = 1) -> None:
        self.port = port or free_port()
        more = {"HOST": "127.0.0.1", "PORT": str(self.port), "WEB_CONCURRENCY": str(processes)}
        command = ["-m", "gunicorn", "-c", "config/gunicorn.py", "config.wsgi"]
        super().__init__(command, {"SHORTFALL_WORKERS": "0", **environment, **more})

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ready(self) -> bool:
        """Whether it says that it may be given requests."""
        try:
            with urllib.request.urlopen(f"{self.address}/readyz", timeout=5) as answer:  # noqa: S310 (our own address)
                return bool(answer.status == 200)
        except OSError:
            return False

    def wait(self) -> Self:
        """Until it is ready. Raises RuntimeError if it never is."""
        until = time.monotonic() + STARTS_IN
        while not self.ready():
            if not self.alive or time.monotonic() > until:
                raise RuntimeError("a web process did not start")
            time.sleep(LOOKS)
        return self

    def children(self) -> list[int]:
        """The processes that answer."""
        return [
            int(each) for each in Path(f"/proc/{self.popen.pid}/task/{self.popen.pid}/children").read_text().split()
        ]


class Site:
    """Web processes and workers on one database and one folder of files. Leaving it ends them all."""

    def __init__(self, database: str, files: Path, **environment: str) -> None:
        self.environment = {"DATABASE_URL": database, "SHORTFALL_FILES": str(files), **environment}
        self.processes: list[Process] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        for each in self.processes:
            each.ask_to_end()
        for each in self.processes:
            each.end()

    def web(self, port: int = 0, processes: int = 1) -> Web:
        """Another web process; on any free port if none is given."""
        started = Web(self.environment, port, processes)
        self.processes.append(started)
        return started

    def worker(self) -> Process:
        """Another worker."""
        started = Process(["manage.py", "worker"], self.environment)
        self.processes.append(started)
        return started


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def taken(port: int) -> bool:
    """Whether another program listens there."""
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


@contextmanager
def a_postgresql() -> Iterator[str]:
    """The DATABASE_URL of a throwaway PostgreSQL; empty where there is none to start."""
    command = [str(settings.BASE_DIR / ".ci" / "with-postgresql"), "sh", "-c", 'echo "$DATABASE_URL"; exec cat']
    quiet = subprocess.DEVNULL
    held = subprocess.Popen(  # noqa: S603 (our own script)
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=quiet, text=True, start_new_session=True
    )
    try:
        yield held.stdout.readline().strip() if held.stdout else ""
    finally:
        held.communicate()  # closes what it reads, by which it ends


@contextmanager
def using(database: str) -> Iterator[None]:
    """This process on another database, by its URL."""
    kept = connections.databases["default"]
    found: dict[str, Any] = dict(dj_database_url.parse(database))
    options = kept["OPTIONS"] if found["ENGINE"] == kept["ENGINE"] else {}
    _turn_to({**kept, **found, "OPTIONS": options})
    try:
        yield
    finally:
        _turn_to(kept)


def _turn_to(database: dict[str, Any]) -> None:
    connections["default"].close()
    del connections["default"]
    connections.databases["default"] = database
