"""The pages of the questionnaire: mostly one question each, asked in the engine's words.

Three pages are the questionnaire's own. Court papers stand together because the answer to all three decides how soon
somebody must act; the amounts of a loan stand together because they stand together in the letter that people copy them
from; and a second loan is a place in a list before anything is known of it.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from calculators.assessment import loan_name
from calculators.consequences.home_sale import part_unknown
from calculators.facts import Facts as TypedFacts
from calculators.facts import lookup
from calculators.money import NOTHING
from calculators.questions import NEEDS, YES_NO, Question, core_questions, part_of, question
from calculators.working import Text

from . import paths
from .paths import Facts

STATE, STAGE, KIND = "state", "stage", "disposition.kind"
COURT_PAPERS, SECOND_LOAN, AMOUNTS = "court-papers", "answers.second_loan", "amounts"
FORM_1099C, FORM_1099A = "household.forms_1099c", "household.forms_1099a"
HAS_PAPERS, SERVED_ON, SUMMONS_DAYS = "answers.court_papers", "loans.first.served_on", "loans.first.summons_days"
PARTS = ("principal", "accrued_interest", "late_fees", "advances", "costs", "credits")


@dataclass(frozen=True)
class Sheet:
    """Figures that are asked for on one page because they stand on one paper: the whole, or its parts."""

    heading: Text
    paths: tuple[str, ...]
    hint: Text | None = None
    why: Text | None = None
    parts: Text | None = None  # above all but the first, where they are the parts of it
    must: str = ""  # the part that nobody may leave out; where there is one, every other that is left empty is nothing


def _lines(group: str, first: tuple[str, ...]) -> tuple[str, ...]:
    """The total, then the lines of the IRS worksheet; those that are large and forgotten come first."""
    paths = [path for path in core_questions() if path.startswith(f"household.{group}.")]
    head = [f"household.{group}.{name}" for name in ("total", *first)]
    return (*head, *(path for path in paths if path not in head))


BY_LINE = Text("Or line by line, if you have not added it up. A line that you leave empty counts as $0.")


@cache
def sheets() -> dict[str, Sheet]:
    """The pages that ask for several figures at once, by address."""
    asked = core_questions()
    assets, debts, basis = (
        asked[path] for path in ("household.assets.total", "household.debts.total", "property.adjusted_basis")
    )
    return {
        "household.assets": Sheet(
            Text(assets.text, context=assets.path),
            _lines("assets", ("real_property", "retirement_accounts", "vehicles", "cash")),
            Text(assets.hint, context=assets.path),
            Text(assets.why, context=assets.path),
            BY_LINE,
            "household.assets.real_property",
        ),
        "household.debts": Sheet(
            Text(debts.text, context=debts.path),
            _lines("debts", ("mortgages", "vehicle_loans", "credit_cards")),
            Text(debts.hint, context=debts.path),
            Text(debts.why, context=debts.path),
            BY_LINE,
            "household.debts.mortgages",
        ),
        "property.basis": Sheet(
            Text(basis.text, context=basis.path),
            (
                "property.adjusted_basis",
                "property.purchase_price",
                "property.improvements",
                "property.depreciation",
                "property.rolled_gain",
            ),
            Text(basis.hint, context=basis.path),
            Text(basis.why, context=basis.path),
            Text("Or the parts it is made of"),
        ),
        "property.lived": Sheet(
            Text("The five years before the home was lost"),
            (
                "property.months_lived_last_five_years",
                "property.owned_months_last_five_years",
                "property.spouse_months_lived_last_five_years",
            ),
            Text("That is 60 months. If it was your home the whole time, type 60."),
            Text("Whoever owned a home and lived in it for two of the last five years pays no tax on a large gain."),
        ),
        "household.pay": Sheet(
            Text("How much is one paycheck?"),
            ("household.disposable_pay", "household.gross_pay", "household.required_withholding"),
            Text("Your pay stub has these. One of the first two is enough."),
            Text("The law protects a part of every paycheck. How much depends on its size."),
        ),
        "household.bank": Sheet(
            Text("How much is in your bank accounts?"),
            ("household.bank_balance", "household.bank_federal_benefits", "household.bank_wages"),
            Text("Roughly, today. We never ask for an account number."),
            Text("A creditor with a judgment can ask the bank for what is there, less what the law protects."),
        ),
        FORM_1099C: Sheet(
            Text("What does your Form 1099-C say?"),
            tuple(
                f"{FORM_1099C}.0.{name}"
                for name in (
                    "loan",
                    "calendar_year",
                    "event_on",
                    "discharged",
                    "interest",
                    "personally_liable",
                    "code",
                    "fair_market_value",
                    "still_collected",
                )
            ),
            Text("Copy the boxes. Leave out names, account numbers and Social Security numbers: we do not need them."),
            Text("The IRS gets the same form. We compare it with your answers and tell you what does not fit."),
        ),
        FORM_1099A: Sheet(
            Text("What does your Form 1099-A say?"),
            tuple(
                f"{FORM_1099A}.0.{name}"
                for name in (
                    "loan",
                    "calendar_year",
                    "acquired_on",
                    "principal",
                    "fair_market_value",
                    "personally_liable",
                )
            ),
            Text("Copy the boxes. Leave out names, account numbers and Social Security numbers: we do not need them."),
            Text(
                "It tells the IRS that the lender took the home. By itself it does not say that any debt is cancelled."
            ),
        ),
        "household.cancellations": Sheet(
            Text("Was another debt of yours cancelled in the same year?"),
            ("household.cancellations.0.amount", "household.cancellations.0.on"),
            Text("Such as a credit card or a car loan. If none was, go back: nothing is needed."),
            Text("Being insolvent keeps only so much from being taxed. Whatever was cancelled first uses it up first."),
        ),
        "household.people": Sheet(
            Text("Who is on the tax return?"),
            (
                "household.people.0.age",
                "household.people.0.blind",
                "household.people.1.age",
                "household.people.1.blind",
            ),
            Text("You, and your spouse if you file together."),
            Text("From the age of 65, and for blind people, more income stays free of tax."),
        ),
    }


SECOND_LOAN_QUESTION = Question(
    SECOND_LOAN,
    "yes_no",
    Text("Is there a second mortgage or a home equity line on the home?"),
    Text("whether there is a second loan on the home"),
    hint=Text("Even if you heard nothing of it lately."),
    why=Text("Each loan is a debt of its own. After a sale the law can treat a second loan very differently."),
    choices=YES_NO,
)
PAPERS = Question(
    HAS_PAPERS,
    "yes_no",
    Text("Have you been given court papers?"),
    Text("whether you got court papers"),
    hint=Text("A summons or a complaint, with a court's name and a case number."),
    why=Text("Court papers start a clock. If nobody answers in time, the court can rule without hearing you."),
    choices=YES_NO,
)


@dataclass(frozen=True)
class Page:
    """One page: its address, and what it asks."""

    path: str
    questions: tuple[Question, ...]
    heading: Text | None = None  # where it has several questions
    hint: Text | None = None
    why: Text | None = None
    unsure: Text | None = None  # how "I don't know" reads where it answers everything on the page
    parts: Text | None = None  # a heading above all but the first, where they are the parts of it
    must: str = ""  # the part that nobody may leave out; where there is one, every other left empty is nothing

    @property
    def title(self) -> Text:
        return self.heading or self.questions[0].text


def page_of(path: str) -> str:
    """The address of the page that asks for the fact at `path`."""
    if path in (HAS_PAPERS, SERVED_ON, SUMMONS_DAYS):
        return COURT_PAPERS
    sheet = next((address for address, each in sheets().items() if path in each.paths), None)
    if sheet:
        return sheet
    loan, _, name = path.rpartition(".")
    return f"{loan}.{AMOUNTS}" if loan.startswith("loans.") and name in ("payoff", *PARTS) else path


def page(facts: TypedFacts | None, path: str) -> Page:
    """The page at an address. Raises KeyError where there is none. Without facts, only the first question has one."""
    if facts is None:
        if path != STATE:
            raise KeyError(path)
        return Page(path, (question(ANYWHERE, STATE),))
    if path == SECOND_LOAN:
        return Page(path, (SECOND_LOAN_QUESTION,), why=SECOND_LOAN_QUESTION.why)
    if path == COURT_PAPERS:
        asked = tuple(question(facts, each) for each in (SERVED_ON, SUMMONS_DAYS))
        return Page(path, (PAPERS, *asked), heading=PAPERS.text, hint=PAPERS.hint, why=PAPERS.why)
    if found := re.fullmatch(rf"loans\.([^.]+)\.{AMOUNTS}", path):
        return _amounts(facts, path, found[1])
    if sheet := sheets().get(path):
        return _sheet(facts, path, sheet)
    if page_of(path) != path:
        raise KeyError(path)
    asked_for = question(facts, path)
    return Page(path, (asked_for,), why=asked_for.why)


UNSURE = Text("I don't know")
# What mostly is the same for every loan: of a later loan the first one's answer is offered before all others.
SAME = ("program", "obligor", "release")
SPOUSE = ("household.people.1.", "property.spouse_")
ANYWHERE: Any = None  # the question for the state is the same whatever is known


def _amounts(facts: TypedFacts, path: str, loan: str) -> Page:
    payoff, *parts = (question(facts, f"loans.{loan}.{name}") for name in ("payoff", *PARTS))
    return Page(
        path,
        (payoff, *parts),
        heading=payoff.text,
        hint=payoff.hint,
        why=payoff.why,
        unsure=UNSURE,
        parts=Text("Or in parts, from a statement"),
    )


def _sheet(facts: TypedFacts, path: str, sheet: Sheet) -> Page:
    asked = tuple(question(facts, each) for each in sheet.paths if not _idle(facts, each))
    return Page(path, asked, sheet.heading, sheet.hint, sheet.why, UNSURE, sheet.parts, sheet.must)


def _idle(facts: TypedFacts, path: str) -> bool:
    """Whether a line of a sheet cannot matter for this case: a spouse's on a return alone, depreciation of a home that
    was never rented out, gain of the last century put into a home bought since, the loan where there is but one."""
    if path.startswith(SPOUSE):
        return facts.household.filing_status not in (None, "married_jointly")
    if path.startswith((FORM_1099C, FORM_1099A)):
        return path.endswith(".loan") and len(facts.loans) == 1
    name = path.rpartition(".")[2]
    told = lookup(facts, path) is not None
    return name in ("depreciation", "rolled_gain") and not told and part_unknown(facts, name) == NOTHING


# Reading and writing what a page asks for


def value(facts: Facts, path: str) -> Any:
    """What is known in answer to a question."""
    if path == SECOND_LOAN and len(paths.loans_of(facts)) > 1:
        return True
    return paths.get(facts, path)


def with_value(facts: Facts, path: str, given: Any) -> Facts:
    """The same facts with a question answered; with None, answered by "I don't know"."""
    facts = paths.put(facts, path, given)
    return _with_loans(facts, 2 if given else 1) if path == SECOND_LOAN else facts


def _with_loans(facts: Facts, count: int) -> Facts:
    named = paths.with_named_loans(facts)
    kept = named["loans"] if count > 1 else named["loans"][:count]
    added = [{"id": name, "lien": "junior"} for name in paths.LOANS[len(kept) : count]]
    return {**named, "loans": kept + added}


# Sections, as the list of answers and the line above a question name them

SECTIONS = (
    ("standing", Text("Where things stand")),
    ("disposition", Text("How the home is lost")),
    ("loans", Text("The loan")),
    ("property", Text("The home")),
    ("household", Text("You")),
    ("answers", Text("What this state's law asks")),
    ("tax", Text("Taxes")),
    ("collection", Text("What they can take")),
    ("credit", Text("Credit")),
)
CHAPTERS = tuple(NEEDS)
PLACES = dict.fromkeys((STATE, STAGE, "property.sale_scheduled_on", COURT_PAPERS), "standing") | {SECOND_LOAN: "loans"}


def chapter_of(path: str) -> str:
    """The chapter after the answer that a page belongs to, by its first question; "" for none."""
    sheet = sheets().get(path)
    return part_of(sheet.paths[0] if sheet else path)


def section(facts: TypedFacts | None, path: str) -> Text:
    """The part of the questionnaire that a page belongs to; a loan has a part of its own where there are several."""
    group = chapter_of(path) or PLACES.get(path, path.split(".")[0])
    if group == "loans" and path != SECOND_LOAN and facts is not None and len(facts.loans) > 1:
        name = path.split(".")[1]
        return next(Text("{loan}", {"loan": loan_name(facts, loan)}) for loan in facts.loans if loan.id == name)
    return dict(SECTIONS)[group]
