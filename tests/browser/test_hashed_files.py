"""The scripts as a real server has them: under names with a hash, importing one another by these."""

import re
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.test import override_settings
from playwright.sync_api import expect

from tests.browser.test_accidents import clerk, content, event, expect_saved  # noqa: F401

HASHED = re.compile(r"\.[0-9a-f]{12}\.js$")
IMPORT = re.compile(r"""\b(?:from|import)\s*["']([^"']+)["']""")


@contextmanager
def hashed_files(root):
    hashed = {"staticfiles": {"BACKEND": "config.static_files.HashedStaticFiles"}}
    with override_settings(STATIC_ROOT=root, STORAGES=django_settings.STORAGES | hashed):
        yield


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    root = tmp_path_factory.mktemp("static")
    with hashed_files(root):
        call_command("collectstatic", interactive=False, verbosity=0)
    return root


@pytest.fixture
def served(collected):
    """The server of the tests finds the collected files, and no others."""
    with hashed_files(collected), override_settings(STATICFILES_DIRS=[collected]):
        yield


def test_every_import_leads_to_a_hashed_file(collected):
    ours = {path.relative_to("static/js") for path in Path("static/js").rglob("*.js")}
    modules = [path for path in (collected / "js").rglob("*.js") if HASHED.search(path.name)]
    assert len(modules) == len(ours)
    imports = [(path, name) for path in modules for name in IMPORT.findall(path.read_text())]
    assert len(imports) > 10
    for path, name in imports:
        assert HASHED.search(name), f"{path.name} imports {name}"
        assert (path.parent / name).resolve().is_file(), f"{path.name} imports {name}"


def test_event_saves_itself(served, desk, clerk, event, settings):  # noqa: F811
    assert settings.DEBUG is False
    page = desk(clerk)
    scripts = []
    page.on("request", lambda r: scripts.append(r.url) if r.resource_type == "script" else None)
    page.goto(f"/events/{event.pk}/update/")
    content(page).press_sequentially("Подписано соглашение. ")
    expect_saved(page)
    ours = [url for url in scripts if "/static/js/" in url]
    assert len(ours) == 10
    page.get_by_role("button", name="Выбрать в календаре").click()
    expect(page.get_by_role("button", name="Следующий квартал")).to_be_visible()
    ours = [url for url in scripts if "/static/js/" in url]
    assert len(ours) == 11
    assert all(HASHED.search(url) for url in ours)
    event.refresh_from_db()
    assert "Подписано соглашение." in event.content
