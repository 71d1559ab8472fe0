"""What a name and a place say of an event: words and how much each says, names in quotes, editions,
for whom and in what it is held, towns.
"""

import functools
import re
from collections.abc import Iterator
from itertools import islice

# Of one name. More of them, or a longer one, is a text in the wrong column: each is compared with each.
MOST_WORDS, LONGEST_WORD = 100, 40
GENERIC_WEIGHT = 0.25
QUOTED_WEIGHT = 2.0  # the proper name
GUEST_WEIGHT = 1.5  # from where they came
BESIDE_WEIGHT = 0.4  # what else is said where there is one, and the names of those who took part
_VOWELS = "аеиоуыэюя"
STEM = 5  # letters that forms of one word share; endings differ
_DERIVED = 8  # letters of a word that is seldom a form of one of five
_NEAR_STEM = 3  # «Шклов» and «Шкловский», «Горки» and «Горецкий»

_WORD = re.compile(r"[а-я0-9]{2,}|\d")
_QUOTED = re.compile(r"[«„\"]([^«»„“\"]+)[»“\"]")
_BEFORE = re.compile(r"([а-яё.]{0,20}) ?\Z", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_PARTS = ("этап", "тур", "смен", "поток", "сесси", "част", "заезд", "заочн", "очн")
# «(2 поток)», «этап 2»: no ending is needed to tell which.
_NUMBERED = re.compile(
    r"\b(\d{1,2})\s(?:поток|этап|тур|смена|сессия|часть|заезд)\b"
    r"|\b(?:поток|этап|тур|смена|сессия|часть|заезд)\s№?\s?(\d{1,2})\b",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    r"\b(?:([IVXL]{1,7})|(\d{1,3})-?(?:й|ый|ой|я|ая|го|ом)"
    r"|(перв|втор|трет|четверт|пят|шест|седьм|восьм|девят|десят)(?:ый|ой|ий|ая|ья|ого|ьего|ом|ьем))\b"
    r"(?!\s?(?:кварт|степен|мест|класс|курс|миров|разряд|категор))\s?([а-яё]*)",
    re.IGNORECASE,
)
_ORDINAL_WORDS = (
    "перв", "втор", "трет", "четверт", "пят", "шест", "седьм", "восьм", "девят", "десят",
)  # fmt: skip
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}
# Latin letters stand for those they look like or sound like: «Бе-La-Русь».
_LETTERS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "абсдефгнижклмпорагстувшхуз") | {
    ord("ё"): "е"
}
_ABBREVIATIONS = {
    "ВОВ": "Великой Отечественной войны", "РБ": "Республики Беларусь",
    "РФ": "Российской Федерации", "КНР": "Китая", "ДШИ": "детская школа искусств",
    "ДМШ": "детская музыкальная школа", "ДК": "дом культуры",
}  # fmt: skip
# Of a town hall's own making; what is left of the word stays.
_SHORTENED = re.compile(
    r"\b(?:(межд\.)|(науч\.)|(практ\.)|(ис-в(?=[ао]\b))|(р-н)|(драмтеатр))", re.IGNORECASE
)
_IN_FULL = (
    "международный", "научно", "практическая", "искусств", "район", "драматический театр",
)  # fmt: skip
_ABBREVIATION = re.compile(rf"\b(?:{'|'.join(_ABBREVIATIONS)})\b")
_CHINA = re.compile(r"\bКитайск\w{2} Народн\w{2} Республик\w")
_DAY = re.compile(r"д(?:ень|ня|ню|нем|не|ни|ней|ням|нями|нях)")
_COUNTRY = re.compile(
    r"(?P<cn>кита[йяюе])|(?P<rs>серб)|(?P<pl>польш|польск)|(?P<lv>латви)|(?P<lt>литв|литов)"
    r"|(?P<ee>эстон)|(?P<de>герман|немец)|(?P<fr>франц)|(?P<it>итал)|(?P<bg>болгар)|(?P<tr>турц|турец)"
    r"|(?P<kz>казах)|(?P<uz>узбек)|(?P<tj>таджик)|(?P<kg>к[ыи]ргыз|киргиз)|(?P<az>азербайдж)"
    r"|(?P<am>армени|армян)|(?P<ge>грузи)|(?P<md>молдав|молдов)|(?P<vn>вьетнам)|(?P<mn>монгол)"
    r"|(?P<jp>япон)|(?P<ind>инди[яийю])|(?P<hu>венгри|венгер)|(?P<cz>чехи[ияею]|чешск)"
)
# Words of nearly every name: beside the others they say little.
_GENERIC = (
    "междунар", "межрегион", "межмуницип", "всеросс", "республик", "российск", "росси", "белор",
    "белар", "смолен", "област", "район", "округ", "муницип", "участи", "участник", "приуч",
    "проведен", "организ", "посвящ", "памят", "имени", "открыт", "онлайн", "заочн", "дистанц",
    "очн", "конкурс", "фестив", "форум", "конференц", "семинар", "встреч", "прием", "делегац",
    "акци", "проект", "праздник", "выстав", "ярмарк", "концерт", "турнир", "соревнов", "мероприят",
    "молодеж", "детск", "юн", "школьн", "творч", "народн", "искусств", "научн", "практич", "город",
    "рабоч", "вопрос", "подпис", "обучающ", "учащ", "студен", "исполнит", "художник", "мастер",
    "формат", "глав", "администрац", "депутат", "председател", "представител", "руководител",
    "специалист", "директор", "педагог", "учител", "команд", "спортсмен", "коллектив", "ансамбл",
    "солист", "выступлен", "поездк", "выезд", "визит", "приезд", "официальн", "союзн", "государств",
    "торжествен", "чемпионат", "первенств", "матч", "спектакл", "гастрол", "показ", "слет", "лагер",
    "телемост", "урок", "кругл", "стол", "чтени", "олимпиад", "викторин", "диктант", "номинац",
    "секци", "сред", "между", "товарищеск", "совместн", "заседан", "центр", "групп", "просветит",
    "передвижн", "традицион", "областн", "лет", "мужск", "мужчин", "женск", "женщин", "юнош",
    "девуш", "мальчик", "девоч", "пленэр", "гост", "приграничь", "празднован", "сотруднич", "побратимств",
    "кубк", "кубо", "приз", "исполком", "райисполком", "деревн", "день",
)  # fmt: skip
_SERVICE = frozenset(
    [
        "и", "в", "во", "на", "с", "со", "по", "к", "ко", "о", "об", "от", "до", "за", "для",
        "из", "при", "г", "им", "у", "не", "пос", "пгт", "аг", "ко", "под", "про", "над", "их", "его",
    ]
)  # fmt: skip
# What follows in quotes tells who took part, or in which part.
_NOT_OF_EVENT = re.compile(
    r"ансамбл|хор(?!е)|коллектив|студи|театр|школ(?!ьн)|клуб|дом[ауе]?\b|групп|оркестр|команд|библиотек"
    r"|музе|центр(?!ал)|цирк|компани|объединени|движени|отряд|номинац|секци|направлен|площадк",
    re.IGNORECASE,
)

