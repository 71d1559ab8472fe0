"""What every action does to a report: each field before and after, one log row, one row of history.

The table beside «who may do what when» of ``test_workflow``. A field that is not named in a row of
it must stay as it was.
"""

import datetime as dt

import pytest
from django.utils import timezone

from municipalities.models import Role
from reports.events import editing
from reports.models import Action, Event, Quarter, Report, Status
from reports.procedure import workflow
from tests import factories
from tests.factories import EVENT_VALUES, make_event, make_report

pytestmark = pytest.mark.django_db

NOW = object()  # the moment of the action
REASON = "Муниципальное образование преобразовано."
WORDS = {Action.RETURN: {"remark": "Исправьте."}, Action.CLOSE: {"note": REASON}}
TODAY = dt.timedelta(0)
DAY = dt.timedelta(days=1)


@pytest.fixture
def stage(vyazma, clerk, reviewer):
    return Stage(vyazma, {Role.MUNICIPALITY: clerk, Role.REGION: reviewer, None: None})


class Stage:
    """One report, and the people who act on it."""

    def __init__(self, municipality, people):
        self.people = people
        self.report = make_report(municipality)

    def act(self, action):
        role = workflow.TRANSITIONS[action].role
        words = WORDS.get(action, {"note": "Передано мероприятий: 1."})
        workflow.perform(action, self.report, user=self.people[role], **words)

    def prepare(self, steps, due):
        """Bring the report there. The due date is ``due`` from today when the tested action comes;
        everything before it happened thirty days ago."""
        Quarter.objects.update(due_date=timezone.localdate() - 20 * DAY)
        for step in steps:
            self._step(step)
        for name in ("first_submitted_at", "submitted_at", "returned_at", "accepted_at"):
            moment = getattr(self.stored, name)
            if moment is not None:
                Report.objects.update(**{name: moment - 30 * DAY})
        Quarter.objects.update(due_date=timezone.localdate() + due)

    def _step(self, step):
        clerk = self.people[Role.MUNICIPALITY]
        if step == "event":
            make_event(self.stored)
        elif step == "add":
            editing.save_event(self.report, user=clerk, **EVENT_VALUES)
        elif step == "delete":
            editing.delete_event(self.stored.events.live().first(), user=clerk)
        elif step == "restore":
            editing.restore_event(self.stored.events.in_bin().first(), user=clerk)
        elif step == "change":
            event = self.stored.events.live().first()
            editing.save_event(self.report, event=event, user=clerk, name="Другое наименование")
        elif step == "late":  # what comes next is done after the due date
            Quarter.objects.update(due_date=timezone.localdate() - DAY)
        elif step == "archive":
            editing.archive_report(self.report, [dict(EVENT_VALUES)])
        else:
            self.act(step)

    @property
    def stored(self):
        return Report.objects.get(pk=self.report.pk)


def fields_of(report):
    return {field.attname: getattr(report, field.attname) for field in Report._meta.concrete_fields}


A = Action
HANDED_IN = {"status": Status.SUBMITTED, "submitted_at": NOW}
CLOSED = {
    "status": Status.CLOSED,
    "closed_at": NOW,
    "closed_by_id": Role.REGION,
    "closing_reason": REASON,
}
OPENED_AGAIN = {"closed_at": None, "closed_by_id": None, "closing_reason": ""}
UNDER_REVIEW = ["event", A.SUBMIT, A.START_REVIEW]
RETURNED = [*UNDER_REVIEW, A.RETURN]
ZERO_RETURNED = [A.SUBMIT_EMPTY, A.START_REVIEW, A.RETURN]

