"""Several papers of one case together: as one PDF with contents and bookmarks, or as files in a ZIP.

One PDF is laid out as one document, so that its tags, page numbers and bookmarks hold for the whole. It is made by a
worker (cases/jobs.py) from a sealed copy of what the case was when it was asked for, and is kept like any report; of
an agency's client, by cases/counseling/work.py, under the agency's letterhead.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, override

from calculators.facts import read_facts, states_of
from calculators.law.loader import law_version
from calculators.working import Text

from ..jobs import NotOurs, Run, again, put
from ..models import Case, Job, KeptFacts
from ..results.calendar import calendar
from ..results.reading import read
from . import paper, registry, store
from .shape import Material, Paper

if TYPE_CHECKING:
    from weasyprint import Document

CHOICE = "papers"  # the key of Case.kept: {"chosen": [keys of the registry], "form": a key of FORMS}
PRESET = (paper.SUMMARY, paper.FULL, paper.DAYS)
REPORT = "report.css"
EARLIEST = (1980, 1, 1, 0, 0, 0)  # what a ZIP writes for a file without a time: the same papers give the same bytes


@dataclass(frozen=True)
class Form:
    """How a set is given."""

    key: str
    name: Text
    label: Text  # where one of them is chosen
    purpose: Text
    suffix: str
    media: str


ONE = Form(
    "set",
    Text("Several papers in one PDF"),
    Text("One PDF"),
    Text("With contents and page numbers, to print or to send."),
    "pdf",
    "application/pdf",
)
APART = Form(
    "set-apart",
    Text("Several papers as separate files"),
    Text("Separate files"),
    Text("In one ZIP file, with the days as a calendar file."),
    "zip",
    "application/zip",
)
FORMS = {each.key: each for each in (ONE, APART)}


@dataclass(frozen=True)
class Choice:
    """Which papers, and in which form."""

    papers: tuple[Paper, ...]
    form: Form

    @property
    def keys(self) -> list[str]:
        return [each.key for each in self.papers]


def choosable(material: Material) -> list[Paper]:
    """The papers that may lie together."""
    return [each for each in registry.offered(material) if not each.alone]


def choice_of(kept: Mapping[str, Any], papers: Sequence[Paper]) -> Choice:
    """What was chosen last, of what is offered now; else the papers that anyone may see."""
    before = kept.get(CHOICE, {})
    keys = before.get("chosen", [each.key for each in papers if each.key in PRESET])
    return Choice(tuple(each for each in papers if each.key in keys), FORMS.get(before.get("form", ""), ONE))


def digest_of(case: KeptFacts, choice: Choice, as_of: date) -> str:
    """What names a set's content, a keyed hash: that of each of its papers, in order, and the form."""
    facts = read_facts(case.facts, as_of)
    parts = [store.digest_of(each.key, case, facts) for each in choice.papers]
    return store.keyed({"form": choice.form.key, "papers": parts, "case": str(case.pk)})


def order(case: KeptFacts, choice: Choice) -> Job:
    """The job that makes this set: one for the same content, however often it is asked for."""
    today = timezone.localdate()
    digest = digest_of(case, choice, today)
    parts = {part: case.kept[part] for each in choice.papers for part in each.parts if part in case.kept}
    payload = {
        "facts": case.facts,
        "kept": parts,
        "as_of": today.isoformat(),
        "papers": choice.keys,
        "form": choice.form.key,
        "language": get_language() or "en",
        "head": case.paper_head,
        **case.on_behalf,
    }
    job = put(case.PAPERS_JOB, digest, payload, len(choice.papers) + 1, case)
    if job.state == Job.State.DONE and case.kept_paper(digest=digest) is None and again(job, payload):
        job.refresh_from_db()
    return job


def run(run: Run) -> None:
    """Make the set that a homeowner's job is about, and keep it with the case."""
    made = make(run, str(run.job.case_id))
    with transaction.atomic():
        case = Case.objects.select_for_update().filter(jobs=run.job).first()
        keep(run, case, made)


