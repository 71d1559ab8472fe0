"""The search finds all that comparing each with each finds, and compares few."""

import datetime as dt
import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reports.language import similarity_search
from reports.language.similarity import LIKELY, Mention, is_same_word, similarity
from reports.language.similarity_reading import stem
from reports.language.similarity_search import likely_pairs, misspelled

# Generic words and telling ones, forms of one word, short and long ones.
WORDS = (
    "международный", "международного", "межрегиональный", "фестиваль", "фестивале",
    "конкурс", "творчества", "онлайн", "мост", "мосты", "мостов", "радуга", "радуги",
    "дружба", "дружбы", "днепр", "днепровский", "лира", "юность", "юных", "XII", "2020",
    "победа", "победы", "памяти", "память", "переводчиков", "историко", "краеведческая",
    "благотворительный",
)  # fmt: skip
days = st.none() | st.dates(dt.date(2020, 10, 1), dt.date(2020, 10, 12))


@st.composite
def misspelled_words(draw):
    """One of the words with up to three letters lost, changed or put in."""
    word = draw(st.sampled_from(WORDS))
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(word)))
        word = word[:at] + draw(st.sampled_from(["", "а", "в", "ст"])) + word[at + 1 :]
    return word


@st.composite
def names(draw):
    words = draw(st.lists(misspelled_words(), max_size=6))
    quoted = draw(st.integers(0, len(words)))
    return " ".join(words[:quoted]) + f" «{' '.join(words[quoted:])}»"


@st.composite
def mentions(draw):
    start, end = draw(days), draw(days)
    if start and end and end < start:
        start, end = end, start
    place = draw(st.sampled_from(["", "г. Орша", "г. Смоленск"]))
    content = draw(st.sampled_from(["", "Прибыл И.И. Орлов.", "Гости «Днепра»."]))
    owner = draw(st.integers(0, 1))
    return Mention(0, owner, (2020, 4), draw(names()), place, start, end, content)


def exhaustive(rows, others=()):
    everyone = [*rows, *others]
    return {
        (one.key, other.key, score)
        for place, one in enumerate(rows)
        for other in everyone[place + 1 :]
        if (score := similarity(one, other)) >= LIKELY
    }


@given(st.lists(mentions(), max_size=12), st.integers(0, 12))
def test_search_finds_what_comparing_each_with_each_finds(rows, count):
    rows = [replace(row, key=key) for key, row in enumerate(rows)]
    found = list(likely_pairs(rows[:count], rows[count:]))
    assert len(found) == len(set(found))
    assert set(found) == exhaustive(rows[:count], rows[count:])


def test_search_finds_everything_in_a_dense_quarter():
    """Many rows of one day and of few words: far more than fifteen look alike to one."""
    chance = random.Random(7)
    rows = [
        replace(crowd(1, words=WORDS, chance=chance)[0], key=key, start=day, end=day)
        for key in range(400)
        for day in [dt.date(2020, 10, 1 + key % 3)]
    ]
    expected = exhaustive(rows)
    assert max(sum(key == one for one, _, _ in expected) for key in range(400)) > 15
    assert set(likely_pairs(rows)) == expected


@given(st.lists(misspelled_words(), max_size=30, unique=True))
def test_every_misspelling_is_found(words):
    words.sort(key=len)
    found = {frozenset(pair) for pair in misspelled(words)}
    for place, one in enumerate(words):
        for other in words[:place]:
            is_form = stem(one) == stem(other)
            assert is_form or is_same_word(one, other) <= (frozenset((one, other)) in found)


def crowd(number, *, words, chance):
    """Of as many municipalities, all within a quarter."""
    made = []
    for key in range(number):
        day = dt.date(2020, 10, 1) + dt.timedelta(days=chance.randrange(92))
        name = f"Международный конкурс «{' '.join(chance.choices(words, k=2))}»"
        made.append(Mention(key, key, (2020, 4), name, "", day, day))
    return made


def compared(monkeypatch, rows):
    seen = []
    monkeypatch.setattr(similarity_search, "similarity", lambda *both: seen.append(both) or 0.0)
    list(likely_pairs(rows))
    return seen


def test_only_mentions_whose_days_meet_are_compared(monkeypatch):
    days = (dt.date(2020, 10, 1), dt.date(2020, 12, 1))
    rows = [
        Mention(n, n, (2020, 4), "Фестиваль «Мост»", "", days[n % 2], days[n % 2])
        for n in range(10)
    ]
    pairs = compared(monkeypatch, rows)
    assert {(one.key - other.key) % 2 for one, other in pairs} == {0}
    assert len(pairs) == 20


def test_few_more_are_compared_than_are_likely(monkeypatch):
    rows = crowd(2_000, words=WORDS, chance=random.Random(3))
    found = len(list(likely_pairs(rows)))
    assert found > 200
    assert len(compared(monkeypatch, rows)) < 3 * found


def test_pairs_do_not_depend_on_the_order_of_rows():
    rows = crowd(60, words=WORDS[:6], chance=random.Random(1))
    shuffled = random.Random(2).sample(rows, len(rows))
    expected = {frozenset(pair[:2]) for pair in likely_pairs(rows)}
    assert expected
    assert {frozenset(pair[:2]) for pair in likely_pairs(shuffled)} == expected


def test_others_are_compared_with_the_first_and_not_among_themselves():
    rows = crowd(3, words=["Мост"], chance=random.Random(1))
    rows = [replace(row, start=None, end=None) for row in rows]
    assert {pair[:2] for pair in likely_pairs(rows[:1], rows[1:])} == {(0, 1), (0, 2)}
