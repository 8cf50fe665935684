"""Sends the mails that tell what is coming. Run it every morning; run more often, it sends nothing twice."""

from __future__ import annotations

import smtplib
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cases.counseling.digest import due, send
from cases.counseling.models import Digest, Preferences


class Command(BaseCommand):
    help = "Send each member of a staff who asked for it the counts of the next seven days. Run it every morning."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.SENDS_MAIL:
            self.stdout.write("0 digests sent: this site sends no mail")
            return
        today, sent, failed = timezone.localdate(), 0, 0
        wanted = Preferences.objects.exclude(digest=Digest.NEVER).filter(member__active=True)
        for chosen in wanted.select_related("member__user", "member__agency"):
            if due(chosen, today):
                try:
                    sent += send(chosen, today, whole)
                except (OSError, smtplib.SMTPException):
                    failed += 1
        self.stdout.write(f"{sent} digests sent")
        if failed:
            raise CommandError(f"{failed} digests could not be sent; run this again")


def whole(path: str) -> str:
    """A path with the site's own address before it."""
    return f"{settings.SHORTFALL_ADDRESS or 'http://localhost:8000'}{path}"
