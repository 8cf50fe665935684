"""Letters on paper: PDF and DOCX say what the letter says."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import docx
import page
import pypdf
import pytest

from calculators.assessment import assess
from calculators.facts import read_facts
from cases.reports import registry
from cases.reports.letters import kinds, printing, word, writing
from cases.reports.letters.keeping import Kept, clean, letter
from cases.reports.shape import Material
from tests.answered import CASES, reading
from tests.lettered import FILLED, KINDS, squeezed, words_of_letter, written

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def words_of_pdf(content: bytes) -> str:
    reader = pypdf.PdfReader(io.BytesIO(content))
    text = " ".join(sheet.extract_text() for sheet in reader.pages).replace("\0", "")
    return squeezed(re.sub(r"\b\d / \d\b|•", " ", text))


def words_of_docx(content: bytes) -> str:
    """The words of the document alone: reading the half megabyte of styles beside it takes long."""
    body = ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml"))
    return squeezed(" ".join("".join(_runs(paragraph)) for paragraph in body.iter(f"{WORD}p")))


def _runs(paragraph: ElementTree.Element) -> Iterator[str]:
    for part in paragraph.iter():
        if part.tag in (f"{WORD}t", f"{WORD}br"):
            yield part.text or " "


ON_PAPER = {
    "waiver-short-sale": "short-sale-california",
    "exemption-claim": "benefits",
    "stop-contact": "collector-barred",
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_letter_is_read_back_from_pdf_and_docx(kind: str) -> None:
    """Filled on one paper and full of gaps on the other, the other way round for the next kind."""
    filled = KINDS.index(kind) % 2 == 0
    each = written(ON_PAPER.get(kind, "collector"), filled=filled)[kind]
    content = printing.pdf(each)
    assert words_of_pdf(content) == words_of_letter(each)
    reader = pypdf.PdfReader(io.BytesIO(content))
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "en"
    assert "/Names" not in root or "/EmbeddedFiles" not in root["/Names"]
    assert (float(reader.pages[0].mediabox.width), float(reader.pages[0].mediabox.height)) == (612, 792)
    assert reader.metadata
    assert reader.metadata.title == each.kind.subject
    assert b"hortfall" not in content
    assert page.validate_pdf_bytes(content, profile=page.ValidationProfile.PDF_UA_1).rules.failed == 0
    other = written(ON_PAPER.get(kind, "collector"), filled=not filled)[kind]
    assert words_of_docx(word.docx(other)) == words_of_letter(other)


def test_a_word_file_is_plain_and_tells_nothing_of_us() -> None:
    each = written("ahead")["waiver-short-sale"]
    content = word.docx(each)
    document = docx.Document(io.BytesIO(content))
    told = document.core_properties
    assert (told.title, told.language, told.author, told.comments) == (each.kind.subject, "en-US", "", "")
    styles = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style]
    assert styles.count("Heading 1") == 1
    assert styles.count("List Bullet") == 6
    gaps_shown = [run for paragraph in document.paragraphs for run in paragraph.runs if run.font.highlight_color]
    assert {run.text for run in gaps_shown} == {f"[{mark}]" for mark in each.open_marks}
    assert all(run.bold and run.underline for run in gaps_shown)  # not by colour alone
    names = document.part.package.iter_parts()
    assert not [part for part in names if re.search(r"vba|thumbnail|comments", str(part.partname))]
    assert b"hortfall" not in content


def test_the_letters_of_a_case_are_one_paper() -> None:
    """Those that fit, each on a sheet of its own, with what was given; none where none fits."""
    told = Material(reading("limited"), CASES["limited"], kept={"letters": {"details": FILLED}})
    [paper_] = [each for each in registry.offered(told) if each.key == "letters"]
    content = registry.draw(paper_, told, bytes(16))
    assert len(pypdf.PdfReader(io.BytesIO(content)).pages) == 3
    said = words_of_pdf(content)
    assert "Re: Request for information" in said
    assert "Re: Notice of error" in said  # told of in the details
    assert "Re: Offer to settle" in said
    assert "Maria Lopez-Garcia" in said
    assert "letters" not in [each.key for each in registry.offered(Material(reading("surplus"), CASES["surplus"]))]


HOSTILE = (
    "<script>alert(1)</script> & ]]> \u202egnp.exe \x0b\x1b[31m \ufffe "
    + "W" * 90
    + " \u05e9\u05dc\u05d5\u05dd \U0001f3e0 {your_name} %s"
)


def test_what_is_typed_stays_text_whatever_it_is() -> None:
    typed = clean(HOSTILE)
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\ufffe]", typed)
    assert "<script>alert(1)</script> & ]]>" in typed
    assert "\u05e9\u05dc\u05d5\u05dd" in typed
    details = {**FILLED, "your_name": typed[:120]}
    text = {"stop-contact/first": {"text": f"Re: x\n\n{typed}\n\n- {'y' * 900}\n\n" + "z\n\n\n\n\n" * 9}}
    each = letter(Kept(details, text), assess(read_facts(CASES["limited"])), kinds.kinds()["stop-contact"], "first")
    assert "<script" not in printing.html(each)
    assert "<script>alert(1)</script>" in words_of_pdf(printing.pdf(each))
    assert words_of_docx(word.docx(each)) == words_of_letter(each)


def test_brackets_are_gaps_wherever_they_stand() -> None:
    blocks = list(writing.blocks("Re: a\nb\n\nHello [you],\n- one\n- [two]\n\n\n\n\nend"))
    assert [block.kind for block in blocks] == ["heading", "paragraph", "list", "paragraph"]
    assert [span.words for block in blocks for line in block.lines for span in line if span.gap] == ["[you]", "[two]"]
    assert [block.room for block in blocks] == [0, 0, 0, 1]
