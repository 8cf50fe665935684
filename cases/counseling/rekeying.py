"""What `rotatekeys` does beyond the sealed fields of rows: contents of documents, second factors, search marks."""

from __future__ import annotations

from functools import partial
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.files.base import ContentFile
from django.db import transaction

from cases.crypto import reseal

from .models import Client, Document
from .search import remark

SECRETS = ("secret", "seed")  # of an authenticator's data: what the adapter seals
BATCH = 200


def reseal_documents() -> int:
    """Put every document's content under the newest key; a document at a time, so that people can go on working. The
    new content gets a name of its own and the row then points to it, so neither is ever half written."""
    keys = list(Document.objects.values_list("pk", flat=True))
    for key in keys:
        with transaction.atomic():
            document = Document.objects.select_for_update().filter(pk=key).first()
            if document is None:  # deleted meanwhile
                continue
            old = str(document.file.name)
            with document.file.open("rb") as sealed:
                fresh = reseal(sealed.read())
            document.file.save(document.id.hex, ContentFile(fresh), save=False)
            document.save(update_fields=["file"])
            transaction.on_commit(partial(document.file.storage.delete, old))
    return len(keys)


def reseal_factors() -> int:
    """Put the secrets of second factors under the newest key."""
    keys = list(Authenticator.objects.values_list("pk", flat=True))
    for key in keys:
        with transaction.atomic():
            factor = Authenticator.objects.select_for_update().filter(pk=key).first()
            if factor is None:
                continue
            factor.data = {name: resealed(name, value) for name, value in factor.data.items()}
            factor.save(update_fields=["data"])
    return len(keys)


def resealed(name: str, value: Any) -> Any:
    return reseal(value.encode()).decode() if name in SECRETS else value


def remark_clients() -> int:
    """Write every client's search marks under the newest key."""
    keys = list(Client.objects.values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        with transaction.atomic():
            remark(Client.objects.filter(pk__in=keys[start : start + BATCH]))
    return len(keys)
