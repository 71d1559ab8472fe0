"""Made-up events on which a form is tried before it is taken."""

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
