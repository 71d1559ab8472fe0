import dataclasses
import datetime as dt

import pytest

from reports.language import quarters
from reports.language.quarters import Quarter


@pytest.mark.parametrize(
    ("number", "start", "end", "locative"),
    [
        (1, dt.date(2020, 1, 1), dt.date(2020, 3, 31), "в I квартале 2020 года"),
        (2, dt.date(2020, 4, 1), dt.date(2020, 6, 30), "во II квартале 2020 года"),
        (3, dt.date(2020, 7, 1), dt.date(2020, 9, 30), "в III квартале 2020 года"),
        (4, dt.date(2020, 10, 1), dt.date(2020, 12, 31), "в IV квартале 2020 года"),
    ],
)
def test_quarter_spans_three_months_and_is_named(number, start, end, locative):
    quarter = Quarter(2020, number)
    assert (quarter.start, quarter.end, quarter.locative) == (start, end, locative)


def test_quarter_phrases():
    quarter = Quarter(2021, 1)
    assert quarter.accusative == "за I квартал 2021 года"
    assert quarter.nominative == "I квартал 2021 года"
    assert quarter.genitive == "I квартала 2021 года"
    assert quarter.short == "I квартал 2021"
    assert quarter.slug == "2021-1"


def test_longer_spans():
    assert quarters.half_year_locative(2021, 1) == "в I полугодии 2021 года"
    assert quarters.half_year_locative(2021, 2) == "во II полугодии 2021 года"
    assert quarters.months_locative(2021, 9) == "в январе – сентябре 2021 года"
    assert quarters.year_locative(2021) == "в 2021 году"


@pytest.mark.parametrize("number", [0, 3, -1])
def test_half_year_is_first_or_second(number):
    with pytest.raises(ValueError, match="Полугодие"):
        quarters.half_year_locative(2021, number)


@pytest.mark.parametrize("last_month", [0, 1, 13])
def test_months_are_several(last_month):
    with pytest.raises(ValueError, match="Последний месяц"):
        quarters.months_locative(2021, last_month)


@pytest.mark.parametrize(
    ("year", "number"), [(2020, 0), (2020, 5), (2020, -1), (1989, 4), (2101, 1)]
)
def test_quarter_that_cannot_be_is_refused(year, number):
    with pytest.raises(ValueError, match=r"\.$"):
        Quarter(year, number)


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_slug_reads_back(number):
    assert Quarter.parse_slug(Quarter(2020, number).slug) == Quarter(2020, number)


def test_quarters_stand_in_order_and_do_not_change():
    assert sorted([Quarter(2021, 1), Quarter(2020, 4), Quarter(2020, 1)]) == [
        Quarter(2020, 1),
        Quarter(2020, 4),
        Quarter(2021, 1),
    ]
    with pytest.raises(dataclasses.FrozenInstanceError):
        Quarter(2020, 4).number = 1


def test_neighbours_cross_the_year():
    assert Quarter(2020, 4).next == Quarter(2021, 1)
    assert Quarter(2021, 1).previous == Quarter(2020, 4)


@pytest.mark.parametrize("month", range(1, 13))
def test_quarter_of_a_day_contains_it(month):
    quarter = Quarter.of(dt.date(2024, month, 15))
    assert quarter.start <= dt.date(2024, month, 15) <= quarter.end


@pytest.mark.parametrize(
    "slug", ["2020-5", "2020-0", "20-4", "2020/4", "", "2020-4 ", "٢٠٢٠-4", "1989-1"]
)
def test_wrong_slug_is_refused(slug):
    with pytest.raises(ValueError, match=r"\.$"):
        Quarter.parse_slug(slug)


def test_numerals_are_latin_letters():
    assert "".join(quarters.ROMAN).isascii()


def test_date_in_words():
    assert quarters.format_date(dt.date(2027, 1, 15)) == "15 января 2027 года"


@pytest.mark.parametrize(
    ("slug", "short", "nominative", "locative", "days"),
    [
        ("2020-2", "II квартал 2020", "II квартал 2020 года", "во II квартале 2020 года", (4, 6)),
        ("2020-h1", "I полугодие 2020", "I полугодие 2020 года", "в I полугодии 2020 года", (1, 6)),
        (
            "2020-h2",
            "II полугодие 2020",
            "II полугодие 2020 года",
            "во II полугодии 2020 года",
            (7, 12),
        ),
        (
            "2020-9m",
            "9 месяцев 2020",
            "9 месяцев 2020 года",
            "в январе – сентябре 2020 года",
            (1, 9),
        ),
        ("2020", "2020 год", "2020 год", "в 2020 году", (1, 12)),
    ],
)
def test_span_is_named_in_every_case(slug, short, nominative, locative, days):
    span = quarters.Span.parse_slug(slug)
    assert (span.slug, span.short, span.nominative) == (slug, short, nominative)
    assert (span.accusative, span.locative) == (f"за {nominative}", locative)
    assert (span.start.month, span.end.month) == days


def test_year_has_four_longer_spans():
    assert [span.slug for span in quarters.Span.of_year(2020)] == [
        "2020-h1",
        "2020-h2",
        "2020-9m",
        "2020",
    ]


@pytest.mark.parametrize("slug", ["2020-h3", "2020-", "20", "2020-12", "٢٠٢٠", "1989", "2020-9M"])
def test_wrong_span_is_refused(slug):
    with pytest.raises(ValueError, match=r"\.$"):
        quarters.Span.parse_slug(slug)


@pytest.mark.parametrize("ends", [(2, 3), (2, 4), (4, 1)])
def test_other_stretches_are_no_spans(ends):
    with pytest.raises(ValueError, match="бывает за квартал"):
        quarters.Span(2020, *ends)


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("Отчет за IV квартал 2020 года", ["2020-4"]),
        ("за 3-й квартал 2021 г.", ["2021-3"]),
        ("Вязьма_2 кв. 2020.docx", ["2020-2"]),
        ("2020-4.docx", ["2020-4"]),
        ("во II квартале 2020 года и в I квартале 2021 года", ["2020-2", "2021-1"]),
        ("IV квартал", []),
        ("Квартира 4, 2020 год", []),
        ("2020-4-04", []),
    ],
)
def test_quarters_are_found_in_a_text(text, slugs):
    assert [quarter.slug for quarter in quarters.named_in(text)] == slugs
