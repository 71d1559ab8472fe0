"""Two people at once, at every point where one may be in the other's way.

A stops after its k-th statement, B runs until it ends or waits for a lock, A goes on: for every k,
and with A and B exchanged. ``SOAK=1`` tries every k of all pairs, the suite some.
"""

import os
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from django.db import connection, connections

from municipalities.models import Role
from reports.document import issuing
from reports.document.build import consolidated_table
from reports.document.issuing import fingerprint, frozen
from reports.events import corrections, editing
from reports.events.editing import StaleEventError
from reports.language.quarters import Span
from reports.models import (
    Action,
    Consolidation,
    Correction,
    Event,
    Quarter,
    Remark,
    Report,
    ReportLog,
    Status,
)
from reports.procedure import opening, workflow
from reports.procedure.guards import Refused
from tests import factories
from tests.model.snapshot import texts_of

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="on SQLite one writer waits for the other"
    ),
]
IS_SOAK = bool(os.environ.get("SOAK"))
SPAN = Span(2020, 4, 4)
PATIENCE = 20  # seconds after which a thread counts as stuck
NEVER = 1_000  # no step has so many statements


class Runner(threading.Thread):
    """A step in a thread and on a connection of its own. It stops after ``stop_after`` statements
    until ``go_on`` is set."""

    def __init__(self, step: Callable, stop_after: int = NEVER):
        super().__init__(daemon=True)
        self.step, self.stop_after = step, stop_after
        self.stopped, self.go_on = threading.Event(), threading.Event()
        self.count, self.pid, self.result = 0, None, None

    def run(self) -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                self.pid = cursor.fetchone()[0]
            with connection.execute_wrapper(self._statement):
                self.result = self.step()
        except Exception as error:  # noqa: BLE001 - the outcome is looked at by the test
            self.result = error
        finally:
            connections.close_all()
            self.stopped.set()

    def _statement(self, execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        self.count += 1
        if self.count == self.stop_after:
            self.stopped.set()
            assert self.go_on.wait(PATIENCE)
        return result

    def waits_for_a_lock(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT wait_event_type FROM pg_stat_activity WHERE pid = %s", [self.pid]
            )
            row = cursor.fetchone()
        return row is not None and row[0] == "Lock"


def interleave(a: Callable, b: Callable, k: int) -> tuple[Runner, Runner]:
    """A until after its ``k``-th statement, B to its end or to a lock, then A. Both have ended."""
    first, second = Runner(a, k), Runner(b)
    first.start()
    assert first.stopped.wait(PATIENCE)
    second.start()
    until = time.monotonic() + PATIENCE
    while second.is_alive() and not second.waits_for_a_lock() and time.monotonic() < until:
        time.sleep(0.002)
    first.go_on.set()
    for thread in (first, second):
        thread.join(PATIENCE)
        assert not thread.is_alive(), "they wait for each other"
        assert thread.result is None or not _is_a_bug(thread.result), thread.result
    return first, second


def _is_a_bug(result) -> bool:
    return isinstance(result, Exception) and not isinstance(result, Refused)


@dataclass
class Scene:
    """One report, in the status that both steps begin from; what is seen on both screens."""

    status: Status
    clerk: object = None
    reviewer: object = None
    administrator: object = None
    report: Report = None
    event: Event = None
    seen: dict = field(default_factory=dict)

    def __post_init__(self):
        home = factories.make_municipality()
        self.clerk = factories.make_user(municipality=home)
        self.reviewer = factories.make_user(Role.REGION)
        self.administrator = factories.make_user(Role.ADMIN)
        self.report = factories.make_report(home, status=self.status, events=2)
        if self.status == Status.IN_REVIEW:
            self._log(Action.SUBMIT, Status.DRAFT, Status.SUBMITTED)
            self._log(Action.START_REVIEW, Status.SUBMITTED, Status.IN_REVIEW)
        self.event = self.report.events.first()
        self.seen = texts_in(self.report)

    def _log(self, action: Action, before: Status, after: Status) -> None:
        ReportLog.objects.create(
            report=self.report, action=action, from_status=before, to_status=after, version=1
        )

    def perform(self, action: Action, person, **words):
        version = self.report.version
        return workflow.perform(action, self.report, user=person, version=version, **words)

    # The steps

    def save(self):
        version = self.event.version
        words = {"event": self.event, "version": version, "content": "Первый"}
        return editing.save_event(self.report, user=self.clerk, **words)

    def save_other_words(self):
        version = self.event.version
        words = {"event": self.event, "version": version, "content": "Второй"}
        return editing.save_event(self.report, user=self.clerk, **words)

    def paste(self):
        rows = {uuid.UUID(int=n): dict(factories.EVENT_VALUES) for n in (1, 2)}
        return editing.add_events(self.report, rows, user=self.clerk)

    def hand_in(self):
        return self.perform(Action.SUBMIT, self.clerk)

    def hand_back(self):
        return self.perform(Action.RETURN, self.reviewer, remark="Исправьте.")

    def accept(self):
        return self.perform(Action.ACCEPT, self.reviewer)

    def correct(self):
        words = {"version": self.event.version, "content": "Исправлено регионом"}
        return corrections.correct_event(self.event, user=self.reviewer, **words)

    def issue(self):
        contents = frozen(consolidated_table(SPAN), SPAN)
        return issuing.issue(SPAN, user=self.reviewer, seen=fingerprint(contents))

    def close_quarter(self):
        return opening.close_quarter(self.report.quarter, user=self.administrator)


def texts_in(report: Report) -> dict:
    return {event.pk: texts_of(event) for event in Event.objects.filter(report=report).live()}


PAIRS = {
    "save and hand in": (Status.DRAFT, Scene.save, Scene.hand_in),
    "hand in and return": (Status.IN_REVIEW, Scene.hand_in, Scene.hand_back),
    "accept and correct": (Status.IN_REVIEW, Scene.accept, Scene.correct),
    "issue and correct": (Status.ACCEPTED, Scene.issue, Scene.correct),
    "issue and issue": (Status.ACCEPTED, Scene.issue, Scene.issue),
    "close and hand in": (Status.DRAFT, Scene.close_quarter, Scene.hand_in),
    "paste and save": (Status.DRAFT, Scene.paste, Scene.save),
    "save and save": (Status.DRAFT, Scene.save, Scene.save_other_words),
}
IN_FULL = ("save and hand in", "accept and correct")  # every k in the suite, too
CASES = [
    (name, is_turned)
    for name, (_, a, b) in PAIRS.items()
    for is_turned in (False, True)
    if a is not b or not is_turned
]


@pytest.mark.parametrize(("name", "is_turned"), CASES)
def test_steps_in_each_others_way_leave_nothing_false(name, is_turned):
    status, *steps = PAIRS[name]
    a, b = reversed(steps) if is_turned else steps
    k = 1
    while True:
        scene = Scene(status)
        first, second = interleave(lambda s=scene: a(s), lambda s=scene: b(s), k)
        _check(scene, {a: first.result, b: second.result} if a is not b else {})
        if a is b:
            _check_twice(first.result, second.result)
        _forget()
        if first.count < k:  # it had ended before
            return
        k += 1 if IS_SOAK or name in IN_FULL else max(1, first.count // 2)


def _check(scene: Scene, results: dict) -> None:
    report = Report.objects.select_related("quarter").get(pk=scene.report.pk)
    _log_tells_the_status(scene, report)
    _acknowledged_words_are_there(scene, report, results)
    _accepted_is_what_was_seen(scene, report, results)
    _history_is_the_row(report)
    _closed_is_closed(report, results)
    for issued in Consolidation.objects.all():
        cells = [
            row["cells"][4] for section in issued.contents["sections"] for row in section["rows"]
        ]
        assert cells[0] in ("Обсуждение сотрудничества", "Исправлено регионом")


def _log_tells_the_status(scene: Scene, report: Report) -> None:
    rows = list(ReportLog.objects.filter(report=report).order_by("pk"))
    at = Status.DRAFT if scene.status == Status.IN_REVIEW else scene.status
    for row in rows:
        assert row.from_status == at
        at = row.to_status
    assert report.status == at


def _acknowledged_words_are_there(scene: Scene, report: Report, results: dict) -> None:
    content = Event.objects.get(pk=scene.event.pk).content
    for step, words in ((Scene.save, "Первый"), (Scene.save_other_words, "Второй")):
        if isinstance(results.get(step), Event):
            assert content == words
    if {Scene.save, Scene.save_other_words} <= results.keys():
        refused = [r for r in results.values() if isinstance(r, StaleEventError)]
        assert len(refused) == 1, "one has written over the other"
    if results.get(Scene.paste) == 2:
        assert len(texts_in(report)) == 4


def _accepted_is_what_was_seen(scene: Scene, report: Report, results: dict) -> None:
    """Whoever handed in or accepted saw the screen of the beginning; a correction says itself."""
    if report.status in (Status.SUBMITTED, Status.ACCEPTED):
        expected = {pk: dict(texts) for pk, texts in scene.seen.items()}
        for made in Correction.objects.order_by("pk"):
            assert expected[made.event_id][made.cell] == made.old_text
            expected[made.event_id][made.cell] = made.new_text
        assert texts_in(report) == expected
    if report.status == Status.ACCEPTED and Scene.accept in results:
        corrected = isinstance(results[Scene.correct], list)
        assert not corrected or Correction.objects.get().at >= report.accepted_at


def _history_is_the_row(report: Report) -> None:
    for row in (report, *Event.objects.filter(report=report)):
        latest = row.history.first()
        if latest is not None:
            assert latest.version == row.version


def _closed_is_closed(report: Report, results: dict) -> None:
    if Scene.close_quarter in results:
        assert not report.quarter.is_open
        row = ReportLog.objects.filter(report=report).first()
        assert row is None or row.at <= report.quarter.closed_at


def _check_twice(first, second) -> None:
    """Of two equal issues one is enough."""
    refused = [result for result in (first, second) if isinstance(result, Refused)]
    assert len(refused) == 1
    assert Consolidation.objects.get().number == 1


def _forget() -> None:
    """The next interleaving begins anew. People and municipalities stay."""
    for model in (Correction, Remark, ReportLog, Event, Report, Consolidation, Quarter):
        model.objects.all().delete()
