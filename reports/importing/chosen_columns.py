"""Which column is what, where headings do not say it: asked of a person, and remembered."""

from collections.abc import Sequence
from dataclasses import dataclass

from reports.columns import BY_KEY
from reports.importing import column_headings

NUMBER, PLACE_AND_PERIOD, NOTHING = "number", "place_and_period", ""
# What may be chosen → the field that it goes into, in the order in which its cells are joined.
PARTS = {
    "period_start": "period",
    "period_end": "period",
    "persons": "participants",
    "posts": "participants",
}
CHOICES = {
    "name": BY_KEY["name"].short_title,
    "place": BY_KEY["place"].short_title,
    "period": BY_KEY["period"].short_title,
    "period_start": "Начало",
    "period_end": "Конец",
    PLACE_AND_PERIOD: "Дата и место",
    "content": BY_KEY["content"].short_title,
    "participants": BY_KEY["participants"].short_title,
    "persons": "ФИО",
    "posts": "Должность",
    "format": "Формат",
    "countries": "Страны",
    "category": "Вид",
    "agreements": "Договоренности",
    NUMBER: "№ п/п",
    NOTHING: "не переносить",
}
MOST_SHOWN = 3  # rows under the headings


@dataclass(frozen=True)
class ChosenColumns:
    """What a person said of the columns under these headings; without headings, of as many columns."""

    headings: tuple[str, ...]
    fields: tuple[str, ...]  # of ``CHOICES``, one for each column

    def fits(self, texts: Sequence[str]) -> bool:
        return bool(self.headings) and headings_of(texts) == self.headings

    @property
    def positions(self) -> dict[str, int]:
        return {name: at for name, at, is_first in self._places() if is_first}

    @property
    def more(self) -> dict[int, str]:
        taken = set(self.positions.values())
        return {at: name for name, at, _ in self._places() if at not in taken}

    def _places(self) -> list[tuple[str, int, bool]]:
        """Field, column, and whether it is the first column of the field."""
        order = list(CHOICES)
        chosen = sorted(enumerate(self.fields), key=lambda pair: order.index(pair[1]))
        places: list[tuple[str, int, bool]] = []
        for at, choice in chosen:
            names = ("place", "period") if choice == PLACE_AND_PERIOD else (choice,)
            for name in names:
                field = PARTS.get(name, name)
                if field in column_headings.TITLES:
                    places.append((field, at, field not in [each[0] for each in places]))
        return places

    @property
    def facts(self) -> dict[int, str]:
        return {at: name for at, name in enumerate(self.fields) if name in column_headings.FACTS}


# What was said of tables before; None where nobody can be asked.
Chosen = Sequence[ChosenColumns] | None


@dataclass(frozen=True)
class AskedColumns:
    """A table of which somebody must say what its columns are."""

    headings: tuple[str, ...]  # as typed; empty where it has none
    guessed: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]  # the first ones


def headings_of(texts: Sequence[str]) -> tuple[str, ...]:
    """Headings as they are remembered: spaces and capitals do not matter."""
    return tuple(" ".join(text.split()).casefold()[: column_headings.MAX_HEADING] for text in texts)


def ask(rows: Sequence[Sequence[str]], positions: dict[str, int] | None) -> AskedColumns | None:
    """What to ask of a table, if that is needed. ``rows`` begin with the headings if ``positions``
    knows some of them; else that is told by how they look."""
    rows = [row for row in rows if len(row) == len(rows[0])]
    headings, below = rows[0], rows[1:]
    if positions is None and not _looks_like_headings(headings):
        headings, below = (), rows
    if not below or len(rows[0]) < 2:
        return None
    guessed = guess_choices(headings) if headings else (NOTHING,) * len(rows[0])
    shown = tuple(tuple(row) for row in below[:MOST_SHOWN])
    return AskedColumns(tuple(headings), guessed, shown)


def guess_choices(headings: Sequence[str]) -> tuple[str, ...]:
    """What each heading most likely names; each field once."""
    taken: set[str] = set()
    choices = []
    for text in headings:
        choice = column_headings.likely(text)
        choices.append(NOTHING if choice in taken else choice)
        taken.add(choice)
    return tuple(choices)


def _looks_like_headings(texts: Sequence[str]) -> bool:
    filled = [text for text in texts if text.strip()]
    is_short = all(len(text) <= column_headings.LONGEST_UNKNOWN for text in filled)
    has_digits = any(char.isdigit() for text in filled for char in text)
    return len(filled) > 1 and is_short and not has_digits
