"""Acceptance against everything that could change the report meanwhile, and documents written
while rows change. ``SOAK=1`` runs them at full length."""

import os
import statistics
import subprocess
import sys
import threading
import time
import uuid

import pytest
from django.conf import settings
from django.db import connection, transaction
from docx import Document

from municipalities.models import Role
from reports.document import issuing
from reports.events import corrections, editing
from reports.language.quarters import Span
from reports.models import Action, Consolidation, Correction, Event, Remark, Report, Status
from reports.procedure import changes, remarks, workflow
from reports.procedure.guards import Refused
from tests import factories
from tests.factories import make_event, make_report
from tests.procedure.test_races import race, reset

pytestmark = pytest.mark.django_db(transaction=True)
IS_SOAK = bool(os.environ.get("SOAK"))
RACES = 200 if IS_SOAK else 15
EXPORTS = 100 if IS_SOAK else 10
LONGEST_WAIT = 0.5  # seconds, for 95 writers of 100
SPAN = Span(2020, 4, 4)


@pytest.fixture
def cast():
    municipality = factories.make_municipality()
    clerk = factories.make_user(municipality=municipality)
    return municipality, clerk, [factories.make_user(Role.REGION) for _ in range(2)]


def test_what_was_accepted_is_what_was_on_the_screen(cast):
    """The clerk takes the report back, edits and hands in again, a second reviewer corrects it,
    all while the first accepts what they saw."""
    municipality, clerk, (reviewer, second) = cast
    report = make_report(municipality, status=Status.SUBMITTED, events=2)
    event = report.events.in_order()[0]
    accepted = 0
    for number in range(RACES):
        reset(report, Status.SUBMITTED)
        workflow.perform(Action.START_REVIEW, report, user=reviewer) if number % 2 else None
        on_screen = Report.objects.get(pk=report.pk)
        seen = changes.contents_of(on_screen)

        def accept(version=on_screen.version, begun=number % 2):
            if not begun:
                version = workflow.perform(
                    Action.START_REVIEW, report, user=reviewer, version=version
                ).version
            workflow.perform(Action.ACCEPT, report, user=reviewer, version=version)
            return changes.contents_of(Report.objects.get(pk=report.pk))

        def edit(number=number):
            workflow.perform(Action.WITHDRAW, report, user=clerk)
            editing.save_event(report, user=clerk, event=event, content=f"Правка {number}")
            workflow.perform(Action.SUBMIT, report, user=clerk)

        def correct(number=number):
            corrections.correct_event(
                event, user=second, version=event_version(event), place=f"г. Рудня, {number}"
            )

        outcome, *_ = race(accept, edit, correct)
        stored = Report.objects.get(pk=report.pk)
        if not isinstance(outcome, Exception):
            accepted += 1
            told = {
                (correction.event_id, correction.cell): correction.old_text
                for correction in Correction.objects.all()
            }
            assert without(changes.contents_of(stored), told) == without(seen, told)
        else:
            assert isinstance(outcome, Refused)
            assert stored.status != Status.ACCEPTED
        Correction.objects.all().delete()
    assert accepted > 0


def event_version(event):
    return Event.objects.get(pk=event.pk).version


def without(contents, told):
    """A correction after the acceptance is told to the clerk; nothing else may differ."""
    return [
        {name: text for name, text in row["cells"].items() if (row["key"], name) not in told}
        for row in contents
    ]


def test_accepted_report_is_not_edited_by_a_save_that_comes_late(cast):
    municipality, clerk, (reviewer, _) = cast
    report = make_report(municipality, status=Status.IN_REVIEW, events=1)
    event = report.events.get()
    for number in range(RACES):
        reset(report, Status.IN_REVIEW)
        seen = changes.contents_of(report)
        accepted, saved = race(
            lambda: workflow.perform(Action.ACCEPT, report, user=reviewer),
            lambda number=number: editing.save_event(
                report, user=clerk, event=event, content=f"Поздно {number}"
            ),
        )
        assert accepted.status == Status.ACCEPTED
        assert isinstance(saved, Refused)
        assert changes.contents_of(report) == seen


