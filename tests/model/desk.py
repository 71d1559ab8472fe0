"""How a step of the model is done, repeated after a failure, and looked at afterwards."""

import datetime as dt
import functools
import logging
import sys
from collections import Counter, deque
from contextlib import ExitStack, contextmanager
from typing import ClassVar

from django.core.cache import cache
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from reports.document.build import Include
from reports.models import Action, Consolidation, Correction, Event, Quarter, Report
from reports.procedure.guards import Refused
from tests.model import invariants, steps
from tests.model.cast import Cast
from tests.model.faults import Lost, counted_statements, failing_statement
from tests.model.snapshot import Clock, Snapshot, texts_of
from tests.model.steps import Acknowledged, Handed, Step

BEGINNING = dt.datetime(2021, 1, 11, 9, 0, tzinfo=dt.UTC)
SCREENS = 5  # so many states back a page may have been opened
PICK = st.integers(0, 999)
NOW, MEANWHILE = 0, -1
# How many states ago a page was opened; or it shows the present, and somebody else is faster.
MOSTLY_NOW = st.sampled_from([MEANWHILE, NOW, MEANWHILE, NOW, MEANWHILE, 1, 3])
STRIDE = 29  # acts from one to the next when the same number is drawn
PATIENCE = 4  # so many times an act may do nothing before others have their turn
AHEAD = st.sampled_from([0, 0, 1])  # so often more than others: what is said twice is seen, too
BAD_LUCK = 12  # so many verbs fail before the database is well again


def about(candidates, way=None, **drawn):
    """An act about one of ``candidates(machine)``. While there is none, ``way(machine, pick)``
    leads to one; without a way the act has to wait. ``drawn`` are strategies of its other
    arguments."""

    def decorate(act):
        act.candidates, act.way, act.drawn = candidates, way, drawn
        return act

    return decorate


def always(desk) -> list:
    return [None]


