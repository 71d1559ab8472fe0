"""What the text of an event lets one guess for statistics. A guess is shown as a guess."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from reports.language import typography
from reports.language.event_kinds import kind_of

_ONLINE = re.compile(
    r"онлайн|дистанционн|видеоконференц|видео-конференц|\bВКС\b|\bzoom\b|\bзум\b|вебинар|телемост|"
    r"в сети интернет|виртуальн",
    re.IGNORECASE,
)
_IN_PERSON = re.compile(r"\bочн(?:о|ый|ая|ое|ой|ом)\b|очно-|в очном", re.IGNORECASE)
_REMOTE = re.compile(r"\bзаочн", re.IGNORECASE)

# ISO 3166-1 alpha-2 → beginnings of the country's name, of its people and, after «г.», cities.
_COUNTRIES = {
    "BY": ("Белорус|Беларус|РБ\\b|белорусск",
           "Минск Витебск Могил[её]в Гомел Брест Гродн Орш Полоцк Новополоцк Мстиславл "
           "Кричев Бобруйск Барановичи Пинск Лид[аеуы] Солигорск Мозыр Слуцк"),
    "PL": ("Польш|польск", "Варшав Краков Гданьск Люблин Вроцлав Познан Лодз Белосток"),
    "DE": ("Германи|герман|немецк|ФРГ\\b", "Берлин Гамбург Мюнхен Дрезден Лейпциг Хаген Кельн "
           "Бонн Штутгарт Нюрнберг Бремен Веймар"),
    "FR": ("Франци|французск", "Париж Лион Марсел Страсбург Тюл Бордо Версал"),
    "RS": ("Серби|сербск", "Белград"),
    "CN": ("Кита[йея]|китайск|КНР\\b", "Пекин Шанха Гуанчжоу Харбин Ухан"),
    "IT": ("Итали|итальянск", "Рим[аеу]? Милан Венеци Флоренци Неапол Турин"),
    "BG": ("Болгари|болгарск", "Софи[яию] Варн Бургас Пловдив"),
    "CZ": ("Чехи|чешск", "Праг Брно"),
    "LV": ("Латви|латвийск|латышск", "Риг[аеуи] Даугавпилс"),
    "LT": ("Литв|литовск", "Вильнюс Каунас"),
    "EE": ("Эстони|эстонск", "Таллин Тарту"),
    "UA": ("Украин|украинск", "Киев Одесс Львов Харьков"),
    "MD": ("Молдов|Молдав|молдавск", "Кишин[её]в"),
    "KZ": ("Казахстан|казахск|казахстанск", "Астан Алмат[аы] Караганд"),
    "UZ": ("Узбекистан|узбекск|узбекистанск", "Ташкент Самарканд"),
    "TJ": ("Таджикистан|таджикск", "Душанбе"),
    "KG": ("Киргизи|Кыргызстан|киргизск", "Бишкек"),
    "TM": ("Туркмени|туркменск", "Ашхабад"),
    "AM": ("Армени|армянск", "Ереван Гюмри"),
    "AZ": ("Азербайджан|азербайджанск", "Баку"),
    "GE": ("Грузи[яию]\\b|грузинск", "Тбилиси Батуми"),
    "TR": ("Турци|турецк", "Анкар Стамбул Антал"),
    "IL": ("Израил|израильск", "Тель-Авив Иерусалим Хайф"),
    "IN": ("Инди[яию]\\b|индийск", "Дели"),
    "BR": ("Бразили|бразильск", "Сан-Паулу Рио-де-Жанейро"),
    "ZA": ("ЮАР\\b|Южно-Африканск", ""),
    "US": ("США\\b|Соединенн\\w+ Штат", "Вашингтон Нью-Йорк Чикаго"),
    "GB": ("Великобритани|британск", "Лондон"),
    "ES": ("Испани|испанск", "Мадрид Барселон"),
    "GR": ("Греци[яию]\\b|греческ", "Афин[аы]? Салоники"),
    "FI": ("Финлянди|финск", "Хельсинки"),
    "AT": ("Австри[яию]\\b|австрийск", "Вен[ае]\\b Зальцбург"),
    "HU": ("Венгри|венгерск", "Будапешт"),
    "JP": ("Япони|японск", "Токио Осак"),
    "KR": ("Коре[яию]\\b|корейск", "Сеул"),
    "VN": ("Вьетнам|вьетнамск", "Хано[йея]"),
    "MN": ("Монголи|монгольск", ""),
    "CU": ("Куб[аеуы]\\b|кубинск", "Гаван"),
    "CH": ("Швейцари|швейцарск", "Женев Цюрих Берн"),
    "SE": ("Швеци|шведск", "Стокгольм"),
    "NL": ("Нидерланд|голландск", "Амстердам Роттердам"),
    "BE": ("Бельги|бельгийск", "Брюссел"),
    "SK": ("Словаки|словацк", "Братислав"),
    "RO": ("Румыни|румынск", "Бухарест"),
}  # fmt: skip
# «Белорусский вокзал», «ул. Польская»: a thing in Russia.
_NAME_OF_A_THING = re.compile(r"вокзал|улиц|переул|площад|\bул\b|горк|кухн|язык|овчарк|шрифт|окн")


def _pattern(names: str, cities: str) -> re.Pattern:
    capital = [rf"(?:{name})" for name in names.split("|") if name[0].isupper()]
    people = [rf"(?:{name})" for name in names.split("|") if name[0].islower()]
    after_town = [rf"(?:{city})" for city in cities.split()]
    parts = [rf"(?<![\w-]){word}\w*" for word in capital + after_town]
    # Of people only where a delegation or the like is meant: «российско-германский», «сербские
    # школьники»; both parts of the word may name a country.
    parts += [rf"(?<!\w){word}\w*" for word in people]
    return re.compile("|".join(parts))


_PATTERNS = {code: _pattern(*words) for code, words in _COUNTRIES.items()}


@dataclass(frozen=True)
class Guess:
    """Values of the model's choices and ISO codes in the order of the text; empty where nothing
    can be guessed."""

    format: str = ""
    category: str = ""
    countries: tuple[str, ...] = ()


def guess(texts: Mapping[str, str]) -> Guess:
    """``texts`` are of name, place, content and participants; any may be missing."""
    name = texts.get("name", "")
    everything = "\n".join(
        texts.get(key, "") for key in ("name", "place", "content", "participants")
    )
    return Guess(
        format=_format(name, everything),
        category=kind_of(name) or kind_of(texts.get("content", "")),
        countries=_countries(everything),
    )


def _format(name: str, everything: str) -> str:
    if typography.split_online_mark(name)[1]:
        return "online"
    if _REMOTE.search(name):
        return "remote"
    online, in_person = bool(_ONLINE.search(everything)), bool(_IN_PERSON.search(everything))
    if online and in_person:
        return "mixed"
    return "online" if online else "in_person" if in_person else ""


def _countries(text: str) -> tuple[str, ...]:
    found = []
    for code, pattern in _PATTERNS.items():
        for match in pattern.finditer(text):
            if not _NAME_OF_A_THING.match(text[match.end() :].lstrip(" «")[:12].casefold()):
                found.append((match.start(), code))
                break
    return tuple(code for _, code in sorted(found))
