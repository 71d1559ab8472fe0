"""The report of one municipality as its own document."""

import io

import pytest
from django.utils import timezone
from docx import Document
from openpyxl import load_workbook

from reports.document.own import own_table
from reports.events import editing
from reports.export.docx.writer import write_docx
from reports.export.xlsx.writer import write_xlsx
from reports.models import Action, Status
from reports.procedure import workflow
from tests.factories import EVENT_VALUES, make_report

pytestmark = pytest.mark.django_db


def test_title_is_that_of_one_municipality_and_a_place_is_left_for_the_head(vyazma):
    table = own_table(make_report(vyazma, events=1))
    assert table.title == (
        "Отчет о мероприятиях, проведенных",
        "в международной сфере в IV квартале 2020 года\nМуниципальное образование «vyazma»",
    )
    document = Document(io.BytesIO(write_docx(table)))
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    words += "\n".join(cell.text for t in document.tables for row in t.rows for cell in row.cells)
    for line in ("Проект", "Отчет о мероприятиях, проведенных", "Глава муниципального образования"):
        assert line in words
    sheet = load_workbook(io.BytesIO(write_xlsx(table))).active
    cells = "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)
    for line in (
        "Проект",
        "Муниципальное образование «vyazma»",
        "«____» ______________ 20____ года",
    ):
        assert line in cells.replace("\xa0", " ")


def test_municipality_is_named_once_in_every_file(vyazma, client, clerk):
    report = make_report(vyazma, events=2)
    table, name = own_table(report), report.full_name
    document = Document(io.BytesIO(write_docx(table)))
    words = [paragraph.text for paragraph in document.paragraphs]
    words += [cell.text for row in document.tables[0].rows for cell in row.cells]
    assert " ".join(words).count(name) == 1
    assert [row.cells[0].text for row in document.tables[0].rows] == ["№\nп/п", "1.", "2."]
    sheet = load_workbook(io.BytesIO(write_xlsx(table))).active
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert " ".join(cells).count(name) == 1
    client.force_login(clerk)
    page = client.get(f"{report.get_absolute_url()}print/").content.decode()
    sheet_on_screen = page[page.index("<article") : page.index("</article>")]
    assert sheet_on_screen.count(name) == 1


def test_signature_is_kept_with_the_last_event(vyazma):
    document = Document(io.BytesIO(write_docx(own_table(make_report(vyazma, events=2)))))
    *_, before, last = document.tables[0].rows
    assert {p.paragraph_format.keep_with_next for cell in last.cells for p in cell.paragraphs} == {
        True
    }
    assert not any(p.paragraph_format.keep_with_next for c in before.cells for p in c.paragraphs)
    texts = [paragraph.text for paragraph in document.paragraphs]
    signed = next(n for n, text in enumerate(texts) if text.startswith("Глава"))
    assert document.paragraphs[signed - 1].paragraph_format.keep_with_next


def test_mark_says_what_the_paper_is(clerk, reviewer, vyazma):
    report = make_report(vyazma, events=1)
    today = f"{timezone.localdate():%d.%m.%Y}"
    for action, person, mark in (
        (None, None, "Проект"),
        (Action.SUBMIT, clerk, f"Сдан {today}, № 2020-4-01"),
        (Action.START_REVIEW, reviewer, f"Сдан {today}, № 2020-4-01"),
        (Action.RETURN, reviewer, "Проект: отчет возвращен на доработку"),
        (Action.SUBMIT, clerk, f"Сдан {today}, № 2020-4-01/2"),
        (Action.START_REVIEW, reviewer, f"Сдан {today}, № 2020-4-01/2"),
        (Action.ACCEPT, reviewer, f"Принят {today}, № 2020-4-01/2"),
    ):
        if action:
            words = {"remark": "Где?"} if action == Action.RETURN else {}
            report = workflow.perform(action, report, user=person, **words)
        assert own_table(report).mark == mark
    assert own_table(report).file_stem == "Отчет_Вяземский_район_IV_квартал_2020_принят"


def test_report_from_the_archive_is_accepted_without_a_number(vyazma):
    report = editing.archive_report(make_report(vyazma), [dict(EVENT_VALUES)])
    assert own_table(report).mark == f"Принят {timezone.localdate():%d.%m.%Y}"


@pytest.mark.parametrize(
    ("fields", "statement"),
    [
        ({}, "В отчет пока не внесено ни одного мероприятия."),
        (
            {"status": Status.ACCEPTED, "no_events": True},
            "В IV квартале 2020 года мероприятия не проводились.",
        ),
    ],
)
def test_report_without_events_says_why(vyazma, fields, statement):
    table = own_table(make_report(vyazma, **fields))
    assert (table.sections, table.statement) == ((), statement)
    assert write_docx(table)
    assert write_xlsx(table)