class Desk(RuleBasedStateMachine):
    """``did`` counts, over all examples, how often each rule did something."""

    did: ClassVar[Counter] = Counter()

    def __init__(self):
        super().__init__()
        self._stack = ExitStack()
        self.clock = self._stack.enter_context(Clock(BEGINNING).running())
        self._stack.enter_context(_rolled_back())
        self._stack.enter_context(_unlogged())
        cache.clear()  # no transaction takes it back
        self.cast = Cast()
        self.now = Snapshot()
        self.screens = deque([self.now], SCREENS)
        self.step = Step("beginning")
        self.done: Counter = Counter()  # act → how often it did something in this example
        self.tried: Counter = Counter()
        self.fault = None
        self.bad_luck = 0
        self.failed: set[tuple] = set()  # verbs that the database has failed in this example
        self.handed: dict[int, Handed] = {}
        self.acknowledged: list[Acknowledged] = []
        self.issued: dict[int, dict] = {}
        self.keys = 0  # of new events, given so far
        self.sent: Counter = Counter()  # page → number of its last request
        self.written: dict[str, int] = {}  # page → number of the last that changed a text

    def teardown(self):
        """An example that has failed says so itself; of others the end is looked at."""
        try:
            if sys.exc_info()[0] is None:
                steps.history_tells_every_text(self.acknowledged)
                invariants.way_out_leads_to_the_document(self.now, self.cast)
        finally:
            self._stack.close()

    # A step

    @classmethod
    @functools.cache
    def acts(cls) -> dict:
        """Name → function, of everything that somebody may do."""
        named = ((name, getattr(cls, name)) for name in dir(cls))
        return {name: act for name, act in named if hasattr(act, "candidates")}

    @rule(data=st.data())
    def somebody_acts(self, data):
        """One rule for hypothesis, which would leave whole kinds of rules out of an example: an act
        that did something seldom in this example, tried in vain a few times only."""
        acts = self.acts()
        possible = [name for name, act in acts.items() if act.way or act.candidates(self)]
        turns = {name: self.done[name] + self.tried[name] // PATIENCE for name in possible}
        most = min(turns.values()) + data.draw(AHEAD, label="ahead")
        names = [name for name, number in turns.items() if number <= most]
        turn = self.tried.total()  # small numbers are drawn more often: they mean others each time
        name = names[(data.draw(PICK, label="act") + STRIDE * turn) % len(names)]
        act, rows = acts[name], acts[name].candidates(self)
        pick = data.draw(PICK, label="about") + turn
        values = {key: data.draw(of, label=key) for key, of in act.drawn.items()}
        if not rows:
            self.begin("")
            act.way(self, pick)
            rows = act.candidates(self)
            assert rows, f"no way to {name}"
        self.tried[name] += 1
        self.begin(name)
        act(self, rows[pick % len(rows)], **values)
        if self.step.is_refused and values.get("back") == MEANWHILE:
            self.everything_holds()
            self._look_again(name, pick, values | {"back": NOW})

    def _look_again(self, name: str, pick: int, values: dict) -> None:
        """Somebody else was faster: the page is loaded anew, and the button pressed once more."""
        act = self.acts()[name]
        rows = act.candidates(self)
        self.begin(name if rows else "")
        if rows:
            act(self, rows[pick % len(rows)], **values)

    def begin(self, name: str) -> None:
        """A step of the rule ``name``; empty for one that is of none."""
        self.clock.pass_(seconds=7)
        self.step = Step(name)

    def did_something(self) -> None:
        self.step.did_something = True

    def do(self, verb, *args, by, **kwargs):
        """Say ``verb`` as the person ``by``. None when it is refused."""
        self.step.actors.add(by)
        call = functools.partial(verb, *args, user=by, **kwargs)
        if self.fault is not None:
            kinds = [word for word in args if isinstance(word, Action)]
            self._fail_first((verb.__qualname__, *kinds), call)
        try:
            with transaction.atomic():
                return call()
        except Refused:
            self.step.is_refused = True
            return None

    def _fail_first(self, verb: tuple, call) -> None:
        """The database fails on the way: nothing has happened, and it may be said again. Once in an
        example for each verb, after it has begun to write; it is tried in vain first to know when."""
        part, for_good = self.fault
        numbers = () if (*verb, for_good) in self.failed else _numbers_of_writing(call)
        if not numbers:
            return
        self.failed.add((*verb, for_good))
        begun = transaction.savepoint()
        try:
            with failing_statement(numbers[part % len(numbers)], for_good=for_good):
                call()
            transaction.savepoint_rollback(begun)
        except Refused:
            transaction.set_rollback(False)  # what failed may have been the end of the refusal
            transaction.savepoint_rollback(begun)
        except Lost:
            transaction.set_rollback(False)  # what a verb does not take back itself is looked at
            self._count_failure(for_good=for_good)
            assert Snapshot().is_same_as(self.now), "half a step is left after a failure"
        except Exception:
            transaction.set_rollback(False)  # or nothing could be looked at any more
            raise

    def _count_failure(self, *, for_good: bool) -> None:
        if self.bad_luck == BAD_LUCK:
            name = "statement_fails_for_good" if for_good else "statement_fails_once"
            Desk.did[name] += 1
            self.done[name] += 1
        self.bad_luck -= 1
        if not self.bad_luck:
            self.fault = None

    def screen(self, back: int) -> Snapshot:
        """What a page shows that was opened ``back`` steps ago."""
        return self.screens[max(-len(self.screens), -1 - back)]

    def acknowledge(self, event: Event, by, page: str = "", *, has_replaced=False) -> None:
        if event is not None and event.pk is not None and not self.step.is_refused:
            stored = Event.objects.get(pk=event.pk)
            texts, at = texts_of(stored), self.clock.now
            self.acknowledged.append(Acknowledged(stored.pk, texts, by.pk, page, at, has_replaced))

    def hand(self, report: Report, screen: Snapshot) -> None:
        """``report`` is handed in or accepted as it was on ``screen``."""
        newest = Correction.objects.order_by("-pk").values_list("pk", flat=True).first()
        self.handed[report.pk] = Handed(screen.texts(report), newest or 0)

    def keep_issue(self, issued: Consolidation) -> None:
        stored = Consolidation.objects.get(pk=issued.pk)
        self.issued[stored.pk] = invariants.kept_of(stored)

    # Afterwards

    @invariant()
    def everything_holds(self):
        before, self.now = self.now, Snapshot()
        steps.check(before, self.now, self.step)
        is_changed = not self.now.is_same_as(before)
        if self.step.name and (is_changed or self.step.did_something):
            Desk.did[self.step.name] += 1
            self.done[self.step.name] += 1
        if not is_changed:
            return
        self.screens.append(self.now)
        steps.what_was_handed_in_stays(self.now, self.handed)
        was, sight = before.of_sight(), self.now.of_sight()
        changed = {model for model in sight if sight[model] != was[model]}
        invariants.nobody_sees_anothers(self.now, self.cast, changed)
        invariants.every_state_has_a_way_out(self.now, self.cast)
        invariants.log_tells_the_status(self.now)
        invariants.entries_are_told(self.now, self.cast)
        invariants.zero_is_said_by_the_municipality(self.now)
        invariants.rows_stand_in_order(self.now)
        invariants.remarks_belong(self.now)
        self._look_at_the_document(before)
        invariants.issued_files_never_change(self.now, self.issued)

    def _look_at_the_document(self, before: Snapshot) -> None:
        """It is costly, so only when something in it may have changed, and with and without what
        is not accepted by turns."""
        changed = [
            quarter
            for key, quarter in self.now[Quarter].items()
            if self.now.of_document(key) != before.of_document(key)
        ]
        if changed:
            invariants.document_equals_rows(self.now, self.cast, changed)
            include = list(Include)[len(self.now.history[Report]) % 2]
            invariants.nothing_false_on_paper(self.now, include, changed)


def _numbers_of_writing(call) -> range:
    """Of its statements from the first that writes on; none when it is refused or writes nothing."""
    begun = transaction.savepoint()
    try:
        with counted_statements() as said:
            call()
        writes = [sql.startswith(("INSERT", "UPDATE", "DELETE")) for sql in said]
        return range(writes.index(True) + 1, len(said) + 1) if any(writes) else range(0)
    except Refused:
        return range(0)
    finally:
        transaction.savepoint_rollback(begun)


@contextmanager
def _unlogged():
    """The lines of the log would hide what the run prints."""
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


def _rolled_back():
    """A transaction of which nothing stays."""
    stack = ExitStack()
    stack.enter_context(transaction.atomic())
    stack.callback(transaction.set_rollback, True)
    return stack
