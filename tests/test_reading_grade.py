"""What people read here can be read: Flesch-Kincaid grade 8 at most in the middle of each group, and nothing far above.

`python manage.py readability` lists the hardest of each group.
"""

import pytest
from django.core.management import call_command

from cases.glossary.readability import GROUPS, grade, graded, middle, plain, syllables

MEDIAN = 8
# No text is harder. What the IRS calls a line of its form is not ours to reword; it stands among the questions.
HARDEST = {"guides": 8, "glossary": 7, "questions": 16, "law": 14, "letters": 11}


@pytest.mark.parametrize("group", GROUPS)
def test_each_group_can_be_read_by_an_eighth_grader(group: str) -> None:
    texts = graded(group)
    hardest = [f"{each.grade:.1f} {each.where}: {each.text[:160]}" for each in texts[:10]]
    assert middle(texts) <= MEDIAN, hardest
    assert texts[0].grade <= HARDEST[group], hardest


def test_most_of_what_the_states_law_says_can_be_read_too() -> None:
    """The states' own sentences, which every answer and every state page shows."""
    texts = [each for each in graded("law") if not each.where.startswith("federal")]
    assert middle(texts) <= 7.5
    assert all(each.grade <= 12 for each in texts)


def test_the_formula_is_the_published_one() -> None:
    """Ten words of one syllable in one sentence: 0.39 x 10 + 11.8 x 1 - 15.59."""
    assert grade("The bank may sue you for what you still owe.") == pytest.approx(0.39 * 10 + 11.8 - 15.59)
    assert grade("They sue. You win.") == pytest.approx(0.39 * 2 + 11.8 - 15.59)


@pytest.mark.parametrize(
    ("word", "many"),
    [
        ("sale", 1),
        ("owed", 1),
        ("homes", 1),
        ("debt's", 1),
        ("lender", 2),
        ("wanted", 2),
        ("title", 2),
        ("foreclosure", 3),
        ("deficiency", 4),
        ("trustee's", 2),
        ("one-year", 2),
        ("$72,280", 1),
        ("nonjudicial", 4),
    ],
)
def test_syllables_are_counted_by_ear(word: str, many: int) -> None:
    assert syllables(word) == many


def test_headings_and_tables_do_not_make_a_guide_look_easier() -> None:
    assert plain("## What to do\n\n1. **Ask** [them](/x/).\n\n| A | B |\n|---|--:|\n| c | 1 |\n").split() == [
        "Ask",
        "them.",
    ]


def test_the_command_lists_the_hardest(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("readability", hardest=1)
    said = capsys.readouterr().out
    assert all(f"{group}: " in said for group in GROUPS)
    assert said.count("\n") == 2 * len(GROUPS)
