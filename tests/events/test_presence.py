"""Who is at an event right now: it only warns people of each other."""

import datetime as dt

import pytest
from django.utils import timezone

from reports.events import presence
from reports.events.presence import JUST_NOW
from reports.models import Event, Presence
from reports.models.presence import GONE_AFTER
from tests.factories import make_event, make_report, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def events(vyazma):
    report = make_report(vyazma)
    return [make_event(report), make_event(report)]


@pytest.fixture
def colleagues(vyazma):
    return [make_user(municipality=vyazma, full_name=name) for name in ("Яна", "Анна")]


def test_others_are_named_in_order_and_the_reader_is_not(events, clerk, colleagues):
    for person in (*colleagues, clerk):
        presence.announce(events[0], person)
    assert presence.others(events[0], clerk) == ["Анна", "Яна"]
    assert presence.others(events[1], clerk) == []


def test_who_leaves_one_page_stays_at_the_others(events, clerk, colleagues):
    for event in events:
        for person in colleagues:
            presence.announce(event, person)
    presence.leave(events[0], colleagues[0])
    assert presence.others(events[0], clerk) == ["Анна"]
    assert presence.others(events[1], clerk) == ["Анна", "Яна"]


@pytest.mark.parametrize(("seconds", "names"), [(-1, ["Яна"]), (1, [])])
def test_who_has_been_silent_is_gone(events, clerk, colleagues, seconds, names):
    presence.announce(events[0], colleagues[0])
    seen_at = timezone.now() - GONE_AFTER - dt.timedelta(seconds=seconds)
    Presence.objects.update(seen_at=seen_at)
    assert presence.others(events[0], clerk) == names


def test_who_calls_again_is_here_once(events, clerk, colleagues):
    for _ in range(2):
        presence.announce(events[0], colleagues[0])
    assert Presence.objects.count() == 1
    Presence.objects.update(seen_at=timezone.now() - 2 * GONE_AFTER)
    presence.announce(events[0], colleagues[0])
    assert presence.others(events[0], clerk) == ["Яна"]


@pytest.mark.parametrize(("seconds", "is_written"), [(-1, False), (1, True)])
def test_who_stays_is_written_down_when_the_last_time_is_a_while_ago(
    events, clerk, seconds, is_written
):
    presence.announce(events[0], clerk)
    before = timezone.now() - JUST_NOW - dt.timedelta(seconds=seconds)
    Presence.objects.update(seen_at=before)
    presence.stay(presence.with_last_seen(Event.objects.all(), clerk).get(pk=events[0].pk), clerk)
    assert (Presence.objects.get().seen_at != before) == is_written


def test_who_has_left_or_was_never_here_is_written_down(events, clerk, colleagues):
    presence.announce(events[0], colleagues[0])
    presence.stay(presence.with_last_seen(Event.objects.all(), clerk).get(pk=events[0].pk), clerk)
    assert Presence.objects.filter(event=events[0], user=clerk).exists()
