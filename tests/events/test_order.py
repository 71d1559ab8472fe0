"""The order of the rows of a report."""

import uuid

import pytest

from reports.events import editing
from reports.models import EVENT_FIELDS, Event
from tests import factories
from tests.factories import make_event, make_report

pytestmark = pytest.mark.django_db


def test_events_stand_by_start_then_end(clerk, vyazma):
    report = make_report(vyazma)
    for name, period in (("в", "11 ноября"), ("б", "5-9 ноября"), ("а", "5 ноября"), ("г", "")):
        editing.save_event(report, user=clerk, name=name, period=period)
    assert list(report.events.in_order().values_list("name", flat=True)) == ["а", "б", "в", "г"]


@pytest.mark.parametrize("period", ["", "5 ноября"])
def test_events_of_one_day_stand_as_they_came(clerk, vyazma, period):
    report = make_report(vyazma)
    for name in "абв":
        editing.save_event(report, user=clerk, name=name, period=period)
    assert list(report.events.in_order().values_list("name", flat=True)) == ["а", "б", "в"]


@pytest.mark.parametrize("by_hand", [False, True])
def test_event_that_is_written_again_gets_its_place_back(clerk, vyazma, by_hand):
    """Without a word it is none, and another one has taken its number meanwhile."""
    report = make_report(vyazma)
    emptied, deleted, _ = (
        editing.save_event(report, user=clerk, name=name, period=period)
        for name, period in (("а", ""), ("б", "5 ноября"), ("в", "11 ноября"))
    )
    if by_hand:
        editing.move_event(report.events.get(name="а"), up=True, user=clerk)
    editing.save_event(report, event=emptied, user=clerk, name="")
    editing.delete_event(deleted, user=clerk)
    editing.restore_event(deleted, user=clerk)
    editing.save_event(report, event=emptied, user=clerk, name="а")
    rows = list(report.events.live().in_order().values_list("name", "position"))
    assert [position for _, position in rows] == [1, 2, 3]
    if not by_hand:
        assert [name for name, _ in rows] == ["б", "в", "а"]


def test_order_by_hand_stays(clerk, vyazma):
    report = make_report(vyazma)
    for name, period in (("а", "5 ноября"), ("б", "11 ноября")):
        editing.save_event(report, user=clerk, name=name, period=period)
    editing.move_event(report.events.get(name="б"), up=True, user=clerk)
    editing.save_event(report, user=clerk, name="в", period="1 октября")
    assert list(report.events.in_order().values_list("name", flat=True)) == ["б", "а", "в"]


def test_moving_beyond_the_edge_changes_nothing(clerk, vyazma):
    report = make_report(vyazma, events=2)
    editing.move_event(report.events.in_order().first(), up=True, user=clerk)
    report.refresh_from_db()
    assert not report.ordered_by_hand


def test_events_added_at_once_are_as_if_added_one_by_one(clerk, vyazma, rudnya):
    rows = [
        {"name": f"{number}-й форум", "period": f"{30 - number} ноября", "countries": ["RS", "BY"]}
        for number in range(25)
    ]
    rows += [{"name": "Без\u00ad дня ", "content": "Строка\r\n строка"}]
    at_once, one_by_one = make_report(vyazma), make_report(rudnya)
    stranger = factories.make_user(municipality=rudnya)
    editing.add_events(at_once, {uuid.uuid4(): values for values in rows}, user=clerk)
    for values in rows:
        editing.save_event(one_by_one, user=stranger, **values)
    fields = (*EVENT_FIELDS, "period_start", "period_end", "position", "version")

    def stored(report):
        return list(report.events.in_order().values_list(*fields))

    def told(report):
        history = Event.history.filter(report=report).order_by("name")
        return list(history.values_list(*EVENT_FIELDS, "history_type", "history_change_reason"))

    assert stored(at_once) == stored(one_by_one)
    assert told(at_once) == told(one_by_one)
    assert set(Event.history.filter(report=at_once).values_list("history_user", flat=True)) == {
        clerk.pk
    }
    at_once.refresh_from_db()
    assert at_once.version == 2


def test_restored_event_takes_the_place_of_its_day(clerk, vyazma):
    report = make_report(vyazma)
    for name, period in (("а", "5 ноября"), ("б", "11 ноября"), ("в", "20 ноября")):
        editing.save_event(report, user=clerk, name=name, period=period)
    middle = editing.delete_event(report.events.get(name="б"), user=clerk)
    editing.save_event(report, user=clerk, name="г", period="25 ноября")
    editing.restore_event(middle, user=clerk)
    live = report.events.live().in_order()
    assert list(live.values_list("name", "position")) == [
        ("а", 1),
        ("б", 2),
        ("в", 3),
        ("г", 4),
    ]


@pytest.mark.parametrize(
    ("moved", "up", "expected"),
    [
        ("а", True, "абв"),
        ("а", False, "бав"),
        ("б", True, "бав"),
        ("б", False, "авб"),
        ("в", True, "авб"),
        ("в", False, "абв"),
    ],
)
def test_event_changes_places_with_its_neighbour(vyazma, clerk, moved, up, expected):
    report = make_report(vyazma)
    for name in "абв":
        make_event(report, name=name)
    editing.move_event(report.events.get(name=moved), up=up, user=clerk)
    rows = report.events.in_order().values_list("name", "position")
    assert list(rows) == list(zip(expected, (1, 2, 3), strict=True))
    report.refresh_from_db()
    assert (report.ordered_by_hand, report.version) == (
        (True, 2) if expected != "абв" else (False, 1)
    )


def test_rows_are_numbered_without_gaps_for_those_in_the_bin(clerk, vyazma):
    report = make_report(vyazma, events=3)
    editing.delete_event(report.events.in_order()[1], user=clerk)
    editing.save_event(report, user=clerk, name="Последнее", period="30 декабря")
    assert list(report.events.live().in_order().values_list("position", flat=True)) == [1, 2, 3]
