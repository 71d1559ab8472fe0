"""Made-up events: those on which a form is tried before it is taken, and a report filled in as an example."""

import datetime as dt

from reports.export.table import ConsolidatedTable, EventRow, Options, Section
from reports.language.quarters import Quarter

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


EXAMPLE_QUARTER = Quarter(2026, 4)
EXAMPLE_ROWS = (
    EventRow(
        1,
        "Открытый урок для школьников России и Сербии «Две страны – общая память»\n(онлайн-формат)",
        "МБОУ «Средняя школа №\xa02», г.\xa0Примерск",
        "26 октября 2026 года",
        "Ученики рассказали о памятниках русским и сербским воинам, показали снятые ими фильмы. "
        "Достигнута договоренность об уроках на следующее полугодие",
        "Учащиеся 9-10 классов двух школ г.\xa0Примерска (24\xa0человека), школьники г.\xa0Ниша "
        "(Сербия) – 18\xa0человек;\nИ.И.\xa0Иванова, учитель истории",
    ),
    EventRow(
        2,
        "Рабочая встреча с делегацией Оршанского района (Республика Беларусь)",
        "Администрация района, г.\xa0Примерск",
        "18 ноября 2026 года",
        "Стороны договорились:\n- о поездках школьников;\n- об участии мастеров двух районов в ярмарках",
        "П.П.\xa0Петров, глава района, и его заместители;\nпредседатель Оршанского районного "
        "исполнительного комитета – всего 11\xa0человек",
    ),
)


def example_report() -> ConsolidatedTable:
    """A report as a municipality should fill it in."""
    municipality = "Муниципальное образование «Примерский район»"
    return ConsolidatedTable(
        title=(
            "Отчет о мероприятиях, проведенных",
            f"в международной сфере {EXAMPLE_QUARTER.locative}\n{municipality}",
        ),
        sheet_name=EXAMPLE_QUARTER.short,
        file_stem="Образец",
        author="Свод",
        date=EXAMPLE_QUARTER.end,
        sections=(Section("", EXAMPLE_ROWS),),
    )
