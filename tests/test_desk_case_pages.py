"""The pages of a case on a client's file: the same pages, the agency's record, nobody else's."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from django.test import Client as Browser
from django.urls import reverse

from cases import jobs
from cases.counseling.files import delete_file
from cases.counseling.models import Activity, Client, Document, Membership, Role
from cases.models import Case, Job

from .answered import CASES, begin
from .desk import agency, browser_of, client_of, staff
from .drawn import text

PAGES = (
    "answer/",
    "ways/",
    "what-if/",
    "settle/",
    "letters/",
    "checklist/",
    "papers/",
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


def test_several_papers_are_made_for_the_file_by_a_worker_and_kept_there(carol: Membership, client: Client) -> None:
    browser, where = browser_of(carol), at(client, "papers/")
    there = browser.post(where, {"papers": ["days"], "form": "set-apart"})["Location"]
    assert there.startswith(where)
    assert "They wait for their turn." in browser.get(there).content.decode()
    assert browser_of(staff(carol.agency, name="Cole")).get(there).status_code == 404
    assert jobs.work()
    paper = Document.objects.get(client=client)
    assert (paper.paper, paper.added_by, paper.about["type"]) == ("set-apart", carol, "application/zip")
    ready = browser.get(there).content.decode()
    assert "kept on the file" in ready and at(client, f"report/kept/{paper.pk}/") in ready
    content = browser.get(at(client, f"report/kept/{paper.pk}/")).content
    packed = zipfile.ZipFile(io.BytesIO(content))
    assert packed.namelist() == ["01-days.pdf", "01-days.ics"]
    assert "Riverbend Housing" in text(packed.read("01-days.pdf"))
    assert client.activity.filter(verb="paper_made", member=carol).count() == 1
    assert "Several papers as separate files" in browser.get(where).content.decode()


def test_a_set_is_cancelled_and_nothing_is_made_for_whoever_lost_the_file_or_when_it_is_gone(
    carol: Membership, client: Client
) -> None:
    browser, where = browser_of(carol), at(client, "papers/")
    there = browser.post(where, {"papers": ["days"], "form": "set"})["Location"]
    assert browser.post(f"{there}cancel/")["Location"] == there
    assert not jobs.work()
    browser.post(where, {"papers": ["days"], "form": "set"})
    Client.objects.filter(pk=client.pk).update(counselor=staff(carol.agency, name="Cole"))
    assert jobs.work()
    job = Job.objects.get()
    assert (job.state, bytes(job.sealed), Document.objects.count()) == (Job.State.CANCELLED, b"", 0)
    delete_file(client)
    assert not Job.objects.exists()
