"""The staff of an agency: the list, invitations, one member, and the page where an invited person joins."""

from __future__ import annotations

import uuid
from datetime import timedelta

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import services
from cases.context import address
from cases.services import private

from . import invitations, staffing
from .access import for_managers, for_sure, no_desk
from .editing import carrying, changes, status
from .forms import InviteForm, JoinForm, RoleForm, SuccessorForm
from .history import remember
from .models import Invitation, Membership, Role, User

OPENED_AN_HOUR = 60
HOUR = timedelta(hours=1)


@require_GET
@for_managers
def people(request: HttpRequest, member: Membership) -> HttpResponseBase:
    """Everyone who works or worked here, and whom a link is out to."""
    return drawn(request, member, InviteForm())


def drawn(request: HttpRequest, member: Membership, form: InviteForm, **more: object) -> HttpResponse:
    working = Count("clients", filter=Q(clients__closed_at=None))
    staff = Membership.objects.for_member(member).select_related("user").annotate(working=working)
    invited = Invitation.objects.for_member(member).filter(used_at=None)
    context = {"member": member, "staff": staff, "invited": invited, "form": form, **more}
    return render(request, "desk/staff.html", context)


@require_POST
@for_managers
@for_sure
def invite(request: HttpRequest, member: Membership) -> HttpResponseBase:
    """Send a link, and show it once: where no mail is sent it can be handed over."""
    form = InviteForm(request.POST)
    if not form.is_valid():
        return drawn(request, member, form)
    email = form.cleaned_data["email"]
    path = invitations.invite(member.agency, email, Role(form.cleaned_data["role"]), by=member)
    link = address(request, path)
    return drawn(request, member, InviteForm(), link=link, to=email, sent=invitations.send(member.agency, email, link))


@require_POST
@for_managers
def withdraw(request: HttpRequest, member: Membership, invitation: uuid.UUID) -> HttpResponseBase:
    """A link that is out opens nothing any more."""
    found = Invitation.objects.for_member(member).filter(pk=invitation, used_at=None).first()
    if found is None:
        return no_desk(request)
    found.delete()
    remember("invitation_withdrawn", member)
    return redirect("desk:staff")


@require_http_methods(["GET", "POST"])
@for_managers
@for_sure
def person(request: HttpRequest, member: Membership, person: uuid.UUID) -> HttpResponseBase:
    """One member of the staff: role, closing and opening access."""
    other = Membership.objects.for_member(member).select_related("user", "agency").filter(pk=person).first()
    if other is None:
        return no_desk(request)
    role, successor = carrying(RoleForm(initial={"role": other.role})), SuccessorForm(other)
    wish, refused = request.POST.get("wish", ""), ""
    try:
        if wish == "role" and (role := carrying(RoleForm(request.POST, initial={"role": other.role}))).is_valid():
            if wanted := changes(role).get("role"):
                staffing.change_role(member, other, Role(wanted))
            if not role.errors:
                return told(request, _("The role is changed.") if wanted else _("Nothing was changed."))
        if wish == "close" and (successor := SuccessorForm(other, request.POST)).is_valid():
            staffing.close_access(member, other, successor.cleaned_data["successor"])
            return told(request, _("The access of {name} is closed.").format(name=other))
        if wish == "factors" and other.pk != member.pk:
            staffing.forget_factors(member, other)
            return told(request, _("{name} will be asked to set up a new second factor.").format(name=other))
        if wish == "open":
            if staffing.open_access(member, other):
                return told(request, _("{name} has access again.").format(name=other))
            refused = _("This person works for another agency now. Invite them with another email address.")
    except staffing.LastManager:
        refused = _("An agency needs a manager. Make someone else one first.")
    except staffing.StillHasClients:
        refused = _("Choose who takes over the clients and open tasks first, so that nobody is forgotten.")
    clients = other.clients.filter(closed_at=None).count()
    context = {"member": member, "other": other, "role": role, "successor": successor, "clients": clients}
    return render(request, "desk/person.html", {**context, "refused": refused}, status=status(role))


def told(request: HttpRequest, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("desk:staff")


# Joining


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("password1", "password2")
@private
def join(request: HttpRequest, token: str) -> HttpResponseBase:
    """Where the link of an invitation leads. Looking at it uses nothing up, so a mail program's preview does not."""
    if not services.allowed(request, "join", OPENED_AN_HOUR, HOUR):
        return services.too_often(request)
    invitation = Invitation.objects.by_token(token)
    if invitation is None:
        return no_desk(request)
    account = User.objects.filter(email=invitation.email).first()
    try:
        if account is None:
            return _join_anew(request, invitation)
        return _join_with(request, invitation, account)
    except invitations.CannotJoin:
        return render(request, "desk/join.html", {"invitation": invitation, "elsewhere": True}, status=409)


def _join_anew(request: HttpRequest, invitation: Invitation) -> HttpResponseBase:
    form = JoinForm(invitation, request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = invitations.accept_anew(invitation, form.cleaned_data["name"], form.cleaned_data["password1"])
        login = Login(user=user, email=user.email)
        answer: HttpResponseBase = perform_password_login(request, {"email": user.email}, login)
        return answer
    return render(request, "desk/join.html", {"invitation": invitation, "form": form})


def _join_with(request: HttpRequest, invitation: Invitation, account: User) -> HttpResponseBase:
    """With an account that is there already: its owner has to be signed in."""
    if request.user.pk != account.pk:
        return render(request, "desk/join.html", {"invitation": invitation, "sign_in": True})
    if request.method == "POST":
        invitations.accept(invitation, account)
        return redirect("desk:home")
    return render(request, "desk/join.html", {"invitation": invitation})
