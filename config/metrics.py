"""How many requests were answered, how, and how fast: by the pattern of their address, never by an address.

Several processes serve the site. With PROMETHEUS_MULTIPROC_DIR set (config/gunicorn.py sets it when there is a token to
ask with) each writes its counts to a file there, and whichever is asked adds them up.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from .logs import pattern_of

ANSWERED = Counter("shortfall_answers", "Requests answered", ["method", "route", "status"])
SECONDS = Histogram(
    "shortfall_answer_seconds",
    "Time to answer",
    ["route"],
    buckets=(0.005, 0.01, 0.03, 0.08, 0.2, 0.5, 1, 2, 5, 10),
)


class Measured:
    """Counts what passes. The first middleware, so that its time is the whole time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        began = time.perf_counter()
        response = self.get_response(request)
        route = pattern_of(request)
        ANSWERED.labels(_known(request.method), route, str(response.status_code)).inc()
        SECONDS.labels(route).observe(time.perf_counter() - began)
        return response


def _known(method: str | None) -> str:
    """A method that somebody made up is not a label: there could be any number of them."""
    return method if method in {"GET", "HEAD", "POST", "OPTIONS"} else "other"


def exposition() -> bytes:
    """All counts, as Prometheus reads them."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return generate_latest(REGISTRY)
    whole = CollectorRegistry()
    MultiProcessCollector(whole)
    return generate_latest(whole)
