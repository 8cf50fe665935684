"""The files in which HUD's reviewers would miss something: how many lack what, fifty a page, all as CSV."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ..access import for_sure, with_member
from ..bulk import lists
from ..caseload import ROWS
from ..history import remember, remember_each
from ..models import Client, Membership
from .checklist import Finding, findings
from .forms_of_hud import Item, hud_files
from .record import Record
from .report_page import kept_records


@dataclass(frozen=True)
class File:
    """A client's file, with what it has to hold by now."""

    client: Client
    findings: Sequence[Finding]

    @property
    def missing(self) -> list[Item]:
        return [each.item for each in self.findings if not each.there]

    @property
    def there(self) -> list[Item]:
        return [each.item for each in self.findings if each.there]

    @property
    def mostly_missing(self) -> bool:
        """Whether what is there makes the shorter list."""
        return len(self.there) < len(self.missing)

    def lacks(self, wanted: str) -> bool:
        """Whether this item is missing, or anything at all where none is named."""
        return any(not wanted or item.id == wanted for item in self.missing)


@require_http_methods(["GET", "POST"])
@with_member
@for_sure
def file_gaps(request: HttpRequest, member: Membership) -> HttpResponseBase:
    """The files that this member may see in which something is missing; a post gives the whole list as CSV."""
    asked = request.POST if request.method == "POST" else request.GET
    wanted, which = asked.get("item", ""), asked.get("files", "")
    files = list(files_of(member, which))
    found = [file for file in files if file.lacks(wanted)]
    if request.method == "POST":
        return sent(member, found)
    counts = Counter(item.id for file in files for item in file.missing)
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    context = {
        "member": member,
        "page": page,
        "before": address(wanted, which, page.previous_page_number()) if page.has_previous() else "",
        "after": address(wanted, which, page.next_page_number()) if page.has_next() else "",
        "position": position(page),
        "items": [(item, counts[item.id], address(item.id, which)) for item in hud_files().item],
        "wanted": next((item for item in hud_files().item if item.id == wanted), None),
        "which": which,
        "looked_at": len(files),
    }
    return render(request, "desk/file_gaps.html", context)


def files_of(member: Membership, which: str) -> Iterator[File]:
    """The files of the clients that this member may see, last touched first: all, or the `open` or `closed` ones."""
    records = kept_records(member)
    clients = Client.objects.for_member(member).only("agency", "counselor", "sealed_person", "closed_at")
    clients = clients.prefetch_related("counselor__user")  # a few of the staff, for thousands of clients
    if which in ("open", "closed"):
        clients = clients.filter(closed_at__isnull=which == "open")
    for client in clients.order_by("-touched_at", "pk"):
        yield File(client, findings(client, records.get(client.pk, Record())))


def address(item: str, which: str, page: int = 1) -> str:
    """The query that asks for this list; the first page is named by none."""
    parts = {"item": item, "files": which, "page": page if page > 1 else ""}
    return urlencode({name: value for name, value in parts.items() if value})


def position(page: Page[File]) -> str:
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
        there = {each.item.id: _("there") if each.there else _("missing") for each in file.findings}
        yield [
            person.get("name", ""),
            person.get("reference", ""),
            str(file.client.counselor),
            timezone.localdate(closed) if closed else None,
            *(there.get(item.id, "") for item in items),
        ]
