"""Capitalised words inside sentences: official ones with a slip made by a program, and right names."""

import random
from collections.abc import Iterator

from reports.language.proofreading import dictionary, official, proofread

SLIPS, NAMES = 600, 2_000
SENTENCES = (
    "в мероприятии приняли участие {} и гости",
    "состоялась встреча, на которой {} и жители обсудили планы",
    "прошел показ для всех, кого пригласил {}, в зале музея",
)
# What says of what kind a thing is stands before the thing.
BEFORE_THING = "гостей принимал {} центр молодежи"
# Surnames of neighbours and of guests from afar: hardly any is in the dictionary.
_STEMS = (
    "Мацк", "Радз", "Бакал", "Колд", "Жук", "Сенк", "Гринк", "Ляшк", "Карп", "Савч", "Войт",
    "Лукаш", "Ярош", "Кунц", "Дубр", "Стан", "Миц", "Шимк", "Борк", "Голуб", "Тарас", "Здан",
    "Рымк", "Каз", "Юшк", "Барт", "Мельн", "Пашк", "Левк", "Гай", "Кош", "Цвет", "Ступ", "Мак",
    "Верб", "Завад", "Михн", "Ольх", "Порт", "Сид", "Урб", "Фед", "Хом", "Черн", "Шабл", "Янк",
    "Смол", "Вяз", "Росс", "Поль", "Стар", "Серб", "Болгар", "Герман", "Латыш", "Литв", "Турч",
    "Венгр", "Глин", "Сафр", "Яр", "Дем", "Дух", "Рудн", "Ельн", "Поч",
)  # fmt: skip
_ENDINGS = (
    "евич", "ович", "инский", "овский", "енко", "чук", "юк", "онок", "ейко", "ило", "аш",
    "ицкий", "евский", "анов", "ишев", "ятин", "айтис", "умов", "янц", "ашвили", "идзе",
    "ольский", "ецкая", "ейчик", "овец",
)  # fmt: skip


def slips(seed: int) -> Iterator[tuple[str, str, bool]]:
    """The right word, the slip, whether it is told: each slip one edit, and no other known word."""
    chance = random.Random(seed)
    words = sorted(official.forms())
    made = 0
    while made < SLIPS:
        word = chance.choice(words)
        slip = _one_slip(word, chance)
        if slip == word or dictionary.in_dictionary(slip) or official.is_official(slip):
            continue
        made += 1
        is_adjective = dictionary.tags(word)[0].startswith("ADJF")
        yield word, slip, _is_told(slip, BEFORE_THING if is_adjective else chance.choice(SENTENCES))


def names(seed: int) -> Iterator[tuple[str, bool]]:
    """A right name, and whether something is said of it."""
    chance = random.Random(seed)
    made = sorted({stem + ending for stem in _STEMS for ending in _ENDINGS})
    unknown = [name for name in made if not dictionary.in_dictionary(name.lower())]
    for name in chance.sample(unknown, min(NAMES, len(unknown))):
        yield name, _is_told(name.lower(), chance.choice(SENTENCES))


def _one_slip(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word))
    letter = chance.choice(dictionary.ALPHABET)
    before, after = word[:at], word[at:]
    return chance.choice(
        (
            before + after[1:],
            before + letter + after,
            before + letter + after[1:],
            before + after[1:2] + after[:1] + after[2:],
        )
    )


def _is_told(word: str, sentence: str) -> bool:
    text = sentence.format(word.capitalize())
    return any(each.rule == "unknown_word" for each in proofread(text))
