"""The caseload: which clients a list shows, in which order, and which fifty of them.

What is asked for stands in the page's address as plain words of our own ("?state=AZ&sort=-exposure"). What was typed to
find a person does not: it is sealed first, so that no address, and no log of addresses, holds a name.

A page of the list begins after a row and not at a number: when somebody adds or hands over a client meanwhile, no row
is shown twice and none is left out. There is no order by name, since names are sealed; one is found by its beginning.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.utils import timezone

from calculators.law.loader import all_laws
from calculators.naming import LOSSES
from calculators.working import Text
from cases.crypto import CannotOpen, seal, unseal

from .models import Client, Membership
from .models.clients import ClientQuerySet, LawMark
from .search import found

ROWS = 50
LONGEST = 80  # letters that are looked for
Choices = tuple[tuple[str, Text], ...]

WAYS: Choices = tuple(LOSSES.items())
STAGES: Choices = (
    ("behind", Text("Behind")),
    ("sale_set", Text("Sale is set")),
    ("sold", Text("Sold or given up")),
    ("sued", Text("Sued")),
    ("judgment", Text("Judgment")),
)
OUTCOMES: Choices = (
    ("allowed", Text("Allowed")),
    ("limited", Text("Limited")),
    ("depends", Text("Depends")),
    ("barred", Text("Barred")),
)
ALL = Text("All")
NOT_KNOWN = ("none", Text("Not known yet"))


@dataclass(frozen=True)
class Filter:
    """One way to narrow the list: what can be chosen, and what it asks of a client."""

    key: str
    label: Text
    choices: Callable[[], Choices]
    where: Callable[[str], Q]
    all: Text = ALL


def equals(column: str) -> Callable[[str], Q]:
    return lambda chosen: Q(**{column: "" if chosen == NOT_KNOWN[0] else chosen})


def within(days: str) -> Q:
    """The next sure day is no further off; what passed and was not seen to yet counts too."""
    return Q(next_deadline__lte=timezone.localdate() + timedelta(days=int(days)))


@cache
def states() -> Choices:
    return tuple(sorted(((law.code, Text(law.name)) for law in all_laws()), key=lambda each: each[1].template))


LAW = {"answer": Q(law_mark=LawMark.CHANGED), "any": ~Q(law_mark="")}
FILES = {"": Q(closed_at=None), "closed": Q(closed_at__isnull=False), "all": Q()}
FILTERS = (
    Filter("state", Text("State"), states, equals("state")),
    Filter("way", Text("Way out"), lambda: (*WAYS, NOT_KNOWN), equals("way")),
    Filter("outcome", Text("Deficiency judgment"), lambda: (*OUTCOMES, NOT_KNOWN), equals("outcome")),
    Filter("stage", Text("Stage"), lambda: (*STAGES, NOT_KNOWN), equals("stage")),
    Filter(
        "within",
        Text("Next deadline"),
        lambda: tuple((str(days), Text("Within {days} days", {"days": str(days)})) for days in (7, 14, 30, 90)),
        within,
        Text("Any day"),
    ),
    Filter(
        "law",
        Text("Law"),
        lambda: (("answer", Text("Changed the answer")), ("any", Text("Changed at all"))),
        lambda chosen: LAW[chosen],
    ),
    Filter(
        "files",
        Text("Files"),
        lambda: (("closed", Text("Closed")), ("all", Text("Open and closed"))),
        lambda chosen: FILES[chosen],
        Text("Open"),
    ),
)


@dataclass(frozen=True)
class Sort:
    """One order of the list. `read` turns what stands in an address back into a value of `by`."""

    label: Text
    by: Combinable
    read: Callable[[str], Any] = str
    first: str = ""  # "-" where one wants the largest or newest first


def in_order(column: str, choices: Choices) -> Case:
    """As the choices stand, and not from A to Z; what is not known comes last."""
    whens = [When(**{column: key}, then=Value(place)) for place, (key, _word) in enumerate(choices)]
    return Case(*whens, default=Value(len(choices)))


SORTS = {
    "state": Sort(Text("State"), F("state")),
    "way": Sort(Text("Way out"), in_order("way", WAYS), int),
    "stage": Sort(Text("Stage"), in_order("stage", STAGES), int),
    "outcome": Sort(Text("Deficiency judgment"), in_order("outcome", OUTCOMES), int),
    "exposure": Sort(Text("May owe"), F("exposure_high"), int, "-"),
    "deadline": Sort(Text("Next deadline"), F("next_deadline"), date.fromisoformat),
    "counselor": Sort(Text("Counselor"), F("counselor__user__name")),
    "touched": Sort(Text("Last touched"), F("touched_at"), datetime.fromisoformat, "-"),
}
USUAL = "deadline"


@dataclass(frozen=True)
class Wish:
    """What a caseload's address asks for. Whatever in it is not one of ours is left out, and harms nothing."""

    filters: Mapping[str, str] = field(default_factory=dict)
    counselor: uuid.UUID | None = None
    find: str = ""
    sort: str = USUAL
    after: str = ""  # the row that the page begins after …
    before: str = ""  # … or ends before

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> Wish:
        chosen = {each.key: asked.get(each.key, "") for each in FILTERS}
        return cls(
            {each.key: chosen[each.key] for each in FILTERS if chosen[each.key] in dict(each.choices())},
            counselor=key(asked.get("counselor", "")),
            find=unsealed(asked.get("find", "")),
            sort=asked.get("sort", "") if asked.get("sort", "").removeprefix("-") in SORTS else USUAL,
            after=asked.get("after", ""),
            before=asked.get("before", ""),
        )

    @classmethod
    def of_query(cls, query: str) -> Wish:
        return cls.read(dict(parse_qsl(query)))

    @property
    def narrowed(self) -> bool:
        return bool(self.filters or self.counselor or self.find)

    def query(self, *, find: bool = True) -> str:
        """The address's query that asks for this, in one order; without `find`, fit to be kept under a name."""
        parts = {
            **self.filters,
            "counselor": str(self.counselor or ""),
            "sort": "" if self.sort == USUAL else self.sort,
        }
        if find and self.find:
            parts["find"] = seal(self.find.encode()).decode()
        parts |= {"after": self.after, "before": self.before}
        return urlencode({name: value for name, value in parts.items() if value})

    def sorted_by(self, sort: str) -> Wish:
        """The same list in this order; in the opposite one, where it stands in this one already."""
        first = SORTS[sort].first + sort
        turned = sort if first.startswith("-") else f"-{sort}"
        return self.beginning(sort=turned if self.sort == first else first)

    def beginning(self, **changes: Any) -> Wish:
        """The first page of this list."""
        return replace(self, **{"after": "", "before": "", **changes})


