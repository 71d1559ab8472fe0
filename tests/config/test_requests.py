"""Requests that are too large, and what is said when something fails."""

import errno
import logging
import re
import sqlite3
from io import BytesIO

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client
from django.test.client import FakePayload
from django.urls import reverse

from config.requests import CEILING
from municipalities.log import NumberFilter
from reports.events import autosave, editing
from reports.models import Event
from tests import factories
from tests.views.posts import POSTS, WORDS, make_stage

TOO_LARGE = "Слишком много за один раз"


class Unread(FakePayload):
    """The body of a request that nobody may read."""

    def read(self, *args):
        raise AssertionError("the body was read")

    readline = read


@pytest.fixture
def send(client):
    """``send(kind, **headers)``: a POST of that content type whose body must stay unread."""

    def post(kind, **headers):
        headers = {"CONTENT_TYPE": kind, "CONTENT_LENGTH": "", **headers}
        return client.generic("POST", reverse("login"), **headers, **{"wsgi.input": Unread(b"")})

    return post


MULTIPART = "multipart/form-data; boundary=x"
URLENCODED = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("kind", "headers"),
    [
        (MULTIPART, {"CONTENT_LENGTH": str(CEILING + 1)}),
        (MULTIPART, {"CONTENT_LENGTH": str(300 * 1024 * 1024)}),
        (MULTIPART, {"CONTENT_LENGTH": "9" * 40}),
        (MULTIPART, {"CONTENT_LENGTH": "-1"}),
        (MULTIPART, {"CONTENT_LENGTH": "много"}),
        (MULTIPART, {"HTTP_TRANSFER_ENCODING": "chunked"}),
        (MULTIPART, {"HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_LENGTH": "10"}),
        (URLENCODED, {"CONTENT_LENGTH": str(6 * 1024 * 1024 + 1)}),
        ("text/plain", {"CONTENT_LENGTH": str(CEILING)}),
    ],
)
def test_large_request_is_refused_unread(send, kind, headers):
    response = send(kind, **headers)
    page = response.content.decode()
    assert (response.status_code, TOO_LARGE in page) == (413, True)
    assert "Вернитесь кнопкой «Назад»: написанное осталось на странице" in page


def test_script_is_told_in_its_own_way(send):
    response = send("application/json", CONTENT_LENGTH=str(CEILING))
    assert (response.status_code, response.json()) == (413, {"state": "too_large"})


@pytest.mark.django_db
@pytest.mark.parametrize(
    "data",
    [
        {f"field_{number}": "" for number in range(10_001)},
        {f"file_{number}": BytesIO(b"one") for number in range(101)},
        {"text": "я" * 4 * 1024 * 1024},
    ],
    ids=["fields", "files", "text"],
)
@pytest.mark.parametrize("debug", [True, False])
def test_request_with_too_much_in_it_is_refused(sign_in, clerk, settings, data, debug):
    settings.DEBUG = debug
    response = sign_in(clerk).post(reverse("home"), data)
    assert (response.status_code, TOO_LARGE in response.content.decode()) == (413, True)


@pytest.mark.django_db
def test_largest_file_that_is_promised_comes_in(sign_in, clerk, vyazma):
    report = factories.make_report(vyazma)
    file = BytesIO(b"x" * 10 * 1024 * 1024)
    file.name = "Отчет.csv"
    data = {"file": file, "_end": "1"}
    response = sign_in(clerk).post(reverse("report_paste", args=[report.pk]), data)
    assert response.status_code == 200


# What is said of a failure


@pytest.fixture
def failing(db, monkeypatch):
    """``failing(error)`` → the answer to a save that meets ``error``, and the client that asked."""

    stage = make_stage()

    def answer_to(error, name="event_update", cause=None):
        post = POSTS[name](stage)
        client = Client(raise_request_exception=False)
        client.force_login(post.person, backend="django.contrib.auth.backends.ModelBackend")

        def fail(*args, **kwargs):
            raise error from cause

        monkeypatch.setattr(editing, "save_event", fail)
        monkeypatch.setattr(autosave, "autosave_event", fail)
        return post.send(client)

    return answer_to


class PostgresError(Exception):
    def __init__(self, sqlstate):
        super().__init__()
        self.sqlstate = sqlstate


FULL_DISKS = [
    (OSError(errno.ENOSPC, "No space left on device"), None),
    (OSError(errno.EDQUOT, "Disk quota exceeded"), None),
    (OperationalError("database or disk is full"), sqlite3.OperationalError()),
    (OperationalError("could not extend file"), PostgresError("53100")),
]
AWAY = [
    (OperationalError("server closed the connection unexpectedly"), PostgresError("57P01")),
    (InterfaceError("connection already closed"), None),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("error", "cause"), FULL_DISKS)
def test_full_disk_is_named(failing, error, cause):
    response = failing(error, cause=cause)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "60")
    assert "На сервере закончилось место на диске" in response.content.decode()
    assert "Действие не выполнено" in response.content.decode()
    script = failing(error, "event_autosave", cause)
    assert (script.status_code, script.json()) == (503, {"state": "no_room"})


@pytest.mark.django_db
@pytest.mark.parametrize(("error", "cause"), AWAY)
def test_database_that_went_away_is_worth_a_repeat(failing, error, cause):
    response = failing(error, cause=cause)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "60")
    assert "База данных временно недоступна" in response.content.decode()
    script = failing(error, "event_autosave", cause)
    assert (script.status_code, script.json()) == (503, {"state": "unavailable"})


@pytest.mark.django_db
def test_bug_is_told_as_one(failing):
    response = failing(ZeroDivisionError())
    assert (response.status_code, "Retry-After" in response.headers) == (500, False)
    page = response.content.decode()
    assert "Ошибка на нашей стороне" in page
    assert "Действие не выполнено" in page


@pytest.mark.django_db
def test_page_of_a_bug_has_the_number_of_its_lines(failing):
    seen = []

    class Lines(logging.Handler):
        def emit(self, record):
            seen.append(record.number)

    lines = Lines()
    lines.addFilter(NumberFilter())
    logging.getLogger("django.request").addHandler(lines)
    try:
        response = failing(ZeroDivisionError())
    finally:
        logging.getLogger("django.request").removeHandler(lines)
    number = response.headers["X-Request-Number"]
    assert re.fullmatch(r"[0-9]{4}-[0-9]{4}", number)
    assert seen == [number]
    assert f'<dd class="secret">{number}</dd>' in response.content.decode()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite can be told how much it may take")
@pytest.mark.django_db(transaction=True)
def test_disk_that_is_really_full_is_named():
    post = POSTS["event_update"](make_stage())
    post.data["content"] = WORDS * 3_000
    client = Client(raise_request_exception=False)
    client.force_login(post.person, backend="django.contrib.auth.backends.ModelBackend")
    with connection.cursor() as cursor:
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        limit = cursor.execute("PRAGMA max_page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        try:
            response = post.send(client)
        finally:
            cursor.execute(f"PRAGMA max_page_count = {limit}")
    assert "На сервере закончилось место на диске" in response.content.decode()
    assert "Действие не выполнено" in response.content.decode()
    assert not Event.objects.filter(content__startswith=WORDS).exists()
