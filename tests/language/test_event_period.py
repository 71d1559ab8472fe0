import contextlib
import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.language import quarters
from reports.language.event_period import PeriodError, intersects, overhang, parse, to_come
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
    ("typed", "printed"),
    [
        ("5 и 6 ноября 2020", "5 и 6 ноября 2020 года"),
        ("С 5 ПО 6 НОЯБРЯ 2020 ГОДА.", "5-6 ноября 2020 года"),
        ("период: с 5 по 6 ноября 2020", "5-6 ноября 2020 года"),
        ("5\u200b–6 ноя\u00adбря 2020", "5-6 ноября 2020 года"),
        ("5−6\u202fноября\u20032020", "5-6 ноября 2020 года"),
        ("5-6 нояб. 2020 г.,", "5-6 ноября 2020 года"),
        ("05.11–06.11.2020", "5-6 ноября 2020 года"),
        ("5/11/2020", "5 ноября 2020 года"),
        ("05-11-2020", "5 ноября 2020 года"),
        ("05. 11. 2020", "5 ноября 2020 года"),
        ("5.11.99", "5 ноября 1999 года"),
        ("5 ноября, 2020", "5 ноября 2020 года"),
        ("11.2020", "ноябрь 2020 года"),
        ("в ноябре месяце 2020", "ноябрь 2020 года"),
        ("OKTЯБРЬ 2020", "октябрь 2020 года"),
        ("октябрe-дeкабрe 2020", "октябрь – декабрь 2020 года"),
        ("октябрь, ноябрь 2020", "октябрь и ноябрь 2020 года"),
        ("5 ноября – декабрь 2020", "5 ноября – декабрь 2020 года"),
        ("I кв. 2020", "I квартал 2020 года"),
        ("1-й квартал 2020", "I квартал 2020 года"),
        ("в первом квартале 2020", "I квартал 2020 года"),
        ("в четвёртом квартале 2020", "IV квартал 2020 года"),
        ("Ш квартал 2020", "III квартал 2020 года"),
        ("ІУ квартал 2020", "IV квартал 2020 года"),
        ("I полугодие 2020", "I полугодие 2020 года"),
        ("в течение полугодия", "II полугодие 2020 года"),
        ("в течение года", "2020 год"),
        ("2019-2020 г.г.", "2019 – 2020 годы"),
        ("с октября 2020", "с октября 2020 года"),
        ("со II квартала 2020", "со II квартала 2020 года"),
        ("с 2020 года", "с 2020 года"),
        ("с 1 октября 2020 года по настоящее время", "с 1 октября 2020 года"),
        ("по 15 декабря 2020", "до 15 декабря 2020 года"),
        (
            "30 декабря 2020 – 2 января, 5 января 2021",
            "30 декабря 2020 года – 2 января 2021 года и 5 января 2021 года",
        ),
    ],
)
def test_careless_typing_is_read(typed, printed):
    assert parse(typed, IV_2020).text == printed


