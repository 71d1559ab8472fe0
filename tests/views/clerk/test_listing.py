"""Several rows at once, and the places of rows, from the page of the report."""

import pytest
from django.urls import reverse

from reports.models import Event
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


def test_row_that_is_gone_is_offered_back_in_its_place(desk, report, events):
    answer = desk.post(reverse("event_delete", args=[events[1].pk]))
    assert answer.url == f"{report.get_absolute_url()}?deleted={events[1].pk}#deleted"
    page = desk.get(answer.url).content.decode()
    places = [f'id="event-{events[0].pk}"', 'id="deleted"', f'id="event-{events[2].pk}"']
    assert sorted(places, key=page.index) == places
    last = desk.get(f"{report.get_absolute_url()}?deleted={events[1].pk},{events[2].pk}")
    assert last.status_code == 200
    desk.post(reverse("event_delete", args=[events[2].pk]))
    page = desk.get(f"{report.get_absolute_url()}?deleted={events[2].pk}").content.decode()
    assert page.index(f'id="event-{events[0].pk}"') < page.index('id="deleted"')


def test_action_in_a_later_part_of_the_list_comes_back_to_it(desk, report, events):
    address = f"{reverse('event_move', args=[events[2].pk])}?after=[1,{events[0].pk}]"
    answer = desk.post(address, {"up": "1"})
    assert (
        answer.url
        == f"{report.get_absolute_url()}?after=%5B1%2C{events[0].pk}%5D#event-{events[2].pk}"
    )


@pytest.mark.parametrize("action", ["event_place", "event_copy", "event_move"])
def test_row_that_has_gone_to_another_part_of_the_list_is_shown_there(desk, report, action):
    Event.objects.bulk_create(
        [Event(report=report, position=n, name=f"Слет {n}") for n in range(1, 161)]
    )
    # The last row of the first part.
    event = report.events.get(position=80)
    data = {"event_place": {"number": "150"}, "event_copy": {}, "event_move": {"down": "1"}}
    answer = desk.post(reverse(action, args=[event.pk]), data[action])
    address, _, place = answer.url.partition("#")
    assert "after" in address
    assert f'id="{place}"' in desk.get(address).content.decode()
    back = desk.post(
        reverse("event_place", args=[place.split("-")[1]]) + "?" + address.partition("?")[2],
        {"number": "1"},
    )
    assert "after" not in back.url


def test_zero_report_is_not_offered_where_there_are_events(desk, report, events):
    page = desk.get(report.get_absolute_url()).content.decode()
    assert reverse("report_no_events", args=[report.pk]) not in page
    for event in events:
        desk.post(reverse("event_delete", args=[event.pk]))
    page = desk.get(report.get_absolute_url()).content.decode()
    assert reverse("report_no_events", args=[report.pk]) in page
