"""manage.py bench: how long things take on this machine, as a table.

Every figure is measured when the command runs: medians of many runs, in this process unless the line says otherwise.
Pages are whole requests through Django's own handler, middleware and a real SQLite file; the memory is that of a
worker process of the server after it has answered and drawn both papers.
"""

from __future__ import annotations

import json
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from http.client import HTTPConnection
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connections
from django.test import Client
from django.urls import reverse

from calculators.assessment import assess
from calculators.consequences.wages import wages
from calculators.facts import Facts, read_facts, with_fact
from calculators.law.compiled import compiled
from calculators.law.loader import codes
from calculators.shelf.registry import CALCULATORS
from calculators.ways_out import compare
from cases.counseling import measured
from cases.counseling.bulk import measured as bulk
from cases.counseling.models import Agency
from cases.management.running import Site, Web, a_postgresql, using
from cases.models import Case
from cases.reports import sets
from cases.reports.shape import Material
from cases.services import start_case

# A trustee's sale of a small home with one loan, everything known: the case of the contract.
CASE: dict[str, Any] = {
    "as_of": "2026-11-22",
    "state": "AZ",
    "stage": "sold",
    "property": {"occupancy": "principal_residence", "units": 1, "acres": 0.2, "fair_market_value": 210000},
    "loans": [
        {
            "id": "first",
            "lien": "first",
            "purpose": "purchase",
            "originated_on": "2019-05-01",
            "principal": 240000,
            "accrued_interest": 6200,
            "late_fees": 480,
            "advances": 2100,
            "costs": 3500,
            "credits": 0,
        }
    ],
    "disposition": {
        "kind": "nonjudicial_foreclosure",
        "date": "2026-03-02",
        "sale_price": 180000,
        "selling_costs": 0,
        "foreclosing_lien": "first",
        "waiver_in_writing": False,
    },
}
# The same with what the tax return needs. Arizona bars collecting, so that two readings of the law are worked out.
TAXED: dict[str, Any] = {
    **CASE,
    "property": {**CASE["property"], "adjusted_basis": 265000, "months_lived_last_five_years": 60},
    "household": {
        "filing_status": "single",
        "other_income": 52000,
        "people": [{"age": 45, "blind": False}],
        "assets": {"total": 241000},
        "debts": {"total": 259000},
    },
}
LOST: dict[str, Any] = CASE["disposition"]
PAY = {
    "disposable_pay": 1500,
    "gross_pay": 2000,
    "pay_period": "biweekly",
    "bank_balance": 4000,
    "monthly_payment": 300,
}
SERVED = 5  # seconds that the answer page is asked for
OPEN_QUESTION = "property.acres"
LOAD_LAW = """
import time
start = time.perf_counter()
from calculators.law.loader import all_laws, common_law
imported = time.perf_counter()
list(all_laws()), common_law()
print((time.perf_counter() - imported) * 1000)
"""


def printed(facts: Facts) -> str:
    """An assessment with every consequence, as the command line prints it."""
    return json.dumps(assess(facts).as_json())


