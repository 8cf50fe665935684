"""Who may see what at the desk: one answer for every page, file and search.

A page of the desk is a view with one of the decorators below. It gets the member of the staff who asks, and reads
through the querysets' `for_member` alone. To everyone else, be it nobody, staff of
another agency or someone whose access was closed, every address of the desk answers with one and the same page: not
here. So nobody can tell what there is.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeAlias

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from cases.services import asks_as, private

from .models import Client, Membership, Role

P = ParamSpec("P")
View: TypeAlias = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
MemberView: TypeAlias = Callable[Concatenate[HttpRequest, Membership, P], HttpResponseBase]

PROVED = "proved_twice"
RANKS = [Role.COUNSELOR, Role.SUPERVISOR, Role.MANAGER]


def current_member(request: HttpRequest) -> Membership | None:
    """The place on a staff of the person who is signed in; None for everyone else, and when that place was closed."""
    if not request.user.is_authenticated:
        return None
    return Membership.objects.active().select_related("agency", "user").filter(user=request.user.pk).first()


def proved_twice(request: HttpRequest) -> bool:
    """Whether this very session was opened with a second factor, or enrolled one; that the account has one is not
    enough, since another session may have been opened with the password before it was added."""
    return request.user.is_authenticated and request.session.get(PROVED) == str(request.user.pk)


def no_desk(request: HttpRequest) -> HttpResponse:
    """What everyone sees at an address that is not theirs, whether or not there is anything."""
    return render(request, "desk/not_here.html", status=404)


def at_least(role: Role, member: Membership) -> bool:
    """Whether this member may do what `role` may."""
    return RANKS.index(Role(member.role)) >= RANKS.index(role)


def with_member(view: MemberView[P], role: Role = Role.COUNSELOR) -> View[P]:
    """For views of the desk, which get the member as their second argument. A member who has proved only a password is
    first led to a second factor."""

    @private
    @wraps(view)
    def opened(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        member = current_member(request)
        if member is None:
            return no_desk(request)
        if not proved_twice(request):
            return redirect("mfa_index")
        if not at_least(role, member):
            return no_desk(request)
        asks_as(request, f"member {member.pk}")
        return view(request, member, *args, **kwargs)

    return opened


def for_supervisors(view: MemberView[P]) -> View[P]:
    """For what a supervisor or a manager does."""
    return with_member(view, Role.SUPERVISOR)


def for_managers(view: MemberView[P]) -> View[P]:
    """For what a manager does."""
    return with_member(view, Role.MANAGER)


def for_sure(view: MemberView[P]) -> MemberView[P]:
    """For what changes who may see clients, or takes data away: whoever sends it proves once more who they are, unless
    they did so in the last quarter of an hour. Stands below the decorator that says who may."""

    @wraps(view)
    def asked(request: HttpRequest, member: Membership, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.method == "POST":
            raise_if_reauthentication_required(request, app="allauth.account")
        return view(request, member, *args, **kwargs)

    return asked


def with_client(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """For views of one client's file: the address names the client as `<uuid:client>`, and the view gets it as its
    third argument, after request and member, if this member may see it."""

    @wraps(view)
    def found(request: HttpRequest, member: Membership, /, *, client: uuid.UUID, **keys: Any) -> HttpResponseBase:
        one = Client.objects.for_member(member).select_related("counselor__user").filter(pk=client).first()
        return no_desk(request) if one is None else view(request, member, one, **keys)

    return with_member(found)
