"""The letters of a case: the list, one letter with its gaps and its text, and its files."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from calculators.assessment import Assessment, loan_name
from calculators.statements import Statement
from calculators.working import Text

from ... import services
from ...models import KeptFacts
from ...questionnaire.flow import Flow
from ...services import private, with_case
from . import keeping
from .forms import DetailsForm, TextForm
from .keeping import MOST_TEXTS, Kept
from .kinds import Duty, Kind, kinds
from .rules import days_after, federal_rule
from .situation import holds
from .writing import Letter, against, fits

MADE_AN_HOUR, HOUR = 60, timedelta(hours=1)  # as for the other papers, with which it shares the measure
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True)
class Entry:
    """A letter about one loan on the list: why it fits, or why not to send it now."""

    letter: Letter
    loan: Text
    why: str | None
    against: str | None


@dataclass(frozen=True)
class Listed:
    """A kind on the list, with its letters: where some fit, those alone."""

    kind: Kind
    entries: list[Entry]

    @property
    def fits(self) -> bool:
        return any(each.why for each in self.entries)

    @property
    def only(self) -> Entry | None:
        """The one entry, where the case has one loan."""
        first = self.entries[0]
        return first if len(first.letter.situation.facts.loans) == 1 else None


@dataclass(frozen=True)
class Due:
    """Something that must happen within so many days, and the day, once it can be counted."""

    duty: Duty
    days: int
    day: date | None
    rule: Statement


@require_GET
@with_case
def index(request: HttpRequest, case: KeptFacts) -> HttpResponseBase:
    """Every letter: first those that fit this case, with why, then the others, with when not to send them."""
    letters = keeping.letters(Kept.of(case.kept), Flow.of(case).answer)
    listed = [_listed(kind, each) for kind, each in letters.items()]
    context = {
        "fitting": [each for each in listed if each.fits],
        "others": [each for each in listed if not each.fits],
        "files": [(each, each.upper()) for each in TYPES],
    }
    return render(request, "letters/index.html", context)


def _listed(kind: Kind, letters: list[Letter]) -> Listed:
    entries = []
    for each in letters:
        situation = each.situation
        name = loan_name(situation.facts, situation.each.loan)
        entries.append(Entry(each, name, fits(kind, situation), against(kind, situation)))
    return Listed(kind, [each for each in entries if each.why] or entries)


@require_http_methods(["GET", "POST"])
@private
def letter(request: HttpRequest, kind: str, loan: str) -> HttpResponseBase:
    """One letter: what it does, its gaps, its text as it will be printed, and what to know before it is sent."""
    writing = request.method == "POST"
    with transaction.atomic() if writing else nullcontext():  # who only reads takes no lock
        case = services.current_case(request, lock=writing)
        if case is None:
            return services.no_case(request)
        return _letter(request, case, kind, loan)


def _letter(request: HttpRequest, case: KeptFacts, kind: str, loan: str) -> HttpResponseBase:
    kept = Kept.of(case.kept)
    shown = _find(kept, Flow.of(case).answer, kind, loan)
    details, text = DetailsForm(shown), TextForm(initial={"text": shown.text}, label_suffix="")
    if request.method == "POST":
        then = request.POST.get("then", "")
        if then == "text":
            text = TextForm(request.POST, label_suffix="")
            saved = text.is_valid() and _keep_text(kept, shown, text)
        elif then == "again":
            kept.texts.pop(keeping.place(shown.kind, loan), None)
            saved = True
        else:
            details = DetailsForm(shown, request.POST)
            saved = details.is_valid() and _keep_details(kept, shown, details)
        if saved:
            kept.put(case)
            services.save(case)
            if then == "pdf":
                return redirect("letters:file", kind, loan, "pdf")
            return redirect(f"{request.path}#letter")
    context = {
        "letter": shown,
        "loan": loan,
        "loan_name": loan_name(shown.situation.facts, shown.situation.each.loan),
        "many": len(shown.situation.facts.loans) > 1,
        "why": fits(shown.kind, shown.situation),
        "against": against(shown.kind, shown.situation),
        "details": details,
        "text": text,
        "dues": _dues(shown),
    }
    return render(request, "letters/letter.html", context, status=422 if details.errors or text.errors else 200)


def _find(kept: Kept, assessment: Assessment, kind: str, loan: str) -> Letter:
    try:
        return keeping.letter(kept, assessment, kinds()[kind], loan)
    except KeyError:
        raise Http404 from None


def _keep_details(kept: Kept, shown: Letter, form: DetailsForm) -> bool:
    for gap in shown.gaps:
        where = keeping.address(gap, shown.kind, shown.situation.each.loan.id)
        kept.details.pop(where, None)
        if form.values.get(gap.name):
            kept.details[where] = form.values[gap.name]
    return True


def _keep_text(kept: Kept, shown: Letter, form: TextForm) -> bool:
    """Keep a text that is not ours, with ours as it is now; one that is ours again is not kept."""
    where, text = keeping.place(shown.kind, shown.situation.each.loan.id), form.cleaned_data["text"]
    if text == keeping.clean(shown.ours):
        kept.texts.pop(where, None)
        return True
    if where not in kept.texts and len(kept.texts) >= MOST_TEXTS:
        message = _("You have changed {most} letters already. Start one of them again from our text first.")
        form.add_error("text", message.format(most=MOST_TEXTS))
        return False
    kept.texts[where] = {"text": text, "origin": shown.ours}
    return True


def _dues(shown: Letter) -> list[Due]:
    """What must happen by when, where the letter's rules say so."""
    found = []
    for duty in shown.kind.duty:
        if not holds(duty.when, shown.situation.conditions):
            continue
        rule, figures = federal_rule(duty.law)
        days, start = figures[duty.figure], shown.situation.given.get(duty.counted_from)
        day = days_after(date.fromisoformat(start), days, duty.business_days) if start else None
        found.append(Due(duty, days, day, rule))
    return found


@require_GET
@with_case
def file(request: HttpRequest, case: KeptFacts, kind: str, loan: str, form: str) -> HttpResponseBase:
    """The letter as it stands, as PDF or DOCX, under a name that says what it is."""
    makers: dict[str, Callable[[Letter], bytes]] = {"pdf": _pdf, "docx": _docx}
    if form not in makers:
        raise Http404
    shown = _find(Kept.of(case.kept), Flow.of(case).answer, kind, loan)
    if not services.allowed(request, "report", MADE_AN_HOUR, HOUR):
        return services.too_often(request)
    name = f"{shown.kind.file}-{shown.situation.day}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(makers[form](shown), content_type=TYPES[form], headers=headers)


def _pdf(shown: Letter) -> bytes:
    from .printing import pdf

    return pdf(shown)


def _docx(shown: Letter) -> bytes:
    from .word import docx  # reads half a megabyte of styles: only where it is asked for

    return docx(shown)
