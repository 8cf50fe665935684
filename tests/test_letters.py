"""Letters: which fit a case, what they say, that no blank stands unmarked, and that PDF and DOCX say what the screen
says. The days are those of Regulation X (12 CFR part 1024) and Regulation F (12 CFR part 1006)."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any
from xml.etree import ElementTree

import docx
import page
import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from calculators.assessment import assess
from calculators.facts import read_facts
from cases.models import Case
from cases.reports import paper, registry
from cases.reports.letters import kinds, printing, word, writing
from cases.reports.letters.forms import DetailsForm
from cases.reports.letters.keeping import Kept, clean, letter, letters
from cases.reports.letters.kinds import NAMED, BadLetter, gaps
from cases.reports.letters.rules import days_after, federal_rule
from cases.reports.letters.situation import holds
from cases.reports.letters.writing import MARK, Letter, against, fits
from cases.reports.shape import Material
from cases.results.reading import read
from tests.answered import AS_OF, CASES, HOME, Json, arizona, begin, owed, reading

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
KINDS = tuple(kinds.kinds_of("en"))
DETAILS = {
    "your_name": "Maria Lopez-Garcia",
    "your_address": "1200 Main Street, Apt. 4\nPhoenix, AZ 85004",
    "property_address": "77 Old Mill Road\nMesa, AZ 85201",
    "first/loan_number": "0012-345 678",
    "first/servicer_name": "Northern Mortgage Servicing",
    "first/servicer_address": "P.O. Box 1234\nColumbus, OH 43216",
    "first/collector_name": "Quick & Sons Recovery",
    "first/collector_address": "9 Harbor Way\nTampa, FL 33602",
    "first/collector_number": "Q-77",
    "first/creditor_name": "First <National> Bank",
    "first/creditor_address": "1 Bank Plaza\nDallas, TX 75201",
    "first/form_account": "44-1",
}
OWN = {
    "day": "2026-11-23",
    "office_name": "Clerk of the Superior Court",
    "office_address": "201 W. Jefferson\nPhoenix, AZ 85003",
    "court_name": "Superior Court, Maricopa County",
    "case_number": "CV2026-001",
    "what_was_taken": "the money in my checking account, on November 4",
    "what_is_protected": "$1,420 of Social Security, paid in on November 1\n$300 of wages",
    "contract_price": "180000",
    "offer_amount": "4500.50",
    "offer_days": "30",
    "offer_until": "2026-12-31",
    "what_is_wrong": "My payment of $1,210 of May 3 is missing.\nA late fee of $60 was charged.",
    "what_to_do": "Credit the payment as of May 3.",
    "form_year": "2025",
    "form_amount": "41300",
    "form_points": "Box 2 is more than what was left.",
    "hardship": "I lost my job in May. I work full time again since August.",
    "notice_day": "2026-11-10",
    "received_on": "2026-11-23",
}
FILLED = {**DETAILS, **{f"{kind}/first/{name}": value for kind in KINDS for name, value in OWN.items()}}


def ahead(state: str, **more: Any) -> Json:
    return {"as_of": AS_OF.isoformat(), "state": state, "stage": "behind", "property": HOME, "loans": [owed(1)], **more}


FORM = {"calendar_year": 2025, "event_on": "2025-06-01", "discharged": 60_000, "loan": "first", "still_collected": True}
MORE: dict[str, Json] = {
    "short-sale-ahead": ahead("AZ", disposition={"kind": "short_sale", "sale_price": 180_000}),
    "short-sale-california": ahead("CA", disposition={"kind": "short_sale"}),
    "rental-ahead": ahead("TX", property={**HOME, "occupancy": "rental"}),
    "collector": {**CASES["limited"], "loans": [owed(300_000, claim_filed_on="2026-10-20", sold_to_debt_buyer=True)]},
    "collector-barred": arizona(owed(300_000, sold_to_debt_buyer=True)),
    "form-wrong": {**CASES["taxed"], "household": {"forms_1099c": [FORM]}},
    "benefits": {**CASES["judgment"], "household": {**CASES["judgment"]["household"], "bank_federal_benefits": 900}},
}
ALL = {**CASES, **MORE}


@cache
def written(name: str, filled: bool = False) -> Mapping[str, Letter]:
    """Every letter of a case about its first loan, by kind."""
    found = letters(Kept(FILLED if filled else {}, {}), assess(read_facts(ALL[name])))
    return {kind.slug: each[0] for kind, each in found.items()}


def fitting(name: str) -> set[str]:
    return {slug for slug, each in written(name).items() if fits(each.kind, each.situation)}


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


# Which letters fit


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ahead", {"loss-mitigation-review", "waiver-short-sale", "waiver-deed-in-lieu", "information-request"}),
        ("short-sale-ahead", {"loss-mitigation-review", "waiver-short-sale", "information-request"}),
        ("rental-ahead", {"waiver-short-sale", "waiver-deed-in-lieu", "information-request"}),
        ("barred", {"debt-dispute"}),
        ("limited", {"information-request", "settlement-offer"}),
        ("sued", {"information-request", "settlement-offer"}),
        ("judgment", {"exemption-claim", "information-request", "settlement-offer"}),
        ("collector", {"debt-dispute", "information-request", "settlement-offer"}),
        ("collector-barred", {"debt-dispute", "stop-contact"}),
        ("form-wrong", {"debt-dispute", "form-1099-c-correction"}),
        ("bankrupt", set()),
        ("surplus", set()),
    ],
)
def test_a_case_is_offered_the_letters_that_fit_it(name: str, expected: set[str]) -> None:
    assert fitting(name) == expected


def test_nobody_is_led_to_start_the_time_to_sue_again() -> None:
    """An offer or a payment can do that in many states, so no offer is suggested where that time may be over."""
    over = {**CASES["sued"], "stage": "sold", "loans": [owed(190_000, accelerated_on="2005-01-01")]}
    found = letters(Kept({}, {}), assess(read_facts(over)))
    [offer] = found[kinds.kinds()["settlement-offer"]]
    assert offer.situation.conditions["time_over"] is True
    assert fits(offer.kind, offer.situation) is None
    assert "The time to sue may be over" in str(against(offer.kind, offer.situation))


def test_an_offer_is_filled_from_the_plan_to_settle_and_says_so() -> None:
    found = assess(read_facts(CASES["sued"]))
    kind = kinds.kinds()["settlement-offer"]
    assert "[the amount that you offer]" in letter(Kept.of({}), found, kind, "first").text
    planned = letter(Kept.of({"budget": {"cash": "9000.50"}}), found, kind, "first")
    assert "I offer to pay $9,000 in one payment" in squeezed(planned.text)
    field = DetailsForm(planned).fields["offer_amount"]
    assert str(field.help_text).startswith("From your plan to settle")


def test_the_states_law_is_named_only_where_it_helps() -> None:
    """California bars what is left of a loan that bought the borrower's own home (Code of Civil Procedure 580b), and
    Arizona after a trustee's sale of a small dwelling (A.R.S. 33-814(G))."""
    assert "580b" in written("short-sale-california")["waiver-short-sale"].text
    arizona = squeezed(written("short-sale-ahead")["waiver-short-sale"].text)
    assert "33-814(G)" in arizona
    assert "could be collected from me after a foreclosure sale without a court" in arizona
    alabama = letters(Kept({}, {}), assess(read_facts(ahead("AL"))))
    for kind, [each] in alabama.items():
        if kind.way:
            assert "As I read the law" not in each.text
    for name in ALL:
        for each in written(name).values():
            if "As I read the law" in each.text:
                decider = each.situation.deciding or each.situation.foreclosure
                assert decider is not None
                assert decider.outcome == "barred"
                assert decider.checked == "statute"


