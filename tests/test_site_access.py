"""Every address of the site but the desk's own, tried by everyone; for the desk's see `test_desk_access`.

The table says what each role gets. An address that does not stand in it fails the test, so nobody adds a page without
saying who may open it. Each is asked as it is meant to be, by GET or by POST without contents; where both do something,
by both. Whatever is asked is undone, so everyone finds the site as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.template.backends.django import Template
from django.test import Client as Browser
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django.fixtures import Settings

from cases import jobs
from cases.counseling.models import Role
from cases.counseling.passing import make_link
from cases.crypto import seal
from cases.models import Report
from cases.reports import store
from cases.reports.letters import word

from .answered import begin
from .desk import agency, browser_of, client_of, staff

HOMEOWNERS = ("homeowner", "neighbor")  # whose case it is, and someone with another case
OUTSIDE = ("nobody", *HOMEOWNERS)
STAFF = ("stranger", "deactivated", "unproved", "counselor", "supervisor", "manager")
ROLES = (*OUTSIDE, *STAFF)
NOT_HERE, ONLY_POST = 404, 405
Row = Mapping[str, int]


def all_get(status: int) -> Row:
    return dict.fromkeys(ROLES, status)


def of_a_case(status: int, neighbor: int | None = None) -> Row:
    """Whoever has a case open gets this; everyone else, staff too, learns only that no case is open here."""
    return {**all_get(NOT_HERE), "homeowner": status, "neighbor": status if neighbor is None else neighbor}


def signed_in(status: int, **special: int) -> Row:
    """Of one's own account; whoever is not signed in is asked to. An account whose place on a staff was closed still
    has its own password, and none of the desk."""
    return {**dict.fromkeys(OUTSIDE, 302), **dict.fromkeys(STAFF, status), **special}


def signed_out(status: int) -> Row:
    """Of no use to someone who is in already: on to the desk."""
    return {**dict.fromkeys(OUTSIDE, status), **dict.fromkeys(STAFF, 302)}


OPEN, ON = all_get(200), all_get(302)
API = all_get(415)  # without contents in JSON there is nothing to work out
CASE, MINE = of_a_case(200), of_a_case(200, neighbor=NOT_HERE)
MEANS_NOTHING = of_a_case(400)  # a case is open, but nothing was sent

TABLE: dict[str, Row] = {
    # Public
    "GET home": OPEN,
    "GET about": OPEN,
    "GET privacy": OPEN,
    "GET robots": OPEN,
    "GET sitemap": OPEN,
    "GET healthz": OPEN,
    "GET readyz": OPEN,
    "GET metrics": all_get(NOT_HERE),  # opens to a monitor's token alone
    "GET calculators:index": OPEN,
    "GET calculators:calculator": OPEN,
    "GET states:index": OPEN,
    "GET states:compare": OPEN,
    "GET states:coverage": OPEN,
    "GET states:state": OPEN,
    "GET help:index": OPEN,
    "GET help:state": OPEN,
    "GET guides:index": OPEN,
    "GET guides:guide": OPEN,
    "GET glossary:index": OPEN,
    "GET glossary:term": OPEN,
    "GET api:page": OPEN,
    "GET api:openapi": OPEN,
    "GET api:list_calculators": OPEN,
    "GET api:list_states": OPEN,
    "GET api:read_state": OPEN,
    "POST api:assess": API,
    "POST api:compare": API,
    "POST api:questions": API,
    "POST api:calculate_deficiency": API,
    "POST api:calculate_wage_garnishment": API,
    "POST api:calculate_judgment": API,
    "POST api:calculate_vehicle": API,
    "POST api:calculate_cancelled_debt": API,
    "POST api:calculate_insolvency": API,
    "POST api:calculate_form_1099_c": API,
    "POST api:calculate_buy_again": API,
    "GET api/v1/<path:path>": all_get(NOT_HERE),
    "GET ^desk/.*/$": all_get(NOT_HERE),
    # The way into a case, and out of it
    "POST questionnaire:start": ON,
    "POST questionnaire:start_with": ON,
    "GET questionnaire:resume": OPEN,
    "POST questionnaire:resume": OPEN,  # asks for the code again
    "GET questionnaire:open": OPEN,  # a link by itself opens nothing: someone has to say so
    "POST questionnaire:open": OPEN,  # "this code opens nothing"
    "GET questionnaire:left": OPEN,
    "GET questionnaire:deleted": OPEN,
    "GET reports:open": OPEN,
    "POST reports:open": all_get(422),  # no file was sent
    # One person's case
    "GET questionnaire:next": of_a_case(302),
    "GET questionnaire:question": CASE,
    "POST questionnaire:question": CASE,  # asks again: nothing was chosen
    "GET questionnaire:more": of_a_case(302),
    "GET questionnaire:elsewhere": CASE,
    "GET questionnaire:urgent": of_a_case(302),
    "GET questionnaire:check": CASE,
    "GET questionnaire:save": CASE,
    "POST questionnaire:save": CASE,  # shows a code
    "GET questionnaire:delete": CASE,
    "POST questionnaire:delete": of_a_case(302),
    "GET results:answer": CASE,
    "GET results:calendar": CASE,
    "POST results:settle": MEANS_NOTHING,
    "GET results:ways": CASE,
    "GET what_if:page": CASE,
    "POST what_if:keep": of_a_case(422),
    "POST what_if:adopt": of_a_case(422),
    "POST what_if:change": MEANS_NOTHING,
    "GET settling:plan": CASE,
    "POST settling:plan": of_a_case(302),
    "GET checklist:show": CASE,
    "POST checklist:tick": MEANS_NOTHING,
    "GET letters:index": CASE,
    "GET letters:letter": CASE,
    "POST letters:letter": of_a_case(302),
    "GET letters:file": CASE,
    "GET reports:download": CASE,
    "GET reports:kept": MINE,
    "GET reports:papers": CASE,
    "POST reports:papers": of_a_case(422),
    "GET reports:progress": MINE,
    "POST reports:cancel": of_a_case(302, neighbor=NOT_HERE),
    "GET sharing:share": CASE,
    "POST sharing:share": CASE,  # nothing was agreed to
    "GET sharing:share_with": CASE,
    "POST sharing:share_with": CASE,
    "GET sharing:take_back": OPEN,  # for whoever holds the link that an agency made
    "POST sharing:take_back": ON,
    # Accounts of staff
    "GET account_login": signed_out(200),
    "POST account_login": signed_out(200),
    "GET account_signup": signed_out(200),  # "by invitation"
    "POST account_signup": signed_out(200),
    "GET account_inactive": OPEN,
    "GET account_reset_password": OPEN,
    "POST account_reset_password": OPEN,
    "GET account_reset_password_done": OPEN,
    "GET account_reset_password_from_key": OPEN,  # "used up"
    "POST account_reset_password_from_key": OPEN,
    "GET account_reset_password_from_key_done": OPEN,
    "GET account_logout": signed_in(200),
    "POST account_logout": ON,
    "GET account_reauthenticate": signed_in(200),
    "POST account_reauthenticate": signed_in(200),
    "GET account_change_password": signed_in(200),
    "POST account_change_password": signed_in(200),
    "GET mfa_authenticate": ON,  # between the password and the code; nobody here is
    "POST mfa_authenticate": ON,
    "GET mfa_login_webauthn": ON,
    "GET mfa_reauthenticate": signed_in(200, unproved=302),
    "POST mfa_reauthenticate": signed_in(200, unproved=302),
    "POST mfa_reauthenticate_webauthn": ON,
    "GET mfa_index": signed_in(200),
    # These change how one gets in: whoever is in is asked once more who they are.
    "GET mfa_activate_totp": ON,
    "POST mfa_activate_totp": ON,
    "GET mfa_deactivate_totp": signed_in(302, unproved=NOT_HERE),
    "POST mfa_deactivate_totp": signed_in(302, unproved=NOT_HERE),
    "GET mfa_list_webauthn": signed_in(200),
    "GET mfa_add_webauthn": ON,
    "POST mfa_add_webauthn": ON,
    "GET mfa_remove_webauthn": ON,
    "POST mfa_remove_webauthn": ON,
    "GET mfa_edit_webauthn": ON,
    "POST mfa_edit_webauthn": ON,
    "GET mfa_view_recovery_codes": signed_in(302, unproved=NOT_HERE),
    "GET mfa_generate_recovery_codes": ON,
    "POST mfa_generate_recovery_codes": ON,
    "GET mfa_download_recovery_codes": signed_in(302, unproved=NOT_HERE),
    "GET usersessions_list": signed_in(200),
    "POST usersessions_list": ON,
}

# What stands in for the parts of an address.
PARTS: dict[str, dict[str, Any]] = {
    "calculators:calculator": {"slug": "judgment"},
    "states:state": {"named": "alabama"},
    "help:state": {"named": "alabama"},
    "guides:guide": {"slug": "if-you-are-sued"},
    "glossary:term": {"slug": "deficiency-balance"},
    "api:read_state": {"code": "AL"},
    "questionnaire:start_with": {"slug": "judgment"},
    "questionnaire:open": {"code": "AAAA-BBBB-CCCC-DDDD"},
    "questionnaire:question": {"path": "property.acres"},
    "questionnaire:more": {"chapter": "tax"},
    "what_if:change": {"scenario": "none"},
    "letters:letter": {"kind": "debt-dispute", "loan": "first"},
    "letters:file": {"kind": "debt-dispute", "loan": "first", "form": "docx"},
    "reports:download": {"kind": "summary"},
    "account_reset_password_from_key": {"uidb36": "abc", "key": "def"},
    "mfa_remove_webauthn": {"pk": 1},
    "mfa_edit_webauthn": {"pk": 1},
}
NAMELESS = {"api/v1/<path:path>": "/api/v1/nowhere", "^desk/.*/$": "/desk/no/such/page/"}


def addresses(of: Any = None, space: str = "", route: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the site by its name; by its route where it has none."""
    for each in (of or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            yield from addresses(
                each, f"{space}{each.app_name}:" if each.app_name else space, route + str(each.pattern)
            )
        elif isinstance(each, URLPattern):
            yield f"{space}{each.name}" if each.name else route + str(each.pattern), each


class Site:
    """Someone of each role in front of the site."""

    def __init__(self) -> None:
        self.browser = Browser()
        self.parts = {name: dict(parts) for name, parts in PARTS.items()}
        self.cookies = {"nobody": SimpleCookie(), **self.of_homeowners(), **self.of_staff()}

    def of_staff(self) -> dict[str, SimpleCookie]:
        ours, manager = agency("Our Agency"), Role.MANAGER
        members = {
            "stranger": staff(agency("Far Away"), manager),
            "deactivated": staff(ours, manager, name="Della"),
            "unproved": staff(ours, manager, name="Una", second_factor=False),
            "counselor": staff(ours),
            "supervisor": staff(ours, Role.SUPERVISOR),
            "manager": staff(ours, manager),
        }
        token = make_link(members["counselor"], client_of(members["counselor"], facts={"state": "AZ"}))
        self.parts["sharing:take_back"] = {"token": token}
        self.parts["sharing:share_with"] = {"agency": ours.pk}
        members["deactivated"].active = False
        members["deactivated"].save()
        return {role: browser_of(each, proved=role != "unproved").cookies for role, each in members.items()}

    def of_homeowners(self) -> dict[str, SimpleCookie]:
        cookies = {}
        for role in HOMEOWNERS:
            browser = Browser()
            case = begin(browser, "judgment")
            cookies[role] = browser.cookies
            if role == "homeowner":
                sealed = seal(b"%PDF-1.7")
                kept = Report.objects.create(case=case, kind="full", digest="1", law_version="1", sealed=sealed)
                job = jobs.put("papers", "1", {"facts": {}}, 3, case)
                self.parts["reports:kept"] = {"report": kept.pk}
                self.parts["reports:progress"] = self.parts["reports:cancel"] = {"job": job.pk}
        return cookies

    def answer(self, role: str, asked: str) -> int:
        method, _, name = asked.partition(" ")
        address = NAMELESS.get(name) or reverse(name, kwargs=self.parts.get(name))
        self.browser.cookies = SimpleCookie({key: cookie.value for key, cookie in self.cookies[role].items()})
        with transaction.atomic():
            status = int(self.browser.generic(method, address).status_code)
            transaction.set_rollback(True)
        return status


def shown(table: Mapping[str, Row]) -> str:
    """A table as one reads it: an address a line, a role a column."""
    head = f"{'':44}" + "".join(f"{role:>12}" for role in ROLES)
    return "\n".join(
        [head, *(f"{name:44}" + "".join(f"{row[role]:>12}" for role in ROLES) for name, row in table.items())]
    )


def test_every_address_of_the_site_stands_in_a_table() -> None:
    everywhere = {name for name, _pattern in addresses() if not name.startswith("desk:")}
    assert everywhere == {asked.partition(" ")[2] for asked in TABLE}


def test_a_post_that_no_page_of_ours_sent_is_refused_at_every_address_but_the_api(settings: Settings) -> None:
    """The desk's addresses too. The API reads no cookie, so nobody can send it anything in another's name."""
    settings.CSRF_FAILURE_VIEW = "django.views.csrf.csrf_failure"
    assert "django.middleware.csrf.CsrfViewMiddleware" in settings.MIDDLEWARE
    guard = CsrfViewMiddleware(lambda request: HttpResponse())
    open_to_all = set()
    for name, pattern in addresses():
        request = RequestFactory(enforce_csrf_checks=True).post("/")
        guard.process_request(request)
        answer = guard.process_view(request, pattern.callback, (), {})
        if answer is None or answer.status_code != 403:
            open_to_all.add(name)
    assert open_to_all == {name for name, _pattern in addresses() if name.startswith("api")} - {"api:page"}


@pytest.fixture
def nothing_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who gets in is decided before a page or a paper is drawn, and drawing them a thousand times takes a minute."""

    def made(case: Any, kind: str, facts: Any) -> Report:
        return Report(case=case, kind=kind, digest="1" * 64, law_version="1", sealed=seal(b"%PDF-1.7"))

    monkeypatch.setattr(store, "make", made)
    monkeypatch.setattr(Template, "render", lambda *args, **kwargs: "")
    monkeypatch.setattr(word, "docx", lambda *args: b"")


@pytest.fixture
def files(settings: Settings, tmp_path: Path) -> None:
    """A folder, which can tell that it is there: /readyz asks."""
    folder = {"BACKEND": "config.storage.Folder", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": folder}


@pytest.mark.one_database
def test_every_address_answers_everyone_as_the_table_says(db: None, files: None, nothing_is_drawn: None) -> None:
    site = Site()
    found = {asked: {role: site.answer(role, asked) for role in ROLES} for asked in TABLE}
    assert found == TABLE, "\n" + shown({asked: row for asked, row in found.items() if row != TABLE[asked]})
