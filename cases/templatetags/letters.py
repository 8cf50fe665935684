"""Template filters for letters."""

from collections.abc import Mapping

from django import template

from calculators.working import Text

register = template.Library()


@register.filter
def named(names: Mapping[str, Text], key: str) -> Text:
    """The name that stands under a key."""
    return names[key]
