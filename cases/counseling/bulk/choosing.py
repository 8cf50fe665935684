"""For which clients something is done: those that were ticked, or all that fit. A page that shows clients sends its
ticks here as `client`; what comes out is a batch that waits to be told what to do with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.http import QueryDict

from calculators.law.loader import all_laws

from .. import caseload
from ..models import Batch, BatchItem, Client, Membership
from ..models.clients import ClientQuerySet

OUTCOMES = ("allowed", "limited", "depends", "barred")
ALL, MINE = "all", "mine"


class NoClients(Exception):
    """Nobody was ticked, or nobody fits; or there are more than `most`."""

    def __init__(self, most: int = 0):
        self.most = most
        super().__init__()


def chosen(member: Membership, data: QueryDict) -> ClientQuerySet:
    """The clients that a form names, of those this member may see: by the caseload's ticks, or by what they have in
    common."""
    if "client" in data or "everyone" in data:
        return caseload.chosen(member, data)
    clients = Client.objects.for_member(member)
    if "who" not in data:
        return clients.none()
    wanted: Mapping[str, Any] = {name: data[name] for name in ("state", "outcome") if data.get(name)}
    clients = clients.working().filter(**wanted)
    return clients.filter(counselor=member) if data["who"] == MINE else clients


def gather(member: Membership, kind: Batch.Kind, clients: ClientQuerySet, most: int | None = None) -> Batch:
    """A batch for these clients, as a draft. Raises NoClients."""
    found = list(clients.order_by("-touched_at", "pk").values_list("pk", flat=True))
    if not found:
        raise NoClients
    if most is not None and len(found) > most:
        raise NoClients(most)
    with transaction.atomic():
        batch = Batch.objects.create(agency=member.agency, member=member, kind=kind)
        items = (BatchItem(batch=batch, client_id=pk, place=place) for place, pk in enumerate(found))
        BatchItem.objects.bulk_create(items, batch_size=500)
    return batch


def choices(member: Membership) -> dict[str, Any]:
    """What a form for choosing clients offers."""
    clients = Client.objects.for_member(member).working()
    held = set(clients.exclude(state="").values_list("state", flat=True).distinct())
    return {
        "states": [(law.code, law.name) for law in all_laws() if law.code in held],
        "outcomes": OUTCOMES,
        "many": clients.count(),
        "sees_others": member.supervises or member.agency.shared_caseload,
    }
