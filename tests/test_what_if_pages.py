"""The page "What if": the case's own numbers to begin with, scenarios that are kept, answers that are replaced."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from calculators.assessment import assess
from calculators.facts import read_facts
from calculators.words import say
from cases.models import Case
from cases.reports import paper, registry
from cases.reports.shape import Material
from cases.results.reading import read
from cases.what_if import scenarios
from tests.answered import CASES, HOME, arizona, begin, owed
from tests.test_what_if import TEXAS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


Look = Callable[["Page"], None]
PAGE = "/case/what-if/"
NUMBERS = {"if": "1", "kind": "short_sale", "price": "270,000", "costs": "15,000", "value": "250,000", "waiver": "no"}
AHEAD = arizona(owed(300_000), stage="sale_set", property={**HOME, "acres": 4, "fair_market_value": 250_000})
AHEAD["disposition"] = {"kind": "nonjudicial_foreclosure", "foreclosing_lien": "first"}


def text(client: Client, **numbers: str) -> str:
    return client.get(PAGE, numbers).content.decode()


@pytest.mark.django_db
def test_the_page_begins_with_the_case_itself(client: Client) -> None:
    begin(client, TEXAS)
    shown = text(client)
    assert 'name="price" value="250,000"' in shown
    assert "Nothing is moved yet" in shown
    assert "noindex" in shown


@pytest.mark.django_db
def test_the_address_carries_the_numbers(client: Client) -> None:
    """$300,000 less $270,000 and the costs of $15,000 leaves $45,000; 30 percent of it is $13,500."""
    begin(client, TEXAS)
    shown = text(client, **NUMBERS, percent="30")
    assert "come after you for $45,000" in shown
    assert "you would pay $13,500" in shown
    assert "$51,500 less than now" in shown


@pytest.mark.django_db
def test_a_script_gets_only_what_follows_the_numbers(client: Client) -> None:
    begin(client, TEXAS)
    assert 'id="kept"' in text(client)
    assert 'id="kept"' not in client.get(PAGE, NUMBERS, headers={"sec-fetch-dest": "empty"}).content.decode()


@pytest.mark.django_db
def test_the_range_of_auction_prices_is_offered_and_never_filled_in(client: Client) -> None:
    """12 to 28 percent below $250,000: $180,000 to $220,000."""
    begin(client, AHEAD)
    shown = text(client)
    assert "$180,000 to $220,000" in shown
    assert "Use the middle of the range: $200,000" in shown
    assert 'name="price" value' not in shown.split('id="numbers"')[0]
    assert "What might an auction bring?" not in text(client, **{**NUMBERS, "waiver": "yes"})  # a short sale has none


@pytest.mark.django_db
def test_numbers_that_cannot_be_read_are_named(client: Client) -> None:
    begin(client, TEXAS)
    assert "We could not read “Sale price”" in text(client, **{**NUMBERS, "price": "lots"})


@pytest.mark.django_db
def test_a_scenario_keeps_what_was_moved_and_follows_the_rest(client: Client) -> None:
    case = begin(client, TEXAS)
    client.post(PAGE + "keep/", {**NUMBERS, "name": "  A better   price "})
    stored = Case.objects.get(pk=case.pk)
    (kept,) = scenarios.kept(stored)
    assert (kept.name, kept.moved) == ("A better price", {"price": "270000.00"})
    assert "$20,000 less than now" in text(client)
    client.post(PAGE + "keep/", {**NUMBERS, "kind": "deed_in_lieu", "name": "No sale, no price"})
    assert scenarios.kept(Case.objects.get(pk=case.pk))[-1].moved == {"kind": "deed_in_lieu"}
    client.post(f"{PAGE}kept/{kept.id}/", {"do": "rename", "name": "Best offer"})
    assert "Best offer" in text(client)
    client.post(f"{PAGE}kept/{kept.id}/", {"do": "delete"})
    assert [each.name for each in scenarios.kept(Case.objects.get(pk=case.pk))] == ["No sale, no price"]


@pytest.mark.django_db
def test_no_more_are_kept_than_fit(client: Client) -> None:
    case = begin(client, TEXAS)
    for number in range(scenarios.MOST):
        scenarios.keep(case, f"Scenario {number}", {"waiver": True})
    case.seal()
    case.save()
    answered = client.post(PAGE + "keep/", {**NUMBERS, "name": "One more"})
    assert answered.status_code == 422
    assert "Delete one first" in answered.content.decode()
    assert len(scenarios.kept(Case.objects.get(pk=case.pk))) == scenarios.MOST


@pytest.mark.django_db
def test_nothing_moved_and_no_name_are_no_scenario(client: Client) -> None:
    begin(client, TEXAS)
    own = {**NUMBERS, "price": "250,000", "name": "The same"}
    assert "Move something first" in client.post(PAGE + "keep/", own).content.decode()
    assert "Give the scenario a name" in client.post(PAGE + "keep/", NUMBERS).content.decode()
    assert "Move something first" in client.post(PAGE + "adopt/", {**own, "percent": "30"}).content.decode()


@pytest.mark.django_db
def test_the_numbers_become_answers_after_a_question(client: Client) -> None:
    case = begin(client, TEXAS)
    asked = client.post(PAGE + "adopt/", {**NUMBERS, "waiver": "yes"}).content.decode()
    assert "now: $250,000" in asked and "$270,000" in asked
    assert Case.objects.get(pk=case.pk).facts == TEXAS
    client.post(PAGE + "adopt/", {**NUMBERS, "waiver": "yes", "sure": "1"})
    facts = read_facts(Case.objects.get(pk=case.pk).facts)
    assert facts.disposition.sale_price == 270_000
    assert facts.loans[0].release == "debt"
    assert "Nothing is moved yet" in text(client)


def test_the_counselors_copy_shows_what_was_kept_and_the_other_papers_do_not() -> None:
    kept = {"scenarios": [{"id": "a", "name": "A better price", "moved": {"price": "270000", "percent": "30"}}]}
    told = Material(read(read_facts(TEXAS)), TEXAS, kept=kept)
    drawn = registry.BY_KEY[paper.COUNSELOR].html(told, 0)
    assert "<b>A better price</b>: sold for $270,000; settled for 30%</td><td>$13,500" in drawn
    assert "A better price" not in registry.BY_KEY[paper.FULL].html(told, 0)


@pytest.mark.django_db
def test_a_stranger_sees_no_case(client: Client) -> None:
    for response in (client.get(PAGE), client.post(PAGE + "keep/"), client.post(PAGE + "kept/abc/", {"do": "delete"})):
        assert response.status_code == 404
    begin(client, CASES["bare"])
    assert client.get(PAGE).status_code == 200


def enter(page: Page, live_server: LiveServer, given: dict[str, Any]) -> None:
    client = Client()
    begin(client, given)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
    page.goto(live_server.url + PAGE)


@pytest.mark.django_db(transaction=True)
def test_sliders_scenarios_and_the_page_without_a_script(
    browser: Browser, page: Page, look: Look, live_server: LiveServer
) -> None:
    enter(page, live_server, TEXAS)
    said, price = page.locator("#said"), page.get_by_label("Sale price", exact=True)
    slider = page.get_by_label("Slider: Sale price")
    slider.press("ArrowRight")
    said.get_by_text("less than now").wait_for()
    assert price.input_value() == f"{int(slider.input_value()):,}" != "250,000", "slider and number agree"
    price.fill("270,000")
    said.get_by_text("$20,000 less than now").wait_for()
    assert slider.input_value() == "270000"
    assert "price=270%2C000" in page.url
    page.get_by_label("Keep this under a name").fill("A better price")
    page.get_by_role("button", name="Keep this scenario").click()
    page.get_by_role("link", name="Back to my case").click()
    said.get_by_text("Nothing is moved yet").wait_for()
    page.get_by_role("link", name="A better price").click()
    assert "come after you for $45,000" in said.inner_text()
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    look(page)
    page.get_by_role("button", name="Yes, delete “A better price”").click()
    assert "None yet." in page.locator("#kept").inner_text()

    plain = browser.new_context(java_script_enabled=False).new_page()
    enter(plain, live_server, TEXAS)
    assert not plain.locator("input[type=range]").first.is_visible(), "a slider moves nothing without a script"
    price = plain.get_by_label("Sale price", exact=True)
    price.fill("261,234.56")
    price.press("Enter")
    single = {**TEXAS, "disposition": {**TEXAS["disposition"], "sale_price": "261234.56"}}
    assert say(assess(read_facts(single)).collectible) in plain.locator("#said").inner_text()
    plain.context.close()
