"""A ZIP that is sent while it is made: nothing of it is kept, and memory holds one file of it at a time."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from typing import IO, cast

from django.http import StreamingHttpResponse

from ..models import Client

EARLIEST = (1980, 1, 1, 0, 0, 0)  # what a ZIP writes for a file without a time
LONGEST = 40


class Drain:
    """A file that is only written to; what was written is taken away piece by piece."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing waits here."""

    def taken(self) -> bytes:
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def zipped(files: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """The bytes of a ZIP of these files, by name."""
    drain = Drain()
    with zipfile.ZipFile(cast("IO[bytes]", drain), "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files:
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.external_attr = 0o600 << 16
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(".pdf") else zipfile.ZIP_DEFLATED
            packed.writestr(entry, content)
            yield drain.taken()
    yield drain.taken()


def sent(name: str, files: Iterable[tuple[str, bytes]]) -> StreamingHttpResponse:
    response = StreamingHttpResponse(zipped(files), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def plain(text: str) -> str:
    """Letters, digits and hyphens: a name that any computer takes, and that leads out of no folder."""
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", ascii_only).strip("-")[:LONGEST]


def file_name(client: Client) -> str:
    """The agency's own number and a short name: "HC-0917-Munoz-M"."""
    words = client.name.split()
    short = f"{words[-1]} {words[0][:1]}" if len(words) > 1 else client.name
    return plain(f"{client.person.get('reference', '')} {short}") or "client"


def apart(names: Iterable[str]) -> Iterator[str]:
    """The same names, each once: a second "Munoz-M" is "Munoz-M-2"."""
    seen: dict[str, int] = {}
    for name in names:
        seen[name.lower()] = count = seen.get(name.lower(), 0) + 1
        yield name if count == 1 else f"{name}-{count}"
