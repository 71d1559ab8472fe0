"""The procedure. These tests read as its specification."""

import datetime as dt

import pytest
from django.utils import timezone

from municipalities.models import Role
from reports.events import editing
from reports.models import Action, Quarter, Report, ReportLog, Status
from reports.procedure import remarks, workflow
from reports.procedure.guards import Refused
from reports.procedure.receipts import last_receipt
from tests import factories
from tests.factories import EVENT_VALUES, make_entry, make_event, make_report, submit
from tests.refusing import refused

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
    (Role.REGION, Status.IN_REVIEW, Action.RELEASE): Status.SUBMITTED,
    (Role.REGION, Status.DRAFT, Action.CLOSE): Status.CLOSED,
    (Role.REGION, Status.SUBMITTED, Action.CLOSE): Status.CLOSED,
    (Role.REGION, Status.IN_REVIEW, Action.CLOSE): Status.CLOSED,
    (Role.REGION, Status.RETURNED, Action.CLOSE): Status.CLOSED,
    (Role.REGION, Status.CLOSED, Action.REOPEN): Status.DRAFT,
    (Role.REGION, Status.CLOSED, Action.HAND_OVER): Status.CLOSED,
    (Role.REGION, Status.DRAFT, Action.TAKE_OVER): Status.DRAFT,
    (Role.REGION, Status.RETURNED, Action.TAKE_OVER): Status.RETURNED,
    (Role.REGION, Status.DRAFT, Action.ENTER): Status.DRAFT,
    (Role.REGION, Status.RETURNED, Action.ENTER): Status.RETURNED,
    (Role.REGION, Status.DRAFT, Action.LEAVE): Status.DRAFT,
    (Role.REGION, Status.RETURNED, Action.LEAVE): Status.RETURNED,
    (Role.MUNICIPALITY, Status.DRAFT, Action.CONTINUE): Status.DRAFT,
    (Role.MUNICIPALITY, Status.RETURNED, Action.CONTINUE): Status.RETURNED,
    (Role.MUNICIPALITY, Status.SUBMITTED, Action.CONTINUE): Status.DRAFT,
    (Role.MUNICIPALITY, Status.IN_REVIEW, Action.CONTINUE): Status.DRAFT,
}
OF_AN_ENTRY = (Action.LEAVE, Action.CONTINUE)
WORDS = {"remark": "Исправьте даты.", "note": "Муниципальное образование преобразовано."}
CASES = [(role, status, action) for role in Role for status in Status for action in Action]


@pytest.fixture
def people(clerk, reviewer, administrator):
    return {Role.MUNICIPALITY: clerk, Role.REGION: reviewer, Role.ADMIN: administrator}


@pytest.mark.parametrize(("role", "status", "action"), CASES)
def test_role_status_action(people, vyazma, role, status, action):
    events = 0 if action == Action.SUBMIT_EMPTY else 1
    report = make_report(vyazma, status=status, events=events)
    if action in (*OF_AN_ENTRY, Action.ENTER):  # its row is written before it is performed
        make_entry(report)
    expected = ALLOWED.get((role, status, action))
    if expected is None:
        with pytest.raises(Refused):
            workflow.perform(action, report, user=people[role], **WORDS)
        report.refresh_from_db()
        assert (report.status, report.version, ReportLog.objects.count()) == (status, 1, 0)
    else:
        done = workflow.perform(action, report, user=people[role], **WORDS)
        report.refresh_from_db()
        entry = ReportLog.objects.get()
        assert done.status == report.status == expected
        assert (entry.action, entry.from_status, entry.to_status) == (action, status, expected)
        assert (entry.user, entry.version) == (people[role], report.version)


@pytest.mark.parametrize(("role", "status", "action"), CASES)
def test_buttons_are_drawn_from_the_same_table(people, vyazma, role, status, action):
    report = make_report(vyazma, status=status)
    if action in OF_AN_ENTRY:
        make_entry(report)
    offered = action in workflow.available_actions(report, people[role])
    assert offered == ((role, status, action) in ALLOWED)


@pytest.mark.parametrize("action", [action for action in Action if action != Action.ARCHIVE])
def test_closed_quarter_refuses_everything(people, vyazma, action):
    transition = workflow.TRANSITIONS[action]
    report = make_report(
        vyazma, status=min(transition.sources), events=action != Action.SUBMIT_EMPTY
    )
    Quarter.objects.update(closed_at=timezone.now())
    with pytest.raises(Refused, match=r"закрыт\. Открыть его снова может администратор"):
        workflow.perform(action, report, user=people[transition.role], **WORDS)
    assert workflow.available_actions(Report.objects.get(), people[transition.role]) == []


def test_stranger_is_refused(stranger, vyazma):
    report = make_report(vyazma, events=1)
    with pytest.raises(Refused, match="другого муниципального образования"):
        workflow.perform(Action.SUBMIT, report, user=stranger)


