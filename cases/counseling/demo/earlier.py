"""Clients who were told their answer under an earlier version of the law files.

What was told is kept as it is for every client; here some points of it are what an earlier file would have said. The
marks and the page that shows the difference come about as they do when a law file changes: by assessing again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from ..index import assessment, refresh_many
from ..law_marks import Points, answer_of, keep
from ..models import Client, ToldAnswer
from .drawing import Json

VERSION = "earlier"
EACH = 3  # clients for each kind of change
AGO = timedelta(days=40)


def less_of_the_pay(points: Points) -> bool:
    """An earlier federal file that let a creditor take less of a paycheck."""
    return scaled(points, "wages", Decimal("0.8"))


def more_to_collect(points: Points) -> bool:
    """An earlier state file without a limit that holds now."""
    return scaled(points, "collectible", Decimal("1.25"))


def fewer_sources(points: Points) -> bool:
    """An earlier state file that named one source less, for the same answer."""
    for name, value in points.items():
        if name.endswith("/cites") and len(value) > 1:
            points[name] = value[:-1]
            return True
    return False


def nothing_else(points: Points) -> bool:
    """An earlier common file, for the same answer from the same sources."""
    return bool(points)


# What was told then, and which law file was another (None: the state's own); what fits fewest clients first.
Change = tuple[Callable[[Points], bool], str | None]
CHANGES: tuple[Change, ...] = (
    (less_of_the_pay, "collection"),
    (more_to_collect, None),
    (fewer_sources, None),
    (nothing_else, "common"),
)


def scaled(points: Points, name: str, factor: Decimal) -> bool:
    """Make this amount so much more or less, if it is known and any."""
    low, high = points.get(name) or (None, None)
    if low is None or low != high or not Decimal(low):
        return False
    points[name] = [str((Decimal(low) * factor).quantize(Decimal("0.01")))] * 2
    return True


def told_earlier(clients: Iterable[Client], today: date) -> int:
    """Of some of these clients keep an answer as told before today's law files, and mark them. Returns how many."""
    told, marked, left = [], [], dict.fromkeys(CHANGES, EACH)
    for client in clients:
        answer = then(client, today - AGO) if any(left.values()) else None
        if answer is None:
            continue
        fits = (each for each in CHANGES if left[each] and each[0](answer.kept["points"]))
        if change := next(fits, None):
            left[change] -= 1
            another_file(answer.kept, client.state, change[1] or client.state)
            answer.seal()
            told.append(answer)
            marked.append(client)
    keep(told)
    return refresh_many(marked, today)


def then(client: Client, day: date) -> ToldAnswer | None:
    """The client's answer as of that day, under an earlier version of the law; None where there is none."""
    found = assessment(client, day)
    if found is None or timezone.localdate(client.created_at) > day:
        return None
    answer = answer_of(client, found, day)
    answer.law_version = VERSION
    return answer


def another_file(kept: Json, state: str, stem: str) -> None:
    """In this law file stood something else; the state's own told of none of its changes yet."""
    kept["files"][stem] = VERSION
    if stem == state:
        kept["changes"] = []
