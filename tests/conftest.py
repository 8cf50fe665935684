"""What the tests share: the second database run, a browser, and axe for accessibility."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import TransactionTestCase
from hypothesis import settings as hypothesis_settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

AXE = Path(__file__).parent / "axe" / "axe.min.js"
AXE_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # what passes is not described, which is most of the work
    "preload": False,  # no rule among these reads style sheets
}

NARROW, WIDE = 320, 1280
# Time limits for one example only measure how busy the machine is. CI tries the same examples at every run.
hypothesis_settings.register_profile("shortfall", deadline=None, derandomize=bool(os.environ.get("CI")))
hypothesis_settings.load_profile("shortfall")

DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}
BROWSER_FIXTURES = {"browser", "page"}
# The shell, a Chromium without windows of its own, loads a page with half the work.
CHROMIUM_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--only-database",
        action="store_true",
        help="only tests that use the database and no browser: `make test` repeats those on PostgreSQL",
    )


def uses_database(test: pytest.Item) -> bool:
    fixtures = set(getattr(test, "fixturenames", ()))
    if fixtures & BROWSER_FIXTURES:
        return False
    if test.get_closest_marker("one_database"):
        return False
    in_class = getattr(test, "cls", None)
    return bool(
        test.get_closest_marker("django_db")
        or fixtures & DATABASE_FIXTURES
        or (in_class and issubclass(in_class, TransactionTestCase))
    )


def browser_among_others(items: list[pytest.Item]) -> list[pytest.Item]:
    """The browser's tests spread over the run: while one waits for its page, another process works."""
    walks = [test for test in items if set(getattr(test, "fixturenames", ())) & BROWSER_FIXTURES]
    others = [test for test in items if test not in set(walks)]
    every = len(others) // (len(walks) + 1) + 1
    for place, walk in enumerate(walks):
        others.insert(place * (every + 1), walk)
    return others


@pytest.hookimpl(trylast=True)  # after pytest-django, which puts the browser's tests last
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    items[:] = browser_among_others(items)
    if config.getoption("--only-database"):
        config.hook.pytest_deselected(items=[test for test in items if not uses_database(test)])
        items[:] = [test for test in items if uses_database(test)]


@pytest.fixture(scope="session", autouse=True)
def papers_drawn_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A folder of this run, the same for each of its processes."""
    from tests import drawn

    own = tmp_path_factory.getbasetemp()
    drawn.SHARED[:] = [own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own]
    yield
    drawn.SHARED.clear()


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """Chromium as the system installs it; SHORTFALL_CHROMIUM names another. One for each test process."""
    chromium = os.environ.get("SHORTFALL_CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if not chromium:
        missing = "no Chromium on this computer (.ci/system-packages test)"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, headless=True, args=CHROMIUM_OPTIONS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def window(browser: "Browser") -> "Iterator[BrowserContext]":
    """The window of a test process. To open one costs Chromium two seconds, so an empty page keeps it open."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(10_000)
    context.new_page()
    yield context
    context.close()


@pytest.fixture
def page(window: "BrowserContext") -> "Iterator[Page]":
    """A fresh page and no cookies; our pages keep nothing else in a browser. A test that leaves an error on the
    browser's console fails."""
    opened = window.new_page()
    complaints: list[str] = []

    def heard(message: "ConsoleMessage") -> None:
        # That a page itself was "not found" is for its test to expect; a missing script or picture is a fault.
        expected = {opened.url, urljoin(opened.url, "/favicon.ico")}
        if message.type == "error" and message.location["url"] not in expected:
            complaints.append(f"{message.text} {message.location['url']}")

    opened.on("console", heard)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    for each in window.pages[1:]:
        each.close()
    window.clear_cookies()
    assert not complaints, f"the browser complained: {complaints}"


@pytest.fixture
def axe() -> "Callable[[Page], list[dict[str, Any]]]":
    """`assert axe(page) == []`: what axe-core finds wrong with the page, a rule each, with the elements it means."""

    def violations(page: "Page") -> list[dict[str, Any]]:
        if not page.evaluate("'axe' in window"):  # a page that only changed its width has it already
            page.evaluate(AXE.read_text())  # through the debugger, which our own Content-Security-Policy does not bind
        found = page.evaluate("options => axe.run(document, options)", AXE_OPTIONS)
        return [
            {
                "rule": violation["id"],
                "impact": violation["impact"],
                "help": violation["help"],
                "elements": [node["html"] for node in violation["nodes"]],
            }
            for violation in found["violations"]
        ]

    return violations


# What is shown, and as what: a table of a desk is cards on a phone, and what folds there is open here.
LAYOUT = "Array.from(document.querySelectorAll('main *'), each => getComputedStyle(each).display).join()"
SEEN_AT_A_DESK: set[str] = set()


def kind_of_page(address: str) -> str:
    """Its path without what names a record."""
    return re.sub(r"/[^/]*\d[^/]*(?=/)", "/…", urlsplit(address).path)


@pytest.fixture
def look(axe: "Callable[..., list[dict[str, Any]]]") -> "Callable[[Page], None]":
    """`look(page)`: axe finds nothing wrong on the narrowest phone, and nothing runs off the side there or at a desk.
    The same page stands at both: its colours, names and order are checked once, where targets are closest. Of the pages
    that are laid out otherwise at a desk, the first of each kind is checked there too."""

    def looks_well(page: "Page") -> None:
        page.wait_for_load_state()  # a click may just have left the page before it
        layouts, kind = set(), kind_of_page(page.url)
        for width in (WIDE, NARROW):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (page.url, width)
            layouts.add(page.evaluate(LAYOUT))
        assert axe(page) == [], page.url
        if len(layouts) > 1 and kind not in SEEN_AT_A_DESK:
            SEEN_AT_A_DESK.add(kind)
            page.set_viewport_size({"width": WIDE, "height": 800})
            assert axe(page) == [], (page.url, WIDE)
            page.set_viewport_size({"width": NARROW, "height": 800})

    return looks_well
