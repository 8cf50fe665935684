"""Our pages in a real browser: no fault that axe can find, in error too, at 320 and 1280 pixels; the keyboard alone is
enough; and nothing runs off the side."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

if TYPE_CHECKING:
    from playwright.sync_api import Page

Look = Callable[["Page"], None]
CONTINUE = ".actions .button"


class Walk:
    """A person at the browser, who looks hard at every page: axe, both widths."""

    def __init__(self, page: "Page", look: Look, home: str):
        self.page, self.looks_well, self.home = page, look, home

    def open(self, path: str) -> None:
        self.page.goto(f"{self.home}{path}")
        self.look()

    def go_on(self) -> None:
        self.page.locator(CONTINUE).first.click()
        self.look()

    def look(self) -> None:
        self.looks_well(self.page)


@pytest.fixture
def walk(page: "Page", look: Look, live_server: LiveServer) -> Iterator[Walk]:
    yield Walk(page, look, live_server.url)


def us(day: Any) -> str:
    return f"{day.month}/{day.day}/{day.year}"


def test_pages_without_a_case(walk: Walk) -> None:
    guides = ("/guides/", "/guides/which-date-counts/", "/guides/not-the-end-of-the-debt/")
    for path in (
        "/",
        "/about/",
        "/privacy/",
        "/api/",
        *guides,
        "/resume/",
        "/r/7K3M-9QXR-2B4T-WZ5N/",
        "/no-such-page/",
    ):
        walk.open(path)
    walk.open("/case/check/")
    walk.open("/resume/")
    walk.page.fill("#code", "7K3M")
    walk.page.locator("form .button").click()
    walk.look()
    assert walk.page.evaluate("document.activeElement.className") == "errors"


def test_the_pages_of_the_states_lead_to_an_answer(walk: Walk) -> None:
    page = walk.page
    walk.open("/states/")
    page.locator(".tile", has_text="Delaware").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/states/delaware/")
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    walk.look()
    walk.open("/states/compare/?a=delaware&b=virginia")
    walk.open("/states/coverage/")
    page.goto(f"{walk.home}/states/delaware/")
    page.get_by_role("button", name="Start your answer for Delaware").click()
    page.wait_for_url("**/stage/")  # the state is answered


def test_the_questions_and_their_errors(walk: Walk) -> None:
    page, today = walk.page, timezone.localdate()
    walk.open("/")
    page.locator("form .button").first.click()
    walk.look()
    walk.go_on()  # no state chosen
    assert page.title().startswith("Error:")
    page.select_option("select", "AZ")
    walk.go_on()
    walk.go_on()  # nothing chosen
    assert page.evaluate("document.activeElement.className") == "errors"
    page.locator(".errors a").click()
    assert page.evaluate("document.activeElement.type") == "radio"
    page.check("input[value=sale_set]")
    walk.go_on()
    page.fill("[name=answer]", "soon")
    walk.go_on()  # no date
    assert page.input_value("[name=answer]") == "soon"
    page.fill("[name=answer]", us(today + timedelta(days=30)))
    walk.go_on()
    assert "The sale is in 30 days" in page.inner_text("h1")
    walk.go_on()
    assert not page.is_visible("[name=served_on]")
    page.check("input[value=yes]")
    assert page.is_visible("[name=served_on]")
    page.fill("[name=served_on]", "13/13/13")
    walk.go_on()
    page.fill("[name=served_on]", us(today))
    page.fill("[name=summons_days]", "20")
    walk.go_on()
    walk.go_on()
    walk.open("/case/question/loans.first.amounts/")
    walk.go_on()
    walk.open("/case/question/loans.first.claim_filed_on/")
    walk.open("/case/question/property.acres/")
    page.check("[name=unknown]")
    walk.go_on()
    for path in ("/case/check/", "/case/save/", "/case/delete/", "/case/elsewhere/", "/"):
        walk.open(path)
    walk.open("/case/save/")
    page.click("button[value=code]")
    walk.look()
    page.click("button[value=leave]")
    walk.look()


def test_the_keyboard_is_enough(walk: Walk) -> None:
    page = walk.page
    page.goto(walk.home)
    page.locator("form .button").first.focus()
    page.keyboard.press("Enter")
    page.focus("select")
    page.keyboard.type("Ariz")
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.textContent.trim()") != "Continue":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/stage/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip", "the first stop skips to the content"
    page.focus("input[type=radio] >> nth=0")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.is_checked("input[value=sold]")
    page.keyboard.press("Enter")  # as in every form, Enter continues; it neither goes back nor leaves
    page.wait_for_url("**/court-papers/")
    page.go_back()
    assert page.is_checked("input[value=sold]"), "what was answered stands there"


def test_back_saves_what_was_typed(walk: Walk) -> None:
    page = walk.page
    page.goto(walk.home)
    page.locator("form .button").first.click()
    page.select_option("select", "AZ")
    page.locator(CONTINUE).click()
    page.goto(f"{walk.home}/case/question/disposition.sale_price/")
    page.fill("[name=answer]", "180,00")
    page.get_by_role("button", name="Back").click()
    page.goto(f"{walk.home}/case/question/disposition.sale_price/")
    assert page.input_value("[name=answer]") == "180,00"
    page.fill("[name=answer]", "180,000")
    page.locator("header").get_by_role("button", name="Save and leave").click()
    page.goto(f"{walk.home}/case/question/disposition.sale_price/")
    assert page.input_value("[name=answer]") == "180,000"


def test_what_is_printed_is_the_page_without_its_controls(walk: Walk) -> None:
    page = walk.page
    page.goto(walk.home)
    page.emulate_media(media="print")
    assert not page.is_visible("header nav")
    assert not page.is_visible(".actions")
    assert page.is_visible("h1")
