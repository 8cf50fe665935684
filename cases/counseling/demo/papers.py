"""Small pictures and PDFs that look like what people bring, with "invented" across them."""

from __future__ import annotations

import textwrap
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

SHEET = (620, 800)
PAPER, INK, FAINT = "#fbfaf5", "#222222", "#b9b6ac"
FORMATS = {"pdf": ("PDF", "application/pdf"), "png": ("PNG", "image/png")}


def scanned(name: str, title: str, text: str) -> tuple[str, bytes]:
    """A sheet with this title and text as the kind of file that the name says: its media type and content."""
    sheet = Image.new("RGB", SHEET, PAPER)
    pen = ImageDraw.Draw(sheet)
    pen.text((60, 60), title, INK, ImageFont.load_default(26))
    lines = "\n".join(textwrap.fill(line, 58) for line in text.split("\n"))
    pen.multiline_text((60, 130), lines, INK, ImageFont.load_default(17), spacing=9)
    pen.line((60, 740, 560, 740), FAINT)
    pen.text((60, 750), "An invented document, to look around in Shortfall", FAINT, ImageFont.load_default(15))
    kind, media_type = FORMATS[name.rpartition(".")[2]]
    content = BytesIO()
    sheet.convert("L").save(content, kind)
    return media_type, content.getvalue()
