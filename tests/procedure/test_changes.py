"""What a reviewer is shown of a report that was returned and comes back."""

import pytest

from reports.events import editing
from reports.language.row_diff import Kind
from reports.models import Action, Status
from reports.procedure import changes, remarks, workflow
from tests.factories import make_event, make_report, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def returned(vyazma, reviewer):
    report = make_report(vyazma, status=Status.IN_REVIEW)
    for number in range(1, 4):
        make_event(report, name=f"Конференция {number}")
    return workflow.perform(Action.RETURN, report, user=reviewer, remark="Исправьте.")


def test_only_what_the_clerk_changed_is_shown(returned, clerk):
    first, second, third = returned.events.in_order()
    editing.save_event(returned, user=clerk, event=first, content="Обсуждение обмена школьниками")
    editing.delete_event(second, user=clerk)
    editing.save_event(returned, user=clerk, name="Фестиваль", period="29 октября 2020 года")
    changed, removed, added = changes.changes_since_return(returned)
    assert (changed.key, changed.kind) == (first.pk, Kind.CHANGED)
    assert [(cell.name, cell.before, cell.after) for cell in changed.cells] == [
        (
            "content",
            [("Обсуждение ", False), ("сотрудничества", True)],
            [("Обсуждение ", False), ("обмена школьниками", True)],
        )
    ]
    assert (removed.key, removed.kind) == (second.pk, Kind.REMOVED)
    assert (added.kind, added.after.cells["name"]) == (Kind.ADDED, "Фестиваль")
    assert third.pk not in {changed.key, removed.key, added.key}


def test_facts_for_statistics_are_shown_in_words(returned, clerk):
    event = returned.events.in_order()[0]
    editing.save_event(
        returned, user=clerk, event=event, format="online", countries=["IT"], participants_total=40
    )
    (change,) = changes.changes_since_return(returned)
    assert {cell.name: cell.after[-1][0] for cell in change.cells} == {
        "format": "онлайн",
        "countries": "Италия",
        "participants_total": "40",
    }


def test_moved_event_is_told_and_the_others_are_not(returned, clerk):
    first = returned.events.in_order()[0]
    for _ in range(2):
        editing.move_event(first, up=False, user=clerk)
    (change,) = changes.changes_since_return(returned)
    assert (change.key, change.kind) == (first.pk, Kind.MOVED)


def test_second_round_shows_what_changed_since_the_second_return(returned, clerk, reviewer):
    event = returned.events.in_order()[0]
    editing.save_event(returned, user=clerk, event=event, place="г. Рудня")
    submit(returned, clerk)
    workflow.perform(Action.START_REVIEW, returned, user=reviewer)
    workflow.perform(Action.RETURN, returned, user=reviewer, remark="И еще.")
    assert changes.changes_since_return(returned) == []
    editing.save_event(returned, user=clerk, event=event, participants="Школьники")
    (change,) = changes.changes_since_return(returned)
    assert [cell.name for cell in change.cells] == ["participants"]


def test_report_that_was_never_returned_has_nothing_to_compare_with(vyazma):
    assert changes.changes_since_return(make_report(vyazma, events=1)) is None


def test_typing_and_undoing_is_no_change(returned, clerk):
    event = returned.events.in_order()[0]
    editing.save_event(returned, user=clerk, event=event, place="г. Рудня")
    editing.save_event(returned, user=clerk, event=event, place="г. Вязьма")
    assert changes.changes_since_return(returned) == []


def test_remark_left_open_is_enough_to_return_again(returned, clerk, reviewer):
    """Nothing new to say: what was asked for has not been done."""
    submit(returned, clerk)
    workflow.perform(Action.START_REVIEW, returned, user=reviewer)
    workflow.perform(Action.RETURN, returned, user=reviewer)
    assert [remark.round for remark in returned.remarks.all()] == [1]


def test_remarks_know_with_which_return_they_were_sent(returned, clerk, reviewer):
    remarks.mark_fixed(returned.remarks.get(), fixed=True, user=clerk)
    submit(returned, clerk)
    workflow.perform(Action.START_REVIEW, returned, user=reviewer)
    workflow.perform(Action.RETURN, returned, user=reviewer, remark="И еще.")
    assert [(r.round, r.status) for r in returned.remarks.all()] == [
        (1, "отмечено исправленным"),
        (2, "не исправлено"),
    ]


def test_every_field_of_the_form_is_told_in_words(returned, clerk):
    event = returned.events.in_order()[0]
    editing.save_event(
        returned,
        user=clerk,
        event=event,
        category="festival",
        countries=["IT", "BY"],
        agreements="О встрече",
        participants_own=0,
    )
    (change,) = changes.changes_since_return(returned)
    assert {cell.name: cell.after for cell in change.cells} == {
        "category": [("фестиваль", True)],
        "countries": [("Беларусь, Италия", True)],
        "agreements": [("О встрече", True)],
        "participants_own": [("0", True)],
    }


def test_contents_are_kept_in_order_and_without_the_bin(vyazma, clerk):
    report = make_report(vyazma)
    second = make_event(report, name="Вторая", position=2)
    first = make_event(report, name="Первая", position=1)
    editing.delete_event(make_event(report, name="Удалена", position=3), user=clerk)
    assert [row["key"] for row in changes.contents_of(report)] == [first.pk, second.pk]
    assert set(changes.contents_of(report)[0]["cells"]) == set(changes.LABELS)
