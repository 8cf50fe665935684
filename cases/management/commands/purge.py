"""Deletes what has had its time: cases, clients' files past their retention, old sessions and counts of tries."""

from datetime import timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from cases import jobs
from cases.counseling.bulk import whole
from cases.counseling.files import delete_file
from cases.counseling.models import Batch, Client, Invitation, Remembered
from cases.models import Case, TokenBucket

INVITATIONS_STAY = timedelta(days=30)  # after their end, so that a manager sees who never came


class Command(BaseCommand):
    help = "Delete cases and clients' files past their time, old sessions, invitations, jobs, counts. Run it daily."

    def handle(self, *args: Any, **options: Any) -> None:
        expired = Case.objects.expired()
        count = expired.count()
        expired.delete()
        TokenBucket.objects.filter(updated_at__lt=timezone.now() - timedelta(days=1)).delete()
        files = list(Client.objects.past_retention().select_related("agency"))
        for client in files:
            delete_file(client)
        Invitation.objects.filter(expires_at__lt=timezone.now() - INVITATIONS_STAY).delete()
        Remembered.objects.expired().delete()
        whole.forget_past()
        Batch.objects.past().delete()
        jobs.purge()
        call_command("clearsessions")
        for session in UserSession.objects.iterator():  # where staff was signed in: gone with its session
            session.purge()
        self.stdout.write(f"{count} cases and {len(files)} clients' files deleted")
