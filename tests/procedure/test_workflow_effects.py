"""What every action does to every field of the report, to its log and to its history.

``EFFECTS`` is the table: a field that a row does not name stays as it was. An action, or a status
it starts from, that has no row in it fails the first test.
"""

import datetime as dt
from dataclasses import dataclass, field

import pytest
from django.utils import timezone

from municipalities.models import Role
from reports.models import Action, Event, Report, ReportLog, Status
from reports.procedure import changes, workflow
from reports.procedure.guards import Refused
from reports.procedure.workflow import TRANSITIONS
from tests.factories import make_entry, make_municipality, make_quarter, make_report, make_user

pytestmark = pytest.mark.django_db

NOW = "the moment of the action"
ACTOR = "who did it"
FIRST, LAST, BACK, ACCEPTED, CLOSED = (
    dt.datetime(2021, 1, day, 13, 20, tzinfo=dt.UTC) for day in (11, 12, 13, 14, 15)
)
# The dates of a report in each status: handed in twice, with a return in between.
DATES = {
    Status.DRAFT: {},
    Status.SUBMITTED: {"first_submitted_at": FIRST, "submitted_at": LAST, "returned_at": BACK},
    Status.IN_REVIEW: {"first_submitted_at": FIRST, "submitted_at": LAST, "returned_at": BACK},
    Status.RETURNED: {"first_submitted_at": FIRST, "submitted_at": LAST, "returned_at": BACK},
    Status.ACCEPTED: {
        "first_submitted_at": FIRST,
        "submitted_at": LAST,
        "returned_at": BACK,
        "accepted_at": ACCEPTED,
    },
    Status.CLOSED: {
        "first_submitted_at": FIRST,
        "submitted_at": LAST,
        "returned_at": BACK,
        "closed_at": CLOSED,
        "closing_reason": "Упразднен.",
    },
}


@dataclass(frozen=True)
class Effect:
    """``after`` are the fields that change besides ``version``; NOW stands for a date of today, ACTOR
    for the person.

    ``given`` are fields of the report before that differ from ``DATES``; ``submitted_from`` is the
    status it was handed in from, ``closed_from`` the one it was closed in, and ``due_in`` tells in
    how many days it is due."""

    action: Action
    source: Status
    after: dict
    given: dict = field(default_factory=dict)
    submitted_from: Status = Status.RETURNED
    closed_from: Status = Status.SUBMITTED
    due_in: int = 10
    options: dict = field(default_factory=dict)  # of ``perform``
    logged: str = ""  # what the log adds in words
    note: str = ""

    def __str__(self):
        return " ".join(filter(None, (self.action, "from", self.source, self.note)))


