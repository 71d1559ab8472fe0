"""The tool that tries mutants: which faults it makes, and that nothing of them stays."""

import ast
import inspect
from pathlib import Path

import pytest

from reports.procedure import guards, workflow
from reports.procedure.guards import check_quarter_open
from reports.procedure.workflow import TRANSITIONS
from tests.mutants import __main__ as command
from tests.mutants.__main__ import TESTS, changed_lines, known_survivors, verdicts
from tests.mutants.mutations import mutants
from tests.mutants.planting import NotPlantable, planted
from tests.mutants.trial import Trial, _unlike_first

TEXT = '''
LIMITS = (1, 2)
Values = Mapping[str, object]


@atomic
def may(report, *, user):
    """Whether."""
    if report.is_open and user.age < 18:
        raise Refused("Нельзя.")
    report.touch(by=user)
    return not report.is_late
'''


def test_each_thing_is_taken_away_or_exchanged_by_itself():
    assert {mutant.name for mutant in mutants(TEXT)} == {
        "top: without 1 in (1, 2)",
        "top: without 2 in (1, 2)",
        "top: 1 → 2",
        "top: 2 → 3",
        "may: without @atomic",
        "may: report.touch(by=user) → pass",
        "may: raise Refused('Нельзя.') → pass",
        "may: report.is_open and user.age < 18 → not (report.is_open and user.age < 18)",
        "may: report.is_open and user.age < 18 → user.age < 18",
        "may: report.is_open and user.age < 18 → report.is_open",
        "may: user.age < 18 → user.age <= 18",
        "may: 18 → 19",
        "may: without by=user in report.touch(by=user)",
        "may: not report.is_late → report.is_late",
    }


def test_a_text_is_as_it_was_when_all_were_made():
    tree = None
    for mutant in mutants(TEXT):
        tree = mutant.tree
    assert ast.unparse(tree) == ast.unparse(ast.parse(TEXT))


def _with(module, old, new):
    text = inspect.getsource(module)
    assert text.count(old) == 1
    return planted(module, ast.parse(text.replace(old, new)))


class _Quarter:
    is_open = True


class _Report:
    quarter = _Quarter()


def test_what_is_planted_is_seen_by_whoever_has_imported_it_and_goes_again():
    old = "def check_open(quarter: Quarter) -> None:\n    if not quarter"
    with _with(guards, old, old.replace("if not", "if")), pytest.raises(Exception):  # noqa: B017
        check_quarter_open(_Report())
    check_quarter_open(_Report())


def test_a_value_at_the_top_is_planted_with_what_is_made_of_it():
    with _with(workflow, "_UNSENT = frozenset({Status.DRAFT, ", "_UNSENT = frozenset({"):
        assert len(workflow.TRANSITIONS["submit"].sources) == 1
    assert workflow.TRANSITIONS is TRANSITIONS
    assert len(TRANSITIONS["submit"].sources) == 2


def test_what_cannot_be_planted_is_said():
    with (
        pytest.raises(NotPlantable),
        _with(
            guards,
            "from django.utils import timezone\n",
            "from django.utils import tree as timezone\n",
        ),
    ):
        pass


def test_every_file_of_tests_that_is_named_is_there():
    named = {path for paths in TESTS.values() for path in paths}
    assert {path for path in named if not Path(path).is_file()} == set()


def _imports(path, module):
    """Whether the file names the module, or something of it, in an import."""
    package, _, name = module.rpartition(".")
    return any(
        node.module == module
        or (node.module == package and name in {alias.name for alias in node.names})
        for node in ast.walk(ast.parse(Path(path).read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
    )


def test_every_file_that_is_named_tests_its_module():
    """One that was split or moved tests it no longer."""
    assert [
        (module, path)
        for module, paths in TESTS.items()
        for path in paths
        if not _imports(path, module)
    ] == []


def test_every_file_that_bears_the_name_of_a_module_is_asked_of_it():
    """Or the second half of a file that was split is not."""
    left_out = [
        (module, path.as_posix())
        for module, paths in TESTS.items()
        for path in Path("tests").rglob(f"test_{module.rpartition('.')[2]}*.py")
        if _imports(path, module) and path.as_posix() not in paths
    ]
    assert left_out == []


class _Item:
    def __init__(self, nodeid):
        self.nodeid = nodeid


def test_cases_that_pass_the_same_lines_are_asked_last():
    alike = [_Item(f"tests/a.py::test_of[{number}]") for number in range(3)]
    other, alone = _Item("tests/a.py::test_of[other]"), _Item("tests/a.py::test_alone")
    lines = {7: [*alike, other, alone], 8: [other]}
    asked = _unlike_first([*alike, other, alone], lines)
    assert asked == [alike[0], other, alone, *alike[1:]]


def test_every_survivor_is_still_there_and_has_its_reason():
    known = known_survivors()
    made = {
        f"{file} {mutant.name}"
        for file in (f"{module.replace('.', '/')}.py" for module in TESTS)
        for mutant in mutants(Path(file).read_text())
    }
    assert known.keys() <= made
    assert all(known.values())


def test_verdicts_are_of_modules_that_are_tried():
    assert verdicts().keys() <= {f"{module.replace('.', '/')}.py" for module in TESTS}


def test_since_its_verdict_a_module_has_changed_where_it_differs_from_its_text_of_then(
    monkeypatch, tmp_path
):
    file = "reports/procedure/guards.py"
    monkeypatch.setattr(command, "VERDICTS", tmp_path / "verdicts.txt")
    assert changed_lines("reports.procedure.guards", "verdict") is None  # never tried
    key = command._git("rev-parse", f"HEAD:{file}").stdout.strip()
    command.VERDICTS.write_text(f"# Head.\n\n{file} 80 mutants, 80 killed, 100.0%, text {key}\n")
    since_then = changed_lines("reports.procedure.guards", "verdict")
    assert since_then == changed_lines("reports.procedure.guards", "HEAD")
    command.VERDICTS.write_text(f"{file} 80 mutants, 80 killed, 100.0%, text {'0' * 40}\n")
    assert changed_lines("reports.procedure.guards", "verdict") is None  # a text of elsewhere


def test_verdict_of_a_module_takes_the_place_of_its_last(monkeypatch, tmp_path):
    monkeypatch.setattr(command, "VERDICTS", tmp_path / "verdicts.txt")
    for module, killed in (("workflow", 9), ("guards", 8), ("workflow", 10)):
        command._keep_verdict(f"reports/procedure/{module}.py", 10, killed)
    told = [line.partition(", text ")[0] for line in verdicts().values()]
    assert told == [
        "reports/procedure/guards.py 10 mutants, 8 killed, 80.0%",
        "reports/procedure/workflow.py 10 mutants, 10 killed, 100.0%",
    ]


def test_nothing_is_tried_when_the_time_is_over():
    trial = Trial({"reports.procedure.guards": None}, until=0)
    trial._children = {}
    trial._try_module(guards, {})
    assert (trial.verdicts, trial._children) == ([], {})
    assert trial.untried == len(list(mutants(inspect.getsource(guards))))
