"""Texts that the region changes itself."""

import pytest
from django.utils import timezone

from municipalities.models import Role
from reports.events import corrections, editing
from reports.events.editing import StaleEventError
from reports.models import Action, Correction, Event, Report, Status
from reports.procedure import guards, opening, workflow
from reports.procedure.guards import Refused
from tests import factories
from tests.factories import make_event, make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(vyazma):
    return make_event(make_report(vyazma, status=Status.IN_REVIEW))


def correct(event, reviewer, **texts):
    return corrections.correct_event(event, user=reviewer, **texts)


def test_old_words_and_the_person_are_kept(event, reviewer):
    (correction,) = correct(event, reviewer, place="г. Рудня", content=event.content)
    assert (correction.cell, correction.old_text, correction.new_text, correction.author) == (
        "place",
        "г. Вязьма",
        "г. Рудня",
        reviewer,
    )
    stored = Event.objects.get(pk=event.pk)
    assert (stored.place, stored.version) == ("г. Рудня", event.version + 1)
    assert stored.report.version == event.report.version + 1


def test_corrected_period_is_read_anew(event, reviewer):
    correct(event, reviewer, period="5.11.2020")
    stored = Event.objects.get(pk=event.pk)
    assert (stored.period, str(stored.period_start)) == ("5 ноября 2020 года", "2020-11-05")


def test_nothing_changed_is_no_correction(event, reviewer):
    assert correct(event, reviewer, place=event.place) == []
    assert Report.objects.get().version == event.report.version


@pytest.mark.parametrize("texts", [{"name": ""}, {"period": "31 ноября 2020"}])
def test_correction_cannot_make_what_could_not_be_submitted(event, reviewer, texts):
    with pytest.raises(Refused):
        correct(event, reviewer, **texts)
    assert not Correction.objects.exists()
    assert Event.objects.get().version == event.version


@pytest.mark.parametrize("status", [Status.DRAFT, Status.SUBMITTED, Status.RETURNED])
def test_text_in_the_hands_of_the_clerk_is_not_corrected(event, reviewer, status):
    Report.objects.update(status=status)
    with pytest.raises(Refused, match="Регион исправляет отчет, когда"):
        correct(event, reviewer, place="г. Рудня")


def test_accepted_report_is_corrected_in_sight_of_the_clerk(vyazma, reviewer, clerk):
    event = make_event(make_report(vyazma, status=Status.ACCEPTED))
    (correction,) = correct(event, reviewer, place="г. Рудня")
    assert list(Correction.objects.for_user(clerk)) == [correction]


def test_closed_quarter_and_clerk_are_refused(event, reviewer, clerk, administrator):
    with pytest.raises(Refused, match="Это делает сотрудник региона"):
        correct(event, clerk, place="г. Рудня")
    opening.close_quarter(event.report.quarter, user=administrator)
    with pytest.raises(Refused, match="закрыт"):
        correct(event, reviewer, place="г. Рудня")


def test_second_reviewer_does_not_overwrite_the_first_unseen(event, reviewer):
    corrections.correct_event(event, user=reviewer, version=event.version, place="г. Рудня")
    with pytest.raises(StaleEventError):
        corrections.correct_event(event, user=reviewer, version=event.version, place="г. Ельня")
    assert Event.objects.get().place == "г. Рудня"


def test_clerk_asks_and_gets_the_old_words_back(event, reviewer, clerk):
    (correction,) = correct(event, reviewer, place="г. Рудня")
    for _ in range(2):
        corrections.ask_to_undo(correction, reason="Было в Вязьме.", user=clerk)
    assert [each.reason for each in Correction.objects.waiting()] == ["Было в Вязьме."]
    settled = corrections.settle(correction, undo=True, user=reviewer)
    assert (settled.is_undone, Event.objects.get().place) == (True, "г. Вязьма")
    assert not Correction.objects.waiting().exists()
    with pytest.raises(Refused):
        corrections.settle(correction, undo=True, user=reviewer)


def test_correction_that_stays_leaves_the_text(event, reviewer, clerk):
    (correction,) = correct(event, reviewer, place="г. Рудня")
    corrections.ask_to_undo(correction, reason="Почему?", user=clerk)
    corrections.settle(correction, undo=False, user=reviewer)
    assert Event.objects.get().place == "г. Рудня"
    with pytest.raises(Refused, match="уже рассмотрел"):
        corrections.ask_to_undo(correction, reason="Все же?", user=clerk)


def test_old_words_do_not_replace_newer_ones(event, reviewer, clerk):
    (correction,) = correct(event, reviewer, place="г. Рудня")
    corrections.ask_to_undo(correction, reason="Почему?", user=clerk)
    correct(event, reviewer, place="г. Ельня")
    with pytest.raises(Refused, match="изменили еще раз"):
        corrections.settle(correction, undo=True, user=reviewer)
    assert Event.objects.get().place == "г. Ельня"
    assert Correction.objects.waiting().exists()


