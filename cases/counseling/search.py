"""Finding clients by name while their names stay sealed.

Every word of a name and of the agency's own number is cut into its beginnings, "m", "ma", "mar" …; of a telephone
number stand the last four, seven and ten digits. Of each a keyed hash is kept. What a counselor types is hashed the
same way and looked up. The agency is part of what is hashed, so two agencies with the same client have nothing in
common in the database.
"""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import Iterable
from functools import cache

from django.db import connection, transaction
from django.db.models import Q

from cases.crypto import marks

from .models import Client, Membership, SearchMark
from .models.clients import ClientQuerySet

LONGEST = 12  # letters of a word that are looked at; names that agree so far are told apart by eye
LAST_DIGITS = (4, 7, 10)
MOST_WORDS = 6  # of what is typed; further ones are not looked at
NOT_LETTERS = re.compile(r"[^\w]+")
TELEPHONE = re.compile(r"[\d\s().+/-]+")


def words(text: str) -> list[str]:
    """The words of a name without case, accents and marks: "O'Brien-Muñoz" is obrien and munoz."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("'", "").replace("’", ""))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return [word[:LONGEST] for word in NOT_LETTERS.split(plain) if word]


def findable(person: dict[str, str]) -> set[str]:
    """Every beginning by which a client is found."""
    found = {*words(person.get("name", "")), *words(person.get("reference", ""))}
    beginnings = {word[:length] for word in found for length in range(1, len(word) + 1)}
    return beginnings | last_digits(person.get("phone", ""))


def last_digits(phone: str) -> set[str]:
    """The ends of a telephone number by which it is found."""
    digits = re.sub(r"\D", "", phone)
    return {digits[-length:] for length in LAST_DIGITS if len(digits) >= length}


def marks_of(agency: uuid.UUID, beginning: str) -> list[str]:
    """Its marks under each of our keys, the newest first."""
    return marks("counseling.search", f"{agency} {beginning}")


Marks = list[tuple[uuid.UUID, str]]  # client and mark


def fresh_marks(clients: Iterable[Client]) -> Marks:
    """The search marks of these clients under the newest key, not written yet."""
    mark = cache(lambda agency, beginning: marks_of(agency, beginning)[0])  # many share the beginning of a name
    return [
        (client.pk, mark(client.agency_id, beginning))
        for client in clients
        for beginning in sorted(findable(client.person))
    ]


def write_marks(marks: Marks) -> None:
    """Write them. As plain rows, since an import has thirty for each of ten thousand clients, and others wait while it
    writes."""
    key = cache(lambda client: Client._meta.pk.get_db_prep_value(client, connection))
    rows = [(key(client), mark) for client, mark in marks]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany("INSERT INTO counseling_searchmark (client_id, mark) VALUES (%s, %s)", rows)


def remark(clients: Iterable[Client]) -> None:
    """Write the search marks of these clients anew, under the newest key."""
    clients = list(clients)
    fresh = fresh_marks(clients)
    SearchMark.objects.filter(client__in=clients).delete()
    write_marks(fresh)


def found(member: Membership, typed: str) -> ClientQuerySet:
    """The clients, of those this member may see, in whom every word typed begins a word of their name or number, or
    whose telephone number ends in what was typed."""
    every = Q()
    for word in words(typed)[:MOST_WORDS]:
        every &= _marked(member, word)
    ends = last_digits(typed) if TELEPHONE.fullmatch(typed.strip()) else set()
    telephone = _marked(member, max(ends, key=len)) if ends else None
    return Client.objects.for_member(member).filter(every if telephone is None else every | telephone)


def _marked(member: Membership, beginning: str) -> Q:
    marked = SearchMark.objects.filter(mark__in=marks_of(member.agency_id, beginning))
    return Q(pk__in=marked.values("client"))
