"""How like two mentions are. How well it does on many pairs is told by ``make bench``."""

import datetime as dt

import pytest

from reports.language.similarity import LIKELY, Mention, recurrence, similarity
from reports.language.similarity_search import likely_pairs


def mention(name, place="г. Смоленск", start=(2021, 6, 12), end=None, key=1):
    first = dt.date(*start) if start else None
    return Mention(key, key, (2021, 2), name, place, first, dt.date(*end) if end else first)


FESTIVAL = mention("XII Российско-белорусский фестиваль «Мосты дружбы»")


@pytest.mark.parametrize(
    "other",
    [
        mention("Участие в XII фестивале «Мосты дружбы»"),
        mention("XII фестиваль народного творчества «Мосты  дружбы»", place="Дом культуры"),
        mention("Российско-белорусский фестиваль «Мосты дружбы»", start=(2021, 6, 13)),
        mention("XII фестиваль «Мосты дружбы»", start=None),
        mention("XII фестиваль «Мостты дружбы»"),
    ],
)
def test_same_event_in_other_words_is_likely(other):
    assert similarity(FESTIVAL, other) >= LIKELY
    assert similarity(FESTIVAL, other) == similarity(other, FESTIVAL)


@pytest.mark.parametrize(
    "other",
    [
        mention("XI Российско-белорусский фестиваль «Мосты дружбы»"),
        mention("XII Российско-белорусский фестиваль «Мосты дружбы»", start=(2022, 6, 11)),
        mention("XII Российско-белорусский фестиваль «Дороги памяти»"),
        mention("XII Российско-белорусский фестиваль «Мосты дружбы»", place="г. Орша"),
        mention("Российско-белорусский фестиваль народного творчества"),
        mention(""),
    ],
)
def test_another_event_is_not_likely(other):
    assert similarity(FESTIVAL, other) < LIKELY


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Выступление хора «Рябинушка» на празднике «Купалье»", "Праздник «Купалье»"),
        (
            "Концерт ансамбля «Ивушка» на празднике «Купалье»",
            "Театр «Лялька» на празднике «Купалье»",
        ),
        ("Урок «Герои ВОВ»", "Урок «Герои Великой Отечественной войны»"),
        ("12-й конкурс вокалистов", "XII Международный конкурс вокалистов"),
        ("Третий конкурс кузнецов", "3-й Международный конкурс кузнецов"),
        ("Турнир по борьбе самбо", "Международный турнир по самбо"),
        ("Турнир по боксу среди мужских команд", "Турнир по боксу среди мужчин"),
        ("Прием делегации из г. Шклова", "Визит официальной делегации Шкловского района"),
        ("Конкурс «Радуга», номинация «Вокал»", "Международный конкурс «Радуга»"),
        ("Слет «Be-La-Русь»", "Слет «Бе-Ла-Русь»"),
        ("Спектакль театра драмы", "Спектакль областного драматического театра"),
        (
            "Конкурс «Мир, в котором я живу»",
            "Конкурс рисунков «Мир, в котором я живу» центра «Орбита»",
        ),
    ],
)
def test_one_event_told_from_two_sides_is_likely(name, other):
    assert similarity(mention(name), mention(other)) >= LIKELY
    assert similarity(mention(other), mention(name)) >= LIKELY


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Конкурс «Звонкие голоса»", "Конкурс «Звонкие струны»"),
        ("Концерт ансамбля «Ивушка»", "Концерт ансамбля «Родники»"),
        ("Турнир по мини-футболу среди юношей", "Турнир по мини-футболу среди девушек"),
        ("Олимпиада «Умники» по физике", "Олимпиада «Умники» по английскому языку"),
        ("Вебинар «Диалог» для учителей", "Вебинар «Диалог» для заведующих библиотеками"),
        ("Конкурс «Радуга», номинация «Вокал»", "Конкурс «Радуга», номинация «Хореография»"),
        ("Гостиная «Поэты XIX века»", "Гостиная «Поэты XX века»"),
        ("II этап фестиваля «Купалье»", "III этап фестиваля «Купалье»"),
        ("Телемост со школой г. Шклова", "Телемост со школой г. Чаусы"),
        ("Соглашение с Горецким районом", "Соглашение с Чаусским районом"),
        ("День России: концерт", "День России: автопробег"),
        ("Участие делегации в конференции", "Участие делегации в форуме"),
    ],
)
def test_what_differs_in_one_telling_word_is_not_likely(name, other):
    assert similarity(mention(name), mention(other)) < LIKELY


@pytest.mark.parametrize(
    ("name", "place", "other", "is_one"),
    [
        ("Фестиваль «Купалье»", "Починок", "г. Монастырщина", False),
        ("Фестиваль «Купалье»", "Смоленская область, Починок", "г. Починок, площадь", True),
        ("Фестиваль «Купалье»", "г. Велиж", "г. Велиже", True),
        ("Акция «Ночь искусств»", "Ельнинский музей", "Починковская библиотека", False),
        ("Акция «Ночь искусств»", "Ельнинский музей", "г. Ельня", True),
        ("Акция «Ночь искусств»", "Ельнинский музей", "г. Починок", False),
        ("Диктант дружбы", "Ельнинская школа", "Починковская школа", False),
        ("Конкурс «Радуга»", "Ельнинская школа", "Починковская школа", True),
        ("Конкурс «Радуга»", "Смоленская область", "Витебская область", True),
        ("Диктант дружбы", "Библиотека", "Дом культуры", True),
    ],
)
def test_action_held_in_two_towns_is_two_events(name, place, other, is_one):
    both = mention(name, place=place), mention(name, place=other)
    assert (similarity(*both) >= LIKELY) == is_one


def test_contests_of_one_series_are_different():
    names = ("Графика. Пейзаж", "Графика. Портрет", "Декоративная графика", "Сельский пейзаж")
    series = [mention(f"II Международный творческий конкурс «{name}»", key=name) for name in names]
    assert list(likely_pairs(series)) == []


@pytest.mark.parametrize(
    ("other", "is_again"),
    [
        (mention("XIII фестиваль «Мосты дружбы»", start=(2022, 6, 11)), True),
        (mention("Фестиваль «Мосты дружбы» 2023", start=(2023, 6, 10)), True),
        (mention("XIII фестиваль «Мосты дружбы»", place="г. Орша", start=(2022, 6, 11)), False),
        (mention("XIII фестиваль «Дороги памяти»", start=(2022, 6, 11)), False),
    ],
)
def test_event_of_another_year_is_the_same_one_again_whatever_its_edition(other, is_again):
    assert (recurrence(FESTIVAL, other) >= LIKELY) == is_again
