"""When a new mortgage is possible after a home was lost, and when the loss is off the credit report.

The waits are those of the loan programs, the same in every state, so no state is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..consequences.credit import off_after
from ..consequences.new_mortgage import Waiting, waits
from ..facts import BadFacts, Facts, read_facts
from ..inputs import I_DO_NOT_KNOW, ChooseField, ReadField
from ..law.credit import CreditLaw
from ..law.federal import federal
from ..law.loader import codes
from ..statements import Statement, statement
from ..waiting import WaitReading, WayWaits, warning, ways
from ..words import say
from ..working import Text
from .calculator import Calculator, Given, Link, Result
from .deficiency import known
from .forms import CalculatorForm, Section

WAYS = (
    ("judicial_foreclosure", _("A foreclosure")),
    ("short_sale", _("A short sale")),
    ("deed_in_lieu", _("A deed in lieu of foreclosure")),
)
CHAPTERS = (
    ("chapter_7", _("Chapter 7")),
    ("chapter_11", _("Chapter 11")),
    ("chapter_12", _("Chapter 12")),
    ("chapter_13", _("Chapter 13")),
)


class NewMortgageForm(CalculatorForm):
    """How the home was lost, and when."""

    kind = ChooseField(WAYS, I_DO_NOT_KNOW, label=_("How the home was lost"))
    lost = ReadField(
        "date",
        label=_("Day of the sale, or the day the deed was handed over"),
        help_text=_("If it is still ahead, leave it empty: you then see how long each wait is."),
        required=False,
    )
    missed = ReadField(
        "date",
        label=_("First payment that was missed and never made up"),
        help_text=_("Your credit report counts from it."),
        required=False,
    )
    recorded = ReadField(
        "date",
        label=_("Day the deed was recorded, if later"),
        help_text=_("FHA counts from the day the title passed."),
        required=False,
    )
    charged_off = ReadField("date", label=_("Day a second mortgage was written off"), required=False)
    bankruptcy = ChooseField(
        (("none", _("No")), ("discharged", _("Yes, with a discharge")), ("dismissed", _("Yes, but it was dismissed"))),
        label=_("Was there a bankruptcy?"),
        required=False,
    )
    chapter = ChooseField(CHAPTERS, I_DO_NOT_KNOW, label=_("Its chapter"))
    ended = ReadField("date", label=_("Day of the discharge or dismissal"), required=False)
    sections = (
        Section(("kind", "lost", "missed")),
        Section(
            ("recorded", "charged_off", "bankruptcy", "chapter", "ended"),
            _("More that can change the result"),
            folded=True,
        ),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        lost, missed = given.get("lost"), given.get("missed")
        if isinstance(lost, date) and isinstance(given.get("recorded"), date) and given["recorded"] < lost:
            self.add_error(
                "recorded", ValidationError(gettext("The deed cannot be recorded before the home was lost."))
            )
        if isinstance(missed, date) and missed > given["as_of"]:
            self.add_error("missed", ValidationError(gettext("This day is still to come.")))
        if not self.errors:
            self._check(given)
        return given

    def _check(self, given: dict[str, Any]) -> None:
        try:
            facts(given)
        except BadFacts as error:
            self.add_error(None, ValidationError([say(fault.message) for fault in error.faults]))


@dataclass(frozen=True)
class Found:
    """What the result's template draws below the sentence."""

    waits: list[WaitReading]
    decided: bool
    ways: list[WayWaits]
    off_on: date | None
    off_law: Statement
    warning: Text

    def as_json(self) -> dict[str, Any]:
        """Each program's wait as an assessment has it, and when the loss is off the credit report."""
        waits_json = [each.wait.as_json() for each in self.waits]
        off_on = self.off_on.isoformat() if self.off_on else None
        return {"mortgage_waiting_periods": waits_json, "falls_off_report_on": off_on}


def facts(given: Given) -> Facts:
    """The answers as facts. The state does not matter to them: it is simply the first."""
    bankruptcy = given["bankruptcy"] or "none"
    loan = known(charged_off_on=given["charged_off"])
    told = given["bankruptcy"] not in (None, "none")
    return read_facts(
        {
            "as_of": given["as_of"],
            "state": codes()[0],
            "stage": "sold" if given["lost"] and given["lost"] <= given["as_of"] else "behind",
            "loans": [loan],
            "disposition": known(kind=given["kind"], date=given["lost"], deed_recorded_on=given["recorded"]),
            "household": {
                "bankruptcy": bankruptcy,
                **(known(bankruptcy_chapter=given["chapter"], bankruptcy_ended_on=given["ended"]) if told else {}),
            },
        }
    )


def compute(given: Given) -> Result:
    """The wait of each program, and the end of the report."""
    found = waits(facts(given))
    rule = federal(CreditLaw).facts["fcra-180-day-start"]
    decided = any(wait.rule for wait in found)
    return Result(
        _says(found),
        warning(),
        more=Found(
            [WaitReading(wait) for wait in found],
            decided,
            ways(),
            off_after(given["missed"]) if given["missed"] else None,
            statement(rule, rule.says, f"credit.{rule.id}"),
            warning(),
        ),
    )


def _says(found: tuple[Waiting, ...]) -> Text:
    """The first and the last of them."""
    ends = [wait.until for wait in found if wait.until is not None and not wait.over]
    if not ends:
        if found and all(wait.over for wait in found):
            return Text("Every wait that we know of is over.")
        return Text("How long you wait depends on the program, and on the day.")
    first = next(wait for wait in found if wait.until == min(ends))
    if any(wait.over for wait in found):
        return Text("Some waits are over. The last of the others ends on {last}.", {"last": max(ends)})
    if min(ends) == max(ends):
        return Text("You may get a new mortgage from {first} on.", {"first": min(ends)})
    values = {"first": min(ends), "program": first.name, "last": max(ends)}
    return Text("The first wait ends on {first} ({program}). The last one we know of ends on {last}.", values)


CALCULATOR = Calculator(
    "buy-again",
    _("When can I buy a home again?"),
    NewMortgageForm,
    compute,
    lead=_(
        "After a foreclosure, a short sale or a deed in lieu every loan program waits its own time. See the day of "
        "each, and when the loss must be off your credit report."
    ),
    description=_(
        "Waiting periods for a new mortgage after a foreclosure, short sale, deed in lieu or bankruptcy: Fannie Mae, "
        "Freddie Mac, FHA, VA and USDA, as dates, with the end of the credit report."
    ),
    example={"kind": "judicial_foreclosure", "lost": "3/2/2026", "missed": "3/1/2025"},
    related=(Link(_("Foreclosure is not always the end of the debt"), "guides:guide", "not-the-end-of-the-debt"),),
    template="calculators/buy_again.html",
)
