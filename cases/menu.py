"""The pages of a person's case, as one list: drawn as the same small menu above each of them.

A page joins the workspace by one entry here, and nothing else: base.html draws the menu on it. An entry stands here
only once its page exists.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from calculators.working import Text

Answers = Mapping[str, Any]  # the facts of a case, as the contract has them


def always(facts: Answers) -> bool:
    return True


def answered(facts: Answers) -> bool:
    """Whether there is an answer to show: the state is known."""
    return "state" in facts


@dataclass(frozen=True)
class CasePage:
    """One page of the workspace. `within` names the pages below it, on which it is the current one."""

    label: Text
    url: str
    offered: Callable[[Answers], bool] = answered
    within: tuple[str, ...] = ()


@dataclass(frozen=True)
class Link:
    """An entry as it is drawn. `current` is what aria-current says: page, true (a page below it) or nothing."""

    page: CasePage
    current: str


PAGES = (
    CasePage(Text("The answer"), "results:answer"),
    CasePage(Text("Ways out"), "results:ways"),
    CasePage(Text("What if"), "what_if:page", within=("what_if:keep", "what_if:adopt")),
    CasePage(Text("Settling"), "settling:plan"),
    CasePage(Text("Letters"), "letters:index", within=("letters:letter",)),
    CasePage(Text("Checklist"), "checklist:show"),
    CasePage(Text("Papers"), "reports:papers", within=("reports:progress",)),
    CasePage(Text("Your answers"), "questionnaire:check", always),
)


def links(request: HttpRequest) -> list[Link]:
    """The menu for the page asked for: what this case is offered; nothing on a page that is not in the list."""
    case, match = getattr(request, "case", None), request.resolver_match
    here = match.view_name if match else ""
    if case is None or not any(here == page.url or here in page.within for page in PAGES):
        return []
    return [Link(page, _current(page, here)) for page in PAGES if here == page.url or page.offered(case.facts)]


def _current(page: CasePage, here: str) -> str:
    return "page" if here == page.url else "true" if here in page.within else ""
