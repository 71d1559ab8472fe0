"""Remarks of the region, from the first word to the tick."""

import pytest

from reports import remarks, workflow
from reports.models import Action, Report, Status
from reports.workflow import TransitionError
from tests.factories import make_report

pytestmark = pytest.mark.django_db


def test_remark_is_for_a_handed_in_report(reviewer, vyazma):
    with pytest.raises(TransitionError, match="Замечания пишут, когда проверка отчета начата"):
        remarks.add_remark(make_report(vyazma), text="Рано.", user=reviewer)


def test_remark_sent_twice_is_one_remark(reviewer, vyazma):
    report = make_report(vyazma, status=Status.IN_REVIEW, events=1)
    for _ in range(2):
        remarks.add_remark(report, event=report.events.get(), text="Где?", user=reviewer)
    assert report.remarks.count() == 1


def test_sent_remark_cannot_be_taken_back(reviewer, vyazma):
    report = make_report(vyazma, status=Status.IN_REVIEW, events=1)
    stale = remarks.add_remark(report, text="Исправьте.", user=reviewer)
    workflow.perform(Action.RETURN, report, user=reviewer)
    Report.objects.update(status=Status.IN_REVIEW)
    with pytest.raises(TransitionError, match="уже отправлено"):
        remarks.delete_remark(stale, user=reviewer)
    assert report.remarks.count() == 1


def test_clerk_ticks_a_remark_off_and_back(clerk, reviewer, vyazma):
    report = make_report(vyazma, status=Status.IN_REVIEW, events=1)
    workflow.perform(Action.RETURN, report, user=reviewer, remark="Исправьте.")
    assert remarks.mark_fixed(report.remarks.get(), fixed=True, user=clerk).fixed_at is not None
    assert remarks.mark_fixed(report.remarks.get(), fixed=False, user=clerk).fixed_at is None
