"""Every address of the desk, tried by everyone.

The table says what each role gets. An address that stands in `cases.counseling.urls` and not here fails the test, so
nobody adds a page without saying who may open it. For a page of one client the client is the counselor's; the address
gets its keys by name from `keys`.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse
from django.test import Client as Browser
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from cases import jobs
from cases.counseling import access, account_urls, feed
from cases.counseling.access import PROVED, with_client
from cases.counseling.bulk.choosing import gather
from cases.counseling.invitations import invite
from cases.counseling.models import (
    Batch,
    Client,
    Document,
    Invitation,
    Membership,
    Note,
    ReturnLink,
    Role,
    SavedView,
    Task,
)
from cases.counseling.passing import make_link

from .answered import begin
from .desk import PASSWORD, agency, browser_of, client_of, staff

OUTSIDE = ("nobody", "homeowner", "stranger", "deactivated")
INSIDE = ("colleague", "counselor", "supervisor", "manager")
ROLES = (*OUTSIDE, "unproved", *INSIDE)
NOT_HERE, ONLY_THE_OTHER = 404, 405  # it takes GET alone, or POST


def row(**special: int) -> dict[str, int]:
    """What each role gets: 200 inside, "not here" outside, on to the second factor without one; but for `special`."""
    usual = {**dict.fromkeys(OUTSIDE, NOT_HERE), "unproved": 302, **dict.fromkeys(INSIDE, 200)}
    return usual | special


def ours(**special: int) -> dict[str, int]:
    """The same for a page that shows each agency its own: a stranger there is a manager at home."""
    return row(**{"stranger": 200, **special})


def everyone(status: int) -> dict[str, int]:
    return dict.fromkeys(ROLES, status)


# Every agency has its own; within it these roles get in.
STAFF = ours()
SUPERVISORS = ours(colleague=NOT_HERE, counselor=NOT_HERE)
MANAGERS = ours(colleague=NOT_HERE, counselor=NOT_HERE, supervisor=NOT_HERE)
# A page of one client: its counselor, and who supervises.
CLIENT = row(colleague=NOT_HERE)

# An entry an address, by its name: what GET answers. The first page alone asks a stranger to sign in.
GET: dict[str, dict[str, int]] = {
    "desk:home": ours(nobody=302, homeowner=302),
    "desk:stay": {**dict.fromkeys(ROLES, 204), "nobody": NOT_HERE, "homeowner": NOT_HERE},
    "desk:join": everyone(200),  # for whoever holds the link
    "desk:new": STAFF,
    "desk:take": STAFF,
    "desk:client": CLIENT,
    "desk:contact": CLIENT,
    "desk:bring": CLIENT,
    "desk:brought": {**CLIENT, **dict.fromkeys(("counselor", "supervisor", "manager"), 302)},  # nothing waits
    "desk:intake": CLIENT,
    "desk:change_note": {**CLIENT, **dict.fromkeys(("supervisor", "manager"), NOT_HERE)},  # its author's alone
    "desk:change_task": CLIENT,
    "desk:document": CLIENT,
    "desk:rename_document": CLIENT,
    "desk:delete_document": CLIENT,
    "desk:history": CLIENT,
    "desk:delete": {**CLIENT, "counselor": NOT_HERE},
    "desk:law": CLIENT,
    "desk:work": CLIENT,
    "desk:board": STAFF,
    "desk:me": STAFF,
    "desk:calendar": everyone(200),  # for whoever holds the link
    "desk:record": CLIENT,
    "desk:funders": SUPERVISORS,
    "desk:file_gaps": STAFF,
    "desk:staff": MANAGERS,
    "desk:person": {**MANAGERS, "stranger": NOT_HERE},
    "desk:import": STAFF,
    "desk:import_template": {**STAFF},
    "desk:import_one": CLIENT,  # of a batch: whoever asked for it, and who supervises
    "desk:import_faults": CLIENT,
    "desk:export": STAFF,
    "desk:export_one": CLIENT,
    "desk:export_agency": MANAGERS,
    "desk:packets": STAFF,
    "desk:packet": CLIENT,
    "desk:packets_zip": {**CLIENT, **dict.fromkeys(("counselor", "supervisor", "manager"), 302)},  # nothing made yet
    "desk:agency": MANAGERS,
    "desk:logo": {**STAFF, "stranger": NOT_HERE},  # an agency without a logo has none to show
}
# The pages of a case on a client's file, by their place below "desk:work": what GET answers.
WORK: dict[str, dict[str, int]] = {
    "papers/": CLIENT,
    "papers/{job}/": CLIENT,
    "papers/{job}/cancel/": {**CLIENT, **dict.fromkeys(("counselor", "supervisor", "manager"), 405)},
}
NOT_OURS = ("nobody", "homeowner", "deactivated")
# Addresses that take only POST: what they answer to one without contents. Where it changes who may see clients, it asks
# first who that is (302).
ASKED = {role: 302 if status == 200 else status for role, status in MANAGERS.items()}
POST: dict[str, dict[str, int]] = {
    "desk:add_note": {**CLIENT, **dict.fromkeys(("counselor", "supervisor", "manager"), 422)},  # nothing was typed
    "desk:add_task": {**CLIENT, **dict.fromkeys(("counselor", "supervisor", "manager"), 422)},
    "desk:add_document": {**CLIENT, **dict.fromkeys(("counselor", "supervisor", "manager"), 422)},
    "desk:settle_task": {**CLIENT, **dict.fromkeys(("counselor", "supervisor", "manager"), 302)},
    "desk:standing": {**CLIENT, **dict.fromkeys(("counselor", "supervisor", "manager"), 302)},
    "desk:make_link": CLIENT,
    "desk:revoke_link": {**CLIENT, **dict.fromkeys(("counselor", "supervisor", "manager"), 302)},
    "desk:give": {**ASKED, "supervisor": 302},
    "desk:board-done": row(
        **dict.fromkeys((*INSIDE, "stranger"), NOT_HERE)  # no such day
    ),
    "desk:calendar-link": {**STAFF, **dict.fromkeys((*INSIDE, "stranger"), 302)},
    "desk:keep-view": dict.fromkeys(("stranger", "unproved", *INSIDE), 302) | dict.fromkeys(NOT_OURS, NOT_HERE),
    "desk:drop-view": {**dict.fromkeys(ROLES, NOT_HERE), "counselor": 302, "unproved": 302},
    "desk:invite": ASKED,
    "desk:import_undo": {role: 302 if status == 200 else status for role, status in STAFF.items()},
    "desk:withdraw": {**ASKED, "stranger": NOT_HERE},
}


# Addresses of accounts: what they answer to someone who is not signed in. Signed in, everyone sees only their own.
OPEN, TO_SIGN_IN = 200, 302
ACCOUNTS = {
    "account_login": OPEN,
    "account_signup": OPEN,  # "by invitation"
    "account_inactive": OPEN,
    "account_reset_password": OPEN,
    "account_reset_password_done": OPEN,
    "account_reset_password_from_key": OPEN,  # "used up"
    "account_reset_password_from_key_done": OPEN,
    "account_logout": TO_SIGN_IN,
    "account_reauthenticate": TO_SIGN_IN,
    "account_change_password": TO_SIGN_IN,
    "mfa_authenticate": TO_SIGN_IN,
    "mfa_login_webauthn": TO_SIGN_IN,
    "mfa_reauthenticate": TO_SIGN_IN,
    "mfa_reauthenticate_webauthn": TO_SIGN_IN,
    "mfa_index": TO_SIGN_IN,
    "mfa_activate_totp": TO_SIGN_IN,
    "mfa_deactivate_totp": TO_SIGN_IN,
    "mfa_list_webauthn": TO_SIGN_IN,
    "mfa_add_webauthn": TO_SIGN_IN,
    "mfa_remove_webauthn": TO_SIGN_IN,
    "mfa_edit_webauthn": TO_SIGN_IN,
    "mfa_view_recovery_codes": TO_SIGN_IN,
    "mfa_generate_recovery_codes": TO_SIGN_IN,
    "mfa_download_recovery_codes": TO_SIGN_IN,
    "usersessions_list": TO_SIGN_IN,
}


def batch_of(member: Membership, kind: Batch.Kind) -> Batch:
    """A batch of the member's clients, not begun."""
    return gather(member, kind, Client.objects.for_member(member))


