"""{% case_links client as links %}: the pages of a case, opened on this client's file."""

from __future__ import annotations

from django import template
from django.urls import reverse

from calculators.working import Text
from cases import menu
from cases.addresses import standing_at

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
