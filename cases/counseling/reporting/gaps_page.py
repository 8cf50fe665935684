"""The files in which HUD's reviewers would miss something: how many lack what, fifty a page, all as CSV.

What is missing stands in plain columns; of a file only what is shown of it is unsealed."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db import transaction
from django.db.models import Count, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ..access import for_sure, with_member
from ..bulk import lists
from ..caseload import FILES, ROWS
from ..history import remember, remember_each
from ..index import BATCH, batched
from ..models import Client, Membership
from ..models.clients import ClientQuerySet
from .checklist import PERSON, asked, lacks
from .forms_of_hud import Item, hud_files
from .record import Record, codes
from .stale import bring_up

WHICH = {"": Q(), "open": FILES[""], "closed": FILES["closed"]}


# What the record of services lacks; of a file that has none, all.
SAID = Coalesce("servicerecord__missing", Value(codes(lacks(Record()))))
Row = tuple[uuid.UUID, str]  # a client, and what the record of services lacks


@dataclass(frozen=True)
class File:
    """A client's file, with what it has to hold by now: what is missing and what is there."""

    client: Client
    missing: Sequence[Item]
    there: Sequence[Item]

    @classmethod
    def of(cls, client: Client, said: str) -> File:
        lacking = _lacking(client.closed_at is not None, client.addressed, said)
        there = [item for item in asked(client.closed_at is not None) if item not in lacking]
        return cls(client, lacking, there)

    @property
    def all(self) -> int:
        return len(self.missing) + len(self.there)

    @property
    def mostly_missing(self) -> bool:
        """Whether what is there makes the shorter list."""
        return len(self.there) < len(self.missing)


@require_http_methods(["GET", "POST"])
@with_member
@for_sure
def file_gaps(request: HttpRequest, member: Membership) -> HttpResponseBase:
    """The files that this member may see in which something is missing; a post gives the whole list as CSV."""
    chosen = request.POST if request.method == "POST" else request.GET
    wanted, which = chosen.get("item", ""), chosen.get("files", "")
    files = files_of(member, which)
    found = lacking(files, wanted)
    if request.method == "POST":
        return sent(member, list(drawn(found)))
    counts, looked_at = counted(files)
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    context = {
        "member": member,
        "page": page,
        "files": list(drawn(page)),
        "before": address(wanted, which, page.previous_page_number()) if page.has_previous() else "",
        "after": address(wanted, which, page.next_page_number()) if page.has_next() else "",
        "position": position(page),
        "items": [(item, counts[item.id], address(item.id, which)) for item in hud_files().item],
        "wanted": next((item for item in hud_files().item if item.id == wanted), None),
        "which": which,
        "looked_at": looked_at,
    }
    return render(request, "desk/file_gaps.html", context)


def files_of(member: Membership, which: str) -> ClientQuerySet:
    """The files of the clients that this member may see: all, or the `open` or `closed` ones; their columns are up to
    date."""
    clients = Client.objects.for_member(member).filter(WHICH.get(which, Q()))
    bring_up(clients)
    return clients


def counted(files: ClientQuerySet) -> tuple[Counter[str], int]:
    """How many files lack which item, and how many there are."""
    counts: Counter[str] = Counter()
    every = 0
    alike = files.annotate(closed=Q(closed_at__isnull=False), said=SAID).values_list("closed", "addressed", "said")
    for closed, addressed, said, count in alike.annotate(count=Count("pk")).order_by():
        every += count
        for item in _lacking(closed, addressed, said):
            counts[item.id] += count
    return counts, every


def lacking(files: ClientQuerySet, wanted: str) -> QuerySet[Client, Row]:
    """Those in which this item is missing, or anything at all where none is named, last touched first."""
    items = [item for item in hud_files().item if not wanted or item.id == wanted]
    any_of_them = reduce(or_, map(_missing, items), Q(pk__in=()))
    return files.annotate(said=SAID).filter(any_of_them).order_by("-touched_at", "pk").values_list("pk", "said")


def _missing(item: Item) -> Q:
    """The files that lack this item and ought to have it by now."""
    missing = Q(addressed=False) if item.id == PERSON else Q(said__contains=codes([item.id]))
    return missing & WHICH[item.when]


def _lacking(closed: bool, addressed: bool, said: str) -> list[Item]:
    """The same of one file, from its columns."""
    missing = {*said.split(","), *([] if addressed else [PERSON])}
    return [item for item in asked(closed) if item.id in missing]


def drawn(rows: Iterable[Row]) -> Iterator[File]:
    """These files, with who they are of."""
    for some in batched(rows, BATCH):
        clients = Client.objects.defer("sealed").select_related("counselor__user").in_bulk([key for key, _said in some])
        yield from (File.of(clients[key], said) for key, said in some if key in clients)


def address(item: str, which: str, page: int = 1) -> str:
    """The query that asks for this list; the first page is named by none."""
    parts = {"item": item, "files": which, "page": page if page > 1 else ""}
    return urlencode({name: value for name, value in parts.items() if value})


def position(page: Page[Row]) -> str:
    """Which of the files stand on this page, where they need several."""
    if not page.has_other_pages():
        return ""
    told = _("Files {first} to {last} of {all}")
    return told.format(first=page.start_index(), last=page.end_index(), all=page.paginator.count)


def sent(member: Membership, files: list[File]) -> HttpResponse:
    """Every file of the list: whose it is, and of each item whether it is missing, there, or not asked for yet."""
    with transaction.atomic():
        remember("clients_exported", member, count=len(files))
        remember_each("client_exported", member, [file.client for file in files])
    name = f"files-with-gaps-{timezone.localdate().isoformat()}.csv"
    return lists.sent(name, lists.CSV, lists.as_csv(table(files)))


def table(files: list[File]) -> Iterator[Sequence[lists.Cell]]:
    """The headings, then a row a file."""
    items = hud_files().item
    yield [_("Name"), _("Your agency's own number"), _("Counselor"), _("File closed"), *(item.label for item in items)]
    for file in files:
        person, closed = file.client.person, file.client.closed_at
        there = {item.id: _("there") for item in file.there} | {item.id: _("missing") for item in file.missing}
        yield [
            person.get("name", ""),
            person.get("reference", ""),
            str(file.client.counselor),
            timezone.localdate(closed) if closed else None,
            *(there.get(item.id, "") for item in items),
        ]
