"""The board of deadlines, the calendar by private link and the mail: right days, right people, and no names outside."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.test import Client as Browser
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from calculators.consequences.timeline import CLOCKS, HAPPENED, SALES
from calculators.working import Text
from cases.counseling import board, feed
from cases.counseling.board import see_to
from cases.counseling.caseload import WAYS
from cases.counseling.digest import due, send
from cases.counseling.index import refresh_index, renew_stale
from cases.counseling.measured import browser_of as signed_in
from cases.counseling.measured import fill
from cases.counseling.middleware import DESK_COOKIE
from cases.counseling.models import Activity, Client, Deadline, Digest, Membership, Preferences, Role, Task
from cases.counseling.wording import at_the_desk

from .answered import CASES
from .desk import agency, browser_of, client_of, staff

if TYPE_CHECKING:
    from playwright.sync_api import Page

ANSWER = {"template": "Your last day to answer the lawsuit", "values": {}}
MONDAY = date(2026, 11, 23)


def test_at_the_desk_no_day_speaks_to_the_homeowner() -> None:
    labels = [*(label for label, _do in CLOCKS.values()), *HAPPENED.values(), *SALES.values()]
    said = [str(at_the_desk(label.template, {})) for label in labels]
    assert [words for words in said if re.search(r"\byour?\b", words, re.IGNORECASE)] == []
    assert Deadline(label=ANSWER).text == Text("Client's last day to answer the lawsuit")


def add_day(client: Client, on: date, *, sure: bool = True, kind: str = "yours") -> Deadline:
    return Deadline.objects.create(client=client, on=on, what="answer", kind=kind, label=ANSWER, sure=sure)


def add_task(client: Client, due: date, what: str = "Call Maria's servicer") -> Task:
    task = Task(client=client, assigned_to=client.counselor, due=due)
    task.what = what
    task.save()
    return task


@pytest.fixture
def two(db: None) -> tuple[Membership, Membership]:
    """A counselor and their supervisor."""
    ours = agency()
    return staff(ours, name="Anna"), staff(ours, Role.SUPERVISOR)


def test_the_board_shows_the_days_of_a_week_or_month_ones_own_or_by_role_everyones(
    two: tuple[Membership, Membership],
) -> None:
    anna, boss = two
    maria, other = client_of(anna), client_of(staff(anna.agency, name="Ben"), "Otto Reyes")
    add_day(maria, MONDAY)
    add_day(other, MONDAY + timedelta(days=1))
    add_task(maria, MONDAY + timedelta(days=7))
    add_day(client_of(staff(agency("Far"))), MONDAY)
    week = board.board(anna, "week", MONDAY, anna.pk, MONDAY)
    assert (week.first, week.last) == (date(2026, 11, 22), date(2026, 11, 28))
    assert [(on, [item.name for item in items]) for on, items in week.days] == [(MONDAY, ["Maria Muñoz"])]
    month = board.board(boss, "month", MONDAY, None, MONDAY)
    assert (month.first, month.last) == (date(2026, 11, 1), date(2026, 11, 30))
    assert [items[0].name for _on, items in month.days] == ["Maria Muñoz", "Otto Reyes", "Maria Muñoz"]
    assert board.board(anna, "month", MONDAY, other.counselor.pk, MONDAY).days == []
    page = browser_of(anna).get(f"/desk/deadlines/?on={MONDAY}&whose={other.counselor.pk}").content.decode()
    assert "Maria Muñoz" in page  # a counselor is shown their own, whomever they name
    assert "Otto" not in page


def test_a_long_board_ends_with_a_whole_day_and_says_where_it_goes_on(
    two: tuple[Membership, Membership], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board, "MOST", 3)
    client = client_of(two[0])
    for days in (0, 1, 1, 2, 2, 3):
        add_day(client, MONDAY + timedelta(days=days))
    seen: list[date] = []
    on: date | None = MONDAY
    while on:
        part = board.board(two[0], "week", on, None, date(2020, 1, 1))
        seen += [day for day, items in part.days for _item in items]
        on = part.more
    assert seen == [MONDAY + timedelta(days=days) for days in (0, 1, 1, 2, 2, 3)]


def test_what_is_late_stands_above_until_somebody_saw_to_it(two: tuple[Membership, Membership]) -> None:
    anna, _boss = two
    client, today = client_of(anna), timezone.localdate()
    passed, task = add_day(client, today - timedelta(days=8)), add_task(client, today - timedelta(days=30))
    add_day(client, today - timedelta(days=9), sure=False)
    add_day(client, today + timedelta(days=2))
    add_day(client, today + timedelta(days=5))
    browser = browser_of(anna)
    assert len(board.overdue(anna, None, today)) == 2
    for item in (passed, task):
        assert browser.post("/desk/deadlines/done/", {"item": str(item.pk)}).status_code == 302
    assert board.overdue(anna, None, today) == []
    coming = client.deadlines.get(on=today + timedelta(days=2))
    see_to(anna, coming, True)
    client.refresh_from_db()
    assert client.next_deadline == today + timedelta(days=5)
    browser.post("/desk/deadlines/done/", {"undo": str(coming.pk)})
    client.refresh_from_db()
    assert client.next_deadline == today + timedelta(days=2)
    verbs = list(Activity.objects.filter(member=anna).order_by("pk").values_list("verb", flat=True))
    assert verbs[-4:] == ["day_done", "task_done", "day_done", "day_open"]
    stranger = browser_of(staff(agency("Far"), Role.MANAGER))
    for key in (passed.pk, task.pk, 10**30, "x", uuid4()):
        assert stranger.post("/desk/deadlines/done/", {"item": str(key)}).status_code == 404


@pytest.mark.django_db
def test_a_day_that_was_seen_to_stays_so_until_it_moves_and_what_passed_goes_after_two_weeks() -> None:
    member = staff(agency())
    client = client_of(member, facts=CASES["limited"])
    today = date(2026, 11, 22)
    refresh_index(client, today)
    first = client.deadlines.filter(on__gte=today, sure=True).first()
    assert first is not None
    assert client.next_deadline == first.on
    later = min((day.on for day in client.deadlines.filter(sure=True, on__gt=first.on)), default=None)
    see_to(member, first, True)
    refresh_index(client, today)
    first.refresh_from_db()
    assert (first.done_by, client.next_deadline) == (member, later)
    Client.objects.filter(pk=client.pk).update(next_deadline=first.on)
    assert renew_stale(today) == 0
    assert renew_stale(first.on + timedelta(days=1)) == 1
    client.refresh_from_db()
    assert client.next_deadline == later
    assert client.deadlines.filter(pk=first.pk).exists()
    assert renew_stale(first.on + timedelta(days=15)) == 1
    assert not client.deadlines.filter(pk=first.pk).exists()


def asked(path: str) -> Any:
    return Browser().get(path)


def test_the_calendar_tells_days_to_whoever_has_the_link_and_no_name_to_anyone(
    two: tuple[Membership, Membership], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cases.counseling.access.raise_if_reauthentication_required", lambda *a, **k: None)
    anna, boss = two
    client, today = client_of(anna), timezone.localdate()
    client.person["reference"] = "HC-0917"
    client.state = "AZ"
    client.seal()
    client.save()
    add_day(client, today + timedelta(days=3))
    add_day(client, today + timedelta(days=4), sure=False)
    add_task(client, today + timedelta(days=5))
    add_day(client_of(boss, "Otto Reyes"), today + timedelta(days=6))
    browser = browser_of(anna)
    link = re.search(r"/desk/calendar/\S+\.ics", browser.post("/desk/you/calendar/").content.decode())
    assert link is not None
    answer = asked(link[0])
    file = answer.content.decode().replace("\r\n ", "")
    assert answer["Content-Type"].startswith("text/calendar")
    assert file.count("BEGIN:VEVENT") == 3
    assert "lawsuit (AZ\\, HC-0917)" in file
    assert "lawsuit (may not apply) (AZ\\, HC-0917)" in file
    assert "A task is due" in file
    for private in ("Maria", "Muñoz", "servicer", "555-0142", "Otto", "Anna"):
        assert private not in file, private
    for _time in range(29):
        asked(link[0])
    assert asked(link[0]).status_code == 429

    fresh = f"/desk/calendar/{feed.renew(anna)}.ics"
    assert asked(link[0]).status_code == 404
    assert asked(fresh).status_code == 200
    anna.active = False
    anna.save()
    assert asked(fresh).content == asked("/desk/no/such/page/").content
    anna.active = True
    anna.save()
    assert asked(fresh).status_code == 200
    browser_of(anna).post("/desk/you/calendar/", {"stop": "1"})
    assert asked(fresh).status_code == 404


def test_mail_counts_days_names_nobody_and_is_sent_once(
    two: tuple[Membership, Membership], monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, _boss = two
    client, today = client_of(anna), MONDAY
    for days in (0, 0, 2):
        add_day(client, today + timedelta(days=days))
    add_day(client, today + timedelta(days=2), sure=False)
    add_task(client, today + timedelta(days=2))
    add_task(client, today - timedelta(days=2))
    Client.objects.filter(pk=client.pk).update(law_mark="changed")
    monkeypatch.setattr(timezone, "localdate", lambda *a: today)
    call_command("digest")
    assert mail.outbox == []  # nobody gets mail that they did not ask for
    browser_of(anna).post("/desk/you/", {"digest": "weekly", "keys": "on"})
    call_command("digest")
    call_command("digest")
    (sent,) = mail.outbox
    assert isinstance(sent, EmailMultiAlternatives)
    assert sent.to == [anna.user.email]
    html = str(sent.alternatives[0][0])
    for text in (str(sent.body), html):
        assert "Monday, November 23: 2 deadlines" in text
        assert "Wednesday, November 25: 1 deadline, 1 that may apply, 1 task" in text
        assert "1 late, not marked as done" in text
        assert "The law changed for 1 client" in text
        assert "http://localhost:8000/desk/you/" in text
        for private in ("Maria", "Muñoz", "servicer", "lawsuit", "AZ", "Anna"):
            assert private not in text, private
    assert "/desk/you/" in sent.extra_headers["List-Unsubscribe"]
    chosen = Preferences.of(anna)
    assert [due(chosen, today + timedelta(days=days)) for days in (1, 4, 5, 7)] == [False, False, False, True]
    chosen.digest = Digest.DAILY
    assert [due(chosen, today + timedelta(days=days)) for days in (0, 1, 5, 6)] == [False, True, False, False]
    browser_of(anna).post("/desk/you/", {"digest": "never"})
    assert not due(Preferences.of(anna), today + timedelta(days=7))
    assert not Preferences.of(anna).keys


def test_two_machines_send_one_mail_and_one_that_failed_is_sent_later(
    two: tuple[Membership, Membership], monkeypatch: pytest.MonkeyPatch
) -> None:
    Preferences.objects.create(member=two[0], digest=Digest.DAILY)
    monkeypatch.setattr(timezone, "localdate", lambda *a: MONDAY)
    first, second = (Preferences.objects.select_related("member__user").get() for _machine in range(2))
    assert send(first, MONDAY, str)
    assert not send(second, MONDAY, str)
    Preferences.objects.update(digested_on=None)

    def down(*args: Any) -> int:
        raise OSError("connection refused")

    with monkeypatch.context() as broken:
        broken.setattr(EmailBackend, "send_messages", down)
        with pytest.raises(CommandError, match="1 digests"):
            call_command("digest")
    call_command("daily")
    assert len(mail.outbox) == 2


def test_by_keys_alone_one_searches_filters_and_opens_a_client(
    page: Page, look: Callable[[Page], None], live_server: LiveServer
) -> None:
    team = fill(agency("Riverbend Housing"), 40, 2)
    client = next(each for each in Client.objects.all() if each.name.startswith("Maria"))
    add_task(client, timezone.localdate())
    cookie = signed_in(team[0]).cookies[DESK_COOKIE].value
    page.context.add_cookies([{"name": DESK_COOKIE, "value": cookie, "url": f"{live_server.url}/desk/"}])

    def words() -> Iterator[str]:
        yield from page.locator("#list th[scope=row] a").all_inner_texts()

    page.goto(f"{live_server.url}/desk/")
    look(page)
    page.keyboard.press("/")
    page.keyboard.type("mari")
    page.wait_for_url("**/desk/?find=*")
    assert all("Maria" in name for name in words())
    assert "aria" not in page.url.lower()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "state"
    page.keyboard.press("Tab")
    page.keyboard.type(dict(WAYS)[client.way].template)
    page.wait_for_url(f"**/desk/?way={client.way}*")
    page.keyboard.press("Tab")
    page.evaluate("document.activeElement.blur()")
    for key in ("j", "k"):
        page.keyboard.press(key)
    name = page.evaluate("document.activeElement.innerText")
    assert "Maria" in name
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/clients/**", wait_until="commit")
    page.locator("main", has_text="Maria").wait_for()
    page.goto(f"{live_server.url}/desk/deadlines/?span=month")
    look(page)
    page.get_by_role("button", name="Mark done").first.click()
    assert page.get_by_role("button", name="Undo").count() == 1
    page.goto(f"{live_server.url}/desk/you/")
    look(page)
