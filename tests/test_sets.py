"""Several papers together: chosen on one page, made by a worker, one PDF or a ZIP, and gone with the case."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import page
import pytest
from django.test import Client
from django.urls import reverse

from cases import jobs
from cases.models import Case, Job, Report
from cases.reports import registry, sets
from cases.reports.shape import Material, Paper
from tests.answered import CASES, begin, reading
from tests.drawn import opened, sheets, text

PAPERS = "/case/papers/"
CHOSEN = ["summary", "worksheet", "days"]

pytestmark = pytest.mark.django_db


def order(client: Client, form: str = "set", papers: list[str] | None = None) -> Any:
    return client.post(PAPERS, {"papers": CHOSEN if papers is None else papers, "form": form})


def test_what_is_chosen_becomes_one_pdf_that_leads_through_itself(client: Client) -> None:
    """Contents, bookmarks and pages say the same; the tags are whole; only once is it made."""
    begin(client, "taxed")
    there = order(client)["Location"]
    waiting = client.get(there).content.decode()
    assert "They wait for their turn." in waiting
    assert '<noscript><meta http-equiv="refresh"' in waiting
    assert "Papers are being made" in client.get(PAPERS).content.decode()
    assert "refresh" not in client.get(f"{there}?still").content.decode()

    assert jobs.work()
    ready = client.get(there).content.decode()
    assert "The papers are ready" in ready
    report = Report.objects.get()
    assert reverse("reports:kept", args=[report.pk]) in ready
    response = client.get(reverse("reports:kept", args=[report.pk]))
    assert re.search(r"shortfall-texas-papers-[\d-]+\.pdf", response["Content-Disposition"])
    content = response.content
    checked = page.validate_pdf_bytes(content, profile=page.ValidationProfile.PDF_UA_1)
    assert [(failure.rule_id, failure.message) for failure in checked.failures] == []
    reads_in_order(content)

    assert order(client)["Location"] == there
    assert not jobs.work()


def reads_in_order(content: bytes) -> None:
    reader = opened(content)
    names = ["Summary", "Insolvency worksheet", "The days that count"]
    outline: list[Any] = reader.outline
    tops = [each for each in outline if not isinstance(each, list)]
    marks = [(each.title, (reader.get_destination_page_number(each) or 0) + 1) for each in tops]
    assert [title for title, _ in marks] == ["Contents", *names]
    assert sum(isinstance(each, list) for each in outline) == 3  # each paper's own headings below it
    said = sheets(content)
    for title, number in marks[1:]:
        assert re.search(rf"{title}[ .]+{number}\b", said[0]), title
    for number, page_says in enumerate(said, 1):
        assert f"{number} of {len(said)}" in page_says
    assert "prepared" in said[marks[1][1] - 1]


@pytest.mark.parametrize("each", registry.PAPERS, ids=lambda each: each.key)
def test_every_paper_can_be_a_part_of_one_pdf(each: Paper) -> None:
    """Its HTML has the body that is cut out of it; what it carries besides, only a paper given alone has."""
    material = Material(reading("taxed"), CASES["taxed"], "A1B2-C3D4")
    if each.offered(material):
        assert sets.section(each, each.html(material, 0)).body
    assert each.alone or not each.enclosures(material)


def test_or_separate_files(client: Client) -> None:
    begin(client, "taxed")
    there = order(client, "set-apart", ["worksheet", "days"])["Location"]
    jobs.work()
    response = client.get(reverse("reports:kept", args=[Report.objects.get().pk]))
    assert response["Content-Type"] == "application/zip"
    files = zipfile.ZipFile(io.BytesIO(response.content))
    assert files.namelist() == ["01-insolvency-worksheet.pdf", "02-days.pdf", "02-days.ics"]
    assert "1 Credit card debt $9,000" in text(files.read("01-insolvency-worksheet.pdf"))
    assert files.read("02-days.ics").startswith(b"BEGIN:VCALENDAR")
    assert "Download the papers (ZIP)" in client.get(there).content.decode()


def test_the_choice_is_remembered_and_nothing_else_gets_in(client: Client) -> None:
    begin(client, "taxed")
    fresh = client.get(PAPERS).content.decode()
    assert re.findall(r'value="(\w+)" checked', fresh) == ["summary", "full", "days", "set"]
    order(client, "no-such-form", ["days", "counselor", "../x"])
    assert Case.objects.get().kept[sets.CHOICE] == {"chosen": ["days"], "form": "set"}
    assert re.findall(r'value="(\w+)" checked', client.get(PAPERS).content.decode()) == ["days", "set"]
    nothing = order(client, papers=[])
    assert nothing.status_code == 422
    assert "Choose at least one paper" in nothing.content.decode()


def test_it_can_be_cancelled_and_asked_for_again(client: Client) -> None:
    begin(client, "barred")
    there = order(client, papers=["days"])["Location"]
    client.post(f"{there}cancel/")
    assert "Nothing was made." in client.get(there).content.decode()
    assert not jobs.work()
    assert order(client, papers=["days"])["Location"] == there
    assert Job.objects.get().state == Job.State.WAITING


def test_what_cannot_be_made_says_so_and_is_offered_again(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> bytes:
        raise ValueError

    begin(client, "barred")
    there = order(client, papers=["days"])["Location"]
    monkeypatch.setattr(sets, "bound", refuse)
    while jobs.work():
        pass
    said = client.get(there).content.decode()
    assert "The papers could not be made" in said
    assert "Try again" in said


def test_others_see_nothing_of_it_and_it_goes_with_the_case(client: Client) -> None:
    begin(client, "barred")
    there = order(client, papers=["days"])["Location"]
    stranger = Client()
    begin(stranger, "limited")
    assert stranger.get(there).status_code == 404
    assert stranger.post(f"{there}cancel/").status_code == 404
    taken = jobs.take()
    client.post(reverse("questionnaire:delete"))
    assert taken is not None
    with pytest.raises(jobs.NotOurs):  # a worker that was at it keeps nothing either
        sets.run(jobs.Run(taken, lambda: False))
    assert not Job.objects.exists()
    assert not Report.objects.exists()
