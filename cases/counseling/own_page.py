"""A member's own settings: mail about what is coming, the calendar's private link, single keys."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import services
from cases.context import address
from cases.models import TokenBucket
from cases.services import private

from . import feed as feeds
from .access import for_sure, no_desk, with_member
from .models import Membership, Preferences
from .models.wishes import feed_mark

HOUR = timedelta(hours=1)
READ_AN_HOUR = 30  # calendars ask every few hours; many devices of one person may share the link
TRIED_AN_HOUR = 60

if TYPE_CHECKING:
    PreferencesModelForm = forms.ModelForm[Preferences]
else:
    PreferencesModelForm = forms.ModelForm


class PreferencesForm(PreferencesModelForm):
    class Meta:
        model = Preferences
        fields = ["digest", "keys"]
        labels = {
            "digest": gettext_lazy("Mail about the next seven days"),
            "keys": gettext_lazy("Move about in lists with single keys"),
        }
        help_texts = {
            "digest": gettext_lazy("It tells how many deadlines and tasks fall on which day. It names no client."),
            "keys": gettext_lazy("/ goes to the search, j and k from client to client."),
        }


@require_http_methods(["GET", "POST"])
@with_member
def show(request: HttpRequest, member: Membership) -> HttpResponseBase:
    """See and change them."""
    mine = Preferences.of(member)
    form = PreferencesForm(request.POST or None, instance=mine)
    if request.method == "POST" and form.is_valid():
        wishes = {name: form.cleaned_data[name] for name in form.fields}
        Preferences.objects.update_or_create(member=member, defaults=wishes)
        messages.success(request, _("Your settings are saved."))
        return redirect("desk:me")
    return drawn(request, member, mine, form)


def drawn(
    request: HttpRequest, member: Membership, mine: Preferences, form: PreferencesForm, link: str = ""
) -> HttpResponse:
    context = {"member": member, "mine": mine, "form": form, "link": link, "sends_mail": settings.SENDS_MAIL}
    return render(request, "desk/me.html", context)


@require_POST
@with_member
@for_sure
def link(request: HttpRequest, member: Membership) -> HttpResponseBase:
    """A new link to the calendar, shown once, or none any more."""
    if "stop" in request.POST:
        feeds.stop(member)
        messages.success(request, _("The link to your calendar opens nothing any more."))
        return redirect("desk:me")
    whole = address(request, reverse("desk:calendar", kwargs={"feed": feeds.renew(member)}))
    mine = Preferences.of(member)
    return drawn(request, member, mine, PreferencesForm(instance=mine), whole)


@require_GET
@private
def calendar(request: HttpRequest, feed: str) -> HttpResponseBase:
    """The days behind a private link, to whoever has it."""
    member = feeds.member_of(feed)
    if member is None:
        return (
            no_desk(request) if services.allowed(request, "feed", TRIED_AN_HOUR, HOUR) else services.too_often(request)
        )
    if not TokenBucket.take(feed_mark(feed), READ_AN_HOUR, HOUR):
        return services.too_often(request)
    file = feeds.calendar(member, timezone.localdate(), lambda path: address(request, path))
    headers = {"Content-Disposition": 'inline; filename="deadlines.ics"'}
    return HttpResponse(file, content_type="text/calendar; charset=utf-8", headers=headers)
