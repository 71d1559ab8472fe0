"""What one import may cost: every reader spends from a budget and refuses when it is gone."""

from reports.office.archive import FileError

MAX_ROWS = 20_000
MAX_COLUMNS = 63
MAX_CELLS = 60_000  # of events, some ten thousand
MAX_LEFTOVERS = 20_000
MAX_CELL = 100_000  # characters
MAX_DEPTH = 200  # elements in one another

_MOST_ROWS = f"{MAX_ROWS:,}".replace(",", "\u00a0")

IN_A_FILE = {
    "elements": "Файл слишком сложно устроен. Разделите его на несколько файлов.",
    "characters": "В файле слишком много текста. Разделите его на несколько файлов.",
    "cells": "В таблицах файла слишком много ячеек. Разделите файл на несколько.",
    "leftovers": "В файле слишком много текста вне таблицы. Оставьте в нем только таблицу.",
    "rows": f"В таблицах файла больше {_MOST_ROWS} строк. "
    "Удалите пустые строки или разделите файл на несколько.",
}
IN_A_WORKBOOK = IN_A_FILE | {
    "elements": "В книге слишком много ячеек, пусть и пустых. Скопируйте таблицу в новую книгу."
}
PASTED = {
    "elements": "Таблица слишком сложно устроена. Вставьте ее по частям.",
    "characters": "В таблице слишком много текста. Вставьте ее по частям.",
    "cells": "В таблице слишком много ячеек. Вставьте ее по частям.",
    "leftovers": "Вне таблицы слишком много текста. Вставьте только таблицу.",
    "rows": f"В таблице больше {_MOST_ROWS} строк. Вставьте ее по частям.",
}


class Budget:
    """What a table may still cost us; 27 real events are 2,000 elements, 45,000 characters."""

    def __init__(self, elements: int = 400_000, refusals: dict[str, str] = IN_A_FILE) -> None:
        self._left = {
            "elements": elements,
            "characters": 10_000_000,
            "cells": MAX_CELLS,
            "leftovers": MAX_LEFTOVERS,
            "rows": MAX_ROWS,
        }
        self._refusals = refusals

    def left(self, what: str) -> int:
        return self._left[what]

    def spend(self, what: str, count: int = 1) -> None:
        self._left[what] -= count
        if self._left[what] < 0:
            raise FileError(self._refusals[what])
