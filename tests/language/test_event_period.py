import contextlib
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.language import quarters
from reports.language.event_period import PeriodError, intersects, overhang, parse
from reports.language.quarters import Quarter

IV_2020 = Quarter(2020, 4)


def days(*numbers):
    return dt.date(*numbers)


READ = [
    ("28 октября\n2020 года", "28 октября 2020 года", days(2020, 10, 28), days(2020, 10, 28)),
    (
        "28\u00a0октября\u00a02020\u00a0г.",
        "28 октября 2020 года",
        days(2020, 10, 28),
        days(2020, 10, 28),
    ),
    ("5-6 ноября 2020 года", "5-6 ноября 2020 года", days(2020, 11, 5), days(2020, 11, 6)),
    ("5 – 6 ноября 2020", "5-6 ноября 2020 года", days(2020, 11, 5), days(2020, 11, 6)),
    ("с 5 по 6 ноября 2020", "5-6 ноября 2020 года", days(2020, 11, 5), days(2020, 11, 6)),
    (
        "21 февраля – 31октября 2020 года",
        "21 февраля – 31 октября 2020 года",
        days(2020, 2, 21),
        days(2020, 10, 31),
    ),
    (
        "1 октября 2020 года\n–\n30 мая\n 2021 года",
        "1 октября 2020 года – 30 мая 2021 года",
        days(2020, 10, 1),
        days(2021, 5, 30),
    ),
    (
        "ноябрь – декабрь 2020 года",
        "ноябрь – декабрь 2020 года",
        days(2020, 11, 1),
        days(2020, 12, 31),
    ),
    ("ноябрь-декабрь 2020", "ноябрь – декабрь 2020 года", days(2020, 11, 1), days(2020, 12, 31)),
    ("в ноябре 2020 г.", "ноябрь 2020 года", days(2020, 11, 1), days(2020, 11, 30)),
    (
        "декабрь 2020 – февраль 2021",
        "декабрь 2020 года – февраль 2021 года",
        days(2020, 12, 1),
        days(2021, 2, 28),
    ),
    ("05.11.2020", "5 ноября 2020 года", days(2020, 11, 5), days(2020, 11, 5)),
    ("5.11.20", "5 ноября 2020 года", days(2020, 11, 5), days(2020, 11, 5)),
    ("05.11.2020г.", "5 ноября 2020 года", days(2020, 11, 5), days(2020, 11, 5)),
    ("2020-11-05", "5 ноября 2020 года", days(2020, 11, 5), days(2020, 11, 5)),
    ("05.11-06.11.2020", "5-6 ноября 2020 года", days(2020, 11, 5), days(2020, 11, 6)),
    ("05–06.11.2020", "5-6 ноября 2020 года", days(2020, 11, 5), days(2020, 11, 6)),
    (
        "29 февраля – 2 марта 2024",
        "29 февраля – 2 марта 2024 года",
        days(2024, 2, 29),
        days(2024, 3, 2),
    ),
    (
        "3, 10 и 17 октября 2020 года",
        "3, 10 и 17 октября 2020 года",
        days(2020, 10, 3),
        days(2020, 10, 17),
    ),
    (
        "28 декабря 2020 и 11 января 2021",
        "28 декабря 2020 года и 11 января 2021 года",
        days(2020, 12, 28),
        days(2021, 1, 11),
    ),
    ("в течение IV квартала 2020", "IV квартал 2020 года", days(2020, 10, 1), days(2020, 12, 31)),
    ("в течение квартала", "IV квартал 2020 года", days(2020, 10, 1), days(2020, 12, 31)),
    ("ІV квартал 2020", "IV квартал 2020 года", days(2020, 10, 1), days(2020, 12, 31)),
    ("4-й кв. 2020", "IV квартал 2020 года", days(2020, 10, 1), days(2020, 12, 31)),
    ("II полугодие 2020 года", "II полугодие 2020 года", days(2020, 7, 1), days(2020, 12, 31)),
    ("П полугодие 2020 года", "II полугодие 2020 года", days(2020, 7, 1), days(2020, 12, 31)),
    ("в течение 2020 года", "2020 год", days(2020, 1, 1), days(2020, 12, 31)),
    ("с 1 октября 2020 года", "с 1 октября 2020 года", days(2020, 10, 1), None),
    ("до 15 декабря 2020 года", "до 15 декабря 2020 года", None, days(2020, 12, 15)),
    ("2 oктября 2020", "2 октября 2020 года", days(2020, 10, 2), days(2020, 10, 2)),
    ("5-го ноября 2021г.", "5 ноября 2021 года", days(2021, 11, 5), days(2021, 11, 5)),
    ("1-30 ноября 2020", "1-30 ноября 2020 года", days(2020, 11, 1), days(2020, 11, 30)),
    (
        "5, 12, 19 ноября и 3 декабря 2020",
        "5, 12, 19 ноября и 3 декабря 2020 года",
        days(2020, 11, 5),
        days(2020, 12, 3),
    ),
    ("5-6 и 12 ноября 2020", "5-6 и 12 ноября 2020 года", days(2020, 11, 5), days(2020, 11, 12)),
    (
        "28 октября - 2 и 5 ноября 2020",
        "28 октября – 2 ноября и 5 ноября 2020 года",
        days(2020, 10, 28),
        days(2020, 11, 5),
    ),
    ("5 ноября 2020 - 5 ноября 2020", "5 ноября 2020 года", days(2020, 11, 5), days(2020, 11, 5)),
]


