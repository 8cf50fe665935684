"""Reports to funders: counted by hand for an invented agency, and what a file has to hold for HUD's reviewers."""

from __future__ import annotations

import csv
import html
import re
from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.counseling.files import close
from cases.counseling.models import Client, Membership, Role, ServiceRecord
from cases.counseling.reporting import gaps_page
from cases.counseling.reporting.checklist import OF_RECORD, PERSON, RULES, gaps
from cases.counseling.reporting.counting import Count, File, Report, report
from cases.counseling.reporting.forms_of_hud import hud_9902, hud_files
from cases.counseling.reporting.periods import BadPeriod, asked, fiscal_year, months, newest, through
from cases.counseling.reporting.record import Entry, Record, add, record_of, recording

from .desk import PASSWORD, agency, browser_of, client_of, staff

SAID = {
    "ethnicity": "not_hispanic",
    "race": "white",
    "income": "from_30",
    "rural": "not_rural",
    "english": "not_limited",
}
QUIET = dict.fromkeys(SAID, "no_answer")
FIRST = through(2027, 1)  # October to December 2026
SECOND = through(2027, 2)


def session(day: str, purpose: str = "forward_default", funding: str = "own", **more: Any) -> Entry:
    return Entry("s", date.fromisoformat(day), purpose, funding, **{"minutes": 60, **more})


def course(day: str, funding: str = "own") -> Entry:
    return Entry("e", date.fromisoformat(day), "delinquency", funding)


def came(day: str, impact: str) -> Entry:
    return Entry("i", date.fromisoformat(day), impact)


def file(key: str, opened: str, record: Record, closed: str | None = None, outcome: str = "barred") -> File:
    return File(key, date.fromisoformat(opened), date.fromisoformat(closed) if closed else None, outcome, record)


# Twelve invented households; beside each, what it counts for in October to December 2026.
AGENCY = [
    # two sessions of one purpose are one service: 9f
    file("a", "2026-10-02", Record(SAID, {}, (session("2026-10-05"), session("2026-11-05")))),
    # two purposes are two: 9f and 9b, one of them on the grant
    file("b", "2026-10-03", Record(SAID, {}, (session("2026-10-06", funding="hud"), session("2026-12-31", "rental")))),
    # a workshop and a session: 8h and 9f, and so 10a by itself
    file("c", "2026-10-04", Record(QUIET, {}, (session("2026-10-07", funding="hud"),), (course("2026-10-20", "hud"),))),
    # nobody asked yet: counts in 9f and is missing in 3 to 7
    file("d", "2026-10-05", Record({}, {}, (session("2026-12-01"),))),
    # asked for some
    file("e", "2026-10-06", Record({"race": "black"}, {}, (session("2026-12-02"),))),
    # the last day before the fiscal year, and the first after the quarter: nothing
    file("f", "2026-09-01", Record(SAID, {}, (session("2026-09-30"), session("2027-01-01")))),
    # a follow-up alone is no service
    file("g", "2026-08-01", Record(SAID, {}, (session("2026-10-09", follow_up=True),)), closed="2026-10-31"),
    # a workshop alone: 8h
    file("h", "2026-11-01", Record(SAID, {}, (), (course("2026-11-02"),)), outcome=""),
    # a session of last year, and what came of it this year: 10p and 10d, on the grant
    file(
        "i",
        "2026-05-01",
        Record(
            SAID,
            {},
            (session("2026-06-01", funding="hud"),),
            (),
            (came("2026-12-24", "forward_resolved"), came("2026-12-24", "capacity")),
        ),
    ),
    # one kind of impact noted twice counts once: 9g, 10q
    file(
        "j",
        "2026-12-01",
        Record(
            SAID,
            {},
            (session("2026-12-03", "reverse_default"),),
            (),
            (came("2026-12-05", "reverse_resolved"), came("2026-12-06", "reverse_resolved")),
        ),
        outcome="allowed",
    ),
    # one part of a service on the grant is enough: 9f
    file(
        "k",
        "2026-12-02",
        Record(SAID, {}, (session("2026-12-04"), session("2026-12-05", funding="hud"))),
        closed="2026-12-30",
    ),
    # opened and nothing done yet
    file("l", "2026-12-03", Record()),
]


