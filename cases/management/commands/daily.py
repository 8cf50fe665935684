"""Everything that a day asks for, in one line of a crontab."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

STEPS = ("purge", "sweep", "newday", "digest")


class Command(BaseCommand):
    help = f"Run {', '.join(STEPS)}, one after the other; where one fails, the others run all the same."

    def handle(self, *args: Any, **options: Any) -> None:
        failed = []
        for step in STEPS:
            try:
                call_command(step, stdout=self.stdout)
            except Exception as error:  # what it says may hold data of a client, and goes into no log
                failed.append(f"{step} ({type(error).__name__})")
        if failed:
            raise CommandError(f"failed: {', '.join(failed)}")