# steps before, days from today to the due date, the action → the fields that change
EFFECTS = [
    (["event"], DAY, A.SUBMIT, HANDED_IN | {"first_submitted_at": NOW}),
    (["event"], -DAY, A.SUBMIT, HANDED_IN | {"first_submitted_at": NOW}),
    ([], DAY, A.SUBMIT_EMPTY, HANDED_IN | {"first_submitted_at": NOW, "no_events": True}),
    # After a return the first day stands, whatever is added or deleted meanwhile.
    (RETURNED, -DAY, A.SUBMIT, HANDED_IN),
    ([*RETURNED, "add"], -DAY, A.SUBMIT, HANDED_IN),
    ([*RETURNED, "delete"], -DAY, A.SUBMIT_EMPTY, HANDED_IN | {"no_events": True}),
    ([*ZERO_RETURNED, "add"], -DAY, A.SUBMIT, HANDED_IN),
    # From the archive: when it was first handed in is not known, and never becomes known.
    (["archive", A.RETURN], -DAY, A.SUBMIT, HANDED_IN),
    # Taken back while there is time: as if it had never been handed in.
    (
        ["event", A.SUBMIT],
        DAY,
        A.WITHDRAW,
        {"status": Status.DRAFT, "submitted_at": None, "first_submitted_at": None},
    ),
    (
        ["event", A.SUBMIT],
        TODAY,
        A.WITHDRAW,
        {"status": Status.DRAFT, "submitted_at": None, "first_submitted_at": None},
    ),
    # Taken back when the time is up: the first day stands …
    (["event", A.SUBMIT], -DAY, A.WITHDRAW, {"status": Status.DRAFT, "submitted_at": None}),
    (
        [A.SUBMIT_EMPTY],
        -DAY,
        A.WITHDRAW,
        {"status": Status.DRAFT, "submitted_at": None, "no_events": False},
    ),
    # … for the same events, …
    (["event", A.SUBMIT, "late", A.WITHDRAW], -DAY, A.SUBMIT, HANDED_IN),
    (["event", A.SUBMIT, "late", A.WITHDRAW, "change"], -DAY, A.SUBMIT, HANDED_IN),
    (["event", A.SUBMIT, "late", A.WITHDRAW, "delete", "restore"], -DAY, A.SUBMIT, HANDED_IN),
    (
        [A.SUBMIT_EMPTY, "late", A.WITHDRAW],
        -DAY,
        A.SUBMIT_EMPTY,
        HANDED_IN | {"no_events": True},
    ),
    # … and not for others.
    (
        ["event", A.SUBMIT, "late", A.WITHDRAW, "add"],
        -DAY,
        A.SUBMIT,
        HANDED_IN | {"first_submitted_at": NOW},
    ),
    (
        ["event", A.SUBMIT, "late", A.WITHDRAW, "delete", "add"],
        -DAY,
        A.SUBMIT,
        HANDED_IN | {"first_submitted_at": NOW},
    ),
    (
        ["event", A.SUBMIT, "late", A.WITHDRAW, "delete"],
        -DAY,
        A.SUBMIT_EMPTY,
        HANDED_IN | {"first_submitted_at": NOW, "no_events": True},
    ),
    (
        [A.SUBMIT_EMPTY, "late", A.WITHDRAW, "add"],
        -DAY,
        A.SUBMIT,
        HANDED_IN | {"first_submitted_at": NOW},
    ),
    # A resubmission taken back, in time or not, takes nothing from the first one.
    ([*RETURNED, A.SUBMIT], DAY, A.WITHDRAW, {"status": Status.RETURNED, "submitted_at": None}),
    ([*RETURNED, A.SUBMIT], -DAY, A.WITHDRAW, {"status": Status.RETURNED, "submitted_at": None}),
    ([*RETURNED, A.SUBMIT, A.WITHDRAW, "add"], -DAY, A.SUBMIT, HANDED_IN),
    (
        [*ZERO_RETURNED, A.SUBMIT_EMPTY],
        -DAY,
        A.WITHDRAW,
        {"status": Status.RETURNED, "submitted_at": None},
    ),
    # The region
    (["event", A.SUBMIT], -DAY, A.START_REVIEW, {"status": Status.IN_REVIEW}),
    (UNDER_REVIEW, -DAY, A.RELEASE, {"status": Status.SUBMITTED}),
    (UNDER_REVIEW, -DAY, A.RETURN, {"status": Status.RETURNED, "returned_at": NOW}),
    (ZERO_RETURNED[:2], -DAY, A.RETURN, {"status": Status.RETURNED, "returned_at": NOW}),
    (UNDER_REVIEW, -DAY, A.ACCEPT, {"status": Status.ACCEPTED, "accepted_at": NOW}),
    (
        [*UNDER_REVIEW, A.ACCEPT],
        -DAY,
        A.RETURN,
        {"status": Status.RETURNED, "returned_at": NOW, "accepted_at": None},
    ),
    ([], DAY, A.ARCHIVE, {"status": Status.ACCEPTED, "accepted_at": NOW}),
    # A municipality that stops, and one that goes on after all: all as it was
    (["event"], DAY, A.CLOSE, CLOSED),
    (["event", A.SUBMIT], -DAY, A.CLOSE, CLOSED),
    ([A.SUBMIT_EMPTY], -DAY, A.CLOSE, CLOSED),
    (UNDER_REVIEW, -DAY, A.CLOSE, CLOSED),
    (RETURNED, -DAY, A.CLOSE, CLOSED),
    ([A.CLOSE], DAY, A.REOPEN, OPENED_AGAIN | {"status": Status.DRAFT}),
    (["event", A.SUBMIT, A.CLOSE], -DAY, A.REOPEN, OPENED_AGAIN | {"status": Status.SUBMITTED}),
    ([A.SUBMIT_EMPTY, A.CLOSE], -DAY, A.REOPEN, OPENED_AGAIN | {"status": Status.SUBMITTED}),
    ([*UNDER_REVIEW, A.CLOSE], -DAY, A.REOPEN, OPENED_AGAIN | {"status": Status.IN_REVIEW}),
    ([*RETURNED, A.CLOSE], -DAY, A.REOPEN, OPENED_AGAIN | {"status": Status.RETURNED}),
    ([A.CLOSE], DAY, A.HAND_OVER, {}),
    (["event"], DAY, A.TAKE_OVER, {}),
    # What the region adds or takes away makes nobody late.
    (["event", A.SUBMIT, "late", A.WITHDRAW, "event", A.TAKE_OVER], -DAY, A.SUBMIT, HANDED_IN),
]


