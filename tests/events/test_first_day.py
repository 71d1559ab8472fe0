"""On which day a report counts as first handed in, after whatever was done to it before: it says
whether the report is late.

What a single action does besides is in ``procedure.test_workflow_effects``. A field that a row does
not name must stay as it was.
"""

import datetime as dt

import pytest
from django.utils import timezone

from municipalities.models import Role
from reports.events import editing
from reports.models import Action, Quarter, Report, Status
from reports.procedure import workflow
from tests.factories import EVENT_VALUES, make_event, make_report

pytestmark = pytest.mark.django_db

NOW = object()  # the moment of the action
WORDS = {Action.RETURN: {"remark": "Исправьте."}}
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
UNDER_REVIEW = ["event", A.SUBMIT, A.START_REVIEW]
RETURNED = [*UNDER_REVIEW, A.RETURN]
ZERO_RETURNED = [A.SUBMIT_EMPTY, A.START_REVIEW, A.RETURN]

# steps before, days from today to the due date, the action → the fields that change
CASES = [
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
    # What the region adds or takes away makes nobody late.
    (["event", A.SUBMIT, "late", A.WITHDRAW, "event", A.TAKE_OVER], -DAY, A.SUBMIT, HANDED_IN),
]


def ids(case):
    return "-".join(case) if isinstance(case, list) else None


@pytest.mark.parametrize(("steps", "due", "action", "changes"), CASES, ids=ids)
def test_first_day_stands_or_begins_anew(stage, steps, due, action, changes):
    stage.prepare(steps, due)
    before, at = stage.stored, timezone.now()
    stage.act(action)
    after = stage.stored
    moments = {name: getattr(after, name) for name, value in changes.items() if value is NOW}
    assert all(at <= moment <= timezone.now() for moment in moments.values())
    assert fields_of(after) == fields_of(before) | changes | moments | {
        "version": before.version + 1
    }


def test_day_within_an_own_due_date_is_in_time(stage):
    """The extended date counts, not the common one."""
    stage.prepare(["event", A.SUBMIT], -10 * DAY)
    Report.objects.update(extended_until=timezone.localdate(), extension_reason="Пожар в архиве.")
    stage.act(A.WITHDRAW)
    assert stage.stored.first_submitted_at is None
