"""To which quarter a period belongs, and what is said of one that is yet to come."""

import datetime as dt

import pytest

from reports.language.event_period import intersects, overhang, parse, to_come
from reports.language.quarters import Quarter

IV_2020 = Quarter(2020, 4)


def days(*numbers):
    return dt.date(*numbers)


@pytest.mark.parametrize(
    ("typed", "belongs", "said"),
    [
        ("1 октября 2020", True, ""),
        ("31 декабря 2020", True, ""),
        ("1 октября – 31 декабря 2020", True, ""),
        ("IV квартал 2020", True, ""),
        ("до 31 декабря 2020", True, ""),
        ("с 1 октября 2020", True, ""),
        ("30 сентября – 1 октября 2020", True, "Мероприятие началось до этого квартала."),
        ("31 декабря 2020 – 1 января 2021", True, "Мероприятие закончится после этого квартала."),
        ("до 1 января 2021", True, "Мероприятие закончится после этого квартала."),
        ("с 31 декабря 2020", True, ""),
        ("с 1 января 2021", False, ""),
        ("до 30 сентября 2020", False, ""),
    ],
)
def test_first_and_last_day_are_days_of_the_quarter(typed, belongs, said):
    period = parse(typed, IV_2020)
    assert (intersects(period, IV_2020), overhang(period, IV_2020)) == (belongs, said)


@pytest.mark.parametrize(
    ("typed", "belongs", "said"),
    [
        ("5 ноября 2020", True, ""),
        ("21 февраля – 31 октября 2020", True, "Мероприятие началось до этого квартала."),
        ("1 октября 2020 – 30 мая 2021", True, "Мероприятие закончится после этого квартала."),
        (
            "2020 год – 2021 год",
            True,
            "Мероприятие началось до этого квартала и закончится после него.",
        ),
        ("30 сентября 2020", False, "Мероприятие началось до этого квартала."),
        ("1 января 2021", False, "Мероприятие закончится после этого квартала."),
        ("с 1 мая 2020", True, "Мероприятие началось до этого квартала."),
        ("до 1 октября 2020", True, ""),
    ],
)
def test_event_belongs_to_the_quarter_it_touches(typed, belongs, said):
    period = parse(typed, IV_2020)
    assert (intersects(period, IV_2020), overhang(period, IV_2020)) == (belongs, said)


@pytest.mark.parametrize(
    ("typed", "phrase"),
    [
        ("5 ноября 2020", "один день, 5 ноября 2020 года"),
        ("5-6 ноября 2020", "с 5 по 6 ноября 2020 года"),
        ("ноябрь – декабрь 2020", "с 1 ноября по 31 декабря 2020 года"),
        ("декабрь 2020 – январь 2021", "с 1 декабря 2020 года по 31 января 2021 года"),
        ("3, 10 и 17 октября 2020", "отдельные дни с 3 по 17 октября 2020 года"),
        ("с 1 октября 2020", "время с 1 октября 2020 года, окончание не указано"),
        ("до 15 декабря 2020", "все дни до 15 декабря 2020 года включительно"),
    ],
)
def test_days_are_told_in_words(typed, phrase):
    assert parse(typed, IV_2020).days_phrase == phrase


TO_COME = "Мероприятие еще не состоялось: первый его день — {}. В отчет пишут то, что уже прошло."

GOES_ON = "Мероприятие еще не закончилось: последний его день — {}."


@pytest.mark.parametrize(
    ("text", "today", "said"),
    [
        ("5 ноября 2020 года", dt.date(2020, 11, 4), TO_COME.format("5 ноября 2020 года")),
        ("5 ноября 2020 года", dt.date(2020, 11, 5), ""),
        ("5-6 ноября 2020 года", dt.date(2020, 11, 5), GOES_ON.format("6 ноября 2020 года")),
        ("5-6 ноября 2020 года", dt.date(2020, 11, 6), ""),
        ("декабрь 2020 года", dt.date(2020, 12, 30), GOES_ON.format("31 декабря 2020 года")),
        ("декабрь 2020 года", dt.date(2020, 11, 30), TO_COME.format("1 декабря 2020 года")),
        ("IV квартал 2020 года", dt.date(2020, 10, 1), GOES_ON.format("31 декабря 2020 года")),
        ("IV квартал 2020 года", dt.date(2020, 12, 31), ""),
        (
            "3, 10 и 17 октября 2020 года",
            dt.date(2020, 10, 10),
            GOES_ON.format("17 октября 2020 года"),
        ),
        ("с 1 октября 2020 года", dt.date(2020, 9, 30), TO_COME.format("1 октября 2020 года")),
        ("с 1 октября 2020 года", dt.date(2020, 10, 1), ""),
        ("до 15 декабря 2020 года", dt.date(2020, 12, 14), GOES_ON.format("15 декабря 2020 года")),
        ("до 15 декабря 2020 года", dt.date(2020, 12, 15), ""),
    ],
)
def test_what_has_not_happened_yet_is_said(text, today, said):
    assert to_come(parse(text, IV_2020), today) == said
