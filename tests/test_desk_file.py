"""What is written down on a client's file: notes that stand after a day, tasks, documents; and how a file ends."""

from __future__ import annotations

import html
import re
import socket
import struct
import threading
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from unittest.mock import patch

import pytest
from django import forms
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image
from pytest_django.fixtures import Settings

from cases.apart import Refused
from cases.counseling.documents import plain_name, type_of
from cases.counseling.editing import carrying, changes, status
from cases.counseling.models import Client, Document, Membership, Note, Role, Task
from cases.counseling.scanning import CannotScan, Infected, scan

from .answered import CASES
from .desk import agency, browser_of, client_of, staff

PDF = b"%PDF-1.7 a notice of sale"
# The test file of https://www.eicar.org/download-anti-malware-testfile/, which every scanner calls a virus; put
# together here so that this source is not called one.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"


@pytest.fixture
def carol(db: None) -> Membership:
    return staff(agency(), name="Carol Finch")


@pytest.fixture
def client(carol: Membership) -> Client:
    return client_of(carol, facts=CASES["limited"])


def at(client: Client, part: str = "") -> str:
    return f"/desk/clients/{client.pk}/{part}"


def upload(member: Membership, client: Client, content: bytes, name: str = "notice.pdf") -> int:
    file = SimpleUploadedFile(name, content, "text/html")
    return browser_of(member).post(at(client, "documents/"), {"document": file}).status_code


# Notes and tasks


def test_a_note_is_its_authors_for_a_day_and_then_stands(carol: Membership, client: Client) -> None:
    browser, boss = browser_of(carol), browser_of(staff(carol.agency, Role.MANAGER, name="Dana"))
    browser.post(at(client, "notes/"), {"text": "Fears for her pay"})
    note = Note.objects.get()
    where = at(client, f"notes/{note.pk}/")
    assert boss.post(where, {"text": "mine"}).status_code == 404
    browser.post(where, {"text": "Fears for her <b>car</b>"})
    note.refresh_from_db()
    assert note.text == "Fears for her <b>car</b>"
    page = boss.get(at(client)).content.decode()
    assert "Fears for her &lt;b&gt;car" in page
    assert where not in page
    Note.objects.update(written_at=timezone.now() - timedelta(days=1))
    assert browser.get(where).status_code == 404
    late = browser.post(where, {"text": "said too late"})
    assert late.status_code == 409 and "said too late" in late.content.decode(), "typed in time, and not thrown away"
    assert "car" in Note.objects.get().text
    assert {"note_written", "note_changed"} <= set(client.activity.values_list("verb", flat=True))


def test_a_task_is_for_someone_who_sees_the_file_and_can_be_undone(carol: Membership, client: Client) -> None:
    browser, cole = browser_of(carol), staff(carol.agency, name="Cole")
    told = {"what": "Call the servicer", "due": "2027-01-04"}
    assert browser.post(at(client, "tasks/"), {**told, "assigned_to": str(cole.pk)}).status_code == 422
    assert browser.post(at(client, "tasks/"), {**told, "assigned_to": str(carol.pk)}).status_code == 302
    task = Task.objects.get()
    for wish, done_by in (("done", carol), ("undo", None)):
        browser.post(at(client, f"tasks/{task.pk}/"), {"wish": wish})
        task.refresh_from_db()
        assert (task.done_by, bool(task.done_at)) == (done_by, bool(done_by))
    assert "January 4, 2027" in browser.get(at(client)).content.decode()


