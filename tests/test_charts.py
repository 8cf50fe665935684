"""The picture from what was owed to what may be collected: right heights, honest about what is not known."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from calculators.charts import BASE, TOP, Bar, Waterfall, waterfall
from calculators.working import Text
from tests.answered import CASES, reading

SVG = "{http://www.w3.org/2000/svg}"


def chart(name: str) -> Waterfall:
    found = waterfall(reading(name).main.each)
    assert found is not None
    return found


def heights(bar: Bar) -> list[Any]:
    return [(part.height, part.certain) for part in bar.parts]


def test_bars_stand_in_proportion_and_the_price_hangs_from_the_debt() -> None:
    owed, paid, left, collect = chart("barred").bars  # 300,000 less 250,000 leaves 50,000, of which nothing is due
    whole = BASE - TOP
    assert heights(owed) == [(whole, True)]
    assert heights(paid) == [(pytest.approx(whole * 250 / 300, abs=0.1), True)]
    assert paid.parts[0].y == owed.parts[0].y
    assert heights(left) == [(pytest.approx(whole * 50 / 300, abs=0.1), True)]
    assert paid.parts[0].y + paid.parts[0].height == pytest.approx(left.parts[0].y)
    assert collect.parts == ()
    assert [str(line) for line in collect.amount] == ["$0"]


def test_links_carry_heights_from_bar_to_bar() -> None:
    drawn = chart("barred")
    first, second = drawn.links
    assert first.y == drawn.bars[0].parts[0].y
    assert second.y == drawn.bars[2].parts[0].y


def test_a_range_is_hatched() -> None:
    collect = chart("depends-on-yes").bars[3]  # nothing, or 50,000
    assert [certain for _, certain in heights(collect)] == [False]
    assert [str(line) for line in collect.amount] == ["up to", "$50,000"]


def test_a_surplus_belongs_to_the_owner() -> None:
    owed, brought, collect, yours = chart("surplus").bars
    assert yours.look == "yours"
    assert [str(line) for line in yours.amount] == ["$50,000"]
    assert yours.parts[0].y == brought.parts[0].y < owed.parts[0].y
    assert collect.parts == ()


@pytest.mark.parametrize("name", ["bare", "ahead", "stays"])
def test_no_picture_of_what_is_not_known(name: str) -> None:
    drawn = [waterfall(each.each) for each in reading(name).loans if each.id == "first"]
    assert drawn == [None]


def test_long_amounts_shrink() -> None:
    bar = chart("barred").bars[0]
    assert bar.size == 15
    long = Text("{amount}", {"amount": Decimal("1252280.55")})
    assert replace(bar, amount=(long,)).size < 15


@pytest.mark.parametrize("name", sorted(CASES))
@pytest.mark.parametrize("language", ["en", "es", "lv"])
def test_the_svg_stands_alone(name: str, language: str) -> None:
    """Well-formed, described, inside its box, and without styles that a strict page would refuse."""
    for loan in reading(name).loans:
        if loan.chart is None:
            continue
        with translation.override(language):
            root = ET.fromstring(render_to_string("results/waterfall.svg", {"chart": loan.chart}))
        assert root[0].tag == f"{SVG}title"
        assert (root[0].text or "").startswith("Bar chart: you owed")
        width, height = (float(side) for side in root.attrib["viewBox"].split()[2:])
        for element in root.iter():
            assert "style" not in element.attrib
            if element.tag == f"{SVG}rect":
                x, y, wide, high = (float(element.attrib[name]) for name in ("x", "y", "width", "height"))
                assert min(x, y) >= 0
                assert x + wide <= width
                assert y + high <= height
            if element.tag == f"{SVG}text":
                assert 10 < float(element.attrib["y"]) < height
