"""The calculators that anyone may use: the numbers stand in the address, a fault names its field and loses nothing, and
a case is started with them in one step."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from calculators.shelf.registry import CALCULATORS
from cases.models import Case

HOME = "/calculators/deficiency/"
ARIZONA = {
    "state": "AZ",
    "kind": "nonjudicial_foreclosure",
    "owed1": "$252,280",
    "purpose1": "purchase",
    "price": "180k",
    "value": "210000",
}


def words(page: str) -> str:
    """What a page says, as one line; without the definitions of its terms."""
    page = page.partition('<div class="wrap terms">')[0]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", re.sub(r"</?button[^>]*>", "", page))).split())


def ask(address: str, **numbers: str) -> str:
    """A calculator's page for these numbers. It needs no database."""
    answer = Client().get(address, numbers)
    assert answer.status_code == 200
    page: str = answer.content.decode()
    return page


def said(page: str) -> str:
    return words(page[page.index('id="said"') : page.index("unreached")])


@pytest.mark.parametrize("calculator", CALCULATORS, ids=lambda each: each.slug)
def test_every_calculator_is_listed_and_its_example_works(calculator: Any) -> None:
    address = f"/calculators/{calculator.slug}/"
    assert address in ask("/calculators/")
    empty = ask(address)
    assert 'class="errors"' not in empty
    assert calculator.example_query.replace("&", "&amp;") in empty
    full = ask(address, **calculator.example)
    assert 'class="errors"' not in full
    assert 'class="says"' in full
    assert 'name="robots" content="noindex"' in full


@pytest.mark.parametrize("calculator", CALCULATORS, ids=lambda each: each.slug)
def test_no_calculator_stores_anything_or_runs_a_script_of_the_page(calculator: Any) -> None:
    answer = Client().get(f"/calculators/{calculator.slug}/", calculator.example)
    page = answer.content.decode()
    assert "Nothing is stored" in page
    assert not re.search(r"<script(?![^>]*src=)|\sstyle=|\son[a-z]+=", page)
    assert "sessionid" not in answer.cookies


def test_money_is_read_as_people_type_it() -> None:
    page = ask(HOME, **ARIZONA)
    assert "The deficiency balance is $72,280." in said(page)
    assert "$42,280" in words(page), "the home's value counts in place of the price"


def test_a_loan_on_which_nothing_is_owed_is_a_loan() -> None:
    """Nothing owed is known, not unknown; and what the lender holds is still taken off it."""
    page = ask(HOME, **ARIZONA | {"owed1": "0", "purpose1": "", "credits": "405"})
    assert "the sale pays the first mortgage in full" in said(page)


def test_what_nobody_can_read_is_named_and_kept() -> None:
    page = ask(HOME, **ARIZONA | {"price": "180,00", "owed1": "9" * 58})
    assert page.startswith("<!doctype html>")
    assert "<title>Error:" in page
    for fault in ("We could not read “Sale price”.", "We could not read “Owed on it in all”."):
        assert fault in words(page)
    assert 'value="180,00"' in page
    assert "Not worked out yet" in said(page)


def test_a_state_without_that_way_of_losing_a_home_says_which_it_has() -> None:
    page = words(ask(HOME, **ARIZONA | {"kind": "strict_foreclosure"}))
    assert "Arizona does not have this way of losing a home. It has:" in page


def test_i_do_not_know_is_an_answer() -> None:
    page = ask(HOME, **ARIZONA | {"price": "I don't know", "value": ""})
    assert 'class="errors"' not in page
    assert "depends on" in said(page)


def test_rows_are_added_without_a_script_and_without_a_fault() -> None:
    page = ask(HOME, **ARIZONA | {"owed1": "", "loans": "1", "add": "loans"})
    assert 'class="errors"' not in page
    assert 'name="owed2"' in page
    assert 'value="180k"' in page, "what was typed stays"
    assert 'name="owed4"' in ask(HOME, **ARIZONA, owed4="1")
    assert "Add another loan" not in ask(HOME, **ARIZONA, loans="99")


def test_a_second_loan_has_its_own_lines() -> None:
    page = words(ask(HOME, **ARIZONA | {"foreclosing": "first"}, owed2="30,000", purpose2="home_equity"))
    assert "the second loan" in page
    assert page.count("Deficiency balance") == 2


def test_a_surplus_is_said_to_be_the_owners() -> None:
    page = words(ask(HOME, **ARIZONA | {"price": "300,000", "foreclosing": "first"}))
    assert "The sale left over $47,720" in page


def test_a_calculator_that_does_not_exist_is_not_found() -> None:
    assert Client().get("/calculators/no-such/").status_code == 404


def test_what_to_read_next_exists() -> None:
    for calculator in CALCULATORS:
        for link in calculator.related:
            there = reverse(link.view, args=[link.argument] if link.argument else [])
            assert Client().get(there).status_code == 200, there
            assert f'href="{there}"' in ask(f"/calculators/{calculator.slug}/", **calculator.example)


# Starting a case


def start(client: Client, **more: str) -> Any:
    numbers = "&".join(f"{name}={value}" for name, value in ARIZONA.items())
    return client.post("/case/start/deficiency/", {"numbers": numbers, **more})


@pytest.mark.django_db
def test_a_case_starts_with_the_numbers() -> None:
    client = Client()
    assert start(client).url == "/case/next/"
    kept = Case.objects.get().facts
    assert kept["loans"] == [{"payoff": "252280.00", "purpose": "purchase"}]
    assert kept["disposition"] == {"kind": "nonjudicial_foreclosure", "sale_price": "180000.00"}
    next_question = client.get("/case/next/")["Location"]
    assert next_question == "/case/question/stage/", "the state is answered; the next question comes"


@pytest.mark.django_db
def test_an_open_case_is_not_replaced_unasked() -> None:
    client = Client()
    start(client)
    first = client.session["case"]
    assert "You have answers open already" in start(client).content.decode()
    assert client.session["case"] == first
    start(client, anew="1")
    assert client.session["case"] != first
    assert Case.objects.count() == 2, "the other one is kept until its time is over"


@pytest.mark.django_db
def test_numbers_that_make_no_case_go_back_to_the_calculator() -> None:
    answer = Client().post("/case/start/deficiency/", {"numbers": "state=AZ&owed1=lots"})
    assert answer["Location"] == "/calculators/deficiency/?state=AZ&owed1=lots"
    assert Client().post("/case/start/no-such/", {}).status_code == 404
    assert not Case.objects.exists()
