"""Files in a folder, and in a bucket over real HTTP: a store in this process speaks the part of S3 that we use."""

from __future__ import annotations

import io
import os
import re
import stat
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import transaction
from pytest_django.fixtures import Settings

from cases.counseling import sweeping
from cases.counseling.bulk import stored
from cases.counseling.models import Document
from cases.counseling.sweeping import sweep
from config.storage import Folder, ObjectStorage

from .desk import agency, client_of, staff


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
    assert storage.get_modified_time(name) == datetime(2026, 11, 22, 12, tzinfo=UTC)
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


class Killed(Exception):
    """As if the machine went away here."""


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    """Where files are kept, as on a machine of its own."""
    kept = {"BACKEND": "config.storage.Folder", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": kept}
    return tmp_path


def grown_old(folder: Path) -> None:
    for file in folder.rglob("*"):
        os.utime(file, (0, 0))


def test_a_file_that_no_row_names_goes_after_a_day(db: None, folder: Path) -> None:
    member = staff(agency())
    client = client_of(member)

    def brought() -> Document:
        document = Document(client=client, added_by=member)
        document.put("notice.pdf", "application/pdf", b"%PDF notice")
        return document

    def lost() -> Path:
        before = set(folder.rglob("documents/*/*"))
        with pytest.raises(Killed), transaction.atomic():
            brought()
            raise Killed
        return next(iter(set(folder.rglob("documents/*/*")) - before))

    kept, old = brought(), lost()
    stored.write(f"exports/{'a' * 32}-1", [b"nobody's"])
    assert sweep() == 0  # each may be about to get its row
    grown_old(folder)
    young = lost()
    said = io.StringIO()
    call_command("daily", stdout=said)
    assert "2 files without a row deleted" in said.getvalue()
    assert {file for file in folder.rglob("*") if file.is_file()} == {Path(kept.file.path), young}
    assert not old.exists() and kept.content() == b"%PDF notice"


def test_where_the_database_may_be_the_wrong_one_nothing_is_deleted(
    db: None, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "FEW", 2)
    for number in range(3):
        default_storage.save(f"documents/ab/{number}", ContentFile(b"sealed"))
    grown_old(folder)
    with pytest.raises(CommandError, match="3 of 3 files have no row"):
        call_command("sweep", stdout=io.StringIO())
    assert default_storage.exists("documents/ab/0")
    call_command("sweep", "--however-many", stdout=io.StringIO())
    assert not default_storage.exists("documents/ab/0")
