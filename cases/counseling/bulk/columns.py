"""What a column of an imported file can mean: who the client is, the counselor, a note, or a fact of the case by its
name in the contract. A heading is guessed by the words that agencies use for it; a wrong guess is worse than none, so
only whole headings count, and a person looks at every one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from calculators.law.loader import all_laws
from calculators.questions import YES_NO, Choice, core_questions
from calculators.questions import Question as Asked
from calculators.words import say
from calculators.working import Text
from cases.crypto import marks

from ..models import Agency

NAME, FIRST_NAME, LAST_NAME = "person.name", "person.first_name", "person.last_name"
ADDRESS, REFERENCE, EMAIL, PHONE = "person.address", "person.reference", "person.email", "person.phone"
COUNSELOR, NOTE, NOTHING = "counselor", "note", ""
SEVERAL = (ADDRESS, NOTE)  # these may be spread over columns, and are put together
STATES = ("state", "household.residence_state", "household.work_state")
FORECLOSED = "disposition.foreclosing_lien"
LOANS = {"first": Text("the first mortgage"), "second": Text("the second loan")}
# Not asked for here: lists, lines of worksheets, what a loan's place in the file says already.
LEFT_OUT = re.compile(r"\.\d|(assets|debts)\.(?!total$)|forms_1099|\.lien$")
SAVED = "import_columns"  # the key of Agency.settings: keyed hashes of headings, and what they were last said to mean
MOST_SAVED = 300


@dataclass(frozen=True)
class Target:
    """One thing that a column can hold. `question` is that of the questionnaire, for a fact."""

    key: str
    label: Text
    group: Text
    words: tuple[str, ...] = ()  # headings that mean it
    question: Asked | None = None
    example: str = ""


CLIENT = Text("Client")
PEOPLE = (
    Target(
        NAME, Text("Name"), CLIENT, ("client", "client name", "full name", "borrower", "homeowner"), None, "Ana Ruiz"
    ),
    Target(FIRST_NAME, Text("First name"), CLIENT, ("first", "given name", "client first name")),
    Target(LAST_NAME, Text("Last name"), CLIENT, ("last", "surname", "family name", "client last name")),
    Target(PHONE, Text("Telephone"), CLIENT, ("phone", "phone number", "mobile", "cell"), None, "(563) 555-0142"),
    Target(EMAIL, Text("Email address"), CLIENT, ("email", "e mail", "mail"), None, "ana@example.org"),
    Target(
        ADDRESS,
        Text("Address"),
        CLIENT,
        ("street", "street address", "mailing address", "city", "zip", "zip code"),
        None,
        "5 Elm St, Mesa",
    ),
    Target(
        REFERENCE,
        Text("Your agency's own number"),
        CLIENT,
        ("reference", "client id", "client number", "case number", "case id", "file number", "id", "number"),
        None,
        "HC-0917",
    ),
    Target(COUNSELOR, Text("Counselor, by email address"), CLIENT, ("counselor email", "assigned to"), None, ""),
    Target(NOTE, Text("Note"), CLIENT, ("notes", "comment", "comments", "remarks"), None, "Called on Monday"),
)
GROUPS = {
    "": Text("The case"),
    "property": Text("The home"),
    "disposition": Text("How the home is lost"),
    "household": Text("The household"),
    "answers": Text("The case"),
}
# Headings that mean a fact, besides its own name in the contract and the words by which we call it.
WORDS: Mapping[str, tuple[str, ...]] = {
    "state": ("property state", "home state", "st"),
    "stage": ("status", "case status"),
    "disposition.kind": ("way", "type of foreclosure", "foreclosure type", "loss type", "disposition"),
    "disposition.date": ("sale date", "date of sale", "foreclosure date", "sold on", "closing date"),
    "disposition.sale_price": ("sale price", "price", "sold for", "winning bid"),
    "property.sale_scheduled_on": ("scheduled sale date", "sale scheduled", "auction date"),
    "property.fair_market_value": ("fmv", "fair market value", "value", "appraisal", "home value", "appraised value"),
    "property.occupancy": ("occupancy", "residence type"),
    "property.units": ("units",),
    "property.acres": ("acres", "lot size", "acreage"),
    "household.filing_status": ("filing status",),
    "household.bankruptcy": ("bankruptcy",),
    "loans.first.payoff": ("payoff", "payoff amount", "total owed", "amount owed"),
    "loans.first.principal": (
        "principal",
        "unpaid principal",
        "upb",
        "unpaid principal balance",
        "loan balance",
        "balance",
    ),
    "loans.first.accrued_interest": ("accrued interest", "interest due"),
    "loans.first.late_fees": ("late fees", "late charges"),
    "loans.first.advances": ("advances", "escrow advances"),
    "loans.first.costs": ("costs", "foreclosure costs", "legal fees"),
    "loans.first.credits": ("credits", "suspense balance"),
    "loans.first.purpose": ("loan purpose", "purpose"),
    "loans.first.program": ("loan program", "loan type", "program"),
    "loans.first.originated_on": ("origination date", "loan date", "originated", "note date"),
    "loans.first.interest_rate": ("interest rate", "rate", "note rate"),
    "loans.first.first_delinquent_on": ("first missed payment", "delinquent since", "date of default"),
    "loans.first.judgment_on": ("judgment date",),
    "loans.second.payoff": ("second payoff", "second mortgage payoff", "heloc payoff"),
    "loans.second.principal": ("second principal", "second mortgage balance", "second balance", "heloc balance"),
    "loans.second.purpose": ("second purpose", "second loan purpose"),
}


@cache
def targets() -> dict[str, Target]:
    """Everything a column can mean, by key, in the order in which it is offered."""
    return {each.key: each for each in [*PEOPLE, *_facts()]}


def _facts() -> Iterator[Target]:
    wanted = {path: core for path, core in core_questions().items() if not LEFT_OUT.search(path)}
    for path, core in wanted.items():
        loans = LOANS if "*" in path else {"": Text("")}
        if "*" in path and "{loan}" not in core.about:  # the court papers: asked once
            loans = {"first": LOANS["first"]}
        for loan, name in loans.items():
            key = path.replace("*", loan)
            about = Text(core.about, {"loan": name} if loan else {}, context=core.path)
            choices = tuple(Choice(c.value, Text(c.label, context=core.path)) for c in core.choices)
            if core.kind == "yes_no":
                choices = YES_NO
            if path == FORECLOSED:
                choices += (Choice("second", LOANS["second"]),)  # a loan may be named too
            if path in STATES:
                choices = tuple(Choice(law.code, Text(law.name)) for law in all_laws())
            group = name if loan else GROUPS[path.rpartition(".")[0].partition(".")[0]]
            asked = Asked(key, core.kind, about, about, choices=choices)
            yield Target(key, about, group, WORDS.get(key, ()), asked, core.example or "")


def normal(heading: str) -> str:
    """A heading without case, marks and signs: "Sale_Date " is "sale date"."""
    plain = unicodedata.normalize("NFKD", heading.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", " ", plain).strip()


@cache
def known() -> dict[str, str]:
    """What a heading means, by its plain words."""
    found: dict[str, str] = {}
    for key, target in targets().items():
        for words in (key, str(target.label), *target.words):
            found.setdefault(normal(words), key)
    return found


def guessed(headings: Iterable[str], agency: Agency) -> list[str]:
    """What each column means: as the agency said the last time, else by its heading; nothing where that is not clear,
    or where an earlier column means the same."""
    saved = agency.settings.get(SAVED, {})
    taken: set[str] = set()
    meanings = []
    for heading in headings:
        last = next((saved[mark] for mark in marks_of(agency, heading) if mark in saved), None)
        key = known().get(normal(heading), NOTHING) if last is None else last
        if key not in targets() or (key in taken and key not in SEVERAL):
            key = NOTHING
        taken.add(key)
        meanings.append(key)
    return meanings


def remember_columns(agency: Agency, headings: Iterable[str], meanings: Iterable[str]) -> None:
    """Keep what the columns of an import meant, under a keyed hash of each heading: a file without headings has a
    client in its first row."""
    told = {marks_of(agency, heading)[0]: key for heading, key in zip(headings, meanings, strict=True) if heading}
    before = {mark: key for mark, key in agency.settings.get(SAVED, {}).items() if mark not in told}
    kept = dict(list({**before, **told}.items())[-MOST_SAVED:])
    agency.settings = {**agency.settings, SAVED: kept}
    agency.save(update_fields=["settings"])


def marks_of(agency: Agency, heading: str) -> list[str]:
    return marks("counseling.columns", f"{agency.pk} {normal(heading)}")


# The template to download


def explained(target: Target) -> str:
    """What may stand in a column, in a sentence."""
    asked = target.question
    if asked is None:
        return _("Several columns are put together.") if target.key in SEVERAL else ""
    if asked.path in STATES:
        return _("A state's two letters or its name.")
    if asked.choices:
        return _("One of: {choices}.").format(choices=", ".join(choice_word(each) for each in asked.choices))
    return {
        "money": _("An amount in dollars, like 1,234.50."),
        "date": _("A day, like 3/2/2026 or 2026-03-02."),
        "percent": _("A yearly rate, like 6.5."),
        "number": _("Acres, like 0.25, or square feet, like 10,000 sq ft."),
        "count": _("A whole number."),
    }[asked.kind]


def choice_word(choice: Choice) -> str:
    """The short word for a choice: yes and no, or its name in the contract."""
    return say(choice.label).lower() if choice.value in (True, False) else str(choice.value)


def titled(target: Target) -> str:
    return capfirst(say(target.label))
