"""Clients from files: however programs write a list; every fault told by row and column; all rows or none."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.urls import reverse
from openpyxl.workbook.workbook import Workbook

from calculators.facts import read_facts
from cases import jobs
from cases.apart import Refused
from cases.counseling import index, search
from cases.counseling.bulk import importing, sheet
from cases.counseling.bulk.columns import NOTHING, guessed, targets
from cases.counseling.bulk.lists import as_csv
from cases.counseling.bulk.reading import Reader, Row, merged
from cases.counseling.bulk.tables import rows_of
from cases.counseling.files import changing, hand_over
from cases.counseling.models import Activity, Agency, Batch, Client, Membership, Note, Role, SearchMark
from cases.counseling.search import found

from .answered import CASES
from .desk import agency, browser_of, staff

BEN = "ben@example.org"
TODAY = date(2026, 11, 22)
ROWS = [["Name", "State"], ["José Núñez", "AZ"], ["Ana Ruiz", "OH"]]


# Files


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_list_is_read_whichever_program_wrote_it(separator: str, encoding: str) -> None:
    text = "".join(f"{separator.join(row)}\r\n" for row in ROWS)
    assert rows_of(text.encode(encoding)) == ROWS


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ('Name;Note\n"Ruiz; Ana";"two\nlines"\n', [["Name", "Note"], ["Ruiz; Ana", "two\nlines"]]),
        ("sep=;\nName;State\nAna;AZ\n", [["Name", "State"], ["Ana", "AZ"]]),
        ("Name\nAna, Ruiz\n", [["Name", ""], ["Ana", "Ruiz"]]),
        (" Name ,State,,\n Ana ,AZ,,\n,,,\n\n", [["Name", "State"], ["Ana", "AZ"]]),
        ("Name,Phone\nAna,'+1 563\n", [["Name", "Phone"], ["Ana", "+1 563"]]),
        (as_csv([["Name"], ["＝1"], ["-2"]]).decode(), [["Name"], ["＝1"], ["-2"]]),  # our own list, guarded
    ],
)
def test_quotes_spaces_and_empty_edges(text: str, rows: list[list[str]]) -> None:
    assert rows_of(text.encode()) == rows


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Name,State\n",
        b"Name\0State\n1,2\n",
        b"\xff\xfe\x00",
        b"x," * 101 + b"x\n1\n",
        b"a\n" * (sheet.ROWS + 1),
        b"a" * 5_000_001,
        b'"' + b"a" * 200_000 + b"\n",
    ],
)
def test_what_is_no_list_or_too_large_is_refused(content: bytes) -> None:
    with pytest.raises(Refused):
        rows_of(content)


def workbook(rows: list[list[Any]], **formats: str) -> bytes:
    book = Workbook()
    page = book.active
    for row in rows:
        page.append(row)
    for place, number_format in formats.items():
        page[place].number_format = number_format
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_gives_its_values_as_one_would_type_them() -> None:
    cells: list[list[Any]] = [
        ["Sold", "Owed", "Rate", "Main home", "Sum"],
        [date(2026, 3, 2), 240000.5, 0.065, True, "=1+1"],
    ]
    rows = rows_of(workbook(cells, C2="0.0%"))
    assert rows[1] == ["2026-03-02", "240000.5", "6.5%", "yes", ""]  # nobody saved a value for the formula


def hostile(**parts: bytes) -> bytes:
    """A workbook with parts of it replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook([["Name"], ["Ana"]]))) as old, zipfile.ZipFile(out, "w", 8) as new:
        names = {"sheet": "xl/worksheets/sheet1.xml", "book": "xl/workbook.xml"}
        for name in old.namelist():
            key = next((each for each, path in names.items() if path == name), name)
            new.writestr(name, parts.pop(key, old.read(name)))
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."
PARTS = (("workbook", "sheet.main"), ("worksheets/sheet1", "worksheet"), ("sharedStrings", "sharedStrings"))
SHEET = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaaaaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 20) for n in range(8))
    + b']><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
    b'<c r="A1" t="inlineStr"><is><t>&i;</t></is></c></row></sheetData></worksheet>'
)


