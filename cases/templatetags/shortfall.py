"""Template helpers for answers and reports."""

import html
from collections.abc import Iterable

from django import template
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.urls import reverse
from django.utils.translation import gettext

from calculators.money import Span
from calculators.words import say
from cases.questionnaire.pages import page_of

register = template.Library()


@register.filter
def cites(citations: str | Iterable[str]) -> str:
    """Citations in one line; a section mark never stands at the end of a line without its number."""
    words = citations if isinstance(citations, str) else "; ".join(citations)
    return words.replace("§ ", "§\u00a0")


@register.filter
def amount(span: Span) -> str:
    """An amount in a table; one of which nothing is known says so, and not "at least $0"."""
    if span.high is None and not span.low:
        return gettext("not known yet")
    return say(span)


@register.simple_tag
def question_url(path: str) -> str:
    """Where a fact is asked for, with the way back to the answer."""
    return reverse("questionnaire:question", args=[page_of(path)]) + "?back=answer"


@register.inclusion_tag("found.html", takes_context=True)
def found(context: template.Context) -> dict[str, str]:
    """What a search engine, or a message with a link in it, shows of a page that everyone may find: its title and
    what its block `description` says. Pages without that block, those of a case among them, say nothing."""
    blocks = context.render_context[BLOCK_CONTEXT_KEY]

    def words(name: str) -> str:
        block = blocks.get_block(name)
        return html.unescape(block.render(context)).strip() if block else ""

    return {
        "title": words("title"),
        "description": words("description"),
        "canonical": str(context.get("canonical") or ""),
    }
