"""The demo: its invented cases can be real ones, it is the same for everyone, and it touches nobody's own data."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from calculators.facts import BadFacts, read_facts
from cases.counseling.bulk import packets
from cases.counseling.demo.drawing import Drawing, Json, people, settled, stories, table
from cases.counseling.demo.filling import fill
from cases.counseling.index import indexed
from cases.counseling.law_changes import change_of
from cases.counseling.management.commands.demo import code, only_the_demos_own
from cases.counseling.models import (
    Activity,
    Agency,
    Batch,
    Client,
    Consent,
    Document,
    LawMark,
    Note,
    ServiceRecord,
    Task,
)
from cases.counseling.reporting.counting import report
from cases.counseling.reporting.gaps_page import counted as gaps_of
from cases.counseling.reporting.gaps_page import files_of as gaps_files
from cases.counseling.reporting.periods import months
from cases.counseling.reporting.report_page import files_of

TODAY = date(2026, 11, 22)


def drawn(seed: int) -> list[Json]:
    """Every story once for each time it is told, in states of all kinds."""
    random = Random(seed)
    told, states = stories(random), list(table("places"))
    count = sum(story["times"] for story in table("stories")["story"])
    cases = [next(told) for _ in range(count)]
    return [Drawing(random, TODAY, random.choice(each.get("states") or states), each).facts() for each in cases]


@pytest.mark.parametrize("seed", [1, 20261122])
def test_every_invented_case_can_be_a_real_one(seed: int) -> None:
    for facts in drawn(seed):
        try:
            read = read_facts(facts, TODAY)
        except BadFacts as wrong:
            raise AssertionError((facts, wrong.faults)) from wrong
        for loan in read.loans:
            for name, day in ((name, getattr(loan, name)) for name in ("originated_on", "judgment_on", "served_on")):
                assert day is None or day <= TODAY, (name, facts)


def test_the_same_seed_invents_the_same_people_and_none_twice() -> None:
    assert drawn(1) == drawn(1) != drawn(2)
    names = [person["name"] for person, _ in zip(people(Random(1), "RB"), range(240), strict=False)]
    assert len(set(names)) == len(names)


def test_nobody_is_reached_by_an_invented_address_or_number() -> None:
    person = settled(next(people(Random(1), "RB")), "IA", Random(1))
    assert person["email"].endswith("@example.org") and person["phone"].startswith("(563) 555-01")


def test_it_fills_no_database_but_its_own(db: None) -> None:
    """The database of a test is not the demo's, as a person's own is not."""
    with pytest.raises(CommandError, match="make demo"):
        call_command("demo")
    assert not Agency.objects.exists()


def test_it_never_fills_a_real_site(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import connection

    monkeypatch.setitem(connection.settings_dict, "NAME", "/srv/demo.sqlite3")
    if connection.vendor == "sqlite":
        only_the_demos_own()
    settings.PRODUCTION = True
    with pytest.raises(CommandError):
        only_the_demos_own()


def test_a_small_demo_has_all_there_is_to_see_and_lets_its_staff_in(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packets.Order, "draw", lambda order: b"%PDF of " + order.client.name.encode())
    staff = fill(most=25)
    ours, theirs = Agency.objects.order_by("-name")
    clients = Client.objects.filter(agency=ours)
    assert (clients.count(), Client.objects.filter(agency=theirs).count()) == (26, 3)
    assert len({each.counselor_id for each in clients}) > 3 and len({each.state for each in clients}) > 10
    assert clients.exclude(closed_at=None).exists() and clients.exclude(next_deadline=None).exists()
    for kind in (Note, Task, Document, Activity, ServiceRecord, Consent):
        assert kind._default_manager.filter(client__agency=ours).exists(), kind
    one = clients.exclude(state="").first()
    assert one and indexed(one, TODAY)[0] is not None
    document = Document.objects.all()[0]
    assert document.content()[:4] in (b"%PDF", b"\x89PNG")

    carol, browser = staff[3], Browser()
    assert not Task.objects.filter(added_by=None).exists()
    assert Task.objects.filter(client__agency=ours, due=timezone.localdate(), done_at=None).exists()
    batch = Batch.objects.for_member(carol).get()
    progress = packets.Progress.of(batch)
    assert progress.state == "ended" and progress.made > 0
    browser.post("/desk/account/sign-in/", {"login": carol.user.email, "password": table("people")["password"]})
    assert browser.post(reverse("mfa_authenticate"), {"code": code()})["Location"] == reverse("desk:home")
    assert browser.get(reverse("desk:home")).status_code == 200

    marked = clients.exclude(law_mark="")
    assert {each.law_mark for each in marked} == {LawMark.CHANGED, LawMark.SOURCES, LawMark.SAME}
    for each in marked:
        change = change_of(each)
        assert change and change.files and not change.facts_changed
        assert bool(change.rows) == (each.law_mark != LawMark.SAME)
    today = timezone.localdate()
    period = months(f"{today - timedelta(days=330):%Y-%m}", f"{today:%Y-%m}")
    counted = report(files_of(staff[0], period), period)
    assert all(any(each.count.all for each in section.lines) for section in counted.sections if section.summed)
    assert counted.services.hud and any(gaps_of(gaps_files(staff[0], ""))[0].values())
