"""What every verb of editing keeps to besides its own effect: whole or not at all, one lock, few
statements."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.events import editing
from reports.models import Report, Status
from tests.factories import EVENT_VALUES, make_event, make_report
from tests.whole import assert_whole

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(vyazma):
    return make_report(vyazma, events=2)


def test_nothing_is_half_done_when_the_database_fails(report, clerk):
    first = report.events.in_order().first()
    drafts = {uuid.uuid4(): EVENT_VALUES | {"name": name} for name in "аб"}
    assert_whole(lambda: editing.save_event(report, event=first, user=clerk, name="Другое"))
    assert_whole(lambda: editing.add_events(report, drafts, user=clerk))
    assert_whole(lambda: editing.copy_event(first, user=clerk, creation_key=uuid.uuid4()))
    assert_whole(lambda: editing.move_event(first, up=False, user=clerk))
    assert_whole(lambda: editing.delete_event(first, user=clerk))
    assert_whole(lambda: editing.restore_event(first, user=clerk))
    assert report.events.live().count() == 5


def test_archive_is_not_half_done_when_the_database_fails(vyazma):
    report = make_report(vyazma)
    assert_whole(lambda: editing.archive_report(report, [dict(EVENT_VALUES)]))
    assert Report.objects.get().status == Status.ACCEPTED


def test_events_are_not_half_handed_over_when_the_database_fails(vyazma, rudnya, reviewer):
    report = make_report(vyazma, status=Status.CLOSED, events=2)
    successor = make_report(rudnya, events=1)
    assert_whole(lambda: editing.hand_over(report, successor=successor, user=reviewer))
    assert successor.events.count() == 3


def test_handing_over_holds_no_third_report(vyazma, rudnya, reviewer):
    report = make_report(vyazma, status=Status.CLOSED, events=1)
    successor = make_report(rudnya)
    with CaptureQueriesContext(connection) as captured:
        editing.hand_over(report, successor=successor, user=reviewer)
    held = next(query["sql"] for query in captured if 'FROM "reports_report"' in query["sql"])
    assert f"IN ({report.pk}, {successor.pk})" in held


def test_lock_of_events_lets_others_point_at_them(report):
    assert editing.locked_events(report).query.select_for_no_key_update


def test_list_in_its_order_is_read_in_one_statement(report, django_assert_num_queries):
    with django_assert_num_queries(1):
        rows = [(row.report_id, row.position, row.by_day()) for row in editing.in_order(report)]
    assert len(rows) == 2


def test_event_without_a_day_takes_the_number_after_the_last_that_is_shown(report, clerk):
    make_event(report, name="В корзине", deleted_at="2021-01-12T13:20Z", position=9)
    editing.save_event(report, user=clerk, name="Без дня")
    positions = report.events.live().in_order().values_list("position", flat=True)
    assert list(positions) == [1, 2, 3]