def row(found: Report, number: int, key: str) -> Count:
    return next(each.rows[key] for each in found.sections if each.section.number == number)


def test_a_quarter_is_what_counting_by_hand_comes_to() -> None:
    found = report(AGENCY, FIRST)
    assert row(found, 9, "forward_default") == Count(6, 3)  # a b c d e k; b c k
    assert (row(found, 9, "rental"), row(found, 9, "reverse_default")) == (Count(1, 0), Count(1, 0))  # b; j
    assert row(found, 8, "delinquency") == Count(2, 1)  # c h; c
    assert found.services == Count(10, 4)
    assert row(found, 4, "white") == Count(6, 2)  # a b b h j k; b k
    assert row(found, 4, "no_answer") == Count(2, 2)  # c c
    assert row(found, 4, "black") == Count(1, 0)  # e
    assert {each.section.number: each.missing.all for each in found.disagreeing} == {3: 2, 4: 1, 5: 2, 6: 2, 7: 2}
    assert found.lacking == {"d": list(SAID), "e": ["ethnicity", "income", "rural", "english"]}
    assert row(found, 10, "both") == Count(1, 1)  # c
    assert row(found, 10, "forward_resolved") == row(found, 10, "capacity") == Count(1, 1)  # i
    assert row(found, 10, "reverse_resolved") == Count(1, 0)  # j
    assert found.households == 8  # a b c d e h j k
    assert found.outcomes == {"barred": 7, "": 1, "allowed": 1}  # those eight and l

    october, november, december = found.months
    assert (october.opened, october.sessions, october.closed) == (5, 4, 1)  # a b c d e; a b c g; g
    assert (november.opened, november.sessions, november.workshops) == (1, 1, 1)
    assert (december.opened, december.sessions, december.impacts) == (3, 6, 4)
    assert found.whole.hours == 11


def test_sections_3_to_7_come_to_8_and_9_once_everyone_was_asked() -> None:
    answered = [File(f.key, f.opened, f.closed, f.outcome, Record(SAID, {}, f.record.sessions)) for f in AGENCY]
    found = report(answered, FIRST)
    assert found.disagreeing == []
    totals = [each.total for each in found.sections if each.section.kind == "household"]
    assert totals == [found.services] * 5


def test_quarters_count_from_october_and_a_household_again_each_year() -> None:
    assert (FIRST.first, FIRST.last) == (date(2026, 10, 1), date(2026, 12, 31))
    assert (SECOND.first, SECOND.last) == (date(2026, 10, 1), date(2027, 3, 31))
    assert fiscal_year(date(2026, 9, 30)) == 2026
    assert [each.key for each in newest(date(2026, 11, 22))][:6] == [
        "2027-1",
        "2026-4",
        "2026-3",
        "2026-2",
        "2026-1",
        "2025-4",
    ]
    last_year = report(AGENCY, through(2026, 4))
    assert row(last_year, 9, "forward_default") == Count(2, 1), "f on the last day, i in June"
    assert row(report(AGENCY, SECOND), 9, "forward_default") == Count(7, 3), "f on New Year's Day"


def test_any_months_make_a_period_and_bad_ones_are_told() -> None:
    period = asked("", "2026-11", "", date(2026, 11, 22))
    assert (period.first, period.last, period.key) == (date(2026, 11, 1), date(2026, 11, 30), "")
    assert asked("2026-4", "", "", date(2026, 11, 22)) == through(2026, 4)
    for first, last in (("2026-12", "2026-11"), ("soon", "2026-11"), ("2020-01", "2026-11")):
        with pytest.raises(BadPeriod):
            months(first, last)


