"""Many writers at one event, on the real database. ``SOAK=1`` runs them at full length."""

import os
import threading
import uuid

import pytest

from reports.events import autosave
from reports.events.autosave import Change
from reports.models import Event
from tests import factories
from tests.procedure.test_races import race

pytestmark = pytest.mark.django_db(transaction=True)
IS_SOAK = bool(os.environ.get("SOAK"))
RUNS = 200 if IS_SOAK else 1
MARKS = 40 if IS_SOAK else 8
LONE_SAVES = 1_000 if IS_SOAK else 60
WRITERS = 6
PATIENCE = 300  # seconds


class Page:
    """A writer's page: what it shows, what it began from, what was sent without an answer."""

    def __init__(self, event, user):
        self.event, self.user = event, user
        self.text = self.base = Event.objects.get(pk=event.pk).content
        self.unanswered = []

    def save(self, *, answer_is_lost=False):
        change = Change(self.text, (self.base, *self.unanswered))
        saved = autosave.autosave_event(
            self.event.report, user=self.user, event=self.event, changes={"content": change}
        )
        if answer_is_lost:
            self.unanswered.append(self.text)
            return None
        conflict = saved.conflicts.get("content")
        self.base = conflict.theirs if conflict else self.text
        self.unanswered = []
        return conflict

    def add(self, mark):
        """Write a mark behind what is there; after a conflict behind the other's words."""
        self.text += mark
        while (conflict := self.save()) is not None:
            self.text = conflict.theirs + mark


@pytest.fixture
def scene():
    municipality = factories.make_municipality()
    report = factories.make_report(municipality)
    people = [factories.make_user(municipality=municipality) for _ in range(WRITERS)]
    return factories.make_event(report, content="Начало."), people


def test_marks_of_six_writers_are_all_there(scene):
    event, people = scene
    for run in range(RUNS):
        Event.objects.filter(pk=event.pk).update(content=f"Забег {run}.")

        def write(number, person, run=run):
            page = Page(event, person)
            for mark in range(MARKS):
                page.add(f"[{run}.{number}.{mark}]")

        writers = [lambda pair=pair: write(*pair) for pair in enumerate(people)]
        results = race(*writers, patience=PATIENCE)
        assert results == [None] * WRITERS
        text = Event.objects.get(pk=event.pk).content
        written = [f"[{run}.{n}.{m}]" for n in range(WRITERS) for m in range(MARKS)]
        assert [mark for mark in written if text.count(mark) != 1] == []


def test_lone_person_on_a_bad_line_meets_no_conflict(scene):
    """Two tabs in turn; every third answer is lost."""
    event, (person, *_) = scene
    tabs = [Page(event, person), Page(event, person)]
    conflicts = 0
    for number in range(LONE_SAVES):
        tab = tabs[number // 10 % 2]
        tab.text += f"{number} "[-6:]
        conflict = tab.save(answer_is_lost=number % 3 == 2)
        conflicts += conflict is not None
    assert conflicts == 0


def test_one_event_of_twenty_parallel_creations_with_one_key(scene):
    event, (person, *_) = scene
    key = uuid.uuid4()
    changes = {"name": Change("Новое", ("",))}
    results = race(
        *[
            lambda: autosave.autosave_event(
                event.report, user=person, creation_key=key, changes=changes
            )
        ]
        * 20
    )
    assert [result for result in results if isinstance(result, Exception)] == []
    assert Event.objects.filter(creation_key=key).count() == 1


def test_reader_never_sees_half_of_a_save(scene):
    """Two fields that are always saved together are always seen together."""
    event, (person, *_) = scene
    stop, torn = threading.Event(), []

    def read():
        while not stop.is_set():
            name, place = Event.objects.values_list("name", "place").get(pk=event.pk)
            if name.rpartition(" ")[2] != place.rpartition(" ")[2]:
                torn.append((name, place))

    def write():
        try:
            for number in range(LONE_SAVES // 4):
                now = Event.objects.get(pk=event.pk)
                changes = {
                    "name": Change(f"Имя {number}", (now.name,)),
                    "place": Change(f"Место {number}", (now.place,)),
                }
                autosave.autosave_event(event.report, user=person, event=event, changes=changes)
        finally:
            stop.set()

    Event.objects.filter(pk=event.pk).update(name="Имя x", place="Место x")
    assert race(read, write, patience=PATIENCE) == [None, None]
    assert torn == []
