"""An empty workbook for a report: a clerk fills it and brings it back."""

import io
from collections.abc import Mapping, Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from reports.columns import WRITTEN

GUIDE_NAME = "Как заполнять"
GUIDE_TITLE = "Как заполнить таблицу"
GUIDANCE = (
    "Пишите на первом листе, одно мероприятие – одна строка. Больше на нем ничего не нужно.",
    "Сроки – словами или числами: «5 ноября 2020 года», «5-6 ноября», «05.11.2020».",
    "Формат и вид выберите из списка. Страны – из списка или через запятую.",
    "Чего не знаете, оставьте пустым: «Свод» спросит, когда вы будете сдавать отчет.",
    "Сохраните книгу и загрузите ее на странице «Вставить таблицу или загрузить файл».",
)
EXAMPLE_TITLE = "Пример. В отчет он не войдет."
EXAMPLE = (
    "Международная конференция «Дружба народов»",
    "г. Смоленск",
    "5-6 ноября 2020 года",
    "Обсудили обмены школьников. Подписан протокол о намерениях.",
    "Глава муниципального образования; делегация Витебска, 12 человек",
    "очный",
    "конференция или форум",
    "Беларусь",
    "Протокол о намерениях",
    "30",
    "42",
)
FACTS = {  # field → heading and width in digits
    "format": ("Формат", 14),
    "category": ("Вид", 26),
    "countries": ("Страны", 24),
    "agreements": ("Достигнутые договоренности", 30),
    "participants_own": ("Участников от муниципального образования", 18),
    "participants_total": ("Участников всего", 14),
}
WIDTHS = (36, 26, 22, 50, 40)
MOST_ROWS = 100  # to be filled
TEXT = "@"
FIRST_LIST = len(EXAMPLE) + 2  # column of the guide where the lists begin


def write_template(sheet_name: str, lists: Mapping[str, Sequence[str]]) -> bytes:
    """``lists``: field of ``FACTS`` → what may be chosen for it."""
    book = Workbook()
    book.properties.creator = "Свод"
    sheet = book.active
    sheet.title = sheet_name
    guide = book.create_sheet(GUIDE_NAME)
    _fill_guide(guide, lists)
    _fill_sheet(sheet, lists)
    for each in (sheet, guide):
        each.protection.sheet = True
        each.protection.formatColumns = each.protection.formatRows = False
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _headings() -> list[str]:
    return [column.title for column in WRITTEN] + [title for title, _ in FACTS.values()]


def _fill_sheet(sheet: Worksheet, lists: Mapping[str, Sequence[str]]) -> None:
    widths = [*WIDTHS, *(width for _, width in FACTS.values())]
    wrapped = Alignment(wrap_text=True, vertical="top")
    for at, (title, width) in enumerate(zip(_headings(), widths, strict=True), start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
        _put_heading(sheet, 1, at, title)
        for row in range(2, MOST_ROWS + 2):
            cell = sheet.cell(row, at)
            cell.number_format, cell.alignment = TEXT, wrapped
            cell.protection = Protection(locked=False)
    sheet.freeze_panes = "A2"
    for number, (field, values) in enumerate(lists.items()):
        source = get_column_letter(FIRST_LIST + number)
        target = get_column_letter(len(WRITTEN) + 1 + list(FACTS).index(field))
        rule = DataValidation(
            type="list",
            formula1=f"'{GUIDE_NAME}'!${source}$2:${source}${len(values) + 1}",
            allow_blank=True,
            showErrorMessage=field != "countries",  # several stand with commas between them
            errorTitle="Нет в списке",
            error="Выберите из списка.",
        )
        rule.add(f"{target}2:{target}{MOST_ROWS + 1}")
        sheet.add_data_validation(rule)


def _fill_guide(guide: Worksheet, lists: Mapping[str, Sequence[str]]) -> None:
    guide["A1"] = GUIDE_TITLE
    guide["A1"].font = Font(bold=True, size=14)
    for row, text in enumerate(GUIDANCE, start=2):
        guide.cell(row, 1, text)
    first = len(GUIDANCE) + 3
    guide.cell(first, 1, EXAMPLE_TITLE).font = Font(bold=True)
    for at, (title, text) in enumerate(zip(_headings(), EXAMPLE, strict=True), start=1):
        guide.column_dimensions[get_column_letter(at)].width = 26
        _put_heading(guide, first + 1, at, title)
        guide.cell(first + 2, at, text).alignment = Alignment(wrap_text=True, vertical="top")
    for at, (field, values) in enumerate(lists.items(), start=FIRST_LIST):
        guide.column_dimensions[get_column_letter(at)].width = 30
        guide.cell(1, at, FACTS[field][0]).font = Font(bold=True)
        for row, value in enumerate(values, start=2):
            guide.cell(row, at, value)


def _put_heading(sheet: Worksheet, row: int, at: int, title: str) -> None:
    cell = sheet.cell(row, at, title)
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor="E4E8F8")
    cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
