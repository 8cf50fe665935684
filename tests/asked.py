"""The questionnaire as the tests walk it."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.test import Client
from django.urls import reverse

from cases import services
from cases.models import Case
from cases.questionnaire import pages
from cases.questionnaire.flow import Flow, record
from cases.questionnaire.forms import AnswerForm

TODAY = date(2026, 11, 22)
SOLD = {
    "state": "AZ",
    "stage": "sold",
    "disposition": {"kind": "nonjudicial_foreclosure", "date": "2026-03-02", "foreclosing_lien": "first"},
}


def address(path: str) -> str:
    return reverse("questionnaire:question", args=[path])


def begin(client: Client, facts: dict[str, Any] | None = None, asked: tuple[str, ...] = ()) -> Case:
    """An open case in which this is answered."""
    client.post(reverse("questionnaire:start"))
    case = Case.objects.latest("created_at")
    services.save_facts(case, facts or SOLD, asked)
    return case


def facts_of(case: Case) -> dict[str, Any]:
    return Case.objects.get(pk=case.pk).facts


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def unsure(form: AnswerForm) -> dict[str, str]:
    """ "I don't know" to everything that is on the page."""
    names = ["unknown"] if "unknown" in form.fields else ["answer", "court_papers"]
    return {name: "unknown" for name in names if name in form.fields}


def something(form: AnswerForm) -> dict[str, str]:
    """The first choice, and a plausible line, to everything that is on the page."""
    typed = {"money": "$1,000.50", "date": "3/2/26", "number": "0.2", "count": "1", "percent": "6.5"}
    given = {}
    for question in form.page.questions:
        if question.kind in ("choice", "yes_no"):
            given[form.name(question)] = {"yes_no": "no"}.get(question.kind, str(question.choices[0].value))
        elif form.page.path != pages.COURT_PAPERS:
            given[form.name(question)] = typed[question.kind]
    return given


def walk(facts: dict[str, Any], choose: Callable[[AnswerForm], dict[str, str]]) -> Iterator[tuple[Flow, Case]]:
    case = Case()
    case.kept["facts"] = facts
    while (flow := Flow(case.facts, case.asked)).left:
        yield flow, case
        page = flow.page(flow.left[0])
        form = AnswerForm(page, flow, choose(AnswerForm(page, flow)))
        assert form.is_valid(), (page.path, form.errors)
        record(case, page, form.values)
