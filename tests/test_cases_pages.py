"""Home, privacy and the error pages."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import Client

FIRST_VISIT = 45_000  # bytes over the wire


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/privacy/", "/resume/"])
def test_pages_without_a_case(client: Client, address: str) -> None:
    words = client.get(address).content.decode()
    assert "information, not legal or tax advice" in words
    assert "800-569-4287" in words
    assert "law last checked" in words


@pytest.mark.django_db
def test_the_first_page_says_whom_it_cannot_help_and_where_each_can_turn(client: Client) -> None:
    words = client.get("/").content.decode()
    for who in (
        "commercial",
        "land contract",
        "manufactured",
        "co-op",
        "timeshare",
        "association",
        "property taxes",
        "trust or a business",
        "outside the United States",
    ):
        assert re.search(rf"<dt>[^<]*{who}[^<]*</dt><dd>.*?(Ask|Call) ", words, re.I | re.S), who


@pytest.mark.django_db
def test_the_first_visit_weighs_little_and_asks_nobody_else(client: Client) -> None:
    words = client.get("/").content.decode()
    assert not re.findall(r'<(?:script|img|iframe)[^>]+src="https?:|<link rel="(?!canonical)[^>]+href="https?:', words)
    assert "<script" not in words
    assert " style=" not in words
    weight = len(gzip.compress(words.encode()))
    for name in set(re.findall(r'"/static/([^"]+)"', words)):
        file = Path(str(finders.find(name)))
        weight += len(file.read_bytes() if file.suffix == ".woff2" else gzip.compress(file.read_bytes()))
    assert weight < FIRST_VISIT, weight


@pytest.mark.parametrize("name", ["400", "403", "404", "500", "csrf"])
def test_errors_are_said_in_plain_words_even_without_a_request(name: str) -> None:
    words = render_to_string(f"{name}.html")
    assert "800-569-4287" in words
    assert "<h1>" in words


@pytest.mark.django_db
def test_an_unknown_address_gets_our_page(client: Client) -> None:
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404
    assert "There is no such page" in answer.content.decode()


def test_every_template_puts_its_words_through_gettext() -> None:
    """Outside of tags and variables no template of ours has a sentence of its own."""
    for folder in ("questionnaire", "cases", "calculators", "shortfall", "."):
        for file in (settings.BASE_DIR / "templates" / folder).glob("*.html"):
            text = re.sub(
                r"{% blocktranslate.*?{% endblocktranslate %}|{#.*?#}|{%.*?%}|{{.*?}}|<[^>]*>",
                " ",
                file.read_text(),
                flags=re.S,
            )
            left = re.findall(r"[A-Za-z]{3,}", re.sub(r"Shortfall|doctype|html|noindex|index", "", text))
            assert not left, (file.name, left)
