"""The ways out side by side: ten homeowners, what each is told first, and what must hold in every case.

The figures are worked by hand beside each case; the law behind them is each state's own file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators.assessment import assess
from calculators.facts import Facts, read_facts, with_fact
from calculators.law.compiled import compiled
from calculators.law.federal import federal
from calculators.law.loader import codes
from calculators.law.ways import WaysLaw
from calculators.money import Span
from calculators.negotiating import Budget
from calculators.ways_out import Comparison, Settlement, affordable, compare
from calculators.ways_out.columns import named
from calculators.working import plain_span
from tests.answered import HOME, NO_EXCEPTION, SECOND, Json, owed

AS_OF = date(2026, 11, 22)
SINGLE: Json = {"filing_status": "single", "other_income": 52_000, "people": [{"age": 45, "blind": False}]}
LATER_LOAN = {"originated_on": "2021-03-01"}


def homeowner(state: str, loans: list[Json], away: Json | None = None, **more: Any) -> Facts:
    """A homeowner who still has the home, unless `more` says otherwise."""
    given = {"as_of": AS_OF, "state": state, "stage": "behind", "property": HOME, "loans": loans}
    return read_facts({**given, "disposition": away or {}, **more})


def worth(value: int, **more: Any) -> Json:
    return {**HOME, "fair_market_value": value, **more}


def short_sale(price: int, costs: int) -> Json:
    return {"kind": "short_sale", "sale_price": price, "selling_costs": costs}


def auctioned(price: int, day: str, kind: str = "nonjudicial_foreclosure") -> Json:
    return {"kind": kind, "date": day, "sale_price": price, "selling_costs": 0, "foreclosing_lien": "first"}


@dataclass(frozen=True)
class Told:
    """A homeowner, and what the comparison tells first."""

    facts: Facts
    first: str
    collectible: dict[str, str]  # by way; "-" where the loan goes on
    closed: tuple[str, ...] = ()  # ways that are not there
    also: dict[str, str] = field(default_factory=dict)  # other differences, by key
    says: dict[str, tuple[str, ...]] = field(default_factory=dict)  # what a column of a way says, by "way.column"


CASES = {
    # 450,000 owed; sold for 400,000 less 24,000 of costs: 74,000 is missing. Cal. Code Civ. Proc. 580b bars it.
    "underwater purchase loan in a state without deficiencies": Told(
        homeowner("CA", [owed(450_000, program="conventional")], short_sale(400_000, 24_000), property=worth(400_000)),
        "However the home is lost in California, by the law we found the lender could not collect from you the $74,000 "
        "that is left.",
        {"nonjudicial_foreclosure": "$0", "short_sale": "$0", "deed_in_lieu": "$0", "reinstate": "-"},
        closed=("settle_lump", "sell", "partial_claim", "wait"),
        also={
            "next_mortgage": "Fannie Mae (conventional loan): a new mortgage is possible 4 years after a short sale, "
            "7 years after a foreclosure."
        },
    ),
    # The trustee's sale paid the first mortgage's lender; of the second loan nothing was paid, and it bought nothing.
    "second loan left after the first forecloses": Told(
        homeowner(
            "AZ",
            [owed(250_000, program="conventional", answers=NO_EXCEPTION), SECOND],
            auctioned(240_000, "2026-03-02"),
            stage="sold",
            property=worth(260_000),
        ),
        "The foreclosure ended the lien of the second loan, not the debt: its lender may still collect $60,000.",
        {"wait": "$60,000", "settle_lump": "up to $60,000", "chapter_7": "$0", "chapter_13": "up to $60,000"},
        closed=("short_sale", "deed_in_lieu_waived", "reinstate", "modification", "sell"),
        also={"settlement": "A settlement would end $60,000 for the part that you agree to pay."},
    ),
    # 200,000 less (170,000 less 11,300 of costs) is 41,300. A deed in lieu has no costs: 30,000.
    # Tax of 2026: 52,000 less the deduction of 16,100 is 35,900. Cancelled 41,300, insolvent by 25,000, taxed 16,300:
    # 14,500 more at 12% (to 50,400) and 1,800 at 22% is 2,136; nothing, if the agreement was written before 2026.
    "FHA loan": Told(
        homeowner(
            "OH",
            [owed(200_000, program="fha")],
            short_sale(170_000, 11_300),
            property=worth(170_000),
            household={**SINGLE, "assets": {"total": 190_000}, "debts": {"total": 215_000}},
        ),
        "A written waiver is worth $41,300 to you in a short sale.",
        {"short_sale": "$41,300", "short_sale_waived": "$0", "deed_in_lieu": "$30,000", "partial_claim": "-"},
        also={
            "waiver_deed_in_lieu": "A written waiver is worth $30,000 to you with a deed in lieu.",
            "tax_short_sale": "What a waiver ends in a short sale counts as cancelled debt, $41,300, and is reported "
            "on Form 1099-C. It adds up to $2,136 of federal tax, so that $39,164 to $41,300 of what the waiver is "
            "worth stays yours.",
        },
        says={
            "short_sale_waived.does": ("HUD does not pursue it",),
            "partial_claim.does": ("HUD pays what is past due",),
            "partial_claim.needs": ("every 24 months",),
        },
    ),
    # The sale is on January 5: more than 37 days before it is November 28 at the latest, a Saturday, on which nobody
    # may book it in: the 27th. 260,000 - 230,000 = 30,000.
    "VA loan with a sale set": Told(
        homeowner(
            "TX",
            [owed(260_000, program="va", originated_on="2020-06-01")],
            stage="sale_set",
            property=worth(230_000, sale_scheduled_on="2027-01-05"),
        ),
        "With most servicers, a complete application that arrives by November 27, 2026 holds up the sale.",
        {"deed_in_lieu": "$30,000", "short_sale": "$30,000 to $260,000", "partial_claim": "-"},
        also={
            "waiver_short_sale": "A written waiver is worth at least $30,000 to you in a short sale.",
            "waiver_deed_in_lieu": "A written waiver is worth $30,000 to you with a deed in lieu.",
        },
        says={
            "partial_claim.does": ("Since June 15, 2026, VA has a partial claim again",),
            "nonjudicial_foreclosure.time": ("The sale is set for January 5, 2027.",),
            "short_sale.risks": ("the part of your entitlement",),
        },
    ),
    # 320,000 less 240,000 less 22,400 is 57,600.
    "home with equity": Told(
        homeowner("GA", [owed(240_000, program="conventional")], short_sale(320_000, 22_400), property=worth(320_000)),
        "Sell it while you can: by these numbers $57,600 is left for you.",
        {"sell": "$0", "deed_in_lieu": "$0", "nonjudicial_foreclosure": "up to $240,000"},
        closed=("short_sale", "short_sale_waived"),
    ),
    # 330,000 less a value of 280,000 is 50,000: the most after a court foreclosure (726, 580a) or a deed in lieu. A
    # trustee's sale and a short sale leave nothing to collect, whatever the loan was for (580d, 580e).
    "cash-out refinance": Told(
        homeowner(
            "CA",
            [owed(330_000, purpose="cash_out_refinance", acquisition_part=250_000, **LATER_LOAN)],
            short_sale(280_000, 16_000),
            property=worth(280_000),
        ),
        "In California, by the law we found, the lender could not collect what is left after a foreclosure sale "
        "without a court or after a short sale, but could collect up to $50,000 after a foreclosure through a court or "
        "after a deed in lieu of foreclosure.",
        {"judicial_foreclosure": "up to $50,000", "short_sale": "$0", "deed_in_lieu": "up to $50,000"},
        also={"waiver_deed_in_lieu": "A written waiver is worth up to $50,000 to you with a deed in lieu."},
    ),
    # 190,000 less (150,000 less 9,000) is 49,000. Solvent, so all is taxed: 14,500 at 12%, 34,500 at 22%: 9,330.
    "rental": Told(
        homeowner(
            "FL",
            [owed(190_000)],
            short_sale(150_000, 9_000),
            property=worth(150_000, occupancy="rental", adjusted_basis=120_000),
            household={**SINGLE, "assets": {"total": 400_000}, "debts": {"total": 250_000}},
        ),
        "A written waiver is worth $49,000 to you in a short sale.",
        {"short_sale": "$49,000", "short_sale_waived": "$0", "deed_in_lieu": "$40,000"},
        also={
            "tax_short_sale": "What a waiver ends in a short sale counts as cancelled debt, $49,000, and is reported "
            "on Form 1099-C. It adds $9,330 of federal tax, so that $39,670 of what the waiver is worth stays yours.",
        },
    ),
    # Served on November 10, 30 days in the summons: December 10. 190,000 less a bid of 150,000 is 40,000.
    "after the sale, with a suit filed": Told(
        homeowner(
            "AL",
            [owed(190_000, served_on="2026-11-10", summons_days=30)],
            auctioned(150_000, "2026-03-02"),
            stage="sued",
        ),
        "Answer the lawsuit by December 10, 2026. Whoever does not answer can lose $40,000 without being heard.",
        {"wait": "$40,000", "settle_payments": "up to $40,000", "chapter_7": "$0"},
        closed=("nonjudicial_foreclosure", "short_sale", "repayment_plan", "sell"),
        says={"wait.needs": ("File a written answer with the court",), "settle_lump.needs": ("before you pay",)},
    ),
    # 280,000 less 210,000 is 70,000: 10,000 was paid, 60,000 given up. Insolvent by 55,000: 5,000 is taxed at 12%.
    "settled, with a Form 1099-C": Told(
        homeowner(
            "TX",
            [owed(280_000, release="debt", amount_forgiven=60_000, forgiven_on="2026-09-15")],
            auctioned(210_000, "2026-03-03"),
            stage="sold",
            property=worth(210_000, adjusted_basis=265_000),
            household={
                **SINGLE,
                "assets": {"total": 30_000},
                "debts": {"total": 85_000},
                "qpri_written_before_2026": False,
            },
        ),
        "The debt is settled: nothing more may be collected. What was given up, $60,000, counts as cancelled debt and "
        "adds $600 of federal tax.",
        {"wait": "$0"},
        closed=("settle_lump", "settle_payments", "sell", "chapter_7", "chapter_13"),
    ),
    # 250,000 less a bid of 180,000 is 70,000. The insurer has no more rights than the lender had.
    "insurer pursuing": Told(
        homeowner(
            "VA",
            [owed(250_000, program="conventional", mortgage_insurance=True)],
            auctioned(180_000, "2026-06-01"),
            stage="sold",
            property=worth(200_000),
        ),
        "The mortgage insurer may come for $70,000 in the lender’s place, once it has paid the lender. It has no more "
        "rights than the lender had.",
        {"wait": "$70,000", "settle_lump": "up to $70,000"},
        says={"settle_lump.needs": ("the insurer’s release as well",)},
    ),
}


@pytest.mark.parametrize("told", CASES.values(), ids=CASES.keys())
def test_each_homeowner_is_told_what_matters_most(told: Told) -> None:
    found = compare(told.facts)
    assert str(found.differences[0].says) == told.first
    ways = {way.key: way for way in found.shown}
    for key, amount in told.collectible.items():
        collectible = ways[key].collectible
        assert (plain_span(collectible) if collectible is not None else "-") == amount, key
    assert not set(told.closed) & set(ways)
    said = {each.key: str(each.says) for each in found.differences}
    assert told.also.items() <= said.items()
    for place, parts in told.says.items():
        key, _, column = place.partition(".")
        text = " ".join(str(each.says) for each in getattr(ways[key], column))
        assert all(part in text for part in parts), (place, text)


@pytest.mark.parametrize("told", CASES.values(), ids=CASES.keys())
def test_no_figure_and_no_sentence_stands_unexplained(told: Told) -> None:
    found = compare(told.facts)
    for each in found.differences:
        assert each.amount is None or each.working, each.key
        assert all(key in found.by_key for key in each.ways)
        assert "not known yet" not in str(each.says) or each.needs, each.key
    for way in found.shown:
        assert way.collectible is None or way.working, way.key
        assert way.available is True or way.why, way.key
        for column in (way.does, way.time, way.needs, way.risks, way.credit.says):
            assert all(each.citations or each.confidence == "given" for each in column)
            for says in (str(statement.says) for statement in column):
                assert says[0].isupper() and says.endswith((".", "”")), says


# The ways, one by one


def keys(facts: Facts) -> set[str]:
    return {way.key for way in compare(facts).shown}


def test_what_is_open_follows_the_stage() -> None:
    ahead = homeowner("FL", [owed(250_000)], property=worth(210_000))
    lost = homeowner("FL", [owed(250_000)], auctioned(200_000, "2026-09-02", "judicial_foreclosure"), stage="sold")
    assert {"short_sale_waived", "reinstate", "chapter_13"} <= keys(ahead)
    assert not {"wait", "settle_lump", "judicial_foreclosure_waived"} & keys(ahead)
    assert keys(lost) == {"wait", "settle_lump", "settle_payments", "chapter_7", "chapter_13"}
    unsaid = compare(read_facts({"as_of": AS_OF, "state": "FL"}))
    assert all(way.available is None and "stage" in way.depends_on for way in unsaid.ways if way.family == "lose")


@pytest.mark.parametrize(
    ("program", "available"),
    [("fha", True), ("va", True), ("usda_guaranteed", True), ("conventional", False), (None, None), ("usda", None)],
)
def test_a_partial_claim_is_for_the_programs_that_have_one(program: str | None, available: bool | None) -> None:
    way = compare(homeowner("FL", [owed(250_000, program=program)])).by_key["partial_claim"]
    assert way.available is available
    assert (way.lacks == ("loans.first.program",)) is (available is None)


def test_a_settlement_in_mind_shows_what_it_saves_and_its_tax() -> None:
    """30% of $40,000 is $12,000; the $28,000 given up is cancelled debt."""
    facts = CASES["after the sale, with a suit filed"].facts
    found = compare(facts, Settlement(percent=Decimal(30)))
    way = found.by_key["settle_lump"]
    assert plain_span(way.collectible or Span(None, None)) == "$12,000"
    assert way.tax is not None and plain_span(way.tax.cancelled) == "$28,000"
    assert "Paying $12,000 would end $40,000: $28,000 less." in {str(each.says) for each in found.differences}
    without = compare(facts).by_key["settle_lump"]
    assert without.tax is not None and without.tax.cancelled.low == 0


def test_what_a_person_could_pay_is_what_settling_takes_and_never_more_than_may_be_collected() -> None:
    """$9,000 at once, or $300 a month for the 24 months that are tried where no time was told."""
    facts = CASES["after the sale, with a suit filed"].facts
    budget = Budget(cash=Decimal(9_000), income=Decimal(3_000), expenses=Decimal(2_700))
    ways = compare(facts, *affordable(assess(facts), budget)).by_key
    assert plain_span(ways["settle_lump"].collectible or Span(None, None)) == "$9,000"
    assert plain_span(ways["settle_payments"].collectible or Span(None, None)) == "$7,200"
    done = CASES["settled, with a Form 1099-C"].facts
    assert affordable(assess(done), budget) == ()


@pytest.mark.parametrize("more", [{"served_on": "2026-11-10"}, {"claim_filed_on": "2026-10-20"}, {}])
def test_a_lender_that_has_sued_has_no_time_left_to_sue_in(more: Json) -> None:
    facts = homeowner("AL", [owed(190_000, **more)], auctioned(150_000, "2026-03-02"), stage="sued")
    [until] = compare(facts).by_key["wait"].until
    assert (until.what, str(until.period)) == ("suit", "The lender has sued. A judgment would have a time of its own.")


def test_bankruptcy_is_told_by_its_own_tax_and_not_by_the_gain_on_a_home_of_unknown_value() -> None:
    """26 U.S.C. 108(a)(1)(A): what the court discharges is no income. No lender need report a consumer's debt that it
    discharged (26 C.F.R. 1.6050P-1(d)(1)). What was settled before is taxed as it was, so bankruptcy is no way out."""
    home = auctioned(200_000, "2026-03-02", "judicial_foreclosure")
    found = compare(homeowner("FL", [owed(250_000)], home, stage="sold", household=SINGLE)).by_key
    tax = found["chapter_7"].tax
    assert tax is not None and (tax.extra, tax.form_1099c) == (Span.of(Decimal(0)), None)
    settled = compare(CASES["settled, with a Form 1099-C"].facts).by_key["chapter_7"]
    assert settled.available is False and settled.tax is None


def test_a_difference_says_where_the_table_counts_more_tax_than_the_waivers() -> None:
    """The rental: depreciation is not known, so that a gain may be taxed beside the cancelled debt."""
    said = {each.key: " ".join(map(str, each.because)) for each in compare(CASES["rental"].facts).differences}
    assert "Tax on a gain from the home itself can come on top" in said["tax_short_sale"]


def test_a_second_loan_with_nothing_behind_it_may_come_off_in_chapter_13_alone() -> None:
    loans = [owed(250_000), {**SECOND, "paid_from_sale": None}]
    said = {each.key: each for each in compare(homeowner("FL", loans, property=worth(210_000))).differences}
    assert str(said["strip"].says).startswith("A chapter 13 plan may take the second loan, $60,000, off the home")
    assert "strip" not in {each.key for each in compare(homeowner("FL", loans, property=worth(280_000))).differences}
    lost = homeowner("FL", loans, auctioned(200_000, "2026-09-02"), stage="sold", property=worth(210_000))
    assert "strip" not in {each.key for each in compare(with_fact(lost, "disposition.kind", None)).differences}


def test_the_law_of_a_state_does_not_promise_what_the_government_may_still_ask() -> None:
    loans = [owed(450_000, program="usda_guaranteed")]
    first = compare(homeowner("CA", loans, short_sale(400_000, 24_000), property=worth(400_000))).differences[0]
    assert "does not bind the government" in " ".join(map(str, first.because))
    assert any("federal government" in str(each.says) for each in first.statements)


def test_nobody_is_told_to_settle_what_the_lender_may_have_lost_its_time_for() -> None:
    """Two years from a trustee's sale of March 1, 2022 (Tex. Prop. Code 51.003(a)), nobody said of a suit.
    Where it is open whether the law bars the claim, no settlement is weighed either, as the plan to settle has it."""
    late = compare(homeowner("TX", [owed(200_000)], auctioned(130_000, "2022-03-01"), stage="sold"))
    first = late.differences[0]
    assert (first.key, first.amount) == ("late", Span(Decimal(0), Decimal(70_000)))
    assert "ended on March 1, 2024, unless the lender went to court before. Pay nothing" in str(first.says)
    assert [str(each.date) for each in late.by_key["wait"].until] == ["2024-03-01"]
    asked = compare(homeowner("MN", [owed(250_000)], auctioned(200_000, "2026-09-15"), stage="sold"))
    for found in (late, asked):
        assert "settlement" not in {each.key for each in found.differences}
        assert found.by_key["settle_lump"].available is None and found.by_key["settle_lump"].why


def test_chapter_13_can_save_a_home_after_a_discharge() -> None:
    """The lien that is left is a claim that a plan can pay: Johnson v. Home State Bank, 501 U.S. 78 (1991)."""
    gone = {"bankruptcy": "discharged"}
    loans = [owed(200_000, discharged_on="2025-02-01")]
    ways = compare(homeowner("OH", loans, property=worth(150_000), household=gone)).by_key
    assert (ways["chapter_7"].available, ways["chapter_13"].available) == (False, True)
    assert any("makes up" in str(each.says) or "make up" in str(each.says) for each in ways["chapter_13"].does)
    lost = homeowner(
        "OH", loans, auctioned(130_000, "2026-03-01", "judicial_foreclosure"), stage="sold", household=gone
    )
    assert compare(lost).by_key["chapter_13"].available is False


def test_the_timetable_for_applications_is_not_told_of_a_reverse_mortgage() -> None:
    """12 CFR 1024.30(b)(2) leaves reverse mortgages out of 1024.38 to 1024.41."""
    home = worth(220_000, sale_scheduled_on="2027-02-10")
    for program, told in (("hecm", False), ("fha", True)):
        found = compare(homeowner("FL", [owed(260_000, program=program)], property=home, stage="sale_set"))
        assert (found.differences[0].key == "application") is told
        ways = found.by_key["short_sale"]
        assert any("37 days" in str(each.says) for each in (*ways.does, *ways.time)) is told


def test_a_sale_that_is_near_is_told_with_what_the_state_still_allows() -> None:
    """Cal. Civ. Code 2924.18(a)(1) and Minn. Stat. 582.043: an application in time for the state is too late for the
    federal rule."""
    for state, says in (("CA", "at least 5 business days"), ("MN", "seventh business day")):
        home = worth(210_000, sale_scheduled_on="2026-12-10")
        found = compare(homeowner(state, [owed(250_000)], property=home, stage="sale_set"))
        assert found.differences[0].key == "sale_day"
        assert says in " ".join(str(each.says) for each in found.differences[0].statements)
        assert says in str(found.by_key["modification"].does[0].says)


@pytest.mark.parametrize(("state", "says"), [("NC", "holds a hearing"), ("CO", "A court must allow the sale first")])
def test_how_to_be_heard_before_a_sale_without_a_court_comes_from_the_states_file(state: str, says: str) -> None:
    """N.C. Gen. Stat. 45-21.16; Colo. R. Civ. P. 120."""
    way = compare(homeowner(state, [owed(200_000)])).by_key["nonjudicial_foreclosure"]
    assert says in str(way.does[0].says) and way.does[0].citations


def test_a_seller_who_lent_the_price_need_not_report_and_is_no_fannie_mae() -> None:
    """26 U.S.C. 6050P(c)(2): only those whose significant trade or business is lending money report."""
    found = compare(homeowner("OH", [owed(200_000, seller_financed=True)], property=worth(150_000), household=SINGLE))
    tax = found.by_key["deed_in_lieu_waived"].tax
    assert tax is not None and tax.form_1099c is None
    told = {each.key: each for each in found.differences}
    assert "can count as cancelled debt" in str(told["tax_deed_in_lieu"].says)
    assert not any("Fannie" in str(each.says) for each in told["waiver_deed_in_lieu"].statements)


def test_an_open_bankruptcy_case_closes_both_chapters() -> None:
    facts = homeowner("FL", [owed(250_000)], household={"bankruptcy": "chapter_13"})
    found = compare(facts)
    assert [found.by_key[key].available for key in ("chapter_7", "chapter_13")] == [False, False]
    assert "chapter_7" not in {each.key for each in found.differences}


def test_the_last_day_for_an_application_is_never_told_too_late() -> None:
    """Regulation X asks for more than 37 days before the sale: 38 days before it still counts, the next day not."""
    for days, told in ((38, "application"), (37, "sale_day")):
        sale = AS_OF + timedelta(days=days)
        facts = homeowner("FL", [owed(250_000)], property=worth(210_000, sale_scheduled_on=sale), stage="sale_set")
        assert compare(facts).differences[0].key == told


def test_every_statement_that_the_file_tells_is_there() -> None:
    law: WaysLaw = federal(WaysLaw)
    assert all(named(tell.statement).citations for tell in law.tell)


# What must hold always


def at_most(less: Span, more: Span) -> bool:
    low = less.low is None or more.low is None or less.low <= more.low
    return low and (more.high is None or (less.high is not None and less.high <= more.high))


@st.composite
def cases(draw: st.DrawFn) -> Facts:
    state = draw(st.sampled_from(codes()))
    loans = [owed(draw(st.integers(50_000, 400_000)), purpose=draw(st.sampled_from([None, "purchase", "home_equity"])))]
    if draw(st.booleans()):
        loans.append({**SECOND, "paid_from_sale": None})
    value = draw(st.none() | st.integers(40_000, 500_000))
    away: Json = {"kind": draw(st.none() | st.sampled_from(compiled(state).kinds))}
    if away["kind"] is not None:
        away |= {
            "sale_price": draw(st.none() | st.integers(0, 500_000)),
            "selling_costs": draw(st.sampled_from([None, 0])),
        }
    stage = draw(st.sampled_from(["behind", "sold", None]))
    if stage == "sold":
        away["date"] = "2026-03-02"
    return homeowner(state, loans, away, stage=stage, property={**HOME, "fair_market_value": value})


@settings(max_examples=25)
@given(cases())
def test_a_waiver_never_raises_what_is_owed(facts: Facts) -> None:
    ways = compare(facts).by_key
    for way in ways.values():
        if way.waiver_in_writing:
            assert at_most(way.owed, ways[way.key.removesuffix("_waived")].owed), way.key


@settings(max_examples=25)
@given(cases())
def test_the_comparison_agrees_with_a_single_assessment_to_the_cent(facts: Facts) -> None:
    found = compare(facts)
    for way in found.ways:
        if way.family in ("lose", "wait") or way.key == "chapter_7":
            assert way.owed == assess(way.facts).collectible, way.key
    if "wait" in found.by_key:
        assert found.by_key["wait"].owed == assess(facts).collectible


def test_every_state_and_way_gives_a_comparison() -> None:
    for place, code in enumerate(codes()):
        stage = ("behind", "judgment")[place % 2]
        found: Comparison = compare(homeowner(code, [owed(200_000), SECOND], stage=stage, property=worth(150_000)))
        assert {way.kind for way in found.ways if way.family == "lose"} == set(compiled(code).kinds)
        for way in found.ways:
            assert str(way.label) != str(way.says)
            assert all(str(each.period) for each in way.until)
            assert all(str(each.says) for each in (*way.does, *way.time, *way.needs, *way.risks))
        assert all(str(each.says) for each in found.differences)


def test_json_tells_every_way_with_its_columns_and_the_differences_in_order() -> None:
    found = compare(CASES["FHA loan"].facts).as_json()
    by_key = {way["key"]: way for way in (*found["ways_out"], *found["other_ways"])}
    assert by_key["short_sale"]["collectible"] == {"low": 41_300, "high": 41_300}
    assert by_key["short_sale"]["assessment"]["outcome"] == by_key["short_sale"]["outcome"]
    assert by_key["reinstate"]["assessment"] is None and by_key["reinstate"]["keeps"] == 200_000
    assert found["differences"][0]["says"] == CASES["FHA loan"].first
    assert found["differences"][0]["working"][2]["amount"] == 41_300
    assert found["order"].startswith("A day that you must not miss comes first.")
