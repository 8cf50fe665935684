"""A large file in the storage, under seal: cut into pieces, each sealed with its place. So memory holds one of them at
a time, whichever storage it is, and a piece that is missing, moved or another file's is noticed."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from contextlib import suppress

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from cases.crypto import CannotOpen, seal, unseal

PIECE = 4_000_000  # bytes, before sealing
HEAD = struct.Struct(">32sQ")  # whose piece, and its place


def write(folder: str, content: Iterable[bytes]) -> int:
    """Keep what comes in the storage under `folder`; returns in how many pieces."""
    count = 0
    for count, piece in enumerate(cut(content), 1):
        default_storage.save(f"{folder}/{count}", ContentFile(seal(HEAD.pack(whose(folder), count) + piece)))
    return count


def cut(content: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces of about PIECE."""
    waiting = bytearray()
    for some in content:
        waiting += some
        while len(waiting) >= PIECE:
            yield bytes(waiting[:PIECE])
            del waiting[:PIECE]
    if waiting:
        yield bytes(waiting)


def read(folder: str, count: int) -> Iterator[bytes]:
    """What `write` kept. Raises CannotOpen, and FileNotFoundError where a piece is gone."""
    for place in range(1, count + 1):
        with default_storage.open(f"{folder}/{place}") as sealed:
            plain = unseal(sealed.read())
        if HEAD.unpack_from(plain) != (whose(folder), place):
            raise CannotOpen("a piece of another file, or of another place in it")
        yield plain[HEAD.size :]


def forget(folder: str) -> None:
    """Delete all pieces, however many were written."""
    with suppress(FileNotFoundError):
        for name in default_storage.listdir(folder)[1]:
            default_storage.delete(f"{folder}/{name}")


def whose(folder: str) -> bytes:
    return folder.rpartition("/")[2].encode()[:32].ljust(32)
