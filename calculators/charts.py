"""Pictures of an assessment as plain shapes: one SVG template draws them on the page and in the PDF.

Words come as Text, so that they are translated where they are drawn. Nothing is told by color alone: every bar has its
label and amount, and what is not certain is hatched.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from .assessment import LoanAssessment
from .consequences.judgment import Judgment
from .money import NOTHING, ZERO, Span
from .working import Text

WIDTH, HEIGHT = 352, 262
TOP, BASE = 52.0, 208.0  # where the tallest bar begins, and the ground on which the bars stand
COLUMN, BAR = WIDTH / 4, 60.0
LINE = 17.0
OPEN_END = Decimal("1.15")  # how far a bar goes on, hatched, whose end nobody can name

Look = Literal["owed", "paid", "left", "collect", "yours"]


@dataclass(frozen=True)
class Part:
    """A rectangle of a bar: certain, or hatched."""

    y: float
    height: float
    certain: bool


@dataclass(frozen=True)
class Bar:
    """One amount: its parts from the ground up, its label below, its amount above."""

    look: Look
    x: float
    parts: tuple[Part, ...]
    label: tuple[Text, Text]  # two lines
    amount: tuple[Text, ...]  # one line or two
    amount_y: float  # of the last line

    @property
    def middle(self) -> float:
        return self.x + BAR / 2

    @property
    def width(self) -> float:
        return BAR

    @property
    def size(self) -> float:
        """How large the amount can be written without touching its neighbor."""
        return 15 if max(len(str(line)) for line in self.amount) < 10 else 12.5

    @property
    def fill(self) -> str:
        return PAINT[self.look][0]

    @property
    def outline(self) -> str:
        return PAINT[self.look][1]

    @property
    def first_y(self) -> float:
        """Where the first of two lines of the amount stands."""
        return round(self.amount_y - LINE, 1)


@dataclass(frozen=True)
class Link:
    """A dashed line that carries a height from one bar to the next."""

    x1: float
    x2: float
    y: float


@dataclass(frozen=True)
class Waterfall:
    """From what was owed to what may be collected."""

    name: str
    title: Text
    bars: tuple[Bar, ...]
    links: tuple[Link, ...]
    width: int = WIDTH
    height: int = HEIGHT
    base: float = BASE
    label_y: float = BASE + 23
    second_label_y: float = BASE + 23 + LINE


PAINT: dict[Look, tuple[str, str]] = {  # fill and outline, told apart in grey too; the page's own CSS may color them
    "owed": ("#18222d", "#18222d"),
    "paid": ("#c9c4b6", "#5b564b"),
    "left": ("#ffffff", "#18222d"),
    "collect": ("#5b6570", "#18222d"),
    "yours": ("#ffffff", "#18222d"),
}
LABELS: dict[Look, tuple[Text, Text]] = {
    "owed": (Text("You"), Text("owed")),
    "paid": (Text("The sale"), Text("brought")),
    "left": (Text("Left"), Text("over")),
    "collect": (Text("They may"), Text("collect")),
    "yours": (Text("Over, for"), Text("the owner")),
}


def waterfall(each: LoanAssessment) -> Waterfall | None:
    """The picture of one loan; None where too little is known to draw one, or the loan was not part of the sale."""
    left = each.deficiency
    unsold = not left.credit.low and left.credit != NOTHING and left.credit.high in (None, left.debt.high)
    if left.stays_on_home or not left.debt.low or unsold:
        return None
    surplus = left.surplus if left.gross == NOTHING and left.surplus.low else NOTHING
    if surplus != NOTHING:
        return with_surplus(each.loan.id, left.debt, surplus)
    title = Text(
        "Bar chart: you owed {debt}, the sale brought {credit}, {gross} was left over, "
        "and they may collect {collectible}.",
        {"debt": left.debt, "credit": left.credit, "gross": left.gross, "collectible": left.collectible},
    )
    scale = _Scale(_end(left.debt))
    shown = _from_debt_to_gap(scale, each.loan.id, title, left.debt, left.credit, left.gross)
    return replace(shown, bars=(*shown.bars, scale.bar(3, "collect", left.collectible)))


def with_gap(name: str, debt: Span, credit: Span, gap: Span) -> Waterfall:
    """The picture of a sale that brought less than was owed, where nothing is said of what may be collected."""
    title = Text(
        "Bar chart: you owed {debt}, the sale brought {credit}, and {gap} was left over.",
        {"debt": debt, "credit": credit, "gap": gap},
    )
    return _from_debt_to_gap(_Scale(_end(debt)), name, title, debt, credit, gap)


def _from_debt_to_gap(scale: _Scale, name: str, title: Text, debt: Span, credit: Span, gap: Span) -> Waterfall:
    floating = credit if debt.exact and credit.exact else None
    bars = (
        scale.bar(0, "owed", debt),
        scale.bar(1, "paid", credit, top=debt.low if floating else None),
        scale.bar(2, "left", gap),
    )
    links: tuple[Link, ...] = ()
    if floating and debt.low is not None:
        top, end = scale.y(debt.low), scale.y(debt.low - (floating.low or ZERO))
        links = (scale.link(0, top), scale.link(1, end))
    return Waterfall(name, title, bars, links)


def with_surplus(name: str, debt: Span, surplus: Span) -> Waterfall:
    """The picture of a sale that brought more than was owed."""
    scale = _Scale(_end(debt) + _end(surplus))
    brought = debt + surplus
    bars = (
        scale.bar(0, "owed", debt),
        scale.bar(1, "paid", brought),
        scale.bar(2, "collect", NOTHING),
        scale.bar(3, "yours", surplus, top=brought.low),
    )
    title = Text(
        "Bar chart: you owed {debt}, the sale brought {brought}, they may collect nothing, "
        "and {surplus} is over for the owner.",
        {"debt": debt, "brought": brought, "surplus": surplus},
    )
    return Waterfall(name, title, bars, (scale.link(0, scale.y(debt.low or ZERO)),))


def _amount(span: Span) -> tuple[Text, ...]:
    """An amount in the width of a bar: a range takes two lines."""
    low, high = span.low, span.high
    if low is None and high is None:
        return Text("not known"), Text("yet")
    if high is None:
        return Text("at least"), Text("{amount}", {"amount": low})
    if low == high:
        return (Text("{amount}", {"amount": high}),)
    if not low:
        return Text("up to"), Text("{amount}", {"amount": high})
    return Text("{amount} to", {"amount": low}), Text("{amount}", {"amount": high})


def _end(span: Span) -> Decimal:
    """How far up a bar goes, hatched part and all."""
    if span.high is not None:
        return span.high
    return (span.low or ZERO) * OPEN_END


class _Scale:
    """Dollars to heights."""

    def __init__(self, most: Decimal):
        self.most = most

    def y(self, amount: Decimal) -> float:
        return round(BASE - (BASE - TOP) * float(min(amount, self.most) / self.most), 1)

    def bar(self, place: int, look: Look, amount: Span, top: Decimal | None = None) -> Bar:
        """A bar on the ground, or hanging from `top`."""
        low, high = amount.low or ZERO, max(amount.low or ZERO, _end(amount))
        ends = [(ZERO, low, True), (low, high, False)] if top is None else [(top - low, top, True)]
        if amount.high is None and not amount.low:  # nothing is known: hatched all the way up
            ends = [(ZERO, self.most, False)]
        parts = tuple(
            Part(self.y(to), round(self.y(start) - self.y(to), 1), certain) for start, to, certain in ends if to > start
        )
        above = min((part.y for part in parts), default=BASE)
        x = COLUMN * place + (COLUMN - BAR) / 2
        return Bar(look, x, parts, LABELS[look], _amount(amount), round(above - 9, 1))

    def link(self, place: int, y: float) -> Link:
        edge = COLUMN * place + (COLUMN + BAR) / 2
        return Link(edge, edge + COLUMN - BAR, y)


# A judgment over the years

PLOT_RIGHT, PLOT_TOP = WIDTH - 6.0, 74.0  # the labels stand above
FIGURE = 7.8  # how wide a figure of an amount beside the picture is
GRID = 3  # lines of amounts behind the curves
CURVES: dict[str, Text] = {"free": Text("No payments: {amount}"), "paid": Text("With payments: {amount}")}


@dataclass(frozen=True)
class Curve:
    """What is owed from year to year: one line, or two with the space between them hatched."""

    look: str  # free or paid
    lines: tuple[str, ...]  # points as SVG has them
    between: str  # points of the space between two lines, or nothing
    label: Text
    label_y: float  # the labels stand above the picture, each with a piece of its line

    @property
    def sample_y(self) -> float:
        return self.label_y - 5


@dataclass(frozen=True)
class Mark:
    """A line of the grid with its amount, or a year below the picture."""

    at: float
    label: Text
    anchor: str = "start"

    @property
    def label_y(self) -> float:
        """Where an amount stands beside its line."""
        return round(self.at + 4.5, 1)


@dataclass(frozen=True)
class Growth:
    """What a judgment grows to, with payments and without."""

    name: str
    title: Text
    curves: tuple[Curve, ...]
    amounts: tuple[Mark, ...]
    years: tuple[Mark, ...]
    left: float  # where the picture begins, right of the amounts
    width: int = WIDTH
    height: int = 246
    right: float = PLOT_RIGHT
    base: float = BASE
    year_y: float = BASE + 24

    @property
    def amount_x(self) -> float:
        return self.left - 6


def growth(told: Judgment) -> Growth | None:
    """The picture of a judgment over its years; None where nobody can say how it grows."""
    free = [told.amount, *(year.balance for year in told.years)]
    paid = [told.amount, *(year.with_payments for year in told.years if year.with_payments)]
    rows = {"free": free} | ({"paid": paid} if told.monthly_payment else {})
    highs = [span.high for spans in rows.values() for span in spans]
    if not told.years or any(high is None for high in highs) or not max(filter(None, highs), default=ZERO):
        return None
    step = _step(max(high for high in highs if high is not None) / GRID)
    most, count = step * GRID, len(told.years)
    left = round(FIGURE * len(f"${most:,.0f}") + 8, 1)

    def point(year: int, amount: Decimal | None) -> str:
        x = left + (PLOT_RIGHT - left) * year / count
        return f"{round(x, 1)},{height(amount or ZERO)}"

    def height(amount: Decimal) -> float:
        return round(BASE - (BASE - PLOT_TOP) * float(amount / most), 1)

    curves = []
    for place, (look, spans) in enumerate(rows.items()):
        sides = [[point(year, end) for year, end in enumerate(side)] for side in _sides(spans)]
        between = " ".join([*sides[0], *reversed(sides[1])]) if len(sides) == 2 else ""
        label = Text(CURVES[look].template, {"amount": _whole(spans[-1])})
        curves.append(Curve(look, tuple(" ".join(side) for side in sides), between, label, 18.0 + 24 * place))
    values = {"amount": told.amount, "years": count, "free": free[-1], "paid": paid[-1]}
    title = Text("Line chart: {amount} grows to {free} in {years} years without payments.", values)
    if "paid" in rows:
        title = Text(
            "Line chart: in {years} years {amount} grows to {free} without payments, and comes to {paid} with.", values
        )
    amounts = tuple(Mark(height(step * n), Text("{amount}", {"amount": step * n})) for n in range(1, GRID + 1))
    marks = (
        Mark(left, Text("{day}", {"day": told.starts_on})),
        Mark(PLOT_RIGHT, Text("{count} years later", {"count": count}), "end"),
    )
    return Growth("growth", title, tuple(curves), amounts, marks, left)


def _sides(spans: list[Span]) -> list[list[Decimal | None]]:
    """The low ends and the high ends; once, where they are the same."""
    lows, highs = [span.low for span in spans], [span.high for span in spans]
    return [highs] if lows == highs else [lows, highs]


def _whole(span: Span) -> Span:
    """The same in whole dollars: a picture is no finer."""
    ends = (None if end is None else end.quantize(Decimal(1)) for end in (span.low, span.high))
    return Span(*ends)


def _step(least: Decimal) -> Decimal:
    """The next round amount: 1, 2, 2.5 or 5 with zeros."""
    power = Decimal(10) ** least.adjusted()
    return next(power * factor for factor in map(Decimal, ("1", "2", "2.5", "5", "10")) if power * factor >= least)
