"""The record of services, a report to funders, the list of gaps and a law change in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from cases.counseling.index import refresh_many
from cases.counseling.middleware import DESK_COOKIE
from cases.counseling.models import Client, Role, ToldAnswer

from .answered import CASES
from .desk import agency, browser_of, client_of, staff

if TYPE_CHECKING:
    from playwright.sync_api import Page

FACTS = {name: value for name, value in CASES["barred"].items() if name != "as_of"}


def test_a_supervisor_records_reports_and_looks_at_a_law_change(
    page: Page, look: Callable[[Page], None], live_server: LiveServer
) -> None:
    sue = staff(agency(), Role.SUPERVISOR, name="Sue")
    client = client_of(sue, facts=FACTS)
    client_of(sue, "Nobody Served", {"state": "NV"})
    told = ToldAnswer.objects.get(client=client)
    told.law_version, told.kept["points"]["collectible"] = "earlier", ["0.00", "50000.00"]
    told.seal()
    told.save()
    refresh_many(Client.objects.all())
    cookie = browser_of(sue).cookies[DESK_COOKIE].value
    page.context.add_cookies([{"name": DESK_COOKIE, "value": cookie, "domain": "localhost", "path": "/desk/"}])

    page.goto(f"{live_server.url}{reverse('desk:client', args=[client.pk])}")
    page.get_by_role("link", name="See what the law change did").click()
    assert "May be collected, all loans" in page.inner_text("main")
    look(page)
    page.get_by_role("button", name="I have looked at it").click()
    assert "Nothing to look at" in page.inner_text("main")

    page.get_by_role("link", name="Record of services").click()
    page.select_option("#id_counseling-row", "forward_default")
    page.fill("#id_counseling-minutes", "50")
    page.select_option("#id_counseling-funding", "hud")
    page.locator("#session").get_by_role("button", name="Add").click()
    assert "50 minutes" in page.inner_text("#session")
    page.select_option("#id_household-race", "no_answer")
    page.locator("#household").get_by_role("button", name="Save").click()
    look(page)

    page.goto(f"{live_server.url}{reverse('desk:funders')}")
    said = page.inner_text("main")
    assert "Section 4 total\t1\t1" in said
    assert "Some totals do not agree" in said
    assert page.get_by_role("img", name="Files opened, sessions and files closed by month").is_visible()
    assert f"{timezone.localdate():%B %Y}" in said
    look(page)
    page.goto(f"{live_server.url}{reverse('desk:file_gaps')}")
    page.get_by_role("link", name="Action plan").click()
    assert "2 files lack: Action plan" in page.inner_text("main")
    look(page)
    assert settings.LOGIN_URL not in page.url
