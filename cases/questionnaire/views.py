"""The pages of the questionnaire: questions, what is urgent, the list of answers, saving, coming back, deleting."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_http_methods, require_POST

from calculators.law.loader import codes, state_law
from calculators.law.schema import Chapter
from calculators.questions import YES_NO
from calculators.words import say
from calculators.working import Text

from .. import services
from ..models import Case, KeptFacts
from ..services import private, with_case, with_own_case
from . import pages, urgent
from .flow import Flow, record
from .forms import AnswerForm, answer_words, typed_of
from .pages import CHAPTERS, COURT_PAPERS, SECTIONS, STATE, Page

TRIES_AN_HOUR, STARTS_AN_HOUR = 30, 60
HOUR = timedelta(hours=1)
SPEAKING = ("choice", "money", "date")  # kinds of questions whose answers say something without them
# Where "Change" was pressed, and where its answer returns to.
RETURNS = {
    "check": "questionnaire:check",
    "answer": "results:answer",
    "ways": "results:ways",
    "what-if": "what_if:page",
    "settle": "settling:plan",
}


# Starting and going on


@require_POST
@private
def start(request: HttpRequest) -> HttpResponseBase:
    """A new case, open in this browser: empty, or with the state that a page about its law names."""
    if services.current_case(request) is not None:
        return redirect("questionnaire:next")
    if not services.allowed(request, "start", STARTS_AN_HOUR, HOUR):
        return services.too_often(request)
    state = request.POST.get("state")
    known = {"state": state} if state in codes() else None
    services.enter(request, services.start_case(known), shared_computer="shared" in request.POST)
    return redirect("questionnaire:next")


@with_case
def go_on(request: HttpRequest, case: KeptFacts) -> HttpResponseBase:
    """To whatever comes next: what is urgent, the next question, or the answers to check."""
    return redirect(onward(case, Flow.of(case)))


def onward(case: KeptFacts, flow: Flow) -> str:
    """The address of what comes next."""
    if unseen(case, flow):
        return reverse("questionnaire:urgent")
    return reverse("questionnaire:question", args=[flow.left[0]]) if flow.left else reverse("questionnaire:check")


def unseen(case: KeptFacts, flow: Flow) -> bool:
    """Whether something urgent is known that this person has not been shown."""
    found = urgent.urgent(flow.typed) if flow.typed else None
    return found is not None and case.kept.get("warned") != found.mark


@with_case
def elsewhere(request: HttpRequest, case: KeptFacts) -> HttpResponseBase:
    """For a home outside the country, or a person who cannot tell the state."""
    return render(request, "questionnaire/elsewhere.html")


# One question


@require_http_methods(["GET", "POST"])
@private
def question(request: HttpRequest, path: str) -> HttpResponseBase:
    """One page of the questionnaire. GET shows what is there; POST reads it and writes it down."""
    if request.method == "POST":
        with transaction.atomic():
            case = services.current_case(request, lock=True)
            return services.no_case(request) if case is None else answer(request, case, path)
    case = services.current_case(request)
    if case is None:
        return services.no_case(request)
    flow = Flow.of(case)
    page = page_or_404(flow, path)
    return draw(request, flow, AnswerForm(page, flow, case.drafts.get(path)))


def page_or_404(flow: Flow, path: str) -> Page:
    try:
        return flow.page(path)
    except KeyError:
        raise Http404 from None


def answer(request: HttpRequest, case: KeptFacts, path: str) -> HttpResponse:
    """Write down the answer. What cannot be read yet is kept as it was typed, whichever button was pressed."""
    flow = Flow.of(case)
    form = AnswerForm(page_or_404(flow, path), flow, request.POST)
    then = request.POST.get("then", "")
    if form.is_valid():
        if path == STATE and form.values[STATE] not in codes():
            return redirect("questionnaire:elsewhere")
        record(case, form.page, form.values)
        services.save(case)
    else:
        if typed := typed_of(form):
            case.drafts[path] = typed
            services.save(case)
        if not then:
            return draw(request, flow, form)
    return redirect(after(request, case, path, then))


def after(request: HttpRequest, case: KeptFacts, path: str, then: str) -> str:
    """The address that follows on an answer."""
    flow = Flow.of(case)
    if then == "back":
        return address_before(request, flow, path)
    if then == "save":
        return reverse("questionnaire:save")
    if chapter := chapter_in(request):
        return next_in(flow, chapter)
    came_from = returning(request)
    return came_from if came_from and not unseen(case, flow) else onward(case, flow)


def chapter_in(request: HttpRequest) -> Chapter:
    """The chapter after the answer that is being gone through; "" for none."""
    return next((name for name in CHAPTERS if name == request.GET.get("chapter")), "")


def next_in(flow: Flow, chapter: Chapter) -> str:
    """The next page of a chapter, or its part of the answer."""
    left = flow.chapter(chapter)
    if not left:
        return reverse("results:answer") + f"#{chapter}"
    return reverse("questionnaire:question", args=[left[0]]) + f"?chapter={chapter}"


@with_case
def more(request: HttpRequest, case: KeptFacts, chapter: Chapter) -> HttpResponseBase:
    """Into a chapter after the answer."""
    flow = Flow.of(case)
    if chapter not in CHAPTERS:
        raise Http404
    return redirect(next_in(flow, chapter) if flow.typed else "questionnaire:next")


def returning(request: HttpRequest) -> str | None:
    """The page from which an answer is being changed."""
    name = RETURNS.get(request.GET.get("back", ""))
    try:
        return reverse(name) if name else None
    except NoReverseMatch:
        return None


def address_before(request: HttpRequest, flow: Flow, path: str) -> str:
    """Where Back leads."""
    before = flow.before(path)
    if chapter := chapter_in(request):
        within = before is not None and pages.chapter_of(before) == chapter
        address = reverse("questionnaire:question", args=[before]) + f"?chapter={chapter}" if within else ""
        return address or reverse("results:answer") + f"#{chapter}"
    return returning(request) or (reverse("questionnaire:question", args=[before]) if before else reverse("home"))


def draw(request: HttpRequest, flow: Flow, form: AnswerForm) -> HttpResponse:
    page = form.page
    chapter = chapter_in(request)
    context = {
        "chapter_left": len(flow.chapter(chapter)) if chapter else None,
        "form": form,
        "page": page,
        "section": pages.section(flow.typed, page.path),
        "answered": len(flow.done),
        "left": flow.most_left if flow.typed else None,
        "whole": len(flow.done) + flow.most_left,
        **law_of(flow),
    }
    return render(request, "questionnaire/question.html", context)


def law_of(flow: Flow) -> dict[str, Any]:
    """What the foot of the page says of the law: of this state, once it is known."""
    if flow.typed is None:
        return {}
    law = state_law(flow.typed.state)
    return {"law_checked_on": law.checked_on, "law_state": law.name}


# What is urgent


@require_http_methods(["GET", "POST"])
@private
def show_urgent(request: HttpRequest) -> HttpResponseBase:
    """What must be done now, with dates and a telephone number. Continuing says that it was seen."""
    with transaction.atomic():
        case = services.current_case(request, lock=request.method == "POST")
        return services.no_case(request) if case is None else _urgent(request, case)


def _urgent(request: HttpRequest, case: KeptFacts) -> HttpResponseBase:
    flow = Flow.of(case)
    found = urgent.urgent(flow.typed) if flow.typed else None
    if found is None:
        return redirect("questionnaire:next")
    if request.method == "POST":
        case.kept["warned"] = found.mark
        services.save(case)
        return redirect("questionnaire:next")
    return render(request, "questionnaire/urgent.html", {"urgent": found, "today": flow.today, **law_of(flow)})


# The answers, to check


@dataclass(frozen=True)
class Row:
    """One answer in the list: one line, or the lines of a page with several."""

    path: str
    question: Text
    answer: str  # empty: "I don't know"
    parts: tuple[tuple[Text, str], ...] = ()
    kind: str = ""  # of the question

    @property
    def short(self) -> str:
        """The answer where it says something without its question: "No" and "1" do not."""
        said = self.answer or "".join(words for _, words in self.parts[:1])
        return said if self.kind in SPEAKING and said not in [say(choice.label) for choice in YES_NO] else ""


class Group(NamedTuple):
    """The answers of one section, and a line that a phone shows of them."""

    title: Text
    rows: list[Row]

    @property
    def said(self) -> list[str]:
        return [row.short for row in self.rows if row.short]

    @property
    def unsaid(self) -> int:
        return len(self.rows) - len(self.said)


@with_case
def check(request: HttpRequest, case: KeptFacts) -> HttpResponseBase:
    """Every answer with its Change link, and what is still open."""
    flow = Flow.of(case)
    if flow.typed is None:
        return redirect("questionnaire:next")
    groups = [Group(title, rows) for title, rows in grouped(flow)]
    context = {
        "groups": groups,
        "left": flow.most_left,
        "unsure": any(not row.answer and not row.parts for group in groups for row in group.rows),
        "unread": [(path, flow.page(path).title) for path in case.drafts],
        "urgent": urgent.urgent(flow.typed),
        **law_of(flow),
    }
    return render(request, "questionnaire/check.html", context)


def grouped(flow: Flow) -> list[tuple[Text, list[Row]]]:
    """The answers by section, in the order in which they are asked."""
    order = {path: place for place, path in enumerate(flow.core)}
    done = sorted(flow.done, key=lambda path: order.get(path, len(order)))
    found: dict[str, tuple[Text, list[Row]]] = {}
    for path in done:
        title = pages.section(flow.typed, path)
        found.setdefault(str(title), (title, []))[1].append(row(flow, flow.page(path)))
    names = [str(title) for _, title in SECTIONS]
    return sorted(found.values(), key=lambda group: names.index(str(group[0])) if str(group[0]) in names else 2)


def row(flow: Flow, page: Page) -> Row:
    answers = [(each.text, answer_words(each, flow)) for each in page.questions]
    if page.path == COURT_PAPERS:
        return Row(page.path, page.title, answers[0][1], tuple(_filled(answers[1:])))
    kind = page.questions[0].kind
    if len(answers) > 1:
        return Row(page.path, page.title, "", tuple(_filled(answers)), kind)
    return Row(page.path, page.title, answers[0][1], kind=kind)


def _filled(answers: Iterable[tuple[Text, str]]) -> list[tuple[Text, str]]:
    return [(text, words) for text, words in answers if words]


# Saving and leaving


@require_http_methods(["GET", "POST"])
@with_own_case
def save(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Everything is saved already; here one gets the code to come back by, or leaves, or makes the code void."""
    wish = request.POST.get("wish", "")
    code = link = ""
    if wish == "leave":
        services.leave(request)
        return redirect("questionnaire:left")
    if wish == "code":
        code = services.renew_code(request, case)
        link = request.build_absolute_uri(reverse("questionnaire:open", args=[code]))
    if wish == "revoke":
        services.revoke_code(request, case)
        return redirect("questionnaire:save")
    context = {"code": code, "link": link, "has_code": case.code_mark is not None, "until": case.expires_at}
    return render(request, "questionnaire/save.html", context)


