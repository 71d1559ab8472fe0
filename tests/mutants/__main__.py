"""``python -m tests.mutants [--since REF] [--minutes N] [--jobs N] [module …]``: what the tests do not see.

Every mutant is a small fault in a module that the procedure stands on. One that no test fails with
has survived; it is written into ``survivors.txt`` with the reason, or there is a test to write. A
whole run of a module writes its text and its figures into ``verdicts.txt``, and ``--since verdict``
tries what has changed since then.
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
VERDICTS = Path(__file__).with_name("verdicts.txt")
LEAST_KILLED = 0.95  # of each module
SINCE_VERDICT = "verdict"  # in the place of a commit: each module since its own last whole run
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


def changed_lines(module: str, since: str) -> set[int] | None:
    """The lines of a module that were not the same at ``since``; None when it has no verdict yet,
    or its text of then is not known here."""
    file = module.replace(".", "/") + ".py"
    if since == SINCE_VERDICT:
        since = verdicts().get(file, "").rpartition(" ")[2]
        if not since or _git("cat-file", "-e", since).returncode:
            return None
    told = _git("diff", "--unified=0", since, "--", file)
    told.check_returncode()
    return {
        line
        for hunk in HUNK.finditer(told.stdout)
        for line in range(int(hunk[1]), int(hunk[1]) + int(hunk[2] or 1))
    }


def _git(*words: str) -> subprocess.CompletedProcess:
    return subprocess.run(["git", *words], check=False, capture_output=True, text=True)


def verdicts() -> dict[str, str]:
    """File of a module → what its last whole run came to, with git's key of the text at the end."""
    if not VERDICTS.exists():
        return {}
    lines = [line for line in VERDICTS.read_text().splitlines() if line and line[0] != "#"]
    return {line.partition(" ")[0]: line for line in lines}


def _keep_verdict(file: str, tried: int, killed: int) -> None:
    key = _git("hash-object", file).stdout.strip()
    line = f"{file} {tried} mutants, {killed} killed, {killed / tried:.1%}, text {key}"
    known = verdicts() | {file: line}
    head = "# What the last whole run of each module came to, and git's key of its text then.\n\n"
    VERDICTS.write_text(head + "".join(f"{known[name]}\n" for name in sorted(known)))


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


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants")
    parser.add_argument("modules", nargs="*", metavar="module")
    parser.add_argument(
        "--since",
        help=f"only the lines that have changed since this commit; «{SINCE_VERDICT}»: since the last whole run",
    )
    parser.add_argument("--minutes", type=float, default=600)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    return parser.parse_args()


def targets_of(modules: list[str], since: str | None) -> dict[str, set[int] | None]:
    """Module → its lines to try, None for all. The smallest changes first: as many modules as the
    time is enough for are done."""
    if since is None:
        return dict.fromkeys(modules)
    changed = {name: changed_lines(name, since) for name in modules}
    for name in (name for name, lines in changed.items() if lines is None):
        sys.stdout.write(f"Not tried, there is no verdict to begin from: {name}\n")
    wanted = {name: lines for name, lines in changed.items() if lines}
    return dict(sorted(wanted.items(), key=lambda pair: len(pair[1])))


def main() -> int:
    options = asked()
    targets = targets_of(options.modules or list(TESTS), options.since)
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
    for file, own in by_file.items():
        names = [f"{file} {v.name}" for v in own if v.outcome == SURVIVED]
        killed = sum(v.outcome == KILLED for v in own)
        tried = killed + len(names)
        told = f"{file:40} {tried:5} mutants, {killed:5} killed, {len(names):3} survived"
        sys.stdout.write(f"{told}, {killed / max(1, tried):6.1%}\n")
        unknown = [name for name in names if not known.get(name)]
        is_enough = killed >= LEAST_KILLED * tried
        new += unknown
        few += [] if is_enough else [file]
        if is_whole and is_enough and not unknown and not trial.untried:
            _keep_verdict(file, tried, killed)
    sys.stdout.write(f"Not begun or not ended for want of time: {trial.untried}\n")
    for name in new:
        sys.stdout.write(f"New, without a reason in {SURVIVORS.name}: {name}\n")
    return int(bool(new) or (is_whole and bool(few)))


if __name__ == "__main__":
    sys.exit(main())
