"""The federal income tax: at every threshold of three years, against what the IRS prints, and as a difference."""

from __future__ import annotations

from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from calculators.consequences.income_tax import STATUSES, Filer, extra_federal_tax, federal_tax
from calculators.facts import Facts
from calculators.groups import FilingStatus
from calculators.law.federal import federal
from calculators.law.income_tax import IncomeTaxLaw
from calculators.money import NOTHING, Span
from tests.engine import case

D = Decimal
SINGLE, JOINT, SEPARATE, HEAD, SURVIVING = STATUSES
LAW = federal(IncomeTaxLaw)
YEARS = LAW.years

# The Tax Rate Schedules as printed: over so much taxable income, the tax is so much and so many percent of the rest.
# 2024: Form 1040 instructions (2024), page 109. 2026: Rev. Proc. 2025-32, section 4.01, Tables 1 to 4.
# 2025: Rev. Proc. 2024-40, section 2.01, Tables 1 to 4.
Schedule = list[tuple[int, str, int]]
SCHEDULES: dict[tuple[int, FilingStatus], Schedule] = {
    (2024, "single"): [
        (0, "0", 10), (11600, "1160", 12), (47150, "5426", 22), (100525, "17168.50", 24), (191950, "39110.50", 32),
        (243725, "55678.50", 35), (609350, "183647.25", 37),
    ],
    (2024, "married_jointly"): [
        (0, "0", 10), (23200, "2320", 12), (94300, "10852", 22), (201050, "34337", 24), (383900, "78221", 32),
        (487450, "111357", 35), (731200, "196669.50", 37),
    ],
    (2024, "married_separately"): [
        (0, "0", 10), (11600, "1160", 12), (47150, "5426", 22), (100525, "17168.50", 24), (191950, "39110.50", 32),
        (243725, "55678.50", 35), (365600, "98334.75", 37),
    ],
    (2024, "head_of_household"): [
        (0, "0", 10), (16550, "1655", 12), (63100, "7241", 22), (100500, "15469", 24), (191950, "37417", 32),
        (243700, "53977", 35), (609350, "181954.50", 37),
    ],
    (2025, "single"): [
        (0, "0", 10), (11925, "1192.50", 12), (48475, "5578.50", 22), (103350, "17651", 24), (197300, "40199", 32),
        (250525, "57231", 35), (626350, "188769.75", 37),
    ],
    (2025, "married_jointly"): [
        (0, "0", 10), (23850, "2385", 12), (96950, "11157", 22), (206700, "35302", 24), (394600, "80398", 32),
        (501050, "114462", 35), (751600, "202154.50", 37),
    ],
    (2025, "married_separately"): [
        (0, "0", 10), (11925, "1192.50", 12), (48475, "5578.50", 22), (103350, "17651", 24), (197300, "40199", 32),
        (250525, "57231", 35), (375800, "101077.25", 37),
    ],
    (2025, "head_of_household"): [
        (0, "0", 10), (17000, "1700", 12), (64850, "7442", 22), (103350, "15912", 24), (197300, "38460", 32),
        (250500, "55484", 35), (626350, "187031.50", 37),
    ],
    (2026, "single"): [
        (0, "0", 10), (12400, "1240", 12), (50400, "5800", 22), (105700, "17966", 24), (201775, "41024", 32),
        (256225, "58448", 35), (640600, "192979.25", 37),
    ],
    (2026, "married_jointly"): [
        (0, "0", 10), (24800, "2480", 12), (100800, "11600", 22), (211400, "35932", 24), (403550, "82048", 32),
        (512450, "116896", 35), (768700, "206583.50", 37),
    ],
    (2026, "married_separately"): [
        (0, "0", 10), (12400, "1240", 12), (50400, "5800", 22), (105700, "17966", 24), (201775, "41024", 32),
        (256225, "58448", 35), (384350, "103291.75", 37),
    ],
    (2026, "head_of_household"): [
        (0, "0", 10), (17700, "1770", 12), (67450, "7740", 22), (105700, "16155", 24), (201750, "39207", 32),
        (256200, "56631", 35), (640600, "191171", 37),
    ],
}  # fmt: skip


