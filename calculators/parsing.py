"""Reading what people type: $1,234.50 and 1234.5, 3/2/26 and March 2, 2026, half an acre and 10,000 sq ft.

Everything that can mean only one thing is taken. What could mean two things, or looks like a slip of the keyboard, is
asked for again: a wrong amount is worse than a second try. Every reader raises CannotRead with a sentence that says
what to write instead.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from django.utils.dates import MONTHS, MONTHS_3
from django.utils.translation import gettext as _

CENT = Decimal("0.01")
LONGEST = 60  # characters; no amount and no date needs more
LONGEST_NUMBER = 20  # a number that is longer is a slip, and more than exact arithmetic holds
FARTHEST = 40  # years ahead that a two-digit year may mean: a mortgage made today ends within them
SQUARE_FEET_PER_ACRE = 43_560
COUNTING = {
    word: number
    for number, word in enumerate(
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
    )
} | {"fifteen": 15, "twenty": 20, "thirty": 30}
ENGLISH_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip


class CannotRead(ValueError):
    """What was typed is not what was asked for; `message` says how to write it."""

    def __init__(self, message: str):
        self.message = message
        super().__init__()


def tidy(typed: str) -> str:
    """The same with one kind of space, digit and dash."""
    plain = unicodedata.normalize("NFKC", typed).replace("\u2044", "/")
    plain = re.sub("[‐‑‒–—−]", "-", plain)
    return re.sub(r"\s+", " ", plain).strip().casefold()


# Numbers

GROUPED = r"\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d{1,3}(?:'\d{3})+|\d+"
PLAIN_NUMBER = re.compile(rf"(?P<whole>{GROUPED})?(?:\.(?P<part>\d*))?")
CONTINENTAL = re.compile(r"(?P<whole>\d{1,3}(?:\.\d{3})+),(?P<part>\d{1,2})")  # 1.234,50


def read_number(text: str) -> Decimal | None:
    """A number without sign or unit; None if it is not one, or commas stand where none belong."""
    found = CONTINENTAL.fullmatch(text) or PLAIN_NUMBER.fullmatch(text)
    if found is None or not (found["whole"] or found["part"]) or len(text) > LONGEST_NUMBER:
        return None
    return Decimal(f"{re.sub('[^0-9]', '', found['whole'] or '0')}.{found['part'] or '0'}")


MONEY_WORDS = re.compile(r"^(?:about|around|approx\.?|approximately|circa|ca\.?|~|roughly)\s*|us\$|usd|dollars?|bucks")
TIMES = {"k": 1_000, "thousand": 1_000, "m": 1_000_000, "million": 1_000_000}


def read_money(typed: str) -> Decimal:
    """Dollars to the cent."""
    text = MONEY_WORDS.sub("", tidy(typed)).replace("$", "").strip().removesuffix(".-").removesuffix("-")
    if text.startswith("-") or (text.startswith("(") and text.endswith(")")):
        raise CannotRead(_("Write it without a minus sign. If nothing is owed, write 0."))
    number, times = text, 1
    if found := re.fullmatch(r"([\d.,' ]+?) ?(k|thousand|m|million)", text):
        number, times = found[1], TIMES[found[2]]
    amount = read_number(number.strip())
    if amount is None:
        raise CannotRead(_("Write an amount in dollars, like 1,234.50."))
    if times == 1 and amount != amount.quantize(CENT):
        raise CannotRead(_("Write at most two digits after the point, like 1,234.50."))
    return (amount * times).quantize(CENT, rounding=ROUND_HALF_UP)


def read_percent(typed: str) -> Decimal:
    """A yearly rate in percent: 6.5, 6.5%, 6 1/2 percent."""
    text = re.sub(r"%|percent|per ?cent|pct\.?|a year|apr", "", tidy(typed)).strip()
    rate = _with_fraction(text)
    if rate is None:
        raise CannotRead(_("Write the percentage as a number, like 6.5."))
    return rate


ACRES = re.compile(r"(?P<number>.*?) ?(?:acres?|ac\.?)?")
SQUARE_FEET = re.compile(r"(?P<number>.*?) ?(?:sq(?:uare)?\.? ?f(?:ee|oo)?t\.?|sf|ft2|sqft)")


def read_number_of_acres(typed: str) -> Decimal:
    """Acres: 0.25, 1/4 acre, 2 1/2, 10,000 sq ft."""
    text = tidy(typed).replace("half an acre", "1/2").replace("half acre", "1/2")
    if feet := SQUARE_FEET.fullmatch(text):
        number = read_number(feet["number"])
        if number is not None:
            return (number / SQUARE_FEET_PER_ACRE).quantize(Decimal("0.0001"))
    acres = ACRES.fullmatch(text)
    number = _with_fraction(acres["number"]) if acres else None
    if number is None:
        raise CannotRead(_("Write the acres as a number, like 0.25, or the square feet, like 10,000 sq ft."))
    return number


def _with_fraction(text: str) -> Decimal | None:
    """6.5, 1/4 or 6 1/2."""
    found = re.fullmatch(r"(?:(\d+) )?(\d+) ?/ ?(\d+)", text)
    if found is None:
        return read_number(text)
    whole, top, bottom = (int(part or 0) for part in found.groups())
    if bottom == 0 or top >= bottom * 10:
        return None
    exact = whole + Fraction(top, bottom)
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal("0.0001")).normalize() + 0


def read_count(typed: str) -> int:
    """A whole number, in digits or as a word, with or without its unit: 20, twenty, 20 days."""
    text = re.sub(r" ?(?:days?|units?|homes?|houses?|calendar|business|months?|years?)", "", tidy(typed)).strip()
    if text in COUNTING:
        return COUNTING[text]
    number = read_number(text)
    if number is None or number != int(number):
        raise CannotRead(_("Write a whole number, like 1."))
    return int(number)


# Dates


def read_date(typed: str, today: date) -> date:
    """A day, the American way where it could be read two ways: 3/2/26 is March 2, 2026."""
    text = re.sub(
        r"(?<=\d)(?:st|nd|rd|th)\b|\bof\b|^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b",
        "",
        tidy(typed),
    )
    parts = re.findall(r"\d+|[^\W\d_]+", text)
    if re.sub(r"[\s/.,\-]|\d|[^\W\d_]", "", text):
        parts = []
    if len(parts) == 1 and parts[0].isdigit() and len(parts[0]) in (6, 8):
        parts = _unglued(parts[0])
    named = [_month(part) for part in parts if not part.isdigit()]
    numbers = [part for part in parts if part.isdigit()]
    if not parts or len(named) > 1 or None in named or any(len(number) > 4 for number in numbers):
        raise CannotRead(_like(today))
    if len(parts) < 3:
        raise CannotRead(f"{_('Write the month, the day and the year.')} {_like(today)}")
    if len(parts) > 3:
        raise CannotRead(_like(today))
    return _day(*_ordered(named[0] if named else None, numbers), today=today)


def _unglued(digits: str) -> list[str]:
    """03022026, 030226 or 20260302."""
    if len(digits) == 8 and digits[:2] in ("19", "20"):
        return [digits[:4], digits[4:6], digits[6:]]
    return [digits[:2], digits[2:4], digits[4:]]


def _month(word: str) -> int | None:
    """The month that a word names, in the active language or in English, whole or shortened."""
    if len(word) < 3:
        return None
    names = {str(name).casefold(): number for table in (MONTHS, MONTHS_3) for number, name in table.items()}
    names |= {name: number for number, name in enumerate(ENGLISH_MONTHS, start=1)}
    found = {number for name, number in names.items() if name.startswith(word)}
    if word == "sept":
        return 9
    return found.pop() if len(found) == 1 else None


def _ordered(month: int | None, numbers: list[str]) -> tuple[str, str, str]:
    """Year, month and day as they were meant."""
    first, second, *rest = numbers
    if month is not None:
        return (first, str(month), second) if len(first) == 4 else (second, str(month), first)
    third = rest[0]
    if len(first) == 4:
        return first, second, third
    if int(first) > 12 >= int(second):  # no month has that number, so the day came first
        return third, second, first
    return third, first, second


def _day(year: str, month: str, day: str, today: date) -> date:
    if len(year) not in (2, 4) or len(month) > 2 or len(day) > 2:
        raise CannotRead(_like(today))
    number = int(year)
    if len(year) == 2:
        number += 2000
        if number > today.year + FARTHEST:
            number -= 100
    try:
        found = date(number, int(month), int(day))
    except ValueError:
        raise CannotRead(f"{_('There is no such day in the calendar.')} {_like(today)}") from None
    if not 1900 <= found.year <= 2200:
        raise CannotRead(_("Check the year."))
    return found


def _like(today: date) -> str:
    return _("Write it like {example}.").format(example=f"3/2/{today.year}")


# By kind of question

READERS: dict[str, Callable[[str], Decimal | int]] = {
    "money": read_money,
    "percent": read_percent,
    "number": read_number_of_acres,
    "count": read_count,
}


def typed_value(kind: str, typed: str, today: date) -> Decimal | int | date:
    """What was typed in answer to a question of this kind."""
    if len(typed) > LONGEST:
        raise CannotRead(_("That is too long. Write only the amount, the number or the date."))
    return read_date(typed, today) if kind == "date" else READERS[kind](typed)


def read(kind: str, typed: str, today: date) -> Any:
    """The same, as the contract's JSON has it."""
    value = typed_value(kind, typed, today)
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, int) else f"{value:f}"


def unread(kind: str, value: Any) -> str:
    """A stored value as a person would type it, to stand in the field again."""
    if value is None:
        return ""
    if kind == "date":
        day = date.fromisoformat(value) if isinstance(value, str) else value
        return f"{day.month}/{day.day}/{day.year}"
    if kind == "count":
        return str(value)
    number = Decimal(str(value))
    if kind == "money":
        return f"{number:,.0f}" if number == number.to_integral_value() else f"{number:,.2f}"
    return f"{number.normalize():f}"


UNSURE = re.compile(
    r"\?+|(?:i )?(?:do not|don't|dont) (?:know|remember)|(?:i am |i'm )?not sure|unsure|unknown|no idea|dk"
)


def means_unsure(typed: str) -> bool:
    """Whether a person typed in words that they do not know."""
    return UNSURE.fullmatch(tidy(typed).replace("’", "'").rstrip(".!")) is not None
