"""A letter as a Word document (DOCX), to be changed on any computer: real paragraphs, a heading and a list, a language
and a title, no macro, no comment, and nothing that tells where it was made."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime, time
from typing import TYPE_CHECKING

from django.utils.translation import get_language
from docx import Document
from docx.enum.text import WD_COLOR_INDEX, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Inches, Pt, RGBColor

from .writing import Letter, Line, spans

if TYPE_CHECKING:
    from docx.document import Document as Paper
    from docx.text.paragraph import Paragraph

FONT = "Arial"  # on every computer, or with a twin of the same widths
LINE, BETWEEN, SIGN = Pt(14.5), Pt(9), Pt(29)  # the height of a line, between paragraphs, of an empty place
ADDRESS = Inches(2.15)  # from the top of the sheet, where the window of an envelope shows it
TOP = Inches(0.7)
NOT_NEEDED = ("/thumbnail", "/stylesWithEffects", "/customXml")  # of the file that every document begins as
LANGUAGES = {"en": "en-US"}


def docx(letter: Letter) -> bytes:
    """The letter as DOCX."""
    paper = Document()
    _plain(paper, letter)
    _head(paper, letter)
    for block in letter.blocks:
        style = {"heading": "Heading 1", "list": "List Bullet", "paragraph": "Normal"}[block.kind]
        if block.kind == "list":
            for line in block.lines:
                point = paper.add_paragraph(style=style)
                _lines(point, [line])
            point.paragraph_format.space_after = BETWEEN
        else:
            paragraph = paper.add_paragraph(style=style)
            paragraph.paragraph_format.space_before = SIGN if block.room else Pt(0)
            _lines(paragraph, block.lines)
            if block.kind == "heading":  # only its first line is bold
                for run in paragraph.runs[len(block.lines[0]) :]:
                    run.bold = run.font.highlight_color is not None
    file = io.BytesIO()
    paper.save(file)
    return file.getvalue()


def _head(paper: Paper, letter: Letter) -> None:
    head = letter.head
    _lines(paper.add_paragraph(), head.sender)
    _lines(paper.add_paragraph(), [spans(head.day)])
    to = paper.add_paragraph()
    used = TOP + (len(head.sender) + 1) * LINE + 2 * BETWEEN
    to.paragraph_format.space_before = max(Pt(0), ADDRESS - used)
    _lines(to, head.to)
    if head.sent:
        sent = paper.add_paragraph()
        sent.paragraph_format.space_before = Pt(24)
        _lines(sent, [spans(head.sent)])


def _lines(paragraph: Paragraph, lines: Sequence[Line]) -> None:
    """Lines of one paragraph; a gap is bold, underlined and marked, and stands in its brackets."""
    for place, line in enumerate(lines):
        for span in line:
            run = paragraph.add_run(span.words)
            if span.gap:
                run.bold = run.underline = True
                run.font.highlight_color = WD_COLOR_INDEX.YELLOW
        if place < len(lines) - 1:
            paragraph.add_run().add_break()


def _plain(paper: Paper, letter: Letter) -> None:
    """US Letter, one plain font, the language, the title; nobody's name and no picture of the first page."""
    section = paper.sections[0]
    section.page_width, section.page_height = Inches(8.5), Inches(11)
    section.left_margin = section.right_margin = Inches(1)
    section.top_margin, section.bottom_margin = TOP, Inches(0.9)
    for name in ("Normal", "Heading 1", "List Bullet"):
        style = paper.styles[name]
        for each in (style, paper.styles["Heading 1 Char"]):  # the twin that some programs apply beside the heading
            each.font.name, each.font.size, each.font.color.rgb = FONT, Pt(11), RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        form = style.paragraph_format
        form.space_before, form.space_after = Pt(0), Pt(3) if name == "List Bullet" else BETWEEN
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    for language in paper.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGES.get(get_language() or "en", get_language() or "en-US"))
    told = paper.core_properties
    told.title, told.language = letter.title, LANGUAGES.get(get_language() or "en", "")
    told.author = told.last_modified_by = told.comments = told.keywords = ""
    told.created = told.modified = datetime.combine(letter.situation.day, time(12))
    for relations in (paper.part.package.rels, paper.part.rels):
        for name in [name for name, rel in relations.items() if rel.reltype.endswith(NOT_NEEDED)]:
            del relations[name]
