"""The pages of the states: all that they say comes from the law files, nothing left out and nothing left over."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from django.test import Client

from calculators.classes import NAMES, state_class
from calculators.consequences.liability import liability
from calculators.facts import read_facts, with_fact
from calculators.law import compiled, loader
from calculators.law.loader import all_laws, codes, state_law
from calculators.states import coverage, glance, slugs, tiles
from calculators.states.reading import StateReading
from calculators.states.wages import wages

TODAY = date(2026, 11, 22)
# What a page must never show: a missing value, a template's brace, a key of the law files, a period as they write it.
LEFT_OVER = re.compile(
    r"\bNone\b(?! [a-z])|[{}]|\b[a-z]+_[a-z_]+\b|\bP\d+[DMY]\b|\bTrue\b|\bFalse\b|\.\.(?!\.)|:\.|\.:|  ;"
)
CACHES = (
    loader.codes,
    loader.state_law,
    loader.law_version,
    compiled.compiled,
    compiled.diagrams,
    state_class,
    slugs.by_slug,
)
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
        for cache in CACHES:
            cache.cache_clear()

    def changed(code: str, pattern: str, replacement: str) -> None:
        file = copy / f"{code}.toml"
        text, count = re.subn(pattern, replacement, file.read_text(), count=1, flags=re.M | re.S)
        assert count == 1, pattern
        file.write_text(text)
        forget()

    forget()
    yield changed
    monkeypatch.undo()
    forget()


def html(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def words(markup: str) -> str:
    """What a person reads of a page."""
    main = re.sub(r"(?s).*<main.*?>(.*)</main>.*", r"\1", markup)
    plain = re.sub(r'<span class="held">(.*?)</span>', r"\1", re.sub(r"</?button[^>]*>", "", main))
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", plain)))


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """The words of every state's page."""
    return {law.code: words(html(f"/states/{slugs.slug(law)}/")) for law in all_laws()}


# One state


def test_no_page_shows_anything_left_over(pages: dict[str, str]) -> None:
    assert len(pages) == 51
    over = []
    for code, page in pages.items():
        for title in [source.title for source in state_law(code).source]:
            page = page.replace(title, "")
        over += [(code, page[max(0, x.start() - 60) : x.end() + 20]) for x in LEFT_OVER.finditer(page)]
    assert not over


def test_a_page_tells_every_rule_window_and_statement_of_its_file_with_its_citation(pages: dict[str, str]) -> None:
    for law in all_laws():
        page = pages[law.code].replace("\u00a0", " ").lower()
        told = [rule.says for rule in law.deficiency] + [clock.says for clock in law.deadline]
        told += [value.says for value in law.fair_value] + [time.conditions for time in law.redemption]
        told += [law.short_sale.rule, law.deed_in_lieu.rule, law.junior_lien.rule]
        told += [each.rule for each in (law.heard, law.before_sale) if each]
        told += [rule.exceptions for rule in law.deficiency] + [each.says for each in law.change]
        told += [each.says for rule in law.deficiency for each in rule.unless]
        told += [law.bank_account.notes, law.homestead.notes, *law.wage_garnishment.other]
        told += [claim.says for claim in law.wage_garnishment.claims]
        told += [cite for rule in law.deficiency for cite in rule.cite]
        for sentence in told:
            assert re.sub(r"\s+", " ", sentence).strip().lower() in page, (law.code, sentence)


def test_how_each_rule_was_checked_stands_beside_it(pages: dict[str, str]) -> None:
    assert "We read the statute itself." in pages["AZ"]
    assert "We found one source, or sources that differ." in pages["AZ"]
    assert "Law checked November 22, 2026." in pages["AZ"]


def test_a_rule_that_was_not_read_in_the_statute_never_gets_the_flat_word() -> None:
    for law in all_laws():
        for way in StateReading(law.code, TODAY).ways:
            for rule in way.rules:
                flat = "as far as we found" not in str(rule.tag.word)
                assert flat == (rule.evidence.checked == "statute"), (law.code, rule.id)


def test_the_page_changes_with_the_law_file(change: Change) -> None:
    assert "at least $909 a week" in words(html("/states/arizona/"))  # 60 times $15.15
    change(
        "AZ",
        r"state_minimum_wage = \[\{ from = 2026-01-01, amount = 15.15",
        "state_minimum_wage = [{ from = 2026-01-01, amount = 16.00",
    )
    change("AZ", r"amount = 5000 \}", "amount = 6100 }")
    change("AZ", r'(?<=id = "claim-after-sale-without-court"\n)(.*?)within = "P90D"', r'\1within = "P45D"')
    page = words(html("/states/arizona/"))
    assert "at least $960 a week" in page
    assert "at least $909" not in page
    assert "You can keep at least $6,100 in an account if you claim it." in page
    assert "45 days after the sale" in page


def test_a_change_of_the_law_is_told_with_its_day(change: Change) -> None:
    told = '[[change]]\non = 2026-03-04\nsays = "A word that nobody wrote before."\ncite = ["Some Act § 5"]\n'
    change("AZ", r"^\[\[source\]\]", f'{told}checked = "statute"\n\n[[source]]')
    assert re.search(r"March 4, 2026\s+A word that nobody wrote before\. Some Act", words(html("/states/arizona/")))
    assert "For loans made from this day on" in words(html("/states/california/"))  # a rule that has its own days


def test_a_figure_that_is_old_is_said_to_be_old(change: Change) -> None:
    change("AZ", r"amount = 5000 \}\], at_least = true", "until = 2025-12-31, amount = 5000 }]")
    page = words(html("/states/arizona/"))
    assert "You can keep $5,000 in an account if you claim it." in page
    assert "How much money in a bank account is safe today." in page


