"""Whole journeys in a real browser: a person starts on the first page, answers what comes by its words on the screen,
reads the answer, takes the summary away as a PDF, and the same sentence and amount stand in it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from tests.drawn import text

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

Axe = Callable[["Page"], list[dict[str, Any]]]
Size = tuple[int, int]
PHONE: Size = (360, 740)
DESKTOP: Size = (1280, 900)
NARROWEST = 320
UNSURE = "I don't know"
TOO_MANY = 40  # questions that nobody would answer
TODAY = timezone.localdate()  # no journey takes until tomorrow


def us(day: date) -> str:
    return f"{day.month}/{day.day}/{day.year}"


def ago(days: int) -> str:
    return us(TODAY - timedelta(days=days))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


# What a person answers, page by page: a choice by its label, a figure as it is typed, several fields by their labels.
Answers = dict[str, str | dict[str, str]]


def owed(amount: str, loan: str = "first", **more: str) -> Answers:
    """A loan that a person signed for, with one figure for all that is owed on it."""
    each: Answers = {
        "purpose": "To buy this home",
        "amounts": {"How much is owed": amount},
        "program": "An ordinary bank loan",
        "obligor": "I signed the note",
    }
    return {f"loans.{loan}.{name}": said for name, said in {**each, **more}.items()}


def lost(state: str, kind: str, day: str, **more: str) -> Answers:
    """A main home that is sold already, and nobody has sent court papers."""
    return {
        "state": state,
        "stage": "The home is sold",
        "court-papers": "No",
        "disposition.kind": kind,
        "disposition.date": day,
        "disposition.foreclosing_lien": "The lender of my first mortgage",
        "answers.second_loan": "No",
        "property.occupancy": "My main home",
        "household.bankruptcy": "No",
        **more,
    }


AUCTION, COURT, SHORT_SALE = "Foreclosure without a court", "Foreclosure through a court", "I sell it for less"
PRICE, WORTH = "disposition.sale_price", "property.fair_market_value"


@dataclass(frozen=True)
class Story:
    """What a person answers, and what the answer then says."""

    answers: Answers
    says: tuple[str, ...]  # in its headline
    tag: str  # the outcome in a word or two
    amount: str  # what they may collect
    size: Size = PHONE


STORIES = {
    "a small home sold at a trustee's sale": Story(
        {
            **lost("Arizona", AUCTION, ago(30)),
            **owed("300,000"),
            PRICE: "$250,000",
            "property.units": "1",
            "property.acres": "0.2",
        },
        says=(
            "In Arizona, after this foreclosure sale without a court",
            "would keep the lender from collecting",
            "$50,000",
        ),
        tag="Barred",
        amount="$0",
    ),
    "a sale by a court, the papers perhaps not served": Story(
        {**lost("New York", COURT, ago(30)), **owed("300,000"), PRICE: "220,000", WORTH: "260,000"},
        says=("In New York, whether the lender can still come after you depends on",),
        tag="It depends",
        amount="up to $40,000",
        size=DESKTOP,
    ),
    "two loans": Story(
        {
            **lost("California", AUCTION, ago(30), **{"answers.second_loan": "Yes"}),
            **owed("400,000"),
            **owed("60,000", "second", purpose="To borrow against the home"),
            PRICE: "350,000",
        },
        says=("In California, whether the lender of the second loan can still come after you depends on",),
        tag="It depends",
        amount="up to $60,000",
        size=DESKTOP,
    ),
}
BY_KEYBOARD = Story(
    {
        **lost("Connecticut", "The court gives the home", ago(10)),
        **owed("320,000"),
        WORTH: "270,000",
    },
    says=("In Connecticut, after this strict foreclosure", "the lender can still come after you for $50,000"),
    tag="Allowed, within limits",
    amount="$50,000",
)
WITHOUT_JAVASCRIPT = Story(
    {
        **lost("West Virginia", SHORT_SALE, ago(30)),
        **owed("200,000", release="Only the lien is released"),
        PRICE: "150,000",
        "disposition.selling_costs": "0",
    },
    says=("In West Virginia, after this short sale", "would let the lender come after you for $50,000"),
    tag="Allowed",
    amount="$50,000",
)
AHEAD: Answers = {
    **lost("Florida", COURT, ""),
    "stage": "A foreclosure sale date is set",
    "property.sale_scheduled_on": us(TODAY + timedelta(days=20)),
    "court-papers": "Yes",
    **owed("250,000"),
}


class Person:
    """Somebody at the browser with a finger or a mouse, who reads the page and answers by what it says."""

    def __init__(self, page: "Page", home: str, size: Size = PHONE):
        self.page, self.home = page, home
        self.width, self.height = size
        self.widths = (self.width,) if self.width > PHONE[0] else (self.width, NARROWEST)
        self.strangers: list[str] = []
        self.complaints: list[str] = []
        self.seen: list[str] = []
        page.set_viewport_size({"width": self.width, "height": self.height})
        page.on("request", lambda request: self._note(request.url))
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)

    def _note(self, address: str) -> None:
        if not address.startswith(f"{self.home}/"):
            self.strangers.append(address)

    # Looking

    @property
    def heading(self) -> str:
        return squeezed(self.page.locator("h1").inner_text())

    @property
    def asked(self) -> str | None:
        """Which question the page asks; None where it asks none."""
        found = re.fullmatch(r"/case/question/(.+)/", urlsplit(self.page.url).path)
        return found[1] if found else None

    @property
    def left(self) -> int:
        """How many questions the page says are left; of the first, nobody knows."""
        found = re.search(r"(\d+) left", self.page.locator(".steps").inner_text())
        return int(found[1]) if found else TOO_MANY

    def look(self) -> None:
        """Nothing runs off the side, here or on the narrowest phone."""
        self.page.locator("h1").wait_for()  # the page that a click leads to may only be coming
        for width in self.widths:
            if width != self.width:
                self.page.set_viewport_size({"width": width, "height": self.height})
                self.width = width
            assert self.page.evaluate("document.scrollingElement.scrollWidth") <= width, (self.page.url, width)
        self.widths = self.widths[::-1]  # the next page is first seen as this one was left

    # Doing

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).last.click()

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=name).first.click()

    def fill(self, box: "Locator", typed: str) -> None:
        box.fill(typed)

    def pick(self, label: str) -> None:
        """From a list that opens."""
        self.page.locator("select").select_option(label=label)

    def choose(self, card: "Locator") -> None:
        card.click()

    def card(self, said: str) -> "Locator | None":
        """The choice whose words begin so."""
        cards = self.page.locator(".question label.choice")
        place = next((place for place, words in enumerate(cards.all_inner_texts()) if words.startswith(said)), None)
        return None if place is None else cards.nth(place)

    def answer(self, said: str | dict[str, str]) -> None:
        """Answer the question on the screen, and go on."""
        if isinstance(said, dict):
            for label, typed in said.items():
                self.fill(self.page.get_by_label(label).first, typed)
        elif self.page.locator("select").count():
            self.pick(said)
        elif card := self.card(said):
            self.choose(card)
        else:
            self.fill(self.page.locator(".text input").first, said)
        self.press("Continue")

    # The whole way

    def start(self) -> None:
        self.page.goto(f"{self.home}/")
        self.look()
        self.press("Start")

    def walk(self, answers: Answers, until: str = "") -> None:
        """Answer whatever comes, up to a page or to the end; what the story does not tell is not known."""
        left = TOO_MANY + 1
        for _ in range(TOO_MANY):
            self.look()
            if self.asked is None and self.heading == "Check your answers":
                return
            if self.asked is None:
                self.press("Go on with the questions")  # what was urgent is read
                continue
            if self.asked == until:
                return
            assert self.left < left or self.seen[-1] == "answers.second_loan", "every answer lowers the count"
            assert self.asked not in self.seen, "nothing is asked twice"
            left = self.left
            self.seen.append(self.asked)
            self.answer(answers.get(self.asked, UNSURE))
        pytest.fail(f"no end of questions: {self.seen}")

    def summary(self) -> str:
        """The text of the summary, taken by the page's own link."""
        with self.page.expect_download() as taken:
            self.follow("Download a summary (PDF)")
        assert taken.value.suggested_filename.endswith(".pdf")
        return squeezed(text(Path(taken.value.path()).read_bytes()))

    def live(self, story: Story) -> None:
        """From the first page to the answer, and to the paper that says the same."""
        self.start()
        self.walk(story.answers)
        with self.page.expect_navigation():
            self.follow("See the answer")
        self.look()
        read = squeezed(self.page.locator("main").inner_text())
        for words in story.says:
            assert words in self.heading, self.heading
        assert story.tag in read
        assert story.amount in read
        paper = self.summary()
        for words in (self.heading, story.tag, story.amount, "800-569-4287"):
            assert words in paper, paper[:1000]
        assert not self.strangers, "requests to another host"
        assert not self.complaints, "errors on the console"


