"""A consolidated report comes in as a Word table and goes out as the same table."""

import zipfile

import docx
import openpyxl
import pytest
from django.core.management import CommandError, call_command

from municipalities.models import MunicipalityName
from reports.models import Event, Quarter, Report, Status
from tests import factories
from tests.importing.word_files import HEADINGS, make_docx, p, r, table, table_docx, tbl, tc, tr

pytestmark = pytest.mark.django_db

CITY = "Город Смоленск"
DISTRICT = "Муниципальное образование Руднянский район Смоленской области"
NAMELESS = "Муниципальное образование – Ершичский район Смоленской области"
ROWS = [
    [CITY],
    ["1.", "Форум городов\n(онлайн-формат)", "г. Смоленск", "28 октября\n2020 года", "Обсуждали", "50 человек"],
    ["2.", "Конкурс,  (онлайн-формат)", "РФ,\nг. Уфа", "5 – 6 ноября 2020", "Цели:\n- одна;\n- две", "9"],
    ["3.", "Встреча", "г. Смоленск", "21 февраля – 31октября\n2020 года", "Визит\nделегации", "Глава города"],
    [DISTRICT],
    ["4.", "Фестиваль <&>", "пос. Рудня", "ноябрь – декабрь\n2020 года", "=1+1", "{{name}}"],
    ["5.", "Ярмарка", "г. Рудня", "1 октября 2020 года \n–\n30 мая\n2021 года", "Торговля", "Гости"],
]  # fmt: skip
EXPECTED = [
    ("1.", "Форум городов\n(онлайн-формат)", "г. Смоленск", "28 октября 2020 года", "Обсуждали", "50 человек"),
    ("2.", "Конкурс,\n(онлайн-формат)", "РФ,\nг. Уфа", "5-6 ноября 2020 года", "Цели:\n- одна;\n- две", "9"),
    ("3.", "Встреча", "г. Смоленск", "21 февраля – 31 октября 2020 года", "Визит делегации", "Глава города"),
    ("4.", "Фестиваль <&>", "пос. Рудня", "ноябрь – декабрь 2020 года", "=1+1", "{{name}}"),
    ("5.", "Ярмарка", "г. Рудня", "1 октября 2020 года – 30 мая 2021 года", "Торговля", "Гости"),
]  # fmt: skip
TABLE_BEGINS = "<w:tbl><w:tblPr/><w:tblGrid/>"
TITLE = (
    "Отчет о мероприятиях, проведенных органами местного самоуправления\n"
    "Смоленской области в международной сфере в IV квартале 2020 года"
)


@pytest.fixture(autouse=True)
def municipalities(db):
    for slug, name in (("smolensk", CITY), ("yershichsky", NAMELESS), ("rudnyansky", DISTRICT)):
        factories.make_municipality(slug, full_name=name, short_name=f"Кратко {slug}")


@pytest.fixture
def run(tmp_path, capsys):
    """``run(file_bytes)`` → what the command printed."""

    def import_report(data, *options):
        file = tmp_path / "report.docx"
        file.write_bytes(data)
        call_command("import_report", file, "--quarter", "2020-4", *options)
        return capsys.readouterr().out

    return import_report


def test_what_is_left_out_of_a_period_is_said(run):
    row = ["1.", "Форум", "г. Смоленск", "Среда, 5 ноября 2020 года, 15.00", "Обсуждали", "9"]
    printed = run(make_docx(table([[CITY], row])))
    assert Event.objects.get().period == "5 ноября 2020 года"
    for said in (
        "Не будет напечатано: «Среда», «15.00». В этой графе только дни.\n",
        "5 ноября 2020 года — четверг, а не среда. Проверьте число.\n",
    ):
        assert f"столбец «Сроки проведения мероприятия»: {said}" in printed


def plain(texts):
    return tuple((text or "").replace("\u00a0", " ") for text in texts)


