"""The first manager of an agency is invited from the command line; everyone else from the desk."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from cases.counseling.history import remember
from cases.counseling.invitations import invite, send
from cases.counseling.models import Agency, Role


class Command(BaseCommand):
    help = (
        "Set up an agency and invite its first manager: prints a link that works once, for seven days. For an agency "
        "that is there already, invite a further manager."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="the agency's name, as it stands on its papers")
        parser.add_argument("email", help="the manager's email address")

    def handle(self, *args: Any, **options: Any) -> None:
        name, email = " ".join(options["name"].split()), options["email"]
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"email: {email!r} is not an email address") from None
        if not name or len(name) > 120:
            raise CommandError("name: 1 to 120 characters")
        with transaction.atomic():
            agency, new = Agency.objects.get_or_create(name=name)
            if new:
                remember("agency_made", None, agency=agency)
            path = invite(agency, email, Role.MANAGER)
        link = f"{settings.SHORTFALL_ADDRESS or 'http://localhost:8000'}{path}"
        sent = send(agency, email, link)
        self.stdout.write(
            f"{'Set up' if new else 'Found'} {agency.name}. The manager joins, within seven days, at\n{link}"
        )
        if sent:
            self.stdout.write(f"The link was also sent to {email}.")
