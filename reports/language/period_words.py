"""The words that periods are made of, as they are typed: in small letters, the Latin ones that look
like Cyrillic already read as such."""

from reports.language import quarters

LATIN_LOOKALIKES = str.maketrans("ABCEHKMOPTXYabcehkmoptxy", "АВСЕНКМОРТХУаьсенкмортху")
# Roman numerals as they are typed on a Russian keyboard, too: «П», «ІУ».
ROMAN_LOOKALIKES = str.maketrans(
    {"і": "i", "l": "i", "п": "ii", "ш": "iii", "у": "v"}
    | {"ⅰ": "i", "ⅱ": "ii", "ⅲ": "iii", "ⅳ": "iv"}
)
ROMAN = {roman.lower(): number for number, roman in enumerate(quarters.ROMAN, start=1)}

SHORTEST_MONTH = 3  # letters of «окт.»
MONTHS = {
    form[:length]: number
    for forms in (quarters.MONTHS, quarters.MONTHS_GENITIVE, quarters.MONTHS_LOCATIVE)
    for number, form in enumerate(forms, start=1)
    for length in range(SHORTEST_MONTH, len(form) + 1)
}

_FIRST = ("ый", "ого", "ое", "ом", "ым")
_ORDINAL_STEMS = (
    (1, "перв", _FIRST),
    (2, "втор", ("ой", *_FIRST)),
    (3, "трет", ("ий", "ьего", "ье", "ьем", "ьим")),
    (4, "четверт", _FIRST),
    (4, "четвёрт", _FIRST),
    (5, "пят", _FIRST),
    (6, "шест", ("ой", *_FIRST)),
    (7, "седьм", ("ой", *_FIRST)),
    (8, "восьм", ("ой", *_FIRST)),
    (9, "девят", _FIRST),
    (10, "десят", _FIRST),
    (11, "одиннадцат", _FIRST),
    (12, "двенадцат", _FIRST),
    (13, "тринадцат", _FIRST),
    (14, "четырнадцат", _FIRST),
    (15, "пятнадцат", _FIRST),
    (16, "шестнадцат", _FIRST),
    (17, "семнадцат", _FIRST),
    (18, "восемнадцат", _FIRST),
    (19, "девятнадцат", _FIRST),
    (20, "двадцат", _FIRST),
    (30, "тридцат", _FIRST),
)
_SIMPLE_ORDINALS = {
    stem + ending: number for number, stem, endings in _ORDINAL_STEMS for ending in endings
}
# «первого», «двадцать пятое»: of a day, the first four of a quarter, too.
ORDINALS = _SIMPLE_ORDINALS | {
    f"{tens} {word}": ten + number
    for ten, tens, last in ((20, "двадцать", 9), (30, "тридцать", 1))
    for word, number in _SIMPLE_ORDINALS.items()
    if number <= last
}

# A word → the piece of the calendar that it names; «г.» only follows a year.
PIECES = {
    **dict.fromkeys(("год", "года", "году", "годы", "годов", "годах"), "год"),
    **dict.fromkeys(("г", "гг"), "г."),
    **dict.fromkeys(
        ("квартал", "квартала", "квартале", "кварталы", "кварталов", "кварталах", "кв"), "квартал"
    ),
    **dict.fromkeys(
        ("п/г", "полугодие", "полугодия", "полугодии", "полугодий", "полугодиях"), "полугодие"
    ),
}
# A word → the kind of its token.
MARKS = {"с": "с", "со": "с", "по": "по", "до": "до", "и": "и"}

SAYING_NOTHING = frozenset([
    "в", "во", "за", "на", "весь", "всего", "начиная",
    "период", "периода", "течение", "течении", "протяжении",
    "срок", "сроки", "дата", "даты", "дни", "проведения",
    "отчетный", "отчетного", "отчетном", "отчётный", "отчётного", "отчётном",
    "месяц", "месяца", "месяце", "число", "числа", "числах",
    "включительно", "включит", "включ", "вкл",
])  # fmt: skip

# Words by which people tell about when, not which days; and beginnings of such.
VAGUE = frozenset([
    "раз", "раза", "лет", "лето", "летом", "уч", "дня", "дней", "круглый", "конец", "конца", "конце",
])  # fmt: skip
VAGUE_STEMS = (
    "осен", "весн", "зимой", "зима", "зимы", "зиму", "сезон", "каникул", "учебн", "декад", "недел",
    "ежедневн", "еженедельн", "ежемесячн", "ежеквартальн", "ежегодн", "кажд", "регулярн",
    "периодическ", "систематическ", "постоянн", "круглогодичн", "бессрочн",
    "начал", "середин", "половин", "последн", "выходны", "будн", "месяцев",
    "понедельникам", "вторникам", "средам", "четвергам", "пятницам", "субботам", "воскресеньям",
)  # fmt: skip

_WEEKDAY_STEMS = (
    (("понедельник",), ("пн", "пон")),
    (("вторник",), ("вт",)),
    (("среда", "среду"), ("ср",)),
    (("четверг",), ("чт", "четв")),
    (("пятница", "пятницу"), ("пт", "пятн")),
    (("суббота", "субботу"), ("сб", "суб", "субб")),
    (("воскресенье",), ("вс", "воскр")),
)
# A form → the day, Monday is 0. «субботы» are many days, but «с субботы» begins at one.
WEEKDAY_FORMS = {
    form: day for day, forms in enumerate(_WEEKDAY_STEMS) for form in (*forms[0], *forms[1])
}
WEEKDAY_GENITIVES = {form: day for day, form in enumerate(quarters.WEEKDAYS_GENITIVE)}

# Words of which a misspelt one is recognised.
OFTEN_MISSPELT = (
    *quarters.MONTHS, *quarters.MONTHS_GENITIVE, *quarters.MONTHS_LOCATIVE,
    "года", "год", "квартал", "квартала", "квартале", "полугодие", "полугодия", "полугодии",
    "включительно", *quarters.WEEKDAYS,
)  # fmt: skip
