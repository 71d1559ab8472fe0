"""Rows of a table that become events, or new words of events."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.events import editing
from reports.events.bringing_in import NewWords, bring_in
from reports.procedure.guards import Refused
from tests.factories import EVENT_VALUES, make_event, make_report, submit
from tests.whole import assert_whole

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(vyazma):
    return make_report(vyazma, events=2)


def drafts(*names):
    return {uuid.uuid4(): EVENT_VALUES | {"name": name} for name in names}


def test_new_rows_are_added_and_told_ones_take_their_new_words(report, clerk):
    first, second = report.events.in_order()
    words = {first.pk: NewWords(first.version, {"content": "Другие слова."})}
    assert bring_in(report, drafts("Форум"), words, user=clerk) == 1
    events = {event.pk: event for event in report.events.live()}
    assert events[first.pk].content == "Другие слова."
    assert events[first.pk].name == first.name
    assert events[second.pk].version == second.version
    assert {event.name for event in events.values()} == {first.name, second.name, "Форум"}
    assert first.history.latest().history_user == clerk


def test_new_period_brings_its_days(report, clerk):
    first = report.events.in_order().first()
    words = {first.pk: NewWords(first.version, {"period": "3 ноября 2020 года"})}
    bring_in(report, {}, words, user=clerk)
    first.refresh_from_db()
    assert first.period_start.isoformat() == "2020-11-03"


@pytest.mark.parametrize("what", ["changed", "deleted"])
def test_event_that_has_changed_meanwhile_is_not_written_over(report, clerk, what):
    first = report.events.in_order().first()
    words = {first.pk: NewWords(first.version, {"content": "Из таблицы."})}
    if what == "changed":
        editing.save_event(report, event=first, user=clerk, content="Набрано руками.")
    else:
        editing.delete_event(first, user=clerk)
    with pytest.raises(Refused, match="пока вы смотрели на таблицу"):
        bring_in(report, drafts("Форум"), words, user=clerk)
    assert not report.events.filter(name="Форум").exists()
    first.refresh_from_db()
    assert first.content != "Из таблицы."


def test_event_of_another_report_is_not_written(report, rudnya, clerk):
    foreign = make_event(make_report(rudnya))
    words = {foreign.pk: NewWords(foreign.version, {"content": "Чужое."})}
    with pytest.raises(Refused):
        bring_in(report, {}, words, user=clerk)
    foreign.refresh_from_db()
    assert foreign.content != "Чужое."


def test_locked_report_takes_nothing(report, clerk):
    submit(report, clerk)
    with pytest.raises(Refused):
        bring_in(report, drafts("Форум"), {}, user=clerk)
    assert report.events.count() == 2


def test_nothing_is_half_done_when_the_database_fails(report, clerk):
    first = report.events.in_order().first()
    words = {first.pk: NewWords(first.version, {"content": "Другие слова."})}
    assert_whole(lambda: bring_in(report, drafts("Форум"), words, user=clerk))


def test_statements_grow_only_with_the_events_that_are_rewritten(report, clerk):
    first, second = report.events.in_order()
    counts = []
    for number, event in ((1, first), (50, second)):
        words = {event.pk: NewWords(event.version, {"content": f"Слова {number}."})}
        with CaptureQueriesContext(connection) as captured:
            bring_in(report, drafts(*map(str, range(number))), words, user=clerk)
        counts.append(len(captured))
    assert counts[0] <= counts[1] <= counts[0] + 1 <= 18  # SQLite cuts long lists of values
