"""Letters: which fit a case, what they say, and that no blank stands unmarked. The days are those of Regulation X (12
CFR part 1024) and Regulation F (12 CFR part 1006)."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from calculators.assessment import assess
from calculators.facts import read_facts
from cases.reports.letters import kinds
from cases.reports.letters.forms import DetailsForm
from cases.reports.letters.keeping import Kept, letter, letters
from cases.reports.letters.kinds import NAMED, BadLetter, gaps
from cases.reports.letters.rules import days_after, federal_rule
from cases.reports.letters.situation import holds
from cases.reports.letters.writing import MARK, Letter, against, fits
from tests.answered import CASES, Json, owed
from tests.lettered import ALL, FILLED, FORM, KINDS, MORE, ahead, fitting, squeezed, written

# Which letters fit


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ahead", {"loss-mitigation-review", "waiver-short-sale", "waiver-deed-in-lieu", "information-request"}),
        ("short-sale-ahead", {"loss-mitigation-review", "waiver-short-sale", "information-request"}),
        ("rental-ahead", {"waiver-short-sale", "waiver-deed-in-lieu", "information-request"}),
        ("barred", {"debt-dispute"}),
        ("limited", {"information-request", "settlement-offer"}),
        ("sued", {"information-request", "settlement-offer"}),
        ("judgment", {"exemption-claim", "information-request", "settlement-offer"}),
        ("collector", {"debt-dispute", "information-request", "settlement-offer"}),
        ("collector-barred", {"debt-dispute", "stop-contact"}),
        ("form-wrong", {"debt-dispute", "form-1099-c-correction"}),
        ("bankrupt", set()),
        ("surplus", set()),
    ],
)
def test_a_case_is_offered_the_letters_that_fit_it(name: str, expected: set[str]) -> None:
    assert fitting(name) == expected


def test_nobody_is_led_to_start_the_time_to_sue_again() -> None:
    """An offer or a payment can do that in many states, so no offer is suggested where that time may be over."""
    over = {**CASES["sued"], "stage": "sold", "loans": [owed(190_000, accelerated_on="2005-01-01")]}
    found = letters(Kept({}, {}), assess(read_facts(over)))
    [offer] = found[kinds.kinds()["settlement-offer"]]
    assert offer.situation.conditions["time_over"] is True
    assert fits(offer.kind, offer.situation) is None
    assert "The time to sue may be over" in str(against(offer.kind, offer.situation))


@pytest.mark.parametrize(
    ("facts", "kind", "says"),
    [
        (CASES["depends-on-yes"], "settlement-offer", "not settled yet"),
        (ahead("FL", loans=[owed(1, program="hecm")]), "loss-mitigation-review", "A reverse mortgage"),  # 1024.30(b)(2)
        (ahead("FL", loans=[owed(1, discharged_on="2025-02-01")]), "information-request", None),  # the loan goes on
        (ahead("FL"), "exemption-claim", "The government needs none"),
    ],
)
def test_a_letter_is_advised_against_only_where_the_law_is_against_it(facts: Json, kind: str, says: str | None) -> None:
    found = letters(Kept({}, {}), assess(read_facts(facts)))
    [each] = found[kinds.kinds()[kind]]
    told = against(each.kind, each.situation)
    assert told is None if says is None else says in str(told)


def test_an_offer_is_filled_from_the_plan_to_settle_and_says_so() -> None:
    found = assess(read_facts(CASES["sued"]))
    kind = kinds.kinds()["settlement-offer"]
    assert "[the amount that you offer]" in letter(Kept.of({}), found, kind, "first").text
    planned = letter(Kept.of({"budget": {"cash": "9000.50"}}), found, kind, "first")
    assert "I offer to pay $9,000 in one payment" in squeezed(planned.text)
    field = DetailsForm(planned).fields["offer_amount"]
    assert str(field.help_text).startswith("From your plan to settle")


def test_the_states_law_is_named_only_where_it_helps() -> None:
    """California bars what is left of a loan that bought the borrower's own home (Code of Civil Procedure 580b), and
    Arizona after a trustee's sale of a small dwelling (A.R.S. 33-814(G))."""
    assert "580b" in written("short-sale-california")["waiver-short-sale"].text
    arizona = squeezed(written("short-sale-ahead")["waiver-short-sale"].text)
    assert "33-814(G)" in arizona
    assert "could be collected from me after a foreclosure sale without a court" in arizona
    alabama = letters(Kept({}, {}), assess(read_facts(ahead("AL"))))
    for kind, [each] in alabama.items():
        if kind.way:
            assert "As I read the law" not in each.text
    for name in ALL:
        for each in written(name).values():
            if "As I read the law" in each.text:
                decider = each.situation.deciding or each.situation.foreclosure
                assert decider is not None
                assert decider.outcome == "barred"
                assert decider.checked == "statute"


