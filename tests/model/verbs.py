"""Every verb of the procedure with those who may say it and when, as the rules of the domain have
it and not as the code checks it: the model says them to the wrong people and at the wrong time."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from municipalities.models import Role
from reports.document import duplicates, issuing
from reports.events import arranging, autosave, corrections, dismissals, editing
from reports.events.autosave import Change
from reports.events.bringing_in import NewWords, bring_in
from reports.language.quarters import Span
from reports.models import (
    Action,
    Consolidation,
    Correction,
    Event,
    Ground,
    LeftOut,
    Remark,
    Report,
    Status,
)
from reports.procedure import entering, opening, remarks, workflow

WRITING = frozenset({Status.DRAFT, Status.RETURNED})
JUDGING = frozenset({Status.IN_REVIEW, Status.ACCEPTED})
ANY_STATUS = frozenset(Status)
SPAN = Span(2020, 4, 4)


@dataclass(frozen=True)
class Verb:
    """``say(row, user=…)``, where ``row`` is one of ``about``."""

    about: type
    role: Role
    statuses: frozenset[Status]
    say: Callable
    also: frozenset[Role] = frozenset()


def _perform(action: Action, role: Role, *statuses: Status, **words) -> Verb:
    def say(report, *, user):
        return workflow.perform(action, report, user=user, **words)

    return Verb(Report, role, frozenset(statuses), say)


def _clerk(about: type, say: Callable, **more) -> Verb:
    return Verb(about, Role.MUNICIPALITY, WRITING, say, **more)


def _region(about: type, say: Callable, statuses=JUDGING) -> Verb:
    return Verb(about, Role.REGION, statuses, say)


def _administrator(say: Callable) -> Verb:
    return Verb(Report, Role.ADMIN, ANY_STATUS, say)


def _another(event: Event) -> Event:
    return Event.objects.exclude(pk=event.pk).first() or event


_UNHANDED = [status for status in Status if status not in (Status.ACCEPTED, Status.CLOSED)]
_DATE = dt.date(2021, 3, 1)

VERBS = (
    _perform(Action.SUBMIT, Role.MUNICIPALITY, *WRITING),
    _perform(Action.SUBMIT_EMPTY, Role.MUNICIPALITY, *WRITING),
    _perform(Action.WITHDRAW, Role.MUNICIPALITY, Status.SUBMITTED),
    _perform(Action.CONTINUE, Role.MUNICIPALITY, *WRITING, Status.SUBMITTED, Status.IN_REVIEW),
    _clerk(Report, lambda r, user: editing.save_event(r, user=user, name="Чужое слово")),
    _clerk(
        Report,
        lambda r, user: autosave.autosave_event(
            r, user=user, changes={"name": Change("Чужое слово", ("",))}
        ),
    ),
    _clerk(Report, lambda r, user: editing.add_events(r, {None: {"name": "Чужое"}}, user=user)),
    _clerk(
        Event,
        lambda e, user: editing.save_event(e.report, event=e, user=user, place="Чужое место"),
    ),
    _clerk(
        Event,
        lambda e, user: bring_in(
            e.report, {}, {e.pk: NewWords(e.version, {"place": "Чужое место"})}, user=user
        ),
    ),
    _clerk(Event, lambda e, user: editing.delete_event(e, user=user)),
    _clerk(Event, lambda e, user: editing.restore_event(e, user=user)),
    _clerk(Event, lambda e, user: editing.copy_event(e, user=user)),
    _clerk(Event, lambda e, user: arranging.place_event(e, number=9, user=user)),
    _clerk(Report, lambda r, user: arranging.order_by_date(r, user=user)),
    _clerk(Event, lambda e, user: arranging.delete_events(e.report, [e.pk], user=user)),
    _clerk(Event, lambda e, user: arranging.restore_events(e.report, [e.pk], user=user)),
    _clerk(
        Event,
        lambda e, user: dismissals.dismiss(e, cell="name", key="a:b", is_dismissed=True, user=user),
    ),
    _clerk(Remark, lambda r, user: remarks.mark_fixed(r, fixed=True, user=user)),
    _clerk(Remark, lambda r, user: remarks.answer_remark(r, text="Чужой ответ.", user=user)),
    Verb(
        Correction,
        Role.MUNICIPALITY,
        ANY_STATUS - {Status.CLOSED},
        lambda c, user: corrections.ask_to_undo(c, reason="Чужая просьба.", user=user),
    ),
    _perform(Action.START_REVIEW, Role.REGION, Status.SUBMITTED),
    _perform(Action.RELEASE, Role.REGION, Status.IN_REVIEW),
    _perform(Action.ACCEPT, Role.REGION, Status.IN_REVIEW),
    _perform(Action.RETURN, Role.REGION, *JUDGING, remark="Не по чину."),
    _perform(Action.CLOSE, Role.REGION, *_UNHANDED, note="Не по чину."),
    _perform(Action.REOPEN, Role.REGION, Status.CLOSED),
    _perform(Action.LEAVE, Role.REGION, *WRITING),
    _region(
        Report,
        lambda r, user: entering.enter(
            r, user=user, ground=Ground.EMAIL, sender="a@b.ru", received_on=_DATE
        ),
        WRITING,
    ),
    _region(Report, lambda r, user: remarks.add_remark(r, text="Не по чину.", user=user)),
    _region(Remark, lambda r, user: remarks.delete_remark(r, user=user)),
    _region(Remark, lambda r, user: remarks.close_remark(r, user=user)),
    _region(Remark, lambda r, user: remarks.reopen_remark(r, text="Еще раз.", user=user)),
    _region(Event, lambda e, user: corrections.correct_event(e, user=user, name="Не по чину")),
    _region(Event, lambda e, user: issuing.leave_out(e, reason="Не по чину.", user=user)),
    _region(LeftOut, lambda o, user: issuing.put_back(o.event, user=user)),
    _region(Correction, lambda c, user: corrections.settle(c, undo=False, user=user), ANY_STATUS),
    _region(
        Event,
        lambda e, user: duplicates.decide(e, _another(e), is_same=True, user=user),
        ANY_STATUS,
    ),
    _region(Event, lambda e, user: duplicates.separate(e, user=user), ANY_STATUS),
    _region(
        Consolidation,
        lambda c, user: issuing.cancel(c, reason="Не по чину.", user=user),
        ANY_STATUS,
    ),
    _region(
        Report,
        lambda r, user: issuing.issue(
            SPAN, user=user, seen=issuing.current(SPAN).fingerprint, ticks=[issuing.PERSONAL_DATA]
        ),
        ANY_STATUS,
    ),
    Verb(
        Report,
        Role.REGION,
        ANY_STATUS - {Status.CLOSED},
        lambda r, user: opening.extend_due_date(r, until=_DATE, reason="Просьба.", user=user),
        also=frozenset({Role.ADMIN}),
    ),
    _administrator(lambda r, user: opening.open_quarter(r.quarter.calendar, user=user)),
    _administrator(lambda r, user: opening.close_quarter(r.quarter, user=user)),
    _administrator(lambda r, user: opening.reopen_quarter(r.quarter, reason="Так.", user=user)),
    _administrator(lambda r, user: opening.delete_quarter(r.quarter, user=user)),
    _administrator(lambda r, user: opening.change_due_date(r.quarter, _DATE, user=user)),
)