def test_consolidated_report_comes_in_and_goes_out_the_same(run, tmp_path, capsys):
    printed = run(make_docx(p(r("Отчет о мероприятиях")) + table(ROWS) + p(r("Исполнитель"))))
    assert printed == (
        "Не перенесено (перед таблицей): Отчет о мероприятиях\n"
        "Не перенесено (после таблицы): Исполнитель\n"
        "Похоже, «Форум городов»: вид – конференция или форум. Проверьте.\n"
        "Похоже, «Конкурс,»: вид – конкурс. Проверьте.\n"
        "Похоже, «Встреча»: вид – встреча или делегация. Проверьте.\n"
        "Похоже, «Фестиваль <&>»: вид – фестиваль. Проверьте.\n"
        "Похоже, «Ярмарка»: вид – выставка. Проверьте.\n"
        "Загружено за IV квартал 2020 года: 2 принятых отчета, 5 мероприятий.\n"
    )
    assert Report.objects.accepted().count() == 2
    for extension in ("docx", "xlsx"):
        output = tmp_path / f"out.{extension}"
        call_command("export_consolidated", "2020-4", format=extension, output=output)
    document = docx.Document(tmp_path / "out.docx")
    assert [paragraph.text for paragraph in document.paragraphs[:2]] == ["Проект", TITLE]
    rows = [plain(cell.text for cell in row.cells) for row in document.tables[0].rows]
    headings = [" ".join(heading.split()) for heading in HEADINGS]
    assert [" ".join(heading.split()) for heading in rows[0]] == headings
    sections = {1: CITY, 5: DISTRICT}
    assert {i: rows[i][0] for i in sections} == sections
    assert [row for i, row in enumerate(rows[1:], 1) if i not in sections] == EXPECTED
    sheet = [plain(row) for row in openpyxl.load_workbook(tmp_path / "out.xlsx").active.values]
    assert [row[0] for row in sheet[:2]] == ["Проект", TITLE]
    assert [" ".join(heading.split()) for heading in sheet[2]] == headings
    assert {i: sheet[i + 2][0] for i in sections} == sections
    assert [row for i, row in enumerate(sheet[3:], 1) if i not in sections] == EXPECTED


MARKS = [
    "(онлайн)",
    "(он-лайн)",
    "(online)",
    "(в онлайн-формате)",
    "(дистанционно)",
    "онлайн-формат",
]


def test_online_mark_is_printed_once_however_it_came(run, tmp_path):
    """Through a file, and as rows that were stored before the mark was known."""
    rows = [[ROWS[1][0], f"Форум «Мост» {mark}", *ROWS[1][2:]] for mark in MARKS]
    run(table_docx([ROWS[0], *rows]))
    assert set(Event.objects.values_list("name", "format")) == {("Форум «Мост»", "online")}
    report = Event.objects.first().report
    for mark in MARKS:
        factories.make_event(report, name=f"Форум «Мост» {mark}", format="online")
    for extension in ("docx", "xlsx"):
        output = tmp_path / f"out.{extension}"
        call_command("export_consolidated", "2020-4", format=extension, output=output)
    table_of_word = docx.Document(tmp_path / "out.docx").tables[0]
    in_word = [row.cells[1].text for row in table_of_word.rows[2:]]
    cells = [row[1] for row in openpyxl.load_workbook(tmp_path / "out.xlsx").active.values]
    in_excel = [text for text in cells if text and text.startswith("Форум")]
    assert in_word == in_excel == ["Форум «Мост»\n(онлайн-формат)"] * 12


def test_what_is_hidden_is_told_as_hidden(run):
    secret = f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>черновик</w:t></w:r>{r('Исполнитель')}"
    printed = run(make_docx(table(ROWS) + p(secret)))
    assert printed.splitlines()[:2] == [
        "Не перенесено (после таблицы): Исполнитель",
        "Скрыто в файле (после таблицы): черновик",
    ]


def test_order_of_sections_is_the_municipalities_not_the_files(run):
    run(table_docx([ROWS[4], ROWS[5], ROWS[0], ROWS[1]]))
    reports = Report.objects.accepted().in_official_order()
    assert [report.municipality.slug for report in reports] == ["smolensk", "rudnyansky"]


def test_order_of_rows_is_the_files(run):
    run(table_docx([ROWS[0], ROWS[2], ROWS[1]]))
    names = Event.objects.in_order().values_list("name", flat=True)
    assert list(names) == ["Конкурс,", "Форум городов"]


def test_file_of_one_municipality_needs_its_code(run):
    with pytest.raises(CommandError, match="Укажите, чей это отчет"):
        run(table_docx([ROWS[1]]))
    assert "1 принятый отчет, 1 мероприятие" in run(
        table_docx([ROWS[1]]), "--municipality", "smolensk"
    )


