"""A database that hangs, stops or is locked holds nobody up. Real servers, real signals."""

import os
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psycopg
import pytest

from tests.servers import private_cluster, served

SAID = "База данных временно недоступна"
AT_ONCE, PAGE, HEALTH, FILE = 3, 10, 3.5, 35  # seconds


@pytest.fixture(scope="module")
def cluster():
    with private_cluster() as cluster:
        yield cluster


@pytest.fixture(scope="module")
def site(cluster):
    with served(cluster.url) as site:
        yield site


def pages(site):
    report, event = site.scene["report"], site.scene["event"]
    return [
        ("/health/", None, None),
        ("/", "clerk", None),
        (f"/reports/{report}/", "clerk", None),
        (f"/events/{event}/update/", "clerk", None),
        (f"/events/{event}/delete/", "clerk", b"_end=1"),
        ("/sign-in/", None, b"username=x&password=y"),
        ("/quarters/2020-4/", "reviewer", None),
        ("/quarters/2020-4/consolidated/", "reviewer", None),
        ("/review/", "reviewer", None),
        ("/admin/", "administrator", None),
        ("/nothing/", "clerk", None),
    ]


def files(site):
    return [
        ("/quarters/2020-4/consolidated.docx", "reviewer", None),
        ("/quarters/2020-4/board.xlsx", "reviewer", None),
        (f"/reports/{site.scene['report']}/paste/", "clerk", b"text=x&_end=1"),
        ("/admin/municipalities/municipality/export/", "administrator", None),
    ]


def ask_all(site, asked):
    """All at the same moment but for the four that a worker does at a time."""
    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(lambda each: site.ask(*each), asked))


def works(site):
    status, text, seconds = site.ask("/quarters/2020-4/", "reviewer")
    return (status, SAID in text, seconds < AT_ONCE) == (200, False, True)


@pytest.mark.parametrize("is_warm", [True, False])
def test_hanging_server_is_answered_for_in_russian_and_in_time(cluster, site, is_warm):
    if is_warm:
        assert {status for status, _, _ in ask_all(site, files(site) + pages(site))} <= {
            200,
            302,
            403,
            404,
        }
    with cluster.hanging():
        if not is_warm:
            ask_all(site, pages(site)[1:5])  # throws the connections away
        asked = files(site) + pages(site)[1:]
        for (path, *_), (status, text, seconds) in zip(asked, ask_all(site, asked), strict=True):
            assert (path, status, SAID in text) == (path, 503, True)
            assert seconds < PAGE, path
        status, text, seconds = site.ask("/health/")
        assert (status, text) == (503, "База данных недоступна.\n")
        assert seconds < HEALTH
        assert site.ask("/favicon.ico")[0] == 302  # the worker is free for what needs no database
    assert works(site)
    assert {status for status, _, _ in ask_all(site, files(site) + pages(site))} <= {
        200,
        302,
        403,
        404,
    }


@contextmanager
def locked(cluster, table):
    """Somebody else keeps everybody from reading ``table``."""
    with psycopg.connect(cluster.url) as other:
        other.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        yield
        other.rollback()


@pytest.mark.parametrize(
    ("path", "limit"),
    [
        ("/quarters/2020-4/", PAGE),
        pytest.param(
            "/quarters/2020-4/consolidated.docx",
            FILE,
            marks=pytest.mark.skipif(not os.environ.get("SOAK"), reason="half a minute: SOAK=1"),
        ),
    ],
)
def test_server_that_stops_in_the_middle_of_a_request(cluster, site, path, limit):
    assert works(site)
    with ThreadPoolExecutor(1) as pool, locked(cluster, "reports_event"):
        answer = pool.submit(site.ask, path, "reviewer")
        time.sleep(1)
        with cluster.hanging():
            status, text, seconds = answer.result()
    assert (status, SAID in text) == (503, True)
    assert seconds < limit
    assert works(site)


def test_statement_that_waits_for_a_lock_is_given_up(cluster, site):
    with locked(cluster, "reports_event"):
        status, text, seconds = site.ask("/quarters/2020-4/", "reviewer")
    assert (status, SAID in text) == (503, True)
    assert seconds < PAGE
    assert works(site)


def test_first_request_after_a_restart_is_answered(cluster, site):
    ask_all(site, pages(site)[1:5])  # every thread has its connection
    cluster.control("restart", "-m", "immediate")
    for person in ("clerk", "reviewer", "administrator") * 2:
        assert site.ask("/how-to/", person)[0] == 200


LIMITS = """
from django.db import connection
from config.postgresql.deadline import PAGE, database_within, makes_a_file
def told():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('statement_timeout'), current_setting('lock_timeout')")
        print(*cursor.fetchone())
told()
connection.close()
with database_within(PAGE):
    told()
    makes_a_file(told)()
    told()
"""


def test_only_requests_have_time_outs_and_files_longer_ones(site):
    assert site.manage("shell", "--no-imports", "-c", LIMITS).splitlines() == [
        "0 0",
        "5s 4s",
        "28s 4s",
        "5s 4s",
    ]


def test_command_waits_until_the_database_is_back(cluster, site):
    with ThreadPoolExecutor(1) as pool:
        with cluster.hanging():
            command = pool.submit(site.manage, "open_quarter", "2021-1")
            time.sleep(9)
            assert not command.done()
        command.result(30)


@pytest.fixture(scope="module")
def small_site(tmp_path_factory):
    file = tmp_path_factory.mktemp("sqlite") / "db.sqlite3"
    with served(f"sqlite:///{file}") as site:
        site.file = file
        yield site


@pytest.mark.parametrize("mode", ["IMMEDIATE", "EXCLUSIVE"])
def test_lock_of_another_process_on_sqlite(small_site, mode):
    event = small_site.scene["event"]
    writing = [
        (f"/events/{event}/move/", "clerk", b"up=1&_end=1"),
        ("/sign-in/", None, b"username=x&password=y"),
    ]
    reading = [each for each in pages(small_site) if each[2] is None] + files(small_site)[:2]
    ask_all(small_site, reading)
    other = sqlite3.connect(small_site.file, isolation_level=None)
    other.execute(f"BEGIN {mode}")
    for (path, *_), (status, text, seconds) in zip(
        writing, ask_all(small_site, writing), strict=True
    ):
        assert (path, status, SAID in text) == (path, 503, True)
        assert seconds < PAGE
    for (path, *_), (status, _, seconds) in zip(reading, ask_all(small_site, reading), strict=True):
        assert (path, status < 500, seconds < AT_ONCE) == (path, True, True)
    other.execute("ROLLBACK")
    assert [status for status, _, _ in ask_all(small_site, writing)] == [302, 200]
