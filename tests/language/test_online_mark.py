"""The online mark, however it was typed, and the names that have such a word of their own."""

import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.language.typography import ONLINE_MARK, clean, split_online_mark
from reports.models import Event

WORDS = ("онлайн", "он-лайн", "ОНЛАЙН", "oнлайн", "online", "On-line", "дистанционно", "удаленно")
PHRASES = (
    *("онлайн-формат", "он-лайн формат", "Онлайн – формат", "онлайн-режим", "online-формат"),
    *("в онлайн-формате", "в он-лайн режиме", "в on-line формате", "в формате онлайн"),
    *("в режиме онлайн", "в режиме «онлайн»", "формат: онлайн", "формат – онлайн"),
    *("формат проведения: онлайн", "в дистанционном формате", "в дистанционной форме"),
    *("дистанционный формат", "в удаленном режиме"),
)
BRACKETED = tuple(f"({words})" for words in (*WORDS, *PHRASES))
NAMES = ("Форум дружбы", "III Международный фестиваль «Мост»", "Круглый стол")
# Everything of which a mark consists.
LETTERS_OF_A_MARK = re.compile(
    r"(?:(?:[oо]н)?(?:лайн)?|(?:on)?(?:line)?|формат[а-я]?|режим[а-я]?|форм[ае]|проведения|участия|в"
    r"|дистанционн[а-я]{1,2}|удаленн[а-я]{1,2})?",
    re.IGNORECASE,
)


@pytest.mark.parametrize("mark", BRACKETED)
def test_words_in_brackets_at_the_end_are_the_mark(mark):
    for name, between in product(NAMES, [" ", "", "\n", " – ", " - "]):
        assert split_online_mark(f"{name}{between}{mark}") == (name, True)
        assert split_online_mark(f"{name}{between}{mark}.") == (name, True)


@pytest.mark.parametrize("mark", [*WORDS, *PHRASES])
def test_words_without_brackets_at_the_end_are_the_mark(mark):
    for name, between in product(NAMES, [" ", "\n", ", ", " – ", " — ", " - ", ": "]):
        assert split_online_mark(name + between + mark) == (name, True)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Турнир по шахматам онлайн", "Турнир по шахматам"),
        ("Форум «Мост»онлайн", "Форум «Мост»"),
        ("Форум «Клуб «Мост» онлайн", "Форум «Клуб «Мост»"),
        ('Форум "Мост" online', 'Форум "Мост"'),
        ("Мост дружбы в дистанционном формате", "Мост дружбы"),
        ("Заседание онлайн", "Заседание"),
        ("Форум [онлайн]", "Форум"),
        ("Мост (г. Минск) онлайн", "Мост (г. Минск)"),
        ("Форум онлайн (онлайн-формат)", "Форум"),
        ("Форум (онлайн)\n(онлайн)", "Форум"),
    ],
)
def test_mark_is_told_from_the_name(typed, name):
    assert split_online_mark(typed) == (name, True)


@pytest.mark.parametrize(
    "name",
    [
        *("Онлайн-марафон", "Онлайн-форум дружбы", "Международный онлайн-фестиваль «Мост»"),
        *("Форум «Дети онлайн»", "Конкурс «Онлайн»", "Форум «Онлайн-формат»", "Форум «Мост онлайн"),
        *("Форум «В режиме онлайн»", 'Форум "Дети онлайн"', "Конкурс рисунков онлайн-галереи"),
        *("Дети онлайн", "Мир – онлайн", "онлайн", "Форум-онлайн", "Форум Монлайн"),
        *("Неделя безопасности онлайн", "Форум торговли онлайн", "Семинар о переходе в онлайн"),
        *("Форум очно и онлайн", "Форум офлайн/онлайн", "Форум (очно и онлайн)"),
        *("Семинар по работе в режиме онлайн", "Форум в новом онлайн-формате"),
        *("Форум (онлайн-трансляция)", "Форум (г. Минск, онлайн)", "(онлайн) Форум"),
        *("Форум форматонлайн", "Форум (форматонлайн)", "Форум «Мост» онлайнформат"),
        *("Форум (заочно)", "Форум заочно", "Форум (ВКС)", "Форум (в режиме видеоконференции)"),
    ],
)
def test_words_of_the_name_stay(name):
    assert split_online_mark(name) == (name, False)


@pytest.mark.parametrize("mark", [*WORDS, *PHRASES])
def test_without_brackets_a_text_may_go_on(mark):
    assert split_online_mark(f"Форум {mark}", in_brackets=True) == (f"Форум {mark}", False)
    assert split_online_mark(f"Форум ({mark})", in_brackets=True) == ("Форум", True)


_pieces = st.lists(
    st.sampled_from(
        [*WORDS, *PHRASES, *BRACKETED, *NAMES, *' –-\n,.;«»"()', ", ", " и ", "заочно", "Дети"]
    ),
    max_size=8,
).map("".join)


@given(_pieces | st.text())
def test_splitting_loses_nothing_but_marks(typed):
    name, is_marked = split_online_mark(typed)
    assert typed.startswith(name)
    assert split_online_mark(name) == (name, False)
    rest = typed[len(name) :] if is_marked else ""
    assert all(LETTERS_OF_A_MARK.fullmatch(word) for word in re.split(r"[\W_]+", rest))


@given(_pieces, st.sampled_from(["", "online"]))
def test_printed_name_has_one_mark_at_most(typed, chosen):
    printed = Event(name=clean(typed), format=chosen).printed_name
    name = printed.removesuffix(ONLINE_MARK)
    assert not split_online_mark(name)[1]
    assert chosen == "" or name != printed


@pytest.mark.parametrize("piece", ["(онлайн)", ", онлайн", " в режиме онлайн", "( онлайн", "\n"])
def test_huge_name_is_split(piece):
    name, _ = split_online_mark("Форум" + piece * (100_000 // len(piece)))
    assert name.startswith("Форум")
