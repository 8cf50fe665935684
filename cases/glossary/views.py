"""The glossary from A to Z with its search, and a page for each term."""

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from .markdown import render as as_html
from .search import search
from .terms import CHECK, EXAMPLE, NOT, terms


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every term from A to Z; with `?q=`, those that answer what was typed, the best first."""
    question = request.GET.get("q", "").strip()
    context = {
        "letters": [(letter, list(group)) for letter, group in groupby(terms().values(), lambda term: term.name[0])],
        "question": question,
        "answer": search(question) if question else None,
    }
    return render(request, "glossary/index.html", context)


@require_safe
def term(request: HttpRequest, slug: str) -> HttpResponse:
    """What a term means: a sentence, an example with numbers, what it is not, and questions to check oneself."""
    book = terms()
    if slug not in book:
        raise Http404
    found = book[slug]
    context = {
        "term": found,
        "parts": [(gettext(part), as_html(found.parts[part]), part == EXAMPLE) for part in (EXAMPLE, NOT, CHECK)],
        "related": [book[other] for other in found.about.related],
        "own_terms": {slug},
    }
    return render(request, "glossary/term.html", context)
