"""Each file of the corpus is read as what it is, whichever program made it."""

import pytest

from reports.importing.files import read_file
from reports.importing.read_table import EventCells
from tests.corpus.books import BOOKS
from tests.corpus.documents import DOCUMENTS
from tests.corpus.old_books import OLD_BOOKS

CASES = DOCUMENTS | BOOKS | OLD_BOOKS


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_file_of_the_corpus_is_read(case):
    found = read_file(case.name, case.data)

    events = [
        (row.name, row.place, row.period, row.content, row.participants)
        for row in found.rows
        if isinstance(row, EventCells)
    ]
    assert tuple(events) == case.events
    assert tuple(left.text for left in found.leftovers if not left.is_hidden) == case.told
    assert tuple(left.text for left in found.leftovers if left.is_hidden) == case.hidden
