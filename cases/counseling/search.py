"""Finding clients by name while their names stay sealed.

Every word of a name, of the agency's own number and the last digits of a telephone number is cut into its beginnings,
"m", "ma", "mar" …, and of each a keyed hash is kept. What a counselor types is hashed the same way and looked up. The
agency is part of what is hashed, so two agencies with the same client have nothing in common in the database.
"""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import Iterable

from cases.crypto import marks

from .models import Client, Membership, SearchMark
from .models.clients import ClientQuerySet

LONGEST = 12  # letters of a word that are looked at; names that agree so far are told apart by eye
LAST_DIGITS = 4
NOT_LETTERS = re.compile(r"[^\w]+")


def words(text: str) -> list[str]:
    """The words of a name without case, accents and marks: "O'Brien-Muñoz" is obrien and munoz."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("'", "").replace("’", ""))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return [word[:LONGEST] for word in NOT_LETTERS.split(plain) if word]


def findable(person: dict[str, str]) -> set[str]:
    """Every beginning by which a client is found."""
    found = {*words(person.get("name", "")), *words(person.get("reference", ""))}
    beginnings = {word[:length] for word in found for length in range(1, len(word) + 1)}
    digits = re.sub(r"\D", "", person.get("phone", ""))
    return beginnings | ({digits[-LAST_DIGITS:]} if len(digits) >= LAST_DIGITS else set())


def marks_of(agency: uuid.UUID, beginning: str) -> list[str]:
    """Its marks under each of our keys, the newest first."""
    return marks("counseling.search", f"{agency} {beginning}")


def remark(clients: Iterable[Client]) -> None:
    """Write the search marks of these clients anew, under the newest key."""
    clients = list(clients)
    fresh = [
        SearchMark(client=client, mark=marks_of(client.agency_id, beginning)[0])
        for client in clients
        for beginning in sorted(findable(client.person))
    ]
    SearchMark.objects.filter(client__in=clients).delete()
    SearchMark.objects.bulk_create(fresh, batch_size=500)


def found(member: Membership, typed: str) -> ClientQuerySet:
    """The clients, of those this member may see, in whom every word typed begins a word of their name."""
    clients = Client.objects.for_member(member)
    for word in words(typed):
        clients = clients.filter(
            pk__in=SearchMark.objects.filter(mark__in=marks_of(member.agency_id, word)).values("client")
        )
    return clients