@dataclass(frozen=True)
class Made:
    """A set as it is to be kept."""

    form: Form
    law_version: str
    content: bytes


def make(run: Run, record: str) -> Made:
    """The set that a job is about: a step for each paper, and one to bind them. `record` is the key of whose it is."""
    told = run.payload
    facts = read_facts(told["facts"], date.fromisoformat(told["as_of"]))
    digest = run.job.digest
    with override(told["language"]):
        reading = read(facts, told["kept"])
        material = Material(reading, told["facts"], store.number(digest), told["kept"], told.get("head", ""))
        papers = [registry.BY_KEY[key] for key in told["papers"]]
        form = FORMS[told["form"]]
        write = bound if form is ONE else apart
        content = write(papers, material, bytes.fromhex(digest)[:16], record, run.step)
    return Made(form, law_version(*states_of(facts)), content)


def keep(run: Run, record: KeptFacts | None, made: Made) -> None:
    """Keep a set with the record that it was made for. The caller holds its lock. Raises NotOurs where it was deleted,
    or the job cancelled, while the last step was done."""
    if record is None or not Job.objects.filter(pk=run.job.pk, state=Job.State.RUNNING).exists():
        raise NotOurs
    record.keep_paper(made.form.key, run.job.digest, made.law_version, made.content)


# One PDF


@dataclass(frozen=True)
class Section:
    """A paper as a part of the whole."""

    paper: Paper
    classes: str
    foot: str
    body: str  # HTML that a template of ours made

    @property
    def sheet(self) -> str:
        """The class under which its stylesheet holds; the reports' own holds for all."""
        return "" if self.paper.sheet == REPORT else self.paper.sheet.removesuffix(".css")


def bound(papers: Sequence[Paper], material: Material, identifier: bytes, case: str, step: Any = None) -> bytes:
    """One PDF: a first page with the contents, then each paper from a new page on."""
    from . import rendering

    sections = []
    for place, each in enumerate(papers):
        with rendering.ONE_AT_A_TIME:
            html = registry.tight_enough(each, material)
        sections.append(section(each, html))
        if step:
            step(place + 1)
    with rendering.ONE_AT_A_TIME:
        return rendering.write(lay_out(sections, material), identifier)


def lay_out(sections: Sequence[Section], material: Material) -> Document:
    from . import rendering

    context = {
        "sections": sections,
        "reading": material.reading,
        "number": material.number,
        "language": get_language() or "en",
    }
    others = dict.fromkeys(each.paper.sheet for each in sections if each.paper.sheet != REPORT)
    return rendering.lay_out(render_to_string("reports/set.html", context), within=tuple(others))


BODY = re.compile(r'<body class="(?P<classes>[^"]*)"( data-foot="(?P<foot>[^"]*)")?>(?P<body>.*)</body>', re.S)
NAMED = re.compile(r'\b(id="|aria-labelledby="|url\(#|href="#)')


def section(each: Paper, html: str) -> Section:
    """A paper's document as a section of another: what is named in it is named for it, so that no name stands twice."""
    found = BODY.search(html)
    if found is None:
        raise ValueError(f"the body of {each.key} is not like that of reports/base.html")
    body = NAMED.sub(lambda name: f"{name[1]}{each.key}-", found["body"])
    drawn = (found["classes"], found["foot"] or "", body)
    return Section(each, *map(mark_safe, drawn))


# Separate files


def apart(papers: Sequence[Paper], material: Material, identifier: bytes, case: str, step: Any = None) -> bytes:
    """A ZIP of one PDF a paper, numbered in their order; the days come as a calendar file besides."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as files:
        for place, each in enumerate(papers, 1):
            content = registry.draw(each, material, identifier)
            files.writestr(_entry(f"{place:02}-{each.file}.pdf"), content)
            if each.key == paper.DAYS:
                days = calendar(material.reading.time.days, material.reading.facts.as_of, case)
                files.writestr(_entry(f"{place:02}-{each.file}.ics"), days)
            if step:
                step(place)
    return packed.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, EARLIEST)
    entry.external_attr = 0o600 << 16
    return entry