def test_an_open_task_is_changed_by_whoever_added_it_or_supervises(carol: Membership, client: Client) -> None:
    boss, cole = staff(carol.agency, Role.SUPERVISOR), staff(carol.agency, name="Cole")
    told = {"what": "Call the servicer", "due": "2027-01-04", "assigned_to": str(carol.pk)}
    browser_of(boss).post(at(client, "tasks/"), told)
    task = Task.objects.get()
    where = at(client, f"tasks/{task.pk}/change/")
    assert browser_of(carol).get(where).status_code == 404  # hers to do, not hers to say
    Task.objects.update(added_by=None)  # of an earlier version
    assert browser_of(carol).post(where, {**told, "what": "Write to the servicer"}).status_code == 302
    Task.objects.update(added_by=carol)
    assert browser_of(boss).post(where, {**told, "what": "Write again", "due": ""}).status_code == 302
    task.refresh_from_db()
    assert (task.what, task.due, task.added_by) == ("Write again", None, carol)
    assert browser_of(carol).post(where, {**told, "what": " "}).status_code == 422
    assert client.activity.filter(verb="task_changed").count() == 2
    browser_of(carol).post(at(client, f"tasks/{task.pk}/"), {"wish": "done"})
    Client.objects.update(counselor=cole)
    for member in (boss, carol, cole):
        assert browser_of(member).get(where).status_code == 404  # done, or not hers any more


def hidden(page: str) -> dict[str, str]:
    """What the form on a page carries of what it showed."""
    found = re.findall(r'<input type="hidden" name="(initial-[\w-]+)"(?: value="([^"]*)")?', page)
    return {name: html.unescape(value) for name, value in found}


def test_two_people_who_change_one_task_lose_nothing(carol: Membership, client: Client) -> None:
    """What only one of them changed stands; what both did is shown to the second, who decides."""
    cole = staff(carol.agency, Role.SUPERVISOR, name="Cole")
    first, second = browser_of(carol), browser_of(cole)
    told = {"what": "Call the servicer", "due": "2027-01-04", "assigned_to": str(carol.pk)}
    first.post(at(client, "tasks/"), told)
    task = Task.objects.get()
    where = at(client, f"tasks/{task.pk}/change/")
    shown = hidden(second.get(where).content.decode())
    assert set(shown.values()) == set(told.values())
    assert first.post(where, {**told, **shown, "due": "2027-01-08", "what": "Write to the servicer"}).status_code == 302
    answer = second.post(where, {**told, **shown, "what": "Call <them> twice", "assigned_to": str(cole.pk)})
    page = answer.content.decode()
    assert answer.status_code == 409 and "Meanwhile this was changed to: Write to the servicer." in page
    assert "Call &lt;them&gt; twice" in page and "2027-01-08" in page and "2027-01-04" not in page
    assert re.search(r">\s*Save</button>", page), "as the message calls it"
    task.refresh_from_db()
    assert (task.what, str(task.due), task.assigned_to) == ("Write to the servicer", "2027-01-08", cole)
    mine = {"what": "Call <them> twice", "due": "2027-01-08", "assigned_to": str(cole.pk)}
    assert second.post(where, {**mine, **hidden(page)}).status_code == 302
    task.refresh_from_db()
    assert (task.what, str(task.due)) == ("Call <them> twice", "2027-01-08")

    shown = hidden(second.get(where).content.decode())
    first.post(at(client, f"tasks/{task.pk}/"), {"wish": "done"})
    late = second.post(where, {**mine, **shown, "what": "Call once more"})
    assert late.status_code == 409 and "Call once more" in late.content.decode()
    assert "Meanwhile Carol Finch marked this task as done." in late.content.decode()


class Thing(forms.Form):
    words = forms.CharField(widget=forms.Textarea, required=False)
    on = forms.DateField(required=False)
    kind = forms.ChoiceField(choices=[("", "None"), ("a", "Apple"), ("b", "Pear")], required=False)
    yes = forms.BooleanField(required=False)


