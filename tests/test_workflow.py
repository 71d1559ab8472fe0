"""The procedure. These tests read as its specification."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from municipalities.models import Role
from reports import opening, remarks, workflow
from reports.language.quarters import Quarter as Calendar
from reports.models import Action, Quarter, Report, ReportLog, Status
from reports.workflow import StaleEventError, TransitionError
from tests import factories
from tests.factories import EVENT_VALUES, make_event, make_report

pytestmark = pytest.mark.django_db

# What each action needs and where it leads; everything not listed is refused.
ALLOWED = {
    (Role.MUNICIPALITY, Status.DRAFT, Action.SUBMIT): Status.SUBMITTED,
    (Role.MUNICIPALITY, Status.DRAFT, Action.SUBMIT_EMPTY): Status.SUBMITTED,
    (Role.MUNICIPALITY, Status.RETURNED, Action.SUBMIT): Status.SUBMITTED,
    (Role.MUNICIPALITY, Status.RETURNED, Action.SUBMIT_EMPTY): Status.SUBMITTED,
    (Role.MUNICIPALITY, Status.SUBMITTED, Action.WITHDRAW): Status.DRAFT,
    (Role.REGION, Status.SUBMITTED, Action.START_REVIEW): Status.IN_REVIEW,
    (Role.REGION, Status.IN_REVIEW, Action.ACCEPT): Status.ACCEPTED,
    (Role.REGION, Status.IN_REVIEW, Action.RETURN): Status.RETURNED,
    (Role.REGION, Status.ACCEPTED, Action.RETURN): Status.RETURNED,
}
CASES = [(role, status, action) for role in Role for status in Status for action in Action]


@pytest.fixture
def people(clerk, reviewer, administrator):
    return {Role.MUNICIPALITY: clerk, Role.REGION: reviewer, Role.ADMIN: administrator}


@pytest.mark.parametrize(("role", "status", "action"), CASES)
def test_role_status_action(people, vyazma, role, status, action):
    events = 0 if action == Action.SUBMIT_EMPTY else 1
    report = make_report(vyazma, status=status, events=events)
    expected = ALLOWED.get((role, status, action))
    if expected is None:
        with pytest.raises(TransitionError):
            workflow.perform(action, report, user=people[role], remark="Исправьте даты.")
        report.refresh_from_db()
        assert (report.status, report.version, ReportLog.objects.count()) == (status, 1, 0)
    else:
        done = workflow.perform(action, report, user=people[role], remark="Исправьте даты.")
        report.refresh_from_db()
        entry = ReportLog.objects.get()
        assert done.status == report.status == expected
        assert (entry.action, entry.from_status, entry.to_status) == (action, status, expected)
        assert (entry.user, entry.version) == (people[role], report.version)


@pytest.mark.parametrize(("role", "status", "action"), CASES)
def test_buttons_are_drawn_from_the_same_table(people, vyazma, role, status, action):
    report = make_report(vyazma, status=status)
    offered = action in workflow.available_actions(report, people[role])
    assert offered == ((role, status, action) in ALLOWED)


@pytest.mark.parametrize("action", [action for action in Action if action != Action.ARCHIVE])
def test_closed_quarter_refuses_everything(people, vyazma, action):
    transition = workflow.TRANSITIONS[action]
    report = make_report(
        vyazma, status=min(transition.sources), events=action != Action.SUBMIT_EMPTY
    )
    Quarter.objects.update(closed_at=timezone.now())
    with pytest.raises(TransitionError, match=r"закрыт\. Открыть его снова может администратор"):
        workflow.perform(action, report, user=people[transition.role], remark="Исправьте.")
    assert workflow.available_actions(Report.objects.get(), people[transition.role]) == []


def test_stranger_is_refused(stranger, vyazma):
    report = make_report(vyazma, events=1)
    with pytest.raises(TransitionError, match="другого муниципального образования"):
        workflow.perform(Action.SUBMIT, report, user=stranger)


def test_stale_instance_is_refused_the_second_time(clerk, vyazma):
    make_report(vyazma, events=1)
    first, second = Report.objects.get(), Report.objects.get()
    workflow.perform(Action.SUBMIT, first, user=clerk)
    with pytest.raises(TransitionError, match="Состояние отчета — «Сдан»"):
        workflow.perform(Action.SUBMIT, second, user=clerk)
    assert ReportLog.objects.count() == 1


def test_action_refuses_a_report_that_changed_on_the_screen(clerk, reviewer, vyazma):
    report = make_report(vyazma, status=Status.IN_REVIEW, events=1, version=5)
    with pytest.raises(TransitionError, match="изменился, пока вы на него смотрели"):
        workflow.perform(Action.ACCEPT, report, user=reviewer, version=4)
    assert (
        workflow.perform(Action.ACCEPT, report, user=reviewer, version=5).status == Status.ACCEPTED
    )


def test_incomplete_event_keeps_the_report_from_submission(clerk, vyazma):
    report = make_report(vyazma)
    make_event(report, place="")
    with pytest.raises(TransitionError, match="есть незаполненные места"):
        workflow.perform(Action.SUBMIT, report, user=clerk)


def test_empty_report_is_not_submitted_as_an_ordinary_one(clerk, vyazma):
    report = make_report(vyazma)
    with pytest.raises(
        TransitionError, match="Добавьте мероприятие или нажмите «Мероприятий не было»"
    ):
        workflow.perform(Action.SUBMIT, report, user=clerk)


def test_zero_report_with_events_is_refused_and_nothing_deleted(clerk, vyazma):
    report = make_report(vyazma, events=2)
    with pytest.raises(TransitionError, match="В отчете 2 мероприятия, поэтому он не нулевой"):
        workflow.perform(Action.SUBMIT_EMPTY, report, user=clerk)
    assert report.events.live().count() == 2


def test_zero_report_ignores_events_in_the_bin(clerk, vyazma):
    report = make_report(vyazma)
    make_event(report, deleted_at=timezone.now())
    assert workflow.perform(Action.SUBMIT_EMPTY, report, user=clerk).no_events


def test_added_event_makes_a_returned_zero_report_ordinary(clerk, vyazma):
    report = make_report(vyazma, status=Status.RETURNED, no_events=True)
    workflow.save_event(report, user=clerk, **EVENT_VALUES)
    report.refresh_from_db()
    assert not report.no_events


def test_return_needs_a_remark(reviewer, vyazma):
    report = make_report(vyazma, status=Status.IN_REVIEW, events=1)
    with pytest.raises(TransitionError, match="хотя бы одно замечание"):
        workflow.perform(Action.RETURN, report, user=reviewer, remark="  ")


def test_return_sends_the_remarks_written_before(reviewer, clerk, vyazma):
    report = make_report(vyazma, status=Status.IN_REVIEW, events=1)
    remark = remarks.add_remark(
        report, event=report.events.get(), text="Где это было?", user=reviewer
    )
    assert remark.sent_at is None
    workflow.perform(Action.RETURN, report, user=reviewer)
    remark.refresh_from_db()
    assert remark.sent_at is not None


def test_withdrawal_makes_the_submission_undone(clerk, vyazma):
    report = make_report(vyazma, events=1)
    workflow.perform(Action.SUBMIT, report, user=clerk)
    report = workflow.perform(Action.WITHDRAW, report, user=clerk)
    assert (report.submitted_at, report.first_submitted_at) == (None, None)


def test_withdrawn_resubmission_is_a_returned_report_again(clerk, vyazma):
    report = make_report(
        vyazma, status=Status.RETURNED, events=1, first_submitted_at=factories.MOMENT
    )
    workflow.perform(Action.SUBMIT, report, user=clerk)
    report = workflow.perform(Action.WITHDRAW, report, user=clerk)
    assert (report.status, report.first_submitted_at) == (Status.RETURNED, factories.MOMENT)


def test_unsent_remarks_keep_a_report_from_acceptance(reviewer, vyazma):
    report = make_report(vyazma, status=Status.IN_REVIEW, events=1)
    remark = remarks.add_remark(report, text="Где это было?", user=reviewer)
    with pytest.raises(TransitionError, match="еще не отправлены"):
        workflow.perform(Action.ACCEPT, report, user=reviewer)
    remarks.delete_remark(remark, user=reviewer)
    remarks.delete_remark(remark, user=reviewer)  # twice is no harm
    assert workflow.perform(Action.ACCEPT, report, user=reviewer).status == Status.ACCEPTED


def test_withdrawal_after_the_region_opened_it_says_who_lifts_the_lock(clerk, vyazma):
    report = make_report(vyazma, status=Status.IN_REVIEW, events=1)
    with pytest.raises(TransitionError, match="если регион вернет отчет на доработку"):
        workflow.perform(Action.WITHDRAW, report, user=clerk)


def test_first_submission_decides_on_lateness(clerk, reviewer, vyazma):
    report = make_report(
        vyazma, events=1, quarter=factories.make_quarter(due_date=timezone.localdate())
    )
    workflow.perform(Action.SUBMIT, report, user=clerk)
    first = Report.objects.get().first_submitted_at
    workflow.perform(Action.START_REVIEW, report, user=reviewer)
    workflow.perform(Action.RETURN, report, user=reviewer, remark="Исправьте.")
    Quarter.objects.update(due_date=timezone.localdate() - dt.timedelta(days=1))
    report = workflow.perform(Action.SUBMIT, report, user=clerk)
    assert report.first_submitted_at == first
    assert Report.objects.get().is_late


# Events


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.IN_REVIEW, Status.ACCEPTED])
@pytest.mark.parametrize("verb", ["save", "change", "delete", "restore", "copy", "move"])
def test_locked_report_takes_no_edit(clerk, vyazma, status, verb):
    report = make_report(vyazma, status=status, events=2)
    event = report.events.first()
    verbs = {
        "save": lambda: workflow.save_event(report, user=clerk, **EVENT_VALUES),
        "change": lambda: workflow.save_event(report, event=event, user=clerk, name="Другое"),
        "delete": lambda: workflow.delete_event(event, user=clerk),
        "restore": lambda: workflow.restore_event(event, user=clerk),
        "copy": lambda: workflow.copy_event(event, user=clerk),
        "move": lambda: workflow.move_event(event, up=False, user=clerk),
    }
    before = list(report.events.values_list("pk", "name", "position", "version"))
    with pytest.raises(TransitionError):
        verbs[verb]()
    assert list(report.events.values_list("pk", "name", "position", "version")) == before


@pytest.mark.parametrize("person", ["stranger", "reviewer", "administrator"])
def test_only_the_own_clerk_edits_events(request, vyazma, person):
    report = make_report(vyazma, events=1)
    with pytest.raises(TransitionError):
        workflow.save_event(report, user=request.getfixturevalue(person), **EVENT_VALUES)


def test_save_event_stores_the_canonical_period(clerk, vyazma):
    event = workflow.save_event(make_report(vyazma), user=clerk, period="с 5 по 6 ноября 2020")
    assert (event.period, event.period_start, event.period_end) == (
        "5-6 ноября 2020 года",
        dt.date(2020, 11, 5),
        dt.date(2020, 11, 6),
    )


def test_save_event_keeps_an_unreadable_period_as_typed(clerk, vyazma):
    event = workflow.save_event(make_report(vyazma), user=clerk, period="дата уточняется")
    assert (event.period, event.period_start, event.period_end) == ("дата уточняется", None, None)


def test_stale_edit_is_refused_with_the_stored_text_in_hand(clerk, vyazma):
    report = make_report(vyazma)
    event = workflow.save_event(report, user=clerk, **EVENT_VALUES)
    workflow.save_event(report, event=event, version=1, user=clerk, name="Сохранено первым")
    with pytest.raises(StaleEventError) as refusal:
        workflow.save_event(report, event=event, version=1, user=clerk, name="Написано вторым")
    assert refusal.value.current.name == "Сохранено первым"


def test_same_save_twice_is_neither_a_conflict_nor_a_new_version(clerk, vyazma):
    report = make_report(vyazma)
    event = workflow.save_event(report, user=clerk, **EVENT_VALUES)
    changes = EVENT_VALUES | {"period": "5 ноября", "countries": ["DE", "FR"]}
    workflow.save_event(report, event=event, version=1, user=clerk, **changes)
    again = workflow.save_event(report, event=event, version=1, user=clerk, **changes)
    assert again.version == 2


def test_new_event_sent_twice_is_one_event(clerk, vyazma):
    report, key = make_report(vyazma), uuid.uuid4()
    for _ in range(2):
        workflow.save_event(report, user=clerk, creation_key=key, **EVENT_VALUES)
    assert report.events.count() == 1


def test_events_stand_by_start_then_end(clerk, vyazma):
    report = make_report(vyazma)
    for name, period in (("в", "11 ноября"), ("б", "5-9 ноября"), ("а", "5 ноября"), ("г", "")):
        workflow.save_event(report, user=clerk, name=name, period=period)
    assert list(report.events.in_order().values_list("name", flat=True)) == ["а", "б", "в", "г"]


@pytest.mark.parametrize("period", ["", "5 ноября"])
def test_events_of_one_day_stand_as_they_came(clerk, vyazma, period):
    report = make_report(vyazma)
    for name in "абв":
        workflow.save_event(report, user=clerk, name=name, period=period)
    assert list(report.events.in_order().values_list("name", flat=True)) == ["а", "б", "в"]


def test_order_by_hand_stays(clerk, vyazma):
    report = make_report(vyazma)
    for name, period in (("а", "5 ноября"), ("б", "11 ноября")):
        workflow.save_event(report, user=clerk, name=name, period=period)
    workflow.move_event(report.events.get(name="б"), up=True, user=clerk)
    workflow.save_event(report, user=clerk, name="в", period="1 октября")
    assert list(report.events.in_order().values_list("name", flat=True)) == ["б", "а", "в"]


def test_moving_beyond_the_edge_changes_nothing(clerk, vyazma):
    report = make_report(vyazma, events=2)
    workflow.move_event(report.events.in_order().first(), up=True, user=clerk)
    report.refresh_from_db()
    assert not report.ordered_by_hand


def test_deleted_event_comes_back_whole(clerk, vyazma):
    report = make_report(vyazma, events=1)
    event = workflow.delete_event(report.events.get(), user=clerk)
    assert report.events.live().count() == 0
    restored = workflow.restore_event(event, user=clerk)
    assert (restored.deleted_at, restored.content) == (None, EVENT_VALUES["content"])


def test_deleted_event_is_not_saved_behind_the_bin(clerk, vyazma):
    report = make_report(vyazma, events=1)
    event = workflow.delete_event(report.events.get(), user=clerk)
    with pytest.raises(TransitionError, match="Это мероприятие удалено"):
        workflow.save_event(report, event=event, user=clerk, name="Новое")


def test_copy_has_every_text_but_the_period(clerk, vyazma):
    report = make_report(vyazma, events=1)
    copy = workflow.copy_event(report.events.get(), user=clerk)
    assert (copy.name, copy.place, copy.period) == ("Конференция № 1", EVENT_VALUES["place"], "")


def test_copy_pressed_twice_keeps_what_was_written_since(clerk, vyazma):
    report, key = make_report(vyazma, events=1), uuid.uuid4()
    event = report.events.get()
    copy = workflow.copy_event(event, user=clerk, creation_key=key)
    workflow.save_event(report, event=copy, user=clerk, content="Дописано в копию")
    again = workflow.copy_event(event, user=clerk, creation_key=key)
    assert (again.pk, again.content) == (copy.pk, "Дописано в копию")


def test_every_edit_counts_in_the_version_of_the_report(clerk, vyazma):
    report = make_report(vyazma)
    event = workflow.save_event(report, user=clerk, **EVENT_VALUES)
    workflow.delete_event(event, user=clerk)
    workflow.restore_event(event, user=clerk)
    report.refresh_from_db()
    assert report.version == 4


def test_history_of_the_report_follows_its_events(clerk, vyazma):
    report = make_report(vyazma, status=Status.RETURNED, no_events=True)
    workflow.save_event(report, user=clerk, **EVENT_VALUES)
    last = report.history.first()
    assert (last.no_events, last.version, last.history_user) == (False, 2, clerk)


def test_history_keeps_every_version_with_its_author(clerk, vyazma):
    report = make_report(vyazma)
    event = workflow.save_event(report, user=clerk, **EVENT_VALUES)
    workflow.save_event(report, event=event, user=clerk, name="Вторая редакция")
    versions = event.history.order_by("version").values_list("version", "name", "history_user")
    assert list(versions) == [
        (1, EVENT_VALUES["name"], clerk.pk),
        (2, "Вторая редакция", clerk.pk),
    ]


# Remarks


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


# Quarters


def test_quarter_opens_once_however_often(administrator, vyazma, rudnya):
    for expected in (2, 0):
        quarter, appeared = opening.open_quarter(Calendar(2021, 1), user=administrator)
        assert (quarter.reports.count(), appeared) == (2, expected)


def test_opening_again_gives_a_report_to_a_newcomer_only(administrator, vyazma):
    quarter, _ = opening.open_quarter(Calendar(2021, 1), user=administrator)
    factories.make_municipality("newcomer")
    factories.make_municipality("inactive", is_active=False)
    _, appeared = opening.open_quarter(Calendar(2021, 1), user=administrator)
    assert appeared == 1
    assert list(quarter.reports.values_list("municipality__slug", "number")) == [
        ("vyazma", 1),
        ("newcomer", 2),
    ]


def test_municipality_without_a_name_gets_no_report(administrator, vyazma):
    vyazma.names.all().delete()
    with pytest.raises(TransitionError, match="Нет официального наименования: vyazma"):
        opening.open_quarter(Calendar(2021, 1), user=administrator)
    assert Quarter.objects.count() == 0


def test_due_date_of_a_closed_quarter_stays(administrator):
    quarter = opening.close_quarter(factories.make_quarter(), user=administrator)
    with pytest.raises(TransitionError, match="срок сдачи уже не меняется"):
        opening.change_due_date(quarter, dt.date(2021, 2, 1), user=administrator)


def test_opened_quarter_remembers_who_opened_it(administrator):
    quarter, _ = opening.open_quarter(Calendar(2021, 1), user=administrator)
    assert quarter.history.get().history_user == administrator


def test_due_date_comes_after_the_quarter(administrator):
    with pytest.raises(TransitionError, match="позже последнего дня квартала, 31 марта 2021 года"):
        opening.open_quarter(Calendar(2021, 1), user=administrator, due_date=dt.date(2021, 3, 31))


def test_default_due_date_is_a_setting(administrator, settings):
    settings.DUE_DAY = 20
    quarter, _ = opening.open_quarter(Calendar(2020, 4), user=administrator)
    assert quarter.due_date == dt.date(2021, 1, 20)


@pytest.mark.parametrize("person", ["clerk", "reviewer"])
def test_only_an_administrator_has_quarters(request, person):
    user = request.getfixturevalue(person)
    quarter = factories.make_quarter()
    with pytest.raises(TransitionError):
        opening.open_quarter(Calendar(2021, 1), user=user)
    for verb in (opening.close_quarter, opening.reopen_quarter):
        with pytest.raises(TransitionError):
            verb(quarter, user=user)


def test_closed_quarter_reopens(administrator):
    quarter = factories.make_quarter()
    assert not opening.close_quarter(quarter, user=administrator).is_open
    assert opening.reopen_quarter(quarter, user=administrator).is_open


def test_archive_takes_an_untouched_report_only(vyazma):
    report = make_report(vyazma)
    accepted = workflow.archive_report(report, [dict(EVENT_VALUES)])
    assert (accepted.status, accepted.events.count(), accepted.is_late) == (
        Status.ACCEPTED,
        1,
        False,
    )
    with pytest.raises(TransitionError, match="уже заполнен или сдан"):
        workflow.archive_report(report, [dict(EVENT_VALUES)])
