"""Rehearsed, because on the day it matters nobody wants to try it first: a backup restored, keys replaced, a new
version over the tables of the one before. Each on both databases."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.utils import decrypt
from cryptography.fernet import Fernet, MultiFernet
from django.apps import apps
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client as Browser
from django.utils import timezone
from pytest_django.fixtures import Settings

from cases import jobs, services
from cases.codes import fingerprint, read_code
from cases.counseling.files import close
from cases.counseling.invitations import invite
from cases.counseling.models import Client, Document, Invitation, Membership, Note, Role, Task
from cases.counseling.reporting import gaps_page
from cases.counseling.reporting.counting import report
from cases.counseling.reporting.periods import months
from cases.counseling.reporting.report_page import files_of as served
from cases.counseling.reporting.stale import bring_up
from cases.counseling.search import found
from cases.crypto import seal, seal_json, unseal
from cases.management.running import using
from cases.models import Case, Job, Report

from .answered import CASES
from .desk import SECRET, agency, client_of, staff

CODE = "7K3M-9QXR-2B4T-WZ5N"
PAPER = b"%PDF a paper as it was made"
PREVIOUS = Path(__file__).parent / "previous_release.json"
TOKEN = re.compile(rb"gAAAAA[\w-]{60,}={0,2}")  # what Fernet makes: version 128, then a time of this century


@dataclass(frozen=True)
class Kept:
    """One of everything that is kept, each after its seal was put on."""

    member: Membership
    client: Client
    gone: tuple[Any, ...]  # what has had its time

    def opens(self) -> None:
        """All of it can be read and found, whatever became of database, files and keys."""
        case = services.case_of_code(CODE)
        assert case is not None
        assert case.facts == CASES["barred"]
        assert unseal(bytes(case.reports.get().sealed)) == PAPER
        assert jobs.Run(Job.objects.get(case=case), lambda: False).payload == {"facts": "of a job that waits"}
        client = Client.objects.get(pk=self.client.pk)
        assert (client.name, client.facts) == ("Maria Muñoz", CASES["limited"])
        assert (client.notes.get().text, client.tasks.get().what) == ("Fears for her pay", "Call the servicer")
        assert (client.documents.get().about["name"], client.documents.get().content()) == ("notice.pdf", b"a notice")
        assert list(found(self.member, "mun 0142")) == [client]
        assert decrypt(self.member.user.authenticator_set.get(type="totp").data["secret"]) == SECRET
        assert len(self.member.user.authenticator_set.get(type="recovery_codes").wrap().generate_codes()) > 5
        assert client.agency.logo_png == b"a logo"
        assert Invitation.objects.get().email == "new@example.org"
        assert sealed_with(settings_keys())


def fill(client: Client, member: Membership) -> None:
    note, task = Note(client=client, author=member), Task(client=client, assigned_to=member)
    note.text, task.what = "Fears for her pay", "Call the servicer"
    note.save()
    task.save()
    Document(client=client, added_by=member).put("notice.pdf", "application/pdf", b"a notice")


@pytest.fixture
def kept(transactional_db: None, settings: Settings, tmp_path: Path) -> Kept:
    """One of everything, and a case and a client's file that have had their time but were not purged yet."""
    settings.STORAGES = {**settings.STORAGES, "default": stored_in(tmp_path / "files")}
    member = staff(agency(), Role.MANAGER)
    member.agency.logo_png = b"a logo"
    member.agency.save()
    invite(member.agency, "new@example.org", Role.COUNSELOR, member)
    client = client_of(member, facts=CASES["limited"])
    old_client = client_of(member, "Ann Other", CASES["limited"])
    for each in (client, old_client):
        fill(each, member)
    close(member, old_client)
    case, old_case = services.start_case(CASES["barred"]), services.start_case(CASES["barred"])
    case.code_mark = fingerprint(read_code(CODE) or "")
    case.save()
    Report.objects.create(case=case, kind="summary", digest="d" * 64, law_version="1", sealed=seal(PAPER))
    jobs.put("papers", "j" * 64, {"facts": "of a job that waits"}, 2, case)
    Client.objects.filter(pk=old_client.pk).update(retention_until=timezone.now())
    Case.objects.filter(pk=old_case.pk).update(expires_at=timezone.now() - timedelta(days=1))
    return Kept(member, client, (old_client, old_case))