def shared(times: int) -> bytes:
    """A workbook whose one long text stands in many cells."""
    text = b'<sst xmlns="%s"><si><t>%s</t></si></sst>' % (SHEET, b"a" * sheet.LONGEST)
    row = b"<row>" + b'<c t="s"><v>0</v></c>' * sheet.COLUMNS + b"</row>"
    page = b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (SHEET, row * times)
    types = "".join(
        f'<Override PartName="/xl/{part}.xml" ContentType="{SHEET_TYPE}{kind}+xml"/>' for part, kind in PARTS
    )
    listed = f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{types}</Types>'
    return hostile(sheet=page, **{"xl/sharedStrings.xml": text, "[Content_Types].xml": listed.encode()})


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(
            lambda: shared(sheet.TEXT // sheet.LONGEST // sheet.COLUMNS + 1), id="one long text in many cells"
        ),
        pytest.param(lambda: hostile(**{"xl/media/bomb": bytes(sheet.UNPACKED + 1)}), id="unpacks to too much"),
        pytest.param(lambda: hostile(sheet=LAUGHS), id="entities of entities"),
        pytest.param(lambda: hostile(book=b"<workbook"), id="broken"),
        pytest.param(lambda: b"PK\x03\x04 and nothing", id="no archive"),
        pytest.param(lambda: sheet.OLE + bytes(500), id="old or locked"),
    ],
)
def test_a_hostile_workbook_costs_a_process_and_no_more(content: Any) -> None:
    with pytest.raises(Refused):
        rows_of(content())


# Columns and cells


def test_headings_are_guessed_by_the_words_agencies_use() -> None:
    headings = ["Client Name", "Sale_Date", "UPB", "ST", "Favourite colour", "loans.second.principal", "State"]
    meant = ["person.name", "disposition.date", "loans.first.principal", "state", "", "loans.second.principal", ""]
    assert guessed(headings, Agency()) == meant
    assert not [key for key, target in targets().items() if target.question and not target.question.kind]


def read(**cells: str) -> Row:
    meanings = [key.replace("__", ".") for key in cells]
    return Reader(meanings, TODAY).row(2, list(cells.values()))


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("state", "arizona", "AZ"),
        ("state", "az", "AZ"),
        ("loans__first__principal", "$240,000.50", "240000.50"),
        ("loans__first__interest_rate", "6.5%", "6.5"),
        ("loans__first__originated_on", "2019-05-01", "2019-05-01"),
        ("loans__first__originated_on", "5/1/19", "2019-05-01"),
        ("disposition__kind", "Foreclosure without a court", "nonjudicial_foreclosure"),
        ("disposition__kind", "Nonjudicial Foreclosure", "nonjudicial_foreclosure"),
        ("property__agricultural", "N", False),
        ("property__agricultural", "TRUE", True),
        ("property__acres", "10,890 sq ft", "0.2500"),
        ("property__units", "two", 2),
    ],
)
def test_cells_are_read_as_the_questionnaire_reads_what_is_typed(key: str, typed: str, value: Any) -> None:
    row = read(person__name="Ana", **({"state": "AZ", key: typed} if key != "state" else {key: typed}))
    assert row.faults == []
    assert row.facts[key.replace("__", ".")] == value


@pytest.mark.parametrize(
    ("cells", "column", "says"),
    [
        ({"person__name": "", "person__phone": "1"}, 0, "Type the client's name."),
        ({"person__name": "Ana", "person__email": "ana"}, 1, "An email address has an @ in it"),
        ({"person__name": "Ana", "state": "Alberta"}, 1, "We could not read the state the home is in. Write a state's"),
        (
            {"person__name": "Ana", "state": "AZ", "loans__first__principal": "-5"},
            2,
            "We could not read the unpaid principal of the first mortgage. Write it without a minus sign.",
        ),
        ({"person__name": "Ana", "state": "AZ", "disposition__date": "13/32/2026"}, 2, "There is no such day"),
        ({"person__name": "Ana", "loans__first__principal": "5"}, -1, "Give the state too"),
        (
            {"person__name": "Ana", "state": "AZ", "disposition__kind": "strict_foreclosure"},
            2,
            "Please check how the home is lost",
        ),
    ],
)
def test_a_fault_is_told_by_row_and_column_in_the_questionnaires_words(
    cells: dict[str, str], column: int, says: str
) -> None:
    (fault,) = read(**cells).faults
    assert (fault.row, fault.column) == (2, column)
    assert says in fault.message


def test_a_row_becomes_the_facts_of_the_contract() -> None:
    row = read(
        person__first_name="Ana", person__last_name="Ruiz", state="az", loans__second__principal="9000",
        loans__first__purpose="purchase", household__assets__total="1", property__occupancy="don't know",
    )  # fmt: skip
    assert row.person == {"name": "Ana Ruiz"}
    assert row.asked == ["property.occupancy"]
    facts = read_facts(merged(None, row.facts), TODAY)
    assert [(loan.id, loan.lien, loan.principal) for loan in facts.loans] == [
        ("first", "first", None),
        ("second", "junior", Decimal(9000)),
    ]
    changed = merged(CASES["barred"], {"loans.second.principal": "5", "stage": "sued"})
    assert [loan["id"] for loan in changed["loans"]] == ["first", "second"]
    assert CASES["barred"]["stage"] == "sold"