OF_AN_ENTRY = (Action.ENTER, Action.LEAVE, Action.CONTINUE)
REMARK = {"remark": "Исправьте."}
NOTE = {"note": "Упразднен с 1 января."}
OPEN = {"closed_at": None, "closed_by_id": None, "closing_reason": ""}
EFFECTS = [
    Effect(
        Action.SUBMIT,
        Status.DRAFT,
        {
            "status": Status.SUBMITTED,
            "no_events": False,
            "first_submitted_at": NOW,
            "submitted_at": NOW,
        },
        logged="Мероприятия: 2.",
    ),
    Effect(
        Action.SUBMIT,
        Status.RETURNED,
        {"status": Status.SUBMITTED, "no_events": False, "submitted_at": NOW},
        logged="Мероприятия: 2.",
    ),
    Effect(
        Action.SUBMIT_EMPTY,
        Status.DRAFT,
        {
            "status": Status.SUBMITTED,
            "no_events": True,
            "first_submitted_at": NOW,
            "submitted_at": NOW,
        },
    ),
    Effect(
        Action.SUBMIT_EMPTY,
        Status.RETURNED,
        {"status": Status.SUBMITTED, "no_events": True, "submitted_at": NOW},
    ),
    Effect(
        Action.WITHDRAW,
        Status.SUBMITTED,
        {
            "status": Status.DRAFT,
            "no_events": False,
            "first_submitted_at": None,
            "submitted_at": None,
        },
        given={"first_submitted_at": LAST, "returned_at": None},
        submitted_from=Status.DRAFT,
        note="for the first time",
    ),
    Effect(
        Action.WITHDRAW,
        Status.SUBMITTED,
        {"status": Status.RETURNED, "submitted_at": None},
        note="after a return",
    ),
    Effect(
        Action.WITHDRAW,
        Status.SUBMITTED,
        {"status": Status.DRAFT, "no_events": False, "submitted_at": None},
        given={"first_submitted_at": LAST, "returned_at": None},
        submitted_from=Status.DRAFT,
        due_in=-10,
        note="after the due date",
    ),
    Effect(Action.START_REVIEW, Status.SUBMITTED, {"status": Status.IN_REVIEW}),
    Effect(
        Action.RELEASE,
        Status.IN_REVIEW,
        {"status": Status.SUBMITTED},
        logged="Проверку вел: не записано.",
    ),
    Effect(Action.ACCEPT, Status.IN_REVIEW, {"status": Status.ACCEPTED, "accepted_at": NOW}),
    Effect(
        Action.RETURN,
        Status.IN_REVIEW,
        {"status": Status.RETURNED, "returned_at": NOW},
        options=REMARK,
        logged="Замечания: 1.",
    ),
    Effect(
        Action.RETURN,
        Status.ACCEPTED,
        {"status": Status.RETURNED, "returned_at": NOW, "accepted_at": None},
        options=REMARK,
        logged="Замечания: 1.",
    ),
    *(
        Effect(
            Action.CLOSE,
            source,
            {
                "status": Status.CLOSED,
                "closed_at": NOW,
                "closed_by_id": ACTOR,
                "closing_reason": NOTE["note"],
            },
            options=NOTE,
        )
        for source in (Status.DRAFT, Status.SUBMITTED, Status.IN_REVIEW, Status.RETURNED)
    ),
    *(
        Effect(
            Action.REOPEN,
            Status.CLOSED,
            {"status": before} | OPEN,
            closed_from=before,
            note=f"closed when {before}",
        )
        for before in (Status.SUBMITTED, Status.IN_REVIEW, Status.RETURNED)
    ),
    Effect(
        Action.REOPEN,
        Status.CLOSED,
        {"status": Status.DRAFT, "submitted_at": None} | OPEN,
        closed_from=Status.DRAFT,
        note="closed when draft",
    ),
    Effect(Action.HAND_OVER, Status.CLOSED, {}, options=NOTE),
    Effect(Action.TAKE_OVER, Status.DRAFT, {}, options=NOTE),
    Effect(Action.TAKE_OVER, Status.RETURNED, {}, options=NOTE),
    Effect(Action.ENTER, Status.DRAFT, {}, options=NOTE),
    Effect(Action.ENTER, Status.RETURNED, {}, options=NOTE),
    Effect(Action.LEAVE, Status.DRAFT, {}),
    Effect(Action.LEAVE, Status.RETURNED, {}),
    Effect(Action.CONTINUE, Status.DRAFT, {}),
    Effect(Action.CONTINUE, Status.RETURNED, {}),
    *(
        Effect(Action.CONTINUE, source, {"status": Status.RETURNED, "submitted_at": None})
        for source in (Status.SUBMITTED, Status.IN_REVIEW)
    ),
    Effect(Action.ARCHIVE, Status.DRAFT, {"status": Status.ACCEPTED, "accepted_at": NOW}),
]


def test_every_action_has_its_rows_in_the_table():
    told = {(effect.action, effect.source) for effect in EFFECTS}
    assert told == {
        (action, source)
        for action, transition in TRANSITIONS.items()
        for source in transition.sources
    }


@pytest.fixture
def people(clerk, reviewer, administrator):
    return {
        Role.MUNICIPALITY: clerk,
        Role.REGION: reviewer,
        Role.ADMIN: administrator,
        None: None,
    }


def make(
    municipality,
    status,
    *,
    events,
    due_in=10,
    submitted_from=Status.RETURNED,
    closed_from=Status.SUBMITTED,
    **fields,
):
    """A report in ``status`` of which no field has its default value."""
    if status == Status.CLOSED:
        fields["closed_by"] = make_user(Role.REGION, username=f"closed {municipality.slug}")
    quarter = make_quarter(due_date=timezone.localdate() + dt.timedelta(days=due_in))
    report = make_report(
        municipality,
        quarter=quarter,
        status=status,
        events=events,
        **{
            "version": 7,
            "ordered_by_hand": True,
            "extended_until": quarter.due_date + dt.timedelta(days=5),
            "extension_reason": "Пожар в архиве.",
        }
        | DATES.get(status, {})
        | fields,
    )
    if status != Status.DRAFT:
        ReportLog.objects.create(
            report=report,
            action=Action.SUBMIT,
            from_status=submitted_from,
            to_status=Status.SUBMITTED,
            user=make_user(municipality=report.municipality),
            version=6,
            contents=changes.contents_of(report),
        )
    if status == Status.CLOSED:
        ReportLog.objects.create(
            report=report,
            action=Action.CLOSE,
            from_status=closed_from,
            to_status=Status.CLOSED,
            user=report.closed_by,
            version=7,
            note=report.closing_reason,
        )
    return report


def stored(report):
    """Every field of the report as it stands in the database."""
    return Report.objects.filter(pk=report.pk).values().get()


def everything():
    """All that an action on a report might change."""
    return [
        list(model.order_by("pk").values())
        for model in (Report.objects, Event.objects, ReportLog.objects)
    ] + [list(Report.history.order_by("history_id").values())]


def events_of(action):
    return 0 if action == Action.SUBMIT_EMPTY else 2


