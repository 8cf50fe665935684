"""Which papers, questions and mistakes a case gets, that every row is for some case, and that ticks are kept."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from django.test import Client

from calculators.assessment import Assessment, assess
from calculators.checklist import Checklist, checklist, conditions, grounds
from calculators.facts import lookup, read_facts
from calculators.law.checklist import ChecklistLaw, Condition, Not
from calculators.law.federal import federal
from cases.checklist.paper import CHECKLIST
from cases.checklist.ticks import papers, tick, ticks
from cases.models import Case
from cases.reports.shape import Material
from cases.results.reading import read
from tests.answered import CASES, begin

LAW: ChecklistLaw = federal(ChecklistLaw)
ROWS = (*LAW.document, *LAW.question, *LAW.mistake)
Json = dict[str, Any]


def given(state: str, stage: str, loan: Json | None = None, **more: Json) -> Json:
    """A case of which little is known."""
    return {"as_of": "2026-11-22", "state": state, "stage": stage, "loans": [{"id": "first", **(loan or {})}], **more}


def away(kind: str, **more: Any) -> Json:
    return {"kind": kind, "date": "2026-03-02", "foreclosing_lien": "first", **more}


OWED = {"lien": "first", "purpose": "purchase", "payoff": 300_000}
SOLD = away("nonjudicial_foreclosure", sale_price=200_000)
COURT = away("judicial_foreclosure", sale_price=200_000)
LIVED_IN = {"occupancy": "principal_residence"}
TWO = [{"id": "first", "program": "va"}, {"id": "second", "lien": "junior", "purpose": "home_equity"}]

HAND_MADE: dict[str, Json] = {
    "behind": given("NY", "behind", property=LIVED_IN),
    "behind-fha": given("OH", "behind", {"program": "fha"}),
    "sale-set": given("GA", "sale_set", property={"sale_scheduled_on": "2026-12-10", **LIVED_IN}),
    "short-sale-ahead": given("FL", "behind", disposition={"kind": "short_sale"}) | {"loans": TWO},
    "short-sale-lien": given("FL", "sold", {**OWED, "release": "lien_only"}, disposition=away("short_sale")),
    "settled": given("FL", "sold", {**OWED, "amount_forgiven": 50_000}, disposition=away("short_sale")),
    "handed-over": given("VA", "sold", OWED, disposition=away("deed_in_lieu")),
    "rental": given("NJ", "sold", OWED, property={"occupancy": "rental"}, disposition=COURT),
    "heir": given("TN", "sold", {**OWED, "obligor": "heir"}, disposition=SOLD),
    "divorced": given("TX", "sold", {**OWED, "obligor": "former_spouse"}, disposition=SOLD),
    "usda": given("WV", "sold", {**OWED, "program": "usda_guaranteed"}, disposition=SOLD),
    "association": given("NV", "sold", OWED, disposition=away("nonjudicial_foreclosure", foreclosing_lien="hoa")),
    "discharged": given("AL", "sold", OWED, disposition=SOLD, household={"bankruptcy": "discharged"}),
    "form-came": given("WV", "sold", OWED, disposition=SOLD, household={"forms_1099c": [{"code": "G"}]}),
    "garnished": given("WV", "judgment", OWED, disposition=SOLD, household={"existing_withholding": 200}),
    "value": given("AZ", "sold", OWED, property={"acres": 5}, disposition=COURT | {"date": "2026-11-01"}),
    "confirmation": given("GA", "sold", OWED, disposition=SOLD | {"date": "2026-11-01"}),
    "retired": given("WV", "sold", OWED, disposition=SOLD, household={"assets": {"retirement_accounts": 90_000}}),
}
EVERY = {**HAND_MADE, **CASES}


@pytest.fixture(scope="module")
def found() -> dict[str, tuple[Assessment, Checklist]]:
    assessed = {name: assess(read_facts(facts)) for name, facts in EVERY.items()}
    return {name: (each, checklist(each)) for name, each in assessed.items()}


def shown(found: Checklist) -> set[str]:
    asked = [row for rows in found.questions.values() for row in rows]
    rows = [*(each.document for each in found.papers), *asked, *(each.mistake for each in found.mistakes)]
    return {row.id for row in rows}


@pytest.mark.parametrize(
    ("name", "has", "lacks"),
    [
        ("behind", "hardship-file sale-notice ask-waiver fee-first deed-to-rescuer moved-out", "docket small-payment"),
        ("behind-fha", "ask-fha ask-sale-day", "ask-va form-982-missing"),
        ("sale-set", "sale-notice counsel-time late-application", "ask-sale-day sale-deed"),
        (
            "short-sale-ahead",
            "sale-contract approval-letter ask-second ask-va second-forgotten lien-for-debt",
            "sale-deed",
        ),
        ("short-sale-lien", "approval-letter closing-statement ask-lien-only lien-for-debt", "release thrown-away"),
        ("released", "release thrown-away form-982-missing", "small-payment lien-for-debt law-bankruptcy"),
        ("settled", "settlement form-1099c", "sale-deed"),
        ("handed-over", "deed-agreement form-1099a lien-for-debt new-note", "closing-statement"),
        ("rental", "rental-records tax-rental foreclosure-case", "lived-there moved-out"),
        ("heir", "estate-papers law-not-borrower", "divorce-decree"),
        ("divorced", "divorce-decree law-not-borrower", "estate-papers"),
        ("usda", "law-government", ""),
        ("discharged", "discharge paid-discharged tax-bankruptcy", "law-bankruptcy retirement-money"),
        ("form-came", "tax-form form-means-free", ""),
        (
            "garnished",
            "garnishment-order pay-stubs exemptions-unclaimed judgment",
            "dispute-late ignored-summons docket",
        ),
        ("value", "value-not-asked law-value appraisal", ""),
        ("confirmation", "confirmation sale-deed", ""),
        ("barred", "thrown-away", "small-payment retirement-money law-bankruptcy docket"),
        ("stays", "form-1099c", "thrown-away"),
        ("sued", "summons ignored-summons law-answer redemption-figure redemption-passed", "docket missed-mail"),
        ("judgment", "judgment law-reopen exemptions-unclaimed", "summons small-payment"),
        ("bankrupt", "bankruptcy-case", "law-bankruptcy worth-list"),
    ],
)
def test_a_case_gets_what_fits_it(found: dict[str, Any], name: str, has: str, lacks: str) -> None:
    rows = shown(found[name][1])
    assert set(has.split()) <= rows
    assert not set(lacks.split()) & rows


def test_every_row_is_for_some_case_and_rests_on_law_that_stands_in_a_file(found: dict[str, Any]) -> None:
    rows = {row.id for row in ROWS}
    assert rows - set().union(*(shown(each) for _, each in found.values())) == set()
    for row in ROWS:
        assert all(fact.cite for fact in grounds(row))


def test_every_condition_is_told_and_used(found: dict[str, Any]) -> None:
    told = {"needed", *conditions(found["barred"][0])}
    used = {each.removeprefix("not ") for row in ROWS for each in (*row.when, *row.any)}
    assert told == set(get_args(Condition)) == used | {each for group in LAW.group for each in group.first}
    assert {each.removeprefix("not ") for each in get_args(Not)} <= told


def test_no_paper_is_said_to_settle_what_is_known(found: dict[str, Any]) -> None:
    for name, (assessment, each) in found.items():
        for paper in each.papers:
            for path in paper.settles:
                assert lookup(assessment.facts, path) is None, (name, path)


def test_what_is_urgent_comes_first_and_a_mistake_names_its_day(found: dict[str, Any]) -> None:
    assert found["sued"][1].papers[0].document.id == "summons"
    assert found["sale-set"][1].papers[0].document.id == "sale-notice"
    days = {each.mistake.id: str(each.by) for each in found["sued"][1].mistakes if each.by}
    assert days == {"ignored-summons": "2026-12-10", "redemption-passed": "2027-03-02"}


def test_a_lawyer_is_asked_about_what_the_law_leaves_open(found: dict[str, Any]) -> None:
    points = [str(each) for each in found["depends-on-a-size"][1].open_points]
    assert len(points) == len(set(points))
    assert any("acres" in point or "lot" in point for point in points)


def test_on_paper_a_box_is_ticked_where_the_person_has_the_paper() -> None:
    facts = EVERY["sued"]
    kept = {"ticks": {"note": "have", "mortgage": "unneeded"}}
    html = CHECKLIST.html(Material(read(read_facts(facts)), facts, "A1B2-C3D4", kept), 0)
    assert html.count('class="box have"') == html.count("(you have it)") == 1
    assert html.count('class="box unneeded"') == 1
    assert html.count('class="box "') == 15
    assert "The day: December 10, 2026." in html


@pytest.mark.django_db
def test_ticks_are_kept_with_the_case_and_taken_back() -> None:
    client = Client()
    begin(client, "sued")
    answers = Case.objects.get().facts

    def press(word: str) -> int:
        return client.post("/case/checklist/tick/", {"tick": word}).status_code

    assert "You have 0 of 17 papers." in client.get("/case/checklist/").content.decode()
    assert (press("note:have"), press("payoff:have"), press("mortgage:unneeded")) == (302, 302, 302)
    html = client.get("/case/checklist/").content.decode()
    assert "You have 2 of 16 papers. One is not needed." in html
    assert 'aria-current="page">Checklist</a>' in html
    assert (press("payoff:open"), press("mortgage:open")) == (302, 302)
    assert "You have 1 of 17 papers." in client.get("/case/checklist/").content.decode()
    assert [press(word) for word in ("castle:have", "note:eaten", "", "note")] == [400] * 4
    case = Case.objects.get()
    assert (ticks(case.kept), case.facts) == ({"note": "have"}, answers)


def test_no_more_is_kept_than_there_are_papers() -> None:
    case = Case()
    case.kept["ticks"] = {"note": "have", "no-such-paper": "have", "payoff": "eaten"}
    assert ticks(case.kept) == {"note": "have"}
    for paper in papers():
        tick(case, paper, "have")
    assert set(case.kept["ticks"]) == papers()
    with pytest.raises(KeyError):
        tick(case, "no-such-paper", "have")


@pytest.mark.django_db
def test_nobody_without_a_case_sees_or_ticks_a_checklist() -> None:
    client = Client()
    assert client.get("/case/checklist/").status_code == 404
    assert client.post("/case/checklist/tick/", {"tick": "note:have"}).status_code == 404
