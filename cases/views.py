"""The pages that need no case: home, privacy, what robots may read, and an error said in plain words."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from .referrals import REFERRALS


@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """Whom it is for, whom it cannot help, and the way in."""
    return render(request, "home.html", {"referrals": REFERRALS})


def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "privacy.html", {"days": settings.SHORTFALL_CASE_DAYS})


def robots(request: HttpRequest) -> HttpResponse:
    """Pages of a case are nobody's to list."""
    return HttpResponse(
        "User-agent: *\nDisallow: /case/\nDisallow: /r/\nDisallow: /resume/\n", content_type="text/plain"
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that came without our mark: most often cookies are off, or the page stood open for long."""
    return render(request, "csrf.html", status=403)