def test_the_form_has_every_section_and_every_item_can_be_told() -> None:
    form = hud_9902()
    assert [section.number for section in form.section] == list(range(3, 11))
    for section in form.section:
        assert [each.letter for each in section.row] == list("abcdefghijklmnopqrs"[: len(section.row)])
        assert len({each.id for each in section.row}) == len(section.row)
        if section.kind == "household":
            assert section.row[-1].label == "Chose not to respond"
    items = [item.id for item in hud_files().item]
    assert {PERSON, *OF_RECORD} == set(items)
    held_against = "need person disclosure sessions finances plan funding household follow_up termination"
    assert (RULES, " ".join(items)) == (1, held_against), "another list is other rules: raise RULES"


# The pages


@pytest.fixture
def sue(db: None) -> Membership:
    return staff(agency(), Role.SUPERVISOR, name="Sue")


def served(member: Membership, name: str, *entries: Entry, household: dict[str, str] | None = None) -> Client:
    client = client_of(member, name, {"state": "AZ"})
    with recording(member, client, "session") as kept:
        kept["household"] = household or {}
        for each in entries:
            plain = {"on": each.on, "row": each.row, "funding": each.funding, "minutes": each.minutes, "how": "video"}
            add(kept, "sessions", plain)
    return client


def test_the_report_names_the_files_that_lack_an_answer_and_gives_the_same_figures_as_csv(sue: Membership) -> None:
    today = timezone.localdate()
    day = today.isoformat()
    served(sue, "Ada Asked", session(day, funding="hud"), household=SAID)
    unasked = served(sue, "Una Unasked", session(day))
    browser = browser_of(sue)
    page = browser.get(reverse("desk:funders")).content.decode()
    for words in ("Some totals do not agree", "Una Unasked", "Section 4 comes to 1.", "which is 2."):
        assert words in page, words
    assert "Ada Asked" not in page
    assert f"{reverse('desk:record', args=[unasked.pk])}#household" in page

    answer = browser.get(reverse("desk:funders"), {"as": "csv", "from": f"{today:%Y-%m}"})
    assert answer["Content-Type"].startswith("text/csv")
    lines = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert ["9", "f", "Resolving or preventing forward mortgage delinquency or default", "2", "1"] in lines
    assert ["4", "", "Not asked yet", "1", "0"] in lines
    assert [f"{today:%Y-%m}", "2", "2", "2.0", "0", "0", "0"] in lines
    assert "Ada" not in answer.content.decode()
    assert sue.activity.filter(verb="report_made", detail__form="csv").exists()
    wrong = browser.get(reverse("desk:funders"), {"from": "2026-12", "to": "2026-01"}).content.decode()
    assert "The last month lies before the first." in wrong


def test_a_record_is_kept_apart_sealed_and_loses_nothing_of_two_people(sue: Membership) -> None:
    client = client_of(sue, facts={"state": "AZ"})
    address, browser = reverse("desk:record", args=[client.pk]), browser_of(sue)
    before = client.sealed
    first = {"wish": "household", "household-race": "white", "initial-household-race": ""}
    assert browser.post(address, first).status_code == 302
    stale = {"wish": "household", "household-ethnicity": "hispanic", "household-race": ""}  # race as seen before
    browser.post(address, {**stale, "initial-household-ethnicity": "", "initial-household-race": ""})
    assert record_of(client).household == {"race": "white", "ethnicity": "hispanic"}
    entry = {"counseling-row": "forward_default", "counseling-minutes": "45", "counseling-how": "telephone"}
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    refused = browser.post(address, {"wish": "session", "counseling-on": tomorrow, **entry}).content.decode()
    assert "This day is still to come." in refused
    browser.post(address, {"wish": "session", "counseling-on": "2026-11-02", **entry})
    (held,) = record_of(client).sessions
    assert (held.on, held.minutes, held.row, held.funding) == (date(2026, 11, 2), 45, "forward_default", "")
    row = ServiceRecord.objects.get()
    assert b"hispanic" not in bytes(row.sealed)
    client.refresh_from_db()
    assert bytes(client.sealed) == bytes(before), "nothing of it reaches the case"
    browser.post(address, {"wish": "remove", "entry": held.id})
    assert record_of(client).sessions == ()
    parts = client.activity.filter(verb="services_changed").values_list("detail__part", flat=True)
    assert list(parts) == ["remove", "session", "household", "household"]


