"""The papers that a case can be given, in the order in which they lie in a set. A paper joins by one entry here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from calculators.working import Text

from ..checklist.paper import CHECKLIST
from ..results.reading import Reading
from ..settling import paper as settling
from ..settling.keeping import BUDGET
from ..what_if import scenarios
from . import paper
from .letters import keeping
from .letters import printing as letters
from .shape import Material, Paper

if TYPE_CHECKING:
    from weasyprint import Document

PAPERS = (
    Paper(
        paper.SUMMARY,
        Text("Summary"),
        Text("Two pages: the answer, the days, what to do."),
        "summary",
        lambda told, step: paper.summary(told.reading, told.number, paper.DENSITIES[step]),
        pages=paper.SUMMARY_PAGES,
        steps=len(paper.DENSITIES),
    ),
    Paper(
        paper.FULL,
        Text("Full report"),
        Text("Every line of the working, the law with its sources, your answers."),
        "report",
        lambda told, step: paper.full(told.reading, told.number),
        parts=(BUDGET,),
    ),
    Paper(
        paper.COUNSELOR,
        Text("Copy for my counselor"),
        Text(
            "The full report with your answers inside, so that a counselor can open your case. Give it to nobody else."
        ),
        "copy-for-counselor",
        lambda told, step: paper.full(told.reading, told.number, counselor=True, scenarios=scenarios.read(told.kept)),
        enclosures=lambda told: [paper.enclosure(told.reading, told.given)],
        alone=True,
        parts=(BUDGET, scenarios.KEY),
    ),
    Paper(
        paper.WAYS,
        Text("Ways out"),
        Text("What each way out would leave you owing, until when, and what it takes."),
        "ways-out",
        lambda told, step: paper.ways(told.reading, told.number),
        parts=(BUDGET,),
    ),
    Paper(
        paper.PREPARER,
        Text("For your tax preparer"),
        Text("One page: what goes on which form and line, and what to bring."),
        "for-tax-preparer",
        lambda told, step: paper.preparer(told.reading, told.number, paper.FITS[step]),
        offered=lambda told: told.reading.tax.matters and bool(told.reading.tax.reportable),
        pages=1,
        steps=len(paper.FITS),
    ),
    Paper(
        paper.WORKSHEET,
        Text("Insolvency worksheet"),
        Text("The lines of the IRS worksheet, filled in as far as you told us. It stays with your papers."),
        "insolvency-worksheet",
        lambda told, step: paper.worksheet(told.reading, told.number),
        offered=lambda told: told.reading.tax.matters and bool(told.reading.tax.worksheet_helps),
    ),
    Paper(
        settling.KEY,
        Text("Settling: my plan"),
        Text(
            "Two pages: your offers, what the lender could get otherwise, what the paper must say. Not for the lender."
        ),
        "settling-plan",
        lambda told, step: settling.html(told.reading, told.number, told.kept.get(BUDGET, {}), step),
        offered=lambda told: BUDGET in told.kept,
        pages=settling.PAGES,
        steps=len(settling.STEPS),
        parts=(BUDGET,),
    ),
    CHECKLIST,
    Paper(
        paper.DAYS,
        Text("The days that count"),
        Text("Every day from your answers, in order, with what to do by then."),
        "days",
        lambda told, step: paper.days(told.reading, told.number),
        offered=lambda told: bool(told.reading.time.days),
    ),
    Paper(
        "letters",
        Text("Letters"),
        Text("The letters that fit your case, as they stand now, with their gaps marked."),
        "letters",
        lambda told, step: letters.together(told.reading.assessment, told.kept),
        offered=lambda told: bool(letters.chosen(told.reading.assessment, told.kept)),
        parts=(keeping.KEY, BUDGET),
        headed=False,
        sheet=letters.SHEET,
    ),
)
BY_KEY = {each.key: each for each in PAPERS}


def offered(material: Material) -> list[Paper]:
    """The papers that make sense for this case."""
    return [each for each in PAPERS if each.offered(material)]


BODY = re.compile(r"<body[^>]*>")


def written(kind: Paper, material: Material, step: int) -> str:
    """The paper's HTML at a step of tightness, under the letterhead of who gives it out."""
    html = kind.html(material, step)
    if not (material.head and kind.headed):
        return html
    return BODY.sub(lambda body: body[0] + material.head, html, count=1)


def fitted(kind: Paper, material: Material) -> tuple[str, Document]:
    """The paper's HTML as tight as its number of pages needs, and its pages. The caller holds ONE_AT_A_TIME."""
    from . import rendering  # WeasyPrint takes a second to import, and is not needed for a paper that is kept

    for step in range(kind.steps):
        html = written(kind, material, step)
        document = rendering.lay_out(html, kind.sheet)
        if kind.pages is None or len(document.pages) <= kind.pages:
            break
    return html, document


def tight_enough(kind: Paper, material: Material) -> str:
    """The paper's HTML as tight as its number of pages needs; laid out only if that number is bound. The caller holds
    ONE_AT_A_TIME."""
    return written(kind, material, 0) if kind.pages is None else fitted(kind, material)[0]


def draw(kind: Paper, material: Material, identifier: bytes) -> bytes:
    """A paper as PDF; `identifier` names the file inside."""
    from . import rendering

    with rendering.ONE_AT_A_TIME:
        document = fitted(kind, material)[1]
        return rendering.write(document, identifier, kind.enclosures(material))


def pdf(kind: str, reading: Reading, number: str, identifier: bytes, facts: Mapping[str, Any]) -> bytes:
    """The paper of that key for a case of which nothing is kept but its facts."""
    return draw(BY_KEY[kind], Material(reading, facts, number), identifier)