def test_stale_instance_is_refused_the_second_time(clerk, vyazma):
    make_report(vyazma, events=1)
    first, second = Report.objects.get(), Report.objects.get()
    workflow.perform(Action.SUBMIT, first, user=clerk)
    with pytest.raises(Refused, match="Состояние отчета — «Сдан»"):
        workflow.perform(Action.SUBMIT, second, user=clerk)
    assert ReportLog.objects.count() == 1


def test_action_refuses_a_report_that_changed_on_the_screen(clerk, reviewer, vyazma):
    report = make_report(vyazma, status=Status.IN_REVIEW, events=1, version=5)
    with refused("report_changed", match="изменился, пока вы на него смотрели"):
        workflow.perform(Action.ACCEPT, report, user=reviewer, version=4)
    assert (
        workflow.perform(Action.ACCEPT, report, user=reviewer, version=5).status == Status.ACCEPTED
    )


def test_incomplete_event_keeps_the_report_from_submission(clerk, vyazma):
    report = make_report(vyazma)
    make_event(report, place="")
    with refused("report_has_gaps", match="есть незаполненные места"):
        workflow.perform(Action.SUBMIT, report, user=clerk)


def test_empty_report_is_not_submitted_as_an_ordinary_one(clerk, vyazma):
    report = make_report(vyazma)
    with refused("report_empty", match="Добавьте мероприятие или сдайте нулевой отчет"):
        workflow.perform(Action.SUBMIT, report, user=clerk)


def test_zero_report_with_events_is_refused_and_nothing_deleted(clerk, vyazma):
    report = make_report(vyazma, events=2)
    with refused("zero_report_has_events", match="В отчете 2 мероприятия, поэтому он не нулевой"):
        workflow.perform(Action.SUBMIT_EMPTY, report, user=clerk)
    assert report.events.live().count() == 2


def test_zero_report_ignores_events_in_the_bin(clerk, vyazma):
    report = make_report(vyazma)
    make_event(report, deleted_at=timezone.now())
    assert workflow.perform(Action.SUBMIT_EMPTY, report, user=clerk).no_events


def test_added_event_makes_a_returned_zero_report_ordinary(clerk, vyazma):
    report = make_report(vyazma, status=Status.RETURNED, no_events=True)
    editing.save_event(report, user=clerk, **EVENT_VALUES)
    report.refresh_from_db()
    assert not report.no_events


def test_return_needs_a_remark(reviewer, vyazma):
    report = make_report(vyazma, status=Status.IN_REVIEW, events=1)
    with refused("return_without_remarks", match="хотя бы одно замечание"):
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


def test_withdrawal_in_time_makes_the_submission_undone(clerk, vyazma):
    quarter = factories.make_quarter(due_date=timezone.localdate())
    report = make_report(vyazma, events=1, quarter=quarter)
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
    with refused("unsent_remarks", match="еще не отправлены"):
        workflow.perform(Action.ACCEPT, report, user=reviewer)
    remarks.delete_remark(remark, user=reviewer)
    remarks.delete_remark(remark, user=reviewer)  # twice is no harm
    assert workflow.perform(Action.ACCEPT, report, user=reviewer).status == Status.ACCEPTED


def test_withdrawal_after_the_region_opened_it_says_who_lifts_the_lock(clerk, vyazma):
    report = make_report(vyazma, status=Status.IN_REVIEW, events=1)
    with pytest.raises(Refused, match="если регион вернет отчет на доработку"):
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


def test_archive_takes_an_untouched_report_only(vyazma):
    report = make_report(vyazma)
    accepted = editing.archive_report(report, [dict(EVENT_VALUES)])
    assert (accepted.status, accepted.events.count(), accepted.is_late) == (
        Status.ACCEPTED,
        1,
        False,
    )
    with pytest.raises(Refused, match="уже заполнен или сдан"):
        editing.archive_report(report, [dict(EVENT_VALUES)])


def test_receipt_is_of_the_submission_that_stands(clerk, reviewer, vyazma):
    report = make_report(vyazma, events=1)
    colleague = factories.make_user(municipality=vyazma)
    assert last_receipt(report) is None
    for person in (clerk, colleague):
        workflow.perform(Action.SUBMIT, report, user=person)
        submission = last_receipt(report).entry
        assert (submission.user, submission.action) == (person, Action.SUBMIT)
        workflow.perform(Action.START_REVIEW, report, user=reviewer)
        workflow.perform(Action.RETURN, report, user=reviewer, remark="Исправьте.")
        assert last_receipt(report).entry == submission


def test_withdrawal_leads_back_to_where_the_last_submission_came_from(clerk, reviewer, vyazma):
    report = make_report(vyazma, events=1)
    for expected in (Status.DRAFT, Status.RETURNED):
        workflow.perform(Action.SUBMIT, report, user=clerk)
        assert workflow.perform(Action.WITHDRAW, report, user=clerk).status == expected
        workflow.perform(Action.SUBMIT, report, user=clerk)
        workflow.perform(Action.START_REVIEW, report, user=reviewer)
        workflow.perform(Action.RETURN, report, user=reviewer, remark="Исправьте.")