def milliseconds(run: Callable[[], object], times: int) -> list[float]:
    """How long each of so many runs took."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        taken.append((time.perf_counter() - start) * 1000)
    return taken


class Command(BaseCommand):
    """Measure and print."""

    help = "Measure how long the law takes to load, a case to assess, a page to answer and a report to draw."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Python {platform.python_version()}, {os.cpu_count()} processors, {platform.machine()}")
        self.stdout.write(f"{'':52}{'median':>10}{'slowest':>10}{'aim':>10}")
        self._engine()
        with a_database():
            self._pages()
            self._desk()
            for line in bulk.figures(CASE):
                self.stdout.write(line)
        self._memory()
        self._served()

    def _line(self, what: str, taken: list[float], aim: str = "") -> None:
        self.stdout.write(f"{what:52}{statistics.median(taken):7.1f} ms{max(taken):7.1f} ms{aim:>10}")

    def _engine(self) -> None:
        loads = [float(subprocess.check_output([sys.executable, "-c", LOAD_LAW])) for _ in range(3)]  # noqa: S603 (ours)
        self._line("law load: all 52 files, a fresh process", loads, "400 ms")
        facts = read_facts(CASE)
        assess(facts)
        self._line("assess: one case", milliseconds(lambda: assess(facts), 300), "2 ms")
        taxed = read_facts(TAXED)
        self._line("assess with taxes: one case", milliseconds(lambda: assess(taxed).tax, 300), "5 ms")
        told = read_facts(
            {**CASE, "state": "FL", "disposition": {**LOST, "kind": "judicial_foreclosure"}, "household": PAY}
        )
        whole = milliseconds(lambda: assess(told).collection.as_json(), 100)
        self._line("assess with all that they could take: one case", whole)
        timed = milliseconds(lambda: (assess(told).timeline, assess(told).rights), 100)
        self._line("assess twice, with credit, timeline and rights", timed)
        paid = [read_facts({"state": code, "as_of": CASE["as_of"], "household": PAY}) for code in codes()]
        self._line("garnishment in all 51 states", milliseconds(lambda: [wages(each) for each in paid], 20))
        bare = read_facts({name: part for name, part in CASE.items() if name != "household"})
        ahead = read_facts({**TAXED, "state": "FL", "stage": "behind", "disposition": {}})
        self._line(
            "comparison: every way out of one case", milliseconds(lambda: compare(ahead).differences, 50), "15 ms"
        )
        full, empty = milliseconds(lambda: printed(taxed), 300), milliseconds(lambda: printed(bare), 300)
        self._line("assess and print as JSON: one full case", full, "3 ms")
        self._line("the same, nothing known of the household", empty, "4 ms")
        cases = [read_facts({**CASE, "state": code, "disposition": {}}) for code in codes()]
        lost = [with_fact(each, "disposition.kind", kind) for each in cases for kind in compiled(each.state).kinds]
        each_way = milliseconds(lambda: [assess(case) for case in lost], 5)
        self._line(f"every state, every way out ({len(lost)} assessments)", each_way, "150 ms")
        both = milliseconds(lambda: [compare(case) for case in cases], 5)
        self._line("the ways out compared, in every state", both)

    def _pages(self) -> None:
        case = start_case(CASE)
        client = signed_in(case)
        urls = {
            "home page": (reverse("home"), ""),
            "map of the states": (reverse("states:index"), "30 ms"),
            "page of one state": (reverse("states:state", args=["california"]), "30 ms"),
            "guide with most figures": (reverse("guides:guide", args=["if-you-are-sued"]), "30 ms"),
            "glossary, a mistyped search": (reverse("glossary:index") + "?q=take+my+paychek", "30 ms"),
            "question page": (reverse("questionnaire:question", args=[OPEN_QUESTION]), "30 ms"),
            "check-your-answers page": (reverse("questionnaire:check"), ""),
            "answer page": (reverse("results:answer"), "30 ms"),
            "what-if page": (reverse("what_if:page"), "50 ms"),
            "the days as a calendar file": (reverse("results:calendar"), "30 ms"),
            **_calculators(),
        }
        for name, (url, aim) in urls.items():
            fetch = fetcher(client, url)
            fetch()
            self._line(f"{name}, server time", milliseconds(fetch, 40), aim)
        self._api()
        for kind, aim in (("summary", "500 ms"), ("full", "1500 ms")):
            url = reverse("reports:download", args=[kind])
            fetch = fetcher(client, url)
            fetch()  # warm: fonts and stylesheet read
            self._line(f"{kind} report, drawn", milliseconds(_anew(case, fetch), 5), aim)
            fetch()
            self._line(f"{kind} report, kept", milliseconds(fetch, 20), "10 ms")

        told = read_facts(case.facts)
        material = Material.of(case, told)
        papers = sets.choosable(material)
        whole = milliseconds(lambda: sets.bound(papers, material, bytes(16), ""), 3)
        self._line(f"whole report set, {len(papers)} papers in one PDF", whole)

    def _desk(self) -> None:
        team = measured.fill(Agency.objects.create(name="Riverbend Housing"))
        browser = measured.browser_of(team[0])
        for name, url, aim in measured.pages():
            fetch = fetcher(browser, url)
            fetch()
            self._line(name, milliseconds(fetch, 20), aim)

    def _api(self) -> None:
        settings.SHORTFALL_API_AN_HOUR = 10**9
        client, url = Client(), reverse("api:assess")
        answers = milliseconds(lambda: client.post(url, CASE, content_type="application/json").content, 100)
        self._line(f"API, assess: {1000 / statistics.median(answers):.0f} requests a second", answers, "30 ms")

    def _memory(self) -> None:
        with tempfile.TemporaryDirectory() as folder, a_server(Path(folder)) as (address, worker):
            browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
            browser.open(address, timeout=30).read()
            self.stdout.write(f"{'server worker, after the home page':52}{resident(worker):7.0f} MiB")

    def _served(self) -> None:
        """The answer page from two processes, over HTTP; whoever asks uses the same processors."""
        with tempfile.TemporaryDirectory() as folder, a_postgresql() as postgresql:
            for name, url in {"SQLite": f"sqlite:///{folder}/served.sqlite3", "PostgreSQL": postgresql}.items():
                if url:
                    told = f"answer page over HTTP, two processes, {name}"
                    self.stdout.write(f"{told:52}{answers_a_second(url, Path(folder)):7.0f} a second")


def answers_a_second(database: str, files: Path) -> float:
    """How many answer pages two processes give, four being asked for at a time, each by a homeowner of their own."""
    with using(database), Site(database, files, SHORTFALL_MODE="local") as site:
        call_command("migrate", verbosity=0)
        name = settings.SESSION_COOKIE_NAME
        cookies = [f"{name}={signed_in(start_case(CASE)).cookies[name].value}" for _ in range(4)]
        web = site.web(processes=2).wait()
        with ThreadPoolExecutor(len(cookies)) as pool:
            asked = partial(pages, web.port)
            list(pool.map(partial(asked, seconds=1), cookies))  # warm
            given = sum(pool.map(partial(asked, seconds=SERVED), cookies))
    return given / SERVED


def pages(port: int, cookie: str, seconds: float) -> int:
    """How many answer pages come one after the other over one connection in so many seconds."""
    asked, until, given = HTTPConnection("127.0.0.1", port, timeout=30), time.monotonic() + seconds, 0
    while time.monotonic() < until:
        asked.request("GET", reverse("results:answer"), headers={"Cookie": cookie})
        answer = asked.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"the answer page answered {answer.status}")
        given += 1
    asked.close()
    return given


def _calculators() -> dict[str, tuple[str, str]]:
    """A result of each calculator, as its example has it."""
    return {
        f"calculator, {each.slug}": (
            f"{reverse('calculators:calculator', args=[each.slug])}?{each.example_query}",
            "30 ms",
        )
        for each in CALCULATORS
    }


def _anew(case: Case, fetch: Callable[[], object]) -> Callable[[], object]:
    """Fetch a report that has to be drawn: what is kept goes first."""

    def run() -> object:
        case.reports.all().delete()
        return fetch()

    return run


def fetcher(client: Client, url: str) -> Callable[[], object]:
    """A request that must succeed."""

    def fetch() -> object:
        response = client.get(url)
        if response.status_code != 200:
            raise RuntimeError(f"{url} answered {response.status_code}")
        return response.getvalue()

    return fetch


def signed_in(case: Case) -> Client:
    """A browser that has this case open."""
    session = SessionStore()
    session["case"], session["access"] = str(case.pk), case.access
    session.save()
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
    return client


@contextmanager
def a_database() -> Iterator[None]:
    """A SQLite file of its own, gone afterwards."""
    database = connections["default"]
    with tempfile.TemporaryDirectory() as folder:
        kept = database.settings_dict["NAME"]
        database.close()
        database.settings_dict["NAME"] = Path(folder) / "bench.sqlite3"
        settings.ALLOWED_HOSTS = ["*"]
        try:
            call_command("migrate", verbosity=0)
            yield
        finally:
            database.close()
            database.settings_dict["NAME"] = kept


@contextmanager
def a_server(folder: Path) -> Iterator[tuple[str, int]]:
    """The real server with one worker on a free port of this machine: its address, and the worker's process."""
    database = f"sqlite:///{folder / 'bench.sqlite3'}"
    with using(database):
        call_command("migrate", verbosity=0)
    web = Web({"SHORTFALL_MODE": "local", "DATABASE_URL": database})
    try:
        web.wait()
        children = Path(f"/proc/{web.popen.pid}/task/{web.popen.pid}/children").read_text().split()
        yield f"{web.address}/", int(children[0])
    finally:
        web.end()


def resident(process: int) -> float:
    """A process's memory that is its own or shared with its parent, in MiB (VmRSS)."""
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0
