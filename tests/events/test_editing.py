"""Editing events: under the lock of their report, never lost, never twice."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reports.events import editing
from reports.events.editing import StaleEventError
from reports.models import Event, Report, Status
from reports.procedure import opening
from reports.procedure.guards import Refused
from tests.factories import EVENT_VALUES, MOMENT, make_event, make_report
from tests.refusing import refused

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.IN_REVIEW, Status.ACCEPTED])
@pytest.mark.parametrize("verb", ["save", "change", "delete", "restore", "copy", "move"])
def test_locked_report_takes_no_edit(clerk, vyazma, status, verb):
    report = make_report(vyazma, status=status, events=2)
    event = report.events.first()
    verbs = {
        "save": lambda: editing.save_event(report, user=clerk, **EVENT_VALUES),
        "change": lambda: editing.save_event(report, event=event, user=clerk, name="Другое"),
        "delete": lambda: editing.delete_event(event, user=clerk),
        "restore": lambda: editing.restore_event(event, user=clerk),
        "copy": lambda: editing.copy_event(event, user=clerk),
        "move": lambda: editing.move_event(event, up=False, user=clerk),
    }
    before = list(report.events.values_list("pk", "name", "position", "version"))
    with pytest.raises(Refused):
        verbs[verb]()
    assert list(report.events.values_list("pk", "name", "position", "version")) == before


@pytest.mark.parametrize("person", ["stranger", "reviewer", "administrator"])
def test_only_the_own_clerk_edits_events(request, vyazma, person):
    report = make_report(vyazma, events=1)
    with pytest.raises(Refused):
        editing.save_event(report, user=request.getfixturevalue(person), **EVENT_VALUES)


def test_save_event_stores_the_canonical_period(clerk, vyazma):
    event = editing.save_event(make_report(vyazma), user=clerk, period="с 5 по 6 ноября 2020")
    assert (event.period, event.period_start, event.period_end) == (
        "5-6 ноября 2020 года",
        dt.date(2020, 11, 5),
        dt.date(2020, 11, 6),
    )


def test_save_event_keeps_an_unreadable_period_as_typed(clerk, vyazma):
    event = editing.save_event(make_report(vyazma), user=clerk, period="дата уточняется")
    assert (event.period, event.period_start, event.period_end) == ("дата уточняется", None, None)


def test_stale_edit_is_refused_with_the_stored_text_in_hand(clerk, vyazma):
    report = make_report(vyazma)
    event = editing.save_event(report, user=clerk, **EVENT_VALUES)
    editing.save_event(report, event=event, version=1, user=clerk, name="Сохранено первым")
    with pytest.raises(StaleEventError) as refusal:
        editing.save_event(report, event=event, version=1, user=clerk, name="Написано вторым")
    assert refusal.value.current.name == "Сохранено первым"
    assert refusal.value.code == "event_changed"


def test_same_save_twice_is_neither_a_conflict_nor_a_new_version(clerk, vyazma):
    report = make_report(vyazma)
    event = editing.save_event(report, user=clerk, **EVENT_VALUES)
    changes = EVENT_VALUES | {"period": "5 ноября", "countries": ["DE", "FR"]}
    editing.save_event(report, event=event, version=1, user=clerk, **changes)
    again = editing.save_event(report, event=event, version=1, user=clerk, **changes)
    assert again.version == 2


def test_new_event_sent_twice_is_one_event(clerk, vyazma):
    report, key = make_report(vyazma), uuid.uuid4()
    for _ in range(2):
        editing.save_event(report, user=clerk, creation_key=key, **EVENT_VALUES)
    assert report.events.count() == 1


def test_deleted_event_comes_back_whole(clerk, vyazma):
    report = make_report(vyazma, events=1)
    event = editing.delete_event(report.events.get(), user=clerk)
    assert report.events.live().count() == 0
    restored = editing.restore_event(event, user=clerk)
    assert (restored.deleted_at, restored.content) == (None, EVENT_VALUES["content"])


def test_deleted_event_is_not_saved_behind_the_bin(clerk, vyazma):
    report = make_report(vyazma, events=1)
    event = editing.delete_event(report.events.get(), user=clerk)
    with pytest.raises(editing.DeletedEventError, match="Это мероприятие удалено") as refusal:
        editing.save_event(report, event=event, user=clerk, name="Новое")
    assert (refusal.value.event, refusal.value.code) == (event, "event_deleted")


def test_copy_has_every_text_but_the_period(clerk, vyazma):
    report = make_report(vyazma, events=1)
    copy = editing.copy_event(report.events.get(), user=clerk)
    assert (copy.name, copy.place, copy.period) == ("Конференция № 1", EVENT_VALUES["place"], "")


def test_event_with_nothing_to_lend_is_not_copied(clerk, vyazma):
    report = make_report(vyazma)
    event = editing.save_event(report, user=clerk, period="5 ноября")
    with refused("copy_of_empty_event", match="нечего копировать"):
        editing.copy_event(event, user=clerk)
    assert report.events.count() == 1


def test_event_is_not_copied_into_the_report_of_another_municipality(clerk, vyazma, rudnya):
    report = make_report(vyazma, events=1)
    clerk.act_for(rudnya)
    other = make_report(rudnya, quarter=report.quarter)
    with refused("copy_from_another_municipality", match="другого муниципального образования"):
        editing.copy_event(report.events.get(), report=other, user=clerk)
    assert not other.events.exists()


def test_copy_pressed_twice_keeps_what_was_written_since(clerk, vyazma):
    report, key = make_report(vyazma, events=1), uuid.uuid4()
    event = report.events.get()
    copy = editing.copy_event(event, user=clerk, creation_key=key)
    assert copy.pk != event.pk
    editing.save_event(report, event=copy, user=clerk, content="Дописано в копию")
    again = editing.copy_event(event, user=clerk, creation_key=key)
    assert (again.pk, again.content) == (copy.pk, "Дописано в копию")


def test_every_edit_counts_in_the_version_of_the_report(clerk, vyazma):
    report = make_report(vyazma)
    event = editing.save_event(report, user=clerk, **EVENT_VALUES)
    editing.delete_event(event, user=clerk)
    editing.restore_event(event, user=clerk)
    report.refresh_from_db()
    assert report.version == 4


def test_history_of_the_report_follows_its_events(clerk, vyazma):
    report = make_report(vyazma, status=Status.RETURNED, no_events=True)
    editing.save_event(report, user=clerk, **EVENT_VALUES)
    last = report.history.first()
    assert (last.no_events, last.version, last.history_user) == (False, 2, clerk)


def test_history_keeps_every_version_with_its_author(clerk, vyazma):
    report = make_report(vyazma)
    event = editing.save_event(report, user=clerk, **EVENT_VALUES)
    editing.save_event(report, event=event, user=clerk, name="Вторая редакция")
    versions = event.history.order_by("version").values_list("version", "name", "history_user")
    assert list(versions) == [
        (1, EVENT_VALUES["name"], clerk.pk),
        (2, "Вторая редакция", clerk.pk),
    ]


def test_restored_event_makes_a_returned_zero_report_ordinary(clerk, vyazma):
    report = make_report(vyazma, status=Status.RETURNED, events=1, no_events=True)
    editing.restore_event(editing.delete_event(report.events.get(), user=clerk), user=clerk)
    report.refresh_from_db()
    assert not report.no_events
    assert not report.history.first().no_events


def test_rows_added_at_once_make_a_returned_zero_report_ordinary(clerk, vyazma):
    report = make_report(vyazma, status=Status.RETURNED, no_events=True)
    editing.add_events(report, {uuid.uuid4(): dict(EVENT_VALUES)}, user=clerk)
    report.refresh_from_db()
    assert not report.no_events
    assert not report.history.first().no_events


def test_restored_twice_is_restored_once(clerk, vyazma):
    report = make_report(vyazma, events=1)
    event = editing.delete_event(report.events.get(), user=clerk)
    version = editing.restore_event(event, user=clerk).version
    assert editing.restore_event(event, user=clerk).version == version
    report.refresh_from_db()
    assert report.version == 3


def test_deleted_twice_is_deleted_once(clerk, vyazma):
    report = make_report(vyazma, events=1)
    event = report.events.get()
    deleted_at = editing.delete_event(event, user=clerk).deleted_at
    assert editing.delete_event(event, user=clerk).deleted_at == deleted_at
    report.refresh_from_db()
    assert report.version == 2


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("content", ["live event", "deleted event", "nothing"])
def test_archive_fills_only_an_untouched_report(vyazma, status, content):
    report = make_report(vyazma, status=status)
    if content != "nothing":
        deleted_at = MOMENT if content == "deleted event" else None
        make_event(report, name="Набрано сотрудником", deleted_at=deleted_at)
    before = list(report.events.values()), Report.objects.values().get()
    if (status, content) == (Status.DRAFT, "nothing"):
        assert editing.archive_report(report, [dict(EVENT_VALUES)]).status == Status.ACCEPTED
        return
    with refused("archive_into_filled_report", match="уже заполнен или сдан"):
        editing.archive_report(report, [dict(EVENT_VALUES)])
    assert (list(report.events.values()), Report.objects.values().get()) == before


@pytest.mark.parametrize("rows", [0, 1])
def test_archived_report_without_events_is_a_zero_one(vyazma, rows):
    report = editing.archive_report(make_report(vyazma), [dict(EVENT_VALUES)] * rows)
    assert (report.no_events, report.ordered_by_hand) == (not rows, True)


def test_archive_keeps_the_order_of_the_paper(vyazma):
    events = [
        EVENT_VALUES | {"name": name, "period": period}
        for name, period in (("б", "11 ноября"), ("а", "5 ноября"))
    ]
    report = editing.archive_report(make_report(vyazma), events)
    assert list(report.events.in_order().values_list("name", "position", "period")) == [
        ("б", 1, "11 ноября 2020 года"),
        ("а", 2, "5 ноября 2020 года"),
    ]


def test_archive_of_a_closed_quarter_is_refused_before_anything_is_written(vyazma, administrator):
    report = make_report(vyazma)
    opening.close_quarter(report.quarter, user=administrator)
    with CaptureQueriesContext(connection) as captured, refused("quarter_closed", match="закрыт"):
        editing.archive_report(report, [dict(EVENT_VALUES)])
    assert not any(query["sql"].startswith("INSERT") for query in captured)
    assert report.events.count() == 0


# Every verb, for every person, in every state


VERBS = {
    "save": lambda report, event, user: editing.save_event(report, user=user, **EVENT_VALUES),
    "change": lambda report, event, user: editing.save_event(
        report, event=event, user=user, name="Другое"
    ),
    "add": lambda report, event, user: editing.add_events(
        report, {uuid.uuid4(): dict(EVENT_VALUES)}, user=user
    ),
    "delete": lambda report, event, user: editing.delete_event(event, user=user),
    "restore": lambda report, event, user: editing.restore_event(
        report.events.in_bin().get(), user=user
    ),
    "copy": lambda report, event, user: editing.copy_event(event, user=user),
    "move": lambda report, event, user: editing.move_event(event, up=False, user=user),
}


@pytest.fixture
def report(vyazma):
    """A draft with two events and one in the bin."""
    report = make_report(vyazma, events=2)
    make_event(report, name="В корзине", deleted_at=MOMENT)
    return report


def stored(report):
    return Report.objects.filter(pk=report.pk).values().get(), list(report.events.values())


@pytest.mark.parametrize("person", ["stranger", "reviewer", "administrator"])
@pytest.mark.parametrize("verb", VERBS)
def test_nobody_else_edits_a_draft(request, report, verb, person):
    before = stored(report)
    with pytest.raises(Refused):
        VERBS[verb](report, report.events.first(), request.getfixturevalue(person))
    assert stored(report) == before


@pytest.mark.parametrize("status", [Status.DRAFT, Status.RETURNED])
@pytest.mark.parametrize("verb", VERBS)
def test_nothing_is_edited_in_a_closed_quarter(report, clerk, administrator, verb, status):
    Report.objects.update(status=status)
    opening.close_quarter(report.quarter, user=administrator)
    before = stored(report)
    with pytest.raises(Refused, match="закрыт"):
        VERBS[verb](report, report.events.first(), clerk)
    assert stored(report) == before


@pytest.mark.parametrize("status", [Status.DRAFT, Status.RETURNED])
@pytest.mark.parametrize("verb", VERBS)
def test_every_edit_counts_once_and_keeps_its_author(report, clerk, verb, status):
    Report.objects.update(status=status)
    known = set(Event.history.values_list("history_id", flat=True))
    VERBS[verb](report, report.events.first(), clerk)
    after = Report.objects.get()
    row = after.history.first()
    assert (after.version, after.status) == (report.version + 1, status)
    assert (row.version, row.history_user) == (after.version, clerk)
    rows = Event.history.exclude(history_id__in=known)
    assert {row.history_user for row in rows} == ({clerk} if verb != "move" else set())
    assert len(rows) == (verb != "move")  # a row that was moved has no new text


def test_move_counts_for_the_person_who_moved(report, reviewer, clerk):
    Report.objects.update(status=Status.ACCEPTED, accepted_at=timezone.now())
    editing.move_event(report.events.in_order().first(), up=False, user=reviewer)
    row = report.history.first()
    assert (row.history_user, row.ordered_by_hand) == (reviewer, True)


def test_deleted_event_is_not_moved(report, clerk):
    with refused("move_of_deleted_event", match="переставить его нельзя"):
        editing.move_event(report.events.in_bin().get(), up=True, user=clerk)


def test_copy_takes_what_may_be_the_same_again_and_no_more(vyazma, clerk):
    event = make_event(
        make_report(vyazma),
        category="festival",
        countries="BY,IT",
        agreements="Договор",
        participants_own=7,
        participants_total=40,
    )
    copy = editing.copy_event(event, user=clerk)
    same = ("name", "format", "place", "content", "participants", "category", "countries")
    assert [getattr(copy, name) for name in same] == [getattr(event, name) for name in same]
    assert (copy.period, copy.period_start, copy.period_end) == ("", None, None)
    assert (copy.agreements, copy.participants_own, copy.participants_total) == ("", None, None)
    assert (copy.same_as, copy.version, copy.pk != event.pk) == (None, 1, True)


def test_rows_added_at_once_are_all_there_or_none(report, clerk):
    key, other = uuid.uuid4(), uuid.uuid4()
    drafts = {key: EVENT_VALUES | {"name": "Первое"}, other: EVENT_VALUES | {"name": "Второе"}}
    assert editing.add_events(report, drafts, user=clerk) == 2
    added = report.events.get(creation_key=key)
    editing.save_event(report, event=added, user=clerk, name="Дописано")
    assert editing.add_events(report, drafts, user=clerk) == 0
    assert report.events.get(creation_key=key).name == "Дописано"
    editing.delete_event(report.events.get(creation_key=other), user=clerk)
    assert editing.add_events(report, drafts, user=clerk) == 0
    before = stored(report)
    broken = {uuid.uuid4(): dict(EVENT_VALUES), uuid.uuid4(): {"content": "я" * 100_001}}
    with pytest.raises(ValidationError):
        editing.add_events(report, broken, user=clerk)
    assert stored(report) == before


def test_stale_edit_changes_nothing(report, clerk):
    event = report.events.in_order().first()
    editing.save_event(report, event=event, version=event.version, user=clerk, name="Первым")
    before = stored(report)
    for version in (event.version, event.version + 2):
        with pytest.raises(StaleEventError):
            editing.save_event(report, event=event, version=version, user=clerk, name="Вторым")
    assert stored(report) == before


@pytest.mark.parametrize(
    ("typed", "stored", "start", "end"),
    [
        ("дата уточняется", "дата уточняется", None, None),
        ("", "", None, None),
        ("с 6 ноября", "с 6 ноября 2020 года", dt.date(2020, 11, 6), None),
        ("до 6 ноября", "до 6 ноября 2020 года", None, dt.date(2020, 11, 6)),
    ],
)
def test_days_follow_the_period_when_it_changes(clerk, vyazma, typed, stored, start, end):
    """No day of the earlier text is left behind."""
    report = make_report(vyazma)
    event = editing.save_event(report, user=clerk, name="Форум", period="5 ноября")
    editing.save_event(report, event=event, user=clerk, period=typed)
    event.refresh_from_db()
    assert (event.period, event.period_start, event.period_end) == (stored, start, end)