def test_what_the_figure_of_a_home_leaves_out_is_said() -> None:
    """$500,000 is safe in Rhode Island, but not from most mortgage lenders (R.I. Gen. Laws § 9-26-4.1)."""
    assert "does not hold against a mortgage lender's judgment" in words(html("/states/rhode-island/"))
    assert "figures of December 5, 2022. They have gone up since." in words(html("/states/arizona/"))
    assert "In some cases it is up to $204,825." in words(html("/states/new-york/"))  # N.Y. C.P.L.R. 5206(a)


def test_where_it_depends_no_rule_stands_for_the_whole_state() -> None:
    """Iowa's first rule is about rentals; a homeowner must not read it as their own."""
    for page in (html("/states/iowa/"), html("/states/")):
        assert re.search(
            r"It depends on more facts\. There are rules such as these: On other property, such as a rental, .*?"
            r"becomes void after two years.*?your one- or two-family home is void\.",
            words(page),
        )


def test_at_a_glance_is_what_the_rules_say() -> None:
    common = compiled.compiled("AZ").common
    for code in codes():
        for cell in glance.glance(code)[0].cells:
            facts = with_fact(read_facts({**common.stated_case, "state": code}), "disposition.kind", cell.kind)
            found = liability(facts, facts.loans[0])
            assert str(cell.word).startswith(str(glance.WORDS[found.outcome])), (code, cell.kind)
            assert ("as far as we found" in str(cell.word)) == (
                found.outcome != "depends" and (found.confidence != "statute" or found.stale)
            )


def test_an_address_may_name_a_state_by_its_code() -> None:
    answer = Client().get("/states/NY/")
    assert (answer.status_code, answer["Location"]) == (301, "/states/new-york/")
    assert Client().get("/states/atlantis/").status_code == 404


# Wages, from figures to sentences: what the statutes print


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        # 15 U.S.C. § 1673(a) and 29 U.S.C. § 206(a)(1): 30 times $7.25.
        ("OH", "Only what disposable pay has above 30 times the hourly federal minimum wage: $217.50 a week."),
        # N.Y. C.P.L.R. 5231(b): 10 percent of gross income; 30 times $17.00 or $16.00.
        ("NY", "No more than 10% of pay before deductions."),
        ("NY", "$510 a week in New York City, Long Island and Westchester and $480 a week in the rest of the state."),
        # Haw. Rev. Stat. § 652-1(a): 5 percent of the first $100, 10 of the next $100, 20 of the rest.
        ("HI", "5% up to $100 a month, 10% up to $200 a month and 20% above that."),
        # Nev. Rev. Stat. § 31.295: 18 percent where gross weekly pay is $770 or less.
        ("NV", "by how large pay before deductions is: 18% up to $770 a week and 25% above that."),
        # Tex. Const. art. XVI, § 28.
        ("TX", "An ordinary creditor cannot take your wages."),
        # Va. Code § 34-4.2.
        ("VA", "For each child at home, less a week may be taken: $34 for 1, $52 for 2 and $66 for 3 or more."),
    ],
)
def test_wages_are_told_with_the_laws_own_figures(code: str, sentence: str) -> None:
    assert sentence in " ".join(map(str, wages(state_law(code).wage_garnishment, TODAY).all))


def test_a_limit_that_has_ended_is_not_told() -> None:
    told = [" ".join(map(str, wages(state_law("OR").wage_garnishment, day).all)) for day in (TODAY, date(2025, 3, 1))]
    assert "$305 a week" not in told[0]
    assert "$305 a week" in told[1]


# The map and the list


def test_every_state_has_a_place_of_its_own_on_the_map_with_its_name_and_class() -> None:
    places = tiles.places()
    assert sorted(places) == list(codes())
    assert len(set(places.values())) == 51
    page = html("/states/")
    for tile in tiles.tiles():
        assert f"{tile.name}: {NAMES[tile.kind]}" in page
        assert f'href="/states/{tile.slug}/"' in page


def test_the_list_shows_one_class_when_asked() -> None:
    listed = html("/states/?class=permissive").partition('id="list"')[2]
    for law in all_laws():
        assert (f'href="/states/{slugs.slug(law)}/"' in listed) == (state_class(law.code) == "permissive"), law.code
    assert html("/states/?class=nonsense").count("<dt>") == 51


def test_the_map_is_not_sent_twice() -> None:
    client = Client()
    mark = client.get("/states/")["ETag"]
    assert client.get("/states/", headers={"if-none-match": mark}).status_code == 304


# Two side by side, and how far the files go


def test_two_states_side_by_side_say_what_differs() -> None:
    page = words(html("/states/compare/?a=arizona&b=NY"))
    assert "Most foreclosures Different Foreclosure without a court Foreclosure through a court" in page
    assert not LEFT_OVER.search(page)
    same = words(html("/states/compare/?a=ohio&b=ohio")).partition("In short")[2]
    assert "The same" in same
    assert "Different" not in same
    assert "We do not know one of these states." in words(html("/states/compare/?a=arizona&b=atlantis"))


def test_coverage_counts_every_fact_once(change: Change) -> None:
    before = {each.slug: each for each in coverage.states()}["arizona"]
    change("AZ", r'checked = "weak"', 'checked = "statute"')
    after = {each.slug: each for each in coverage.states()}["arizona"]
    assert (after.facts.read, after.facts.weak) == (before.facts.read + 1, before.facts.weak - 1)
    assert after.facts.all == before.facts.all
    page = words(html("/states/coverage/"))
    assert not LEFT_OVER.search(page)
    assert all(law.name in page for law in all_laws())
