"""The pages that anyone may find: the site map holds all of them and nothing else, and none asks the database."""

import gzip
import re
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from pytest_django.fixtures import Settings

LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
HOST = "http://testserver"
HEAVIEST = 75_000  # bytes


def mapped() -> list[str]:
    """The paths of the site map."""
    tree = ElementTree.fromstring(Client().get("/sitemap.xml").content)
    return [(each.text or "").removeprefix(HOST) for each in tree.iter(LOC)]


@pytest.fixture(scope="module")
def site() -> dict[str, str]:
    """What every page says that links lead to from the first one, without a case. There is no database for this test:
    a page that asked it would fail."""
    client, to_see, seen = Client(), ["/"], {"/": ""}
    while to_see:
        path = to_see.pop()
        answer = client.get(path)
        assert answer.status_code == 200, path
        seen[path] = answer.content.decode()
        for link in re.findall(r'<a [^>]*href="(/[^"#?]*)', seen[path]):
            if link not in seen and not link.startswith(("/case/", "/desk/")) and not link.endswith(".json"):
                seen[link] = ""
                to_see.append(link)
    return seen


def may_be_listed(words: str) -> bool:
    return '<meta name="robots" content="index">' in words


def one(pattern: str, words: str) -> str:
    found = re.findall(pattern, words, re.S)
    assert len(found) == 1, (pattern, found)
    return unescape(found[0])


def test_the_site_map_holds_every_page_that_anyone_may_find_and_no_other(site: dict[str, str]) -> None:
    public = {path for path, words in site.items() if may_be_listed(words)}
    assert {"/", "/about/", "/privacy/"} <= public
    assert sorted(mapped()) == sorted(public)


def test_each_is_told_apart_by_title_and_description(site: dict[str, str]) -> None:
    titles: dict[str, str] = {}
    for path, words in site.items():
        title = one(r"<title>(.*?)</title>", words)
        assert title not in titles, (path, titles[title])
        titles[title] = path
        if may_be_listed(words):
            said = one(r'<meta name="description" content="(.*?)">', words)
            assert 50 <= len(said) <= 200, (path, said)
            assert one(r'<meta property="og:description" content="(.*?)">', words) == said
            assert title == one(r'<meta property="og:title" content="(.*?)">', words) + " - Shortfall"
            assert one(r'<link rel="canonical" href="(.*?)">', words) == f"{HOST}{path}"
        else:
            assert 'rel="canonical"' not in words


def test_each_says_that_it_is_no_advice_and_loads_nothing_from_elsewhere(site: dict[str, str]) -> None:
    for path, words in site.items():
        assert "information, not legal or tax advice" in words, path
        assert not re.findall(r'src="https?:|<link rel="(?!canonical)[^>]+href="https?:| style="|<style', words), path


def test_each_is_light_enough_for_a_slow_phone(site: dict[str, str]) -> None:
    """Bytes over the wire with all that a page needs; more than half of it are the fonts, once for the whole site."""
    files: dict[str, int] = {}
    for path, words in site.items():
        for name in set(re.findall(r'"/static/([^"]+)"', words)) - files.keys():
            file = Path(str(finders.find(name))).read_bytes()
            files[name] = len(file if name.endswith(".woff2") else gzip.compress(file))
        parts = set(re.findall(r'"/static/([^"]+)"', words))
        weight = len(gzip.compress(words.encode())) + sum(files[name] for name in parts)
        assert weight < HEAVIEST, (path, weight)


def test_addresses_are_the_sites_own_where_the_settings_name_it(settings: Settings) -> None:
    settings.SHORTFALL_ADDRESS = "https://shortfall.example"
    client = Client()
    assert (
        '<link rel="canonical" href="https://shortfall.example/about/">' in client.get("/about/?x=1").content.decode()
    )
    assert "<loc>https://shortfall.example/about/</loc>" in client.get("/sitemap.xml").content.decode()
    assert "Sitemap: https://shortfall.example/sitemap.xml" in client.get("/robots.txt").content.decode()


def test_an_address_to_write_to_is_shown_only_where_one_is_set(settings: Settings) -> None:
    assert "mailto:" not in Client().get("/about/").content.decode()
    settings.SHORTFALL_CONTACT = "law@shortfall.example"
    assert 'href="mailto:law@shortfall.example"' in Client().get("/about/").content.decode()


def test_a_wrong_host_is_a_bad_request_and_no_failure_of_ours() -> None:
    answer = Client(raise_request_exception=False).get("/", headers={"host": "elsewhere.example"})
    assert answer.status_code == 400


def test_a_page_that_is_not_there_leads_on() -> None:
    answer = Client().get("/no-such-page/")
    assert answer.status_code == 404
    words = answer.content.decode()
    assert all(f'href="{way}"' in words for way in ("/states/", "/guides/", "/glossary/", "/calculators/", "/about/"))
    assert '<form class="find" action="/glossary/"' in words
    assert "Go on with your answers" not in words  # there are none
