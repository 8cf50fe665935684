"""What a file's pages show of the case and of the record: `case_links`, the pages of a case opened on this client's
file, `papers_of`, where its papers are made, and `review_of`, the reviewers' list held against it."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

from calculators.working import Text
from cases import menu
from cases.addresses import standing_at

from ..models import Client
from ..reporting.checklist import findings
from ..reporting.record import record_of

register = template.Library()
FILES_OWN = ("questionnaire:check",)  # the intake stands in its place


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
def papers_of(client: Client) -> str:
    """Where papers of a file are chosen and made, alone or together."""
    with standing_at(reverse("desk:client", args=[client.pk])):
        return reverse("reports:papers")


@register.simple_tag
def review_of(client: Client) -> dict[str, Any]:
    """What a reviewer would find in the file, and what not."""
    found = findings(client, record_of(client))
    missing = [each for each in found if not each.there]
    return {"all": len(found), "there": len(found) - len(missing), "missing": missing}
