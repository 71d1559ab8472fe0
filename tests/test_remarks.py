"""Remarks of the region, from the first word to the tick."""

import pytest

from reports import remarks, workflow
from reports.models import Action, Remark, Report, Status
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


@pytest.fixture
def returned(reviewer, vyazma):
    report = make_report(vyazma, status=Status.IN_REVIEW, events=1)
    remarks.add_remark(report, event=report.events.get(), cell="place", text="Где?", user=reviewer)
    return workflow.perform(Action.RETURN, report, user=reviewer)


def thread(remark):
    return [(answer.kind, answer.text) for answer in remark.answers.all()]


def review_again(report, clerk, reviewer):
    workflow.perform(Action.SUBMIT, report, user=clerk)
    workflow.perform(Action.START_REVIEW, report, user=reviewer)


def test_remark_goes_through_answers_of_both_sides(returned, clerk, reviewer):
    remark = returned.remarks.get()
    for _ in range(2):
        remarks.answer_remark(remark, text="В Вязьме.", user=clerk)
        remarks.mark_fixed(remark, fixed=True, user=clerk)
    review_again(returned, clerk, reviewer)
    remarks.reopen_remark(remark, text="Назовите улицу.", user=reviewer)
    remark.refresh_from_db()
    assert remark.is_open
    assert thread(remark) == [
        ("answer", "В Вязьме."),
        ("fixed", ""),
        ("reopened", "Назовите улицу."),
    ]
    remarks.close_remark(remark, user=reviewer)
    remarks.close_remark(remark, user=reviewer)
    assert [state for state, _ in thread(remark)][3:] == ["closed"]
    assert not Remark.objects.unsettled().exists()


def test_closed_remark_is_not_answered(returned, clerk, reviewer):
    remark = returned.remarks.get()
    review_again(returned, clerk, reviewer)
    remarks.close_remark(remark, user=reviewer)
    workflow.perform(Action.RETURN, returned, user=reviewer, remark="И еще.")
    for say in (
        lambda: remarks.answer_remark(remark, text="Вот.", user=clerk),
        lambda: remarks.mark_fixed(remark, fixed=True, user=clerk),
    ):
        with pytest.raises(TransitionError, match="закрыл это замечание"):
            say()
    assert thread(remark) == [("closed", "")]


def test_acceptance_closes_what_is_still_open(returned, clerk, reviewer):
    review_again(returned, clerk, reviewer)
    workflow.perform(Action.ACCEPT, returned, user=reviewer)
    remark = returned.remarks.get()
    assert (remark.state, thread(remark)) == ("закрыто", [("closed", "")])


def test_each_side_does_its_own_part_in_its_own_time(returned, clerk, reviewer, stranger):
    remark = returned.remarks.get()
    with pytest.raises(TransitionError, match="Замечания пишут, когда"):
        remarks.close_remark(remark, user=reviewer)
    with pytest.raises(TransitionError, match="другого муниципального образования"):
        remarks.answer_remark(remark, text="Не мое.", user=stranger)
    review_again(returned, clerk, reviewer)
    with pytest.raises(TransitionError, match="проверяет сотрудник региона"):
        remarks.answer_remark(remark, text="Поздно.", user=clerk)
    with pytest.raises(TransitionError, match="Это делает сотрудник региона"):
        remarks.reopen_remark(remark, user=clerk)


def test_unsent_remark_has_no_answers(reviewer, vyazma):
    report = make_report(vyazma, status=Status.IN_REVIEW, events=1)
    remark = remarks.add_remark(report, text="Где?", user=reviewer)
    with pytest.raises(TransitionError, match="еще не отправлено"):
        remarks.close_remark(remark, user=reviewer)


def test_same_words_to_another_cell_are_another_remark(reviewer, vyazma):
    report = make_report(vyazma, status=Status.IN_REVIEW, events=1)
    for cell in ("place", "period", "place"):
        remarks.add_remark(
            report, event=report.events.get(), cell=cell, text="Уточните.", user=reviewer
        )
    assert report.remarks.count() == 2


def test_remark_is_to_an_event_of_its_own_report(reviewer, vyazma, rudnya):
    report = make_report(vyazma, status=Status.IN_REVIEW, events=1)
    foreign = make_report(rudnya, status=Status.IN_REVIEW, events=1).events.get()
    with pytest.raises(TransitionError, match="из другого отчета"):
        remarks.add_remark(report, event=foreign, text="Где?", user=reviewer)
    assert not Remark.objects.exists()