# In what an event is, and for whom: «по самбо», «среди юношей», «для педагогов».
_SLOT = re.compile(r"\b(по|среди|для|номинаци\w|секци\w)\s+(?=«?((?:[а-я-]+[\s,]+){0,2}[а-я-]+))")
# «Волейбольный турнир» is one «по волейболу».
_IN_SPORT = re.compile(
    r"\b((?:волейбол|футбол|хоккей|баскетбол|гандбол|шахмат|теннис|бильярд|легкоатлет)"
    r"[а-я]{0,8}(?:ый|ая|ое|ие|ые|ого|ом|ой|ых))\s(?:[а-я]+\s)?(?:турнир|матч|встреч|соревнован|первенств|кубо?к)"
)
_AGE_GROUP = re.compile(
    r"\b(млад|сред|стар)ш?[а-я]{2,5}\s(?:возрастн\w+\s)?(?:групп|категори|подгрупп)"
)
# «спартакиада пенсионеров» is one among them.
_OF_PEOPLE = re.compile(
    r"\b(?:спартакиад|олимпиад|соревновани|чемпионат|первенств|турнир|слет|съезд)\w{0,3}\s"
    r"(?:[а-я]+(?:ых|их)\s)?"
    r"(пенсионеров|ветеранов|школьников|дошкольников|студентов|учащихся|педагогов|учителей|"
    r"воспитателей|юношей|девушек|мужчин|женщин|инвалидов|допризывников|семей)\b",
    re.IGNORECASE,
)
_NEXT_SLOT = re.compile(
    r"(?:^|\s)(?:по|среди|для|в|во|на|с|со|от|памяти|посвящ\w+|под|из|к|ко)(?!\S).*"
)
_NO_SUBJECT = (
    "вопрос", "итог", "случа", "приглаш", "лини", "инициат", "проект", "програм", "тем", "реализ",
    "адрес", "сотруд", "развит", "улиц", "повод", "поруч", "решен", "результ", "обмен", "видео",
    "мотив", "произвед", "сохран", "созда", "подгот", "истори",
)  # fmt: skip
_SAME_PEOPLE = {"уча": "шко", "обу": "шко", "дет": "шко", "под": "шко", "учи": "пед", "пре": "пед"}
_ANYBODY = (
    "команд", "спортсмен", "област", "район", "учрежден", "муницип", "сборн", "учащ", "коллектив",
    "смолен", "белор", "образоват", "организ", "город", "всех", "жител", "гост",
)  # fmt: skip

