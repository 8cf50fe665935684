"""How a case passes between a homeowner and an agency. Always a copy, always agreed to, always remembered."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cases.codes import new_code, read_code
from cases.models import Case
from cases.services import start_case

from .bringing import MADE, lay_by
from .files import changing, new_file, start_files
from .history import remember
from .models import Agency, Client, Consent, Membership, ReturnLink

# What is copied of a case besides its answers: what a person made with them. What they typed and did not finish is not.
COPIED = ("facts", "asked", "aside", *MADE)


class NothingToTake(Exception):
    """The code was used, is over, or never was one."""


def code_mark(letters: str) -> str:
    """What is kept of a code that is given to a counselor; no such code opens a case, and no case's code is one."""
    return hashlib.sha256(f"shortfall consent {letters}".encode()).hexdigest()


def token_mark(token: str) -> str:
    return hashlib.sha256(f"shortfall return link {token}".encode()).hexdigest()


# From the homeowner to the agency


def agree(case: Case, agency: Agency | None = None) -> str:
    """The homeowner agrees: a code to give to the counselor, shown once. An earlier one that was not used is void. With
    `agency`, only that one's staff can use it."""
    code = new_code()
    with transaction.atomic():
        case.consents.filter(taken_at=None).delete()
        mark = code_mark(read_code(code) or "")
        Consent.objects.create(way=Consent.Way.CODE, case=case, agency=agency, code_mark=mark)
    return code


def withdraw(case: Case, key: str) -> None:
    """The homeowner takes the consent back: a code is void; of a copy the agency is told."""
    with transaction.atomic():
        for consent in case.consents.filter(pk=key).select_related("client"):
            if consent.taken_at is None:
                consent.delete()
            elif consent.withdrawn_at is None:
                consent.withdrawn_at = timezone.now()
                consent.save(update_fields=["withdrawn_at"])
                if consent.client:
                    remember("consent_withdrawn", None, client=consent.client)


def take_by_code(member: Membership, person: dict[str, str], typed: str) -> Client:
    """A file from the case whose code this is. Raises NothingToTake. Of two who try at once one gets it."""
    with transaction.atomic():
        consent, kept = _opened(member, typed)
        client = _begin(member, person, kept)
        _use(consent, member, client)
        remember("taken_by_code", member, client=client)
    return client


def bring_by_code(member: Membership, client: Client, typed: str) -> None:
    """A copy of the case whose code this is, to be compared with this file. Raises NothingToTake."""
    with transaction.atomic():
        consent, kept = _opened(member, typed)
        with changing(member, client, "copy_by_code") as file:
            lay_by(file, kept)
        _use(consent, member, client)


def _opened(member: Membership, typed: str) -> tuple[Consent, dict[str, Any]]:
    """The consent behind a code, locked, and what may be copied. Raises NothingToTake."""
    letters = read_code(typed)
    if not letters:
        raise NothingToTake
    for_us = Consent.objects.open().filter(Q(agency=None) | Q(agency=member.agency_id))
    consent = for_us.filter(code_mark=code_mark(letters)).select_for_update(of=("self",)).first()
    case = Case.objects.alive().filter(consents=consent).first() if consent else None
    if consent is None or case is None:
        raise NothingToTake
    return consent, {key: case.kept[key] for key in COPIED if key in case.kept}


def _use(consent: Consent, member: Membership, client: Client) -> None:
    """The code worked, and works no more."""
    consent.code_mark, consent.taken_at = None, timezone.now()
    consent.agency, consent.client = member.agency, client
    consent.save()


def take_by_copy(member: Membership, person: dict[str, str], facts: dict[str, Any]) -> Client:
    """A file from the answers in a PDF that the homeowner brought, with their word for it given to the counselor."""
    with transaction.atomic():
        client = _begin(member, person, {"facts": facts})
        _told(member, client)
        remember("taken_by_copy", member, client=client)
    return client


def bring_by_copy(member: Membership, client: Client, facts: dict[str, Any]) -> None:
    """The answers in a PDF that the homeowner brought, to be compared with this file."""
    with transaction.atomic():
        with changing(member, client, "copy_by_pdf") as file:
            lay_by(file, {"facts": facts})
        _told(member, client)


def _told(member: Membership, client: Client) -> None:
    """The homeowner gave their word to the counselor."""
    Consent.objects.create(
        way=Consent.Way.PDF, agency=member.agency, client=client, taken_at=timezone.now(), code_mark=None
    )


def _begin(member: Membership, person: dict[str, str], kept: dict[str, Any]) -> Client:
    client = new_file(member, person)
    client.kept.update(kept)
    client.seal()
    start_files(member, [client])
    return client


# From the agency to the homeowner


def make_link(member: Membership, client: Client) -> str:
    """The secret part of a link that gives the client their own copy; shown once."""
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        ReturnLink.objects.create(client=client, made_by=member, token_mark=token_mark(token))
        remember("link_made", member, client=client)
    return token


def revoke_link(member: Membership, link: ReturnLink) -> None:
    """The link opens nothing any more. What was opened by it is the client's own."""
    if link.live:
        link.revoked_at = timezone.now()
        link.save(update_fields=["revoked_at"])
        remember("link_revoked", member, client=link.client)


def link_of(token: str) -> ReturnLink | None:
    """The link with this secret part, if it still opens something."""
    return ReturnLink.objects.open().select_related("client__agency").filter(token_mark=token_mark(token)).first()


def give_back(token: str) -> Case | None:
    """The client's own case, a copy of the file as it is now; None where the link opens nothing any more."""
    with transaction.atomic():
        found = ReturnLink.objects.open().filter(token_mark=token_mark(token))
        link = found.select_for_update(of=("self",)).select_related("client").first()
        if link is None:
            return None
        case = start_case(link.client.facts, link.client.asked)
        link.used_at = timezone.now()
        link.save(update_fields=["used_at"])
        remember("link_used", None, client=link.client)
    return case
