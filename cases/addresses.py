"""Where the pages of a case stand: at "/case/…", or below the address of a record that they are opened for.

The apps of the case are mounted by `case_pages`. While `standing_at` holds, every address made of their names begins
with the given prefix; all other addresses stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.urls import URLResolver, include
from django.urls.resolvers import RoutePattern

_prefix: ContextVar[str] = ContextVar("where the pages of a case stand", default="")


class CasePages(URLResolver):
    """The addresses of one app of the case."""

    def _reverse_with_prefix(self, lookup_view: Any, _prefix_of_site: Any, *args: Any, **kwargs: Any) -> str:
        resolver: Any = super()
        address: str = resolver._reverse_with_prefix(lookup_view, _prefix.get() or _prefix_of_site, *args, **kwargs)
        return address


def case_pages(urls: str) -> CasePages:
    """As `path("", include(urls))`, for an app of the case."""
    module, app_name, namespace = include(urls)
    return CasePages(RoutePattern("", is_endpoint=False), module, app_name=app_name, namespace=namespace)


@contextmanager
def standing_at(prefix: str) -> Iterator[None]:
    """Within, the pages of a case stand below `prefix`, which ends with a slash."""
    token = _prefix.set(prefix)
    try:
        yield
    finally:
        _prefix.reset(token)
