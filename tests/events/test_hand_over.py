"""The events of a report that is closed without being handed in go on in another's."""

import pytest
from django.utils import timezone

from municipalities.models import Role
from reports.events import editing
from reports.language.quarters import Quarter as Calendar
from reports.models import (
    Action,
    Correction,
    Event,
    LeftOut,
    Remark,
    RemarkAnswer,
    Report,
    ReportLog,
    Status,
)
from reports.procedure import workflow
from reports.procedure.guards import Refused
from tests import factories
from tests.factories import EVENT_VALUES, make_event, make_report
from tests.refusing import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(vyazma):
    """Closed, with two events."""
    return make_report(vyazma, status=Status.CLOSED, events=2)


@pytest.fixture
def successor(rudnya, report):
    return make_report(rudnya, quarter=report.quarter, events=1)


def test_events_move_with_all_that_belongs_to_them(reviewer, stranger, report, successor):
    first, second = report.events.in_order()
    now = timezone.now()
    remark = Remark.objects.create(report=report, event=first, text="Где?", author=reviewer)
    RemarkAnswer.objects.create(remark=remark, kind="answer", text="Там.", author=stranger)
    whole = Remark.objects.create(report=report, text="Поспешите.", author=reviewer)
    mended = Correction.objects.create(
        event=second, cell="place", author=reviewer, asked_at=now, asked_by=reviewer
    )
    left_out = LeftOut.objects.create(event=second, reason="Повтор.", by=reviewer)
    Event.objects.filter(pk=second.pk).update(same_as=first)
    own = successor.events.get()

    assert editing.hand_over(report, successor=successor, user=reviewer) == 2

    assert list(successor.events.live().in_order()) == [own, first, second]
    assert not report.events.exists()
    second.refresh_from_db()
    assert (second.same_as, second.left_out, second.version) == (first, left_out, 2)
    assert second.history.first().history_user == reviewer
    remark.refresh_from_db()
    whole.refresh_from_db()
    assert (remark.report, whole.report) == (successor, report)
    assert remark.answers.get().text == "Там."
    assert Correction.objects.get() == mended


def test_both_logs_tell_of_it(reviewer, report, successor):
    editing.hand_over(report, successor=successor, user=reviewer)
    given, taken = ReportLog.objects.order_by("pk")
    assert (given.report, given.action, given.user) == (report, Action.HAND_OVER, reviewer)
    assert given.note == f"Передано в отчет «{successor}»: 2 мероприятия."
    assert (taken.report, taken.action, taken.user) == (successor, Action.TAKE_OVER, reviewer)
    assert taken.note == f"Передано из отчета «{report}»: 2 мероприятия."
    assert (given.to_status, taken.to_status) == (Status.CLOSED, Status.DRAFT)


def test_rows_that_nobody_moved_by_hand_are_put_in_their_days(reviewer, report, successor):
    Event.objects.filter(report=successor).update(
        period_start="2020-12-01", period_end="2020-12-01", period="1 декабря 2020 года"
    )
    editing.hand_over(report, successor=successor, user=reviewer)
    names = list(successor.events.in_order().values_list("period_start__month", flat=True))
    assert names == [10, 10, 12]


def test_what_is_in_the_bin_stays(reviewer, report, successor):
    deleted = make_event(report, deleted_at=timezone.now())
    editing.hand_over(report, successor=successor, user=reviewer)
    assert report.events.get() == deleted


def test_returned_zero_report_becomes_an_ordinary_one(reviewer, rudnya, report):
    zero = make_report(rudnya, quarter=report.quarter, status=Status.RETURNED, no_events=True)
    editing.hand_over(report, successor=zero, user=reviewer)
    zero.refresh_from_db()
    assert (zero.no_events, zero.status) == (False, Status.RETURNED)


@pytest.mark.parametrize(
    "status", [Status.SUBMITTED, Status.IN_REVIEW, Status.ACCEPTED, Status.CLOSED]
)
def test_what_was_handed_in_takes_nothing(reviewer, rudnya, report, status):
    successor = make_report(rudnya, quarter=report.quarter, status=status)
    with refused("successor_not_editable", match="заполняется или возвращен на доработку"):
        editing.hand_over(report, successor=successor, user=reviewer)
    assert (report.events.count(), ReportLog.objects.count()) == (2, 0)


@pytest.mark.parametrize("status", [status for status in Status if status != Status.CLOSED])
def test_only_a_closed_report_gives(reviewer, rudnya, vyazma, status):
    report = make_report(vyazma, status=status, events=1)
    successor = make_report(rudnya, quarter=report.quarter)
    with pytest.raises(Refused, match="Передать мероприятия: сейчас это невозможно"):
        editing.hand_over(report, successor=successor, user=reviewer)
    assert report.events.count() == 1


def test_report_of_another_quarter_or_itself_takes_nothing(reviewer, rudnya, report):
    other = make_report(rudnya, quarter=factories.make_quarter(Calendar(2020, 3)))
    for successor in (other, report):
        with refused("successor_of_another_quarter", match="в другой отчет того же квартала"):
            editing.hand_over(report, successor=successor, user=reviewer)


def test_empty_report_has_nothing_to_give(reviewer, report, successor):
    editing.hand_over(report, successor=successor, user=reviewer)
    with refused("nothing_to_hand_over", match="передавать нечего"):
        editing.hand_over(report, successor=successor, user=reviewer)


@pytest.mark.parametrize("person", ["clerk", "stranger", "administrator"])
def test_it_is_done_by_the_region(request, person, report, successor):
    with pytest.raises(Refused, match="Это делает сотрудник региона"):
        editing.hand_over(report, successor=successor, user=request.getfixturevalue(person))
    assert report.events.count() == 2


def test_nothing_moves_in_a_closed_quarter(reviewer, report, successor):
    type(report.quarter).objects.update(closed_at=timezone.now())
    with pytest.raises(Refused):
        editing.hand_over(report, successor=successor, user=reviewer)
    assert report.events.count() == 2


def test_handed_in_report_whose_events_are_gone_begins_anew(vyazma, clerk, reviewer, rudnya):
    """Reopened, it must not be a handed in report with nothing in it."""
    report = factories.submit(make_report(vyazma, events=1), clerk)
    first = Report.objects.get(pk=report.pk).first_submitted_at
    workflow.perform(Action.CLOSE, report, user=reviewer, note="Преобразовано.")
    successor = make_report(rudnya, quarter=report.quarter)
    editing.hand_over(report, successor=successor, user=reviewer)
    report = workflow.perform(Action.REOPEN, report, user=reviewer)
    assert (report.status, report.submitted_at) == (Status.DRAFT, None)
    editing.save_event(report, user=clerk, **EVENT_VALUES)
    report = workflow.perform(Action.SUBMIT, report, user=clerk)
    assert report.first_submitted_at == first  # the region makes nobody late


def test_clerk_of_the_successor_edits_what_came(reviewer, stranger, report, successor):
    assert stranger.role == Role.MUNICIPALITY
    editing.hand_over(report, successor=successor, user=reviewer)
    event = successor.events.in_order().last()
    editing.save_event(successor, event=event, user=stranger, name="Дополнено")
    assert Event.objects.get(pk=event.pk).name == "Дополнено"
