"""Reports over several quarters."""

import datetime as dt

import pytest

from reports.document.build import Selection, consolidated_table
from reports.language.quarters import Quarter as Calendar
from reports.language.quarters import Span
from reports.models import Consolidation, Event, Status
from tests.document.issues import SPAN, YEAR, issue, join, names
from tests.factories import make_event, make_municipality, make_quarter, make_report

pytestmark = pytest.mark.django_db


def test_every_event_stands_in_the_year(year):
    assert len(names(YEAR)) == 8


def test_event_of_several_quarters_stands_once_with_its_latest_text(year):
    join(*(year["vyazma", number] for number in (1, 2, 4)))
    assert names(YEAR)[:2] == ["Проект, часть 3", "Проект, часть 4"]
    assert len(names(YEAR)) == 6
    assert len(names(Span(2020, 1, 2))) == 3


def test_each_municipality_keeps_its_row_of_one_event(year):
    join(year["vyazma", 1], year["rudnya", 1], year["rudnya", 2])
    assert len(names(YEAR)) == 7


def test_event_told_twice_in_one_quarter_keeps_both_rows(year):
    twin = make_event(year["vyazma", 4].report, name="Проект, еще раз")
    join(year["vyazma", 1], year["vyazma", 4], twin)
    assert sorted(names(YEAR)[:4]) == [
        "Проект, еще раз",
        "Проект, часть 2",
        "Проект, часть 3",
        "Проект, часть 4",
    ]


@pytest.mark.parametrize(
    ("slug", "phrase", "stem"),
    [
        ("2020-2", "во II квартале 2020 года", "II_квартал_2020"),
        ("2020-h1", "в I полугодии 2020 года", "I_полугодие_2020"),
        ("2020-h2", "во II полугодии 2020 года", "II_полугодие_2020"),
        ("2020-9m", "в январе – сентябре 2020 года", "9_месяцев_2020"),
        ("2020", "в 2020 году", "2020_год"),
    ],
)
def test_title_names_the_period(year, slug, phrase, stem):
    table = consolidated_table(Span.parse_slug(slug))
    assert table.title[1] == f"Смоленской области в международной сфере {phrase}"
    assert table.file_stem.endswith(stem)


def test_section_bears_the_name_of_the_last_day_of_the_period(year, vyazma):
    vyazma.names.create(
        full_name="Вяземский округ", short_name="Вязьма", valid_from=dt.date(2020, 12, 1)
    )
    assert consolidated_table(YEAR).sections[0].title == "Вяземский округ"
    assert consolidated_table(Span(2020, 1, 3)).sections[0].title != "Вяземский округ"


def test_numbers_of_issues_run_for_each_period_alone(year, reviewer):
    assert [issue(reviewer, span).number for span in (SPAN, YEAR, Span(2020, 3, 4))] == [1, 1, 1]
    assert str(Consolidation.objects.of_span(YEAR).get()) == "Выпуск № 1, 2020 год"


def test_order_of_rows_within_a_longer_period_is_by_day(year, clerk):
    early = make_event(
        year["vyazma", 4].report,
        name="Начато раньше",
        period_start=dt.date(2020, 5, 1),
        period_end=dt.date(2020, 12, 1),
    )
    assert names(YEAR)[:4].index(early.name) == 2


def test_selections(year, vyazma):
    Event.objects.filter(pk=year["vyazma", 4].pk).update(countries="IT,FR", agreements="Договор")
    assert names(YEAR, selection=Selection(country="FR")) == ["Проект, часть 4"]
    assert names(YEAR, selection=Selection(with_agreements=True)) == ["Проект, часть 4"]
    assert names(YEAR, selection=Selection(country="DE")) == []
    assert len(names(YEAR, selection=Selection(municipality="rudnya"))) == 4
    table = consolidated_table(YEAR, selection=Selection(country="IT", with_agreements=True))
    assert table.title[1].endswith("(с достигнутыми договоренностями, страна – Италия)")
    assert table.file_stem.endswith("_выборка")


def test_quarter_with_a_report_of_another_year_is_not_mixed_in(year, vyazma):
    other = make_quarter(Calendar(2021, 1))
    make_event(make_report(vyazma, quarter=other, status=Status.ACCEPTED), name="Чужое")
    assert "Чужое" not in names(YEAR)
    assert make_municipality("vyazma") == vyazma


def test_rows_of_one_quarter_are_both_kept_whichever_stands_first(year):
    last = year["vyazma", 4]
    twin = make_event(last.report, name="Начато раньше", position=0)
    join(last, twin)
    assert sorted(names(YEAR)[:5]) == [
        "Начато раньше",
        *(f"Проект, часть {n}" for n in range(1, 5)),
    ]


def test_later_telling_replaces_all_rows_of_an_earlier_quarter(year):
    twin = make_event(year["vyazma", 2].report, name="Проект, еще раз")
    join(year["vyazma", 1], year["vyazma", 2], twin, year["vyazma", 4])
    assert names(YEAR)[:2] == ["Проект, часть 3", "Проект, часть 4"]
    assert len(names(YEAR)) == 6


def test_selection_is_a_part_of_what_is_printed(year):
    """The latest text has neither a country nor an agreement: the earlier one does not come back."""
    Event.objects.filter(pk=year["vyazma", 1].pk).update(countries="IT", agreements="Договор")
    join(year["vyazma", 1], year["vyazma", 4])
    assert names(YEAR, selection=Selection(country="IT")) == []
    assert names(YEAR, selection=Selection(with_agreements=True)) == []
