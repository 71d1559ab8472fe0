"""Every handing in has a receipt of its own, whatever becomes of the report."""

import pytest

from reports.events import editing
from reports.models import Action, Status
from reports.procedure import workflow
from reports.procedure.receipts import last_receipt, receipts_of
from tests.factories import EVENT_VALUES, make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def do(clerk, reviewer):
    def perform(action, report, **words):
        role = workflow.TRANSITIONS[action].role
        return workflow.perform(
            action, report, user=clerk if role == clerk.role else reviewer, **words
        )

    return perform


def told(report):
    return [(receipt.number, receipt.state.value) for receipt in receipts_of(report)]


def test_each_keeps_its_number_and_tells_what_became_of_the_report(do, vyazma):
    report = make_report(vyazma, number=5, events=1)
    assert (told(report), last_receipt(report)) == ([], None)
    report = do(Action.SUBMIT, report)
    assert told(report) == [("2020-4-05", "waiting")]
    report = do(Action.WITHDRAW, report)
    assert told(report) == [("2020-4-05", "withdrawn")]
    report = do(Action.SUBMIT, report)
    report = do(Action.START_REVIEW, report)
    assert told(report) == [("2020-4-05", "withdrawn"), ("2020-4-05/2", "in_review")]
    report = do(Action.RETURN, report, remark="Где?")
    assert told(report)[1:] == [("2020-4-05/2", "returned")]
    report = do(Action.SUBMIT, report)
    report = do(Action.START_REVIEW, report)
    report = do(Action.ACCEPT, report)
    assert told(report)[1:] == [("2020-4-05/2", "returned"), ("2020-4-05/3", "accepted")]
    assert last_receipt(report).end.action == Action.ACCEPT


def test_what_happens_after_the_end_of_a_receipt_changes_nothing_in_it(do, vyazma):
    report = do(Action.SUBMIT, make_report(vyazma, number=5, events=1))
    report = do(Action.START_REVIEW, report)
    report = do(Action.RETURN, report, remark="Где?")
    report = do(Action.CLOSE, report, note="Преобразовано")
    report = do(Action.REOPEN, report)
    report = do(Action.SUBMIT, report)
    assert told(report) == [("2020-4-05", "returned"), ("2020-4-05/2", "waiting")]
    report = do(Action.WITHDRAW, report)
    assert report.status == Status.RETURNED
    assert told(report)[1:] == [("2020-4-05/2", "withdrawn")]
    assert last_receipt(report).end.action == Action.WITHDRAW
    report = do(Action.CLOSE, report, note="Преобразовано")
    assert told(report)[1:] == [("2020-4-05/2", "withdrawn")]


def test_receipt_says_what_was_handed_in(do, clerk, vyazma):
    report = do(Action.SUBMIT, make_report(vyazma, events=3))
    assert (last_receipt(report).entry.note, last_receipt(report).is_zero) == (
        "Мероприятия: 3.",
        False,
    )
    report = do(Action.WITHDRAW, report)
    for event in report.events.all():
        editing.delete_event(event, user=clerk)
    report.refresh_from_db()
    report = do(Action.SUBMIT_EMPTY, report)
    assert (last_receipt(report).entry.note, last_receipt(report).is_zero) == ("", True)


def test_accepted_and_returned_since_counts_as_returned(do, vyazma):
    report = make_report(vyazma, events=1)
    for action in (Action.SUBMIT, Action.START_REVIEW, Action.ACCEPT):
        report = do(action, report)
    report = do(Action.RETURN, report, remark="Где?")
    assert told(report) == [("2020-4-01", "returned")]
    report = do(Action.SUBMIT, report)
    assert told(report) == [("2020-4-01", "returned"), ("2020-4-01/2", "waiting")]


def test_closed_and_opened_again_waits_as_before(do, vyazma):
    report = do(Action.SUBMIT, make_report(vyazma, events=1))
    report = do(Action.CLOSE, report, note="Преобразовано.")
    assert told(report) == [("2020-4-01", "closed")]
    assert told(do(Action.REOPEN, report)) == [("2020-4-01", "waiting")]


def test_report_from_the_archive_has_none(vyazma):
    report = editing.archive_report(make_report(vyazma), [dict(EVENT_VALUES)])
    assert (report.status, told(report)) == (Status.ACCEPTED, [])