def key(text: str) -> uuid.UUID | None:
    """An id in an address, if it is one."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def unsealed(find: str) -> str:
    """What was typed, from the address; nothing where it is not of our making."""
    try:
        return unseal(find.encode()).decode()[:LONGEST] if find else ""
    except CannotOpen:
        return ""


def matching(member: Membership, wish: Wish) -> ClientQuerySet:
    """The clients that this member may see and that the wish asks for, in no order."""
    clients = found(member, wish.find) if wish.find else Client.objects.for_member(member)
    if "files" not in wish.filters:
        clients = clients.filter(FILES[""])
    for each in FILTERS:
        if each.key in wish.filters:
            clients = clients.filter(each.where(wish.filters[each.key]))
    return clients.filter(counselor=wish.counselor) if wish.counselor else clients


def chosen(member: Membership, data: Any) -> ClientQuerySet:
    """The clients that a form below the list means: those that were ticked (`client`), or with `everyone` all that
    match the list's `query`. `data` is the request's POST."""
    if data.get("everyone"):
        return matching(member, Wish.of_query(data.get("query", "")))
    return Client.objects.for_member(member).filter(pk__in=filter(None, map(key, data.getlist("client"))))


# One page


@dataclass(frozen=True)
class Page:
    clients: list[Client]
    count: int  # of all that match
    before: Wish | None  # the pages around this one
    after: Wish | None


def page(member: Membership, wish: Wish) -> Page:
    """Fifty clients in order. Three queries, however many clients there are: a count, the fifty keys, from an index
    alone, and their rows."""
    clients = matching(member, wish)
    count = clients.count()
    keys, before, after = cut(clients, wish)
    rows = Client.objects.filter(pk__in=[pk for pk, _rank in keys]).defer("sealed")
    by_key = {row.pk: row for row in rows}
    return Page(
        clients=[by_key[pk] for pk, _rank in keys if pk in by_key],
        count=count,
        before=wish.beginning(before=place(*keys[0])) if before and keys else None,
        after=wish.beginning(after=place(*keys[-1])) if after and keys else None,
    )


Key = tuple[uuid.UUID, Any]


def cut(clients: QuerySet[Client], wish: Wish) -> tuple[list[Key], bool, bool]:
    """The keys of a page and what each is sorted by, and whether there are more before and after it."""
    sort = SORTS[wish.sort.removeprefix("-")]
    back, at = (True, placed(wish.before, sort)) if wish.before else (False, placed(wish.after, sort))
    rows = clients.annotate(rank=sort.by)
    if at is not None:
        rows = rows.filter(beyond(*at, falling=wish.sort.startswith("-") != back, back=back))
    rank = F("rank")
    if wish.sort.startswith("-") != back:
        order = rank.desc(nulls_first=True) if back else rank.desc(nulls_last=True)
    else:
        order = rank.asc(nulls_first=True) if back else rank.asc(nulls_last=True)
    keys: list[Key] = list(rows.order_by(order, "-pk" if back else "pk").values_list("pk", "rank")[: ROWS + 1])
    more = len(keys) > ROWS
    if not back:
        return keys[:ROWS], at is not None, more
    if not more and at is not None:  # back at the beginning: the first page whole
        return cut(clients, wish.beginning())
    return keys[:ROWS][::-1], more, at is not None


def beyond(pk: uuid.UUID, rank: Any, *, falling: bool, back: bool) -> Q:
    """What comes after this row; what has no value stands at the end of the list, so going back it comes first."""
    later = Q(pk__lt=pk) if back else Q(pk__gt=pk)
    if rank is None:
        return (Q(rank=None) & later) | (Q(rank__isnull=False) if back else Q())
    further = Q(rank__lt=rank) if falling else Q(rank__gt=rank)
    return further | (Q(rank=rank) & later) | (Q() if back else Q(rank=None))


def place(pk: uuid.UUID, rank: Any) -> str:
    """A row's place in an address."""
    shown = "" if rank is None else rank.isoformat() if isinstance(rank, date) else str(rank)
    return f"{pk}~{shown}"


def placed(text: str, sort: Sort) -> Key | None:
    """The place that an address names; None where it names none."""
    pk, _tilde, rank = text.partition("~")
    try:
        return uuid.UUID(pk), sort.read(rank) if rank else None
    except ValueError:
        return None


def colleagues(member: Membership) -> list[Membership]:
    """Everyone whose clients the member sees, former staff too."""
    if not (member.supervises or member.agency.shared_caseload):
        return [member]
    return list(Membership.objects.for_member(member).select_related("user"))
