"""`manage.py check` names every fault of the glossary's files."""

from typing import Any

from django.core.checks import CheckMessage, Error


def glossary(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Every file has its parts, its sums add up, and every related term is there."""
    from .markdown import BadPage  # read only when asked for: most commands need no glossary
    from .terms import ENGLISH, terms_of

    try:
        terms_of(ENGLISH)
    except BadPage as error:
        return [Error(fault, id="glossary.E001") for fault in error.faults]
    return []
