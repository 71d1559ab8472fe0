"""More time is asked for by the municipality and granted or refused by the region."""

import datetime as dt

import pytest
from django.utils import timezone

from reports.language.quarters import Quarter as Calendar
from reports.models import Action, ExtensionRequest, Report, Status
from reports.procedure import extensions, opening, workflow
from reports.procedure.guards import Refused
from tests.factories import make_quarter, make_report

pytestmark = pytest.mark.django_db

WHY = "Ждем сведений от школ."
WHY_NOT = "Документ выпускается раньше."


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def later(today):
    return today + dt.timedelta(days=5)


@pytest.fixture
def report(vyazma, today):
    quarter = make_quarter(Calendar(2020, 4), due_date=today)
    return make_report(vyazma, quarter=quarter, events=1)


def ask(report, until, clerk, reason=WHY):
    return extensions.ask_extension(report, until=until, reason=reason, user=clerk)


def test_granted_gives_the_time_that_was_asked_for(report, clerk, reviewer, later):
    asked = ask(report, later, clerk)
    assert list(ExtensionRequest.objects.waiting()) == [asked]
    for _ in range(2):  # pressed twice
        extensions.grant_extension(asked, user=reviewer)
    report.refresh_from_db()
    assert (report.due_date, report.extension_reason) == (later, WHY)
    asked.refresh_from_db()
    assert (asked.is_granted, asked.settled_by) == (True, reviewer)
    assert not ExtensionRequest.objects.waiting().exists()


def test_nothing_waits_once_everybody_has_the_day(report, clerk, later):
    ask(report, later, clerk)
    opening.change_due_date(report.quarter, later, user=None)
    assert not ExtensionRequest.objects.waiting().exists()
    report = Report.objects.get(pk=report.pk)
    assert extensions.why_not_asked(report) == ""
    assert ask(report, later + dt.timedelta(days=2), clerk).until > later


def test_refused_leaves_the_date_and_another_may_be_asked_for(report, clerk, reviewer, later):
    asked = ask(report, later, clerk)
    for _ in range(2):  # pressed twice
        answered = extensions.refuse_extension(asked, reason=WHY_NOT, user=reviewer)
        assert (answered.refusal, answered.is_granted, answered.settled_by) == (
            WHY_NOT,
            False,
            reviewer,
        )
    report.refresh_from_db()
    assert (report.extended_until, extensions.why_not_asked(report)) == (None, "")
    with pytest.raises(Refused, match="На эту просьбу уже ответили"):
        extensions.grant_extension(asked, user=reviewer)
    again = ask(report, later, clerk)
    assert (extensions.last_request(report), again.pk == asked.pk) == (again, False)


def test_refusal_without_a_reason_is_refused(report, clerk, reviewer, later):
    asked = ask(report, later, clerk)
    with pytest.raises(Refused, match="почему срок не продлен"):
        extensions.refuse_extension(asked, reason=" ", user=reviewer)
    assert list(ExtensionRequest.objects.waiting()) == [asked]


def test_first_answer_stands(report, clerk, reviewer, administrator, later):
    asked = ask(report, later, clerk)
    extensions.grant_extension(asked, user=reviewer)
    with pytest.raises(Refused, match="срок продлен"):
        extensions.refuse_extension(asked, reason=WHY_NOT, user=administrator)
    another = ask(report, later + dt.timedelta(days=1), clerk)
    extensions.refuse_extension(another, reason=WHY_NOT, user=reviewer)
    with pytest.raises(Refused, match="срок не продлен"):
        extensions.refuse_extension(another, reason="Иначе.", user=administrator)
    assert list(ExtensionRequest.objects.values_list("refusal", flat=True)) == ["", WHY_NOT]


def test_one_request_waits_at_a_time(report, clerk, later):
    assert ask(report, later, clerk) == ask(report, later, clerk)  # sent twice
    with pytest.raises(Refused, match="уже отправлена"):
        ask(report, later + dt.timedelta(days=1), clerk)


@pytest.mark.parametrize(
    ("days", "sentence"),
    [(0, "позже нынешнего срока"), (400, "не больше чем на год")],
)
def test_day_that_makes_no_sense_is_refused(report, clerk, today, days, sentence):
    with pytest.raises(Refused, match=sentence):
        ask(report, today + dt.timedelta(days=days), clerk)


def test_day_that_has_passed_is_refused(report, clerk, today):
    type(report.quarter).objects.update(due_date=today - dt.timedelta(days=9))
    with pytest.raises(Refused, match="уже прошел"):
        ask(report, today - dt.timedelta(days=1), clerk)


def test_empty_reason_is_refused(report, clerk, later):
    with pytest.raises(Refused, match="почему"):
        ask(report, later, clerk, reason=" ")


def test_what_is_handed_in_asks_for_nothing_and_waits_for_nothing(report, clerk, reviewer, later):
    asked = ask(report, later, clerk)
    workflow.perform(Action.SUBMIT, report, user=clerk)
    assert not ExtensionRequest.objects.waiting().exists()
    with pytest.raises(Refused, match="уже незачем: отчет сдан"):
        extensions.grant_extension(asked, user=reviewer)
    with pytest.raises(Refused, match="Отчет уже сдан"):
        ask(report, later, clerk)
    assert Report.objects.get().extended_until is None


def test_time_given_meanwhile_answers_the_request(report, clerk, reviewer, later):
    asked = ask(report, later, clerk)
    opening.extend_due_date(report, until=later, reason="Сами решили.", user=reviewer)
    assert not ExtensionRequest.objects.waiting().exists()
    with pytest.raises(Refused, match="не меньше, чем просили"):
        extensions.grant_extension(asked, user=reviewer)
    ask(report, later + dt.timedelta(days=3), clerk)
    assert ExtensionRequest.objects.count() == 1


def test_closed_quarter_takes_no_request(report, clerk, administrator, later):
    opening.close_quarter(report.quarter, user=administrator)
    with pytest.raises(Refused, match="закрыт"):
        ask(Report.objects.get(), later, clerk)


def test_only_its_own_side_speaks(report, clerk, reviewer, stranger, later):
    for person in (reviewer, stranger):
        with pytest.raises(Refused):
            ask(report, later, person)
    asked = ask(report, later, clerk)
    with pytest.raises(Refused, match="сотрудник региона или администратор"):
        extensions.grant_extension(asked, user=clerk)
    assert report.status == Status.DRAFT
