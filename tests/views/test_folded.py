"""Differences on a page: what is long and the same is left out, what differs never is."""

import pytest

from reports.language.text_diff import differences
from reports.templatetags.differences import FOLD, folded

START, MIDDLE, END = ("обмен опытом, " * 40, "\nвстреча, " * 60, " протокол," * 50)


def test_short_texts_stay_whole():
    parts = [("Встреча в ", False), ("мае", True)]
    assert folded(parts) == parts


def test_every_change_stays_with_what_stands_beside_it():
    before = f"{START}весной{MIDDLE}летом{END}"
    _, after = differences(before, f"{START}осенью{MIDDLE}зимой{END}")
    shown = folded(after)
    assert [words for words, differs in shown if differs] == ["осенью", "зимой"]
    assert [part == FOLD for part in shown] == [
        *(True, False, False),  # what stands before the first change
        *(False, True, False, False),  # between them both ends
        *(False, True),
    ]
    assert all(len(words) <= 80 for words, _ in shown)
    assert shown[1][0].startswith("обмен ") or shown[1][0].startswith("опытом, ")


def test_text_that_only_got_longer_shows_its_ends():
    before, after = differences(f"{START}{MIDDLE[1:]}", f"{START}новое, {MIDDLE[1:]}")
    assert folded(before)[1] == FOLD
    assert len(folded(before)) == 3
    assert [words for words, differs in folded(after) if differs] == ["новое, "]


@pytest.mark.parametrize("words", ["я" * 1000, "я" * 1000 + " конец", " " * 1000])
def test_text_without_spaces_is_folded_too(words):
    assert FOLD in folded([(words, False), ("новое", True)])
