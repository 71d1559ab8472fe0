"""What the clerk's page says first, by the state of the report and the day."""

import datetime as dt

import pytest

from reports.language.quarters import Quarter as Calendar
from reports.models import Quarter, Report, Status
from reports.overview.deadline import STILL_TAKEN, loud_of, ruler

DUE = dt.date(2027, 1, 15)
HANDED_IN = dt.datetime(2027, 1, 11, 7, 15, tzinfo=dt.UTC)


def make(status=Status.DRAFT, *, closed_at=None, **fields):
    quarter = Quarter(year=2026, number=4, due_date=DUE, closed_at=closed_at)
    return Report(quarter=quarter, status=status, **fields)


@pytest.mark.parametrize(
    ("today", "number", "is_wax"),
    [
        (dt.date(2026, 11, 28), "48 дней", False),
        (dt.date(2027, 1, 11), "4 дня", False),
        (dt.date(2027, 1, 12), "3 дня", True),
        (dt.date(2027, 1, 13), "2 дня", True),
        (dt.date(2027, 1, 14), "1 день", True),
        (DUE, "Сегодня", True),  # the whole of the last day counts
        (dt.date(2027, 1, 16), "Срок прошел", True),
    ],
)
def test_days_that_are_left(today, number, is_wax):
    loud = loud_of(make(), today)
    assert (loud.number, loud.is_wax) == (number, is_wax)
    assert "15 января 2027 года" in loud.heading or number == "Сегодня"


def test_calm_draft_says_the_day_and_that_there_is_time():
    loud = loud_of(make(), dt.date(2026, 11, 28))
    assert loud.heading == "Сдать до 15 января 2027 года"
    assert loud.text.startswith("Пятница, до 24:00. Черновик можно заполнять по частям")


def test_last_days_say_what_being_late_costs():
    for today in (dt.date(2027, 1, 13), DUE):
        assert "Позже сдать тоже можно, но отчет будет отмечен опоздавшим." in (
            loud_of(make(), today).text
        )


def test_overdue_draft_may_still_be_handed_in():
    loud = loud_of(make(), dt.date(2027, 2, 1))
    assert loud.text == STILL_TAKEN == "Сдать еще можно, отчет будет отмечен опоздавшим."
    taken_back = loud_of(make(first_submitted_at=HANDED_IN), dt.date(2027, 2, 1))
    assert "Дата первой сдачи, 11 января 2027 года, сохранится" in taken_back.text


def test_extension_moves_the_day_and_gives_its_reason():
    report = make(extended_until=dt.date(2027, 1, 20), extension_reason="Пожар в архиве.")
    loud = loud_of(report, dt.date(2027, 1, 16))
    assert loud.number == "4 дня"
    assert loud.text.endswith("Срок продлен до 20 января 2027 года: Пожар в архиве.")


@pytest.mark.parametrize("status", [Status.DRAFT, Status.RETURNED])
def test_closed_quarter_with_a_draft_says_that_it_is_not_handed_in(status):
    loud = loud_of(make(status, closed_at=HANDED_IN), dt.date(2027, 2, 1))
    assert (loud.number, loud.is_wax, loud.months) == ("Отчет не сдан", False, [])
    assert "IV квартал 2026 года закрыт" in loud.text


@pytest.mark.parametrize(
    ("remarks", "heading"),
    [
        ({"open_remarks": 2}, "Исправьте 2 замечания и сдайте отчет снова"),
        ({"open_remarks": 1, "fixed_remarks": 4}, "Исправьте 1 замечание и сдайте отчет снова"),
        ({"fixed_remarks": 1}, "Замечания отмечены исправленными: сдайте отчет снова"),
        ({}, "Исправьте отчет и сдайте его снова"),
    ],
)
def test_returned_report_says_what_to_do(remarks, heading):
    loud = loud_of(make(Status.RETURNED), dt.date(2026, 12, 1), **remarks)
    assert (loud.number, loud.heading, loud.is_wax) == ("45 дней", heading, True)


def test_return_makes_nobody_late():
    report = make(Status.RETURNED, first_submitted_at=HANDED_IN)
    loud = loud_of(report, dt.date(2027, 2, 1), open_remarks=1, waits=5)
    assert (loud.number, loud.months) == ("Вернули", [])
    assert "Впервые отчет сдан 11 января 2027 года, в срок" in loud.text
    assert loud.text.endswith("Ответа ждут 5 дней.")
    assert "опоздавшим" not in loud.text


@pytest.mark.parametrize(
    "status", [Status.SUBMITTED, Status.IN_REVIEW, Status.ACCEPTED, Status.CLOSED]
)
def test_nothing_is_loud_where_nothing_is_asked(status):
    assert loud_of(make(status), DUE) is None


def test_ruler_fills_month_by_month():
    calendar = Calendar(2026, 4)
    assert ruler(calendar, DUE, dt.date(2026, 11, 28)) == [
        ("Октябрь", 100),
        ("Ноябрь", 90),
        ("Декабрь", 0),
        ("до 15 янв.", 0),
    ]
    assert ruler(calendar, DUE, dt.date(2027, 1, 8))[-1] == ("до 15 янв.", 47)
    assert [passed for _, passed in ruler(calendar, DUE, dt.date(2027, 3, 1))] == [100] * 4
    assert [passed for _, passed in ruler(calendar, DUE, dt.date(2026, 9, 1))] == [0] * 4


def test_ruler_bears_a_due_date_inside_the_quarter():
    assert ruler(Calendar(2026, 4), dt.date(2026, 12, 20), DUE)[-1] == ("до 20 дек.", 100)
