"""What the region decides of reports, and what stays of it beside their status."""

import pytest

from reports.events import editing
from reports.models import Action, Report, Status
from reports.procedure import workflow
from tests.factories import make_report, submit
from tests.refusing import refused
from tests.whole import assert_whole

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("note", ["", " \n"])
def test_report_is_not_closed_without_a_reason(reviewer, vyazma, note):
    report = make_report(vyazma)
    with refused("closing_without_reason", match="почему отчет закрывается"):
        workflow.perform(Action.CLOSE, report, user=reviewer, note=note)


def test_remark_of_a_return_is_of_the_person_who_returned(reviewer, vyazma):
    report = make_report(vyazma, status=Status.IN_REVIEW, events=1)
    workflow.perform(Action.RETURN, report, user=reviewer, remark="Исправьте.")
    remark = report.remarks.get()
    assert (remark.author, remark.text, remark.round) == (reviewer, "Исправьте.", 1)
    assert {row.history_user for row in remark.history.all()} == {reviewer}


def test_what_acceptance_closes_is_written_beside_the_remark(reviewer, clerk, vyazma):
    report = make_report(vyazma, status=Status.IN_REVIEW, events=1)
    workflow.perform(Action.RETURN, report, user=reviewer, remark="Исправьте.")
    submit(report, clerk)
    workflow.perform(Action.START_REVIEW, report, user=reviewer)
    workflow.perform(Action.ACCEPT, report, user=reviewer)
    (answer,) = report.remarks.get().answers.all()
    assert (answer.kind, answer.author) == (answer.Kind.CLOSED, reviewer)


def test_what_has_gone_to_another_report_is_found_in_both_logs(reviewer, rudnya, vyazma):
    report = make_report(vyazma, status=Status.CLOSED, events=1)
    successor = make_report(rudnya, events=1)
    workflow.perform(Action.CLOSE, successor, user=reviewer, note="Преобразовано.")
    workflow.perform(Action.REOPEN, successor, user=reviewer)
    editing.hand_over(report, successor=successor, user=reviewer)
    assert [row.action for row in workflow.handed_over(report)] == [Action.HAND_OVER]
    assert [row.action for row in workflow.handed_over(successor)] == [Action.TAKE_OVER]


def test_several_are_accepted_each_for_itself(reviewer, rudnya, vyazma):
    waiting = make_report(vyazma, status=Status.SUBMITTED, events=1)
    stale = make_report(rudnya, status=Status.IN_REVIEW, events=1, version=5)
    seen = [(stale, 4), (waiting, waiting.version)]
    (_, refusal), (_, nothing) = workflow.accept_several(seen, user=reviewer)
    assert (refusal.code, nothing) == ("report_changed", None)
    assert [
        r.status for r in (Report.objects.get(pk=stale.pk), Report.objects.get(pk=waiting.pk))
    ] == [
        Status.IN_REVIEW,
        Status.ACCEPTED,
    ]


def test_nothing_is_half_done_when_the_database_fails(reviewer, clerk, vyazma, rudnya):
    report = make_report(vyazma, events=1)
    assert_whole(lambda: submit(report, clerk))
    assert_whole(lambda: workflow.perform(Action.START_REVIEW, report, user=reviewer))
    returned = {"user": reviewer, "remark": "Исправьте."}
    assert_whole(lambda: workflow.perform(Action.RETURN, report, **returned))
    submit(report, clerk)
    seen = [
        (each, each.version)
        for each in (
            Report.objects.get(pk=report.pk),
            make_report(rudnya, status=Status.SUBMITTED, events=1),
        )
    ]
    assert_whole(lambda: workflow.accept_several(seen, user=reviewer))
    assert {each.status for each in Report.objects.all()} == {Status.ACCEPTED}
