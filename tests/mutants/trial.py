"""A pytest plugin that tries mutants in the session in which the tests were collected.

Every test runs once as it is, to learn which lines it passes. Then, for each mutant, a child of this
process plants it and runs the tests that pass its lines until one of them fails.
"""

import contextlib
import importlib
import inspect
import os
import shutil
import signal
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import coverage
from _pytest.runner import runtestprotocol
from django.db import connections

from tests.mutants.mutations import Mutant, mutants
from tests.mutants.planting import NotPlantable, planted

KILLED, SURVIVED, UNPLANTED = 0, 1, 2
LEAST_PATIENCE = 15  # seconds for the tests of one mutant, or ten times what they took
LONGEST_TEST = 3  # seconds; a slower one (a race, a soak) is not asked


@dataclass
class Verdict:
    """``lines`` of its file are those of the mutant; ``seconds`` are what its tests took."""

    file: str
    name: str
    lines: set[int]
    outcome: int
    seconds: float


@dataclass
class Trial:
    """``targets`` maps the name of a module to its lines that are tried, None for all."""

    targets: dict[str, set[int] | None]
    until: float  # the moment after which no other mutant is begun
    verdicts: list[Verdict] = field(default_factory=list)
    untried: int = 0

    def pytest_runtestloop(self, session):
        self._session, self._kills = session, Counter()
        self._database = _Database()
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # the lines of the log
        covering = self._first_run()
        for module in self.targets:
            self._try_module(importlib.import_module(module), covering)
        return True

    # As it is

    def _first_run(self) -> dict:
        """File and line → the tests that pass it."""
        watched = coverage.Coverage(
            data_file=None,
            include=[importlib.import_module(name).__file__ for name in self.targets],
            config_file=False,
        )
        self._took = {}
        watched.start()
        for item in self._session.items:
            watched.switch_context(item.nodeid)
            begun = time.monotonic()
            failed = [r for r in self._run(item) if r.failed]
            assert not failed, f"{item.nodeid} fails without any mutant:\n{failed[0].longreprtext}"
            self._took[item.nodeid] = time.monotonic() - begun
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
            if time.monotonic() > self.until:
                self.untried += 1
                continue
            self._try(module, mutant, self._tests_of(module, mutant, lines))

    def _tests_of(self, module, mutant: Mutant, lines: dict) -> list:
        """Those of the module's own file first, then those that have killed most, then the quickest.
        What runs at import is passed by all."""
        if mutant.is_at_the_top:
            items = self._session.items
        else:
            found = {item for line in mutant.lines for item in lines.get(line, [])}
            items = [item for item in self._session.items if item in found]
        own = f"/test_{module.__name__.rpartition('.')[2]}"
        quick = [item for item in items if self._took[item.nodeid] < LONGEST_TEST]
        return sorted(
            quick,
            key=lambda i: (own not in i.nodeid, -self._kills[i.nodeid], self._took[i.nodeid]),
        )

    def _try(self, module, mutant: Mutant, items: list) -> None:
        begun = time.monotonic()
        outcome = SURVIVED
        if items:
            self._database.restore()
            patience = LEAST_PATIENCE + 10 * sum(self._took[item.nodeid] for item in items)
            outcome = self._in_a_child(module, mutant, items, int(patience))
        file = str(Path(module.__file__).relative_to(Path.cwd()))
        seconds = time.monotonic() - begun
        self.verdicts.append(Verdict(file, mutant.name, mutant.lines, outcome, seconds))
        if outcome == SURVIVED:
            sys.stdout.write(f"{file} {mutant.name}   ({len(items)} tests)\n")
            sys.stdout.flush()

    def _in_a_child(self, module, mutant: Mutant, items: list, patience: int) -> int:
        told, telling = os.pipe()
        child = os.fork()
        if child == 0:
            signal.alarm(patience)  # who waits for good has been killed, too
            with contextlib.suppress(BaseException):
                os._exit(self._outcome(module, mutant, items, telling))
            os._exit(KILLED)
        os.close(telling)
        with os.fdopen(told) as pipe:
            killer = pipe.read()
        if killer:
            self._kills[killer] += 1
        _, status = os.waitpid(child, 0)
        return os.WEXITSTATUS(status) if os.WIFEXITED(status) else KILLED

    def _outcome(self, module, mutant: Mutant, items: list, telling: int) -> int:
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        try:
            with planted(module, mutant.tree):
                for item in items:
                    if any(report.failed for report in self._run(item)):
                        os.write(telling, item.nodeid.encode())
                        return KILLED
        except NotPlantable:
            return UNPLANTED
        return SURVIVED


class _Database:
    """SQLite's file, as the first run has left it: what a child leaves is of no concern."""

    def __init__(self):
        self._kept = None

    @property
    def _file(self) -> Path:
        return Path(connections["default"].settings_dict["NAME"])

    def keep(self) -> None:
        connections.close_all()
        self._kept = self._file.with_suffix(".kept")
        shutil.copy(self._file, self._kept)

    def restore(self) -> None:
        connections.close_all()
        for rest in ("-wal", "-shm", "-journal"):
            self._file.with_name(self._file.name + rest).unlink(missing_ok=True)
        shutil.copy(self._kept, self._file)
