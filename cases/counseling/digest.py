"""The mail that tells what is coming: how many deadlines and tasks fall on which day, and links. Mail is read by many
machines on its way, so it names no client and says nothing of one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.mail import EmailMultiAlternatives
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .board import days_of, overdue, tasks_of
from .board_page import address
from .models import Client, Digest, Membership, Preferences

AHEAD = timedelta(days=6)  # with today, a week
WORKDAYS = range(5)


@dataclass(frozen=True)
class Line:
    """One line of the mail, and where it leads."""

    words: str
    path: str


def due(chosen: Preferences, today: date) -> bool:
    """Whether this member's mail of today, or of this week, is still to be sent."""
    if chosen.digest == Digest.NEVER or today.weekday() not in WORKDAYS:
        return False
    since = today if chosen.digest == Digest.DAILY else today - timedelta(days=today.weekday())
    return chosen.digested_on is None or chosen.digested_on < since


def told(member: Membership, today: date) -> list[Line]:
    """What is late, what the law did, and what falls on which day, of the member's own clients and tasks."""
    late = len(overdue(member, member.pk, today))
    law = Client.objects.for_member(member).working().filter(counselor=member).exclude(law_mark="").count()
    lines = []
    if late:
        words = ngettext("{count} late, not marked as done", "{count} late, not marked as done", late)
        lines.append(Line(words.format(count=late), address("week", today, str(member.pk))))
    if law:
        words = ngettext("The law changed for {count} client", "The law changed for {count} clients", law)
        lines.append(Line(words.format(count=law), f"{reverse('desk:home')}?law=any"))
    return [*lines, *by_day(member, today)]


def by_day(member: Membership, today: date) -> Iterator[Line]:
    """The counts of each day of the week that begins today, where there is something."""
    week = (today, today + AHEAD)
    days = days_of(member, Q(on__range=week, done_at=None), member.pk)
    tasks = tasks_of(member, Q(due__range=week, done_at=None), member.pk)
    sure = Counter(days.filter(sure=True).values_list("on", flat=True))
    unsure = Counter(days.filter(sure=False).values_list("on", flat=True))
    to_do = Counter(day for day in tasks.values_list("due", flat=True) if day)
    for on in sorted({*sure, *unsure, *to_do}):
        parts = (
            (sure[on], ngettext("{count} deadline", "{count} deadlines", sure[on])),
            (unsure[on], _("{count} that may apply")),
            (to_do[on], ngettext("{count} task", "{count} tasks", to_do[on])),
        )
        counts = ", ".join(words.format(count=count) for count, words in parts if count)
        yield Line(f"{date_format(on, 'l, F j')}: {counts}", address("week", on, str(member.pk)))


def send(chosen: Preferences, today: date, whole: Callable[[str], str]) -> bool:
    """Send this member's mail, unless that was done; run twice, or by two machines at once, it is sent once. `whole`
    makes a path an address. Raises what the mail server says; the mail then counts as not sent."""
    before = chosen.digested_on
    claim = Preferences.objects.filter(pk=chosen.pk, digested_on=before)
    if not due(chosen, today) or not claim.update(digested_on=today):
        return False
    try:
        mail(chosen.member, today, whole).send()
    except Exception:
        Preferences.objects.filter(pk=chosen.pk, digested_on=today).update(digested_on=before)
        raise
    return True


def mail(member: Membership, today: date, whole: Callable[[str], str]) -> EmailMultiAlternatives:
    """The mail, as plain text and as simple HTML."""
    lines = [{"words": line.words, "link": whole(line.path)} for line in told(member, today)]
    settings = whole(reverse("desk:me"))
    context = {"lines": lines, "settings": settings, "board": whole(reverse("desk:board"))}
    message = EmailMultiAlternatives(
        subject=_("Your deadlines of the next seven days"),
        body=render_to_string("desk/email/digest.txt", context),
        to=[member.user.email],
        headers={"List-Unsubscribe": f"<{settings}>", "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(render_to_string("desk/email/digest.html", context), "text/html")
    return message
