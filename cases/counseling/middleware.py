"""Sessions of the desk: apart from a homeowner's, and over when they were not used."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

DESK = "/desk/"
DESK_COOKIE = "desk"
BEGAN, SEEN = "desk_began", "desk_seen"
MINUTE = 60


class Sessions(SessionMiddleware):
    """Keeps two sessions in a browser: a homeowner's, and one of staff whose cookie only ever goes to addresses of the
    desk. So a counselor can open a homeowner's case by its code on the same computer, and neither ends the other, and
    nothing that is done with a case can reach what a counselor may see."""

    def process_request(self, request: HttpRequest) -> None:
        if request.path_info.startswith(DESK):
            own = request.COOKIES.pop(DESK_COOKIE, None)
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
            if own is not None:
                request.COOKIES[settings.SESSION_COOKIE_NAME] = own
        super().process_request(request)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response = super().process_response(request, response)
        name = settings.SESSION_COOKIE_NAME
        if request.path_info.startswith(DESK) and name in response.cookies:
            ours = response.cookies.pop(name)
            response.cookies[DESK_COOKIE] = ours.value
            response.cookies[DESK_COOKIE].update({**ours, "path": DESK})
        return response


def timeouts(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Ends the session of someone signed in who did nothing for half an hour, or whose working day is over, and says so
    at the sign-in."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith(DESK) and request.user.is_authenticated and (why := over(request)):
            logout(request)
            back = {"next": request.get_full_path()} if request.method == "GET" else {}
            return redirect(f"{reverse('account_login')}?{urlencode({'ended': why, **back})}")
        return get_response(request)

    return middleware


def begin(request: HttpRequest) -> None:
    """The clock of a session starts when someone signs in."""
    request.session[BEGAN] = request.session[SEEN] = int(time.time())


def over(request: HttpRequest) -> str:
    """Why the session is over: "idle" or "long"; empty while it is not. Counts this request as use."""
    now = int(time.time())
    began = request.session.setdefault(BEGAN, now)
    seen = request.session.setdefault(SEEN, now)
    if now - began > settings.DESK_HOURS * 60 * MINUTE:
        return "long"
    if now - seen > settings.DESK_IDLE_MINUTES * MINUTE:
        return "idle"
    if now - seen >= MINUTE:
        request.session[SEEN] = now
    return ""
