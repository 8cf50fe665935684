"""Deletes what has had its time: cases, the sessions that opened them, and old counts of tries."""

from datetime import timedelta
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from cases.models import Case, TokenBucket


class Command(BaseCommand):
    help = "Delete cases past their time, old sessions and old counts of tries. Run it every day."

    def handle(self, *args: Any, **options: Any) -> None:
        expired = Case.objects.expired()
        count = expired.count()
        expired.delete()
        TokenBucket.objects.filter(updated_at__lt=timezone.now() - timedelta(days=1)).delete()
        call_command("clearsessions")
        self.stdout.write(f"{count} cases deleted")
