"""The page on which a counselor looks at what a change of the law did to a client's answer, and says that they did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from calculators.assessment import Assessment, loan_name
from calculators.facts import Facts, states_of
from calculators.law.federal import SUBJECTS, federal
from calculators.law.loader import codes, file_versions, state_law
from calculators.law.schema import Change
from calculators.money import Span
from calculators.naming import FLAT, SOFTENED
from calculators.working import Text

from .access import with_client
from .history import remember
from .index import assessment, refresh_index
from .law_marks import SOURCES, Points, answer_of, change_marks, digest, keep, points, same_law
from .models import Client, LawMark, Membership, ToldAnswer
from .wording import at_the_desk

COMMON = {
    "common": Text("Rules that hold in every state"),
    "questions": Text("The questions that are asked"),
    "chapters": Text("The questions that are asked"),
}
NAMES = {
    "outcome": Text("The answer"),
    "collectible": Text("May be collected, all loans"),
    "taxable": Text("Cancelled debt that is taxed"),
    "tax": Text("Federal income tax on it"),
    "wages": Text("May be taken of one paycheck"),
}
OF_A_LOAN = {
    "outcome": Text("The answer for {loan}"),
    "collectible": Text("May be collected on {loan}"),
    "rule": Text("The rule that decides for {loan}"),
    "cites": Text("Where it stands, for {loan}"),
}


@dataclass(frozen=True)
class Row:
    """One point of the answer, as it was told and as it is."""

    label: Text
    then: object
    now: object
    later: object  # as of today, where the days since then made a difference too

    @property
    def cells(self) -> tuple[object, object, object]:
        return self.then, self.now, self.later


class LawChange:
    """What was told, what the law of today makes of the same facts, and what stands in the files anew."""

    def __init__(self, client: Client, told: ToldAnswer, today: date):
        self.client, self.told, self.today = client, told, today

    @cached_property
    def now(self) -> Assessment | None:
        """The answer as of today."""
        return assessment(self.client, self.today)

    @cached_property
    def then(self) -> Assessment | None:
        """The answer as of the day of the one that was told, under the law of today."""
        return self.now if self.told.on == self.today else assessment(self.client, self.told.on)

    @property
    def facts(self) -> Facts | None:
        return self.now.facts if self.now else None

    @property
    def facts_changed(self) -> bool:
        """Whether answers of the case were changed since, so that not every difference is the law's."""
        return bool(self.told.kept["facts"] != digest(self.client.facts))

    @cached_property
    def rows(self) -> list[Row]:
        """The points that differ from what was told."""
        if self.now is None or self.then is None:
            return []
        was, same_day, now = self.told.kept["points"], points(self.then), points(self.now)
        names = [*now, *(name for name in was if name not in now)]
        return [
            self._row(name, was, same_day, now)
            for name in names
            if not was.get(name) == same_day.get(name) == now.get(name)
        ]

    @property
    def by_time(self) -> bool:
        """Whether some of it differs because days went by."""
        return any(row.later is not None for row in self.rows)

    def _row(self, name: str, was: Points, same_day: Points, now: Points) -> Row:
        later = drawn(name, now.get(name)) if now.get(name) != same_day.get(name) else None
        label = self._label(name, (now.get(name) or same_day.get(name) or was.get(name)))
        return Row(label, drawn(name, was.get(name)), drawn(name, same_day.get(name)), later)

    def _label(self, name: str, value: Any) -> Text:
        if name.startswith("day/"):
            return at_the_desk(value["label"]["template"], value["label"]["values"])
        if name.startswith("loan/") and self.facts is not None:
            key, what = name.removeprefix("loan/").rsplit("/", 1)
            loan = next((loan for loan in self.facts.loans if loan.id == key), None)
            return Text(OF_A_LOAN[what].template, {"loan": loan_name(self.facts, loan) if loan else key})
        return NAMES.get(name, Text(name))

    @cached_property
    def files(self) -> list[Text]:
        """The law files that were changed since."""
        if self.facts is None:
            return []
        now, was = file_versions(*states_of(self.facts)), self.told.kept["files"]
        names = [file_name(name) for name in {**was, **now} if was.get(name) != now.get(name)]
        return list({name.template: name for name in names}.values())

    @cached_property
    def changes(self) -> list[tuple[str, Change]]:
        """Changes of the law that the files tell of and did not then: the state's name and the change."""
        if self.facts is None:
            return []
        known = set(self.told.kept["changes"])
        fresh = [place for mark, place in change_marks(states_of(self.facts)).items() if mark not in known]
        return [(state_law(code).name, state_law(code).change[number]) for code, number in fresh]


def file_name(stem: str) -> Text:
    """What a law file is about: "Arizona", "What a creditor may take"."""
    if stem in codes():
        return Text(state_law(stem).name)
    titles = {shape.FILE: Text(federal(shape).title) for shape in SUBJECTS if shape.FOLDER == "federal"}
    return COMMON.get(stem) or titles.get(stem, Text(stem))


def drawn(name: str, value: Any) -> object:
    """A point's value for the `say` filter."""
    what = name.rpartition("/")[2] if name.startswith("loan/") else name
    if value is None:
        return Text("not part of the answer")
    if name.startswith("day/"):
        day, safe = date.fromisoformat(value["on"]), value["safe"]
        if safe and safe != value["on"]:
            return Text("{day}, safely over after {safe}", {"day": day, "safe": date.fromisoformat(safe)})
        return day
    if what == "outcome":
        outcome, flat = value
        return (FLAT if flat and outcome in FLAT else SOFTENED)[outcome].word
    if what in SOURCES:
        return "; ".join(value) or Text("none")
    low, high = (None if end is None else Decimal(end) for end in value)
    return Span(low, high)


def change_of(client: Client) -> LawChange | None:
    """What is to be looked at; None where the client has no mark. Brings the mark up to date first, so that it does not
    wait for the night."""
    told = ToldAnswer.objects.filter(client=client).first()
    if told is None:
        return None
    if not client.law_mark:
        if same_law(told):
            return None
        refresh_index(client)
    return LawChange(client, told, timezone.localdate()) if client.law_mark else None


@require_http_methods(["GET", "POST"])
@with_client
def page(request: HttpRequest, member: Membership, client: Client) -> HttpResponseBase:
    """What changed; sending it says that it was seen."""
    if request.method == "POST":
        seen(member, client)
        messages.success(request, _("Noted that the change was seen."))
        return redirect("desk:law", client.pk)
    change = change_of(client)
    context = {"member": member, "client": client, "change": change, "marks": LawMark}
    return render(request, "desk/law.html", context)


def seen(member: Membership, client: Client) -> None:
    """Somebody has looked: the answer of today is what counts as told, and the mark goes."""
    with transaction.atomic():
        locked = Client.objects.for_member(member).select_for_update(of=("self",)).get(pk=client.pk)
        found = assessment(locked, timezone.localdate())
        if found is not None:
            keep([answer_of(locked, found, timezone.localdate())])
        mark = locked.law_mark
        refresh_index(locked)
        if mark:
            remember("law_seen", member, client=locked, mark=mark)