def begin(effect, municipality, **fields):
    report = make(
        municipality,
        effect.source,
        events=events_of(effect.action),
        due_in=effect.due_in,
        submitted_from=effect.submitted_from,
        closed_from=effect.closed_from,
        **fields | effect.given,
    )
    if effect.action in OF_AN_ENTRY:
        make_entry(report)
    return report


@pytest.fixture
def act(people):
    """``act(effect, report)``: done by the person whose action it is, and that person."""

    def perform(effect, report, **options):
        person = people[TRANSITIONS[effect.action].role]
        options = effect.options | options
        return workflow.perform(effect.action, report, user=person, **options), person

    return perform


@pytest.mark.parametrize("no_events", [False, True])
@pytest.mark.parametrize("effect", EFFECTS, ids=str)
def test_action_changes_these_fields_and_no_other(act, vyazma, effect, no_events):
    report = begin(effect, vyazma, no_events=no_events)
    before, begun = stored(report), timezone.now()
    done, person = act(effect, report)
    after = stored(report)
    moments = {name: after[name] for name, value in effect.after.items() if value is NOW}
    actors = {name: person.pk for name, value in effect.after.items() if value is ACTOR}
    assert all(begun <= moment <= timezone.now() for moment in moments.values())
    changed = effect.after | {"version": before["version"] + 1} | moments | actors
    assert after == before | changed
    assert {name: getattr(done, name) for name in after} == after


@pytest.mark.parametrize("effect", EFFECTS, ids=str)
def test_action_is_logged_once_with_its_author(act, vyazma, effect):
    report = begin(effect, vyazma)
    known, begun = set(report.log.values_list("pk", flat=True)), timezone.now()
    _, person = act(effect, report)
    (row,) = report.log.exclude(pk__in=known)
    assert begun <= row.at <= timezone.now()
    assert (row.action, row.from_status, row.to_status, row.user, row.version) == (
        effect.action,
        effect.source,
        effect.after.get("status", effect.source),
        person,
        report.version + 1,
    )
    assert row.note == (effect.logged or effect.options.get("note", ""))
    keeps = effect.action in (
        *(Action.RETURN, Action.WITHDRAW, Action.TAKE_OVER),
        Action.CONTINUE,
    )
    assert row.contents == (changes.contents_of(report) if keeps else None)


@pytest.mark.parametrize("effect", EFFECTS, ids=str)
def test_action_leaves_one_row_of_history_with_its_author(act, vyazma, effect):
    report = begin(effect, vyazma)
    known = set(report.history.values_list("history_id", flat=True))
    _, person = act(effect, report)
    (row,) = report.history.exclude(history_id__in=known)
    after = stored(report)
    assert (row.history_user, row.history_type) == (person, "~")
    assert {name: getattr(row, name) for name in after} == after


@pytest.mark.parametrize("effect", EFFECTS, ids=str)
def test_action_touches_neither_events_nor_other_reports(act, vyazma, effect):
    neighbour = make(make_municipality("neighbour"), effect.source, events=1)
    report = begin(effect, vyazma)
    before = stored(neighbour), neighbour.log.count(), list(Event.objects.order_by("pk").values())
    act(effect, report)
    assert before == (
        stored(neighbour),
        neighbour.log.count(),
        list(Event.objects.order_by("pk").values()),
    )


@pytest.mark.parametrize(
    ("action", "status"),
    [
        (action, status)
        for action, transition in TRANSITIONS.items()
        for status in Status
        if status not in transition.sources
    ],
)
def test_refused_action_changes_nothing_at_all(people, vyazma, action, status):
    report = make(vyazma, status, events=events_of(action))
    before = everything()
    with pytest.raises(Refused, match="сейчас это невозможно"):
        workflow.perform(action, report, user=people[TRANSITIONS[action].role])
    assert everything() == before


@pytest.mark.parametrize("effect", EFFECTS, ids=str)
def test_action_on_another_version_than_seen_changes_nothing_at_all(act, vyazma, effect):
    report = begin(effect, vyazma)
    before = everything()
    for version in (report.version - 1, report.version + 1):
        with pytest.raises(Refused, match="изменился, пока вы на него смотрели"):
            act(effect, report, version=version)
    assert everything() == before


def test_released_review_says_who_held_it(vyazma, reviewer):
    report = make(vyazma, Status.SUBMITTED, events=1)
    report = workflow.perform(Action.START_REVIEW, report, user=reviewer)
    colleague = make_user(Role.REGION, full_name="Второй сотрудник")
    report = workflow.perform(Action.RELEASE, report, user=colleague)
    entry = report.log.get(action=Action.RELEASE)
    assert (entry.user, entry.note) == (colleague, "Проверку вел: Сотрудник региона.")
    report = workflow.perform(Action.START_REVIEW, report, user=colleague)
    assert workflow.reviewer_of(report) == colleague
