"""The ways out as page and picture: the differences first, every way with its figures, bars that tell the truth."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from decimal import Decimal
from functools import cache
from html import unescape
from pathlib import Path

import outloud
import page as pdf_page
import pytest
from django.template.loader import render_to_string
from django.test import Client

from calculators.facts import read_facts
from calculators.money import NOTHING, UNKNOWN, Span
from calculators.ways_chart import LONGEST, WIDTH, Row, WaysChart, ways_chart
from calculators.working import Text
from cases.reports import registry
from cases.results.reading import read
from cases.results.ways import WaysReading
from tests.answered import HOME, Json, begin, owed
from tests.drawn import opened, text

WAYS = "/case/ways/"
FLORIDA: Json = {  # $251,300 owed on a home worth $210,000
    "as_of": "2026-11-22",
    "state": "FL",
    "stage": "sale_set",
    "property": {**HOME, "fair_market_value": 210_000, "sale_scheduled_on": "2027-02-10"},
    "loans": [owed(251_300, program="fha")],
}
ALABAMA: Json = {  # sued for what a sale left
    "as_of": "2026-11-22",
    "state": "AL",
    "stage": "sued",
    "property": HOME,
    "loans": [owed(190_000, served_on="2026-11-10", summons_days=30)],
    "disposition": {"kind": "nonjudicial_foreclosure", "date": "2026-03-02", "sale_price": 150_000},
}
NOTHING_KNOWN: Json = {"as_of": "2026-11-22", "state": "TX"}


@cache
def florida() -> WaysReading:
    return read(read_facts(FLORIDA)).ways


def amount(dollars: int) -> Span:
    return Span.of(Decimal(dollars))


def up_to(dollars: int) -> Span:
    return Span(Decimal(0), Decimal(dollars))


def drawn(*rows: tuple[Span, Span | None]) -> WaysChart:
    found = ways_chart([Row(Text(f"Way {place}"), *row) for place, row in enumerate(rows)])
    assert found is not None
    return found


# The picture


def test_bars_are_true_to_one_scale() -> None:
    chart = drawn(
        (amount(40_000), None), (up_to(10_000), amount(20_000)), (Span(Decimal(5_000), Decimal(20_000)), None)
    )
    pieces = [[(each.look, each.width) for bar in row.bars for each in bar.pieces] for row in chart.rows]
    assert pieces[0] == [("sure", LONGEST)]
    assert pieces[1] == [("unsure", LONGEST / 4), ("tax", LONGEST / 2)]
    assert pieces[2] == [("sure", LONGEST / 8), ("unsure", LONGEST * 3 / 8)]


def test_what_nobody_can_say_is_striped_all_along_and_says_so() -> None:
    chart = drawn((UNKNOWN, None), (amount(10_000), None))
    assert [(each.look, each.width) for each in chart.rows[0].bars[0].pieces] == [("unsure", LONGEST)]
    assert str(chart.rows[0].bars[0].words) == "not known yet"


def test_no_picture_without_a_scale_or_of_one_way() -> None:
    assert ways_chart([Row(Text("One"), amount(5), None)]) is None
    assert ways_chart([Row(Text("One"), NOTHING, None), Row(Text("Two"), UNKNOWN, None)]) is None


def test_the_picture_stands_alone_and_inside_its_box() -> None:
    chart = florida().chart
    assert chart is not None
    root = ET.fromstring(render_to_string("results/ways.svg", {"chart": chart}))
    assert (root[0].text or "").startswith("Bar chart of ")
    for element in root.iter():
        assert "style" not in element.attrib
        if element.tag.endswith("rect"):
            assert float(element.attrib["x"]) + float(element.attrib["width"]) <= WIDTH
            assert float(element.attrib["y"]) + float(element.attrib["height"]) <= chart.height


# The page


def words(html: str) -> str:
    return re.sub(r" ([.,;])", r"\1", re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))))


def shown(client: Client, given: Json, query: str = "") -> str:
    begin(client, given)
    answer = client.get(WAYS + query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.django_db
def test_what_a_waiver_is_worth_comes_before_the_ways(client: Client) -> None:
    text = words(shown(client, FLORIDA))
    worth = text.index("worth $41,300 to you")
    family = text.index("Let the home go")
    assert worth < family < text.index("Deed in lieu, with a written waiver", family)


def test_a_range_that_the_costs_of_selling_make_says_so() -> None:
    found = read(read_facts({**FLORIDA, "state": "TX"})).ways.ways
    said = [text.english() for way in found if way.key == "short_sale" for text in way.collect]
    assert said == ["$41,300 to $251,300", "The low end is before the costs of selling, which are not known yet."]


@pytest.mark.django_db
def test_after_a_sale_the_ways_that_are_over_are_named_with_the_reason(client: Client) -> None:
    html = shown(client, ALABAMA)
    assert "Let the home go" not in words(html)
    assert "Wait, and keep your rights" in words(html)
    over = words(html.partition('<details class="closed">')[2])
    assert "The home is lost already. " in over
    assert "Short sale, nothing in writing" in over


@pytest.mark.django_db
def test_what_is_not_known_says_so_and_leads_to_its_question(client: Client) -> None:
    html = shown(client, NOTHING_KNOWN)
    assert "shows no difference in dollars" in html
    assert "at least $0" not in html
    assert "/case/question/stage/?back=ways" in html


@pytest.mark.django_db
def test_two_or_three_ways_are_seen_closely(client: Client) -> None:
    html = shown(client, FLORIDA, "?way=short_sale&way=short_sale_waived&way=nothing-of-the-kind")
    closely = words(html.partition('<table class="closely">')[2].partition("</thead>")[0])
    assert closely.strip() == "Short sale, nothing in writing Short sale, with a written waiver"
    assert "Deed in lieu" not in words(html)
    assert "Tick two or three ways, then press the button again." in words(shown(client, FLORIDA, "?way=short_sale"))


def test_the_paper_lies_on_its_side_and_can_be_read_by_everyone(tmp_path: Path) -> None:
    content = registry.pdf("ways", read(read_facts(FLORIDA)), "A1B2-C3D4", bytes(16), FLORIDA)
    assert pdf_page.validate_pdf_bytes(content, profile=pdf_page.ValidationProfile.PDF_UA_1).is_compliant
    (tmp_path / "ways.pdf").write_bytes(content)
    assert outloud.check(str(tmp_path / "ways.pdf")).errors == 0
    pages = opened(content).pages
    assert {(float(sheet.mediabox.width), float(sheet.mediabox.height)) for sheet in pages} == {(792, 612)}
    assert len(pages) <= 6
    said = text(content)
    for words_of_it in ("is worth $41,300 to you", "Deed in lieu, with a written waiver", "What can go wrong"):
        assert words_of_it in said


@pytest.mark.django_db
def test_a_stranger_sees_nothing_of_it() -> None:
    assert Client().get(WAYS).status_code == 404