def stored_in(folder: Path) -> dict[str, Any]:
    return {"BACKEND": "config.storage.Folder", "OPTIONS": {"location": str(folder)}}


@pytest.fixture
def empty_database(transactional_db: None, tmp_path: Path) -> Iterator[str]:
    """The URL of another database, of the same kind, with nothing in it."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite3'}"
        return
    name = f"empty_{os.getpid()}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    yield url_of(name)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def url_of(name: str) -> str:
    return f"{os.environ['DATABASE_URL'].rsplit('/', 1)[0]}/{name}"


def sealed_with(keys: list[str]) -> int:
    """How many sealed things there are in any column of any table and in any file: each opens with one of `keys`."""
    lock = MultiFernet([Fernet(key) for key in keys])
    tokens = 0
    for model in apps.get_models():
        for row in model._base_manager.values_list():
            for value in row:
                content = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                for token in TOKEN.findall(content):
                    lock.decrypt(token)
                    tokens += 1
    for document in Document.objects.all():
        lock.decrypt(default_storage.open(str(document.file.name)).read())
    return tokens


def settings_keys() -> list[str]:
    from django.conf import settings

    return list(settings.SHORTFALL_DATA_KEYS)


def back_up(to: Path) -> None:
    """As PRODUCTION.md has it; for SQLite by the call that `sqlite3`'s .backup makes."""
    if connection.vendor == "sqlite":
        with sqlite3.connect(connection.settings_dict["NAME"]) as live, sqlite3.connect(to) as copy:
            live.backup(copy)
        return
    database = url_of(connection.settings_dict["NAME"])
    subprocess.run(["pg_dump", "--format=custom", f"--file={to}", database], check=True)


def restore(backup: Path, database: str) -> None:
    if connection.vendor == "sqlite":
        shutil.copy(backup, database.removeprefix("sqlite:///"))
    else:
        subprocess.run(["pg_restore", "--no-owner", f"--dbname={database}", str(backup)], check=True)


def test_a_backup_is_restored_into_an_empty_database(
    kept: Kept, empty_database: str, settings: Settings, tmp_path: Path
) -> None:
    """Everything opens; what had its time is purged again before anybody is let in."""
    back_up(tmp_path / "shortfall.backup")
    shutil.copytree(tmp_path / "files", tmp_path / "files.backup")
    shutil.rmtree(tmp_path / "files")
    restore(tmp_path / "shortfall.backup", empty_database)
    shutil.copytree(tmp_path / "files.backup", tmp_path / "other-files")
    settings.STORAGES = {**settings.STORAGES, "default": stored_in(tmp_path / "other-files")}
    with using(empty_database):
        call_command("migrate", verbosity=0)
        call_command("purge", stdout=io.StringIO())
        kept.opens()
        for each in kept.gone:
            assert not type(each).objects.filter(pk=each.pk).exists()
        assert sum(path.is_file() for path in (tmp_path / "other-files").rglob("*")) == 1
    assert Case.objects.count() == 2, "the other database is as it was"


