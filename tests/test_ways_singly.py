"""The ways out, one by one: when each is there, and what it says."""

from datetime import timedelta
from decimal import Decimal

import pytest

from calculators.assessment import assess
from calculators.facts import Facts, read_facts, with_fact
from calculators.law.federal import federal
from calculators.law.ways import WaysLaw
from calculators.money import Span
from calculators.negotiating import Budget
from calculators.ways_out import Settlement, affordable, compare
from calculators.ways_out.columns import named
from calculators.working import plain_span
from tests.answered import SECOND, Json, owed
from tests.homeowners import AS_OF, CASES, SINGLE, auctioned, homeowner, short_sale, worth


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
