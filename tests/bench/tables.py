"""Events of any number for the bench, and tables of them: the demonstration quarter, repeated."""

import csv
import datetime as dt
import itertools
import json
import random
from collections.abc import Iterator
from pathlib import Path

from reports.export.table import ConsolidatedTable, EventRow, Section
from reports.language.typography import for_print

ROOT = Path(__file__).resolve().parents[2]
EVENTS = ROOT / "reports" / "management" / "demo" / "events_2020_4.json"
MUNICIPALITIES = ROOT / "municipalities" / "data" / "municipalities.csv"
EVENTS_OF_A_QUARTER = 27
VOWELS, CONSONANTS = "аеиоуыэюя", "бвгджзклмнпрстфхцчшщ"

Event = dict[str, str]  # key of a column, or «format» → text


def demonstration() -> Iterator[Event]:
    """Without an end: the best that can happen to a zip and to a memory of words."""
    sections = json.loads(EVENTS.read_text(encoding="utf-8"))["sections"]
    return itertools.cycle([event for section in sections for event in section["events"]])


def unrepeated() -> Iterator[Event]:
    """The same, but every event has an alphabet of its own: no word comes twice."""
    shuffle = random.Random(1)
    for event in demonstration():
        letters = [*shuffle.sample(VOWELS, len(VOWELS)), *shuffle.sample(CONSONANTS, 20)]
        alphabet = str.maketrans(VOWELS + CONSONANTS, "".join(letters))
        texts = ("name", "place", "content", "participants")
        yield event | {key: event[key].translate(alphabet) for key in texts}


def table_of(event_count: int) -> ConsolidatedTable:
    """As many events, in sections as a quarter has them; a multiple of 27."""
    quarters, rest = divmod(event_count, EVENTS_OF_A_QUARTER)
    if rest:
        raise ValueError(event_count)
    with MUNICIPALITIES.open(encoding="utf-8", newline="") as file:
        names = {row["slug"]: row["full_name"] for row in csv.DictReader(file)}
    sections = [
        (names[section["municipality"]], [_texts(event) for event in section["events"]])
        for section in json.loads(EVENTS.read_text(encoding="utf-8"))["sections"]
    ]
    numbers = itertools.count(1)
    return ConsolidatedTable(
        title=(
            "Отчет о мероприятиях, проведенных органами местного самоуправления",
            "Смоленской области в международной сфере в IV квартале 2020 года",
        ),
        sheet_name="IV квартал 2020",
        file_stem="Отчет_международная_сфера_IV_квартал_2020",
        author="Правительство Смоленской области",
        date=dt.date(2021, 1, 15),
        sections=tuple(
            Section(name, tuple(EventRow(next(numbers), *texts) for texts in events))
            for _ in range(quarters)
            for name, events in sections
        ),
    )


def _texts(event: Event) -> tuple[str, ...]:
    """The five printed texts of an event, as the database would give them."""
    mark = "\n(онлайн-формат)" if event["format"] == "online" else ""
    fields = (event["name"] + mark, *(event[key] for key in ("place", "period")))
    return tuple(map(for_print, (*fields, event["content"], event["participants"])))
