"""The law of one state as people read it: every part of its file in words, for a page, for paper, for a comparison.

Pure: no request, no database. What it returns holds Text, never drawn words, so every language can draw it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ..classes import NAMES, Class, state_class
from ..consequences.deadlines import period_words
from ..facts import FORECLOSURES, Kind
from ..law.compiled import Compiled, compiled
from ..law.parts import Fact
from ..law.schema import Deadline, FairValue, Redemption, Rule, StateLaw
from ..naming import CHECKED, FLAT, LOSSES, SOFTENED, Tag
from ..working import Text
from . import debts, wages
from .changes import Changed, changes
from .conditions import Asked, asked, whom
from .gaps import Gaps, gaps
from .glance import Row, glance, in_short
from .slugs import slug

WHO_ACTS: dict[str, Text] = {
    "deficiency_claim": Text("The lender must go to court for the rest"),
    "confirmation": Text("The lender must ask the court to confirm the sale"),
    "notice_of_intent": Text("The lender must send its warning"),
    "fair_value_request": Text("You must ask that the home's value be counted"),
    "enforcement": Text("The lender must collect its judgment"),
}
FORMULAS: dict[str, Text] = {
    "debt_minus_greater_of_price_or_value": Text("The debt less the sale price or the home's value: the higher one"),
    "lesser_of_two_gaps": Text("The debt less the home's value, or less the sale price: the smaller of the two"),
    "debt_minus_value": Text("The debt less the home's value"),
    "court_may_credit_value": Text("A judge may count the home's value, and need not"),
    "appraisal_procedure": Text("Appraisers set the value, and all of it above the price counts for you"),
    "half_of_gap": Text("Half of what the appraisal has above the price counts for you"),
    "good_faith_bid": Text("The bid counts for at least a fair estimate of the value"),
    "no_claim_below_value": Text("There is no claim unless the home brought its value"),
    "price_counts": Text("The amount is counted from the sale price"),
}
WHO_ASKS: dict[str, Text] = {
    "borrower": Text("You must ask for it."),
    "lender": Text("The lender must show the value."),
    "court": Text("The court looks at it by itself."),
}
LIMITS: dict[str, Text] = {
    "value": Text("by the home's value"),
    "time": Text("by a deadline"),
    "part": Text("to part of the loan"),
    "court": Text("to what a judge sets"),
    "steps": Text("until the lender has taken certain steps"),
}


@dataclass(frozen=True)
class Evidence:
    """Where a fact stands and how it was checked."""

    citations: tuple[str, ...]
    how: Text
    checked: str  # statute, secondary or weak
    sources: tuple[tuple[str, str], ...]  # title and address of each


@dataclass(frozen=True)
class Subject:
    """One thing that the law file states once, in sentences."""

    key: str
    title: Text
    says: tuple[Text, ...]
    evidence: Evidence


@dataclass(frozen=True)
class RuleReading:
    """A rule in the order of decision."""

    id: str
    tag: Tag
    says: Text
    remark: Text | None
    limits: tuple[Text, ...]
    whom: tuple[Text, ...]
    asked: tuple[Asked, ...]
    unless: tuple[tuple[Text, Tag], ...]
    evidence: Evidence
    common: bool  # it stands in the common file


@dataclass(frozen=True)
class Window:
    """A clock or a time to redeem: who acts, within what time, and what then."""

    title: Text
    period: Text | None
    says: Text
    remark: Text | None
    who_asks: Text | None
    whom: tuple[Text, ...]
    asked: tuple[Asked, ...]
    evidence: Evidence


@dataclass(frozen=True)
class Way:
    """One way of losing the home, with all that the file says of it."""

    kind: Kind
    title: Text
    usual: bool
    rules: tuple[RuleReading, ...]
    windows: tuple[Window, ...]
    redemptions: tuple[Window, ...]
    values: tuple[Window, ...]
    statement: Subject | None  # a short sale, a deed in lieu: what the state says of it in general


class StateReading:
    """One state's law in words, as of a day."""

    def __init__(self, code: str, today: date):
        self.compiled: Compiled = compiled(code)
        self.law: StateLaw = self.compiled.law
        self.today = today
        self.code, self.name, self.slug = code, self.law.name, slug(self.law)
        self._sources = {source.n: (source.title, source.url) for source in self.law.source}

    @property
    def kind(self) -> Class:
        """The state's class."""
        return state_class(self.code)

    @property
    def class_name(self) -> Text:
        return NAMES[self.kind]

    @property
    def usual(self) -> Text:
        """The way that most lenders take there."""
        return LOSSES[self.law.foreclosure.usual]

    @cached_property
    def typical(self) -> Text | None:
        """How long a foreclosure takes, where anyone has read it."""
        days = self.law.foreclosure.typical_days
        if days is None:
            return None
        low, high = days
        template = "about {low} days" if low == high else "about {low} to {high} days"
        return Text(template, {"low": low, "high": high})

    @cached_property
    def in_short(self) -> Text:
        """What the rules make of the stated case of the common file."""
        return in_short(self.code)

    @cached_property
    def glance(self) -> tuple[Row, ...]:
        return glance(self.code)

    @cached_property
    def ways(self) -> tuple[Way, ...]:
        """Every way of losing a home that the state has, the usual foreclosure first."""
        usual = self.law.foreclosure.usual
        kinds = sorted(self.compiled.kinds, key=lambda kind: kind != usual)
        return tuple(self._way(kind) for kind in kinds)

    def _way(self, kind: Kind) -> Way:
        law = self.law
        statements = {"short_sale": law.short_sale, "deed_in_lieu": law.deed_in_lieu}
        statement = statements.get(kind)
        return Way(
            kind,
            LOSSES[kind],
            kind == law.foreclosure.usual,
            tuple(self._rule(rule.part) for rule in self.compiled.rules(kind) if rule.part.id not in self.common_ids),
            tuple(self._window(each) for each in law.deadline if _for(each, kind)),
            tuple(self._redemption(each) for each in law.redemption if _for(each, kind)),
            tuple(self._value(each) for each in law.fair_value if _for(each, kind)),
            self._subject(kind, LOSSES[kind], (Text(statement.rule),), statement) if statement else None,
        )

    @property
    def common_ids(self) -> frozenset[str]:
        return self.compiled.common_ids

    @cached_property
    def everywhere(self) -> tuple[RuleReading, ...]:
        """The rules that are tried before the state's own."""
        common = self.compiled.common
        return tuple(self._rule(rule) for rule in common.deficiency)

    def _rule(self, rule: Rule) -> RuleReading:
        common = rule.id in self.common_ids
        context = "common" if common else self.code
        return RuleReading(
            rule.id,
            (FLAT if rule.checked == "statute" else SOFTENED)[rule.outcome],
            Text(rule.says, context=f"{context}.{rule.id}"),
            Text(rule.exceptions) if rule.exceptions else None,
            tuple(LIMITS[limit] for limit in rule.limits),
            tuple(whom(rule.when)),
            () if common else tuple(asked(rule.when, self.compiled.conditions, self.code)),
            tuple((Text(each.says, context=each.key), FLAT[each.then]) for each in rule.unless),
            self.evidence(rule, common),
            common,
        )

    def _window(self, each: Deadline) -> Window:
        return Window(
            WHO_ACTS[each.what],
            period_words(self.compiled, each),
            Text(each.says, context=f"{self.code}.{each.id}"),
            Text(each.exceptions) if each.exceptions else None,
            None,
            tuple(whom(each.when)),
            tuple(asked(each.when, self.compiled.conditions, self.code)),
            self.evidence(each),
        )

    def _redemption(self, each: Redemption) -> Window:
        return Window(
            Text("You may pay and keep the home, or buy it back"),
            period_words(self.compiled, each),
            Text(each.conditions, context=f"{self.code}.{each.id}"),
            None,
            None,
            tuple(whom(each.when)),
            tuple(asked(each.when, self.compiled.conditions, self.code)),
            self.evidence(each),
        )

    def _value(self, each: FairValue) -> Window:
        return Window(
            FORMULAS[each.formula],
            None,
            Text(each.says),
            None,
            WHO_ASKS[each.who_asks],
            tuple(whom(each.when)),
            tuple(asked(each.when, self.compiled.conditions, self.code)),
            self.evidence(each),
        )

    def evidence(self, fact: Fact, common: bool = False) -> Evidence:
        """Where a fact of the state's file, or of the common one, stands and how it was checked."""
        sources = self._sources
        if common:
            sources = {source.n: (source.title, source.url) for source in self.compiled.common.source}
        return Evidence(
            fact.cite,
            CHECKED[fact.checked],
            fact.checked,
            tuple(sources[n] for n in fact.sources if n in sources),
        )

    # What can be collected

    @cached_property
    def wages(self) -> wages.Wages:
        return wages.wages(self.law.wage_garnishment, self.today)

    @cached_property
    def collection(self) -> tuple[Subject, ...]:
        """What a judgment reaches, how long it lives and what it earns."""
        law = self.law
        return (
            self._subject("wages", Text("Wages"), self.wages.all, law.wage_garnishment),
            self._subject("bank", Text("Bank account"), debts.bank(law.bank_account, self.today), law.bank_account),
            self._subject(
                "homestead",
                Text("A home you own later"),
                debts.homestead(law.homestead, self.today),
                law.homestead,
            ),
            self._subject(
                "interest",
                Text("Interest on a judgment"),
                debts.interest(law.judgment_interest, self.today),
                law.judgment_interest,
            ),
            self._subject("years", Text("Years to sue and to collect"), debts.years(law.limitations), law.limitations),
        )

    @cached_property
    def before(self) -> tuple[Subject, ...]:
        """What the state's own law lets an owner do before a sale."""
        law = self.law
        told = (
            ("heard", Text("To be heard before a sale without a lawsuit"), law.heard),
            ("before-sale", Text("What you can do before a sale, and by when"), law.before_sale),
        )
        return tuple(self._subject(key, title, (Text(fact.rule),), fact) for key, title, fact in told if fact)

    @cached_property
    def junior(self) -> Subject:
        """What the lender of a second loan that was wiped out can do."""
        law = self.law.junior_lien
        return self._subject("junior", Text("A second loan wiped out by the sale"), (Text(law.rule),), law)

    def _subject(self, key: str, title: Text, says: Iterable[Text], fact: Fact) -> Subject:
        return Subject(key, title, tuple(says), self.evidence(fact))

    # What to know about the page itself

    @cached_property
    def gaps(self) -> Gaps:
        """What the app does not work out for this state, and what nobody has read."""
        return gaps(self.law, self.today)

    @cached_property
    def changes(self) -> tuple[Changed, ...]:
        """What changed and when, the newest first."""
        return changes(self.law)

    @property
    def sources(self) -> tuple[tuple[str, str], ...]:
        return tuple(self._sources.values())


def _for(part: Deadline | Redemption | FairValue, kind: str) -> bool:
    """Whether a part of the law bears on a way of losing the home."""
    if isinstance(part, Redemption) and not part.when.disposition:
        return kind in FORECLOSURES
    return not part.when.disposition or kind in part.when.disposition