_ABBREVIATED_TOWN = r"(?:г|пос|пгт|с|д|дер|аг|п|г\.?п|р\.?п)\.?\s+|город(?:а|е|у|ом)?\s+"
_TOWN = re.compile(rf"\b(?:{_ABBREVIATED_TOWN})([А-Я][\w-]+(?:\s[А-Я][\w-]+)?)")
_HELD_IN = re.compile(rf"\bв\s(?:{_ABBREVIATED_TOWN})([А-Я][\w-]+(?:\s[А-Я][\w-]+)?)")
_DISTRICTS = re.compile(
    r"((?:[А-Я][а-я]+[сц]к[а-я]{2,3}(?:,\s|\sи\s|\s)){1,4})(?:муницип\w+\s)?(?:район|округ)"
)
_VILLAGE = re.compile(r"\b(?:д|дер|с|аг|пос|х)\.\s?[А-Я]")
_FRAME = re.compile(r"[а-я0-9]+")
_SURNAME = r"[А-Я][а-я]{2,30}(?:-[А-Я][а-я]{2,30})?"
_PERSON = re.compile(
    rf"(?<![А-Яа-я])(?=[А-Я])(?:[А-Я]\.\s?(?:[А-Я]\.\s?)?({_SURNAME})"
    rf"|({_SURNAME})\s[А-Я]\.\s?[А-Я]\.(?!\s?[А-Я][а-я])"
    rf"|({_SURNAME})\s[А-Я][а-я]{{2,20}}\s[А-Я][а-я]{{2,20}}(?:вич|вн)(?:а|у|ем|ой|е)?\b"
    r"|(?<=[а-я]\s)[А-Я][а-я]{2,14}\s([А-Я][а-я]{1,25}"
    r"(?:ов|ев|ин|ын|[сц]к|ич|[уюя]к|ян|ко)(?:а|у|ым|ой|ом|ого|ому|ий|ая|ем)?)\b)"
)
_LOCAL = re.compile(
    r"\b(?!Город|Сель|Дет|Истор|Краевед|Юнош|Россий|Белорус|Рус|Дворян)([А-Я][а-я]{2,}?[сц]к)(?:ий|ая|ое|ом|ой|ого)\b"
    r"(?!\s(?:обл|респ|край|края))"
)
_BARE_TOWN = re.compile(
    r"\s*(?!Респ|Росси|Белору|Белар|Союз|Онлайн|Дистан|Заочн|Интерн|Дом|Двор|Парк|Музе|Школ|Гимн|Лице"
    r"|Библ|Стад|Площ|Театр|Центр|Клуб|Зал|Унив|Инст|Колл|Админ|Набер|Храм|Собор|Спорт|Город|Посел"
    r"|Польш|Кита|Латв|Литв|Украин|Молд|Болг|Франц|Курган|Мемор|Смоленское |Аллея|Сквер|Смоленщ|Выстав|Детск)"
    r"((?:[А-Я][а-я]+(?:ий|ый|ая|ое|ие|ые)\s)?[А-Я][а-я]{2,}(?:-[А-Яа-я]+)*)\s*"
)


