"""Clients as a list: no cell is a formula, what goes out comes in again, and everything that an agency keeps."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse
from openpyxl.reader.excel import load_workbook

from cases.counseling.bulk.columns import guessed
from cases.counseling.bulk.exporting import table
from cases.counseling.bulk.lists import as_csv, as_xlsx
from cases.counseling.bulk.reading import Reader, merged
from cases.counseling.bulk.tables import rows_of
from cases.counseling.files import start_file
from cases.counseling.models import Activity, Batch, Client, Document, Membership, Note, Role
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
    content = browser.post(reverse("desk:export_agency")).getvalue()
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