def import_of(member: Membership) -> Batch:
    """An import by this member, not begun."""
    batch = Batch(agency=member.agency, member=member, kind=Batch.Kind.IMPORT)
    batch.rows = [["Name"], ["Ana Ruiz"]]
    batch.keep_wish(columns=["person.name"], twins="skip")
    batch.save()
    return batch


def one_of_each(member: Membership, client: Client) -> tuple[Note, Task, Document]:
    """What hangs on a file."""
    note, task = Note(client=client, author=member), Task(client=client, assigned_to=member)
    note.text, task.what = "Fears for her pay", "Call the servicer"
    note.save()
    task.save()
    document = Document(client=client, added_by=member)
    document.put("notice.pdf", "application/pdf", b"%PDF notice")
    return note, task, document


def keys_of(member: Membership, client: Client, colleague: Membership) -> dict[str, Any]:
    """One of everything that an address of the desk names, by the name that it has there."""
    link = invite(member.agency, "invited@example.org", Role.COUNSELOR)
    view = SavedView(member=member)
    view.put("Arizona", "state=AZ")
    view.save()
    make_link(member, client)
    note, task, document = one_of_each(member, client)
    return {
        "client": client.pk,
        "view": view.pk,
        "page": "answer/",
        "note": note.pk,
        "task": task.pk,
        "document": document.pk,
        "link": ReturnLink.objects.get(client=client).pk,
        "feed": feed.renew(member),
        "person": colleague.pk,
        "packets": batch_of(member, Batch.Kind.PACKETS).pk,
        "exported": batch_of(member, Batch.Kind.EXPORT).pk,
        "imported": import_of(member).pk,
        "invitation": Invitation.objects.get(agency=member.agency).pk,
        "token": link.rstrip("/").rpartition("/")[2],
    }