def test_a_key_is_replaced_and_the_old_one_thrown_away(kept: Kept, settings: Settings) -> None:
    old, new = settings.SHORTFALL_DATA_KEYS, [Fernet.generate_key().decode()]
    settings.SHORTFALL_DATA_KEYS = new + old
    kept.opens()
    fresh = services.start_case(CASES["barred"])
    call_command("rotatekeys", stdout=io.StringIO())
    call_command("rotatekeys", stdout=io.StringIO())  # once more does no harm
    settings.SHORTFALL_DATA_KEYS = new
    kept.opens()
    assert Case.objects.get(pk=fresh.pk).facts == CASES["barred"]
    stored = [path for path in Path(settings.STORAGES["default"]["OPTIONS"]["location"]).rglob("*") if path.is_file()]
    assert len(stored) == 2, "of a content under the old key nothing stays"


def test_a_new_version_opens_what_the_previous_release_wrote_while_that_still_runs(
    empty_database: str, client: Browser
) -> None:
    """The rows were written by the previous release. It has another case to write when the tables are those of this
    one: so a migration only adds, and nothing that it adds must be given."""
    written: dict[str, list[dict[str, Any]]] = json.loads(PREVIOUS.read_text())
    with using(empty_database):
        call_command("migrate", "cases", "0002", verbosity=0)
        insert(written)
        call_command("migrate", verbosity=0)
        case = services.case_of_code(CODE)
        assert case is not None
        assert (case.facts["state"], case.asked) == ("AZ", ["state", "stage"])
        assert unseal(bytes(case.reports.get().sealed)) == b"%PDF-1.7 of the previous release"
        client.post("/resume/", {"code": CODE})
        assert client.get("/case/answer/").status_code == 200
        Case.objects.all().delete()
        written["cases_tokenbucket"].clear()
        insert(written)
        assert unseal(bytes(Report.objects.get().sealed))


def test_the_version_before_writes_beside_this_one_and_lists_tell_of_what_it_wrote(db: None) -> None:
    """It knows no columns of what a file lacks and when it was served: they follow once this version reads a list, or
    the night comes, of what is stale alone."""
    member = staff(agency(), Role.SUPERVISOR)
    before = MigrationExecutor(connection).loader.project_state(("counseling", "0008_task_author")).apps
    there, knows_none = client_of(member), before.get_model("counseling", "Client")
    person = seal_json({"name": "Ann Other", "address": "1 Elm St"})
    now = {"touched_at": timezone.now(), "sealed_person": person}
    knows_none.objects.filter(pk=there.pk).update(**now)
    made = knows_none.objects.create(agency_id=member.agency_id, counselor_id=member.pk, sealed=seal_json({}), **now)
    records = before.get_model("counseling", "ServiceRecord").objects
    session = {"id": "1", "on": "2026-11-02", "row": "rental", "minutes": 60, "funding": "hud", "how": "video"}
    records.create(client_id=made.pk, sealed=seal_json({"file": {"need": "Behind"}, "sessions": [session]}))

    november = months("2026-11", "2026-11")
    assert report(served(member, november), november).services.all == 1, "read before anything was brought up to date"
    counts, every = gaps_page.counted(gaps_page.files_of(member, ""))
    assert (every, counts["person"], counts["need"], counts["sessions"], counts["plan"]) == (2, 0, 1, 1, 2)
    assert bring_up(Client.objects.all()) == 0
    assert report(served(member, november), november).services.all == 1
    records.filter(client_id=made.pk).update(sealed=seal_json({}), changed_at=timezone.now())
    call_command("newday", stdout=io.StringIO())
    assert gaps_page.counted(Client.objects.for_member(member))[0]["sessions"] == 2


def insert(tables: dict[str, list[dict[str, Any]]]) -> None:
    """Rows with the columns that the previous release knew."""
    with connection.cursor() as cursor:
        for table, rows in tables.items():
            for row in rows:
                values = [
                    value.encode() if name == "sealed" else value.replace("-", "") if is_key(name) else value
                    for name, value in row.items()
                ]
                cursor.execute(
                    f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join(['%s'] * len(row))})", values
                )


def is_key(name: str) -> bool:
    """SQLite has a UUID as its 32 digits; PostgreSQL reads those too."""
    return name in ("id", "case_id")
