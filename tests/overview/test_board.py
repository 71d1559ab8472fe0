"""Where a municipality stands, in words, and whom to call."""

import datetime as dt

import pytest
from django.utils import timezone

from municipalities.models import Role
from reports.events import editing
from reports.models import Report, Status
from reports.overview import board
from reports.procedure import opening
from tests import factories
from tests.factories import MOMENT, make_quarter, make_report, make_user

pytestmark = pytest.mark.django_db
DUE = dt.date(2021, 1, 15)  # of the quarter that the factories make


def standing(report, day=DUE):
    found = Report.objects.for_board().get(pk=report.pk)
    return board.Standing(found, found.display_status_on(day), day)


def rows(reviewer, day=DUE):
    return board.board(make_quarter(), user=reviewer, today=day).rows


def test_board_has_the_reports_of_its_quarter_alone(reviewer, vyazma, rudnya):
    report = make_report(vyazma)
    make_report(rudnya, quarter=make_quarter(report.quarter.calendar.next))
    make_report(rudnya, quarter=make_quarter(report.quarter.calendar.previous))
    assert [row.standing.report for row in rows(reviewer)] == [report]


@pytest.mark.parametrize(
    ("status", "no_events", "words"),
    [
        (Status.ACCEPTED, False, "Принят"),
        (Status.ACCEPTED, True, "Принят, нулевой"),
        (Status.RETURNED, False, "На доработке"),
        (Status.RETURNED, True, "На доработке, нулевой"),
        (Status.SUBMITTED, False, "Сдан"),
        (Status.SUBMITTED, True, "Сдан, нулевой"),
    ],
)
def test_zero_report_is_told_from_the_others(vyazma, status, no_events, words):
    assert standing(make_report(vyazma, status=status, no_events=no_events)).words == words


@pytest.mark.parametrize(
    ("first_day", "day", "words"),
    [
        (None, DUE, ""),
        (None, DUE + dt.timedelta(days=1), "срок прошел 1 день назад"),
        (None, DUE + dt.timedelta(days=12), "срок прошел 12 дней назад"),
        (DUE, DUE + dt.timedelta(days=30), "в срок"),
        (DUE + dt.timedelta(days=2), DUE + dt.timedelta(days=30), "на 2 дня позже"),
    ],
)
def test_timeliness_is_that_of_the_first_day(vyazma, first_day, day, words):
    fields = {}
    if first_day:
        moment = timezone.make_aware(dt.datetime.combine(first_day, dt.time(12)))
        fields = {"status": Status.ACCEPTED, "first_submitted_at": moment}
    assert standing(make_report(vyazma, **fields), day).timeliness == words


def returned(municipality, days):
    at = timezone.make_aware(dt.datetime.combine(DUE - dt.timedelta(days=days), dt.time(12)))
    return make_report(municipality, status=Status.RETURNED, returned_at=at)


@pytest.mark.parametrize(("days", "wants"), [(6, False), (7, True)])
def test_returned_report_that_waits_too_long_wants_attention(vyazma, settings, days, wants):
    settings.RETURNED_RED_DAYS = 7
    assert standing(returned(vyazma, days)).wants_attention == wants


def test_overdue_report_wants_attention_while_the_quarter_is_open(vyazma, administrator):
    report, day = make_report(vyazma), DUE + dt.timedelta(days=1)
    assert not standing(report, DUE).wants_attention
    assert standing(report, day).wants_attention
    opening.close_quarter(report.quarter, user=administrator)
    assert not standing(report, day).wants_attention


def test_people_to_call_stand_in_order_and_their_last_sign_in_counts(reviewer, vyazma, rudnya):
    make_report(vyazma)
    early, late = MOMENT, MOMENT + dt.timedelta(days=1)
    for name, last_login in (("Яна", early), ("Анна", None), ("Вера", late)):
        make_user(municipality=vyazma, full_name=name, last_login=last_login)
    make_user(municipality=vyazma, full_name="Уволена", is_active=False, last_login=late)
    make_user(municipality=rudnya, full_name="Чужая", last_login=late)
    (debtor,) = board.debtors(rows(reviewer))
    assert [person.full_name for person in debtor.people] == ["Анна", "Вера", "Яна"]
    assert (debtor.last_sign_in, debtor.last_save) == (late, None)


def test_last_save_is_of_the_own_report_by_a_clerk(reviewer, clerk, stranger, vyazma, rudnya):
    report, other = make_report(vyazma), make_report(rudnya)
    editing.save_event(report, user=clerk, name="Форум")
    saved = Report.history.filter(id=report.pk, history_user=clerk)
    saved.update(history_date=MOMENT)
    editing.save_event(other, user=stranger, name="Ярмарка")
    until = DUE + dt.timedelta(days=9)
    opening.extend_due_date(report, until=until, reason="Пожар.", user=reviewer)
    saves = {debtor.standing.report: debtor.last_save for debtor in board.debtors(rows(reviewer))}
    assert saves[report] == MOMENT
    assert saves[other] > MOMENT


def test_nobody_is_called_about_what_was_handed_in(reviewer):
    made = {
        status: make_report(factories.make_municipality(status), status=status)
        for status in (Status.DRAFT, Status.SUBMITTED, Status.IN_REVIEW, Status.ACCEPTED)
    }
    called = [debtor.standing.report for debtor in board.debtors(rows(reviewer))]
    assert called == [made[Status.DRAFT]]


@pytest.mark.parametrize("role", [Role.REGION, Role.ADMIN])
def test_staff_see_every_municipality(vyazma, rudnya, role):
    reports = [make_report(vyazma), make_report(rudnya)]
    assert [row.standing.report for row in rows(make_user(role))] == reports
