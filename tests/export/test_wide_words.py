"""Words that are wider than their column, in both documents and as LibreOffice prints them."""

import csv
import io
import re
from itertools import accumulate
from pathlib import Path

import docx
import openpyxl
import pytest

from reports.export.docx.writer import write_docx
from reports.export.table import Section
from reports.export.word_fitting import Line, width_of
from reports.export.xlsx.writer import WIDTHS, write_xlsx
from reports.importing.word.reader import read_word
from reports.language.hyphenation import syllables
from reports.language.typography import clean
from tests.export.printed import read_pages
from tests.export.tables import make_row, make_table

MUNICIPALITIES = Path(__file__).resolve().parents[2] / "municipalities/data/municipalities.csv"
ENDINGS = ("ая", "ого", "ому", "ими", "ий")
LONGEST = 6


def longest_words():
    """The longest of the 27 names and of their centres, and what is called after them."""
    rows = list(csv.DictReader(MUNICIPALITIES.read_text(encoding="utf-8").splitlines()))
    texts = " ".join(
        f"{row['short_name']} {row['full_name']} {row['admin_center']}" for row in rows
    )
    words = set(re.findall(r"[А-Я][а-я]+(?:-[А-Я][а-я]+)?", texts))
    longest = sorted(words, key=lambda word: (-len(word), word))[:LONGEST]
    adjectives = [
        word.removesuffix("ий") + ending
        for word in longest
        if word.endswith("ий")
        for ending in ENDINGS
    ]
    return [*longest, *adjectives]


WORDS = [*longest_words(), "МОНАСТЫРЩИНА", "МОНАСТЫРЩИНСКАЯ", "достопримечательностями"]
TEXT = "\n".join([*(f"школа «{word} улица»," for word in WORDS), "пос.\xa0Монастырщина, № 1"])
TABLE = make_table(
    sections=(
        Section(
            "Муниципальное образование «Монастырщинский район» Смоленской области",
            tuple(
                make_row(n, name=TEXT, place=TEXT, period=TEXT, content=TEXT, participants=TEXT)
                for n in (1, 100, 1000)
            ),
        ),
    )
)


@pytest.fixture(scope="module")
def pages_of(convert):
    return lambda data, ending: read_pages(convert(data, f"table.{ending}", "pdf"))


def printed_cells(pages):
    """The pieces of every cell of the events, from the top to the bottom; a row may go on."""
    cells = []
    for page in pages:
        for row in page.rows[1:]:
            if len(row.cells) > 1:
                pieces = [[word.text for word in cell] for cell in row.cells]
                if pieces[0]:
                    cells.append(pieces)
                else:
                    cells[-1] = [a + b for a, b in zip(cells[-1], pieces, strict=True)]
    return cells


def points_of(word):
    """Where a line may end within the word, in characters from its beginning."""
    lengths = [
        len(part)
        for run in re.findall(r"[А-Яа-яё]+|[^А-Яа-яё]", word)
        for part in (syllables(run) if len(run) > 3 else [run])
    ]
    return set(accumulate(lengths))


def joined(pieces, expected):
    """The words that the pieces make where they were parted as Russian allows; what was cut between
    any two letters stays a piece."""
    words, rest = [], list(pieces)
    for word in expected:
        found = rest.pop(0) if rest else ""
        while rest and found != word and found[-1:] == "-" and len(found) - 1 in points_of(word):
            found = found[:-1] + rest.pop(0)
        words.append(found)
    return words + rest


WORDS_OF_TEXT = re.findall(r"[^\s-]+-?", TEXT)


def test_no_word_is_cut_between_any_two_letters_in_word(pages_of):
    cells = printed_cells(pages_of(write_docx(TABLE), "docx"))
    pieces = [[re.findall(r"[^\s-]+-?", " ".join(cell)) for cell in row] for row in cells]
    assert [row[0] for row in pieces] == [["1."], ["100."], ["1000."]]
    for row in pieces:
        assert [joined(cell, WORDS_OF_TEXT) for cell in row[1:]] == [WORDS_OF_TEXT] * 5


def test_no_word_is_cut_in_excel(pages_of):
    cells = printed_cells(pages_of(write_xlsx(TABLE), "xlsx"))
    pieces = [[re.findall(r"[^\s-]+-?", " ".join(cell)) for cell in row] for row in cells]
    assert pieces == [[[number], *[WORDS_OF_TEXT] * 5] for number in ("1.", "100.", "1000.")]


def test_texts_read_back_as_they_were():
    data = write_docx(TABLE)
    cells = docx.Document(io.BytesIO(data)).tables[0].rows[2].cells
    assert [cell.text for cell in cells] == ["1.", *[TEXT] * 5]
    (_, first, *_) = read_word(data).rows
    assert clean(first.place) == clean(TEXT)
    sheet = openpyxl.load_workbook(io.BytesIO(write_xlsx(TABLE))).active
    assert "".join(row[2] for row in sheet.iter_rows(min_row=4, values_only=True)) == TEXT * 3


def test_word_that_fits_gets_no_hyphen():
    xml = docx.Document(io.BytesIO(write_docx(make_table(make_row(place="Монастырщинская")))))
    assert "softHyphen" not in xml.element.xml


def test_widths_change_only_for_a_word_and_stay_within_the_sheet():
    for text, expected in (
        ("школа", WIDTHS),
        ("Монастырщинский", (*WIDTHS[:3], 17.6, 40.4, WIDTHS[5])),
    ):
        table = make_table(make_row(period=text))
        sheet = openpyxl.load_workbook(io.BytesIO(write_xlsx(table))).active
        widths = [sheet.column_dimensions[letter].width for letter in "ABCDEF"]
        assert widths == pytest.approx(list(expected))
        assert sum(widths) == pytest.approx(sum(WIDTHS))


def test_line_knows_the_words_that_it_cannot_hold():
    line = Line(width_of("Монастырщинская"))
    assert line.too_wide("Монастырщинская школа") == []
    assert line.too_wide("«Монастырщинская школа») и\nМонастырщинский-Монастырщинского") == [
        "«Монастырщинская",
        "Монастырщинский-",
        "Монастырщинского",
    ]
    assert line.too_wide("Ж" * 100_000) == ["Ж" * 100_000]