def test_no_export_is_torn_and_no_writer_waits(cast, tmp_path):
    """Two people change the name of a municipality and two rows of it together, while two other
    processes export: names and rows are read by different queries."""
    _, _, reviewers = cast
    scenes = [scene_of(municipality) for municipality in ("first", "second")]
    stop, waits = threading.Event(), []

    def write(scene, reviewer):
        names, events = scene
        number = 0
        while not stop.is_set():
            number += 1
            began = time.perf_counter()
            with transaction.atomic():
                for event in events:
                    corrections.correct_event(event, user=reviewer, content=f"Метка {number}")
                names.update(full_name=f"Метка {number}")
            waits.append(time.perf_counter() - began)

    def export():
        try:
            return [process.wait(300) for process in [exporter(tmp_path / n) for n in "ab"]]
        finally:
            stop.set()

    writers = [lambda pair=pair: write(*pair) for pair in zip(scenes, reviewers, strict=True)]
    assert race(export, *writers, patience=300) == [[0, 0], None, None]
    files = list(tmp_path.glob("*/*.docx"))
    torn = [marks for file in files for marks in marks_of(file) if len(set(marks)) > 1]
    assert (len(files), torn) == (EXPORTS, [])
    if IS_SOAK:
        longest = statistics.quantiles(waits, n=20)[-1]
        figures = f"записей {len(waits)}, 95 из 100 ждали не дольше {longest:.3f} с"
        print(f"\n{figures}")  # noqa: T201 - this is what the long run is for
        assert longest < LONGEST_WAIT


def exporter(folder):
    """Half of the exports, on the database of the tests."""
    folder.mkdir()
    database = connection.settings_dict
    address = f"{database['USER']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    if connection.vendor == "sqlite":
        address = f"/{database['NAME']}"
    environment = os.environ | {
        "DATABASE_URL": f"{connection.vendor.replace('postgresql', 'postgres')}://{address}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DEBUG": "1",
    }
    command = [sys.executable, "-m", "tests.exporting", SPAN.slug, str(EXPORTS // 2), str(folder)]
    return subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR)


def scene_of(slug):
    """The names of a municipality, and two rows among others, all with the same mark."""
    municipality = factories.make_municipality(slug, full_name="Метка 0")
    report = make_report(municipality, status=Status.ACCEPTED)
    events = [make_event(report, content="Метка 0") for _ in range(2)]
    for number in range(12):
        make_event(report, name=f"Мероприятие {number}", content="Слово " * 100)
    return municipality.names.all(), events


def marks_of(file):
    """For every section the marks of its title and of its rows."""
    (table,) = Document(file).tables
    sections = []
    for row in table.rows[1:]:
        texts = {cell.text.replace("\N{NO-BREAK SPACE}", " ") for cell in row.cells}
        if len(texts) == 1:  # a title runs over all columns
            sections.append([])
        sections[-1].extend(text for text in texts if text.startswith("Метка"))
    return sections


def test_two_issues_at_once_are_one(cast):
    municipality, _, reviewers = cast
    event = make_event(make_report(municipality, status=Status.ACCEPTED))
    for number in range(1, RACES // 5 + 1):
        corrections.correct_event(event, user=reviewers[0], place=f"г. Рудня, {number}")
        seen = issuing.current(SPAN).fingerprint
        results = race(
            *[
                lambda reviewer=reviewer, seen=seen: issuing.issue(SPAN, user=reviewer, seen=seen)
                for reviewer in reviewers
            ]
        )
        assert sum(isinstance(result, Consolidation) for result in results) == 1
        assert sum(isinstance(result, Refused) for result in results) == 1
        assert Consolidation.objects.latest("number").number == number


def test_words_of_two_reviewers_and_the_clerk_are_all_kept(cast):
    """Remarks, answers and corrections written at the same moment: none is lost or doubled."""
    municipality, clerk, reviewers = cast
    report = make_report(municipality, status=Status.IN_REVIEW, events=3)
    events = list(report.events.in_order())
    for number in range(RACES):
        writing = [
            lambda r=reviewer, e=event, n=number: remarks.add_remark(
                report, event=e, cell="content", text=f"Замечание {n} {r.pk}", user=r
            )
            for reviewer, event in zip(reviewers, events[:2], strict=True)
        ]
        correcting = lambda n=number: corrections.correct_event(  # noqa: E731
            events[2], user=reviewers[0], place=f"г. Рудня, {n} {uuid.uuid4()}"
        )
        results = race(*writing, correcting)
        assert [result for result in results if isinstance(result, Exception)] == []
    assert Remark.objects.count() == 2 * RACES
    assert Correction.objects.count() == RACES
    workflow.perform(Action.RETURN, report, user=reviewers[0])
    sent = list(Remark.objects.all()[:RACES])
    race(
        lambda: [remarks.answer_remark(r, text="Исправлено по тексту.", user=clerk) for r in sent],
        lambda: [remarks.mark_fixed(r, fixed=True, user=clerk) for r in sent],
    )
    for remark in Remark.objects.filter(pk__in=[r.pk for r in sent]).prefetch_related("answers"):
        assert {answer.kind for answer in remark.answers.all()} == {"answer", "fixed"}
        assert remark.fixed_at is not None