def test_a_form_of_any_field_writes_what_its_sender_changed_and_tells_what_others_did() -> None:
    def sent(now: dict[str, Any], was: dict[str, Any], **typed: str) -> tuple[Thing, dict[str, Any]]:
        opened = hidden(str(carrying(Thing(initial=was))))
        form = carrying(Thing({**opened, **typed}, initial=now))
        assert form.is_valid()
        return form, changes(form)

    was = {"words": "One\nTwo", "on": date(2026, 11, 2), "kind": "a", "yes": True}
    same = {"words": "One\r\nTwo", "on": "2026-11-02", "kind": "a", "yes": "on"}
    assert sent(was, was, **same)[1] == {}, "a browser's line ends are no change"
    assert sent(was, was, words="", kind="b", on="")[1] == {"words": "", "on": None, "kind": "b", "yes": False}
    now = {"words": "Three", "on": None, "kind": "b", "yes": False}
    form, found = sent(now, was, **same)
    assert found == {} and form.errors == {} and form["words"].value() == "Three"
    form, found = sent(now, was, words="Four", on="2026-11-03", kind="", yes="on")
    assert found == {} and status(form) == 409 and form["words"].value() == "Four"
    told = [re.sub(r".*to: (.*?)\..*", r"\1", str(each)) for errors in form.errors.values() for each in errors]
    assert told == ["Three", "nothing", "Pear"]
    assert sent(now, was, words="Three", on="", kind="b")[1] == {}, "both mean the same"


# Documents


def packed(*names: str) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name in names:
            made.writestr(name, "")
    return file.getvalue()


def picture(kind: str) -> bytes:
    file = BytesIO()
    Image.new("RGB", (4, 4)).save(file, kind)
    return file.getvalue()


WORD = ("[Content_Types].xml", "word/document.xml")


def test_what_a_file_is_is_read_from_its_content() -> None:
    assert type_of(PDF) == "application/pdf"
    assert type_of(picture("JPEG")) == "image/jpeg"
    assert type_of(picture("PNG")) == "image/png"
    assert type_of(b"\0\0\0\x18ftypheic") == "image/heic"
    assert type_of(packed(*WORD)).endswith("wordprocessingml.document")
    hostile = (
        b"<html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"MZ\x90\0",
        b"GIF89a",
        b"PK\x03\x04 broken",
        packed("evil.exe"),
        packed(*WORD, "word/vbaProject.bin"),
        picture("PNG")[:40],
        picture("GIF"),
    )
    for content in hostile:
        with pytest.raises(Refused):
            type_of(content)


def test_a_name_loses_its_path_and_takes_the_ending_of_its_type() -> None:
    assert plain_name("../../etc/passwd", "application/pdf") == "passwd.pdf"
    assert plain_name("C:\\mail\\letter\u202efdp.exe", "application/pdf") == "letterfdp.pdf"
    assert plain_name("", "image/png") == "document.png"
    assert len(plain_name("a" * 500, "image/png")) == 124


def test_a_document_is_kept_sealed_and_only_ever_saved(carol: Membership, client: Client) -> None:
    assert upload(carol, client, PDF, 'a "b".html') == 302
    document = Document.objects.get()
    with default_storage.open(str(document.file.name)) as sealed:
        assert b"notice" not in sealed.read()
    browser = browser_of(carol)
    answer = browser.get(at(client, f"documents/{document.pk}/"))
    assert answer.content == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert (answer["X-Content-Type-Options"], answer["Content-Security-Policy"]) == (
        "nosniff",
        "default-src 'none'; sandbox",
    )
    for typed, name in (("Notice of sale, no. 2", "Notice of sale, no. 2.pdf"), ("../x.pdf", "x.pdf")):
        assert browser.post(at(client, f"documents/{document.pk}/name/"), {"name": typed}).status_code == 302
        document.refresh_from_db()
        assert (document.about["name"], document.content()) == (name, PDF)
    assert browser.post(at(client, f"documents/{document.pk}/name/"), {"name": " "}).status_code == 422
    paper = Document(client=client, added_by=carol, paper="summary", digest="d")
    paper.put("summary.pdf", "application/pdf", PDF)
    assert browser.get(at(client, f"documents/{paper.pk}/name/")).status_code == 404  # it is called what it is
    paper.delete()
    other = client_of(carol, "James O'Brien")
    assert browser.get(at(other, f"documents/{document.pk}/")).status_code == 404
    stranger = staff(agency("Far Away"), Role.MANAGER)
    assert browser_of(stranger).get(at(client, f"documents/{document.pk}/")).status_code == 404
    browser.post(at(client, f"documents/{document.pk}/delete/"))
    assert not Document.objects.exists()
    verbs = list(client.activity.values_list("verb", flat=True))
    assert {"document_added", "document_opened", "document_renamed", "document_deleted"} <= set(verbs)


