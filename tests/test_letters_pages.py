"""Letters on the screen: the list, one letter with its gaps and its text, and its files."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from calculators.assessment import assess
from calculators.facts import read_facts
from cases.models import Case
from cases.reports import paper
from cases.reports.letters import kinds
from cases.reports.letters.keeping import Kept, letter
from cases.results.reading import read
from tests.answered import CASES, begin
from tests.lettered import squeezed, words_of_letter


def at(kind: str, loan: str = "first") -> str:
    return reverse("letters:letter", args=[kind, loan])


def seen(content: bytes) -> str:
    """The words of the letter on the page."""
    found = re.search(r'<div class="paper no-terms">(.*?)\n</div>', content.decode(), re.S)
    assert found
    return squeezed(html.unescape(re.sub(r"<[^>]+>", " ", found[1].replace("</mark>", ""))))


@pytest.mark.django_db
def test_the_screen_shows_what_is_printed(client: Client) -> None:
    case = begin(client, "ahead")
    for kind in ("waiver-short-sale", "debt-dispute", "form-1099-c-correction", "exemption-claim"):  # to each recipient
        response = client.get(at(kind))
        each = letter(Kept.of(case.kept), assess(read_facts(case.facts)), kinds.kinds()[kind], "first")
        shown, expected = seen(response.content), words_of_letter(each)
        assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", expected)
        said = html.unescape(response.content.decode())
        assert f"{len(each.open_marks)} gaps left:" in said
        assert all(sentence in re.sub(r"<[^>]+>", "", said) for sentence in each.kind.avoid)


@pytest.mark.django_db
def test_the_list_says_why_and_when_not(client: Client) -> None:
    begin(client, "two-loans")
    said = squeezed(
        re.sub(
            r"<[^>]+>", " ", re.sub("</?span[^>]*>|</?button[^>]*>", "", client.get("/case/letters/").content.decode())
        )
    )
    first, others = said.split("Other letters")
    # Each loan has its own reason: the first mortgage is barred, the second loan is not.
    assert "Write it for the first mortgage: Dispute a debt, and ask for proof By the law that we found" in first
    assert "Write it for the second loan: Dispute a debt, and ask for proof When a collector writes" in first
    assert "The home is gone and the law may let them collect." in first
    assert "Write it for the second loan: Offer to settle the rest" in first
    assert "Write it for the first mortgage: Offer to settle the rest" not in first
    assert "Not now: The home is sold already." in others
    assert others.count("When not to send it") == 7


@pytest.mark.django_db
def test_what_is_given_stands_in_every_letter_and_in_no_other_paper(client: Client) -> None:
    case = begin(client, "limited")
    given = {"your_name": "Maria  Lopez", "your_address": "1 Main St\r\nMesa, AZ", "loan_number": "77-1"}
    assert client.post(at("information-request"), {**given, "then": "details"}).status_code == 302
    for kind in ("information-request", "settlement-offer"):
        assert "Maria Lopez 1 Main St Mesa, AZ" in seen(client.get(at(kind)).content)
    assert "Loan number: 77-1" in seen(client.get(at("settlement-offer")).content)
    case = Case.objects.get(pk=case.pk)
    assert case.kept["letters"]["details"] == {
        "your_name": "Maria Lopez",
        "your_address": "1 Main St\nMesa, AZ",
        "first/loan_number": "77-1",
    }
    assert b"Maria" not in bytes(case.sealed)
    assert "Maria" not in str(case.facts)
    assert "Maria" not in paper.full(read(read_facts(case.facts)), "A1B2-C3D4", counselor=True)
    client.post(at("information-request"), {"your_name": "", "then": "details"})
    assert "your_name" not in Case.objects.get(pk=case.pk).kept["letters"]["details"]
    client.post(reverse("questionnaire:delete"))
    assert not Case.objects.exists()


@pytest.mark.django_db
def test_what_cannot_be_read_is_said_and_nothing_is_kept(client: Client) -> None:
    case = begin(client, "limited")
    given = {
        "offer_amount": "a lot",
        "offer_until": "soon",
        "your_name": "x" * 121,
        "your_address": "a\n" * 9,
        "then": "details",
    }
    response = client.post(at("settlement-offer"), given)
    assert response.status_code == 422
    said = response.content.decode()
    assert said.count('class="wrong-because"') == 4
    assert "These are too many lines. Use at most 5." in said
    assert "letters" not in Case.objects.get(pk=case.pk).kept


@pytest.mark.django_db
def test_a_text_of_ones_own_is_kept_and_its_gaps_still_fill(client: Client) -> None:
    case = begin(client, "depends-on-yes")
    url = at("settlement-offer")
    own = "Re: My offer\r\n\r\nLoan [your loan number]. I offer [the amount that you offer].\r\n\r\n[your name]"
    client.post(url, {"text": own, "then": "text"})
    assert "Re: My offer Loan [your loan number]" in seen(client.get(url).content)
    client.post(url, {"loan_number": "77-1", "offer_amount": "$4,500", "then": "details"})
    response = client.get(url)
    assert "Loan 77-1. I offer $4,500." in seen(response.content)
    assert "Your answers have changed" not in response.content.decode()
    facts = {**case.facts, "stage": "sued"}
    case = Case.objects.get(pk=case.pk)
    case.kept["facts"] = facts
    case.seal()
    case.save()
    said = client.get(url).content.decode()
    assert "Your answers have changed since you wrote your own text." in said
    assert "You have gone to court about it." in said
    client.post(url, {"then": "again"})
    assert "Re: Offer to settle" in seen(client.get(url).content)
    assert Case.objects.get(pk=case.pk).kept["letters"]["texts"] == {}


@pytest.mark.django_db
def test_what_is_kept_has_its_bounds(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    case = begin(client, "limited")
    assert client.post(at("stop-contact"), {"text": "x" * 8_001, "then": "text"}).status_code == 422
    assert client.post(at("stop-contact"), {"text": " \n ", "then": "text"}).status_code == 422
    monkeypatch.setattr("cases.reports.letters.views.MOST_TEXTS", 1)
    assert client.post(at("stop-contact"), {"text": "Re: a", "then": "text"}).status_code == 302
    assert client.post(at("debt-dispute"), {"text": "Re: a", "then": "text"}).status_code == 422
    assert client.post(at("stop-contact"), {"text": "Re: b", "then": "text"}).status_code == 302
    ours = letter(Kept({}, {}), assess(read_facts(case.facts)), kinds.kinds()["stop-contact"], "first").ours
    client.post(at("stop-contact"), {"text": ours, "then": "text"})  # ours again: nothing to keep
    assert Case.objects.get(pk=case.pk).kept["letters"]["texts"] == {}


@pytest.mark.django_db
def test_files_are_named_for_what_they_are_and_are_the_cases_own(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cases.reports.letters.views._pdf", lambda _: b"%PDF")
    begin(client, "limited")
    for form in ("pdf", "docx"):
        url = reverse("letters:file", args=["settlement-offer", "first", form])
        response = client.get(url)
        name = f'attachment; filename="settlement-offer-{timezone.localdate()}.{form}"'
        assert response["Content-Disposition"] == name
        assert "no-store" in response["Cache-Control"]
        assert Client().get(url).status_code == 404
    for lost in (
        "/case/letters/no-such/first/",
        at("settlement-offer", "third"),
        f"{at('settlement-offer')}letter.exe",
    ):
        assert client.get(lost).status_code == 404
    assert Client().get("/case/letters/").status_code == 404
    monkeypatch.setattr("cases.services.allowed", lambda *_: False)
    assert client.get(reverse("letters:file", args=["settlement-offer", "first", "pdf"])).status_code == 429


@pytest.mark.django_db
def test_without_an_answer_the_way_leads_to_the_questions(client: Client) -> None:
    begin(client, {})
    assert client.get("/case/letters/")["Location"] == reverse("questionnaire:next")
    assert client.get(at("stop-contact"))["Location"] == reverse("questionnaire:next")
    begin(client, {**CASES["limited"], "state": "AZ", "disposition": {"kind": "strict_foreclosure"}})
    assert client.get("/case/letters/")["Location"] == reverse("questionnaire:check")


@pytest.mark.django_db
def test_the_day_of_the_answer_is_counted_from_the_card(client: Client) -> None:
    begin(client, "limited")
    url = at("information-request")
    assert "5 business days after it arrives" in client.get(url).content.decode()
    day = date(2026, 11, 23)
    client.post(url, {"received_on": f"{day.month}/{day.day}/{day.year}", "then": "details"})
    assert "By December 1, 2026" in client.get(url).content.decode()