@pytest.mark.parametrize(("typed", "printed", "start", "end"), READ)
def test_what_people_type_is_read(typed, printed, start, end):
    period = parse(typed, IV_2020)
    assert (period.text, period.start, period.end, period.year_assumed) == (
        printed,
        start,
        end,
        False,
    )


@pytest.mark.parametrize(
    ("typed", "printed", "start", "end"),
    [
        ("5 ноября", "5 ноября 2020 года", days(2020, 11, 5), days(2020, 11, 5)),
        ("с 5.11 по 06.11", "5-6 ноября 2020 года", days(2020, 11, 5), days(2020, 11, 6)),
        ("в октябре", "октябрь 2020 года", days(2020, 10, 1), days(2020, 10, 31)),
        (
            "декабрь – февраль",
            "декабрь 2020 года – февраль 2021 года",
            days(2020, 12, 1),
            days(2021, 2, 28),
        ),
    ],
)
def test_missing_year_is_the_quarters(typed, printed, start, end):
    period = parse(typed, IV_2020)
    assert (period.text, period.start, period.end, period.year_assumed) == (
        printed,
        start,
        end,
        True,
    )


def test_winter_without_a_year_touches_the_quarter():
    assert parse("декабрь – февраль", Quarter(2021, 1)).start == days(2020, 12, 1)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("31 ноября", "В ноябре 30 дней, 31 ноября нет."),
        ("29 февраля 2021", "В феврале 2021 года 28 дней, 29 февраля нет."),
        ("32 октября 2020", "В октябре 31 день, 32 октября нет."),
        ("5.13.2020", "Месяца с номером 13 нет: их двенадцать."),
        (
            "30-28 октября",
            "Получилось, что 28 октября 2020 года наступило раньше, чем 30 октября 2020 года. "
            "Проверьте, что начало стоит перед окончанием.",
        ),
        (
            "17, 10 октября",
            "После 17 октября 2020 года стоит 10 октября 2020 года. Перечислите дни по порядку, "
            "а если годы разные, укажите год у каждого.",
        ),
        (
            "дата уточняется",
            "Сроки «дата уточняется» непонятны. Напишите, например: 5-6 ноября 2020 года.",
        ),
        ("  ", "Укажите сроки проведения. Напишите, например: 5-6 ноября 2020 года."),
        ("5", "Укажите месяц для числа 5. Напишите, например: 5-6 ноября 2020 года."),
        ("5 ноября 1220", "Год 1220 маловероятен. Проверьте, не опечатка ли это."),
    ],
)
def test_refusal_says_what_is_wrong(typed, said):
    with pytest.raises(PeriodError) as refusal:
        parse(typed, IV_2020)
    assert str(refusal.value) == said


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text):
    with contextlib.suppress(PeriodError):
        assert parse(text, IV_2020).text


def test_huge_text_is_refused():
    with pytest.raises(PeriodError):
        parse("5 ноября, " * 20_000, IV_2020)


dates = st.dates(dt.date(1995, 1, 1), dt.date(2095, 12, 31))
dashes = st.sampled_from(["-", " - ", "–", " – ", "—"])


@st.composite
def typed_periods(draw):
    """Every form that people use, of any dates in order."""
    first, *others = sorted(draw(st.lists(dates, min_size=1, max_size=4, unique=True)))
    last = others[-1] if others else first

    def words(day):
        ending = draw(st.sampled_from(["", " г.", " года", "г"]))
        return f"{day.day} {quarters.MONTHS_GENITIVE[day.month - 1]} {day.year}{ending}"

    def month(day):
        return f"{quarters.MONTHS[day.month - 1]} {day.year}"

    form = draw(st.integers(0, 8))
    dash = draw(dashes)
    return [
        words(first),
        f"{first:%d.%m.%Y}",
        f"{words(first)}{dash}{words(last)}",
        f"с {words(first)} по {words(last)}",
        f"{first:%d.%m.%Y}{dash}{last:%d.%m.%Y}",
        f"{month(first)}{dash}{month(last)}",
        " и ".join(words(day) for day in (first, *others)),
        f"с {words(first)}",
        f"до {words(first)}",
    ][form]


@given(typed_periods(), st.sampled_from([" ", "\u00a0", "\n", "  "]))
def test_printed_text_reads_back_as_itself(typed, space):
    period = parse(typed, IV_2020)
    again = parse(period.text.replace(" ", space), IV_2020)
    assert (again.text, again.start, again.end) == (period.text, period.start, period.end)


@given(typed_periods())
def test_first_day_is_not_after_the_last(typed):
    period = parse(typed, IV_2020)
    assert period.start is None or period.end is None or period.start <= period.end


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
        ("ноябрь 2020", "с 1 ноября 2020 года по 30 ноября 2020 года"),
        ("с 1 октября 2020", "время с 1 октября 2020 года, окончание не указано"),
        ("до 15 декабря 2020", "все дни до 15 декабря 2020 года включительно"),
    ],
)
def test_days_are_told_in_words(typed, phrase):
    assert parse(typed, IV_2020).days_phrase == phrase
