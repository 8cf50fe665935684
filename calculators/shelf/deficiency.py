"""A home that is sold for less than is owed on it: the gap, and what may be collected under the law of its state.

The state is asked for because no part of this is the same everywhere, the arithmetic included: whether the home's value
counts instead of the price, and from which amounts it is taken, is a rule of the state.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import lazy as later
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..assessment import Assessment, LoanAssessment, assess, check, loan_name
from ..charts import Waterfall, waterfall
from ..consequences.liability import Decider
from ..facts import BadFacts, Facts, read_facts
from ..inputs import I_DO_NOT_KNOW, ChooseField, ReadField, YesNoField
from ..law.compiled import compiled
from ..law.loader import all_laws
from ..money import NOTHING
from ..questions import Question, core_questions, open_questions
from ..telling import lines_of
from ..words import say
from ..working import Line, Text
from .calculator import Calculator, Given, Link, Result
from .forms import CalculatorForm, Rows, Section

MOST_QUESTIONS = 5
say_later = later(say, str)


def choices(path: str) -> list[tuple[str, Any]]:
    """The choices of a question of the questionnaire, in its own words."""
    asked = core_questions()[path]
    return [(str(each.value), say_later(Text(each.label, context=path))) for each in asked.choices]


def the_loan(number: int) -> Mapping[str, forms.Field]:
    """The fields of one loan."""
    hint = _("Principal, interest, late fees and costs. A payoff letter says it in one figure.")
    return {
        "owed": ReadField("money", label=_("Owed on it in all"), help_text=hint, required=number == 1),
        "purpose": ChooseField(choices("loans.*.purpose"), I_DO_NOT_KNOW, label=_("What it was for")),
    }


def loan_heading(number: int) -> Any:
    """The loans stand in order of their rank."""
    if number == 1:
        return _("The first mortgage")
    return _("The second loan") if number == 2 else _("One more loan")


class DeficiencyForm(CalculatorForm):
    """Only the state and what is owed on the first loan have to be known."""

    state = ChooseField(((law.code, law.name) for law in all_laws()), label=_("State that the home is in"))
    kind = ChooseField(choices("disposition.kind"), I_DO_NOT_KNOW, label=_("How the home is lost"))
    price = ReadField(
        "money",
        label=_("Sale price"),
        help_text=_("The winning bid, or the price in the closing papers."),
        required=False,
    )
    costs = ReadField(
        "money",
        label=_("Costs of the sale, taken from the price"),
        help_text=_("Agent, closing, transfer tax; after an auction, what the officer kept."),
        required=False,
    )
    value = ReadField(
        "money",
        label=_("What the home was worth"),
        help_text=_("On the day of the sale. Some states count this in place of a low price."),
        required=False,
    )
    credits = ReadField(
        "money",
        label=_("Your money that the first lender holds"),
        help_text=_("Escrow, payments in suspense, insurance refunds, if not yet taken off."),
        required=False,
    )
    foreclosing = ChooseField(
        choices("disposition.foreclosing_lien"), I_DO_NOT_KNOW, label=_("Who foreclosed"), initial="first"
    )
    date = ReadField("date", label=_("Day of the sale, or the day the deed was handed over"), required=False)
    waiver = YesNoField(label=_("Did the lender give up the rest of the debt in writing?"))
    occupancy = ChooseField(choices("property.occupancy"), I_DO_NOT_KNOW, label=_("Kind of home"))
    units = ReadField("count", label=_("Homes in the building"), required=False)
    acres = ReadField("number", label=_("Size of the land, in acres"), required=False)
    sections = (
        Section(("state", "kind")),
        Rows("loans", the_loan, loan_heading, _("Add another loan")),
        Section(("price", "costs", "value"), _("The sale")),
        Section(
            ("credits", "foreclosing", "date", "waiver", "occupancy", "units", "acres"),
            _("More that can change the result"),
            folded=True,
        ),
    )
    # Where the engine's faults are to be mended.
    places = {
        "disposition.kind": "kind",
        "disposition.date": "date",
        "disposition.foreclosing_lien": "foreclosing",
        "property.units": "units",
        "property.acres": "acres",
    }

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if not self.errors:
            self._check(given)
        return given

    def _check(self, given: dict[str, Any]) -> None:
        """Whether the engine takes it: a state has not every way of losing a home."""
        try:
            check(read_facts(facts(given), given["as_of"]))
        except BadFacts as error:
            for fault in error.faults:
                name = self.places.get(fault.field)
                self.add_error(name, self._words(given["state"], name, say(fault.message)))

    def _words(self, state: str, name: str | None, message: str) -> str:
        if name != "kind":
            label = str(self.fields[name].label) if name else gettext("These numbers")
            return gettext("“{label}”: what you gave {fault}.").format(label=label, fault=message)
        law, labels = compiled(state), dict(choices("disposition.kind"))
        kinds = "; ".join(str(labels[kind]) for kind in law.kinds)
        return gettext("{state} does not have this way of losing a home. It has: {kinds}.").format(
            state=law.law.name, kinds=kinds
        )


def facts(given: Given) -> dict[str, Any]:
    """The numbers as the facts of a case."""
    rows = [known(payoff=row["owed"], purpose=row["purpose"]) for row in given["loans"]]
    loans = [row for row in rows if row]
    if given["credits"] is not None:
        loans[0]["credits"] = str(given["credits"])
    lost = known(
        kind=given["kind"],
        date=given["date"],
        sale_price=given["price"],
        selling_costs=given["costs"],
        foreclosing_lien=given["foreclosing"],
        waiver_in_writing=given["waiver"],
    )
    home = known(
        fair_market_value=given["value"],
        occupancy=given["occupancy"],
        units=given["units"],
        acres=given["acres"],
    )
    return {"state": given["state"], "loans": loans, "disposition": lost, "property": home}


def known(**values: Any) -> dict[str, Any]:
    """What is known of these, as JSON has it."""
    plain = {name: each if isinstance(each, bool | int | str) else str(each) for name, each in values.items()}
    return {name: plain[name] for name, each in values.items() if each is not None}


@dataclass(frozen=True)
class Loan:
    """One loan's part of the result."""

    name: Text
    each: LoanAssessment
    chart: Waterfall | None
    lines: list[Line]