def printed(schedule: Schedule, taxable: Decimal) -> Decimal:
    """The tax that a printed schedule gives."""
    over, base, rate = next(row for row in reversed(schedule) if taxable > row[0] or row[0] == 0)
    return D(base) + (taxable - over) * rate / 100


def schedule_of(year: int, status: FilingStatus) -> Schedule:
    return SCHEDULES[year, JOINT if status == SURVIVING else status]


def tax_on(taxable: Decimal, status: FilingStatus, year: int) -> Decimal:
    """The tax on so much taxable income, by way of the income that leaves it."""
    deduction = LAW.nearest(year).standard_deduction.of(status)
    return federal_tax(Filer(status), year, taxable + deduction).income_tax


@pytest.mark.parametrize(("year", "status"), list(product(YEARS, STATUSES)))
def test_the_tax_a_dollar_below_at_and_above_every_bracket(year: int, status: FilingStatus) -> None:
    schedule = schedule_of(year, status)
    for top in [row[0] for row in schedule[1:]] + [2_000_000]:
        for taxable in (D(top) - 1, D(top), D(top) + 1, D(top) + D("0.01")):
            assert tax_on(taxable, status, year) == round(printed(schedule, taxable), 2), (top, taxable)


# What the Tax Computation Worksheets take off in the brackets from $100,000 up, lowest first: Form 1040 instructions
# (2024), page 76, and (2025).
WORKSHEETS: dict[tuple[int, FilingStatus], list[str]] = {
    (2024, "single"): ["4947", "6957.50", "22313.50", "29625.25", "41812.25"],
    (2024, "married_jointly"): ["9894", "13915", "44627", "59250.50", "73874.50"],
    (2024, "married_separately"): ["4947", "6957.50", "22313.50", "29625.25", "36937.25"],
    (2024, "head_of_household"): ["6641", "8651", "24007", "31318", "43505"],
    (2025, "single"): ["5086", "7153", "22937", "30452.75", "42979.75"],
    (2025, "married_jointly"): ["10172", "14306", "45874", "60905.50", "75937.50"],
    (2025, "married_separately"): ["5086", "7153", "22937", "30452.75", "37968.75"],
    (2025, "head_of_household"): ["6825", "8892", "24676", "32191", "44718"],
}


@pytest.mark.parametrize(("year", "status"), list(WORKSHEETS))
def test_the_worksheet_of_the_irs_for_incomes_of_100_000_and_more(year: int, status: FilingStatus) -> None:
    brackets = schedule_of(year, status)[2:]
    for (start, _, rate), off in zip(brackets, WORKSHEETS[year, status], strict=True):
        taxable = D(max(start, 100_000)) + 400
        assert tax_on(taxable, status, year) == taxable * rate / 100 - D(off)


def test_the_example_of_the_tax_table() -> None:
    """Form 1040 instructions (2025), example at the Tax Table: a couple with $25,300 of taxable income pays $2,562
    by the table, whose line is worked out for $25,325."""
    assert tax_on(D(25_325), JOINT, 2025) == D("2562.00")
    assert tax_on(D(25_300), JOINT, 2025) == D("2559.00")


