"""How like two mentions are. How well it does on many pairs is told by ``make bench``."""

import datetime as dt
import random
from dataclasses import replace

import pytest

from reports.language import similarity as similarity_module
from reports.language.similarity import (
    LIKELY,
    MOST_CANDIDATES,
    Mention,
    likely_pairs,
    recurrence,
    similarity,
)


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


def namesakes(number):
    """Of many municipalities, in two groups whose days do not meet."""
    days = (dt.date(2020, 10, 1), dt.date(2020, 12, 1))
    return [
        Mention(n, n, (2020, 4), f"Фестиваль «Мост {n}»", "", days[n % 2], days[n % 2])
        for n in range(number)
    ]


def compared(monkeypatch, mentions):
    seen = []
    monkeypatch.setattr(similarity_module, "similarity", lambda *both: seen.append(both) or 0.0)
    likely_pairs(mentions)
    return seen


def test_only_mentions_whose_days_meet_are_compared(monkeypatch):
    pairs = compared(monkeypatch, namesakes(10))
    assert {(one.key - other.key) % 2 for one, other in pairs} == {0}
    assert len(pairs) == 20


def test_comparisons_grow_no_faster_than_mentions(monkeypatch):
    pairs = compared(monkeypatch, namesakes(400))
    assert len(pairs) <= 400 * MOST_CANDIDATES


def test_like_one_is_found_among_many_of_its_day():
    crowd = namesakes(200)
    twin = replace(crowd[0], key="twin", owner="twin", name="Фестиваль «Мост Дружба Истоки»")
    other = replace(twin, key="other", owner="other")
    assert ("twin", "other", 1.0) in likely_pairs([twin, *crowd, other])


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