def ids(case):
    return "-".join(case) if isinstance(case, list) else None


@pytest.mark.parametrize(("steps", "due", "action", "changes"), EFFECTS, ids=ids)
def test_every_field_before_and_after(stage, steps, due, action, changes):
    stage.prepare(steps, due)
    before, at = stage.stored, timezone.now()
    logged, remembered = before.log.count(), before.history.count()
    stage.act(action)
    after, actor = stage.stored, stage.people[workflow.TRANSITIONS[action].role]
    changes = changes | {"version": before.version + 1}
    if "closed_by_id" in changes and changes["closed_by_id"] is not None:
        changes["closed_by_id"] = actor.pk
    moments = [name for name, value in changes.items() if value is NOW]
    assert all(at <= getattr(after, name) <= timezone.now() for name in moments)
    changes |= {name: getattr(after, name) for name in moments}
    assert fields_of(after) == fields_of(before) | changes
    entry = after.log.order_by("-pk").first()
    assert (after.log.count(), after.history.count()) == (logged + 1, remembered + 1)
    assert (entry.action, entry.from_status, entry.to_status) == (
        action,
        before.status,
        after.status,
    )
    assert (entry.user, entry.version) == (actor, after.version)
    assert after.history.first().history_user == actor


def test_every_action_has_its_row():
    assert {action for _, _, action, _ in EFFECTS} == set(Action)


@pytest.mark.parametrize("action", Action)
def test_log_keeps_what_the_report_held_where_it_matters(stage, action):
    steps = next(steps for steps, _, each, _ in EFFECTS if each == action)
    stage.prepare(steps, DAY)
    stage.act(action)
    contents = stage.stored.log.get(action=action).contents
    keeps = action in (A.RETURN, A.WITHDRAW, A.TAKE_OVER)
    keys = list(Event.objects.values_list("pk", flat=True))
    assert contents is None if not keeps else [row["key"] for row in contents] == keys


def test_day_within_an_own_due_date_is_in_time(stage):
    """The extended date counts, not the common one."""
    stage.prepare(["event", A.SUBMIT], -10 * DAY)
    Report.objects.update(extended_until=timezone.localdate(), extension_reason="Пожар в архиве.")
    stage.act(A.WITHDRAW)
    assert stage.stored.first_submitted_at is None


def test_released_review_says_who_held_it(stage, reviewer):
    colleague = factories.make_user(Role.REGION, full_name="Второй сотрудник")
    stage.prepare(UNDER_REVIEW, DAY)
    workflow.perform(A.RELEASE, stage.report, user=colleague)
    entry = stage.stored.log.get(action=A.RELEASE)
    assert (entry.user, entry.note) == (colleague, "Проверку вел: Сотрудник региона.")
    workflow.perform(A.START_REVIEW, stage.report, user=colleague)
    assert workflow.reviewer_of(stage.stored) == colleague