class AtTheKeyboard(Person):
    """The same without a mouse: Tab to go, Space and Enter to press, arrows in a list of choices."""

    def reach(self, there: "Locator") -> None:
        for _ in range(TOO_MANY):
            if there.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"the keyboard does not reach {there} on {self.page.url}")

    def press(self, name: str) -> None:
        self.reach(self.page.get_by_role("button", name=name, exact=True).last)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def follow(self, name: str) -> None:
        self.reach(self.page.get_by_role("link", name=name).first)
        self.page.keyboard.press("Enter")

    def fill(self, box: "Locator", typed: str) -> None:
        self.reach(box)
        self.page.keyboard.type(typed)

    def pick(self, label: str) -> None:
        self.reach(self.page.locator("select"))
        self.page.keyboard.type(label)

    def choose(self, card: "Locator") -> None:
        wanted = card.locator("input")
        first = self.page.locator(".question label.choice input").first
        self.reach(first if wanted.get_attribute("type") == "radio" else wanted)
        self.page.keyboard.press("Space")
        while not wanted.is_checked():
            self.page.keyboard.press("ArrowDown")


@pytest.mark.parametrize("name", STORIES)
def test_a_journey_ends_in_an_answer_and_a_summary_that_says_the_same(
    name: str, page: "Page", axe: Axe, live_server: LiveServer
) -> None:
    story = STORIES[name]
    person = Person(page, live_server.url, story.size)
    person.live(story)
    assert axe(page) == []


