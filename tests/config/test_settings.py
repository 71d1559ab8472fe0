"""What the settings promise, seen in answers and in the database, not in the settings themselves."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import RequestFactory
from django.urls import reverse

from tests.factories import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
ELSEWHERE = {"REMOTE_ADDR": "198.51.100.7"}
HERE = {"REMOTE_ADDR": "203.0.113.5"}
on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="needs PostgreSQL: it keeps connections"
)
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="needs SQLite")


def production(code, **environment):
    """What ``code`` prints as JSON in a process with the settings of a server."""
    begin = (
        "import json, environ; environ.Env.read_env = lambda *a, **k: None\n"
        "import django; django.setup()\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", begin + code],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "SECRET_KEY": "x" * 60,
            "ALLOWED_HOSTS": "svod.example",
            "DATABASE_URL": "sqlite:///:memory:",
            **environment,
        },
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(result.stdout)


# Who comes in


@pytest.mark.django_db
def test_wrong_attempts_elsewhere_do_not_lock_a_person_out(client, clerk):
    """Or whoever knows a name keeps its owner away from work."""
    url = reverse("login")
    for _ in range(12):
        client.post(url, {"username": clerk.username, "password": "не тот"}, **ELSEWHERE)
    right = {"username": clerk.username, "password": PASSWORD}
    assert client.post(url, right, **ELSEWHERE).status_code == 429
    assert client.post(url, right, **HERE).url == reverse("home")


@pytest.mark.django_db
def test_wrong_attempts_of_a_colleague_do_not_lock_the_office_out(client, clerk, stranger):
    """A whole town hall sits behind one address."""
    url = reverse("login")
    for _ in range(12):
        client.post(url, {"username": clerk.username, "password": "не тот"}, **HERE)
    right = {"username": stranger.username, "password": PASSWORD}
    assert client.post(url, right, **HERE).url == reverse("home")


@pytest.mark.django_db
@pytest.mark.parametrize("password", ["83920175", "qwerty123", "kort7Q"])
def test_weak_password_is_not_taken(sign_in, clerk, password):
    page = sign_in(clerk).post(
        reverse("password_change"),
        {"old_password": PASSWORD, "new_password1": password, "new_password2": password},
    )
    assert page.status_code == 200
    clerk.refresh_from_db()
    assert clerk.check_password(PASSWORD)


@pytest.mark.django_db
def test_password_like_the_name_is_not_taken(sign_in, clerk):
    alike = f"{clerk.username}1234"
    type(clerk).objects.filter(pk=clerk.pk).update(username=alike)
    passwords = {"new_password1": alike, "new_password2": alike}
    page = sign_in(clerk).post(reverse("password_change"), {"old_password": PASSWORD} | passwords)
    assert page.status_code == 200
    clerk.refresh_from_db()
    assert clerk.check_password(PASSWORD)


# What a browser may do with an answer


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["login", "home", "quarter_list", "admin:index"])
def test_no_page_is_shown_inside_a_foreign_one(sign_in, administrator, client, name):
    """Two headers, each enough alone: old programs know only the first."""
    reader = client if name == "login" else sign_in(administrator)
    response = reader.get(reverse(name))
    assert response.headers["X-Frame-Options"] == "DENY"
    assert directives(response)["frame-ancestors"] == "'none'"


@pytest.mark.django_db
def test_page_takes_and_sends_nothing_elsewhere(client):
    assert directives(client.get(reverse("login"))) == {
        "default-src": "'self'",
        "img-src": "'self' data:",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }


def directives(response):
    policy = response.headers["Content-Security-Policy"].split(";")
    return dict(directive.strip().split(" ", 1) for directive in policy)


# Files have no hashed names where nobody has collected them.
ANSWERS = """
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client
bare = "django.contrib.staticfiles.storage.StaticFilesStorage"
settings.STORAGES["staticfiles"]["BACKEND"] = bare
plain, secure = Client(headers={"host": "svod.example"}), Client(headers={"host": "svod.example"})
call_command("migrate", verbosity=0)
get_user_model().objects.create_superuser("anna", "длинный пароль")
moved = plain.get("/sign-in/")
page = secure.get("/sign-in/", secure=True)
secure.post("/sign-in/", {"username": "anna", "password": "длинный пароль"}, secure=True)
print(json.dumps({
    "moved": [moved.status_code, moved.headers.get("Location")],
    "page": page.status_code,
    "headers": dict(page.headers),
    "cookies": {
        name: [bool(cookie["secure"]), bool(cookie["httponly"]), cookie["samesite"]]
        for name, cookie in secure.cookies.items()
    },
    "foreign": Client(headers={"host": "evil.example"}).get("/sign-in/", secure=True).status_code,
}))
"""


def test_server_speaks_https_alone():
    told = production(ANSWERS)
    assert told["moved"] == [301, "https://svod.example/sign-in/"]
    assert told["page"] == 200
    assert told["headers"]["Strict-Transport-Security"] == f"max-age={30 * 24 * 3600}"
    assert told["cookies"] == {
        "csrftoken": [True, False, "Lax"],
        "sessionid": [True, True, "Lax"],  # no script of a page can read it
    }
    assert told["foreign"] == 400


def test_server_without_https_says_so_and_works():
    told = production(ANSWERS, HTTPS="0")
    assert told["moved"] == [200, None]
    assert "Strict-Transport-Security" not in told["headers"]
    assert told["cookies"]["sessionid"] == [False, True, "Lax"]


# Databases

KEPT = """
from django.db import connection
kept = connection.settings_dict
print(json.dumps([kept["CONN_MAX_AGE"], kept["CONN_HEALTH_CHECKS"]]))
"""


def test_kept_connection_is_tried_before_it_is_used():
    age, is_tried = production(KEPT, DATABASE_URL="postgres://svod@127.0.0.1:5432/svod")
    assert age == 0 or is_tried


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_first_page_after_a_restart_of_the_database_is_answered(sign_in, clerk, settings):
    cookie = sign_in(clerk).cookies[settings.SESSION_COOKIE_NAME].value
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (kept,) = cursor.fetchone()
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [kept])
    other.close()
    request = RequestFactory().get(reverse("home"))
    request.environ["HTTP_COOKIE"] = f"{settings.SESSION_COOKIE_NAME}={cookie}"
    answers = []
    body = get_wsgi_application()(request.environ, lambda status, headers: answers.append(status))
    body.close()
    assert answers == ["200 OK"]


@on_sqlite
@pytest.mark.django_db
def test_what_is_saved_survives_a_power_cut():
    with connection.cursor() as cursor:
        found = [
            cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    assert found == ["wal", 2, 1]
