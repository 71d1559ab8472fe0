"""Tables for the tests of the writers: plain data, nothing random."""

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

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


def quarterly_table():
    """Five sections and 27 rows, as many as a quarter really brings; rows differ in length."""
    counts = {
        "Город Смоленск": 4,
        "Муниципальное образование «город Десногорск» Смоленской области": 20,
        "Муниципальное образование «Вяземский район» Смоленской области": 1,
        "Муниципальное образование Руднянский район Смоленской области": 1,
        "Муниципальное образование – Ершичский район Смоленской области": 1,
    }
    numbers = iter(range(1, 28))
    sections = tuple(
        Section(title, tuple(_long_row(next(numbers)) for _ in range(count)))
        for title, count in counts.items()
    )
    return make_table(sections=sections)


def _long_row(number):
    return make_row(
        number,
        name=f"Конкурс № {number} «Мост дружбы»",
        content="Стороны договорились о встречах. " * (number % 9 + 1) + "\n- письмо;\n- приезд",
        participants="\n".join(f"Гость {guest} из г. Витебска" for guest in range(number % 7 + 1)),
    )


def digests_elsewhere(module, function):
    """SHA-256 of what ``function`` makes of the quarterly table in two other processes, which
    hash strings otherwise and live by other clocks."""
    script = (
        "import hashlib\n"
        f"from {module} import {function}\n"
        "from tests.export.tables import quarterly_table\n"
        f"print(hashlib.sha256({function}(quarterly_table())).hexdigest())\n"
    )
    return {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=Path(__file__).resolve().parents[2],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed, zone in (("1", "UTC"), ("2", "Asia/Kamchatka"))
    }


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
