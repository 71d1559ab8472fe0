"""The consolidated report on the screen and as files."""

import datetime as dt
import io
import json
from urllib.parse import unquote

import docx
import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from reports.document.outline import LONG_DOCUMENT
from reports.models import Event, Report, Status
from tests import factories
from tests.factories import make_event, make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(vyazma):
    return make_report(vyazma, status=Status.IN_REVIEW, events=2)


def test_consolidated_page_follows_the_choice(desk, report, rudnya):
    make_report(rudnya, quarter=report.quarter, status=Status.ACCEPTED, events=1)
    url = reverse("consolidated", args=["2020-4"])
    accepted, submitted = desk.get(url), desk.get(url, {"include": "submitted"})
    assert accepted.context["table"].event_count == 1
    assert [r for r, _ in accepted.context["missing"]] == [report]
    assert (submitted.context["table"].event_count, submitted.context["missing"]) == (3, [])
    assert ">Проект<" in submitted.content.decode()


def test_downloads_hold_the_rows_of_the_page(desk, report):
    Report.objects.update(status=Status.ACCEPTED, accepted_at=timezone.now())
    table = desk.get(reverse("consolidated", args=["2020-4"])).context["table"]
    expected = [row.cells for section in table.sections for row in section.rows]
    word = desk.get(reverse("consolidated_download", args=["2020-4", "docx"]))
    rows = docx.Document(io.BytesIO(word.getvalue())).tables[0].rows
    assert [tuple(cell.text for cell in row.cells) for row in rows[2:]] == expected
    excel = desk.get(reverse("consolidated_download", args=["2020-4", "xlsx"]))
    sheet = openpyxl.load_workbook(io.BytesIO(excel.getvalue())).active
    assert [row for row in sheet.iter_rows(values_only=True) if row in expected] == expected


def test_file_name_is_russian_and_tells_a_draft(desk, report, rudnya):
    make_report(rudnya, quarter=report.quarter, status=Status.ACCEPTED, events=1)
    url = reverse("consolidated_download", args=["2020-4", "docx"])
    response = desk.get(url)
    response.close()
    name = response.headers["Content-Disposition"]
    assert name.startswith("attachment; filename*=utf-8''")
    assert name.endswith(
        "_IV_%D0%BA%D0%B2%D0%B0%D1%80%D1%82%D0%B0%D0%BB_2020_%D0%BF%D1%80%D0%BE%D0%B5%D0%BA%D1%82.docx"
    )


def test_workbook_comes_with_its_data_by_choice(desk, report):
    url = reverse("consolidated_download", args=["2020-4", "xlsx"])
    response = desk.get(url, {"include": "submitted", "data": "1"})
    book = openpyxl.load_workbook(io.BytesIO(response.getvalue()))
    assert book.sheetnames == ["IV квартал 2020", "Данные"]
    assert [cell.value for cell in book["Данные"][2]][4:7] == [
        dt.datetime(2020, 10, 28),
        dt.datetime(2020, 10, 28),
        "очный",
    ]


def frames(response):
    """What ``download.js`` reads: the steps, and the file behind them."""
    lines, data = [], response.getvalue()
    while not lines or "name" not in lines[-1]:
        line, data = data.split(b"\n", 1)
        lines.append(json.loads(line))
    return lines, data


def test_progress_is_told_before_the_same_file(desk, report):
    url = reverse("consolidated_download", args=["2020-4", "docx"])
    plain = desk.get(url, {"include": "submitted"}).getvalue()
    response = desk.get(url, {"include": "submitted", "progress": "1"})
    (step, last), data = frames(response)
    assert step == {"done": 2, "total": 2}
    assert last["name"].endswith("_проект.docx")
    assert last["size"] == len(data)
    assert data == plain


@pytest.fixture
def long_report(report):
    Event.objects.bulk_create(
        Event(report=report, name=f"Мероприятие {number}", position=number + 10)
        for number in range(LONG_DOCUMENT)
    )
    return report


def test_long_document_is_shown_by_sections_and_offered_in_parts(desk, long_report, rudnya):
    make_report(rudnya, quarter=long_report.quarter, status=Status.ACCEPTED, events=1)
    url = reverse("consolidated", args=["2020-4"])
    first = desk.get(url, {"include": "submitted"})
    second = desk.get(url, {"include": "submitted", "section": "2"})
    assert [len(page.context["shown"].sections) for page in (first, second)] == [1, 1]
    assert second.context["shown"].sections[0].rows[0].number == LONG_DOCUMENT + 3
    assert "consolidated.docx.zip" in first.content.decode()
    assert "download.js" in first.content.decode()


@pytest.mark.parametrize("asked", ["0", "-1", "99", "x", "²", "9" * 30])
def test_wrong_section_shows_one_that_is_there(desk, long_report, asked):
    url = reverse("consolidated", args=["2020-4"])
    page = desk.get(url, {"include": "submitted", "section": asked})
    assert len(page.context["shown"].sections) == 1


def test_short_document_is_shown_whole_and_not_in_parts(desk, report):
    page = desk.get(reverse("consolidated", args=["2020-4"]), {"include": "submitted"})
    assert page.context["shown"] is page.context["table"]
    assert ".zip" not in page.content.decode()


def test_unknown_kind_of_file_is_not_found(desk, report):
    url = reverse("consolidated_download", args=["2020-4", "pdf"])
    assert desk.get(url, {"include": "submitted"}).status_code == 404


def test_empty_document_is_not_downloaded(desk, report):
    url = reverse("consolidated_download", args=["2020-4", "docx"])
    assert "скачивать нечего" in desk.get(url, follow=True).content.decode()


@pytest.mark.parametrize("slug", ["2020-5", "2019-1", "nonsense"])
def test_quarter_that_is_not_there_is_not_found(desk, report, slug):
    assert desk.get(reverse("quarter_board", args=[slug])).status_code == 404


def test_municipality_without_events_is_left_out(desk, vyazma, rudnya):
    make_report(vyazma, status=Status.ACCEPTED, no_events=True)
    make_report(rudnya, status=Status.SUBMITTED, events=1)
    page = desk.get(reverse("consolidated", args=["2020-4"])).content.decode()
    assert "Принято отчетов: 1 из 2, из них нулевых 1" in page
    assert "Принятых отчетов с мероприятиями пока нет" in page


def test_deleted_event_is_in_no_document(desk, report):
    make_event(report, name="Удаленное", deleted_at=factories.MOMENT)
    page = desk.get(reverse("consolidated", args=["2020-4"]), {"include": "submitted"})
    assert "Удаленное" not in page.content.decode()


@pytest.mark.parametrize(
    ("extension", "query", "end"),
    [
        ("docx", {}, "_проект.docx"),
        ("docx", {"include": "submitted"}, "_все_сданные_проект.docx"),
        ("xlsx", {"data": "1"}, "_с_данными_проект.xlsx"),
        ("xlsx", {"data": "1", "include": "submitted"}, "_все_сданные_с_данными_проект.xlsx"),
    ],
)
def test_name_of_a_file_tells_what_is_in_it(desk, vyazma, extension, query, end):
    make_report(vyazma, status=Status.ACCEPTED, events=1)
    response = desk.get(reverse("consolidated_download", args=["2020-4", extension]), query)
    response.close()
    assert unquote(response["Content-Disposition"]).endswith(f"_2020{end}")
