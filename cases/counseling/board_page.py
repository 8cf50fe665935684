"""The board of deadlines on screen and on paper."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from .access import no_desk, with_member
from .board import Item, Span, board, bounds, see_to
from .caseload import colleagues, key
from .models import Deadline, Membership, Task

EVERYONE = "all"


@require_GET
@with_member
def show(request: HttpRequest, member: Membership) -> HttpResponseBase:
    """A week or a month: one's own, or everyone's where one sees other people's clients."""
    span: Span = "month" if request.GET.get("span") == "month" else "week"
    today = timezone.localdate()
    on = day(request.GET.get("on", "")) or today
    staff = colleagues(member)
    asked = request.GET.get("whose") or (EVERYONE if member.supervises else str(member.pk))
    several = len(staff) > 1
    whose = next((each.pk for each in staff if each.pk == key(asked)), None if several else member.pk)
    shown = board(member, span, on, whose, today)
    names = {each.pk: str(each) for each in staff}
    first, last = bounds(span, on)
    chosen = str(whose or EVERYONE)
    context = {
        "member": member,
        "board": shown,
        "span": span,
        "today": today,
        "on": on,
        "staff": staff if several else [],
        "whose": chosen,
        "late": named(shown.late, names),
        "days": [(each, named(items, names)) for each, items in shown.days],
        "title": _("Deadlines, {first} to {last}").format(
            first=date_format(first, "SHORT_DATE_FORMAT"), last=date_format(last, "SHORT_DATE_FORMAT")
        ),
        "here": address(span, on, chosen),
        "before": address(span, first - timedelta(days=1), chosen),
        "after": address(span, last + timedelta(days=1), chosen),
        "more": address(span, shown.more, chosen) if shown.more else "",
        "week": address("week", today, chosen),
        "month": address("month", today, chosen),
    }
    return render(request, "desk/board.html", context)


def named(items: list[Item], names: dict[uuid.UUID, str]) -> list[tuple[Item, str]]:
    """Each with whose it is."""
    return [(item, names.get(item.whose, "")) for item in items]


def day(text: str) -> date | None:
    """A day in an address, if it is one of these centuries."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2000 <= found.year < 2100 else None


def address(span: str, on: date, whose: str) -> str:
    return f"{reverse('desk:board')}?{urlencode({'span': span, 'on': on.isoformat(), 'whose': whose})}"


@require_POST
@with_member
def done(request: HttpRequest, member: Membership) -> HttpResponseBase:
    """Mark one day or task as seen to, or as open again."""
    undo = "undo" in request.POST
    item = found(member, request.POST.get("undo" if undo else "item", ""))
    if item is None:
        return no_desk(request)
    see_to(member, item, not undo)
    on, span = day(request.POST.get("on", "")) or timezone.localdate(), request.POST.get("span", "week")
    return redirect(address(span, on, request.POST.get("whose", "")))


def found(member: Membership, item: str) -> Deadline | Task | None:
    """The day or the task that a form names, if this member may see it."""
    if item.isdecimal() and len(item) < 19:
        return Deadline.objects.for_member(member).select_related("client__agency").filter(pk=int(item)).first()
    task = key(item)
    return Task.objects.for_member(member).select_related("client__agency").filter(pk=task).first() if task else None
