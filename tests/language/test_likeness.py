"""How like two tellings are. How well it does on many pairs is told by ``make bench``."""

import datetime as dt
import random

import pytest

from reports.language.likeness import LIKELY, Telling, likely_pairs, likeness


def telling(name, place="г. Смоленск", start=(2021, 6, 12), end=None, key=1):
    first = dt.date(*start) if start else None
    return Telling(key, key, (2021, 2), name, place, first, dt.date(*end) if end else first)


FESTIVAL = telling("XII Российско-белорусский фестиваль «Мосты дружбы»")


@pytest.mark.parametrize(
    "other",
    [
        telling("Участие в XII фестивале «Мосты дружбы»"),
        telling("XII фестиваль народного творчества «Мосты  дружбы»", place="Дом культуры"),
        telling("Российско-белорусский фестиваль «Мосты дружбы»", start=(2021, 6, 13)),
        telling("XII фестиваль «Мосты дружбы»", start=None),
        telling("XII фестиваль «Мостты дружбы»"),
    ],
)
def test_same_event_in_other_words_is_likely(other):
    assert likeness(FESTIVAL, other) >= LIKELY
    assert likeness(FESTIVAL, other) == likeness(other, FESTIVAL)


@pytest.mark.parametrize(
    "other",
    [
        telling("XI Российско-белорусский фестиваль «Мосты дружбы»"),
        telling("XII Российско-белорусский фестиваль «Мосты дружбы»", start=(2022, 6, 11)),
        telling("XII Российско-белорусский фестиваль «Дороги памяти»"),
        telling("XII Российско-белорусский фестиваль «Мосты дружбы»", place="г. Орша"),
        telling("Российско-белорусский фестиваль народного творчества"),
        telling(""),
    ],
)
def test_another_event_is_not_likely(other):
    assert likeness(FESTIVAL, other) < LIKELY


def test_contests_of_one_series_are_different():
    names = ("Графика. Пейзаж", "Графика. Портрет", "Декоративная графика", "Сельский пейзаж")
    series = [telling(f"II Международный творческий конкурс «{name}»", key=name) for name in names]
    assert likely_pairs(series) == []


def test_pairs_do_not_depend_on_the_order_of_rows():
    rows = [
        telling(f"Фестиваль «Мост» {n % 3}", key=n, start=(2021, 6, 1 + n % 2)) for n in range(12)
    ]
    shuffled = random.Random(1).sample(rows, len(rows))
    assert {frozenset(pair[:2]) for pair in likely_pairs(rows)} == {
        frozenset(pair[:2]) for pair in likely_pairs(shuffled)
    }


def test_others_are_compared_with_the_first_and_not_among_themselves():
    rows = [telling("Фестиваль «Мост»", key=n) for n in range(3)]
    pairs = likely_pairs(rows[:1], rows[1:])
    assert [pair[:2] for pair in pairs] == [(0, 1), (0, 2)]
