"""One view for every operation: who may ask, how much may be sent, and how a fault is told.

Nothing here reads a cookie, a session or a name, nothing that is sent is kept or logged, and every answer is JSON.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cache
from math import ceil
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag
from django.utils.module_loading import import_string
from django.views.decorators.csrf import csrf_exempt

from ..facts import BadFacts, Fault, read_json
from ..working import Text
from .document import document
from .encoding import encoded
from .operations import Operation

MOST_BYTES = 1_000_000  # as on the command line
HOUR = timedelta(hours=1)
KEPT = 3600  # seconds for which a copy of what changes only with a new version may be used
DAY = 24 * 3600
Allowed = Callable[[HttpRequest, str, int, timedelta], bool]


class Refused(Exception):
    """There is no answer; why, with the status that says so."""

    def __init__(self, status: int, faults: list[Fault], **headers: str):
        self.status, self.faults = status, faults
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}
        super().__init__()


@csrf_exempt
def serve(request: HttpRequest, operation: Operation, **named: str) -> HttpResponseBase:
    """Do one operation."""
    work = _calculated if operation.takes else _read
    return _guarded(request, operation.methods, lambda: work(request, operation, named))


@csrf_exempt
def openapi(request: HttpRequest) -> HttpResponseBase:
    """The OpenAPI document."""
    return _guarded(request, ("GET", "HEAD"), lambda: _kept(request, _document()))


@csrf_exempt
def nowhere(request: HttpRequest, path: str) -> HttpResponseBase:
    """Any other address below the API's."""
    raised = Refused(404, [Fault("address", Text("is not one of this API; see openapi.json"))])
    return _for_origins(request, (), _refusal(raised))


def _guarded(request: HttpRequest, methods: tuple[str, ...], work: Callable[[], HttpResponse]) -> HttpResponseBase:
    """The answer, or why there is none, for whoever may read it. Always in English, as the contract is."""
    allow = ", ".join((*methods, "OPTIONS"))
    with translation.override("en"):
        try:
            if request.method == "OPTIONS":
                response = HttpResponse(status=204, headers={"Allow": allow})
            elif request.method not in methods:
                raise Refused(405, [Fault("method", Text("is not one of {allow}", {"allow": allow}))], Allow=allow)
            else:
                response = work()
        except Refused as refused:
            response = _refusal(refused)
    return _for_origins(request, methods, response)


# What is worked out from what was sent


def _calculated(request: HttpRequest, operation: Operation, named: Mapping[str, str]) -> HttpResponse:
    if request.content_type != "application/json":
        raise Refused(415, [Fault("case", Text("is not sent as application/json"))])
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        raise Refused(413, [Fault("case", Text("is larger than a megabyte"))])
    _count(request)
    try:
        sent = read_json(request.body)
    except BadFacts as error:
        raise Refused(400, error.faults) from error
    try:
        found = operation.run(sent, **named)
    except BadFacts as error:
        raise Refused(422, error.faults) from error
    return _json(found, headers={"Cache-Control": "no-store"})


def _count(request: HttpRequest) -> None:
    """Counts this request of this address. The settings name who counts, so that the calculators need no database."""
    allowed: Allowed = import_string(settings.SHORTFALL_ALLOWED)
    an_hour = settings.SHORTFALL_API_AN_HOUR
    if not allowed(request, "api", an_hour, HOUR):
        fault = Fault("case", Text("is one too many: {count} an hour are answered for one address", {"count": an_hour}))
        raise Refused(429, [fault], Retry_After=str(ceil(HOUR.total_seconds() / an_hour)))


# What changes only with a new version


def _read(request: HttpRequest, operation: Operation, named: Mapping[str, str]) -> HttpResponse:
    try:
        return _kept(request, encoded(operation.run(**named)))
    except BadFacts as error:
        raise Refused(404, error.faults) from error


@cache
def _document() -> bytes:
    return encoded(document())


def _kept(request: HttpRequest, body: bytes) -> HttpResponse:
    """An answer that may be kept for a while, and is not sent again to whoever has it."""
    response = HttpResponse(body, content_type="application/json", headers={"Cache-Control": f"public, max-age={KEPT}"})
    response["ETag"] = quote_etag(hashlib.sha256(body).hexdigest()[:20])
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


# Answers


def _json(found: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
    return HttpResponse(encoded(found), content_type="application/json", status=status, headers=dict(headers or {}))


def _refusal(refused: Refused) -> HttpResponse:
    told = {"faults": [{"field": each.field, "message": str(each.message)} for each in refused.faults]}
    return _json(told, refused.status, {"Cache-Control": "no-store", **refused.headers})


def _for_origins(request: HttpRequest, methods: tuple[str, ...], response: HttpResponse) -> HttpResponse:
    """Lets the pages of other sites read it, where the settings name them (CORS). No cookie is ever asked for."""
    origins: list[str] = settings.SHORTFALL_API_ORIGINS
    origin = request.headers.get("Origin", "")
    if origins and "*" not in origins:
        patch_vary_headers(response, ("Origin",))
    if "*" in origins or origin in origins:
        response["Access-Control-Allow-Origin"] = "*" if "*" in origins else origin
        response["Access-Control-Expose-Headers"] = "ETag, Retry-After"
        if request.method == "OPTIONS":
            response["Access-Control-Allow-Methods"] = ", ".join(methods)
            response["Access-Control-Allow-Headers"] = "Content-Type"
            response["Access-Control-Max-Age"] = str(DAY)
    return response
