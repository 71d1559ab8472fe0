"""The sheets that our own workbooks have beside the report: «Данные» and the guide of the template."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from reports.export.xlsx.data import COLUMNS, SHEET_NAME
from reports.export.xlsx.template import GUIDE_NAME, GUIDE_TITLE
from reports.importing.read_table import EventCells, ReadTable
from reports.language.typography import clean, letters, split_online_mark

OF_DATA = [title for title, *_ in COLUMNS]
AGREEMENTS = "Достигнутые договоренности"
AGREEMENTS_BEFORE = "Достигнуты договоренности"  # until 28.11.2026, with «да» in its cells
FACTS = {
    "Формат": "format",
    "Вид": "category",
    "Страны": "countries",
    AGREEMENTS: "agreements",
    "Участников от муниципального образования": "participants_own",
    "Участников всего": "participants_total",
}

Texts = Sequence[Sequence[str]]  # rows of a sheet


def is_data(name: str, first: Sequence[str]) -> bool:
    """Whether it repeats the report; ``first`` is the first row."""
    titles = [AGREEMENTS if title == AGREEMENTS_BEFORE else title for title in first]
    return name == SHEET_NAME and titles[: len(OF_DATA)] == OF_DATA


def is_guide(name: str, first: Sequence[str]) -> bool:
    return name == GUIDE_NAME and first[:1] == [GUIDE_TITLE]


def with_facts(table: ReadTable, data: Texts) -> ReadTable:
    """``table`` with what the sheet «Данные» tells of its events beside the document."""
    titles, *rows = data
    told: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        cells = dict(zip(titles, row, strict=False))
        facts = {name: cells.get(title, "") for title, name in FACTS.items()}
        told[_key(cells.get("Наименование", ""), cells.get("Место", ""))].append(facts)
    found = []
    for each in table.rows:
        if isinstance(each, EventCells) and not each.facts and told[_key(each.name, each.place)]:
            each = replace(each, facts=told[_key(each.name, each.place)].pop(0))
        found.append(each)
    return replace(table, rows=tuple(found))


def _key(name: str, place: str) -> tuple[str, str]:
    return letters(split_online_mark(clean(name))[0]), letters(place)
