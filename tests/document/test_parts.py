"""A part of the report is never taken for the whole: on the page, in both files, in an archive."""

import dataclasses
import io
import zipfile

import openpyxl
import pytest
from django.urls import reverse
from docx import Document

from reports.document import issuing
from reports.document import settings as document_settings
from reports.document.build import Include, Selection, consolidated_table
from reports.export.docx.writer import write_docx
from reports.export.xlsx.writer import write_xlsx
from reports.language.quarters import Quarter as Calendar
from reports.language.quarters import Span
from reports.models import Event, Status
from tests.factories import make_event, make_municipality, make_report

pytestmark = pytest.mark.django_db
SPAN = Span(2020, 4, 4)
OF_THE_WHOLE = {
    "approval": "УТВЕРЖДАЮ\nГубернатор",
    "appendix": "Приложение к письму",
    "signatory_post": "Министр культуры",
    "signatory_name": "А.Б. Ветров",
}
SELECTIONS = [
    Selection(municipality="vyazma"),
    Selection(municipality="rudnya"),
    Selection(country="IT"),
    Selection(country="FR"),
    Selection(with_agreements=True),
    Selection(municipality="vyazma", country="IT"),
    Selection(municipality="vyazma", country="IT", with_agreements=True),
]


@pytest.fixture
def scene(vyazma, rudnya, administrator, reviewer):
    """Two municipalities with events of two countries and of none said, and a signed document that
    is issued."""
    document_settings.change_options(
        OF_THE_WHOLE | {"executor": "Исп. Петрова"}, Calendar(2020, 4), user=administrator
    )
    for municipality in (vyazma, rudnya):
        report = make_report(municipality, status=Status.ACCEPTED)
        make_event(report, name="Встреча в Риме", countries=["IT"], agreements="Обмен")
        make_event(report, name="Встреча в Лионе", countries=["FR"], agreements="Обмен")
        make_event(report, name="Форум")
        make_event(report, name="Подписание", agreements="Договор")
    seen = issuing.current(SPAN).fingerprint
    return issuing.issue(SPAN, user=reviewer, seen=seen)


def word_of(data):
    return [p.text for p in Document(io.BytesIO(data)).paragraphs if p.text]


def sheet_of(data):
    rows = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0].iter_rows(values_only=True)
    return [str(cell) for row in rows for cell in row if cell]


def both(table):
    return word_of(write_docx(table)), sheet_of(write_xlsx(table))


@pytest.mark.parametrize("include", Include)
@pytest.mark.parametrize("selection", SELECTIONS)
def test_part_is_marked_and_neither_approved_nor_signed(scene, selection, include):
    table = consolidated_table(SPAN, selection=selection, include=include)
    for texts in both(table):
        assert texts[0] == "Выборка"
        assert "Проект" not in texts
        whole = {" ".join(text.split()) for text in OF_THE_WHOLE.values()}
        said = " ".join(" ".join(texts).split())
        assert [text for text in whole if text in said] == []
        assert "Исп. Петрова" in said


def test_whole_report_is_approved_and_signed(scene):
    for texts in both(consolidated_table(SPAN)):
        assert "Выборка" not in texts
        assert OF_THE_WHOLE["approval"] in texts


def test_title_and_file_name_say_what_the_part_is(scene, vyazma):
    tables = [consolidated_table(SPAN, selection=selection) for selection in SELECTIONS]
    assert len({table.title for table in tables}) == len(SELECTIONS)
    assert len({table.file_stem for table in tables}) == len(SELECTIONS)
    assert all(table.file_stem.endswith("_выборка") for table in tables)
    name = vyazma.full_name_on(SPAN.end)
    assert (
        tables[-1].title[1].endswith(f"({name}, с достигнутыми договоренностями, страна – Италия)")
    )
    assert tables[-1].file_stem.endswith("_Вяземский_район_договоренности_Италия_выборка")


def test_longest_names_make_a_name_that_disks_take(scene):
    slug = make_municipality("long", short_name="Монастырщинский муниципальный округ").slug
    selection = Selection(municipality=slug, with_agreements=True, country="SH")
    stem = consolidated_table(SPAN, selection=selection).file_stem
    assert len(f"{stem}_проект.docx".encode()) <= 255


