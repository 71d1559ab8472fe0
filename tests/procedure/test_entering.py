"""An officer of the region enters a report on behalf of its municipality."""

import datetime as dt

import pytest
from django.utils import timezone

from municipalities.models import Region
from reports.events import editing, story
from reports.models import Action, EntryOnBehalf, Ground, Report, ReportLog, Status
from reports.procedure import entering, guards, opening, receipts, remarks, workflow
from reports.procedure.guards import Refused
from tests import factories
from tests.factories import EVENT_VALUES, make_quarter, make_report

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate
LETTER = "письмо № 12/3 от 11 января 2021 года"


@pytest.fixture
def report(vyazma):
    """Due on 15.01.2021, which has passed long ago."""
    return make_report(vyazma, events=1)


@pytest.fixture
def colleague(db):
    return factories.make_user("region", full_name="Другой сотрудник региона")


def enter(report, officer, *, received_on=dt.date(2021, 1, 14), **ground):
    words = ground or {"ground": Ground.LETTER, "number": "12/3", "dated_on": dt.date(2021, 1, 11)}
    return entering.enter(report, user=officer, received_on=received_on, **words)


def perform(action, report, user):
    return workflow.perform(action, report, user=user)


def accepted(report, officer):
    return perform(Action.ACCEPT, perform(Action.START_REVIEW, report, officer), officer)


def stored():
    return Report.objects.get()


def test_log_tells_the_ground(report, reviewer):
    entry = enter(report, reviewer)
    [row] = ReportLog.objects.all()
    assert (row.action, row.user, row.on_behalf) == (Action.ENTER, reviewer, entry)
    assert (row.from_status, row.to_status) == (Status.DRAFT, Status.DRAFT)
    assert row.note == f"Основание: {LETTER}; получено 14 января 2021 года."


@pytest.mark.parametrize(
    ("ground", "words"),
    [
        ({"ground": Ground.PHONE, "sender": "Ильина О.П."}, "телефонный звонок, сообщил: Ильина"),
        ({"ground": Ground.EMAIL, "sender": "a@b.ru"}, "электронное письмо от a@b.ru"),
    ],
)
def test_call_and_mail_name_who_told(report, reviewer, ground, words):
    assert words in enter(report, reviewer, **ground).whence


def test_begun_twice_it_is_begun_once(report, reviewer, colleague):
    assert enter(report, reviewer) == enter(report, reviewer)
    assert ReportLog.objects.count() == 1
    with pytest.raises(Refused, match="уже вносит сотрудник региона: Сотрудник региона"):
        enter(report, colleague)
    with pytest.raises(Refused, match="Вы уже вносите этот отчет"):
        enter(report, reviewer, received_on=dt.date(2021, 1, 13))


def test_counts_as_handed_in_on_the_day_it_was_received(report, reviewer):
    enter(report, reviewer)
    report = perform(Action.SUBMIT, report, reviewer)
    assert timezone.localdate(report.first_submitted_at) == dt.date(2021, 1, 14)
    assert report.submitted_at == report.first_submitted_at
    assert not report.is_late
    [receipt] = receipts.receipts_of(report)
    assert receipt.at == report.submitted_at
    assert receipt.entry.on_behalf.told == (
        f"внес сотрудник региона: {reviewer}, основание: {LETTER}; получено 14 января 2021 года"
    )


def test_late_by_the_day_it_was_received(report, reviewer):
    enter(report, reviewer, received_on=dt.date(2021, 1, 18))
    assert perform(Action.SUBMIT, report, reviewer).days_late == 3


def test_received_today_it_is_handed_in_now(report, reviewer):
    enter(report, reviewer, received_on=TODAY())
    before = timezone.now()
    report = accepted(perform(Action.SUBMIT, report, reviewer), reviewer)
    assert before <= report.submitted_at <= report.accepted_at


@pytest.mark.parametrize(
    ("received_on", "sentence"),
    [
        (dt.date(2021, 1, 10), "раньше, чем написано"),
        (timezone.localdate() + dt.timedelta(days=1), "еще не наступил"),
    ],
)
def test_day_that_makes_no_sense_is_refused(report, reviewer, received_on, sentence):
    with pytest.raises(Refused, match=sentence):
        enter(report, reviewer, received_on=received_on)
    assert not EntryOnBehalf.objects.exists()


