"""Finding a term by what people type: its name, another name, everyday words, mistyped or only begun."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from django.utils.translation import get_language
from rapidfuzz import fuzz, process

from .terms import Term, terms

LONGEST = 200  # characters of a question that are read
GOOD = 0.62  # from here on a term answers the question
CLOSE = 0.78  # from here on two words may be the same word, mistyped
LOOKS_ALIKE = 45  # of 100: from here on a name is worth offering
BEGUN = 3  # letters from which the beginning of a word stands for the word
MOST = 8  # terms that answer
NEAREST = 4  # suggestions where nothing answers
ELSEWHERE = 0.5  # what a word counts that a term knows, but not in the phrase that fits
# A name counts most, then everyday words, then a definition that happens to use the words.
NAME, EVERYDAY, SAYS = 1.0, 0.97, 0.66
WORD = re.compile(r"[a-z]+|[0-9]+")
SMALL = frozenset(
    WORD.findall(
        "a an and any are be been but by can did do does for from get got had has have how i if in is it its "
        "me mean means my of on or our so than that the their them then they this to was we were what when "
        "which who why will with you your"
    )
)


@dataclass(frozen=True)
class Phrase:
    """Words by which a term can be found."""

    slug: str
    words: tuple[str, ...]
    weight: float


@dataclass(frozen=True)
class Index:
    """Every phrase, the words of each term, and how much a word tells: one that few terms use tells more."""

    phrases: tuple[Phrase, ...]
    vocabulary: Mapping[str, frozenset[str]]
    tells: Mapping[str, float]
    usual: float  # what a word tells that no term knows


@dataclass(frozen=True)
class Answer:
    """What a search found: terms, the best first; where nothing answers, the nearest ones to offer instead."""

    found: list[Term]
    nearest: list[Term]


def search(question: str) -> Answer:
    """The terms that answer what was typed."""
    scores = _scores(words(question[:LONGEST]))
    ranked = sorted(scores, key=lambda slug: (-scores[slug], slug))
    book = terms()
    found = [book[slug] for slug in ranked if scores[slug] >= GOOD][:MOST]
    if found:
        return Answer(found, [])
    nearest = [slug for slug in ranked[:NEAREST] if scores[slug]] or _spelled_alike(question[:LONGEST].lower())
    return Answer([], [book[slug] for slug in nearest])


def _spelled_alike(question: str) -> list[str]:
    """The terms whose names look most like what was typed."""
    names = {slug: term.name.lower() for slug, term in terms().items()}
    found = process.extract(question, names, scorer=fuzz.ratio, score_cutoff=LOOKS_ALIKE, limit=NEAREST)
    return [slug for _, _, slug in found]


def words(text: str) -> tuple[str, ...]:
    """The words of a text that tell something, without accents; all of them where none does."""
    folded = unicodedata.normalize("NFKD", text.lower().replace("’", "'").replace("'", ""))
    found = WORD.findall("".join(letter for letter in folded if not unicodedata.combining(letter)))
    return tuple(word for word in found if word not in SMALL) or tuple(found)


def _scores(asked: tuple[str, ...]) -> dict[str, float]:
    """How well each term answers, from 0 to 1, by its best phrase."""
    index = _index(get_language())
    alike = {word: _alike(word, index.tells) for word in asked}
    best: dict[str, float] = {}
    for phrase in index.phrases:
        score = phrase.weight * _fit(phrase, alike, index)
        best[phrase.slug] = max(score, best.get(phrase.slug, 0))
    return best


def _alike(word: str, known: Mapping[str, float]) -> dict[str, float]:
    """The known words that a typed word may stand for, and how surely."""
    near = process.extract(word, known.keys(), scorer=fuzz.ratio, score_cutoff=CLOSE * 100, limit=None)
    found = {other: likeness / 100 for other, likeness, _ in near}
    if len(word) >= BEGUN:
        begun = {other: 0.9 + 0.1 * len(word) / len(other) for other in known if other.startswith(word)}
        found |= {other: max(likeness, found.get(other, 0)) for other, likeness in begun.items()}
    return found


def _fit(phrase: Phrase, alike: Mapping[str, Mapping[str, float]], index: Index) -> float:
    """How much of the question a phrase covers, and a little for how much of the phrase was asked for."""
    covered = total = 0.0
    met = set()
    for likenesses in alike.values():
        likeness, match = max((likenesses.get(other, 0), other) for other in phrase.words)
        telling = (
            index.tells[match] if likeness else max((index.tells[other] for other in likenesses), default=index.usual)
        )
        if likeness:
            met.add(match)
        elif likenesses.keys() & index.vocabulary[phrase.slug]:
            likeness = ELSEWHERE
        covered += likeness * telling
        total += telling
    asked_for = sum(index.tells[word] for word in met) / sum(index.tells[word] for word in phrase.words)
    return covered / total * (0.75 + 0.25 * asked_for) if met else 0


@cache
def _index(language: str | None) -> Index:
    phrases = tuple(phrase for term in terms().values() for phrase in _phrases(term) if phrase.words)
    vocabulary: dict[str, set[str]] = {}
    for phrase in phrases:
        vocabulary.setdefault(phrase.slug, set()).update(phrase.words)
    uses = Counter(word for known in vocabulary.values() for word in known)
    tells = {word: math.log(1 + len(vocabulary) / used) for word, used in uses.items()}
    known_by = {slug: frozenset(known) for slug, known in vocabulary.items()}
    return Index(phrases, known_by, tells, sum(tells.values()) / len(tells))


def _phrases(term: Term) -> Iterable[Phrase]:
    for form in term.forms:
        yield Phrase(term.slug, words(form), NAME)
    for phrase in term.about.everyday:
        yield Phrase(term.slug, words(phrase), EVERYDAY)
    yield Phrase(term.slug, words(term.says), SAYS)
