"""Tables for the tests of the writers: plain data, nothing random."""

import datetime as dt
import itertools

from reports.export.table import ConsolidatedTable, EventRow, Section

TITLE = (
    "Отчет о мероприятиях, проведенных органами местного самоуправления",
    "Смоленской области в международной сфере в IV квартале 2020 года",
)


def make_row(number=1, **overrides):
    texts = {
        "name": "Международный форум городов\n(онлайн-формат)",
        "place": "г.\xa0Смоленск",
        "period": "5-6 ноября 2020 года",
        "content": "Участники обсудили:\n- обмен опытом;\n- планы на год",
        "participants": "И.И.\xa0Иванов, начальник отдела",
    }
    return EventRow(number=number, **(texts | overrides))


def make_table(*rows, **overrides):
    """One section with ``rows``, or with one ordinary row."""
    fields = {
        "title": TITLE,
        "sheet_name": "IV квартал 2020",
        "file_stem": "Отчет_международная_сфера_IV_квартал_2020",
        "author": "Правительство Смоленской области",
        "date": dt.date(2021, 1, 15),
        "sections": (Section("Город Смоленск", rows or (make_row(),)),),
    }
    return ConsolidatedTable(**(fields | overrides))


COUNTS = {
    "Город Смоленск": 4,
    "Муниципальное образование «город Десногорск» Смоленской области": 20,
    "Муниципальное образование «Вяземский район» Смоленской области": 1,
    "Муниципальное образование Руднянский район Смоленской области": 1,
    "Муниципальное образование – Ершичский район Смоленской области": 1,
}


def quarterly_table():
    """Five sections and 27 rows, as many as a quarter really brings; rows differ in length."""
    return _quarter(_long_row)


def lifelike_table():
    """The same sections and rows with texts as long as a quarter really brings."""
    return _quarter(_lifelike_row)


def _quarter(row_of):
    numbers = iter(range(1, 28))
    sections = tuple(
        Section(title, tuple(row_of(next(numbers)) for _ in range(count)))
        for title, count in COUNTS.items()
    )
    return make_table(sections=sections)


def many_sections_table():
    """Forty municipalities of one event each, which differ in height: wherever a page may end, one
    of the names would stand at its foot."""
    rows = (_lifelike_row(number) for number in range(1, 41))
    names = (f"Муниципальное образование «Район {number}»" for number in range(1, 41))
    return make_table(
        sections=tuple(Section(name, (row,)) for name, row in zip(names, rows, strict=True))
    )


def _long_row(number):
    return make_row(
        number,
        name=f"Конкурс № {number} «Мост дружбы»",
        content="Стороны договорились о встречах. " * (number % 9 + 1) + "\n- письмо;\n- приезд",
        participants="\n".join(f"Гость {guest} из г. Витебска" for guest in range(number % 7 + 1)),
    )


# Lengths of the texts of a real quarter, in characters; a row takes one from each column.
NAME_LENGTHS = (60, 83, 60, 53, 140, 74, 66)
CONTENT_LENGTHS = (345, 181, 430, 345, 114, 260, 345, 386, 310, 560, 171)
PARTICIPANT_LENGTHS = (66, 112, 239, 64, 163, 420, 112, 153)
PERIODS = (
    "17 октября 2020 года",
    "1 октября 2020 года – 30 мая 2021 года",
    "5-6 ноября 2020 года",
    "21-30 сентября 2020 года",
)
PLACES = (
    "г. Смоленск",
    "Россия, Республика Башкортостан, г. Уфа",
    "г. Санкт-Петербург",
    "Великобритания, г. Лондон – Республика Беларусь, г. Витебск",
)
PROSE = (
    "муниципального бюджетного учреждения дополнительного образования «Школа искусств» по теме "
    "«Взаимодействие» с\xa0участием 10\xa0обучающихся, преподавателя И.И.\xa0Иванова, мастер-классов "
    "и информационно-библиотечных центров им.\xa0М.И.\xa0Глинки – лауреатов I\xa0степени (№\xa05) "
    "и дипломантов, представителей Республики Беларусь; совершенствование сотрудничества, "
    "достопримечательности и гражданско-патриотическое воспитание подрастающего поколения,"
)


def _lifelike_row(number):
    mark = "\n(онлайн-формат)" if number % 3 else ""
    return make_row(
        number,
        name=_prose(number, NAME_LENGTHS[number % 7]) + mark,
        place=PLACES[number % 4],
        period=PERIODS[number % 4],
        content="\n- ".join(
            _prose(number + part, CONTENT_LENGTHS[number % 11] // (number % 5 + 1))
            for part in range(number % 5 + 1)
        ),
        participants=_prose(number, PARTICIPANT_LENGTHS[number % 8]),
    )


def _prose(start, length):
    """Words of ``PROSE`` from one of them on, about ``length`` characters in all."""
    words = itertools.islice(itertools.cycle(PROSE.split(" ")), start, None)
    text = next(words)
    while len(text) < length - 5:
        text += " " + next(words)
    return text


NASTY_TEXTS = (
    "строка\x0bстрока",
    "\x00 \x07 \x0c \x1b \x7f",
    "строка\u2028строка\x85строка",
    "мяг\xadкий пере\u200bнос \ufeffвнутри",
    "\uf0b7 пункт",
    "\u202eсправа налево",
    "и\u0306",
    "👨‍👩‍👧‍👦 семья",
    "а" + "\u0301" * 200,
    "а" * 100_000,
    "слово " * 16_000,
    "\n" * 10_000,
    "     ",
    "  два  пробела  ",
    "\tс табуляцией\t",
    "\ud800 половина знака \udfff",
    "\ufffe\uffff",
    "<script>alert('x')</script> & </w:t> ]]>",
    "'; DROP TABLE reports; --",
    "{{name}} {{7*7}} ${x} %(a)s",
    "=1+1",
    "+7 495",
    "-1",
    "@СМИ",
    "#N/A",
    "12345",
    "TRUE",
    "_x000B_ _x0041_x0042_ _x005F_",
    "Cмоленск с латинской C",
    "первая\r\nвторая\rтретья\nчетвёртая",
    "",
)