def test_a_form_is_told_of_in_the_letter_about_its_own_loan() -> None:
    second = {**FORM, "loan": "second", "discharged": 12_345}
    both = {**CASES["two-loans"], "household": {"forms_1099c": [{"loan": "first"}, second]}}
    found = letters(Kept({}, {}), assess(read_facts(both)))[kinds.kinds()["form-1099-c-correction"]]
    assert [fits(each.kind, each.situation) is None for each in found] == [True, False]
    assert "[the amount in box 2]" in found[0].text
    assert "Box 2 says that $12,345 of debt was cancelled" in found[1].text
    assert "I am still asked to pay it." in found[1].text


# What they say


@pytest.mark.parametrize("kind", KINDS)
def test_no_letter_admits_a_debt_or_promises_to_pay(kind: str) -> None:
    said = squeezed(written("limited", filled=True)[kind].text)
    assert not re.search(r"\bI (still )?owe\b|my debt|I will pay|I promise to", said)
    if kind not in ("exemption-claim", "loss-mitigation-review"):
        assert re.search(r"not agree that (any amount|it) is (or was )?owed|does not acknowledge", said)
    if kind != "exemption-claim":
        assert "no defense" in said or "every defense" in said


@pytest.mark.parametrize("kind", KINDS)
def test_every_statement_of_law_has_its_source(kind: str) -> None:
    each = written("limited")[kind]
    assert each.rules
    for rule in each.rules:
        assert rule.citations
        assert rule.confidence in ("primary", "statute", "secondary", "weak")
    for duty in each.kind.duty:
        rule, figures = federal_rule(duty.law)
        assert figures[duty.figure] > 0
        assert rule.confidence == "primary"


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_names_only_what_there_is(kind: str) -> None:
    each = written("ahead")[kind]
    known = each.situation.conditions
    conditions = [reason.when for reason in (*each.kind.fit, *each.kind.against)]
    conditions += [part.when for part in each.kind.part] + [duty.when for duty in each.kind.duty]
    for when in conditions:
        assert holds(when, known) in (True, False)
    for part in each.kind.part:
        assert set(NAMED.findall(part.text)) <= set(gaps()) | set(each.situation.values)
        for name in part.law:
            assert name.startswith("state.") or federal_rule(name)
    for related in each.kind.related:
        assert reverse(related.page)