def test_not_before_the_quarter_begins(report, reviewer):
    with pytest.raises(Refused, match="раньше сдать отчет"):
        enter(
            report,
            reviewer,
            ground=Ground.PHONE,
            sender="Ильина",
            received_on=report.quarter.start - dt.timedelta(days=1),
        )
    call = {"ground": Ground.PHONE, "sender": "Ильина"}
    assert enter(report, reviewer, received_on=report.quarter.start, **call)


def test_not_before_what_it_answers(report, clerk, reviewer):
    perform(Action.SUBMIT, report, clerk)
    perform(Action.WITHDRAW, report, clerk)
    with pytest.raises(Refused, match=r"Отчет отозван .* поздно"):
        enter(report, reviewer)
    assert enter(report, reviewer, received_on=TODAY())


def test_officer_does_what_a_clerk_does_and_nobody_else_does(
    report, reviewer, colleague, administrator, stranger
):
    for person in (reviewer, colleague, administrator, stranger):
        with pytest.raises(Refused):
            editing.save_event(report, user=person, **EVENT_VALUES)
    enter(report, reviewer)
    event = editing.save_event(report, user=reviewer, **EVENT_VALUES)
    editing.move_event(event, up=True, user=reviewer)
    editing.delete_event(event, user=reviewer)
    for person in (colleague, administrator, stranger):
        with pytest.raises(Refused):
            editing.save_event(report, user=person, **EVENT_VALUES)
        with pytest.raises(Refused):
            perform(Action.SUBMIT, report, person)


def test_of_one_report_alone(report, reviewer, rudnya):
    enter(report, reviewer)
    other = make_report(rudnya)
    earlier = make_report(report.municipality, quarter=make_quarter(factories.IV_2020.previous))
    for one in (other, earlier):
        with pytest.raises(Refused):
            editing.save_event(one, user=reviewer, **EVENT_VALUES)


def test_entry_lends_nothing_after_it_has_ended(report, reviewer):
    enter(report, reviewer)
    perform(Action.LEAVE, report, reviewer)
    with pytest.raises(Refused):
        editing.save_event(report, user=reviewer, **EVENT_VALUES)
    assert Action.ENTER in workflow.available_actions(stored(), reviewer)


def test_who_is_no_officer_any_more_enters_nothing(report, reviewer):
    enter(report, reviewer)
    type(reviewer).objects.filter(pk=reviewer.pk).update(role="admin")
    reviewer.refresh_from_db()
    with pytest.raises(Refused):
        editing.save_event(report, user=reviewer, **EVENT_VALUES)


def test_officer_takes_back_a_slip_and_the_day_stays(report, reviewer):
    enter(report, reviewer)
    first = perform(Action.SUBMIT, report, reviewer).first_submitted_at
    perform(Action.WITHDRAW, report, reviewer)
    editing.save_event(report, user=reviewer, **EVENT_VALUES)
    assert perform(Action.SUBMIT, report, reviewer).first_submitted_at == first


def test_clerk_may_go_on_writing_and_hand_in(report, clerk, reviewer):
    enter(report, reviewer)
    editing.save_event(report, user=clerk, **EVENT_VALUES)
    report = perform(Action.SUBMIT, report, clerk)
    assert EntryOnBehalf.objects.get().ended_at is not None
    assert timezone.localdate(report.submitted_at) == TODAY()
    assert ReportLog.objects.order_by("pk").last().on_behalf is None


@pytest.mark.parametrize("is_reviewed", [False, True])
def test_clerk_goes_on_until_it_is_accepted(report, clerk, reviewer, is_reviewed):
    enter(report, reviewer)
    perform(Action.SUBMIT, report, reviewer)
    if is_reviewed:
        perform(Action.START_REVIEW, report, reviewer)
    report = perform(Action.CONTINUE, report, clerk)
    assert (report.status, report.submitted_at) == (Status.DRAFT, None)
    assert EntryOnBehalf.objects.get().ended_at is not None
    assert receipts.receipts_of(report)[0].state == receipts.ReceiptState.WITHDRAWN
    editing.save_event(report, user=clerk, **EVENT_VALUES)
    with pytest.raises(Refused):
        editing.save_event(report, user=reviewer, **EVENT_VALUES)


def test_after_acceptance_it_is_continued_no_more(report, clerk, reviewer):
    enter(report, reviewer)
    accepted(perform(Action.SUBMIT, report, reviewer), reviewer)
    assert workflow.available_actions(stored(), clerk) == []
    with pytest.raises(Refused):
        perform(Action.CONTINUE, report, clerk)


