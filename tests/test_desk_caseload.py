"""The caseload: the right clients in the right order, page by page, found by name, and no name in any address."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qsl

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from cases.counseling import caseload
from cases.counseling.caseload import FILTERS, NOT_KNOWN, OUTCOMES, SORTS, STAGES, WAYS, Wish, matching, page
from cases.counseling.measured import fill
from cases.counseling.models import Activity, Client, Membership, Role, SavedView, Task
from cases.counseling.search import found, words

from .answered import CASES
from .desk import agency, browser_of, client_of, staff

MANY = 60


@pytest.fixture
def team(db: None) -> list[Membership]:
    """A supervisor and three counselors with sixty invented clients, and another agency with the same ones."""
    fill(agency("Elsewhere"), MANY, 3)
    return fill(agency("Ours"), MANY, 3)


def plainly(member: Membership, wish: Wish) -> list[Client]:
    """What the caseload should show, worked out without a database."""
    asked, today = wish.filters, timezone.localdate()

    def fits(client: Client) -> bool:
        for name in ("state", "way", "stage", "outcome"):
            if name in asked and getattr(client, name) != ("" if asked[name] == NOT_KNOWN[0] else asked[name]):
                return False
        if "within" in asked and not (
            client.next_deadline and client.next_deadline <= today + timedelta(days=int(asked["within"]))
        ):
            return False
        if "law" in asked and client.law_mark not in {"answer": {"changed"}, "any": {"changed", "same"}}[asked["law"]]:
            return False
        if wish.counselor and client.counselor_id != wish.counselor:
            return False
        closed = client.closed_at is not None
        return {"": not closed, "closed": closed, "all": True}[asked.get("files", "")]

    def place(choices: Any, value: str) -> int:
        keys = [key for key, _word in choices]
        return keys.index(value) if value in keys else len(keys)

    values: dict[str, Callable[[Client], Any]] = {
        "state": lambda client: client.state,
        "way": lambda client: place(WAYS, client.way),
        "stage": lambda client: place(STAGES, client.stage),
        "outcome": lambda client: place(OUTCOMES, client.outcome),
        "exposure": lambda client: client.exposure_high,
        "deadline": lambda client: client.next_deadline,
        "counselor": lambda client: client.counselor.user.name,
        "touched": lambda client: client.touched_at,
    }
    value = values[wish.sort.removeprefix("-")]
    ours = Client.objects.filter(agency=member.agency).select_related("counselor__user")
    clients = sorted((each for each in ours if fits(each)), key=lambda each: each.pk.hex)
    known = [each for each in clients if value(each) is not None]
    known.sort(key=value, reverse=wish.sort.startswith("-"))
    return known + [each for each in clients if value(each) is None]


WISHES = st.fixed_dictionaries(
    {"sort": st.sampled_from([*SORTS, *(f"-{name}" for name in SORTS)])},
    optional={
        each.key: st.sampled_from([value for value, _word in each.choices()]) for each in FILTERS if each.key != "state"
    },
)


def test_filters_and_orders_are_those_of_a_plain_list_and_no_page_loses_or_repeats_a_client(
    team: list[Membership], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caseload, "ROWS", 7)
    supervisor = team[0]
    for place, client in enumerate(Client.objects.filter(agency=supervisor.agency)):
        if place % 5 == 0:
            client.closed_at = timezone.now()
        client.stage = "" if place % 7 == 0 else client.stage
        client.law_mark = ("", "", "changed", "same")[place % 4]
        client.save()

    @example_settings(max_examples=25)
    @given(asked=WISHES, counselor=st.sampled_from(["", str(team[1].pk)]))
    def check(asked: dict[str, str], counselor: str) -> None:
        wish: Wish | None = Wish.read({**asked, "counselor": counselor})
        assert wish is not None
        wanted = [each.pk for each in plainly(supervisor, wish)]
        shown: list[Any] = []
        pages = []
        while wish is not None:
            # By its own address, as a person turns the page.
            part = page(supervisor, Wish.of_query(wish.query()))
            assert part.count == len(wanted)
            pages.append([each.pk for each in part.clients])
            shown += pages[-1]
            last, wish = part, part.after
        assert shown == wanted
        if len(pages) > 1:
            assert last.before is not None
            assert [each.pk for each in page(supervisor, last.before).clients] == pages[-2]

    check()


def test_a_page_begins_after_a_row_so_what_others_add_moves_nothing(
    team: list[Membership], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caseload, "ROWS", 7)
    first = page(team[0], Wish())
    assert first.after is not None
    second = [each.pk for each in page(team[0], first.after).clients]
    new = client_of(team[1])
    Client.objects.filter(pk=new.pk).update(next_deadline=date(2020, 1, 1))  # the first of all
    first.clients[0].delete()
    assert [each.pk for each in page(team[0], first.after).clients] == second


def test_people_are_found_by_every_beginning_and_never_those_of_another_agency(team: list[Membership]) -> None:
    ours = list(Client.objects.filter(agency=team[0].agency))

    def beginning(client: Client, typed: str) -> bool:
        theirs = words(f"{client.name} {client.person['reference']}")
        return all(any(word.startswith(each) for word in theirs) for each in words(typed))

    for typed in ("m", "MAR", "maria ok", "o'b", "hc", "wei", "zz"):
        assert set(found(team[0], typed)) == {each for each in ours if beginning(each, typed)}, typed
    one = ours[0]
    for typed in (one.person["phone"], one.person["phone"][-8:], one.person["phone"][-4:]):
        assert one in found(team[0], typed), typed
    assert one not in found(team[0], "(555) 555-99999")
    mine = {each for each in ours if each.counselor == team[1]}
    assert set(found(team[1], "m")) == {each for each in mine if beginning(each, "m")}


@pytest.mark.django_db
def test_a_list_takes_the_same_number_of_queries_however_long_it_is(team: list[Membership]) -> None:
    few, many = browser_of(fill(agency("Small"), 3, 3)[0]), browser_of(team[0])
    counts = set()
    for browser in (few, many):
        for address in ("/desk/", f"/desk/?{Wish(find='m').query()}", "/desk/?sort=-exposure&within=90"):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert browser.get(address).status_code == 200
            counts.add(len(queries))
    assert len(counts) == 1


@pytest.mark.django_db
def test_what_may_be_owed_is_said_to_be_not_known_and_comes_last() -> None:
    """Four files: of one nothing is said yet, of one too little, of one an amount, and one owes nothing."""
    member = staff(agency())
    cases = {"Nobody Asked": None, "No Price": {"state": "AL", "stage": "behind"}}
    known = {"Some Owed": CASES["limited"], "None Owed": CASES["barred"]}
    for name, facts in (cases | known).items():
        client_of(member, name, facts)
    for sort, last in (("exposure", ["None Owed", "Some Owed"]), ("-exposure", ["Some Owed", "None Owed"])):
        html = browser_of(member).get(f"/desk/?sort={sort}").content.decode()
        cells = re.findall(r'<th scope="row"><a[^>]*>([^<]+)</a>.*?class="of-owes">.*?</span>([^<]+)</td>', html)
        assert [name for name, _owes in cells[:2]] == last
        assert {name for name, owes in cells[2:] if owes == "not known"} == set(cases)
        assert dict(cells)["None Owed"] == "$0"


def test_what_was_typed_stands_in_no_address(team: list[Membership]) -> None:
    browser = browser_of(team[0])
    sent = browser.post("/desk/", {"q": "Maria", "state": "", "files": "all", "sort": "-touched"})
    address = sent["Location"]
    assert sent.status_code == 302
    assert "aria" not in address
    asked = dict(parse_qsl(address.partition("?")[2]))
    assert (asked["files"], asked["sort"]) == ("all", "-touched")
    html = browser.get(address).content.decode()
    assert 'value="Maria"' in html
    assert "Maria " in html
    for broken in ("find=zzz", "sort=name", "state=ZZ", "counselor=x", "after=1~2", "within=a", "before=~"):
        assert "Clients" in browser.get(f"/desk/?{broken}").content.decode(), broken


@pytest.mark.django_db
def test_an_empty_desk_says_how_to_begin_and_an_empty_search_how_to_go_back() -> None:
    member = staff(agency())
    browser = browser_of(member)
    assert "No clients yet" in browser.get("/desk/").content.decode()
    client_of(member)
    nobody = browser.get(f"/desk/?{Wish(find='zoe').query()}").content.decode()
    assert "Nobody matches" in nobody
    assert "Clear search and filters" in nobody


@pytest.mark.django_db
def test_a_view_is_kept_under_a_name_for_oneself_or_for_colleagues_without_what_was_searched() -> None:
    ours = agency("Ours")
    anna, ben, boss, stranger = (
        staff(ours, name="Anna"),
        staff(ours, name="Ben"),
        staff(ours, Role.MANAGER),
        staff(agency("Far")),
    )
    for each in (anna, ben, stranger):
        client_of(each)
    browser = browser_of(anna)
    query = Wish(filters={"state": "AZ"}, find="Maria", sort="-exposure").query()
    browser.post("/desk/views/keep/", {"name": "Arizona", "query": query, "shared": "1"})
    browser.post("/desk/views/keep/", {"name": "For Maria", "query": "stage=sued"})
    assert "Arizona" not in "".join(map(str, SavedView.objects.values_list("sealed", flat=True)))
    assert [each.about for each in SavedView.objects.for_member(anna)] == [
        {"name": "Arizona", "query": "state=AZ&sort=-exposure"},
        {"name": "For Maria", "query": "stage=sued"},
    ]
    seen = browser_of(ben).get("/desk/").content.decode()
    assert "Arizona" in seen
    assert "For Maria" not in seen
    assert "Arizona" not in browser_of(stranger).get("/desk/").content.decode().replace(">Arizona</option>", "")
    shared, own = SavedView.objects.for_member(anna)
    assert browser_of(ben).post(f"/desk/views/{shared.pk}/delete/").status_code == 404
    assert browser_of(boss).post(f"/desk/views/{own.pk}/delete/").status_code == 404
    assert browser_of(boss).post(f"/desk/views/{shared.pk}/delete/").status_code == 302
    assert list(SavedView.objects.all()) == [own]


def test_ticked_clients_or_all_that_match_are_handed_over_with_one_line_of_history_each(
    team: list[Membership], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cases.counseling.access.raise_if_reauthentication_required", lambda *a, **k: None)
    supervisor, one, two, three = team
    browser = browser_of(supervisor)
    client = one.clients.first()
    assert client is not None
    task = Task(client=client, assigned_to=one)
    task.what = "Call"
    task.save()
    stranger = Client.objects.exclude(agency=supervisor.agency).first()
    assert stranger is not None
    browser.post("/desk/clients/hand-over/", {"client": [str(client.pk), str(stranger.pk), "x"], "to": str(two.pk)})
    client.refresh_from_db()
    task.refresh_from_db()
    assert (client.counselor, task.assigned_to) == (two, two)
    assert Activity.objects.get(verb="handed_over").client == client
    wish = Wish(counselor=two.pk)
    count = matching(supervisor, wish).count()
    browser.post("/desk/clients/hand-over/", {"everyone": "1", "query": wish.query(), "to": str(three.pk)})
    assert not two.clients.exists()
    assert Activity.objects.filter(verb="handed_over").count() == count + 1
    assert stranger.counselor_id == Client.objects.get(pk=stranger.pk).counselor_id
    assert browser_of(three).post("/desk/clients/hand-over/", {"everyone": "1", "to": str(one.pk)}).status_code == 404
