"""How like two mentions are. How well it does on many pairs is told by ``make bench``."""

import datetime as dt
import random

import pytest

from reports.language.similarity import LIKELY, Mention, likely_pairs, similarity


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
    assert likely_pairs(series) == []


def test_pairs_do_not_depend_on_the_order_of_rows():
    rows = [
        mention(f"Фестиваль «Мост» {n % 3}", key=n, start=(2021, 6, 1 + n % 2)) for n in range(12)
    ]
    shuffled = random.Random(1).sample(rows, len(rows))
    assert {frozenset(pair[:2]) for pair in likely_pairs(rows)} == {
        frozenset(pair[:2]) for pair in likely_pairs(shuffled)
    }


def test_others_are_compared_with_the_first_and_not_among_themselves():
    rows = [mention("Фестиваль «Мост»", key=n) for n in range(3)]
    pairs = likely_pairs(rows[:1], rows[1:])
    assert [pair[:2] for pair in pairs] == [(0, 1), (0, 2)]
