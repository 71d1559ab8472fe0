"""The other ways to have the document: with its data, by municipality, step by step."""

import datetime as dt
import io
import zipfile
from dataclasses import replace

import docx
import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from reports.document.form_trial import try_on
from reports.export.docx.writer import DEFAULT_FORM, form_for, write_docx
from reports.export.files import KINDS
from reports.export.sample import sample_table
from reports.export.table import Facts, Options, Section, printable
from reports.export.xlsx.writer import write_xlsx
from reports.language.quarters import Quarter
from tests.export.tables import NASTY_TEXTS, make_row, make_table, quarterly_table
from tests.export.test_forms import form_with

FORM = form_for(DEFAULT_FORM.read_bytes(), Options())
FACTS = Facts(
    name="Форум городов",
    place="г. Смоленск",
    start=dt.date(2020, 11, 5),
    end=dt.date(2020, 11, 6),
    format="онлайн",
    category="конкурс",
    countries=("Беларусь", "Сербия"),
    agreements="Договор о дружбе",
    participants_own=10,
    participants_total=150,
)


def written(kind, table):
    file = io.BytesIO()
    steps = list(KINDS[kind].steps(table, file, FORM))
    return file.getvalue(), steps


def data_sheet(table):
    return openpyxl.load_workbook(io.BytesIO(write_xlsx(table)))["Данные"]


def test_sheet_of_data_holds_dates_and_numbers():
    row = make_row(facts=FACTS)
    sheet = data_sheet(make_table(row, has_data=True))
    assert [cell.value for cell in sheet[2]] == [
        1,
        "Город Смоленск",
        "Форум городов",
        "г. Смоленск",
        dt.datetime(2020, 11, 5),
        dt.datetime(2020, 11, 6),
        "онлайн",
        "конкурс",
        "Беларусь, Сербия",
        "Договор о дружбе",
        10,
        150,
    ]
    assert sheet["E2"].is_date
    assert sheet.auto_filter.ref == "A1:L2"


def test_sheet_of_data_names_no_participants():
    sheet = data_sheet(make_table(make_row(participants="Иванов", facts=FACTS), has_data=True))
    assert "Иванов" not in str([[cell.value for cell in row] for row in sheet.iter_rows()])


def test_sheet_of_data_is_there_by_choice():
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(make_table(make_row(facts=FACTS)))))
    assert book.sheetnames == ["IV квартал 2020"]


def test_sheet_of_data_takes_an_event_without_facts():
    sheet = data_sheet(make_table(has_data=True))
    assert [cell.value for cell in sheet[2]][4:] == [None] * 8


def test_empty_cell_changes_nothing_in_the_rows_around_it():
    """openpyxl keeps styles by reference: one date that was missing made numbers of all others."""
    open_ended = replace(FACTS, start=None, participants_own=None)
    rows = [make_row(n, facts=f) for n, f in enumerate((FACTS, open_ended, FACTS), start=1)]
    sheet = data_sheet(make_table(*rows, has_data=True))
    assert [sheet.cell(row, 5).value for row in (2, 3, 4)] == [
        dt.datetime(2020, 11, 5),
        None,
        dt.datetime(2020, 11, 5),
    ]
    assert [sheet.cell(row, 11).value for row in (2, 3, 4)] == [10, None, 10]


@pytest.mark.parametrize("text", NASTY_TEXTS, ids=ascii)
def test_text_of_the_data_stays_text(text):
    facts = replace(FACTS, name=text)
    sheet = data_sheet(make_table(make_row(facts=facts), has_data=True))
    wanted = printable(text)[:32_767]
    assert unescape(sheet["C2"].value or "") == wanted
    assert sheet["D2"].value == "г. Смоленск"


@pytest.mark.parametrize("kind", ["docx.zip", "xlsx.zip"])
def test_zip_holds_a_file_for_every_municipality(kind):
    data, _ = written(kind, quarterly_table())
    archive = zipfile.ZipFile(io.BytesIO(data))
    extension = kind.removesuffix(".zip")
    assert archive.namelist() == [
        f"01_Город_Смоленск.{extension}",
        f"02_Муниципальное_образование_город_Десногорск_Смоленской_области.{extension}",
        f"03_Муниципальное_образование_Вяземский_район_Смоленской_области.{extension}",
        f"04_Муниципальное_образование_Руднянский_район_Смоленской_области.{extension}",
        f"05_Муниципальное_образование_–_Ершичский_район_Смоленской_области.{extension}",
    ]


def test_files_of_the_zip_keep_the_numbers_of_the_whole():
    data, _ = written("docx.zip", quarterly_table())
    archive = zipfile.ZipFile(io.BytesIO(data))
    numbers = []
    for name in archive.namelist():
        table = docx.Document(io.BytesIO(archive.read(name))).tables[0]
        numbers += [row.cells[0].text for row in table.rows[2:]]
    assert numbers == [f"{number}." for number in range(1, 28)]


def test_name_in_the_zip_cannot_lead_out_of_it():
    table = make_table(sections=(Section("../../\\etc: «пароли»?" + "я" * 200, (make_row(),)),))
    (name,) = zipfile.ZipFile(io.BytesIO(written("docx.zip", table)[0])).namelist()
    assert "/" not in name
    assert "\\" not in name
    assert len(name.encode()) < 255


@pytest.mark.parametrize("kind", KINDS)
def test_steps_count_the_events_written(kind):
    _, steps = written(kind, quarterly_table())
    assert steps == [4, 24, 25, 26, 27]


@pytest.mark.parametrize(("kind", "write"), [("docx", write_docx), ("xlsx", write_xlsx)])
def test_steps_give_the_same_bytes(kind, write):
    assert written(kind, quarterly_table())[0] == write(quarterly_table())


def test_sample_is_read_back_in_its_places():
    table = sample_table(Quarter(2021, 1), Options())
    trial = try_on(table, FORM)
    assert trial.misplaced == ()
    assert [name for name, _ in trial.rows if name] == [
        "Муниципальное образование «Примерский район»",
        "Город Образцов",
        "Мероприятия не проводились",
    ]


def test_trial_tells_which_columns_were_exchanged():
    form = form_with(("{{place}}", "{{x}}"), ("{{period}}", "{{place}}"), ("{{x}}", "{{period}}"))
    trial = try_on(sample_table(Quarter(2021, 1), Options()), form_for(form, Options()))
    assert trial.misplaced == ("Место проведения мероприятия", "Сроки проведения мероприятия")


def test_trial_says_when_the_headings_are_not_known():
    form = form_with(("Место проведения мероприятия", "Где"), ("Наименование мероприятия", "Что"))
    trial = try_on(sample_table(Quarter(2021, 1), Options()), form_for(form, Options()))
    assert trial.misplaced is None
