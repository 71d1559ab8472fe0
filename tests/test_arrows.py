"""Imports run one way; the rooms of the house are in the README."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# From the ground up: a module imports only from its own layer or from one below.
LAYERS = [
    ["reports.language"],
    ["reports.fields"],
    ["reports.models"],
    [
        "reports.workflow",
        "reports.editing",
        "reports.remarks",
        "reports.opening",
        "reports.layout",
        "reports.merging",
        "reports.presence",
        "reports.comparison",
        "reports.review",
        "reports.corrections",
        "reports.consolidation",
        "reports.outdated",
        "reports.readiness",
        "reports.sameness",
        "reports.board",
        "reports.board_sheets",
        "reports.importing",
        "reports.export",
    ],
    ["reports.forms"],
    ["reports.views", "reports.admin", "reports.templatetags"],
    ["reports.urls", "reports.management"],
]


# The only places of export and import that know the database or django-import-export.
ORM_ROOMS = ("build.py", "drafts.py", "spreadsheet.py")


def modules(*packages):
    return [path for package in packages for path in sorted((ROOT / package).rglob("*.py"))]


def imports_of(path):
    """Every module that ``path`` imports, at the top or inside a function."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def layer_of(name):
    for number, prefixes in enumerate(LAYERS):
        if any(name == prefix or name.startswith(prefix + ".") for prefix in prefixes):
            return number
    return None


def name_of(path):
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@pytest.mark.parametrize("path", modules("reports"), ids=name_of)
def test_imports_run_towards_the_language(path):
    own = layer_of(name_of(path))
    if own is None:
        assert (
            name_of(path).startswith(("reports.migrations", "reports.apps"))
            or name_of(path) == "reports"
        )
        return
    above = {name for name in imports_of(path) if (layer_of(name) or 0) > own}
    assert above == set()


@pytest.mark.parametrize("path", modules("municipalities"), ids=name_of)
def test_municipalities_know_nothing_of_reports(path):
    assert [name for name in imports_of(path) if name.split(".")[0] == "reports"] == []


@pytest.mark.parametrize(
    "path",
    [
        *modules("reports/language"),
        *(path for path in modules("reports/export") if path.name not in ORM_ROOMS),
        *(path for path in modules("reports/importing") if path.name not in ORM_ROOMS),
    ],
    ids=name_of,
)
def test_language_readers_and_writers_know_nothing_of_django(path):
    assert [
        name
        for name in imports_of(path)
        if name.split(".")[0] in ("django", "municipalities")
        or name.startswith(("reports.models", "reports.workflow", "reports.fields"))
    ] == []
