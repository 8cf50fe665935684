"""The glossary in a real browser, by the keyboard alone: a definition opens in place and gives the place back; axe
finds nothing with it open or closed, at both widths; on paper none of it is there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from pytest_django.live_server_helper import LiveServer

if TYPE_CHECKING:
    from playwright.sync_api import Page

Look = Callable[["Page"], None]

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_word_is_found_and_words_open_in_place(page: Page, look: Look, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/glossary/")
    look(page)
    page.get_by_label("Find a word").fill("take my paychek")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=*")
    look(page)
    page.locator("dl.words a").first.press("Enter")
    page.wait_for_url("**/garnishment/")
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")

    word = page.get_by_role("button", name="judgment", exact=True)
    definition = page.locator("#term-judgment")
    assert not definition.is_visible()
    word.press("Enter")
    assert definition.is_visible()
    look(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.href").endswith("/glossary/judgment/"), "its link is the next stop"
    page.keyboard.press("Escape")
    assert not definition.is_visible()
    assert page.evaluate("document.activeElement.textContent") == "judgment", "one is back where one was"
    word.click()
    definition.get_by_role("button", name="Close").click()
    assert not definition.is_visible()

    page.emulate_media(media="print")
    assert not page.locator(".terms").is_visible()
    assert page.locator("details p").first.is_visible(), "answers are printed open"
