"""Real threads on the real database, each with a connection of its own."""

import os
import threading

import pytest
from django.db import connection

from municipalities.models import Role
from reports.events import editing
from reports.events.editing import StaleEventError
from reports.models import Action, Event, Report, ReportLog, Status
from reports.procedure import opening, workflow
from reports.procedure.guards import Refused
from tests import factories
from tests.factories import EVENT_VALUES, MOMENT, make_report

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 15


def race(*contestants, patience=30):
    """Run all at the same moment. Returns what each gave, an exception included; one that has not
    come in within ``patience`` seconds gives a TimeoutError."""
    barrier = threading.Barrier(len(contestants))
    results = [TimeoutError("not finished")] * len(contestants)

    def run(number, contestant):
        try:
            barrier.wait(10)
            results[number] = contestant()
        except Exception as error:  # noqa: BLE001 - the outcome is looked at by the test
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(contestants)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(patience)
    return results


@pytest.fixture
def cast():
    municipality = factories.make_municipality()
    clerk = factories.make_user(municipality=municipality)
    reviewer = factories.make_user(Role.REGION)
    return municipality, clerk, reviewer


def reset(report, status):
    Report.objects.filter(pk=report.pk).update(
        status=status, accepted_at=None, submitted_at=MOMENT, first_submitted_at=MOMENT
    )
    ReportLog.objects.all().delete()


def chain_holds(report, first):
    """Every log row begins where the one before it ended, and the last is the present status."""
    at = first
    for entry in ReportLog.objects.order_by("pk"):
        assert entry.from_status == at
        at = entry.to_status
    return at == Report.objects.get(pk=report.pk).status


def test_suite_runs_on_the_database_it_was_asked_for():
    if os.environ.get("REQUIRE_POSTGRESQL"):
        assert connection.vendor == "postgresql"


def test_submit_against_return(cast):
    """Both at once on a report under review: the return always holds; the submission comes
    after it or is refused, and never stands on a status that has passed."""
    municipality, clerk, reviewer = cast
    report = make_report(municipality, status=Status.IN_REVIEW, events=1)
    for _ in range(ROUNDS):
        reset(report, Status.IN_REVIEW)
        submitted, returned = race(
            lambda: workflow.perform(Action.SUBMIT, report, user=clerk),
            lambda: workflow.perform(Action.RETURN, report, user=reviewer, remark="Исправьте."),
        )
        assert returned.status == Status.RETURNED
        assert isinstance(submitted, Refused) or submitted.status == Status.SUBMITTED
        assert chain_holds(report, Status.IN_REVIEW)


def test_withdraw_against_opening_has_one_winner(cast):
    municipality, clerk, reviewer = cast
    report = make_report(municipality, status=Status.SUBMITTED, events=1)
    for _ in range(ROUNDS):
        reset(report, Status.SUBMITTED)
        results = race(
            lambda: workflow.perform(Action.WITHDRAW, report, user=clerk),
            lambda: workflow.perform(Action.START_REVIEW, report, user=reviewer),
        )
        assert sum(isinstance(result, Refused) for result in results) == 1
        assert ReportLog.objects.count() == 1


def test_two_submissions_leave_one_log_row(cast):
    municipality, clerk, _ = cast
    report = make_report(municipality, events=1)
    for _ in range(ROUNDS):
        reset(report, Status.DRAFT)
        results = race(*[lambda: workflow.perform(Action.SUBMIT, report, user=clerk)] * 3)
        assert sum(isinstance(result, Refused) for result in results) == 2
        assert ReportLog.objects.count() == 1


def test_no_edit_lands_after_acceptance(cast):
    """What was accepted is what was on the screen: the version decides, under the lock."""
    municipality, clerk, _ = cast
    report = make_report(municipality, status=Status.RETURNED, events=1)
    event = report.events.get()
    for number in range(ROUNDS):
        reset(report, Status.RETURNED)
        saved, _ = race(
            lambda number=number: editing.save_event(
                report, event=event, user=clerk, name=f"Текст {number}"
            ),
            lambda: workflow.perform(Action.SUBMIT, report, user=clerk),
        )
        stored = Event.objects.get(pk=event.pk).name
        if isinstance(saved, Refused):
            assert stored != f"Текст {number}"
        else:
            assert stored == f"Текст {number}"


def test_simultaneous_edits_of_one_version_have_one_winner(cast):
    municipality, clerk, _ = cast
    report = make_report(municipality, events=1)
    event = report.events.get()
    for number in range(ROUNDS):
        version = Event.objects.get(pk=event.pk).version
        results = race(
            *[
                lambda version=version, text=f"{number}-{writer}": editing.save_event(
                    report, event=event, version=version, user=clerk, name=text
                )
                for writer in range(3)
            ]
        )
        assert sum(isinstance(result, StaleEventError) for result in results) == 2


def test_one_creation_key_in_parallel_gives_one_event(cast):
    municipality, clerk, _ = cast
    report = make_report(municipality)
    key = "6f0d3c52-6c3e-4a39-93a5-0e2a5bb2a2a1"
    results = race(
        *[lambda: editing.save_event(report, user=clerk, creation_key=key, **EVENT_VALUES)] * 5
    )
    assert [result for result in results if isinstance(result, Exception)] == []
    assert report.events.count() == 1


def test_quarter_opened_by_several_at_once_has_each_report_once(cast):
    factories.make_municipality("rudnya")
    results = race(*[lambda: opening.open_quarter(factories.IV_2020, user=None)] * 4)
    assert [result for result in results if isinstance(result, Exception)] == []
    assert Report.objects.count() == 2


def test_nothing_is_submitted_into_a_closed_quarter(cast):
    municipality, clerk, _ = cast
    report = make_report(municipality, events=1)
    for _ in range(ROUNDS):
        reset(report, Status.DRAFT)
        opening.reopen_quarter(report.quarter, reason="Проверка.", user=None)
        closed, _ = race(
            lambda: opening.close_quarter(report.quarter, user=None),
            lambda: workflow.perform(Action.SUBMIT, report, user=clerk),
        )
        entry = ReportLog.objects.first()
        assert not isinstance(closed, Exception), closed
        assert entry is None or entry.at <= closed.closed_at
        assert not Report.objects.get(pk=report.pk).quarter.is_open
