"""Which terms a text uses, and the first use of each on a page as a button that opens its definition in place.

The definition is an HTML popover: it opens by touch, mouse or key, closes by Escape, and needs no script. A browser
that knows no popovers shows the definitions at the end of the page (static/css/base.css).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from html import escape, unescape

from django.template.loader import render_to_string
from django.utils.translation import get_language, gettext

from .terms import Term, terms

# One tag with its quoted attributes, or a comment; a page of ours escapes every other angle bracket.
TAG = re.compile(r"""<!--.*?-->|<(/?)([a-zA-Z][\w-]*)([^<>"']*(?:(?:"[^"]*"|'[^']*')[^<>"']*)*)>""", re.S)
# In these nothing opens, and nothing that they say counts as use: they are controls, pictures, or not seen.
SILENT = frozenset({"a", "button", "code", "nav", "option", "script", "select", "style", "svg", "textarea"})
# In these nothing can open, since touching them does something else; their terms are listed below the page.
TAKEN = frozenset({"label", "summary"})
HIDDEN = re.compile(r"\b(?:away|no-terms|hidden)\b")  # our classes, and both ways of hiding
# How a letter of a form may stand on a page.
LETTERS = {" ": r"(?:\s+|-)", "'": r"(?:['’]|&#x27;|&#39;)"}
AFTER = re.compile(r"(?:[.,:;!?)’”']|&(?:#x27|#39|quot);)+(?:s\b)?")  # what must not begin a line
VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
IN_SIGHT, IN_DETAILS, LISTED, NOTHING = range(4)  # what becomes of a use of a term, the best first


def terms_in(text: str) -> list[Term]:
    """The terms that a text uses, from A to Z."""
    book = _book(get_language())
    used = {book.slug(found[0]) for found in book.uses.finditer(text.lower())}
    return [term for slug, term in terms().items() if slug in used]


def open_terms(html: str, but: Collection[str] = ()) -> str:
    """The HTML with each term's first use as a button, and the definitions after it; `but` names terms to leave alone.

    A use in sight goes before one in a closed disclosure. Terms used only in labels and the like are listed below.
    """
    places: dict[str, tuple[int, int, int]] = {}
    book = _book(get_language())
    small = html.lower()  # three times quicker to search than letters of either size
    if len(small) != len(html):  # some letter of another alphabet grew: then only small letters are found
        small = html
    for rank, start, end in _texts(html):
        for found in book.uses.finditer(small, start, end):
            slug = book.slug(found[0])
            if slug not in but and (slug not in places or rank < places[slug][0]):
                places[slug] = (rank, *found.span())
    if not places:
        return html
    return _drawn(html, places)


def _texts(html: str) -> Iterator[tuple[int, int, int]]:
    """Each run of text that may use terms: what can become of a use there, and where the run stands."""
    at = 0
    within = [("", IN_SIGHT)]  # the open elements that matter, and those of the same name inside them
    for tag in TAG.finditer(html):
        if tag.start() > at and within[-1][1] < NOTHING:
            yield within[-1][1], at, tag.start()
        at = tag.end()
        closes, name, attributes = tag.groups()
        if name in VOID or name is None or attributes[-1:] == "/":
            continue
        outer, rank = within[-1]
        if closes:
            if name == outer:
                within.pop()
        elif (here := _rank(name, attributes)) or name == outer:
            within.append((name, max(rank, here)))
    if at < len(html):
        yield IN_SIGHT, at, len(html)


def _rank(name: str, attributes: str) -> int:
    """What becomes of a term that is used in this element."""
    if name in SILENT or (attributes and HIDDEN.search(attributes)):
        return NOTHING
    return LISTED if name in TAKEN else IN_DETAILS if name == "details" else IN_SIGHT


def _drawn(html: str, places: Mapping[str, tuple[int, int, int]]) -> str:
    """The page with its buttons, the terms that can open nowhere else, and the definitions."""
    pieces, before = [], 0
    listed = []
    for slug, (rank, start, end) in sorted(places.items(), key=lambda item: item[1][1]):
        if rank == LISTED:
            listed.append(_button(slug, escape(terms()[slug].name)))
        else:
            after = AFTER.match(html, end)
            at = after.end() if after else end
            button = _button(slug, html[start:end])
            pieces += [html[before:start], f'<span class="held">{button}{html[end:at]}</span>' if after else button]
            before = at
    pieces += [html[before:], '\n<div class="wrap terms">\n']
    if listed:
        line = f"<summary>{gettext('Words on this page')}</summary><p>{' · '.join(listed)}</p>"
        pieces.append(f'<details class="small soft">{line}</details>\n')
    typed = 'method="post"' in html  # then a link must not lead away from what was typed
    return "".join([*pieces, *(_definition(get_language(), slug, typed) for slug in places), "</div>\n"])


def _button(slug: str, words: str) -> str:
    return f'<button type="button" class="term" popovertarget="term-{slug}">{words}</button>'


@cache
def _definition(language: str | None, slug: str, new_tab: bool) -> str:
    term = terms()[slug]
    context = {"term": term, "new_tab": new_tab}
    return render_to_string("glossary/_definition.html", context)


@dataclass(frozen=True)
class Book:
    """All forms of all terms as one expression for small letters, and whose each form is."""

    uses: re.Pattern[str]
    owners: Mapping[str, str]

    known: dict[str, str] = field(default_factory=dict)  # what was found before: a page says the same words often

    def slug(self, found: str) -> str:
        """The term that a found form stands for: the form itself, or its plural."""
        if found not in self.known:
            form = _plain(found)
            self.known[found] = next(self.owners[each] for each in (form, form[:-1], form[:-2]) if each in self.owners)
        return self.known[found]


@cache
def _book(language: str | None) -> Book:
    owners = {_plain(form): slug for slug, term in terms().items() for form in term.forms}
    return Book(re.compile(rf"\b(?:{_branches(list(owners))})(?:e?s)?\b"), owners)


def _plain(form: str) -> str:
    """A form as it is compared: small letters, a plain apostrophe, one space for spaces and hyphens."""
    return re.sub(r"[\s-]+", " ", unescape(form).replace("’", "'").lower())


def _branches(forms: Collection[str]) -> str:
    """An expression for words that share their beginnings, each letter tried once: far quicker than a list of words."""
    by_letter: dict[str, list[str]] = {}
    for form in forms:
        by_letter.setdefault(form[:1], []).append(form[1:])
    ends = "" in by_letter or not by_letter
    by_letter.pop("", None)
    branches = [LETTERS.get(letter, re.escape(letter)) + _branches(rest) for letter, rest in by_letter.items()]
    if not branches:
        return ""
    if len(branches) == 1 and not ends:
        return branches[0]
    return f"(?:{'|'.join(branches)}){'?' if ends else ''}"