def test_a_form_is_told_of_in_the_letter_about_its_own_loan() -> None:
    second = {**FORM, "loan": "second", "discharged": 12_345}
    both = {**CASES["two-loans"], "household": {"forms_1099c": [{"loan": "first"}, second]}}
    found = letters(Kept({}, {}), assess(read_facts(both)))[kinds.kinds()["form-1099-c-correction"]]
    assert [fits(each.kind, each.situation) is None for each in found] == [True, False]
    assert "[the amount in box 2]" in found[0].text
    assert "Box 2 says that $12,345 of debt was cancelled" in found[1].text
    assert "I am still asked to pay it." in found[1].text


# What they say


@pytest.mark.parametrize("kind", KINDS)
def test_no_letter_admits_a_debt_or_promises_to_pay(kind: str) -> None:
    said = squeezed(written("limited", filled=True)[kind].text)
    assert not re.search(r"\bI (still )?owe\b|my debt|I will pay|I promise to", said)
    if kind not in ("exemption-claim", "loss-mitigation-review"):
        assert re.search(r"not agree that (any amount|it) is (or was )?owed|does not acknowledge", said)
    if kind != "exemption-claim":
        assert "no defense" in said or "every defense" in said


@pytest.mark.parametrize("kind", KINDS)
def test_every_statement_of_law_has_its_source(kind: str) -> None:
    each = written("limited")[kind]
    assert each.rules
    for rule in each.rules:
        assert rule.citations
        assert rule.confidence in ("primary", "statute", "secondary", "weak")
    for duty in each.kind.duty:
        rule, figures = federal_rule(duty.law)
        assert figures[duty.figure] > 0
        assert rule.confidence == "primary"


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_names_only_what_there_is(kind: str) -> None:
    each = written("ahead")[kind]
    known = each.situation.conditions
    conditions = [reason.when for reason in (*each.kind.fit, *each.kind.against)]
    conditions += [part.when for part in each.kind.part] + [duty.when for duty in each.kind.duty]
    for when in conditions:
        assert holds(when, known) in (True, False)
    for part in each.kind.part:
        assert set(NAMED.findall(part.text)) <= set(gaps()) | set(each.situation.values)
        for name in part.law:
            assert name.startswith("state.") or federal_rule(name)
    for related in each.kind.related:
        assert reverse(related.page)


def test_a_letter_that_names_law_without_its_source_does_not_stand() -> None:
    part = {"text": "See 12 CFR 1024.36."}
    with pytest.raises(ValueError, match="names law and does not say which"):
        kinds.Kind.model_validate({**kinds.kinds_of("en")["stop-contact"].model_dump(), "part": [part, part]})


def test_a_broken_file_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "wrong.toml").write_text("order = 1\n")
    monkeypatch.setattr(kinds, "FOLDER", tmp_path)
    with pytest.raises(BadLetter, match=r"wrong\.toml"):
        kinds.kinds_of("xx")


@pytest.mark.parametrize(
    ("start", "days", "business", "last"),
    [
        # Thanksgiving (November 26, 2026) and the weekend do not count.
        (date(2026, 11, 23), 5, True, date(2026, 12, 1)),
        (date(2026, 11, 23), 30, True, date(2027, 1, 7)),  # nor do Christmas and New Year
        (date(2026, 11, 23), 30, False, date(2026, 12, 23)),
    ],
)
def test_days_are_counted_as_the_regulations_count_them(start: date, days: int, business: bool, last: date) -> None:
    """Five days "excluding legal public holidays, Saturdays, and Sundays" (12 CFR 1024.35(d))."""
    assert days_after(start, days, business) == last


def test_a_dispute_says_that_it_is_in_time_only_when_it_is() -> None:
    assert "within the 30 days" in written("collector", filled=True)["debt-dispute"].text
    late = {**FILLED, "debt-dispute/first/notice_day": "2026-10-01"}
    assessment = assess(read_facts(MORE["collector"]))
    assert "within the 30 days" not in letter(Kept(late, {}), assessment, kinds.kinds()["debt-dispute"], "first").text


# No blank stands unmarked


def sound(each: Letter) -> None:
    """No empty place, no name of a place left over, and every gap is listed."""
    said = each.whole
    assert not re.search(r"None|[{}]|\(\)|[^\S\n]{2}| [,.;:)]|\( |,,|\[\]|^\s*- *$", said, re.M), said
    assert each.open_marks == list(dict.fromkeys(re.findall(r"\[([^\]]*)\]", said)))
    marked = [span.words for block in each.blocks for line in block.lines for span in line if span.gap]
    assert [f"[{found}]" for found in MARK.findall(each.text)] == marked
    asked = {gap.mark for gap in each.gaps}
    assert set(each.open_marks) <= asked


@pytest.mark.parametrize("name", sorted(ALL))
def test_no_blank_stands_unmarked_in_any_case(name: str) -> None:
    for each in written(name).values():
        sound(each)
        assert each.open_marks
        assert each.rules
    for each in written(name, filled=True).values():
        sound(each)
        assert each.open_marks == []


def test_no_blank_stands_unmarked_in_any_state() -> None:
    from calculators.law.loader import codes

    for state in codes():
        assessment = assess(read_facts(ahead(state)))
        for kind in ("waiver-short-sale", "waiver-deed-in-lieu", "exemption-claim"):  # which name the state's law
            sound(letter(Kept({}, {}), assessment, kinds.kinds()[kind], "first"))