def plain(text: str) -> str:
    """One line without «ё» and abbreviations."""
    text = _ABBREVIATION.sub(lambda found: _ABBREVIATIONS[found[0]], text)
    text = _CHINA.sub("Китая", text)
    text = _SHORTENED.sub(lambda found: _IN_FULL[(found.lastindex or 1) - 1], text)
    return " ".join(text.replace("ё", "е").replace("Ё", "Е").split())


@functools.lru_cache(maxsize=8_192)
def stem(word: str) -> str:
    """Equal for forms of one word, «радуга» and «радуги», and for the long words made of a short one:
    «драмы» and «драматический»."""
    if len(word) < STEM:
        return word.rstrip(_VOWELS) if len(word) == STEM - 1 and word[-2] not in _VOWELS else word
    begun = begins(word)
    is_root = len(begun) == STEM - 1 and (len(word) == STEM or len(word) >= _DERIVED)
    return begun if is_root else f"{word[:STEM]}{'-' * (len(word) > STEM)}"


def begins(word: str) -> str:
    """Equal for the cases of a town: «Рудня», «Рудней»."""
    return word[:STEM].rstrip(f"{_VOWELS}йь") or word


def words(text: str) -> Iterator[str]:
    for word in _WORD.findall(text.casefold().translate(_LETTERS)):
        if word not in _SERVICE:
            yield _one_form(word[:LONGEST_WORD])


def _one_form(word: str) -> str:
    """Of days and countries, the forms of which share too few letters: «Китай» and «китайский»."""
    if _DAY.fullmatch(word):
        return "день"
    country = _COUNTRY.match(word)
    return str(country.lastgroup) if country else word


def is_country(word: str) -> bool:
    return word in _COUNTRY.groupindex


def without_numbers(name: str) -> str:
    return _ORDINAL.sub(r" \4", _YEAR.sub(" ", name))


def weight(word: str) -> float:
    return GENERIC_WEIGHT if word.startswith(_GENERIC) or word.isdigit() else 1.0


def years(name: str) -> frozenset[str]:
    return frozenset(_YEAR.findall(name))


def ordinals(name: str) -> dict[str, frozenset[int]]:
    """Of what → numbers: editions under "", centuries and stages under their own words."""
    found: dict[str, set[int]] = {}
    for roman, number, word, after in _ORDINAL.findall(name):
        if roman and not roman.isupper():
            continue
        value = _arabic(roman) if roman else int(number or _ORDINAL_WORDS.index(word.lower()) + 1)
        of = "век" if after.startswith("век") else "этап" if after.startswith(_PARTS) else ""
        found.setdefault(of, set()).add(value)
    for before, behind in _NUMBERED.findall(name):
        found.setdefault("этап", set()).add(int(before or behind))
    return {of: frozenset(values) for of, values in found.items()}


def _arabic(roman: str) -> int:
    values = [_ROMAN[letter] for letter in roman]
    following = [*values[1:], 0]
    return sum(-one if one < other else one for one, other in zip(values, following, strict=True))


