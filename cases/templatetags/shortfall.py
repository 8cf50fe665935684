"""Template helpers for answers, and for what others see of a page."""

import html

from django import template
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.urls import reverse

from calculators.words import say
from calculators.working import Text
from cases.questionnaire.pages import page_of
from cases.reports.registry import BY_KEY
from cases.reports.sets import FORMS

register = template.Library()
PACKET = Text("Packet of papers")  # made for many clients at once


@register.simple_tag
def question_url(path: str, back: str = "answer") -> str:
    """Where a fact is asked for, with the way back to the answer, or to another page of `views.RETURNS`."""
    return reverse("questionnaire:question", args=[page_of(path)]) + f"?back={back}"


@register.filter
def paper_name(kind: str) -> str:
    """The name of a kind of paper or set, or of one that is not made any more, its key."""
    named = BY_KEY.get(kind) or FORMS.get(kind)
    name = named.name if named else PACKET if kind == "packet" else None
    return say(name) if name else kind


@register.inclusion_tag("found.html", takes_context=True)
def found(context: template.Context) -> dict[str, str]:
    """What a search engine, or a message with a link in it, shows of a page that everyone may find: its title and
    what its block `description` says. Pages without that block, those of a case among them, say nothing."""
    blocks = context.render_context[BLOCK_CONTEXT_KEY]

    def words(name: str) -> str:
        block = blocks.get_block(name)
        return html.unescape(block.render(context)).strip() if block else ""

    description = words("description")
    if not description:  # the address is not even asked for: that of a wrong host would be an error of its own
        return {}
    return {"title": words("title"), "description": description, "canonical": str(context.get("canonical") or "")}
