"""What every page of the desk needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .access import current_member, proved_twice
from .middleware import DESK


def desk(request: HttpRequest) -> dict[str, Any]:
    """Who is signed in, whether with both factors, and how long a session lives unused; nothing away from the desk."""
    if not request.path_info.startswith(DESK):
        return {}
    return {
        "member": SimpleLazyObject(lambda: current_member(request)),
        "client_at_work": vars(request).get("client_at_work"),
        "proved": SimpleLazyObject(lambda: proved_twice(request)),
        "idle_seconds": settings.DESK_IDLE_MINUTES * 60,
    }