@dataclass(frozen=True)
class Found:
    """What the result's template draws below the sentence."""

    assessment: Assessment
    loans: list[Loan]
    rules: list[Decider]
    unless: list[Text]  # exceptions that the numbers leave open
    questions: list[Question]
    more_questions: int

    def as_json(self) -> dict[str, Any]:
        """The whole assessment, as /assess gives it, and the open questions."""
        return {"assessment": self.assessment.as_json(), "questions": [each.as_json() for each in self.questions]}


def compute(given: Given) -> Result:
    """The gap of each loan, and what may be collected."""
    case = read_facts(facts(given), given["as_of"])
    found = assess(case)
    main = found.main
    questions = list({str(each.text): each for each in open_questions(case)}.values())
    left = main.deficiency
    rules = list({rule.id: rule for rule in main.liability.deciders}.values()) if left.gross != NOTHING else []
    unless = [each.says for each in main.liability.exceptions if rules and each.settled is None and each.softens]
    asked, more = questions[:MOST_QUESTIONS], len(questions[MOST_QUESTIONS:])
    return Result(main.headline, _sure(main), more=Found(found, _loans(case, found), rules, unless, asked, more))


def _sure(main: LoanAssessment) -> Text | None:
    """The gap, and how sure the sentence above it is."""
    left = main.deficiency
    if left.gross == NOTHING or left.stays_on_home:
        return None
    if not left.gross.known or (not left.gross.low and left.gross.high is None):
        return main.certainty
    values = {"gap": left.gross, "amount": left.collectible, "certainty": main.certainty}
    if main.liability.outcome != "depends" or not left.collectible.known:
        return Text("The deficiency balance is {gap}. {certainty}", values)
    return Text("The deficiency balance is {gap}. They may collect {amount}. {certainty}", values)


def _loans(case: Facts, found: Assessment) -> list[Loan]:
    return [Loan(loan_name(case, each.loan), each, waterfall(each), lines_of(each)) for each in found.loans]


CALCULATOR = Calculator(
    "deficiency",
    _("What is left of a home loan after the sale?"),
    DeficiencyForm,
    compute,
    lead=_(
        "The home is sold for less than is owed. See the gap, and how much of it the law of your state lets the lender "
        "collect."
    ),
    description=_(
        "Deficiency on a home loan after a foreclosure, short sale or deed in lieu: the gap, and what may be collected "
        "under the law of each state."
    ),
    example={
        "state": "AZ",
        "kind": "nonjudicial_foreclosure",
        "owed1": "252,280",
        "purpose1": "purchase",
        "loans": "1",
        "price": "180,000",
        "value": "210,000",
        "foreclosing": "first",
    },
    facts=facts,
    related=(
        Link(_("Foreclosure is not always the end of the debt"), "guides:guide", "not-the-end-of-the-debt"),
        Link(_("A second mortgage comes back years later"), "guides:guide", "old-second-mortgage"),
        Link(_("What happens if you are sued for the rest"), "guides:guide", "if-you-are-sued"),
    ),
    template="calculators/deficiency.html",
)
