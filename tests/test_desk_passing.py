"""A homeowner's case taken over with their consent, and given back: two copies, apart."""

from __future__ import annotations

import re
from copy import deepcopy
from datetime import timedelta
from decimal import Decimal
from typing import Any
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.utils import timezone
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cases.apart import Refused
from cases.counseling import bringing, passing
from cases.counseling.files import close
from cases.counseling.models import Client, Consent, Membership, ReturnLink
from cases.models import Case, Report
from cases.questionnaire import pages, paths

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


def test_a_code_for_one_agency_names_it_before_the_homeowner_agrees_and_opens_nothing_to_another(
    carol: Membership,
) -> None:
    homeowner, theirs = Browser(), staff(agency("Far Away"))
    begin(homeowner, "limited")
    offered = re.search(r"/case/share/[\w-]{36}/", browser_of(carol).get(TAKE).content.decode())
    assert offered is not None
    asked = homeowner.get(offered[0]).content.decode()
    assert "I agree that Riverbend Housing copies my answers" in asked
    assert "12 Mill Street" in asked and "for 36 months after it is closed" in asked
    page = homeowner.post(offered[0], {"wish": "agree", "agreed": "on"}).content.decode()
    code = CODE.search(page)
    assert code is not None and "only for Riverbend Housing" in page
    assert take(theirs, code[0]) is None
    assert take(carol, code[0]) is not None
    assert Browser().get(offered[0]).status_code == 404


def brought(member: Membership, client: Client, facts: dict[str, Any], case: Browser | None = None) -> str:
    """Lay a homeowner's case by, and see it beside the file."""
    homeowner = case or Browser()
    start_in(homeowner, facts)
    answer = browser_of(member).post(f"/desk/clients/{client.pk}/bring/", {"code": code_of(homeowner)}, follow=True)
    return answer.content.decode()


def start_in(homeowner: Browser, facts: dict[str, Any]) -> Case:
    case = begin(homeowner, "bare")
    case.kept["facts"], case.kept["asked"] = facts, []
    case.write()
    return case


def test_a_homeowners_case_fills_a_file_and_what_differs_is_chosen(carol: Membership) -> None:
    ours = {"state": "AZ", "stage": "sold", "property": {"acres": "0.2"}}
    theirs = {"state": "AZ", "stage": "sued", "property": {"acres": "0.2", "units": 1, "occupancy": "rental"}}
    client, browser = client_of(carol, facts=ours), browser_of(carol)
    page = brought(carol, client, theirs)
    client.refresh_from_db()
    assert client.facts == ours  # nothing is changed yet, and nothing is lost when the page is closed
    assert "These differ" in page and "These are new" in page
    assert client.consents.get().taken_at is not None
    where = f"/desk/clients/{client.pk}/brought/"
    assert where in browser.get(f"/desk/clients/{client.pk}/").content.decode()
    assert browser.get(f"/desk/clients/{client.pk}/bring/")["Location"] == where
    names = re.findall(r'name="(keep:[^"]+)" value="theirs"', page)
    assert len(names) == 1
    stale = browser.post(where, {"version": client.version - 1, names[0]: "theirs"})
    assert stale.status_code == 409 and "changed meanwhile" in stale.content.decode()
    browser.post(where, {"version": client.version, names[0]: "theirs"})
    client.refresh_from_db()
    assert (client.facts["stage"], client.stage) == ("sued", "sued")
    assert client.facts["property"] == {"acres": "0.2", "units": 1, "occupancy": "rental"}
    assert bringing.BROUGHT not in client.kept
    assert client.activity.filter(verb="answers_brought", member=carol).exists()
    assert browser.get(where)["Location"] == f"/desk/clients/{client.pk}/"


def test_nothing_is_written_before_every_difference_is_chosen_and_what_has_no_place_is_told(carol: Membership) -> None:
    ours = {"state": "AZ", "stage": "sold", "disposition": {"kind": "short_sale"}}
    client, theirs = client_of(carol, facts=ours), {**CASES["two-loans"], "state": "OH"}
    homeowner = Browser()
    page = brought(carol, client, theirs, homeowner)
    assert "Take my consent back" in homeowner.get(SHARE).content.decode()
    assert "have no place in this file" in page and "nonjudicial_foreclosure" in page and "Ohio" in page
    where, version = f"/desk/clients/{client.pk}/brought/", Client.objects.get().version
    again = browser_of(carol).post(where, {"version": version})  # as if the choice had not been shown
    assert again.status_code == 409 and "choose those too" in again.content.decode()
    browser_of(carol).post(where, {"wish": "leave"})
    client.refresh_from_db()
    assert (client.facts, bringing.BROUGHT in client.kept) == (ours, False)
    told = homeowner.get(SHARE).content.decode()
    assert "The agency did not keep this copy" in told and "Take my consent back" not in told
    assert "Left out of this file" in browser_of(carol).get(f"/desk/clients/{client.pk}/").content.decode()


@given(st.sampled_from(sorted(CASES)), st.sampled_from(sorted(CASES)))
@example("limited", "limited")
@settings(max_examples=12)
def test_of_two_records_nothing_is_lost_without_a_word(ours: str, theirs: str) -> None:
    """Without a choice the file keeps every answer of its own, and everything that the homeowner's copy says stands in
    the file now, or is shown as differing or left out."""
    client = Client()
    client.kept["facts"] = deepcopy(CASES[ours])
    bringing.lay_by(client, {"facts": CASES[theirs]})
    merged = bringing.compare(client)
    after = merged.kept["facts"]
    for path in paths.known(CASES[ours]):
        before, now = paths.get(CASES[ours], path), paths.get(after, path)
        assert now == before or Decimal(now) == Decimal(before), path
    told = len(merged.differing) + len(merged.left_out)
    missing = [path for path in paths.known(CASES[theirs]) if path != "as_of" and paths.get(after, path) is None]
    assert len({pages.page_of(path) for path in missing}) <= told
    if ours == theirs:
        assert merged.alike
