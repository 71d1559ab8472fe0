"""Rows of the report: deleted, moved, copied."""

import uuid

import pytest
from django.urls import reverse

from tests.factories import make_event

pytestmark = pytest.mark.django_db


def test_deleted_event_is_offered_back(desk, report):
    event = make_event(report, name="Форум")
    page = desk.post(reverse("event_delete", args=[event.pk]), follow=True).content.decode()
    assert "Удалено: Форум" in page
    desk.post(reverse("event_restore", args=[event.pk]))
    assert report.events.live().get() == event


def test_events_move_and_copy(desk, report):
    first, second = make_event(report, name="Первое"), make_event(report, name="Второе")
    desk.post(reverse("event_move", args=[second.pk]), {"up": "1"})
    desk.post(reverse("event_copy", args=[first.pk]), {"creation_key": uuid.uuid4()})
    names = report.events.live().in_order().values_list("name", flat=True)
    assert list(names) == ["Второе", "Первое", "Первое"]


@pytest.mark.parametrize("key", ["", "не ключ"])
def test_copy_needs_no_key(desk, report, key):
    desk.post(reverse("event_copy", args=[make_event(report).pk]), {"creation_key": key})
    assert report.events.count() == 2


def test_cut_request_to_move_moves_nothing(desk, report):
    first = make_event(report, name="Первое")
    make_event(report, name="Второе")
    desk.post(reverse("event_move", args=[first.pk]))
    names = report.events.in_order().values_list("name", flat=True)
    assert list(names) == ["Первое", "Второе"]
