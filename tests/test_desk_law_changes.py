"""When a law file changes: who is marked, what the page shows, and that "seen" clears it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from calculators.law import compiled, loader
from cases.counseling.files import changing
from cases.counseling.index import refresh_many
from cases.counseling.models import Client, LawMark, Membership, ToldAnswer

from .answered import CASES
from .desk import agency, browser_of, client_of, staff

FACTS = {name: value for name, value in CASES["barred"].items() if name != "as_of"}
RULE = 'id = "trustee-sale-purchase-loan-small-dwelling"\noutcome = "barred"'
NEWS = """
[[change]]
on = 2026-11-23
says = "A lender may sue after a trustee's sale of any home."
cite = ["2026 Ariz. Sess. Laws, ch. 999 (invented)"]
checked = "weak"
"""
Edit = Callable[[str, str], None]


def forget() -> None:
    caches = (loader.state_law, loader.law_version, loader.file_versions, compiled.compiled, compiled.diagrams)
    for cache in caches:
        cache.cache_clear()


@pytest.fixture
def edit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Edit]:
    """Edits Arizona's law file, for this test alone."""
    states = tmp_path / "states"
    shutil.copytree(loader.STATES, states)
    monkeypatch.setattr(loader, "STATES", states)
    forget()

    def edited(old: str, new: str) -> None:
        text = (states / "AZ.toml").read_text(encoding="utf-8")
        assert old in text
        (states / "AZ.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
        forget()

    yield edited
    monkeypatch.undo()
    forget()


@pytest.fixture
def carol(db: None) -> Membership:
    return staff(agency(), name="Carol")


def night(client: Client) -> str:
    """What the nightly run makes of a client."""
    refresh_many(Client.objects.all())
    client.refresh_from_db()
    return client.law_mark


def test_a_changed_answer_is_marked_shown_and_cleared_by_whoever_saw_it(carol: Membership, edit: Edit) -> None:
    client = client_of(carol, facts=FACTS)
    assert (client.law_mark, client.outcome) == ("", "barred")
    ToldAnswer.objects.update(on=timezone.localdate() - timedelta(days=3))
    edit(RULE, RULE.replace("barred", "allowed"))
    edit("\n[[source]]", NEWS + "\n[[source]]")
    assert night(client) == LawMark.CHANGED
    assert client.outcome == "depends", "on a claim in time; lists show the answer of today"

    browser, address = browser_of(carol), reverse("desk:law", args=[client.pk])
    page = browser.get(address).content.decode()
    for words in (
        "What this client was told no longer holds",
        "Barred by law",
        "It depends",
        "up to $50,000",  # 300,000 owed, sold at 250,000: the lender may now collect what is left, if it sued in time
        "A lender may sue after a trustee&#x27;s sale of any home.",
        "Arizona",
    ):
        assert words in page, words
    assert "as in the column before" not in page, "nothing of it comes from the three days"

    browser.post(address)
    client.refresh_from_db()
    assert client.law_mark == ""
    assert client.activity.filter(verb="law_seen", detail={"mark": "changed"}).exists()
    assert "Nothing to look at" in browser.get(address).content.decode()
    assert night(client) == "", "it stays seen"


def test_a_file_that_changed_without_the_answer_is_marked_calmly(carol: Membership, edit: Edit) -> None:
    client = client_of(carol, facts=FACTS)
    edit('checked = "statute"', 'note = "Read once more."\nchecked = "statute"')
    assert night(client) == LawMark.SAME
    page = browser_of(carol).get(reverse("desk:law", args=[client.pk])).content.decode()
    assert "The law file changed, the answer did not" in page
    assert "What differs" not in page


def test_another_source_for_the_same_answer_has_a_mark_of_its_own(carol: Membership, edit: Edit) -> None:
    client = client_of(carol, facts=FACTS)
    edit('"Baker v. Gardner, 160 Ariz. 98 (1988)", "Nydam', '"Nydam')
    assert night(client) == LawMark.SOURCES


def test_answers_of_the_case_that_change_meanwhile_are_told_apart_from_the_law(carol: Membership, edit: Edit) -> None:
    client = client_of(carol, facts=FACTS)
    with changing(carol, client, "facts_changed") as file:
        file.facts["disposition"]["sale_price"] = 240_000
    assert ToldAnswer.objects.get().kept["points"]["collectible"] == ["0.00", "0.00"]
    client.refresh_from_db()
    assert client.law_mark == "", "under the same law the newest answer counts as told"

    edit(RULE, RULE.replace("barred", "allowed"))
    with changing(carol, client, "facts_changed") as file:
        file.facts["disposition"]["sale_price"] = 230_000
    client.refresh_from_db()
    assert client.law_mark == LawMark.CHANGED, "before the night, since the file was assessed anew"
    page = browser_of(carol).get(reverse("desk:law", args=[client.pk])).content.decode()
    assert "Answers of the case were changed too" in page


def test_another_states_law_that_an_answer_brings_in_is_no_change_of_the_law(carol: Membership, edit: Edit) -> None:
    client = client_of(carol, facts=FACTS)
    with changing(carol, client, "facts_changed") as file:
        file.facts["household"] = {**file.facts.get("household", {}), "residence_state": "NV"}
    client.refresh_from_db()
    assert client.law_mark == ""
    assert "Nothing to look at" in browser_of(carol).get(reverse("desk:law", args=[client.pk])).content.decode()
    edit(RULE, RULE.replace("barred", "allowed"))
    assert night(client) == LawMark.CHANGED


def test_opening_the_page_does_not_wait_for_the_night(carol: Membership, edit: Edit) -> None:
    client = client_of(carol, facts=FACTS)
    edit(RULE, RULE.replace("barred", "allowed"))
    assert "The answer changed" in browser_of(carol).get(reverse("desk:law", args=[client.pk])).content.decode()
    client.refresh_from_db()
    assert client.law_mark == LawMark.CHANGED
