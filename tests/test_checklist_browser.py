"""Finding help and the checklist in a real browser: axe, nothing off the side, and a paper ticked by the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from tests.answered import begin

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True)


def test_help_is_found_and_a_paper_ticked(page: Page, look: Callable[[Page], None], live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/help/")
    page.get_by_label("Your state").select_option("new-york")
    page.get_by_role("button", name="Show help there").press("Enter")
    page.wait_for_url("**/help/new-york/")
    look(page)
    client = Client()
    begin(client, "sued")
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
    page.goto(f"{live_server.url}/case/checklist/")
    page.locator("#note").get_by_role("button", name="I have it").press("Enter")
    page.wait_for_url("**/case/checklist/#note")
    assert page.get_by_text("You have 1 of 17 papers.").is_visible()
    look(page)
    page.locator("#note").get_by_role("button", name="Undo").press("Enter")
    assert page.get_by_text("You have 0 of 17 papers.").is_visible()
