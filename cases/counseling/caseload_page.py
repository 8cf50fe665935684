"""The caseload on screen: search, filters, order, saved views, and what is done with the clients that were ticked."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from calculators.money import Span
from calculators.words import say

from .access import for_supervisors, for_sure, no_desk, with_member
from .caseload import FILTERS, LONGEST, OUTCOMES, SORTS, STAGES, WAYS, Wish, chosen, colleagues, key, page
from .files import hand_over
from .models import Client, Membership, Preferences, SavedView

MOST_VIEWS = 30
LONGEST_NAME = 60
WAY_WORDS, STAGE_WORDS, OUTCOME_WORDS = dict(WAYS), dict(STAGES), dict(OUTCOMES)


@dataclass(frozen=True)
class Row:
    """A client as the list shows one."""

    pk: uuid.UUID
    address: str
    name: str
    tick: str
    reference: str
    state: str
    way: str
    stage: str
    outcome: str
    owes: str
    deadline: str
    soon: str  # in words how soon, where it is within a week
    counselor: str
    touched: str
    closed: bool
    law: str  # what a change of the law did, where somebody is to look at it


@dataclass(frozen=True)
class Choice:
    """One thing that a filter can be set to."""

    value: str
    word: str
    now: bool


@dataclass(frozen=True)
class Field:
    """A filter as it is drawn."""

    key: str
    label: str
    all: str
    choices: list[Choice]


@dataclass(frozen=True)
class Column:
    """A head of the list that sorts it."""

    key: str
    label: str
    query: str
    order: str  # as aria-sort has it; empty where the list stands in another order


@with_member
def caseload(request: HttpRequest, member: Membership) -> HttpResponseBase:
    """The list. A search is posted, so that what was typed is sealed before it stands in an address."""
    if request.method == "POST":
        wish = replace(Wish.read(request.POST).beginning(), find=" ".join(request.POST.get("q", "").split())[:LONGEST])
        return redirect(f"{reverse('desk:home')}?{wish.query()}".rstrip("?"))
    wish = Wish.read(request.GET)
    today = timezone.localdate()
    shown, staff = page(member, wish), colleagues(member)
    several = len(staff) > 1
    context = {
        "member": member,
        "today": today,
        "wish": wish,
        "query": wish.beginning().query(),
        "rows": list(rows(shown.clients, {each.pk: str(each) for each in staff}, today)),
        "count": shown.count,
        "before": shown.before,
        "after": shown.after,
        "fields": list(fields(wish, staff if several else [])),
        "narrowed": wish.narrowed,
        "columns": list(columns(wish, several)),
        "several": several,
        "to_give": [each for each in staff if each.active] if several and member.supervises else [],
        "views": views(member, wish),
        "keys": Preferences.of(member).keys,
        "empty": not shown.count and not Client.objects.for_member(member).exists(),
    }
    return render(request, "desk/caseload.html", context)


def rows(clients: Iterable[Client], counselors: dict[uuid.UUID, str], today: date) -> Iterator[Row]:
    tick = _("Tick {name}")
    for client in clients:
        day = client.next_deadline
        yield Row(
            pk=client.pk,
            address=file_of(client),
            name=client.name,
            tick=tick.format(name=client.name),
            reference=client.person.get("reference", ""),
            state=client.state,
            way=word(WAY_WORDS, client.way),
            stage=word(STAGE_WORDS, client.stage),
            outcome=word(OUTCOME_WORDS, client.outcome),
            owes=owes(client),
            deadline=date_format(day, "SHORT_DATE_FORMAT") if day else "",
            soon=how_soon((day - today).days) if day else "",
            counselor=counselors.get(client.counselor_id, ""),
            touched=date_format(timezone.localdate(client.touched_at), "SHORT_DATE_FORMAT"),
            closed=client.closed_at is not None,
            law=str(client.get_law_mark_display()) if client.law_mark else "",
        )


def file_of(client: Client) -> str:
    """Where a client's file opens."""
    return reverse("desk:client", kwargs={"client": client.pk})


def word(words: dict[str, Any], value: str) -> str:
    return say(words[value]) if value in words else ""


