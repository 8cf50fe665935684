"""Puts everything that is sealed under the newest key, so that the old one can be thrown away."""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import models, transaction

from cases.counseling.bulk import whole
from cases.counseling.models import Batch
from cases.counseling.rekeying import remark_clients, reseal_documents, reseal_factors
from cases.crypto import reseal

APPS = ("cases", "counseling")


class Command(BaseCommand):
    help = "Seal everything anew with the first of SHORTFALL_DATA_KEYS. Stops at what no key opens."

    def handle(self, *args: Any, **options: Any) -> None:
        for model in (model for app in APPS for model in apps.get_app_config(app).get_models()):
            names = [field.name for field in model._meta.fields if isinstance(field, models.BinaryField)]
            if names:
                self.stdout.write(f"{reseal_all(model, names)} {model._meta.verbose_name_plural}")
        for batch in Batch.objects.of(whole.KIND):  # it lives for a day, and is as well made anew
            whole.forget(batch)
        self.stdout.write(f"{reseal_documents()} contents of documents")
        self.stdout.write(f"{reseal_factors()} second factors")
        self.stdout.write(f"{remark_clients()} clients' search marks")


def reseal_all(model: type[models.Model], names: list[str]) -> int:
    """Every binary field of these apps is sealed; a row at a time, so that people can go on working."""
    keys = list(model._default_manager.values_list("pk", flat=True))
    for key in keys:
        with transaction.atomic():
            row = model._default_manager.select_for_update().only("pk", *names).filter(pk=key).first()
            if row is None:  # deleted meanwhile
                continue
            for name in names:
                sealed = bytes(getattr(row, name) or b"")
                setattr(row, name, reseal(sealed) if sealed else sealed)
            row.save(update_fields=names)
    return len(keys)
