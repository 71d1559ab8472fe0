"""The lock that every verb begins with."""

import logging
import uuid

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from municipalities.models import Role
from reports.events import editing
from reports.models import Action, Quarter, Report, Status
from reports.procedure import guards, workflow
from reports.procedure.guards import Refused, TransitionRefused
from tests.factories import EVENT_VALUES, MOMENT, make_event, make_report, submit
from tests.refusing import refused

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("lock", ["locked", "locked_for_editing", "event by its key"])
def test_lock_holds_its_own_row_and_never_the_quarter(vyazma, clerk, lock):
    """On PostgreSQL every table that a locking statement joins is locked along, and all
    municipalities of a quarter would save one after another."""
    report, key = make_report(vyazma), uuid.uuid4()
    make_event(report, creation_key=key)
    take = {
        "locked": lambda: guards.locked(report),
        "locked_for_editing": lambda: guards.locked_for_editing(report, clerk),
        "event by its key": lambda: editing.locked_events(report).filter(creation_key=key).first(),
    }[lock]
    with transaction.atomic(), CaptureQueriesContext(connection) as captured:
        assert take() is not None
    locking = next(query["sql"] for query in captured if query["sql"].startswith("SELECT"))
    assert " JOIN " not in locking


WRITING = {Status.DRAFT, Status.RETURNED}
JUDGING = {Status.IN_REVIEW, Status.ACCEPTED}
LOCKS = {
    guards.locked_for_editing: WRITING,
    guards.locked_for_correction: JUDGING,
}


def _refusal(call, *args):
    """The sentence with which ``call`` refuses; empty when it does not."""
    try:
        call(*args)
    except Refused as refusal:
        return str(refusal)
    return ""


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("lock", LOCKS)
def test_it_is_the_clerk_s_turn_or_the_region_s(lock, status, vyazma, clerk, reviewer):
    report = make_report(vyazma, status=status)
    person = clerk if lock is guards.locked_for_editing else reviewer
    assert bool(_refusal(lock, report, person)) == (status not in LOCKS[lock])


@pytest.mark.parametrize("lock", LOCKS)
def test_a_closed_quarter_is_nobody_s(lock, vyazma, clerk, reviewer):
    status = min(LOCKS[lock])
    report = make_report(vyazma, status=status)
    Quarter.objects.update(closed_at=MOMENT)
    person = clerk if lock is guards.locked_for_editing else reviewer
    assert "закрыт. Открыть его снова может администратор." in _refusal(lock, report, person)


def test_only_the_own_clerk_writes_and_only_the_region_corrects(
    vyazma, clerk, stranger, reviewer, administrator
):
    draft = make_report(vyazma)
    assert guards.locked_for_editing(draft, clerk) == draft
    foreign = "Это отчет другого муниципального образования."
    assert _refusal(guards.locked_for_editing, draft, stranger) == foreign
    for person in (reviewer, administrator):
        who = _refusal(guards.locked_for_editing, draft, person)
        assert who == "Это делает сотрудник муниципального образования."
    when = {"submitted_at": MOMENT, "first_submitted_at": MOMENT}
    Report.objects.update(status=Status.IN_REVIEW, **when)
    assert guards.locked_for_correction(draft, reviewer) == draft
    for person in (clerk, administrator):
        assert _refusal(guards.locked_for_correction, draft, person).startswith("Это делает")


def test_what_is_locked_is_the_report_that_was_meant(vyazma, rudnya, clerk, reviewer):
    own, foreign = make_report(vyazma), make_report(rudnya)
    assert guards.locked(foreign) == foreign
    assert guards.locked(own) == own
    assert guards.locked_for(foreign, reviewer, Role.REGION) == foreign
    assert guards.locked_for(own, clerk, Role.MUNICIPALITY) == own


def test_a_report_whose_quarter_is_gone_is_refused(vyazma):
    report = make_report(vyazma)
    Report.objects.all().delete()
    assert "Этого отчета больше нет" in _refusal(guards.locked, report)


@pytest.mark.parametrize(
    ("who", "role", "may"),
    [
        (None, None, True),
        (None, Role.REGION, False),
        ("reviewer", None, False),
        ("reviewer", Role.REGION, True),
        ("clerk", Role.MUNICIPALITY, True),
        ("stranger", Role.MUNICIPALITY, False),
        ("clerk", Role.REGION, False),
    ],
)
def test_a_command_is_nobody_s_and_an_act_is_its_role_s(request, vyazma, who, role, may):
    person = who and request.getfixturevalue(who)
    report = make_report(vyazma)
    assert (not _refusal(guards.check_person, report, person, role)) == may
    if role is None and not may:
        assert "только загрузкой из архива" in _refusal(guards.check_person, report, person, role)


