"""Remarks of the region, from the first word to the tick."""

import pytest

from municipalities.models import Role
from reports.models import Action, Remark, RemarkAnswer, Report, Status
from reports.procedure import opening, remarks, workflow
from reports.procedure.guards import Refused, TransitionRefused
from tests import factories
from tests.factories import MOMENT, make_report

pytestmark = pytest.mark.django_db


def test_remark_is_for_a_handed_in_report(reviewer, vyazma):
    with pytest.raises(Refused, match="Замечания пишут, когда проверка отчета начата"):
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
    with pytest.raises(Refused, match="уже отправлено"):
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
        with pytest.raises(Refused, match="закрыл это замечание"):
            say()
    assert thread(remark) == [("closed", "")]


def test_acceptance_closes_what_is_still_open(returned, clerk, reviewer):
    review_again(returned, clerk, reviewer)
    workflow.perform(Action.ACCEPT, returned, user=reviewer)
    remark = returned.remarks.get()
    assert (remark.status, thread(remark)) == ("закрыто", [("closed", "")])


def test_each_side_does_its_own_part_in_its_own_time(returned, clerk, reviewer, stranger):
    remark = returned.remarks.get()
    with pytest.raises(Refused, match="Замечания пишут, когда"):
        remarks.close_remark(remark, user=reviewer)
    with pytest.raises(Refused, match="другого муниципального образования"):
        remarks.answer_remark(remark, text="Не мое.", user=stranger)
    review_again(returned, clerk, reviewer)
    with pytest.raises(Refused, match="проверяет сотрудник региона"):
        remarks.answer_remark(remark, text="Поздно.", user=clerk)
    with pytest.raises(Refused, match="Это делает сотрудник региона"):
        remarks.reopen_remark(remark, user=clerk)


def test_unsent_remark_has_no_answers(reviewer, vyazma):
    report = make_report(vyazma, status=Status.IN_REVIEW, events=1)
    remark = remarks.add_remark(report, text="Где?", user=reviewer)
    with pytest.raises(Refused, match="еще не отправлено"):
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
    with pytest.raises(Refused, match="из другого отчета"):
        remarks.add_remark(report, event=foreign, text="Где?", user=reviewer)
    assert not Remark.objects.exists()


# Every verb, for every person, in every state


OF_REGION = {
    "add": lambda report, user: remarks.add_remark(report, text="Еще.", user=user),
    "delete": lambda report, user: remarks.delete_remark(report.remarks.unsent().get(), user=user),
    "close": lambda report, user: remarks.close_remark(report.remarks.sent().get(), user=user),
    "reopen": lambda report, user: remarks.reopen_remark(
        report.remarks.sent().get(), text="Все еще нет.", user=user
    ),
}
OF_CLERK = {
    "fix": lambda report, user: remarks.mark_fixed(
        report.remarks.sent().get(), fixed=True, user=user
    ),
    "answer": lambda report, user: remarks.answer_remark(
        report.remarks.sent().get(), text="Вот.", user=user
    ),
}
VERBS = OF_REGION | OF_CLERK
TIMES_OF = {
    verb: (Status.IN_REVIEW, Status.ACCEPTED)
    if verb in OF_REGION
    else (Status.DRAFT, Status.RETURNED)
    for verb in VERBS
}


@pytest.fixture
def said(vyazma, reviewer):
    """``said(status)``: a report with a remark that was sent, and one that waits to be."""

    def make(status):
        report = make_report(vyazma, status=status, events=1)
        Remark.objects.create(report=report, text="Где?", author=reviewer, sent_at=MOMENT)
        Remark.objects.create(report=report, text="Кто?", author=reviewer)
        return report

    return make


def stored(report):
    return list(report.remarks.values()), list(RemarkAnswer.objects.values())


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("verb", VERBS)
def test_each_word_has_its_time(said, clerk, reviewer, verb, status):
    report, user = said(status), reviewer if verb in OF_REGION else clerk
    before = stored(report)
    if status in TIMES_OF[verb]:
        VERBS[verb](report, user)
        assert stored(report) != before
    else:
        with pytest.raises(Refused):
            VERBS[verb](report, user)
        assert stored(report) == before


