"""How hard a text is to read: the Flesch-Kincaid grade level.

    0.39 x words per sentence + 11.8 x syllables per word - 15.59

(J. P. Kincaid and others, Derivation of New Readability Formulas for Navy Enlisted Personnel, 1975.) The figure is the
school year that an average reader needs. Texts are measured as they stand: the words of the field count like any other.
Citations are no part of the texts measured here; they stand in keys of their own.

Syllables are counted by rule, from the spelling. Against the CMU Pronouncing Dictionary the rule is right for 95 of 100
words that the law files use, and in running text it counts four syllables too many in a thousand words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from statistics import median

from calculators.law.federal import SUBJECTS, federal
from calculators.law.loader import all_laws, common_law
from calculators.questions import core_questions

from ..reports.letters.kinds import NAMED, kinds
from .guides import guides
from .terms import terms

SENTENCE = re.compile(r"(?<=[.!?])[”\"')]*\s+|\n+")
WORD = re.compile(r"[$§]?[A-Za-z0-9][\w.,'’%-]*")
GROUPS = ("guides", "glossary", "questions", "law", "letters")


@dataclass(frozen=True)
class Graded:
    """A text, where it stands and its grade."""

    where: str
    text: str
    grade: float


def grade(text: str) -> float:
    """The Flesch-Kincaid grade level of a text. A line's end ends a sentence. Raises ValueError without words."""
    sentences = [words for part in SENTENCE.split(text) if (words := WORD.findall(part))]
    if not sentences:
        raise ValueError("no words")
    words = [word for sentence in sentences for word in sentence]
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def syllables(word: str) -> int:
    """About how many syllables a word has; a figure counts as one, the parts of a hyphenated word one by one."""
    return sum(_syllables(part) for part in re.findall(r"[a-z]+", re.sub(r"['’]s?\b", "", word.lower()))) or 1


def _syllables(word: str) -> int:
    count = len(re.findall(r"[aeiouy]+", word))
    if re.search(r"[^aeiouyl]e$|[aeiou]le$|[^aeiouydt]ed$|[^aeiouyszxcghl]es$", word):
        count -= 1  # home, sale, owed less one, homes
    count -= len(re.findall(r"(?:fore|home|some)(?=[b-df-hj-np-tv-z]{1,2}[aeiou])", word))  # foreclosure, homestead
    count += len(re.findall(r"i[ao](?!u)|[^q]u[ao]|eo(?!u)|ia$|ying", word))  # diary, actual, people
    count -= len(re.findall(r"[cst]ion|[cst]ia|gio|[cgx]iou", word))  # action, special, region
    return max(count, 1)


def graded(group: str) -> list[Graded]:
    """The texts of one of GROUPS, the hardest first, each once; what has three words or less is left out."""
    found = {text: where for where, text in TEXTS[group]() if len(text.split()) > 3}
    return sorted((Graded(where, text, grade(text)) for text, where in found.items()), key=lambda each: -each.grade)


def middle(texts: list[Graded]) -> float:
    """The median grade."""
    return median(each.grade for each in texts)


def _guides() -> Iterator[tuple[str, str]]:
    for slug, guide in guides().items():
        yield f"guides/{slug}", plain(guide.words())


def _glossary() -> Iterator[tuple[str, str]]:
    for slug, term in terms().items():
        yield f"glossary/{slug}", plain("\n\n".join((term.says, *term.parts.values())))


def _questions() -> Iterator[tuple[str, str]]:
    for question in core_questions().values():
        yield question.path, question.text
    for law in all_laws():
        for condition in law.condition:
            yield f"{law.code} {condition.key}", condition.question
        exceptions = (*(rule.unless for rule in law.deficiency), *(window.unless for window in law.deadline))
        for unless in chain.from_iterable(exceptions):
            yield f"{law.code} {unless.key}", unless.question


def _law() -> Iterator[tuple[str, str]]:
    """What the law files say in sentences: rules and their exceptions, value, windows, redemption, statements."""
    common = common_law()
    for rule in (*common.deficiency, *common.overlay):
        yield from _both(f"common {rule.id}", rule.says, rule.exceptions)
    for law in all_laws():
        for rule in law.deficiency:
            yield from _both(f"{law.code} {rule.id}", rule.says, rule.exceptions)
        for number, value in enumerate(law.fair_value, 1):
            yield f"{law.code} fair value {number}", value.says
        for window in law.deadline:
            yield from _both(f"{law.code} {window.id}", window.says, window.exceptions)
        for redemption in law.redemption:
            yield f"{law.code} {redemption.id}", redemption.conditions
        for key in ("short_sale", "deed_in_lieu", "junior_lien"):
            yield f"{law.code} {key}", getattr(law, key).rule
        for claim in law.wage_garnishment.claims:
            yield f"{law.code} claim {claim.id}", claim.says
        for pause in law.wage_garnishment.pauses:
            yield f"{law.code} pause", pause.says
        for number, other in enumerate(law.wage_garnishment.other, 1):
            yield f"{law.code} pay {number}", other
    for subject in SUBJECTS:
        yield from _said(f"federal {subject.FILE}", federal(subject).model_dump())


def _said(where: str, part: object) -> Iterator[tuple[str, str]]:
    """Whatever a federal file says in a key `says`, however deep it stands."""
    if isinstance(part, dict):
        for key, value in part.items():
            if key == "says" and isinstance(value, str):
                yield f"{where} {part.get('id', '')}".strip(), value
            else:
                yield from _said(where, value)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from _said(where, value)


def _both(where: str, says: str, exceptions: str) -> Iterator[tuple[str, str]]:
    yield where, says
    if exceptions:
        yield f"{where}, exceptions", exceptions


def plain(markdown: str) -> str:
    """The sentences of a Markdown text: paragraphs and list items, without marks and addresses. Headings and tables
    are left out: their short cells would make any text look easier than it is."""
    text = re.sub(r"^(#+ |\|).*$", "", markdown, flags=re.M)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"^\s*([-*]|\d+\.)\s+|[*_`]", "", text, flags=re.M)


def _letters() -> Iterator[tuple[str, str]]:
    """The letters, and what their pages say about them. What fills a gap counts as one word."""
    for slug, kind in kinds().items():
        for text in (kind.does, kind.address, *kind.send, *kind.avoid, *kind.enclose, *kind.afterwards):
            yield f"letters/{slug}", text
        for reason in (*kind.fit, *kind.against):
            yield f"letters/{slug}", reason.why
        for part in kind.part:
            yield f"letters/{slug}", plain(NAMED.sub("this", part.text))


TEXTS = {"guides": _guides, "glossary": _glossary, "questions": _questions, "law": _law, "letters": _letters}
