"""Clients as a list: no cell is a formula, what goes out comes in again, and everything that an agency keeps."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone
from openpyxl.reader.excel import load_workbook

from cases import jobs
from cases.counseling.bulk import stored, whole
from cases.counseling.bulk.columns import guessed
from cases.counseling.bulk.exporting import table
from cases.counseling.bulk.lists import as_csv, as_xlsx
from cases.counseling.bulk.reading import Reader, merged
from cases.counseling.bulk.tables import rows_of
from cases.counseling.files import start_file
from cases.counseling.models import Activity, Batch, Client, Document, Membership, Note, Role
from cases.crypto import CannotOpen
from cases.models import Job
from cases.questionnaire import paths

from .answered import CASES
from .desk import PASSWORD, agency, browser_of, client_of, staff

HOSTILE = ["=HYPERLINK(1)", "+1 563", "-2", "@SUM(A1)", "\t=1", "\r=1", "it's 5 = 5"]


def test_no_cell_is_a_formula() -> None:
    rows = list(csv.reader(io.StringIO(as_csv([HOSTILE]).decode("utf-8-sig"))))
    assert [cell[0] for cell in rows[0][:6]] == ["'"] * 6
    assert rows[0][6] == HOSTILE[6]
    sheet = load_workbook(io.BytesIO(as_xlsx([HOSTILE, [Decimal("1.5"), date(2026, 3, 2)]]))).worksheets[0]
    assert {cell.data_type for cell in sheet[1]} == {"s"}
    assert [cell.data_type for cell in sheet[2][:2]] == ["n", "d"]


@pytest.mark.parametrize("write", [as_csv, as_xlsx])
def test_what_goes_out_comes_in_again(db: None, write: Any) -> None:
    member = staff(agency())
    person = {"name": "José O'Brien", "phone": "+1 563 555", "address": "5 Elm St\nMesa", "reference": "007"}
    start_file(member, person, {"as_of": None, **CASES["two-loans"]})
    start_file(member, {"name": "@home"}, CASES["stays"])
    clients = Client.objects.select_related("counselor__user").order_by("created_at")
    heads, *rows = rows_of(write(table(clients)))
    reader = Reader(guessed(heads, member.agency), date(2026, 11, 22))
    for client, cells in zip(clients, rows, strict=True):
        row = reader.row(2, cells)
        assert row.faults == []
        assert {key: " ".join(text.split()) for key, text in row.person.items()} == {
            key: " ".join(text.split()) for key, text in client.person.items()
        }
        before, after = (set(paths.known(facts)) for facts in (client.facts, merged(None, row.facts)))
        assert {path for path in before - after if "answers" not in path} <= {"as_of"}


def downloaded(browser: Browser, clients: list[Client], form: str) -> Any:
    browser.post(reverse("desk:export"), {"client": [str(each.pk) for each in clients]})
    there = reverse("desk:export_one", args=[Batch.objects.latest("made_at").pk])
    assert browser.post(there, {"form": form})["Location"].startswith("/desk/account/")  # who is that?
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return browser.post(there, {"form": form})


@pytest.fixture
def carol(db: None) -> Membership:
    return staff(agency(), name="Carol")


def test_a_list_asks_who_takes_it_and_is_remembered_at_each_client(carol: Membership) -> None:
    ours, other = client_of(carol), client_of(staff(carol.agency, name="Cole"), "Someone Else")
    answer = downloaded(browser_of(carol), [ours, other], "csv")
    assert answer["Content-Disposition"].endswith('.csv"')
    said = answer.content.decode()
    assert said.count("not known") == 2, "what a client without a state may owe, at least and at most"
    assert "Maria Muñoz" in said and "Someone Else" not in said
    assert [line.verb for line in ours.activity.all()] == ["client_exported", "client_made"]
    assert Activity.objects.get(verb="clients_exported").detail == {"count": 1}
    assert not other.activity.filter(verb="client_exported").exists()


def test_everything_an_agency_keeps_comes_in_one_zip_and_nothing_of_another(db: None) -> None:
    home = agency()
    boss = staff(home, Role.MANAGER)
    client = client_of(boss, facts=CASES["barred"])
    note = Note(client=client, author=boss)
    note.text = "=cmd"
    note.save()
    Document(client=client, added_by=boss).put("../../a notice.pdf", "application/pdf", b"%PDF notice")
    client_of(staff(agency("Far Away")), "Far Person")
    browser = browser_of(boss)
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    where = reverse("desk:export_agency")
    browser.post(where, {"wish": "begin"})
    browser.post(where, {"wish": "begin"})  # once is enough
    assert "It waits for its turn." in browser.get(where).content.decode()
    assert jobs.work() and not jobs.work()
    assert "Riverbend Housing Manager had it made" in browser.get(where).content.decode()
    stored_files = default_storage.listdir(str(Batch.objects.get().counts["folder"]))[1]
    assert stored_files == ["1"]
    content = browser.post(where, {"wish": "fetch"}).getvalue()
    assert [line.verb for line in Activity.objects.filter(client=None)[:2]] == [
        "agency_exported",
        "agency_export_begun",
    ]
    files = zipfile.ZipFile(io.BytesIO(content))
    assert files.namelist() == [
        "clients.csv", "notes.csv", "tasks.csv", "history.csv", "staff.csv",
        "clients/Munoz-M/file.json", "clients/Munoz-M/01-a-notice.pdf",
    ]  # fmt: skip
    assert files.read("clients/Munoz-M/01-a-notice.pdf") == b"%PDF notice"
    assert json.loads(files.read("clients/Munoz-M/file.json"))["facts"]["state"] == "AZ"
    assert b",'=cmd" in files.read("notes.csv")
    everything = b"".join(files.read(name) for name in files.namelist())
    assert b"Far" not in everything


@pytest.fixture
def boss(db: None) -> Iterator[Membership]:
    member = staff(agency(), Role.MANAGER)
    client_of(member, facts=CASES["barred"])
    yield member
    sweep_away()


def sweep_away() -> None:
    for batch in Batch.objects.all():
        stored.forget(str(batch.counts.get("folder", "exports/none")))


def test_what_was_put_together_is_gone_after_a_day_or_at_once(
    boss: Membership, django_capture_on_commit_callbacks: Any
) -> None:
    for way in ("purge", "now"):
        whole.begin(boss)
        jobs.work()
        batch = Batch.objects.latest("made_at")
        folder = str(batch.counts["folder"])
        assert default_storage.exists(f"{folder}/1") and whole.state_of(batch) == "ready"
        with django_capture_on_commit_callbacks(execute=True):
            if way == "now":
                whole.forget(batch)
            else:
                Batch.objects.update(ended_at=timezone.now() - whole.STAYS)
                call_command("purge", verbosity=0)
        assert not default_storage.exists(f"{folder}/1")
        batch.refresh_from_db()
        assert whole.state_of(batch) == "over"


def test_a_worker_that_is_cancelled_killed_or_not_a_managers_any_more_leaves_nothing(boss: Membership) -> None:
    whole.begin(boss)
    batch, killed = Batch.objects.get(), jobs.take()
    assert killed is not None
    Job.objects.update(lease_until=timezone.now() - timedelta(minutes=1))
    assert jobs.work()  # another took it up from the beginning
    batch.refresh_from_db()
    whole.run(jobs.Run(killed, lambda: False))  # and the slow one finds it made
    assert whole.state_of(batch) == "ready"
    whole.begin(boss)
    taken = jobs.take()
    assert taken is not None
    whole.cancel(Batch.objects.latest("made_at"))
    with pytest.raises(jobs.NotOurs):
        whole.run(jobs.Run(taken, lambda: False))
    assert whole.state_of(Batch.objects.latest("made_at")) == "failed"
    whole.begin(boss)
    Membership.objects.update(role=Role.COUNSELOR)
    assert jobs.work()
    assert whole.state_of(Batch.objects.latest("made_at")) == "failed"


def test_a_large_file_is_kept_in_pieces_of_which_none_can_be_moved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored, "PIECE", 10)
    content = bytes(range(37))
    folders = [f"exports/{letter * 32}-1" for letter in "ab"]
    assert [stored.write(folder, [content[:25], content[25:]]) for folder in folders] == [4, 4]
    assert b"".join(stored.read(folders[0], 4)) == content
    piece = default_storage.open(f"{folders[1]}/2").read()
    default_storage.delete(f"{folders[0]}/2")
    default_storage.save(f"{folders[0]}/2", ContentFile(piece))
    with pytest.raises(CannotOpen):
        list(stored.read(folders[0], 4))
    for folder in folders:
        stored.forget(folder)
    with pytest.raises(FileNotFoundError):
        list(stored.read(folders[0], 4))
