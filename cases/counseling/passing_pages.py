"""The pages on which a case passes: the homeowner shares it, the agency takes it over and gives a copy back."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_POST

from cases import services
from cases.apart import Refused
from cases.context import address
from cases.models import Case
from cases.reports import opening
from cases.services import private, with_own_case

from . import passing
from .access import no_desk, with_client, with_member
from .models import Agency, Client, Membership, ReturnLink
from .person_form import PersonForm

T = TypeVar("T")
HOUR = timedelta(hours=1)
SHARED_AN_HOUR, TAKEN_AN_HOUR, OPENED_AN_HOUR = 20, 30, 30


# The homeowner's side


@require_http_methods(["GET", "POST"])
@with_own_case
def share(request: HttpRequest, case: Case, agency: uuid.UUID | None = None) -> HttpResponseBase:
    """Agree that a counselor copies the case, see which agency did, and take it back. Where an agency gave the address,
    it is named, and only its staff can use the code."""
    named = get_object_or_404(Agency, pk=agency) if agency else None
    wish, code, unasked = request.POST.get("wish", ""), "", False
    if wish == "withdraw" and _is_key(request.POST.get("consent", "")):
        passing.withdraw(case, request.POST["consent"])
        return redirect(request.path)
    if wish == "agree":
        if not services.allowed(request, "share", SHARED_AN_HOUR, HOUR):
            return services.too_often(request)
        unasked = "agreed" not in request.POST
        code = "" if unasked else passing.agree(case, named)
    consents = case.consents.select_related("agency", "client")
    context = {
        "code": code,
        "agency": named,
        "unasked": unasked,
        "waiting": next((each for each in consents if each.taken_at is None), None),
        "copies": [each for each in consents if each.taken_at],
    }
    return render(request, "sharing/share.html", context, status=422 if unasked else 200)


def _is_key(text: str) -> bool:
    try:
        return bool(uuid.UUID(text))
    except ValueError:
        return False


@require_http_methods(["GET", "POST"])
@private
def take_back(request: HttpRequest, token: str) -> HttpResponseBase:
    """Where an agency's link leads. Looking at it opens nothing, so a mail program's preview does not either."""
    if not services.allowed(request, "return", OPENED_AN_HOUR, HOUR):
        return services.too_often(request)
    link = passing.link_of(token)
    if link is None:
        return render(request, "sharing/no_link.html", status=404)
    if request.method == "POST":
        case = passing.give_back(token)
        if case is None:
            return render(request, "sharing/no_link.html", status=404)
        services.enter(request, case, shared_computer="shared" in request.POST)
        return redirect("results:answer" if case.facts.get("state") else "questionnaire:next")
    return render(request, "sharing/take_back.html", {"link": link, "agency": link.client.agency})


# The agency's side


class CarryForm(forms.Form):
    """The code or the PDF that carries a homeowner's case."""

    code = forms.CharField(
        label=lazy("The code that the homeowner gave you"),
        help_text=lazy("They get it on their page “Share with my counselor”. It works once, for two days."),
        max_length=40,
        required=False,
    )
    copy = forms.FileField(
        label=lazy("Or the PDF they brought"),
        help_text=lazy("The “copy for my counselor”. Only the answers in it are kept, not the file."),
        required=False,
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf", "class": "file"}),
    )
    agreed = forms.BooleanField(
        label=lazy("With a PDF: the homeowner told me that they agree"),
        help_text=lazy(
            "That we copy their answers, keep our copy apart from theirs, and keep it until the time is over that "
            "runs from the day their file is closed. They can ask us to delete it."
        ),
        required=False,
    )


class TakeForm(CarryForm, PersonForm):
    """And whose case it is."""


@require_http_methods(["GET", "POST"])
@with_member
def take(request: HttpRequest, member: Membership) -> HttpResponseBase:
    """Begin a file from a homeowner's own case."""
    form = TakeForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        if not services.allowed(request, "take", TAKEN_AN_HOUR, HOUR):
            return services.too_often(request)
        client = _taken(member, form)
        if client is not None:
            messages.success(request, _("The case is taken over. This is your agency's own copy."))
            return redirect("desk:client", client.pk)
    context = {"member": member, "form": form, "share_link": share_link(request, member)}
    return render(request, "desk/take.html", context, status=422 if form.errors else 200)


def share_link(request: HttpRequest, member: Membership) -> str:
    """Where a homeowner makes a code for this member's agency alone."""
    return address(request, reverse("sharing:share_with", args=[member.agency_id]))


def _taken(member: Membership, form: TakeForm) -> Client | None:
    """The new file; None where the form says why there is none."""
    return carried(
        form,
        lambda code: passing.take_by_code(member, form.person, code),
        lambda facts: passing.take_by_copy(member, form.person, facts),
    )


def carried(form: CarryForm, by_code: Callable[[str], T], by_copy: Callable[[dict[str, Any]], T]) -> T | None:
    """What comes of the code or the PDF; None where the form says why nothing does."""
    if not form.is_valid():
        return None
    given = form.cleaned_data
    if bool(given["code"]) == bool(given["copy"]):
        form.add_error("code", _("Give the code or the PDF: one of the two."))
        return None
    try:
        if given["code"]:
            return by_code(given["code"])
        if not given["agreed"]:
            form.add_error("agreed", _("Ask the homeowner first, and tick this when they agree."))
            return None
        return by_copy(opening.facts_in(given["copy"].read()))
    except passing.NothingToTake:
        form.add_error("code", _("This code opens nothing: it was used, its time is over, or a letter is wrong."))
    except Refused as refused:
        form.add_error("copy", str(refused.message))
    return None


@require_POST
@with_client
def make_link(request: HttpRequest, member: Membership, client: Client) -> HttpResponseBase:
    """A link for the client, shown once."""
    path = reverse("sharing:take_back", args=[passing.make_link(member, client)])
    context = {"member": member, "client": client, "link": address(request, path)}
    return render(request, "desk/link.html", context)


@require_POST
@with_client
def revoke_link(request: HttpRequest, member: Membership, client: Client, link: uuid.UUID) -> HttpResponse:
    """A link that is out opens nothing any more."""
    found = ReturnLink.objects.for_member(member).select_related("client").filter(pk=link, client=client).first()
    if found is None:
        return no_desk(request)
    passing.revoke_link(member, found)
    return redirect(f"{reverse('desk:client', args=[client.pk])}#links")
