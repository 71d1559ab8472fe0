"""What the text of an event lets one guess for statistics. A guess is shown as a guess."""

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reports.columns import FREE_TEXT_KEYS
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

_NEAR = 20  # characters: what a country's name may belong to follows at once
# Texts of the latest pages: of the fields of a page all but one are as they were.
REMEMBERED = 32


def _alternatives(names: str, cities: str) -> str:
    capital = [name for name in names.split("|") if name[0].isupper()]
    people = [name for name in names.split("|") if name[0].islower()]
    # Of people only where a delegation or the like is meant: «российско-германский», «сербские
    # школьники»; both parts of the word may name a country.
    return "|".join([rf"(?<!-)(?:{'|'.join([*capital, *cities.split()])})", *people])


# One reading of the text for all countries; which of them it is, the name of the group says.
_GROUPS = "|".join(f"(?P<{code}>{_alternatives(*words)})" for code, words in _COUNTRIES.items())
_COUNTRY = re.compile(rf"(?<!\w)(?=\w)(?:{_GROUPS})\w*")


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
    signs = [_signs(texts[key]) for key in FREE_TEXT_KEYS if key in texts]
    return Guess(
        format=_format(name, signs),
        category=kind_of(name) or kind_of(texts.get("content", "")),
        countries=tuple(dict.fromkeys(code for each in signs for code in each.countries)),
    )


@dataclass(frozen=True)
class _Signs:
    """What one text says of the whole event."""

    online: bool
    in_person: bool
    countries: tuple[str, ...]


@functools.lru_cache(maxsize=REMEMBERED)
def _signs(text: str) -> _Signs:
    return _Signs(
        online=_ONLINE.search(text) is not None,
        in_person=_IN_PERSON.search(text) is not None,
        countries=_countries(text),
    )


def _format(name: str, signs: Sequence[_Signs]) -> str:
    if typography.split_online_mark(name)[1]:
        return "online"
    if _REMOTE.search(name):
        return "remote"
    online, in_person = any(s.online for s in signs), any(s.in_person for s in signs)
    if online and in_person:
        return "mixed"
    return "online" if online else "in_person" if in_person else ""


def _countries(text: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for match in _COUNTRY.finditer(text):
        after = text[match.end() : match.end() + _NEAR].lstrip(" «").casefold()
        if match.lastgroup and not _NAME_OF_A_THING.match(after):
            found[match.lastgroup] = None
    return tuple(found)
