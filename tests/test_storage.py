"""Files in a folder, and in a bucket over real HTTP: a store in this process speaks the part of S3 that we use."""

from __future__ import annotations

import re
import stat
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.core.files.base import ContentFile

from config.storage import Folder, ObjectStorage


class Bucket(BaseHTTPRequestHandler):
    """Objects by their address; a request that is not signed is refused, as a real store refuses it."""

    objects: dict[str, bytes] = {}

    def log_message(self, *said: Any) -> None:
        """Nothing: tests are quiet."""

    def tell(self, status: int, content: bytes = b"", size: int | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(content) if size is None else size))
        self.send_header("ETag", '"1"')
        self.send_header("Last-Modified", "Sun, 22 Nov 2026 12:00:00 GMT")
        self.end_headers()
        self.wfile.write(content)

    @property
    def name(self) -> str:
        return unquote(urlsplit(self.path).path)

    def parse_request(self) -> bool:
        """Refuses what is not signed with the key, and what asks for another bucket; the rest goes on to its method."""
        if not super().parse_request():
            return False
        if "AWS4-HMAC-SHA256 Credential=key/" not in self.headers.get("Authorization", ""):
            self.tell(403, ERROR % b"InvalidAccessKeyId")
        elif self.name.split("/")[1] != "bucket":
            self.tell(404, ERROR % b"NoSuchBucket")
        else:
            return True
        return False

    def do_PUT(self) -> None:
        self.objects[self.name] = self.rfile.read(int(self.headers["Content-Length"]))
        self.tell(200)

    def do_GET(self) -> None:
        if "list-type" in parse_qs(urlsplit(self.path).query):
            self.tell(200, self.listing())
        else:
            found = self.objects.get(self.name)
            self.tell(404, ERROR % b"NoSuchKey") if found is None else self.tell(200, found)

    def do_HEAD(self) -> None:
        found = self.objects.get(self.name)
        self.tell(404, size=0) if found is None else self.tell(200, size=len(found))

    def do_POST(self) -> None:
        """Deletes the names in the body; those that are not there are deleted already."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        names = re.findall(r"<Key>(.*?)</Key>", body)
        for name in names:
            self.objects.pop(f"/bucket/{name}", None)
        done = "".join(f"<Deleted><Key>{name}</Key></Deleted>" for name in names)
        self.tell(200, f"<DeleteResult>{done}</DeleteResult>".encode())

    def listing(self) -> bytes:
        rows = "".join(
            f"<Contents><Key>{name.removeprefix('/bucket/')}</Key><Size>{len(content)}</Size>"
            "<LastModified>2026-11-22T12:00:00.000Z</LastModified><ETag>1</ETag></Contents>"
            for name, content in self.objects.items()
        )
        return f"<ListBucketResult><IsTruncated>false</IsTruncated>{rows}</ListBucketResult>".encode()


ERROR = b"<Error><Code>%s</Code></Error>"


@pytest.fixture
def storage(monkeypatch: pytest.MonkeyPatch) -> Iterator[ObjectStorage]:
    Bucket.objects = {}
    server = ThreadingHTTPServer(("127.0.0.1", 0), Bucket)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{server.server_port}",
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    yield ObjectStorage("s3://bucket/shortfall")
    server.shutdown()
    server.server_close()


def test_what_is_stored_comes_back_until_it_is_deleted(storage: ObjectStorage) -> None:
    name = storage.save("documents/ab/abcd", ContentFile(b"sealed"))
    assert list(Bucket.objects) == ["/bucket/shortfall/documents/ab/abcd"]
    assert (storage.exists(name), storage.size(name)) == (True, 6)
    assert storage.open(name).read() == b"sealed"
    assert storage.listdir("documents/ab") == ([], ["abcd"])
    storage.delete(name)
    storage.delete(name)
    assert not storage.exists(name)
    with pytest.raises(FileNotFoundError, match=r"^no such file$"):
        storage.open(name)


def test_a_name_that_is_taken_is_not_written_over(storage: ObjectStorage) -> None:
    first = storage.save("documents/ab/abcd", ContentFile(b"one"))
    second = storage.save("documents/ab/abcd", ContentFile(b"two"))
    assert first != second
    assert storage.open(first).read() == b"one"


def test_a_bucket_is_reachable_though_empty_and_neither_when_missing_nor_with_wrong_keys(
    storage: ObjectStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert storage.reachable()
    assert not ObjectStorage("s3://bukket/shortfall").reachable()
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "another")
    assert not storage.reachable()
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")  # where nothing listens
    assert not storage.reachable()


def test_a_folder_is_reachable_when_files_can_be_written_there(tmp_path: Path) -> None:
    assert Folder(str(tmp_path / "new")).reachable()
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700
    (tmp_path / "file").touch()
    assert not Folder(str(tmp_path / "file")).reachable()
