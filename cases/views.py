"""The pages that need no case: home, about, privacy, what robots may read, and an error said in plain words."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from calculators.law.loader import codes

from .context import address
from .public import pages
from .referrals import REFERRALS


@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """Whom it is for, whom it cannot help, and the way in."""
    return render(request, "home.html", {"referrals": REFERRALS})


def about(request: HttpRequest) -> HttpResponse:
    """Who stands behind a statement, how the law is checked, and what this is not."""
    return render(request, "about.html", {"days": settings.SHORTFALL_CASE_DAYS, "jurisdictions": len(codes())})


def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "privacy.html", {"days": settings.SHORTFALL_CASE_DAYS})


def robots(request: HttpRequest) -> HttpResponse:
    """Pages of a case are nobody's to list."""
    rules = ["User-agent: *", "Disallow: /case/", "Disallow: /r/", "Disallow: /resume/", "Disallow: /desk/"]
    rules += ["", f"Sitemap: {address(request, reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(rules), content_type="text/plain")


def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page that everyone may find, in the form that search engines read (sitemaps.org)."""
    listed = [(address(request, page.path), page.checked_on) for page in pages()]
    return render(request, "sitemap.xml", {"pages": listed}, content_type="application/xml")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that came without our mark: most often cookies are off, or the page stood open for long."""
    return render(request, "csrf.html", status=403)
