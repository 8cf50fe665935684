"""Every page that anyone may find, for the site map: each shelf tells its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from calculators.law.federal import federal
from calculators.law.help import HelpLaw
from calculators.law.loader import all_laws
from calculators.shelf.registry import CALCULATORS
from calculators.states.slugs import slug

from .glossary.guides import guides
from .glossary.terms import terms


@dataclass(frozen=True)
class PublicPage:
    """A page and, where its content has one, the day it was last checked."""

    path: str
    checked_on: date | None = None


def _single() -> Iterator[PublicPage]:
    for name in ("home", "about", "privacy", "api:page"):
        yield PublicPage(reverse(name))


def _guides() -> Iterator[PublicPage]:
    yield PublicPage(reverse("guides:index"))
    for guide in guides().values():
        yield PublicPage(reverse("guides:guide", args=[guide.slug]), guide.about.checked_on)


def _glossary() -> Iterator[PublicPage]:
    yield PublicPage(reverse("glossary:index"))
    for term in terms().values():
        yield PublicPage(reverse("glossary:term", args=[term.slug]), term.about.checked_on)


def _calculators() -> Iterator[PublicPage]:
    yield PublicPage(reverse("calculators:index"))
    for each in CALCULATORS:
        yield PublicPage(reverse("calculators:calculator", args=[each.slug]))


def _states() -> Iterator[PublicPage]:
    for name in ("index", "compare", "coverage"):
        yield PublicPage(reverse(f"states:{name}"))
    for law in all_laws():
        yield PublicPage(reverse("states:state", args=[slug(law)]), law.checked_on)


def _help() -> Iterator[PublicPage]:
    checked_on = federal(HelpLaw).checked_on
    yield PublicPage(reverse("help:index"), checked_on)
    for law in all_laws():
        yield PublicPage(reverse("help:state", args=[slug(law)]), checked_on)


# One entry a shelf. A shelf that is added to the site is added here.
SHELVES: tuple[Callable[[], Iterator[PublicPage]], ...] = (_single, _guides, _glossary, _states, _help, _calculators)


def pages() -> Iterator[PublicPage]:
    """Every page for the site map, the first page first."""
    for shelf in SHELVES:
        yield from shelf()
