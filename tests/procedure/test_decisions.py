"""What the region decides of reports, and what stays of it beside their status."""

import pytest

from reports.events import editing
from reports.models import Action, Report, Status
from reports.procedure import workflow
from tests.factories import MOMENT, make_event, make_municipality, make_report, submit
from tests.refusing import refused
from tests.whole import assert_whole

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("note", ["", " \n"])
@pytest.mark.parametrize(
    ("action", "status"),
    [
        (Action.CLOSE, Status.DRAFT),
        (Action.HAND_OVER, Status.CLOSED),
        (Action.TAKE_OVER, Status.RETURNED),
    ],
)
def test_what_needs_a_reason_is_not_done_without(reviewer, vyazma, action, status, note):
    report = make_report(vyazma, status=status)
    with refused("closing_without_reason", match="почему отчет закрывается"):
        workflow.perform(action, report, user=reviewer, note=note)


def test_report_with_nothing_new_to_mend_is_returned_for_what_is_still_open(
    reviewer, clerk, vyazma
):
    report = make_report(vyazma, status=Status.IN_REVIEW, events=1)
    workflow.perform(Action.RETURN, report, user=reviewer, remark="Исправьте.")
    submit(report, clerk)
    workflow.perform(Action.START_REVIEW, report, user=reviewer)
    assert workflow.perform(Action.RETURN, report, user=reviewer).status == Status.RETURNED
    assert report.remarks.get().round == 1


def test_personal_data_are_asked_of_who_hands_in_alone(reviewer, vyazma):
    report = make_report(vyazma, status=Status.SUBMITTED)
    make_event(report, participants="Глава района, тел. 8 910 123-45-67")
    words = {"user": reviewer, "is_personal_data_meant": False}
    assert workflow.perform(Action.START_REVIEW, report, **words).status == Status.IN_REVIEW


def test_nobody_holds_a_review_that_is_over(reviewer, vyazma):
    report = make_report(vyazma, status=Status.SUBMITTED, events=1)
    report = workflow.perform(Action.START_REVIEW, report, user=reviewer)
    assert workflow.reviewer_of(report) == reviewer
    report = workflow.perform(Action.ACCEPT, report, user=reviewer)
    assert workflow.reviewer_of(report) is None


def test_report_closed_with_nothing_in_it_stands_again_where_it_stood(reviewer, clerk, vyazma):
    zero = make_report(vyazma)
    workflow.perform(Action.SUBMIT_EMPTY, zero, user=clerk)
    workflow.perform(Action.CLOSE, zero, user=reviewer, note="Преобразовано.")
    assert workflow.perform(Action.REOPEN, zero, user=reviewer).status == Status.SUBMITTED


def test_returned_report_closed_with_nothing_in_it_is_a_returned_one_again(reviewer, vyazma):
    report = make_report(vyazma, status=Status.RETURNED)
    workflow.perform(Action.CLOSE, report, user=reviewer, note="Преобразовано.")
    assert workflow.perform(Action.REOPEN, report, user=reviewer).status == Status.RETURNED


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
    changed = [
        make_report(rudnya, status=Status.IN_REVIEW, events=1, version=5),
        make_report(make_municipality("third"), status=Status.SUBMITTED, events=1, version=5),
    ]
    seen = [(changed[0], 4), (waiting, waiting.version), (changed[1], 4)]
    told = workflow.accept_several(seen, user=reviewer)
    assert [report for report, _ in told] == [report for report, _ in seen]
    codes = [refusal and refusal.code for _, refusal in told]
    assert codes == ["report_changed", None, "report_changed"]
    assert [Report.objects.get(pk=report.pk).status for report, _ in seen] == [
        Status.IN_REVIEW,
        Status.ACCEPTED,
        Status.SUBMITTED,
    ]


def test_first_day_of_which_the_log_tells_nothing_stands(clerk, vyazma):
    report = make_report(vyazma, events=1, first_submitted_at=MOMENT)
    submit(report, clerk)
    assert Report.objects.get().first_submitted_at == MOMENT


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
