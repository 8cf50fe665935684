"""The ways out in a real browser: axe on every face of the page, and two ways chosen by the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from tests.answered import begin
from tests.test_ways_page import FLORIDA

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.mark.django_db(transaction=True)
def test_two_ways_are_chosen_by_the_keyboard(page: Page, look: Callable[[Page], None], live_server: LiveServer) -> None:
    client = Client()
    begin(client, FLORIDA)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
    page.goto(f"{live_server.url}/case/ways/")
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    look(page)
    page.get_by_role("checkbox", name="Short sale, nothing in writing").press("Space")
    page.get_by_role("checkbox", name="Short sale, with a written waiver").press("Space")
    page.get_by_role("button", name="See the ways I ticked, closely").press("Enter")
    assert page.locator("table.closely thead th").all_inner_texts() == [
        "Short sale, nothing in writing",
        "Short sale, with a written waiver",
    ]
    look(page)
