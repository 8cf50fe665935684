"""Template filters for what the engine and the law files say."""

from collections.abc import Iterable

from django import template
from django.utils.translation import gettext

from calculators import words
from calculators.money import Span

register = template.Library()
register.filter("say", words.say)


@register.filter
def cites(citations: str | Iterable[str]) -> str:
    """Citations in one line; a section mark never stands at the end of a line without its number."""
    line = citations if isinstance(citations, str) else "; ".join(citations)
    return line.replace("§ ", "§\u00a0")


@register.filter
def amount(span: Span) -> str:
    """An amount in a table; one of which nothing is known says so, and not "at least $0"."""
    if span.high is None and not span.low:
        return gettext("not known yet")
    return words.say(span)


@register.filter
def sentence(remark: str) -> str:
    """A remark of a law file as a sentence: a capital first, a full stop last."""
    remark = remark.strip()
    ended = remark.endswith((".", ":", "!", "?", ".”", ".)"))
    return remark[:1].upper() + remark[1:] + ("" if ended or not remark else ".")
