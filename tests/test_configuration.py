"""The settings, the logs and the health page: what an operator and a homeowner's privacy rely on."""

import base64
import json
import logging
import os
import re
import stat
import subprocess
import sys
from collections.abc import Callable
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from pytest_django.live_server_helper import LiveServer

from config.logs import JsonFormatter, NoAddresses, PlainFormatter

ROOT = Path(__file__).resolve().parent.parent


def load_settings(**environment: str) -> subprocess.CompletedProcess[str]:
    """Reads config.settings in a process of its own, with this environment and no other."""
    code = "from config import settings; print(settings.SHORTFALL_MODE, settings.DATABASES['default']['ENGINE'])"
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


KEYS = {"SECRET_KEY": "x" * 60, "SHORTFALL_DATA_KEYS": base64.urlsafe_b64encode(bytes(32)).decode()}


@pytest.mark.parametrize("missing", KEYS)
def test_production_does_not_start_without_its_secrets(missing: str) -> None:
    run = load_settings(**{name: value for name, value in KEYS.items() if name != missing})
    assert run.returncode != 0
    assert f"{missing} is not set" in run.stderr


def test_production_is_the_default_and_database_url_chooses_the_database() -> None:
    assert load_settings(**KEYS).stdout.split() == ["production", "django.db.backends.sqlite3"]
    with_postgresql = load_settings(**KEYS, DATABASE_URL="postgres://someone@db.example/shortfall")
    assert with_postgresql.stdout.split() == ["production", "django.db.backends.postgresql"]


def test_a_variable_that_is_set_to_nothing_counts_as_absent() -> None:
    empty = dict.fromkeys(READ - set(KEYS), "")
    assert load_settings(**KEYS, **empty).stdout.split() == ["production", "django.db.backends.sqlite3"]


def variables_read() -> set[str]:
    code = "".join((ROOT / "config" / name).read_text() for name in ("settings.py", "gunicorn.py"))
    return set(re.findall(r"""(?:given|listed|secret|environ\.get)\(["']([A-Z_]+)""", code))


S3 = {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION", "AWS_ENDPOINT_URL"}  # the library reads those itself
READ = variables_read() | S3
ONLY_ON_ONES_OWN_MACHINE = {"SHORTFALL_MODE", "DEBUG"}


def test_the_guides_name_every_variable_that_is_read_and_no_other() -> None:
    assert len(READ) > 25
    head = (ROOT / "config/settings.py").read_text().split('"""')[1]
    assert set(re.findall(r"\b[A-Z][A-Z0-9]*_[A-Z_]+\b|\b(?:DEBUG|HOST|PORT)\b", head)) == READ
    table = (ROOT / "PRODUCTION.md").read_text().split("## Settings")[1].split("\n## ")[0]
    assert set(re.findall(r"`([A-Z]+(?:_[A-Z]+)*)`", table)) == READ - ONLY_ON_ONES_OWN_MACHINE


def test_compose_and_the_image_fit_the_settings_the_commands_and_the_folders() -> None:
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text())
    services = compose["services"]
    ours = {name: each for name, each in services.items() if "build" in each}
    assert set(ours) == {"migrate", "web", "worker", "daily"}
    for each in ours.values():
        assert set(each["environment"]) == READ - ONLY_ON_ONES_OWN_MACHINE - {"HOST", "PORT"}, "the image sets those"
        assert set(each["depends_on"]) <= set(services)
        assert set(re.findall(r"manage\.py[, ]+([a-z]+)", str(each.get("command")))) <= set(get_commands())
    kept = {volume.split(":")[0] for each in services.values() for volume in each.get("volumes", [])}
    assert kept == set(compose["volumes"])

    [pool] = compose["networks"]["inside"]["ipam"]["config"]
    proxy = services["proxy"]["networks"]["inside"]["ipv4_address"]
    assert ours["web"]["environment"]["FORWARDED_ALLOW_IPS"] == proxy
    assert ip_address(proxy) in ip_network(pool["subnet"])
    assert ip_address(proxy) not in ip_network(pool["ip_range"]), "else whoever starts first is given it"

    image = (ROOT / "Containerfile").read_text()
    copied = {name for line in re.findall(r"^COPY (.+) \S+$", image, re.M) for name in line.split()}
    let_in = set(re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text(), re.M))
    assert copied == let_in and all((ROOT / name).exists() for name in copied)


def test_an_unknown_mode_is_refused() -> None:
    run = load_settings(**KEYS, SHORTFALL_MODE="staging")
    assert "must be 'production' or 'local'" in run.stderr


def test_local_secrets_are_made_once_and_only_their_owner_reads_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from config import settings

    monkeypatch.delenv("SECRET_KEY")
    monkeypatch.setattr(settings, "LOCAL_DIR", tmp_path / "local")
    previous = os.umask(0)
    try:
        assert settings.secret("SECRET_KEY", "secret_key", fresh="first") == "first"
    finally:
        os.umask(previous)
    assert settings.secret("SECRET_KEY", "secret_key", fresh="second") == "first"
    assert stat.S_IMODE((tmp_path / "local").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "local" / "secret_key").stat().st_mode) == 0o600


