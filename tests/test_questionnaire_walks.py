"""Walks through the questionnaire: in every state, at every stage, every question leads on, none comes twice, and there
is an end."""

import pytest
from django.test import Client
from django.urls import reverse

from calculators.law.loader import codes
from tests.asked import SOLD, address, something, unsure, walk

CHECK = "/case/check/"


@pytest.mark.django_db
@pytest.mark.parametrize("state", ("AZ", "CT", "ND"))
def test_the_pages_lead_from_the_first_question_to_the_last(client: Client, state: str) -> None:
    client.post(reverse("questionnaire:start"))
    page = client.post(address("state"), {"answer": state}, follow=True)
    page = client.post(address("stage"), {"answer": "sold"}, follow=True)
    met, left = [], 99
    while page.redirect_chain[-1][0] != CHECK:
        form = page.context["form"]
        met.append(form.page.path)
        assert page.context["left"] <= left, "no answer leaves more questions"
        left = page.context["left"]
        page = client.post(address(form.page.path), something(form), follow=True)
        assert page.redirect_chain, (form.page.path, form.errors, page.context["form"].errors)
        assert len(met) < 60
    assert len(set(met)) == len(met), "no question comes twice"
    assert "Nothing is left" in page.content.decode()
    shown = {row.path for _, rows in page.context["groups"] for row in rows}
    assert shown == {"state", "stage", *met}


@pytest.mark.parametrize("state", codes())
def test_every_state_has_a_way_from_the_first_question_to_the_last(state: str) -> None:
    met, left = [], 99
    for flow, _ in walk({"state": state, "stage": "sold"}, something):
        met.append(flow.left[0])
        assert flow.most_left <= left, "no answer leaves more questions"
        left = flow.most_left
        assert len(met) < 60
    assert len(set(met)) == len(met), "no question comes twice"


@pytest.mark.parametrize("state", codes())
def test_whoever_knows_nothing_comes_to_the_end_too(state: str) -> None:
    counts = [flow.most_left for flow, _ in walk({"state": state}, unsure)]
    assert counts == sorted(counts, reverse=True)


@pytest.mark.parametrize("kind", ["short_sale", "deed_in_lieu", "judicial_foreclosure"])
@pytest.mark.parametrize("stage", ["behind", "sale_set", "sold", "sued", "judgment"])
@pytest.mark.parametrize("state", ["CA", "MN", "NY", "TX"])
def test_every_stage_and_way_comes_to_an_end_with_fewer_questions_each_time(state: str, stage: str, kind: str) -> None:
    facts = {"state": state, "stage": stage, "disposition": {"kind": kind}}
    counts = [len(flow.left) for flow, _ in walk(facts, unsure)]
    assert counts == sorted(counts, reverse=True)


def test_the_number_of_questions_left_is_what_is_then_asked(client: Client) -> None:
    """With an answer that settles nothing, as many follow as were announced."""
    counts = [len(flow.left) for flow, _ in walk({**SOLD, "state": "MN"}, unsure)]
    assert counts[-1] == 1
    assert counts[0] - len(counts) <= 1