@pytest.mark.parametrize(
    "typed",
    [
        "5 ноября 2020 и",
        "5 ноября 2020 –",
        "5 ноября 6 ноября",
        "5 ноября – 2020",
        "5 ноября – IV квартал 2020",
        "5 ноября и с 10 ноября 2020",
        "с 1 октября и 5 ноября 2020",
        "до 5 – 6 ноября 2020",
        "5 ноября 20200",
        "5 ноября 2020 в 11:30",
        "V квартал 2020",
        "III полугодие 2020",
        "II ноября 2020",
        "в течение квартала 2019",
        "г.",
        "настоящее время",
        "–",
        ".",
        "٥ ноября 2020",
    ],
)
def test_doubtful_text_is_not_guessed(typed):
    with pytest.raises(PeriodError) as refusal:
        parse(typed, IV_2020)
    assert str(refusal.value) == (
        f"Не удалось прочитать сроки «{typed}». Напишите, например: 5-6 ноября 2020 года."
    )


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("31 ноября", "В ноябре 30 дней, 31 ноября нет."),
        ("29 февраля 2021", "В феврале 2021 года 28 дней, 29 февраля нет."),
        ("32 октября 2020", "В октябре 31 день, 32 октября нет."),
        (
            "5.13.2020",
            "Месяца с номером 13 нет. Если это время начала, уберите его: нужны только дни.",
        ),
        (
            "30-28 октября",
            "Окончание (28 октября 2020 года) раньше начала (30 октября 2020 года). "
            "Проверьте дни, а если годы разные, укажите год у каждого.",
        ),
        (
            "28 декабря – 11 января 2021",
            "Окончание (11 января 2021 года) раньше начала (28 декабря 2021 года). "
            "Проверьте дни, а если годы разные, укажите год у каждого.",
        ),
        (
            "ноябрь – октябрь",
            "Окончание (октябрь 2020 года) раньше начала (ноябрь 2020 года). "
            "Проверьте дни, а если годы разные, укажите год у каждого.",
        ),
        (
            "5 ноября, 3 октября",
            "После 5 ноября 2020 года стоит 3 октября 2020 года. Перечислите дни по порядку, "
            "а если годы разные, укажите год у каждого.",
        ),
        (
            "до декабря 2020",
            "Укажите день, до которого шло мероприятие.",
        ),
        ("5.11.1220", "Год 1220 маловероятен. Проверьте, не опечатка ли это."),
        ("0000-11-05", "Год 0 маловероятен. Проверьте, не опечатка ли это."),
        (
            "17, 10 октября",
            "После 17 октября 2020 года стоит 10 октября 2020 года. Перечислите дни по порядку, "
            "а если годы разные, укажите год у каждого.",
        ),
        (
            "дата уточняется",
            "Не удалось прочитать сроки «дата уточняется». Напишите, например: 5-6 ноября 2020 года.",
        ),
        ("  ", "Укажите сроки проведения. Напишите, например: 5-6 ноября 2020 года."),
        ("5", "Укажите месяц для числа 5."),
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


@pytest.mark.parametrize(
    "piece",
    ["5 ноября, ", "5", "5-", "1.1,", "IV", " и ", "–", "(", "а", "\u0316\u0300", "=", "\ud800х"],
)
def test_huge_text_is_refused_and_not_repeated_in_full(piece):
    with pytest.raises(PeriodError) as refusal:
        parse(piece * (100_000 // len(piece)), IV_2020)
    assert len(str(refusal.value)) < 200


def test_spaces_of_any_length_are_one():
    assert parse(f"5{' ' * 50_000}ноября 2020{chr(10) * 50_000}", IV_2020).text == (
        "5 ноября 2020 года"
    )


@pytest.mark.parametrize("count", [50, 51])
def test_longest_list_reads_back_or_is_refused(count):
    typed = ", ".join(f"1.1.{year}-2.2.{year}" for year in range(2000, 2000 + count))
    if count == 51:
        with pytest.raises(PeriodError):
            parse(typed, IV_2020)
    else:
        period = parse(typed, IV_2020)
        assert parse(period.text, IV_2020) == period


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("октябрь – июль", "октябрь 2020 года – июль 2021 года"),
        ("декабрь – сентябрь", "декабрь 2020 года – сентябрь 2021 года"),
        ("15 декабря – 10 января", "15 декабря 2020 года – 10 января 2021 года"),
        ("28 декабря, 11 января", "28 декабря 2020 года и 11 января 2021 года"),
    ],
)
def test_ten_months_over_new_year_are_read_without_a_year(typed, printed):
    assert parse(typed, IV_2020).text == printed


@pytest.mark.parametrize("typed", ["октябрь – август", "декабрь – октябрь", "ноябрь – октябрь"])
def test_more_than_ten_months_over_new_year_are_a_slip_of_the_pen(typed):
    with pytest.raises(PeriodError, match="раньше начала"):
        parse(typed, IV_2020)