@pytest.mark.parametrize("person", ["clerk", "stranger", "reviewer", "administrator"])
@pytest.mark.parametrize("verb", VERBS)
def test_each_word_is_somebody_s(request, said, verb, person):
    if person == ("reviewer" if verb in OF_REGION else "clerk"):
        return
    report = said(TIMES_OF[verb][0])
    before = stored(report)
    with pytest.raises(Refused):
        VERBS[verb](report, request.getfixturevalue(person))
    assert stored(report) == before


@pytest.mark.parametrize("verb", VERBS)
def test_nothing_is_said_in_a_closed_quarter(said, clerk, reviewer, administrator, verb):
    report = said(TIMES_OF[verb][0])
    opening.close_quarter(report.quarter, user=administrator)
    before = stored(report)
    with pytest.raises(Refused, match="закрыт"):
        VERBS[verb](report, reviewer if verb in OF_REGION else clerk)
    assert stored(report) == before


@pytest.mark.parametrize("verb", VERBS)
def test_every_word_keeps_its_author(said, clerk, verb):
    report = said(TIMES_OF[verb][0])
    user = factories.make_user(Role.REGION) if verb in OF_REGION else clerk
    known = set(Remark.history.values_list("history_id", flat=True))
    VERBS[verb](report, user)
    (row,) = Remark.history.exclude(history_id__in=known)
    assert row.history_user == user
    if verb not in ("add", "delete"):
        assert [answer.author for answer in RemarkAnswer.objects.all()] == [user]


@pytest.mark.parametrize("verb", ["close", "reopen", "fix", "answer"])
def test_nothing_is_said_to_what_was_not_sent(said, clerk, reviewer, verb):
    remark = said(TIMES_OF[verb][0]).remarks.unsent().get()
    say = {
        "close": lambda: remarks.close_remark(remark, user=reviewer),
        "reopen": lambda: remarks.reopen_remark(remark, text="Нет.", user=reviewer),
        "fix": lambda: remarks.mark_fixed(remark, fixed=True, user=clerk),
        "answer": lambda: remarks.answer_remark(remark, text="Вот.", user=clerk),
    }
    with pytest.raises(Refused, match="еще не отправлено"):
        say[verb]()
    assert not RemarkAnswer.objects.exists()


def test_same_remark_of_another_reviewer_is_another_remark(said, reviewer):
    report = said(Status.IN_REVIEW)
    for person in (reviewer, factories.make_user(Role.REGION)):
        remarks.add_remark(report, text="Кто?", user=person)
    assert report.remarks.unsent().count() == 2


def test_same_words_after_they_were_sent_are_a_new_remark(said, reviewer):
    report = said(Status.IN_REVIEW)
    remarks.add_remark(report, text="Где?", user=reviewer)
    assert report.remarks.filter(text="Где?").count() == 2


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["Вот.", "Вот."], ["Вот."]),
        (["Вот.", "И еще."], ["Вот.", "И еще."]),
        (["Вот.", "И еще.", "Вот."], ["Вот.", "И еще.", "Вот."]),
    ],
)
def test_answer_sent_twice_is_one_answer(said, clerk, words, expected):
    remark = said(Status.RETURNED).remarks.sent().get()
    for text in words:
        remarks.answer_remark(remark, text=text, user=clerk)
    assert [answer.text for answer in remark.answers.all()] == expected


def test_same_answer_of_a_colleague_is_another_answer(said, clerk, vyazma):
    remark = said(Status.RETURNED).remarks.sent().get()
    for person in (clerk, factories.make_user(municipality=vyazma)):
        remarks.answer_remark(remark, text="Вот.", user=person)
    assert remark.answers.count() == 2


def test_tick_is_taken_back_once(said, clerk):
    remark = said(Status.RETURNED).remarks.sent().get()
    fixed_at = remarks.mark_fixed(remark, fixed=True, user=clerk).fixed_at
    assert remarks.mark_fixed(remark, fixed=True, user=clerk).fixed_at == fixed_at
    for _ in range(2):
        assert remarks.mark_fixed(remark, fixed=False, user=clerk).fixed_at is None
    assert [kind for kind, _ in thread(remark)] == ["fixed", "not_fixed"]


