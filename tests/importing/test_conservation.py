"""Tables with merged cells and hidden rows, as workbooks and OpenDocument files: everything seen is
imported or left over, everything hidden is left over as hidden."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from reports.importing.files import read_file
from tests.corpus.books import SPREADSHEET, TEXT, book, cell, opened, row, sheet, table
from tests.corpus.cases import HEADINGS
from tests.importing.word.test_conservation import words_of

WIDTH = 7
SECRET = "тайна"
LETTERS = "ABCDEFG"


@st.composite
def tables(draw):
    """Rows of words, which of them are hidden, and the cells that are merged: (top, left, bottom,
    right), counted from zero, over cells that are free."""
    height = draw(st.integers(1, 5))
    words = [
        [draw(st.sampled_from(["", "", "слово"])) for _ in range(WIDTH)] for _ in range(height)
    ]
    number = iter(range(1, 1000))
    rows = [[f"{word}{next(number)}й" if word else "" for word in each] for each in words]
    hidden = [draw(st.integers(0, 4)) == 0 for _ in rows]
    merged, taken = [], set()
    for _ in range(draw(st.integers(0, 3))):
        top, left = draw(st.integers(0, height - 1)), draw(st.integers(0, WIDTH - 1))
        bottom = draw(st.integers(top, height - 1))
        right = draw(st.integers(left, WIDTH - 1))
        cells = {(at, to) for at in range(top, bottom + 1) for to in range(left, right + 1)}
        if len(cells) > 1 and not cells & taken:
            taken |= cells
            merged.append((top, left, bottom, right))
    for top, left, bottom, right in merged:  # what lies under another cell cannot be seen
        for at in range(top, bottom + 1):
            for to in range(left, right + 1):
                if (at, to) != (top, left) and rows[at][to]:
                    rows[at][to] = SECRET + rows[at][to]
    return (
        [
            [
                SECRET + word if is_hidden and word and not word.startswith(SECRET) else word
                for word in each
            ]
            for each, is_hidden in zip(rows, hidden, strict=True)
        ],
        hidden,
        merged,
    )


def workbook(rows, hidden, merged) -> bytes:
    looks = {f"row{at + 2}": 'hidden="1"' for at, is_hidden in enumerate(hidden) if is_hidden}
    ranges = [f"{LETTERS[a]}{top + 2}:{LETTERS[b]}{bottom + 2}" for top, a, bottom, b in merged]
    return book(sheet(HEADINGS, *rows, merged=ranges, **looks))


def open_document(mimetype: str, rows, hidden, merged) -> bytes:
    under = {
        (at, to): (top, left) == (at, to)
        for top, left, bottom, right in merged
        for at in range(top, bottom + 1)
        for to in range(left, right + 1)
    }
    spans = {
        (top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in merged
    }
    drawn = []
    for at, words in enumerate(rows):
        cells = []
        for to, word in enumerate(words):
            if under.get((at, to)) is False:
                said = f"<text:p>{word}</text:p>" if word else ""
                cells.append(f"<table:covered-table-cell>{said}</table:covered-table-cell>")
                continue
            down, over = spans.get((at, to), (1, 1))
            look = f'table:number-rows-spanned="{down}" table:number-columns-spanned="{over}"'
            cells.append(cell(word, look))
        drawn.append(row(*cells, look='table:visibility="collapse"' if hidden[at] else ""))
    return opened(mimetype, table(row(*HEADINGS), *drawn))


def check(name: str, data: bytes, rows) -> None:
    found = read_file(name, data)
    written = Counter(word for each in rows for word in each if word)
    read = Counter(word for word in words_of(found) if "слово" in word)
    assert {word for word in written if read[word] < written[word]} == set()
    hidden = Counter(words_of(found, is_hidden=True))
    assert hidden == Counter({word: 1 for word in written if word.startswith(SECRET)})
    assert {word for word, count in read.items() if word.startswith(SECRET) and count > 1} == set()


@settings(max_examples=120, deadline=None)
@given(made=tables())
def test_workbook_loses_nothing_and_shows_nothing_hidden(made):
    check("a.xlsx", workbook(*made), made[0])


@settings(max_examples=120, deadline=None)
@given(made=tables())
def test_spreadsheet_loses_nothing_and_shows_nothing_hidden(made):
    check("a.ods", open_document(SPREADSHEET, *made), made[0])


@settings(max_examples=120, deadline=None)
@given(made=tables())
def test_text_document_loses_nothing_and_shows_nothing_hidden(made):
    check("a.odt", open_document(TEXT, *made), made[0])
