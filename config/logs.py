"""What the logs may say.

A case is reached by a private link, so an address is a key; and an error's text quotes the value it stumbled on. A
log outlives the case it mentions. So a line names the pattern of the address, never the address, and an error is its
type and the lines of code that it came through, never its text.
"""

import json
import logging
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import TypeAlias

from django.conf import settings
from django.http import HttpRequest

ExceptionInfo: TypeAlias = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def pattern_of(request: HttpRequest) -> str:
    """`/case/<str:key>/report` for any address that this pattern serves."""
    return f"/{request.resolver_match.route}" if request.resolver_match else "(no such address)"


class NoAddresses(logging.Filter):
    """Rewrites the records that quote a request: Django's about an answer, gunicorn's about a broken one."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest):
            record.msg = "%s %s %s"
            record.args = (getattr(record, "status_code", "-"), request.method, pattern_of(request))
        elif record.name == "gunicorn.error" and "request" in str(record.msg):
            record.msg, record.args = "A request could not be served", ()
        return True


class PlainFormatter(logging.Formatter):
    """One line a record; errors without their text, unless DEBUG is on."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatException(self, ei: ExceptionInfo) -> str:  # noqa: N802
        if settings.DEBUG:
            return super().formatException(ei)
        told = []
        error = ei[1]
        while error is not None:
            told.append(type(error).__qualname__)
            told.extend(f"  {at.filename}:{at.lineno} in {at.name}" for at in traceback.extract_tb(error.__traceback__))
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(told)


class JsonFormatter(PlainFormatter):
    """The same as one JSON object a line, for whoever collects logs."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line)