def test_a_letter_that_names_law_without_its_source_does_not_stand() -> None:
    part = {"text": "See 12 CFR 1024.36."}
    with pytest.raises(ValueError, match="names law and does not say which"):
        kinds.Kind.model_validate({**kinds.kinds_of("en")["stop-contact"].model_dump(), "part": [part, part]})


def test_a_broken_file_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "wrong.toml").write_text("order = 1\n")
    monkeypatch.setattr(kinds, "FOLDER", tmp_path)
    with pytest.raises(BadLetter, match=r"wrong\.toml"):
        kinds.kinds_of("xx")


@pytest.mark.parametrize(
    ("start", "days", "business", "last"),
    [
        # Thanksgiving (November 26, 2026) and the weekend do not count.
        (date(2026, 11, 23), 5, True, date(2026, 12, 1)),
        (date(2026, 11, 23), 30, True, date(2027, 1, 7)),  # nor do Christmas and New Year
        (date(2026, 11, 23), 30, False, date(2026, 12, 23)),
    ],
)
def test_days_are_counted_as_the_regulations_count_them(start: date, days: int, business: bool, last: date) -> None:
    """Five days "excluding legal public holidays, Saturdays, and Sundays" (12 CFR 1024.35(d))."""
    assert days_after(start, days, business) == last


def test_a_dispute_says_that_it_is_in_time_only_when_it_is() -> None:
    assert "within the 30 days" in written("collector", filled=True)["debt-dispute"].text
    late = {**FILLED, "debt-dispute/first/notice_day": "2026-10-01"}
    assessment = assess(read_facts(MORE["collector"]))
    assert "within the 30 days" not in letter(Kept(late, {}), assessment, kinds.kinds()["debt-dispute"], "first").text


# No blank stands unmarked


def sound(each: Letter) -> None:
    """No empty place, no name of a place left over, and every gap is listed."""
    said = each.whole
    assert not re.search(r"None|[{}]|\(\)|[^\S\n]{2}| [,.;:)]|\( |,,|\[\]|^\s*- *$", said, re.M), said
    assert each.open_marks == list(dict.fromkeys(re.findall(r"\[([^\]]*)\]", said)))
    marked = [span.words for block in each.blocks for line in block.lines for span in line if span.gap]
    assert [f"[{found}]" for found in MARK.findall(each.text)] == marked
    asked = {gap.mark for gap in each.gaps}
    assert set(each.open_marks) <= asked


@pytest.mark.parametrize("name", sorted(ALL))
def test_no_blank_stands_unmarked_in_any_case(name: str) -> None:
    for each in written(name).values():
        sound(each)
        assert each.open_marks
        assert each.rules
    for each in written(name, filled=True).values():
        sound(each)
        assert each.open_marks == []


def test_no_blank_stands_unmarked_in_any_state() -> None:
    from calculators.law.loader import codes

    for state in codes():
        assessment = assess(read_facts(ahead(state)))
        for kind in ("waiver-short-sale", "waiver-deed-in-lieu", "exemption-claim"):  # which name the state's law
            sound(letter(Kept({}, {}), assessment, kinds.kinds()[kind], "first"))


# On paper


def words_of_pdf(content: bytes) -> str:
    reader = pypdf.PdfReader(io.BytesIO(content))
    text = " ".join(sheet.extract_text() for sheet in reader.pages).replace("\0", "")
    return squeezed(re.sub(r"\b\d / \d\b|•", " ", text))


def words_of_docx(content: bytes) -> str:
    """The words of the document alone: reading the half megabyte of styles beside it takes long."""
    body = ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml"))
    return squeezed(" ".join("".join(_runs(paragraph)) for paragraph in body.iter(f"{WORD}p")))


def _runs(paragraph: ElementTree.Element) -> Iterator[str]:
    for part in paragraph.iter():
        if part.tag in (f"{WORD}t", f"{WORD}br"):
            yield part.text or " "


