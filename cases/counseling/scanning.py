"""A look for viruses in what is brought, by a clamd of ours: its INSTREAM command, over a socket.

Where SHORTFALL_CLAMD names one, nothing is kept that it did not call clean; if it cannot be asked, nothing is kept.
"""

from __future__ import annotations

import socket
import struct

from django.conf import settings

PATIENCE = 20  # seconds
CHUNK = 64 * 1024
LONGEST_REPLY = 4096


class Infected(Exception):
    """The scanner found something."""


class CannotScan(Exception):
    """The scanner was not to be reached, or did not answer as one."""


def scan(content: bytes) -> None:
    """Return if the scanner calls it clean, or none is set up. Raises Infected or CannotScan."""
    if not settings.SHORTFALL_CLAMD:
        return
    try:
        reply = _asked(settings.SHORTFALL_CLAMD, content)
    except OSError as error:
        raise CannotScan from error
    if reply.endswith(b"FOUND"):
        raise Infected
    if reply != b"stream: OK":
        raise CannotScan


def _asked(where: str, content: bytes) -> bytes:
    """What clamd says of a stream: "stream: OK", or "stream: NAME FOUND", or an error."""
    with _connected(where) as line:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), CHUNK):
            part = content[start : start + CHUNK]
            line.sendall(struct.pack("!I", len(part)) + part)
        line.sendall(struct.pack("!I", 0))
        reply = b""
        while not reply.endswith(b"\0") and len(reply) < LONGEST_REPLY:
            more = line.recv(LONGEST_REPLY)
            if not more:
                break
            reply += more
    return reply.rstrip(b"\0\n")


def _connected(where: str) -> socket.socket:
    """A connection to `unix:/path` or `host:port`."""
    if where.startswith("unix:"):
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(PATIENCE)
        line.connect(where.removeprefix("unix:"))
        return line
    host, _, port = where.rpartition(":")
    return socket.create_connection((host, int(port)), PATIENCE)
