"""Columns that do not tell of what is sealed now: before the version that brought them, while an older one still runs
beside it, and after the reviewers' list changed. They are known by what they were made of, so whoever reads them brings
them up to date first, and it does not matter when, how often or by how many that is done."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, Q

from ..index import LOCKED, batched
from ..models import Client, ServiceRecord
from ..models.clients import ClientQuerySet, addressed
from .checklist import RULES
from .record import index

STALE_RECORD = Q(servicerecord__isnull=False) & ~Q(
    servicerecord__indexed_at=F("servicerecord__changed_at"), servicerecord__indexed_by=RULES
)
STALE = ~Q(indexed_at=F("touched_at")) | STALE_RECORD
COLUMNS = ("missing", "first_on", "last_on", "indexed_by", "indexed_at")


def bring_up(clients: ClientQuerySet) -> int:
    """Unseal those of these clients whose columns are stale, or their record's, and write the columns; how many there
    were. A few at a time, each locked meanwhile: whoever is stopped has lost nothing, and the next one goes on."""
    stale = list(clients.filter(STALE).order_by("pk").values_list("pk", flat=True))
    for keys in batched(stale, LOCKED):
        with transaction.atomic():
            held = list(Client.objects.select_for_update().filter(pk__in=keys).order_by("pk").only("sealed_person"))
            for known in (True, False):
                alike = [client.pk for client in held if addressed(client.person) == known]
                Client.objects.filter(pk__in=alike).update(addressed=known, indexed_at=F("touched_at"))
            records = list(ServiceRecord.objects.filter(client__in=keys))
            for record in records:
                index(record)
            ServiceRecord.objects.bulk_create(
                records, update_conflicts=True, unique_fields=["client"], update_fields=COLUMNS
            )
    return len(stale)
