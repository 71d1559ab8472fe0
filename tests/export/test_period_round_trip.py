"""A printed period survives the way through Word: written, read, understood as the same days."""

import pytest
from hypothesis import given, settings

from reports.export.docx.writer import write_docx
from reports.importing.read_table import EventCells
from reports.importing.word.reader import read_word
from reports.language.event_period import PeriodError, parse
from reports.language.quarters import Quarter
from reports.language.typography import for_print
from tests.export.tables import make_row, make_table
from tests.language.test_event_period_reads_back import quarter_of_any_year, typed_periods

IV_2020 = Quarter(2020, 4)
PRINTED = (
    "28 октября 2020 года",
    "5-6 ноября 2020 года",
    "21 февраля – 31 октября 2020 года",
    "1 октября 2020 года – 30 мая 2021 года",
    "ноябрь – декабрь 2020 года",
    "ноябрь 2020 года",
    "декабрь 2020 года – февраль 2021 года",
    "3, 10 и 17 октября 2020 года",
    "28 декабря 2020 года и 11 января 2021 года",
    "IV квартал 2020 года",
    "II полугодие 2020 года",
    "2020 год",
    "с 1 октября 2020 года",
    "до 15 декабря 2020 года",
)


def through_word(texts):
    rows = [make_row(n, period=for_print(text)) for n, text in enumerate(texts, start=1)]
    read = read_word(write_docx(make_table(*rows))).rows
    return [row.period for row in read if isinstance(row, EventCells)]


def test_every_printed_form_comes_back():
    for text, read in zip(PRINTED, through_word(PRINTED), strict=True):
        assert parse(read, IV_2020) == parse(text, IV_2020)
        assert parse(read, IV_2020).text == text


@settings(max_examples=100, deadline=None)
@given(typed_periods, quarter_of_any_year)
def test_any_printed_period_comes_back(typed, quarter):
    try:
        period = parse(typed, quarter)
    except PeriodError:
        return
    (read,) = through_word([period.text])
    again = parse(read, quarter)
    assert (again.text, again.start, again.end) == (period.text, period.start, period.end)


def test_forms_of_this_file_are_printed_ones():
    with pytest.raises(PeriodError):
        parse("дата уточняется", IV_2020)
    assert [parse(text, IV_2020).text for text in PRINTED] == list(PRINTED)
