"""Ten homeowners of different kinds, and what the comparison of their ways out tells each.

The figures are worked by hand beside each case; the law behind them is each state's own file.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from calculators.facts import Facts, read_facts
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
