"""What `manage.py bench` measures at the desk: pages of an agency with ten thousand invented clients."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import timedelta
from importlib import import_module
from typing import TypeVar

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from calculators.law.loader import codes
from cases.crypto import seal_json

from .access import PROVED
from .caseload import OUTCOMES, STAGES, WAYS, Wish
from .middleware import DESK_COOKIE
from .models import Agency, Client, Deadline, Membership, Role, ServiceRecord, User
from .reporting.stale import bring_up
from .search import remark

T = TypeVar("T")
CLIENTS = 10_000
COUNSELORS = 40
FIRST = ("Maria", "James", "Aisha", "Wei", "Olga", "Luis", "Grace", "Ahmed", "Ruth", "Daniel")
LAST = ("Muñoz", "Okafor", "Brown", "Nguyen", "Kowalski", "Reyes", "O'Brien", "Haddad", "Larsen", "Whitfield")
# Without an answer, but as long as those of a client with two loans.
KEPT = {"facts": {}, "asked": [], "drafts": {}, "length": "x" * 1500}
# What was done for every second client.
RECORD = {
    "household": {"ethnicity": "not_hispanic", "race": "no_answer", "income": "from_50"},
    "file": {"need": "Behind on the mortgage", "plan_on": "2026-10-05", "plan_given_on": "2026-10-05"},
    "sessions": [
        {"id": "1", "on": "2026-10-05", "row": "forward_default", "funding": "hud", "minutes": 60, "how": "telephone"}
    ],
}
DAYS = (
    ("deficiency_claim", "theirs", "Lender's last day to sue for the rest"),
    ("answer", "yours", "Your last day to answer the lawsuit"),
    ("tax_return", "tax", "Tax return due"),
)


def fill(agency: Agency, clients: int = CLIENTS, counselors: int = COUNSELORS) -> list[Membership]:
    """Put so many invented clients into an agency, straight into the tables, and return its staff, a supervisor first.
    The same ones every time, but for what hangs on today."""
    staff = [member(agency, "Sue Supervisor", Role.SUPERVISOR)]
    staff += [member(agency, f"Counselor {number}", Role.COUNSELOR) for number in range(counselors)]
    facts = seal_json(KEPT)
    made = [invented(place, staff[1 + place % counselors], facts) for place in range(clients)]
    Client.objects.bulk_create(made, batch_size=1000)
    record = seal_json(RECORD)
    served = [ServiceRecord(client=client, sealed=record) for client in made[::2]]
    ServiceRecord.objects.bulk_create(served, batch_size=1000)
    remark(made)
    days = [
        Deadline(client=client, on=client.next_deadline + timedelta(days=30 * later), what=what, kind=kind, label=label)
        for client in made
        if client.next_deadline
        for later, (what, kind, words) in enumerate(DAYS)
        if (label := {"template": words, "values": {}})
    ]
    Deadline.objects.bulk_create(days, batch_size=1000)
    bring_up(Client.objects.filter(agency=agency))
    return staff


def member(agency: Agency, name: str, role: Role) -> Membership:
    user = User(email=f"{name.lower().replace(' ', '.')}@{agency.pk}.example", name=name)
    user.set_unusable_password()
    user.save()
    return Membership.objects.create(user=user, agency=agency, role=role)


def invented(place: int, counselor: Membership, facts: bytes) -> Client:
    """The client at this place, not written yet."""

    def number(what: str, most: int) -> int:
        return int.from_bytes(hashlib.sha256(f"{place} {what}".encode()).digest()[:4], "big") % most

    def one_of(what: str, of: Sequence[T]) -> T:
        return of[number(what, len(of))]

    low = number("low", 90) * 1000
    client = Client(
        agency=counselor.agency,
        counselor=counselor,
        sealed=facts,
        state=one_of("state", codes()),
        stage=one_of("stage", STAGES)[0],
        way=one_of("way", WAYS)[0],
        outcome=one_of("outcome", OUTCOMES)[0],
        exposure_low=low,
        exposure_high=one_of("known", (None, low + number("more", 40) * 1000)),
        next_deadline=one_of("day", (None, timezone.localdate() + timedelta(days=number("on", 300)))),
        touched_at=timezone.now() - timedelta(minutes=number("touched", 500_000)),
    )
    client.created_at = client.touched_at - timedelta(days=number("opened", 1000))
    client.person.update(
        name=f"{one_of('first', FIRST)} {one_of('last', LAST)}",
        reference=f"HC-{10_000 + number('reference', 90_000)}",
        phone=f"(555) 555-{number('phone', 10_000):04}",
    )
    client.sealed_person = seal_json(client.person)
    return client


def browser_of(member: Membership) -> Browser:
    """A browser in which this member is signed in, both factors proved."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(member.user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = member.user.get_session_auth_hash()
    session[PROVED] = str(member.user.pk)
    session.save()
    browser = Browser()
    browser.cookies[DESK_COOKIE] = session.session_key
    return browser


def pages() -> Iterator[tuple[str, str, str]]:
    """Name, address and aim of each page that is measured."""
    home = reverse("desk:home")
    yield "caseload", home, "80 ms"
    yield "caseload, filtered, by what may be owed", f"{home}?state=AZ&within=90&sort=-exposure", "80 ms"
    yield "board of deadlines, a month of everyone", f"{reverse('desk:board')}?span=month", "200 ms"
    yield "caseload, a name's first letters", f"{home}?{Wish(find='mar').query()}", "80 ms"
    yield "caseload, first name and family name", f"{home}?{Wish(find='maria okaf').query()}", "80 ms"
    yield "report to funders, this quarter", reverse("desk:funders"), "300 ms"
    yield "files with gaps", reverse("desk:file_gaps"), "300 ms"