class Everyone:
    """One of each role, each with a browser; the client is the counselor's."""

    def __init__(self) -> None:
        home = agency("Our Agency")
        self.members: dict[str, Membership] = {
            "counselor": staff(home, name="Carol"),
            "colleague": staff(home, name="Cole"),
            "supervisor": staff(home, Role.SUPERVISOR),
            "manager": staff(home, Role.MANAGER),
            "deactivated": staff(home, Role.MANAGER, name="Della"),
            "unproved": staff(home, Role.MANAGER, name="Una", second_factor=False),
            "stranger": staff(agency("Far Away"), Role.MANAGER),
        }
        gone = self.members["deactivated"]
        gone.active = False
        gone.save()
        self.client: Client = client_of(self.members["counselor"], facts={"state": "AZ"})
        home.logo_png = b"a picture"
        home.save()
        self.keys = keys_of(self.members["counselor"], self.client, self.members["colleague"])

    def browser(self, role: str) -> Browser:
        browser = browser_of(self.members.get(role), proved=role != "unproved")
        if role == "homeowner":
            begin(browser, "bare")
        return browser

    def at_work(self, page: str, of: Client | None = None) -> str:
        """A page of the case of our client, with the job of that client or of another."""
        job = jobs.put("client-papers", "a" * 64, {}, 1, of or self.client)
        return reverse("desk:work", args=[self.client.pk, page.format(job=job.pk)])

    def address(self, name: str, **other: Any) -> str:
        return reverse(name, kwargs={key: {**self.keys, **other}[key] for key in names_in(name)})


def names_in(name: str) -> list[str]:
    """What this address of the desk names."""
    return list(patterns()[name].pattern.converters)


def patterns() -> dict[str, URLPattern]:
    """The desk's addresses by name."""
    found = {}
    for resolver in get_resolver().url_patterns:
        if isinstance(resolver, URLResolver) and resolver.app_name == "desk":
            found = {f"desk:{each.name}": each for each in resolver.url_patterns if isinstance(each, URLPattern)}
    return found


@pytest.fixture
def people(db: None) -> Everyone:
    return Everyone()


def test_every_address_of_the_desk_stands_in_the_table() -> None:
    assert sorted(patterns()) == sorted([*GET, *POST])


@pytest.mark.parametrize("role", ROLES)
def test_every_address_answers_each_role_as_the_table_says(people: Everyone, role: str) -> None:
    browser = people.browser(role)
    answers: dict[str, int] = {}
    for name in GET:
        answer = browser.get(people.address(name))
        answers[name] = answer.status_code
        if answer.status_code == NOT_HERE:
            assert "There is nothing here for you" in answer.content.decode(), name
        assert "no-store" in answer["Cache-Control"], name
    assert answers == {name: table[role] for name, table in GET.items()}
    opened = {page: browser.get(people.at_work(page)).status_code for page in WORK}
    assert opened == {page: table[role] for page, table in WORK.items()}
    posted = {name: browser.post(people.address(name)).status_code for name in POST}
    assert posted == {name: table[role] for name, table in POST.items()}


