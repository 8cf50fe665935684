"""{% case_links client as links %}: the pages of a case, opened on this client's file; and its papers."""

from __future__ import annotations

from django import template
from django.urls import reverse

from calculators.facts import BadFacts
from calculators.working import Text
from cases import menu
from cases.addresses import standing_at
from cases.reports.registry import offered
from cases.reports.shape import Material

from ..models import Client

register = template.Library()
FILES_OWN = ("questionnaire:check", "reports:papers")  # the intake and the file's own list stand in their place


@register.simple_tag
def case_links(client: Client) -> list[tuple[Text, str]]:
    """Their names and addresses."""
    with standing_at(reverse("desk:client", args=[client.pk])):
        return [
            (page.label, reverse(page.url))
            for page in menu.PAGES
            if page.offered(client.facts) and page.url not in FILES_OWN
        ]


@register.simple_tag
def paper_links(client: Client) -> list[tuple[Text, str]]:
    """The papers that can be made of a file, with where each is made."""
    try:
        material = Material.today(client)
    except BadFacts:
        return []
    with standing_at(reverse("desk:client", args=[client.pk])):
        return [(paper.name, reverse("reports:download", args=[paper.key])) for paper in offered(material)]
