"""Papers chosen, made and taken home in a real browser: axe at each page, and progress that shows by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from pytest_django.live_server_helper import LiveServer

from cases import jobs
from tests.test_results_browser import enter

if TYPE_CHECKING:
    from playwright.sync_api import Page

Look = Callable[["Page"], None]

pytestmark = pytest.mark.django_db(transaction=True)


def test_papers_are_chosen_made_and_taken_home(page: Page, look: Look, live_server: LiveServer) -> None:
    enter(page, live_server, "barred")
    page.get_by_role("navigation", name="Your case").get_by_role("link", name="Papers").click()
    look(page)
    for paper in ("Summary", "Full report"):
        page.get_by_role("checkbox", name=paper).press("Space")
    page.get_by_role("button", name="Make these papers").press("Enter")
    page.get_by_text("They wait for their turn.").wait_for()
    look(page)
    assert jobs.work()
    ready = page.get_by_role("link", name="Download the papers (PDF)")
    ready.wait_for()  # without loading the page anew
    look(page)
    with page.expect_download() as taken:
        ready.click()
    assert taken.value.suggested_filename.startswith("shortfall-arizona-papers-")
