"""A client's file in a real browser: begun, filled in, a note, the answer, and the homeowner's side of sharing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.conf import settings
from pytest_django.live_server_helper import LiveServer

from cases.counseling.bringing import lay_by
from cases.counseling.files import changing
from cases.counseling.middleware import DESK_COOKIE
from cases.counseling.models import Client

from .answered import CASES
from .desk import agency, browser_of, client_of, staff

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_a_file_is_filled_in_and_read(page: Page, look: Callable[[Page], None], live_server: LiveServer) -> None:
    carol = staff(agency(), name="Carol Finch")
    client = client_of(carol, facts=CASES["limited"])
    value = browser_of(carol).cookies[DESK_COOKIE].value
    page.context.add_cookies([{"name": DESK_COOKIE, "value": value, "url": live_server.url}])
    assert settings.SESSION_COOKIE_NAME != DESK_COOKIE
    page.goto(f"{live_server.url}/desk/clients/take/")
    look(page)
    page.goto(f"{live_server.url}/desk/clients/{client.pk}/intake/")
    look(page)
    page.fill("[name='property.acres-answer']", "3")
    page.get_by_role("button", name="Save and go to the file").click()
    page.get_by_text("Write a note").click()
    page.fill("[name=text]", "Fears for her pay")
    page.get_by_role("button", name="Keep").click()
    assert "Fears for her pay" in page.inner_text("main")
    look(page)
    page.get_by_role("link", name="All of it").click()
    look(page)
    page.goto(f"{live_server.url}/desk/clients/{client.pk}/case/answer/")
    page.get_by_role("link", name="back to the file").click()
    assert page.url.endswith(f"/desk/clients/{client.pk}/")
    with changing(carol, client, "copy_by_pdf") as file:
        lay_by(file, {"facts": {**CASES["limited"], "stage": "sued", "household": {"bank_balance": 4000}}})
    page.reload()
    page.get_by_role("link", name="Compare them").click()
    look(page)
    page.get_by_role("group", name="Where do things stand?").get_by_text("As the homeowner has it").click()
    page.get_by_role("button", name="Bring them in").click()
    assert "The homeowner's answers are in the file." in page.inner_text("main")
    client.refresh_from_db()
    assert (client.stage, client.facts["property"]["acres"]) == ("sued", "3.0")

    page.goto(f"{live_server.url}/desk/deadlines/?span=month")
    look(page)
    clash(page, client)
    assert "Choose which to keep" in page.inner_text("main")
    look(page)
    page.goto(f"{live_server.url}/desk/clients/{client.pk}/")
    page.get_by_role("button", name="Make a link that gives the client a copy").click()
    look(page)
    page.goto(page.inner_text(".address").strip())
    look(page)
    page.locator("main form .button").first.click()
    page.goto(f"{live_server.url}/case/share/")
    look(page)


def clash(page: Page, client: Client) -> None:
    """The same answer changed by a colleague while the form is open, and sent."""
    page.goto(page.url.split("/desk/")[0] + f"/desk/clients/{client.pk}/intake/")
    with changing(client.counselor, client, "facts_changed") as file:
        file.facts["property"]["acres"] = 5
    page.fill("[name='property.acres-answer']", "4")
    page.get_by_role("button", name="Save", exact=True).click()