@pytest.mark.parametrize(
    "heading",
    ["ГОРОД СМОЛЕНСК", "Кратко smolensk", "Город\u00a0 Смоленск"],
)
def test_municipality_is_known_by_any_name_however_typed(run, heading):
    run(table_docx([[heading], ROWS[1]]))
    assert Report.objects.accepted().get().municipality.slug == "smolensk"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            [["Город Зурбаган"], ROWS[1]],
            "Строка 2: муниципальное образование «Город Зурбаган» неизвестно.",
        ),
        (
            [ROWS[0], ["1.", "Форум", "г. Смоленск", "когда-нибудь", "а", "б"]],
            "Строка 3, столбец «Сроки проведения мероприятия»: Не прочитано «когда-нибудь».",
        ),
        (
            [ROWS[0], ["1.", "Форум", "г. Смоленск", "31 ноября 2020", "а", "б"]],
            "Строка 3, столбец «Сроки проведения мероприятия»: В ноябре 30 дней, 31 ноября нет.",
        ),
        (
            [ROWS[0], ["1.", "Форум", "г. Смоленск", "5 января 2019", "а", "б"]],
            "Строка 3, столбец «Сроки проведения мероприятия»: «5 января 2019 года» — это не IV квартал",
        ),
        (
            [ROWS[0], ["1.", "", "г. Смоленск", "5 ноября 2020", "а", "б"]],
            "Строка 3, столбец «Наименование мероприятия»: здесь пусто.",
        ),
    ],
)
def test_what_cannot_be_taken_is_named_and_nothing_is_written(run, rows, said):
    with pytest.raises(CommandError) as refusal:
        run(table_docx([*rows, ROWS[4], ROWS[5]]))
    assert said in str(refusal.value)
    assert (Quarter.objects.count(), Report.objects.count(), Event.objects.count()) == (0, 0, 0)


def test_every_wrong_row_is_named_at_once(run):
    wrong = ["1.", "Форум", "г. Смоленск", "когда-нибудь", "а", "б"]
    with pytest.raises(CommandError) as refusal:
        run(table_docx([ROWS[0], wrong, ROWS[1], wrong]))
    assert [line.split(",")[0] for line in str(refusal.value).splitlines()] == [
        "Строка 3",
        "Строка 5",
    ]


def test_missing_column_is_named(run):
    without = [[cell for i, cell in enumerate(row) if i != 3] for row in ([*HEADINGS], ROWS[1])]
    with pytest.raises(CommandError, match="Сроки проведения"):
        run(table_docx(without, heading=False))


def test_second_import_changes_nothing(run):
    run(table_docx(ROWS))
    with pytest.raises(CommandError, match="уже заполнен или сдан"):
        run(table_docx(ROWS))
    assert Event.objects.count() == 5


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--quarter", "2020-5"), "Квартал «2020-5» непонятен"),
        (("--quarter", "2020-4", "--municipality", "zurbagan"), "с кодом «zurbagan» нет"),
    ],
)
def test_wrong_arguments_are_explained(tmp_path, arguments, said):
    file = tmp_path / "report.docx"
    file.write_bytes(table_docx(ROWS))
    with pytest.raises(CommandError, match=said):
        call_command("import_report", file, *arguments)


def test_missing_and_foreign_files_are_explained(tmp_path):
    with pytest.raises(CommandError, match="не читается"):
        call_command("import_report", tmp_path / "none.docx", "--quarter", "2020-4")
    text = tmp_path / "text.docx"
    text.write_text("просто текст", encoding="utf-8")
    with pytest.raises(CommandError, match=r"\.$"):
        call_command("import_report", text, "--quarter", "2020-4")


def test_export_includes_what_it_is_asked_for(tmp_path, capsys):
    quarter = factories.make_quarter()
    factories.make_report(quarter=quarter, status=Status.SUBMITTED, events=2)
    for include, events in (("accepted", 0), ("submitted", 2)):
        call_command(
            "export_consolidated",
            "2020-4",
            format="docx",
            output=tmp_path / "a.docx",
            include=include,
        )
        assert capsys.readouterr().out.endswith(f"мероприятий {events}.\n")


def test_export_of_a_quarter_that_is_not_there(tmp_path):
    with pytest.raises(CommandError, match="не открыт"):
        call_command("export_consolidated", "2019-1", format="docx", output=tmp_path / "a.docx")


