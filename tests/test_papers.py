"""What is written for people about the house is so: its paths, its commands, its names."""

import re
from functools import cache

import pytest

from tests.test_project import ROOT

PAPERS = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "docs/documents.md", "docs/procedure.md"]
# Said not to be there, or made on the spot.
NOT_IN_THE_HOUSE = {"services.py", "utils.py", "helpers.py", ".venv", ".env", "db.sqlite3"}
QUOTED = re.compile(r"`([^`\n]+)`")
PATH = re.compile(r"[\w.][\w./-]*(?:/|\.(?:py|md|js|ts|txt|in|toml|svg|docx))|\.\w[\w./]*")
LINK = re.compile(r"\]\((?!http)([^)#]+)\)")
ROOMS = (".ci", "config", "municipalities", "reports", "templates", "static", "tests", "docs")


@cache
def everything():
    """Every file and folder of the house as ``/path/``."""
    inside = [path for room in ROOMS for path in (ROOT / room).rglob("*")]
    return "\n".join(
        f"/{path.relative_to(ROOT).as_posix()}/" for path in [*ROOT.iterdir(), *inside]
    )


@cache
def code():
    rooms = [path for room in ("municipalities", "reports") for path in (ROOT / room).rglob("*.py")]
    return "\n".join(path.read_text(encoding="utf-8") for path in rooms)


def text_of(paper):
    return (ROOT / paper).read_text(encoding="utf-8")


@pytest.mark.parametrize("paper", PAPERS)
def test_paths_that_are_named_exist(paper):
    text = text_of(paper)
    named = {name for name in QUOTED.findall(text) if PATH.fullmatch(name)} - NOT_IN_THE_HOUSE
    assert [name for name in named if f"/{name.strip('/')}/" not in everything()] == []
    links = [(ROOT / paper).parent / link for link in LINK.findall(text)]
    assert [link for link in links if not link.exists()] == []


@pytest.mark.parametrize("paper", PAPERS)
def test_commands_that_are_named_exist(paper):
    text = text_of(paper)
    targets = set(re.findall(r"(?:`|^    )make ([a-z-]+)", text, re.MULTILINE))
    known = set(re.findall(r"^([a-z-]+):", text_of("Makefile"), re.MULTILINE))
    assert targets <= known
    own = set(re.findall(r"manage\.py ([a-z_]+)", text))
    commands = {path.stem for path in (ROOT / "reports/management/commands").glob("*.py")}
    assert own <= commands | {"migrate", "collectstatic", "createsuperuser"}
    modules = re.findall(r"python -m (tests[\w.]+)", text)
    assert [name for name in modules if f"/{name.replace('.', '/')}" not in everything()] == []


def test_words_of_the_glossary_are_names_in_the_code():
    glossary = text_of("README.md").partition("## Слова")[2].partition("\n## ")[0]
    names = [
        name for row in re.findall(r"\|[^|]+\|([^|]+)\|", glossary) for name in QUOTED.findall(row)
    ]
    assert len(names) > 20
    parts = {part for name in names for part in name.split(".")}
    modules = "".join(re.findall(r"/\w+\.py/", everything()))
    lost = [
        part
        for part in parts
        if not re.search(rf"\b{part}\b", code()) and f"/{part}.py/" not in modules
    ]
    assert lost == []
