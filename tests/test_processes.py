"""The site as it runs beyond one machine: real web processes and workers on one PostgreSQL, some of them killed."""

from __future__ import annotations

import io
import os
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Self

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from cases.crypto import unseal
from cases.management.commands.bench import signed_in
from cases.management.running import Process, Site, Web
from cases.models import Case, Job, Report
from cases.reports import registry, sets
from cases.services import start_case

from .answered import CASES

SMALL = sets.Choice((registry.BY_KEY["letters"], registry.BY_KEY["days"]), sets.APART)
State = Job.State


@pytest.fixture
def site(transactional_db: None, tmp_path: Path) -> Iterator[Site]:
    """No process yet; on this test's own database."""
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: .ci/with-postgresql .venv/bin/pytest tests/test_processes.py")
    database = f"{os.environ['DATABASE_URL'].rsplit('/', 1)[0]}/{connection.settings_dict['NAME']}"
    with Site(database, tmp_path, DJANGO_SETTINGS_MODULE="tests.served") as here:
        yield here


class Proxy:
    """What stands in front, for one homeowner: where a process refuses, the next is asked; a GET that was cut off goes
    to the next too, but is told of."""

    def __init__(self, case: Case, *webs: Web) -> None:
        session = signed_in(case).cookies[settings.SESSION_COOKIE_NAME].value
        self.cookie = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}"}
        self.webs = list(webs)
        self.cut_off = 0

    def get(self, path: str) -> int:
        """The status of the answer; 0 if nobody gave one."""
        for web in list(self.webs):
            asked = HTTPConnection("127.0.0.1", web.port, timeout=30)
            try:
                asked.request("GET", path, headers=self.cookie)
                answer = asked.getresponse()
                answer.read()
                return answer.status
            except ConnectionRefusedError:
                continue
            except (OSError, HTTPException):
                self.cut_off += 1
            finally:
                asked.close()
        return 0


class Trickle(threading.Thread):
    """A request every tenth of a second, each process first in turn, for as long as the block runs."""

    def __init__(self, proxy: Proxy) -> None:
        super().__init__()
        self.proxy, self.over = proxy, threading.Event()
        self.answers: list[int] = []

    def run(self) -> None:
        while not self.over.wait(0.1):
            self.proxy.webs.append(self.proxy.webs.pop(0))
            self.answers.append(self.proxy.get("/case/answer/"))

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.over.set()
        self.join()


def until(what: Callable[[], bool]) -> None:
    """Wait for it."""
    late = time.monotonic() + 60
    while not what():
        assert time.monotonic() < late, "it does not happen"
        time.sleep(0.05)


def in_state(state: str) -> int:
    return Job.objects.filter(state=state).count()


def order(number: int) -> None:
    """So many homeowners who each want two small papers."""
    for _ in range(number):
        sets.order(start_case(CASES["barred"]), SMALL)


def everyone_has_their_papers_once() -> None:
    assert {(job.state, job.done, bytes(job.sealed)) for job in Job.objects.all()} == {(State.DONE, 3, b"")}
    made = Report.objects.filter(kind=sets.APART.key)
    assert made.count() == Job.objects.count() == len({report.case_id for report in made})
    for report in made:
        names = zipfile.ZipFile(io.BytesIO(unseal(bytes(report.sealed)))).namelist()
        assert names == ["01-letters.pdf", "02-days.pdf", "02-days.ics"]


def test_nothing_is_lost_and_nothing_done_twice_whoever_is_killed_or_replaced(site: Site) -> None:
    webs, workers = [site.web(), site.web()], [site.worker(), site.worker()]
    proxy = Proxy(start_case(CASES["barred"]), *(each.wait() for each in webs))
    with Trickle(proxy) as trickle:
        order(4)
        the_power_fails(webs[0], workers[0])
    assert set(trickle.answers) == {200}
    everyone_has_their_papers_once()

    proxy.webs.remove(webs[0])
    proxy.cut_off = 0
    with Trickle(proxy) as trickle:
        a_new_version_comes(site, proxy, webs[1], workers[1])
    assert set(trickle.answers) == {200}
    assert not proxy.cut_off, "whoever was let in was answered"
    everyone_has_their_papers_once()


def the_power_fails(web: Web, worker: Process) -> None:
    """For one web process and one worker in the middle of a batch."""
    until(lambda: in_state(State.RUNNING) == 2 and Job.objects.filter(state=State.RUNNING, done__gt=0).exists())
    worker.kill()
    web.kill()
    number = Job.objects.count()
    until(lambda: in_state(State.DONE) == number - 1)  # the other worker does all but the one that was in hand
    lost = Job.objects.get(state=State.RUNNING)
    Job.objects.filter(pk=lost.pk).update(lease_until=timezone.now())  # and that one too, when its lease is over
    until(lambda: in_state(State.DONE) == number)
    assert Job.objects.get(pk=lost.pk).taken == 2


def a_new_version_comes(site: Site, proxy: Proxy, old_web: Web, old_worker: Process) -> None:
    """New processes beside the old ones, which are then asked to end while they are at something."""
    new_web, new_worker = site.web(), site.worker()
    proxy.webs.append(new_web.wait())
    order(2)
    slow: list[int] = []
    long_one = threading.Thread(target=lambda: slow.append(behind(proxy, old_web).get("/case/report/summary.pdf")))
    long_one.start()
    time.sleep(0.2)
    old_web.ask_to_end()
    old_worker.ask_to_end()
    until(lambda: not old_web.alive and not old_worker.alive)
    long_one.join()
    assert slow == [200]
    assert (old_web.popen.returncode, old_worker.popen.returncode) == (0, 0)
    until(lambda: in_state(State.DONE) == Job.objects.count())
    assert new_worker.alive


def behind(proxy: Proxy, web: Web) -> Proxy:
    """The same homeowner with one process alone."""
    alone = Proxy.__new__(Proxy)
    alone.cookie, alone.webs, alone.cut_off = proxy.cookie, [web], 0
    return alone
