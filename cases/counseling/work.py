"""The pages of a case, opened on a client's file: the answer, ways out, what if, settling, letters, checklist, papers.

They are the homeowner's own pages, below the address of the file. This view decides by the desk's one rule who may see
it, names the record they run on, and lets them; what they change is written as every change at the desk is, under a
lock, with a line of history. A homeowner's case is never reached: its session does not come to addresses of the desk.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils import timezone

from cases import jobs
from cases.addresses import standing_at
from cases.questionnaire import paths
from cases.reports import sets
from cases.services import open_record

from .access import no_desk, with_client
from .history import opened, remember
from .index import refresh_index
from .models import Client, Document, Membership

# Which of the pages, by their app or their name. The others are about a code, a session, a deletion: the homeowner's.
APPS = ("results", "what_if", "settling", "letters", "checklist")
PAGES = (
    "questionnaire:next",
    "questionnaire:question",
    "questionnaire:more",
    "questionnaire:elsewhere",
    "questionnaire:urgent",
    "questionnaire:check",
    "reports:download",
    "reports:kept",
    "reports:papers",
    "reports:progress",
    "reports:cancel",
)
LEAVES = ("questionnaire:save", "questionnaire:left")  # instead of them, the file
PDF = "application/pdf"


class Opening:
    """A member of the staff who has a client's file open on the pages of a case."""

    def __init__(self, member: Membership, client: Client, page: str):
        self.member, self.client, self.page = member, client, page
        self.facts: dict[str, Any] = {}  # as they stood when the page read them
        self.rest: dict[str, Any] = {}

    @property
    def on_behalf(self) -> dict[str, str]:
        return {"member": str(self.member.pk)}

    def record(self, lock: bool) -> Client | None:
        """The file as it stands, for the page to show or, locked, to change."""
        clients = Client.objects.for_member(self.member).select_related("agency")
        found = (clients.select_for_update(of=("self",)) if lock else clients).filter(pk=self.client.pk).first()
        if found is not None:
            found.opened_by = self
            self.facts, self.rest = _known(found), deepcopy(_rest(found))
        return found

    def write(self, client: Client) -> None:
        """What a page changed, with the columns that follow from it, and which answers it were."""
        now = _known(client)
        changed = [path for path in dict.fromkeys([*self.facts, *now]) if self.facts.get(path) != now.get(path)]
        client.version += 1
        client.seal()
        client.save()
        refresh_index(client)
        if changed:
            remember("facts_changed", self.member, client=client, pages=changed)
        elif _rest(client) != self.rest:
            remember("work_changed", self.member, client=client, page=self.page)

    def keep_paper(self, client: Client, kind: str, digest: str, law_version: str, content: bytes) -> Document:
        """A paper under the agency's letterhead, kept on the file as it was made."""
        with transaction.atomic():
            Client.objects.select_for_update(of=("self",)).get(pk=client.pk)
            there = client.documents.filter(digest=digest).first()
            if there is not None:
                return there
            paper = Document(client=client, added_by=self.member, paper=kind, digest=digest, law_version=law_version)
            form = sets.FORMS.get(kind)
            suffix, media = (form.suffix, form.media) if form else ("pdf", PDF)
            paper.put(f"{kind}-{timezone.localdate()}.{suffix}", media, content)
            remember("paper_made", self.member, client=client, kind=kind)
        return paper


def make_set(run: jobs.Run) -> None:
    """Make the set of papers that a job on a client's file is about, and keep it on the file; not where whoever asked
    for it may not see the file any more."""
    member = Membership.objects.active().select_related("agency").filter(pk=run.payload["member"]).first()
    ours = Client.objects.for_member(member).filter(jobs=run.job) if member else Client.objects.none()
    client = ours.first()
    if member is None or client is None:
        jobs.cancel(run.job)
        raise jobs.NotOurs
    made = sets.make(run, str(client.pk))
    with transaction.atomic():
        found = ours.select_for_update(of=("self",)).first()
        if found is not None:
            found.opened_by = Opening(member, found, "reports:papers")
        sets.keep(run, found, made)


def _known(client: Client) -> dict[str, Any]:
    """Every answer by its path."""
    return {path: paths.get(client.facts, path) for path in paths.known(client.facts)}


def _rest(client: Client) -> dict[str, Any]:
    """What is kept besides the answers."""
    return {key: value for key, value in client.kept.items() if key not in ("facts", "asked", "warned")}


@with_client
def work(request: HttpRequest, member: Membership, client: Client, page: str) -> HttpResponseBase:
    """One page of the case, on this client's record."""
    match = _page(page)
    if match is None:
        return no_desk(request)
    file = reverse("desk:client", args=[client.pk])
    if match.view_name in LEAVES:
        return redirect(file)
    opening = Opening(member, client, match.view_name)
    open_record(request, opening.record)
    opened(member, client)
    request.resolver_match = match
    vars(request)["client_at_work"] = client
    with standing_at(file):
        if request.method != "POST":
            return _answered(request, match)
        with transaction.atomic():
            return _answered(request, match)


def _answered(request: HttpRequest, match: ResolverMatch) -> HttpResponseBase:
    try:
        answer: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
    except Http404:
        return no_desk(request)
    return answer


def _page(page: str) -> ResolverMatch | None:
    try:
        match = resolve(f"/case/{page}")
    except Resolver404:
        return None
    return match if match.app_name in APPS or match.view_name in (*PAGES, *LEAVES) else None