# Standard deductions: Form 1040 instructions; with boxes ticked for 65 or older and for blindness.
DEDUCTIONS: list[tuple[int, Filer, int]] = [
    (2024, Filer(SINGLE), 14600),
    (2024, Filer(JOINT), 29200),
    (2024, Filer(SEPARATE), 14600),
    (2024, Filer(HEAD), 21900),
    (2024, Filer(SURVIVING), 29200),
    (2024, Filer(SINGLE, 1), 16550),
    (2024, Filer(JOINT, 1), 30750),
    (2024, Filer(HEAD, 1), 23850),
    (2025, Filer(SINGLE), 15750),
    (2025, Filer(SINGLE, 1), 17750),  # Standard Deduction Chart 2025: 1 box
    (2025, Filer(SINGLE, 1, 1), 19750),  # 2 boxes
    (2025, Filer(JOINT, 1), 33100),
    (2025, Filer(JOINT, 2), 34700),
    (2025, Filer(JOINT, 2, 1), 36300),
    (2025, Filer(JOINT, 2, 2), 37900),
    (2025, Filer(SURVIVING, 1), 33100),
    (2025, Filer(HEAD, 0, 1), 25625),
    (2026, Filer(SINGLE), 16100),
    (2026, Filer(JOINT), 32200),
    (2026, Filer(SEPARATE), 16100),
    (2026, Filer(HEAD), 24150),
    (2026, Filer(SINGLE, 1), 18150),
    (2026, Filer(HEAD, 1, 1), 28250),
    (2026, Filer(JOINT, 2, 2), 38800),
    (2026, Filer(SEPARATE, 0, 1), 17750),
    (2026, Filer(SURVIVING, 1), 33850),
]


@pytest.mark.parametrize(("year", "filer", "deduction"), DEDUCTIONS)
def test_the_standard_deduction_with_its_additions(year: int, filer: Filer, deduction: int) -> None:
    told = federal_tax(filer, year, D(500_000))
    assert told.standard_deduction + told.additional_deduction == deduction
    assert told.taxable_income == 500_000 - deduction - told.senior_deduction
    assert federal_tax(filer, year, D(deduction)).tax == 0


def schedule_1a(agi: Decimal, joint: bool, seniors: int) -> Decimal:
    """Schedule 1-A (Form 1040) 2025, lines 31 to 37."""
    line_33 = agi - (150_000 if joint else 75_000)
    line_35 = D(6000) if line_33 <= 0 else max(D(0), D(6000) - line_33 * 6 / 100)
    return line_35 * seniors


@pytest.mark.parametrize("year", [2025, 2026, 2027, 2028])
@pytest.mark.parametrize(("status", "seniors"), [(SINGLE, 1), (HEAD, 1), (SURVIVING, 1), (JOINT, 1), (JOINT, 2)])
def test_the_senior_deduction_shrinks_by_six_cents_a_dollar_and_person(
    year: int, status: FilingStatus, seniors: int
) -> None:
    for agi in (74_999, 75_000, 75_001, 80_000, 149_999, 150_000, 150_001, 174_999, 175_000, 175_001, 249_999, 250_000):
        told = federal_tax(Filer(status, seniors), year, D(agi)).senior_deduction
        assert told == schedule_1a(D(agi), status == JOINT, seniors)


def test_nobody_has_the_senior_deduction_who_is_young_or_files_separately_or_in_another_year() -> None:
    assert federal_tax(Filer(SINGLE), 2025, D(50_000)).senior_deduction == 0
    assert federal_tax(Filer(SEPARATE, 1), 2025, D(50_000)).senior_deduction == 0
    assert federal_tax(Filer(SINGLE, 1), 2024, D(50_000)).senior_deduction == 0
    assert federal_tax(Filer(SINGLE, 1), 2029, D(50_000)).senior_deduction == 0


