"""Whatever the form of an event accepts can be exported to both files and read back equal."""

import io

import docx
import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from reports.document.build import report_table
from reports.events import editing
from reports.export.docx.writer import write_docx
from reports.export.xlsx.writer import write_xlsx
from reports.forms.clerk.events import EventForm
from reports.models import Event
from tests import factories

pytestmark = pytest.mark.django_db
NASTY = [
    "строка\x0bстрока",
    "\x07\x0c\x1b\x7f\x00",
    "а\u2028б\u0085в\u00adг\u200bд\ufeffе",
    "\uf0b7 пункт\n\u202eнаоборот",
    "и\u0306 👨\u200d👩\u200d👧",
    "а" + "\u0301" * 200,
    "   ",
    "\ud800",
    "<script>alert(1)</script></textarea>'; DROP TABLE",
    "{{7*7}} {{name}} ${x} %(a)s {% now %}",
    "=1+1",
    "+7 495",
    "@СМИ",
    "#N/A",
    "_x000B_ _x005F_",
    "<&>\"'",
    "Cтрaнa",
    "слово\n" * 400,
]


def printed_in_both(report):
    """The cells of the report's rows as each file gives them back, continuation rows joined."""
    table = report_table(report)
    word = docx.Document(io.BytesIO(write_docx(table))).tables[0]
    excel = openpyxl.load_workbook(io.BytesIO(write_xlsx(table))).active
    from_word = [tuple(cell.text for cell in row.cells) for row in word.rows[2:]]
    from_excel = []
    for row in list(excel.iter_rows(min_row=4, values_only=True)):
        if row[0]:
            from_excel.append(list(row))
        else:
            from_excel[-1] = [
                a + (b or "") if a else b for a, b in zip(from_excel[-1], row, strict=True)
            ]
    expected = [row.cells for section in table.sections for row in section.rows]
    return expected, from_word, [tuple(map(as_excel_shows, row)) for row in from_excel]


def as_excel_shows(cell):
    """openpyxl gives «_x005F_» back as it is stored; Excel shows «_»."""
    return unescape(cell or "")


def accept(report, clerk, **texts):
    """Through the form and the workflow, as a person would; False when the form refuses."""
    form = EventForm(
        {**factories.EVENT_VALUES, **texts, "version": 1, "_end": "1"},
        instance=Event(report=report),
    )
    if not form.is_valid():
        return False
    report.events.all().delete()
    editing.save_event(report, user=clerk, **form.values)
    return True


@pytest.mark.parametrize("text", NASTY)
def test_nasty_text_in_every_field(clerk, vyazma, text):
    report = factories.make_report(vyazma)
    fields = ("name", "place", "period", "content", "participants")
    assert accept(report, clerk, **dict.fromkeys(fields, text))
    expected, from_word, from_excel = printed_in_both(report)
    assert from_word == from_excel == expected


@pytest.mark.parametrize("text", ["ж" * 100_000, "слово " * 16_000, "я\n" * 10_000])
def test_hundred_thousand_letters_come_whole(clerk, vyazma, text):
    report = factories.make_report(vyazma)
    assert accept(report, clerk, content=text)
    expected, from_word, from_excel = printed_in_both(report)
    assert from_word == from_excel == expected
    assert len(expected[0][4]) >= 19_999


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(st.characters(exclude_categories=[]), max_size=300))
@example("\r\n\r\n-\r\n")
def test_any_text_of_any_characters(clerk, vyazma, text):
    report = vyazma.reports.first() or factories.make_report(vyazma)
    assert accept(report, clerk, place=text, content=text)
    expected, from_word, from_excel = printed_in_both(report)
    assert from_word == from_excel == expected
