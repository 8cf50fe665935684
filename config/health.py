"""What a load balancer and an operator ask: does this process live, may it be given requests, and how is it doing."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from django.conf import settings
from django.core.files.storage import storages
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from . import metrics
from .storage import Reachable


def database() -> bool:
    """Whether the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def migrations() -> bool:
    """Whether the tables are those that this version was written for, or newer ones that it can work with."""
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return False


def files() -> bool:
    """Whether clients' documents can be kept and read: the folder is ours, the bucket is there and our keys open it."""
    storage = storages["default"]
    return isinstance(storage, Reachable) and storage.reachable()


NEEDED: dict[str, Callable[[], bool]] = {"database": database, "migrations": migrations, "files": files}


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """ "ok" while the process answers and reaches its database; else it is better started anew."""
    return _told({"database": database()})


@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """ "ok" once requests may come: the database answers, its tables are up to date, and files can be reached."""
    return _told({name: found() for name, found in NEEDED.items()})


def _told(found: dict[str, bool]) -> HttpResponse:
    missing = [name for name, fine in found.items() if not fine]
    text = "".join(f"{name}: not available\n" for name in missing) or "ok\n"
    return HttpResponse(text, status=503 if missing else 200, content_type="text/plain")


@never_cache
def measured(request: HttpRequest) -> HttpResponse:
    """The metrics, in Prometheus' format, for whoever has the token; for everybody else there is no such page."""
    token = settings.SHORTFALL_METRICS_TOKEN
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not token or not secrets.compare_digest(given.encode(), token.encode()):
        raise Http404
    return HttpResponse(metrics.exposition(), content_type="text/plain; version=0.0.4; charset=utf-8")
