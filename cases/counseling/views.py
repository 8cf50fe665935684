"""The desk's first page."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render

from cases.services import private

from .access import with_member
from .models import Membership


@private
def home(request: HttpRequest) -> HttpResponseBase:
    """The way in: whoever is not signed in is asked to. It is the one address of the desk that says that it exists."""
    if not request.user.is_authenticated:
        return redirect(settings.LOGIN_URL)
    return desk(request)


@with_member
def desk(request: HttpRequest, member: Membership) -> HttpResponseBase:
    return render(request, "desk/home.html", {"member": member})
