"""The answer on screen: what it says for each outcome, what would change it, and what to do."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from calculators.answers import answers
from calculators.consequences.timeline import CLOCKS
from calculators.facts import read_facts
from cases.models import Case
from cases.results.branches import changes, fork
from cases.results.reading import read
from cases.results.steps import steps
from cases.results.time import STATES
from tests.answered import CASES, begin, facts, reading, scenarios

ANSWER = "/case/answer/"


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", re.sub(r"</?button[^>]*>", "", html)))


# Branches


def test_a_yes_or_no_forks_in_two() -> None:
    found = fork(facts("depends-on-yes"), "first")
    assert found is not None
    assert found.question.path == "answers.lender_waived_deficiency_in_complaint"
    barred, limited = found.branches
    assert [(str(a.label), a.settles) for a in barred.answers] == [("Yes", (found.question.path, True))]
    assert barred.found.liability.outcome == "barred"
    assert limited.found.deficiency.collectible.high == Decimal(50_000)


def test_a_day_forks_by_the_lenders_window() -> None:
    found = fork(facts("depends-on-a-day"), "first")
    assert found is not None
    late, in_time = found.branches
    assert str(in_time.answers[0].label).startswith("They went to court by July")
    assert late.found.liability.outcome == "barred"
    assert late.answers[0].settles == ("loans.first.answers.lender_missed_deadline", True)


def test_a_size_forks_where_the_law_cuts_it_and_is_never_made_up() -> None:
    found = fork(facts("depends-on-a-size"), "first")
    assert found is not None
    assert [str(branch.answers[0].label) for branch in found.branches] == ["2.5 acres or less", "More than 2.5 acres"]
    assert all(branch.answers[0].settles is None for branch in found.branches)


def test_what_is_settled_does_not_fork() -> None:
    assert fork(facts("barred"), "first") is None
    assert fork(facts("two-loans"), "second") is None


def test_every_open_case_of_every_state_forks_or_names_what_it_depends_on() -> None:
    forked = 0
    for state, name, given in scenarios():
        told = read(read_facts(given))
        for loan in told.loans:
            if loan.each.liability.outcome != "depends":
                continue
            assert loan.depends_on, (state, name)
            if loan.fork is None:
                continue
            forked += 1
            possible = set(loan.each.liability.possible)
            for branch in loan.fork.branches:
                assert set(branch.found.liability.possible) <= possible, (state, name)
                if any(answer.key == "new_note" for answer in branch.answers):
                    continue  # what a new promise says nobody can know, so no range holds it
                high, most = branch.found.deficiency.collectible.high, loan.each.deficiency.collectible.high
                assert most is None or (high is not None and high <= most), (state, name)
    assert forked > 20


def test_answers_of_a_choice_are_its_choices() -> None:
    asked = answers(facts("barred"), "loans.first.purpose")
    assert [answer.key for answer in asked][:2] == ["purchase", "rate_refinance"]


def test_what_would_change_an_answer_really_changes_it() -> None:
    told = facts("barred")
    found = changes(told, told.loans[0])
    assert {change.question.path for change in found} >= {"property.acres", "property.units"}
    for change in found:
        after = read(change.answer.facts).main.each.liability.outcome
        assert after == change.owed.outcome != "barred"


# Steps


def keys(name: str) -> list[str]:
    return [step.key for step in steps(reading(name).assessment)]


@pytest.mark.parametrize(
    ("name", "has", "lacks"),
    [
        ("barred", {"agree", "papers", "counselor", "fees"}, {"answer", "waiver", "surplus", "lawyer"}),
        ("sued", {"answer", "agree", "lawyer"}, {"mail", "waiver"}),
        ("judgment", {"judgment", "lawyer"}, {"answer", "mail"}),
        ("ahead", {"sale", "waiver", "fees"}, {"agree", "letter"}),
        ("surplus", {"surplus"}, {"agree", "mail"}),
        ("depends-on-a-day", {"find-suit"}, set()),
        ("depends-on-yes", {"find-out"}, set()),
        ("limited", {"agree"}, {"value"}),
        ("bankrupt", {"stay"}, set()),
        ("stays", {"agree"}, {"lawyer"}),
        ("released", {"papers"}, {"letter", "waiver"}),
    ],
)
def test_what_to_do_fits_the_case(name: str, has: set[str], lacks: set[str]) -> None:
    found = set(keys(name))
    assert has <= found
    assert not lacks & found


def test_a_loan_that_goes_on_is_not_among_those_to_hold_back() -> None:
    told = {step.key: str(step.text) for step in reading("stays").steps}
    assert told["agree"].startswith("Do not pay what is left of the second loan")


def test_what_has_a_day_comes_first_and_is_not_over() -> None:
    for _, _, given in scenarios():
        told = read(read_facts(given))
        days = [step.by for step in told.steps]
        dated = [day for day in days if day]
        assert days[: len(dated)] == sorted(dated)
        assert all(day >= told.facts.as_of for day in dated)


def test_every_step_has_its_reason_and_no_gaps() -> None:
    for _, _, given in scenarios():
        for step in read(read_facts(given)).steps:
            for text in (step.text, step.why):
                assert text.english().strip()
                assert "{" not in text.english()
                assert "None" not in text.english()


def test_every_clock_of_every_state_has_words() -> None:
    for _, _, given in scenarios():
        for clock in read(read_facts(given)).assessment.deadlines:
            assert clock.what in CLOCKS
            assert clock.state in STATES


# The page


def shown(client: Client, given: Any) -> str:
    begin(client, given)
    response = client.get(ANSWER)
    assert response.status_code == 200
    html = response.content.decode()
    assert "style=" not in html
    assert "<script" not in html
    assert "{" not in words(html)
    assert "None" not in words(html)
    return html


@pytest.mark.django_db
def test_a_flat_answer_is_one_sentence_with_its_statute(client: Client) -> None:
    html = shown(client, "barred")
    text = words(html)
    assert "the lender cannot collect the remaining $50,000 from you" in text
    assert "Barred by law" in text
    assert "Ariz. Rev. Stat. §§\u00a033-814(G)-(H)" in html  # the mark never stands without its number
    assert "We read the statute itself, within the last year." in text
    assert "Checked November 22, 2026" in text
    assert "Unless" not in text


@pytest.mark.django_db
def test_an_open_exception_takes_the_flatness_away_and_can_be_answered(client: Client) -> None:
    html = shown(client, "barred-unless")
    text = words(html)
    assert "the law we found would keep the lender from collecting the remaining $50,000" in text
    assert "Barred, as far as we found" in text
    assert "Unless one of these is so:" in text
    assert "/case/question/loans.first.answers.home_never_finished/?back=answer" in html


@pytest.mark.django_db
@pytest.mark.parametrize("confidence", ["weak", "secondary"])
def test_a_weak_rule_never_gives_the_flat_word(client: Client, confidence: str) -> None:
    given = next(
        given
        for _, _, given in scenarios()
        if (owed := read(read_facts(given)).main.each.liability).confidence == confidence and owed.outcome != "depends"
    )
    text = words(shown(client, given))
    assert "the law we found would" in text
    assert "as far as we found" in text
    assert "by law" not in text.split("From what you owed")[0]
    said = {"weak": "We found only one source", "secondary": "Two or more guides agree"}[confidence]
    assert said in text


@pytest.mark.django_db
def test_an_allowed_answer_names_the_amount(client: Client) -> None:
    text = words(shown(client, "sued"))
    assert "$40,000" in text
    assert "Answer the lawsuit in writing by December 10, 2026." in text


@pytest.mark.django_db
def test_it_depends_shows_each_branch_with_its_button(client: Client) -> None:
    html = shown(client, "depends-on-yes")
    text = words(html)
    assert "It depends on one thing" in text
    assert "This is my case: Yes" in text
    assert "up to $50,000" in text
    assert html.count('action="/case/answer/settle/"') == 2


@pytest.mark.django_db
def test_a_button_settles_the_question(client: Client) -> None:
    case = begin(client, "depends-on-yes")
    path = "answers.lender_waived_deficiency_in_complaint"
    response = client.post(reverse("results:settle"), {"path": path, "answer": "true"})
    assert response["Location"] == ANSWER
    kept = Case.objects.get(pk=case.pk)
    assert kept.facts["answers"] == {"lender_waived_deficiency_in_complaint": True}
    assert path in kept.asked
    assert "Barred by law" in client.get(ANSWER).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "posted",
    [
        {},
        {"path": "property.acres", "answer": ""},
        {"path": "property.acres", "answer": "2.5"},
        {"path": "no.such.path", "answer": "true"},
        {"path": "answers.lender_waived_deficiency_in_complaint", "answer": "maybe"},
        {"path": "state", "answer": "xx"},
    ],
)
def test_a_made_up_settlement_changes_nothing(client: Client, posted: dict[str, str]) -> None:
    case = begin(client, "depends-on-yes")
    assert client.post(reverse("results:settle"), posted).status_code == 400
    assert Case.objects.get(pk=case.pk).facts == CASES["depends-on-yes"]


@pytest.mark.django_db
def test_two_loans_have_a_sentence_each_and_the_worst_leads(client: Client) -> None:
    html = shown(client, "two-loans")
    title = re.search(r"<h1[^>]*>(.*?)</h1>", html, re.S)
    assert title
    assert "the lender of the second loan" in words(title[1])
    assert "And the first mortgage?" in words(html)
    assert html.count('class="waterfall"') == 2


@pytest.mark.django_db
def test_money_opens_line_by_line(client: Client) -> None:
    html = shown(client, "barred")
    table = re.search(r'<table class="lines">.*?</table>', html, re.S)
    assert table
    assert table[0].count("<tr") - 1 == table[0].count("<details>") == len(reading("barred").main.lines)


@pytest.mark.django_db
def test_what_is_not_known_is_asked_for_and_not_drawn(client: Client) -> None:
    html = shown(client, "bare")
    assert "waterfall" not in html
    assert "No amounts are known yet." in words(html)
    assert "/case/question/loans.first.amounts/?back=answer" in html


@pytest.mark.django_db
def test_a_surplus_is_told_and_nothing_else_is_feared(client: Client) -> None:
    text = words(shown(client, "surplus"))
    assert "Paid in full" in text
    assert "The sale left over $50,000" in text
    assert "go to court for the rest" not in text


@pytest.mark.django_db
def test_an_open_bankruptcy_case_stands_over_the_rules(client: Client) -> None:
    assert "While your bankruptcy case is open" in words(shown(client, "bankrupt"))


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["ahead", "barred"])
def test_the_answer_leads_to_the_ways_out_before_a_sale_and_after_it(client: Client, name: str) -> None:
    assert 'href="/case/ways/"' in shown(client, name)


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(CASES))
def test_every_kind_of_answer_draws_in_few_queries(client: Client, name: str) -> None:
    begin(client, name)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(ANSWER).status_code == 200
    assert len(queries) <= 12


@pytest.mark.django_db
def test_one_case_of_every_state_draws(client: Client) -> None:
    seen: set[str] = set()
    for state, _, given in scenarios():
        if state not in seen:
            seen.add(state)
            shown(client, given)
    assert len(seen) > 40


@pytest.mark.django_db
def test_nobody_else_sees_it(client: Client) -> None:
    begin(client, "barred")
    assert Client().get(ANSWER).status_code == 404
    assert Client().post(reverse("results:settle"), {}).status_code == 404
    answer = client.get(ANSWER)
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"


@pytest.mark.django_db
def test_before_there_is_anything_to_answer_the_next_question_comes(client: Client) -> None:
    begin(client, {"stage": "sold"})
    assert client.get(ANSWER)["Location"] == reverse("questionnaire:next")


@pytest.mark.django_db
def test_answers_that_contradict_one_another_lead_to_the_list(client: Client) -> None:
    begin(client, {**CASES["barred"], "disposition": {"kind": "strict_foreclosure"}})
    assert client.get(ANSWER)["Location"] == reverse("questionnaire:check")


def test_court_papers_without_a_day_are_answered_first_all_the_same() -> None:
    given = {"as_of": "2026-11-22", "state": "FL", "stage": "behind", "answers": {"court_papers": True}}
    first = steps(read(read_facts(given)).assessment)[0]
    assert first.key == "answer"
    assert "court papers" in first.text.english()


@pytest.mark.django_db
def test_the_days_download_as_a_calendar(client: Client) -> None:
    begin(client, "sued")
    page = client.get(ANSWER).content.decode()
    assert reverse("results:calendar") in page
    file = client.get(reverse("results:calendar"))
    assert file["Content-Type"] == "text/calendar; charset=utf-8"
    assert file["Content-Disposition"] == 'attachment; filename="shortfall-alabama-days.ics"'
    assert file["Cache-Control"]
    assert b"Your last day to answer the lawsuit" in file.content
    assert Client().get(reverse("results:calendar")).status_code == 404


@pytest.mark.django_db
def test_the_answer_tells_of_credit_and_a_new_mortgage(client: Client) -> None:
    given = CASES["barred"]
    begin(client, {**given, "loans": [{**given["loans"][0], "first_delinquent_on": "2025-03-01"}]})
    page = words(client.get(ANSWER).content.decode())
    assert "When it must be off your credit report The first mortgage August 28, 2032".lower() in page.lower()
    assert "VA loan March 2, 2028" in page


def test_before_a_sale_nobody_is_sent_to_find_out_what_only_the_sale_settles() -> None:
    """In Georgia the answer turns on whether a judge approved the sale: there is nothing to find out of it before."""
    told = read(read_facts({"as_of": "2026-11-22", "state": "GA", "stage": "behind"}))
    assert any(path.endswith("court_confirmed_sale") for path in told.main.each.liability.depends_on)
    assert "find-out" not in {step.key for step in told.steps}
