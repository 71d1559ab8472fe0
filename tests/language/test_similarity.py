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
