"""Reports: that they are kept as they were made and given out again, and what is opened."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from calculators.facts import read_facts
from cases import services
from cases.apart import Refused
from cases.models import Case, Report
from cases.reports import opening, registry, store
from cases.reports.paper import ATTACHMENT, COUNSELOR, FULL, SUMMARY
from tests.answered import CASES, begin, reading
from tests.drawn import opened, pdf, short_copy, text

OPEN = "/open/"


# Kept as made


def download(client: Client, kind: str) -> Any:
    return client.get(reverse("reports:download", args=[kind]))


def refuse(*_: Any) -> bytes:
    raise AssertionError("rendered again")


@pytest.mark.django_db
def test_a_report_is_rendered_once_and_given_out_the_same(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    begin(client, "barred")
    first = download(client, SUMMARY)
    monkeypatch.setattr(registry, "draw", refuse)
    second = download(client, SUMMARY)
    assert first.status_code == second.status_code == 200
    assert first.content == second.content
    assert Report.objects.count() == 1


def test_a_kept_report_needs_no_renderer() -> None:
    """Serving one never imports WeasyPrint, which takes a second."""
    import subprocess
    import sys

    code = (
        "import os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'tests.settings'; import django; django.setup()\n"
        "import cases.reports.views; sys.exit('weasyprint' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.django_db
def test_a_changed_answer_makes_another_report_and_keeps_the_first(client: Client) -> None:
    case = begin(client, "barred-unless")
    first = download(client, SUMMARY).content
    services.save_facts(case, CASES["barred"])
    second = download(client, SUMMARY).content
    assert first != second
    kept = Report.objects.get(pk=Report.objects.order_by("made_at")[0].pk)
    assert client.get(reverse("reports:kept", args=[kept.pk])).content == first
    assert "Reports made before" in client.get("/case/answer/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["kind", "facts", "as_of", "law", "made_by", "language"])
def test_all_that_decides_the_content_is_in_its_digest(client: Client, monkeypatch: Any, what: str) -> None:
    case = begin(client, "barred")
    facts = read_facts(case.facts)
    before = store.digest_of(SUMMARY, case, facts)
    kind = FULL if what == "kind" else SUMMARY
    if what == "facts":
        case.kept["facts"] = CASES["limited"]
    if what == "as_of":
        facts = facts.model_copy(update={"as_of": date(2026, 11, 23)})
    if what == "law":
        monkeypatch.setattr(store, "law_version", lambda *states: "another")
    if what == "made_by":
        monkeypatch.setattr(store, "made_by", lambda: "another")
    if what == "language":
        monkeypatch.setattr(store, "get_language", lambda: "es")
    assert store.digest_of(kind, case, facts) != before


@pytest.mark.django_db
def test_what_is_kept_cannot_be_read_without_the_keys(client: Client) -> None:
    begin(client, "barred")
    download(client, SUMMARY)
    report = Report.objects.get()
    assert b"%PDF" not in bytes(report.sealed)
    assert report.law_version == reading("barred").assessment.law_version
    again = report.content()
    call_command("rotatekeys", stdout=io.StringIO())
    assert Report.objects.get().content() == again


@pytest.mark.django_db
def test_reports_go_with_their_case(client: Client) -> None:
    case = begin(client, "barred")
    download(client, SUMMARY)
    client.post(reverse("questionnaire:delete"))
    assert not Report.objects.exists()
    case = begin(client, "barred")
    download(client, SUMMARY)
    Case.objects.filter(pk=case.pk).update(expires_at=timezone.now() - timedelta(days=1))
    assert download(client, SUMMARY).status_code == 404
    call_command("purge", stdout=io.StringIO())
    assert not Report.objects.exists()


@pytest.mark.django_db
def test_the_file_is_named_for_what_it_is_and_is_not_cached(client: Client) -> None:
    begin(client, "barred")
    response = download(client, SUMMARY)
    name = f'attachment; filename="shortfall-arizona-summary-{timezone.localdate()}.pdf"'
    assert response["Content-Disposition"] == name
    assert response["Content-Type"] == "application/pdf"
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_nobody_else_gets_a_report(client: Client) -> None:
    begin(client, "barred")
    download(client, SUMMARY)
    report = Report.objects.get()
    stranger = Client()
    assert download(stranger, SUMMARY).status_code == 404
    begin(stranger, "limited")
    assert stranger.get(reverse("reports:kept", args=[report.pk])).status_code == 404
    assert download(client, "no-such-kind").status_code == 404


@pytest.mark.django_db
def test_what_is_printed_on_a_report_opens_nothing(client: Client) -> None:
    begin(client, "barred")
    printed = re.search(r"Report ([0-9A-F]{4}-[0-9A-F]{4})\.", text(download(client, SUMMARY).content))
    assert printed
    assert services.case_of_code(printed[1]) is None
    assert Client().get(f"/case/report/kept/{printed[1]}.pdf").status_code == 404


@pytest.mark.django_db
def test_rendering_has_its_limit(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    begin(client, "barred")
    monkeypatch.setattr(services, "allowed", lambda *_: False)
    assert download(client, SUMMARY).status_code == 429


# The counselor's copy, opened


def upload(client: Client, content: bytes | None, name: str = "copy.pdf") -> Any:
    files = {} if content is None else {"copy": SimpleUploadedFile(name, content, "application/pdf")}
    return client.post(OPEN, files)


@pytest.mark.django_db
def test_a_copy_opens_as_the_same_case_with_todays_law(client: Client) -> None:
    response = upload(client, short_copy("barred-unless"))
    assert response["Location"] == reverse("results:answer")
    case = Case.objects.get()
    assert {**case.facts, "as_of": "2026-11-22"} == CASES["barred-unless"]
    assert client.get(response["Location"]).status_code == 200


@pytest.mark.django_db
def test_a_downloaded_copy_opens_again(client: Client) -> None:
    """Through the site alone, both ways."""
    case = begin(client, {name: value for name, value in CASES["two-loans"].items() if name != "as_of"})
    counselor = Client()
    upload(counselor, download(client, COUNSELOR).content)
    assert Case.objects.exclude(pk=case.pk).get().facts == case.facts


def rewritten(change: Callable[[pypdf.PdfWriter], object], original: Callable[[str], bytes] = short_copy) -> bytes:
    writer = pypdf.PdfWriter(clone_from=opened(original("barred-unless")))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def summary(name: str) -> bytes:
    return pdf(SUMMARY, name)


def carrying(attached: bytes, name: str = ATTACHMENT) -> bytes:
    """A PDF that is ours in all but its attachment."""
    return rewritten(lambda writer: writer.add_attachment(name, attached), summary)


def bomb() -> bytes:
    """A small file whose attachment unpacks to 500 MB."""
    packer, block = zlib.compressobj(9), bytes(1_000_000)
    head = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)  # a full flush forgets what was before it
    sum_of_zeros = (500 * len(block) % 65_521 << 16 | 1).to_bytes(4)  # Adler-32, by which the last bytes are checked
    packed = head + again * 498 + packer.compress(block) + packer.flush()[:-4] + sum_of_zeros
    good = carrying(b"x" * 40)
    found = re.search(rb"/Type /EmbeddedFile.*?stream\r?\n", good, re.S)
    assert found
    begins = found.end()
    ends = good.index(b"endstream", begins)
    head = re.sub(rb"/Length \d+", b"/Length %d /Filter /FlateDecode" % len(packed), good[: found.end()][-400:])
    return good[: begins - 400] + head + packed + b"\n" + good[ends:]


def looping() -> bytes:
    """A page tree that is its own child, and a cross-reference table that points nowhere."""
    return (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles 1 0 R>>>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1/Parent 2 0 R>>endobj\n"
        b"trailer<</Root 1 0 R/Size 3/Prev 9>>\nstartxref\n9\n%%EOF"
    )


def with_script(writer: pypdf.PdfWriter) -> None:
    script = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("x()")})
    names: Any = writer.root_object["/Names"]
    listed = ArrayObject([TextStringObject("x"), script])
    names[NameObject("/JavaScript")] = DictionaryObject({NameObject("/Names"): listed})


DEEP = b"[" * 100_000
NAN = b'{"state": "AZ", "property": {"acres": NaN}}'
HOSTILE: dict[str, tuple[Callable[[], bytes | None], str]] = {
    "nothing": (lambda: None, "Choose the PDF first."),
    "empty": (lambda: b" ", "This file is not a PDF."),
    "a page of the web": (lambda: b"<html>%PDF-1.7", "This file is not a PDF."),
    "only a beginning": (lambda: b"%PDF-1.7\n", "We could not read this PDF."),
    "noise": (lambda: b"%PDF-1.7\n" + bytes(range(256)) * 2000, "We could not read this PDF."),
    "cut off": (lambda: short_copy("barred-unless")[:-9000], "We could not read this PDF."),
    "going round in circles": (looping, "We could not read this PDF."),
    "too large": (lambda: b"%PDF-1.7\n" + bytes(5_200_000), "This file is larger than 5 MB."),
    "locked": (lambda: rewritten(lambda w: w.encrypt("secret")), "This PDF is locked with a password."),
    "of another maker": (lambda: rewritten(lambda w: None, summary), "This PDF carries no Shortfall answers."),
    "another attachment": (lambda: carrying(b"{}", "other.json"), "This PDF carries no Shortfall answers."),
    "two attachments": (
        lambda: rewritten(lambda w: w.add_attachment(ATTACHMENT, b"{}")),
        "This PDF carries no Shortfall answers.",
    ),
    "a script": (lambda: rewritten(with_script), "This PDF contains commands"),
    "an action": (
        lambda: rewritten(
            lambda w: w.root_object.update(
                {
                    NameObject("/OpenAction"): DictionaryObject(
                        {NameObject("/S"): NameObject("/URI"), NameObject("/URI"): TextStringObject("https://x.test")}
                    )
                }
            )
        ),
        "This PDF contains commands",
    ),
    "not JSON": (lambda: carrying(b"no JSON"), "The answers in this PDF cannot be used."),
    "deep": (lambda: carrying(DEEP), "The answers in this PDF cannot be used."),
    "a list": (lambda: carrying(b"[]"), "The answers in this PDF cannot be used."),
    "not a number": (lambda: carrying(NAN), "The answers in this PDF cannot be used."),
    "no date": (lambda: carrying(b'{"state": "AZ"}'), "The answers in this PDF cannot be used."),
    "no such state": (
        lambda: carrying(b'{"state": "ZZ", "as_of": "2026-11-22"}'),
        "The answers in this PDF cannot be used.",
    ),
    "unknown fields": (
        lambda: carrying(b'{"state": "AZ", "as_of": "2026-11-22", "admin": true}'),
        "The answers in this PDF cannot be used.",
    ),
    "too much": (lambda: carrying(b" " * 300_000), "The answers in this PDF cannot be used."),
    "a bomb": (bomb, "The answers in this PDF cannot be used."),
}


@pytest.mark.django_db
@pytest.mark.parametrize("what", sorted(HOSTILE))
def test_a_hostile_file_gets_one_clear_sentence_and_leaves_nothing(client: Client, what: str) -> None:
    make, sentence = HOSTILE[what]
    response = upload(client, make())
    html = response.content.decode()
    assert response.status_code == 422
    assert html.count(sentence) == 2  # on top, and beside the field
    assert "<title>Error:" in html
    assert not Case.objects.exists()
    assert "case" not in client.session


def test_a_reader_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    slow = tmp_path / "slow.py"
    slow.write_text("import time; time.sleep(60)")
    monkeypatch.setattr(opening, "READER", replace(opening.READER, script=slow, patience=0.5))
    with pytest.raises(Refused, match="could not read"):
        opening.attachment(b"%PDF-")


@pytest.mark.parametrize("greedy", ["bytearray(10**9)", "exec('while True: pass')", "open(__file__, 'ab').write(b'x')"])
def test_the_reader_has_its_limits(greedy: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Memory, time and files: what a fault in the parser could be made to do ends that process only."""
    script = opening.READER.script.read_text().replace("from pypdf import PdfReader", greedy)
    script = script.replace("SECONDS, MEMORY = 4,", "SECONDS, MEMORY = 1,")
    bad = tmp_path / "bad.py"
    bad.write_text(script)
    monkeypatch.setattr(opening, "READER", replace(opening.READER, script=bad))
    with pytest.raises(Refused, match="could not read"):
        opening.attachment(b"%PDF-")


def test_opening_has_its_limit(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "allowed", lambda *_: False)
    assert upload(client, b"%PDF-").status_code == 429


@pytest.mark.django_db
def test_opening_warns_before_it_closes_a_case(client: Client) -> None:
    assert "A case is open in this browser" not in client.get(OPEN).content.decode()
    begin(client, "barred")
    assert "A case is open in this browser" in client.get(OPEN).content.decode()
