"""Papers: how the PDFs are built, what they say, and what they carry. No database."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import outloud
import page
import pytest
from django.conf import settings

from calculators.facts import read_facts
from cases.apart import Refused
from cases.glossary.marking import terms_in
from cases.reports import opening, paper, registry, rendering
from cases.reports.paper import ATTACHMENT, COUNSELOR, FULL, SUMMARY
from cases.reports.shape import Material
from cases.results.reading import read
from tests.answered import CASES, reading, scenarios
from tests.drawn import attachments, headings, opened, pdf, sheets, text, words

LETTER = (612, 792)
VALIDATED = [
    (SUMMARY, name) for name in ("barred-unless", "limited", "two-loans", "depends-on-yes", "surplus", "ahead")
]
VALIDATED += [(FULL, name) for name in ("two-loans", "bare")]
VALIDATED += [(COUNSELOR, name) for name in ("bankrupt", "sued")]  # the full report, and more


# How they are built


@pytest.mark.parametrize(("kind", "name"), VALIDATED)
def test_every_report_is_accessible_and_has_its_frame(kind: str, name: str, tmp_path: Path) -> None:
    """PDF/UA-1 without a failed rule, and no error from a checker that also reads for meaning."""
    content = pdf(kind, name)
    report = page.validate_pdf_bytes(content, profile=page.ValidationProfile.PDF_UA_1)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.is_compliant
    assert report.rules.failed == 0
    assert report.rules.total >= 100
    (tmp_path / "report.pdf").write_bytes(content)
    heard = outloud.check(str(tmp_path / "report.pdf"))
    assert heard.errors == 0
    # WeasyPrint writes the foot of a page as content, and the marks of a list after its words (the tags are in order).
    assert {finding.rule for finding in heard.findings} <= {"PAG-001", "ORD-001"}
    framed(content, name)


def framed(content: bytes, name: str) -> None:
    """Language, title, foot and page numbers on every page; headings as bookmarks."""
    reader = opened(content)
    root: Any = reader.trailer["/Root"]
    state = reading(name).assessment.state_name
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert reader.metadata
    assert state in str(reader.metadata.title)
    assert "Shortfall" in str(reader.metadata.title)
    many = len(reader.pages)
    for place, (sheet, said) in enumerate(zip(reader.pages, sheets(content), strict=True), 1):
        assert (float(sheet.mediabox.width), float(sheet.mediabox.height)) == LETTER
        assert f"Information, not legal or tax advice. {state} law checked November 22, 2026." in said
        assert f"{place} / {many}" in said
    assert str(reading(name).assessment.headline) in headings(content)
    assert "What to do this week" in headings(content)


def test_only_our_own_fonts_are_in_it_and_only_what_is_used_of_them() -> None:
    names = set()
    for sheet in opened(pdf(FULL, "two-loans")).pages:
        resources: Any = sheet["/Resources"]
        for font in resources["/Font"].values():
            inside = font.get_object()["/DescendantFonts"][0].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(inside["/FontDescriptor"].get_object())
            names.add(font.get_object()["/BaseFont"])
    assert len(names) == 2
    assert all(re.match(r"/[A-Z]{6}\+Public-Sans", name) for name in names), names


@pytest.mark.parametrize("kind", registry.BY_KEY)
def test_the_same_content_gives_the_same_document(kind: str) -> None:
    given, each = CASES["two-loans"], registry.BY_KEY[kind]
    one, other = (Material(read(read_facts(given)), given, "A1B2-C3D4") for _ in range(2))
    assert each.html(one, 0) == each.html(other, 0)
    assert each.enclosures(one) == each.enclosures(other)


@pytest.mark.parametrize("kind", [kind for kind in registry.BY_KEY if kind not in (FULL, COUNSELOR)])
def test_every_paper_can_be_drawn(kind: str) -> None:
    assert opened(pdf(kind, "two-loans")).pages


ELSEWHERE = """
import json, django
django.setup()
from tests.test_papers import marks
print(json.dumps(marks()))
"""


def marks() -> dict[str, str]:
    """What tells two papers apart: of every kind the content, before it is drawn, and of one the drawn bytes."""
    material = Material(reading("two-loans"), CASES["two-loans"], "A1B2-C3D4")
    written = {
        kind: repr((each.html(material, 0), each.enclosures(material))) for kind, each in registry.BY_KEY.items()
    }
    told = {kind: hashlib.sha256(content.encode()).hexdigest() for kind, content in written.items()}
    return told | {"drawn": hashlib.sha256(pdf(SUMMARY, "two-loans")).hexdigest()}


def test_the_same_document_gives_the_same_bytes_in_another_process() -> None:
    """There sets are in another order, and nothing is warm."""
    where = {"PYTHONPATH": str(settings.BASE_DIR), "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONHASHSEED": "1"}
    process = [sys.executable, "-c", ELSEWHERE]
    told = subprocess.run(process, env={**os.environ, **where}, capture_output=True, text=True, check=True)
    assert marks() == json.loads(told.stdout)


def test_a_report_fetches_nothing() -> None:
    fetcher = rendering.OnlyOurFonts()
    for address in ("https://example.org/x.png", "file:///etc/passwd", "data:,x", "font:../settings.py", "x"):
        with pytest.raises(ValueError, match="fetches nothing"):
            fetcher.fetch(address)
    inside = fetcher.fetch("data:image/png;base64,bG9nbw==")  # a logo that stands in the HTML comes from nowhere
    assert inside.read() == b"logo"


def test_markup_in_an_answer_stays_text() -> None:
    """Law files and answers are escaped: nothing in them becomes a tag."""
    html = paper.full(reading("two-loans"), "<b>1</b>")
    assert "&lt;b&gt;1&lt;/b&gt;" in html


# What they say


def one_of_each_state() -> list[tuple[str, dict[str, Any]]]:
    longest: dict[str, dict[str, Any]] = {}
    for state, _, given in scenarios():
        told = read(read_facts(given))
        size = len(paper.summary(told, "A1B2-C3D4"))
        if size > longest.get(state, {"size": 0})["size"]:
            longest[state] = {"size": size, "given": given}
    ranked = sorted(longest.items(), key=lambda item: -item[1]["size"])
    return [(state, found["given"]) for state, found in ranked[:6]]


def test_a_summary_has_two_pages_even_for_the_longest_cases() -> None:
    for state, given in one_of_each_state():
        content = registry.pdf(SUMMARY, read(read_facts(given)), "A1B2-C3D4", bytes(16), given)
        assert len(opened(content).pages) == 2, state


def test_a_summary_has_two_pages_with_eight_loans() -> None:
    names = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
    for state, kind in (("NJ", "judicial_foreclosure"), ("CT", None), ("MN", "short_sale")):
        loans = [{"id": name, "principal": 1_234_567.89 - place} for place, name in enumerate(names)]
        away = {"date": "2026-10-02", "sale_price": 252_280.55} | ({"kind": kind} if kind else {})
        given = {"as_of": "2026-11-22", "state": state, "stage": "sued", "loans": loans, "disposition": away}
        content = registry.pdf(SUMMARY, read(read_facts(given)), "A1B2-C3D4", bytes(16), given)
        assert len(opened(content).pages) == 2, state


@pytest.mark.parametrize("name", sorted(CASES))
def test_a_summary_says_what_the_screen_says(name: str) -> None:
    told, said = reading(name), text(pdf(SUMMARY, name))
    assert len(opened(pdf(SUMMARY, name)).pages) == 2
    assert attachments(pdf(SUMMARY, name)) == {}, "it may reach a lender"
    for loan in told.loans:
        assert str(loan.each.headline) in said
        assert str(loan.tag.word) in said
    for step in told.steps[:4]:
        assert str(step.text) in said
    if told.main.open_money and told.main.each.liability.outcome != "depends":
        for exception in told.main.unless:
            assert str(exception.says) in said
    assert told.assessment.law_version in said


def test_a_full_report_shows_all_its_working() -> None:
    told, said = reading("two-loans"), words(paper.full(reading("two-loans"), "A1B2-C3D4"))
    for loan in told.loans:
        for line in loan.lines:
            assert str(line.label) in said
        for rule in loan.rules:
            assert re.sub(r"\s+", " ", str(rule.says)) in said
            for title, _ in rule.sources:
                assert title in said
    for given in told.given:
        assert str(given.question.text) in said
    assert "Terms used" in said
    assert "Deficiency balance : What is still unpaid" in said  # its name is bold, hence apart
    assert "Strict foreclosure" not in said


def test_the_full_report_tells_what_can_be_taken_and_what_a_judgment_grows_to() -> None:
    told = words(paper.full(reading("judgment"), "A1B2-C3D4"))
    assert "What they can take" in told
    assert "Your pay: $375" in told  # 25% of $1,500: Alabama, and the federal cap
    assert "They could take If nobody claims anything. $4,000" in told
    assert "In Alabama a judgment lives 20 years." in told
    assert "Most states also keep part of the value of a car" in told


def test_terms_are_those_that_are_used() -> None:
    assert [term.slug for term in terms_in("a short sale with a deed in lieu")] == ["deed-in-lieu", "short-sale"]


# The counselor's copy


def test_a_full_report_carries_no_answers() -> None:
    assert attachments(pdf(FULL, "two-loans")) == {}
    with pytest.raises(Refused, match="carries no Shortfall answers"):
        opening.facts_in(pdf(FULL, "two-loans"))


def test_a_counselors_copy_says_what_it_carries() -> None:
    content = pdf(COUNSELOR, "sued")
    assert list(attachments(content)) == [ATTACHMENT]
    assert json.loads(attachments(content)[ATTACHMENT][0]) == CASES["sued"]
    assert "This copy carries your answers. Give it only to your counselor." in text(content)
    assert "This copy carries your answers" not in text(pdf(FULL, "two-loans"))
