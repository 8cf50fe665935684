"""The shelf of guides, and a guide."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from . import guides

SHELVES = (
    ("first", _("Read these first")),
    ("asked", _("Questions that people ask")),
)


def index(request: HttpRequest) -> HttpResponse:
    """All guides, those to read first on top."""
    shelves = [(title, [guide for guide in guides().values() if guide.about.shelf == name]) for name, title in SHELVES]
    return render(request, "guides/index.html", {"shelves": shelves})


def guide(request: HttpRequest, slug: str) -> HttpResponse:
    """One guide."""
    if slug not in guides():
        raise Http404(slug)
    found = guides()[slug]
    others = [each for each in guides().values() if each.about.shelf == found.about.shelf and each is not found]
    return render(request, "guides/guide.html", {"guide": found, "others": others})
