"""The list of events as a list: places, dates, several rows at once."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.events import arranging, editing
from reports.language.quarters import Quarter as Calendar
from reports.models import Report, Status
from reports.procedure.guards import Refused
from tests.factories import MOMENT, make_event, make_quarter, make_report
from tests.refusing import refused
from tests.whole import assert_whole

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(vyazma):
    report = make_report(vyazma)
    for day, name in ((9, "а"), (3, "б"), (5, "в"), (1, "г")):
        start = dt.date(2020, 10, day)
        make_event(report, name=name, period_start=start, period_end=start)
    return report


def names(report):
    return "".join(report.events.live().in_order().values_list("name", flat=True))


@pytest.mark.parametrize(
    ("name", "number", "order"),
    [("г", 1, "габв"), ("а", 3, "бваг"), ("а", 99, "бвга"), ("б", 2, "абвг")],
)
def test_row_goes_to_the_place_that_is_named(report, clerk, name, number, order):
    arranging.place_event(report.events.get(name=name), number=number, user=clerk)
    assert names(report) == order
    assert Report.objects.get().ordered_by_hand == (order != "абвг")


def test_place_before_the_first_is_refused(report, clerk):
    with refused("place_before_first", match="от 1"):
        arranging.place_event(report.events.first(), number=0, user=clerk)


def test_deleted_row_has_no_place(report, clerk):
    event = report.events.get(name="а")
    arranging.delete_events(report, [event.pk], user=clerk)
    with refused("place_of_deleted_event", match="удалено"):
        arranging.place_event(event, number=1, user=clerk)


def test_order_by_date_holds_for_what_comes_later(report, clerk):
    arranging.place_event(report.events.get(name="г"), number=2, user=clerk)
    arranging.order_by_date(report, user=clerk)
    now = Report.objects.get()
    assert (names(report), now.ordered_by_hand) == ("гбва", False)
    arranging.order_by_date(report, user=clerk)  # pressed twice
    assert Report.objects.get().version == now.version


def test_rows_that_stand_by_date_as_people_put_them_are_put_by_date_from_then_on(report, clerk):
    arranging.order_by_date(report, user=clerk)
    assert names(report) == "гбва"
    arranging.place_event(report.events.get(name="г"), number=2, user=clerk)
    arranging.place_event(report.events.get(name="г"), number=1, user=clerk)
    assert Report.objects.get().ordered_by_hand
    arranging.order_by_date(report, user=clerk)
    assert (names(report), Report.objects.get().ordered_by_hand) == ("гбва", False)


def test_several_go_into_the_bin_and_come_back(report, clerk):
    keys = list(report.events.filter(name__in="аг").values_list("pk", flat=True))
    assert sorted(arranging.delete_events(report, keys, user=clerk)) == sorted(keys)
    assert names(report) == "бв"
    assert arranging.delete_events(report, keys, user=clerk) == []
    assert arranging.restore_events(report, keys, user=clerk) == 2
    assert set(names(report)) == set("абвг")


def test_each_keeps_its_history_and_the_report_changes_once(report, clerk):
    keys = list(report.events.values_list("pk", flat=True))
    before = Report.objects.get().version
    arranging.delete_events(report, keys[:3], user=clerk)
    arranging.restore_events(report, keys[:2], user=clerk)
    assert Report.objects.get().version == before + 2
    for event in report.events.filter(pk__in=keys[:2]):
        newest, deleted = event.history.all()[:2]
        assert (newest.deleted_at, newest.version, newest.history_user) == (None, 3, clerk)
        assert (deleted.version, deleted.history_user) == (2, clerk)
        assert deleted.deleted_at
        assert event.version == 3
    assert report.events.get(pk=keys[3]).history.first().version == 1


def test_states_of_several_are_changes_like_those_of_one(report, clerk):
    event, other = report.events.filter(name__in="аг")
    arranging.delete_events(report, [event.pk], user=clerk)
    editing.delete_event(other, user=clerk)
    at_once, alone = (row.history.first() for row in (event, other))
    for name in ("history_type", "history_change_reason", "history_user", "version"):
        assert getattr(at_once, name) == getattr(alone, name)
    assert at_once.deleted_at == report.events.get(pk=event.pk).deleted_at


def test_what_comes_back_takes_the_place_of_its_day_in_a_report_that_was_a_zero_one(report, clerk):
    keys = list(report.events.values_list("pk", flat=True))
    arranging.delete_events(report, keys, user=clerk)
    Report.objects.update(status=Status.RETURNED, no_events=True)
    arranging.restore_events(report, keys, user=clerk)
    assert (names(report), Report.objects.get().no_events) == ("гбва", False)
    assert report.history.first().no_events is False


def test_deleted_ones_are_named_in_the_order_of_the_list(report, clerk):
    arranging.place_event(report.events.get(name="г"), number=1, user=clerk)
    keys = list(report.events.filter(name__in="аг").order_by("pk").values_list("pk", flat=True))
    gone = arranging.delete_events(report, keys, user=clerk)
    assert gone == list(reversed(keys))


def test_statements_do_not_grow_with_the_rows_chosen(vyazma, clerk):
    def statements(verb, year, number):
        report = make_report(vyazma, quarter=make_quarter(Calendar(year, 4)), events=number)
        keys = list(report.events.values_list("pk", flat=True))
        if verb == arranging.restore_events:
            arranging.delete_events(report, keys, user=clerk)
        with CaptureQueriesContext(connection) as asked:
            verb(report, keys, user=clerk)
        return len(asked)

    for year, verb in ((2018, arranging.delete_events), (2020, arranging.restore_events)):
        # A batch more of the history, for a database takes so many values at once.
        assert statements(verb, year + 1, 60) <= statements(verb, year, 2) + 2 < 15


def test_foreign_row_among_them_deletes_none(report, rudnya, clerk):
    foreign = make_event(make_report(rudnya))
    keys = [report.events.first().pk, foreign.pk]
    with refused(
        "ticked_of_another_report", match="1 мероприятие из отмеченных — не из этого отчета"
    ):
        arranging.delete_events(report, keys, user=clerk)
    assert names(report) == "абвг"


def test_nothing_ticked_is_said(report, clerk):
    with refused("nothing_ticked", match="Отметьте мероприятия"):
        arranging.delete_events(report, [], user=clerk)


@pytest.mark.parametrize("who", ["stranger", "reviewer", "clerk"])
def test_only_the_own_clerk_while_the_report_is_theirs(request, report, who):
    person = request.getfixturevalue(who)
    if who == "clerk":
        Report.objects.update(
            status=Status.SUBMITTED, submitted_at=MOMENT, first_submitted_at=MOMENT
        )
    event = report.events.first()
    for verb in (
        lambda: arranging.place_event(event, number=3, user=person),
        lambda: arranging.order_by_date(report, user=person),
        lambda: arranging.delete_events(report, [event.pk], user=person),
        lambda: arranging.restore_events(report, [event.pk], user=person),
    ):
        with pytest.raises(Refused):
            verb()
    assert names(report) == "абвг"


def test_nothing_is_half_done_when_the_database_fails(report, clerk):
    keys = list(report.events.filter(name__in="аг").values_list("pk", flat=True))
    event = report.events.get(name="г")
    assert_whole(lambda: arranging.place_event(event, number=1, user=clerk))
    assert_whole(lambda: arranging.order_by_date(report, user=clerk))
    assert_whole(lambda: arranging.delete_events(report, keys, user=clerk))
    assert_whole(lambda: arranging.restore_events(report, keys, user=clerk))