@pytest.mark.parametrize(
    "typed",
    [
        "5 и 5 ноября",
        "3, 5, 5 ноября",
        "5-6 и 6 ноября",
        "5-9 и 7 ноября",
        "5-9, 9-11 ноября",
        "октябрь и октябрь",
        "октябрь – ноябрь, ноябрь – декабрь",
    ],
)
def test_day_is_not_told_twice_in_a_list(typed):
    with pytest.raises(PeriodError, match="Перечислите дни по порядку"):
        parse(typed, IV_2020)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("5 и 6 ноября", "5 и 6 ноября 2020 года"),
        ("5-6 и 7 ноября", "5-6 и 7 ноября 2020 года"),
        ("31 октября, 1 ноября", "31 октября и 1 ноября 2020 года"),
    ],
)
def test_neighbouring_days_may_stand_in_a_list(typed, printed):
    assert parse(typed, IV_2020).text == printed


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("с I квартала 2020", "с I квартала 2020 года"),
        ("с II квартала 2020", "со II квартала 2020 года"),
        ("с III квартала 2020", "с III квартала 2020 года"),
        ("с I полугодия 2020", "с I полугодия 2020 года"),
        ("с II полугодия 2020", "со II полугодия 2020 года"),
        ("со II полугодия 2020", "со II полугодия 2020 года"),
        ("с февраля 2020", "с февраля 2020 года"),
        ("с 2 октября 2020", "с 2 октября 2020 года"),
        ("до 2 октября 2020", "до 2 октября 2020 года"),
    ],
)
def test_preposition_before_the_second_is_so(typed, printed):
    assert parse(typed, IV_2020).text == printed


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


# Every form that people use, of any dates; whether they are in order is not the generator's care.

years = st.integers(1990, 2100)
quarter_of_any_year = st.builds(Quarter, years, st.integers(1, 4))
dashes = st.sampled_from(["-", " - ", "–", " – ", "—", "\n–\n", " по ", " до "])
commas = st.sampled_from([", ", ",", " и ", ", и ", "; "])
said_year = st.one_of(
    st.just(""),
    st.builds(
        "{}{}{}".format,
        st.sampled_from([" ", ", "]),
        years,
        st.sampled_from(["", " г.", "г", " года"]),
    ),
)
month_forms = st.integers(0, 11).flatmap(
    lambda month: st.sampled_from(
        [
            quarters.MONTHS[month],
            quarters.MONTHS_GENITIVE[month],
            quarters.MONTHS_LOCATIVE[month].upper(),
        ]
    )
)
numeric_dates = st.dates(dt.date(1990, 1, 1), dt.date(2100, 12, 31)).flatmap(
    lambda day: st.sampled_from(
        [
            f"{day:%d.%m.%Y}",
            f"{day.day}.{day.month}.{day.year % 100:02}",
            f"{day:%d.%m}",
            f"{day:%m.%Y}",
            day.isoformat(),
            quarters.format_date(day),
        ]
    )
)
points = st.one_of(
    st.integers(1, 31).map(str),
    numeric_dates,
    st.builds(
        "{}{}{}{}".format,
        st.integers(1, 31),
        st.sampled_from(["", " ", "-го "]),
        month_forms,
        said_year,
    ),
    st.builds("{}{}".format, month_forms, said_year),
    st.builds(
        "{} {}{}".format,
        st.sampled_from(["I", "II", "П", "3", "4-й", "IV", "втором"]),
        st.sampled_from(["квартал", "квартале", "полугодие", "кв."]),
        said_year,
    ),
    st.builds("{}{}".format, years, st.sampled_from(["", " год", " г.", " годы"])),
    st.sampled_from(["квартал", "в течение полугодия", "года"]),
)
spans = st.one_of(
    points,
    st.builds("{}{}{}".format, points, dashes, points),
    st.builds("с {}{}{}".format, points, dashes, points),
    st.builds("{} {}".format, st.sampled_from(["с", "со", "до", "по", "в", "во"]), points),
)
typed_periods = st.builds(
    lambda parts, comma, ending: comma.join(parts) + ending,
    st.lists(spans, min_size=1, max_size=4),
    commas,
    st.sampled_from(["", ".", ",", " "]),
)


@settings(max_examples=500)
@given(typed_periods, quarter_of_any_year, st.sampled_from([" ", "\u00a0", "\n", " \u2003"]))
def test_printed_text_reads_back_as_itself(typed, quarter, space):
    try:
        period = parse(typed, quarter)
    except PeriodError:
        return
    again = parse(period.text.replace(" ", space), quarter)
    assert (again.text, again.start, again.end) == (period.text, period.start, period.end)
    assert not again.year_assumed
    assert period.start is None or period.end is None or period.start <= period.end
    assert period.days_phrase


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
