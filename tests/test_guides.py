"""The guides: what they say of the states is what the law files say at this moment."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client

from calculators.classes import state_class
from calculators.law import compiled, loader
from cases.glossary import guides as shelf
from cases.glossary.guides.figures import FIGURES
from cases.glossary.markdown import BadPage

Change = Callable[[str, str, str], None]


@pytest.fixture
def change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Change]:
    """`change("AZ", pattern, replacement)` changes one law file, for this test alone."""
    copy = tmp_path / "states"
    copy.mkdir()
    for path in loader.STATES.glob("*.toml"):
        (copy / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(loader, "STATES", copy)

    def forget() -> None:
        for cache in (loader.codes, loader.state_law, compiled.compiled, compiled.diagrams, state_class, shelf.figure):
            cache.cache_clear()

    def changed(code: str, pattern: str, replacement: str) -> None:
        file = copy / f"{code}.toml"
        text, count = re.subn(pattern, replacement, file.read_text(), count=1, flags=re.M | re.S)
        assert count == 1
        file.write_text(text)
        forget()

    forget()
    yield changed
    monkeypatch.undo()
    forget()


def words(slug: str) -> str:
    """A guide's page without its tags."""
    answer = Client().get(f"/guides/{slug}/")
    assert answer.status_code == 200
    without_links = re.sub(r"</?(?:a|button)\b[^>]*>", "", answer.content.decode())
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", without_links))


def test_a_shorter_time_in_a_law_file_is_a_shorter_time_in_the_guide(change: Change) -> None:
    assert "20 days" not in words("which-date-counts")
    change("AZ", r'within = "P90D"', 'within = "P20D"')
    said = words("which-date-counts")
    assert "20 days Arizona" in said
    # March 2, 2026 plus 20 days is a Sunday: the first court day after it, and a week for the mail.
    assert "in Arizona the lender has 20 days. After a sale on March 2, 2026, the last day is March 22, 2026" in said
    assert "over only after March 30, 2026" in said


def test_a_rule_that_no_longer_bars_leaves_the_list_of_the_guide(change: Change) -> None:
    assert "The rules bar the rest in Alaska, Arizona," in words("not-the-end-of-the-debt")
    change("AK", r'^outcome = "barred"', 'outcome = "allowed"')
    assert "The rules bar the rest in Arizona," in words("not-the-end-of-the-debt")


def test_a_community_property_state_that_the_files_name_stands_in_the_guide_on_spouses(change: Change) -> None:
    assert "These are Arizona, California, Idaho, Louisiana, Nevada, New Mexico, Texas," in words("new-spouse")
    change("AK", r'^(name = "Alaska")', r"\1\ncommunity_property = true")
    assert "These are Alaska, Arizona, California," in words("new-spouse")


def test_a_state_leads_to_its_page() -> None:
    assert (
        '<a href="/states/north-carolina/">North Carolina</a>' in Client().get("/guides/new-spouse/").content.decode()
    )


def test_the_worked_example_is_the_calculators_own() -> None:
    """$220,000 owed with costs, less $150,000 from the sale, leaves $70,000."""
    said = words("not-the-end-of-the-debt")
    assert "Owed in all $220,000" in said
    assert "Deficiency balance $70,000" in said


def test_what_can_be_taken_of_pay_is_the_calculators_figure_and_follows_the_law_file(change: Change) -> None:
    """$800 of disposable pay a week: 25% is $200 (15 U.S.C. § 1673); Illinois takes 15% of gross, less than 25%, here
    what is above 45 times its minimum wage of $15: $800 - $675 = $125 (735 ILCS 5/12-803)."""
    said = words("if-you-are-sued")
    assert "25% of disposable pay, or what is above $217.50 a week, whichever is less" in said
    assert "$125 Illinois" in said
    assert "Nothing California, North Carolina, Pennsylvania, South Carolina and Texas" in said
    change(
        "NC",
        r"^\[wage_garnishment\]\nallowed = false",
        '[wage_garnishment]\nallowed = true\nlimits = [{ percent = 1, of = "disposable_pay" }]',
    )
    assert "$8 North Carolina" in words("if-you-are-sued")


@pytest.mark.parametrize("slug", shelf.guides())
def test_each_guide_answers_first_then_says_what_to_do(slug: str) -> None:
    page = Client().get(f"/guides/{slug}/").content.decode()
    assert page.index('class="short"') < page.index("<h2>") < page.index("Start your own answer")
    assert re.search(r"<ol>|<em>Instead:</em>|Whom to call", page)
    assert re.search(r"<h2>(What to watch for|After the sale)</h2>", page)
    assert "This guide was last checked on <time" in page
    assert "{{" not in page


def test_every_figure_is_used_by_some_guide() -> None:
    used = {name for guide in shelf.guides().values() for name in shelf.FIGURE.findall(guide.about.short + guide.text)}
    assert used == set(FIGURES)


def test_a_guide_that_names_a_figure_that_does_not_exist_cannot_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = (shelf.FOLDER / "new-spouse.md").read_text()
    (tmp_path / "new-spouse.md").write_text(good.replace("{{ community_states }}", "{{ comunity_states }}"))
    monkeypatch.setattr(shelf, "FOLDER", tmp_path)
    with pytest.raises(BadPage, match=r"new-spouse\.md: 'comunity_states' is not a figure"):
        shelf.guides.__wrapped__()


def test_a_guide_that_does_not_exist_is_not_found() -> None:
    assert Client().get("/guides/no-such-guide/").status_code == 404