def test_what_is_refused_leaves_nothing(carol: Membership, client: Client) -> None:
    for content in (b"", b"<script>", PDF + b"x" * 10_000_000):
        assert upload(carol, client, content) == 422
    assert not Document.objects.exists()


class Clamd(threading.Thread):
    """A clamd that knows one virus and speaks the INSTREAM of clamd(8): chunks with their length before them, ended by
    a length of nothing."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.door = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.door.getsockname()[1]}"

    def run(self) -> None:
        while True:
            try:
                line = self.door.accept()[0]
            except OSError:
                return
            with line, line.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                content = b""
                while length := struct.unpack("!I", stream.read(4))[0]:
                    content += stream.read(length)
                found = b"Eicar-Test-Signature FOUND" if EICAR in content else b"OK"
                line.sendall(b"stream: " + found + b"\0")


@pytest.fixture
def clamd(settings: Settings) -> Iterator[Clamd]:
    running = Clamd()
    running.start()
    settings.SHORTFALL_CLAMD = running.address
    yield running
    running.door.close()


def test_a_scanner_is_asked_and_what_it_finds_is_not_kept(clamd: Clamd, carol: Membership, client: Client) -> None:
    assert upload(carol, client, PDF) == 302
    assert upload(carol, client, PDF + b" " * 70_000 + EICAR) == 422
    assert Document.objects.count() == 1
    with pytest.raises(Infected):
        scan(EICAR)


def test_a_scanner_that_cannot_be_asked_keeps_everything_out(
    settings: Settings, carol: Membership, client: Client
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        settings.SHORTFALL_CLAMD = f"127.0.0.1:{closed.getsockname()[1]}"
    assert upload(carol, client, PDF) == 422
    settings.SHORTFALL_CLAMD = "unix:/nowhere/clamd"
    assert upload(carol, client, PDF) == 422
    too_large = b"INSTREAM size limit exceeded. ERROR"
    with patch("cases.counseling.scanning._asked", return_value=too_large), pytest.raises(CannotScan):
        scan(PDF)
    assert not Document.objects.exists()


# How a file stands


def test_a_file_is_closed_held_opened_and_deleted(carol: Membership, client: Client) -> None:
    browser = browser_of(carol)
    for wish in ("close", "hold", "lift", "reopen", "nonsense"):
        browser.post(at(client, "standing/"), {"wish": wish})
    client.refresh_from_db()
    assert (client.closed_at, client.hold) == (None, False)
    verbs = [line.verb for line in client.activity.all()[:4]]
    assert verbs == ["reopened", "hold_lifted", "hold_set", "closed"]
    dana = staff(carol.agency, Role.MANAGER, name="Dana")
    boss = browser_of(dana)
    assert boss.post(at(client, "delete/"))["Location"].startswith("/desk/account/again/")
    with patch("cases.counseling.access.raise_if_reauthentication_required"):
        client.hold = True
        client.save()
        boss.post(at(client, "delete/"))
        assert Client.objects.exists()
        Client.objects.update(hold=False)
        assert browser.post(at(client, "delete/")).status_code == 404  # a counselor does not
        boss.post(at(client, "delete/"))
    assert not Client.objects.exists()


def test_the_history_names_who_did_what_page_by_page(carol: Membership, client: Client) -> None:
    browser = browser_of(carol)
    browser.post(at(client, "case/question/property.acres/"), {"answer": "3", "then": ""})
    page = browser.get(at(client, "history/")).content.decode()
    assert "Changed answers" in page
    assert "How large is the land" in page
    for _ in range(51):
        browser.post(at(client, "notes/"), {"text": "again"})
    assert browser.get(at(client, "history/")).context["page"].has_next()
    assert "Started the file" in browser.get(at(client, "history/?page=2")).content.decode()
