"""A pytest plugin that tries mutants in the session in which the tests were collected.

Every test runs once as it is, to learn which lines it passes. Then, for each mutant, a child of this
process plants it and runs the tests that pass its lines until one of them fails. A child has a
database of its own, so several go at once.
"""

import contextlib
import gc
import importlib
import inspect
import os
import shutil
import signal
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import coverage
from _pytest.runner import runtestprotocol
from django.db import connections

from tests.mutants.mutations import Mutant, mutants
from tests.mutants.planting import NotPlantable, planted

KILLED, SURVIVED, UNPLANTED = 0, 1, 2
LEAST_PATIENCE = 60  # seconds for the tests of one mutant, or ten times what they took
LONGEST_TEST = 3  # seconds of work; a longer one (a race, a soak) is not asked


@dataclass
class Verdict:
    """``lines`` of its file are those of the mutant; ``seconds`` are what its tests took."""

    file: str
    name: str
    lines: set[int]
    outcome: int
    seconds: float


@dataclass(frozen=True)
class _Child:
    """A mutant that is being tried. ``told`` is the end of the pipe in which it names the test that
    has killed it."""

    file: str
    name: str
    lines: set[int]
    tests: int
    begun: float
    told: int


@dataclass
class Trial:
    """``targets`` maps the name of a module to its lines that are tried, None for all."""

    targets: dict[str, set[int] | None]
    until: float  # the moment at which the trial ends, whatever is left
    jobs: int = 1
    known: set[str] = field(default_factory=set)  # file and name of those that are not asked for
    verdicts: list[Verdict] = field(default_factory=list)
    untried: int = 0

    def pytest_runtestloop(self, session):
        self._session, self._kills = session, Counter()
        self._children: dict[int, _Child] = {}
        self._database = _Database()
        errors = os.dup(2)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # the lines of the log
        covering = self._first_run()
        gc.collect()
        gc.freeze()  # or every child would copy what it only looks at
        for module in self.targets:
            self._try_module(importlib.import_module(module), covering)
        while self._children:
            self._wait()
        os.dup2(errors, 2)
        return True

    # As it is

    def _first_run(self) -> dict:
        """File and line → the tests that pass it."""
        watched = coverage.Coverage(
            data_file=None,
            include=[importlib.import_module(name).__file__ for name in self.targets],
            config_file=False,
        )
        self._took, self._worked = {}, {}
        watched.start()
        for item in self._session.items:
            if time.monotonic() > self.until:
                break  # nothing will be tried
            watched.switch_context(item.nodeid)
            begun, worked = time.monotonic(), time.process_time()
            failed = [r for r in self._run(item) if r.failed]
            assert not failed, f"{item.nodeid} fails without any mutant:\n{failed[0].longreprtext}"
            self._took[item.nodeid] = time.monotonic() - begun
            self._worked[item.nodeid] = time.process_time() - worked  # whatever else goes on
        watched.stop()
        self._database.keep()
        by_name = {item.nodeid: item for item in self._session.items}
        data = watched.get_data()
        return {
            file: {
                line: [by_name[name] for name in names if name in by_name]
                for line, names in data.contexts_by_lineno(file).items()
            }
            for file in data.measured_files()
        }

    def _run(self, item) -> list:
        # Down to the session: the next test may be of any other module.
        return runtestprotocol(item, log=False, nextitem=self._session)

    # With a mutant

    def _try_module(self, module, covering: dict) -> None:
        wanted = self.targets[module.__name__]
        lines = covering.get(module.__file__, {})
        for mutant in mutants(inspect.getsource(module)):
            if wanted is not None and wanted.isdisjoint(mutant.lines):
                continue
            if f"{_file_of(module)} {mutant.name}" in self.known:
                continue
            while len(self._children) >= self.jobs:
                self._wait()
            if time.monotonic() > self.until:
                self.untried += 1
            else:
                self._begin(module, mutant, self._tests_of(module, mutant, lines))

    def _tests_of(self, module, mutant: Mutant, lines: dict) -> list:
        """Those of the module's own file first, then those that have killed most, then the quickest;
        before them one of all that pass the same lines. What runs at import is passed by all."""
        if mutant.is_at_the_top:
            items = self._session.items
        else:
            found = {item for line in mutant.lines for item in lines.get(line, [])}
            items = [item for item in self._session.items if item in found]
        own = f"/test_{module.__name__.rpartition('.')[2]}"
        quick = [item for item in items if self._worked[item.nodeid] < LONGEST_TEST]
        quick.sort(
            key=lambda i: (own not in i.nodeid, -self._kills[i.nodeid], self._worked[i.nodeid])
        )
        return _unlike_first(quick, lines)

    def _begin(self, module, mutant: Mutant, items: list) -> None:
        told, telling = os.pipe()
        patience = LEAST_PATIENCE + 10 * sum(self._took[item.nodeid] for item in items)
        patience = max(0.1, min(patience, self.until - time.monotonic()))
        pid = os.fork()
        if pid == 0:
            signal.setitimer(
                signal.ITIMER_REAL, patience
            )  # who waits for good has been killed, too
            with contextlib.suppress(BaseException):
                os._exit(self._outcome(module, mutant, items, telling))
            os._exit(KILLED)
        os.close(telling)
        begun, file = time.monotonic(), _file_of(module)
        self._children[pid] = _Child(file, mutant.name, mutant.lines, len(items), begun, told)

    def _wait(self) -> None:
        """For the next child that ends."""
        pid, status = os.wait()
        self._database.forget(pid)
        child = self._children.pop(pid)
        with os.fdopen(child.told) as pipe:
            killer = pipe.read()
        if killer:
            self._kills[killer] += 1
        outcome = os.WEXITSTATUS(status) if os.WIFEXITED(status) else KILLED
        now = time.monotonic()
        if os.WIFSIGNALED(status) and now >= self.until:
            self.untried += 1  # it may have been the end of the time
            return
        self.verdicts.append(
            Verdict(child.file, child.name, child.lines, outcome, now - child.begun)
        )
        if outcome == SURVIVED:
            sys.stdout.write(f"{child.file} {child.name}   ({child.tests} tests)\n")
            sys.stdout.flush()

    def _outcome(self, module, mutant: Mutant, items: list, telling: int) -> int:
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        self._database.take()
        try:
            with planted(module, mutant.tree):
                for item in items:
                    if any(report.failed for report in self._run(item)):
                        os.write(telling, item.nodeid.encode())
                        return KILLED
        except NotPlantable:
            return UNPLANTED
        return SURVIVED


