"""A phone, from the answer to a request for a waiver in hand: by the words on the screen."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from tests.answered import begin
from tests.drawn import sheets

if TYPE_CHECKING:
    from playwright.sync_api import Page

Look = Callable[["Page"], None]
OPEN_ALL = "document.querySelectorAll('details').forEach(each => { each.open = true })"

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_phone_reaches_a_waiver_request(page: Page, look: Look, live_server: LiveServer) -> None:
    client = Client()
    begin(client, "ahead")
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{live_server.url}/case/answer/")
    shortest = page.get_by_role("link", name="Short sale: ask for a written waiver", exact=True)
    there = f"{live_server.url}{shortest.get_attribute('href')}"
    page.get_by_role("link", name="Letters that fit your case, to print and send").click()
    page.evaluate(OPEN_ALL)  # axe passes over what is folded away
    look(page)
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.get_by_role("link", name=re.compile("DOCX.*Short sale")).is_visible(), "each letter's files on the list"
    page.get_by_role("link", name=re.compile("Write this letter.*Short sale")).click()
    assert page.url == there, "the answer's own button leads to the letter at once"
    page.get_by_label("Your name, as it stands on the loan").fill("Maria Lopez")
    page.get_by_label("Your loan number").fill("0012-345")
    page.get_by_text("If you like: phone and dates").click()
    page.get_by_label("The date of the letter (if you like)").fill("the day after never")
    page.get_by_role("button", name="Put it into the letter").click()
    assert page.get_by_role("alert").is_visible()
    page.get_by_label("The date of the letter (if you like)").fill("11/23/2026")
    page.get_by_role("button", name="Put it into the letter").click()
    assert page.get_by_text("4 gaps left:").is_visible()
    page.get_by_text("Change the text").click()
    text = page.get_by_label("The text of the letter")
    text.fill(text.input_value().replace("I write about the loan above.", "We spoke on the phone yesterday."))
    page.get_by_role("button", name="Keep this text").click()
    page.evaluate(OPEN_ALL)
    look(page)
    with page.expect_download() as found:
        page.get_by_role("button", name="Put it in and download (PDF)").click()
    assert found.value.suggested_filename == "waiver-request-short-sale-2026-11-23.pdf"
    said = sheets(Path(found.value.path()).read_bytes())[0]
    assert "We spoke on the phone yesterday." in said
    assert "Loan number: 0012-345" in said
    assert "[the name of the servicer]" in said
