"""Pages that people write as text files: facts about the page as TOML between two lines of +++, then Markdown.

A heading of the fourth level opens: `#### Is the debt gone?` becomes a disclosure, and what stands under it, up to the
next heading, is the answer. HTML in a file is shown as it was typed and never becomes part of the page.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TypeVar

from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.token import Token
from pydantic import BaseModel, ValidationError

Shape = TypeVar("Shape", bound=BaseModel)

FENCE = re.compile(r"\A\+\+\+\n(.*?)^\+\+\+\n(.*)\Z", re.S | re.M)
OPENS = "h4"


class BadPage(Exception):
    """A file that cannot stand: `faults` are sentences that name the file, the key and what is wrong."""

    def __init__(self, faults: list[str]):
        self.faults = faults
        super().__init__("\n".join(faults))


def read(path: Path, shape: type[Shape]) -> tuple[Shape, str]:
    """What a file says about its page, checked against `shape`, and its Markdown. Raises BadPage."""
    found = FENCE.match(path.read_text(encoding="utf-8"))
    if found is None:
        raise BadPage([f"{path.name}: does not begin with facts between two lines of +++"])
    try:
        return shape.model_validate(tomllib.loads(found[1])), found[2].strip()
    except tomllib.TOMLDecodeError as error:
        raise BadPage([f"{path.name}: is not valid TOML: {error}"]) from error
    except ValidationError as error:
        raise BadPage([_fault(path.name, each["loc"], each["msg"]) for each in error.errors()]) from error


def _fault(name: str, where: tuple[int | str, ...], what: str) -> str:
    return f"{name}: {'.'.join(map(str, where)) or 'the facts'}: {what.removeprefix('Value error, ')}"


@cache
def render(text: str) -> SafeString:
    """Markdown as HTML: paragraphs, lists, tables, links, emphasis, headings, and questions that open."""
    reader = _reader()
    html: str = reader.renderer.render(list(_opening(reader.parse(text))), reader.options, {})
    return SafeString(html)  # HTML in the text is escaped: see _reader


@cache
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _opening(tokens: list[Token]) -> Iterator[Token]:
    """The tokens, with each heading of the fourth level as a disclosure around what stands under it."""
    open_now = False
    for token in tokens:
        if token.type == "heading_open" and open_now:
            yield _raw("</details>\n")
            open_now = False
        if token.type in {"heading_open", "heading_close"} and token.tag == OPENS:
            open_now = True
            yield _raw("<details><summary>" if token.type == "heading_open" else "</summary>\n")
        else:
            if token.attrs.pop("style", None) == "text-align:right":  # our pages allow no inline style
                token.attrSet("class", "number")
            yield token
    if open_now:
        yield _raw("</details>\n")


def _raw(html: str) -> Token:
    return Token("html_block", "", 0, content=html)
