"""manage.py demo: an agency with invented clients, to look around in. `make demo` makes it anew and serves it."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from cases.counseling.demo.drawing import table
from cases.counseling.demo.filling import fill
from cases.counseling.models import Agency, Client, Membership

FILE = "demo.sqlite3"


class Command(BaseCommand):
    help = "Fill the demo's own database with invented agencies and clients, and say how to sign in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--code", action="store_true", help="only print the code of the moment, to sign in with")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["code"]:
            self.stdout.write(code())
            return
        only_the_demos_own()
        began = time.perf_counter()
        call_command("migrate", verbosity=0)
        if Agency.objects.exists():
            raise CommandError("The demo is filled already. `make demo` begins anew.")
        self.tell(fill(), time.perf_counter() - began)

    def tell(self, staff: list[Membership], seconds: float) -> None:
        """Who can sign in, and how."""
        self.stdout.write(f"Invented {Client.objects.count()} clients in {seconds:.0f} seconds. Sign in at /desk/ as\n")
        for each in staff:
            self.stdout.write(f"    {each.user.email:24}{each.user.name:18}{each.role:12}{each.agency}")
        self.stdout.write(f"\nPassword of them all:   {table('people')['password']}")
        self.stdout.write(f"Code, for a minute:     {code()}    (a new one, in another window: make demo-code)")
        self.stdout.write(f"Or add this key once to your authenticator app:  {table('people')['key']}\n")


def only_the_demos_own() -> None:
    """Refuse any database but the demo's: neither people's own data nor a real site is ever filled with inventions."""
    name = Path(str(connection.settings_dict["NAME"])).name
    if settings.PRODUCTION or connection.vendor != "sqlite" or name != FILE:
        raise CommandError(f"The demo fills only a database of its own, {FILE}. Use `make demo`.")


def code() -> str:
    """What an authenticator app with the demo's key shows now."""
    return format_hotp_value(hotp_value(table("people")["key"], next(iter(yield_hotp_counters_from_time()))))
