"""How the engine's sentences are drawn: translated as templates, their values in the reader's own notation."""

from datetime import date
from decimal import Decimal
from functools import lru_cache

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext, pgettext

from calculators.money import Span
from calculators.working import Text


def say(value: object) -> str:
    """A Text, an amount, a date or a span in the active language."""
    match value:
        case None:
            return ""
        case Text():
            return _sentence(value)
        case bool():
            return gettext("Yes") if value else gettext("No")
        case Decimal():
            return money(value)
        case date():
            return _day(value, get_language())
        case Span():
            return _span(value)
        case _:
            return str(value)


@lru_cache(maxsize=4096)
def _day(day: date, language: str | None) -> str:
    """A date in the active language. Pages name the same days many times, and Django takes long to spell one out."""
    return date_format(day, "DATE_FORMAT")


def money(amount: Decimal) -> str:
    """$72,280, with cents only where there are any."""
    places = 0 if amount == amount.to_integral_value() else 2
    figure = number_format(abs(amount), decimal_pos=places, use_l10n=True, force_grouping=True)
    template = gettext("−${amount}") if amount < 0 else gettext("${amount}")
    return template.format(amount=figure)


def _sentence(text: Text) -> str:
    if not text.template:
        return ""
    template = pgettext(text.context, text.template) if text.context else gettext(text.template)
    if not text.values:
        return template
    return template.format(**{name: say(value) for name, value in text.values.items()})


def _span(span: Span) -> str:
    low, high = span.low, span.high
    if low is None and high is None:
        return gettext("an amount not known yet")
    if high is None:
        return gettext("at least {low}").format(low=say(low))
    if low is None or (low == 0 and high > 0):
        return gettext("up to {high}").format(high=say(high))
    if low == high:
        return say(low)
    return gettext("{low} to {high}").format(low=say(low), high=say(high))
