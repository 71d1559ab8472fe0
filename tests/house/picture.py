"""``docs/map.svg``: the packages from the top down, and an arc from each to what it imports."""

from tests.house.packages import House

# What each package knows, as the README says it.
KNOWS = {
    "config": "настройки, вход, запросы, страницы ошибок",
    "config.postgresql": "сколько ждать базу, которая не отвечает",
    "municipalities": "кто отчитывается и кто за них действует",
    "reports.urls": "адреса страниц",
    "reports.admin": "справочники",
    "reports.views": "страницы, по тому, кто действует",
    "reports.management": "команды",
    "reports.templatetags": "теги и фильтры шаблонов",
    "reports.forms": "что и как вводят",
    "reports.overview": "кто где стоит",
    "reports.document": "документ региона: сборка, вид, выпуск",
    "reports.importing": "файлы и буфер обмена → черновики",
    "reports.events": "путь строки: правка, сохранение само собой",
    "reports.procedure": "путь отчета: кто, когда, что",
    "reports.export": "таблица и ее файлы",
    "reports.search": "указатель слов и поиск по нему",
    "reports.models": "что хранится",
    "reports.columns": "шесть граф документа",
    "reports.office": "любой файл Office",
    "reports.language": "русский язык",
}
ROW, NAME_X, BOX, TOP = 34, 20, 490, 20  # pixels


def draw(house: House) -> str:
    """The whole picture as SVG. An arrow that follows from others is left out; one that goes up is
    red and stands on the other side."""
    place = {name: TOP + ROW * number for number, name in enumerate(house.order)}
    arrows = sorted(_needed(house.arrows), key=lambda pair: (place[pair[0]], place[pair[1]]))
    width, height = NAME_X + BOX + 230, TOP * 2 + ROW * len(house.order)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            f'width="{width}" height="{height}" font-family="sans-serif" font-size="14">',
            f'<rect width="{width}" height="{height}" fill="#fff"/>',
            *(_box(name, y) for name, y in place.items()),
            *(_arc(place[importer], place[imported]) for importer, imported in arrows),
            "</svg>\n",
        ]
    )


def _box(name: str, y: int) -> str:
    short = name.removeprefix("reports.")
    return (
        f'<rect x="{NAME_X}" y="{y}" width="{BOX}" height="{ROW - 8}" rx="4" fill="#f3f6f9" stroke="#7a8794"/>'
        f'<text x="{NAME_X + 10}" y="{y + 18}" fill="#16202a" font-weight="bold">{short}</text>'
        f'<text x="{NAME_X + 150}" y="{y + 18}" fill="#55616d">{KNOWS.get(name, "")}</text>'
    )


def _arc(start: int, end: int) -> str:
    x = NAME_X + BOX
    bulge = 12 + abs(end - start) // ROW * 11
    color, begin, finish = ("#0b57a4", 18, 8) if end > start else ("#b3261e", 8, 18)
    first, last = start + begin, end + finish
    tip = f"M{x + 7} {last - 4} L{x} {last} L{x + 7} {last + 4}"
    return (
        f'<path d="M{x} {first} C{x + bulge * 1.3:.0f} {first} {x + bulge * 1.3:.0f} {last} {x} {last} {tip}" '
        f'fill="none" stroke="{color}"/>'
    )


def _needed(arrows: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Without the arrows that a longer way says already."""
    below = {importer: {to for start, to in arrows if start == importer} for importer, _ in arrows}
    return {
        (importer, imported)
        for importer, imported in arrows
        if not any(
            _reaches(below, other, imported, {importer}) for other in below[importer] - {imported}
        )
    }


def _reaches(below: dict[str, set[str]], start: str, goal: str, seen: set[str]) -> bool:
    if goal in below.get(start, ()):
        return True
    return any(
        _reaches(below, other, goal, seen | {start}) for other in below.get(start, set()) - seen
    )