OTHER = [["1.", "Событие Рудни", *ROWS[1][2:]]]
ALONE = ["", "", "", "", "", ""]
IN_A_TABLE = {
    "number cell": table([[DISTRICT, *ALONE[1:]], *OTHER], heading=False),
    "place cell": table([["", "", DISTRICT, "", "", ""], *OTHER], heading=False),
    "two cells": table(
        [["", "Муниципальное образование", "Руднянский район", "", "", ""], *OTHER], heading=False
    ),
    "roman number": tbl(
        tr(tc("II."), tc(DISTRICT, '<w:gridSpan w:val="5"/>')), tr(*map(tc, OTHER[0]))
    ),
    "five of six columns": tbl(
        tr(tc(DISTRICT, '<w:gridSpan w:val="5"/>'), tc()), tr(*map(tc, OTHER[0]))
    ),
    "a hair too narrow": tbl(
        tr(tc(DISTRICT, '<w:gridSpan w:val="6"/>'), properties='<w:gridAfter w:val="1"/>'),
        tr(*map(tc, OTHER[0])),
    ),
}
BEFORE_ITS_TABLE = {
    "paragraph": p(r(DISTRICT)),
    "short name": p(r("Руднянский район")),
    "capitals": p(r(DISTRICT.upper())),
    "quotes": p(r("МО «Руднянский район»")),
    "number": p(r("2. ") + r(DISTRICT)),
    "two paragraphs": p(r("Муниципальное образование")) + p(r("Руднянский район")),
    "line of a paragraph": p(r("Раздел второй") + "<w:r><w:br/></w:r>" + r(DISTRICT)),
    "text box": p(f"<w:r><w:txbxContent>{p(r(DISTRICT))}</w:txbxContent></w:r>"),
    "caption table": tbl(tr(tc(DISTRICT))),
    "label and value": tbl(tr(tc("Чей отчет"), tc(DISTRICT))),
}


def events_of_reports():
    reports = Report.objects.accepted().in_official_order()
    return {report.municipality.slug: report.events.count() for report in reports}


@pytest.mark.parametrize("row", IN_A_TABLE.values(), ids=IN_A_TABLE)
def test_name_in_a_row_of_any_shape_begins_its_section(run, row):
    MunicipalityName.objects.filter(full_name=DISTRICT).update(short_name="Руднянский район")
    run(make_docx(table(ROWS[:2]).removesuffix("</w:tbl>") + row.removeprefix(TABLE_BEGINS)))
    assert events_of_reports() == {"smolensk": 1, "rudnyansky": 1}


@pytest.mark.parametrize("heading", [True, False])
@pytest.mark.parametrize("before", BEFORE_ITS_TABLE.values(), ids=BEFORE_ITS_TABLE)
def test_name_before_its_own_table_begins_its_section(run, before, heading):
    MunicipalityName.objects.filter(full_name=DISTRICT).update(short_name="Руднянский район")
    run(make_docx(table(ROWS[:2]) + before + table(OTHER, heading=heading)))
    assert events_of_reports() == {"smolensk": 1, "rudnyansky": 1}