def test_stranger_does_not_ask(event, reviewer, stranger):
    (correction,) = correct(event, reviewer, place="г. Рудня")
    with pytest.raises(Refused, match="другого муниципального образования"):
        corrections.ask_to_undo(correction, reason="Мое.", user=stranger)


def test_region_orders_rows_of_what_it_reviews(event, reviewer):
    other = make_event(event.report, name="Вторая")
    editing.move_event(other, up=True, user=reviewer)
    assert next(row.name for row in event.report.events.in_order()) == "Вторая"
    Report.objects.update(status=Status.DRAFT)
    with pytest.raises(Refused):
        editing.move_event(other, up=False, user=reviewer)


@pytest.fixture
def corrected(event, reviewer):
    """A corrected text of a report that has been returned since."""
    (correction,) = correct(event, reviewer, place="г. Рудня")
    workflow.perform(Action.RETURN, event.report, user=reviewer, remark="Посмотрите.")
    return correction


def test_second_clerk_learns_that_another_reason_was_sent_already(corrected, clerk):
    corrections.ask_to_undo(corrected, reason="Было в Вязьме.", user=clerk)
    with pytest.raises(Refused, match=r"уже просят: Было в Вязьме\."):
        corrections.ask_to_undo(corrected, reason="В Рудне нас не было.", user=clerk)
    assert Correction.objects.get().reason == "Было в Вязьме."


def test_reason_sent_twice_is_one_reason_however_it_is_spaced(corrected, clerk):
    for reason in (" Было\u00ad верно.", "Было  верно.\n"):
        assert corrections.ask_to_undo(corrected, reason=reason, user=clerk).reason == "Было верно."


def test_words_that_the_clerk_gave_back_are_given_back(corrected, reviewer, clerk):
    corrections.ask_to_undo(corrected, reason="Было в Вязьме.", user=clerk)
    editing.save_event(corrected.event.report, user=clerk, event=corrected.event, place="г. Вязьма")
    assert corrections.settle(corrected, undo=True, user=reviewer).is_undone
    assert (Event.objects.get().place, Correction.objects.count()) == ("г. Вязьма", 1)


def test_correction_of_a_deleted_event_is_not_objected_to(corrected, clerk):
    editing.delete_event(corrected.event, user=clerk)
    with pytest.raises(Refused, match="удалено"):
        corrections.ask_to_undo(corrected, reason="Было в Вязьме.", user=clerk)
    assert not Correction.objects.waiting().exists()


def test_text_in_the_hands_of_the_clerk_is_not_given_back(corrected, reviewer, clerk):
    corrections.ask_to_undo(corrected, reason="Было в Вязьме.", user=clerk)
    with pytest.raises(Refused, match="когда проверка начата"):
        corrections.settle(corrected, undo=True, user=reviewer)
    assert Correction.objects.waiting().get() == corrected


def test_nothing_is_corrected_but_cells(event, reviewer):
    with pytest.raises(ValueError, match="agreements"):
        correct(event, reviewer, place="г. Рудня", agreements="Договор")
    assert (Event.objects.get().agreements, Event.objects.get().place) == ("", "г. Вязьма")


@pytest.fixture
def objected(event, reviewer, clerk):
    """A correction that the clerk asks to undo."""
    (correction,) = correct(event, reviewer, place="г. Рудня")
    return corrections.ask_to_undo(correction, reason="Было в Вязьме.", user=clerk)


@pytest.mark.parametrize("undo", [True, False])
@pytest.mark.parametrize("person", ["clerk", "stranger", "administrator"])
def test_only_the_region_settles_an_objection(request, objected, person, undo):
    with pytest.raises(Refused, match="Это делает сотрудник региона"):
        corrections.settle(objected, undo=undo, user=request.getfixturevalue(person))
    assert Correction.objects.waiting().get() == objected
    assert Event.objects.get().place == "г. Рудня"


@pytest.mark.parametrize("person", ["reviewer", "administrator"])
def test_only_the_clerk_objects(request, event, reviewer, person):
    (correction,) = correct(event, reviewer, place="г. Рудня")
    with pytest.raises(Refused, match="Это делает сотрудник муниципального образования"):
        corrections.ask_to_undo(correction, reason="Зачем?", user=request.getfixturevalue(person))
    assert not Correction.objects.waiting().exists()