def schedule_d_worksheet(
    year: int, status: FilingStatus, line_1: Decimal, gain: Decimal, recapture: Decimal
) -> Decimal:
    """The Schedule D Tax Worksheet (2025), line by line, without dividends and 28% gain; `gain` holds the recapture."""
    figures = LAW.nearest(year)
    zero = D(0)
    schedule = schedule_of(year, status)
    line_10 = gain
    line_13 = line_10 - min(gain, recapture)
    line_14 = max(zero, line_1 - line_13)
    line_16 = min(line_1, figures.top_of_zero.of(status))
    line_17 = min(line_14, line_16)
    line_18 = max(zero, line_1 - line_10)
    line_19 = min(line_1, D(schedule[4][0]))  # where the 24% bracket ends
    line_21 = max(line_18, min(line_14, line_19))
    line_22 = line_16 - line_17
    line_30 = line_33 = line_39 = zero
    if line_1 != line_16:
        line_23 = min(line_1, line_13)
        line_25 = max(zero, line_23 - line_22)
        line_29 = max(zero, min(line_1, figures.top_of_fifteen.of(status)) - (line_21 + line_22))
        line_30 = min(line_25, line_29)
        line_32 = line_22 + line_30
        if line_1 != line_32:
            line_33 = line_23 - line_32
            if recapture:
                line_38 = max(zero, line_10 + line_21 - line_1)
                line_39 = max(zero, min(gain, recapture) - line_38)
    line_45 = line_30 * 15 / 100 + line_33 * 20 / 100 + line_39 * 25 / 100 + printed(schedule, line_21)
    return min(line_45, printed(schedule, line_1))


AMOUNT = st.integers(0, 900_000).map(D)
SMALL = st.integers(0, 120_000).map(D)
FILER = st.builds(Filer, st.sampled_from(STATUSES), st.integers(0, 1), st.integers(0, 1)) | st.just(Filer(JOINT, 2, 0))
AGE = st.integers(20, 90)
PERSON = st.fixed_dictionaries({"age": st.none() | AGE, "blind": st.none() | st.booleans()})
SETTLED = st.fixed_dictionaries({"age": AGE, "blind": st.booleans()})
YEAR = st.sampled_from([2024, 2025, 2026, 2027])


@settings(max_examples=150)
@given(st.sampled_from(YEARS), st.sampled_from(STATUSES), AMOUNT, AMOUNT, SMALL)
@example(2025, JOINT, D(31_500), D(96_800), D(0))  # between the top of 0% and the top of 12%
@example(2026, SINGLE, D(500_000), D(200_000), D(60_000))
@example(2026, SINGLE, D(5_000), D(30_000), D(20_000))  # a deduction larger than the ordinary income
def test_gain_stacks_as_in_the_worksheet_of_schedule_d(
    year: int, status: FilingStatus, ordinary: Decimal, gain: Decimal, recapture: Decimal
) -> None:
    told = federal_tax(Filer(status), year, ordinary, gain, recapture)
    if told.taxable_income > 0:
        worksheet = schedule_d_worksheet(year, status, told.taxable_income, gain + recapture, recapture)
        assert told.income_tax == pytest.approx(worksheet, abs=D("0.005"))
    assert sum(each.amount for each in told.slices) == told.taxable_income


def test_gain_at_around_the_thresholds_of_its_rates() -> None:
    """With ordinary income that the deduction takes up, gain alone fills 0%, 15% and 20%."""
    for year, status in product(YEARS, STATUSES):
        figures = LAW.nearest(year)
        deduction = figures.standard_deduction.of(status)
        zero, fifteen = figures.top_of_zero.of(status), figures.top_of_fifteen.of(status)
        for gain, tax in [
            (zero - 1, D(0)),
            (zero, D(0)),
            (zero + 1, D("0.12")),  # the ordinary 12% bracket still holds this dollar, and costs less than 15%
            (fifteen, (fifteen - zero) * 15 / 100),
            (fifteen + 1, (fifteen - zero) * 15 / 100 + D("0.20")),
        ]:
            told = federal_tax(Filer(status), year, deduction, gain).income_tax
            assert told == tax or (gain == zero + 1 and told == D("0.15")), (year, status, gain)