@pytest.mark.django_db
def test_the_health_page_answers_and_every_answer_carries_the_security_headers(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert "camera=()" in answer["Permissions-Policy"]


def in_folder(settings: Any, folder: Path) -> dict[str, Any]:
    kept = {"BACKEND": "config.storage.Folder", "OPTIONS": {"location": str(folder)}}
    return {**settings.STORAGES, "default": kept}  # a dictionary of its own: what is changed in place stays changed


@pytest.mark.django_db
def test_no_requests_are_sent_to_a_process_whose_tables_or_files_are_not_there(
    client: Client, settings: Any, tmp_path: Path
) -> None:
    settings.STORAGES = in_folder(settings, tmp_path / "new")
    assert (client.get("/readyz").status_code, client.get("/readyz").content) == (200, b"ok\n")
    with connection.cursor() as cursor:  # as if this version came with a migration that has not been run
        cursor.execute("DELETE FROM django_migrations WHERE app = 'cases' AND name = '0003_job'")

    (tmp_path / "file").touch()
    settings.STORAGES = in_folder(settings, tmp_path / "file/x")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"migrations: not available\nfiles: not available\n")
    assert client.get("/healthz").status_code == 200, "it lives, and is not started anew for that"


@pytest.mark.django_db
def test_metrics_are_for_the_holder_of_the_token_and_name_no_address(client: Client, settings: Any) -> None:
    secret = "7K3M-9QXR-2B4T-WZ5N"
    client.get(f"/r/{secret}/")
    client.generic("PRIVATE", "/")
    assert client.get("/metrics").status_code == 404, "without a token in the settings there is no such page"
    settings.SHORTFALL_METRICS_TOKEN = "monitor"
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404
    told = client.get("/metrics", headers={"Authorization": "Bearer monitor"}).content.decode()
    assert re.search(r'shortfall_answers_total\{method="GET",route="/r/<[^"]+",status="\d+"\} \d', told)
    assert 'method="other"' in told
    assert secret not in told and "PRIVATE" not in told


@pytest.mark.django_db(transaction=True)
def test_the_database_serves_readers_while_one_writes_and_overwrites_what_is_deleted() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("about SQLite")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        assert cursor.fetchone() == ("wal",)
        cursor.execute("PRAGMA secure_delete")
        assert cursor.fetchone() == (1,)


def logged(record: logging.LogRecord) -> str:
    NoAddresses().filter(record)
    return PlainFormatter().format(record)


def case_page(request: HttpRequest, key: str) -> HttpResponse:
    raise ValueError(f"cannot read {key}")


def test_no_log_line_holds_an_address_or_what_was_typed() -> None:
    request = RequestFactory().post("/case/private-link?debt=private-debt", {"name": "private-name"})
    request.resolver_match = path("case/<str:key>", case_page).resolve("case/private-link")
    try:
        case_page(request, "private-link")
    except ValueError:
        error = sys.exc_info()
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, "%s: %s", ("Error", request.path), error)
    record.request, record.status_code = request, 500
    line = logged(record)
    assert "500 POST /case/<str:key>" in line
    assert "ValueError" in line
    assert "in case_page" in line
    assert "private" not in line.replace("case_page", "")


def test_gunicorn_does_not_log_the_address_that_failed() -> None:
    record = logging.LogRecord(
        "gunicorn.error", logging.ERROR, "", 0, "Error handling request %s %s", ("GET", "/private"), None
    )
    assert "private" not in logged(record)


def test_a_log_can_be_json_and_holds_no_more() -> None:
    record = logging.LogRecord("cases", logging.WARNING, "", 0, "%s went on", ("purge",), None)
    line = json.loads(JsonFormatter().format(record))
    assert (line["level"], line["logger"], line["message"]) == ("WARNING", "cases", "purge went on")
    try:
        raise ValueError("private")
    except ValueError:
        record.exc_info = sys.exc_info()
    line = json.loads(JsonFormatter().format(record))
    assert "ValueError" in line["error"] and "private" not in line["error"]


@pytest.mark.parametrize("mode", [0, 1])
def test_errors_are_told_without_their_text_whatever_caused_them(mode: int) -> None:
    try:
        try:
            raise KeyError("private")
        except KeyError as cause:
            raise ValueError("private") from (cause if mode else None)
    except ValueError:
        error = sys.exc_info()
    line = logged(logging.LogRecord("cases", logging.ERROR, "", 0, "failed", (), error))
    assert "private" not in line
    assert ("KeyError" in line) == bool(mode)


def test_a_browser_opens_the_site(live_server: LiveServer, page: Any) -> None:
    page.goto(f"{live_server.url}/healthz")
    assert page.inner_text("body").strip() == "ok"


def test_axe_finds_what_is_wrong(page: Any, axe: Callable[[Any], list[dict[str, Any]]]) -> None:
    page.set_content("<html lang=en><title>Map</title><main><h1>Map</h1><img src='data:,'></main></html>")
    assert [violation["rule"] for violation in axe(page)] == ["image-alt"]