@pytest.mark.parametrize(
    ("selection", "said"),
    [
        (Selection(country="IT"), "у 4 мероприятий страна не указана"),
        (Selection(country="IT", with_agreements=True), "у 2 мероприятий страна не указана"),
        (
            Selection(country="IT", with_agreements=True, municipality="vyazma"),
            "у 1 мероприятия страна не указана",
        ),
        (Selection(municipality="vyazma"), ""),
        (Selection(with_agreements=True), ""),
    ],
)
def test_events_of_no_said_country_are_counted_where_a_country_is_chosen(scene, selection, said):
    for texts in both(consolidated_table(SPAN, selection=selection)):
        told = [text for text in texts if "страна не указана" in text]
        assert len(told) == bool(said)
        assert said in "".join(told)


def test_part_of_reports_that_are_not_accepted_says_so(scene):
    for include in Include:
        table = consolidated_table(SPAN, selection=Selection(country="IT"), include=include)
        for texts in both(table):
            said = any("отчеты, которые еще не приняты" in text for text in texts)
            assert said == (include is Include.SUBMITTED)


def test_every_event_with_a_country_leaves_no_note(scene):
    Event.objects.filter(countries="").update(countries="BY")
    for texts in both(consolidated_table(SPAN, selection=Selection(country="IT"))):
        assert not any("страна не указана" in text for text in texts)


def test_page_of_a_part_says_nothing_of_the_whole_quarter(scene, sign_in, reviewer):
    make_report(make_municipality("missing"), status=Status.SUBMITTED)
    first = Event.objects.all()[0]
    Event.objects.filter(pk=first.pk).update(content="Выступил ансамбль ЦКРТ из Орши")
    client = sign_in(reviewer)
    address = reverse("consolidated", args=["2020-4"])
    of_the_whole = ("Не приняты отчеты", "Принято", "Выпуск №", "Выпуски", "нигде в отчете")
    whole = client.get(address).content.decode()
    assert [words for words in of_the_whole if words not in whole] == []
    page = client.get(address, {"country": "IT"}).content.decode()
    assert [words for words in of_the_whole if words in page] == []
    assert "у 4 мероприятий страна не указана" in page
    assert "УТВЕРЖДАЮ" not in page
    nothing = client.get(address, {"country": "FR", "municipality": "missing"}).content.decode()
    assert "По этим условиям мероприятий не найдено" in nothing


def test_download_of_a_part_is_named_by_it(scene, sign_in, reviewer):
    client = sign_in(reviewer)
    address = reverse("consolidated_download", args=["2020-4", "docx"])
    names = set()
    for query in ({"country": "IT"}, {"country": "FR"}, {"municipality": "rudnya"}):
        response = client.get(address, query)
        names.add(response["Content-Disposition"])
        assert word_of(response.getvalue())[0] == "Выборка"
    assert len(names) == 3


@pytest.mark.parametrize(("kind", "texts_of"), [("docx.zip", word_of), ("xlsx.zip", sheet_of)])
def test_file_of_one_municipality_in_an_archive_is_a_part(
    scene, sign_in, reviewer, vyazma, kind, texts_of
):
    address = reverse("consolidated_download", args=["2020-4", kind])
    data = sign_in(reviewer).get(address).getvalue()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = [archive.read(name) for name in archive.namelist()]
    first, second = (texts_of(file) for file in files)
    assert (first[0], second[0]) == ("Выборка", "Выборка")
    assert f"({vyazma.full_name_on(SPAN.end)})" in first[1]
    assert OF_THE_WHOLE["approval"] not in first


def test_screen_that_shows_one_section_says_so(scene, sign_in, reviewer, monkeypatch):
    """It may be printed: a long document is shown by sections."""
    monkeypatch.setattr("reports.document.outline.LONG_DOCUMENT", 3)
    desk, address = sign_in(reviewer), reverse("consolidated", args=["2020-4"])
    page, alone = desk.get(address, {"whole": 1}), desk.get(address).context["shown"]
    shown = page.context["shown"]
    assert alone == dataclasses.replace(shown, file_stem=alone.file_stem)
    assert (shown.mark, len(shown.sections), page.context["table"].mark) == ("Выборка", 1, "")
    assert shown.options == dataclasses.replace(
        page.context["table"].options,
        approval="",
        appendix="",
        signatory_post="",
        signatory_name="",
    )
