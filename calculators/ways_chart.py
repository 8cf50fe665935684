"""The ways out as a picture: for each way a bar of what may be collected and a thin one of the tax, all to one scale.

A full bar is certain, a striped one may be, a dotted one is tax, an empty one is a loan that stays on the home: told
apart in grey too, and each has its amount beside it. The table that stands with the picture says the same in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from .charts import OPEN_END
from .money import NOTHING, ZERO, Span
from .working import Text

WIDTH = 340
LONGEST = 176.0  # the longest bar: what is left of the width holds an amount
BAR, THIN = 16.0, 9.0  # how high a bar is, and one of tax
LABEL, GAP, BETWEEN = 19.0, 16.0, 5.0  # a way's name above its bars; the space below them, and from one to the other
BESIDE = 7.0  # from a bar's end to its amount

TAX, STAYS = Text("tax {amount}"), Text("a loan stays: {amount}")


@dataclass(frozen=True)
class Row:
    """A way that the picture shows. `tax` is None where nothing is to be said of one; `stays` is what is owed on a loan
    that the way does not end."""

    label: Text
    collectible: Span
    tax: Span | None = None
    stays: Span = NOTHING


@dataclass(frozen=True)
class Piece:
    """A part of a bar."""

    look: str  # sure, unsure, tax or stays
    x: float
    width: float


@dataclass(frozen=True)
class Bar:
    """One amount: its pieces from the left, and the amount in words behind them."""

    pieces: tuple[Piece, ...]
    y: float
    height: float
    words: Text
    words_x: float

    @property
    def words_y(self) -> float:
        return round(self.y + self.height / 2 + 4.5, 1)


@dataclass(frozen=True)
class WayBars:
    """A way with its bars."""

    label: Text
    label_y: float
    bars: tuple[Bar, ...]
    top: float
    bottom: float


@dataclass(frozen=True)
class WaysChart:
    """The ways, one below the other."""

    title: Text
    rows: tuple[WayBars, ...]
    height: float
    taxed: bool  # whether there is a bar of tax, which the words below the picture explain
    unsure: bool
    stays: bool
    width: int = WIDTH


def ways_chart(ways: Sequence[Row]) -> WaysChart | None:
    """The picture; None where there are not two ways to compare, or no amount that could give it a scale."""
    amounts = [amount for way in ways for amount in (way.collectible, way.tax, way.stays) if amount is not None]
    most = max(map(_end, amounts), default=ZERO)
    if len(ways) < 2 or not most:
        return None
    rows, y = [], 0.0
    for way in ways:
        rows.append(_row(way, y, most))
        y = rows[-1].bottom + GAP
    pieces = [piece for row in rows for bar in row.bars for piece in bar.pieces]
    return WaysChart(
        _title(ways),
        tuple(rows),
        round(y - GAP + 4, 1),
        taxed=any(way.tax not in (None, NOTHING) for way in ways),
        unsure=any(piece.look == "unsure" for piece in pieces),
        stays=any(piece.look == "stays" for piece in pieces),
    )


def _row(way: Row, y: float, most: Decimal) -> WayBars:
    bars = [_bar(way.collectible, y + LABEL, most)]
    thin = {"stays": (way.stays, STAYS), "tax": (way.tax, TAX)}
    for look, (amount, words) in thin.items():
        if amount is not None and amount != NOTHING:
            bars.append(_thin(look, amount, words, bars[-1].y + bars[-1].height + BETWEEN, most))
    last = bars[-1]
    return WayBars(way.label, y + 13, tuple(bars), round(y + LABEL - 2, 1), round(last.y + last.height, 1))


def _bar(amount: Span, y: float, most: Decimal) -> Bar:
    """What may be collected: the certain part full, the rest striped; all of it where nobody can say."""
    unknown = amount.high is None and not amount.low
    sure, end = _x(amount.low or ZERO, most), _x(most if unknown else _end(amount), most)
    pieces = [Piece("sure", 0.0, sure)] if sure else []
    if end > sure:
        pieces.append(Piece("unsure", sure, round(end - sure, 1)))
    return Bar(tuple(pieces), y, BAR, _words(amount), round(end + BESIDE, 1))


def _thin(look: str, amount: Span, words: Text, y: float, most: Decimal) -> Bar:
    """Tax, or a loan that stays: up to the most it can be."""
    end = _x(_end(amount), most)
    pieces = (Piece(look, 0.0, end),) if end else ()
    return Bar(pieces, y, THIN, Text(words.template, {"amount": _words(amount)}), round(end + BESIDE, 1))


def _words(amount: Span) -> Text:
    if amount.high is None and not amount.low:
        return Text("not known yet")
    return Text("{amount}", {"amount": amount})


def _x(amount: Decimal, most: Decimal) -> float:
    return round(LONGEST * float(amount / most), 1)


def _end(amount: Span) -> Decimal:
    """How far a bar goes: beyond the least, where nobody can name the most."""
    return amount.high if amount.high is not None else (amount.low or ZERO) * OPEN_END


def _title(ways: Sequence[Row]) -> Text:
    """The picture in a sentence: the least and the most that may be collected, and after which way."""
    least = min(ways, key=lambda way: _order(way.collectible))
    most = max(ways, key=lambda way: _order(way.collectible))
    return Text(
        "Bar chart of {count} ways out: what may be collected is {least} with “{first}” and {most} with “{last}”. "
        "The table below has every figure.",
        {
            "count": len(ways),
            "least": _words(least.collectible),
            "first": least.label,
            "most": _words(most.collectible),
            "last": most.label,
        },
    )


def _order(amount: Span) -> tuple[bool, Decimal]:
    """By the most that it can be; what nobody can name comes last."""
    return amount.high is None, amount.high if amount.high is not None else amount.low or ZERO
