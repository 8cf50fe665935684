"""Pages written as text files: what their Markdown becomes, and what is said of a file that cannot stand."""

from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict

from cases.glossary.markdown import BadPage, read, render


class Facts(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: str


def test_html_and_scripts_in_a_file_stay_text() -> None:
    html = render('<script>alert(1)</script> <b onclick="x">no</b> [a](javascript:alert(1)) [b](/glossary/)')
    assert "<script" not in html
    assert "<b" not in html
    assert html.count("href=") == 1


def test_a_question_opens_its_answer() -> None:
    html = render("Before.\n\n#### Is it *gone*?\n\nNo.\n\n- Why\n\n#### And now?\n\nWait.\n\n## After\n")
    assert "<details><summary>Is it <em>gone</em>?</summary>\n<p>No.</p>\n<ul>\n<li>Why</li>\n</ul>\n</details>" in html
    assert html.count("<details>") == html.count("</details>") == 2
    assert html.index("Wait.") < html.rindex("</details>") < html.index("After")


def test_a_table_of_figures_needs_no_inline_style() -> None:
    html = render("| Line | Amount |\n|---|--:|\n| Owed | $10,000 |\n")
    assert '<td class="number">$10,000</td>' in html
    assert "style=" not in html


@pytest.mark.parametrize(
    "text, said",
    [
        ("No facts.", "begin with facts"),
        ("+++\ntitle = \n+++\nWords.", "not valid TOML"),
        ("+++\ntitle = 1\n+++\nWords.", "page.md: title: "),
        ('+++\ntitle = "T"\nname = "N"\n+++\nWords.', "page.md: name: "),
        ("+++\n+++\nWords.", "page.md: title: "),
    ],
)
def test_a_file_that_cannot_stand_is_named_with_its_fault(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "page.md").write_text(text)
    with pytest.raises(BadPage, match=said):
        read(tmp_path / "page.md", Facts)


def test_facts_and_words_are_read_apart(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text('+++\ntitle = "A title"\n+++\n\nWords.\n\n+++\n')
    facts, words = read(tmp_path / "page.md", Facts)
    assert facts.title == "A title"
    assert words == "Words.\n\n+++"