def test_draft_is_continued_where_it_stands(report, clerk, reviewer):
    perform(Action.SUBMIT, report, clerk)
    perform(Action.START_REVIEW, report, reviewer)
    remarks.add_remark(stored(), text="Уточните.", user=reviewer)
    perform(Action.RETURN, report, reviewer)
    enter(report, reviewer, received_on=TODAY())
    report = perform(Action.CONTINUE, report, clerk)
    assert (report.status, report.submitted_at is None) == (Status.RETURNED, False)


def test_nobody_but_the_municipality_continues_and_only_what_is_entered(
    report, clerk, reviewer, stranger
):
    with pytest.raises(Refused, match="сейчас не вносит"):
        perform(Action.CONTINUE, report, clerk)
    enter(report, reviewer)
    for person in (reviewer, stranger):
        with pytest.raises(Refused):
            perform(Action.CONTINUE, report, person)


def test_continuing_a_draft_forgives_no_change_since_it_was_withdrawn(report, clerk, reviewer):
    """What decides on the first day is what the report held when it was taken back."""
    perform(Action.SUBMIT, report, clerk)
    perform(Action.WITHDRAW, report, clerk)
    Report.objects.update(first_submitted_at=factories.MOMENT)
    editing.save_event(report, user=clerk, **EVENT_VALUES)
    enter(report, reviewer, received_on=TODAY())
    perform(Action.CONTINUE, report, clerk)
    assert perform(Action.SUBMIT, report, clerk).is_late


@pytest.mark.parametrize("is_forbidden", [False, True])
def test_who_entered_accepts_unless_it_is_forbidden(report, reviewer, colleague, is_forbidden):
    Region.objects.create(pk=1, forbids_accepting_own_entry=is_forbidden)
    enter(report, reviewer)
    report = perform(Action.SUBMIT, report, reviewer)
    [(_, refusal)] = workflow.accept_several([(report, report.version)], user=reviewer)
    assert (refusal is not None) == is_forbidden
    if is_forbidden:
        assert "Вы сами внесли" in str(refusal)
        report = perform(Action.START_REVIEW, report, reviewer)
        with pytest.raises(Refused, match="другой сотрудник"):
            perform(Action.ACCEPT, report, reviewer)
        assert perform(Action.ACCEPT, report, colleague).status == Status.ACCEPTED


def test_what_the_municipality_handed_in_itself_is_accepted_by_anybody(report, clerk, reviewer):
    Region.objects.create(pk=1, forbids_accepting_own_entry=True)
    enter(report, reviewer)
    perform(Action.SUBMIT, report, reviewer)
    perform(Action.CONTINUE, report, clerk)
    assert accepted(perform(Action.SUBMIT, report, clerk), reviewer).status == Status.ACCEPTED


def test_entry_ends_with_the_decision(report, reviewer):
    enter(report, reviewer)
    perform(Action.SUBMIT, report, reviewer)
    perform(Action.START_REVIEW, report, reviewer)
    remarks.add_remark(stored(), text="Уточните.", user=reviewer)
    report = perform(Action.RETURN, report, reviewer)
    assert EntryOnBehalf.objects.get().ended_at is not None
    assert enter(report, reviewer, received_on=TODAY()).pk


def test_only_what_is_filled_in_is_entered(report, clerk, reviewer, administrator):
    with pytest.raises(Refused, match="Это делает сотрудник региона"):
        enter(report, administrator)
    perform(Action.SUBMIT, report, clerk)
    with pytest.raises(Refused, match="Отчет сдан"):
        enter(report, reviewer, received_on=TODAY())
    opening.close_quarter(report.quarter, user=administrator)
    with pytest.raises(Refused, match="закрыт"):
        enter(report, reviewer, received_on=TODAY())


def test_report_with_an_entry_is_not_untouched(report, reviewer):
    report.events.all().delete()
    enter(report, reviewer)
    assert not opening.deletable().exists()


def test_story_tells_who_entered_and_why(report, reviewer):
    enter(report, reviewer)
    perform(Action.SUBMIT, report, reviewer)
    told = [line.sentence for line in story.story_of(stored())]
    assert told[0].endswith(
        f"внес сотрудник региона: {reviewer}, основание: {LETTER}; получено 14 января 2021 года."
    )
    assert "Отчет начал вносить сотрудник региона." in told


def test_lock_and_right_of_an_officer_are_one_statement(
    report, reviewer, django_assert_num_queries
):
    enter(report, reviewer)
    with django_assert_num_queries(2):  # the other is the quarter, read later on purpose
        guards.locked_for_editing(report, reviewer)
