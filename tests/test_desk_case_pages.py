"""The pages of a case on a client's file: the same pages, the agency's record, nobody else's."""

from __future__ import annotations

import re

import pytest
from django.test import Client as Browser
from django.urls import reverse

from cases.counseling.models import Activity, Client, Document, Membership, Role
from cases.models import Case

from .answered import CASES, begin
from .desk import agency, browser_of, client_of, staff

PAGES = (
    "answer/",
    "ways/",
    "what-if/",
    "settle/",
    "letters/",
    "checklist/",
    "check/",
    "question/property.acres/",
)


@pytest.fixture
def carol(db: None) -> Membership:
    return staff(agency(), name="Carol Finch")


@pytest.fixture
def client(carol: Membership) -> Client:
    return client_of(carol, facts=CASES["limited"])


def at(client: Client, page: str) -> str:
    return f"/desk/clients/{client.pk}/case/{page}"


def test_every_page_of_a_case_opens_on_a_client_and_leads_to_the_same_client(carol: Membership, client: Client) -> None:
    browser = browser_of(carol)
    for page in PAGES:
        answer = browser.get(at(client, page))
        text = answer.content.decode()
        assert answer.status_code == 200, page
        assert "back to the file" in text, page
        links = re.findall(r'(?:href|action)="(/[^"#?]*)', text)
        assert not [link for link in links if link.startswith(("/case/", "/resume/"))], page
        assert "question" in page or any(link.startswith(at(client, "")) for link in links), page
        assert "/privacy/" in links, page
    assert reverse("results:answer") == "/case/answer/"  # nothing of it stays behind
    assert Activity.objects.filter(client=client, verb="client_opened").count() == 1


def test_what_is_changed_there_is_the_files_and_is_remembered(carol: Membership, client: Client) -> None:
    browser = browser_of(carol)
    answer = browser.post(at(client, "question/property.acres/"), {"answer": "3", "then": ""})
    assert answer["Location"].startswith(at(client, ""))
    client.refresh_from_db()
    assert (client.facts["property"]["acres"], client.version) == ("3.0", 2)
    line = client.activity.get(verb="facts_changed")
    assert (line.member, line.detail) == (carol, {"pages": ["property.acres"]})
    browser.post(at(client, "question/property.acres/"), {"answer": "4", "then": "save"}, follow=True)
    client.refresh_from_db()
    assert client.version == 3
    assert not Case.objects.exists()


def test_pages_about_codes_and_deletion_are_the_homeowners_alone(carol: Membership, client: Client) -> None:
    browser = browser_of(carol)
    for page in ("delete/", "start/", "deleted/", "nothing/", "../../../staff/"):
        assert browser.get(at(client, page)).status_code == 404, page
    assert browser.get(at(client, "save/"))["Location"] == f"/desk/clients/{client.pk}/"
    assert browser.get(at(client, "report/kept/00000000-0000-0000-0000-000000000000/")).status_code == 404


def test_a_homeowners_case_in_the_same_browser_stays_apart(carol: Membership, client: Client) -> None:
    browser = browser_of(carol)
    case = begin(browser, "bare")
    assert "Arizona" in browser.get(at(client, "answer/")).content.decode()
    assert "Texas" in browser.get("/case/check/").content.decode()
    browser.post(at(client, "question/property.acres/"), {"answer": "3", "then": ""})
    case.refresh_from_db()
    assert case.facts == CASES["bare"]
    homeowner = Browser()
    begin(homeowner, "bare")
    assert homeowner.get(at(client, "answer/")).status_code == 404


def test_a_closed_access_ends_it_at_once(carol: Membership, client: Client) -> None:
    browser = browser_of(carol)
    carol.active = False
    carol.save()
    assert browser.get(at(client, "answer/")).status_code == 404
    answer = browser.post(at(client, "question/property.acres/"), {"answer": "3", "then": ""})
    assert answer.status_code == 404
    colleague = staff(carol.agency, Role.COUNSELOR, name="Cole")
    assert browser_of(colleague).get(at(client, "answer/")).status_code == 404


def test_a_paper_bears_the_agencys_head_and_is_kept_on_the_file(carol: Membership, client: Client) -> None:
    browser = browser_of(carol)
    pdf = browser.get(at(client, "report/summary.pdf"))
    assert pdf.content.startswith(b"%PDF")
    paper = Document.objects.get(client=client)
    assert (paper.paper, paper.content()) == ("summary", pdf.content)
    assert "Riverbend Housing" in client.paper_head
    assert browser.get(at(client, "report/summary.pdf")).content == pdf.content
    assert Document.objects.count() == 1
    assert client.activity.filter(verb="paper_made").count() == 1
    assert browser.get(at(client, f"report/kept/{paper.pk}/")).content == pdf.content
