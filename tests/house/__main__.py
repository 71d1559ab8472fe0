"""``make map``: draws the packages and the procedure into ``docs/`` and says what exceeds its bounds.

Fails when an arrow goes up or a package has a circle.
"""

import os
import sys

import django

from tests.house import packages, picture


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from tests.house import procedure

    house, circles = packages.read_house(), packages.circles()
    docs = packages.ROOT / "docs"
    (docs / "map.svg").write_text(picture.draw(house), encoding="utf-8")
    (docs / "procedure.md").write_text(procedure.describe(), encoding="utf-8")
    both = len(house.packages) + len(house.loose)
    print(f"Пакетов и модулей на двух верхних уровнях: {both} (не больше 24)")
    print("  пакеты:", ", ".join(house.packages))
    print(f"  модули прямо в reports ({len(house.loose)}, не больше 8):", ", ".join(house.loose))
    _say("Стрелок вверх", [f"{start} → {end}" for start, end in house.upward])
    _say("Кругов внутри пакетов", circles)
    _say(
        f"Файлов длиннее {packages.MOST_LINES_OF_A_FILE} строк",
        [f"{name}: {size}" for name, size in packages.long_files()],
    )
    _say(
        f"Функций длиннее {packages.MOST_LINES_OF_A_FUNCTION} строк",
        [f"{name}: {size}" for name, size in packages.long_functions()],
    )
    return 1 if house.upward or circles else 0


def _say(what: str, found: list[str]) -> None:
    print(f"{what}: {len(found)}")
    for one in found:
        print(f"  {one}")


sys.exit(main())
