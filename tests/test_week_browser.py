"""A week at the desk in a real browser: Carol is invited, takes clients in, works with them, and hands them over."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pytest_django.live_server_helper import LiveServer

from cases import jobs
from cases.counseling.bulk import packets
from cases.counseling.files import new_file, start_files
from cases.counseling.models import BatchItem, Client, Membership, Role
from cases.reports import paper

from .answered import CASES
from .desk import PASSWORD, agency, staff
from .drawn import short_copy
from .test_desk_accounts import code

if TYPE_CHECKING:
    from playwright.sync_api import Page

CLIENTS = 200
BEFORE_THE_PAUSE = 3
NAMES = ("Ann", "Ben", "Cy", "Di", "Ed", "Flo", "Gus", "Ida")


class Desk:
    """Someone's browser at the desk."""

    def __init__(self, page: Page, server: str) -> None:
        self.page, self.server = page, server
        page.set_default_timeout(30_000)  # a worker draws in this process at the same time

    def goto(self, path: str) -> None:
        answer = self.page.goto(f"{self.server}{path}")
        assert answer is not None and answer.ok, (path, answer and answer.status)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).first.click()

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=name, exact=True).first.click()

    def says(self, *words: str) -> None:
        told = self.page.inner_text("main")
        for each in words:
            assert each in told, (self.page.url, each, told[:600])

    def sign_in(self, member: Membership) -> None:
        self.goto("/desk/account/sign-in/")
        self.page.fill("[name=login]", member.user.email)
        self.page.fill("[name=password]", PASSWORD)
        self.press("Sign in")
        self.page.fill("[name=code]", code())
        self.press("Sign in")


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The first packet is drawn, the others are stand-ins: what is tried is the work on two hundred, not the pen."""
    draw, done = packets.Order.draw, []

    def quick(order: packets.Order) -> bytes:
        done.append(order.client.name)
        return draw(order) if len(done) == 1 else b"%PDF-1.7 of " + order.client.name.encode()

    monkeypatch.setattr(packets.Order, "draw", quick)
    return done


@pytest.fixture
def manager(page: Page, live_server: LiveServer) -> Iterator[Desk]:
    """Dana, the manager, signed in in a browser of her own."""
    assert page.context.browser is not None
    context = page.context.browser.new_context(viewport={"width": 1280, "height": 900})
    ours = agency()
    desk = Desk(context.new_page(), live_server.url)
    desk.sign_in(staff(ours, Role.MANAGER, name="Dana Reyes"))
    staff(ours, name="Ben Oyelaran")
    yield desk
    context.close()


def test_a_week_at_the_desk(
    page: Page, live_server: LiveServer, manager: Desk, drawn: list[str], tmp_path: Path
) -> None:
    carol = Desk(page, live_server.url)
    invited(manager, carol)
    maria = taken_in(carol)
    taken_over_by_pdf(carol, tmp_path)
    compared(carol, maria)
    noted(carol, maria)
    packets_for_two_hundred(carol, drawn)
    told_to_funders(manager)
    handed_over(manager, carol)


def invited(manager: Desk, carol: Desk) -> None:
    """Monday: the manager sends a link; Carol chooses a password and a second factor."""
    manager.goto("/desk/staff/")
    manager.page.fill("[name=email]", "carol@example.org")
    manager.page.locator("main form .button").first.click()
    link = re.search(r"/desk/join/[\w-]+/", manager.page.inner_text(".address"))
    assert link is not None
    carol.goto(link[0])
    carol.page.fill("[name=name]", "Carol Beck")
    for field in ("password1", "password2"):
        carol.page.fill(f"[name={field}]", PASSWORD)
    carol.page.locator("main form .button").first.click()
    carol.follow("Set up an app")
    carol.page.fill("[name=code]", code(carol.page.inner_text("#totp-key")))
    carol.page.locator("main form .button").first.click()
    carol.page.get_by_role("link", name="to my desk").click()
    carol.says("No clients yet")


def taken_in(carol: Desk) -> Client:
    """A client on the telephone: a name, then the questions of one form, which the state's law adds to."""
    carol.follow("New client")
    carol.page.fill("[name=name]", "Maria Muñoz")
    carol.page.fill("[name=phone]", "(520) 555-0142")
    carol.press("Begin the file")
    carol.page.select_option("[name=state-answer]", "AZ")
    carol.press("Save")
    carol.page.select_option("[name=stage-answer]", "behind")
    carol.page.fill("[name='property.fair_market_value-answer']", "250000")
    carol.press("Save and go to the file")
    carol.says("Arizona")
    return Client.objects.get()


