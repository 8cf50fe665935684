"""Packets: the same papers for many clients, each client's as one PDF that is kept on the client's file.

A batch is worked off by a few jobs side by side, each with every so manieth client, so that several workers share it;
after each client a job lets others go first. A client's packet and the word that it is made are written in one
transaction, and a packet of the same content is never kept twice: a worker that is killed loses nothing, and nothing is
there twice.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language, override

from calculators.assessment import check
from calculators.facts import BadFacts, Facts, read_facts, states_of
from calculators.law.loader import law_version
from calculators.working import Text
from cases import jobs
from cases.models import Job
from cases.reports import paper, registry, sets, store
from cases.reports.shape import Material, Paper
from cases.results.reading import read

from ..history import remember
from ..letterhead import letterhead
from ..models import Batch, BatchItem, Client, Document

KIND = Batch.Kind.PACKETS
MOST = 1000  # clients in one batch
LANES = 4  # jobs of a batch: as many workers can share it
TRIES = 2  # a client at whom the worker died so often is left out
PAPER = "packet"  # what `Document.paper` says
PDF = "application/pdf"
PAPERS = tuple(each for each in registry.PAPERS if not each.alone)
PRESET = (paper.SUMMARY, paper.DAYS)
# Why a client has no packet.
REASONS = {
    "no-state": Text("The file names no state yet, so there is no answer to print."),
    "contradiction": Text("Two answers in the file contradict each other. Open its answers and put them right."),
    "nothing-fits": Text("None of the papers you chose fits this client."),
    "not-yours": Text("The client was given to somebody else meanwhile."),
    "not-drawn": Text("Something went wrong on our side while it was drawn."),
}
State = BatchItem.State
logger = logging.getLogger(__name__)


class NoPacket(Exception):
    """This client gets none; `reason` is a key of REASONS."""

    def __init__(self, reason: str):
        self.reason = reason
        super().__init__(reason)


# Begin, stop, go on


def begin(batch: Batch, papers: list[str]) -> None:
    """Have the packets made, of these papers by their keys."""
    with transaction.atomic():
        batch.keep_wish(papers=papers, language=get_language() or "en")
        batch.begun_at = timezone.now()
        batch.save()
        put_lanes(batch)
        remember("packets_begun", batch.member, count=batch.items.count())


def put_lanes(batch: Batch) -> None:
    """The jobs for the clients that wait."""
    batch.keep_wish(round=batch.wish.get("round", 0) + 1)
    batch.save(update_fields=["sealed"])
    places = list(batch.items.filter(state=State.WAITING).values_list("place", flat=True))
    for lane in range(LANES):
        total = sum(place % LANES == lane for place in places)
        if total:
            told = {"batch": str(batch.pk), "lane": lane, "round": batch.wish["round"]}
            batch.jobs.add(jobs.put("packets", store.keyed(told), told, total))


def again(batch: Batch) -> None:
    """Try those that failed once more, and those that were left when it was cancelled."""
    with transaction.atomic():
        Batch.objects.select_for_update().get(pk=batch.pk)
        if not Progress.of(batch).live:
            batch.items.filter(state=State.FAILED).update(state=State.WAITING, reason="", tries=0)
            put_lanes(batch)


def pause(batch: Batch) -> None:
    for job in batch.jobs.all():
        jobs.pause(job)


def resume(batch: Batch) -> None:
    for job in batch.jobs.all():
        jobs.resume(job)


def cancel(batch: Batch) -> None:
    """Make no more. What is made stays on the clients' files."""
    for job in batch.jobs.all():
        jobs.cancel(job)


@dataclass(frozen=True)
class Progress:
    """How far a batch is. `state`: draft, waiting, running, paused, ended, or stopped with clients left over."""

    state: str
    made: int
    failed: int
    left: int

    @property
    def total(self) -> int:
        return self.made + self.failed + self.left

    @property
    def done(self) -> int:
        return self.made + self.failed

    @property
    def live(self) -> bool:
        """Whether it goes on by itself or can be told to."""
        return self.state in ("waiting", "running", "paused")

    @property
    def moving(self) -> bool:
        return self.state in ("waiting", "running")

    @classmethod
    def of(cls, batch: Batch) -> Progress:
        items = list(batch.items.values_list("state", flat=True))
        made, failed, left = (items.count(each) for each in (State.MADE, State.FAILED, State.WAITING))
        return cls(_state(batch, left, made + failed), made, failed, left)