def owes(client: Client) -> str:
    """What the client may owe, to the thousand, or that it is not known: from nothing to any amount says no more."""
    low, high = client.exposure_low, client.exposure_high
    if high is None and not low:
        return _("not known")
    return say(Span(None if low is None else Decimal(low), None if high is None else Decimal(high)))


def how_soon(days: int) -> str:
    """In words, where it is near."""
    if days < 0:
        return _("passed")
    if days == 0:
        return _("today")
    if days > 7:
        return ""
    return ngettext("in {days} day", "in {days} days", days).format(days=days)


def fields(wish: Wish, staff: list[Membership]) -> Iterator[Field]:
    for each in FILTERS:
        now = wish.filters.get(each.key, "")
        choices = [Choice(value, say(name), value == now) for value, name in each.choices()]
        yield Field(each.key, say(each.label), say(each.all), choices)
    if staff:
        choices = [Choice(str(each.pk), str(each), each.pk == wish.counselor) for each in staff]
        yield Field("counselor", _("Counselor"), _("Everyone"), choices)


def columns(wish: Wish, several: bool) -> Iterator[Column]:
    for name, sort in SORTS.items():
        if name != "counselor" or several:
            order = {name: "ascending", f"-{name}": "descending"}.get(wish.sort, "")
            yield Column(name, say(sort.label), wish.sorted_by(name).query(), order)


# Saved views


@dataclass(frozen=True)
class View:
    """A kept list as it is drawn."""

    pk: uuid.UUID
    name: str
    query: str
    now: bool
    shared: bool
    mine: bool


def views(member: Membership, wish: Wish) -> list[View]:
    now = "" if wish.find else wish.beginning().query()
    found = SavedView.objects.for_member(member)
    return [
        View(
            each.pk,
            each.about["name"],
            each.about["query"],
            each.about["query"] == now,
            each.shared,
            each.member_id == member.pk,
        )
        for each in found
    ]


@require_POST
@with_member
def keep_view(request: HttpRequest, member: Membership) -> HttpResponseBase:
    """Keep the list's filters and order under a name. What was searched for is not kept: it names a client."""
    name = " ".join(request.POST.get("name", "").split())[:LONGEST_NAME]
    query = Wish.of_query(request.POST.get("query", "")).beginning().query(find=False)
    if not name:
        messages.error(request, _("Give the view a name first."))
    elif SavedView.objects.filter(member=member).count() >= MOST_VIEWS:
        messages.error(request, _("You keep {most} views already. Delete one first.").format(most=MOST_VIEWS))
    else:
        view = SavedView(member=member, shared=bool(request.POST.get("shared")))
        view.put(name, query)
        view.save()
        messages.success(request, _("The view “{name}” is kept.").format(name=name))
    return redirect(f"{reverse('desk:home')}?{query}".rstrip("?"))


@require_POST
@with_member
def drop_view(request: HttpRequest, member: Membership, view: uuid.UUID) -> HttpResponseBase:
    """Delete a view of one's own; a manager may also delete what others share."""
    found = SavedView.objects.for_member(member).filter(pk=view).first()
    if found is None or not (found.member_id == member.pk or member.manages):
        return no_desk(request)
    found.delete()
    messages.success(request, _("The view is deleted. No client is."))
    return redirect("desk:home")


# Clients that were ticked


@require_POST
@for_supervisors
@for_sure
def give(request: HttpRequest, member: Membership) -> HttpResponseBase:
    """Hand the ticked clients over to a colleague."""
    wanted = key(request.POST.get("to", ""))
    to = Membership.objects.for_member(member).active().filter(pk=wanted).first() if wanted else None
    clients = chosen(member, request.POST)
    if to is None:
        messages.error(request, _("Choose the colleague who takes the clients over."))
    elif not clients.exists():
        messages.error(request, _("Tick the clients first."))
    else:
        messages.success(request, given(hand_over(member, clients, to), to))
    return back(request)


def given(count: int, to: Membership) -> str:
    told = ngettext("{count} client is with {name} now.", "{count} clients are with {name} now.", count)
    return told.format(count=count, name=to)


def back(request: HttpRequest) -> HttpResponse:
    """To the list from which a form was sent."""
    query = Wish.of_query(request.POST.get("query", "")).query()
    return redirect(f"{reverse('desk:home')}?{query}".rstrip("?"))
