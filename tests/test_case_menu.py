"""The menu of a case: the same list on each of its pages, the current one marked, nothing where no case is open."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from calculators.working import Text
from cases import menu
from tests.answered import begin

pytestmark = pytest.mark.django_db


def drawn(client: Client, address: str) -> list[str]:
    """The tags of the menu's links."""
    found = re.search(r'<nav class="workspace".*?</nav>', client.get(address).content.decode(), re.S)
    return re.findall(r"<a [^>]*>", found[0]) if found else []


def test_every_page_of_a_case_has_the_menu_with_itself_marked(client: Client) -> None:
    begin(client, "ahead")
    for page in menu.PAGES:
        current = [tag for tag in drawn(client, reverse(page.url)) if 'aria-current="page"' in tag]
        assert current == [f'<a href="{reverse(page.url)}" aria-current="page">']


def test_a_page_is_listed_only_where_it_is_offered(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    begin(client, "ahead")
    after_the_sale = menu.CasePage(Text("Later"), "questionnaire:save", lambda facts: facts.get("stage") == "sold")
    monkeypatch.setattr(menu, "PAGES", (menu.PAGES[0], after_the_sale))
    assert len(drawn(client, reverse("results:answer"))) == 1
    begin(client, "barred")
    assert len(drawn(client, reverse("results:answer"))) == 2


def test_other_pages_and_strangers_have_no_menu(client: Client) -> None:
    assert drawn(client, reverse("results:answer")) == []
    begin(client, "ahead")
    assert drawn(client, reverse("guides:index")) == []
