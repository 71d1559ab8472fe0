"""Several rows at once, and the places of rows, from the page of the report."""

import pytest
from django.urls import reverse

from tests.factories import make_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def events(report):
    return [make_event(report, name=name) for name in ("Первое", "Второе", "Третье")]


def test_ticked_are_deleted_and_brought_back_by_one_button(desk, report, events):
    keys = [event.pk for event in events[:2]]
    url = reverse("report_delete_events", args=[report.pk])
    page = desk.post(url, {"event": keys}, follow=True).content.decode()
    assert "Удалено: 2 мероприятия." in page
    assert report.events.live().count() == 1
    back = reverse("report_restore_events", args=[report.pk])
    assert f'action="{back}"' in page
    page = desk.post(back, {"event": keys}, follow=True).content.decode()
    assert "Возвращено: 2 мероприятия." in page
    assert report.events.live().count() == 3


def test_row_is_put_in_its_place(desk, report, events):
    url = reverse("event_place", args=[events[2].pk])
    answer = desk.post(url, {"number": "1"})
    assert answer.url == f"{report.get_absolute_url()}#event-{events[2].pk}"
    assert report.events.in_order().first() == events[2]


@pytest.mark.parametrize("number", ["", "первое", "-1", "0"])
def test_what_is_no_place_is_said(desk, report, events, number):
    url = reverse("event_place", args=[events[2].pk])
    page = desk.post(url, {"number": number}, follow=True).content.decode()
    assert "укажите число от 1" in page.lower() or "Укажите место числом" in page
    assert report.events.in_order().last() == events[2]


def test_rubbish_among_the_ticks_deletes_nothing(desk, report, events):
    url = reverse("report_delete_events", args=[report.pk])
    page = desk.post(url, {"event": [events[0].pk, "x"]}, follow=True).content.decode()
    assert "Ничего не изменено" in page
    assert report.events.live().count() == 3


def test_list_is_put_in_the_order_of_dates(desk, report, events):
    desk.post(reverse("event_place", args=[events[2].pk]), {"number": "1"})
    url = reverse("report_order_by_date", args=[report.pk])
    assert "по датам" in desk.post(url, follow=True).content.decode()
    report.refresh_from_db()
    assert not report.ordered_by_hand