def _file_of(module) -> str:
    return str(Path(module.__file__).relative_to(Path.cwd()))


def _unlike_first(items: list, lines: dict) -> list:
    """``items`` with the later cases of a test that differ from its first in no line at the end."""
    passed = defaultdict(list)
    for line, those in lines.items():
        for item in those:
            passed[item].append(line)
    known = set()
    first, later = [], []
    for item in items:
        case = item.nodeid.partition("[")[0], tuple(passed[item])
        (later if case in known else first).append(item)
        known.add(case)
    return first + later


class _Database:
    """SQLite's file, as the first run has left it: every child takes a copy."""

    def __init__(self):
        self._kept = None

    @property
    def _settings(self) -> dict:
        return connections["default"].settings_dict

    def keep(self) -> None:
        connections.close_all()
        self._kept = Path(self._settings["NAME"])

    def take(self) -> None:
        own = self._of(os.getpid())
        shutil.copy(self._kept, own)
        self._settings["NAME"] = str(own)

    def forget(self, pid: int) -> None:
        for rest in ("", "-wal", "-shm", "-journal"):
            own = self._of(pid)
            own.with_name(own.name + rest).unlink(missing_ok=True)

    def _of(self, pid: int) -> Path:
        return self._kept.with_name(f"{pid}.sqlite3")
