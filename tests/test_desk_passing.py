"""A homeowner's case taken over with their consent, and given back: two copies, apart."""

from __future__ import annotations

import re
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.utils import timezone

from cases.apart import Refused
from cases.counseling import passing
from cases.counseling.files import close
from cases.counseling.models import Client, Consent, Membership, ReturnLink
from cases.models import Case, Report

from .answered import CASES, begin
from .desk import agency, browser_of, client_of, staff

CODE = re.compile(r"\b(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}\b")
TAKE, SHARE = "/desk/clients/take/", "/case/share/"


@pytest.fixture
def carol(db: None) -> Membership:
    return staff(agency(), name="Carol Finch")


def code_of(homeowner: Browser) -> str:
    page = homeowner.post(SHARE, {"wish": "agree", "agreed": "on"}).content.decode()
    found = CODE.search(page)
    assert found is not None
    return found[0]


def take(member: Membership, code: str) -> Client | None:
    browser_of(member).post(TAKE, {"name": "Maria Muñoz", "code": code})
    return Client.objects.first()


def test_a_code_needs_consent_works_once_and_is_no_code_of_the_case(carol: Membership) -> None:
    homeowner = Browser()
    case = begin(homeowner, "limited")
    assert homeowner.post(SHARE, {"wish": "agree"}).status_code == 422
    assert not Consent.objects.exists()
    code = code_of(homeowner)
    assert "/resume/" not in homeowner.post("/resume/", {"code": code}).headers.get("Location", "")
    assert Browser().post("/resume/", {"code": code}).context["wrong"]
    client = take(carol, code.lower().replace("-", " "))
    assert client is not None
    assert (client.facts, client.name, client.counselor) == (case.facts, "Maria Muñoz", carol)
    answer = browser_of(carol).post(TAKE, {"name": "Again", "code": code})
    assert "This code opens nothing" in answer.content.decode()
    assert Client.objects.count() == 1
    assert client.activity.filter(verb="taken_by_code", member=carol).exists()


def test_a_new_code_voids_the_old_and_time_ends_it(carol: Membership) -> None:
    homeowner = Browser()
    begin(homeowner, "limited")
    first, second = code_of(homeowner), code_of(homeowner)
    assert take(carol, first) is None
    Consent.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert take(carol, second) is None


def test_both_see_what_became_of_the_copy(carol: Membership) -> None:
    homeowner = Browser()
    case = begin(homeowner, "limited")
    client = take(carol, code_of(homeowner))
    assert client is not None
    page = homeowner.get(SHARE).content.decode()
    assert "Riverbend Housing" in page
    assert "kept for 36 months" in page
    close(carol, client)
    assert "The copy is kept until" in homeowner.get(SHARE).content.decode()
    consent = str(case.consents.get().pk)
    homeowner.post(SHARE, {"wish": "withdraw", "consent": consent})
    assert "The agency has been told" in homeowner.get(SHARE).content.decode()
    assert "took the consent back" in browser_of(carol).get(f"/desk/clients/{client.pk}/").content.decode()
    other = Browser()
    begin(other, "bare")
    Consent.objects.update(withdrawn_at=None)
    other.post(SHARE, {"wish": "withdraw", "consent": consent})
    assert Consent.objects.get().withdrawn_at is None  # nobody takes back what another gave


def test_each_side_is_deleted_alone(carol: Membership) -> None:
    homeowner = Browser()
    case = begin(homeowner, "limited")
    client = take(carol, code_of(homeowner))
    assert client is not None
    Report.objects.create(case=case, kind="full", digest="d", law_version="v", sealed=b"s")
    code_of(homeowner)
    homeowner.post("/case/delete/")
    assert not Case.objects.exists()
    assert not Report.objects.exists()
    consent = Consent.objects.get()  # the unused code went with the case
    assert (consent.case, consent.client) == (None, client)
    client.refresh_from_db()
    assert client.facts == CASES["limited"]
    page = browser_of(carol).get(f"/desk/clients/{client.pk}/").content.decode()
    assert "Their own case was deleted on" in page
    client.delete()
    assert Consent.objects.get().client is None


def test_a_pdf_is_taken_over_when_the_homeowner_agreed(carol: Membership) -> None:
    browser = browser_of(carol)
    facts = CASES["two-loans"]

    def pdf() -> SimpleUploadedFile:
        return SimpleUploadedFile("copy.pdf", b"%PDF-1.7", "application/pdf")

    with patch("cases.reports.opening.facts_in", return_value=facts):
        unasked = browser.post(TAKE, {"name": "Maria", "copy": pdf()})
        assert "Ask the homeowner first" in unasked.content.decode()
        assert "one of the two" in browser.post(TAKE, {"name": "Maria"}).content.decode()
        browser.post(TAKE, {"name": "Maria", "copy": pdf(), "agreed": "on"})
    client = Client.objects.get()
    assert (client.facts, client.consents.get().way) == (facts, "pdf")
    with patch("cases.reports.opening.facts_in", side_effect=Refused("Not one of ours.")):
        answer = browser.post(TAKE, {"name": "Maria", "copy": pdf(), "agreed": "on"})
    assert (answer.status_code, "Not one of ours." in answer.content.decode()) == (422, True)
    assert Client.objects.count() == 1


def test_a_link_gives_the_client_a_copy_once(carol: Membership) -> None:
    client = client_of(carol, facts=CASES["limited"])
    page = browser_of(carol).post(f"/desk/clients/{client.pk}/link/").content.decode()
    found = re.search(r"/copy/[\w-]+/", page)
    assert found is not None
    link, homeowner = found[0], Browser()
    assert "Maria" not in homeowner.get(link).content.decode()
    assert not Case.objects.exists()  # looking opens nothing
    assert homeowner.post(link)["Location"] == "/case/answer/"
    assert Case.objects.get().facts == client.facts
    assert Browser().post(link).status_code == Browser().get("/copy/guess/").status_code == 404
    assert client.activity.filter(verb="link_used", member=None).exists()
    assert Case.objects.count() == 1


def test_a_link_that_was_taken_back_or_is_old_opens_nothing(carol: Membership) -> None:
    client = client_of(carol, facts=CASES["limited"])
    token = passing.make_link(carol, client)
    colleague, link = staff(carol.agency, name="Cole"), ReturnLink.objects.get()
    where = f"/desk/clients/{client.pk}/link/{link.pk}/revoke/"
    assert browser_of(colleague).post(where).status_code == 404
    assert passing.link_of(token) == link
    browser_of(carol).post(where)
    assert passing.link_of(token) is None
    late = passing.make_link(carol, client)
    ReturnLink.objects.update(expires_at=timezone.now())
    assert passing.give_back(late) is None
