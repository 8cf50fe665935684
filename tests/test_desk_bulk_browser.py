"""Work in bulk in a real browser: a list with a fault, its column mended, imported; then packets for three clients."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pytest_django.live_server_helper import LiveServer

from cases import jobs
from cases.counseling.bulk import packets
from cases.counseling.middleware import DESK_COOKIE
from cases.counseling.models import Document, Role

from .desk import agency, browser_of, staff

if TYPE_CHECKING:
    from playwright.sync_api import Page

LIST = "Client,Home in,Paid\nAna Ruiz,AZ,3/2/2026\nBen Carr,Arizona,x\nCy Dunn,az,\n"


def test_a_list_is_mended_imported_and_given_packets(
    page: Page, look: Callable[[Page], None], live_server: LiveServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packets.Order, "draw", lambda order: b"%PDF of " + order.client.name.encode())
    member = staff(agency(), Role.MANAGER)
    cookie = browser_of(member).cookies[DESK_COOKIE].value
    page.context.add_cookies([{"name": DESK_COOKIE, "value": cookie, "url": f"{live_server.url}/desk/"}])
    file = tmp_path / "list.csv"
    file.write_text(LIST)

    page.goto(f"{live_server.url}/desk/import/")
    look(page)
    page.set_input_files("#file", file)
    page.get_by_role("button", name="Read the file").click()
    assert page.get_by_label("Client", exact=True).input_value() == "person.name"
    page.get_by_label("Home in").select_option("state")
    page.get_by_label("Paid").select_option("disposition.date")
    page.get_by_role("button", name="Read again").click()
    assert "1 cell cannot be read" in page.inner_text("main")
    assert "C Paid" in page.inner_text("main")
    look(page)
    page.get_by_label("Paid").select_option("")
    page.get_by_role("button", name="Read again").click()
    page.get_by_role("button", name="Import 3 clients").click()
    look(page)
    assert jobs.work()
    page.get_by_text("3 clients are new.").wait_for()

    page.goto(f"{live_server.url}/desk/packets/")
    look(page)
    page.get_by_role("button", name="Choose papers").click()
    look(page)
    page.get_by_role("button", name="Make the packets").click()
    page.get_by_text("They wait for their turn.").wait_for()
    while jobs.work():
        pass
    page.get_by_role("link", name="Download them all (ZIP)").wait_for()
    look(page)
    assert Document.objects.count() == 3
