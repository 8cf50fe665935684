"""The questionnaire as a person meets it: from the state to the list of answers, in every state, with nothing lost."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from calculators.facts import read_facts
from calculators.law.federal import federal
from calculators.law.ways import WaysLaw
from calculators.questions import open_questions
from cases import services
from cases.models import Case
from cases.questionnaire import pages, paths, urgent
from cases.questionnaire.flow import Flow
from cases.questionnaire.forms import AnswerForm
from tests.asked import SOLD, TODAY, address, begin, facts_of, unsure, walk, words

CHECK = "/case/check/"


@pytest.fixture
def case(client: Client) -> Case:
    """An open case, with nothing answered yet."""
    client.post(reverse("questionnaire:start"))
    return Case.objects.get()


# Journeys


@pytest.mark.django_db
def test_a_page_about_a_state_starts_a_case_there(client: Client) -> None:
    answer = client.post(reverse("questionnaire:start"), {"state": "AZ"}, follow=True)
    assert answer.redirect_chain[-1][0] == address("stage")
    assert Case.objects.get().facts == {"state": "AZ"}
    other = Client()
    other.post(reverse("questionnaire:start"), {"state": "<b>"})
    assert Case.objects.latest("created_at").facts == {}


@pytest.mark.django_db
def test_what_the_law_still_asks_is_asked_most_decisive_first(client: Client) -> None:
    case = begin(client)
    flow = Flow.of(case)
    wanted = [pages.page_of(each.path) for each in open_questions(flow.typed or read_facts(case.facts))]
    asked = [path for path in flow.left if path not in flow.core]
    assert asked == [path for path in dict.fromkeys(wanted) if path not in flow.core]


@pytest.mark.django_db
def test_a_second_loan_brings_questions_of_its_own_and_is_put_aside_and_back(client: Client) -> None:
    case = begin(client)
    assert "loans.second.purpose" not in Flow.of(case).left
    client.post(address("answers.second_loan"), {"answer": "yes"})
    client.post(address("loans.second.purpose"), {"answer": "home_equity"})
    client.post(address("answers.second_loan"), {"answer": "no"})
    assert [loan["id"] for loan in facts_of(case)["loans"]] == ["first"]
    assert client.get(address("loans.second.purpose")).status_code == 404
    client.post(address("answers.second_loan"), {"answer": "yes"})
    assert paths.get(facts_of(case), "loans.second.purpose") == "home_equity"


# Answers of every form


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "typed", "kept"),
    [
        ("disposition.sale_price", "$1,234.50", "1234.50"),
        ("disposition.sale_price", "1234.5", "1234.50"),
        ("disposition.date", "3/2/26", "2026-03-02"),
        ("disposition.date", "March 2, 2026", "2026-03-02"),
        ("property.acres", "1/4 acre", "0.2500"),
        ("property.units", "two", 2),
    ],
)
def test_formats_are_forgiven(client: Client, path: str, typed: str, kept: object) -> None:
    case = begin(client)
    client.post(address(path), {"answer": typed})
    found = paths.get(facts_of(case), path)
    assert (float(found) if path == "property.acres" else found) == (0.25 if path == "property.acres" else kept)


@pytest.mark.django_db
def test_what_cannot_be_read_is_said_by_name_and_stays_where_it_was_typed(client: Client) -> None:
    case = begin(client)
    page = client.post(address("disposition.date"), {"answer": "the 45th of May"})
    html = page.content.decode()
    assert page.status_code == 200
    assert "<title>Error: " in html
    assert 'value="the 45th of May"' in html
    assert html.count("We could not read the day the home was sold or handed over.") == 2  # on top, and at the field
    assert 'href="#id_answer"' in html
    assert 'aria-invalid="true"' in html
    assert paths.get(facts_of(case), "disposition.date") == "2026-03-02", "the answer from before stands"


@pytest.mark.django_db
@pytest.mark.parametrize("button", ["", "back", "save"])
def test_nothing_typed_is_lost_whichever_button_is_pressed(client: Client, button: str) -> None:
    begin(client)
    client.post(address("disposition.sale_price"), {"answer": "18O,000", "then": button})
    page = client.get(address("disposition.sale_price")).content.decode()
    assert 'value="18O,000"' in page
    assert "We could not read" in page
    assert "What did the home sell for?" in words(client.get(CHECK))
    client.post(address("disposition.sale_price"), {"answer": "180,000"})
    page = client.get(address("disposition.sale_price")).content.decode()
    assert "18O" not in page
    assert 'value="180,000"' in page


@pytest.mark.django_db
def test_back_and_save_keep_a_good_answer_too(client: Client) -> None:
    case = begin(client, asked=("state", "stage"))
    back = client.post(address("disposition.sale_price"), {"answer": "180,000", "then": "back"})
    assert paths.get(facts_of(case), "disposition.sale_price") == "180000.00"
    assert back["Location"] == address("stage")
    save = client.post(address("property.occupancy"), {"answer": "rental", "then": "save"})
    assert save["Location"] == reverse("questionnaire:save")
    assert paths.get(facts_of(case), "property.occupancy") == "rental"


@pytest.mark.django_db
def test_back_from_an_empty_page_asks_for_nothing(client: Client) -> None:
    case = begin(client, {"state": "AZ"}, asked=("state",))
    assert client.post(address("stage"), {"then": "back"})["Location"] == address("state")
    assert client.post(address("state"), {"answer": "AZ", "then": "back"})["Location"] == reverse("home")
    assert Case.objects.get(pk=case.pk).drafts == {}


@pytest.mark.django_db
def test_pressing_on_without_an_answer_says_that_not_knowing_is_one(client: Client) -> None:
    begin(client)
    for path in ("stage", "disposition.sale_price", "loans.first.amounts"):
        assert "“I don't know”" in str(client.post(address(path), {}).context["form"].errors.as_data())


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["I don't know", "don’t know.", "?", "Not sure", "unknown"])
def test_not_knowing_may_also_be_written(client: Client, typed: str) -> None:
    case = begin(client)
    client.post(address("disposition.sale_price"), {"answer": typed})
    client.post(address("loans.first.amounts"), {"principal": "240,000", "late_fees": typed})
    assert {"disposition.sale_price", "loans.first.amounts"} <= set(Case.objects.get(pk=case.pk).asked)


@pytest.mark.django_db
def test_two_answers_at_once_are_not_guessed_at(client: Client) -> None:
    case = begin(client)
    page = client.post(address("disposition.sale_price"), {"answer": "5,000", "unknown": "on"})
    assert "two answers" in words(page)
    assert 'value="5,000"' in page.content.decode()
    assert paths.get(facts_of(case), "disposition.sale_price") is None


@pytest.mark.django_db
def test_not_knowing_is_remembered_shown_and_not_asked_again(client: Client) -> None:
    case = begin(client)
    client.post(address("disposition.sale_price"), {"unknown": "on"})
    case.refresh_from_db()
    del case.kept
    assert "disposition.sale_price" in case.asked
    assert "disposition.sale_price" not in Flow.of(case).left
    assert "checked" in client.get(address("disposition.sale_price")).content.decode()
    rows = {row.path: row for _, rows in client.get(CHECK).context["groups"] for row in rows}
    assert rows["disposition.sale_price"].answer == ""
    client.post(address("disposition.sale_price"), {"answer": "0"})
    assert paths.get(facts_of(case), "disposition.sale_price") == "0.00"


@pytest.mark.django_db
def test_amounts_stand_on_one_page_and_each_may_be_missing(client: Client) -> None:
    case = begin(client)
    page = client.post(address("loans.first.amounts"), {"principal": "240,000", "late_fees": "x"})
    assert "We could not read the late fees on the first mortgage." in words(page)
    assert 'value="240,000"' in page.content.decode()
    client.post(address("loans.first.amounts"), {"principal": "240,000", "late_fees": "480"})
    assert facts_of(case)["loans"] == [
        {"id": "first", "lien": "first", "principal": "240000.00", "late_fees": "480.00"}
    ]
    assert "loans.first.amounts" not in Flow.of(Case.objects.get(pk=case.pk)).left
    client.post(address("loans.first.amounts"), {"unknown": "on"})
    assert facts_of(case)["loans"] == [{"id": "first", "lien": "first"}]


@pytest.mark.django_db
def test_they_have_not_gone_to_court_is_an_answer_to_when(client: Client) -> None:
    case = begin(client)
    path = "loans.first.claim_filed_on"
    client.post(address(path), {"otherwise": "on"})
    assert paths.get(facts_of(case), "loans.first.answers.lender_missed_deadline") is True
    assert "They have not gone to court" in words(client.get(CHECK))
    assert re.search(r'name="otherwise"[^>]*checked', client.get(address(path)).content.decode())
    client.post(address(path), {"answer": "5/20/26"})
    assert paths.get(facts_of(case), "loans.first.answers.lender_missed_deadline") is None
    assert paths.get(facts_of(case), path) == "2026-05-20"


# Answers that do not fit together


@pytest.mark.django_db
def test_a_contradiction_names_the_other_answer_and_the_way_to_it(client: Client) -> None:
    case = begin(client, paths.put(SOLD, "loans.first.claim_filed_on", "2026-05-20"))
    page = client.post(address("loans.first.originated_on"), {"answer": "6/1/2026"})
    told = words(page)
    assert "This does not fit another answer." in told
    assert "file its lawsuit or motion for the rest?" in told
    assert "is before the loan was made" in told
    assert f'href="{address("loans.first.claim_filed_on")}"' in page.content.decode()
    assert 'value="6/1/2026"' in page.content.decode()
    assert paths.get(facts_of(case), "loans.first.originated_on") is None


@pytest.mark.django_db
def test_an_impossible_date_is_said_at_its_own_field(client: Client) -> None:
    begin(client)
    later = timezone.localdate() + timedelta(days=10)
    page = client.post(address("disposition.date"), {"answer": f"{later:%m/%d/%Y}"})
    assert "is in the future, but the home is said to be sold" in words(page)


@pytest.mark.django_db
def test_another_state_asks_anew_for_what_it_does_not_have(client: Client) -> None:
    case = begin(
        client,
        {"state": "CT", "stage": "sold", "disposition": {"kind": "strict_foreclosure"}},
        asked=("state", "stage", "disposition.kind"),
    )
    page = client.post(address("state"), {"answer": "AZ"}, follow=True)
    assert facts_of(case)["disposition"].get("kind") is None
    assert "disposition.kind" in Flow.of(Case.objects.get(pk=case.pk)).left
    assert page.status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("choice", ["outside", "unknown"])
def test_without_a_state_of_ours_one_is_told_where_to_turn(client: Client, case: Case, choice: str) -> None:
    page = client.post(address("state"), {"answer": choice}, follow=True)
    assert "We need the state that the home is in" in words(page)
    assert facts_of(case) == {}


@pytest.mark.django_db
def test_addresses_that_ask_for_nothing_are_not_there(client: Client) -> None:
    begin(client)
    for path in ("nothing", "loans.ninth.purpose", "answers.nothing", "loans.first.principal", "disposition", "as_of"):
        assert client.get(address(path)).status_code == 404, path


@pytest.mark.django_db
def test_before_the_state_is_known_there_is_one_question(client: Client, case: Case) -> None:
    assert client.get(address("state")).status_code == 200
    assert client.get(address("disposition.kind")).status_code == 404
    assert client.get(CHECK)["Location"] == reverse("questionnaire:next")


# Check, change, and come back


@pytest.mark.django_db
def test_change_one_answer_and_come_back(client: Client) -> None:
    case = begin(client, asked=("state", "stage", "disposition.kind", "disposition.date"))
    page = client.get(CHECK)
    link = f"{address('disposition.date')}?back=check"
    assert escape(link) in page.content.decode()
    assert client.post(link, {"answer": "3/3/26"})["Location"] == CHECK
    assert "March 3, 2026" in words(client.get(CHECK))
    assert paths.get(facts_of(case), "disposition.kind") == "nonjudicial_foreclosure"
    assert client.post(link, {"then": "back", "answer": "3/3/26"})["Location"] == CHECK


@pytest.mark.django_db
def test_after_a_change_only_the_newly_opened_questions_are_asked(client: Client) -> None:
    case = Case()
    for _, walked in walk(SOLD, unsure):
        case = walked
    client.post(reverse("questionnaire:start"))
    stored = Case.objects.latest("created_at")
    services.save_facts(stored, case.facts, case.asked)
    assert "Nothing is left" in words(client.get(CHECK))
    page = client.post(f"{address('disposition.kind')}?back=check", {"answer": "short_sale"}, follow=True)
    assert page.redirect_chain[-1][0] == CHECK
    left = Flow.of(Case.objects.get(pk=stored.pk)).left
    assert left
    assert not set(left) & set(case.asked)
    assert client.get(reverse("questionnaire:next"))["Location"] == address(left[0])


@pytest.mark.django_db
def test_a_case_that_came_from_a_report_shows_all_its_answers_and_asks_the_rest(client: Client) -> None:
    facts = paths.put(paths.put(SOLD, "loans.first.principal", 240000), "property.acres", 0.2)
    begin(client, facts)
    shown = words(client.get(CHECK))
    for answer in ("Arizona", "March 2, 2026", "$240,000", "0.2"):
        assert answer in shown


# What is urgent


@pytest.mark.django_db
def test_a_sale_within_45_days_comes_before_any_further_question(client: Client) -> None:
    case = begin(client, {"state": "AZ", "stage": "sale_set"})
    sale = timezone.localdate() + timedelta(days=45)
    page = client.post(address("property.sale_scheduled_on"), {"answer": f"{sale:%m/%d/%Y}"}, follow=True)
    told = words(page)
    assert page.redirect_chain[0][0] == reverse("questionnaire:urgent")
    assert "800-569-4287" in told
    assert "The sale is in 45 days" in told
    last = federal(WaysLaw).last_application(sale, timezone.localdate())
    assert last <= sale - timedelta(days=38) and f"By {last:%B} {last.day}," in told
    assert client.get(reverse("questionnaire:next"))["Location"] == reverse("questionnaire:urgent")
    after = client.post(reverse("questionnaire:urgent"), follow=True)
    assert after.redirect_chain[-1][0] == address("court-papers")
    nearer = sale - timedelta(days=5)
    page = client.post(address("property.sale_scheduled_on"), {"answer": f"{nearer:%m/%d/%Y}"})
    assert page["Location"] == reverse("questionnaire:urgent"), "another day is shown again"
    assert paths.get(facts_of(case), "property.sale_scheduled_on") == nearer.isoformat()


@pytest.mark.django_db
def test_a_later_sale_is_not_urgent(client: Client) -> None:
    begin(client, {"state": "AZ", "stage": "sale_set"})
    sale = timezone.localdate() + timedelta(days=46)
    page = client.post(address("property.sale_scheduled_on"), {"answer": f"{sale:%m/%d/%Y}"}, follow=True)
    assert page.redirect_chain[-1][0] == address("court-papers")


@pytest.mark.django_db
def test_court_papers_come_before_any_further_question(client: Client) -> None:
    case = begin(client, {"state": "AZ", "stage": "sold"})
    served = timezone.localdate() - timedelta(days=3)
    answers = {"court_papers": "yes", "served_on": f"{served:%m/%d/%Y}", "summons_days": "20 days"}
    page = client.post(address("court-papers"), answers, follow=True)
    last = served + timedelta(days=20)
    assert "Court papers come first" in words(page)
    assert f"By {last:%B} {last.day}, {last.year}" in words(page)
    assert paths.get(facts_of(case), "loans.first.served_on") == served.isoformat()
    client.post(address("court-papers"), {"court_papers": "no", "served_on": f"{served:%m/%d/%Y}"})
    assert paths.get(facts_of(case), "loans.first.served_on") is None
    assert client.get(reverse("questionnaire:urgent")).status_code == 302


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"stage": "sale_set", "property": {"sale_scheduled_on": "2026-11-22"}}, "The sale is today"),
        ({"stage": "sale_set", "property": {"sale_scheduled_on": "2026-11-23"}}, "The sale is tomorrow"),
        ({"stage": "sale_set", "property": {"sale_scheduled_on": "2026-11-21"}}, None),
        ({"stage": "behind", "disposition": {"date": "2026-12-01"}}, "The sale is in 9 days"),
        ({"stage": "sold", "disposition": {"date": "2026-11-01"}}, None),
        ({"stage": "sued", "answers": {"court_papers": True}}, "Court papers come first"),
        ({"stage": "judgment", "answers": {"court_papers": True}}, None),
    ],
)
def test_what_counts_as_urgent(facts: dict[str, Any], told: str | None) -> None:
    found = urgent.urgent(read_facts({"state": "AZ", **facts}, TODAY))
    assert (str(found.heading) if found else None) == told
    if found:
        assert all(action.by is None or action.passed or action.by >= TODAY for action in found.actions)


def test_a_day_that_is_over_says_what_can_still_be_done() -> None:
    facts = {"state": "AZ", "stage": "sued", "loans": [{"served_on": "2026-09-01", "summons_days": 20}]}
    found = urgent.urgent(read_facts(facts, TODAY))
    assert found
    late = [action for action in found.actions if action.passed]
    assert [action.by for action in late] == [date(2026, 9, 21)]
    assert "answer late" in str(late[0].how)


# How it is served


@pytest.mark.django_db
def test_no_page_asks_the_database_much(client: Client, django_assert_max_num_queries: Any) -> None:
    begin(client)
    for page in (address("disposition.sale_price"), CHECK, "/", reverse("questionnaire:save"), "/case/first/"):
        with django_assert_max_num_queries(6):
            client.get(page)
    with django_assert_max_num_queries(12):
        client.post(address("disposition.sale_price"), {"answer": "180,000"})
    with django_assert_max_num_queries(12):
        client.post(reverse("questionnaire:save"), {"wish": "code"})


@pytest.mark.django_db
def test_addresses_hold_no_answer(client: Client) -> None:
    begin(client)
    page = client.post(address("disposition.sale_price"), {"answer": "180,000"}, follow=True)
    assert not [where for where, _ in page.redirect_chain if "180" in where]


@pytest.mark.parametrize(("kind", "asked"), [("judicial_foreclosure", False), ("short_sale", True)])
def test_what_an_auction_will_bring_is_not_asked_before_it(kind: str, asked: bool) -> None:
    facts = {"state": "FL", "stage": "sale_set", "disposition": {"kind": kind}, "loans": [{"payoff": "250000"}]}
    facts |= {"property": {"fair_market_value": "210000", "occupancy": "principal_residence"}}
    assert ("disposition.sale_price" in Flow(facts, []).left) is asked


def test_nobody_is_asked_what_only_a_sale_can_tell_or_of_a_way_that_is_not_chosen() -> None:
    met = [flow.left[0] for flow, _ in walk({"state": "GA", "stage": "behind"}, unsure)]
    after = ("sought", "confirm", "bidder", "bought_at_sale", "foreclosing_lien", "waiver", "release")
    assert not [path for path in met if any(word in path for word in after)]


@pytest.mark.parametrize(
    ("state", "program", "asked"), [("FL", "conventional", False), ("FL", "va", True), ("AL", "conventional", True)]
)
def test_a_loans_day_is_asked_where_the_state_or_the_program_counts_it(state: str, program: str, asked: bool) -> None:
    facts: dict[str, Any] = {**SOLD, "state": state, "loans": [{"program": program}]}
    facts["disposition"] = {"kind": "judicial_foreclosure", "date": "2026-03-02", "foreclosing_lien": "first"}
    assert ("loans.first.originated_on" in Flow(facts, []).left) is asked


def test_a_later_loan_is_first_offered_what_was_said_of_the_first() -> None:
    path, loans = "loans.second.obligor", [{"id": "first", "obligor": "heir"}, {"id": "second", "lien": "junior"}]
    flow = Flow({"state": "FL", "stage": "behind", "loans": loans}, [])
    cards: Any = AnswerForm(flow.page(path), flow).fields["answer"]
    assert [key for key, _ in cards.choices][:2] == ["heir", "signed_note"]
    assert cards.widget.folded[0] == "signed_note"
    assert not cards.widget.unfolded
    assert AnswerForm(flow.page(path), flow, {"answer": "cosigner"}).fields["answer"].widget.unfolded
