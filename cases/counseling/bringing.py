"""A homeowner's answers brought into a file that is there already.

The copy waits on the file, under a key of its own, until somebody has compared the two. What the file has nothing for
is filled in; where both have something else, a person chooses, field by field, as where two people edit one file; what
has no place is shown. So nothing of either is lost without a word.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from calculators.inputs import PickField
from calculators.words import say
from calculators.working import Text
from cases.checklist import ticks
from cases.questionnaire import pages, paths
from cases.questionnaire.flow import Flow, no_longer_fitting
from cases.questionnaire.forms import AnswerForm
from cases.reports.letters import keeping as letters
from cases.settling.keeping import BUDGET
from cases.what_if import scenarios

from .files import changing
from .intake import Sent, Typed, clash, form_of, options, shown, write
from .models import Client, Membership

BROUGHT = "brought"  # the key of Client.kept: {"kept": as passing.COPIED has it, "on": the day}
# What a person made with the answers; kept as a whole, the file's or the homeowner's.
MADE = {
    scenarios.KEY: Text("Scenarios"),
    BUDGET: Text("The plan for settling"),
    letters.KEY: Text("Letters"),
    ticks.KEY: Text("Ticks of the checklist"),
}


class NothingWaits(Exception):
    """The copy was compared already, or left out."""


class MoreToChoose(Exception):
    """What was chosen brings up further differences: nothing is written before they are chosen too."""

    def __init__(self, merged: Merged):
        self.merged = merged


@dataclass(frozen=True)
class Line:
    """One thing that the homeowner's copy says."""

    title: str
    label: str
    says: str


@dataclass(frozen=True)
class Difference:
    """One thing of which the file says something else."""

    title: str
    label: str
    name: str
    ours: str
    theirs: str
    chosen: bool  # the homeowner's


@dataclass
class Merged:
    """What the file would be, and how it came about."""

    kept: dict[str, Any]
    filled: list[Line] = field(default_factory=list)
    differing: list[Difference] = field(default_factory=list)
    left_out: list[Line] = field(default_factory=list)
    asked_anew: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)  # of the questionnaire, by path, that are written
    unread: list[str] = field(default_factory=list)

    @property
    def alike(self) -> bool:
        """Whether the copy says nothing that the file does not."""
        return not (self.filled or self.differing or self.left_out)


def lay_by(client: Client, kept: Mapping[str, Any]) -> None:
    """Let a homeowner's copy wait on the file, in place of one that waited. The caller holds the lock and saves, and
    writes down the consent afterwards."""
    if BROUGHT in client.kept:
        _not_kept(client)
    client.kept[BROUGHT] = {"kept": dict(kept), "on": timezone.localdate().isoformat()}


def settle(member: Membership, client: Client, seen: int, given: Mapping[str, bool]) -> Merged:
    """Bring the copy into the file. `given` says by the names of the differences that were shown whether the
    homeowner's word stands. Raises MoreToChoose, NothingWaits, and Outdated where the file was changed since `seen`."""
    written: list[str] = []
    with changing(member, client, "answers_brought", seen=seen, pages=written) as file:
        merged = compare(file, {name for name, theirs in given.items() if theirs})
        if {each.name for each in merged.differing} - set(given):
            raise MoreToChoose(merged)
        file.kept.clear()
        file.kept.update(merged.kept)
        written += merged.pages
    return merged


def leave_out(member: Membership, client: Client) -> None:
    """Forget the copy; the file stays as it is, and the homeowner sees that it was not kept. Raises NothingWaits."""
    with changing(member, client, "copy_left_out") as file:
        if file.kept.pop(BROUGHT, None) is None:
            raise NothingWaits
        _not_kept(file)


def _not_kept(file: Client) -> None:
    """Let the homeowner see what became of the copy that waited: of those that were taken, the last."""
    waited = file.consents.filter(taken_at__isnull=False).order_by("-taken_at").first()
    if waited is not None:
        waited.left_out_at = timezone.now()
        waited.save(update_fields=["left_out_at"])


def compare(client: Client, chosen: Collection[str] = ()) -> Merged:
    """What would come of it, where the homeowner's word stands in the differences named in `chosen`. Writes nothing.
    Raises NothingWaits."""
    if BROUGHT not in client.kept:
        raise NothingWaits
    kept = {key: value for key, value in client.kept.items() if key != BROUGHT}
    return Merging(_record(kept), _record(client.kept[BROUGHT]["kept"]), chosen).done()


def _record(kept: Mapping[str, Any]) -> Client:
    """A record that is never written."""
    record = Client()
    record.kept.update(deepcopy(dict(kept)))
    return record


def unlisted(form: AnswerForm) -> Typed:
    """What is told in a page's fields and is none of their choices: of another state's law."""
    told = {name: str(value) for name, value in form.initial.items() if value not in (None, False, "")}
    picks = {name: one for name, one in form.fields.items() if isinstance(one, PickField)}
    return {name: text for name, text in told.items() if name in picks and text not in dict(options(picks[name]))}


