"""Papers as the tests draw and read them: each once, by whichever of a run's processes needs it first."""

from __future__ import annotations

import fcntl
import io
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import pymupdf
import pypdf

from cases.reports import registry
from cases.reports.paper import COUNSELOR, SUMMARY
from cases.reports.shape import Material
from tests.answered import CASES, reading

SHARED: list[Path] = []  # the folder that the processes of a run share, while there is one


def once(name: str, draw: Callable[[], bytes]) -> bytes:
    """What one process has drawn, the others read."""
    for folder in SHARED:
        with (folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            paper = folder / f"{name}.pdf"
            if not paper.exists():
                paper.write_bytes(draw())
            return paper.read_bytes()
    return draw()


@cache
def pdf(kind: str, name: str) -> bytes:
    return once(f"{kind}-{name}", lambda: registry.pdf(kind, reading(name), "A1B2-C3D4", bytes(16), CASES[name]))


@cache
def short_copy(name: str) -> bytes:
    """What a counselor's copy carries, on a paper that is drawn in a fifth of the time: for who only opens it."""
    short = replace(registry.BY_KEY[SUMMARY], enclosures=registry.BY_KEY[COUNSELOR].enclosures)
    material = Material(reading(name), CASES[name], "A1B2-C3D4")
    return once(f"short-{name}", lambda: registry.draw(short, material, bytes(16)))


@cache
def opened(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content))


def sheets(content: bytes) -> list[str]:
    """The words of each page, in the order in which the file writes them. MuPDF reads twenty times as fast as pypdf."""
    with pymupdf.Document(stream=content, filetype="pdf") as document:
        return [re.sub(r"\s+", " ", sheet.get_text()) for sheet in document]


def text(content: bytes) -> str:
    return " ".join(sheets(content))


def words(html: str) -> str:
    """What a page or paper says, before it is drawn."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def attachments(content: bytes) -> dict[str, Any]:
    return dict(opened(content).attachments)


def headings(content: bytes) -> list[str]:
    def walk(items: list[Any]) -> list[str]:
        return [title for each in items for title in (walk(each) if isinstance(each, list) else [each.title])]

    return walk(opened(content).outline)
