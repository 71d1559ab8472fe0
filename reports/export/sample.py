"""Made-up events on which a form is tried before it is taken."""

import datetime as dt
from dataclasses import dataclass

from reports.export.docx_form import CompiledForm
from reports.export.docx_writer import write_docx
from reports.export.table import COLUMNS, ConsolidatedTable, EventRow, Options, Section
from reports.importing.archive import FileError
from reports.importing.word import EventCells, SectionHeading, read_word
from reports.language.quarters import Quarter
from reports.language.typography import clean

CONTENT = (
    "Участники обсудили обмен опытом в сфере культуры и молодежной политики. Достигнута "
    "договоренность:\n- о проведении совместной выставки;\n- об ответном визите делегации."
)
PARTICIPANTS = "И.И.\xa0Иванов, глава района;\nП.П.\xa0Петрова, начальник отдела культуры"


def sample_table(calendar: Quarter, options: Options) -> ConsolidatedTable:
    """Two municipalities: three events, a short, an online and a long one, and none at all."""
    rows = (
        EventRow(
            1,
            "Встреча с делегацией города-побратима",
            "г.\xa0Примерск",
            "5-6 ноября 2020 года",
            CONTENT,
            PARTICIPANTS,
        ),
        EventRow(
            2,
            "Международный конкурс «Мост дружбы»\n(онлайн-формат)",
            "Дом культуры, г.\xa0Примерск",
            "1 октября 2020 года – 30 мая 2021 года",
            "Конкурс рисунков",
            "10\xa0обучающихся",
        ),
        EventRow(
            3,
            "Конференция",
            "г.\xa0Образцов",
            "ноябрь – декабрь 2020 года",
            "\n".join([CONTENT] * 6),
            "\n".join([PARTICIPANTS] * 4),
        ),
    )
    return ConsolidatedTable(
        title=(
            "Отчет о мероприятиях, проведенных органами местного самоуправления",
            f"в международной сфере {calendar.locative}",
        ),
        sheet_name=calendar.short,
        file_stem="Проба_формы",
        author="Свод",
        date=dt.date(2021, 1, 15),
        sections=(
            Section("Муниципальное образование «Примерский район»", rows),
            Section("Город Образцов", ()),
        ),
        options=options,
    )


@dataclass(frozen=True)
class Trial:
    """What «Свод» itself reads in a form filled with the sample: ``rows`` are a section's name or
    the five texts of an event; ``misplaced`` are the titles of the columns whose texts are not
    where they belong, None when ``problem`` says why they could not be found."""

    rows: tuple[tuple[str, tuple[str, ...]], ...]
    misplaced: tuple[str, ...] | None
    problem: str = ""


def try_on(table: ConsolidatedTable, form: CompiledForm) -> Trial:
    try:
        read = read_word(write_docx(table, form)).rows
    except FileError as error:
        return Trial((), None, str(error))
    rows = tuple(
        (row.text, ()) if isinstance(row, SectionHeading) else ("", _texts(row)) for row in read
    )
    found = [texts for name, texts in rows if not name]
    wanted = [row.cells[1:] for section in table.sections for row in section.rows]
    misplaced = tuple(
        column.title.replace("\n", " ")
        for number, column in enumerate(COLUMNS[1:])
        if [clean(texts[number]) for texts in found] != [clean(cells[number]) for cells in wanted]
    )
    return Trial(rows, misplaced)


def _texts(row: EventCells) -> tuple[str, ...]:
    return tuple(getattr(row, column.key) for column in COLUMNS[1:])