# Whole imports


def bring(browser: Browser, rows: list[list[str]]) -> Batch:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    file = SimpleUploadedFile("list.csv", out.getvalue().encode())
    assert browser.post(reverse("desk:import"), {"file": file}).status_code == 302
    return Batch.objects.filter(kind="import").latest("made_at")


def post(browser: Browser, batch: Batch, **data: str) -> str:
    there = reverse("desk:import_one", args=[batch.pk])
    browser.post(there, data)
    return browser.get(there).content.decode() if Batch.objects.filter(pk=batch.pk).exists() else ""


GOOD = [
    ["Client ID", "Name", "Address", "State", "Sale date", "Counselor email", "Notes"],
    ["1", "Ana Ruiz", "5 Elm St", "AZ", "3/2/2026", "", "Called"],
    ["2", "Ben Carr", "6 Elm St", "Ohio", "", "ben@example.org", ""],
]


@pytest.fixture
def boss(db: None) -> tuple[Membership, Browser]:
    home = agency()
    staff(home, name="Ben")
    member = staff(home, Role.SUPERVISOR)
    return member, browser_of(member)


def test_a_file_becomes_clients_with_counselor_note_marks_index_and_history(boss: tuple[Membership, Browser]) -> None:
    member, browser = boss
    batch = bring(browser, GOOD)
    assert not Client.objects.exists()
    assert "Import 2 clients" in post(browser, batch)
    assert "being read" in post(browser, batch, wish="import")
    assert jobs.work() and not jobs.work()
    ana, ben = sorted(Client.objects.all(), key=lambda each: each.name)
    assert (ana.person["reference"], ana.state, ben.state, ana.counselor) == ("1", "AZ", "OH", member)
    assert (ben.counselor.user.name, Note.objects.get(client=ana).text) == ("Ben", "Called")
    assert list(found(member, "rui")) == [ana]
    assert [line.verb for line in ana.activity.all()] == ["client_made"]
    assert Activity.objects.get(verb="clients_imported").detail == {"made": 2, "changed": 0, "skipped": 0}
    batch.refresh_from_db()
    assert (bytes(batch.content), batch.counts["made"]) == (b"", 2)
    assert "2 clients are new." in post(browser, batch)
    # The agency's headings are known the next time, and nothing of them stands in plain words.
    again = bring(browser, [["Whom", "Name"], ["9", "Eva Low"]])
    post(browser, again, **{"column-0": "person.reference"}, wish="read")
    post(browser, again, wish="import")
    jobs.work()
    home = Agency.objects.get()
    assert guessed(["WHOM"], home) == ["person.reference"] and "whom" not in str(home.settings).lower()


def test_one_fault_and_nothing_is_imported(boss: tuple[Membership, Browser]) -> None:
    browser = boss[1]
    batch = bring(browser, [*GOOD, ["3", "Cy Dunn", "", "Narnia", "x", "eve@example.org", ""], ["1", "Eve", *[""] * 5]])
    page = post(browser, batch)
    assert "4 cells cannot be read" in page and "D State" in page
    listed = browser.get(reverse("desk:import_faults", args=[batch.pk])).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(listed)))
    assert [(row, column) for row, column, _ in rows[1:]] == [
        ("4", "D State"), ("4", "E Sale date"), ("4", "F Counselor email"), ("5", "A Client ID"),
    ]  # fmt: skip
    assert "Import 4 clients" not in post(browser, batch, wish="import")
    assert not batch.jobs.exists() and not Client.objects.exists()
    away = {f"column-{place}": "" for place in (0, 3, 4, 5)}
    assert "Import 4 clients" in post(browser, batch, wish="read", **away)
    assert "Say which column is the client" in post(browser, batch, wish="read", **{"column-1": ""})
    assert "cannot both be “Name”" in post(
        browser, batch, wish="read", **{"column-1": "person.name", "column-2": "person.name"}
    )
    post(browser, batch, wish="discard")
    assert not Batch.objects.exists()


