"""Who stands at the head of a paper that an agency gives out."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass

from .models import Agency


@dataclass(frozen=True)
class Letterhead:
    """What `reports/_letterhead.html` draws."""

    name: str
    address: tuple[str, ...]  # by lines
    phone: str
    logo: str  # a data: address, the only kind that our PDFs load; empty where there is none


def letterhead(agency: Agency) -> Letterhead:
    """The head of this agency's papers."""
    png = agency.logo_png
    logo = f"data:image/png;base64,{b64encode(png).decode()}" if png else ""
    lines = tuple(line.strip() for line in agency.address.splitlines() if line.strip())
    return Letterhead(agency.name, lines, agency.phone, logo)
