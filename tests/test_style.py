"""Every class of our styles is somebody's: a page, a script or a tag makes it."""

import ast
import re

import pytest

from tests.test_project import ROOT

# Made by libraries: crispy-forms marks fields that must be filled in.
OF_LIBRARIES = {"asteriskField"}
WRITERS_OF_CLASSES = (
    "reports/forms",
    "reports/views",
    "reports/templatetags",
    "reports/overview",
    "municipalities",
    "config",
)
TAG = re.compile(r"\{[{%](.*?)[%}]\}", re.DOTALL)
QUOTED = re.compile(r'"([^"]*)"')
ATTRIBUTE = re.compile(r'\bclass="([^"]*)"')
NAMES = re.compile(r"[a-z][\w{ -]*")  # a text that can be nothing but names of classes


def classes_of_styles():
    """``(file, class)`` of every selector."""
    for path in sorted((ROOT / "static" / "css").glob("*.css")):
        if path.name == "admin.css":  # what Django's own pages are made of
            continue
        rules = re.sub(r'/\*.*?\*/|"[^"]*"', "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for selector in re.findall(r"([^{};]*)\{", rules):
            yield from ((path.name, name) for name in re.findall(r"\.([a-zA-Z][\w-]*)", selector))


def in_template(text):
    """What stands in an attribute ``class`` or in a block for one, or is quoted in a tag."""
    for told in TAG.findall(text):
        yield from filter(NAMES.fullmatch, QUOTED.findall(told))
    yield from re.findall(r"\{% block \w*class %\}([^{]*)", text)
    bare = re.sub(r"\{%.*?%\}", " ", text, flags=re.DOTALL)
    yield from ATTRIBUTE.findall(re.sub(r"\{\{.*?\}\}", "{", bare, flags=re.DOTALL))


def in_text(text):
    """Of a text in code: itself, or what it writes into an attribute. ``{`` is where a value goes."""
    return [text] if NAMES.fullmatch(text) else ATTRIBUTE.findall(text)


def in_code(text):
    tree = ast.parse(text)
    explains = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = [part.value if isinstance(part, ast.Constant) else "{" for part in node.values]
            yield from in_text("".join(map(str, parts)))
        elif isinstance(node, ast.Constant) and id(node) not in explains:
            yield from in_text(str(node.value).replace("{}", "{"))


def in_script(text):
    for quoted in QUOTED.findall(text):
        yield from in_text(quoted)
    for made in re.findall(r"`([^`]*)`", text):
        yield from in_text(re.sub(r"\$\{[^}]*\}", "{", made))


def made():
    for path in (ROOT / "templates").rglob("*.html"):
        yield from in_template(path.read_text(encoding="utf-8"))
    for path in (ROOT / "static" / "js").rglob("*.js"):
        yield from in_script(path.read_text(encoding="utf-8"))
    for room in WRITERS_OF_CLASSES:
        for path in (ROOT / room).rglob("*.py"):
            yield from in_code(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def is_made():
    texts = list(made())
    whole = {word for text in texts for word in re.findall(r"[\w-]+", text)} | OF_LIBRARIES
    begun = {word for text in texts for word in re.findall(r"([\w-]+-)\{", text)}
    return lambda name: name in whole or name.startswith(tuple(begun))


def test_every_class_of_the_styles_is_made_somewhere(is_made):
    assert sorted({name for _, name in classes_of_styles() if not is_made(name)}) == []


def test_class_that_nothing_makes_is_found(is_made):
    assert not is_made("heat-map")
