"""One file of the corpus and what is read from it."""

from dataclasses import dataclass

ROW = ("Форум", "г. Вязьма", "5 ноября 2020 года", "Обсуждение", "Глава")
NEXT = ("Слет", "г. Рудня", "7 ноября 2020 года", "Поход", "Школьники")
HEADINGS = (
    "№ п/п",
    "Наименование мероприятия",
    "Место проведения мероприятия",
    "Сроки проведения мероприятия",
    "Содержание мероприятия",
    "Участники мероприятия",
)


@dataclass(frozen=True)
class Case:
    name: str
    data: bytes
    events: tuple[tuple[str, ...], ...] = (ROW,)
    told: tuple[str, ...] = ()  # what is left over in sight
    hidden: tuple[str, ...] = ()
