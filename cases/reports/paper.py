"""What stands on the papers that tell the answer: the same reading as on the screen, as HTML for paper."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils.translation import get_language

from calculators.consequences.liability import Decider
from calculators.what_if import Supposed
from calculators.working import Text

from ..glossary.marking import terms_in
from ..results.reading import Reading
from ..what_if.reading import kept_readings
from ..what_if.scenarios import Scenario
from .tax_papers import Preparer, Worksheet, cancelled_on

if TYPE_CHECKING:
    from .rendering import Enclosure

SUMMARY, FULL, COUNSELOR = "summary", "full", "counselor"
WORKSHEET, PREPARER, DAYS, WAYS = "worksheet", "preparer", "days", "ways"
ATTACHMENT = "shortfall-case.json"
TERMS = "<!-- terms -->"  # where the terms that a report uses go, once it is known which
SUMMARY_PAGES = 2


@dataclass(frozen=True)
class Density:
    """How much a summary says, until it fits its two pages: the full report says it all."""

    tight: bool
    rules: int
    others: int  # loans besides the one that leads
    exceptions: int
    clocks: int
    steps: int
    changes: int
    taxes: bool = True


DENSITIES = (
    Density(tight=False, rules=1, others=3, exceptions=6, clocks=6, steps=8, changes=4),
    Density(tight=True, rules=1, others=3, exceptions=6, clocks=6, steps=8, changes=4),
    Density(tight=True, rules=1, others=2, exceptions=4, clocks=4, steps=6, changes=0),
    Density(tight=True, rules=0, others=1, exceptions=2, clocks=2, steps=4, changes=0, taxes=False),
)
EVERYTHING = Density(tight=False, rules=2, others=8, exceptions=99, clocks=99, steps=99, changes=99)


@dataclass(frozen=True)
class Fit:
    """How much the page for a tax preparer says, until it is one page."""

    notes: int
    missing: int
    small: bool = False


FITS = (Fit(8, 99), Fit(5, 99), Fit(4, 99, small=True), Fit(2, 6, small=True), Fit(0, 4, small=True))


def enclosure(reading: Reading, facts: Mapping[str, Any]) -> Enclosure:
    """The answers, as a counselor's copy carries them."""
    from .rendering import Enclosure  # WeasyPrint takes a second to import

    return Enclosure(
        ATTACHMENT,
        json.dumps({**facts, "as_of": reading.facts.as_of.isoformat()}, indent=1, sort_keys=True).encode(),
        f"The answers, as Shortfall reads them. Law of {reading.facts.state}, version {reading.assessment.law_version}",
        reading.facts.as_of,
    )


def summary(reading: Reading, number: str, density: Density = DENSITIES[0]) -> str:
    """The two pages that are taken along."""
    return render_to_string("reports/summary.html", _context(reading, number, density))


def full(reading: Reading, number: str, counselor: bool = False, scenarios: Iterable[Scenario] = ()) -> str:
    """Everything, with its working and its sources; and the scenarios that the person kept, where they are given."""
    context = _context(reading, number, EVERYTHING) | {"counselor": counselor, "rules": list(_rules(reading))}
    context["scenarios"] = kept_readings(Supposed(reading.assessment), scenarios)
    html, words = render_to_string("reports/full.html", context), _Words()
    words.feed(html)
    terms = render_to_string("reports/_terms.html", {"terms": terms_in(" ".join(words.found))})
    return html.replace(TERMS, terms, 1)


def ways(reading: Reading, number: str) -> str:
    """The ways out side by side, on pages that lie on their side."""
    return render_to_string("reports/ways.html", _context(reading, number, EVERYTHING) | {"ways": reading.ways})


def worksheet(reading: Reading, number: str) -> str:
    """The IRS insolvency worksheet, filled in as far as the answers go."""
    context = {"sheet": Worksheet(reading.assessment.tax.worksheet), "since": cancelled_on(reading.tax)}
    return render_to_string("reports/worksheet.html", _context(reading, number, EVERYTHING) | context)


def preparer(reading: Reading, number: str, fit: Fit = FITS[0]) -> str:
    """One page for whoever makes the tax return."""
    context = {
        "sheet": Preparer(reading.tax),
        "notes": reading.tax.notes[: fit.notes],
        "missing": reading.tax.missing[: fit.missing],
        "small": fit.small,
    }
    return render_to_string("reports/preparer.html", _context(reading, number, EVERYTHING) | context)


def days(reading: Reading, number: str) -> str:
    """Every day of the timeline, to pin to a wall."""
    return render_to_string("reports/days.html", _context(reading, number, EVERYTHING))


def _context(reading: Reading, number: str, density: Density) -> dict[str, Any]:
    main = reading.main
    return {
        "reading": reading,
        "number": number,
        "language": get_language() or "en",
        "tight": density.tight,
        "main_rules": main.rules[: density.rules],
        "unless": main.unless[: density.exceptions],
        "others": reading.others[: density.others],
        "unsaid": len(reading.others[density.others :]),
        "clocks": reading.time.clocks[: density.clocks],
        "steps": reading.steps[: density.steps],
        "changes": main.changes[: density.changes],
        "taxes": density.taxes and reading.tax.matters,
    }


@dataclass(frozen=True)
class Found:
    """A rule and how it was checked."""

    rule: Decider
    checked: Text


def _rules(reading: Reading) -> Iterator[Found]:
    """Every rule that decides or may decide, each once, and the stay of a bankruptcy case."""
    seen = set()
    for loan in reading.loans:
        for rule, checked in loan.checked:
            if rule.id not in seen:
                seen.add(rule.id)
                yield Found(rule, checked)


class _Words(HTMLParser):
    """The words of a page, without its marks."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)