@pytest.mark.parametrize("undo", [True, False])
def test_what_nobody_asked_for_is_not_settled(event, reviewer, undo):
    (correction,) = correct(event, reviewer, place="г. Рудня")
    with pytest.raises(Refused, match="Запроса на отмену"):
        corrections.settle(correction, undo=undo, user=reviewer)
    assert Correction.objects.get().settled_at is None
    assert Event.objects.get().place == "г. Рудня"


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("second", [True, False])
def test_objection_is_settled_once(objected, reviewer, first, second):
    colleague = factories.make_user(Role.REGION)
    settled = corrections.settle(objected, undo=first, user=reviewer)
    place = Event.objects.get().place
    with pytest.raises(Refused, match="Запроса на отмену"):
        corrections.settle(objected, undo=second, user=colleague)
    again = Correction.objects.get(pk=objected.pk)
    assert (again.is_undone, again.settled_by, again.settled_at) == (
        first,
        reviewer,
        settled.settled_at,
    )
    assert Event.objects.get().place == place


def test_objection_keeps_who_asked_and_who_settled_it(objected, reviewer, clerk):
    asked, begun = Correction.objects.get(), timezone.now()
    assert (asked.asked_by, asked.reason) == (clerk, "Было в Вязьме.")
    corrections.settle(objected, undo=False, user=reviewer)
    settled = Correction.objects.get()
    assert (settled.asked_by, settled.settled_by, settled.is_undone) == (clerk, reviewer, False)
    assert asked.asked_at <= begun <= settled.settled_at <= timezone.now()


def test_closed_quarter_hears_no_objection(event, reviewer, clerk, administrator):
    (correction,) = correct(event, reviewer, place="г. Рудня")
    opening.close_quarter(event.report.quarter, user=administrator)
    with pytest.raises(Refused, match="закрыт"):
        corrections.ask_to_undo(correction, reason="Было в Вязьме.", user=clerk)
    assert not Correction.objects.waiting().exists()


def test_all_cells_may_be_corrected_at_once(event, reviewer):
    texts = {
        "name": "Форум",
        "place": "г. Рудня",
        "period": "5 ноября 2020 года",
        "content": "Встреча",
        "participants": "Школьники",
    }
    made = correct(event, reviewer, **texts)
    assert {each.cell: each.new_text for each in made} == texts
    assert {each.cell: each.old_text for each in made} == {
        cell: getattr(event, cell) for cell in texts
    }


def test_gap_elsewhere_does_not_keep_a_text_from_being_corrected(vyazma, reviewer):
    """A report from the archive may be accepted with one."""
    event = make_event(make_report(vyazma, status=Status.ACCEPTED), participants="")
    correct(event, reviewer, place="г. Рудня")
    assert Event.objects.get().place == "г. Рудня"


def test_words_given_back_are_a_correction_too(objected, reviewer, clerk):
    corrections.settle(objected, undo=True, user=reviewer)
    back = Correction.objects.exclude(pk=objected.pk).get()
    assert (back.old_text, back.new_text, back.author) == ("г. Рудня", "г. Вязьма", reviewer)
    assert list(Correction.objects.for_user(clerk)) == [objected, back]


def test_asking_again_keeps_the_first_moment_and_person(objected, clerk, vyazma):
    colleague = factories.make_user(municipality=vyazma)
    corrections.ask_to_undo(objected, reason=objected.reason, user=colleague)
    again = Correction.objects.get()
    assert (again.asked_at, again.asked_by) == (objected.asked_at, clerk)


@pytest.mark.parametrize("person", ["clerk", "stranger", "administrator"])
@pytest.mark.parametrize("status", [Status.IN_REVIEW, Status.ACCEPTED])
def test_only_the_region_corrects(request, vyazma, person, status):
    event = make_event(make_report(vyazma, status=status))
    with pytest.raises(Refused, match="Это делает сотрудник региона"):
        correct(event, request.getfixturevalue(person), place="г. Рудня")
    assert (Event.objects.get().place, Correction.objects.count()) == ("г. Вязьма", 0)


def test_deleted_event_is_not_corrected(event, reviewer):
    Event.objects.update(deleted_at=factories.MOMENT)
    with pytest.raises(editing.DeletedEventError):
        correct(event, reviewer, place="г. Рудня")
    assert not Correction.objects.exists()


def test_correction_counts_once_and_keeps_its_author(event, reviewer):
    correct(event, reviewer, place="г. Рудня", name="Форум")
    stored = Event.objects.get()
    assert (stored.version, stored.history.first().history_user) == (2, reviewer)
    report = Report.objects.get()
    assert (report.version, report.history.first().history_user) == (2, reviewer)
    assert report.status == Status.IN_REVIEW


@pytest.mark.parametrize("status", list(Status))
def test_guard_and_button_say_the_same(status, vyazma, reviewer, sign_in):
    report = make_report(vyazma, status=status, events=1)
    why_not = guards.why_not_correctable(report)
    assert bool(why_not) == (status not in (Status.IN_REVIEW, Status.ACCEPTED))
    page = sign_in(reviewer).get(report.get_review_url()).content.decode()
    assert ("Исправить текст" in page) != bool(why_not)
    if why_not:
        with pytest.raises(Refused) as refused:
            corrections.correct_event(report.events.get(), user=reviewer, place="г. Минск")
        assert str(refused.value) == why_not
