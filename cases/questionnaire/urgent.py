"""What cannot wait for the rest of the questions: a sale within 45 days, or court papers that must be answered.

Shown as soon as it is known, before any further question: what to do, by which day, and whom to call.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from calculators.facts import Facts
from calculators.law.clocks import before_the_sale
from calculators.law.federal import federal
from calculators.law.ways import WaysLaw
from calculators.working import Text

from .pages import HAS_PAPERS

SOON = 45  # days before a sale
ADVICE = 7  # days that a lawyer should have before the last one


@dataclass(frozen=True)
class Action:
    """One thing to do, by a day."""

    what: Text
    how: Text
    by: date | None = None  # None: the papers give the day, and we do not know it
    passed: bool = False
    that_day: bool = False  # on that day, not by it
    source: str = ""


@dataclass(frozen=True)
class Urgent:
    """Why it is urgent, and what to do, earliest first."""

    heading: Text
    actions: tuple[Action, ...]

    @property
    def mark(self) -> str:
        """Changes whenever a day does, so that a page that was seen is shown again when it says something new."""
        return " ".join(f"{action.by}" for action in self.actions)


def urgent(facts: Facts) -> Urgent | None:
    """What must be done now; None where nothing is that near."""
    sale, papers = sale_soon(facts), was_served(facts)
    if sale is None and not papers:
        return None
    actions = [_call(facts), *(_before_the_sale(facts, sale) if sale else ()), *(_answer(facts) if papers else ())]
    return Urgent(_heading(facts, sale, papers), tuple(sorted(actions, key=lambda each: each.by or facts.as_of)))


def sale_soon(facts: Facts) -> date | None:
    """The day of a sale that lies ahead, if it is near."""
    day = facts.property.sale_scheduled_on or facts.disposition.date
    if day is None or facts.stage not in ("behind", "sale_set", None) or not before_the_sale(facts):
        return None
    return day if 0 <= (day - facts.as_of).days <= SOON else None


def was_served(facts: Facts) -> bool:
    """Whether there are court papers to answer."""
    if facts.stage == "judgment":
        return False
    return facts.answers.get(HAS_PAPERS.removeprefix("answers.")) is True or facts.loans[0].served_on is not None


def answer_day(facts: Facts) -> date | None:
    """The last day to answer the court papers, where both the day and the days are known."""
    loan = facts.loans[0]
    if loan.served_on is None or loan.summons_days is None:
        return None
    return loan.served_on + timedelta(days=loan.summons_days)


def _heading(facts: Facts, sale: date | None, papers: bool) -> Text:
    if sale is None:
        return Text("Court papers come first")
    near = _near((sale - facts.as_of).days)
    return Text("{sale}, and court papers need an answer", {"sale": near}) if papers else near


def _near(days: int) -> Text:
    if days == 0:
        return Text("The sale is today")
    return Text("The sale is in {days} days", {"days": days}) if days > 1 else Text("The sale is tomorrow")


def _call(facts: Facts) -> Action:
    return Action(
        Text("Call a housing counselor and legal aid"),
        Text("Both are free. Tell them the dates first. They know what can still be stopped or moved where you live."),
        facts.as_of,
    )


def _before_the_sale(facts: Facts, sale: date) -> list[Action]:
    law: WaysLaw = federal(WaysLaw)
    complete = law.last_application(sale, facts.as_of)
    advice = max(facts.as_of, sale - timedelta(days=ADVICE))
    asked = Action(
        Text("Ask the company that takes your payments to stop or move the sale"),
        Text("Ask for help in writing (a “loss mitigation” application), and ask what would bring the loan current."),
        facts.as_of,
    )
    in_time = Action(
        Text("Have your application for help complete"),
        Text(
            "If the company has all your papers more than 37 days before the sale, federal rules keep most companies "
            "from selling until they have decided. After that day they may still help, and some states give more time. "
            "Ask."
        ),
        complete,
        complete < facts.as_of,
        source="12 CFR § 1024.41(g)",
    )
    lawyer = Action(
        Text("Ask a bankruptcy lawyer or legal aid, if you want to keep the home"),
        Text("A bankruptcy case stops a sale for a time, but only if it is filed before the sale."),
        advice,
        source="11 U.S.C. § 362(a)",
    )
    day = Action(
        Text("The day of the sale"),
        Text("Sales are often moved. Ask on that day. You do not have to leave the home before you are told to."),
        sale,
        that_day=True,
    )
    return [asked, in_time, lawyer, day]


def _answer(facts: Facts) -> list[Action]:
    last = answer_day(facts)
    how = Text(
        "File it with the court that the papers name, and keep a stamped copy. Do this even if you think you owe the "
        "money, or nothing at all. If nobody answers, the court can rule against you without a hearing."
    )
    if last is None:
        unknown = Text("Look for the last day to answer in the papers")
        words = Text("Near the top they say “within … days after service”. Often it is 20 to 30 days, sometimes less.")
        return [Action(unknown, words, facts.as_of), Action(Text("Answer the court papers in writing"), how)]
    if last < facts.as_of:
        late = Text("That day may be over. Ask legal aid today how to answer late. A court may still allow it.")
        return [Action(Text("Answer the court papers in writing"), late, last, passed=True)]
    lawyer = Action(
        Text("Have a lawyer or legal aid read the papers"),
        Text("Bring every page and the envelope. Ask whether you were sued in time and for the right amount."),
        max(facts.as_of, last - timedelta(days=ADVICE)),
    )
    return [lawyer, Action(Text("Answer the court papers in writing"), how, last)]