def test_a_journey_by_keyboard(page: "Page", axe: Axe, live_server: LiveServer) -> None:
    AtTheKeyboard(page, live_server.url).live(BY_KEYBOARD)
    assert axe(page) == []


def test_a_journey_without_javascript(browser: "Browser", live_server: LiveServer) -> None:
    context = browser.new_context(java_script_enabled=False)
    Person(context.new_page(), live_server.url).live(WITHOUT_JAVASCRIPT)
    context.close()


def test_what_was_typed_stays_and_a_code_brings_the_answers_back_until_they_are_deleted(
    page: "Page", live_server: LiveServer
) -> None:
    person = Person(page, live_server.url)
    person.start()
    person.walk(AHEAD, until="loans.first.amounts")

    person.answer({"How much is owed": "a whole lot"})
    assert page.title().startswith("Error:")
    assert page.get_by_label("How much is owed").first.input_value() == "a whole lot"
    assert "how much is owed on the first mortgage" in page.locator(".errors").inner_text()
    person.look()
    person.answer({"How much is owed": "250,000"})
    page.goto(f"{person.home}/case/check/")
    answers = page.locator("main").inner_text()
    assert "$250,000" in answers

    page.goto(f"{person.home}/case/save/")
    person.press("Get a code")
    code = page.locator(".code").inner_text()
    page.context.clear_cookies()
    come_back(person, code.lower())
    assert page.locator("main").inner_text() == answers

    page.goto(f"{person.home}/case/delete/")
    person.press("Delete everything now")
    assert person.heading == "Your answers are deleted"
    come_back(person, code)
    assert "This code opens nothing" in page.locator(".errors").inner_text()
    assert not person.strangers


def come_back(person: Person, code: str) -> None:
    person.page.goto(f"{person.home}/")
    person.follow("Come back to your answers")
    person.page.get_by_label("Your code").fill(code)
    person.press("Open my answers")
    person.look()