def test_withdrawn_zero_report_is_no_longer_said_to_be_one(clerk, vyazma):
    report = make_report(vyazma)
    workflow.perform(Action.SUBMIT_EMPTY, report, user=clerk)
    assert not workflow.perform(Action.WITHDRAW, report, user=clerk).no_events
    assert not Report.objects.get().no_events


@pytest.mark.parametrize(
    ("action", "source"),
    [
        (action, source)
        for action, transition in workflow.TRANSITIONS.items()
        for source in sorted(transition.sources)
        if transition.role is not None
    ],
)
def test_action_of_a_person_is_not_done_by_a_command(vyazma, action, source):
    report = make_report(vyazma, status=source, events=action != Action.SUBMIT_EMPTY)
    with pytest.raises(Refused, match="Это делает"):
        workflow.perform(action, report, user=None, remark="Исправьте.")
    assert (Report.objects.get().status, ReportLog.objects.count()) == (source, 0)


@pytest.mark.parametrize("action", [Action.ACCEPT, Action.RETURN])
def test_what_a_decision_does_to_a_remark_is_kept_with_its_author(reviewer, vyazma, action):
    """Sent by a return, closed by an acceptance: once each, at the moment of the decision."""
    report = make_report(vyazma, status=Status.IN_REVIEW, events=1)
    remark = remarks.add_remark(report, text="Где это было?", user=factories.make_user(Role.REGION))
    if action == Action.ACCEPT:
        workflow.perform(Action.RETURN, report, user=reviewer)
        Report.objects.update(status=Status.IN_REVIEW)
    begun, known = timezone.now(), remark.history.count()
    workflow.perform(action, report, user=reviewer)
    remark.refresh_from_db()
    moment = remark.closed_at if action == Action.ACCEPT else remark.sent_at
    assert begun <= moment <= timezone.now()
    assert (remark.history.count(), remark.history.first().history_user) == (known + 1, reviewer)


def test_return_sends_every_remark_and_sends_none_again(reviewer, clerk, vyazma):
    report = make_report(vyazma, status=Status.IN_REVIEW, events=1)
    for text in ("Где это было?", "Кто там был?"):
        remarks.add_remark(report, text=text, user=reviewer)
    workflow.perform(Action.RETURN, report, user=reviewer, remark="И когда?")
    sent = dict(report.remarks.values_list("text", "sent_at"))
    assert set(sent) == {"Где это было?", "Кто там был?", "И когда?"}
    assert None not in sent.values()
    submit(report, clerk)
    workflow.perform(Action.START_REVIEW, report, user=reviewer)
    workflow.perform(Action.RETURN, report, user=reviewer, remark="Еще раз.")
    assert dict(report.remarks.filter(round=1).values_list("text", "sent_at")) == sent
    assert report.remarks.get(round=2).text == "Еще раз."


def test_receipt_of_a_zero_report_is_that_of_its_submission(clerk, reviewer, vyazma):
    report = make_report(vyazma)
    workflow.perform(Action.SUBMIT_EMPTY, report, user=clerk)
    workflow.perform(Action.START_REVIEW, report, user=reviewer)
    assert last_receipt(report).is_zero


@pytest.mark.parametrize("action", [Action.SUBMIT, Action.WITHDRAW])
def test_stranger_with_a_report_of_their_own_is_refused_too(stranger, rudnya, vyazma, action):
    source = min(workflow.TRANSITIONS[action].sources)
    make_report(rudnya, status=source, events=1)
    report = make_report(vyazma, status=source, events=1)
    with pytest.raises(Refused, match="другого муниципального образования"):
        workflow.perform(action, report, user=stranger)
    assert not ReportLog.objects.exists()


def test_closed_remarks_are_no_reason_to_return(reviewer, clerk, vyazma):
    report = make_report(vyazma, status=Status.IN_REVIEW, events=1)
    workflow.perform(Action.RETURN, report, user=reviewer, remark="Исправьте.")
    submit(report, clerk)
    workflow.perform(Action.START_REVIEW, report, user=reviewer)
    remarks.close_remark(report.remarks.get(), user=reviewer)
    with refused("return_without_remarks", match="хотя бы одно замечание"):
        workflow.perform(Action.RETURN, report, user=reviewer)


def test_what_keeps_a_report_back_is_told_in_order_and_without_the_bin(clerk, vyazma):
    report = make_report(vyazma)
    second = make_event(report, name="Второе", place="", position=2)
    first = make_event(report, name="Первое", content="", position=1)
    make_event(report, name="", deleted_at=timezone.now(), position=0)
    told = workflow.submission_problems(report)
    assert [(event, [problem.field for problem in found]) for event, found in told] == [
        (first, ["content"]),
        (second, ["place"]),
    ]
