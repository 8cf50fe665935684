"""A member's days as a calendar feed, by a private link.

Whoever has the link reads it, and calendar services keep what they read. So it says nothing of who a client is: a day's
name, the state, and the agency's own number of the client; whoever works there knows it, and nobody else does. Names,
initials and what a task says stay at the desk, one click away. The link lives until it is renewed or stopped, or the
member's access is closed.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from calculators.words import say

from .board import TASK, Item, days_of, of_day, of_task, tasks_of
from .models import Membership, Preferences
from .models.wishes import feed_mark

if TYPE_CHECKING:
    from icalendar.cal import Component

AHEAD = timedelta(days=400)
MOST = 500  # days, and tasks, in one feed: the next ones


def renew(member: Membership) -> str:
    """A new link for this member; the old one ends. Returns its secret part, which is kept nowhere."""
    token = secrets.token_urlsafe(32)
    _write(member, feed_mark(token))
    return token


def stop(member: Membership) -> None:
    """No link opens this member's days any more."""
    _write(member, "")


def _write(member: Membership, mark: str) -> None:
    made = timezone.now() if mark else None
    Preferences.objects.update_or_create(member=member, defaults={"feed_mark": mark, "feed_made_at": made})


def member_of(token: str) -> Membership | None:
    """Whose days a link's secret part opens: someone who still works here."""
    chosen = Preferences.objects.filter(feed_mark=feed_mark(token), member__active=True)
    found = chosen.select_related("member__agency", "member__user").first()
    return found.member if found else None


def calendar(member: Membership, today: date, address: Callable[[str], str]) -> bytes:
    """An iCalendar file of what the member has to see to from today on. `address` makes a path whole."""
    from icalendar import Calendar  # slow to import, and few ask for it

    file = Calendar()
    file.add("prodid", "-//Shortfall//Desk//EN")
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    file.add("x-wr-calname", _("Shortfall: deadlines"))
    file.add("x-published-ttl", "PT6H")
    for item in coming(member, today):
        file.add_component(event(item, today, address))
    content: bytes = file.to_ical()
    return content


def coming(member: Membership, today: date) -> list[Item]:
    """The member's own open days and tasks."""
    ahead = (today, today + AHEAD)
    days = days_of(member, Q(on__range=ahead, done_at=None), member.pk)[:MOST]
    tasks = tasks_of(member, Q(due__range=ahead, done_at=None), member.pk)[:MOST]
    return sorted([*map(of_day, days), *map(of_task, tasks)], key=lambda item: item.on)


def event(item: Item, today: date, address: Callable[[str], str]) -> Component:
    from icalendar import Event

    entry = Event()
    entry.add("uid", salted_hmac("counseling.feed", item.key, algorithm="sha256").hexdigest()[:32])
    entry.add("dtstamp", datetime.combine(today, time(), UTC))
    entry.add("dtstart", item.on)
    entry.add("dtend", item.on + timedelta(days=1))
    entry.add("summary", summary(item))
    entry.add("description", address(reverse("desk:client", kwargs={"client": item.client})))
    entry.add("transp", "TRANSPARENT")
    entry.add("class", "PRIVATE")
    return entry


def summary(item: Item) -> str:
    """What the calendar shows of a day: never who the client is, nor what a task says."""
    words = _("A task is due") if item.kind is TASK else say(item.what)
    if not item.sure:
        words = _("{what} (may not apply)").format(what=words)
    known = ", ".join(part for part in (item.state, item.reference) if part)
    return f"{words} ({known})" if known else words