def _state(batch: Batch, left: int, done: int) -> str:
    if batch.begun_at is None:
        return "draft"
    if not left:
        return "ended"
    states = set(batch.jobs.values_list("state", flat=True))
    if Job.State.PAUSED in states:
        return "paused"
    if Job.State.RUNNING in states or (Job.State.WAITING in states and done):
        return "running"
    return "waiting" if Job.State.WAITING in states else "stopped"


# The worker's side


def run(run: jobs.Run) -> None:
    """Make the packets of one lane, a step each."""
    batch = Batch.objects.select_related("member__agency").filter(pk=run.payload["batch"]).first()
    if batch is None:
        raise jobs.NotOurs
    waiting = batch.items.filter(state=State.WAITING).values_list("pk", "place")
    left = [pk for pk, place in waiting if place % LANES == run.payload["lane"]]
    done = max(0, run.job.total - len(left))
    with override(batch.wish["language"]):
        for pk in left:
            make(batch, pk)
            done = min(done + 1, run.job.total)
            run.step(done)
            if pk != left[-1]:
                run.let_others()


def make(batch: Batch, item: int) -> None:
    """One client's packet, or why there is none. Nothing, where that is settled already."""
    found = batch.items.select_related("client__agency").filter(pk=item, state=State.WAITING).first()
    if found is None:
        return
    BatchItem.objects.filter(pk=item).update(tries=F("tries") + 1)
    try:
        if found.tries >= TRIES:
            raise NoPacket("not-drawn")
        if not Client.objects.for_member(batch.member).filter(pk=found.client_id).exists():
            raise NoPacket("not-yours")
        order = Order.of(found.client, batch.wish["papers"])
        kept = found.client.documents.filter(digest=order.digest).exists()
        content = None if kept else order.draw()
    except NoPacket as refused:
        fail(item, refused.reason)
    except Exception as error:  # whatever it was, the next client's is to be made
        logger.error("A packet was not drawn: %s", type(error).__name__)
        fail(item, "not-drawn")
    else:
        settle(batch, found, order, content)


def fail(item: int, reason: str) -> None:
    BatchItem.objects.filter(pk=item, state=State.WAITING).update(state=State.FAILED, reason=reason)


def settle(batch: Batch, item: BatchItem, order: Order, content: bytes | None) -> None:
    """Keep the packet on the client's file and say that it is made: both, or neither."""
    with transaction.atomic():
        locked = BatchItem.objects.select_for_update().filter(pk=item.pk, state=State.WAITING).first()
        client = Client.objects.select_for_update().filter(pk=item.client_id).first()
        if locked is None or client is None:
            return  # another worker was quicker, or the client's file is gone
        kept = client.documents.filter(digest=order.digest).first()
        if kept is None and content is not None:
            kept = Document(
                client=client, added_by=batch.member, paper=PAPER, digest=order.digest, law_version=order.law
            )
            kept.put(f"packet-{order.facts.as_of.isoformat()}.pdf", PDF, content)
            remember("packet_made", batch.member, client=client)
        locked.state, locked.document, locked.reason = State.MADE, kept, ""
        locked.save(update_fields=["state", "document", "reason"])


@dataclass(frozen=True)
class Order:
    """One client's packet, before it is drawn."""

    client: Client
    facts: Facts
    papers: tuple[Paper, ...]
    material: Material
    digest: str

    @property
    def law(self) -> str:
        return law_version(*states_of(self.facts))

    @classmethod
    def of(cls, client: Client, chosen: list[str]) -> Order:
        """Raises NoPacket."""
        if not client.facts.get("state"):
            raise NoPacket("no-state")
        try:
            facts = read_facts(client.facts, timezone.localdate())
            check(facts)
        except BadFacts:
            raise NoPacket("contradiction") from None
        head = render_to_string("reports/_letterhead.html", {"letterhead": letterhead(client.agency)})
        parts: list[Any] = [store.digest_of(key, client, facts) for key in chosen]
        digest = store.keyed({"packet": parts, "client": str(client.pk), "head": head})
        material = Material(read(facts), client.facts, store.number(digest), client.kept, head)
        papers = tuple(each for each in PAPERS if each.key in chosen and each.offered(material))
        if not papers:
            raise NoPacket("nothing-fits")
        return cls(client, facts, papers, material, digest)

    def draw(self) -> bytes:
        """The PDF: one paper as it is, several bound with contents."""
        identifier = bytes.fromhex(self.digest)[:16]
        if len(self.papers) == 1:
            return registry.draw(self.papers[0], self.material, identifier)
        return sets.bound(self.papers, self.material, identifier, "")