def taken_over_by_pdf(carol: Desk, tmp_path: Path) -> None:
    """A homeowner brings the copy that they made at home."""
    carol.goto("/desk/clients/take/")
    carol.page.fill("[name=name]", "Tom Okafor")
    copy = tmp_path / "copy.pdf"
    copy.write_bytes(short_copy("barred"))
    carol.page.set_input_files("[name=copy]", copy)
    carol.page.check("[name=agreed]")
    carol.press("Take it over")
    carol.says("The case is taken over", "from the homeowner's PDF", "Arizona")


def compared(carol: Desk, client: Client) -> None:
    """Tuesday: the ways out, side by side, on the client's file."""
    carol.goto(f"/desk/clients/{client.pk}/")
    carol.follow("Ways out")
    carol.says("Your ways out, side by side", "short sale")
    assert "Maria Muñoz" in carol.page.inner_text(".at-desk")


def noted(carol: Desk, client: Client) -> None:
    """Wednesday: what was said on the telephone, dated and signed."""
    carol.goto(f"/desk/clients/{client.pk}/")
    carol.page.get_by_text("Write a note").click()
    carol.page.fill("[name=text]", "Called the servicer: the application is complete.")
    carol.press("Keep")
    carol.says("Called the servicer: the application is complete.", "Carol Beck, ")


def packets_for_two_hundred(carol: Desk, drawn: list[str]) -> None:
    """Thursday: a paper for each of two hundred, made by a worker, stopped in between, fetched in one file."""
    member = Membership.objects.get(user__email="carol@example.org")
    more = [f"{name} Number{number}" for number in range(CLIENTS // len(NAMES)) for name in NAMES][: CLIENTS - 2]
    start_files(member, [new_file(member, {"name": name}, CASES["barred"]) for name in more])
    carol.goto("/desk/")
    carol.says(f"{CLIENTS} clients")
    carol.page.check("[name=everyone]")
    carol.press("Make packets")
    carol.page.uncheck(f"[name=papers][value={paper.SUMMARY}]")
    carol.page.check(f"[name=papers][value={paper.DAYS}]")
    carol.press("Make the packets")
    carol.says("They wait for their turn.")
    while len(drawn) < BEFORE_THE_PAUSE:
        assert jobs.work()
    carol.press("Pause")
    carol.says(f"Paused after {BEFORE_THE_PAUSE} of {CLIENTS}.")
    assert not jobs.work(), "nothing is made while it is paused"
    carol.press("Go on")
    while jobs.work():
        pass
    carol.page.reload()
    carol.says(f"{CLIENTS} packets are made.")
    with carol.page.expect_download() as fetched:
        carol.follow("Download them all (ZIP)")
    files = zipfile.ZipFile(io.BytesIO(fetched.value.path().read_bytes()))
    assert len(files.namelist()) == len(drawn) == CLIENTS == BatchItem.objects.exclude(document=None).count()


def told_to_funders(manager: Desk) -> None:
    """Friday: what the agency did, in the rows of HUD's form."""
    manager.goto("/desk/")
    manager.follow("Reports")
    manager.says("Report to funders", "Activity by month")


def handed_over(manager: Desk, carol: Desk) -> None:
    """Friday: Ben takes all of Carol's clients, and she sees none any more."""
    manager.goto("/desk/")
    manager.page.check("[name=everyone]")
    manager.page.select_option("[name=to]", label="Ben Oyelaran")
    manager.press("Hand over")
    assert set(Client.objects.values_list("counselor__user__name", flat=True)) == {"Ben Oyelaran"}
    carol.goto("/desk/")
    carol.says("No clients yet")