@pytest.mark.parametrize(
    ("status", "threshold"), [(SINGLE, 200), (HEAD, 200), (JOINT, 250), (SURVIVING, 250), (SEPARATE, 125)]
)
def test_the_net_investment_income_tax_is_on_the_lesser_of_gain_and_excess(
    status: FilingStatus, threshold: int
) -> None:
    base = D(threshold) * 1000
    assert federal_tax(Filer(status), 2026, base - 10_000, D(10_000)).investment_tax == 0
    assert federal_tax(Filer(status), 2026, base - 5_000, D(10_000)).investment_tax == 190
    assert federal_tax(Filer(status), 2026, base + 5_000, D(10_000)).investment_tax == 380
    assert federal_tax(Filer(status), 2026, base + 5_000, D(6_000), D(4_000)).investment_tax == 380
    assert federal_tax(Filer(status), 2026, base + 90_000).investment_tax == 0  # cancelled debt is no such income


@settings(max_examples=150)
@given(YEAR, FILER, AMOUNT, SMALL, SMALL, st.integers(0, 200_000).map(D))
def test_tax_rises_with_income_and_never_jumps(
    year: int, filer: Filer, ordinary: Decimal, gain: Decimal, recapture: Decimal, more: Decimal
) -> None:
    tax = federal_tax(filer, year, ordinary, gain, recapture).tax
    for raised in (
        federal_tax(filer, year, ordinary + more, gain, recapture),
        federal_tax(filer, year, ordinary, gain + more, recapture),
        federal_tax(filer, year, ordinary, gain, recapture + more),
    ):
        assert tax <= raised.tax <= tax + more * D("0.45") + D("0.02")


def household(**known: Any) -> Facts:
    known = {"tax_year": 2026, "filing_status": SINGLE, "people": [{"age": 45, "blind": False}], **known}
    return case("AZ", household={"other_income": 52_000, **known})


def span(amount: int) -> Span:
    return Span.of(D(amount))


def test_the_extra_tax_is_the_tax_with_less_the_tax_without() -> None:
    """$52,000 less $16,100 is $35,900 in the 12% bracket; $72,280 more makes $108,180: $14,500 more at 12%, $55,300 at
    22% and $2,480 at 24%."""
    told = extra_federal_tax(household(), 2026, span(72_280))
    assert told.amount == Span.of(D(14_500) * 12 / 100 + D(55_300) * 22 / 100 + D(2_480) * 24 / 100)
    assert told.needs == ()
    lines = {str(line.label): line for line in told.working}
    together, without = lines["Income tax with them"], lines["Income tax without them"]
    assert together.amount - without.amount == told.amount == lines["Extra federal income tax"].amount
    assert "24% of $2,480" in str(together.how)
    assert (lines["Taxable income with them"].amount, lines["Standard deduction"].amount) == (
        span(108_180),
        span(16_100),
    )
    assert (without.kind, lines["Extra federal income tax"].kind) == ("less", "sum")


def test_nothing_more_is_nothing_and_asks_nothing() -> None:
    told = extra_federal_tax(case("AZ"), 2026, NOTHING)
    assert (told.amount, told.working, told.needs) == (NOTHING, (), ())


def test_gain_and_recapture_stand_in_lines_of_their_own() -> None:
    told = extra_federal_tax(household(other_income=300_000), 2026, NOTHING, span(50_000), span(10_000))
    labels = [str(line.label) for line in told.working]
    assert "Taxable gain on the home" in labels and "Net investment income tax" in labels
    assert told.amount == Span.of(D(50_000) * 15 / 100 + D(10_000) * 25 / 100 + D(60_000) * D("0.038"))


def test_an_age_not_known_leaves_the_range_of_both() -> None:
    open_, young, old = (
        extra_federal_tax(household(people=[{"age": age, "blind": False}]), 2026, span(40_000)).amount
        for age in (None, 45, 70)
    )
    assert open_ == young.or_(old) and not open_.exact
    told = extra_federal_tax(household(people=[]), 2026, span(40_000))
    assert told.needs == ("household.people.0.age", "household.people.0.blind")


