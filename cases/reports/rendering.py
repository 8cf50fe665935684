"""HTML to a tagged PDF. The only module that imports WeasyPrint, which takes a second: a report that is kept already
never comes here.

Stylesheet and fonts are read once a process. Nothing is fetched but our own two fonts. The same HTML gives the same
bytes: no clock and no random number goes into the file.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from django.conf import settings
from tinycss2.parser import parse_stylesheet
from tinycss2.serializer import serialize
from weasyprint import CSS, HTML, Attachment, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

FONTS = ("public-sans-latin-400-normal.woff2", "public-sans-latin-700-normal.woff2")
PICTURE = "data:image/png;base64,"
FOLDER = Path(__file__).parent
REPORT = "report.css"
# Layout keeps a processor busy, and two at once take twice as long each: one after the other.
ONE_AT_A_TIME = Lock()


class OnlyOurFonts(URLFetcher):  # type: ignore[misc, unused-ignore]
    """Gives WeasyPrint our fonts, by the names in the stylesheet, and the picture that stands in the HTML itself (an
    agency's logo); refuses everything else."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url.startswith(PICTURE):
            return URLFetcherResponse(url, b64decode(url.removeprefix(PICTURE)), {"Content-Type": "image/png"})
        name = url.removeprefix("font:")
        if url == name or name not in FONTS:
            raise ValueError("a report fetches nothing")
        return URLFetcherResponse(url, (settings.BASE_DIR / "static" / "fonts" / name).read_bytes())


@dataclass(frozen=True)
class Style:
    """What all papers of a kind share."""

    fetcher: OnlyOurFonts
    fonts: FontConfiguration
    css: CSS


@lru_cache(maxsize=4)
def style(sheet: str = REPORT, within: tuple[str, ...] = ()) -> Style:
    """A stylesheet of this folder, read once, and others that hold only within elements of their names."""
    fonts, fetcher = FontConfiguration(), OnlyOurFonts()
    rules = "".join([(FOLDER / sheet).read_text(encoding="utf-8"), *map(confined, within)])
    return Style(fetcher, fonts, CSS(string=rules, url_fetcher=fetcher, font_config=fonts))


def confined(sheet: str) -> str:
    """A stylesheet that holds only within elements whose class is its name ("letter" of letter.css), and for their
    pages. What it says of fonts and of pages with names of their own is left out."""
    name, rules, page = sheet.removesuffix(".css"), [], ""
    text = (FOLDER / sheet).read_text(encoding="utf-8")
    for rule in parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
        about = serialize(rule.prelude).strip()
        body = serialize(rule.content)
        if rule.type == "qualified-rule":
            rules.append(f"{'&' if about in ('html', 'body') else about} {{{body}}}")
        elif rule.at_keyword == "page" and not about:
            page = f"@page {name} {{{body} @bottom-left {{ content: none; }} }}"
    return f"{page} .{name} {{ page: {name}; {' '.join(rules)} }}"


@dataclass(frozen=True)
class Enclosure:
    """A file that a PDF carries."""

    name: str
    content: bytes
    description: str
    made_on: date


def lay_out(html: str, sheet: str = REPORT, within: tuple[str, ...] = ()) -> Document:
    """The pages of a paper. The caller holds ONE_AT_A_TIME."""
    shared = style(sheet, within)
    document: Document = HTML(string=html, url_fetcher=shared.fetcher).render(
        font_config=shared.fonts,
        stylesheets=[shared.css],
        pdf_variant="pdf/ua-1",
    )
    return document


def _attached(each: Enclosure) -> Attachment:
    made = datetime.combine(each.made_on, time(12), UTC)
    return Attachment(
        string=each.content,
        url_fetcher=style().fetcher,
        name=each.name,
        description=each.description,
        created=made,
        modified=made,
        relationship="Data",
    )


def write(document: Document, identifier: bytes, enclosures: Sequence[Enclosure] = ()) -> bytes:
    """The PDF of some pages; `identifier` is what names the file inside."""
    pdf: bytes = document.write_pdf(
        pdf_variant="pdf/ua-1",
        pdf_identifier=identifier,
        attachments=[_attached(each) for each in enclosures],
        finisher=_links_print,
    )
    return pdf


def _links_print(document: Document, pdf: Any) -> None:
    """Links look the same on paper as on the screen (the flag that checkers ask for)."""
    for item in pdf.objects:
        if isinstance(item, dict) and item.get("Subtype") == "/Link":
            item["F"] = 4
