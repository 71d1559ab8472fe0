"""A word that two municipalities use is a word."""

import itertools

import pytest
from django.core.cache import cache

from reports.models import Status
from reports.procedure.findings import said_of
from reports.procedure.known_words import MOST_ASKED, known_words
from tests.factories import make_event, make_municipality, make_report

pytestmark = pytest.mark.django_db

numbers = itertools.count(1)
WORD = "кельтсой"
TEXTS = ("Вечер кельтсой музыки", "Гости и дети на уроке Кельтсой музыки")


@pytest.fixture(autouse=True)
def forgetful():
    cache.clear()


def tell(text, status=Status.ACCEPTED, **overrides):
    report = make_report(make_municipality(f"town-{next(numbers)}"), status=status)
    return make_event(report, content=text, **overrides)


def test_word_of_two_municipalities_is_known():
    for text in TEXTS:
        tell(text)
    assert known_words([WORD]) == {WORD}


def test_word_of_one_municipality_is_not_known():
    report = make_report(status=Status.ACCEPTED)
    for text in TEXTS:
        make_event(report, content=text)
    assert known_words([WORD]) == set()


def test_word_of_one_sentence_is_not_known():
    """It was copied with its slip."""
    for ending in ("Было 5 гостей", "Пел хор"):
        tell(f"{TEXTS[0]}. {ending}")
    assert known_words([WORD]) == set()


def test_word_of_one_event_is_not_known():
    first = tell(TEXTS[0])
    tell(TEXTS[1], same_as=first)
    assert known_words([WORD]) == set()


@pytest.mark.parametrize("status", [Status.DRAFT, Status.SUBMITTED, Status.RETURNED])
def test_word_of_an_event_that_is_not_accepted_is_not_known(status):
    tell(TEXTS[0])
    tell(TEXTS[1], status=status)
    assert known_words([WORD]) == set()


def test_part_of_a_word_is_not_known():
    for text in TEXTS:
        tell(text)
    assert known_words(["кельтс"]) == set()


def test_words_are_looked_for_in_one_statement_and_once(django_assert_num_queries):
    words = [f"слово{number}" for number in range(MOST_ASKED * 2)]
    with django_assert_num_queries(1):
        known_words(words)
    with django_assert_num_queries(0):
        assert known_words(words) == set()
    with django_assert_num_queries(0):
        assert known_words([]) == set()


def test_known_word_is_not_told_of_a_report():
    event = make_event(make_report(), content=f"{TEXTS[0]} и танцы")
    assert [said.words for said in said_of(event.report)] == [WORD]
    cache.clear()
    for text in TEXTS:
        tell(text)
    assert said_of(event.report) == []
