"""The house as it is drawn: packages in their order, and the procedure as people read it."""

import ast
import re

import pytest

from reports.procedure.workflow import TRANSITIONS
from tests.house import packages, picture, procedure

DOCS = packages.ROOT / "docs"


@pytest.fixture(scope="module")
def house():
    return packages.read_house()


def test_no_arrow_goes_up(house):
    assert house.upward == []


def test_arrow_that_goes_up_is_found():
    found = packages.House([], [], ["top", "bottom"], {("bottom", "top"), ("elsewhere", "top")})
    assert found.upward == [("bottom", "top"), ("elsewhere", "top")]


def test_house_is_no_larger_than_one_can_know(house):
    assert len(house.packages) + len(house.loose) <= 24
    assert len(house.loose) <= 8


def test_map_shows_the_packages_as_they_are(house):
    """When it fails: make map."""
    assert (DOCS / "map.svg").read_text(encoding="utf-8") == picture.draw(house)
    assert [name for name in house.order if not picture.KNOWS.get(name)] == []


def test_drawn_procedure_is_the_procedure_itself():
    """When it fails: make map."""
    assert (DOCS / "procedure.md").read_text(encoding="utf-8") == procedure.describe()


@pytest.mark.parametrize("action", TRANSITIONS)
def test_every_action_is_undone_or_says_why_not(action):
    undo, sentence = procedure.UNDO[action]
    assert sentence.endswith(".")
    assert undo or sentence.startswith(("Отменить нельзя:", "Отдельно не бывает:"))
    reached = procedure.reached_by(TRANSITIONS[action])
    assert [other for other in undo if not TRANSITIONS[other].sources & reached] == []


def test_every_refusal_has_a_code_of_its_own():
    """Two places share one only where they say the same sentence."""
    said: dict[str, set[str]] = {}
    for path in sorted((packages.ROOT / "reports").rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for word in call.keywords if isinstance(call, ast.Call) else ():
                if word.arg == "code" and isinstance(word.value, ast.Constant):
                    said.setdefault(word.value.value, set()).add(ast.unparse(call.args[0]))
    assert len(said) > 50
    assert [code for code, sentences in said.items() if len(sentences) > 1] == []
    assert [code for code in said if not re.fullmatch("[a-z_]{1,40}", code)] == []


@pytest.mark.parametrize(
    ("words", "file"),
    [
        ("get_object_or_404(", "access.py"),
        ("request.POST or None", ""),
        ('if request.method == "POST" else', "access.py"),
        ("content_disposition_header(", "attachment.py"),
        ("json.loads(request.body", "json_requests.py"),
    ],
)
def test_what_every_view_needs_is_written_once(words, file):
    """Who may see what an address points at, how a form is given its data, what a file is sent as."""
    views = (packages.ROOT / "reports" / "views").rglob("*.py")
    found = {view.name for view in views if words in view.read_text(encoding="utf-8")}
    assert found == {file} - {""}