@pytest.mark.parametrize(
    "between",
    [
        p(r("Мероприятия Руднянского района")),
        p(r(f"Таблица 2 – {DISTRICT}")),
        p(r("Муниципальное образование «Рудненский район»")),  # misspelt
        p(r("Зурбаганский район")),
        p(f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>{DISTRICT}</w:t></w:r>"),
    ],
)
def test_events_below_a_doubtful_name_are_refused(run, between):
    MunicipalityName.objects.filter(full_name=DISTRICT).update(short_name="Руднянский район")
    with pytest.raises(CommandError, match="Таблица 2, строка 2: непонятно, чье это мероприятие"):
        run(make_docx(table(ROWS[:2]) + between + table(OTHER)))
    assert Event.objects.count() == 0


def test_name_in_a_column_of_its_own_is_asked_about(run):
    headings = tr(*map(tc, [*HEADINGS, "Чье"]))
    rows = [tr(*map(tc, [*ROWS[1], name])) for name in (CITY, DISTRICT)]
    with pytest.raises(CommandError, match="Строка 4: непонятно, чье это мероприятие"):
        run(make_docx(tbl(headings, tr(tc(CITY, '<w:gridSpan w:val="7"/>')), *rows)))


@pytest.mark.parametrize("parts", [{}, {"header1": p(r(DISTRICT))}])
def test_file_that_names_another_municipality_is_refused(run, parts):
    body = ("" if parts else p(r(DISTRICT))) + table(OTHER)
    with pytest.raises(CommandError, match=r"другого|непонятно, чье"):
        run(make_docx(body, parts=parts), "--municipality", "smolensk")
    run(make_docx(body, parts=parts), "--municipality", "rudnyansky")
    assert events_of_reports() == {"rudnyansky": 1}


def test_words_that_only_resemble_a_name_change_nothing(run):
    between = p(r("г. Рудня")) + p(r("Продолжение таблицы")) + p(r("Город у моря"))
    run(make_docx(table(ROWS[:2]) + between + table(OTHER)))
    assert events_of_reports() == {"smolensk": 2}


@pytest.mark.parametrize(
    "row",
    [
        ["Мероприятия не проводились"],
        ["мероприятия  не проводились."],
        ["", "Мероприятия не проводились", "", "", "", ""],
    ],
)
def test_municipality_that_says_it_had_no_events_gets_a_zero_report(run, row):
    rows = [[CITY], row, [DISTRICT], ROWS[5]]
    assert "2 принятых отчета, 1 мероприятие" in run(make_docx(table(rows)))
    report = Report.objects.get(municipality__slug="smolensk")
    assert (report.status, report.no_events, report.events.count()) == (Status.ACCEPTED, True, 0)


def test_no_events_above_the_first_municipality_is_refused(run):
    with pytest.raises(CommandError, match="неизвестно"):
        run(make_docx(table([["Мероприятия не проводились"], [CITY], ROWS[1]])))


def test_data_without_a_workbook_is_refused(run, tmp_path):
    run(make_docx(table(ROWS)))
    with pytest.raises(CommandError, match=r"только в \.xlsx"):
        call_command(
            "export_consolidated", "2020-4", "--data", format="docx", output=tmp_path / "x"
        )
    assert list(tmp_path.glob("x*")) == []


def test_export_knows_every_kind_of_file(run, tmp_path):
    run(make_docx(table(ROWS)))
    book = tmp_path / "data.xlsx"
    call_command("export_consolidated", "2020-4", "--data", format="xlsx", output=book)
    assert openpyxl.load_workbook(book).sheetnames == ["IV квартал 2020", "Данные"]
    archive = tmp_path / "parts.zip"
    call_command("export_consolidated", "2020-4", format="docx.zip", output=archive)
    assert len(zipfile.ZipFile(archive).namelist()) == 2


GOES_ON = ["", "", "", "", "и прием делегации", "Гости"]


def test_a_row_that_goes_on_is_part_of_the_event_above(run):
    run(table_docx([ROWS[0], ROWS[1], GOES_ON, ROWS[2]]))
    event = Event.objects.get(name="Форум городов")
    assert (event.content, event.participants) == (
        "Обсуждали и прием делегации",
        "50 человек Гости",
    )
    assert Event.objects.count() == 2


def test_a_name_alone_in_the_cell_of_contents_begins_its_section(run):
    run(make_docx(table([ROWS[0], ROWS[1], ["", "", "", "", DISTRICT, ""], *OTHER])))
    assert events_of_reports() == {"smolensk": 1, "rudnyansky": 1}


@pytest.mark.parametrize("name", [DISTRICT, "Зурбаганский район"])
def test_a_name_among_the_guests_of_such_a_row_is_asked_about(run, name):
    with pytest.raises(CommandError, match="непонятно, чье это мероприятие"):
        run(make_docx(table([ROWS[0], ROWS[1], ["", "", "", "", "", name], *OTHER])))


@pytest.mark.parametrize(
    "row",
    [
        ["Всего мероприятий: 1"],
        ["Исполнитель: Петрова А.А., 38-00-00"],
        ["", "Глава", "", "", "", "И.И. Иванов"],
    ],
)
def test_total_and_signature_are_no_sections_and_no_events(run, row):
    printed = run(make_docx(table([ROWS[0], ROWS[1], row])))
    assert events_of_reports() == {"smolensk": 1}
    assert f"Не перенесено (таблица 1, строка 4): {next(filter(None, row))}" in printed
