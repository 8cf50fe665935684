"""Settling on screen: the plan beside the form, what is kept of it, and nothing to pay where nothing may be owed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from calculators.facts import read_facts
from cases.models import Case
from cases.reports import registry
from cases.reports.shape import Material
from cases.results.reading import read
from tests.answered import begin
from tests.drawn import opened, text
from tests.test_negotiating import HOME, LIVED_IN, MEANS, TODAY, case, loan

if TYPE_CHECKING:
    from playwright.sync_api import Page


Look = Callable[["Page"], None]
SETTLE = "/case/settle/"
TWO_LOANS = case("AL", loan(150_000), loan(45_000, purpose="home_equity"))


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", re.sub(r"</?button[^>]*>", "", html)))


def page_of(client: Client) -> str:
    return words(client.get(SETTLE).content.decode())


@pytest.mark.django_db
def test_what_could_be_paid_is_kept_under_seal_and_turned_into_offers(client: Client) -> None:
    kept = begin(client, case())
    assert "By money alone, do not offer more than $40,000." in page_of(client)
    answer = client.post(SETTLE, {**MEANS, "cash": "$6,000"})
    assert (answer.status_code, answer["Location"]) == (302, f"{SETTLE}#offers")
    told = page_of(client)
    assert "With what you have, offer $10,000 at most." in told
    assert "It would cost you $11,200 in all" in told
    kept = Case.objects.get(pk=kept.pk)
    assert kept.kept["budget"] == {
        "cash": "6000.00",
        "family": "4000.00",
        "income": "3400.00",
        "expenses": "3100.00",
        "months": 36,
    }
    assert kept.facts == case()


@pytest.mark.django_db
def test_i_do_not_know_is_an_answer(client: Client) -> None:
    begin(client, case())
    assert client.post(SETTLE, {"unsure": "on", "cash": "I don't know"}).status_code == 302
    told = page_of(client)
    assert "Tell us what you could pay" in told
    assert "What they could get otherwise" in told


@pytest.mark.django_db
def test_what_cannot_be_read_is_asked_for_again_and_not_kept(client: Client) -> None:
    begun = begin(client, case())
    answer = client.post(SETTLE, {"cash": "some", "months": "500"})
    assert answer.status_code == 422
    told = words(answer.content.decode())
    assert "Write a number of months from 1 to 120." in told
    assert "We could not read “Money that you could pay at once”." in told
    assert "budget" not in Case.objects.get(pk=begun.pk).kept


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "says"),
    [
        (case("AZ", loan(answers=LIVED_IN)), "Offer nothing, and promise nothing"),
        (case("AL", loan(accelerated_on="2012-01-15", originated_on="2005-05-01")), "the lender's time may be over"),
        (case("AZ", property={**HOME, "acres": None}), "Do not pay and do not promise anything yet"),
    ],
)
def test_no_form_asks_for_money_where_nothing_may_be_owed(client: Client, given: dict[str, Any], says: str) -> None:
    begin(client, given)
    told = client.get(SETTLE).content.decode().replace("&#x27;", "'")
    assert says in told
    assert "Before you pay or promise anything" in told
    assert "<form" not in told


@pytest.mark.django_db
def test_one_of_several_loans_is_chosen(client: Client) -> None:
    begin(client, TWO_LOANS)
    assert "Their claim today The" not in page_of(client)
    client.post(SETTLE, {**MEANS, "loan": "first"})
    assert "By these numbers nothing is left to settle." in page_of(client)


@pytest.mark.django_db
def test_a_stranger_and_an_empty_case_are_led_on(client: Client) -> None:
    assert client.get(SETTLE).status_code == 404
    assert client.post(SETTLE, MEANS).status_code == 404
    begin(client, {})
    assert client.get(SETTLE)["Location"] == "/case/next/"


def test_the_plan_on_paper_says_what_the_screen_says_on_two_pages() -> None:
    given = case("AL", loan(program="fha", served_on="2026-11-10", summons_days=30), stage="sued")
    material = Material(read(read_facts(given, TODAY)), given, "A1B2-C3D4", {"budget": MEANS | {"months": 36}})
    content = registry.draw(registry.BY_KEY["settling"], material, bytes(16))
    assert len(opened(content).pages) <= 2
    told = text(content)
    for words_of_it in (
        "Do not give this to the lender.",
        "With what you have, offer $10,000 at most.",
        "It would cost you $11,200 in all",
        "None of them is typical",
        "whether the agency will treat any loss as a debt owed to the government",
        "dismissal with prejudice",
        "Keep every day that the court sets",
        "December 10, 2026",
    ):
        assert words_of_it in told, words_of_it
    assert "mortgage insurer" not in told


@pytest.mark.django_db(transaction=True)
def test_a_plan_is_made_in_a_browser(page: Page, look: Look, live_server: LiveServer) -> None:
    client = Client()
    begin(client, TWO_LOANS)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
    page.goto(live_server.url + SETTLE)
    look(page)
    page.get_by_label("Money that you could pay at once").fill("8,000")
    page.get_by_role("button", name="Work out offers").press("Enter")
    assert page.locator("h1").inner_text() == "With what you have, offer $8,000 at most."
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    look(page)
