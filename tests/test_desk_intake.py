"""The intake at the desk: the questionnaire's questions on one form, and two people in one file."""

from __future__ import annotations

import json

import pytest
from django.test import Client as Browser
from django.urls import reverse

from calculators.inputs import PickField
from cases.counseling.intake import Intake, merge, options
from cases.counseling.models import Client, Membership, Role

from .answered import CASES
from .desk import agency, browser_of, client_of, staff

STATE, STAGE, VALUE = "state", "stage", "property.fair_market_value"
Form = dict[str, str]


def shown(client: Client) -> Form:
    """The intake as a browser would send it untouched."""
    form = {"version": str(client.version)}
    for group in Intake(client).groups:
        for block in group.blocks:
            form[block.was_name] = block.was
            for field in block.form:
                if isinstance(field.field, PickField):  # a browser sends what a list shows, chosen or not
                    form[field.html_name] = options(field.field)[0][0]
            form |= {f"{block.path}-{name}": text for name, text in block.shows.items()}
    return form


def address(client: Client) -> str:
    return reverse("desk:intake", args=[client.pk])


@pytest.fixture
def carol(db: None) -> Membership:
    return staff(agency(), Role.SUPERVISOR, name="Carol Finch")


@pytest.fixture
def browser(carol: Membership) -> Browser:
    return browser_of(carol)


def test_a_new_file_begins_with_a_name_and_goes_on_to_the_questions(carol: Membership, browser: Browser) -> None:
    page = browser.post("/desk/clients/new/", {"name": "", "phone": "5"})
    assert "Type the client&#x27;s name." in page.content.decode()
    answer = browser.post(
        "/desk/clients/new/",
        {"name": "Maria Muñoz", "reference": "A-17", "state": "AZ", "counselor": str(carol.pk)},
        follow=True,
    )
    assert "Where do things stand?" in answer.content.decode(), "the state is told: all that it asks is there at once"
    client = Client.objects.get()
    assert answer.redirect_chain == [(address(client), 302)]
    assert client.person == {"name": "Maria Muñoz", "reference": "A-17"}
    assert (client.counselor, client.facts, client.state) == (carol, {"state": "AZ"}, "AZ")


def test_the_laws_own_questions_come_after_the_first_save(carol: Membership, browser: Browser) -> None:
    client = client_of(carol)
    assert [block.path for group in Intake(client).groups for block in group.blocks] == [STATE]
    browser.post(address(client), {**shown(client), "state-answer": "AZ"})
    client.refresh_from_db()
    assert client.facts == {"state": "AZ"}
    assert client.state == "AZ"
    blocks = {block.path for group in Intake(client).groups for block in group.blocks}
    assert {STAGE, "disposition.kind", "property.acres"} <= blocks


def test_an_untouched_form_changes_nothing(carol: Membership, browser: Browser) -> None:
    for name in ("limited", "taxed", "sued", "bare"):
        client = client_of(carol, facts=CASES[name])
        facts, asked = client.facts, client.asked
        browser.post(address(client), shown(client))
        client.refresh_from_db()
        assert (client.facts, client.asked, client.version) == (facts, asked, 1), name


def test_what_cannot_be_read_stays_as_it_was_typed_and_is_named(carol: Membership, browser: Browser) -> None:
    client = client_of(carol, facts=CASES["limited"])
    typed = {f"{VALUE}-answer": "about a lot", "property.acres-answer": "3"}
    page = browser.post(address(client), {**shown(client), **typed}, follow=True).content.decode()
    client.refresh_from_db()
    assert client.facts["property"]["acres"] == "3.0"
    assert client.drafts[VALUE] == {"answer": "about a lot"}
    assert 'value="about a lot"' in page
    assert "These could not be read" in page
    assert f'href="#q-{VALUE}"' in page


def test_an_answer_that_is_cleared_is_open_again(carol: Membership, browser: Browser) -> None:
    client = client_of(carol, facts=CASES["limited"])
    browser.post(address(client), {**shown(client), "property.acres-answer": ""})
    client.refresh_from_db()
    assert "acres" not in client.facts["property"]
    assert "property.acres" not in client.asked


def test_two_people_who_change_different_answers_lose_nothing(carol: Membership, browser: Browser) -> None:
    client = client_of(carol, facts=CASES["limited"])
    both = shown(client)
    amounts = "loans.first.amounts"
    browser.post(address(client), {**both, f"{VALUE}-answer": "240000", f"{amounts}-late_fees": "100"})
    page = browser.post(
        address(client), {**both, "property.acres-answer": "4", f"{amounts}-costs": "200"}, follow=True
    ).content.decode()
    client.refresh_from_db()
    assert "Both are kept" in page
    assert client.facts["property"]["fair_market_value"] == "240000.00"
    assert client.facts["property"]["acres"] == "4.0"
    assert (client.facts["loans"][0]["late_fees"], client.facts["loans"][0]["costs"]) == ("100.00", "200.00")


def test_two_people_who_change_the_same_answer_see_both_and_choose(carol: Membership) -> None:
    client = client_of(carol, facts=CASES["limited"])
    colleague = staff(carol.agency, Role.SUPERVISOR, name="Ben Ode")
    both = shown(client)
    browser_of(colleague).post(address(client), {**both, f"{VALUE}-answer": "240000"})
    mine = {**both, f"{VALUE}-answer": "230000", "property.acres-answer": "4"}
    answer = browser_of(carol).post(address(client), mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Ben Ode changed the same answers" in page
    client.refresh_from_db()
    assert client.facts["property"]["fair_market_value"] == "240000.00"
    assert client.facts["property"]["acres"] == "4.0"  # nobody else touched it, so it is saved already
    was = json.dumps({"answer": "240,000"})
    browser_of(carol).post(address(client), {f"was:{VALUE}": was, f"{VALUE}-answer": "230000"})
    client.refresh_from_db()
    assert client.facts["property"]["fair_market_value"] == "230000.00"


def test_a_field_that_only_one_side_touched_is_never_a_choice() -> None:
    was, given, now = {"a": "1", "b": "2", "c": "3"}, {"a": "9", "b": "2"}, {"a": "1", "b": "8", "c": "7"}
    assert merge(was, given, now) == ({"a": "9", "b": "8", "c": "7"}, ["c"])
    assert merge(was, was, now) == (now, [])
    assert merge(was, given, was) == (given, [])
    assert merge(was, given, given) == (given, [])


def test_name_and_contact_changed_twice_shows_both(carol: Membership, browser: Browser) -> None:
    client = client_of(carol)
    where = reverse("desk:contact", args=[client.pk])
    was = {"initial-name": client.name, "initial-phone": client.person["phone"]}
    browser.post(where, {**was, "name": client.name, "phone": "563 555 0100"})
    second = {**was, "name": "Maria Muñoz Ruiz", "phone": "563 555 0199"}
    answer = browser.post(where, second)
    client.refresh_from_db()
    assert answer.status_code == 409
    assert "563 555 0100" in answer.content.decode()
    assert client.person == {"name": "Maria Muñoz Ruiz", "phone": "563 555 0100"}


def test_a_form_that_is_not_ours_is_refused(carol: Membership, browser: Browser) -> None:
    client = client_of(carol, facts=CASES["bare"])
    for was in ("", "[1]", '{"a": 1}', "{"):
        assert browser.post(address(client), {"was:state": was, "state-answer": "AZ"}).status_code == 400
    client.refresh_from_db()
    assert client.facts["state"] == "TX"
