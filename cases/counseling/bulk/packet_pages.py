"""The pages of packets: for whom, which papers, how far they are, who has none and why, and the ZIP of all."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from ..access import no_desk, with_member
from ..history import remember
from ..models import Batch, BatchItem, Client, Document, Membership
from . import packets as making
from .choosing import NoClients, choices, chosen, gather
from .packets import KIND, PAPERS, PRESET, REASONS, Progress
from .zipping import apart, file_name, sent

WISHES: dict[str, Callable[[Batch], None]] = {
    "pause": making.pause,
    "resume": making.resume,
    "cancel": making.cancel,
    "again": making.again,
}
SHOWN = 100  # clients that are listed on the page


@require_http_methods(["GET", "POST"])
@with_member
def packets(request: HttpRequest, member: Membership) -> HttpResponseBase:
    """The packets of the last weeks, and for whom to make new ones; a post says for whom."""
    refused: NoClients | None = None
    if request.method == "POST":
        try:
            batch = gather(member, KIND, chosen(member, request.POST), making.MOST)
            return redirect("desk:packet", packets=batch.pk)
        except NoClients as error:
            refused = error
    ours = Batch.objects.for_member(member).of(KIND).exclude(begun_at=None).select_related("member__user")
    batches = [(batch, Progress.of(batch)) for batch in ours[:20]]
    context = {"member": member, "batches": batches, "refused": refused, "most": making.MOST, **choices(member)}
    return render(request, "desk/packets.html", context, status=422 if refused else 200)


@require_http_methods(["GET", "POST"])
@with_member
def packet(request: HttpRequest, member: Membership, packets: uuid.UUID) -> HttpResponseBase:
    """One batch: which papers; then how far it is; then what came of it."""
    batch = found(member, packets)
    if batch is None:
        return no_desk(request)
    if request.method != "POST":
        return drawn(request, member, batch)
    if batch.begun_at is None:
        papers = [each.key for each in PAPERS if each.key in request.POST.getlist("papers")]
        if not papers:
            return drawn(request, member, batch, nothing_chosen=True)
        making.begin(batch, papers)
    elif change := WISHES.get(request.POST.get("wish", "")):
        change(batch)
    return redirect("desk:packet", packets=batch.pk)


def found(member: Membership, key: uuid.UUID) -> Batch | None:
    batches = Batch.objects.for_member(member).of(KIND).select_related("member__user", "member__agency")
    return batches.filter(pk=key).first()


def drawn(request: HttpRequest, member: Membership, batch: Batch, nothing_chosen: bool = False) -> HttpResponse:
    progress = Progress.of(batch)
    visible = batch.items.filter(client__in=Client.objects.for_member(member)).select_related("client")
    failed = visible.filter(state=BatchItem.State.FAILED)[:SHOWN]
    context = {
        "member": member,
        "batch": batch,
        "progress": progress,
        "refresh": progress.moving and "still" not in request.GET,
        "papers": PAPERS,
        "preset": PRESET,
        "chosen": [each for each in PAPERS if each.key in batch.wish.get("papers", ())],
        "clients": visible[:SHOWN] if progress.state == "draft" else (),
        "made": () if progress.live else visible.filter(state=BatchItem.State.MADE)[:SHOWN],
        "more": max(0, progress.total - SHOWN),
        "failed": [(item, REASONS[item.reason]) for item in failed],
        "nothing_chosen": nothing_chosen,
    }
    return render(request, "desk/packet.html", context, status=422 if nothing_chosen else 200)


@require_GET
@with_member
def fetch(request: HttpRequest, member: Membership, packets: uuid.UUID) -> HttpResponseBase:
    """The packets that are made, in one ZIP; of the clients that this member may see now."""
    batch = found(member, packets)
    if batch is None:
        return no_desk(request)
    made = batch.items.filter(client__in=Client.objects.for_member(member)).exclude(document=None)
    if not made.exists():
        messages.info(request, _("There is no packet to download yet."))
        return redirect("desk:packet", packets=batch.pk)
    remember("packets_fetched", member, count=made.count())
    name = f"packets-{timezone.localdate(batch.made_at).isoformat()}.zip"
    return sent(name, files(made.select_related("client")))


def files(made: Iterable[BatchItem]) -> Iterator[tuple[str, bytes]]:
    """Each packet under its client's name."""
    items = list(made)
    for item, name in zip(items, apart(file_name(item.client) for item in items), strict=True):
        document = Document.objects.filter(pk=str(item.document_id)).first()
        if document is not None:  # not deleted meanwhile
            yield f"{name}.pdf", document.content()
