"""A document above 300 events: shown by sections, made with its progress told."""

import docx
from playwright.sync_api import expect

from municipalities.models import Role
from reports.document.outline import LONG_DOCUMENT
from reports.models import Event, Status
from tests import factories


def test_long_document_is_downloaded_with_its_progress(desk, tmp_path):
    quarter = factories.make_quarter()
    reports = [
        factories.make_report(
            factories.make_municipality(slug), quarter=quarter, status=Status.ACCEPTED
        )
        for slug in ("first", "second")
    ]
    for report in reports:
        Event.objects.bulk_create(
            Event(report=report, position=number, **factories.EVENT_VALUES)
            for number in range(LONG_DOCUMENT)
        )
    page = desk(factories.make_user(Role.REGION))
    page.goto("/quarters/2020-4/consolidated/")
    expect(page.get_by_text("На экране один раздел:")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Скачать .docx").click()
    file = tmp_path / "document.docx"
    download.value.save_as(file)
    assert (
        download.value.suggested_filename == "Отчет_международная_сфера_IV_квартал_2020_проект.docx"
    )
    rows = docx.Document(file).tables[0]._tbl.tr_lst
    assert len(rows) == 1 + 2 + 2 * LONG_DOCUMENT
    expect(page.get_by_text("Файл готов:")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="архив файлов .xlsx").click()
    assert download.value.suggested_filename.endswith(".xlsx.zip")
