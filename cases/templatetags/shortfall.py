"""Template helpers for answers and reports."""

from collections.abc import Iterable

from django import template
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
