"""The calculators in a real browser: anew while one types, the same without a script, and nothing that axe can find."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from pytest_django.live_server_helper import LiveServer

from calculators.shelf.registry import CALCULATORS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Look = Callable[["Page"], None]
OPEN_ALL = "document.querySelectorAll('details').forEach(each => { each.open = true })"

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_calculator_is_accessible(page: Page, look: Look, live_server: LiveServer) -> None:
    filled = [f"{each.slug}/?{each.example_query}" for each in CALCULATORS]
    for path in ("", "deficiency/", *filled, "vehicle/?owed=lots&price="):
        page.goto(f"{live_server.url}/calculators/{path}")
        page.evaluate(OPEN_ALL)
        look(page)
    assert page.evaluate("document.activeElement.className") == "errors"


def test_the_result_follows_what_is_typed(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/calculators/vehicle/")
    said = page.locator("#said")
    for label, amount in (("Owed on the loan before the sale", "10,000"), ("Sale price", "8,500")):
        page.get_by_label(label).fill(amount)
    said.get_by_text("at least $1,500").wait_for()
    page.get_by_label("Costs of taking, keeping and selling it").press_sequentially("500")
    said.get_by_text("By these numbers, $2,000 is left to pay").wait_for()
    assert page.evaluate("document.activeElement.name") == "fees", "the cursor stays where it was"
    assert "fees=500" in page.url, "the address carries the numbers"
    page.locator("#worked summary").first.click()
    page.get_by_label("Sale price").fill("12,000")
    said.get_by_text("left over $1,500, and it is yours").wait_for()
    assert page.locator("#worked details").first.evaluate("each => each.open"), "a line that was opened stays open"
    page.reload()
    assert "left over $1,500" in said.inner_text()
    # What is wrong is named; once it is right its mark goes away.
    page.get_by_label("Sale price").fill("twelve")
    said.get_by_text("We could not read “Sale price”").wait_for()
    page.get_by_role("button", name="Calculate").last.click()
    assert page.locator(".field.wrong").count() == 1
    page.get_by_label("Sale price").fill("12,000")
    said.get_by_text("left over $1,500").wait_for()
    assert page.locator(".field.wrong, .errors").count() == 0
    # Without an answer from the site the page says so and keeps what it shows.
    page.route("**/calculators/**", lambda route: route.fulfill(status=204))
    page.get_by_label("Sale price").fill("11,000")
    page.get_by_text("no answer came from the site").wait_for()
    assert "left over $1,500" in said.inner_text()


def test_it_works_without_a_script(browser: Browser, live_server: LiveServer) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/calculators/deficiency/")
    page.get_by_label("State that the home is in").select_option("TX")
    page.get_by_label("Owed on it in all").fill("250,000")
    page.get_by_role("button", name="Add another loan").click()
    assert page.get_by_label("Owed on it in all").first.input_value() == "250,000"
    assert page.locator(".errors").count() == 0
    page.get_by_label("Owed on it in all").last.fill("30,000")
    page.get_by_label("Sale price").fill("260,000")
    page.get_by_label("Sale price").press("Enter")
    assert "In Texas" in page.locator("#said").inner_text()
    assert page.get_by_label("Owed on it in all").count() == 2, "Enter calculates; it adds no loan"
    page.get_by_role("button", name="Start a case with these numbers").click()
    assert "Where do things stand?" in page.locator("h1").inner_text()
    page.context.close()
