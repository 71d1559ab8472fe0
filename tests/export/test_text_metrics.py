import os
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.export.text_metrics import (
    BOLD,
    REGULAR,
    UNITS_PER_EM,
    UNKNOWN_ADVANCE,
    estimated_line_count,
    line_count,
    usual_line_length,
    wrap,
)
from tests.export.tables import NASTY_TEXTS

FIVE_DIGITS = 30  # points at 12: a digit is half an em wide


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("12345", ["12345"]),
        ("12345 ", ["12345 "]),
        ("12345\n", ["12345\n"]),
        ("12345 \n67", ["12345 \n", "67"]),
        ("12345 67890", ["12345 ", "67890"]),
        ("12 45 67", ["12 45 ", "67"]),
        ("1234567890123", ["12345", "67890", "123"]),
        ("12\xa045\xa067", ["12\xa045\xa0", "67"]),
        ("11-22-33", ["11-22", "-33"]),
        ("ааа-ббб", ["ааа-", "ббб"]),
        ("\n\n", ["\n", "\n"]),
        ("1\n\n2", ["1\n", "\n", "2"]),
    ],
)
def test_wrap_ends_lines_where_a_printer_does(text, lines):
    assert list(wrap(text, FIVE_DIGITS, 12)) == lines


@given(st.text(), st.floats(min_value=1, max_value=400))
def test_wrap_loses_no_character(text, width):
    assert "".join(wrap(text, width, 12)) == text


@pytest.mark.parametrize("text", NASTY_TEXTS, ids=range(len(NASTY_TEXTS)))
def test_wrap_loses_no_character_of_nasty_texts(text):
    assert "".join(wrap(text, 214, 12)) == text


@given(st.text(st.sampled_from("абвЖШ .-5\n\xa0()«»")), st.integers(20, 200))
def test_wrap_gives_lines_that_fit(text, width):
    for line in wrap(text, width, 12):
        visible = line.removesuffix("\n").removesuffix(" ")
        assert sum(REGULAR[character] for character in visible) <= width / 12 * UNITS_PER_EM


def test_wrap_gives_a_line_to_a_character_wider_than_the_column():
    assert list(wrap("ШШ", 1, 12)) == ["Ш", "Ш"]


def test_line_count_counts_an_empty_text_as_one_line():
    assert line_count("", FIVE_DIGITS, 12) == 1


def some_texts(number):
    """The same in every run: words that repeat, wide ones, hyphens, spaces in a row and at the
    edges, empty lines."""
    pick = random.Random(5).choice
    lengths, gaps = range(40), [*[" "] * 8, "  ", "\n", "-", "\xa0", ""]
    words = ["и", "в", "Вязьма", "конференция", "Орёл-Север", "-", "–", "😀", "\t", "", "ШШШ" * 9]
    for _ in range(number):
        yield "".join(pick(words) + pick(gaps) for _ in range(pick(lengths)))


@pytest.mark.parametrize("font", [REGULAR, BOLD], ids=["regular", "bold"])
def test_line_count_is_the_number_of_lines(font):
    widths = (30, 81.6, 119.4, 242.4)
    for number, text in enumerate(some_texts(60_000 if os.environ.get("SOAK") else 3_000)):
        width = widths[number % len(widths)]
        lines = list(wrap(text, width, 12, font))
        assert (text, line_count(text, width, 12, font)) == (text, max(1, len(lines)))


def test_widths_of_words_do_not_fill_the_memory():
    for number in range(REGULAR.of_word.MOST + 10):
        line_count(f"слово{number}", 214, 12)
    assert len(REGULAR.of_word) <= REGULAR.of_word.MOST


def test_line_count_grows_with_the_size_of_type():
    text = "Международная конференция городов"
    assert (line_count(text, 100, 12), line_count(text, 100, 24)) == (3, 5)


def test_line_count_of_bold_type_is_greater():
    text = "фиолетовый цвет " * 20
    assert (line_count(text, 285, 12), line_count(text, 285, 12, BOLD)) == (7, 8)


@pytest.mark.parametrize(
    ("character", "regular", "bold"),
    [(" ", 512, 512), ("5", 1024, 1024), ("Ж", 1835, 2025), ("ж", 1415, 1485), ("№", 1954, 2058)],
)
def test_advances_are_those_of_times_new_roman(character, regular, bold):
    assert (REGULAR[character], BOLD[character]) == (regular, bold)


@pytest.mark.parametrize("character", ["漢", "👩", "\u0301", "\u200b"])
def test_advances_take_an_unknown_character_for_a_wide_one(character):
    assert REGULAR[character] == UNKNOWN_ADVANCE


@pytest.mark.parametrize("font", [REGULAR, BOLD])
def test_advances_know_the_russian_alphabet(font):
    alphabet = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
    assert [c for c in alphabet + alphabet.upper() + "«»–—…№" if c not in font] == []


@pytest.mark.parametrize("sentences", [1, 3, 6, 12])
def test_estimated_line_count_is_near_the_counted_one(sentences):
    text = "Стороны обсудили обмен делегациями и договорились о новых встречах. " * sentences
    estimated = estimated_line_count(text, usual_line_length(210, 12))
    assert abs(estimated - line_count(text, 210, 12)) <= 1


def test_estimated_line_count_counts_every_line_break():
    assert estimated_line_count("а\n\nб\n", 40) == 4
