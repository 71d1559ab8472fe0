"""``python -m tests.mutants [--since REF] [--minutes N] [--jobs N] [module …]``: what the tests do not see.

Every mutant is a small fault in a module that the procedure stands on. One that no test fails with
has survived; it is written into ``survivors.txt`` with the reason, or there is a test to write.
"""

import argparse
import os
import re
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.pop("DATABASE_URL", None)  # a file of SQLite is copied quicker than anything

SURVIVORS = Path(__file__).with_name("survivors.txt")
LEAST_KILLED = 0.95  # of each module
# Module → where its behaviour is tested.
_EVENTS = [
    f"tests/events/test_{name}.py"
    for name in (
        "autosave",
        "corrections",
        "editing",
        "editing_whole",
        "first_day",
        "hand_over",
        "order",
    )
]
_PROCEDURE = [
    f"tests/procedure/test_{name}.py"
    for name in ("changes", "decisions", "personal_data", "remarks", "workflow", "workflow_effects")
]
TESTS = {
    "reports.procedure.guards": [
        "tests/procedure/test_guards.py",
        "tests/procedure/test_workflow.py",
        "tests/municipalities/test_log.py",
    ],
    "reports.procedure.workflow": [
        *_PROCEDURE,
        "tests/events/test_first_day.py",
        "tests/events/test_hand_over.py",
        "tests/municipalities/test_log.py",
    ],
    "municipalities.access": ["tests/views/test_pointed_at.py"],
    "reports.views.access": ["tests/views/test_pointed_at.py"],
    "reports.events.editing": _EVENTS,
    "reports.events.arranging": ["tests/events/test_arranging.py"],
    "reports.document.issuing": [
        "tests/document/test_issuing.py",
        "tests/document/test_consolidation.py",
        "tests/document/test_outdated.py",
        "tests/document/test_zero_period.py",
        "tests/municipalities/test_log.py",
    ],
    "reports.document.outline": ["tests/document/test_outline.py"],
    "reports.document.build": [
        "tests/document/test_build.py",
        "tests/document/test_consolidation.py",
        "tests/document/test_parts.py",
        "tests/document/test_periods.py",
        "tests/document/test_without_events.py",
        "tests/document/test_zero_period.py",
    ],
}
HUNK = re.compile(r"^@@ -\S+ \+(\d+)(?:,(\d+))? @@", re.MULTILINE)


def changed_lines(module: str, since: str) -> set[int]:
    """The lines of a module that were not the same at ``since``."""
    file = module.replace(".", "/") + ".py"
    told = ["git", "diff", "--unified=0", since, "--", file]
    text = subprocess.run(told, check=True, capture_output=True, text=True).stdout
    return {
        line
        for hunk in HUNK.finditer(text)
        for line in range(int(hunk[1]), int(hunk[1]) + int(hunk[2] or 1))
    }


def known_survivors() -> dict[str, str]:
    """Mutant → the reason why no test sees it."""
    known, name = {}, ""
    for line in SURVIVORS.read_text().splitlines():
        if line.startswith("    "):
            known[name] = f"{known[name]} {line.strip()}".strip()
        elif line and not line.startswith("#"):
            name = line
            known[name] = ""
    return known


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.mutants")
    asked.add_argument("modules", nargs="*", metavar="module")
    asked.add_argument("--since", help="only the lines that have changed since")
    asked.add_argument("--minutes", type=float, default=600)
    asked.add_argument("--jobs", type=int, default=os.cpu_count())
    options = asked.parse_args()
    modules = options.modules or list(TESTS)
    targets = {
        name: changed_lines(name, options.since) if options.since else None for name in modules
    }
    targets = {name: lines for name, lines in targets.items() if lines is None or lines}
    if not targets:
        sys.stdout.write("No line of a module that is tried has changed.\n")
        return 0
    from tests.mutants.trial import Trial  # it needs Django

    known = known_survivors() if options.since else {}  # a whole run asks for them again
    until = time.monotonic() + 60 * options.minutes
    trial = Trial(targets, until, options.jobs, set(known))
    paths = sorted({path for name in targets for path in TESTS[name]})
    quiet = [
        "-q",
        "-s",
        "-n",
        "0",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:warnings",
        "--no-migrations",  # the same tables, sooner
        "-m",
        "not browser",
    ]
    if pytest.main([*quiet, *paths], plugins=[trial]) not in (0, 5):
        return 1
    return report(trial, is_whole=not options.since)


def report(trial, *, is_whole: bool) -> int:
    from tests.mutants.trial import KILLED, SURVIVED

    known = known_survivors()
    by_file = defaultdict(list)
    for verdict in trial.verdicts:
        by_file[verdict.file].append(verdict)
    new, few = [], []
    for file, verdicts in by_file.items():
        names = [f"{file} {v.name}" for v in verdicts if v.outcome == SURVIVED]
        killed = sum(v.outcome == KILLED for v in verdicts)
        tried = killed + len(names)
        told = f"{file:40} {tried:5} mutants, {killed:5} killed, {len(names):3} survived"
        sys.stdout.write(f"{told}, {killed / max(1, tried):6.1%}\n")
        new += [name for name in names if not known.get(name)]
        few += [file] if killed < LEAST_KILLED * tried else []
    sys.stdout.write(f"Not begun or not ended for want of time: {trial.untried}\n")
    for name in new:
        sys.stdout.write(f"New, without a reason in {SURVIVORS.name}: {name}\n")
    return int(bool(new) or (is_whole and bool(few)))


if __name__ == "__main__":
    sys.exit(main())