def test_pages_of_accounts_ask_a_stranger_to_sign_in(db: None) -> None:
    assert {str(each.name) for each in account_urls.urlpatterns} == set(ACCOUNTS)
    keys = {"uidb36": "abc", "key": "def", "pk": 1}
    answers = {}
    for each in account_urls.urlpatterns:
        names = {"uidb36", "key"} if "from_key" in str(each.name) and "done" not in str(each.name) else set()
        wanted = names or set(getattr(each.pattern, "converters", {}))
        answer = Browser().get(reverse(str(each.name), kwargs={name: keys[name] for name in wanted}))
        answers[str(each.name)] = answer.status_code
        if answer.status_code == TO_SIGN_IN:
            assert answer["Location"].startswith("/desk/account/sign-in/"), each.name
    assert answers == ACCOUNTS


def test_nobody_can_tell_what_there_is(people: Everyone) -> None:
    """Staff of another agency gets the same words for a client that is there and for one that is not, and on the pages
    that every agency has its own of, none of ours."""
    browser = people.browser("stranger")
    of_one = {name: people.address(name) for name in GET if GET[name]["stranger"] == NOT_HERE}
    there = {name: browser.get(address).content for name, address in of_one.items()}
    assert set(there.values()) <= {browser.get("/desk/no/such/page/").content}
    people.client.delete()
    for name, content in there.items():
        assert browser.get(of_one[name]).content == content, name
    for name in set(GET) - set(of_one) - {"desk:join", "desk:calendar"}:
        page = browser.get(people.address(name)).content.decode().replace("Carolina", "")  # two states, and not Carol
        for word in ("Our Agency", "Carol", "carol@", "Maria"):
            assert word not in page, (name, word)


SECRETS = ("token", "feed")  # who holds such a link may open it
PLACE = "page"  # of a case, see WORK


@pytest.mark.one_database
def test_what_another_agency_has_is_not_here_whatever_stands_around_it_in_the_address(
    people: Everyone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each key of each address in turn is another agency's, the others are ours, for one of us whom the address opens
    to with all of ours; by GET and by POST."""
    monkeypatch.setattr(access, "render", lambda *args, status, **kwargs: HttpResponse(status=status))
    stranger = people.members["stranger"]
    theirs = client_of(stranger, facts={"state": "AZ"})
    others = keys_of(stranger, theirs, staff(stranger.agency))
    ours = {role: people.browser(role) for role in ("counselor", "manager")}
    for browser in ours.values():
        browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    tried, addresses = set(), []
    for name, table in {**GET, **POST}.items():
        role = "counselor" if table["counselor"] != NOT_HERE else "manager"
        for key in set(names_in(name)) - {*SECRETS, PLACE}:
            tried.add(key)
            addresses.append((role, people.address(name, **{key: others[key]})))
    addresses += [("counselor", people.at_work(page, theirs)) for page in WORK if "{job}" in page]
    assert tried == set(others) - {*SECRETS, PLACE}, "each kind of key is tried"
    for role, address in addresses:
        answers = {ask(address).status_code for ask in (ours[role].get, ours[role].post)}
        assert NOT_HERE in answers and answers <= {NOT_HERE, ONLY_THE_OTHER}, (role, address, answers)


def test_a_page_of_one_client_opens_to_those_who_may_see_it_and_to_nobody_else(people: Everyone) -> None:
    @with_client
    def page(request: HttpRequest, member: Membership, client: Client, part: str) -> HttpResponse:
        return HttpResponse(f"{client.name}, {part}")

    def status(role: str) -> int:
        request = RequestFactory().get("/desk/")
        request.user, request.session = people.members[role].user, SessionStore()
        request.session[PROVED] = str(request.user.pk)
        answer = page(request, client=people.client.pk, part="notes")
        assert isinstance(answer, HttpResponse)
        assert (answer.status_code == 200) == (answer.content.decode() == "Maria Muñoz, notes")
        return int(answer.status_code)

    table = {role: CLIENT[role] for role in people.members if role != "unproved"}
    assert {role: status(role) for role in table} == table
