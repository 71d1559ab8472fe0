"""Whom the region is to call, and why."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from reports.events import editing
from reports.models import Report, Status
from reports.procedure import opening
from tests import factories
from tests.factories import make_report
from tests.views.region.desk import days_ago, page_of, row_of

pytestmark = pytest.mark.django_db


def calls(desk):
    return desk.get(reverse("quarter_calls", args=["2020-4"]))


def called(response):
    return [debtor.standing.report for debtor, _ in response.context["debtors"]]


def test_calls_are_for_those_who_owe_the_longest_first(desk, coming):
    made = {
        slug: make_report(factories.make_municipality(slug), **fields)
        for slug, fields in {
            "soon": {},
            "accepted": {"status": Status.ACCEPTED},
            "waiting": {"status": Status.SUBMITTED},
            "returned": {"status": Status.RETURNED, "returned_at": days_ago(5)},
            "longer": {"status": Status.RETURNED, "returned_at": days_ago(9)},
        }.items()
    }
    response = calls(desk)
    assert called(response) == [made["longer"], made["returned"], made["soon"]]
    page = page_of(response)
    assert "возвращен 9 дней назад" in row_of(page, made["longer"])
    assert "осталось 10 дней" in row_of(page, made["soon"])


def test_overdue_counts_from_the_extended_date(desk, vyazma, rudnya):
    today = timezone.localdate()
    quarter = factories.make_quarter(due_date=today - dt.timedelta(days=20))
    extended = make_report(
        vyazma,
        quarter=quarter,
        extended_until=today - dt.timedelta(days=2),
        extension_reason="Пожар.",
    )
    plain = make_report(rudnya, quarter=quarter)
    response = calls(desk)
    assert called(response) == [plain, extended]
    page = page_of(response)
    assert "срок прошел 20 дней назад" in row_of(page, plain)
    assert "срок прошел 2 дня назад" in row_of(page, extended)
    assert "Пожар." in row_of(page, extended)


def test_calls_name_the_people_who_work_there(desk, vyazma, rudnya):
    report = make_report(vyazma)
    factories.make_user(
        municipality=vyazma,
        full_name="Анна Ивановна",
        post="Главный специалист",
        phone="8 (48131) 4-20-11, доб. 12",
        email="anna@example.ru",
        last_login=factories.MOMENT,
    )
    factories.make_user(municipality=vyazma, full_name="Уволен", is_active=False, phone="111")
    factories.make_user(municipality=rudnya, full_name="Чужой", phone="222")
    row = row_of(page_of(calls(desk)), report)
    assert "Анна Ивановна" in row
    assert "Главный специалист" in row
    assert 'href="tel:84813142011;ext=12">8 (48131) 4-20-11, доб. 12</a>' in row
    assert "mailto:anna@example.ru" in row
    assert "12.01.2021 в 16:20" in row
    assert "Уволен" not in row
    assert "Чужой" not in row


def test_calls_say_that_nobody_came_and_nothing_was_saved(desk, clerk):
    report = make_report(clerk.municipality)
    row = row_of(page_of(calls(desk)), report)
    assert "никто не входил" in row
    assert "ничего не сохраняли" in row
    assert "телефон не указан" in row


def test_last_save_is_the_clerk_s_not_the_region_s(desk, clerk, reviewer, coming):
    report = make_report(clerk.municipality)
    editing.save_event(report, user=clerk, name="Форум", period="28 октября 2020 года")
    saved = Report.history.filter(id=report.pk, history_user=clerk)
    saved.update(history_date=factories.MOMENT)
    later = coming.due_date + dt.timedelta(days=5)
    opening.extend_due_date(report, until=later, reason="Пожар.", user=reviewer)
    assert "12.01.2021 в 16:20" in row_of(page_of(calls(desk)), report)


def test_calls_say_when_there_is_nobody_to_call(desk, vyazma, administrator):
    report = make_report(vyazma, status=Status.ACCEPTED)
    assert "напоминать некому" in page_of(calls(desk))
    Report.objects.update(status=Status.DRAFT, accepted_at=None)
    assert called(calls(desk)) == [report]
    opening.close_quarter(report.quarter, user=administrator)
    assert "уже нельзя" in page_of(calls(desk))