def quoted(name: str) -> tuple[list[str], list[str]]:
    """Names in quotes: of events, and of those who take part or of a part of the event."""
    own: list[str] = []
    others: list[str] = []
    for found in _QUOTED.finditer(name):
        before = _BEFORE.search(name, max(0, found.start() - 21), found.start())
        is_other = before and _NOT_OF_EVENT.match(before[1])
        (others if is_other else own).append(_YEAR.sub(" ", found[1]))
    return own, others


def slots(name: str) -> dict[str, tuple[str, ...]]:
    """Preposition → beginnings of the words that follow it."""
    found: dict[str, tuple[str, ...]] = {}
    for before, text in _SLOT.findall(name.casefold()):
        listed = [word for word in re.findall(r"[а-я]+", _NEXT_SLOT.sub("", text)) if word != "и"]
        if before == "по":
            if listed and not listed[0].startswith(_NO_SUBJECT):
                found.setdefault(before, tuple(stem(word) for word in listed[:2]))
        else:
            kept = [word[:_NEAR_STEM] for word in listed if not word.startswith(_ANYBODY)]
            kept = [_SAME_PEOPLE.get(word, word) for word in kept]
            if kept and before in ("среди", "для"):
                found.setdefault(before, tuple(kept))
            elif listed:
                found.setdefault(before[:5], tuple(stem(word) for word in listed))
    sport, group = _IN_SPORT.search(name.casefold()), _AGE_GROUP.search(name.casefold())
    if sport:
        found.setdefault("по", (f"{sport[1][:STEM]}-",))
    if group:
        found["группа"] = (group[1],)
    people = _OF_PEOPLE.search(name)
    if people and "среди" not in found and "для" not in found:
        found["среди"] = (_SAME_PEOPLE.get(people[1][:_NEAR_STEM], people[1][:_NEAR_STEM]),)
    return found


def towns(place: str) -> frozenset[str]:
    """Beginnings of towns, with «г.» and without."""
    bare = (_BARE_TOWN.fullmatch(part) for part in re.split(r"[,;()]", place))
    named = [*_TOWN.findall(place), *(match[1] for match in bare if match)]
    return frozenset(begins(town.casefold()) for town in named if not town.endswith("ия"))


def is_village(place: str) -> bool:
    return bool(_VILLAGE.search(place))


def people(text: str) -> frozenset[str]:
    """Stems of surnames, told with initials or with all names."""
    return frozenset(
        stem((sure or bare).casefold())
        for *sures, bare in _PERSON.findall(text)
        if (sure := "".join(sures)) or weight(bare.casefold()) > GENERIC_WEIGHT
    )


def evidence(text: str) -> frozenset[str]:
    """What is seldom told of two events: people, and names of events in quotes."""
    text = " ".join(text.replace("ё", "е").split())
    own, _ = quoted(text)
    names = (" ".join(map(stem, islice(words(name), MOST_WORDS))) for name in own)
    return people(text) | {f"«{name}»" for name in names if name}


def frame(name: str) -> tuple[str, ...]:
    text = without_numbers(name).casefold().translate(_LETTERS)
    return tuple(word[:LONGEST_WORD] for word in islice(_FRAME.findall(text), MOST_WORDS))


def is_service(word: str) -> bool:
    return word in _SERVICE


def held_in(name: str) -> frozenset[str]:
    """«Митинг в д. Рыбки»: beginnings of towns."""
    return frozenset(begins(town.casefold()) for town in _HELD_IN.findall(name))


def institutions(place: str) -> frozenset[str]:
    """Beginnings of the adjectives of towns: «Вяземский музей», «Краснинский район»."""
    return frozenset(near(town) for town in _LOCAL.findall(place))


def guests(name: str) -> frozenset[str]:
    """Beginnings of the towns and districts that a name tells of."""
    districts = (each for run in _DISTRICTS.findall(name) for each in re.findall(r"[А-Я]\w+", run))
    return frozenset(near(town) for town in (*_TOWN.findall(name), *districts))


def near(town: str) -> str:
    return town.casefold()[:_NEAR_STEM]
