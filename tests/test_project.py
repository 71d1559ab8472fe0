"""What holds for the installation as a whole."""

import hashlib
import os
import re
import socket
import stat
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import DatabaseError, OperationalError, connection
from django.urls import reverse

ROOT = Path(__file__).resolve().parent.parent


def start(**environment):
    """``manage.py check`` in an environment of its own, away from the developer's ``.env``."""
    code = (
        "import environ; environ.Env.read_env = lambda *a, **k: None;"
        "from django.core.management import execute_from_command_line as run; run(['', 'check'])"
    )
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "config.settings",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


COMPLETE = {
    "SECRET_KEY": "x" * 60,
    "ALLOWED_HOSTS": "svod.example",
    "DATABASE_URL": "sqlite:///:memory:",
}


def test_complete_production_starts():
    assert start(**COMPLETE).returncode == 0


@pytest.mark.parametrize("missing", sorted(COMPLETE))
def test_half_configured_production_does_not_start(missing):
    result = start(**{name: value for name, value in COMPLETE.items() if name != missing})
    assert result.returncode == 1
    assert f"Не задана переменная окружения {missing}" in result.stderr


def test_proxies_that_are_no_addresses_stop_the_start():
    assert start(**COMPLETE, TRUSTED_PROXIES="127.0.0.1, 10.0.0.0/8, ::1").returncode == 0
    result = start(**COMPLETE, TRUSTED_PROXIES="nginx")
    assert result.returncode == 1
    assert "TRUSTED_PROXIES: перечислите через запятую адреса и сети" in result.stderr


def test_setting_that_is_gone_is_not_passed_over():
    result = start(**COMPLETE, BEHIND_PROXY="1")
    assert "назовите адреса прокси в TRUSTED_PROXIES" in result.stderr
    assert start(**COMPLETE, BEHIND_PROXY="1", TRUSTED_PROXIES="127.0.0.1").returncode == 0


def test_development_needs_to_be_asked_for():
    assert start(DEBUG="1").returncode == 0
    assert start().returncode == 1


def make(folder, *goals):
    """``make`` with our Makefile in ``folder``, away from the developer's ``.venv``, and as if no
    other ``make`` ran these tests."""
    outer = ("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "PORT")
    return subprocess.run(
        ["make", "-f", ROOT / "Makefile", f"PYTHON={sys.executable}", *goals],
        cwd=folder,
        env={name: value for name, value in os.environ.items() if name not in outer},
        capture_output=True,
        text=True,
        check=False,
    )


def test_key_of_ones_own_computer_is_for_its_owner_alone(tmp_path):
    assert make(tmp_path, ".env").returncode == 0
    written = tmp_path / ".env"
    assert stat.S_IMODE(written.stat().st_mode) == 0o600
    assert re.fullmatch(r"DEBUG=1\nSECRET_KEY=\S{60,}\n", written.read_text())


def test_run_says_at_once_that_the_port_is_taken(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = make(tmp_path, "run", f"PORT={port}")
        assert refused.returncode == 2
        assert refused.stdout.splitlines()[0].startswith(f"Порт {port} занят или недоступен.")
        assert list(tmp_path.iterdir()) == []  # nothing was begun
    assert make(tmp_path, "free-port", f"PORT={port}").returncode == 0


@pytest.mark.django_db
def test_every_page_says_its_version_at_the_foot(client, sign_in, clerk):
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    for page in (client.get(reverse("login")), sign_in(clerk).get(reverse("home"), follow=True)):
        foot = page.content.decode().partition("<footer")[2]
        assert f"Версия {version}</p>" in foot


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.parametrize(
    ("file", "digest"),
    [
        (
            "css/bootstrap.min.css",
            "3c8f27e6009ccfd710a905e6dcf12d0ee3c6f2ac7da05b0572d3e0d12e736fc8",
        ),
        (
            "js/bootstrap.bundle.min.js",
            "0833b2e9c3a26c258476c46266e6877fc75218625162e0460be9a3a098a61c6c",
        ),
    ],
)
def test_bootstrap_is_bootstraps_own(file, digest):
    content = Path(finders.find(f"js-lib-bootstrap5/{file}")).read_bytes()
    assert hashlib.sha256(content).hexdigest() == digest


def test_every_static_file_of_a_template_exists():
    names = {
        name
        for template in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r"{% static '([^']+)' %}", template.read_text(encoding="utf-8"))
    }
    assert len(names) > 5
    assert [name for name in names if finders.find(name) is None] == []


def test_nothing_is_fetched_from_outside():
    files = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "static").rglob("*.*")]
    outside = re.compile(r"(?:src|href|url|import)\W{1,4}(?:https?:)?//")
    assert [file for file in files if outside.search(file.read_text(encoding="utf-8"))] == []


def test_no_page_has_inline_script_or_style():
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=")
    pages = (ROOT / "templates").rglob("*.html")
    assert [page for page in pages if inline.search(page.read_text(encoding="utf-8"))] == []


@pytest.mark.django_db
def test_policy_forbids_what_is_not_ours(client):
    policy = client.get(reverse("login")).headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["login", "home"])
def test_no_page_stands_in_a_frame_not_even_in_one_of_ours(client, sign_in, clerk, name):
    """Browsers that know the policy obey it; the older header is for the others."""
    response = (client if name == "login" else sign_in(clerk)).get(reverse(name))
    assert response.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]


@pytest.mark.django_db
def test_health_answers_anyone_at_any_host(client):
    response = client.get("/health/", headers={"host": "10.0.0.7"})
    assert (response.status_code, response.content.decode()) == (200, "Работает.\n")


@pytest.mark.django_db
def test_health_tells_when_the_database_does_not_answer(client, monkeypatch):
    def refuse(*args, **kwargs):
        raise DatabaseError

    monkeypatch.setattr(connection, "cursor", refuse)
    assert client.get("/health/").status_code == 503


@pytest.mark.django_db
def test_missing_page_is_russian(client, sign_in, clerk):
    response = sign_in(clerk).get("/nothing/")
    assert (response.status_code, "Такой страницы нет" in response.content.decode()) == (404, True)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.django_db
def test_browsers_language_changes_nothing(client, language):
    page = client.get(reverse("login"), headers={"accept-language": language}).content.decode()
    assert "Имя для входа" in page


def test_page_without_a_database_is_a_russian_503(client, settings, monkeypatch):
    def refuse(*args, **kwargs):
        raise OperationalError

    client.raise_request_exception = False
    client.cookies[settings.SESSION_COOKIE_NAME] = "x" * 32
    monkeypatch.setattr(connection, "cursor", refuse)
    response = client.get(reverse("home"))
    assert response.status_code == 503
    assert "База данных временно недоступна" in response.content.decode()


@pytest.mark.parametrize("charset", ["base64", "idna", "utf-16"])
def test_body_in_a_strange_encoding_is_refused(client, charset):
    content_type = f"multipart/form-data; boundary=x; charset={charset}"
    response = client.generic("POST", reverse("login"), b"--x--", content_type=content_type)
    assert response.status_code == 400


@pytest.mark.django_db
def test_address_of_a_button_has_a_russian_page(sign_in, administrator):
    response = sign_in(administrator).get(reverse("form_default"))
    assert response.status_code == 405
    assert "По этому адресу нет страницы" in response.content.decode()


@pytest.mark.django_db
def test_development_shows_our_own_page_of_a_wrong_address(sign_in, clerk, settings):
    settings.DEBUG = True
    page = sign_in(clerk).get("/reports/999999/").content.decode()
    assert "Такой страницы нет" in page
