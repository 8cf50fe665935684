"""A case's reports: made once for a content, kept sealed as made, and given out again byte for byte."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language

from calculators.facts import Facts, states_of
from calculators.law.loader import law_version

from ..models import KeptFacts, KeptPaper
from . import registry
from .shape import Material

# All that decides how a report reads, but for the facts and the law: when one of these changes, so may the report.
MAKERS = (
    ("calculators", "*.py"),
    ("calculators/law/help", "*.toml"),
    ("cases", "*.py"),
    ("cases/glossary", "*.md"),
    ("cases/reports", "*.css"),
    ("cases/reports/letters", "*.toml"),
    ("templates/reports", "*"),
    ("templates/results", "*.svg"),
    ("static/fonts", "*"),
    ("locale", "*.mo"),
)


def digest_of(kind: str, case: KeptFacts, facts: Facts) -> str:
    """What names a report's content: a keyed hash, since a bare one of so few facts could be guessed."""
    content = {
        "kind": kind,
        "facts": case.facts,
        "kept": {part: case.kept.get(part) for part in registry.BY_KEY[kind].parts},
        "as_of": facts.as_of.isoformat(),
        "law": law_version(*states_of(facts)),
        "made_by": made_by(),
        "language": get_language(),
    }
    return keyed(content | ({"head": case.paper_head} if case.paper_head else {}))


def keyed(content: Mapping[str, Any]) -> str:
    """A keyed hash of what is given as JSON."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return salted_hmac("cases.reports", text, algorithm="sha256").hexdigest()


@cache
def made_by() -> str:
    """A fingerprint of the program and the templates that make reports."""
    found = hashlib.sha256()
    for folder, pattern in MAKERS:
        for path in sorted(Path(settings.BASE_DIR, folder).rglob(pattern)):
            if path.is_file():
                found.update(path.read_bytes())
    return found.hexdigest()


def kept(case: KeptFacts, kind: str, facts: Facts) -> KeptPaper | None:
    """The report of this kind for what is known of the case, if it was made before."""
    return case.kept_paper(digest=digest_of(kind, case, facts))


def make(case: KeptFacts, kind: str, facts: Facts) -> KeptPaper:
    """Render a report of what is known of the case, and keep it. Raises BadFacts where the facts have no answer."""
    digest = digest_of(kind, case, facts)
    material = Material.of(case, facts, number(digest))
    content = registry.draw(registry.BY_KEY[kind], material, bytes.fromhex(digest)[:16])
    return case.keep_paper(kind, digest, law_version(*states_of(facts)), content)


def number(digest: str) -> str:
    """What is printed on the paper to tell two apart: it opens nothing."""
    return f"{digest[:4]}-{digest[4:8]}".upper()