def words_of_letter(each: Letter) -> str:
    return squeezed(re.sub(r"^- ", "", each.whole, flags=re.M))


ON_PAPER = {
    "waiver-short-sale": "short-sale-california",
    "exemption-claim": "benefits",
    "stop-contact": "collector-barred",
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_letter_is_read_back_from_pdf_and_docx(kind: str) -> None:
    """Filled on one paper and full of gaps on the other, the other way round for the next kind."""
    filled = KINDS.index(kind) % 2 == 0
    each = written(ON_PAPER.get(kind, "collector"), filled=filled)[kind]
    content = printing.pdf(each)
    assert words_of_pdf(content) == words_of_letter(each)
    reader = pypdf.PdfReader(io.BytesIO(content))
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "en"
    assert "/Names" not in root or "/EmbeddedFiles" not in root["/Names"]
    assert (float(reader.pages[0].mediabox.width), float(reader.pages[0].mediabox.height)) == (612, 792)
    assert reader.metadata
    assert reader.metadata.title == each.kind.subject
    assert b"hortfall" not in content
    assert page.validate_pdf_bytes(content, profile=page.ValidationProfile.PDF_UA_1).rules.failed == 0
    other = written(ON_PAPER.get(kind, "collector"), filled=not filled)[kind]
    assert words_of_docx(word.docx(other)) == words_of_letter(other)


def test_a_word_file_is_plain_and_tells_nothing_of_us() -> None:
    each = written("ahead")["waiver-short-sale"]
    content = word.docx(each)
    document = docx.Document(io.BytesIO(content))
    told = document.core_properties
    assert (told.title, told.language, told.author, told.comments) == (each.kind.subject, "en-US", "", "")
    styles = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style]
    assert styles.count("Heading 1") == 1
    assert styles.count("List Bullet") == 6
    gaps_shown = [run for paragraph in document.paragraphs for run in paragraph.runs if run.font.highlight_color]
    assert {run.text for run in gaps_shown} == {f"[{mark}]" for mark in each.open_marks}
    assert all(run.bold and run.underline for run in gaps_shown)  # not by colour alone
    names = document.part.package.iter_parts()
    assert not [part for part in names if re.search(r"vba|thumbnail|comments", str(part.partname))]
    assert b"hortfall" not in content


def test_the_letters_of_a_case_are_one_paper() -> None:
    """Those that fit, each on a sheet of its own, with what was given; none where none fits."""
    told = Material(reading("limited"), CASES["limited"], kept={"letters": {"details": FILLED}})
    [paper_] = [each for each in registry.offered(told) if each.key == "letters"]
    content = registry.draw(paper_, told, bytes(16))
    assert len(pypdf.PdfReader(io.BytesIO(content)).pages) == 3
    said = words_of_pdf(content)
    assert "Re: Request for information" in said
    assert "Re: Notice of error" in said  # told of in the details
    assert "Re: Offer to settle" in said
    assert "Maria Lopez-Garcia" in said
    assert "letters" not in [each.key for each in registry.offered(Material(reading("surplus"), CASES["surplus"]))]


HOSTILE = (
    "<script>alert(1)</script> & ]]> \u202egnp.exe \x0b\x1b[31m \ufffe "
    + "W" * 90
    + " \u05e9\u05dc\u05d5\u05dd \U0001f3e0 {your_name} %s"
)


def test_what_is_typed_stays_text_whatever_it_is() -> None:
    typed = clean(HOSTILE)
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\ufffe]", typed)
    assert "<script>alert(1)</script> & ]]>" in typed
    assert "\u05e9\u05dc\u05d5\u05dd" in typed
    details = {**FILLED, "your_name": typed[:120]}
    text = {"stop-contact/first": {"text": f"Re: x\n\n{typed}\n\n- {'y' * 900}\n\n" + "z\n\n\n\n\n" * 9}}
    each = letter(Kept(details, text), assess(read_facts(CASES["limited"])), kinds.kinds()["stop-contact"], "first")
    assert "<script" not in printing.html(each)
    assert "<script>alert(1)</script>" in words_of_pdf(printing.pdf(each))
    assert words_of_docx(word.docx(each)) == words_of_letter(each)


def test_brackets_are_gaps_wherever_they_stand() -> None:
    blocks = list(writing.blocks("Re: a\nb\n\nHello [you],\n- one\n- [two]\n\n\n\n\nend"))
    assert [block.kind for block in blocks] == ["heading", "paragraph", "list", "paragraph"]
    assert [span.words for block in blocks for line in block.lines for span in line if span.gap] == ["[you]", "[two]"]
    assert [block.room for block in blocks] == [0, 0, 0, 1]


# On the screen


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