def test_an_import_that_breaks_at_the_end_leaves_nothing_and_is_done_once(
    boss: tuple[Membership, Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = boss[1]
    batch = bring(browser, GOOD)
    post(browser, batch, wish="import")
    with monkeypatch.context() as broken:
        broken.setattr(importing, "remember", lambda *_, **__: 1 / 0)
        jobs.work()
        assert not Client.objects.exists() and not SearchMark.objects.exists() and not Note.objects.exists()
    taken = jobs.take()
    assert taken is not None
    importing.run(jobs.Run(taken, lambda: False))
    importing.run(jobs.Run(taken, lambda: False))  # killed after the write and before the word of it
    assert Client.objects.count() == 2


@pytest.mark.parametrize(
    ("twins", "clients", "stage"), [("skip", 1, "sold"), ("update", 1, "sued"), ("new", 2, "sold")]
)
def test_a_client_who_is_there_is_left_out_changed_or_doubled(
    boss: tuple[Membership, Browser], twins: str, clients: int, stage: str
) -> None:
    member, browser = boss
    importing.write(*first_import(browser))
    ana = Client.objects.get()
    batch = bring(
        browser,
        [["Client ID", "Name", "State", "Stage", "Counselor email"], ["hc 1", "Ana Ruiz-Lopez", "AZ", "sued", BEN]],
    )
    post(browser, batch, wish="read", twins=twins)
    post(browser, batch, wish="import")
    jobs.work()
    ana.refresh_from_db()
    assert (Client.objects.count(), ana.stage) == (clients, stage)
    assert (ana.name == "Ana Ruiz-Lopez", ana.version) == ((True, 2) if twins == "update" else (False, 1))
    assert ana.person["address"] == "5 Elm St"
    if twins == "update":
        assert list(found(member, "lopez")) == [ana] and ana.counselor.user.name == "Ben"


def first_import(browser: Browser) -> Any:
    """Everything for `write`, of a file with Ana Ruiz, sold."""
    heads = ["Client ID", "Name", "Address", "State", "Stage"]
    return prepared(browser, [heads, ["HC-1", "Ana Ruiz", "5 Elm St", "AZ", "sold"]])


def prepared(browser: Browser, rows: list[list[str]], twins: str = "skip") -> Any:
    """Everything for `write`."""
    batch = bring(browser, rows)
    post(browser, batch, wish="read", twins=twins)
    post(browser, batch, wish="import")
    taken = jobs.take()
    assert taken is not None
    run = jobs.Run(taken, lambda: False)
    found = importing.Importing(Batch.objects.select_related("member__agency", "agency").get(pk=batch.pk))
    checked = found.check()
    return found, checked, importing.prepare(found, checked, run), run


def test_an_update_is_worked_out_before_others_have_to_wait_and_keeps_what_they_did_meanwhile(
    boss: tuple[Membership, Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    member, browser = boss
    importing.write(*first_import(browser))
    ana, ben = Client.objects.get(), Membership.objects.get(user__name="Ben")
    heads, renamed = ["Client ID", "Name", "State", "Stage"], ["HC-1", "Ana Lopez", "AZ", "sued"]
    ready = prepared(browser, [heads, renamed], "update")
    hand_over(member, [ana], ben)
    with monkeypatch.context() as busy:
        for module, work in ((index, "assess"), (search, "marks")):
            busy.setattr(module, work, lambda *_: pytest.fail("worked out while others wait"))
        importing.write(*ready)
    ana.refresh_from_db()
    assert (ana.stage, ana.version, ana.counselor) == ("sued", 2, ben)
    assert list(found(member, "lopez")) == [ana] and not found(member, "ruiz")
    ready = prepared(browser, [heads, [*renamed[:-1], "judgment"]], "update")
    with changing(member, ana, "person_changed") as file:
        file.person["phone"] = "555"
    with pytest.raises(importing.Changed):
        importing.write(*ready)
    ana.refresh_from_db()
    assert (ana.stage, ana.version, ana.person["phone"]) == ("sued", 3, "555")


def test_an_import_is_taken_back_within_a_day_but_for_what_somebody_changed(boss: tuple[Membership, Browser]) -> None:
    member, browser = boss
    batch = bring(browser, GOOD)
    post(browser, batch, wish="import")
    jobs.work()
    batch.refresh_from_db()
    assert importing.undoable(batch) == 2
    Client.objects.filter(counselor=member).update(version=2)
    assert importing.undo(batch, member) == 1
    assert Client.objects.get().counselor == member
    assert browser.post(reverse("desk:import_undo", args=[batch.pk]))["Location"].startswith("/desk/account/")
    Batch.objects.update(ended_at="2026-01-01T00:00:00Z")
    batch.refresh_from_db()
    assert importing.undoable(batch) == 0


def test_a_counselor_imports_for_herself_and_the_template_explains_every_column(db: None) -> None:
    member = staff(agency())
    browser = browser_of(member)
    batch = bring(browser, GOOD)
    staff(member.agency, name="Ben")
    assert "Only a supervisor can give clients to a colleague." in post(browser, batch, wish="read", twins="new")
    answer = browser.get(reverse("desk:import_template"))
    heads, told = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert len(heads) == len(set(heads)) == len(targets())
    assert NOTHING not in guessed(heads, member.agency)
    assert told[heads.index("The state the home is in")] == "A state's two letters or its name."