def test_open_remark_is_not_opened_again_without_a_word(said, reviewer):
    remark = said(Status.IN_REVIEW).remarks.sent().get()
    remarks.reopen_remark(remark, user=reviewer)
    assert thread(remark) == []
    for _ in range(2):
        remarks.reopen_remark(remark, text="Все еще нет.", user=reviewer)
    assert thread(remark) == [("reopened", "Все еще нет.")]


@pytest.mark.parametrize("settled", ["fixed_at", "closed_at"])
def test_settled_remark_is_opened_again_without_a_word(said, reviewer, settled):
    remark = said(Status.IN_REVIEW).remarks.sent().get()
    Remark.objects.filter(pk=remark.pk).update(**{settled: MOMENT})
    assert remarks.reopen_remark(remark, user=reviewer).is_open
    assert Remark.objects.get(pk=remark.pk).is_open
    assert thread(remark) == [("reopened", "")]


def test_same_answer_after_the_region_asked_again_is_a_new_answer(returned, clerk, reviewer):
    remark = returned.remarks.get()
    remarks.answer_remark(remark, text="В Вязьме.", user=clerk)
    review_again(returned, clerk, reviewer)
    remarks.reopen_remark(remark, text="Назовите улицу.", user=reviewer)
    workflow.perform(Action.RETURN, returned, user=reviewer)
    remarks.answer_remark(remark, text="В Вязьме.", user=clerk)
    assert [text for _, text in thread(remark)] == ["В Вязьме.", "Назовите улицу.", "В Вязьме."]


def test_only_the_named_remark_is_taken_back(reviewer, vyazma):
    report = make_report(vyazma, status=Status.IN_REVIEW, events=1)
    first, second = (
        remarks.add_remark(report, text=text, user=reviewer) for text in ("Где?", "Кто?")
    )
    remarks.delete_remark(second, user=reviewer)
    assert report.remarks.get() == first
    assert Remark.history.filter(id=second.pk).first().history_type == "-"


def test_report_said_to_be_unmended_is_not_accepted_by_any_door(returned, clerk, reviewer):
    remark = returned.remarks.get()
    workflow.perform(Action.SUBMIT, returned, user=clerk)
    report = workflow.perform(Action.START_REVIEW, returned, user=reviewer)
    remarks.reopen_remark(remark, text="Назовите улицу.", user=reviewer)
    with pytest.raises(TransitionRefused, match="написано, что не исправлено") as refused:
        workflow.perform(Action.ACCEPT, report, user=reviewer)
    assert (refused.value.action, refused.value.status) == (Action.ACCEPT, Status.IN_REVIEW)
    assert refused.value.code == "answered_remarks"
    waiting = workflow.perform(Action.RELEASE, report, user=reviewer)
    ((_, refusal),) = workflow.accept_several([(waiting, waiting.version)], user=reviewer)
    assert "написано, что не исправлено" in str(refusal)


def test_words_of_an_earlier_round_do_not_keep_a_report_from_being_accepted(
    returned, clerk, reviewer
):
    remark = returned.remarks.get()
    review_again(returned, clerk, reviewer)
    remarks.reopen_remark(remark, text="Назовите улицу.", user=reviewer)
    workflow.perform(Action.RETURN, returned, user=reviewer)
    review_again(returned, clerk, reviewer)
    assert workflow.perform(Action.ACCEPT, returned, user=reviewer).status == Status.ACCEPTED


def test_remark_that_is_closed_after_all_lets_the_report_be_accepted(returned, clerk, reviewer):
    remark = returned.remarks.get()
    review_again(returned, clerk, reviewer)
    remarks.reopen_remark(remark, text="Назовите улицу.", user=reviewer)
    remarks.close_remark(remark, user=reviewer)
    assert workflow.perform(Action.ACCEPT, returned, user=reviewer).status == Status.ACCEPTED


def test_remark_is_not_closed_with_words_on_what_is_wrong(returned, clerk, reviewer):
    remark = returned.remarks.get()
    review_again(returned, clerk, reviewer)
    with pytest.raises(Refused, match="написано, что не исправлено"):
        remarks.close_remark(remark, text="Назовите улицу.", user=reviewer)
    assert returned.remarks.unsettled().count() == 1