class Merging:
    """Two records becoming one, page by page in the questionnaire's order: an earlier answer decides what a later one
    means."""

    def __init__(self, ours: Client, theirs: Client, chosen: Collection[str]):
        self.ours, self.theirs, self.chosen = ours, theirs, chosen
        self.before = Flow(deepcopy(ours.facts), list(ours.asked))
        self.result = Merged(ours.kept)

    def done(self) -> Merged:
        flow = Flow.of(self.theirs)
        answered = set(flow.done)
        for path in dict.fromkeys([*flow.core, *flow.done]):
            if path in answered:
                self._page(path, form_of(flow.page(path), flow))
        self._without_page(flow)
        self._asked()
        self._made()
        self._taken_away()
        return self.result

    def _page(self, path: str, theirs: AnswerForm) -> None:
        given, here = shown(self.theirs, theirs), Flow.of(self.ours)
        try:
            form = form_of(here.page(path), here)
        except KeyError:  # a question of another state, or about a loan that the file does not have
            self._leave_out(theirs, given | unlisted(theirs))
            return
        stands = unlisted(form) | shown(self.ours, form)
        self._leave_out(theirs, {name: text for name, text in unlisted(theirs).items() if stands.get(name) != text})
        self._leave_out(theirs, {name: text for name, text in given.items() if name not in form.fields})
        given = {name: text for name, text in given.items() if name in form.fields}
        now = shown(self.ours, form)
        differing = [name for name, text in given.items() if stands.get(name, text) != text]
        fresh = {name: text for name, text in given.items() if name not in stands}
        if differing and not form_of(form.page, here, now | fresh).is_valid():
            differing, fresh = [*differing, *fresh], {}  # they go with an answer that the file has otherwise
        title = say(form.page.title)
        wanted = now | fresh
        for name in differing:
            found = clash(form, name, given[name], stands.get(name, ""))
            theirs_stand = found.name in self.chosen
            self.result.differing.append(
                Difference(title, found.label, found.name, found.theirs_says, found.mine_says, theirs_stand)
            )
            if theirs_stand:
                wanted[name] = given[name]
        self.result.filled += self._lines(form, fresh)
        if wanted != now:
            outcome = write(self.ours, {path: Sent(now, wanted)})
            self.result.pages += [*outcome.wrote, *outcome.unread]
            self.result.unread += [title for _path in outcome.unread]

    def _lines(self, form: AnswerForm, typed: Typed) -> Iterator[Line]:
        for name, text in typed.items():
            found = clash(form, name, text, "")
            yield Line(say(form.page.title), found.label, found.mine_says)

    def _leave_out(self, form: AnswerForm, typed: Typed) -> None:
        self.result.left_out += self._lines(form, typed)

    def _without_page(self, flow: Flow) -> None:
        """Facts that no page asks for: what an earlier version, or a tool of others, wrote into a copy."""
        for path in paths.known(self.theirs.facts):
            if path == "as_of" or pages.page_of(path) in flow.done:
                continue
            value, ours = paths.get(self.theirs.facts, path), paths.get(self.ours.facts, path)
            if ours is None and self._fits(path, value):
                self.ours.kept["facts"] = paths.put(self.ours.facts, path, value)
                self.result.filled.append(Line(path, "", str(value)))
            elif ours != value:
                self.result.left_out.append(Line(path, "", str(value)))

    def _fits(self, path: str, value: Any) -> bool:
        loan = path.split(".")[1] if path.startswith("loans.") else ""
        if loan and loan not in paths.loans_of(self.ours.facts):
            return False
        return not no_longer_fitting(paths.put(self.ours.facts, path, value))

    def _asked(self) -> None:
        """What the homeowner was asked and does not know is not asked again."""
        here = set(Flow.of(self.ours).asked)
        known = [path for path in self.theirs.asked if path not in here]
        self.ours.kept["asked"] = [*self.ours.asked, *known]

    def _made(self) -> None:
        ours, theirs = self.ours.kept, self.theirs.kept
        ours["aside"] = {**theirs.get("aside", {}), **ours.get("aside", {})}
        for key, name in MADE.items():
            if not theirs.get(key) or theirs[key] == ours.get(key):
                continue
            if ours.get(key):
                chosen = key in self.chosen
                words = (_("what the file has"), _("what the homeowner has"))
                self.result.differing.append(Difference(say(name), "", key, *words, chosen))
            else:
                chosen = True
                self.result.filled.append(Line(say(name), "", _("what the homeowner has")))
            if chosen:
                ours[key] = theirs[key]

    def _taken_away(self) -> None:
        """Answers of the file that have no place beside what was chosen."""
        lost = set(paths.known(self.before.facts)) - set(paths.known(self.ours.facts))
        for path in dict.fromkeys(map(pages.page_of, sorted(lost))):
            try:
                self.result.asked_anew.append(say(self.before.page(path).title))
            except KeyError:
                self.result.asked_anew.append(path)
