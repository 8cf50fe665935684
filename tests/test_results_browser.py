"""The answer and the opening of a counselor's copy in a real browser: axe at both widths, nothing off the side, lines
that open, and a branch settled by the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from tests.answered import CASES, begin
from tests.drawn import short_copy

if TYPE_CHECKING:
    from playwright.sync_api import Page

Look = Callable[["Page"], None]
OPEN_ALL = "document.querySelectorAll('details').forEach(each => { each.open = true })"

pytestmark = pytest.mark.django_db(transaction=True)


def enter(page: Page, live_server: LiveServer, name: str) -> None:
    client = Client()
    begin(client, name)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
    page.goto(f"{live_server.url}/case/answer/")


@pytest.mark.parametrize("name", sorted(CASES))
def test_every_kind_of_answer_is_accessible(page: Page, look: Look, live_server: LiveServer, name: str) -> None:
    enter(page, live_server, name)
    page.evaluate(OPEN_ALL)  # axe passes over what is folded away
    look(page)


def test_a_line_opens_without_a_script(page: Page, live_server: LiveServer) -> None:
    enter(page, live_server, "barred")
    working = page.locator("table.lines details").first
    assert not working.locator("p").first.is_visible()
    working.locator("summary").press("Enter")
    assert working.locator("p").first.is_visible()


def test_a_phone_folds_what_is_not_needed_first(page: Page, live_server: LiveServer) -> None:
    enter(page, live_server, "taxed")
    forms = page.get_by_text("Schedule 1 (Form 1040), line 8c")
    assert forms.is_visible(), "on a desk it lies open"
    page.set_viewport_size({"width": 360, "height": 780})
    assert not forms.is_visible()
    assert page.locator("#tax-title").is_visible(), "its heading stays"
    assert page.evaluate("document.documentElement.scrollHeight") < 7000, "a page that a person reads to its end"
    page.emulate_media(media="print")
    assert forms.is_visible(), "on paper it lies open"
    page.emulate_media(media="screen")
    page.locator("#tax summary", has_text="entries on forms").press("Enter")
    assert forms.is_visible()


def test_a_branch_is_settled_by_the_keyboard(page: Page, live_server: LiveServer) -> None:
    enter(page, live_server, "depends-on-yes")
    page.get_by_role("button", name="This is my case: Yes").press("Enter")
    assert page.locator("h1").inner_text().startswith("In Wisconsin")
    assert "cannot collect" in page.locator("h1").inner_text()


def test_a_counselor_opens_a_copy(page: Page, look: Look, live_server: LiveServer, tmp_path: Path) -> None:
    copy = tmp_path / "copy.pdf"
    page.goto(f"{live_server.url}/open/")
    look(page)
    copy.write_bytes(b"not a PDF")
    page.get_by_label("The PDF").set_input_files(copy)
    page.get_by_role("button", name="Open the copy").click()
    assert page.get_by_role("alert").get_by_text("This file is not a PDF.").is_visible()
    look(page)
    copy.write_bytes(short_copy("barred"))
    page.get_by_label("The PDF").set_input_files(copy)
    page.get_by_role("button", name="Open the copy").click()
    assert "cannot collect the remaining $50,000" in page.locator("h1").inner_text()


def test_a_report_downloads_under_its_name(page: Page, live_server: LiveServer) -> None:
    enter(page, live_server, "barred")
    with page.expect_download() as found:
        page.get_by_role("link", name="Download a summary (PDF)").click()
    assert found.value.suggested_filename.startswith("shortfall-arizona-summary-")
