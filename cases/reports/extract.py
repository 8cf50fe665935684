"""Takes the answers out of a counselor's copy: a PDF on standard input, the attached JSON on standard output.

Run as a process of its own, because a PDF from anywhere is read here: the limits below hold before the first byte is
parsed, so a hostile file costs a few seconds of one processor and then this process, never the server.
The exit status says why nothing came out.
"""

import io
import resource
import sys
import zlib
from typing import Any

SECONDS, MEMORY = 4, 400_000_000
MOST = 200_000  # bytes of answers
NAME = "shortfall-case.json"
LOCKED, FOREIGN, ACTIVE, LARGE = 3, 4, 5, 6  # exit statuses; any other one but 0 is a file that could not be read


def main() -> int:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(sys.stdin.buffer.read()))
    if reader.is_encrypted:
        return LOCKED
    root: Any = reader.trailer["/Root"].get_object()
    names: Any = root.get("/Names", {}).get_object() if "/Names" in root else {}
    if {"/OpenAction", "/AA", "/AcroForm"} & set(root) or "/JavaScript" in names:
        return ACTIVE
    return give(names)


def give(names: Any) -> int:
    """Write the one attachment that carries the answers."""
    if "/EmbeddedFiles" not in names:
        return FOREIGN
    listed = names["/EmbeddedFiles"].get_object().get("/Names", [])
    if len(listed) != 2:
        return FOREIGN
    described = listed[1].get_object()
    if described.get("/UF", described.get("/F")) != NAME:
        return FOREIGN
    stream = described["/EF"].get_object()["/F"].get_object()
    plain = inflated(stream)
    if plain is None or len(plain) > MOST:
        return LARGE
    sys.stdout.buffer.write(plain)
    return 0


def inflated(stream: Any) -> bytes | None:
    """The content of a stream, never more of it than we would take: a small file can unpack to a huge one."""
    packed: bytes = stream._data
    if "/Filter" not in stream:
        return packed
    if stream["/Filter"] not in ("/FlateDecode", ["/FlateDecode"]) or "/DecodeParms" in stream:
        return None
    return zlib.decompressobj().decompress(packed, MOST + 1)


if __name__ == "__main__":
    sys.exit(main())
