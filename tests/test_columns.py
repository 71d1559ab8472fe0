"""The six columns of the official table are declared once."""

import re
from pathlib import Path

from reports.columns import COLUMNS, WRITTEN
from reports.export.xlsx.writer import WIDTHS
from reports.models import Cell, Event

ROOT = Path(__file__).resolve().parent.parent


def test_titles_are_written_in_one_module_only():
    titles = [title for column in WRITTEN for title in (column.name, column.short_title)]
    literal = re.compile("|".join(rf'["«]{title}["»]' for title in titles))
    holders = {
        path.relative_to(ROOT).as_posix()
        for package in ("config", "municipalities", "reports")
        for path in (ROOT / package).rglob("*.py")
        if "migrations" not in path.parts and literal.search(path.read_text())
    }
    # The sheet «Данные» has columns of its own, and is read back by them.
    assert holders == {
        "reports/columns.py",
        "reports/export/xlsx/data.py",
        "reports/importing/own_sheets.py",
    }


def test_written_columns_are_fields_of_an_event_and_cells_of_a_remark():
    fields = {field.name for field in Event._meta.get_fields()}
    assert {column.key for column in WRITTEN} <= fields
    assert Cell.choices == [(column.key, column.short_title) for column in WRITTEN]


def test_names_leave_out_the_explanation_in_brackets():
    assert [column.name for column in COLUMNS] == [
        "№ п/п",
        "Наименование мероприятия",
        "Место проведения мероприятия",
        "Сроки проведения мероприятия",
        "Содержание мероприятия",
        "Участники мероприятия",
    ]


def test_widths_of_the_sheet_follow_from_those_of_the_document():
    assert WIDTHS == (5.2, 27.4, 20.9, 16.6, 41.4, 28.4)


def test_widths_on_the_screen_are_shares_of_those_of_the_document():
    styles = "\n".join(path.read_text() for path in (ROOT / "static" / "css").glob("*.css"))
    on_screen = {
        column.key: re.findall(rf"\.w-{column.key} {{ width: ([\d.]+)%; }}", styles)
        for column in COLUMNS
    }
    whole = sum(column.width for column in COLUMNS)
    assert on_screen == {column.key: [f"{column.width / whole * 100:.2f}"] for column in COLUMNS}
