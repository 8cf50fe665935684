"""The way into the desk, and what stands where nothing is."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from cases.services import private

from .access import no_desk
from .caseload_page import caseload


@private
def home(request: HttpRequest) -> HttpResponseBase:
    """The way in: whoever is not signed in is asked to. It is the one address of the desk that says that it exists."""
    if not request.user.is_authenticated:
        return redirect(settings.LOGIN_URL)
    return caseload(request)


@private
def stay(request: HttpRequest) -> HttpResponseBase:
    """A sign of life from a page that stands open: the session goes on."""
    return HttpResponse(status=204) if request.user.is_authenticated else no_desk(request)


@private
def nothing(request: HttpRequest) -> HttpResponseBase:
    """At an address of the desk that there is not: what there is at one that is not yours."""
    return no_desk(request)