@private
def left(request: HttpRequest) -> HttpResponseBase:
    """After leaving or deleting."""
    return render(request, "questionnaire/left.html")


@require_http_methods(["GET", "POST"])
@with_own_case
def delete(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Erase everything, after one question."""
    if request.method == "POST":
        services.delete_case(request, case)
        return redirect("questionnaire:deleted")
    return render(request, "questionnaire/delete.html")


@private
def deleted(request: HttpRequest) -> HttpResponseBase:
    return render(request, "questionnaire/deleted.html")


# Coming back


@require_http_methods(["GET", "POST"])
@private
def resume(request: HttpRequest) -> HttpResponseBase:
    """Where the code is typed."""
    if request.method == "POST":
        return enter_by(request, request.POST.get("code", ""))
    return render(request, "questionnaire/resume.html")


@require_http_methods(["GET", "POST"])
@private
def open_link(request: HttpRequest, code: str) -> HttpResponseBase:
    """The private link. Looking at it opens nothing, so a mail program's preview does not either; its button does."""
    if request.method == "POST":
        return enter_by(request, code)
    return render(request, "questionnaire/open.html")


def enter_by(request: HttpRequest, code: str) -> HttpResponseBase:
    """Open the case of this code. Tries are counted whether or not they succeed."""
    if not services.allowed(request, "code", TRIES_AN_HOUR, HOUR):
        return services.too_often(request)
    case = services.case_of_code(code)
    if case is None:
        return render(request, "questionnaire/resume.html", {"wrong": True, "typed": code})
    services.enter(request, case, shared_computer="shared" in request.POST)
    return redirect("questionnaire:check" if case.facts else "questionnaire:next")
