"""Deletes files in the storage that no row of the database names."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.counseling.sweeping import TooMany, sweep


class Command(BaseCommand):
    help = "Delete files older than a day that no document and no export names. Run it daily."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--however-many",
            action="store_true",
            help="also where more than a tenth of all files has no row: be sure that this is the right database",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = sweep(options["however_many"])
        except TooMany as many:
            self.stdout.write(f"{many}: nothing is deleted. Is this the right database? See sweep --help.")
            raise CommandError(str(many)) from None
        self.stdout.write(f"{count} files without a row deleted")
