"""Packets for many clients: made by workers, paused, resumed, cancelled, each once, kept on each client's file."""

from __future__ import annotations

import base64
import io
import zipfile
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from cases import jobs
from cases.counseling.bulk import packets
from cases.counseling.bulk.zipping import apart, file_name
from cases.counseling.files import start_file
from cases.counseling.models import Batch, BatchItem, Client, Document, Membership, Role
from cases.models import Job

from .answered import CASES
from .desk import agency, browser_of, client_of, staff
from .drawn import text

pytestmark = pytest.mark.django_db
LOGO = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
WAITING, MADE, FAILED = "waiting", "made", "failed"


def post(browser: Browser, batch: Batch, **data: Any) -> Any:
    return browser.post(reverse("desk:packet", args=[batch.pk]), data)


def ordered(member: Membership, browser: Browser, papers: tuple[str, ...] = ("days",)) -> Batch:
    browser.post(reverse("desk:packets"), {"client": [str(pk) for pk in Client.objects.values_list("pk", flat=True)]})
    batch = Batch.objects.get()
    assert post(browser, batch, papers=papers).status_code == 302
    return Batch.objects.get()


def states(batch: Batch) -> list[str]:
    return list(batch.items.values_list("state", flat=True))


def work() -> None:
    while jobs.work():
        pass


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Packets that are not laid out: for whom they were drawn, in order."""
    drawn: list[str] = []

    def draw(order: packets.Order) -> bytes:
        drawn.append(order.client.name)
        if order.client.name == "Broken":
            raise ValueError
        return b"%PDF of " + order.client.name.encode()

    monkeypatch.setattr(packets.Order, "draw", draw)
    return drawn


@pytest.fixture
def many() -> tuple[Membership, Browser]:
    member = staff(agency())
    for name in ("Ann Bell", "Ben Carr", "Cy Dunn", "Di Egan", "Ed Foy", "Flo Gray"):
        client_of(member, name, CASES["barred"])
    return member, browser_of(member)


def test_a_packet_bears_the_agency_is_kept_on_the_file_and_comes_in_a_zip() -> None:
    home = agency()
    home.logo_png = LOGO
    home.save()
    member = staff(home)
    start_file(member, {"name": "María Muñoz", "reference": "HC/09 17"}, CASES["barred"])
    client_of(member, "Nobody Known")
    client_of(staff(home, name="Ben"), "Someone Else", CASES["barred"])
    browser = browser_of(member)
    batch = ordered(member, browser)
    assert "They wait for their turn." in browser.get(reverse("desk:packet", args=[batch.pk])).content.decode()
    work()
    page = browser.get(reverse("desk:packet", args=[batch.pk])).content.decode()
    assert "1 packet is made." in page and "1 client has none." in page
    assert "On these clients' files" in page
    assert "The file names no state yet" in page
    assert "Someone Else" not in page
    document = Document.objects.get()
    assert (document.client.name, document.paper, document.law_version != "") == ("María Muñoz", "packet", True)
    assert b"%PDF" not in document.file.read()
    said = text(document.content())
    assert said.index("Riverbend Housing") < said.index("The days that count")
    assert b"/Image" in document.content()
    assert [line.verb for line in document.client.activity.all()] == ["packet_made", "client_made"]
    response = browser.get(reverse("desk:packets_zip", args=[batch.pk]))
    files = zipfile.ZipFile(io.BytesIO(response.getvalue()))
    assert files.namelist() == ["HC-09-17-Munoz-M.pdf"]
    assert files.read("HC-09-17-Munoz-M.pdf") == document.content()


def test_it_is_paused_resumed_and_cancelled_and_what_is_made_stays(
    many: tuple[Membership, Browser], quick: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    member, browser = many
    batch = ordered(member, browser)
    assert batch.jobs.count() == packets.LANES
    jobs.work()
    post(browser, batch, wish="pause")
    work()
    assert states(batch).count(MADE) == len(quick) == 1
    page = browser.get(reverse("desk:packet", args=[batch.pk])).content.decode()
    assert "Paused after 1 of 6." in page and 'http-equiv="refresh"' not in page
    post(browser, batch, wish="resume")
    jobs.work()
    post(browser, batch, wish="cancel")
    work()
    assert states(batch).count(MADE) == 2
    page = browser.get(reverse("desk:packet", args=[batch.pk])).content.decode()
    assert "2 are made and kept, 4 are left." in page
    post(browser, batch, wish="again")
    work()
    assert states(batch) == [MADE] * 6
    assert sorted(quick) == sorted(each.name for each in Client.objects.all())
    assert Document.objects.count() == 6


def test_one_that_fails_stops_no_other_and_can_be_tried_again(
    many: tuple[Membership, Browser], quick: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    member, browser = many
    broken = client_of(member, "Broken", CASES["barred"])
    batch = ordered(member, browser)
    work()
    assert sorted(states(batch)) == [FAILED] + [MADE] * 6
    page = browser.get(reverse("desk:packet", args=[batch.pk])).content.decode()
    assert "Broken" in page and "Something went wrong on our side" in page and "Try these again" in page
    monkeypatch.setattr(packets.Order, "draw", lambda order: b"%PDF")
    post(browser, batch, wish="again")
    work()
    assert states(batch) == [MADE] * 7
    assert broken.documents.count() == 1


def test_whatever_a_killed_worker_left_is_taken_up_and_nothing_is_there_twice(
    many: tuple[Membership, Browser], quick: list[str]
) -> None:
    """Killed after the packet was written and before the step was: the next worker finds it made."""
    member, browser = many
    batch = ordered(member, browser)
    killed = jobs.take()
    assert killed is not None
    lane = jobs.Run(killed, lambda: False).payload["lane"]
    packets.make(batch, batch.items.filter(place=lane).get().pk)
    Job.objects.filter(pk=killed.pk).update(lease_until="2020-01-01T00:00:00Z")
    work()
    assert states(batch) == [MADE] * 6
    assert len(quick) == Document.objects.count() == 6
    item = batch.items.all()[0]
    BatchItem.objects.filter(pk=item.pk).update(state=WAITING)
    packets.make(batch, item.pk)  # the same content is not kept a second time
    assert Document.objects.count() == 6 and states(batch) == [MADE] * 6


def test_a_client_at_whom_workers_die_is_left_out(many: tuple[Membership, Browser], quick: list[str]) -> None:
    member, browser = many
    batch = ordered(member, browser)
    batch.items.filter(place=0).update(tries=packets.TRIES)
    work()
    assert sorted(states(batch)) == [FAILED] + [MADE] * 5


def test_others_are_let_in_between_two_clients(many: tuple[Membership, Browser], quick: list[str]) -> None:
    member, browser = many
    ordered(member, browser)
    far = staff(agency("Far Away"))
    theirs = client_of(far, "Zoe Young", CASES["barred"])
    browser_far = browser_of(far)
    browser_far.post(reverse("desk:packets"), {"client": [str(theirs.pk)]})
    post(browser_far, Batch.objects.get(member=far), papers=["days"])
    work()
    assert quick.index("Zoe Young") <= packets.LANES


def test_a_client_who_was_handed_over_is_not_drawn_and_not_given_out(
    many: tuple[Membership, Browser], quick: list[str]
) -> None:
    member, browser = many
    batch = ordered(member, browser)
    other = staff(member.agency, name="Ben")
    first, second = (item.client_id for item in batch.items.all()[:2])
    Client.objects.filter(pk=first).update(counselor=other)
    work()
    assert batch.items.get(client=first).reason == "not-yours"
    Client.objects.filter(pk=second).update(counselor=other)
    response = browser.get(reverse("desk:packets_zip", args=[batch.pk]))
    assert len(zipfile.ZipFile(io.BytesIO(response.getvalue())).namelist()) == 4
    boss = browser_of(staff(member.agency, Role.MANAGER))
    assert len(zipfile.ZipFile(io.BytesIO(boss.get(response.request["PATH_INFO"]).getvalue())).namelist()) == 5


def test_nobody_ticked_and_no_paper_chosen_are_told(many: tuple[Membership, Browser]) -> None:
    browser = many[1]
    stranger = client_of(staff(agency("Far Away")))
    for data in ({"client": [str(stranger.pk), "x"]}, {"who": "mine", "state": "OH"}, {}):
        assert "No client fits" in browser.post(reverse("desk:packets"), data).content.decode()
    browser.post(reverse("desk:packets"), {"who": "mine", "state": "AZ", "outcome": "barred"})
    batch = Batch.objects.get()
    assert batch.items.count() == 6
    nothing = post(browser, batch, papers=["counselor", "../x"])
    assert nothing.status_code == 422 and "Choose at least one paper" in nothing.content.decode()


def test_names_in_a_zip_are_safe_and_each_is_there_once() -> None:
    def named(name: str, reference: str = "") -> str:
        return file_name(Client(sealed_person=b"") if not name else with_person(name, reference))

    assert named("Ana-Sofía O'Brien", "../../etc") == "etc-O-Brien-A"
    assert named("王") == "client"
    assert list(apart(["a", "A", "b", "a"])) == ["a", "A-2", "b", "a-3"]


def with_person(name: str, reference: str) -> Client:
    client = Client()
    client.person.update(name=name, reference=reference)
    return client