def test_the_checklist_says_what_is_missing_and_where_it_is_mended(sue: Membership) -> None:
    client = served(sue, "Gus Gap", session("2026-11-03", funding=""))
    missing = [item.id for item in gaps(client, record_of(client))]
    assert missing == ["need", "person", "disclosure", "finances", "plan", "funding", "household", "follow_up"]
    file = browser_of(sue).get(reverse("desk:client", args=[client.pk])).content.decode()
    assert "1 of 9 things are in the file." in file
    close(sue, client)
    with recording(sue, client, "file") as kept:
        kept["file"] = {"need": "Lost the home", "plan_on": "2026-11-03", "plan_given_on": "2026-11-03"}
    missing = [item.id for item in gaps(client, record_of(client))]
    assert "termination" in missing
    assert not {"need", "plan"} & set(missing)

    browser = browser_of(sue)
    page = browser.get(reverse("desk:file_gaps"), {"item": "termination", "files": "closed"}).content.decode()
    assert "Gus Gap" in page
    assert "Gus Gap" not in browser.get(reverse("desk:file_gaps"), {"item": "need"}).content.decode()
    assert "Gus Gap" not in browser.get(reverse("desk:file_gaps"), {"files": "open"}).content.decode()
    record = browser.get(reverse("desk:record", args=[client.pk])).content.decode()
    assert reverse("desk:contact", args=[client.pk]) in record


def test_fifty_files_with_gaps_stand_on_a_page_and_all_of_them_in_the_list_to_take_along(
    sue: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gaps_page, "ROWS", 2)
    for name in ("Ana", "Bo", "Cy"):
        client_of(sue, name)
    first = served(sue, "=Dee", session("2026-11-03"))
    close(sue, first)
    browser, here = browser_of(sue), reverse("desk:file_gaps")
    page = browser.get(here, {"item": "sessions"}).content.decode()
    assert "3 files lack: What was done in each session" in page and "Files 1 to 2 of 3" in page
    after = re.search(r'rel="next" href="([^"]+)"', page)
    assert after is not None
    last = browser.get(html.unescape(after[1])).content.decode()
    assert "Files 3 to 3 of 3" in last and 'rel="prev"' in last and 'rel="next"' not in last
    names = [{name for name in ("Ana", "Bo", "Cy") if f">{name}</a>" in each} for each in (page, last)]
    assert (len(names[0]), len(names[1]), len(names[0] | names[1])) == (2, 1, 3)

    assert browser.post(here)["Location"].startswith("/desk/account/")  # who takes the list away?
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    heads, *rows = csv.reader(StringIO(browser.post(here).content.decode("utf-8-sig")))
    assert sorted(row[0] for row in rows) == ["'=Dee", "Ana", "Bo", "Cy"]
    dee, ana = (dict(zip(heads, row, strict=True)) for row in sorted(rows)[:2])
    ended, done = "Why and when counseling ended", "What was done in each session"
    assert (dee[ended], dee[done], dee["File closed"] != "") == ("missing", "there", True)
    assert (ana[ended], ana[done], ana["File closed"]) == ("", "missing", "")
    assert first.activity.filter(verb="client_exported").exists()


def test_a_counselor_sees_the_gaps_of_their_own_files_alone(sue: Membership) -> None:
    carol = staff(sue.agency, name="Carol")
    served(sue, "Of Sue")
    served(carol, "Of Carol")
    page = browser_of(carol).get(reverse("desk:file_gaps")).content.decode()
    assert "Of Carol" in page
    assert "Of Sue" not in page


def test_days_are_those_of_the_agency(sue: Membership) -> None:
    client = client_of(sue, facts={"state": "AZ"})
    late = datetime(2026, 10, 31, 23, 30, tzinfo=timezone.get_default_timezone())
    Client.objects.filter(pk=client.pk).update(created_at=late)
    page = browser_of(sue).get(reverse("desk:funders"), {"from": "2026-10"}).content.decode()
    assert "Report to funders: October 1, 2026 to October 31, 2026" in page
    assert '<th scope="row">October 2026</th><td class="count">1</td>' in page
