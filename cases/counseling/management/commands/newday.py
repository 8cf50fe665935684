"""Looks anew at the clients for whom a day passed, or the law changed, since they were last looked at, and brings up to
date what lists tell of their files."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from cases.counseling.index import renew_stale
from cases.counseling.models import Client
from cases.counseling.reporting.stale import bring_up


class Command(BaseCommand):
    help = "Refresh the lists' columns of clients whose next day passed or whose law changed. Run it every night."

    def handle(self, *args: Any, **options: Any) -> None:
        count = renew_stale(timezone.localdate())
        self.stdout.write(f"{count} clients looked at anew")
        told = bring_up(Client.objects.all())
        self.stdout.write(f"{told} clients looked through for what their files lack")