def test_age_is_counted_to_the_end_of_the_year_of_the_tax() -> None:
    facts = household(tax_year=2025, people=[{"age": 64, "blind": False}])
    senior = "Senior deduction"
    labels = [
        [str(line.label) for line in extra_federal_tax(facts, year, span(9_000)).working] for year in (2025, 2026)
    ]
    assert senior not in labels[0] and senior in labels[1]


def test_income_not_known_leaves_every_income_possible_and_shows_a_few() -> None:
    told = extra_federal_tax(household(other_income=None), 2026, span(72_280))
    assert told.amount == Span(federal_tax(Filer(SINGLE), 2026, D(72_280)).tax, D("26743.60"))  # 37 percent
    assert told.needs == ("household.other_income",)
    examples = [line for line in told.working if line.kind == "either"]
    assert [line.amount.exact for line in examples] == [True, True, True]
    assert examples[1].amount == extra_federal_tax(household(other_income=60_000), 2026, span(72_280)).amount


def test_an_amount_without_an_upper_end_leaves_the_tax_without_one() -> None:
    told = extra_federal_tax(household(), 2026, Span(D(10_000), None))
    assert told.amount == Span(D(1200), None)


@settings(max_examples=120)
@given(
    YEAR,
    st.none() | AMOUNT,
    st.none() | st.sampled_from(STATUSES),
    st.lists(PERSON, max_size=2),
    st.tuples(SMALL, SMALL, SMALL),
    AMOUNT,
    st.sampled_from(STATUSES),
    st.tuples(SETTLED, SETTLED),
)
def test_whatever_the_missing_facts_turn_out_to_be_the_tax_was_in_the_range(
    year: int,
    income: Decimal | None,
    status: FilingStatus | None,
    people: list[dict[str, Any]],
    added: tuple[Decimal, Decimal, Decimal],
    their_income: Decimal,
    their_status: FilingStatus,
    them: tuple[dict[str, Any], ...],
) -> None:
    some = household(tax_year=year, other_income=income, filing_status=status, people=people)
    full = [
        {key: theirs[key] if mine.get(key) is None else mine[key] for key in theirs}
        for mine, theirs in zip([*people, {}, {}], them, strict=False)
    ]
    settled = household(
        tax_year=year,
        other_income=their_income if income is None else income,
        filing_status=status or their_status,
        people=full,
    )
    amounts = [Span.of(each) for each in added]
    before, after = (extra_federal_tax(facts, year, *amounts) for facts in (some, settled))
    assert after.amount.exact and after.needs == () and after.amount.low is not None and after.amount.low >= 0
    assert before.amount.low is not None and before.amount.high is not None
    assert before.amount.low <= after.amount.low <= before.amount.high
    if not before.amount.exact:
        assert before.needs


@pytest.mark.parametrize(("year", "stands_in"), [(2020, 2024), (2023, 2024), (2027, 2026), (2031, 2026)])
def test_a_year_that_nobody_has_read_names_the_one_that_stands_in(year: int, stands_in: int) -> None:
    told = extra_federal_tax(household(tax_year=year), year, span(20_000))
    notes = " ".join(map(str, told.notes))
    assert f"tax figures of {year}" in notes and f"those of {stands_in}" in notes
    read = extra_federal_tax(household(), 2026, span(20_000))
    assert "do not have the tax figures" not in " ".join(map(str, read.notes))


def test_what_is_left_out_is_said() -> None:
    notes = " ".join(map(str, extra_federal_tax(household(would_itemize=True), 2026, span(20_000)).notes))
    for word in (
        "standard deduction",
        "itemize",
        "dependent",
        "premium tax credit",
        "Social Security",
        "State income tax",
    ):
        assert word in notes
    assert "interest, dividends" not in notes
    assert "interest, dividends" in str(extra_federal_tax(household(other_income=199_000), 2026, span(20_000)).notes)