def test_a_report_of_an_open_quarter_passes_and_of_a_closed_one_does_not(vyazma):
    report = make_report(vyazma)
    guards.check_quarter_open(report)
    report.quarter.closed_at = MOMENT
    assert "закрыт" in _refusal(guards.check_quarter_open, report)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status.DRAFT, ""),
        (Status.RETURNED, ""),
        (Status.SUBMITTED, "отзовите отчет"),
        (Status.IN_REVIEW, "Отчет проверяет сотрудник региона"),
        (Status.ACCEPTED, "Отчет принят"),
        (Status.CLOSED, "Отчет закрыт без сдачи 12 января 2021 года"),
    ],
)
def test_why_a_report_stands_is_said(vyazma, status, words):
    report = make_report(vyazma, status=status)
    assert words in guards.why_locked(report)
    assert bool(guards.why_locked(report)) == bool(words)
    assert guards.why_it_stands(report) == guards.why_locked(report)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status.IN_REVIEW, ""),
        (Status.ACCEPTED, ""),
        (Status.SUBMITTED, "проверка не начата. Начните ее"),
        (Status.DRAFT, "сейчас текст у муниципального образования"),
        (Status.RETURNED, "сейчас текст у муниципального образования"),
        (Status.CLOSED, "Отчет закрыт без сдачи"),
    ],
)
def test_why_the_region_cannot_correct_is_said(vyazma, status, words):
    report = make_report(vyazma, status=status)
    assert words in guards.why_not_correctable(report)
    assert bool(guards.why_not_correctable(report)) == bool(words)
    report.quarter.closed_at = MOMENT
    assert "закрыт. Открыть его снова" in guards.why_not_correctable(report)


def test_each_refusal_has_the_code_that_the_log_tells(vyazma, clerk, stranger, reviewer):
    report = make_report(vyazma)
    with refused("report_of_another"):
        guards.locked_for_editing(report, stranger)
    with refused("wrong_role"):
        guards.locked_for_editing(report, reviewer)
    with refused("not_correctable"):
        guards.locked_for_correction(report, reviewer)
    make_event(report)
    submit(report, clerk)
    with refused("report_locked"):
        guards.locked_for_editing(report, clerk)
    report.quarter.closed_at = MOMENT
    with refused("quarter_closed"):
        guards.check_quarter_open(report)
    with refused("report_deleted"):
        guards.locked(Report(pk=0))


# How it came to stand where it stands


def put_on(row, at="2021-01-12T13:20Z"):
    """As if it had been written then."""
    name = "history_date" if hasattr(row, "history_date") else "at"
    type(row).objects.filter(pk=row.pk).update(**{name: at})


def test_what_brought_the_report_here_is_said_with_its_moment_and_person(vyazma, clerk, reviewer):
    report = make_report(vyazma, events=1)
    assert guards.how_it_came_here(report) == ""
    for verb, person in (
        (Action.SUBMIT, clerk),
        (Action.START_REVIEW, reviewer),
        (Action.RELEASE, reviewer),
    ):
        report = workflow.perform(verb, report, user=person)
    put_on(report.log.last())
    said = "проверка прекращена, отчет снова ждет в очереди 12.01.2021 в 16:20 (Сотрудник региона)"
    assert guards.how_it_came_here(report) == said
    report = workflow.perform(Action.START_REVIEW, report, user=reviewer)
    put_on(report.log.last(), "2021-01-13T21:05Z")
    said = "проверка начата 14.01.2021 в 00:05 (Сотрудник региона)"
    assert guards.how_it_came_here(report) == said


def test_status_that_no_row_of_the_log_tells_of_is_explained_by_none(vyazma, clerk):
    report = submit(make_report(vyazma, events=1), clerk)
    report.status = Status.ACCEPTED
    assert guards.how_it_came_here(report) == ""


def test_what_the_archive_brought_has_no_person(vyazma):
    report = editing.archive_report(make_report(vyazma), [dict(EVENT_VALUES)])
    put_on(report.log.get())
    assert guards.how_it_came_here(report) == "отчет загружен из архива 12.01.2021 в 16:20"


def test_what_changed_since_is_the_last_step_and_else_the_last_text(vyazma, clerk):
    report = make_report(vyazma)
    event = editing.save_event(report, user=clerk, **EVENT_VALUES)
    report.refresh_from_db()
    seen = report.version
    assert guards.what_changed(report, seen) == ""
    editing.save_event(report, user=clerk, event=event, name="Другое")
    put_on(report.history.first())
    assert (
        guards.what_changed(report, seen) == "изменен текст 12.01.2021 в 16:20 (Сотрудник Вязьмы)"
    )
    report = submit(report, clerk)
    put_on(report.log.get(), "2021-01-13T21:05Z")
    assert guards.what_changed(report, seen) == "отчет сдан 14.01.2021 в 00:05 (Сотрудник Вязьмы)"
    assert guards.what_changed(report, report.version) == ""


def test_who_looks_at_the_log_reads_neither_its_contents_nor_each_person_apart(
    vyazma, clerk, reviewer, django_assert_num_queries
):
    report = submit(make_report(vyazma, events=1), clerk)
    for asked in (guards.how_it_came_here, lambda report: guards.what_changed(report, 1)):
        with django_assert_num_queries(1) as captured:
            assert asked(report)
        assert '"contents"' not in captured[0]["sql"]


def test_the_log_says_why_it_was_refused(vyazma, stranger, caplog):
    caplog.set_level(logging.INFO)
    _refusal(guards.locked_for_editing, make_report(vyazma), stranger)
    assert [record.getMessage() for record in caplog.records] == [
        "event=refusal code=report_of_another"
    ]


def test_a_refused_transition_names_the_action_and_the_status(caplog):
    caplog.set_level(logging.INFO)
    refused = TransitionRefused(Refused("Нельзя.", code="not_now"), Action.ACCEPT, Status.DRAFT)
    assert (str(refused), refused.action, refused.status) == ("Нельзя.", "accept", "draft")
    assert len(caplog.records) == 1
