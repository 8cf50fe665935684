"""The chapters after the answer: the questions that make one consequence exact, and only they."""

import pytest
from django.test import Client
from django.urls import reverse

from calculators.facts import read_facts
from calculators.questions import core_questions
from cases.models import Case
from cases.questionnaire import pages
from cases.questionnaire.flow import Flow
from tests.asked import SOLD, TODAY, address, begin, facts_of, something, words

pytestmark = pytest.mark.django_db


def test_a_chapter_asks_what_its_consequence_still_needs_and_leads_back(client: Client) -> None:
    case = begin(client, {**SOLD, "household": {"bankruptcy": "discharged"}})
    asked = []
    page = client.get(reverse("questionnaire:more", args=["credit"]), follow=True)
    while "form" in page.context:
        form = page.context["form"]
        asked.append(form.page.path)
        assert "Credit" in words(page) or not pages.chapter_of(form.page.path)
        page = client.post(page.request["PATH_INFO"] + "?chapter=credit", something(form), follow=True)
        assert len(asked) < 20
    assert "household.bankruptcy_filed_on" in asked
    assert page.redirect_chain[-1][0] == reverse("results:answer") + "#credit"
    assert Flow.of(Case.objects.get(pk=case.pk)).chapter("credit") == []


def test_back_in_a_chapter_leads_to_its_part_of_the_answer(client: Client) -> None:
    begin(client, {**SOLD, "household": {"bankruptcy": "discharged"}})
    page = client.get(reverse("questionnaire:more", args=["credit"]), follow=True)
    there = page.request["PATH_INFO"] + "?chapter=credit"
    assert client.post(there, {"then": "back"}).headers["Location"] == reverse("results:answer") + "#credit"


def test_a_list_of_states_opens_on_none_so_that_going_on_says_nothing_untrue(client: Client) -> None:
    case = begin(client, SOLD)
    there = address("household.residence_state") + "?chapter=collection"
    page = client.get(there)
    assert '<option value="" selected>Choose a state</option>' in page.content.decode()
    again = client.post(there, {"answer": ""})
    assert "Choose an answer." in again.content.decode()
    assert "household" not in Case.objects.get(pk=case.pk).facts
    client.post(there, {"answer": "NV"})
    assert Case.objects.get(pk=case.pk).facts["household"]["residence_state"] == "NV"


def test_whatever_a_consequence_needs_can_be_asked() -> None:
    """Every fact that a consequence may name as missing has a question in plain words."""
    for path, core in core_questions().items():
        if core.part:
            asked = pages.page(read_facts({"state": "AZ"}, TODAY), pages.page_of(path.replace("*", "first")))
            assert any(each.text for each in asked.questions)
            assert str(pages.section(None, pages.page_of(path.replace("*", "first")))) != ""


def test_a_worksheet_takes_a_total_or_its_lines(client: Client) -> None:
    case = begin(client, SOLD)
    page = client.post(address("household.assets"), {"cash": "1,000"})
    assert "count the home that was lost" in words(page), "nobody leaves the home out"
    client.post(address("household.assets"), {"real_property": "200,000", "cash": "1,000"})
    assets = facts_of(case)["household"]["assets"]
    assert assets["real_property"] == "200000.00"
    assert assets["jewelry"] == "0.00", "a line that is left empty counts as nothing"
    page = client.post(address("household.assets"), {"total": "5", "real_property": "200,000"})
    assert "less than its lines add up to" in words(page)


def test_the_people_on_a_return_stand_on_one_page_and_none_must_be_told(client: Client) -> None:
    case = begin(client, SOLD)
    client.post(address("household.people"), {"0-age": "66", "1-blind": "yes"})
    assert facts_of(case)["household"]["people"] == [{"age": 66}, {"blind": True}]
    client.post(address("household.filing_status"), {"answer": "single"})
    page = client.get(address("household.people"))
    assert "spouse" not in " ".join(str(field.label) for field in page.context["form"])
